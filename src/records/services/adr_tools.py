"""adr-tools' reports and upkeep: which files its log holds, its table of contents, its graph, its date format.

Source: npryce/adr-tools b3279ba. Its text is kept to the byte; what hurt its users is not: paths with blanks work,
numbers are never octal, and nothing is quadratic.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from records.config_foreign import foreign_logs
from records.errors import NotFound
from records.markdown.dialects import read_adr
from records.models.kinds import ADR

if TYPE_CHECKING:
    from records.project import Project

DEFAULT = "doc/adr"
_RECORD = re.compile(r"[0-9]+-[^/]*\.md")
_OLD_DATE = re.compile(r"Date: ([0-9]{2})/([0-9]{2})/([0-9]{4})")


def log_directory(project: Project, start: str) -> str:
    """The folder of decisions that *start* belongs to, POSIX, relative to the project's root.

    adr-tools looks for `.adr-dir` or `doc/adr` in each folder upwards; so do we, up to the root. Then come the
    project's own settings and logs; in a folder that is neither a project nor a repository, `doc/adr`.
    """
    folder = os.path.realpath(start)
    root = os.path.realpath(project.root)
    while True:
        place = _named_here(folder)
        if place:
            return os.path.relpath(os.path.join(folder, place), root).replace(os.sep, "/")
        parent = os.path.dirname(folder)
        if folder in (root, parent):
            break
        folder = parent
    chosen = project.directory(ADR)
    untouched = project.location is None and not project.settings.adr.directory
    exists = os.path.isdir(os.path.join(root, chosen))
    return DEFAULT if untouched and not exists else chosen


def _named_here(folder: str) -> str | None:
    logs = foreign_logs(folder)
    if logs:
        return logs[0].directory
    return DEFAULT if os.path.isdir(os.path.join(folder, DEFAULT)) else None


def keeps_adr_tools_ways(project: Project, directory: str) -> bool:
    """Say whether a log belongs to adr-tools: it is `doc/adr`, or `.adr-dir` names it."""
    inner = directory.rsplit("/", 2)
    parent = os.path.join(project.root, *directory.split("/")[: -len(DEFAULT.split("/"))])
    named = any(log.config == ".adr-dir" for log in foreign_logs(project.root))
    return named or "/".join(inner[-2:]) == DEFAULT or os.path.isfile(os.path.join(parent, ".adr-dir"))


def listed(project: Project, directory: str) -> list[str]:
    """The names of the records in a log, in the order of their names.

    Raises:
        NotFound: there is no such folder.
    """
    try:
        names = os.listdir(project.store.absolute(directory))
    except OSError as error:
        raise NotFound(f"The {directory} directory does not exist") from error
    return sorted(name for name in names if _RECORD.match(name))


def _titled(project: Project, directory: str) -> list[tuple[str, str, str]]:
    """Name, title as its heading has it, and text of every record of a log."""
    found = []
    for name in listed(project, directory):
        text = project.store.text(f"{directory}/{name}")
        first = text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
        title = first[2:] if first.startswith("# ") else read_adr(text, name).title
        found.append((name, title, text))
    return found


def table_of_contents(
    project: Project, directory: str, *, intro: str = "", outro: str = "", prefix: str = ""
) -> str:
    """Write adr-tools' table of contents: a heading, *intro*, a line a record, *outro*."""
    lines = ["# Architecture Decision Records", ""]
    text = "\n".join(lines) + "\n"
    if intro:
        text += f"{intro}\n" if intro.endswith("\n") else f"{intro}\n\n"
    for name, title, _ in _titled(project, directory):
        text += f"* [{title}]({prefix}{name})\n"
    if outro:
        text += f"\n{outro}" if outro.endswith("\n") else f"\n{outro}\n"
    return text


def graph(project: Project, directory: str, *, prefix: str = "", extension: str = ".html") -> str:
    """Write adr-tools' graph in Graphviz form: records in a dotted row, links but those that end in ` by`."""
    rows = [
        (int(name.split("-", 1)[0]), name, title, text) for name, title, text in _titled(project, directory)
    ]
    lines = ["digraph {", "  node [shape=plaintext];", "  subgraph {"]
    for number, name, title, _ in rows:
        label = title.replace("\\", "\\\\").replace('"', '\\"')
        url = f"{prefix}{name.removesuffix('.md')}{extension}"
        lines.append(f'    _{number} [label="{label}"; URL="{url}"];')
        if number > 1:
            lines.append(f'    _{number - 1} -> _{number} [style="dotted", weight=1];')
    lines.append("  }")
    for number, name, _, text in rows:
        for words, target in _graph_links(text, name):
            lines.append(f'  _{number} -> _{target} [label="{words}", weight=0]')
    return "\n".join([*lines, "}"]) + "\n"


def _graph_links(text: str, name: str) -> list[tuple[str, int]]:
    found = []
    for link in read_adr(text, name).links:
        number = re.match(r"(?:.*/)?0*([1-9][0-9]*)", link.target)
        if number and not link.text.lower().endswith((" by", "-by")):
            found.append((link.text.replace('"', '\\"'), int(number[1])))
    return found


def upgrade_dates(project: Project, directory: str) -> list[str]:
    """Rewrite `Date: dd/mm/yyyy` as ISO 8601 in every record of a log, and nothing else; give the names changed."""
    texts = {}
    for name in listed(project, directory):
        path = f"{directory}/{name}"
        text = project.store.text(path)
        new = _OLD_DATE.sub(r"Date: \3-\2-\1", text)
        if new != text:
            texts[path] = new
    project.store.save(texts)
    return sorted(texts)


def seen_from(project: Project, path: str, start: str) -> str:
    """A path of the project as a person in folder *start* types it."""
    full = os.path.join(os.path.realpath(project.root), path)
    return os.path.relpath(full, os.path.realpath(start)).replace(os.sep, "/")
