"""Log and measure each request, without a word of what was asked or answered; nothing that fails gets past here."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from typing import TYPE_CHECKING, Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from records.org.service.problems import FAULT, problem
from records.site.server import PRIVACY_HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
_UNKNOWN = "unknown"
_HEADERS = [(name.lower().encode(), value.encode()) for name, value in PRIVACY_HEADERS.items()]


class Metrics:
    """What is measured: counts and durations by route, never by path, query or principal."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "records_http_requests", "Requests.", ("method", "route", "status"), registry=self.registry
        )
        self._durations = Histogram(
            "records_http_request_seconds", "Durations.", ("route",), buckets=_BUCKETS, registry=self.registry
        )  # fmt: skip
        self._running = Gauge(
            "records_http_requests_running", "Requests being answered.", registry=self.registry
        )

    def begin(self) -> None:
        """Count a request that is being answered."""
        self._running.inc()

    def end(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._running.dec()
        self._requests.labels(method, route, str(status)).inc()
        self._durations.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return all values in the format of Prometheus."""
        return generate_latest(self.registry)


def make_log(write: Callable[[str], object] | None = None) -> Any:
    """Return a log of JSON lines on standard error, or wherever a function writes them."""
    target = structlog.WriteLogger(sys.stderr) if write is None else _Writer(write)
    return structlog.wrap_logger(
        target,
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


class Notices(logging.Handler):
    """Writes to our log what libraries log: where from, and the kind and place of an error, but none of their words.

    Args:
        log: see `make_log`.
    """

    def __init__(self, log: Any) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        error = record.exc_info[1] if record.exc_info else None
        facts = {"error": place_of(error)} if error else {}
        self._log.warning("notice", logger=record.name, line=record.lineno, **facts)


class _Writer:
    """A logger that hands each line to a function."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self.msg = self.info = self.warning = self.error = write


class Observer:
    """The outermost part of the service.

    Args:
        app: what answers.
        log: where each request leaves a line.
        metrics: where it is counted.
    """

    def __init__(self, app: ASGIApp, log: Any, metrics: Metrics) -> None:
        self._app = app
        self._log = log
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0
        started = time.perf_counter()
        self._metrics.begin()

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        failure = ""
        try:
            await self._app(scope, receive, watch)
        except Exception as error:  # its text may hold what a record says: only its kind and place are logged
            failure = place_of(error)
            if not status:
                await problem(500, FAULT)(scope, receive, watch)
        finally:
            seconds = time.perf_counter() - started
            route = getattr(scope.get("route"), "path", _UNKNOWN)
            method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "DELETE") else _UNKNOWN
            self._metrics.end(method, route, status, seconds)
            principal = scope.get("state", {}).get("principal")
            facts = {"method": method, "route": route, "status": status, "milliseconds": round(seconds * 1000, 1),
                     "principal": getattr(principal, "name", "nobody")}  # fmt: skip
            if failure:
                self._log.error("request failed", error=failure, **facts)
            else:
                self._log.info("request", **facts)


def place_of(error: BaseException) -> str:
    """Return the kind of an error, and the line where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/records/')[2]}:{frame.lineno}" for frame in frames[-1:]]
    return " at ".join((type(error).__name__, *places))
