"""The steps of `why`, strongest evidence first; each is a function from a question to evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.trace.why.steps import commit, files, governs, merge, origin, trailer, turn, uncommitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from records.trace.why.answer import Evidence
    from records.trace.why.question import Question

    Step = Callable[[Question], Iterable[Evidence]]

QUICK: tuple[Step, ...] = (commit.find, trailer.find, turn.find, uncommitted.find, origin.find)
ALL: tuple[Step, ...] = (*QUICK, merge.find, governs.find, files.find)
