"""What comes in before any route: requests that are slow, large, cut or none, and HEAD."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from contextlib import asynccontextmanager

import pytest
import uvicorn

from records.mcp.org_tools import org_tools
from records.org.service import protocol
from records.org.service.observing import Notices, make_log
from records.org.service.problems import MEDIA_TYPE
from records.org.service.protocol import Protocol
from records.org.service.running import application
from records.org.service.state import Service
from records.org.service.toolbox import toolbox
from service_help import CANARY, new_key, serving

MESSAGE = b'{"jsonrpc":"2.0","id":1,"method":"tools/list"}'


@asynccontextmanager
async def listening(app, lifespan="on"):
    """The port of a server in this process."""
    settings = uvicorn.Config(
        app, port=0, http=Protocol, ws="none", log_config=None, access_log=False, lifespan=lifespan
    )
    server = uvicorn.Server(settings)
    task = asyncio.create_task(server.serve())
    try:
        while not server.started:
            await asyncio.sleep(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


async def answer_to(port: int, *parts: bytes, pause: float = 0) -> bytes:
    """All that is answered until the connection is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(), 30)
    finally:
        writer.close()


def problem_of(answer: bytes) -> dict[str, object]:
    """The problem document of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"content-type: {MEDIA_TYPE}".encode() in head.lower()
    return json.loads(body)


@pytest.fixture
def tools(open_index):
    """A service with the tools, and the beginning of a request to them."""
    lines: list[str] = []
    service = Service(open_index, log=make_log(lines.append))
    head = (
        b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Accept: application/json, text/event-stream\r\nConnection: close\r\n"
    )
    yield application(service, lambda service: org_tools(toolbox(service))), head, lines
    service.close()


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (b"GET / HT",),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", b"a", b"a", b"a"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n", b"a", b"a"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",),
    ],
)
def test_client_that_does_not_finish_its_request_is_left(parts, monkeypatch):
    """Whether it says nothing, half a line, a header without an end or half a body; whoever asks in time is answered."""
    monkeypatch.setattr(protocol, "_REQUEST_SECONDS", 0.6)

    async def app(scope, receive, send):
        while (message := await receive())["type"] != "http.disconnect" and message["more_body"]:
            pass
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    async def run():
        async with listening(app, "off") as port:
            started = time.monotonic()
            assert await answer_to(port, *parts, pause=0.1) == b""
            assert time.monotonic() - started < 10
            good = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
            answers = await answer_to(
                port, good, good, pause=0.3
            )  # more than one request's time, but not for one
            assert answers.count(b"204 No Content") == 2

    asyncio.run(run())


@pytest.mark.parametrize(
    "request_text",
    [b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_request_is_a_problem(tools, request_text):
    """No host or two, another protocol, a length that is none."""
    app, _, _ = tools

    async def run():
        async with listening(app) as port:
            return await answer_to(port, request_text)

    assert problem_of(asyncio.run(run()))["status"] == 400


def test_bodies_are_whole_and_small(tools):
    """In pieces as at once; what is larger than it may be is refused, whatever length is stated."""
    app, head, lines = tools

    def chunk(data: bytes) -> bytes:
        return b"%x\r\n%s\r\n" % (len(data), data)

    async def run():
        async with listening(app) as port:
            chunked = head + b"Transfer-Encoding: chunked\r\n\r\n"
            pieces = [chunk(MESSAGE[n : n + 9]) for n in range(0, len(MESSAGE), 9)]
            answer = await answer_to(port, chunked, *pieces, b"0\r\n\r\n", pause=0.01)
            assert b"search_records" in answer
            large = await answer_to(port, chunked, *[chunk(b"a" * 100_000)] * 11)
            assert problem_of(large)["status"] == 413
            stated = await answer_to(port, head + b"Content-Length: 1000001\r\n\r\n")
            assert problem_of(stated)["status"] == 413

    asyncio.run(run())
    assert not [line for line in lines if '"level": "error"' in line]


def test_head_is_get_without_its_body(org_index):
    """Of every route, with the same headers and for the same principals."""
    key = new_key(org_index, "auditor")
    with serving(org_index) as client:
        for path in ("/healthz", "/api/v1/stats", "/metrics", "/", "/nothing.html"):
            head, get = client.head(path, headers=key), client.get(path, headers=key)
            assert (head.status_code, head.content) == (get.status_code, b""), path
            assert head.headers["content-type"] == get.headers["content-type"]
            assert client.head(path).status_code == client.get(path).status_code
        assert any(json.loads(line)["method"] == "HEAD" for line in client.lines)


def test_libraries_log_no_words():
    """Where something happened and of what kind; the words may be those of a record."""
    lines: list[str] = []
    notices = Notices(make_log(lines.append))
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        for info in ((ValueError, error, error.__traceback__), (KeyError, KeyError(CANARY), None), None):
            notices.handle(
                logging.LogRecord("mcp.x", logging.ERROR, "f.py", 7, f"{CANARY} %s", (CANARY,), info)
            )
    rows = [json.loads(line) for line in lines]
    assert CANARY not in "".join(lines)
    assert [row.get("error", "").partition(" ")[0] for row in rows] == ["ValueError", "KeyError", ""]
    assert {(row["logger"], row["line"]) for row in rows} == {("mcp.x", 7)}


def test_fault_of_a_tool_is_logged_by_its_place(org_index, monkeypatch):
    """Its words reach neither the log nor the agent."""

    def fail(*_):
        raise ArithmeticError(CANARY)

    monkeypatch.setattr("records.org.service.toolbox.stored_repositories", fail)
    with serving(org_index, lambda service: org_tools(toolbox(service))) as client:
        message = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": "list_repositories", "arguments": {}},
        }
        headers = {**new_key(org_index, "reader"), "accept": "application/json, text/event-stream"}
        answer = client.post("/mcp", json=message, headers=headers)
    assert answer.json()["result"]["isError"]
    assert "a fault of this service" in answer.text
    assert CANARY not in answer.text + "".join(client.lines)
    (line,) = [json.loads(line) for line in client.lines if '"level": "error"' in line]
    assert line["error"].startswith("ArithmeticError at ")
