"""How a decision log is kept, learned from its newest records: where a new one goes, its name, and its form."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from records.errors import RecordsError
from records.history.find_logs import find_unread
from records.history.known_words import own_words, status_word
from records.history.log_template import find_template
from records.history.record_form import DATE, NUMBER, STATUS, TITLE, RecordForm, learn_form, read_form
from records.history.record_names import NEWEST, NameStyle, learn_names, prevailing, take_apart
from records.model.file_name import is_other_markup
from records.model.kind import Kind, log_directory, path_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from records.history.find_logs import Log
    from records.project.project import Project

_STATES = {
    "draft": "draft drafts", "proposed": "proposed proposal proposals open pending", "rejected": "rejected declined",
    "accepted": "accepted active approved current decided", "deprecated": "deprecated obsolete",
    "superseded": "superseded replaced",
}  # fmt: skip
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split()}
_ARCHIVES = frozenset(
    ("archive", "archived", "archives", "old", "retired", "historical", "deprecated", "superseded")
)
_PACKAGES = frozenset(("packages", "apps", "services", "libs", "modules", "crates", "plugins", "projects"))
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class LogStyle:
    """The style of a log.

    Attributes:
        directory: where a new record goes, POSIX from the root.
        names: the pattern of file names.
        form: the form of the records; None where there are none to learn from.
        template: the log's own template, a path from the root; None without one, or where no record follows it.
        count: how many records were looked at.
        folders: the folders that share one series of numbers with the directory.
        unread: a line for each log that nothing reads yet.
        words: the log's own word for the status of the new record, by that status; empty where it has none.
    """

    directory: str
    names: NameStyle = field(default_factory=NameStyle)
    form: RecordForm | None = None
    template: str | None = None
    count: int = 0
    folders: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def describe(self) -> str:
        """One line that says what was learned."""
        if self.form is None:
            return path_in(self.directory, self.names.pattern)
        parts = [path_in(self.directory, self.names.pattern)]
        title = self.form.title_line
        for sign, word in (
            (NUMBER, "N"),
            (TITLE, "Title"),
            (STATUS, "status"),
            (DATE, "date"),
        ):
            title = title.replace(sign, word)
        parts.append(f"heading `{title}`" if title else "no heading")
        parts.append(f"status in {self.form.place}" if self.form.place else "no status")
        sections = len(self.form.keys(2) or self.form.keys())
        parts.append(f"template {self.template}" if self.template else f"{sections} sections")
        return f"following the newest {self.count} records: " + ", ".join(parts)


def learn_style(project: Project, status: str, date: str) -> LogStyle:
    """Learn the style of the log that a new record of this status and day goes into."""
    unread = find_unread(project)
    logs = _logs(project, unread.logs)
    directory = _directory(project, logs, status, date)
    folders = _series(directory, logs)
    paths = logs.get(directory) or [path for folder in folders for path in logs.get(folder, ())]
    relative = {path: path.removeprefix(_base(path, logs) + "/") for path in paths}
    in_order = sorted(paths, key=lambda path: _order(relative[path]))
    names = learn_names([_as_markdown_name(relative[path]) for path in in_order])
    forms = []
    for path in [path for path in in_order if not is_other_markup(path)][-NEWEST:]:
        try:
            forms.append(read_form(project.store.text(path), relative[path]))
        except RecordsError:
            continue
    form = learn_form(forms, status.lower()) if forms else None
    words = [word for form in forms if form.state == status and (word := status_word(form.status, status))]
    template = find_template(project, directory, form, len(forms))
    return LogStyle(
        directory,
        names,
        form,
        template,
        len(forms),
        folders,
        unread.notes,
        {status: prevailing(words)} if words else own_words(project, directory, status) if forms else {},
    )


def _as_markdown_name(name: str) -> str:
    """The name that a record in another markup would have in Markdown, which is what new records are written in."""
    return f"{name.rpartition('.')[0]}.md" if is_other_markup(name) else name


def _order(name: str) -> tuple[str, int, str]:
    parts = take_apart(_as_markdown_name(name))
    return (*parts.order, name) if parts else ("", 0, name)


def _logs(project: Project, unread: Sequence[Log]) -> dict[str, list[str]]:
    """The paths of all decisions, by the directory of their log; those too that nothing reads yet."""
    logs: dict[str, list[str]] = {}
    for record in project.store.scan():
        if record.kind is Kind.ADR and record.readable:
            logs.setdefault(log_directory(record.path), []).append(record.path)
    for log in unread:
        if log.is_named or not logs or len(unread) == 1:
            logs.setdefault(log.directory, []).extend(log.paths)
    return logs


def _base(path: str, logs: dict[str, list[str]]) -> str:
    folder = log_directory(path)
    return folder if folder in logs else posixpath.dirname(path)


def _directory(project: Project, logs: dict[str, list[str]], status: str, date: str) -> str:
    """Where a new record goes: what settings say, else the largest log of the package that we are in."""
    if setting := project.configured_directory(Kind.ADR):
        return setting
    if project.log and (project.log in logs or not logs):
        return _for_state(project.log, logs, status, date)
    folder = project.start
    while folder:
        inside = [name for name in logs if name.startswith(folder + "/")]
        if inside:
            return _for_state(_largest(logs, inside), logs, status, date)
        if project.log.startswith(folder + "/"):
            return project.log
        folder = posixpath.dirname(folder)
    if project.log or not logs:
        return project.directory(Kind.ADR)
    common = [name for name in logs if not _PACKAGES & set(name.split("/"))] or list(logs)
    return _for_state(_largest(logs, common), logs, status, date)


def _largest(logs: dict[str, list[str]], names: Iterable[str]) -> str:
    return max(sorted(names), key=lambda name: len(logs[name]))


def _for_state(directory: str, logs: dict[str, list[str]], status: str, date: str) -> str:
    """The folder beside *directory* that is meant for the status or the year of a new record."""
    parent, _, last = directory.rpartition("/")
    siblings = [name for name in logs if name.rpartition("/")[0] == parent]
    if _YEAR.fullmatch(last) and all(_YEAR.fullmatch(name.rpartition("/")[2]) for name in siblings):
        return f"{parent}/{date[:4]}"
    if last.lower() not in _ARCHIVES and last.lower() not in _STATE_OF:
        return directory
    for name in siblings:
        if _STATE_OF.get(name.rpartition("/")[2].lower()) == status.lower():
            return name
    if parent in logs or last.lower() in _ARCHIVES:
        return parent
    return directory


def _series(directory: str, logs: dict[str, list[str]]) -> tuple[str, ...]:
    """The folders whose numbers are one series with those of *directory*.

    Folders for states and archives always are; others within one log are as long as no number is there twice.
    """
    parent, _, last = directory.rpartition("/")
    top = parent if last.lower() in (*_STATE_OF, *_ARCHIVES) or _YEAR.fullmatch(last) else directory
    inside = sorted(
        name for name in logs if name != directory and (name == top or name.startswith(top + "/"))
    )
    numbers = _numbers(logs.get(directory, ()))
    shared_folders = [directory]
    for name in inside:
        leaf = name.rpartition("/")[2].lower()
        own = _numbers(logs[name])
        if leaf in _STATE_OF or leaf in _ARCHIVES or name == top or not own & numbers:
            shared_folders.append(name)
            numbers |= own
    return tuple(shared_folders)


def _numbers(paths: Iterable[str]) -> set[tuple[str, str]]:
    parts = [take_apart(path.rsplit("/", 1)[-1]) for path in paths]
    return {(part.prefix.lower(), part.number.lstrip("0")) for part in parts if part and part.number}
