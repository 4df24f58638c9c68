"""The gate before every route: who asks, whether they may, and whether they ask too often."""

from __future__ import annotations

import base64
import binascii
import time
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

import records.regex as re
from records.org.service.access import EVERYBODY, LOCAL, NOBODY, Action, Principal
from records.org.service.keys import principal_of_key
from records.org.service.problems import Refusal
from records.site.server import is_foreign

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from starlette.types import ASGIApp, Receive, Scope, Send

    from records.org.service.limits import Limits
    from records.org.service.tokens import Tokens

_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?")
_FORWARDED = re.compile(r"forwarded|via|x-forwarded-.+|x-real-ip")
_SAFE = frozenset(("GET", "HEAD"))


class Gate:
    """Who may ask.

    Args:
        engine: the index with the API keys.
        limits: how often.
        tokens: of an issuer, where one is configured.
        is_open: whether everybody on this machine may ask, because no access is configured.
    """

    def __init__(self, engine: Engine, limits: Limits, tokens: Tokens | None, *, is_open: bool) -> None:
        self._engine = engine
        self._limits = limits
        self._tokens = tokens
        self._is_open = is_open
        self._waits = not is_open or limits.is_shared

    async def admit_async(self, request: Request, action: Action) -> Principal:
        """Admit a request, in a thread of its own where that may wait for the index or for Redis; see `admit`."""
        if self._waits:
            return await run_in_threadpool(self.admit, request, action)
        return self.admit(request, action)

    def admit(self, request: Request, action: Action) -> Principal:
        """Return who asks; also kept in the state of the request.

        Raises:
            Refusal: they are not known (401), may not do that (403), or ask too often (429).
        """
        if action in EVERYBODY:
            return NOBODY
        if is_foreign(request.headers.get, changes=request.method not in _SAFE):
            raise Refusal(403, "a page of another site may not ask for this")
        principal = self._local(request) if self._is_open else self._known(request)
        request.state.principal = principal
        self._count(principal.name)
        if not principal.may(action):
            raise Refusal(403, "your access does not allow this")
        return principal

    def _local(self, request: Request) -> Principal:
        """Whoever asks on this machine: neither a page of another site by its own name for it, nor through a proxy."""
        if not _LOOPBACK.fullmatch(request.headers.get("host", "")):
            raise Refusal(403, "without access configured, only this machine is answered, by its own name")
        if any(map(_FORWARDED.fullmatch, request.headers)):
            raise Refusal(403, "no access is configured: behind a proxy, everybody would be answered")
        return LOCAL

    def _known(self, request: Request) -> Principal:
        headers = request.headers.getlist("authorization")
        secret = _secret_of(headers[0]) if len(headers) == 1 else ""
        principal = None
        if secret.startswith("rk_"):
            with self._engine.connect() as connection:
                principal = principal_of_key(connection, secret, int(time.time()))
        elif secret and self._tokens is not None:
            principal = self._tokens.principal(secret)
        if principal is None:
            self._count(f"address:{request.client.host if request.client else ''}")
            is_browser = "text/html" in request.headers.get("accept", "")
            challenge = 'Basic realm="records", charset="UTF-8"' if is_browser else "Bearer"
            raise Refusal(401, "an API key or a token is needed", {"www-authenticate": challenge})
        return principal

    def _count(self, name: str) -> None:
        if seconds := self._limits.wait_seconds(name):
            raise Refusal(429, "too many requests", {"retry-after": str(seconds)})


def _secret_of(header: str) -> str:
    """The secret of an `Authorization` header: a bearer token, or the password that a browser asked for."""
    scheme, _, value = header.partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer":
        return value
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return ""
    return ""


class Allowed:
    """What a route needs; each route of the API has one.

    Args:
        gate: before the route.
        action: what the route does.
    """

    def __init__(self, gate: Gate, action: Action) -> None:
        self._gate = gate
        self.action = action

    async def __call__(self, request: Request) -> Principal:
        """Return who asks."""
        return await self._gate.admit_async(request, self.action)


class Guarded:
    """An application of its own behind the gate.

    Args:
        app: what answers.
        gate: before it.
        action: what it does.
    """

    def __init__(self, app: ASGIApp, gate: Gate, action: Action) -> None:
        self._app = app
        self._gate = gate
        self.action = action

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of somebody who may ask."""
        await self._gate.admit_async(Request(scope), self.action)
        await self._app(scope, receive, send)
