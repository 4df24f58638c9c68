"""How a decision log is kept, learned from its newest records: where a new one goes, its name, and its form."""

from __future__ import annotations

import posixpath
from collections import Counter
from contextlib import suppress

from records.adr.other_markup import as_markdown
from records.adr.status_text import is_status
from records.dataclass import dataclass, field, replace
from records.errors import RecordsError
from records.history.find_logs import find_unread, is_log_name
from records.history.form_signs import DATE, NUMBER, STATUS, TITLE, YEAR_SIGN
from records.history.known_words import own_words, status_word
from records.history.learn_form import learn_form, of_one_form
from records.history.log_folders import folder_for, is_period, log_top, series_directories
from records.history.log_template import find_template
from records.history.other_markup_form import learn_markup
from records.history.read_form import read_form
from records.history.record_form import RecordForm
from records.history.record_names import (
    NEWEST,
    NameStyle,
    learn_names,
    majority,
    prevailing,
    take_apart,
)
from records.model.file_name import is_numbered_name, is_other_markup
from records.model.kind import Kind
from records.model.record_paths import log_directory, path_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from records.history.find_logs import Log
    from records.project.project import Project

_PACKAGES = frozenset(("packages", "apps", "services", "libs", "modules", "crates", "plugins", "projects"))
_FEW = 3
_SEVERAL = 2
_USUAL_SECTIONS = frozenset(("status", "context", "decision", "consequences"))


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
        pages: pages with decisions, where there are no others and nobody has said where a log is to be.
        words: the log's own word for the status of the new record, by that status; empty where it has none.
    """

    directory: str
    names: NameStyle = field(default_factory=NameStyle)
    form: RecordForm | None = None
    template: str | None = None
    count: int = 0
    folders: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_usual(self) -> bool:
        """Whether adr-tools would write such records: in its own form, or by the log's template."""
        form = self.form
        return (
            form is None
            or bool(self.template)
            or (form.title_line == f"# {NUMBER}. {TITLE}" and form.keys(2) == _USUAL_SECTIONS)
        )

    @property
    def is_own(self) -> bool:
        """Whether the records are as `records init` and `adr new` make them without anything to follow."""
        return (
            self.is_usual
            and not self.template
            and self.directory == Kind.ADR.directory
            and self.names.pattern == NameStyle().pattern
            and (self.form is None or self.form.place == "status section")
        )

    def describe(self) -> str:
        """One line that says what was learned."""
        if self.form is None:
            return path_in(self.directory, self.names.pattern)
        parts = [path_in(self.directory, self.names.pattern)]
        title = self.form.title_line
        for sign, word in (
            (YEAR_SIGN, "YYYY"),
            (NUMBER, "N"),
            (TITLE, "Title"),
            (STATUS, "status"),
            (DATE, "date"),
        ):
            title = title.replace(sign, word)
        title = title.lstrip("# ") if self.form.markup else title
        parts.append(f"heading `{title}`" if title else "no heading")
        parts.append(f"status in {self.form.place}" if self.form.place else "no status")
        sections = len(self.form.keys(2) or self.form.keys())
        parts.append(f"template {self.template}" if self.template else f"{sections} sections")
        newest = f"newest {self.count} records" if self.count > 1 else "newest record"
        return f"following the {newest}: " + ", ".join(parts)


def learn_style(
    project: Project, status: str, date: str, *, is_default: bool = False, in_markup_of_log: bool = True
) -> LogStyle:
    """Learn the style of the log that a new record goes into.

    Args:
        project: where.
        status: of the new record.
        date: its day.
        is_default: whether nobody asked for this status, so that a log of one status of its own gives that.
        in_markup_of_log: whether the record may be AsciiDoc or reStructuredText where the log is.
    """
    unread = find_unread(project)
    unread.require_log()
    read = _logs(project)
    unread_logs = _unread_logs(read, unread.logs)
    logs = read | unread_logs
    directory = _directory(project, read, unread_logs, status, date)
    folders = _series(directory, logs)
    paths = logs.get(directory, [])
    if len(paths) < _FEW:  # a new folder, or one that says little
        parts = [folder for folder in logs if log_top(folder) == log_top(directory)]
        paths = [path for folder in parts for path in logs.get(folder, ())]
    relative = {path: path.removeprefix(_base(path, logs) + "/") for path in paths}
    in_order = sorted(paths, key=lambda path: _order(relative[path]))
    names = learn_names([_as_markdown_name(relative[path]) for path in in_order])
    ending = _other_ending(in_order) if in_markup_of_log else ""
    same = [path for path in in_order if path.endswith(ending) and is_other_markup(path) == bool(ending)]
    texts: dict[str, str] = {}
    for path in same[-NEWEST:]:
        with suppress(RecordsError):
            texts[relative[path]] = project.store.text(path)
    forms = list(of_one_form([_read_form(name, text) for name, text in texts.items()]))
    form = learn_form(forms, status.lower()) if forms else None
    if form and not form.has_decision and _says_little(form, forms, texts):
        form = _with_decided_sections(project, form, same)
    if form and ending:
        form = replace(form, markup=learn_markup(texts.items(), ending))
        names = replace(names, ending=ending)
    words = [word for form in forms if form.state == status and (word := status_word(form.status, status))]
    if is_default and not words and (custom := _custom_status(forms)):
        words = [custom]
    template = None if ending else find_template(project, directory, form, len(forms))
    if template and not in_order and is_numbered_name(posixpath.basename(template)):
        names = learn_names([posixpath.basename(template)])  # `adr000-template.md`
    return LogStyle(
        directory,
        names,
        form,
        template,
        len(forms),
        folders,
        unread.notes,
        ()
        if project.log or project.configured_directory(Kind.ADR)
        else tuple(p.path for p in unread.only_pages),
        {status: prevailing(words)} if words else own_words(project, directory, status) if forms else {},
    )


def _says_little(form: RecordForm, forms: Sequence[RecordForm], texts: Mapping[str, str]) -> bool:
    """Whether the newest records have hardly a section in common."""
    own = [section for section in form.sections if not section.is_about_record]
    return len(own) < _SEVERAL or len(forms) == 1 < len(texts)


def _with_decided_sections(project: Project, form: RecordForm, paths: Sequence[str]) -> RecordForm:
    """A form whose records have hardly a section in common, with those of the records that state a decision."""
    forms = []
    for path in paths:
        with suppress(RecordsError):
            forms.append(_read_form(posixpath.basename(path), project.store.text(path)))
    decided = [other for other in forms if other.has_decision]
    if _SEVERAL * len(decided) < len(forms):
        return form
    return replace(form, sections=learn_form(of_one_form(decided), form.state).sections)


def _read_form(name: str, text: str) -> RecordForm:
    """Read the form of one record, whatever its markup."""
    return read_form(as_markdown(text, name), _as_markdown_name(name))


def _custom_status(forms: Sequence[RecordForm]) -> str:
    """The status of its own that every one of several records has (`Final`), as written; empty without one."""
    statuses = {form.status for form in forms}
    is_custom = len(forms) > 1 and len(statuses) == 1 and not is_status(forms[0].status)
    return forms[0].status if is_custom else ""


def _other_ending(in_order: Sequence[str]) -> str:
    """The ending of the newest records where most are AsciiDoc or reStructuredText; empty where they are Markdown."""
    ending = majority(posixpath.splitext(path)[1] for path in in_order[-NEWEST:])
    return ending if isinstance(ending, str) and is_other_markup(f"x{ending}") else ""


def _as_markdown_name(name: str) -> str:
    """The name that a record in another markup would have in Markdown."""
    return f"{name.rpartition('.')[0]}.md" if is_other_markup(name) else name


def _order(name: str) -> tuple[str, int, str]:
    parts = take_apart(_as_markdown_name(name))
    return (*parts.order, name) if parts else ("", 0, name)


def _logs(project: Project) -> dict[str, list[str]]:
    """The paths of the decisions that are read, by the directory of their log."""
    logs: dict[str, list[str]] = {}
    for record in project.store.scan():
        if record.kind is Kind.ADR and record.readable:
            logs.setdefault(log_directory(record.path), []).append(record.path)
    return logs


def _unread_logs(logs: dict[str, list[str]], unread: Sequence[Log]) -> dict[str, list[str]]:
    """The paths of the decisions that nothing reads yet; of folders whose name does not say so only a single one."""
    return {
        log.directory: [*logs.get(log.directory, ()), *log.paths]
        for log in unread
        if log.is_named or not logs or len(unread) == 1
    }


def _base(path: str, logs: dict[str, list[str]]) -> str:
    folder = log_directory(path)
    return folder if folder in logs else posixpath.dirname(path)


def _directory(
    project: Project, read: dict[str, list[str]], unread: dict[str, list[str]], status: str, date: str
) -> str:
    """Where a new record goes: what settings say, else the largest log of the package that we are in.

    Outside of a package with a log it is the largest log that is read; one that nothing reads only where there is none.
    """
    logs = read | unread
    if setting := project.configured_directory(Kind.ADR):
        return setting
    if project.log and (project.log in logs or not logs):
        return folder_for(project.log, logs, status, date)
    folder = project.start
    while folder:
        inside = [name for name in logs if name.startswith(folder + "/")]
        if inside and (folder == project.start or not _holds_packages(folder, inside)):
            return folder_for(_largest(logs, inside), logs, status, date)
        if project.log.startswith(folder + "/"):
            return project.log
        folder = posixpath.dirname(folder)
    if project.log or not logs:
        return project.directory(Kind.ADR)
    known = read or logs
    common = [name for name in known if not _PACKAGES & set(name.split("/"))] or list(known)
    return folder_for(_largest(logs, common), logs, status, date)


def _holds_packages(folder: str, inside: Sequence[str]) -> bool:
    """Whether a folder around the one that we are in holds packages, so that the logs in it are those of others."""
    packages = {name[len(folder) + 1 :].partition("/")[0] for name in inside}
    return posixpath.basename(folder) in _PACKAGES or len(packages) > 1


def _largest(logs: dict[str, list[str]], names: Iterable[str]) -> str:
    """The largest log; the folders for states and periods of one count together, and its newest folder is named."""
    counts: Counter[str] = Counter()
    for name in names:
        counts[log_top(name)] += len(logs[name])
    top = max(sorted(counts), key=lambda name: counts[name])
    parts = [name for name in names if log_top(name) == top]
    return max(sorted(parts), key=lambda name: (not is_period(name) and len(logs[name]), name))


def _series(directory: str, logs: dict[str, list[str]]) -> tuple[str, ...]:
    """The folders whose numbers are one series with those of *directory*.

    Folders of one log for states, archives and periods are; others around it as long as no number is there twice.
    """
    top = own_top = log_top(directory)
    while is_log_name(posixpath.basename(posixpath.dirname(top))):
        top = posixpath.dirname(top)
    inside = sorted(name for name in logs if name == top or name.startswith(top + "/"))
    series = series_directories(
        {name: [int(number) for _, number in _numbers(logs.get(name, ()))] for name in {*inside, directory}}
    )
    numbers = _numbers(logs.get(directory, ()))
    shared_folders = [directory]
    for name in sorted(inside, key=lambda name: log_top(name) != own_top):
        own = _numbers(logs[name])
        is_shared = series[name] == series[directory] if log_top(name) == own_top else not own & numbers
        if name != directory and is_shared:
            shared_folders.append(name)
            numbers |= own
    return tuple(shared_folders)


def _numbers(paths: Iterable[str]) -> set[tuple[str, str]]:
    parts = [take_apart(path.rsplit("/", 1)[-1]) for path in paths]
    return {
        (f"{part.prefix.lower()}{part.year}", part.number.lstrip("0") or "0")
        for part in parts
        if part and part.number
    }
