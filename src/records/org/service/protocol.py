"""HTTP as the service speaks it: a request has to be said in time, and what is none gets a problem document too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from records.org.service.problems import problem

if TYPE_CHECKING:
    import asyncio

_REQUEST_SECONDS = 20.0
"""How long a client may take to say what it asks, from its connection or the answer before."""
_MAY_ANSWER = (h11.IDLE, h11.SEND_RESPONSE)


class Protocol(H11Protocol):
    """HTTP/1.1 for clients that may be slow or hostile: none keeps a connection without asking."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect a request."""
        super().connection_made(transport)
        self._expect_request()

    def on_response_complete(self) -> None:
        """Expect the next request."""
        self._expect_request()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing more."""
        if self._deadline is not None:
            self._deadline.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Say that this is no request, and close the connection."""
        if self.conn.our_state in _MAY_ANSWER:
            answer = problem(400, msg)
            headers = [*answer.raw_headers, (b"connection", b"close")]
            for event in (
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=bytes(answer.body)), h11.EndOfMessage(),
            ):  # fmt: skip
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _expect_request(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(_REQUEST_SECONDS, self._close_unless_asked)

    def _close_unless_asked(self) -> None:
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self.transport.close()
