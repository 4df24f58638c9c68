"""adr-tools' reports and upkeep: which files its log holds, its table of contents, its graph, its date format.

Source: npryce/adr-tools b3279ba. Its text is kept to the byte; what hurt its users is not: paths with blanks work,
numbers are never octal, and nothing is quadratic.
"""

from __future__ import annotations

import os
import sys

import records.regex as re
from records.adr.dialects import read_adr
from records.dataclass import replace
from records.errors import InvalidInput, NotFound
from records.history.find_logs import find_unread
from records.history.link import with_link
from records.history.new_adr import create_adr, second_log
from records.model.drafts import AdrDraft
from records.model.kind import Kind
from records.model.link import canonical_relation
from records.model.record_paths import log_directory
from records.model.status import Status
from records.project.catalog import Catalog
from records.project.foreign_config import DOC_ADR, foreign_logs
from records.project.redaction import hide_secrets, refuse_secrets
from records.project.templates import packaged_templates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project, WorkTreeProject

_RECORD = re.compile(r"[0-9]+-[^/]*\.md")
_OLD_DATE = re.compile(r"Date: ([0-9]{2})/([0-9]{2})/([0-9]{4})")


def as_adr_tools_project(project: WorkTreeProject) -> WorkTreeProject:
    """The project as adr-tools sees it: in a folder that is no repository and has no records yet, in `doc/adr`."""
    is_untouched = project.location is None and not project.settings.adr.directory and not project.log
    if not is_untouched or os.path.isdir(project.store.absolute(project.directory(Kind.ADR))):
        return project
    return replace(project, log=DOC_ADR)


def keeps_adr_tools_ways(project: Project) -> bool:
    """Return whether the decisions of this project belong to adr-tools: `doc/adr`, or the folder in `.adr-dir`."""
    if project.settings.adr.directory or not project.log:
        return False
    parent = project.log
    while parent:
        parent = parent.rpartition("/")[0]
        logs = foreign_logs(project.store.absolute(parent or "."))
        if any(log.tool != "adr-tools" for log in logs[:1]):
            return False
        if logs:
            return True
    return f"/{project.log}".endswith(f"/{DOC_ADR}")


def log_names(project: Project) -> list[str]:
    """The names of the records in the log, in their order.

    Raises:
        NotFound: there is no such folder.
    """
    directory = project.directory(Kind.ADR)
    try:
        names = os.listdir(project.store.absolute(directory))
    except OSError as error:
        raise NotFound(f"The {directory} directory does not exist") from error
    return sorted(name for name in names if _RECORD.match(name))


def log_path(project: Project, name: str) -> str:
    """The POSIX path, from the root, of a file of the log."""
    return f"{project.directory(Kind.ADR)}/{name}"


def _titles(project: Project) -> list[tuple[str, str, str]]:
    """Name, title as its heading has it, and text of every record of a log."""
    titles = []
    for name in log_names(project):
        text = project.store.text(log_path(project, name))
        first = text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
        title = first[2:] if first.startswith("# ") else read_adr(text, name).title
        titles.append((name, title, text))
    return titles


def table_of_contents(project: Project, *, intro: str = "", outro: str = "", prefix: str = "") -> str:
    """Write adr-tools' table of contents: a heading, *intro*, a line a record, *outro*."""
    lines = ["# Architecture Decision Records", ""]
    text = "\n".join(lines) + "\n"
    if intro:
        text += f"{intro}\n" if intro.endswith("\n") else f"{intro}\n\n"
    for name, title, _ in _titles(project):
        text += f"* [{title}]({prefix}{name})\n"
    if outro:
        text += f"\n{outro}" if outro.endswith("\n") else f"\n{outro}\n"
    return text


def graph(project: Project, *, prefix: str = "", extension: str = ".html") -> str:
    """Write adr-tools' graph in Graphviz form: records in a dotted row, links but those that end in ` by`.

    Where numbers are missing the row goes on with the next record, and a link to no record is left out.
    """
    rows = [(int(name.split("-", 1)[0]), name, title, text) for name, title, text in _titles(project)]
    lines = ["digraph {", "  node [shape=plaintext];", "  subgraph {"]
    for index, (number, name, title, _) in enumerate(rows):
        label = title.replace("\\", "\\\\").replace('"', '\\"')
        url = f"{prefix}{name.removesuffix('.md')}{extension}"
        lines.append(f'    _{number} [label="{label}"; URL="{url}"];')
        if index:
            lines.append(f'    _{rows[index - 1][0]} -> _{number} [style="dotted", weight=1];')
    lines.append("  }")
    numbers = {number for number, *_ in rows}
    for number, name, _, text in rows:
        for words, target in _graph_links(text, name):
            if target in numbers:
                lines.append(f'  _{number} -> _{target} [label="{words}", weight=0]')
    return "\n".join([*lines, "}"]) + "\n"


def _graph_links(text: str, name: str) -> list[tuple[str, int]]:

    match = []
    for link in read_adr(text, name).links:
        number = re.match(r"(?:.*/)?0*([1-9][0-9]{0,17})(?![0-9])", link.target)
        if number and not link.text.lower().endswith((" by", "-by")):
            match.append((link.text.replace('"', '\\"'), int(number[1])))
    return match


def upgrade_dates(project: WorkTreeProject) -> list[str]:
    """Rewrite `Date: dd/mm/yyyy` as ISO 8601 in every record of a log, and nothing else; give the names changed."""
    texts = {}
    for name in log_names(project):
        path = log_path(project, name)
        text = project.store.text(path)
        new = _OLD_DATE.sub(r"Date: \3-\2-\1", text)
        if new != text:
            texts[path] = new
    project.writer.save(texts)
    return sorted(texts)


def link_both(
    project: WorkTreeProject, source: str, words: str, target: str, reverse: str
) -> tuple[str, ...]:
    """Write a link in *source*, and its *reverse* in *target* where it is given; give the paths that changed.

    Both texts are made before the first write. A reference is a number or a part of a file's name, never of its folder.

    Raises:
        NotFound: an end names nothing.
        Ambiguous: an end names several records.
        InvalidInput: the two are one record.
        EditError: a file cannot be edited without touching more than it should.
    """
    with project.writer.locked():
        catalog = Catalog(project.store.scan())
        first, second = catalog.adr(source), catalog.adr(target)
        (words, reverse), _ = hide_secrets(project, (words, reverse))
        if first.key == second.key:
            raise InvalidInput(f"{first.ref} cannot be linked with itself")
        texts = {first.path: with_link(project, first, canonical_relation(words), second, words=words)}
        if reverse:
            texts[second.path] = with_link(project, second, canonical_relation(reverse), first, words=reverse)
        return project.writer.save(texts)


def begin(project: WorkTreeProject, start: str, directory: str) -> tuple[Project, str]:
    """Begin adr-tools' log in *directory*, seen from *start*; give the project with it, and the first record's path.

    A directory that is named is remembered in `.adr-dir`.

    Raises:
        InvalidInput: the directory leads outside the project, the log has records already, or no directory is named
            and another folder has decisions.
    """
    if not directory:
        _refuse_second_log(project)
    folder = os.path.join(os.path.realpath(start), directory or DOC_ADR)
    log = os.path.relpath(folder, os.path.realpath(project.root)).replace(os.sep, "/")
    project.store.absolute(log)
    refuse_secrets(project, "the directory", directory)
    log_project = replace(
        project, log=log, store=replace(project.store, roots={Kind.ADR: (log,)}, _memory={})
    )
    if os.path.isdir(folder) and log_names(log_project):
        project.writer.remove_abandoned(log)
        raise InvalidInput(f"{directory or DOC_ADR} has records already", "records adr new TITLE adds one")
    if directory:
        inner = os.path.relpath(os.path.realpath(start), os.path.realpath(project.root)).replace(os.sep, "/")
        path = ".adr-dir" if inner == "." else f"{inner}/.adr-dir"
        project.writer.save({path: f"{directory}\n"})
    draft = AdrDraft(
        title="Record architecture decisions", status=Status.ACCEPTED, template="adr-tools-init", body=None
    )
    return log_project, create_adr(log_project, draft).record.path


def _refuse_second_log(project: Project) -> None:
    """Refuse to begin a log at the default place where the project has decisions elsewhere.

    Raises:
        InvalidInput: it has.
    """
    folders = {log_directory(record.path) for record in project.store.scan() if record.kind is Kind.ADR}
    hint = "records adr new TITLE adds one; records adr init DIRECTORY begins a second log"
    if not folders:
        unread = find_unread(project)
        folders = {log.directory for log in unread.reported}
        hint = "records init reads them where they are"
        if pages := unread.only_pages:
            raise second_log((page.path for page in pages), "records adr init DIRECTORY begins a second log")
    if folders - {DOC_ADR}:
        raise second_log(folders, hint)


def places() -> dict[str, str]:
    """The two folders that adr-tools' scripts ask for: of the program and of its templates."""
    templates = os.path.realpath(packaged_templates())
    return {"adr_bin_dir": os.path.dirname(os.path.realpath(sys.argv[0])), "adr_template_dir": templates}
