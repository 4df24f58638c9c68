"""Serve the site on this machine only, and rebuild its pages when a record changes."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import SplitResult, unquote, urlsplit

import records.regex as re
from records.errors import InvalidInput, RecordsError
from records.project.discovery import discover
from records.project.project import Project
from records.project.settings import CONFIG_PATH
from records.site.build import build
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Any, Self

_EVERY = 0.25  # seconds between two looks at the files, and more where a look is long
_SHARE = 30  # a look may take one part in so many of the time
_WAIT = 20.0  # seconds that a page waits for news before it asks again
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml", ".json": "application/json", ".atom": "application/atom+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".gif": "image/gif", ".webp": "image/webp",
}  # fmt: skip
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PRIVACY_HEADERS = {
    "X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin", "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",  # for browsers without Sec-Fetch-Site
}  # fmt: skip
"""What keeps an answer from the pages of other sites."""
_OWN_HOST = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d{1,5})?")
_LIVE = b"""\
"use strict";
// Only while the pages are served: load the page again when it was rebuilt.
(async () => {
  const pause = (time) => new Promise((done) => { setTimeout(done, time); });
  let seen = "";
  for (;;) {
    try {
      const answer = await (await fetch("/_records/news?seen=" + seen, { cache: "no-store" })).text();
      if (seen && answer !== seen) { location.reload(); return; }
      seen = answer;
    } catch { await pause(1000); }
  }
})();
"""


class Preview:
    """The site of a project at an address of this machine, in a folder that goes when it ends.

    Args:
        project: whose records.
        port: 0 for any free one.

    Raises:
        InvalidInput: the port is taken.
        RecordsError: the site cannot be built.
    """

    def __init__(self, project: Project, port: int = 0) -> None:
        self._project = project
        self._folder = tempfile.TemporaryDirectory(prefix="records-site-")
        self._stop = threading.Event()
        self._news = threading.Condition()
        self._version = 1
        self._signature = signature(project)
        build(project, self._folder.name)
        try:
            self._server = _Server(("127.0.0.1", port), self)
        except OSError as error:
            self._folder.cleanup()
            raise InvalidInput(
                f"port {port} cannot be used: {error.strerror}", "choose another with --port, or 0"
            ) from error

    @property
    def url(self) -> str:
        """The address of the front page."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    @property
    def folder(self) -> str:
        """The folder that is served."""
        return self._folder.name

    def run(self, say: Callable[[str], None]) -> None:
        """Serve until `close`, printing a line for every rebuild."""
        thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True
        )
        self._server.is_begun = True
        thread.start()
        pause = _EVERY
        while not self._stop.wait(pause):
            start = time.thread_time()
            if not self.look(say):
                pause = max(_EVERY, _SHARE * (time.thread_time() - start))

    def look(self, say: Callable[[str], None]) -> bool:
        """Rebuild the pages if a file changed; return whether one did. An error is printed and the old pages stay."""
        now = signature(self._project)
        if now == self._signature:
            return False
        self._signature = now
        try:
            self._project = Project.open(self._project.root, use_cache=self._project.store.use_cache)
            build_result = build(self._project, self._folder.name)
        except RecordsError as error:
            say(f"the pages stay as they were: {error.message}")
            return False
        say(f"{counted(build_result.made, 'page')} rebuilt")
        with self._news:
            self._version += 1
            self._news.notify_all()
        return True

    def news(self, last_seen: str) -> str:
        """Return the version of the pages as soon as it differs from *seen*, or after some seconds."""
        with self._news:
            if last_seen == str(self._version):
                self._news.wait(_WAIT)
            return str(self._version)

    def close(self) -> None:
        """Stop serving and remove the pages."""
        self._stop.set()
        with self._news:
            self._news.notify_all()
        self._server.stop()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], preview: Preview) -> None:
        self.preview = preview
        self.is_begun = False  # said before its thread begins: what is closed before that must not be served
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that the other side broke off."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def stop(self) -> None:
        if self.is_begun:
            self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file of the site."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer as for GET, without the body."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 — the name is the base class's
        """Do not log requests."""

    def _answer(self, *, with_body: bool) -> None:
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # what follows is no request of its own
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or not _OWN_HOST.fullmatch(
            hosts[0]
        ):  # a name that somebody pointed at this machine
            self._send(403, b"this address is not served here\n", ".txt", with_body=with_body)
            return
        if is_foreign(self.headers.get):
            self._send(403, b"pages of other sites cannot read this\n", ".txt", with_body=with_body)
            return
        parts = _split(self.path)
        if parts.path == "/_records/live.js":
            self._send(200, _LIVE, ".js", with_body=with_body)
        elif parts.path == "/_records/news":
            last_seen = parts.query.removeprefix("seen=")
            self._send(200, self.server.preview.news(last_seen).encode(), ".txt", with_body=with_body)
        else:
            self._file(unquote(parts.path), with_body=with_body)

    def _file(self, path: str, *, with_body: bool) -> None:
        folder = os.path.realpath(self.server.preview.folder)
        name = path.lstrip("/") or "index.html"
        full = os.path.realpath(os.path.join(folder, name)) if "\0" not in name else folder
        ending = os.path.splitext(full)[1]
        if not full.startswith(folder + os.sep) or not os.path.isfile(full) or ending not in CONTENT_TYPES:
            self._send(404, b"there is no such page\n", ".txt", with_body=with_body)
            return
        with open(full, "rb") as file:
            data = file.read()
        if ending == ".html":
            data = data.replace(b"</head>", b'<script src="/_records/live.js" defer></script>\n</head>', 1)
        self._send(200, data, ending, with_body=with_body)

    def _send(self, status: int, data: bytes, ending: str, *, with_body: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", CONTENT_TYPES[ending])
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        for header, value in PRIVACY_HEADERS.items():
            self.send_header(header, value)
        self.send_header("Cache-Control", "no-cache")
        with contextlib.suppress(ConnectionError):  # the reader has gone on to another page
            self.end_headers()
            if with_body:
                self.wfile.write(data)


def is_foreign(header: Callable[[str], str | None], *, changes: bool = False) -> bool:
    """Return whether a page of another origin asks, for anything but to be followed to a page of ours.

    Another port of this machine is "same-site", and foreign too. Programs that are no browsers send no such header.

    Args:
        header: returns the value of a header of the request, None where there is none.
        changes: whether the request changes something, so that being followed is no reason either.
    """
    origin = header("Origin")
    if origin is not None and _split(origin).netloc != header("Host"):
        return True
    if (header("Sec-Fetch-Site") or "none") in ("none", "same-origin"):
        return False
    follows_link = header("Sec-Fetch-Mode") == "navigate" and header("Sec-Fetch-Dest") == "document"
    return changes or not follows_link


def _split(address: str) -> SplitResult:
    """Return the parts of an address; for what is none, such as `http://[x`, a path that no page has."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "\0", "", "")


def signature(project: Project) -> int:
    """Return a number that changes with records, settings, templates and the current commit."""
    stamps = [
        (file.path, file.size, file.mtime)
        for file in discover(project.store.checked_root, project.store.roots)
    ]
    other_stamps = [_stamp(path) for path in _other_files(project)]
    return hash((tuple(stamps), tuple(other_stamps)))


def _other_files(project: Project) -> Iterator[str]:
    yield os.path.join(project.root, *CONFIG_PATH.split("/"))
    for place, folders, names in os.walk(os.path.join(project.root, ".records", "templates")):
        folders.sort()
        for name in sorted(names):
            yield os.path.join(place, name)
    if project.location is not None:
        head = os.path.join(project.location.git_dir, "HEAD")
        yield head
        yield os.path.join(project.location.git_dir, "logs", "HEAD")


def _stamp(path: str) -> tuple[str, int, int]:
    try:
        stat = os.stat(path)
    except OSError:
        return (path, 0, 0)
    return (path, stat.st_size, stat.st_mtime_ns)
