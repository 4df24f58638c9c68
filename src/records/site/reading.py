"""Split a record's file into what its page shows: front matter, sections, and the first words."""

from __future__ import annotations

import records.regex as re
from records.adr.other_markup import as_markdown
from records.dataclass import dataclass
from records.model.record import Adr
from records.phr.front_matter_repair import read_front_matter
from records.phr.reader import phr_parts
from records.site.excerpt import to_plain
from records.text.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.model.record import Record
    from records.phr.body import Parts

_FENCED = re.compile(r"\A(`{3,})(?:text)?\n(.*)\n\1\s*\Z", re.S)
_H1 = re.compile(r"\A\s*#[ \t]+[^\n]*\n?")
_TOLD = re.compile(
    r"\s*(?:[-*+]\s+)?[*_]{0,2}(date|status)[*_]{0,2}\s*:[*_]{0,2}\s*[*_]{0,2}([\w-]+)[*_.]{0,3}\s*$", re.I
)
_STATUS = re.compile(r"^##[ \t]+Status[ \t]*\n((?:(?!#)[^\n]*(?:\n|\Z))*)(?=^##[ \t]|\Z)", re.M | re.I)
_RELATION = re.compile(r"(?:superse|superce|amend|clarif)\w+(?: by)? +\[[^\]]*\]\([^)]*\)?$")
_RULE = re.compile(r"\A\s*(?:-{3,}\s*\n)?")
_FACT = r"\*\*[^*\n]{1,40}(?:\*\*:|:\*\*)"
_FACTS = re.compile(rf"^{_FACT}[^\n]*[^\s](?=\n{_FACT})", re.M)  # one a line, and meant to stay so
_META = re.compile(
    r"^(?:#+[ \t]+(?:status|date|deciders?|context|prompt)\b.*"
    r"|[-*]?[ \t]*\**(?:status|date|deciders?|decision-makers|technical story|feature|context)\**[ \t]*:.*"
    r"|(?:accepted|proposed|superse\w+|superce\w+|deprecated|rejected|draft|amend\w+|clarif\w+)\b.{0,120}"
    r"|the issue motivating this decision, .*|the change that we're proposing .*"
    r"|what becomes easier or more difficult to do .*)$",
    re.I | re.M,
)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a record's text.

    Attributes:
        name: `prompt`, `response`, or empty for prose.
        title: its heading in the file; empty for what is before the first.
        text: Markdown.
        verbatim: it is to be shown exactly as written.
    """

    name: str
    title: str
    text: str
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """One file, read.

    Attributes:
        fields: its front matter.
        sections: its text, in order; only what its page's head says in other words is left out.
        summary: its first words, plain.
        body: the whole text behind the front matter.
    """

    fields: dict[str, Any]
    sections: tuple[Section, ...]
    summary: str
    body: str


def read(record: Record, text: str) -> Read:
    """Split the text of a record's file."""
    if not record.readable:
        return Read({}, (), record.problem or "", text)
    reading = read_front_matter(text)
    if isinstance(record, Adr):
        text = as_markdown(text, record.path)
        body = Document.parse(text).body_text.replace("\r\n", "\n")
        prose = without_head(_H1.sub("", body, count=1), record.date, record.status, len(record.links))
        return Read(reading.fields, (Section("", "", prose),), to_plain(_META.sub("", prose)), body)

    parts = phr_parts(reading)
    sections = tuple(_sections(reading.body, parts))
    outcome, prompt = parts.outcome or "", parts.prompt or ""
    summary = to_plain(_without_fence(prompt)[0], prompt=True) or to_plain(outcome) or to_plain(reading.body)
    return Read(reading.fields, sections, summary, reading.body)


def without_head(prose: str, date: str | None, status: str | None, links: int) -> str:
    """A decision's text without the lines that say its date and status in other words than its page's head does.

    Only what says the same goes: `Date: 2024-05-01` above the first section; a section `Status` that holds one word,
    or relations to others of which the page knows as many as *links*.
    """
    start = prose.find("\n## ") + 1 if not prose.startswith("## ") else 0
    head, rest = (prose[:start], prose[start:]) if start or prose.startswith("## ") else (prose, "")
    stated_values = {"date": date or "", "status": status or ""}
    remaining = [line for line in head.split("\n") if not _tells(line, stated_values)]
    if len(remaining) <= head.count("\n"):
        head = _RULE.sub("", "\n".join(remaining))
    head = _FACTS.sub(r"\g<0>  ", head)
    match = _STATUS.search(rest)
    if match and "```" not in rest[: match.start()]:
        lines = [line.strip(" \t*_.").lower() for line in match[1].split("\n") if line.strip()]
        link_lines = [line for line in lines if _RELATION.match(line)]
        if len(link_lines) <= links and set(lines) - set(link_lines) <= {status}:
            rest = rest[: match.start()] + rest[match.end() :]
    return head + rest


def _tells(line: str, stated_values: dict[str, str]) -> bool:
    match = _TOLD.match(line)
    return match is not None and match[2].lower() == stated_values[match[1].lower()]


def _sections(body: str, parts: Parts) -> list[Section]:
    ordered_parts = sorted(parts.headings, key=lambda item: item[1].start)
    first = ordered_parts[0][1].start if ordered_parts else len(body)
    out = []
    before = _H1.sub("", body[:first], count=1)
    if before.strip():
        out.append(Section("", "", before))
    part_names = {name for name, _ in ordered_parts}
    if "prompt" not in part_names and parts.prompt:
        out.append(_turn("prompt", "Prompt", parts.prompt))
    if "response" not in part_names and parts.response:
        out.append(_turn("response", "Response", parts.response))
    for index, (name, heading) in enumerate(ordered_parts):
        end = ordered_parts[index + 1][1].start if index + 1 < len(ordered_parts) else len(body)
        text = body[heading.body : end]
        if name == "prompt":
            text = parts.prompt if parts.prompt is not None else text
        if text.strip():
            out.append(_turn(name, heading.title, text))
    return out


def _turn(name: str, title: str, text: str) -> Section:
    if name == "prompt":
        inner, verbatim = _without_fence(text)
        return Section("prompt", title, inner, verbatim)
    return Section(name if name == "response" else "", title, text)


def _without_fence(prompt: str) -> tuple[str, bool]:
    """A prompt without the fence that guards it, and whether it had one."""
    match = _FENCED.match(prompt.strip())
    return (match[2], True) if match else (prompt, False)
