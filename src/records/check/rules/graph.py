"""Links between records: their targets exist, and supersession is written on both sides and has no cycle."""

from __future__ import annotations

from itertools import groupby

from records.check.rule import Context, Finding, Rule, line_of
from records.history.find_logs import find_unread
from records.model.record import Adr
from records.model.severity import ERROR, INFO, WARNING
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.history.find_logs import Log, UnreadDecisions
    from records.model.severity import Severity


_NAMED = 3
"""How many folders of unread decisions are named."""


def _dangling(context: Context) -> Iterator[Finding]:
    for item in context.catalog.graph.dangling:
        if context.selects(item.record.path):
            text = context.text(item.record)
            if isinstance(item.record, Adr) and f"]({item.link.target}" in text:
                continue  # ADR013 reports the link to a file
            line = line_of(text, item.link.target)
            message = f"{item.link.relation} names no record: {item.link.target}"
            yield Finding(item.record.path, line, message, "records list shows what there is")


def _cycles(context: Context) -> Iterator[Finding]:
    graph = context.catalog.graph
    for circle in graph.cycles("supersedes"):
        first = graph.references.get(circle[0])
        if first and context.selects(first.path):
            yield Finding(first.path, 1, "supersession runs in a circle: " + " → ".join([*circle, circle[0]]))


def _not_read(context: Context) -> Iterator[Finding]:
    """Decisions that are where nothing reads them."""
    if context.only:
        return
    unread = find_unread(context.project)
    is_empty = not unread.has_decisions
    for message, hint in unread.explain_left_out():
        yield Finding(unread.left_out[0].path, 1, message, hint, severity=ERROR if is_empty else None)
    by_parent = [list(group) for _, group in groupby(sorted(unread.reported), key=_top)]
    if by_parent:
        places = [_place(members) for members in by_parent[:_NAMED]]
        more = len(by_parent) - len(places)
        where = ", ".join(places) + (f" and {more} more" if more else "")
        where = f"{counted(len(by_parent), 'folder')} ({where})" if len(by_parent) > 1 else where
        count = sum(log.files for log in unread.reported)
        holds = "hold" if len(by_parent) > 1 else "holds"
        message = f"{where} {holds} {counted(count, 'decision')} that nothing reads"
        path = by_parent[0][0].paths[0]
        yield Finding(path, 1, message, "records init adopts them", severity=ERROR if is_empty else None)
    if unread.pages:
        yield _pages(unread, ERROR if is_empty else INFO)


def _top(log: Log) -> str:
    return log.directory.split("/")[0]


def _place(members: list[Log]) -> str:
    """How a message names the logs below one folder of the top directory."""
    if len(members) == 1:
        return members[0].place
    names = [log.directory for log in members[:_NAMED]]
    more = f" and {len(members) - _NAMED} more" if len(members) > _NAMED else ""
    return f"{_top(members[0])} ({', '.join(names)}{more})"


def _pages(unread: UnreadDecisions, severity: Severity) -> Finding:
    """One finding for all pages with several decisions."""
    first, *others = unread.pages
    message = first.describe()
    if others:
        count = sum(page.decisions for page in unread.pages)
        pages = counted(len(others), "other page")
        message = f"{first.path} and {pages} hold {counted(count, 'decision')}, which are not read: a record is a file"
    return Finding(
        first.path, 1, message, "records adr new makes one file for each decision", severity=severity
    )


RULES = (
    Rule("REC001", "link-to-no-record", WARNING,
         "A link that is written like a record's name leads to a record. Numbers change, stems are kept.", _dangling),
    Rule("REC002", "circular-supersession", ERROR,
         "A decision cannot replace itself, directly or through others: nobody could know which one holds.", _cycles),
    Rule("REC003", "log-not-read", WARNING,
         "Decisions in a folder that is not read are neither listed nor checked. `records init` adopts them where they "
         "are; a page with many decisions is not read, because a record is a file of its own. It is an error where no "
         "other decision is read, because a check of nothing is no success.", _not_read),
)  # fmt: skip
