"""Where a status and a date can stand in a record, and how a change of status rewrites just that place."""

from __future__ import annotations

import pytest

from records.adr.dialects import Target, read_adr, set_status

NAME = "0005-x.md"
NEWER = Target("0009-new", "New", "0009-new.md", 9)
TODAY = "2026-11-28"


def record(form: str) -> str:
    return f"# 5. X\n\n{form}\n\n## Context\n\nx\n"


@pytest.mark.parametrize(
    "form",
    [
        "## Status: Accepted", "# Status — Accepted", "## Status - Accepted", "## Status (Accepted)", "## Status | Accepted",
        "## 1. Status: Accepted", "## ADR Status: `accepted`",
        "## 2. Status\n\nAccepted", "## 🚦 Status\n\nAccepted", "## Status ✅\n\nAccepted",
        '## <a name="status"></a>Status\n\nAccepted', "## Status {#status}\n\nAccepted", "## [Status](#status)\n\nAccepted",
        "##Status\n\nAccepted", "**Status**\n\nAccepted\n\n**Context**\n\nx", "Status:\nAccepted", "<h2>Status</h2>\n\nAccepted",
        "Status\n------\n\nAccepted", "## Current status\n\nAccepted", "## Status of this decision\n\nAccepted",
    ],
)  # fmt: skip
def test_a_status_in_or_under_any_heading_is_read(form: str) -> None:
    """A heading states the status itself or heads it, however it is numbered, dressed or marked."""
    assert read_adr(record(form), NAME).status == "accepted"


@pytest.mark.parametrize(
    "form",
    [
        "**Date**: 2024-01-02 | **Status**: ✅ APPROVED", "Date: 2024-01-02 | Status: Accepted | Owner: Ada",
        "**Status:** Accepted · **Date:** 2024-01-02", "**Status:** Accepted **Date:** 2024-01-02",
        "Status: Accepted, Date: 2024-01-02", "Status: Accepted<br>Date: 2024-01-02",
        "| Status: Accepted | Date: 2024-01-02 |", "Status | Accepted\n--- | ---\nDate | 2024-01-02",
        "<table><tr><td>Status</td><td>Accepted</td></tr><tr><td>Date</td><td>2024-01-02</td></tr></table>",
        "**Status:** Accepted\\\n**Date:** 2. Januar 2024", "- 📌 **Status:** Accepted\n- 📅 **Date:** January 2nd, 2024",
    ],
)  # fmt: skip
def test_several_fields_on_one_line_or_row_are_all_read(form: str) -> None:
    """Signs, bold keys, breaks and cells part fields; a value ends where the next field begins."""
    facts = read_adr(record(form), NAME)
    assert (facts.status, facts.date) == ("accepted", "2024-01-02")


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ("**状态**：已接受（2024-01-02）", "accepted"), ("## ステータス\n\n承認済み", "accepted"), ("## 상태\n\n승인됨", "accepted"),
        ("## Статус\n\nПринято", "accepted"), ("- Statut : proposé", "proposed"), ("## Estado\n\nRechazado", "rejected"),
        ("* Zustand: abgelöst durch ADR-0009", "superseded"), ("## Stato\n\nSostituito da [9](0009-new.md)", "superseded"),
    ],
)  # fmt: skip
def test_other_languages_and_full_width_colons_are_read(form: str, status: str) -> None:
    """Fields and statuses are read in the languages that logs are written in."""
    assert read_adr(record(form), NAME).status == status


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ("- Proposed: 2026-01-01", "- Accepted: 2026-11-28"),
        ("- Draft: 2026-01-01\n- Proposed: 2026-01-05", "- Accepted: 2026-11-28"),
        ("1. Draft 2026/01/01\n2. Proposed 2026/01/05", "3. Accepted 2026/11/28"),
        ("Draft by Ada on 2026-01-01\nProposed by the team on 2026-01-05", "Accepted 2026-11-28"),
        ("* Proposed (2026-01-05)\n* Draft (2026-01-01)", "* Accepted (2026-11-28)"),
        ("- 2026-01-05: Proposed\n- 2026-01-01: Draft", "- 2026-11-28: Accepted"),
        (
            "| Status | Date | Who |\n|---|---|---|\n| Proposed | 2026-01-05 | Ada |",
            "| Accepted | 2026-11-28 |     |",
        ),
    ],
)
def test_a_history_gets_one_step_more_and_keeps_its_own(steps: str, line: str) -> None:
    """The new step has the make and the day that the others have, on the side of the latest one."""
    text = record(f"## Status\n\n{steps}")
    assert read_adr(text, NAME).status == "proposed"
    edited = set_status(text, NAME, "accepted", today=TODAY)
    assert sorted(edited.splitlines()) == sorted([*text.splitlines(), line])
    newest_first = "2026-01-05" in steps.splitlines()[0] and "|" not in steps
    order = edited.splitlines()
    assert (order.index(line) < order.index(steps.splitlines()[0])) == newest_first
    assert read_adr(edited, NAME).status == "accepted"
    assert set_status(edited, NAME, "accepted", today="2026-12-01") == edited


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## Status: Accepted", "## Status: Deprecated"),
        ("- **Status:** :hourglass: Accepted", "- **Status:** Deprecated"),
        ("**Status:** Accepted | **Date:** 2024-01-02", "**Status:** Deprecated | **Date:** 2024-01-02"),
        ("- Status: ~~Proposed~~ **Accepted**", "- Status: ~~Proposed~~ **Deprecated**"),
        ("## Status\n\n~~Proposed~~\n\nAccepted", "## Status\n\n~~Proposed~~\n\nDeprecated"),
        ("<b>Status:</b> Accepted<br>", "<b>Status:</b> Deprecated<br>"),
        ("**Status: Accepted on 2024-01-02**", "**Status: Deprecated (previously: Accepted on 2024-01-02)**"),
        ("_Status: Accepted, at last_", "_Status: Deprecated (previously: Accepted, at last)_"),
        (
            "**Status: accepted; D6 **done** (epic `6`).**",
            "**Status: deprecated (previously: accepted; D6 **done** (epic `6`).)**",
        ),
        ("**Status:** Accepted — Amended by ADR-049", "**Status:** Deprecated — Amended by ADR-049"),
        ("**Status:** accepted; supersedes ADR-0003", "**Status:** deprecated; supersedes ADR-0003"),
        ("**Status:** Accepted - depends on ADR-0003", "**Status:** Deprecated - depends on ADR-0003"),
        (
            "**Status:** accepted by the owner ([Y-1](../tracker.md))",
            "**Status:** deprecated (previously: accepted by the owner ([Y-1](../tracker.md)))",
        ),
        ("Status: Accepted (2026-06-07). Built.", "Status: Deprecated (previously: Accepted (2026-06-07). Built.)"),
        ("## Status — Accepted on 2024-01-02", "## Status — Deprecated (previously: Accepted on 2024-01-02)"),
        ("![status-accepted](https://x.org/status-accepted-green.svg)", "![status-deprecated](https://x.org/status-deprecated-green.svg)"),
        ("## Status\n\n- [x] Accepted\n- [ ] Deprecated", "## Status\n\n- [ ] Accepted\n- [x] Deprecated"),
    ],
)  # fmt: skip
def test_a_new_status_stands_in_the_place_of_the_old_one(old: str, new: str) -> None:
    """What belongs to the old status stays with it; nothing struck out is touched; a second time changes nothing."""
    edited = set_status(record(old), NAME, "deprecated", today=TODAY)
    assert edited == record(new)
    assert set_status(edited, NAME, "deprecated", today=TODAY) == edited


def test_what_is_struck_out_stays_when_the_record_is_superseded() -> None:
    """The old word goes as adr-tools has it, the struck one beside it does not."""
    edited = set_status(record("## Status\n\n~~Proposed~~ Accepted"), NAME, "superseded", by=(NEWER,))
    assert "~~Proposed~~" in edited
    assert "Superseded by [9. New](0009-new.md)" in edited
    assert "Accepted" not in edited


TOML = '+++\r\ntitle = "C"\r\nstatus = "accepted" # for now\r\ndate = 2024-01-02\r\n[extra]\r\nx = 1\r\n+++\r\n\r\n## Context\r\n\r\nx\r\n'


def test_toml_front_matter_is_read_and_edited_in_place() -> None:
    """Values of any type are read; a status and a mark are written, comments and line ends stay."""
    facts = read_adr(TOML, NAME)
    assert (facts.title, facts.status, facts.date) == ("C", "accepted", "2024-01-02")
    assert set_status(TOML, NAME, "deprecated") == TOML.replace('"accepted"', '"deprecated"')
    superseded = set_status(TOML, NAME, "superseded", by=(NEWER,))
    assert 'superseded-by = ["0009-new"]\r\n[extra]' in superseded


def test_a_date_below_its_own_heading_is_read() -> None:
    """`## Date` heads the day as `## Status` heads the status."""
    assert read_adr(record("## Status\n\nAccepted\n\n## Date\n\n2022-11-1"), NAME).date == "2022-11-01"


@pytest.mark.parametrize(
    ("before", "added"),
    [
        ("12 March 2024", "29 November 2026"),
        ("March 5, 2024", "November 29, 2026"),
        ("2024/01/31", "2026/11/29"),
        ("31.01.2024", "29.11.2026"),
        ("5 mars 2024", "29 novembre 2026"),
        ("5 févr. 2024", "2026-11-29"),
    ],
)
def test_a_new_step_has_its_date_in_the_form_of_the_step_before(before: str, added: str) -> None:
    """Order, separators and the language of the month are kept; a form that cannot be written becomes ISO."""
    text = record(f"## Status\n\n- Draft on 2024-01-01\n- Proposed on {before}")
    edited = set_status(text, NAME, "accepted", today="2026-11-29")
    assert edited == text.replace(f"- Proposed on {before}", f"- Proposed on {before}\n- Accepted on {added}")


@pytest.mark.parametrize(
    ("status", "day"),
    [
        ("Deferred (blocked on hardware) — see the 2026-08-09 addendum below", None),
        ("Accepted; benchmarks of 2026-08-09 agree", None), ("Accepted, see our 2026-08-09 notes", None),
        ("Accepted 2026-08-09", "2026-08-09"), ("Deferred 2026-08-09", "2026-08-09"),
        ("Accepted (2026-08-09)", "2026-08-09"), ("Accepted on 2026-08-09", "2026-08-09"),
        ("Accepted as of 2026-08-09", "2026-08-09"), ("In force since 2026-08-09", "2026-08-09"),
        ("Accepted by Ann 2026-08-09", "2026-08-09"), ("Angenommen am 09.08.2026", "2026-08-09"),
        ("Accepted — 2026-08-09", "2026-08-09"), ("Accepted, see the 2026-08-10 notes (2026-08-09)", "2026-08-09"),
    ],
)  # fmt: skip
def test_a_day_that_a_sentence_is_about_is_no_date(status: str, day: str | None) -> None:
    """A day behind an article, a possessive, `of` or `see` belongs to something else."""
    assert read_adr(f"# 1. X\n\nStatus: {status}\n\n## Context\n\nx\n", "0001-x.md").date == day


@pytest.mark.parametrize(
    "status", ["Implemented — in June", "Implemented, by the team", "Implemented (slice 1)"]
)
def test_what_a_status_was_before_stays_in_one_pair_of_brackets(status: str) -> None:
    """A second change notes the first one beside what was noted then."""
    once = set_status(record(f"## Status\n\n{status}"), NAME, "deprecated")
    twice = set_status(once, NAME, "accepted")
    assert f"Accepted (previously: Deprecated; {status})\n" in twice
    assert (read_adr(twice, NAME).status, set_status(twice, NAME, "accepted")) == ("accepted", twice)


@pytest.mark.parametrize(
    "status",
    [
        "Accepted (partially superseded by ADR-0020 for §3; other clauses unchanged)",
        "Accepted, the gate superseded by [ADR-20](0020-y.md) (0.17). The rest stands.",
        "Accepted. Section 3 superseded by ADR-20 (June).",
    ],
)
def test_a_link_in_what_a_status_was_before_still_holds(status: str) -> None:
    """The edit names the successor of the whole and keeps that of a part."""
    edited = set_status(record(f"- **Status:** {status}"), NAME, "superseded", by=(NEWER,))
    links = {link.relation for link in read_adr(edited, NAME).links}
    assert links == {"superseded-by", "amended-by"}


@pytest.mark.parametrize(
    ("status", "after"),
    [
        ("accepted; supersedes ADR-0003", "superseded by [ADR-0009](0009-new.md), [ADR-0008](0008-late.md); supersedes ADR-0003"),
        ("Accepted — amends ADR-0003", "Superseded by [ADR-0009](0009-new.md), [ADR-0008](0008-late.md) — amends ADR-0003"),
        ("已接受 (2025-01-18)", "已被 [ADR-0009](0009-new.md)、[ADR-0008](0008-late.md) 取代 (previously: 已接受 (2025-01-18))"),
    ],
)  # fmt: skip
def test_a_second_successor_stands_beside_the_first(status: str, after: str) -> None:
    """Not behind what the status says of other records, and in the words of the log."""
    latest = Target("0008-late", "Late", "0008-late.md", 8)
    once = set_status(record(f"**Status：** {status}"), NAME, "superseded", by=(NEWER,))
    assert set_status(once, NAME, "superseded", by=(latest,)) == record(f"**Status：** {after}")


@pytest.mark.parametrize("status", ["accepted", "proposed", "rejected"])
def test_what_a_record_supersedes_stays_whatever_its_status_becomes(status: str) -> None:
    """The sentence behind the status is about the record, also when that no longer holds."""
    text = record(f"**Status: {status}.** Supersedes the naming used by ADR-3, as it was.")
    for new in ("deprecated", "accepted", "rejected"):
        assert read_adr(set_status(text, NAME, new), NAME).links == read_adr(text, NAME).links != ()
