"""The steps of `why`, strongest evidence first; each is a function from a question to evidence."""

from __future__ import annotations

from records.trace.why.steps import bindings, commits, merge, origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from records.trace.why.answer import Evidence
    from records.trace.why.question import Question

    Step = Callable[[Question], Iterable[Evidence]]

QUICK: tuple[Step, ...] = (
    commits.find_in_commit,
    commits.find_in_message,
    commits.find_in_ledger,
    commits.find_uncommitted,
    origin.find,
)


def _find_subjects(question: Question) -> Iterable[Evidence]:
    from records.trace.why.steps import subjects  # knows many names, which most questions never need

    return subjects.find(question)


LAST_RESORTS: tuple[Step, ...] = (merge.find, _find_subjects)
"""Steps that say less than the others, and count only where those found nothing."""
ALL: tuple[Step, ...] = (
    *QUICK,
    merge.find_by_number,
    bindings.find_cited,
    merge.find,
    bindings.find_governing,
    bindings.find_listing,
    bindings.find_naming,
    _find_subjects,
    bindings.find_mentioned,
)
