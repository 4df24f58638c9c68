"""What the graph page draws: records as nodes, links as edges; the page itself lays them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.model.link import INVERSE
from records.text.display import clean

if TYPE_CHECKING:
    from records.site.gather import Site
    from records.site.lists import Row

_MOST = 2000
_FORWARD = frozenset(("supersedes", "amends", "refines", "depends-on", "implements", "led-to", "follows"))


def graph_data(site: Site, rows: list[Row]) -> dict[str, Any]:
    """Nodes (decisions and linked records before others, the newest before older ones, 2,000 at most) and edges."""
    graph = site.catalog.graph
    linked = {row.record.path for row in rows if graph.neighbours(row.record)}
    ranked = sorted(
        range(len(rows)),
        key=lambda at: (rows[at].record.path in linked, rows[at].record.kind == "adr", at),
        reverse=True,
    )
    chosen = [rows[at] for at in sorted(ranked[:_MOST])]
    place = {row.record.key: at for at, row in reversed(list(enumerate(chosen)))}
    return {
        "total": len(rows),
        "nodes": [
            [row.shown["ref"], row.shown["title"], row.shown["url"], row.shown["kind"], row.shown["state"],
             row.shown["tone"], clean(row.record.folder), row.shown["date"], row.record.number or 0]
            for row in chosen
        ],
        "edges": edges(site, chosen, place),
    }  # fmt: skip


def edges(site: Site, rows: list[Row], place: dict[str, int]) -> list[list[Any]]:
    """Links between nodes as [from, to, relation], each once, in the direction that its author would tell it."""
    found: dict[tuple[int, int, str], None] = {}
    for at, row in enumerate(rows):
        for link in site.catalog.graph.links(row.record):
            other = place.get(link.target)
            if other is None or other == at:
                continue
            relation = link.relation
            if relation not in _FORWARD and INVERSE.get(relation) in _FORWARD:
                found[(other, at, INVERSE[relation])] = None
            elif (other, at, relation) not in found or INVERSE.get(relation) != relation:
                found[(at, other, relation)] = None
    return [[source, target, clean(relation.replace("-", " "))] for source, target, relation in sorted(found)]
