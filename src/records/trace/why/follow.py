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
    seen = {record.key}
    queue = [record]
    while queue and len(out) < _MOST:
        here = queue.pop(0)
        for relation, found in _next(graph, here, first=here.key == record.key):
            if found.key not in seen:
                seen.add(found.key)
                out.append(Followed(relation, found, here))
                if found.kind == "adr":
                    queue.append(found)
    return tuple(out[:_MOST])


def _next(graph: Graph, record: Record, *, first: bool) -> Iterator[tuple[str, Record]]:
    for link in graph.neighbours(record):
        found = graph.names.get(link.target)
        if found is None:
            continue
        wanted = {
            ("phr", "adr"): True,
            ("adr", "adr"): link.relation in _FORWARD,
            ("adr", "phr"): first and link.relation == "led-by",
        }
        if wanted.get((record.kind, found.kind)):
            yield link.relation, found
