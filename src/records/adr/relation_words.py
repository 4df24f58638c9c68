"""The words that name a relation: forms of verbs, nouns and adverbs, and the relation that each stands for."""

from __future__ import annotations

from functools import lru_cache

import records.regex as re
from records.model.link import RELATIONS

_PASSIVE = (
    r"super[sc]e{1,2}ded|replaced|obsoleted|(?:made |rendered )?obsolete|invalidated|overrid(?:den|ed)|overruled|"
    r"retired|revoked|rescinded|subsumed|absorbed|supplanted|displaced|succeeded|overtaken|nullified|annulled|"
    r"abrogated|cancell?ed|reversed|reverted|repealed|outdated|outmoded|voided|deprecated|discarded|dropped|withdrawn|"
    r"abandoned|undone|veraltet|obsolète|obsolet[oa]|dépréciée?|deprecad[oa]|deprecat[oa]|verouderd|przestarzał[aey]|"
    r"устарел[оа]?|"
    r"ersetzt|abgelöst|überholt|remplacée?|reemplazad[oa]|remplazad[oa]|sustituid[oa]|substitu[ií]d[oa]|sostituit[oa]|"
    r"مستبدلة?|vervangen|zastąpion[aey]|замен[её]н[аоы]?|замін[её]н[аоіи]?|ersatt|erstattet"
)
_MERGED = r"(?:merged|folded|rolled|consolidated|absorbed|subsumed|incorporated) into"
_BY = (
    r"by|with|in favou?r of|in lieu of|zugunsten(?: von)?|en faveur d[eu]|en favor de|a favor d[eo]|em favor d[eo]|"
    r"a favore d[ie]|ten gunste van|na rzecz|в пользу|durch|von|par|por|pel[oa]|da|dall[ao]|door|przez|на|av|af|"
    r"per|via|بـ"
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
ADVERB = (
    r"partial(?:ly)?|partly|mostly|largely|mainly|primarily|weitgehend|größtenteils|grotendeels|"
    r"en gran(?:de)? part[ie]e?|"
    r"in[\s_-]+part|teilweise|partiellement|en partie|parcial(?:mente)?|en parte|em parte|"
    r"parzialmente|in parte|gedeeltelijk|częściowo|частично|部分|一部|일부"
)
PARTIAL = re.compile(rf"(?<![^\W_])(?:{ADVERB})(?![^\W_])", re.I)
_BASE_VERB = re.compile(r"\bsuper[sc]e{1,2}de?\b", re.I)
_GAP = r"(?:[^.;!?\[\]<\x01\n]|\.(?=\d)|\n(?!\s*\n)){0,60}?"
PHRASE = re.compile(
    rf"(?<![^\W_])(?<!-)(?:(?P<passive>(?!ersetzt[ \t*_]+(?:\x01|d(?:ie|en|as|er)\b))"
    rf"(?:(?:{_PASSIVE})(?P<gap>(?!\s\(previously:)[\s_,(-](?:[^.;!?\[\]<\x01\n]|\.(?=\d)|\n(?!\s*\n)){{0,60}}?)??"
    rf"[\s_-]{{0,60}}+\b(?:{_BY})|{_MERGED})(?![^\W_])(?!-))"
    rf"|(?P<active>(?:{_ACTIVE})(?!\w))"
    rf"|(?P<alone>(?:{_ALONE})(?![^\W_]))"
    rf"|(?P<known>(?:amended[\s_-]+in[\s_-]+part[\s_-]+by|{_KNOWN})(?![\w-])))",
    re.I,
)
_STEM_LIST = (
    "supers superc repla obsol invalid overr retir revok rescin subsum absor suppl displac succe overtak nullif annul "
    "abrog cancel revers revert repeal outd outm void deprec discard drop withdr aband undone erset abgel überh rempla "
    "dépréc veralt verouder przestarz устар "
    "löst reempl sustit substit sostit verva zast замен замін ersat ersät "
    "erstat merged folded rolled consol incorp amend refin "
    "مستبدل ergänz änder modif complè complé complem altera wijzig zmieni дополн измен "
    "depend requir implement led prompted follow relat conflict clarif predec "
    "取代 替代 代替 废弃 廢棄 置き換え 廃止 대체 교체 폐기 폐지"
)
_STEMS = tuple(_STEM_LIST.split())
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


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
    return has_stem(text) and bool(PHRASE.search(text) or _BASE_VERB.search(text))


def has_stem(text: str) -> bool:
    """Say whether any word of *text* can be one that states a relation; cheap, for most texts have none."""
    lower = text.lower()
    for stem in _STEMS:  # noqa: SIM110  # a generator takes twice as long
        if stem in lower:
            return True
    return False


def _plain_words(text: str) -> str:
    bare = _CAMEL.sub(" ", text.strip(" \t*_:.`：")).lower()
    return " ".join(re.split(r"[\s_()\[\]-]+", bare)).strip()


@lru_cache(4096)
def _known_relation(words: str) -> str | None:
    words = _BESIDE.sub("", words)
    relation = _NAMED.get(words) or _JOINED.get(words) or _NOUNS.get(words)
    if relation:
        return relation
    if not has_stem(words):
        return None
    partial = bool(PARTIAL.search(words))
    bare = " ".join(PARTIAL.sub(" ", words).split()) if partial else words
    match = PHRASE.fullmatch(bare) or PHRASE.fullmatch(re.sub(r"(?<=ed)by$", " by", bare))
    if match is None or (match["gap"] or "").strip():
        return None
    relation = relation_of_phrase(match)
    return partly(relation) if partial else relation


def relation_of_phrase(match: re.Match[str]) -> str:
    """Name the relation that a match of `PHRASE` states."""
    if match["active"]:
        return "supersedes"
    if match["passive"] or match["alone"]:
        return "superseded-by"
    words = " ".join(re.split(r"[\s_-]+", match["known"].lower()))
    return _NAMED.get(words) or "amended-by"


def partly(relation: str) -> str:
    """Name the relation that is left where only a part is superseded."""
    return {"supersedes": "amends", "superseded-by": "amended-by"}.get(relation, relation)
