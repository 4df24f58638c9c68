"""Build the data of the graph page: records as nodes, links as edges; the page lays them out."""

from __future__ import annotations

from records.model.link import INVERSE, relation_text
from records.model.record import Adr
from records.text.escape import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Any

    from records.site.lists import Row
    from records.site.site import Site

_MOST = 2000
_FORWARD = frozenset(("supersedes", "amends", "refines", "depends-on", "implements", "led-to", "follows"))


def graph_data(site: Site, rows: list[Row], linked: Container[str] = ()) -> dict[str, Any]:
    """Nodes (decisions and linked records before others, the newest before older ones, 2,000 at most) and edges.

    Args:
        site: the site.
        rows: all records, oldest first.
        linked: paths of records that count as linked, whatever their own links are.
    """
    graph = site.graph
    linked_paths = {row.record.path for row in rows if graph.neighbours(row.record)}
    ranking = sorted(
        range(len(rows)),
        key=lambda index: (
            rows[index].record.path in linked_paths or rows[index].record.path in linked,
            isinstance(rows[index].record, Adr),
            index,
        ),
        reverse=True,
    )
    selection = [rows[index] for index in sorted(ranking[:_MOST])]
    place = {row.record.key: index for index, row in reversed(list(enumerate(selection)))}
    return {
        "total": len(rows),
        "nodes": [
            [row.entry["ref"], row.entry["title"], row.entry["url"], row.entry["kind"], row.entry["state"],
             row.entry["tone"], clean(row.record.folder), row.entry["date"], row.record.number or 0]
            for row in selection
        ],
        "edges": edges(site, selection, place),
    }  # fmt: skip


def edges(site: Site, rows: list[Row], place: dict[str, int]) -> list[list[Any]]:
    """Links between nodes as [from, to, relation], each once, in the direction that its author would state it."""
    edge_set: dict[tuple[int, int, str], None] = {}
    for index, row in enumerate(rows):
        for link in site.graph.links(row.record):
            target_index = place.get(link.target)
            if target_index is None or target_index == index:
                continue
            relation = link.relation
            if relation not in _FORWARD and INVERSE.get(relation) in _FORWARD:
                edge_set[(target_index, index, INVERSE[relation])] = None
            elif (target_index, index, relation) not in edge_set or INVERSE.get(relation) != relation:
                edge_set[(index, target_index, relation)] = None
    return [[source, target, clean(relation_text(relation))] for source, target, relation in sorted(edge_set)]
