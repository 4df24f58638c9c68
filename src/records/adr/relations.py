"""Read which relations a text states: by the forms of verbs, not by a list of sentences.

A relation needs a reference; it is whole or partial; and talk about one (negated, possible, future, conditional)
states none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache

import records.regex as re
from records.adr.references import Reference, references
from records.adr.status_words import STATUS_WORDS
from records.adr.vocabulary import words_of
from records.dataclass import dataclass
from records.model.link import RELATIONS
from records.patterns import DATE, LIST_MARKER, ORDINAL

# -- the verbs ---------------------------------------------------------------

_PASSIVE = (
    r"super[sc]e{1,2}ded|replaced|obsoleted|(?:made |rendered )?obsolete|invalidated|overrid(?:den|ed)|overruled|"
    r"retired|revoked|rescinded|subsumed|absorbed|supplanted|displaced|succeeded|overtaken|nullified|annulled|"
    r"abrogated|cancell?ed|reversed|reverted|repealed|outdated|outmoded|voided|deprecated|discarded|dropped|withdrawn|"
    r"abandoned|undone|"
    r"ersetzt|abgelöst|überholt|remplacée?|reemplazad[oa]|remplazad[oa]|sustituid[oa]|substitu[ií]d[oa]|sostituit[oa]|"
    r"vervangen|zastąpion[aey]|замен[её]н[аоы]?|замін[её]н[аоіи]?|ersatt|erstattet"
)
_MERGED = r"(?:merged|folded|rolled|consolidated|absorbed|subsumed|incorporated) into"
_BY = (
    r"by|with|in favou?r of|in lieu of|durch|von|par|por|pel[oa]|da|dall[ao]|door|przez|на|av|af|"
    r"per|via"
)
# a participle alone is enough for these: `Superseded: ADR-3`, `Replaced, see ADR-3`
_ALONE = (
    r"super[sc]e{1,2}ded|replaced|obsoleted|ersetzt|remplacée?|reemplazad[oa]|sustituid[oa]|substitu[ií]d[oa]|"
    r"sostituit[oa]|vervangen|zastąpion[aey]|замен[её]н[аоы]?|已取代|被取代|已被取代|已替代"
)
_ACTIVE = (
    r"super[sc]e{1,2}d(?:es?|s|ing)|replac(?:es|ing)|obsolet(?:es|ing)|invalidat(?:es|ing)|overrid(?:es|ing)|"
    r"overrul(?:es|ing)|retir(?:es|ing)|revok(?:es|ing)|rescind(?:s|ing)|subsum(?:es|ing)|supplant(?:s|ing)|"
    r"displac(?:es|ing)|nullif(?:ies|ying)|annul(?:s|ling)|abrogat(?:es|ing)|repeal(?:s|ing)|"
    r"(?:is |as )?(?:a |the )?(?:successor (?:of|to)|replacement (?:of|for))|"
    r"remplace|reemplaza(?: a)?|sustituye(?: a)?|substitui|sostituisce|vervangt|zastępuje|заменяет|ersätter|"
    r"erstatter|取代|替代|"
    r"löst(?=[^.;\n\x01]{0,60}\x01[^.;\n]{0,120}?[\s)*_]ab\b)|"
    # German has one form for `replaces` and `replaced`: with an object behind it, it is the verb
    r"(?<!\bist )(?<!\bwird )(?<!\bwurde )ersetzt(?=[ \t*_]+(?:(?:die|den|das|der|diese[nrs]?|unsere?n?|"
    r"teilweise|vollständig|komplett)[ \t]+){0,3}(?:\x01|(?:entscheidung|beschluss|adr)\w*\b))"
)
_NOUNS = {
    "successor": "superseded-by",
    "successors": "superseded-by",
    "replacement": "superseded-by",
    "predecessor": "follows",
    "predecessors": "follows",
    "obsoletes": "supersedes",
    "ersetzt": "supersedes",
}

# what people write beside the names and spellings that `records.model.link` knows
_NAMED = {name.replace("-", " "): name for name in RELATIONS} | {
    "amending": "amends",
    "prompted by": "led-by",
    "clarifies": "refines",
    "clarified by": "refined-by",
    "requires": "depends-on",
    "related to": "relates-to",
    "related": "relates-to",
    "related adr": "relates-to",
    "related adrs": "relates-to",
    "related decision": "relates-to",
    "related decisions": "relates-to",
    "see also": "relates-to",
    "see": "relates-to",
    "siehe": "relates-to",
    "voir": "relates-to",
}
_AMENDS = (
    "ergänzt", "ändert", "modifie", "complète", "modifica", "complementa", "altera", "wijzigt", "zmienia", "дополняет",
    "изменяет",
)  # fmt: skip
_AMENDED_BY = (
    "ergänzt durch", "geändert durch", "modifié par", "modifiée par", "complété par", "complétée par",
    "modificado por", "modificada por", "alterado por", "alterada por", "modificato da", "modificata da",
    "gewijzigd door", "zmieniona przez",
)  # fmt: skip
_NAMED |= dict.fromkeys(_AMENDS, "amends") | dict.fromkeys(_AMENDED_BY, "amended-by")
# adrs writes some of its kinds without a separator
_JOINED = {key.replace(" ", ""): name for key, name in list(_NAMED.items()) if " " in key} | {
    "supersededby": "superseded-by",
    "replacedby": "superseded-by",
}
_POINTERS = frozenset(("related", "see", "siehe", "voir"))
_IN_PROSE = sorted((key for key in _NAMED if key.split()[0] not in _POINTERS), key=len, reverse=True)
_KNOWN = "|".join(re.escape(key).replace(r"\ ", r"[\s_-]+") for key in _IN_PROSE)

_BESIDE = re.compile(
    r"^(?:(?:this|adr|decision|is|was|has been|have been|fully|completely)\s+)+|\s+(?:adrs?|decisions?|records?)$"
)

# -- how much of it, and whether at all --------------------------------------

_ADVERB = (
    r"partial(?:ly)?|partly|mostly|largely|mainly|primarily|weitgehend|größtenteils|grotendeels|"
    r"en gran(?:de)? part[ie]e?|"
    r"in[\s_-]+part|teilweise|partiellement|en partie|parcial(?:mente)?|en parte|em parte|"
    r"parzialmente|in parte|gedeeltelijk|częściowo|частично|部分|一部|일부"
)
_PART = (
    r"parts?|portions?|sections?|clauses?|points?|paragraphs?|items?|aspects?|bullets?|subsections?|half|some|"
    r"provisions?|requirements?|rules?"
)
_PARTIAL = re.compile(rf"(?<![^\W_])(?:{_ADVERB})(?![^\W_])", re.I)
_OF_A_PART = re.compile(
    rf"(?<![^\W_])(?:{_PART})(?![^\W_])|§|(?P<whole>\b(?:all|whole|entirety|entire|complete)\b)?"
    r"[\s\S]*\b(?P<what>[^\W\d_]+)[\"'”’)\]*_`]*\s+(?:of|in|from)\s*$",
    re.I,
)
_WHOLES = words_of("all whole entirety content contents decision decisions adr record instead place lieu")
_PARTLY_AFTER = re.compile(
    rf"\s*[(,–—`-]*\s*(?:{_ADVERB}|в части\b|[^()\n]{{1,60}}\bonly\)|§|"
    r"sections?\b|parts?\b|clauses?\b|points?\b|regarding\b|concerning\b|"
    r"with (?:respect|regard) to\b|as regards\b|except\b|for \w+(?: \w+)? only\b)",
    re.I,
)
_SUBJECT_PART = re.compile(rf"(?<![^\W_])(?:{_PART})(?![^\W_])|§", re.I)
_EXCEPT = re.compile(r"\b(?:except|other than|apart from|aside from|ausgenommen|sauf|salvo|excepto)\b", re.I)
_SHORT_SUBJECT = 4
_HEDGE = re.compile(
    r"\b(?:not|never|no longer|neither|nor|without|cannot|rather than|instead of|may|might|could|can|will|would|"
    r"should|shall|must|to be|being|going to|about to|yet to|likely|possibly|potentially|perhaps|probably|"
    r"candidate|(?:proposed|planned|expected|intended)(?=\s+(?:to|for|as)\b)|nicht|wird|werden|soll|niet|sera|será|não)\b|n['’]t\b|不|未|将",
    re.I,
)
_BASE_VERB = re.compile(r"\bsuper[sc]e{1,2}de?\b", re.I)
_TO_BEFORE = re.compile(r"\b(?:to|be)\s+$", re.I)  # what will, may or has to be is not yet
_IF_BEFORE = re.compile(
    r"\b(?:if|once|until|unless|whether|in case|as soon as|provided|assuming|pending|when accepted)\b", re.I
)
_IF_AFTER = re.compile(
    r"\b(?:once|if|unless|as soon as|pending|provided|assuming|in (?:the )?future|"
    r"when (?:it|that|this|the|adr)\b[^.;]{0,60}\b(?:is|are|lands?|ships?|becomes?|gets|goes|has|will)\b)",
    re.I,
)
_SENTENCE_END = re.compile(
    r"(?<![Nn]o)(?<![Nn]r)(?<!\be\.g)(?<!\bi\.e)[.!?][)\"'*_]*(?=\s|$)|[;；]|\n[ \t]*\n"
    rf"|\n[ \t]*{LIST_MARKER}[ \t]|。|<br ?/?>",
    re.I,
)
_CLAUSE_END = re.compile(r"[,:—–()\[\]>|]|\s-\s|\b(?:and|but|und|et|y)\b|，|、", re.I)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|been|got|gets|wurde|ist|est|fue|fu)\b(?:[\s*_]+[^\W\d_]+){0,2}[\s*_]*$", re.I
)
_SELF = words_of(
    "this the it its adr decision record document status proposal is was were are has have had been now later since "
    "then and but also already fully completely entirely wholly note update updated important warning notice which "
    "that subsequently formally accepted approved proposed deprecated rejected superseded implemented we a an as of "
    "on in at by date entry here above current currently architecture diese dieser entscheidung ce cette décision"
)

# -- a text's phrases --------------------------------------------------------

_GAP = r"(?:[^.;!?\[\]<\x01\n]|\.(?=\d)|\n(?!\s*\n)){0,60}?"
_PHRASE = re.compile(
    rf"(?<![^\W_])(?<!-)(?:(?P<passive>(?!ersetzt[ \t*_]+(?:\x01|d(?:ie|en|as|er)\b))"
    rf"(?:(?:{_PASSIVE})(?P<gap>[\s_,(-](?:[^.;!?\[\]<\x01\n]|\.(?=\d)|\n(?!\s*\n)){{0,60}}?)??"
    rf"[\s_-]{{0,60}}+\b(?:{_BY})|{_MERGED})(?![^\W_])(?!-))"
    rf"|(?P<active>(?:{_ACTIVE})(?!\w))"
    rf"|(?P<alone>(?:{_ALONE})(?![^\W_]))"
    rf"|(?P<known>(?:amended[\s_-]+in[\s_-]+part[\s_-]+by|{_KNOWN})(?![\w-])))",
    re.I,
)
_STEM_LIST = (
    "supers superc repla obsol invalid overr retire revok rescin subsum absor suppl displac succe overtak nullif annul "
    "abrog cancel revers revert repeal outd outm void deprec discard drop withdr aband undone erset abgel überh rempla "
    "löst reempl sustit substit sostit verva zast замен замін ersat ersät "
    "erstat merged folded rolled consol incorp amend refin "
    "ergänz änder modif complè complé complem altera wijzig zmieni дополн измен "
    "depend requir implement led prompted follow relat conflict clarif predec "
    "取代 替代 代替 废弃 廢棄 置き換え 廃止 대체 교체 폐기 폐지"
)
_STEMS = tuple(_STEM_LIST.split())


def _has_stem(text: str) -> bool:
    """Say whether any word of *text* can be one that states a relation; cheap, for most texts have none."""
    lower = text.lower()
    for stem in _STEMS:  # noqa: SIM110  # a generator takes twice as long
        if stem in lower:
            return True
    return False


_LIST_GLUE = re.compile(
    r"(?:[\s,;&:*_(\"'`#+/-]|\b(?:and|the|by|adr|adrs|decision|record|in|part|und|et|y)\b)*", re.I
)
_ACTIVE_GAP = re.compile(r"[^.;!?|]{0,90}", re.S)
_LOOSE_GAP = re.compile(
    rf"(?:[\s:,()*_`—–>→=.-]|{DATE}|[\d./]{{6,10}}|\d{{1,2}}{ORDINAL}\b|\b\d{{4}}\b|"
    r"\b(?:on|in|see|by|as|of|from|since|effective|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|adr|the|"
    r"siehe|voir|véase|vgl)\b)*+",
    re.I,
)
_NUMBER = re.compile(
    r"[\s:]*(?:(?:,|and|&)\s*)?(?:#|[Nn]o\.?\s?)?(?P<number>0*\d{1,5})\b(?=\s*(?:$|[.,;)\n&*_|(]|and\b|on\b))"
)
_SLUG = re.compile(r"[ \t:]+(?P<slug>[^\W_]\w*+[-/][\w-]++(?:/[\w-]++)*+)[ \t.]*+\r?$", re.M)
_NO_SLUG = re.compile(r"n/a|.*[-_/](?:N{2,}|X{2,}|\?+)", re.I | re.S)  # nothing, or a blank of a template
_BY_THIS = re.compile(r"[\s*_]+(?:this|the present|the current)\b", re.I)
_CJK_AFTER = re.compile(
    r"\s*(?:所)?(?:完全|部分)?(?:取代|替代|代替|替换|替換|废弃|廢棄|(?:によって|により|に)\s*(?:置き換え|廃止)"
    r"|에\s*의해\s*(?:대체|교체|폐기|폐지)|(?:으로|로)\s*(?:대체|교체))"
)
_HANGUL = re.compile(r"[가-힣]")
_CJK_BEFORE = re.compile(r"(?:被|由)\s*$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """A relation to one target: the words that state it, where they begin, and the reference."""

    relation: str
    target: str
    words: str
    words_start: int
    start: int
    end: int


def relation_of(text: str) -> str:
    """Name the relation that the words *text* state; an unknown phrase becomes its own kebab-case name."""
    words = _plain_words(text)
    relation_name = _known_relation(words)
    return relation_name or re.sub(r"[^\w]+", "-", words).strip("-") or "relates-to"


@lru_cache(4096)
def is_relation(text: str) -> bool:
    """Say whether *text* is a phrase that names a relation, whole or partial."""
    return _known_relation(_plain_words(text)) is not None


def phrase(relation: str) -> str:
    """Write a relation as a person would: `superseded-by` is `Superseded by`; other words stay as they are."""
    if " " in relation or relation[:1].isupper():
        return relation
    words = relation.replace("-", " ")
    return words[:1].upper() + words[1:]


def mentions_relation(text: str) -> bool:
    """Say whether *text* has words of a relation in it, stated or only talked about."""
    return bool(_PHRASE.search(text) or _BASE_VERB.search(text))


def _plain_words(text: str) -> str:
    bare = _CAMEL.sub(" ", text.strip(" \t*_:.`：")).lower()
    return " ".join(re.split(r"[\s_()\[\]-]+", bare)).strip()


@lru_cache(4096)
def _known_relation(words: str) -> str | None:
    words = _BESIDE.sub("", words)
    relation = _NAMED.get(words) or _JOINED.get(words) or _NOUNS.get(words)
    if relation:
        return relation
    partial = bool(_PARTIAL.search(words))
    bare = " ".join(_PARTIAL.sub(" ", words).split()) if partial else words
    match = _PHRASE.fullmatch(bare) or _PHRASE.fullmatch(re.sub(r"(?<=ed)by$", " by", bare))
    if match is None or (match["gap"] or "").strip():
        return None
    relation = _relation_of_phrase(match)
    return _partly(relation) if partial else relation


def _relation_of_phrase(match: re.Match[str]) -> str:
    if match["active"]:
        return "supersedes"
    if match["passive"] or match["alone"]:
        return "superseded-by"
    words = " ".join(re.split(r"[\s_-]+", match["known"].lower()))
    return _NAMED.get(words) or "amended-by"


def _partly(relation: str) -> str:
    return {"supersedes": "amends", "superseded-by": "amended-by"}.get(relation, relation)


# -- walking over a text -----------------------------------------------------


def stated_relations(
    text: str, definitions_by_label: Mapping[str, str] | None = None
) -> list[StatedRelation]:
    """List the relations that *text* states, each with the reference it is about.

    Args:
        text: a title, a status, a field's value or a paragraph; code fences, comments and struck text blanked.
        definitions_by_label: the link reference definitions of the document.
    """
    if not _has_stem(text):
        return []
    all_references = list(references(text, definitions_by_label))
    labels = [relation for reference in all_references for relation in _in_label(text, reference)]
    spans = {relation.start for relation in labels}
    open_text = _with_marks(text, all_references)
    phrases = list(_PHRASE.finditer(open_text))
    starts = [reference.start for reference in all_references]
    relations: list[StatedRelation] = []
    for index, phrase in enumerate(phrases):
        limit = phrases[index + 1].start() if index + 1 < len(phrases) else len(text)
        own = all_references[bisect_left(starts, phrase.end()) : bisect_left(starts, limit)]
        targets = [item for item in own if item.start not in spans]
        relations += _of_phrase(open_text, phrase, targets, all_references, limit)
    relations += _around(open_text, all_references)
    return sorted([*labels, *relations], key=lambda relation: relation.start)


def _with_marks(text: str, all_references: list[Reference]) -> str:
    """Put a sign that no sentence has in the place of every reference."""
    pieces, last = [], 0
    for reference in all_references:
        pieces += [text[last : reference.start], "\x01" * (reference.end - reference.start)]
        last = reference.end
    return "".join([*pieces, text[last:]])


def _in_label(text: str, reference: Reference) -> Iterator[StatedRelation]:
    """A link whose own words state the relation: `[Superseded by ADR-5](0005-x.md)`."""
    if reference.label_start < 0 or not _has_stem(reference.label):
        return
    label = reference.label.lstrip(" *_")
    adverb = _PARTIAL.match(label)
    phrase = _PHRASE.match(label[adverb.end() :].lstrip() if adverb else label)
    if phrase is None or (phrase["active"] and not re.search(r"\d", reference.label)):
        return
    if is_hedged(text, reference.start, reference.end):
        return
    relation = _relation_of_phrase(phrase)
    if _PARTIAL.search(reference.label):
        relation = _partly(relation)
    yield StatedRelation(
        relation, reference.target, phrase[0], reference.label_start, reference.start, reference.end
    )


def _of_phrase(
    text: str, phrase: re.Match[str], targets: list[Reference], all_references: list[Reference], limit: int
) -> Iterator[StatedRelation]:
    relation = _relation_of_phrase(phrase)
    if not phrase["alone"] and not targets and _BY_THIS.match(text, phrase.end()):
        yield from _by_this(text, phrase, all_references)
        return
    last = phrase.end()
    own_targets: list[Reference] = []
    for target in targets:
        between = text[last : target.start]
        if not (_LIST_GLUE.fullmatch(between) if own_targets else _fits(phrase, between)):
            break
        own_targets.append(target)
        last = target.end
    spans = [(item.target, item.start, item.end) for item in own_targets]
    if not phrase["active"] or own_targets:
        spans += _bare_numbers(text, phrase, last, limit, bool(own_targets))
    if not spans or _is_quoted(text, phrase, spans[0][1]) or is_hedged(text, phrase.start(), spans[-1][2]):
        return
    subject = _subject(text, phrase)
    if subject is None:
        return
    if _is_partial(text, phrase, spans[0][1], spans[-1][2]) or subject:
        relation = _partly(relation)
    words = phrase[0] if not phrase["alone"] else phrase["alone"]
    for target_words, start, end in spans:
        yield StatedRelation(relation, target_words, words, phrase.start(), start, end)


def _is_quoted(text: str, phrase: re.Match[str], target: int) -> bool:
    """Say whether the words are those of a key in a code span, and the reference is about something else."""
    is_code = text[phrase.start() - 1 : phrase.start()] == "`" == text[phrase.end() : phrase.end() + 1]
    return is_code and re.search(r"[^\W\d_]", text[phrase.end() : target]) is not None


def _fits(phrase: re.Match[str], between: str) -> bool:
    """Say whether the words between a phrase and the first reference leave the two together."""
    if phrase["alone"]:
        return bool(_LOOSE_GAP.fullmatch(_PARTIAL.sub("", between)))
    if phrase["known"]:
        return bool(_LIST_GLUE.fullmatch(between))
    between = _BRACKETS.sub("", between)
    if not _ACTIVE_GAP.fullmatch(between):
        return "see" in between.lower() and len(between) < 90 and bool(_LOOSE_GAP.fullmatch(between))
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
    start = _sentence_start(text, phrase.start())
    if is_hedged(text, phrase.start(), phrase.end()):
        return
    relation = "superseded-by" if phrase["active"] else "supersedes"
    if phrase["known"]:
        return
    if _SUBJECT_PART.search(text, start, phrase.start()) or _PARTIAL.search(text, start, phrase.start()):
        relation = _partly(relation)
    for reference in all_references:
        if start <= reference.start < phrase.start():
            yield StatedRelation(
                relation, reference.target, phrase[0], phrase.start(), reference.start, reference.end
            )


def _around(text: str, all_references: list[Reference]) -> Iterator[StatedRelation]:
    """Chinese and Japanese put the reference before the verb: `被 ADR-3 取代`."""
    for reference in all_references:
        after = _CJK_AFTER.match(text, reference.end)
        if after is None:
            continue
        before = _CJK_BEFORE.search(text[max(0, reference.start - 8) : reference.start])
        if before or "置き換え" in after[0] or "廃止" in after[0] or _HANGUL.search(after[0]):
            sentence = _sentence_start(text, reference.start)
            subject = text[sentence : reference.start].rstrip(" \t被由")
            *earlier, subject = re.split(r"[，,、：:]", subject)
            subject = subject if sentence or earlier else ""  # the text itself begins with a status
            is_partial = "部分" in after[0] or (bool(before) and bool(subject.strip(" \t已")))
            relation = "amended-by" if is_partial else "superseded-by"
            yield StatedRelation(
                relation, reference.target, after[0].strip(), after.start(), reference.start, reference.end
            )


# -- what a phrase is worth --------------------------------------------------


@lru_cache(4)
def _sentence_start(text: str, position: int) -> int:
    start = search = 0
    if position > _SHORT:
        _, ends = _sentence_ends(text)
        index = bisect_left(ends, position)
        start = ends[index - 1] if index else 0
        bare = len(text[max(0, position - _SHORT) : position].rstrip(")\"'*_"))
        search = max(start, position - _SHORT if bare else 0)
    for match in _SENTENCE_END.finditer(
        text, search, position
    ):  # the end of the part counts as one of the text
        start = match.end()
    return max(start, position - _LONGEST_SENTENCE)


@lru_cache(4)
def _sentence_ends(text: str) -> tuple[list[int], list[int]]:
    """Where the ends of sentences begin, and where they end."""
    spans = [match.span() for match in _SENTENCE_END.finditer(text)]
    return [start for start, _ in spans], [end for _, end in spans]


def _sentence_stop(text: str, position: int) -> int:
    """Where the end of the sentence begins that *position* stands in, or the text, if that is near."""
    if len(text) - position > _SHORT:
        starts, ends = _sentence_ends(text)
        index = bisect_left(starts, position)
        if not index or ends[index - 1] <= position:
            return min(starts[index] if index < len(starts) else len(text), position + _LONGEST_SENTENCE)
    stop = _SENTENCE_END.search(text, position)
    return min(stop.start() if stop else len(text), position + _LONGEST_SENTENCE)


@lru_cache(8)
def _starts_of(sign: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in sign.finditer(text)]


def _has_between(sign: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Say whether a *sign* begins between two positions; for one that is asked of many places of a long text."""
    starts = _starts_of(sign, text)
    index = bisect_left(starts, start)
    return index < len(starts) and starts[index] < end


def _last_clause(text: str, start: int, end: int) -> str:
    """What follows the last sign between clauses; in a long part that sign is looked for at the end first."""
    before = text[start:end]
    if len(before) > _SHORT and not _has_between(_CLAUSE_END, text, start, end):
        return before
    if len(before) > _SHORT and (cut := _WORD_END.search(before, len(before) - _SHORT)):
        clause = None
        for match in _CLAUSE_END.finditer(before, cut.end() - 1):
            clause = before[match.end() :]
        if clause is not None:
            return clause
    clause = before
    for match in _CLAUSE_END.finditer(before):
        clause = before[match.end() :]
    return clause


def _ends_in_auxiliary(before: str) -> bool:
    """Say whether a verb such as `is` comes before what follows, with two words between at most."""
    near = before[-_SHORT:]
    return bool(_AUXILIARY.search(near if _NO_LETTER.search(near, 1) else before))


def is_hedged(text: str, start: int, end: int) -> bool:
    """Say whether words about a relation, from *start* to *end*, only talk of it: denied, possible, future, asked."""
    sentence = _sentence_start(text, start)
    before = text[sentence:start]
    clause = _last_clause(text, sentence, start)
    if (len(clause) <= _SHORT or _has_between(_HEDGE, text, start - len(clause), start)) and _HEDGE.search(
        clause
    ):
        return True
    if _TO_BEFORE.search(clause, max(0, len(clause.rstrip()) - 3)):
        return True
    if _FORMERLY.search(before[-_NEAR:]):
        return True
    verb = _VERB_BEFORE.search(clause[-_NEAR:])
    if verb and verb["verb"].casefold() not in STATUS_WORDS and _GERUND.match(text, start):
        return True  # `we considered superseding ADR-1`
    is_long = len(before) > _SHORT
    if (not is_long or _has_between(_IF_SIGN, text, sentence, start)) and _IF_BEFORE.search(before):
        return True
    stop = _sentence_stop(text, end)
    if text.startswith("?", stop):
        return True
    is_long = stop - end > _SHORT
    if not is_long or _has_between(_IF_SIGN, text, end, stop):
        after = text[end:stop].partition("(previously: ")[0]
        if _IF_AFTER.search(after) or _UNDONE_AFTER.match(after):
            return True
    return bool(_HEDGE.search(_PARENTHESIS_GAP.sub("", text[start:end])))


_NEAR = 40
# `(previously: …)` is what an edit writes: a link in it still holds
_FORMERLY = re.compile(r"\b(?:was|formerly|originally|once)[ \t]*:[ \t]*$", re.I)
_VERB_BEFORE = re.compile(r"(?P<verb>[^\W\d_]{3,}(?:ed|ought|ant))[ \t\n]+$", re.I)
_GERUND = re.compile(r"[^\W\d_]+ing\b", re.I)
_UNDONE_AFTER = re.compile(
    r"[^.;\n]{0,80}?\b(?:but|and)\s+(?:we\s+)?(?:did|do|have|has|decided)\s*(?:not\b|n['’]t\b|against\b)",
    re.I,
)
_LONGEST_SENTENCE = 4000  # characters; what is further away says nothing about a relation
_SHORT = 500  # characters, up to which a search from the beginning costs nothing
_WORD_END = re.compile(r"[^\W_][ \n]")
_NO_LETTER = re.compile(r"[^\w\s*]|\d")
# in what every condition has, before a relation or after it
_IF_SIGN = re.compile(
    r"if|once|until|unless|whether|in case|soon|provided|assuming|pending|when|future", re.I
)
_BRACKETS = re.compile(r"\([^()\x01]*\)")
_PARENTHESIS_GAP = re.compile(r"\([^()]*\)|\x01+|\bwithout\b.*", re.S)


def _subject(text: str, phrase: re.Match[str]) -> str | None:
    """What a passive sentence is about: `""` for this record, its words for a part of it, None for another record."""
    if not (phrase["passive"] or phrase["alone"]):
        return ""
    start = _sentence_start(text, phrase.start())
    before = text[start : phrase.start()]
    inside = before.rfind("(")
    if inside > before.rfind(")") and "\x01" in before[:inside]:  # `[5](5.md) (superseded by 9)` is about 5
        return None
    if not _ends_in_auxiliary(before):
        clause = _last_clause(
            text, start, phrase.start()
        )  # `Section 3 superseded by …`, `Accepted; the gate superseded by …`
        if "\x01" in clause or len(clause.split()) > _SHORT_SUBJECT:
            return ""
        is_part = _SUBJECT_PART.search(clause) or (start and _foreign_words(clause))
        return clause.strip() if is_part else ""
    clause = before
    for match in re.finditer(r"[:—–>|]|\s-\s|\bbut\b", before):
        clause = before[match.end() :]
    if "\x01" in clause:
        return None
    return " ".join(_foreign_words(clause))


def _foreign_words(clause: str) -> list[str]:
    """The words of a clause that name something else than the record, its state or a day."""
    words = re.findall(r"[^\W\d_]+|§", clause.lower())
    return [
        word
        for word in words
        if word not in _SELF and not _PARTIAL.fullmatch(word) and not _LOOSE_GAP.fullmatch(word)
    ]


def _is_partial(text: str, phrase: re.Match[str], first: int, last: int) -> bool:
    before = text[max(_sentence_start(text, phrase.start()), phrase.start() - 30) : phrase.start()]
    between = text[phrase.end() : first]
    if _EXCEPT.search(text, max(_sentence_start(text, phrase.start()), phrase.start() - 80), phrase.start()):
        return True
    if _PARTIAL.search(before) or _PARTIAL.search(phrase[0]) or _PARTIAL.search(between):
        return True
    if _PARTLY_AFTER.match(text, last):
        return True
    if not phrase["active"] or not between.strip():
        return False
    part = _OF_A_PART.search(between)
    if part is None:
        return False
    part_name = (part["what"] or "part").lower()
    return part_name not in _WHOLES and not part["whole"]
