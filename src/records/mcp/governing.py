"""Tools about code: why it is so, which decisions bind it, and what a change seems to decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from mcp_types import CallToolResult
from pydantic import Field

from records.errors import InvalidInput
from records.mcp import shapes
from records.mcp.envelope import line, wrap
from records.mcp.paths import from_root
from records.mcp.reading import Limit, Offset, result, row_line
from records.mcp.session import Session, reports_errors
from records.suggest.run import suggest_in
from records.trace.governs import decisions_for, decisions_for_diff, governance
from records.trace.why import why

if TYPE_CHECKING:
    from records.trace.governs import Governance
    from records.trace.governs.asking import Report
    from records.trace.why import Evidence

_PLACE = re.compile(r"(.+?)(?::(\d+)(?:-(\d+))?)?\Z", re.S)


class Governing:
    """The tools that tell what is behind code; each is a function over a service."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @reports_errors
    def why(
        self,
        target: Annotated[
            str, Field(description="PATH, PATH:LINE or PATH:FIRST-LAST, from the repository's root.")
        ],
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, shapes.Why]:
        """Tell which prompts and decisions explain a file, a folder or some lines, strongest evidence first."""
        path_part, first, last = place(target)
        project = self._session.fresh()
        path = from_root(project, path_part)
        answer = why(project, path, first, last, load_catalog=lambda: self._session.snapshot(project).catalog)
        page = answer.evidence[offset : offset + limit]
        more = offset + limit if offset + limit < len(answer.evidence) else None
        begin = "" if answer.evidence else self._session.snapshot(project).beginning
        shape = shapes.Why(
            path=line(answer.path),
            found=bool(answer.evidence),
            evidence=[_reason(item) for item in page],
            commits=[_origin(item.as_json()) for item in answer.stories[:limit]],
            notes=[line(note) for note in (*answer.notes, begin) if note],
            next_offset=more,
        )
        return result(shape, _told_why(shape, target))

    @reports_errors
    def decisions_for(
        self,
        paths: Annotated[
            list[str], Field(description="Files or folders, from the root; they need not exist yet.")
        ] = [],  # noqa: B006
        diff: Annotated[
            str, Field(description="Instead of paths: a change, such as main...HEAD or HEAD.")
        ] = "",
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, shapes.Decisions]:
        """Name the accepted decisions that bind files or a change. Ask before you change code."""
        if bool(paths) == bool(diff):
            raise InvalidInput("give paths or a diff, one of them", 'for example paths=["src/app.py"]')
        shape = decisions(self._session, paths, diff, limit, offset)
        return result(shape, told_decisions(shape))

    @reports_errors
    def suggest_adr(
        self,
        diff: Annotated[
            str, Field(description="A commit (up to HEAD), A..B or A...B; HEAD for what is not committed.")
        ] = "HEAD",
        threshold: Annotated[float | None, Field(ge=0, le=1, description="Lowest score to suggest.")] = None,
    ) -> Annotated[CallToolResult, shapes.Suggested]:
        """Find the decision in a change that deserves a record, with evidence. Ask the user before create_adr."""
        project = self._session.fresh()
        report = suggest_in(
            project, diff, threshold=threshold, standing=lambda: self._session.snapshot(project).standing()
        ).report
        shape = shapes.Suggested(
            range=line(report.range),
            score=round(report.score, 4),
            threshold=round(report.threshold, 4),
            suggestions=[_suggestion(item.as_json()) for item in report.above_threshold[:10]],
            set_aside=[line(text) for text in report.set_aside],
        )
        return result(shape, _told_suggestions(shape))


def place(target: str) -> tuple[str, int | None, int | None]:
    """Path, first and last line of `PATH[:LINE[-LINE]]`.

    Raises:
        InvalidInput: the target is empty, or the lines are in the wrong order.
    """
    match = _PLACE.match(target.strip())
    if match is None:
        raise InvalidInput("there is no path to ask about", "give PATH or PATH:LINE")
    first = int(match[2]) if match[2] else None
    last = int(match[3]) if match[3] else first
    if first is not None and (first < 1 or (last or 0) < first):
        raise InvalidInput(
            f"{target!r} names no lines", "lines count from 1, the first before the last: PATH:3-9"
        )
    return match[1], first, last


def decisions(session: Session, paths: list[str], diff: str, limit: int, offset: int) -> shapes.Decisions:
    """The decisions that bind paths, or a change where *diff* is given."""
    project = session.fresh()

    def known() -> Governance:
        return governance(project, session.snapshot(project).catalog.graph)

    inside = [from_root(project, path) for path in paths]
    report: Report = (
        decisions_for_diff(project, diff, known) if diff else decisions_for(project, inside, known())
    )
    because: dict[str, list[str]] = {}
    for file in report.files:
        for bond in file.bonds:
            lines = f"{line(bond.path)} ({bond.how} {line(bond.detail)})"
            because.setdefault(bond.record.key, []).append(lines)
    bindings = [
        shapes.Binding(record=shapes.Row.of(record), because=because.get(record.key, [])[:10])
        for record in report.records
    ]
    return shapes.Decisions(
        decisions=bindings[offset : offset + limit],
        gone=[
            f"{line(item.record.ref)} names {line(item.path)}: {line(item.reason)}"
            for item in report.broken[:50]
        ],
        unbound=[line(file.path) for file in report.files if not file.bonds][:50],
        next_offset=offset + limit if offset + limit < len(bindings) else None,
        advice=None if bindings else session.snapshot(project).beginning or None,
    )


def decisions_text(session: Session, path: str) -> str:
    """The decisions that bind a path, as text."""
    return told_decisions(decisions(session, [path], "", 50, 0))


def told_decisions(shape: shapes.Decisions) -> str:
    """The decisions as a model reads them."""
    lines = []
    for item in shape.decisions:
        lines += [row_line(item.record), *(f"    binds {reason}" for reason in item.because)]
    lines += [f"gone: {text}" for text in shape.gone]
    if not lines:
        return " ".join(filter(None, ("No accepted decision binds this.", shape.advice)))
    more = f"\n(more: decisions_for with offset={shape.next_offset})" if shape.next_offset else ""
    return wrap("\n".join(lines), "decisions") + more


def _reason(item: Evidence) -> shapes.Reason:
    return shapes.Reason(
        how=line(item.detail),
        step=item.step,
        commit=item.commit,
        record=shapes.Row.of(item.record) if item.record else None,
        prompt=line(item.turn.prompt)[:300] if item.turn else None,
        leads_to=[shapes.Row.of(next_.record) for next_ in item.followed],
    )


def _origin(story: dict[str, Any]) -> shapes.Origin:
    return shapes.Origin(
        commit=story["commit"],
        subject=line(story.get("subject")) or None,
        date=story.get("date"),
        lines=story["lines"][:20],
    )


def _told_why(shape: shapes.Why, target: str) -> str:
    lines = []
    for item in shape.evidence:
        lines.append(
            f"{row_line(item.record) if item.record else f'a prompt without a record: {item.prompt}'}: {item.how}"
        )
        lines += [f"    leads to {row_line(row)}" for row in item.leads_to]
    lines += [f"commit {item.commit[:10]} {item.subject}" for item in shape.commits if item.commit]
    lines += [f"note: {note}" for note in shape.notes]
    more = f"\n(more: why with offset={shape.next_offset})" if shape.next_offset else ""
    return wrap("\n".join(lines), target) + more


def _suggestion(data: dict[str, Any]) -> shapes.Suggestion:
    places = {
        name: [
            shapes.Place(path=line(item["path"]), line=item["line"], why=line(item["why"]))
            for item in data[name][:6]
        ]
        for name in ("impact", "alternatives", "scope")
    }
    return shapes.Suggestion(
        title=line(data["title"]),
        topic=data["topic"],
        score=data["score"],
        covered_by=[line(ref) for ref in data["covered_by"]],
        supersedes=[line(ref) for ref in data.get("supersedes", [])],
        **places,
    )


def _told_suggestions(shape: shapes.Suggested) -> str:
    head = f"{shape.range}: score {shape.score}, threshold {shape.threshold}."
    lines = []
    for item in shape.suggestions:
        lines.append(f"Architectural decision detected: {item.title} ({item.topic}, {item.score})")
        for name in ("impact", "alternatives", "scope"):
            lines += [f"    {name}: {index.path}:{index.line} {index.why}" for index in getattr(item, name)]
    lines += [f"set aside: {text}" for text in shape.set_aside]
    if not shape.suggestions:
        lines.append("Nothing here asks for a decision record.")
    ask = "\nAsk the user before create_adr." if shape.suggestions else ""
    return f"{head}\n{wrap(chr(10).join(lines), shape.range)}{ask}"
