"""How often a principal may ask: counted in this process, and with others where Redis is configured."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_WINDOW = 60
_MOST_NAMES = 20_000
_PAUSE = 2.0
"""How many seconds Redis is left alone after it did not answer."""


class Limits:
    """The requests of each principal within a minute.

    Args:
        per_minute: how many are answered.
        redis_url: where other processes count too; empty for this process alone.
        clock: returns the seconds since 1970.
    """

    def __init__(self, per_minute: int, redis_url: str = "", clock: Callable[[], float] = time.time) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: dict[str, int] = {}
        self._window = 0
        self._redis: Any = None
        self._pause_until = 0.0
        if redis_url:
            import redis
            from redis.backoff import NoBackoff
            from redis.retry import Retry

            self._errors: tuple[type[BaseException], ...] = (redis.RedisError, OSError, ValueError)
            self._redis = redis.Redis.from_url(
                redis_url, socket_timeout=0.25, socket_connect_timeout=0.25, retry=Retry(NoBackoff(), 0)
            )

    @property
    def is_shared(self) -> bool:
        """Whether other processes are asked, which may take a while."""
        return self._redis is not None

    def wait_seconds(self, name: str) -> int:
        """Count a request; return how many seconds its principal has to wait, 0 where it is answered."""
        now = self._clock()
        window, elapsed = divmod(now, _WINDOW)
        count = self._shared_count(name, int(window), now)
        if count is None:
            count = self._own_count(name, int(window))
        return 0 if count <= self.per_minute else max(1, round(_WINDOW - elapsed))

    def _own_count(self, name: str, window: int) -> int:
        with self._lock:
            if window != self._window or len(self._counts) > _MOST_NAMES:
                self._window, self._counts = window, {}
            self._counts[name] = self._counts.get(name, 0) + 1
            return self._counts[name]

    def _shared_count(self, name: str, window: int, now: float) -> int | None:
        """The requests of all processes; None where Redis is not configured or does not answer."""
        if self._redis is None or now < self._pause_until:
            return None
        key = f"records:limit:{window}:{name}"
        try:
            with self._redis.pipeline(transaction=False) as pipeline:
                count, _ = pipeline.incr(key).expire(key, 2 * _WINDOW).execute()
                return int(count)
        except self._errors:
            self._pause_until = now + _PAUSE
            return None
