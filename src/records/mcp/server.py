"""The server: tools, resources and prompts over one project, on standard input and output."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.tools import Tool
from mcp_types import ToolAnnotations

from records._version import __version__
from records.mcp import prompts, resources
from records.mcp.arguments import Strict
from records.mcp.governing import Governing
from records.mcp.prompts import Prompting
from records.mcp.reading import Reading
from records.mcp.reporting import Reporting
from records.mcp.session import Session
from records.mcp.writing import Writing
from records.text.envelope import NOTICE

INSTRUCTIONS = f"""\
Prompts and decisions of this repository. Before changing code, call decisions_for with its path; to learn why code is
so, call why. When a task is done, call create_phr once, with the user's prompt verbatim; then suggest_adr, and ask the
user before create_adr. Only people accept or reject decisions.
{NOTICE}"""

READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_ADDS = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False
)
_COMPLETES = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def tools(session: Session) -> list[Tool]:
    """The tools of a session, each with its hints; only those that read, where nothing is to be written."""
    reading, governing, writing = Reading(session), Governing(session), Writing(session)
    reporting = Reporting(session)
    functions: list[tuple[Callable[..., Any], ToolAnnotations]] = [
        (reading.search_records, READS),
        (reading.get_record, READS),
        (governing.why, READS),
        (governing.decisions_for, READS),
        (governing.suggest_adr, READS),
        (reading.check_records, READS),
        (reporting.briefing, READS),
        (reporting.list_due, READS),
        (reporting.disclose, READS),
    ]
    if not session.read_only:
        functions += [
            (writing.create_phr, _ADDS),
            (writing.finish_phr, _COMPLETES),
            (writing.create_adr, _ADDS),
            (writing.link_records, _COMPLETES),
        ]
    return [strict(Strict.from_function(function, annotations=hints)) for function, hints in functions]


def strict(tool: Tool) -> Tool:
    """The tool, refusing arguments that it does not know: a misspelt one would be ignored otherwise."""
    model = tool.fn_metadata.arg_model
    model.model_config["extra"] = "forbid"
    model.model_rebuild(force=True)
    tool.fn_metadata.output_schema = outline(tool.fn_metadata.output_schema or {})
    parameters = without_nulls(without_titles(model.model_json_schema(by_alias=True)))
    for part in parameters.get("$defs", {}).values():
        part.pop("description", None)  # its members have their own
    return tool.model_copy(update={"parameters": parameters})


def outline(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON Schema of an object with the names of its members alone: every client pays for each word of it.

    What the members hold is in the reference, and `records schema` prints it.
    """
    return {"type": "object", "properties": {name: {} for name in schema.get("properties", {})}}


def without_nulls(schema: Any) -> Any:
    """A JSON Schema of arguments where what may be left out is not described as null as well."""
    if isinstance(schema, list):
        return [without_nulls(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {
        key: without_nulls(value) for key, value in schema.items() if not (key == "default" and value is None)
    }
    choices = [choice for choice in plain.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del plain["anyOf"]
        plain = {**choices[0], **plain}
    return plain


def without_titles(schema: Any) -> Any:
    """A JSON Schema without the titles that pydantic derives from the names of members: every client pays for them."""
    if isinstance(schema, dict):
        return {
            key: without_titles(value)
            for key, value in schema.items()
            if not (key == "title" and isinstance(value, str))
        }
    return [without_titles(item) for item in schema] if isinstance(schema, list) else schema


@asynccontextmanager
async def _serving(session: Session) -> AsyncIterator[None]:
    """While it serves; what the first call would wait for is read while the client says hello."""
    reading = Thread(target=session.prepare, name="prepare")
    reading.start()
    try:
        yield
    finally:
        reading.join()


def build(directory: str, *, read_only: bool = False) -> MCPServer:
    """A server for the project that *directory* belongs to; the project need not exist yet."""
    session = Session(directory, read_only=read_only)
    server = Prompting(
        "records",
        title="records",
        description="What was asked and why it was decided.",
        instructions=INSTRUCTIONS,
        version=__version__,
        tools=tools(session),
        log_level="ERROR",
        lifespan=lambda _: _serving(session),
    )
    resources.add(server, session)
    prompts.add(server, read_only=read_only)
    return server
