"""Tools about code: why it is so, which decisions govern it, and what a change seems to decide."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

from mcp_types import CallToolResult
from pydantic import Field

from records.errors import InvalidInput
from records.mcp import answers
from records.mcp.paths import from_root
from records.mcp.reading import Limit, Offset, record_line, result
from records.mcp.session import Session, reports_errors
from records.model.code_location import parse_code_location
from records.suggest.run import suggest_in
from records.text.envelope import NOTICE, visible_values, wrap
from records.trace.answers import GoverningDecision
from records.trace.governs.asking import binding_rules, decisions_for, decisions_for_diff
from records.trace.why import why

if TYPE_CHECKING:
    from records.trace.governs.asking import Report
    from records.trace.governs.bonds import Governance


class Governing:
    """The tools that explain code; each is a function over a service."""

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
    ) -> Annotated[CallToolResult, answers.WhyPage]:
        """Find the prompts and decisions that explain a file, a folder or some lines, strongest evidence first."""
        project = self._session.fresh()
        location = parse_code_location(
            target.strip(), lambda path: os.path.exists(os.path.join(project.root, path))
        ).checked()
        path, first, last = from_root(project, location.path), location.first, location.last
        explanation = why(
            project, path, first, last, load_catalog=lambda: self._session.snapshot(project).catalog
        )
        more = offset + limit if offset + limit < len(explanation.evidence) else None
        begin = "" if explanation.evidence else self._session.snapshot(project).beginning
        data = visible_values(explanation.as_json())
        data["evidence"] = data["evidence"][offset : offset + limit]
        data["commits"] = [{**item, "lines": item["lines"][:20]} for item in data["commits"][:limit]]
        data["notes"] += [begin] if begin else []
        answer: answers.WhyPage = {**data, "next_offset": more, "notice": NOTICE}
        return result(answer, _why_text(answer, target))

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
    ) -> Annotated[CallToolResult, answers.DecisionsPage]:
        """List the accepted decisions that govern files or a change. Call it before you change code."""
        if bool(paths) == bool(diff):
            raise InvalidInput("give paths or a diff, one of them", 'for example paths=["src/app.py"]')
        answer = decisions(self._session, paths, diff, limit, offset)
        return result(answer, governing_text(answer))

    @reports_errors
    def suggest_adr(
        self,
        diff: Annotated[
            str, Field(description="A commit (up to HEAD), A..B or A...B; HEAD for what is not committed.")
        ] = "HEAD",
        threshold: Annotated[float | None, Field(ge=0, le=1, description="Lowest score to suggest.")] = None,
    ) -> Annotated[CallToolResult, answers.Suggested]:
        """Find the decision in a change that deserves a record, with evidence. Ask the user before create_adr."""
        project = self._session.fresh()
        report = suggest_in(
            project, diff, threshold=threshold, standing=lambda: self._session.snapshot(project).standing()
        ).report
        suggestions = [item.as_json(most=6) for item in report.above_threshold[:10]]
        data = visible_values(report.as_json())
        answer: answers.Suggested = {**data, "suggestions": visible_values(suggestions), "notice": NOTICE}
        return result(answer, _suggestions_text(answer))


def decisions(
    session: Session, paths: list[str], diff: str, limit: int, offset: int
) -> answers.DecisionsPage:
    """The decisions that govern paths, or a change where *diff* is given."""
    project = session.fresh()

    def known() -> Governance:
        return binding_rules(project, session.snapshot(project).catalog.graph)

    inside = [from_root(project, path) for path in paths]
    report: Report = (
        decisions_for_diff(project, diff, known) if diff else decisions_for(project, inside, known())
    )
    data = visible_values(report.as_json())
    total = len(data["decisions"])
    page: list[GoverningDecision] = [
        {**item, "bonds": item["bonds"][:10]} for item in data["decisions"][offset : offset + limit]
    ]
    more = offset + limit if offset + limit < total else None
    advice = None if total else session.snapshot(project).beginning or None
    return {
        "decisions": page,
        "gone": data["gone"][:50],
        "ungoverned": data["ungoverned"][:50],
        "next_offset": more,
        "advice": advice,
        "notice": NOTICE,
    }


def decisions_text(session: Session, path: str) -> str:
    """The decisions that govern a path, as text."""
    return governing_text(decisions(session, [path], "", 50, 0))


def governing_text(answer: answers.DecisionsPage) -> str:
    """The decisions as text for a model."""
    lines = []
    for item in answer["decisions"]:
        name = f"{item['ref']}  {item['title']}"
        lines.append(f"{name}  ({item['status']})" if item["status"] else name)
        lines += [f"    governs {bond['path']} ({bond['how']} {bond['detail']})" for bond in item["bonds"]]
    lines += [
        f"gone: {broken['ref']} names {broken['names']}: {broken['reason']}" for broken in answer["gone"]
    ]
    if not lines:
        return " ".join(filter(None, ("No accepted decision governs this.", answer["advice"])))
    offset = answer["next_offset"]
    more = f"\n(more: decisions_for with offset={offset})" if offset else ""
    return wrap("\n".join(lines), "decisions") + more


def _why_text(answer: answers.WhyPage, target: str) -> str:
    lines = []
    for item in answer["evidence"]:
        record, turn = item.get("record"), item.get("turn")
        prompt = turn["prompt"][:300] if turn else ""
        subject = record_line(record) if record else f"a prompt without a record: {prompt}"
        lines.append(f"{subject}: {item['detail']}")
        lines += [f"    leads to {record_line(entry['record'])}" for entry in item["followed"]]
    lines += [
        f"commit {story['commit'][:10]} {story['subject']}" for story in answer["commits"] if story["commit"]
    ]
    lines += [f"note: {note}" for note in answer["notes"]]
    offset = answer["next_offset"]
    more = f"\n(more: why with offset={offset})" if offset else ""
    return wrap("\n".join(lines), target) + more


def _suggestions_text(answer: answers.Suggested) -> str:
    lines = []
    for item in answer["suggestions"]:
        lines.append(f"Architectural decision detected: {item['title']} ({item['topic']}, {item['score']})")
        places = (
            ("impact", item["impact"]),
            ("alternatives", item["alternatives"]),
            ("scope", item["scope"]),
        )
        for name, evidence in places:
            lines += [f"    {name}: {place['path']}:{place['line']} {place['why']}" for place in evidence]
    lines += [f"set aside: {text}" for text in answer["set_aside"]]
    if not answer["suggestions"]:
        lines.append("Nothing here asks for a decision record.")
    head = f"{answer['range']}: score {answer['score']}, threshold {answer['threshold']}."
    ask = "\nAsk the user before create_adr." if answer["suggestions"] else ""
    return f"{head}\n{wrap(chr(10).join(lines), answer['range'])}{ask}"
