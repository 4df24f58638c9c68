"""Serve over standard input and output so that every request gets an answer.

The SDK's own transport drops what it cannot parse, and stops at the end of input while calls are running.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

import anyio
from mcp.server.mcpserver import MCPServer
from mcp.server.stdio import stdio_server
from mcp_types import jsonrpc_message_adapter
from pydantic import ValidationError

from records.text.data_text import has_halves, parse_json

_BOM = "\ufeff"
_LONGEST_WAIT = 120.0  # seconds for calls that are running when the input ends
_PARSE_ERROR, _INVALID_REQUEST = -32700, -32600


class Wire:
    """Both directions of one connection, and the requests that have no answer yet.

    It is what the SDK takes for its text files: iterated for lines, and written to.
    """

    def __init__(self, reader: BinaryIO, writer: BinaryIO) -> None:
        self._reader = anyio.wrap_file(reader)
        self._writer = anyio.wrap_file(writer)
        self._pending: list[str | int] = []
        self._answer_sent = anyio.Event()

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield each message that can be understood; answer the others; wait for the last answers before the end."""
        is_first = True
        async for data in self._reader:
            line = data.decode("utf-8", "replace")
            if is_first:
                line, is_first = line.removeprefix(_BOM), False
            if not line.strip():
                continue
            try:
                message = parse_json(line)
            except ValueError as error:
                await self.write(json.dumps(_error(None, _PARSE_ERROR, f"not valid JSON: {error}")) + "\n")
                continue
            if has_halves(line):
                line = json.dumps(message, ensure_ascii=False)
            if problem := problem_of(line, message):
                await self.write(json.dumps(problem) + "\n")
            else:
                self._note_request(message)
                yield line
        with anyio.move_on_after(_LONGEST_WAIT):
            while self._pending:
                await self._answer_sent.wait()

    async def write(self, text: str) -> None:
        """Write one message and send it."""
        await self._writer.write(text.encode("utf-8", "replace"))
        await self._writer.flush()
        message = parse_json(text)
        if "method" not in message:
            self._forget(message.get("id"))

    async def flush(self) -> None:
        """Do nothing: `write` sends each message."""

    def _note_request(self, message: dict[str, Any]) -> None:
        if "method" in message and "id" in message:
            self._pending.append(message["id"])
        elif message.get("method") == "notifications/cancelled":
            params = message.get("params")
            self._forget(params.get("requestId") if isinstance(params, dict) else None)

    def _forget(self, number: Any) -> None:
        if number in self._pending:
            self._pending.remove(number)
        event, self._answer_sent = self._answer_sent, anyio.Event()
        event.set()


def problem_of(line: str, message: Any) -> dict[str, Any] | None:
    """Return the answer to a JSON text, and its value, that is no message; None for one that is."""
    number = message.get("id") if isinstance(message, dict) else None
    if isinstance(message, dict) and "id" in message and not _is_id(number):
        return _error(None, _INVALID_REQUEST, "the id of a request is a text or a whole number")
    try:
        jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValidationError:
        return _error(number, _INVALID_REQUEST, "not a JSON-RPC 2.0 message")
    return None


def _is_id(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _error(number: str | int | None, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}


@contextmanager
def claimed_streams() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Yield the connection's two ends; what tools and child processes read is empty, what they print goes to stderr."""
    copies = [os.dup(number) for number in (0, 1)]
    try:
        with open(os.devnull, "rb") as null:
            os.dup2(null.fileno(), 0)
        os.dup2(2, 1)
        yield (
            os.fdopen(os.dup(copies[0]), "rb", closefd=False),
            os.fdopen(os.dup(copies[1]), "wb", closefd=False),
        )
    finally:
        for number, copy in enumerate(copies):
            os.dup2(copy, number)
            os.close(copy)


class StdioServer(MCPServer):
    """A server whose transport answers every request."""

    async def run_stdio_async(self) -> None:
        """Serve until the input ends and every request is answered."""
        sys.stdout.flush()
        with claimed_streams() as (reader, writer):
            wire = cast("Any", Wire(reader, writer))
            async with stdio_server(stdin=wire, stdout=wire) as (messages, answers):
                server = self._lowlevel_server
                await server.run(messages, answers, server.create_initialization_options())
