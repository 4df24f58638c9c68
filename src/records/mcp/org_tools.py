"""The tools of `records org serve`: they read the records of many repositories, for whoever the request is from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol

from anyio.to_thread import run_sync
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, TextContent
from pydantic import Field

from records._version import __version__
from records.errors import RecordsError
from records.mcp.arguments import Strict
from records.mcp.server import READS, strict
from records.mcp.session import explain_error
from records.secrets.redactor import without_secrets
from records.text.envelope import NOTICE, visible_values, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette

INSTRUCTIONS = f"""\
Prompts and decisions of many repositories. Before changing code, call decisions_for with the repository and its paths;
to learn what anybody decided, call search_records.
{NOTICE}"""


class Source(Protocol):
    """What answers; each answer is about what a principal may see."""

    def search(self, principal: Any, query: str, sort: str, limit: int, cursor: str) -> dict[str, Any]:
        """Search records."""

    def record(self, principal: Any, ref: str) -> dict[str, Any]:
        """Return one record with its text."""

    def decisions_for(self, principal: Any, repository: str, paths: list[str]) -> dict[str, Any]:
        """Return the decisions that govern files of a repository."""

    def repositories(self, principal: Any) -> list[dict[str, Any]]:
        """List the repositories."""


class OrgTools:
    """The tools; each is a function over a source."""

    def __init__(self, source: Source) -> None:
        self._source = source

    async def search_records(
        self,
        context: Context[Any, Any],
        query: Annotated[
            str,
            Field(
                max_length=500,
                description='Words, "a phrase", prefix*, OR; repo: kind: status: since: file:.',
            ),
        ] = "",
        sort: Annotated[Literal["best", "newest"], Field(description="best has no second page.")] = "best",
        limit: Annotated[int, Field(ge=1, le=50, description="Show at most N.")] = 10,
        cursor: Annotated[
            str, Field(pattern="^([0-9]{1,19})?$", description="next of the page before, sorted by newest.")
        ] = "",
    ) -> CallToolResult:
        """Search prompts (PHR) and decisions (ADR) of all repositories."""
        return await self._answer(context, lambda who: self._source.search(who, query, sort, limit, cursor))

    async def get_record(
        self,
        context: Context[Any, Any],
        ref: Annotated[str, Field(max_length=500, description="REPOSITORY/REF, as search_records gives it.")],
    ) -> CallToolResult:
        """Read one record with its text."""
        return await self._answer(context, lambda who: self._source.record(who, ref))

    async def decisions_for(
        self,
        context: Context[Any, Any],
        repository: Annotated[
            str, Field(max_length=200, description="Its name, as list_repositories gives it.")
        ],
        paths: Annotated[
            list[Annotated[str, Field(max_length=1000)]],
            Field(min_length=1, max_length=50, description="Files, from its root."),
        ],
    ) -> CallToolResult:
        """List the accepted decisions that govern files of a repository. Call it before you change code."""
        return await self._answer(context, lambda who: self._source.decisions_for(who, repository, paths))

    async def list_repositories(self, context: Context[Any, Any]) -> CallToolResult:
        """List the repositories with the number of their records."""
        return await self._answer(context, lambda who: {"repositories": self._source.repositories(who)})

    async def _answer(
        self, context: Context[Any, Any], ask: Callable[[Any], dict[str, Any]]
    ) -> CallToolResult:
        request: Any = context.request_context.request
        principal = request.state.principal
        try:
            answer = await run_sync(ask, principal)
        except RecordsError as error:
            raise ToolError(without_secrets(explain_error(error))) from error
        data = visible_values({name: value for name, value in answer.items() if name != "body"})
        if "body" in answer:
            data["body"] = wrap(answer["body"], answer["ref"])
        text = f"{NOTICE}\n{json.dumps(data, ensure_ascii=False, indent=1)}"
        return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=data)


def org_tools(source: Source) -> Starlette:
    """Return the application that serves the tools over HTTP; it keeps nothing between two requests."""
    tools = OrgTools(source)
    functions = (tools.search_records, tools.get_record, tools.decisions_for, tools.list_repositories)
    server = MCPServer(
        "records",
        title="records",
        description="What was asked and why it was decided, in many repositories.",
        instructions=INSTRUCTIONS,
        version=__version__,
        tools=[strict(Strict.from_function(function, annotations=READS)) for function in functions],
        log_level="ERROR",
    )
    return server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        max_request_body_size=1_000_000,
        # the service has looked at the host and the origin, and at who asks
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
