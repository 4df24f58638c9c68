"""Prompts that a client offers to its user: record this task, draft a decision, review decisions."""

from __future__ import annotations

from typing import Annotated

from mcp.server.mcpserver import MCPServer
from pydantic import Field


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
    named = f" Its title is: {title}." if title else ""
    return (
        f"Record the task of this conversation with create_phr.{named} Give my prompt verbatim and whole, the stage, "
        "your response in one to three sentences, the outcome, and the tests that ran with their result. "
        "Leave out branch, user, date and files: they come from git. "
        "Then call suggest_adr; if it suggests a decision, tell me its title and evidence and ask before create_adr."
    )


def draft_adr(topic: Annotated[str, Field(description="What was decided.")]) -> str:
    """Draft a decision record on a topic."""
    return (
        f"Draft a decision record about: {topic}\n\n"
        "First call search_records and decisions_for, so that nothing already decided is decided again. "
        "Then write context, decision, consequences and the alternatives that were really considered, with reasons. "
        "Show me the draft; after I agree, call create_adr and link the prompt record that led to it. "
        "It stays proposed until a person runs `records adr accept`."
    )


def review_decisions(
    path: Annotated[str, Field(description="A file or a folder; empty: all decisions.")] = "",
) -> str:
    """Review the decisions that bind some code, or all."""
    scope = f"decisions_for with path {path}" if path else "search_records with kind=adr"
    return (
        f"Review our decisions: call {scope}, read each with get_record, and compare it with the code. "
        "Report, with references: decisions that the code no longer follows, decisions that contradict one another, "
        "proposed ones that wait for an answer, and code that needs a decision. Change nothing."
    )
