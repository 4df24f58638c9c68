"""The report of a whole check, stored with all that it depends on: read before any rule, or record, is loaded.

It holds while nothing has changed that a check looks at: the records and the settings (the generation of the index),
the program, the day, the files of the work tree as git sees them, and what rules asked for beside these: files that git
may ignore, the upstream branch, the addresses of remotes. Where any of this cannot be said, nothing is stored.
"""

from __future__ import annotations

import os
import time
from functools import cache

import records.git
from records._version import __version__
from records.check.report import Report
from records.digest import sha256
from records.git.tree_state import tree_state
from records.model.diagnostic import Diagnostic
from records.model.severity import Severity
from records.project.fingerprint import RACY
from records.project.stamp import line_of_fields, read_fields, read_page, write_page

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from records.git import Git, Location

_PAGE = "check"
BASELINE = ".records/baseline.json"
"""The file with the findings that a project lives with for now."""


class AskedOf:
    """What rules asked of the surroundings of a project, with the answers: asked again, they show if a report holds.

    Attributes:
        paths: whether there is something at each path from the root.
        files: whether there is a file at each path from the root.
        upstream: the commit of the upstream branch; None where nobody asked.
        remotes: the addresses of remotes as one text; None where nobody asked.
    """

    __slots__ = ("files", "paths", "remotes", "upstream")

    def __init__(self) -> None:
        self.paths: dict[str, bool] = {}
        self.files: dict[str, bool] = {}
        self.upstream: str | None = None
        self.remotes: str | None = None

    def holds(self, root: str, git: Git) -> bool:
        """Return whether every answer would be the same now."""
        return (
            all(os.path.exists(os.path.join(root, path)) == answer for path, answer in self.paths.items())
            and all(os.path.isfile(os.path.join(root, path)) == answer for path, answer in self.files.items())
            and (self.upstream is None or self.upstream == records.git.upstream_commit(git))
            and (self.remotes is None or self.remotes == repr(records.git.remote_addresses(git)))
        )

    def lines(self) -> list[str]:
        """Return lines that state all of this, for `read`."""
        rows: list[tuple[object, ...]] = [("path", path, int(answer)) for path, answer in self.paths.items()]
        rows += [("file", path, int(answer)) for path, answer in self.files.items()]
        rows += [("upstream", self.upstream)] if self.upstream is not None else []
        rows += [("remotes", self.remotes)] if self.remotes is not None else []
        return [line_of_fields(row) for row in rows]

    def read(self, name: str, values: list[str]) -> None:
        """Add what one of these lines states.

        Raises:
            ValueError: it is no such line.
            IndexError: it is cut short.
        """
        if name in ("path", "file"):
            (self.paths if name == "path" else self.files)[values[0]] = values[1] == "1"
        elif name == "upstream":
            self.upstream = values[0]
        elif name == "remotes":
            self.remotes = values[0]
        else:
            raise ValueError(name)


class StoredReport:
    """Where the report of a project's whole check is stored, for the state in which its files are now.

    Args:
        root: absolute path of the project.
        git: in the project.
        location: of its repository.
        folder: of what this project derives.
        generation: of the stored listing of all records; "" for none.
        today: the day.
    """

    def __init__(
        self, root: str, git: Git, location: Location, folder: str, generation: str, today: str
    ) -> None:
        self._root, self._git, self._folder, self._generation = root, git, folder, generation
        inner = os.path.relpath(root, location.root).replace(os.sep, "/")
        baseline = BASELINE if inner == "." else f"{inner}/{BASELINE}"
        started = time.time_ns()
        state, newest = (tree_state(git, location, [baseline]) if generation else None) or ("", started)
        # a file that changed within two seconds may change again unseen
        is_sure = started - newest >= RACY
        # the names of files may be secret: the state is stored as its digest
        key = line_of_fields((__version__, code_state(), today, sha256(state)))
        self._key = key if is_sure else None

    def load(self) -> Report | None:
        """Return the report; None where none is stored for this state."""
        if self._key is None:
            return None
        key, _, text = (read_page(self._folder, _PAGE, self._generation) or "").partition("\n")
        if key != self._key:
            return None
        try:
            asked, report = _parse(text)
        except (ValueError, IndexError, TypeError):
            return None
        return report if asked.holds(self._root, self._git) else None

    def save(self, report: Report, asked: AskedOf) -> None:
        """Store a report, unless it could not look at everything."""
        if self._key is None or report.skipped:
            return
        rows = [
            line_of_fields(("report", report.checked, report.stale, report.pages)),
            *asked.lines(),
            *(line_of_fields(("found", *_values(item))) for item in report.diagnostics),
            *(line_of_fields(("existing", *_values(item))) for item in report.existing),
        ]
        write_page(self._folder, _PAGE, self._generation, "\n".join([self._key, *rows]))


def _values(item: Diagnostic) -> tuple[object, ...]:
    return (
        item.rule, item.severity.value, item.path, item.line, item.message, item.hint, int(item.fixable), item.column,
        item.count,
    )  # fmt: skip


def _parse(text: str) -> tuple[AskedOf, Report]:
    """Return what `StoredReport.save` wrote below the key.

    Raises:
        ValueError, IndexError, TypeError: it is something else.
    """
    asked = AskedOf()
    found: list[Diagnostic] = []
    existing: list[Diagnostic] = []
    head, *lines = text.split("\n")
    name, *counts = read_fields(head)
    if name != "report":
        raise ValueError(name)
    checked, stale, pages = map(int, counts)
    for line in lines:
        name, *values = read_fields(line)
        if name in ("found", "existing"):
            rule, severity, path, number, message, hint, fixable, column, count = values
            item = Diagnostic(
                rule, Severity(severity), path, int(number), message, hint, fixable == "1", int(column), int(count)
            )  # fmt: skip
            (found if name == "found" else existing).append(item)
        else:
            asked.read(name, values)
    return asked, Report(tuple(found), checked, (), tuple(existing), stale, (), pages)


@cache
def code_state() -> str:
    """Return a text that differs for other files of the program: another version of a rule finds something else.

    The files are looked at once: what this process runs is what they held when it began.
    """
    from zlib import crc32

    pending = [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
    digest = count = newest = 0
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in sorted(entries, key=_name):
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    digest = crc32(f"{entry.path} {status.st_size} {status.st_mtime_ns}".encode(), digest)
                    count, newest = count + 1, max(newest, status.st_mtime_ns)
                elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                    pending.append(entry.path)
    return f"{count}-{newest}-{digest}"


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
