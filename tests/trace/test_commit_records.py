"""A commit's message names records by the numbers that they had on the day of the commit."""

from __future__ import annotations

import pytest

from records.model.kind import Kind
from records.model.record import Adr, Phr, Record, former_numbers
from records.model.reference import ReferenceIndex
from records.model.trailers import Trailer
from records.trace.commit_records import RecordsByPath, cited_records


def adr(number: int, date: str = "2026-01-01", renumbered: tuple[str, ...] = ()) -> Adr:
    path = f"docs/adr/{number:04d}-use-{number}.md"
    return Adr(path, "", path[9:-3], number, f"{number:04d}", "Use", date, renumbered=renumbered)


def phr(stem: str, folder: str = "general", renumbered: tuple[str, ...] = ()) -> Phr:
    number = int(stem[:4])
    path = f"history/prompts/{folder}/{stem}.prompt.md"
    return Phr(path, folder, stem, number, stem[:4], "Ask", "2026-01-01", renumbered=renumbered)


@pytest.mark.parametrize(
    ("holder_date", "day", "numbers"),
    [
        ("2026-04-01", "2026-02-01", [9]),  # the holder is younger than the commit
        ("2026-01-01", "2026-02-01", [9, 7]),  # two records had the number: both may be meant
        ("2026-04-01", "2026-05-01T10:00:00+02:00", [7]),  # the commit is younger than the renumbering
        ("2026-04-01", "", [7]),  # a message that is being written
    ],
)
def test_a_number_means_what_it_meant_on_the_day(holder_date, day, numbers) -> None:
    """A number names the record that had it when the commit was made, and both where both had it."""
    references = ReferenceIndex([adr(7, holder_date), adr(9, renumbered=("0007 2026-03-01",))])
    for ref in ("7", "0007", "ADR-7"):
        cited = cited_records(references, Trailer(Kind.ADR, ref), day)
        assert [record.number for record in cited] == numbers


def test_a_former_name_is_found_by_its_words() -> None:
    """A stem with the former number names the record, but not one of another folder or with other words."""
    references = ReferenceIndex([
        phr("0006-add-login.green", renumbered=("0004 2026-03-01", "0005 2026-03-02")),
        phr("0004-add-search.green"),
        phr("0007-add-login.green", "site", renumbered=("0004 2026-03-01",)),
    ])  # fmt: skip

    def keys(ref: str) -> list[str]:
        return [record.key for record in cited_records(references, Trailer(Kind.PHR, ref), "2026-02-01")]

    assert keys("general/0004-add-login.green") == ["phr/general/0006-add-login.green"]
    assert keys("phr/general/0005-add-login.green") == ["phr/general/0006-add-login.green"]
    assert keys("site/0004-add-login.green") == ["phr/site/0007-add-login.green"]
    assert keys("general/0004-add-search.green") == ["phr/general/0004-add-search.green"]
    assert keys("general/0004-add-map.green") == keys("general/add-map") == []
    assert keys("general/0005") == ["phr/general/0006-add-login.green"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("---\nid: '9'\nrenumbered: from 0004 on 2026-01-15, from 5 on 2026-01-16\n---\n", ("0004 2026-01-15", "5 2026-01-16")),
        ("# 9. Use x\n\nDate: 2026-01-01\n\nRenumbered: from 0007 on 2026-01-15\n", ("0007 2026-01-15",)),
        ("# 9. Renumbered: a story\n\nIt was renumbered: from A to B.\n", ()),
        ("# 9. Use x\n", ()),
    ],
)  # fmt: skip
def test_former_numbers(text, numbers) -> None:
    """The notes that `renumber` writes are read, and no other sentence."""
    assert former_numbers(text) == numbers


def test_a_log_that_moved_is_found_by_the_words_of_its_names() -> None:
    """With another number too; a name of two words may be anybody's, and one that two records have now is neither's."""
    places = ("docs/internal/adr/0110-openssf-trust-signals", "docs/internal/adr/0111-use-redis")
    doubled = ("docs/internal/adr/0112-wait-for-answers", "lib/adr/0113-wait-for-answers")
    records: list[Record] = [
        Adr(f"{place}.md", place.rpartition("/")[0], place.rpartition("/")[2], 1, "1", "Use", "2026-01-01")
        for place in (*places, *doubled)
    ]
    by_path = RecordsByPath(ReferenceIndex(records), records)
    assert by_path.find("docs/adr/ADR-0105-openssf-trust-signals.md") == records[0]
    assert by_path.find("docs/adr/ADR-0106-use-redis.md") is None
    assert by_path.find("docs/adr/ADR-0107-wait-for-answers.md") is None


def test_hooks_check_after_renumber(repo, run) -> None:
    """A trailer of a commit from before a renumbering is no problem, with the index and without it."""
    run("phr", "new", "--title", "Add login", "--stage", "green", "--prompt", "words")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "Add login\n\nPHR: general/0001-add-login.green")
    run("renumber", "general/0001", "--to", "4")
    run("renumber", "general/0004", "--to", "6")
    assert "renumbered: from 0001 on 2026-01-15, from 0004 on 2026-01-15" in repo.read(
        "history/prompts/general/0006-add-login.green.prompt.md"
    )
    for options in ((), (), ("--no-cache",)):
        assert "0 problems" in run(*options, "hooks", "check").err
