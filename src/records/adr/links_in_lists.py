"""The links to other records in lists: under a heading for links, and below a line that names a relation."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.adr.field_lines import fields
from records.adr.links_in_fields import links_of_field
from records.adr.links_in_text import links_in_text
from records.adr.record_layout import PARAGRAPH, AdrView
from records.adr.references import Reference, links_in, references
from records.adr.relation_scope import is_partial_behind
from records.adr.relation_words import PARTIAL, is_relation, mentions_relation, partly, relation_of
from records.adr.statement import LinkStatement
from records.adr.vocabulary import number_in_name, number_in_reference
from records.dataclass import dataclass
from records.model.record_paths import DECISIONS_PATTERN, LINKED_PATTERN
from records.patterns import LETTERS, LIST_MARKER

_BULLET_LINE = re.compile(
    rf"^(?P<indent>[ \t]*){LIST_MARKER}[ \t]+(?P<rest>\S[^\r\n]*(?:\r?\n[ \t]+(?!{LIST_MARKER}[ \t])\S[^\r\n]*)*)",
    re.M,
)
_LONGEST_RELATION, _FARTHEST = 60, 200
_DECISIONS_FOLDER = re.compile(rf"(?:^|/)(?:{DECISIONS_PATTERN})/", re.I)
_ELSEWHERE = re.compile(r"https?://|mailto:|#")
_RECORD_HREF = re.compile(
    rf"(?:^|/)(?:{LETTERS}[-_]?)?\d+[^/]*(?:\.{LINKED_PATTERN}|/?$)|^(?:\./)?[\w-]+\.{LINKED_PATTERN}$"
)


@dataclass(slots=True)
class _Label:
    """What the items of a list have that is below a line, or another item, that names a relation.

    `indent` is the one of that line, -1 for one before the list; `items` that of the first item below.
    """

    indent: int
    relation: str
    items: int = -1


def links_in_list(view: AdrView, start: int, end: int, relation: str) -> Iterator[LinkStatement]:
    """List the links of a section of links; under a heading or a line that names a relation they have that one."""
    for match, list_relation in _items(view, start, end, relation):
        yield from _links_of_item(view, match, list_relation)
    if relation:
        for paragraph in PARAGRAPH.finditer(view.masked, start, end):
            if not _BULLET_LINE.match(paragraph[0]) and not paragraph[0].startswith("#"):
                yield from _listed_in(view, paragraph, relation)


def labelled_links(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    """List the links of the lists between two positions that are below a line or an item that names a relation."""
    for match, relation in _items(view, start, end, ""):
        if relation:
            yield from _links_of_item(view, match, relation)


def _items(view: AdrView, start: int, end: int, relation: str) -> Iterator[tuple[re.Match[str], str]]:
    """The items of the lists between two positions, each with the relation that is named above it, or none."""
    labels = [_Label(-1, relation)] if relation else []
    last = start
    for match in _BULLET_LINE.finditer(view.masked, start, end):
        if not relation and view.masked[last : match.start()].strip():
            named = _named_relation(view.masked[max(last, match.start() - _FARTHEST) : match.start()])
            labels = [_Label(-1, named)] if named else []
        last = match.end()
        indent = len(match["indent"].expandtabs(4))
        while labels and labels[-1].indent >= indent:
            labels.pop()
        label = _named_relation(match["rest"])
        if not match["rest"].rstrip(" \t\r*_").endswith((":", "：")):
            following = _BULLET_LINE.match(view.masked, match.end() + 1, end)
            label = label if following and len(following["indent"].expandtabs(4)) > indent else ""
        if labels and labels[-1].items < 0:
            labels[-1].items = indent
        is_inner = bool(labels) and indent > labels[-1].items + 1  # a remark on an item
        if label and not is_inner:
            labels.append(_Label(indent, label))
            continue
        yield match, "" if is_inner or not labels else labels[-1].relation


def _named_relation(text: str) -> str:
    """The relation that the last line of a text names, and nothing else: `Superseded by:`; empty without one."""
    line = text.rstrip().rpartition("\n")[2].strip(" \t\r*_:：")
    return relation_of(line) if len(line) <= _LONGEST_RELATION and is_relation(line) else ""


def _links_of_item(view: AdrView, match: re.Match[str], list_relation: str) -> Iterator[LinkStatement]:
    rest_start, rest_end = match.span("rest")
    rest = match["rest"]
    field = next(iter(fields(view, match.start(), match.end())), None)
    if field and is_relation(field.key):
        yield from links_of_field(view, field)
        return
    link = next(links_in(rest, view.definitions), None)
    relations = list(links_in_text(view, rest_start, rest_end, "list"))
    if link is not None and not rest[: link.start].strip(" *_`"):
        # `- [ADR-2](…) — superseded by ADR-5` is about ADR-2
        relations = [item for item in relations if item.start <= rest_start + link.start]
    if relations:
        yield from relations
        return
    mention = next(references(rest), None) if link is None else None
    stop = _line_stop(view, match.end())
    if mention and not rest[: mention.start].strip(" *_`"):
        if list_relation not in ("", "relates-to") or _may_be_decision(view, mention.target):
            relation = _relation_of_item(rest, mention, list_relation)
            yield LinkStatement(relation, mention.target, "", match.start(), stop, "list")
        return
    if link is None or _ELSEWHERE.match(link.target) or not _RECORD_HREF.search(link.target.split("#")[0]):
        return
    words = re.split(r"[.;]\s", rest[: link.start])[-1].strip(" \t*_:[]")
    is_short = 0 < len(words.split()) <= 4 and not mentions_relation(words)
    is_named = is_short or is_relation(words)  # `[Refined by] [ADR-5](…)`, as MADR 2 has it
    relation = list_relation or (relation_of(words) if is_named else "relates-to")
    yield LinkStatement(
        _relation_of_item(rest, link, relation), link.target, words, match.start(), stop, "list"
    )


def _relation_of_item(words: str, reference: Reference, relation: str) -> str:
    """The relation of an item: one to a part where its words say so, `ADR-3 (in part)`."""
    is_part = PARTIAL.search(words, 0, reference.start) or is_partial_behind(words, reference.end)
    return partly(relation or "relates-to") if is_part else relation or "relates-to"


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
