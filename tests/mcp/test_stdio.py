"""Every request over standard input is answered, whatever stands in it and whenever the input ends."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HELLO = {
    "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}  # fmt: skip
READY = {"method": "notifications/initialized"}


def call(number, name="search_records", **arguments):
    return {"id": number, "method": "tools/call", "params": {"name": name, "arguments": arguments}}


def lines(*messages):
    return b"".join(
        message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n"
        for message in messages
    )


def answers(repo, data):
    """Send everything at once, close, and return the answers by id."""
    result = subprocess.run(
        [sys.executable, "-m", "records", "mcp"],
        cwd=repo.path,
        input=data,
        capture_output=True,
        check=True,
        timeout=60,
    )
    rows = [json.loads(line) for line in result.stdout.decode("utf-8").splitlines()]
    return {row.get("id"): row for row in rows if "method" not in row}


def test_requests_in_flight_at_the_end_of_input_are_answered(repo):
    """A client that sends everything and closes gets every answer."""
    found = answers(
        repo,
        lines(HELLO, READY, *(call(n, query="x") for n in range(2, 12)), {"id": 12, "method": "tools/list"}),
    )
    assert set(found) == set(range(1, 13))
    assert all("result" in row for row in found.values())


def test_a_byte_order_mark_before_the_first_message_is_skipped(repo):
    """Some Windows programs write one."""
    found = answers(repo, b"\xef\xbb\xbf" + lines(HELLO, READY, call(2, query="x")))
    assert ["result" in found[number] for number in (1, 2)] == [True, True], found


@pytest.mark.parametrize("text", ["a \ud83d b", "\udc00", "\ud83d\ude00 \ud83d", "\\ud83d"])
def test_half_a_character_is_answered(repo, text):
    """A lone surrogate becomes U+FFFD; the next request is answered too."""
    found = answers(repo, lines(HELLO, READY, call(2, query=text), {"id": 3, "method": "tools/list"}))
    assert set(found) == {1, 2, 3}
    assert "result" in found[2]


@pytest.mark.parametrize(
    ("line", "number", "code"),
    [
        (b"{\n", None, -32700),
        (b"\xff\xfe\n", None, -32700),
        (b"[]\n", None, -32600),
        (b'{"jsonrpc": "2.0", "id": 9}\n', 9, -32600),
        (b'{"jsonrpc": "1.0", "id": "a", "method": "tools/list"}\n', "a", -32600),
        (b'{"jsonrpc": "2.0", "id": 9, "method": 5}\n', 9, -32600),
        *(
            (f'{{"jsonrpc": "2.0", "id": {odd}, "method": "ping"}}\n'.encode(), None, -32600)
            for odd in ("1.5", "1e300", "true", "null", "[]", "{}", "NaN")
        ),
    ],
)
def test_what_is_no_request_gets_an_error(repo, line, number, code):
    """With its id where it has one, as JSON-RPC says; an id is a text or a whole number, as MCP says."""
    found = answers(repo, lines(HELLO, READY, line, {"id": 3, "method": "tools/list"}))
    assert found[number]["error"]["code"] == code
    assert {1, 3} <= set(found)


def test_a_cancelled_request_does_not_hold_up_the_end(repo):
    """A client that cancels and closes does not wait for what it no longer wants."""
    cancelled = {"method": "notifications/cancelled", "params": {"requestId": 2}}
    assert {1, 3} <= set(
        answers(repo, lines(HELLO, READY, call(2, query="x"), cancelled, {"id": 3, "method": "tools/list"}))
    )


@pytest.mark.parametrize("params", ["null", "[]", "1", '{"requestId": []}', "{}"])
def test_a_cancellation_of_nothing_ends_nothing(repo, params):
    """It is a notification: it gets no answer, and the requests beside it get theirs."""
    line = f'{{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {params}}}\n'.encode()
    assert {1, 2} <= set(answers(repo, lines(HELLO, READY, line, {"id": 2, "method": "tools/list"})))


def test_blank_lines_are_no_messages(repo):
    """They are skipped without an answer."""
    assert set(answers(repo, lines(HELLO, READY, b"\n  \n", {"id": 2, "method": "tools/list"}))) == {1, 2}
