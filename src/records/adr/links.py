"""Every link that a record states to another one: in front matter, in its status, in its title, in lists of links."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import records.regex as re
from records.adr.field_lines import fields
from records.adr.record_layout import PARAGRAPH, AdrView
from records.adr.references import destination, links_in, references
from records.adr.relation_words import PARTIAL, is_relation, mentions_relation, relation_of
from records.adr.relations import StatedRelation, stated_relations
from records.adr.statement import FRONT, HEADING, SECTION, FieldStatement
from records.adr.status_paragraphs import BEFORE, is_status_before_link, link_line
from records.adr.status_text import is_menu, read_status, without_struck
from records.adr.status_words import symbols_at
from records.adr.vocabulary import (
    field_of,
    is_reference_title,
    number_in_name,
    number_in_reference,
    plain_title,
)
from records.dataclass import dataclass, replace
from records.model.record_paths import DECISIONS_PATTERN, LINKED_PATTERN
from records.model.status import STATUSES
from records.patterns import LETTERS, LIST_MARKER
from records.text.headings import Heading

TITLE, CONTEXT = "title", "prose"
_SECTIONS = frozenset(
    (
        "links", "related decisions", "related adrs", "related records", "related", "relations", "relationships",
        "references", "more information", "see also", "related links", "related documents", "supersession",
        "supersedes", "superseded by", "replaces", "replaced by", "amends", "amended by",
    )
)  # fmt: skip
_BEGINNINGS = frozenset(
    ("context", "background", "summary", "introduction", "overview", "decision", "note", "notes")
)
_BULLET_LINE = re.compile(
    rf"^[ \t]*{LIST_MARKER}[ \t]+(?P<rest>\S[^\r\n]*(?:\r?\n[ \t]+(?!{LIST_MARKER}[ \t])\S[^\r\n]*)*)",
    re.M,
)
_LIST_COMMA = re.compile(r",\s*(?![^\[]*\])")
_RELATION_AND_TARGET = re.compile(
    r"(?P<words>[^\W\d_][\w -]{0,60}?)\s{0,9}(?:[=:]\s{0,9}(?!//)|\s)(?P<target>[^=:\s].*)"
)
_NUMBER_OR_FILE = re.compile(rf"\d{{1,6}}|\S+\.{LINKED_PATTERN}(?:[?#]\S*)?")
_LONGEST_RELATION, _FARTHEST = 60, 200
_DECISIONS_FOLDER = re.compile(rf"(?:^|/)(?:{DECISIONS_PATTERN})/", re.I)
_ELSEWHERE = re.compile(r"https?://|mailto:|#")
_RECORD_HREF = re.compile(
    rf"(?:^|/)(?:{LETTERS}[-_]?)?\d+[^/]*(?:\.{LINKED_PATTERN}|/?$)|^(?:\./)?[\w-]+\.{LINKED_PATTERN}$"
)
NOTHING = frozenset(("", "none", "null", "n/a", "-", "[]", "false", "no", "nothing", "tbd"))
"""What an author writes where there is no link."""


@dataclass(frozen=True, slots=True)
class LinkStatement:
    """A stated link: relation, target, the words used, and where the whole statement is.

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


def link_statements(view: AdrView, statements: list[FieldStatement]) -> list[LinkStatement]:
    """List the links of a record, given its field *statements*; a link that is stated twice counts once."""
    links = list(_in_front_matter(view))
    for item in statements:
        if item.field == "status" and item.role not in ("history", "menu") and not is_menu(item.raw):
            links += _in_status_value(view, item)
    for start, end in view.status_sections:
        links += _in_status_section(view, start, end)
    links += _in_fields(view, *view.header)
    for index, heading in enumerate(view.headings):
        title = plain_title(heading.title)
        if title in _SECTIONS or is_reference_title(title):
            end = _section_end(view, index, heading)
            links += _in_bullets(view, heading.body, end, relation_of(title) if is_relation(title) else "")
        elif heading.level < 7 and index:  # the title is read with the prose
            links += _in_field_heading(view, heading)
    links += _in_prose_of_record(view)
    return _unique(_with_successor(view, links, statements))


def _with_successor(
    view: AdrView, links: list[LinkStatement], statements: list[FieldStatement]
) -> list[LinkStatement]:
    """Read `Superseded`, and `See [9](…)` below it, as superseded by that; after `Partially superseded` as amended."""
    statuses = [item for item in statements if item.field == "status"]
    if any(_is_partial_alone(view, item) for item in statuses):
        return [
            replace(link, relation="amended-by") if link.relation == "superseded-by" else link
            for link in links
        ]
    is_superseded = any(read_status(item.raw).status == "superseded" for item in statuses)
    if not is_superseded or any(link.relation == "superseded-by" for link in links):
        return links
    return [
        replace(link, relation="superseded-by")
        if link.where == SECTION and link.text.strip(" :").lower() in _SEE
        else link
        for link in links
    ]


def _is_partial_alone(view: AdrView, item: FieldStatement) -> bool:
    """Say whether a status is that a part was superseded, and does not say by what."""
    word = read_status(item.raw)
    first_sentence = re.split(r"[.;\n]\s", item.raw, maxsplit=1)[0]
    beside = _BESIDE.match(item.raw, word.end)  # `Approved (partially superseded)`
    words = item.raw[word.start : beside.end() if beside and PARTIAL.search(beside[0]) else word.end]
    return (
        word.status == "accepted"
        and mentions_relation(words)
        and not any(references(first_sentence, view.definitions))
    )


_BESIDE = re.compile(r"[\s*_`]*[(,–—-][^().;\n]{1,60}")


_SEE = frozenset(("see", "siehe", "voir", "véase", "vgl", "now"))


def _section_end(view: AdrView, index: int, heading: Heading) -> int:
    later = view.headings[index + 1 :]
    return next((h.start for h in later if h.level <= heading.level), len(view.text))


def _unique(statements: list[LinkStatement]) -> list[LinkStatement]:
    links: dict[tuple[str, str], LinkStatement] = {}
    for item in statements:
        if item.target and not item.target.startswith("#"):
            links.setdefault((item.relation, item.target), item)
    return list(links.values())


# -- front matter ------------------------------------------------------------


def _in_front_matter(view: AdrView) -> Iterator[LinkStatement]:
    for key, value in view.data.items():
        if value is None:
            continue
        if isinstance(value, dict):  # `links:` of adrs, `[extra]` of TOML
            yield from _in_mapping(key, value)
        elif key.casefold() == "links":
            yield from listed_links(key, value)
        elif is_relation(key):
            for target in _targets(value):
                yield LinkStatement(relation_of(key), target, key, -1, -1, FRONT, key)


def _targets(value: Any) -> Iterator[str]:
    items = value if isinstance(value, list) else _LIST_COMMA.split(str(value))
    for item in items:
        if isinstance(item, dict):
            item = item.get("target") or item.get("id") or item.get("path")
        text = without_struck(str(item)).strip() if item is not None else ""
        if text and text.lower() not in NOTHING:
            link = next(links_in(text), None)
            yield link.target if link else text


def _in_mapping(outer: str, value: dict[str, Any]) -> Iterator[LinkStatement]:
    """Read the keys of a mapping that are named as relations."""
    for key, targets in value.items():
        if targets is not None and (is_relation(key) or (outer == "links" and key == "adr")):
            for target in _targets(targets):
                relation = "relates-to" if key == "adr" else relation_of(key)
                yield LinkStatement(relation, target, key, -1, -1, FRONT, f"{outer}.{key}")


def listed_links(key: str, value: Any) -> Iterator[LinkStatement]:
    """Read `links:` as adrs writes it (`target`, `kind`), as mappings of relations, or as texts."""
    items = value if isinstance(value, list) else _LIST_COMMA.split(str(value))
    for item in items:
        if isinstance(item, dict) and item.get("target"):
            kind = str(item.get("kind") or item.get("type") or item.get("relation") or "relates-to")
            yield LinkStatement(relation_of(kind), str(item["target"]), kind, -1, -1, FRONT, key)
        elif isinstance(item, dict):
            yield from (replace(link, key=key) for link in _in_mapping("links", item))
        elif isinstance(item, str):
            yield from _in_item(key, without_struck(item).strip())


def _in_item(key: str, text: str) -> Iterator[LinkStatement]:
    """Read `supersedes ADR-3`, `supersedes=0003-b.md` or `ADR-3`; a text that names nothing else is no link."""
    relations = [relation for relation in stated_relations(text) if relation.words_start == 0]
    for relation in relations:
        yield LinkStatement(relation.relation, relation.target, relation.words, -1, -1, FRONT, key)
    if relations or text.lower() in NOTHING:
        return
    words = _RELATION_AND_TARGET.fullmatch(text)
    kind, target = (words["words"], words["target"]) if words else ("", text)
    reference = next(references(target), None)
    is_one_word = not re.search(r"\s", target)
    if reference or (is_one_word and (kind or _NUMBER_OR_FILE.fullmatch(target))):
        target = reference.target if reference and reference.is_link else target
        yield LinkStatement(relation_of(kind), target, kind, -1, -1, FRONT, key)


# -- the body ----------------------------------------------------------------


def _statement(relation: StatedRelation, offset: int, where: str) -> LinkStatement:
    return LinkStatement(
        relation.relation,
        relation.target,
        relation.words,
        offset + relation.start,
        offset + relation.end,
        where,
    )


def _in_text(view: AdrView, start: int, end: int, where: str) -> Iterator[LinkStatement]:
    """The relations of a piece of text; one that has its line to itself spans the line."""
    for relation in stated_relations(view.masked[start:end], view.definitions):
        statement = _statement(relation, start, where)
        line_start = view.masked.rfind("\n", 0, statement.start) + 1
        line_end = view.masked.find("\n", statement.end)
        line_end = len(view.masked) if line_end < 0 else line_end + 1
        before = view.masked[line_start : statement.start]
        after = view.masked[statement.end : line_end]
        before = before.strip(" \t*+->_")
        alone = before[len(symbols_at(before, 0)) :] == relation.words and not after.strip(" \t\r\n.*_")
        if alone and where != HEADING:
            statement = LinkStatement(
                statement.relation, statement.target, statement.text, line_start, line_end, where
            )
        yield statement


def _in_status_section(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    """Links in the words of a relation; and, on a line of its own, a link with any words before it."""
    for paragraph in PARAGRAPH.finditer(view.masked, start, end):
        list_relation = _announced(view, start, paragraph.start())
        if list_relation and _BULLET_LINE.match(paragraph[0]):
            yield from _in_bullets(view, *paragraph.span(), list_relation)
            continue
        relations = list(_in_text(view, paragraph.start(), paragraph.end(), SECTION))
        yield from relations
        if "](" not in view.masked[paragraph.start() : paragraph.end()]:
            continue
        spans = _Spans(relations)
        for line in re.finditer(r"[^\n]+\n?", view.masked[paragraph.start() : min(paragraph.end() + 1, end)]):
            offset = paragraph.start() + line.start()
            match = link_line(line[0])
            if match is None or spans.touch(offset, offset + len(line[0])):
                continue
            words = match["words"].strip("*_>")
            if len(words.split()) > 4 or is_status_before_link(line[0]) or mentions_relation(words):
                continue
            if words.strip(" :").lower() in BEFORE:
                continue
            target = match["href"] or next((link.target for link in links_in(match["link"])), "")
            yield LinkStatement(
                relation_of(words), destination(target), words, offset, offset + len(line[0]), SECTION
            )


def _announced(view: AdrView, start: int, position: int) -> str:
    """The relation that the line before a position states, and nothing else: `Superseded by:`; empty without one."""
    line = (
        view.masked[max(start, position - _FARTHEST) : position]
        .rstrip()
        .rpartition("\n")[2]
        .strip(" \t\r*_:")
    )
    return relation_of(line) if len(line) <= _LONGEST_RELATION and is_relation(line) else ""


class _Spans:
    """The positions of statements, to find out whether a line has one."""

    def __init__(self, statements: list[LinkStatement]) -> None:
        spans = sorted((item.start, item.end) for item in statements)
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max))

    def touch(self, start: int, end: int) -> bool:
        """Return whether a statement begins on a line, or goes on over its beginning."""
        index = bisect_left(self._starts, start)
        if index < len(self._starts) and self._starts[index] <= end:
            return True
        return index > 0 and self._ends[index - 1] > start


def _in_status_value(view: AdrView, item: FieldStatement) -> Iterator[LinkStatement]:
    if item.start >= 0:
        if item.where != SECTION:
            yield from (
                _statement(relation, item.start, item.where)
                for relation in stated_relations(view.masked[item.start : item.end], view.definitions)
            )
        return
    for relation in stated_relations(without_struck(item.raw), view.definitions):
        yield LinkStatement(relation.relation, relation.target, relation.words, -1, -1, FRONT, item.key)


def _in_fields(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    for field in fields(view, start, end):
        if is_relation(field.key) or (
            field.raw and field_of(field.key) is None and field.key.lower() in _SECTIONS
        ):
            yield from _field_targets(view, field)


def _field_targets(view: AdrView, field: FieldStatement) -> Iterator[LinkStatement]:
    text = view.masked[field.start : field.end]
    key_and_value = f"{field.key}: {text}"
    offset = field.start - len(field.key) - 2
    relations = [item for item in stated_relations(key_and_value, view.definitions) if item.words_start == 0]
    if relations and is_relation(field.key):
        relation = relation_of(field.key)
        for item in relations:
            name = relation if relation.startswith("amend") else item.relation
            yield LinkStatement(
                name, item.target, field.key, offset + item.start, offset + item.end, field.where
            )
        return
    if mentions_relation(field.key) and not text.strip():
        return
    links = list(references(text, view.definitions))
    links = [reference for reference in links if reference.is_link] or links
    for reference in links:
        yield LinkStatement(
            relation_of(field.key), reference.target, field.key,
            field.start + reference.start, field.start + reference.end, field.where,
        )  # fmt: skip


def _in_field_heading(view: AdrView, heading: Heading) -> Iterator[LinkStatement]:
    """`## Supersedes: ADR-3`, `## Superseded by [3](0003-x.md)`: a heading that begins with a relation."""
    relations = stated_relations(heading.title, view.definitions)
    if relations and not heading.title[: relations[0].words_start].strip(" *_"):
        yield from _in_text(view, heading.start, heading.body, HEADING)


def _in_bullets(view: AdrView, start: int, end: int, relation: str) -> Iterator[LinkStatement]:
    """Links of a section of links; under a heading or a line that names a relation they have that one."""
    list_relation, last = relation, start
    for match in _BULLET_LINE.finditer(view.masked, start, end):
        if not relation and view.masked[last : match.start()].strip():
            list_relation = _announced(view, start, match.start())
        last = match.end()
        rest_start, rest_end = match.span("rest")
        rest = match["rest"]
        field = next(iter(fields(view, match.start(), match.end())), None)
        if field and is_relation(field.key):
            yield from _field_targets(view, field)
            continue
        link = next(links_in(rest, view.definitions), None)
        relations = list(_in_text(view, rest_start, rest_end, "list"))
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
            if not _BULLET_LINE.match(paragraph[0]) and not paragraph[0].startswith("#"):
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


def _in_prose_of_record(view: AdrView) -> Iterator[LinkStatement]:
    """What the title, the lines under it, or the first paragraph of the context say of this record as a whole."""
    title = next((heading for heading in view.headings if heading.level < 7), None)
    if title is not None:
        yield from _in_text(view, title.start, title.body, TITLE)
    start = title.body if title is not None and title.start <= view.header[0] + 400 else view.header[0]
    for paragraph in PARAGRAPH.finditer(view.masked, start, max(view.header[1], start)):
        yield from _of_this_record(view, paragraph.start(), paragraph.end())
    for index, heading in enumerate(view.headings):
        if plain_title(heading.title).split(" ")[0] not in _BEGINNINGS or field_of(heading.title):
            continue
        first = PARAGRAPH.search(view.masked, heading.body, _section_end(view, index, heading))
        if first:
            yield from _of_this_record(view, first.start(), first.end())
        return


_SUBJECT = re.compile(
    r"(?:[\s_]|[^\w\s|]|\b(?:note|update|important|warning|notice|info|caution|this|the|it|present|"
    r"adr|decision|record|document|and|has|have|been|is|was|now|also|we|with|on|of|as|status|"
    rf"{'|'.join(STATUSES)})\b|\d)*",
    re.I,
)


_STOP = re.compile(r"(?=[.;] |[.\n]\n)")
_LONGEST_SUBJECT = 1000  # characters


def _is_this_record(text: str, start: int, end: int) -> bool:
    """Whether the beginning of a sentence names nothing but the record itself; a very long one names something."""
    return end - start <= _LONGEST_SUBJECT and _SUBJECT.fullmatch(text[start:end]) is not None


def _of_this_record(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    """Relations of a paragraph whose sentence has this record as its subject, or that ends in `by this decision`."""
    text = view.masked[start:end]
    relations = stated_relations(text, view.definitions)
    stops = [match.start() for match in _STOP.finditer(text)] if relations else []
    for relation in relations:
        if relation.relation not in ("supersedes", "superseded-by", "amends", "amended-by"):
            continue
        index = bisect_left(stops, relation.words_start - 1)
        sentence = stops[index - 1] + 1 if index else 0
        is_reverse = relation.start < relation.words_start
        if is_reverse or _is_this_record(text, sentence, relation.words_start):
            yield _statement(relation, start, CONTEXT)
