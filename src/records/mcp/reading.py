"""Tools that answer and change nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from mcp_types import CallToolResult, TextContent
from pydantic import Field

from records.check import check_records
from records.errors import RecordsError
from records.mcp import answers
from records.mcp.paths import existing, from_root
from records.mcp.session import Session, Snapshot, reports_errors
from records.model.answer import Answer, LinkAnswer, RecordName
from records.model.link import Link
from records.model.record import Phr, Record
from records.model.stage import canonical_stage
from records.project.catalog import Filter
from records.project.search import search
from records.text.envelope import NOTICE, line, page, visible_values, wrap
from records.text.plural import counted

MOST_CHARS = 20_000

Offset = Annotated[int, Field(ge=0, description="next_offset of the answer before.")]
Limit = Annotated[int, Field(ge=1, le=50, description="Show at most N.")]


def result(answer: Answer, text: str) -> CallToolResult:
    """An answer in both halves: text for the model, data for the program."""
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=dict(answer),
    )


def record_name(record: Record) -> RecordName:
    """What identifies a record, with nothing invisible in it."""
    return visible_values(record.name_as_json())


def record_line(record: RecordName | answers.FoundRecord) -> str:
    """A record on one line."""
    facts = ", ".join(fact for fact in (record["status"], record["stage"], record["date"]) if fact)
    name = f"{record['ref']}  {record['title']}"
    return f"{name}  ({facts})" if facts else name


class Reading:
    """The tools that only read; each is a function over a service."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @reports_errors
    def search_records(
        self,
        query: Annotated[
            str, Field(description='Words that must all occur; "a phrase", prefix*, OR. Empty: list.')
        ] = "",
        kind: Annotated[Literal["adr", "phr"] | None, Field(description="Decisions or prompts only.")] = None,
        status: Annotated[str, Field(description="Decisions of this status, such as accepted.")] = "",
        stage: Annotated[str, Field(description="Prompts of this stage, such as green.")] = "",
        feature: Annotated[str, Field(description="Prompts of this feature.")] = "",
        file: Annotated[str, Field(description="Records that name this file, or one in this folder.")] = "",
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, answers.SearchPage]:
        """Search prompts (PHR) and decisions (ADR), best first; without a query, list them newest first."""
        snapshot = self._session.snapshot()
        canonical = canonical_stage(stage) if stage else ""
        file_path = from_root(snapshot.project, file) if file.strip() else ""
        filters = Filter(kind=kind or "", status=status, stage=canonical, feature=feature, file=file_path)
        hits = (
            _matching(snapshot, query, filters, offset + limit)
            if query.strip()
            else _newest(snapshot, filters)
        )
        rows: list[answers.FoundRecord] = [
            {**record_name(record), "excerpt": visible_values(excerpt)}
            for record, excerpt in hits[1][offset : offset + limit]
        ]
        more = offset + limit if offset + limit < hits[0] else None
        advice = None if rows else _advice(snapshot, query, hits[0])
        answer: answers.SearchPage = {
            "total": hits[0], "records": rows, "next_offset": more, "advice": advice, "notice": NOTICE,
        }  # fmt: skip
        return result(answer, _page_of(answer, query or "records"))

    @reports_errors
    def get_record(
        self,
        ref: Annotated[str, Field(description="ADR-7, general/0003 or a path.")],
        offset: Offset = 0,
        limit: Annotated[
            int, Field(ge=200, le=MOST_CHARS, description="At most so many characters.")
        ] = 8_000,
    ) -> Annotated[CallToolResult, answers.RecordPage]:
        """Read one record: facts, links in both directions, and its text, a page at a time."""
        snapshot = self._session.snapshot()
        record = snapshot.record(ref)
        answer = record_text(snapshot, record, offset, limit)
        return result(answer, answer["text"] + _more(answer["next_offset"], "get_record"))

    @reports_errors
    def check_records(
        self,
        paths: Annotated[list[str], Field(description="Files or folders; empty for all.")] = [],  # noqa: B006
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, answers.CheckPage]:
        """Check records: can they be read, do numbers, dates, links and prompts hold. Each problem says what to do."""
        snapshot = self._session.snapshot()
        key = existing(snapshot.project, paths)
        report = snapshot.reports.get(key)
        if report is None:
            report = snapshot.reports[key] = check_records(snapshot.project, key)
        page_items = report.diagnostics[offset : offset + limit]
        problems = [visible_values(finding.as_json()) for finding in page_items]
        more = offset + limit if offset + limit < len(report.diagnostics) else None
        answer: answers.CheckPage = {
            "checked": report.checked, "errors": report.count("error"), "warnings": report.count("warning"),
            "infos": report.count("info"), "problems": problems, "next_offset": more, "notice": NOTICE,
        }  # fmt: skip
        lines = [
            f"{row['path']}:{row['line']}: {row['severity']} {row['rule']} {row['message']} -> {row['hint']}"
            for row in problems
        ]
        head = (
            f"{counted(answer['checked'], 'record')}: {counted(answer['errors'], 'error')}, "
            f"{counted(answer['warnings'], 'warning')}, {counted(answer['infos'], 'note')}."
        )
        begin = [snapshot.beginning] if snapshot.beginning else []
        return result(answer, "\n".join([head, *begin, *lines]) + _more(more, "check_records"))


def record_text(snapshot: Snapshot, record: Record, offset: int, limit: int) -> answers.RecordPage:
    """A record with a page of its text."""
    try:
        text = snapshot.project.store.text(record.path)
    except RecordsError:
        text = ""
    part = page(text, offset, limit)
    graph = snapshot.catalog.graph
    links, backlinks = _edges(graph.links(record)), _edges(graph.backlinks(record))
    head = "" if offset else _head(record, [*links, *backlinks])
    return {
        "record": record_name(record),
        "files": [line(path) for path in record.files[:100]],
        "tests": [line(test) for test in record.tests[:100]] if isinstance(record, Phr) else [],
        "links": links,
        "backlinks": backlinks,
        "problem": line(record.problem) or None,
        "text": wrap(head + part.text, record.ref),
        "total_chars": part.total,
        "next_offset": part.next_offset,
        "notice": NOTICE,
    }


def _matching(
    snapshot: Snapshot, query: str, filters: Any, most: int
) -> tuple[int, list[tuple[Record, str | None]]]:

    hits = search(snapshot.project, query, filters, limit=most + 1, looks=snapshot.looks)
    return len(hits), [(hit.record, hit.excerpt) for hit in hits]


def _newest(snapshot: Snapshot, filters: Any) -> tuple[int, list[tuple[Record, str | None]]]:
    selection = [record for record in snapshot.records if filters.accepts(record)]
    selection.sort(key=lambda record: (record.date or "", record.number or 0), reverse=True)
    return len(selection), [(record, None) for record in selection]


def _advice(snapshot: Snapshot, query: str, total: int) -> str:
    if not snapshot.records:
        return snapshot.beginning
    if total:
        return f"There are {total}; take a smaller offset."
    return (
        "Try fewer or other words, a prefix such as log*, or no query to list records."
        if query
        else "Take a filter away."
    )


def _page_of(answer: answers.SearchPage, title: str) -> str:
    lines = []
    for row in answer["records"]:
        lines.append(record_line(row))
        if row["excerpt"]:
            lines.append(f"    {row['excerpt']}")
    if not lines:
        return f"Nothing found. {answer['advice']}"
    return wrap("\n".join(lines), title) + _more(answer["next_offset"], "search_records")


def _edges(links: Iterable[Link]) -> list[LinkAnswer]:
    page_items = itertools.islice(links, 50)
    return [{"relation": line(row.relation), "target": line(row.target)} for row in page_items]


def _head(record: Record, edges: list[LinkAnswer]) -> str:
    lines = [f"path: {line(record.path)}", *(f"{row['relation']}: {row['target']}" for row in edges[:20])]
    if record.problem:
        lines.append(f"cannot be read as a record: {line(record.problem)}")
    return "\n".join([*lines, "", ""])


def _more(offset: int | None, tool: str) -> str:
    return "" if offset is None else f"\n(more: {tool} with offset={offset})"
