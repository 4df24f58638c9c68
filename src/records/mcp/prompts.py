"""Prompts that a client offers to its user: record this task, draft a decision, review decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS
from pydantic import Field

from records.mcp.stdio import StdioServer
from records.text.envelope import line, visible_text

if TYPE_CHECKING:
    from collections.abc import Mapping


class Prompting(StdioServer):
    """A server that says which prompt or argument it does not know, where the SDK says only that something failed."""

    async def get_prompt(
        self, name: str, arguments: dict[str, Any] | None = None, context: Any = None
    ) -> Any:
        """One prompt with its arguments.

        Raises:
            MCPError: there is no such prompt, or an argument is missing or unknown.
        """
        prompts = {prompt.name: prompt for prompt in await self.list_prompts()}
        if name not in prompts:
            raise MCPError(
                INVALID_PARAMS, f"there is no prompt {line(name, 80)!r}. Known: {', '.join(prompts)}."
            )
        parameters = {prompt.name: bool(prompt.required) for prompt in prompts[name].arguments or ()}
        if wrong := _unfit(parameters, arguments or {}):
            raise MCPError(INVALID_PARAMS, f"{name}: {wrong}. Known: {', '.join(parameters)}.")
        return await super().get_prompt(name, arguments, context)


def _unfit(parameters: Mapping[str, bool], arguments: Mapping[str, Any]) -> str:
    missing = [
        name
        for name, is_required in parameters.items()
        if is_required and not str(arguments.get(name, "")).strip()
    ]
    unknown = [line(name, 80) for name in arguments if name not in parameters]
    parts = [
        f"{words} {', '.join(names)}"
        for words, names in (("missing", missing), ("unknown", unknown))
        if names
    ]
    return "; ".join(parts)


def add(server: MCPServer, *, read_only: bool) -> None:
    """Offer the prompts; those that write are left out of a server that only reads."""
    if not read_only:
        server.prompt(name="record_this_task", title="Record this task")(record_this_task)
        server.prompt(name="draft_adr", title="Draft a decision")(draft_adr)
    server.prompt(name="review_decisions", title="Review decisions")(review_decisions)


def record_this_task(
    title: Annotated[str, Field(description="Three to seven words; empty: choose them.")] = "",
) -> str:
    """Record the prompt of this task, with its outcome."""
    sentence = f" Its title is: {line(title)}." if title else ""
    return (
        f"Record the task of this conversation with create_phr.{sentence} Give my prompt verbatim and whole, "
        "the stage, your response in one to three sentences, the outcome, and the tests that ran with their result. "
        "Leave out branch, user, date and files: they come from git. "
        "Then call suggest_adr; if it suggests a decision, show me its title and evidence and ask before create_adr."
    )


def draft_adr(topic: Annotated[str, Field(description="What was decided.")]) -> str:
    """Draft a decision record on a topic."""
    return (
        f"Draft a decision record about: {visible_text(topic)}\n\n"
        "First call search_records and decisions_for, so that nothing already decided is decided again. "
        "Then write context, decision, consequences and the alternatives that were really considered, with reasons. "
        "Show me the draft; after I agree, call create_adr and link the prompt record that led to it. "
        "It stays proposed until a person runs `records adr accept`."
    )


def review_decisions(
    path: Annotated[str, Field(description="A file or a folder; empty: all decisions.")] = "",
) -> str:
    """Review the decisions that govern some code, or all."""
    scope = f"decisions_for with path {line(path)}" if path else "search_records with kind=adr"
    return (
        f"Review our decisions: call {scope}, read each with get_record, and compare it with the code. "
        "Report, with references: decisions that the code no longer follows, decisions that contradict one another, "
        "proposed ones that wait for an answer, and code that needs a decision. Change nothing."
    )
