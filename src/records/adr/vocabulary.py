"""The words of decision records: status words, relation phrases, dates and numbers, as people write them."""

from __future__ import annotations

import re
from datetime import date

from records.model.link import RELATIONS

_STATUS_WORDS = {
    "draft": "draft",
    "proposed": "proposed",
    "proposal": "proposed",
    "accept": "accepted",
    "accepted": "accepted",
    "approved": "accepted",
    "adopted": "accepted",
    "decided": "accepted",
    "active": "accepted",
    "rejected": "rejected",
    "deprecated": "deprecated",
    "superseded": "superseded",
    "superceded": "superseded",
    "superseeded": "superseded",
    "replaced": "superseded",
    # still in force, with a link that says by what it was changed
    "amended": "accepted",
    "amended-in-part": "accepted",
    # phodal/adr writes Chinese records
    "提议": "proposed",
    "通过": "accepted",
    "已接受": "accepted",
    "已完成": "accepted",
    "已弃用": "deprecated",
    "弃用": "deprecated",
    "已取代": "superseded",
    "取代": "superseded",
}
_PARTIAL = re.compile(r"(?:partially|partly|in part)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_NOT_WORDS = re.compile(r"[\s*_`~>#\[(<\"'‘’“”]*(?:[^\w\s\[(]+\s*)*")
_MENU = re.compile(r"\w\s{0,9}(?:\||/|<br ?/?>)\s{0,9}\w", re.IGNORECASE)
_BADGE = re.compile(r"\s*!\[([^\]\n]{0,200})\]\([^)\n]{0,2000}\)\s*\Z")  # a status as shields.io draws it
_ARROW = re.compile(r"(?:→|->|=>|⇒)\s*")

# what people write beside the names and spellings that `records.model.link` knows
_RELATIONS = {name.replace("-", " "): name for name in RELATIONS} | {
    "superseeds": "supersedes",
    "superseeded by": "superseded-by",
    "superceded by": "superseded-by",
    "supercedes": "supersedes",
    "replaces": "supersedes",
    "replaced by": "superseded-by",
    "partially supersedes": "amends",
    "amended in part by": "amended-by",
    "partially superseded by": "amended-by",
    "partially superceded by": "amended-by",
    "superseded in part by": "amended-by",
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
}
# adrs writes some of its kinds without a separator
_RELATIONS |= {key.replace(" ", ""): name for key, name in list(_RELATIONS.items()) if " " in key}
_PHRASES = sorted((key for key in _RELATIONS if key.split()[0] not in {"related", "see"}), key=len)
RELATION_WORDS = "|".join(re.escape(key).replace(r"\ ", r"[ \t-]+") for key in _PHRASES[::-1])
RELATION_AT_END = re.compile(rf"(?<![\w-])({RELATION_WORDS})[ \t:]*$", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def relation_of(text: str) -> str:
    """Name the relation that *text* states; an unknown phrase becomes its own kebab-case name."""
    words = " ".join(re.split(r"[\s_-]+", _CAMEL.sub(" ", text.strip(" \t*_:.`")).lower())).strip()
    return _RELATIONS.get(words) or re.sub(r"[^\w]+", "-", words).strip("-") or "relates-to"


def is_relation(text: str) -> bool:
    """Say whether *text* is one of the phrases that name a relation."""
    words = " ".join(re.split(r"[\s_-]+", _CAMEL.sub(" ", text.strip(" \t*_:.`")).lower())).strip()
    return words in _RELATIONS


def is_menu(text: str) -> bool:
    """Say whether *text* still offers a choice (`proposed | accepted`) instead of making it."""
    if not _MENU.search(text):
        return False
    words = {word.lower() for word in _WORD.findall(text)}
    return len({_STATUS_WORDS[word] for word in words if word in _STATUS_WORDS}) > 1


def status_span(text: str) -> tuple[int, int]:
    """Find the status word inside *text*: where it starts and ends (0, 0 where there is none)."""
    badge = _BADGE.match(text)
    start = badge.start(1) if badge else 0
    before = text.find(" (previously: ")
    for arrow in _ARROW.finditer(text, 0, before if before >= 0 else len(text)):
        start = arrow.end()  # "Proposed → Accepted on 2025-12-16": the last one holds
    lead = _NOT_WORDS.match(text, start)
    start = lead.end() if lead else start
    word = _WORD.match(text, start)
    return (word.start(), word.end()) if word else (0, 0)


def is_badge(text: str) -> bool:
    """Say whether *text* is a picture with words for those who do not see it, and nothing else."""
    return bool(_BADGE.match(text))


def status_of(text: str) -> str | None:
    """Give the canonical status that *text* states, a custom word as written, or None.

    Partial supersession leaves a decision in force, so it reads as accepted; its link tells the rest.
    """
    start, end = status_span(text)
    if start == end or is_menu(text):
        return None
    if _PARTIAL.match(text, start) or re.match(r"supersc?eded in part\b", text[start:], re.IGNORECASE):
        return "accepted"
    word = text[start:end]
    known = _STATUS_WORDS.get(word.lower())
    if known:
        return known
    phrase = re.split(r"[.;(\[,:|\n*]| [-–—] | by ", text[start:], maxsplit=1)[0].strip(" \t\r*_`\"'>)]}")
    return phrase if len(phrase.split()) <= 4 else None  # a sentence, not a word of the author's own


def is_status(text: str) -> bool:
    """Say whether *text* begins with a status word that every tool knows."""
    start, end = status_span(text)
    return text[start:end].lower() in _STATUS_WORDS or bool(_PARTIAL.match(text, start))


_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(?<![\d/])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d|[-_][A-Za-z])")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{2})/(\d{2})/(\d{4})(?!\d)")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_MONTH_SECOND = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.?,? (\d{4})\b")


def date_of(text: str) -> str | None:
    """Read the first date in *text* as ISO 8601, or None.

    `dd/mm/yyyy` is what adr-tools wrote before 2.0 (its `upgrade-repository` reads it so).
    """
    if found := _ISO.search(text):
        return _iso(found[1], found[2], found[3])
    if found := _DAY_FIRST.search(text):
        return _iso(found[3], found[2], found[1])
    if found := _MONTH_FIRST.search(text):
        return _iso(found[3], _MONTHS.get(found[1].lower(), 0), found[2])
    if found := _MONTH_SECOND.search(text):
        return _iso(found[3], _MONTHS.get(found[2].lower(), 0), found[1])
    return None


def _iso(year: str, month: str | int, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


_NAME_DATE = re.compile(r"(?:19|20)\d{2}(?:-\d{2}-\d{2}|\d{4})(?!\d)(?:[_-](\d{3,})(?=[-_]))?")
_NAME_NUMBER = re.compile(r"(?:[A-Za-z]{2,12}[-_ ]?)?(\d+)(?=[-_. ]|$)")
_REFERENCE = re.compile(r"#?(?:[A-Za-z]{2,12}[-_ ]?)?0*(\d+)$")
_HEADING_NUMBER = re.compile(
    r"(?:(?:ADR|RFC|Decision|Decision Record)[-_ #]*0*(?P<named>\d+)\s*(?:[:.)\u2013\u2014-]+\s*|\s+|$)"
    r"|(?P<dotted>\d+)(?:\.(?!\d)|:|\))\s*"
    r"|(?P<dashed>\d+)\s*[\u2013\u2014-]\s+"
    r"|(?P<padded>0\d{2,})\s+)",
    re.IGNORECASE,
)


def number_in_name(filename: str) -> int | None:
    """Read the number that a file name begins with, whatever its padding or prefix.

    A name that begins with a date (`20240115-x.md`, log4brains) has no number, unless one follows the date.
    """
    name = filename.rsplit("/", 1)[-1]
    dated = _NAME_DATE.match(name)
    if dated:
        return int(dated[1]) if dated[1] else None
    found = _NAME_NUMBER.match(name)
    return int(found[1]) if found else None


def number_in_reference(text: str) -> int | None:
    """Read the number of a reference such as `12`, `0012`, `ADR-0012` or `adr011`."""
    found = _REFERENCE.match(text.strip())
    return int(found[1]) if found else None


def split_heading(heading: str, expected: int | None) -> tuple[int | None, str]:
    """Part a heading into its number and its title: `ADR-0007: Use X` gives 7 and `Use X`.

    A bare number before a dash counts only when it is the *expected* one or padded, for a title may begin so.
    """
    found = _HEADING_NUMBER.match(heading)
    if not found:
        return None, heading
    number = int(found["named"] or found["dotted"] or found["dashed"] or found["padded"])
    if found["dashed"] and number != expected and not found["dashed"].startswith("0"):
        return None, heading
    return number, heading[found.end() :].strip() or heading
