"""Every form of decision record is read with its provenance, and edited in its own dialect."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialect_corpus import NYGARD, SAMPLES, Sample
from records.adr.dialects import DIALECTS, Target, add_link, read_adr, remove_link, set_status
from records.adr.verify import names as means
from records.errors import EditError

OTHER = Target("0099-a-better-way", "A better way", "0099-a-better-way.md", 99)
IDS = [sample.source for sample in SAMPLES]
BROKEN = "front-matter-broken"
STATED = [
    sample
    for sample in SAMPLES
    if sample.status in ("accepted", "proposed", "rejected")
    and BROKEN not in sample.findings
    and not sample.source.startswith("kamp-us")  # states a link alone; its status word is new
]


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines taken away and the lines put in."""
    lines = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    return [x[2:] for x in lines if x.startswith("- ")], [x[2:] for x in lines if x.startswith("+ ")]


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_reads_every_form(sample: Sample) -> None:
    """Each sample of a dialect gives its number, title, status, date and links."""
    facts = read_adr(sample.text, sample.filename)
    assert facts.dialect == sample.dialect
    assert (facts.number, facts.title) == (sample.number, sample.title)
    assert (facts.status, facts.date) == (sample.status, sample.date)
    assert tuple((link.relation, link.target) for link in facts.links) == sample.links
    assert (facts.labels, facts.deciders, facts.affects) == (sample.labels, sample.deciders, sample.affects)
    assert tuple(finding.code for finding in facts.findings) == tuple(sample.findings)
    for name, line in sample.lines.items():
        source = facts.source(name)
        assert source is not None
        assert source.line == line


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_giving_a_record_the_status_it_has_changes_no_byte(sample: Sample) -> None:
    """Setting the present status leaves the text as it is."""
    if sample.status is None or sample.findings:
        pytest.skip("nothing stated, or a contradiction that a new status settles")
    assert set_status(sample.text, sample.filename, sample.status) == sample.text


@pytest.mark.parametrize("sample", STATED, ids=[sample.source for sample in STATED])
def test_a_new_status_touches_only_the_lines_that_state_it(sample: Sample) -> None:
    """Only lines that state the status change."""
    edited = set_status(sample.text, sample.filename, "deprecated")
    gone, new = changed(sample.text, edited)
    assert all(sample_line_states_status(line) for line in gone)
    assert len(new) == len(gone) + sample.text.count("[x]")  # no box is for it: one is added
    assert read_adr(edited, sample.filename).status == "deprecated"
    assert edited.count("\r\n") == sample.text.count("\r\n")
    assert edited.startswith("\ufeff") == sample.text.startswith("\ufeff")
    assert set_status(edited, sample.filename, "deprecated") == edited


def sample_line_states_status(line: str) -> bool:
    words = ("accepted", "approved", "proposed", "rejected", "amended", "superseded", "通过", "status")
    return any(word in line.lower() for word in words)


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_a_record_without_a_status_gets_one(sample: Sample) -> None:
    """A status is added to any readable record, and adding it again changes nothing."""
    if BROKEN in sample.findings:
        pytest.skip("broken front matter is refused; see below")
    edited = set_status(sample.text, sample.filename, "accepted")
    facts = read_adr(edited, sample.filename)
    assert facts.status == "accepted"
    assert facts.title == sample.title
    assert set_status(edited, sample.filename, "accepted") == edited


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_superseding_leaves_a_mark_that_is_read_back_and_is_made_once(sample: Sample) -> None:
    """The mark of the newer record is read back as a link and is written once."""
    if BROKEN in sample.findings:
        pytest.skip("broken front matter is refused; see below")
    edited = set_status(sample.text, sample.filename, "superseded", by=(OTHER,))
    facts = read_adr(edited, sample.filename)
    assert facts.status == "superseded"
    assert any(link.relation == "superseded-by" and means(OTHER, link.target) for link in facts.links)
    assert set_status(edited, sample.filename, "superseded", by=(OTHER,)) == edited
    kept = {(link.relation, link.target) for link in facts.links}
    assert set(sample.links) <= kept


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_a_link_is_added_once_and_taken_out_again(sample: Sample) -> None:
    """Adding a link and removing it gives back the text, in every dialect."""
    if BROKEN in sample.findings:
        pytest.skip("broken front matter is refused; see below")
    linked = add_link(sample.text, sample.filename, "amends", OTHER)
    assert any(
        link.relation == "amends" and means(OTHER, link.target)
        for link in read_adr(linked, sample.filename).links
    )
    gone, _ = changed(sample.text, linked)
    assert all(line.strip() == line.strip("\r\n") for line in gone)
    assert add_link(linked, sample.filename, "amends", OTHER) == linked
    without = remove_link(linked, sample.filename, "amends", OTHER)
    assert tuple((x.relation, x.target) for x in read_adr(without, sample.filename).links) == sample.links
    assert remove_link(without, sample.filename, "amends", OTHER) == without


def test_adr_tools_forms_are_written_as_adr_tools_writes_them() -> None:
    """The link stands where `adr link` puts it; `Superseded by` replaces the status word."""
    linked = add_link(NYGARD, "0003-use-a-queue.md", "Clarified by", OTHER)
    assert linked == NYGARD.replace(
        "Accepted\n", "Accepted\n\nClarified by [99. A better way](0099-a-better-way.md)\n"
    )
    superseded = set_status(NYGARD, "0003-use-a-queue.md", "superseded", by=(OTHER,))
    assert superseded == NYGARD.replace(
        "Accepted\n", "Superseded by [99. A better way](0099-a-better-way.md)\n"
    )
    back = set_status(superseded, "0003-use-a-queue.md", "accepted")
    assert back == NYGARD


def test_a_file_that_spells_superseded_as_dictionaries_do_keeps_its_spelling() -> None:
    """A record that says "Superseded" is not changed to adr-tools' "Superceded"."""
    text = NYGARD.replace("Accepted\n", "Superseded by [8. X](0008-x.md)\n")
    edited = set_status(text, "0003-use-a-queue.md", "superseded", by=(OTHER,))
    assert "Superseded by [99. A better way](0099-a-better-way.md)" in edited


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (
            "adr/madr 2.1.2",
            "* Status: superseded by [0007-use-slugs](0007-use-slugs.md), [0099-a-better-way](0099-a-better-way.md)",
        ),
        ("adr/madr 4.0.0", 'status: "superseded by ADR-0123, ADR-0099"'),
        ("panaversity/spec-kit-plus", "- **Status:** Superseded by [ADR-0099](0099-a-better-way.md)"),
        ("joshrotenberg/adrs NextGen", "    kind: supersededby"),
        ("adrinaline", "superseded-by: [99]"),
        ("mbeacom/adrkit", 'supersededBy: ["0099"]'),
        ("native", 'superseded-by: ["0099-a-better-way"]'),
        (
            "an arrow, and an emoji",
            "**Status:** Superseded by [ADR-0099](0099-a-better-way.md) "
            "(previously: ✅ Proposed → Accepted on 2025-12-16)",
        ),
    ],
)  # fmt: skip
def test_each_dialect_writes_the_mark_in_its_own_words(source: str, line: str) -> None:
    """The mark of supersession has the form of the record's dialect."""
    sample = next(sample for sample in SAMPLES if sample.source == source)
    edited = set_status(sample.text, sample.filename, "superseded", by=(OTHER,))
    assert line in edited.splitlines()


def test_words_about_the_old_status_are_kept() -> None:
    """A remark beside the old status stays, marked as the previous status."""
    text = "# 5. Board\n\n## Status\n\nApproved by the board 2024-01-02\n\n## Context\n\nT.\n"
    edited = set_status(text, "0005-board.md", "deprecated")
    assert "Deprecated (previously: Approved by the board 2024-01-02)" in edited
    superseded = set_status(text, "0005-board.md", "superseded", by=(OTHER,))
    assert "(0099-a-better-way.md) (previously: Approved by the board 2024-01-02)\n" in superseded


def test_a_date_is_set_where_the_record_states_one() -> None:
    """A new status with a date updates the stated date."""
    edited = set_status(NYGARD, "0003-use-a-queue.md", "deprecated", date="2026-01-01")
    assert "Date: 2026-01-01\n" in edited
    madr = next(sample for sample in SAMPLES if sample.source == "adr/madr 3.0.0")
    assert "date: 2026-01-01\n" in set_status(madr.text, madr.filename, "rejected", date="2026-01-01")


def test_what_cannot_be_edited_safely_is_refused() -> None:
    """Broken front matter and prose that cannot be changed safely raise EditError."""
    broken = next(sample for sample in SAMPLES if sample.source == "broken front matter")
    with pytest.raises(EditError):
        set_status(broken.text, broken.filename, "rejected")
    with pytest.raises(EditError):
        add_link(broken.text, broken.filename, "amends", OTHER)
    sentence = "# 4. X\n\n## Status\n\nAccepted. Amended by [7. Y](0007-y.md).\n"
    with pytest.raises(EditError):
        remove_link(sentence, "0004-x.md", "amended-by", Target("0007-y", "Y", "0007-y.md", 7))
    nextgen = next(sample for sample in SAMPLES if sample.source == "joshrotenberg/adrs NextGen")
    with pytest.raises(EditError):
        add_link(nextgen.text, nextgen.filename, "amends", Target("note", "Note", "note.md"))


def test_the_registry_lists_every_dialect_once_and_ends_with_the_one_that_takes_all() -> None:
    """Dialect names are unique, and the fallback is last."""
    assert len({dialect.name for dialect in DIALECTS}) == len(DIALECTS)
    assert DIALECTS[-1].name == "nygard"


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from(list("#*-|:[]()`~<>!\\\n\r\t 0123456789aAsStTuU{}\"'é\ud800")), max_size=300
    )
)
def test_any_text_reads(text: str) -> None:
    """Reading never raises, whatever the bytes were."""
    facts = read_adr("## Status\n\n" + text, "0001-x.md")
    assert facts.number == 1


_WORDS = st.sampled_from(("accepted", "rejected", "deprecated", "proposed"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(STATED), st.lists(_WORDS, min_size=1, max_size=4))
def test_a_status_changed_and_changed_back_leaves_the_same_bytes(sample: Sample, words: list[str]) -> None:
    """Any sequence of statuses that ends with the first one restores a plain record."""
    facts = read_adr(sample.text, sample.filename)
    plain = (facts.status_raw or "").strip().lower() in ("accepted", "rejected", "proposed")
    text = sample.text
    for word in words:
        text = set_status(text, sample.filename, word)
    back = set_status(text, sample.filename, str(sample.status))
    if plain and not facts.findings and facts.dialect != "dated" and "[x]" not in sample.text:
        assert back == sample.text
    assert read_adr(back, sample.filename).status == sample.status
