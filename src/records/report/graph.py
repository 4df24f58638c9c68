"""Draw what a record is linked with: Mermaid, Graphviz, JSON or an indented text."""

from __future__ import annotations

from records.dataclass import dataclass
from records.model.link import INVERSE, inverse_relation, relation_text
from records.model.record import Adr, Phr, adr_status, phr_stage
from records.project.catalog import Catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.graph import Graph
    from records.model.record import Record
    from records.project.project import Project
    from records.report.answers import GraphAnswer

FORMATS = ("text", "mermaid", "dot", "json")
_COLOURS = {
    "accepted": "#d7f0d7", "proposed": "#fdf3c7", "draft": "#fdf3c7", "rejected": "#f6d5d5",
    "deprecated": "#e4e4e4", "superseded": "#e4e4e4",
}  # fmt: skip
_PROMPT = "#dbe7fb"


@dataclass(frozen=True, slots=True)
class Edge:
    """A link, once, in the direction in which it reads forward: `supersedes`, not `superseded-by`."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Records, by distance from the one asked for, and the links between them.

    Attributes:
        start: the record asked for; None for all.
        records: nearest first.
        edges: sorted.
    """

    start: Record | None
    records: tuple[Record, ...]
    edges: tuple[Edge, ...]


def neighbourhood(project: Project, ref: str | None = None, depth: int = 1) -> Drawing:
    """The records up to *depth* links away from one, or all records that have links.

    Raises:
        NotFound: the reference names none.
        Ambiguous: it names several.
    """
    catalog = Catalog(project.store.scan())
    graph = catalog.graph
    if ref is None:
        linked_keys = {
            end for record in catalog.records for edge in _edges(graph, record) for end in _ends(edge)
        }
        selection = [record for record in catalog.records if record.key in linked_keys]
        return Drawing(None, tuple(selection), _between(graph, selection))
    start = catalog.record(ref)
    within_reach = {start.key: start}
    ring = [start]
    while ring and depth > 0:
        depth -= 1
        neighbours = [near for record in ring for near in _neighbours(graph, record)]
        ring = list({near.key: near for near in neighbours if near.key not in within_reach}.values())
        within_reach.update({near.key: near for near in ring})
    selection = list(within_reach.values())
    return Drawing(start, tuple(selection), _between(graph, selection))


def draw(drawing: Drawing, form: str) -> str:
    """The drawing as text in one of `FORMATS`; the same records give the same bytes."""
    if form == "json":
        import json

        return json.dumps(as_json(drawing), ensure_ascii=True) + "\n"
    return {"mermaid": _mermaid, "dot": _dot, "text": _text}[form](drawing)


def as_json(drawing: Drawing) -> GraphAnswer:
    """The drawing as one JSON object: `start`, `nodes`, `edges`."""
    return {
        "start": drawing.start.key if drawing.start else None,
        "nodes": [
            {
                "id": record.key, "ref": record.ref, "kind": record.kind, "title": record.title, "path": record.path,
                "status": adr_status(record), "stage": phr_stage(record),
            }
            for record in drawing.records
        ],
        "edges": [
            {"source": edge.source, "relation": edge.relation, "target": edge.target} for edge in drawing.edges
        ],
    }  # fmt: skip


def _neighbours(graph: Graph, record: Record) -> list[Record]:
    neighbours = (graph.references.get(link.target) for link in graph.neighbours(record))
    return [near for near in neighbours if near is not None]


def _edges(graph: Graph, record: Record) -> list[Edge]:
    return [
        _forward(Edge(record.key, link.relation, link.target))
        for link in graph.neighbours(record)
        if graph.references.get(link.target)
    ]


def _forward(edge: Edge) -> Edge:
    """One direction for each pair of inverse relations, so that a link is drawn once."""
    forward_relation = INVERSE.get(edge.relation)
    if edge.relation.startswith("inverse-of-"):
        forward_relation = edge.relation.removeprefix("inverse-of-")
        return Edge(edge.target, forward_relation, edge.source)
    if forward_relation == edge.relation:
        first, second = sorted((edge.source, edge.target))
        return Edge(first, edge.relation, second)
    backward = edge.relation.endswith("-by")
    return Edge(edge.target, forward_relation, edge.source) if backward and forward_relation else edge


def _ends(edge: Edge) -> tuple[str, str]:
    return edge.source, edge.target


def _between(graph: Graph, records: list[Record]) -> tuple[Edge, ...]:
    inside = {record.key for record in records}
    edges = {edge for record in records for edge in _edges(graph, record) if {*_ends(edge)} <= inside}
    return tuple(sorted(edges, key=lambda edge: (edge.source, edge.relation, edge.target)))


def _state(record: Record) -> str:
    return record.state or ""


def _mermaid(drawing: Drawing) -> str:
    ids = {record.key: f"n{number}" for number, record in enumerate(drawing.records)}
    lines = ["graph LR"]
    for record in drawing.records:
        state = f"<br/>{_plain(_state(record))}" if _state(record) else ""
        label = f"{_plain(record.ref)} {_plain(record.title)}{state}"
        shape = ('["', '"]') if isinstance(record, Adr) else ('(["', '"])')
        lines.append(f"  {ids[record.key]}{shape[0]}{label}{shape[1]}")
    for edge in drawing.edges:
        lines.append(f'  {ids[edge.source]} -- "{_plain(edge.relation)}" --> {ids[edge.target]}')
    for record in drawing.records:
        lines.append(f"  style {ids[record.key]} fill:{_colour(record)}")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A text that Mermaid takes as a label: what has a meaning there is written as a character entity."""
    flat = " ".join(text.split())
    return "".join(char if char.isalnum() or char in " .,:/-_()+" else f"#{ord(char)};" for char in flat)


def _dot(drawing: Drawing) -> str:
    lines = ["digraph records {", "  rankdir=LR;", '  node [shape=box, style="rounded,filled"];']
    for record in drawing.records:
        label = f"{_quoted(record.ref)}\\n{_quoted(record.title)}"
        label += f"\\n{_quoted(_state(record))}" if _state(record) else ""
        lines.append(f'  "{_quoted(record.key)}" [label="{label}", fillcolor="{_colour(record)}"];')
    for edge in drawing.edges:
        ends = f'"{_quoted(edge.source)}" -> "{_quoted(edge.target)}"'
        lines.append(f'  {ends} [label="{_quoted(edge.relation)}"];')
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


def _colour(record: Record) -> str:
    return _PROMPT if isinstance(record, Phr) else _COLOURS.get(record.state or "", "#ffffff")


def _text(drawing: Drawing) -> str:
    lines = []
    by_key = {record.key: record for record in drawing.records}
    for record in [drawing.start] if drawing.start else drawing.records:
        lines.append(_label(record))
        lines.extend(
            f"  {relation_text(edge.relation)} {_label(by_key[edge.target])}"
            for edge in drawing.edges
            if edge.source == record.key
        )
        if drawing.start:
            lines.extend(_backward(drawing, record, by_key))
    if drawing.start:
        rest = [edge for edge in drawing.edges if drawing.start.key not in _ends(edge)]
        lines.extend(
            f"    {_label(by_key[edge.source])} {relation_text(edge.relation)} {_label(by_key[edge.target])}"
            for edge in rest
        )
    return "\n".join(lines) + "\n" if lines else ""


def _backward(drawing: Drawing, record: Record, by_key: dict[str, Record]) -> list[str]:

    return [
        f"  {relation_text(inverse_relation(edge.relation))} {_label(by_key[edge.source])}"
        for edge in drawing.edges
        if edge.target == record.key
    ]


def _label(record: Record) -> str:
    state = f" ({_state(record)})" if _state(record) else ""
    return f"{record.ref} {' '.join(record.title.split())}{state}"
