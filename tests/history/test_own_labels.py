"""Labels, keys and section names of a log's own are understood from what stands there and from what its records share."""

import json

import pytest

from records.adr.dialects import read_adr
from records.adr.heading_number import split_heading
from records.adr.pages import own_titles
from records.adr.record_layout import AdrView

BODY = "\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("🚀 ADR 1: Use x", 1, "Use x"), (":rocket: ADR-0001: Use x", 1, "Use x"), ("✅ 1. Use x", 1, "Use x"), ("📄 🚀 0001 - Use x", 1, "Use x"),
        ("🚀 Use x", None, "🚀 Use x"), ("⚖️ ADR-1 — Use x", 1, "Use x"),
    ],
)  # fmt: skip
def test_an_emoji_before_a_number_hides_it_not(heading, number, title):
    """An emoji before a title without a number stays."""
    assert split_heading(heading, 1) == (number, title)


@pytest.mark.parametrize(
    "head",
    [
        "**When**: 2024-01-31", "When: 31 January 2024", "* Wann: 31.01.2024", "| Kiedy | 2024-01-31 |\n", "> **Logged on**: 2024-01-31",
        "Status: Accepted\nPublished: 2024-01-31", "**Approved on**: 2024-01-31\n**Review on**: 2025-01-31",
    ],
)  # fmt: skip
def test_a_label_with_a_day_alone_is_the_date(head):
    """Any label will do where no other date is stated."""
    if head.startswith("|"):
        head = f"| Field | Value |\n| --- | --- |\n{head}"
    assert read_adr(f"# 1. X\n\n{head}\n{BODY}", "0001-x.md").date == "2024-01-31"
    assert (
        read_adr(f"---\nwhen: 2024-01-31\nstatus: accepted\n---\n\n# X\n{BODY}", "0001-x.md").date
        == "2024-01-31"
    )


@pytest.mark.parametrize(
    "head",
    ["Review by: 2024-01-31", "Last updated: 2024-01-31", "Expires: 2024-01-31", "Deadline: 2024-01-31", "Note: seen on 2024-01-31 by Ada", "Range: 2024-01-31 to 2024-02-01"],
)  # fmt: skip
def test_a_day_of_something_else_is_no_date(head):
    """A label that names another day, and a sentence with a day, state no date."""
    assert read_adr(f"# 1. X\n\n{head}\n{BODY}", "0001-x.md").date is None


def test_a_stated_date_and_one_beside_the_status_go_first():
    """Another label counts only where nothing else says when."""
    assert (
        read_adr(f"# 1. X\n\nLogged: 2024-01-31\nDate: 2024-02-03\n{BODY}", "0001-x.md").date == "2024-02-03"
    )
    assert (
        read_adr(f"# 1. X\n\nLogged: 2024-01-31\nStatus: Accepted (2024-02-03)\n{BODY}", "0001-x.md").date
        == "2024-02-03"
    )


def test_a_new_record_has_the_day_behind_the_log_s_label(repo, run):
    """The label is written with the day of the new record."""
    for number in (1, 2, 3):
        repo.write(
            f"docs/adr/000{number}-x.md",
            f"# 🚀 ADR {number}: X\n\n**Status**: Accepted\n**When**: 2024-02-0{number}\n{BODY}",
        )
    run("adr", "new", "Next")
    assert repo.read("docs/adr/0004-next.md").startswith(
        "# 🚀 ADR 4: Next\n\n**Status**: Accepted\n**When**: 2026-01-15\n"
    )


FRONT = "---\nid: adrs-adr{n}\ntitle: 'ADR{n}: {t}'\ndescription: {d}\nslug: {s}\n---\n" + BODY


@pytest.mark.parametrize(
    ("description", "written"),
    [
        ("Architecture Decision Record (ADR) for {t}", "Architecture Decision Record (ADR) for Next one"),
        ("Why we like {n}", "Next one"),
    ],
)
def test_keys_that_name_the_record_are_filled_in(repo, run, description, written):
    """The number in an identifier, the title in a text and in a slug are those of the new record."""
    for number, title in (("001", "Use a bus"), ("002", "Use a car"), ("003", "Go by train")):
        text = description.format(t=title, n=title[-3:])
        repo.write(
            f"docs/adr/adr{number}-x.md",
            FRONT.format(n=number, t=title, d=text, s=title.lower().replace(" ", "-")),
        )
    run("adr", "new", "Next one")
    assert repo.read("docs/adr/adr004-next-one.md").startswith(
        f"---\nid: adrs-adr004\ntitle: 'ADR004: Next one'\ndescription: {written}\nslug: next-one\n---\n"
    )


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("id: adrs-adr000\ntitle: 'ADR000: [TITLE]'\ndescription: Decision for [TITLE] [DESCRIPTION]", "id: adrs-adr001\ntitle: 'ADR001: Next'\ndescription: Decision for Next"),
        ('id: adr-000\ntitle: <title>\ndescription:', 'id: adr-001\ntitle: Next\ndescription: "Next"'),
        ("title:\nsummary: {short text}", 'title: "Next"\nsummary: "Next"'),
        ("title: x\ndescription: A decision of ours", 'title: "Next"\ndescription: A decision of ours'),
    ],
)  # fmt: skip
def test_the_blanks_of_a_template_are_filled_in(repo, run, template, written):
    """In an empty log the template shows the number too, and its blanks become the title."""
    repo.write(
        "docs/adr/adr000-template.md",
        f"---\n{template}\n---\n\n## Context\n\n<what>\n\n## Decision\n\n<what>\n",
    )
    assert run("adr", "new", "Next").out == "docs/adr/adr001-next.md\n"
    assert repo.read("docs/adr/adr001-next.md").startswith(f"---\n{written}\n---\n")


SECTIONS = {
    "pl": "Kontekst Decyzja Konsekwencje", "nl": "Achtergrond Besluit Gevolgen", "sv": "Bakgrund Beslut Konsekvenser",
    "cs": "Kontext Rozhodnutí Důsledky", "hu": "Háttér Döntés Következmények", "fi": "Tausta Päätös Seuraukset",
    "own": "Warum Was Danach", "other": "Aihe Valinta Loput",
}  # fmt: skip


@pytest.mark.parametrize("language", SECTIONS)
def test_sections_in_any_language_are_those_of_a_decision(repo, run, language):
    """A log in an unusual folder is announced and adopted, and nothing is said to be missing."""
    body = "".join(f"\n## {title}\n\nText.\n" for title in SECTIONS[language].split())
    for name in ("bus", "car", "train"):
        repo.write(f"site/adr/use-{name}.md", f"# Use {name}\n\nDate: 2024-01-02\n{body}")
    repo.commit()
    assert "site/adr holds 3 decisions" in run("check", code=1).out
    run("init")
    assert len(json.loads(run("list", "--json").out)) == 3
    assert "there is no section" not in run("check", "--all").out


def test_parts_of_a_suggested_decision_go_to_sections_of_own_names(repo, run):
    """Where no title is known the sections are taken in the usual order."""
    from records.history.body_sections import with_sections

    text = "# 4. Next\n\n## Warum\n\n## Was\n\n## Danach\n"
    result = with_sections(text, "## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.\n", "Next")
    assert result == "# 4. Next\n\n## Warum\n\nA.\n\n## Was\n\nB.\n\n## Danach\n\nC.\n"


def test_titles_of_a_log_s_own_are_those_that_most_records_share():
    """Fewer than three records or shared sections show none, and usual titles and fields are not of its own."""
    view = AdrView("# X\n\n## Status\n\na\n\n## Warum\n\nb\n\n## Was\n\nc\n\n## Context\n\nd\n", "x.md")
    assert own_titles([view, view, view]) == ["warum", "was"]
    assert own_titles([view, view]) == []
    assert own_titles([view, view, AdrView("# Y\n", "y.md"), AdrView("# Y\n", "y.md")]) == []
