"""What all routes of the service work with: the index, the gate, the log, and one run of the index at a time."""

from __future__ import annotations

import ipaddress
import threading
from typing import TYPE_CHECKING, Any

from records.dataclass import replace
from records.errors import InvalidInput
from records.org.config import load
from records.org.database import open_engine, report_errors
from records.org.index import build_index
from records.org.service.gate import Gate
from records.org.service.keys import has_keys
from records.org.service.limits import Limits
from records.org.service.observing import Metrics, make_log
from records.org.service.pages import Pages
from records.org.service.tokens import Tokens

if TYPE_CHECKING:
    from records.org.config import OrgConfig

_CONNECTIONS = 8


class Service:
    """What all routes work with; `close` it.

    Args:
        config: where the index is, and the settings.
        host: the address that it is to listen at.
        redis_url: where limits are shared; empty for this process alone.
        log: where requests leave a line; standard error by default.

    Raises:
        InvalidInput: others could ask, and no access is configured.
        NotFound: there is no index.
        StateError: it cannot be used.
    """

    def __init__(
        self, config: OrgConfig, *, host: str = "127.0.0.1", redis_url: str = "", log: Any = None
    ) -> None:
        self.config = config
        self.metrics = Metrics()
        self.log = log or make_log()
        self._indexing = threading.Lock()
        settings = config.service
        with report_errors(config):
            engine = open_engine(config, connections=_CONNECTIONS)
            with engine.connect() as connection:
                is_open = not settings.issuer and not has_keys(connection)
        if is_open and not is_loopback(host):
            engine.dispose()
            raise InvalidInput(
                f"without access configured, everybody who reaches {host} would be answered",
                "make a key with: records org key create NAME, or name an issuer in [service]",
            )
        self._engine = engine
        # a single question needs no transaction; several that belong together begin one (`snapshot`)
        is_file = engine.dialect.name == "sqlite"
        self.engine = engine if is_file else engine.execution_options(isolation_level="AUTOCOMMIT")
        limits = Limits(settings.requests_per_minute, redis_url)
        tokens = Tokens(settings) if settings.issuer else None
        self.gate = Gate(self.engine, limits, tokens, is_open=is_open)
        self.is_open = is_open
        self.pages = Pages(config)

    def reindex(self) -> bool:
        """Start to bring the index up to date; return False where that is being done."""
        if not self._indexing.acquire(blocking=False):
            return False
        threading.Thread(target=self._index, name="reindex", daemon=True).start()
        return True

    def _index(self) -> None:
        try:
            # what org.toml says now, not what it said when the service started
            report = build_index(replace(load(self.config.folder), database=self.config.database))
            self.log.info("index", repositories=report.repositories, read=report.read, records=report.records)
        except Exception as error:  # its text may hold what a record says
            self.log.error("index failed", error=type(error).__name__)
        finally:
            self._indexing.release()

    def close(self) -> None:
        """Wait for the index, and leave the database."""
        with self._indexing:
            self._engine.dispose()
            self.pages.close()


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
