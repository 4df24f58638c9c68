"""Parse a record's file name: number, words, stage, date."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.model.kind import OTHER_MARKUPS, stem_of
from records.model.stage import ALIASES, STAGES
from records.patterns import DATE, YEAR

_NAME = re.compile(
    r"(?:(?P<prefix>[A-Za-z]{2,6})[-_]?(?=\d))?"
    rf"(?:(?P<day>(?:19|20)\d{{6}}(?:\d{{6}})?|{YEAR}-\d\d-\d\d)(?:[-_](?P<after>\d{{1,6}})(?=[-_.]|$))?"
    r"|(?P<number>\d{1,12})(?=[-_.\s]|$))[-_.\s]*(?P<words>.*)$"
)
_PREFIXES = frozenset(("phr", "adr", "record", "decision", "prompt"))
# Files that people keep beside records and that are none (compared without case).
NOT_RECORDS = frozenset((
    "readme.md", "index.md", "backlog.md", "phr-template.prompt.md",
    "contributing.md", "summary.md", "toc.md", "changelog.md", "license.md", "readme.mdx", "index.mdx",
))  # fmt: skip
# `_template.md`, `0000-adr-template.md`; but not `0005-template.md`, which may be a decision about one
_TEMPLATE = (
    r"(?:(?:0+|n+|x+|yyyy-mm-dd)[-_. ]|_)?(?:(?:adr|madr|rfc|architectur\w+|decision|record)[-_ .](?:0+[-_. ])?)*"
    r"template(?:-bare)?(?:-minimal)?\.(?:mdx?|markdown)"
)

_TRANSLATED_README = re.compile(r"readme[._-][a-z]{2}(?:[-_][a-z]{2,4})?\.mdx?")
# digits with up to five words before them
_NUMBERED = re.compile(
    r"(?P<prefix>(?:[A-Za-z]+(?:[-_. ][A-Za-z]+){0,4}[-_. ]?)?)(?P<number>\d+)(?=[-_. ]|\.|$)"
)
_DECISION_PREFIX = re.compile(r"(?:.*[-_. ])?(?:m?adr|rfc|rfd|dr|decision)[-_. ]?", re.I)
_DAY = re.compile(rf"{YEAR}([-_.])\d\d\1\d\d(?!\d)")
_LONG = 3


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a file name.

    Attributes:
        stem: the name without its ending (`.prompt.md`, `.phr.md`, `.md`).
        id: the number as written, None without one.
        number: the same as a number.
        words: the rest with blanks for hyphens, stage removed.
        stage: the stage in the name, as written, or None.
        date: a date in the name as `YYYY-MM-DD`, or None.
    """

    stem: str
    id: str | None
    number: int | None
    words: str
    stage: str | None
    date: str | None


def is_record_name(name: str) -> bool:
    """Return whether a file of this name can hold a record: Markdown, and no README, index or template."""
    lower = name.lower()
    return (
        lower.endswith((".md", ".mdx", ".markdown"))
        and lower not in NOT_RECORDS
        and not _TRANSLATED_README.fullmatch(lower)
        and not lower.startswith(".")
        and not ("template" in lower and re.fullmatch(_TEMPLATE, lower))
    )


def is_other_markup(name: str) -> bool:
    """Return whether a file of this name is reStructuredText or AsciiDoc."""
    return name.lower().endswith(OTHER_MARKUPS)


def is_decision_name(name: str) -> bool:
    """Return whether a file of this name can hold a decision: a record's name, in any markup."""
    lower = name.lower()
    return is_record_name(name) or (
        is_other_markup(name)
        and not lower.startswith(".")
        and f"{lower.rpartition('.')[0]}.md" not in NOT_RECORDS
    )


def is_numbered_name(name: str) -> bool:
    """Return whether a file is named as one of a series: a number or date first, or after a word that goes before one.

    `0007-x.md`, `ADR-7.md`, `GEN-001-x.md`, `2024-01-31-x.md`; but not `notes-on-http-2.md`, `notes-2024-01-31.md`.
    """
    stem = stem_of(name)
    match = _NUMBERED.match(stem)
    return match is not None and (
        not match["prefix"]
        or (len(match["number"]) >= _LONG and not _DAY.match(stem, match.start("number")))
        or _DECISION_PREFIX.fullmatch(match["prefix"]) is not None
    )


def parse_name(name: str) -> NameParts:
    """Read a file name of any dialect: `0003-add-login.green.prompt.md`, `PHR-003-x.md`, `2025-11-27-x.md`."""
    stem = stem_of(name)
    rest, stage = _split_stage(stem)
    match = _NAME.match(rest)
    if not match or (match["prefix"] and match["prefix"].lower() not in _PREFIXES):
        return NameParts(stem, None, None, _words(rest), stage, None)
    day = match["day"]
    number = match["after"] if day else match["number"]
    date = None
    if day and len(day) == 8 and not number:
        number = day
    if day:
        digits = day.replace("-", "")
        date = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    return NameParts(stem, number, int(number) if number else None, _words(match["words"]), stage, date)


def _split_stage(stem: str) -> tuple[str, str | None]:
    head, dot, last = stem.rpartition(".")
    if dot and re.fullmatch(r"[A-Za-z][\w-]{1,30}", last):
        return head, last
    return stem, None


def _words(text: str) -> str:
    return " ".join(text.replace("_", "-").replace("-", " ").split())


def is_stage(word: str) -> bool:
    """Return whether *word* is a stage by any of its known names."""
    return word.lower() in STAGES or word.lower() in ALIASES


def number_in(text: str) -> int | None:
    """Read the number in an id: `0003`, `PHR-0164`, `20251206-0002` (its last part); None without one."""
    text = text.strip()
    if text.isdecimal():
        return int(text) if len(text) < 10 else None
    groups = re.findall(r"(?<!\d)\d{1,9}(?!\d)", re.sub(DATE, "", text))
    return int(groups[-1]) if groups else None
