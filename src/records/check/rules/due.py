"""Decisions whose day has come, comments that cite a decision which does not hold, and code without a decision."""

from __future__ import annotations

import shlex

from records.check.rule import Context, Finding, Rule
from records.model.severity import INFO, WARNING
from records.model.status import Status
from records.trace.due.code import citations, stale_citations
from records.trace.due.decisions import dated_items
from records.trace.due.hot_files import hot_files
from records.trace.due.item import DueItem, DueKind
from records.trace.due.list import PROPOSED_DAYS
from records.trace.governs.asking import governance
from records.trace.governs.bonds import Governance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _overdue(*kinds: DueKind) -> Callable[[Context], Iterator[Finding]]:
    def check(context: Context) -> Iterator[Finding]:
        items = dated_items(
            context.adrs(), context.text, today=context.project.clock(), proposed_days=PROPOSED_DAYS
        )
        for item in items:
            if item.kind in kinds and item.is_overdue:
                yield _finding(item, _HINTS[item.kind])

    return check


def _citations(context: Context) -> Iterator[Finding]:
    if context.only:
        return
    for item in stale_citations(context.project, Governance(context.catalog.graph)):
        is_open = item.record is not None and item.record.status in (Status.PROPOSED, Status.DRAFT)
        yield _finding(item, _OPEN if is_open else _GONE)


def _ungoverned(context: Context) -> Iterator[Finding]:
    if context.only or context.project.revision is not None:
        return
    rules = governance(context.project, context.catalog.graph)
    citing = frozenset(citation.path for citation in citations(context.project, rules))
    for item in hot_files(context.project, rules, citing):
        yield _finding(
            item,
            f"records adr new --affects {shlex.quote(item.path)} TITLE, or cite the decision in a comment",
        )


def _finding(item: DueItem, hint: str) -> Finding:
    name = f"{item.record.ref}: " if item.record and item.record.path == item.path else ""
    return Finding(item.path, item.line, f"{name}{item.message}", hint)


_OPEN = "accept it if it was decided, or say in the comment that it is a proposal"
_GONE = "cite the decision that holds, or say in the comment what became of this one"
_HINTS = {
    DueKind.REVIEW: "review it and move the day, or supersede it",
    DueKind.EXPIRES: "renew it with another day, deprecate it, or supersede it",
    DueKind.PROPOSED: "accept or reject it",
    DueKind.PROVISIONAL: "make it final, or supersede it",
}
RULES = (
    Rule("ADR037", "due", WARNING,
         "A decision states the day of its review (review-by:) or its end (expires:); the day has come.",
         _overdue(DueKind.REVIEW, DueKind.EXPIRES), is_local=True),
    Rule("ADR038", "proposed-for-long", INFO,
         "A proposal, or a decision that holds provisionally, is to be decided within thirty days: nobody knows if "
         "code may rely on it.", _overdue(DueKind.PROPOSED, DueKind.PROVISIONAL), is_local=True),
    Rule("ADR039", "cites-what-does-not-hold", INFO,
         "A comment in code gives a decision as its reason that is proposed, rejected, deprecated or superseded.",
         _citations),
    Rule("ADR040", "changes-often-without-decision", INFO,
         "A large source file that changes often, and that no decision in force governs: records due lists the ten "
         "with most commits times lines. Off until [check] severity gives it one.",
         _ungoverned, opt_in=True, reads_history=True),
)  # fmt: skip
