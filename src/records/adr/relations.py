"""Read which relations a text states: by the forms of verbs, not by a list of sentences.

A relation needs a reference; it is whole or partial; and talk about one (negated, possible, future, conditional)
states none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

import records.regex as re
from records.adr.references import Reference, references
from records.adr.relation_hedges import is_hedged
from records.adr.relation_scope import LOOSE_GAP, SUBJECT_PART, is_partial, is_partial_behind, subject_of
from records.adr.relation_sentences import sentence_start
from records.adr.relation_words import ADVERB, PARTIAL, PHRASE, has_stem, partly, relation_of_phrase
from records.dataclass import dataclass
from records.patterns import DATE, LIST_MARKER

_GLUE = (
    rf"(?:(?!\n[ \t>]*{LIST_MARKER}[ \t])[\s,;&:*_(\"'`#+/-]|"
    r"\b(?:and|as well as|the|by|adr|adrs|decision|record|und|sowie|durch|et|par|y|por|e|en|door)\b)*+"
)
_LIST_GLUE = re.compile(_GLUE, re.I)
# what says of the references behind it how much they are about: `superseded by ADR-3 and partially by ADR-4`
_SCOPED_GLUE = re.compile(
    rf"(?P<before>{_GLUE})(?<![^\W_])(?:(?P<part>{ADVERB}|(?:parts?|sections?|some) of)|"
    r"(?P<whole>fully|completely|entirely|wholly|vollständig|complètement|completamente|volledig))"
    rf"(?![^\W_])(?P<behind>\)?{_GLUE})",
    re.I,
)
_ACTIVE_GAP = re.compile(r"[^.;!?|]{0,90}", re.S)
_ITEM = re.compile(rf"\n[ \t>]*{LIST_MARKER}[ \t]")
_BRACKETS = re.compile(r"\([^()\x01]*\)")
_NUMBER = re.compile(
    r"[\s:]*(?:(?:,|and|&)\s*)?(?:#|[Nn]o\.?\s?)?(?P<number>0*\d{1,5})\b(?=\s*(?:$|[.,;)\n&*_|(]|and\b|on\b))"
)
_SLUG = re.compile(r"[ \t:]+(?P<slug>[^\W_]\w*+[-/][\w-]++(?:/[\w-]++)*+)[ \t.]*+\r?$", re.M)
# nothing, a blank of a template, or a day or a fraction
_NO_SLUG = re.compile(rf"n/a|.*[-_/](?:N{{2,}}|X{{2,}}|\?+)|{DATE}|(?:[a-z]+[-_])?\d+(?:/\d+)+", re.I | re.S)
_BY_THIS = re.compile(r"[\s*_]+(?:this|the present|the current)\b", re.I)
_CJK_AFTER = re.compile(
    r"\s*(?:所)?(?:完全|部分)?(?:取代|替代|代替|替换|替換|废弃|廢棄|(?:によって|により|に)\s*(?:置き換え|廃止)"
    r"|에\s*의해\s*(?:대체|교체|폐기|폐지)|(?:으로|로)\s*(?:대체|교체))"
)
_HANGUL = re.compile(r"[가-힣]")
_CJK_SEE = re.compile(r"(?:已|被)(?:取代|替代|代替)[\s，,。：:（(—-]*(?:详|詳|请|請|参|參)?[见見][\s：:]*$")
_CJK_GLUE = re.compile(r"\s*(?:[、,，・/和与與及跟と]|및|와|과)\s*")
_CJK_BEFORE = re.compile(r"(?:被|由)\s*$")


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """A relation to one target: the words that state it, where they begin, and the reference."""

    relation: str
    target: str
    words: str
    words_start: int
    start: int
    end: int


def stated_relations(
    text: str, definitions_by_label: Mapping[str, str] | None = None
) -> list[StatedRelation]:
    """List the relations that *text* states, each with the reference it is about.

    Args:
        text: a title, a status, a field's value or a paragraph; code fences, comments and struck text blanked.
        definitions_by_label: the link reference definitions of the document.
    """
    if not has_stem(text):
        return []
    all_references = list(references(text, definitions_by_label))
    labels = [relation for reference in all_references for relation in _in_label(text, reference)]
    spans = {relation.start for relation in labels}
    open_text = _with_marks(text, all_references)
    phrases = [_innermost(phrase) for phrase in PHRASE.finditer(open_text)]
    starts = [reference.start for reference in all_references]
    relations: list[StatedRelation] = []
    for index, phrase in enumerate(phrases):
        limit = phrases[index + 1].start() if index + 1 < len(phrases) else len(text)
        own = all_references[bisect_left(starts, phrase.end()) : bisect_left(starts, limit)]
        targets = [item for item in own if item.start not in spans]
        relations += _of_phrase(open_text, phrase, targets, all_references, limit)
    relations += _around(open_text, all_references)
    return sorted([*labels, *relations], key=lambda relation: relation.start)


def _innermost(phrase: re.Match[str]) -> re.Match[str]:
    """Of `Deprecated — amended by` the words that the reference belongs to, where they state something else."""
    if phrase["passive"] and phrase["gap"]:
        inner = PHRASE.search(phrase.string, phrase.start("gap"), phrase.end())
        if inner and inner.end() == phrase.end() and relation_of_phrase(inner) != "superseded-by":
            return inner
    return phrase


def _with_marks(text: str, all_references: list[Reference]) -> str:
    """Put a sign that no sentence has in the place of every reference."""
    pieces, last = [], 0
    for reference in all_references:
        pieces += [text[last : reference.start], "\x01" * (reference.end - reference.start)]
        last = reference.end
    return "".join([*pieces, text[last:]])


def _in_label(text: str, reference: Reference) -> Iterator[StatedRelation]:
    """A link whose own words state the relation: `[Superseded by ADR-5](0005-x.md)`."""
    if reference.label_start < 0 or not has_stem(reference.label):
        return
    label = reference.label.lstrip(" *_")
    adverb = PARTIAL.match(label)
    phrase = PHRASE.match(label[adverb.end() :].lstrip() if adverb else label)
    if phrase is None or (phrase["active"] and not re.search(r"\d", reference.label)):
        return
    if is_hedged(text, reference.start, reference.end):
        return
    relation = relation_of_phrase(phrase)
    if PARTIAL.search(reference.label):
        relation = partly(relation)
    yield StatedRelation(
        relation, reference.target, phrase[0], reference.label_start, reference.start, reference.end
    )


def _of_phrase(
    text: str, phrase: re.Match[str], targets: list[Reference], all_references: list[Reference], limit: int
) -> Iterator[StatedRelation]:
    relation = relation_of_phrase(phrase)
    if not phrase["alone"] and not targets and _BY_THIS.match(text, phrase.end()):
        yield from _by_this(text, phrase, all_references)
        return
    groups = _groups(text, phrase, targets)
    last = groups[-1].spans[-1][2] if groups else phrase.end()
    if not phrase["active"] or groups:
        bare = _bare_numbers(text, phrase, last, limit, bool(groups))
        groups = groups or ([_Group([])] if bare else [])
        for group in groups[-1:]:
            group.spans.extend(bare)
    if not groups:
        return
    first, last = groups[0].spans[0][1], groups[-1].spans[-1][2]
    if _is_quoted(text, phrase, first) or is_hedged(text, phrase.start(), last):
        return
    subject = subject_of(text, phrase)
    if subject is None:
        return
    words = phrase[0] if not phrase["alone"] else phrase["alone"]
    is_part_of_first = is_partial(text, phrase, first)
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        is_part = is_part_of_first if group.is_part is None else group.is_part
        if following is None or following.is_part is None:
            is_part = is_part or is_partial_behind(text, group.spans[-1][2])
        is_part = is_part or bool(subject)
        for target_words, start, end in group.spans:
            yield StatedRelation(
                partly(relation) if is_part else relation, target_words, words, phrase.start(), start, end
            )


@dataclass(frozen=True, slots=True)
class _Group:
    """References behind one phrase that are about as much, and whether about a part; None as the phrase says."""

    spans: list[tuple[str, int, int]]
    is_part: bool | None = None


def _groups(text: str, phrase: re.Match[str], targets: list[Reference]) -> list[_Group]:
    """Part the references that belong to a phrase where the words between them say how much each is about."""
    groups: list[_Group] = []
    last = phrase.end()
    for target in targets:
        between = text[last : target.start]
        span = (target.target, target.start, target.end)
        last = target.end
        if not groups:
            if not _fits(phrase, between):
                break
            groups.append(_Group([span]))
        elif _LIST_GLUE.fullmatch(between):
            groups[-1].spans.append(span)
        elif scope := _SCOPED_GLUE.fullmatch(between):
            # `ADR-3 in part, ADR-4`: the words are about the reference before them
            is_behind = not scope["before"].strip(" \n*_(`") and bool(scope["behind"].strip(" \n*_`"))
            groups.append(_Group([span], None if is_behind else scope["part"] is not None))
        elif _is_glue_around_remark(between):
            groups[-1].spans.append(span)
        else:
            break
    return groups


def _is_glue_around_remark(between: str) -> bool:
    """Say whether what is between two references is a remark on the first and what joins them: ` (storage), `."""
    behind = _BRACKETS.sub("", between, count=1)
    return behind != between and _LIST_GLUE.fullmatch(behind) is not None and bool(behind.strip())


def _is_quoted(text: str, phrase: re.Match[str], target: int) -> bool:
    """Say whether the words are those of a key in a code span, and the reference is about something else."""
    is_code = text[phrase.start() - 1 : phrase.start()] == "`" == text[phrase.end() : phrase.end() + 1]
    return is_code and re.search(r"[^\W\d_]", text[phrase.end() : target]) is not None


def _fits(phrase: re.Match[str], between: str) -> bool:
    """Say whether the words between a phrase and the first reference leave the two together."""
    if phrase["alone"]:
        return bool(LOOSE_GAP.fullmatch(PARTIAL.sub("", between)))
    if phrase["known"]:
        return bool(_LIST_GLUE.fullmatch(between))
    between = _BRACKETS.sub("", between)
    if _ITEM.search(between):
        return False  # a list below: its items are read as such
    if not _ACTIVE_GAP.fullmatch(between):
        return "see" in between.lower() and len(between) < 90 and bool(LOOSE_GAP.fullmatch(between))
    return bool(_LIST_GLUE.fullmatch(between)) or not re.search(r"[,(]", between) or bool(phrase["passive"])


def _bare_numbers(
    text: str, phrase: re.Match[str], last: int, limit: int, is_list: bool
) -> list[tuple[str, int, int]]:
    """Read `superseded by 12`, `#12 and 13`, and `superseded by use-the-slug` where the phrase came last."""
    spans: list[tuple[str, int, int]] = []
    if phrase["alone"] or (phrase["known"] and not phrase["known"].lower().endswith("by") and not is_list):
        return spans
    while (match := _NUMBER.match(text, last)) and match.start("number") < limit:
        if is_list and not re.search(r",|and|&", text[last : match.start("number")]):
            break
        spans.append((match["number"], match.start("number"), match.end("number")))
        last = match.end("number")
        is_list = True
    slug = None if spans or is_list else _SLUG.match(text, last)
    if slug and not _NO_SLUG.fullmatch(slug["slug"]):
        spans.append((slug["slug"], slug.start("slug"), slug.end("slug")))
    return spans


def _by_this(text: str, phrase: re.Match[str], all_references: list[Reference]) -> Iterator[StatedRelation]:
    """`ADR-7 is superseded by this decision`, `ADR-9 supersedes this one`: the reference stands before the verb."""
    start = sentence_start(text, phrase.start())
    if is_hedged(text, phrase.start(), phrase.end()):
        return
    relation = "superseded-by" if phrase["active"] else "supersedes"
    if phrase["known"]:
        return
    is_part = PARTIAL.search(text, start, phrase.start()) or PARTIAL.search(phrase[0])
    if is_part or SUBJECT_PART.search(text, start, phrase.start()):
        relation = partly(relation)
    for reference in all_references:
        if start <= reference.start < phrase.start():
            yield StatedRelation(
                relation, reference.target, phrase[0], phrase.start(), reference.start, reference.end
            )


def _around(text: str, all_references: list[Reference]) -> Iterator[StatedRelation]:
    """Chinese, Japanese and Korean put the references before the verb: `被 ADR-3 取代`, `被 ADR-3、ADR-4 取代`."""
    for index, reference in enumerate(all_references):
        first = index
        while first and _CJK_GLUE.fullmatch(text, all_references[first - 1].end, all_references[first].start):
            first -= 1
        start = all_references[first].start
        after = _CJK_AFTER.match(text, reference.end)
        if after is None:
            if see := _CJK_SEE.search(text[max(0, start - 24) : start]):
                yield StatedRelation(
                    "superseded-by", reference.target, see[0].strip(), start - len(see[0]),
                    reference.start, reference.end,
                )  # fmt: skip
            continue
        before = _CJK_BEFORE.search(text[max(0, start - 8) : start])
        if before or "置き換え" in after[0] or "廃止" in after[0] or _HANGUL.search(after[0]):
            sentence = sentence_start(text, start)
            subject = text[sentence:start].rstrip(" \t被由")
            *earlier, subject = re.split(r"[，,、：:]", subject)
            subject = subject if sentence or earlier else ""  # the text itself begins with a status
            is_part = "部分" in after[0] or (bool(before) and bool(subject.strip(" \t*_已")))
            relation = "amended-by" if is_part else "superseded-by"
            for item in all_references[first : index + 1]:
                yield StatedRelation(
                    relation, item.target, after[0].strip(), after.start(), item.start, item.end
                )
