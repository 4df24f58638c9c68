"""The project that a server answers about, read again only where a file changed since the last call."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from mcp.server.mcpserver.exceptions import ToolError

from records.dataclass import dataclass, field, replace
from records.errors import Ambiguous, NotFound, RecordsError
from records.git.output_cache import OutputCache
from records.model.kind import Kind
from records.project.catalog import Catalog
from records.project.discovery import discover
from records.project.project import Project, WorkTreeProject
from records.secrets.redactor import without_secrets
from records.suggest.run import log_decisions
from records.text.envelope import line

if TYPE_CHECKING:
    from records.check.report import Report
    from records.model.record import Record
    from records.suggest.run import LogDecisions

P = ParamSpec("P")
R = TypeVar("R")

_SERVICES = (
    "records.project.search", "records.trace.why", "records.suggest.run", "records.check",
    "records.history.new_phr", "records.history.new_adr", "records.history.finish_phr", "records.history.link",
    "records.project.redaction", "records.git.blame", "records.git.diff", "records.git.log",
)  # fmt: skip
_RACY = 2_000_000_000  # nanoseconds: a file that changed so lately may change again without looking different
_LONGEST_REF = 200
_LISTING = "search_records without a query lists records"
_AS_TOOLS = {"records list shows what there is": _LISTING}
BEGIN = (
    "There are no records here yet. Record the prompt you are working on with create_phr, "
    "or ask the user to run `records init`."
)
_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A project with all its records, and what was found out about them."""

    project: Project
    catalog: Catalog
    stamp: _Stamp
    time: int
    reports: dict[tuple[str, ...], Report] = field(default_factory=dict)
    _standing: list[LogDecisions] = field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        """All records."""
        return self.catalog.records

    @property
    def beginning(self) -> str:
        """What to do where nothing is recorded yet; empty where something is."""
        return "" if self.records else BEGIN

    @property
    def looks(self) -> dict[str, tuple[int, int]]:
        """Size and time of each file."""
        return {path: (size, mtime) for path, size, mtime in self.stamp}

    def standing(self) -> LogDecisions:
        """The decisions that cover a change, with their words; read once."""
        if not self._standing:
            self._standing.append(log_decisions(self.project, self.records))
        return self._standing[0]

    def record(self, ref: str, kind: Kind | None = None) -> Record:
        """Return the record that a reference names.

        Raises:
            NotFound: none does; the hint names those that sound alike.
            Ambiguous: several do.
        """
        try:
            return self.catalog.record(ref, kind)
        except NotFound as error:
            near = self._near(ref[:_LONGEST_REF], kind)
            hint = f"did you mean {', '.join(near)}?" if near else self.beginning
            raise NotFound(error.message, hint or _LISTING) from error

    def _near(self, ref: str, kind: Kind | None) -> list[str]:
        import re
        from difflib import get_close_matches

        fitting = [record for record in self.records if kind is None or record.kind == kind]
        number = re.search(r"(?<!\d)\d{1,9}(?!\d)", ref)
        same = [record.ref for record in fitting if number and record.number == int(number[0])]
        if same:
            return same[:3]
        names = {
            name[:_LONGEST_REF].casefold(): record.ref
            for record in fitting
            for name in (record.ref, record.stem, record.title)
        }
        matches = get_close_matches(ref.casefold(), list(names), 3, 0.6)
        return list(dict.fromkeys(names[name] for name in matches))


class Session:
    """What one running server knows.

    Args:
        directory: where it was started; the project is found from there at every call, since it may be made later.
        read_only: whether nothing is to be written.
    """

    def __init__(self, directory: str, *, read_only: bool = False) -> None:
        self.directory = directory
        self.read_only = read_only
        self._last: Snapshot | None = None
        self._tracked: tuple[object, list[str]] = (None, [])
        self._output_cache = OutputCache()
        self._lock = Lock()

    def snapshot(self, project: Project | None = None) -> Snapshot:
        """The project as it is now.

        Raises:
            RecordsError: see `Project.open`.
        """
        with self._lock:
            project = project or self.fresh()
            now = time.time_ns()
            stamp = self._stamp(project)
            last = self._last
            if last is None or not _same(last, project, stamp):
                last = Snapshot(project, Catalog(project.store.scan()), stamp, now)
                self._last = last
            project.store.remember(last.records)
            return last

    def prepare(self) -> None:
        """Read the records and load the services before the first call; calls report what fails."""
        with suppress(RecordsError, OSError):
            self.snapshot().standing()
        for name in _SERVICES:
            import_module(name)

    def fresh(self) -> WorkTreeProject:
        """The project, opened again: to write to it, or to run git while the records are read."""
        return replace(Project.open(self.directory), output_cache=self._output_cache)

    def _stamp(self, project: Project) -> _Stamp:
        matches = discover(project.store.checked_root, project.store.roots, self._tracked_prompts(project))
        return tuple((record.path, record.size, record.mtime) for record in matches)

    def _tracked_prompts(self, project: Project) -> list[str]:
        """Tracked prompt records, asked of git again when its index changed."""
        if project.location is None:
            return []
        try:
            stat = os.stat(os.path.join(project.location.git_dir, "index"))
        except OSError:
            return []
        index_state = (project.root, stat.st_mtime_ns, stat.st_size)
        if self._tracked[0] != index_state:
            self._tracked = (index_state, project.store.tracked())
        return self._tracked[1]


def _same(last: Snapshot, project: Project, stamp: _Stamp) -> bool:
    newest = max((mtime for _, _, mtime in stamp), default=0)
    return (
        last.stamp == stamp
        and last.time - newest > _RACY
        and last.project.root == project.root
        and last.project.settings == project.settings
        and last.project.store.roots == project.store.roots
    )


def explain_error(error: RecordsError) -> str:
    """Return an error as a model can act on it: what happened, then what to do."""
    hint_text = _AS_TOOLS.get(error.hint, error.hint)
    hint = f" What to do: {line(hint_text)}." if hint_text else ""
    if isinstance(error, Ambiguous):
        hint = f" Candidates: {', '.join(map(line, error.candidates))}."
    return f"{line(error.message)}.{hint}".replace("?.", "?")


def reports_errors(tool: Callable[P, R]) -> Callable[P, R]:
    """Make a tool report an error of ours to the model, with what to do next."""

    @wraps(tool)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return tool(*args, **kwargs)
        except RecordsError as error:
            raise ToolError(without_secrets(explain_error(error))) from error

    return run
