"""What the index of records keeps between two runs, and when it asks again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from records.project.record_index import RecordIndex

OLD = (1_000_000_000, 10)
"""Time (nanoseconds) and size of git's index, long before it was read."""


def asking(answers: list[list[str]]) -> tuple[list[int], Callable[[], list[str]]]:
    """A function that gives one answer after the other, and how often it was called."""
    calls: list[int] = []

    def ask() -> list[str]:
        calls.append(1)
        return answers[len(calls) - 1]

    return calls, ask


def test_the_tracked_files_are_asked_once_for_an_index_of_git(tmp_path: Path) -> None:
    """Another time or size of git's index asks again; an empty list is an answer as well."""
    cache = RecordIndex(str(tmp_path / "index"))
    calls, ask = asking([["a.md", "b.md"], [], ["c.md"]])
    assert [cache.tracked_files(OLD, ask) for _ in range(2)] == [["a.md", "b.md"]] * 2
    assert len(calls) == 1
    assert [cache.tracked_files((OLD[0], 11), ask) for _ in range(2)] == [[], []]
    assert cache.tracked_files((OLD[0] + 1, 11), ask) == ["c.md"]
    assert len(calls) == 3


def test_a_list_that_was_read_while_git_wrote_is_asked_again(tmp_path: Path) -> None:
    """An index that changed as it was read may change again within the same tick of the clock."""
    cache = RecordIndex(str(tmp_path / "index"))
    calls, ask = asking([["a.md"], ["b.md"]])
    now = (time.time_ns(), 10)
    assert cache.tracked_files(now, ask) == ["a.md"]
    assert cache.tracked_files(now, ask) == ["b.md"]
    assert len(calls) == 2


def test_a_name_with_a_control_character_is_not_kept(tmp_path: Path) -> None:
    """Such a name would be cut where the rows are separated: the list is asked every time."""
    cache = RecordIndex(str(tmp_path / "index"))
    calls, ask = asking([["a\x1fb.md"]] * 2)
    assert [cache.tracked_files(OLD, ask) for _ in range(2)] == [["a\x1fb.md"]] * 2
    assert len(calls) == 2
