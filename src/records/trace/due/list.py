"""Everything that has to be looked at, soonest first."""

from __future__ import annotations

from records.git.file_history import first_days
from records.trace.due.code import citations, gone_scopes, stale_citations
from records.trace.due.decisions import dated_items
from records.trace.due.hot_files import hot_files
from records.trace.due.item import DueItem, DueKind
from records.trace.governs.asking import governance, text_or_empty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.graph import Graph
    from records.model.record import Adr
    from records.project.project import Project

PROPOSED_DAYS = 30
_ORDER = {kind: number for number, kind in enumerate(DueKind)}


def due(
    project: Project,
    *,
    within: int | None = 90,
    proposed_days: int = PROPOSED_DAYS,
    graph: Graph | None = None,
    keys: frozenset[str] | None = None,
) -> list[DueItem]:
    """Return what has to be looked at: by day, then citations, decisions without code, and ungoverned code.

    Args:
        project: where.
        within: days that are further off are left out; None for all.
        proposed_days: after so many days a proposal is to be decided.
        graph: the records, where they are at hand.
        keys: of the decisions whose days are of interest; None for all.
    """
    rules = governance(project, graph)
    today = project.clock()
    dated = [record for record in rules.decisions if keys is None or record.key in keys]
    undated = [record.path for record in dated if not record.date or record.date > today]
    git = project.git()
    days = first_days(git, undated) if undated and git and project.revision is None else {}
    cited = citations(project, rules)
    items = [
        *dated_items(
            dated,
            lambda record: text_or_empty(project, record),
            today=today,
            proposed_days=proposed_days,
            first_days=days,
        ),
        *stale_citations(project, rules, cited),
        *gone_scopes(project, rules),
        *hot_files(project, rules, frozenset(citation.path for citation in cited)),
    ]
    kept = [item for item in items if within is None or item.days is None or item.days <= within]
    return sorted(kept, key=_sort_key)


def due_in_change(
    project: Project, paths: Iterable[str], records: Iterable[Adr], graph: Graph
) -> list[DueItem]:
    """Return what is due or overdue in a change: of the files that it touches and the decisions that govern them.

    Args:
        project: where, at the end of the change.
        paths: the changed files, POSIX from the root.
        records: the decisions that govern the change.
        graph: all records.
    """
    touched = frozenset(paths)
    keys = frozenset(record.key for record in records)
    if not (touched or keys):
        return []
    own_keys = frozenset(record.key for record in graph.records if record.path in touched)
    items = due(project, within=0, graph=graph, keys=keys | own_keys)
    return [
        item
        for item in items
        if item.path in touched or (item.record is not None and item.record.key in keys)
    ]


def _sort_key(item: DueItem) -> tuple[bool, str, int, int, str, int]:
    return (not item.day, item.day, _ORDER[item.kind], -(item.score or 0), item.path, item.line)
