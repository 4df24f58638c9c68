"""How the records of a log write a link to another record: learned from those that they have."""

from __future__ import annotations

import posixpath
from collections import Counter
from contextlib import suppress

import records.regex as re
from records.adr.dialects import read_whole
from records.adr.references import destination
from records.errors import RecordsError
from records.model.record import Adr
from records.model.record_paths import log_directory
from records.model.reference import ReferenceIndex
from records.patterns import LETTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project

_LINK = re.compile(
    r"(?<!!)\[(?P<label>[^\[\]\n]{1,300})\]\((?P<href>[^()\s]{1,500})\)"
    r"|\[\[(?P<name>[^\[\]|\n]{1,300})(?:\|(?P<alias>[^\[\]\n]{1,300}))?\]\]"
)
_MOST = 20
"""Records with links that are looked at, the newest ones."""
_OWN_WORDS = re.compile(rf"{LETTERS}[-_ #]{{0,2}}|[-_ #:.–—|()]*")


def link_form(project: Project, path: str) -> str:
    """The form of most links between the records of the log of *path*, as a format string; empty without one.

    Its fields are `title`, `stem`, `path` and `number`: `[ADR-{number:04d}]({path})`, `[[{stem}|{title}]]`.
    """
    directory = log_directory(path)
    return project.store.derive(f"link form {directory}", lambda: _learn(project, directory))


def _learn(project: Project, directory: str) -> str:
    references = ReferenceIndex(project.store.scan())
    log = [
        record
        for record in project.store.scan()
        if isinstance(record, Adr) and record.links and log_directory(record.path) == directory
    ]
    counts: Counter[str] = Counter()
    for record in log[-_MOST:]:
        with suppress(RecordsError):
            whole = read_whole(project.store.text(record.path), record.filename)
            lines = whole.view.text.split("\n")
            for link in whole.facts.links:
                end = references.link_target(link.target, record)
                if isinstance(end, Adr) and link.line <= len(lines):
                    counts.update(_forms_on(lines[link.line - 1], link.target, record, end))
    form, count = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return form if 2 * count > counts.total() else ""


def _forms_on(line: str, target: str, holder: Adr, end: Adr) -> list[str]:
    """The forms of the links on a line that lead to *end*; empty for one that has words of its own."""
    forms = []
    for match in _LINK.finditer(line):
        written = match["href"] or match["name"]
        if destination(written).partition("#")[0] != destination(target).partition("#")[0]:
            continue
        name = _with_fields(written, holder, end)
        label = _with_fields(match["label"] or match["alias"] or "", holder, end)
        if not name or not _has_no_words(label) or "{" not in name:
            forms.append("")
        elif match["href"]:
            forms.append(f"[{label}]({name})")
        else:
            forms.append(f"[[{name}|{label}]]" if label else f"[[{name}]]")
    return forms


def _has_no_words(label: str) -> bool:
    """Whether a label has no words but fields and the name of a series."""
    return all(_OWN_WORDS.fullmatch(part) for part in re.split(r"\{[^{}]*\}", label))


def _with_fields(text: str, holder: Adr, end: Adr) -> str:
    """A text with fields for what it says of *end*; empty for one with braces of its own."""
    if "{" in text or "}" in text:
        return ""
    path = posixpath.relpath(end.path, posixpath.dirname(holder.path) or ".")
    for value, sign in ((path, "{path}"), (end.title, "{title}"), (end.stem, "{stem}")):
        if value and value in text:
            text = text.replace(value, sign, 1)
            break
    parts = re.split(r"(\{[^{}]*\})", text)
    if end.number is not None:
        own = re.compile(rf"(?<![\d.])(0*{end.number})(?![\d.]\d|\d)")
        parts = [part if part.startswith("{") else own.sub(_number_field, part) for part in parts]
    return "".join(parts)


def _number_field(match: re.Match[str]) -> str:
    is_padded = match[0].startswith("0") or len(match[0]) > 2
    return f"{{number:0{len(match[0])}d}}" if is_padded else "{number}"
