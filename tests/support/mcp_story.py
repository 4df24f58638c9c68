"""A session of the SDK's own client with the server as a process: every tool, resource and prompt, timed."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError


def in_a_loop(told):
    """Run a coroutine in a thread of its own: a browser test before may have left its loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, told).result()


@dataclass
class Told:
    """What a session gave."""

    protocol: str = ""
    started: float = 0.0
    instructions: str = ""
    tools: dict[str, Any] = field(default_factory=dict)
    resources: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def server(folder: str, *options: str) -> StdioServerParameters:
    """The server as an agent starts it."""
    environment = {name: value for name, value in os.environ.items() if name != "COVERAGE_PROCESS_START"}
    return StdioServerParameters(
        command=sys.executable, args=["-m", "records", "mcp", "-C", folder, *options], env=environment
    )


async def tell(
    folder: str, mode: str, calls: list[tuple[str, str, dict[str, Any]]], *options: str, times: int = 1
):
    """Start a server, ask what it offers, make the calls, and note what each gave and how long it took.

    A call is (name, kind, arguments): kind is a tool's name, `read` for a resource or `prompt` for a prompt.
    """
    return await tell_with(server(folder, *options), mode, calls, times)


async def tell_with(served: Any, mode: str, calls: list[tuple[str, str, dict[str, Any]]], times: int = 1):
    """As `tell`, with a server that is there already, or is to be started."""
    told = Told()
    start = time.perf_counter()
    async with Client(served, mode=mode) as client:
        told.tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        told.started = time.perf_counter() - start
        told.protocol = client.protocol_version
        told.instructions = client.instructions or ""
        told.resources = [str(one.uri) for one in (await client.list_resources()).resources]
        told.templates = [
            one.uri_template for one in (await client.list_resource_templates()).resource_templates
        ]
        told.prompts = [one.name for one in (await client.list_prompts()).prompts]
        for name, kind, arguments in calls:
            repeats = times if kind not in ("create_phr", "create_adr") else 1
            for _ in range(repeats):
                start = time.perf_counter()
                told.answers[name] = await _ask(client, kind, arguments)
                took = time.perf_counter() - start
                told.seconds[name] = min(took, told.seconds.get(name, took))
    return told


async def _ask(client: Client, kind: str, arguments: dict[str, Any]) -> Any:
    try:
        if kind == "read":
            return (await client.read_resource(arguments["uri"])).contents[0].text
        if kind == "prompt":
            given = await client.get_prompt(arguments["name"], arguments["arguments"])
            return given.messages[0].content.text
    except MCPError as error:  # what a client sees of a failure is the answer
        return f"error: {error}"
    return await client.call_tool(kind, arguments)
