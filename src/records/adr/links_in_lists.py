"""The links to other records in lists: under a heading for links, and below a line that names a relation."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.adr.field_lines import fields
from records.adr.links_in_fields import links_of_field
from records.adr.links_in_text import links_in_text
from records.adr.record_layout import PARAGRAPH, AdrView
from records.adr.references import links_in, references
from records.adr.relation_words import is_relation, mentions_relation, relation_of
from records.adr.statement import LinkStatement
from records.adr.vocabulary import number_in_name, number_in_reference
from records.model.record_paths import DECISIONS_PATTERN, LINKED_PATTERN
from records.patterns import LETTERS, LIST_MARKER

BULLET_LINE = re.compile(
    rf"^[ \t]*{LIST_MARKER}[ \t]+(?P<rest>\S[^\r\n]*(?:\r?\n[ \t]+(?!{LIST_MARKER}[ \t])\S[^\r\n]*)*)",
    re.M,
)
_LONGEST_RELATION, _FARTHEST = 60, 200
_DECISIONS_FOLDER = re.compile(rf"(?:^|/)(?:{DECISIONS_PATTERN})/", re.I)
_ELSEWHERE = re.compile(r"https?://|mailto:|#")
_RECORD_HREF = re.compile(
    rf"(?:^|/)(?:{LETTERS}[-_]?)?\d+[^/]*(?:\.{LINKED_PATTERN}|/?$)|^(?:\./)?[\w-]+\.{LINKED_PATTERN}$"
)


def announced_relation(view: AdrView, start: int, position: int) -> str:
    """The relation that the line before a position states, and nothing else: `Superseded by:`; empty without one."""
    line = (
        view.masked[max(start, position - _FARTHEST) : position]
        .rstrip()
        .rpartition("\n")[2]
        .strip(" \t\r*_:")
    )
    return relation_of(line) if len(line) <= _LONGEST_RELATION and is_relation(line) else ""


def links_in_list(view: AdrView, start: int, end: int, relation: str) -> Iterator[LinkStatement]:
    """Links of a section of links; under a heading or a line that names a relation they have that one."""
    list_relation, last = relation, start
    for match in BULLET_LINE.finditer(view.masked, start, end):
        if not relation and view.masked[last : match.start()].strip():
            list_relation = announced_relation(view, start, match.start())
        last = match.end()
        rest_start, rest_end = match.span("rest")
        rest = match["rest"]
        field = next(iter(fields(view, match.start(), match.end())), None)
        if field and is_relation(field.key):
            yield from links_of_field(view, field)
            continue
        link = next(links_in(rest, view.definitions), None)
        relations = list(links_in_text(view, rest_start, rest_end, "list"))
        if link is not None and not rest[: link.start].strip(" *_`"):
            # `- [ADR-2](…) — superseded by ADR-5` is about ADR-2
            relations = [item for item in relations if item.start <= rest_start + link.start]
        if relations:
            yield from relations
            continue
        mention = next(references(rest), None) if link is None else None
        is_first = mention is not None and not rest[: mention.start].strip(" *_`")
        is_decision = list_relation not in ("", "relates-to") or (
            mention is not None and _may_be_decision(view, mention.target)
        )
        if mention and is_first and is_decision:
            stop = _line_stop(view, match.end())
            yield LinkStatement(
                list_relation or "relates-to", mention.target, "", match.start(), stop, "list"
            )
            continue
        if (
            link is None
            or _ELSEWHERE.match(link.target)
            or not _RECORD_HREF.search(link.target.split("#")[0])
        ):
            continue
        words = re.split(r"[.;]\s", rest[: link.start])[-1].strip(" \t*_:")
        short = 0 < len(words.split()) <= 4 and not mentions_relation(words)
        yield LinkStatement(
            list_relation or (relation_of(words) if short else "relates-to"),
            link.target, words, match.start(), _line_stop(view, match.end()), "list",
        )  # fmt: skip
    if relation:
        for paragraph in PARAGRAPH.finditer(view.masked, start, end):
            if not BULLET_LINE.match(paragraph[0]) and not paragraph[0].startswith("#"):
                yield from _listed_in(view, paragraph, relation)


def _may_be_decision(view: AdrView, target: str) -> bool:
    """Say whether a plain mention may be another decision: no file of another folder, and not the record itself."""
    number = number_in_reference(target)
    if number is not None and number == number_in_name(view.filename):
        return False
    return "/" not in target or _DECISIONS_FOLDER.search(target) is not None


def _line_stop(view: AdrView, end: int) -> int:
    """Where a line ends, its line feed included, whose words end at *end*."""
    return end + view.text.startswith("\n", end)


def _listed_in(view: AdrView, paragraph: re.Match[str], relation: str) -> Iterator[LinkStatement]:
    """The references of a paragraph under a heading that names a relation."""
    for reference in references(paragraph[0], view.definitions):
        first = paragraph.start() + reference.start
        last = paragraph.start() + reference.end
        yield LinkStatement(relation, reference.target, relation, first, last, "list")
