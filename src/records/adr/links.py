"""Every link that a record states to another one: in front matter, in its status, and in its lists of links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from records.adr.fields import (
    FRONT,
    SECTION,
    FieldStatement,
    fields,
    is_status_before_link,
    link_line,
    links_in,
)
from records.adr.view import AdrView
from records.adr.vocabulary import RELATION_AT_END, RELATION_WORDS, is_relation, relation_of
from records.model.kind import LINKED_PATTERN

_SECTIONS = frozenset(
    [
        "links",
        "related decisions",
        "related adrs",
        "related records",
        "related",
        "relations",
        "relationships",
        "references",
        "more information",
        "see also",
    ]
)
_BULLET_LINE = re.compile(r"^[ \t]*[*+-][ \t]+(?P<rest>\S(?:[^\r\n]*[^ \t\r\n])?)[ \t]*\r?$", re.M)
_PLAIN_REFERENCE = re.compile(
    rf"\b(?:ADR|adr)[-_ #]?\d+\b(?:-[\w-]+)?|(?<![\w/.-])\d{{3,}}-[a-z0-9][\w-]*(?:\.{LINKED_PATTERN})?"
)
_BARE_SLUG = re.compile(r"[ \t:]+([0-9]{8}-[\w-]+|[\w-]+(?:/[\w-]+)?)[ \t.]*\r?$", re.M)
_NUMBER = re.compile(r"[ \t:#]+0*\d+\b")
_DESCRIPTION = re.compile(r"https?://|mailto:|#")
_RECORD_HREF = re.compile(
    rf"(?:^|/)(?:[A-Za-z]{{2,12}}[-_]?)?\d+[^/]*\.{LINKED_PATTERN}|^(?:\./)?[\w-]+\.{LINKED_PATTERN}$"
)


@dataclass(frozen=True, slots=True)
class LinkStatement:
    """A stated link: relation, target as written, the words used, and where the whole statement stands.

    `start` and `end` span the whole line for a link on a line of its own, the link alone elsewhere;
    they are -1 for front matter, where `key` names the place.
    """

    relation: str
    target: str
    text: str
    start: int
    end: int
    where: str
    key: str = ""


def link_statements(view: AdrView, seen: list[FieldStatement]) -> list[LinkStatement]:
    """List the links of a record, given its *seen* statements; a link said twice counts once."""
    found = list(_in_front_matter(view))
    for item in seen:
        if item.field == "status":
            found += _in_status_value(view, item)
    for start, end in view.status_sections:
        found += _in_status_section(view, start, end)
    found += _in_fields(view, *view.header)
    for index, heading in enumerate(view.headings):
        if heading.title.casefold().strip(" :*") in _SECTIONS:
            later = view.headings[index + 1 :]
            end = next((h.start for h in later if h.level <= heading.level), len(view.text))
            found += _in_bullets(view, heading.body, end)
    return _unique(found)


def _unique(found: list[LinkStatement]) -> list[LinkStatement]:
    kept: dict[tuple[str, str], LinkStatement] = {}
    for item in found:
        kept.setdefault((item.relation, item.target), item)
    return list(kept.values())


# -- front matter ------------------------------------------------------------


def _in_front_matter(view: AdrView) -> Iterator[LinkStatement]:
    for key, value in view.data.items():
        if value is None:
            continue
        if key == "links":
            yield from _links_key(value)
        elif is_relation(key):
            for target in _targets(value):
                yield LinkStatement(relation_of(key), target, key, -1, -1, FRONT, key)


def _targets(value: Any) -> Iterator[str]:
    items = value if isinstance(value, list) else re.split(r",\s*(?![^\[]*\])", str(value))
    for item in items:
        if isinstance(item, dict):
            item = item.get("target") or item.get("id") or item.get("path")
        text = str(item).strip() if item is not None else ""
        if text and text.lower() not in ("none", "null", "n/a", "-", "[]"):
            found = next(links_in(text), None)
            yield found["href"] if found else text


def _links_key(value: Any) -> Iterator[LinkStatement]:
    """Read `links:` as adrs writes it (`target`, `kind`), as a mapping, or as `relation target` texts."""
    if isinstance(value, dict):
        for key, targets in value.items():
            if targets is not None and (is_relation(key) or key == "adr"):
                for target in _targets(targets):
                    relation = "relates-to" if key == "adr" else relation_of(key)
                    yield LinkStatement(relation, target, key, -1, -1, FRONT, f"links.{key}")
        return
    for item in value if isinstance(value, list) else []:
        if isinstance(item, dict) and item.get("target"):
            kind = str(item.get("kind") or item.get("type") or item.get("relation") or "relates-to")
            yield LinkStatement(relation_of(kind), str(item["target"]), kind, -1, -1, FRONT, "links")
        elif isinstance(item, str) and re.search(r"[=: ]", item):
            kind, target = re.split(r"[=: ]+", item, maxsplit=1)
            yield LinkStatement(relation_of(kind), target.strip(), kind, -1, -1, FRONT, "links")


# -- the body ----------------------------------------------------------------


_SUPERSEDED = re.compile(r"(?:super[sc]eded|replaced)\b.*\bby", re.IGNORECASE)


def _in_status_section(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    """Links on a line of their own, any words; and links in prose, after words that name a relation."""
    at = start
    for line in view.masked[start:end].splitlines(keepends=True):
        found = link_line(line)
        words = found["words"].strip("*_>") if found else ""
        ends = RELATION_AT_END.search(words)
        whole = ends[0] == words if ends else len(words.split()) <= 4 and not is_status_before_link(line)
        if found and (whole or _SUPERSEDED.fullmatch(words)):
            relation = relation_of(words) if whole else "superseded-by"
            yield LinkStatement(relation, found["href"], words, at, at + len(line), SECTION)
        else:
            yield from _in_prose(view, at, at + len(line), SECTION)
        at += len(line)


def _in_prose(view: AdrView, start: int, end: int, where: str) -> Iterator[LinkStatement]:
    """Walk over relations and references in their order: a reference belongs to the relation before it."""
    text = view.masked[start:end]
    relation, words, last = "", "", 0
    for found in _TOKEN.finditer(text):
        if found["phrase"]:
            relation, words, last = relation_of(found["phrase"]), found["phrase"], found.end()
            continue
        if relation and _BETWEEN.fullmatch(text, last, found.start()):
            target = found["href"] or found["plain"]
            yield LinkStatement(relation, target, words, start + found.start(), start + found.end(), where)
            last = found.end()
        else:
            relation = ""
    if relation.endswith("-by") and last and not text[:last].rstrip().endswith(")"):
        yield from _bare_target(text, last, relation, words, start, where)


_TOKEN = re.compile(
    rf"(?<![\w-])(?P<phrase>{RELATION_WORDS})(?![\w-])"
    r"|\[[^\]\n]{0,500}\]\((?P<href>[^)\s]{0,2000})(?:[ \t]{1,9}\"[^\"\n]{0,500}\")?\)"
    rf"|(?P<plain>{_PLAIN_REFERENCE.pattern})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:[\s,;&:*_(\"'`#-]|\b(?:and|the|by|adr|decision|record|in|part)\b)*", re.IGNORECASE)


def _bare_target(
    text: str, last: int, relation: str, words: str, start: int, where: str
) -> Iterator[LinkStatement]:
    """Read `superseded by 12` and `superseded by 20240115-use-x`, where the phrase came last."""
    single = _NUMBER.match(text, last) or _BARE_SLUG.match(text, last)
    if single:
        target = single[0].strip(" \t:#.")
        at = start + last + single[0].index(target)
        yield LinkStatement(relation, target, words, at, at + len(target), where)


def _in_status_value(view: AdrView, item: FieldStatement) -> Iterator[LinkStatement]:
    if item.start >= 0:
        if item.where != SECTION:
            yield from _in_prose(view, item.start, item.end, item.where)
        return
    inner = AdrView(item.raw, "")
    for link in _in_prose(inner, 0, len(item.raw), FRONT):
        yield LinkStatement(link.relation, link.target, link.text, -1, -1, FRONT, item.key)


def _in_fields(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    for field in fields(view, start, end):
        if is_relation(field.key):
            yield from _field_targets(view, field)


def _field_targets(view: AdrView, field: FieldStatement) -> Iterator[LinkStatement]:
    text = view.masked[field.start : field.end]
    relation = relation_of(field.key)
    found = list(links_in(text))
    for item in found:
        at = field.start + item.start()
        yield LinkStatement(relation, item["href"], field.key, at, field.start + item.end(), field.where)
    if not found:
        for plain in _PLAIN_REFERENCE.finditer(text):
            at = field.start + plain.start()
            yield LinkStatement(relation, plain[0], field.key, at, at + len(plain[0]), field.where)


def _in_bullets(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    for found in _BULLET_LINE.finditer(view.masked, start, end):
        rest = found["rest"]
        field = next(fields(view, found.start(), found.end()), None)
        if field and is_relation(field.key):
            yield from _field_targets(view, field)
            continue
        link = next(links_in(rest), None)
        if link is None:
            yield from _in_prose(view, found.start("rest"), found.end("rest"), "list")
            continue
        if _DESCRIPTION.match(link["href"]) or not _RECORD_HREF.search(link["href"].split("#")[0]):
            continue
        words = re.split(r"[.;]\s", rest[: link.start()])[-1].strip(" \t*_:")
        short = 0 < len(words.split()) <= 4
        relation = relation_of(words) if short else "relates-to"
        line_end = found.end() + (1 if view.text[found.end() : found.end() + 1] == "\n" else 0)
        yield LinkStatement(relation, link["href"], words, found.start(), line_end, "list")
