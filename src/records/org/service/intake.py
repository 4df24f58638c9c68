"""What comes in, before any route: a body is small and whole, and HEAD is GET whose body stays here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.org.service.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MOST_BYTES = 1_000_000
"""How large the body of a request may be."""


class Intake:
    """Hands on requests that are whole.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = await _body(receive) if _stated_size(scope) <= _MOST_BYTES else None
        if body is None:
            await problem(413, f"a body has at most {_MOST_BYTES} bytes")(scope, receive, send)
        elif scope["method"] == "HEAD":
            scope["method"] = "GET"
            try:
                await self._app(scope, _given(body, receive), _without_body(send))
            finally:
                scope["method"] = "HEAD"
        else:
            await self._app(scope, _given(body, receive), send)


def _stated_size(scope: Scope) -> int:
    """The size that a request states of its body; 0 where it states none."""
    stated = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(stated) if stated.isdigit() else 0


async def _body(receive: Receive) -> bytes | None:
    """The body of a request, as far as its client has sent it; None where it is too large."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > _MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def _given(body: bytes, receive: Receive) -> Receive:
    """What gives the body at first, then what comes later."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return waiting.pop() if waiting else await receive()

    return give


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head
