"""How much a relation is about: this record, another one, or a part of it."""

from __future__ import annotations

import records.regex as re
from records.adr.relation_sentences import SHORT, last_clause, sentence_start
from records.adr.relation_words import ADVERB, PARTIAL, PHRASE
from records.adr.vocabulary import words_of
from records.patterns import DATE, ORDINAL

_PART = (
    r"parts?|portions?|sections?|clauses?|points?|paragraphs?|items?|aspects?|bullets?|subsections?|half|some|"
    r"provisions?|requirements?|rules?"
)
_OF_A_PART = re.compile(
    rf"(?<![^\W_])(?:{_PART})(?![^\W_])|§|(?P<whole>\b(?:all|whole|entirety|entire|complete)\b)?"
    r"[\s\S]*\b(?P<what>[^\W\d_]+)[\"'”’)\]*_`]*\s+(?:of|in|from|by)\s*$",
    re.I,
)
_WHOLES = words_of("all whole entirety content contents decision decisions adr record instead place lieu")
# right behind a reference: `ADR-3 only for the cache`, `o ADR 3 somente no recorte`
_ONLY = (
    r"only(?=\s+(?:for|in|as|with|where|regarding|on|the)\b)|"
    r"(?:somente|apenas|unicamente|nur|lediglich|seulement|uniquement|sólo|solo|solamente|únicamente|soltanto|alleen|"
    r"slechts|tylko|только|лише)\b|[仅僅]"
)
_PARTLY_AFTER = re.compile(
    rf"\s*[(,–—`*_-]*\s*(?:{ADVERB}|{_ONLY}|в части\b|[^()\n]{{1,60}}\bonly\)|§|"
    r"sections?\b|parts?\b|clauses?\b|points?\b|regarding\b|concerning\b|"
    r"with (?:respect|regard) to\b|as regards\b|except\b|for \w+(?: \w+)? only\b)",
    re.I,
)
SUBJECT_PART = re.compile(rf"(?<![^\W_])(?:{_PART})(?![^\W_])|§", re.I)
_EXCEPT = re.compile(r"\b(?:except|other than|apart from|aside from|ausgenommen|sauf|salvo|excepto)\b", re.I)
_SHORT_SUBJECT = 4
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|been|got|gets|wurde|ist|est|fue|fu)\b(?:[\s*_]+[^\W\d_]+){0,2}[\s*_]*$", re.I
)
_ADVERBS = (
    r"(?:[\s*_`]+(?:in turn|itself|also|later|then|already|now|since|again|subsequently|eventually|fully|completely|"
    r"entirely|partially|partly|has|had|have|been|is|was|are|were|ist|wurde|wird|est|a été|es|fue|foi|é))*[\s*_`]*$"
)
_OF_REFERENCE = re.compile(  # `ADR-3 (which supersedes …)`, `ADR-3, that was superseded by …`, `ADR-3 (supersedes …)`
    r"\x01[*_`)\]]*(?:\s*[,(–—-]+)?[\s*_`]*\b(?:which|that|who|welche[rs]?|der|die|das|qui|que|che|которы[йе])\b"
    rf"{_ADVERBS}|\x01[*_`)\]]*\s*\([\s*_`]*$",
    re.I,
)
_SECOND_VERB = re.compile(  # the subject is the same where none is between `and` and the verb
    rf"\x01[*_`)\]]*[\s,]*\b(?:and|but|und|aber|et|mais|y|pero|e|mas|ma|en|maar)\b{_ADVERBS}", re.I
)
_JOINING = re.compile(r"\b(?:and|und|et|y|e|en|parts?|of|by)\b", re.I)
_NO_LETTER = re.compile(r"[^\w\s*]|\d")
_SELF = words_of(
    "this the it its adr decision record document status proposal is was were are has have had been now later since "
    "then and but also already fully completely entirely wholly note update updated important warning notice which "
    "that subsequently formally accepted approved proposed deprecated rejected superseded implemented we a an as of "
    "on in at by date entry here above current currently architecture diese dieser entscheidung ce cette décision"
)
LOOSE_GAP = re.compile(
    rf"(?:[\s:,()*_`—–>→=.-]|{DATE}|[\d./]{{6,10}}|\d{{1,2}}{ORDINAL}\b|\b\d{{4}}\b|"
    r"\b(?:on|in|see|by|as|of|from|since|effective|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|adr|the|"
    r"siehe|voir|véase|vgl)\b)*+",
    re.I,
)


def subject_of(text: str, phrase: re.Match[str]) -> str | None:
    """What a sentence is about: `""` for this record, its words for a part of it, None for another record."""
    start = sentence_start(text, phrase.start())
    before = text[start : phrase.start()]
    if _OF_REFERENCE.search(before[-SHORT:]):
        return None
    if not (phrase["passive"] or phrase["alone"]):
        return ""
    line = text[text.rfind("\n", 0, phrase.start()) + 1 : phrase.start()].rpartition("(previously: ")[2]
    inside = line.rfind("(")
    if (
        inside > line.rfind(")") and "\x01" in line[:inside]
    ):  # `[5](5.md) (archived; superseded by 9)` is about 5
        return None
    if not _ends_in_auxiliary(before):
        clause = last_clause(
            text, start, phrase.start()
        )  # `Section 3 superseded by …`, `Accepted; the gate superseded by …`
        if "\x01" in clause or len(clause.split()) > _SHORT_SUBJECT:
            return ""
        is_later = start or len(clause.strip()) < len(before.strip())  # `Accepted, the gate superseded by …`
        is_part = SUBJECT_PART.search(clause) or (is_later and _foreign_words(clause))
        return clause.strip() if is_part else ""
    clause = before
    for match in re.finditer(r"[:—–>|]|\s-\s|\bbut\b", before):
        clause = before[match.end() :]
    if "\x01" in clause:
        return _shared_subject(clause)
    return " ".join(_foreign_words(clause))


def _shared_subject(clause: str) -> str | None:
    """What `This supersedes ADR-3 and is superseded by` is about: the subject of the first verb; None without one."""
    verb, first = PHRASE.search(clause), clause.index("\x01")
    end = _SECOND_VERB.search(clause)
    if verb is None or end is None or verb.end() > first:
        return None
    between = PHRASE.sub(" ", clause[verb.end() : end.start() + 1])
    if _foreign_words(_JOINING.sub(" ", between)):
        return None
    return " ".join(_foreign_words(clause[: verb.start()]))


def _ends_in_auxiliary(before: str) -> bool:
    """Say whether a verb such as `is` comes before what follows, with two words between at most."""
    near = before[-SHORT:]
    return bool(_AUXILIARY.search(near if _NO_LETTER.search(near, 1) else before))


def _foreign_words(clause: str) -> list[str]:
    """The words of a clause that name something else than the record, its state or a day."""
    words = re.findall(r"[^\W\d_]+|§", clause.lower())
    return [
        word
        for word in words
        if word not in _SELF and not PARTIAL.fullmatch(word) and not LOOSE_GAP.fullmatch(word)
    ]


def is_partial_behind(text: str, end: int) -> bool:
    """Say whether the words behind a reference that ends there limit it to a part: `ADR-3 only for the cache`."""
    return _PARTLY_AFTER.match(text, end) is not None


def is_partial(text: str, phrase: re.Match[str], first: int) -> bool:
    """Say whether the words before the *first* reference of a phrase limit it to a part."""
    before = text[max(sentence_start(text, phrase.start()), phrase.start() - 30) : phrase.start()]
    between = text[phrase.end() : first]
    if _EXCEPT.search(text, max(sentence_start(text, phrase.start()), phrase.start() - 80), phrase.start()):
        return True
    if PARTIAL.search(before) or PARTIAL.search(phrase[0]) or PARTIAL.search(between):
        return True
    if not phrase["active"] or not between.strip():
        return False
    part = _OF_A_PART.search(between)
    if part is None:
        return False
    part_name = (part["what"] or "part").lower()
    return part_name not in _WHOLES and not part["whole"]
