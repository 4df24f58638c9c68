"""Follow a record to what it led to: prompt to decision, decision to the one that took its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.trace.why.answer import Followed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.graph import Graph
    from records.model.record import Record

_FORWARD = frozenset(("superseded-by", "amended-by"))
_MOST = 12


def follow(graph: Graph, record: Record) -> tuple[Followed, ...]:
    """The decisions that a prompt led to, what superseded or amended them, and the prompts behind a decision."""
    out: list[Followed] = []
    seen_keys = {record.key}
    queue = [record]
    while queue and len(out) < _MOST:
        current = queue.pop(0)
        for relation, target in _next(graph, current, first=current.key == record.key):
            if target.key not in seen_keys:
                seen_keys.add(target.key)
                out.append(Followed(relation, target, current))
                if target.kind == "adr":
                    queue.append(target)
    return tuple(out[:_MOST])


def _next(graph: Graph, record: Record, *, first: bool) -> Iterator[tuple[str, Record]]:
    for link in graph.neighbours(record):
        target = graph.names.get(link.target)
        if target is None:
            continue
        follows = {
            ("phr", "adr"): True,
            ("adr", "adr"): link.relation in _FORWARD,
            ("adr", "phr"): first and link.relation == "led-by",
        }
        if follows.get((record.kind, target.kind)):
            yield link.relation, target
