"""Tools that report on the project: the briefing, what is due, and what a policy requires of commits."""

from __future__ import annotations

from typing import Annotated

from mcp_types import CallToolResult
from pydantic import Field

from records.mcp import answers
from records.mcp.paths import from_root
from records.mcp.reading import Limit, Offset, result
from records.mcp.session import Session, reports_errors
from records.report.briefing import prime
from records.text.envelope import NOTICE, visible_text, visible_values, wrap
from records.trace.disclosure.policy import policy_of
from records.trace.disclosure.statement import disclose
from records.trace.due.list import due


class Reporting:
    """The tools that report; each is a function over a service, and none accepts anything."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @reports_errors
    def briefing(
        self,
        paths: Annotated[list[str], Field(description="Files or folders; empty for the project.")] = [],  # noqa: B006
        budget: Annotated[int, Field(ge=0, le=3_000, description="At most so many tokens.")] = 1_500,
    ) -> Annotated[CallToolResult, answers.BriefingPage]:
        """Read the decisions in force. Call it when a session starts, and again after its context was compacted."""
        project = self._session.fresh()
        briefing = prime(project, [from_root(project, path) for path in paths], budget)
        answer: answers.BriefingPage = {
            **visible_values(briefing.as_json(budget)),
            "text": visible_text(briefing.text),
            "notice": NOTICE,
        }
        return result(answer, wrap(briefing.text, "briefing"))

    @reports_errors
    def list_due(
        self,
        within: Annotated[int, Field(ge=0, le=10_000, description="Days from today.")] = 90,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Annotated[CallToolResult, answers.DuePage]:
        """List decisions to be reviewed, expired or long proposed, and code that cites what does not hold."""
        project = self._session.fresh()
        items = due(project, within=within)
        more = offset + limit if offset + limit < len(items) else None
        rows = [visible_values(item.as_json()) for item in items[offset : offset + limit]]
        answer: answers.DuePage = {
            "today": project.clock(), "items": rows, "next_offset": more, "notice": NOTICE,
        }  # fmt: skip
        lines = [
            f"{row['due'] or row['kind']}  {row['ref'] or ''}  {row['message']}  {row['path']}:{row['line']}"
            for row in rows
        ]
        return result(answer, wrap("\n".join(lines), "due") if lines else "nothing is due")

    @reports_errors
    def disclose(
        self,
        commits: Annotated[str, Field(description="A revision, or a range such as main..HEAD.")] = "HEAD",
        policy: Annotated[str, Field(description="linux, asf, kubernetes, …; empty for the settings'.")] = "",
    ) -> Annotated[CallToolResult, answers.Disclosed]:
        """State which agents had a part in commits as the project's policy requires, and what is missing."""
        project = self._session.fresh()
        disclosure = disclose(project, policy_of(project, policy), commits)
        answer: answers.Disclosed = {**visible_values(disclosure.as_json()), "notice": NOTICE}
        lines = [f"policy: {answer['policy']}", *([answer["text"]] if answer["text"] else [])]
        for entry in answer["commits"]:
            lines += [
                f"{entry['commit'][:10]} {entry['subject']}",
                *(f"  requires {line}" for line in entry["trailers"]),
            ]
            lines += [f"  {finding['code']}: {finding['message']}" for finding in entry["findings"]]
        return result(answer, wrap("\n".join(lines), "disclosure"))
