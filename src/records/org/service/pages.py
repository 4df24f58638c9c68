"""The pages of all repositories that somebody may see, built when they are first asked for and when those change."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from records.dataclass import dataclass, field
from records.org.database import unbounded
from records.org.pages import build_pages
from records.org.service.problems import Refusal
from records.org.site import state_of
from records.org.visible import index_state, visible_repositories
from records.regular_file import read_bytes
from records.site.server import CONTENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from records.org.config import OrgConfig
    from records.org.scope import Scope

    Connect = Callable[[], AbstractContextManager[Connection]]

_MOST_SITES = 20
"""How many sites are kept, each for other repositories."""
_PATIENCE_SECONDS = 2.0
"""How long a request waits for one that builds the site; threads are few, and other routes need them."""
_RETRY_SECONDS = 5


class PageFile(NamedTuple):
    """A file of a site."""

    body: bytes
    content_type: str


@dataclass(slots=True)
class _Site:
    """A site that was built.

    Attributes:
        folder: where its pages and the cache of their build are.
        state: what it was built of; empty where nothing is built.
        lock: who builds or removes it.
    """

    folder: str
    state: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def pages(self) -> str:
        """The folder of the pages."""
        return os.path.join(self.folder, "pages")

    def remove(self) -> None:
        """Remove the pages; whoever has the site nevertheless builds them again."""
        with self.lock:
            self.state = ""
            shutil.rmtree(self.folder, ignore_errors=True)


class Pages:
    """All sites of a service; `close` it.

    Args:
        config: with the settings of the site.
    """

    def __init__(self, config: OrgConfig) -> None:
        self._config = config
        self._folder = tempfile.TemporaryDirectory(prefix="records-org-")
        self._sites: OrderedDict[frozenset[int], _Site] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, connect: Connect, scope: Scope, path: str) -> PageFile | None:
        """Return a file of the site of what may be seen; None where there is none.

        Args:
            connect: gives a connection to the index.
            scope: which repositories may be seen.
            path: POSIX, below the root of the site.

        Raises:
            Refusal: another request is building the site, which takes longer.
        """
        with connect() as connection:
            visible = visible_repositories(connection, scope)
        state = state_of(visible)
        site = self._site(frozenset(visible))
        if not site.lock.acquire(timeout=_PATIENCE_SECONDS):  # without a connection, which others need
            raise Refusal(503, "the pages are being made", {"retry-after": str(_RETRY_SECONDS)})
        try:
            if site.state != state:
                self._build(connect, scope, site)
            return _file(site.pages, path)
        finally:
            site.lock.release()

    def _build(self, connect: Connect, scope: Scope, site: _Site) -> None:
        """Build a site, which takes longer than a writer waits: what changes meanwhile may be in it, and may be secret.

        Raises:
            Refusal: the index has changed, or other repositories may be seen by now.
        """
        site.state = ""
        with connect() as connection, unbounded(connection):
            before = index_state(connection)
            visible = visible_repositories(connection, scope)
            if self._sites.get(frozenset(visible)) is site:
                build_pages(
                    connection, visible, site.pages, settings=self._config.site, templates=self._config.folder,
                    cache=os.path.join(site.folder, "cache.sqlite"),
                )  # fmt: skip
                if index_state(connection) == before:
                    site.state = state_of(visible)
                    return
        shutil.rmtree(site.folder, ignore_errors=True)
        os.makedirs(site.folder, 0o700, exist_ok=True)
        raise Refusal(503, "the index has changed", {"retry-after": str(_RETRY_SECONDS)})

    def _site(self, repo_ids: frozenset[int]) -> _Site:
        with self._lock:
            site = self._sites.get(repo_ids)
            if site is None:
                site = self._sites[repo_ids] = _Site(tempfile.mkdtemp(dir=self._folder.name))
            self._sites.move_to_end(repo_ids)
            surplus = [self._sites.popitem(last=False)[1] for _ in range(len(self._sites) - _MOST_SITES)]
        for old_site in surplus:
            old_site.remove()
        return site

    def close(self) -> None:
        """Remove all sites."""
        self._folder.cleanup()


def _file(folder: str, path: str) -> PageFile | None:
    """A file below a folder, and nothing else: the page of a folder for the folder."""
    parts = path.split("/")
    if any(part in ("..", ".") or "\\" in part or "\x00" in part for part in parts):
        return None
    full = os.path.join(folder, *parts)
    if os.path.isdir(full):
        full = os.path.join(full, "index.html")
    content_type = CONTENT_TYPES.get(os.path.splitext(full)[1])
    if content_type is None or not os.path.isfile(full) or os.path.islink(full):
        return None
    return PageFile(read_bytes(full), content_type)
