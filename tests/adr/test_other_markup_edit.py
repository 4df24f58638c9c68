"""Edits of decisions in reStructuredText and AsciiDoc change the lines that they must, in the markup, or are refused."""

from __future__ import annotations

import pytest

from records.adr.dialects import Target, add_link, read_adr, remove_link, set_date, set_status
from records.adr.other_markup import as_markdown
from records.adr.other_markup_edit import written_back
from records.errors import EditError

RST = "5. X\n====\n\n:Date: 2024-05-06\n\nStatus\n------\n\n{}\n\nContext\n-------\n\nAccepted by all.\n"
ADOC = "= 5. X\n{}\n\n== Context\n\nAccepted by all.\n"


def target(name: str, number: int) -> Target:
    ending = name.rpartition(".")[2]
    return Target(f"{number:04d}-y", "Y", f"{number:04d}-y.{ending}", number)


@pytest.mark.parametrize(
    ("name", "form", "old", "new"),
    [
        ("5.rst", RST, "Accepted", "Deprecated"),
        ("5.rst", RST, "**Accepted**", "**Deprecated**"),
        ("5.rst", RST, "Accepted (2024-01-02)", "Deprecated (previously: Accepted (2024-01-02))"),
        ("5.rst", RST, ":Status: Accepted", ":Status: Deprecated"),
        ("5.adoc", ADOC, ":status: Accepted", ":status: Deprecated"),
        ("5.adoc", ADOC, "\n* Status: *accepted*", "\n* Status: *deprecated*"),
        ("5.adoc", ADOC, "\n*Status:* Accepted +", "\n*Status:* Deprecated +"),
        ("5.adoc", ADOC, "\n|===\n|Status |Accepted\n|===", "\n|===\n|Status |Deprecated\n|==="),
        ("5.adoc", ADOC, "\n|===\n|Status\n|Accepted\n|===", "\n|===\n|Status\n|Deprecated\n|==="),
        ("5.adoc", ADOC, "\n== Status\n\nAccepted", "\n== Status\n\nDeprecated"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_status_changes_in_its_place(name: str, form: str, old: str, new: str, newline: str) -> None:
    """Whatever states it in the markup; a second time changes nothing, and line ends stay."""
    text, wanted = (form.replace("{}", words).replace("\n", newline) for words in (old, new))
    edited = set_status(text, name, "deprecated")
    assert edited == wanted
    assert set_status(edited, name, "deprecated") == edited


@pytest.mark.parametrize(
    ("name", "form", "old", "new"),
    [
        ("5.rst", RST, "Accepted", "Superseded by :doc:`9. Y <0009-y>`"),
        ("5.adoc", ADOC, ":status: accepted", ":status: superseded by xref:0009-y.adoc[0009-y]"),
        ("5.adoc", ADOC, "\n== Status\n\nAccepted", "\n== Status\n\nSuperseded by xref:0009-y.adoc[9. Y]"),
    ],
)
def test_a_successor_is_named_by_a_link_of_the_markup(name: str, form: str, old: str, new: str) -> None:
    """A document of Sphinx, or a cross reference of AsciiDoc; a second successor stands beside it."""
    edited = set_status(form.replace("{}", old), name, "superseded", by=(target(name, 9),))
    assert edited == form.replace("{}", new)
    twice = set_status(edited, name, "superseded", by=(target(name, 8),))
    ending = name.rpartition(".")[2]
    assert [link.target for link in read_adr(twice, name).links] == [f"0009-y.{ending}", f"0008-y.{ending}"]


@pytest.mark.parametrize(("name", "text"), [("5.rst", RST), ("5.adoc", ADOC)])
def test_links_and_dates_are_written_and_taken_out(name: str, text: str) -> None:
    """Taking out the link that was added gives the file back."""
    text = text.replace("{}", "Accepted" if name == "5.rst" else ":status: accepted\n:date: 2024-05-06")
    linked = add_link(text, name, "amends", target(name, 3))
    assert [link.relation for link in read_adr(linked, name).links] == ["amends"]
    assert read_adr(remove_link(linked, name, "amends", target(name, 3)), name).links == ()
    assert set_date(text, name, "2024-06-07") == text.replace("2024-05-06", "2024-06-07")


def test_a_change_without_a_form_in_the_markup_is_refused() -> None:
    """A heading of a level that the file does not have, and mixed line ends, which cannot be kept."""
    text = RST.replace("{}", "Accepted")
    layout = as_markdown(text, "5.rst")
    assert written_back(text, "5.rst", f"{layout}\n## Links\n\n* x\n") == f"{text}\nLinks\n-----\n* x\n"
    with pytest.raises(EditError, match="cannot be written in this markup"):
        written_back(text, "5.rst", f"{layout}\n### Links\n\n* x\n")
    with pytest.raises(EditError, match="cannot be written in this markup"):
        set_status(text.replace("\n", "\r\n", 1), "5.rst", "deprecated")
    assert written_back(text, "5.rst", layout) == text
