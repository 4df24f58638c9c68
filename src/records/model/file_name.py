"""Parse a record's file name: number, words, stage, date."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import records.regex as re
from records.dataclass import dataclass
from records.model.record_paths import MARKDOWN, OTHER_MARKUPS, stem_of
from records.model.stage import ALIASES, STAGES
from records.patterns import BEFORE_CAPITAL, DATE, LETTERS, SHORT_DAY, STAMP, YEAR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME = re.compile(
    r"(?:(?P<prefix>[A-Za-z]{2,6})[-_]?(?=\d))?"
    rf"(?:(?P<day>{STAMP}|(?:19|20)\d{{6}}(?:\d{{6}})?|{YEAR}-\d\d-\d\d)(?:[-_](?P<after>\d{{1,6}})(?=[-_.]|$))?"
    rf"|(?P<short>{SHORT_DAY})[A-Z]?(?=[-_.\s]|$)|(?P<number>\d{{1,12}})(?:(?=[-_.\s]|$)|{BEFORE_CAPITAL}))[-_.\s]*(?P<words>.*)$"
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
    rf"(?P<prefix>(?:[A-Za-z]+(?:[-_. ][A-Za-z]+){{0,4}}[-_. ]?)?)(?P<number>\d+)(?:(?=[-_. ]|$)|{BEFORE_CAPITAL})"
)
_DECISION_PREFIX = re.compile(r"(?:.*[-_. ])?(?:m?adr|rfc|rfd|dr|decision)[-_. ]?", re.I)
_DAY = re.compile(rf"{YEAR}([-_.])\d\d\1\d\d(?!\d)")
_LONG = 3
_YEARLY = re.compile(
    rf"(?P<prefix>(?:[A-Za-z]+(?:[-_. ][A-Za-z]+){{0,4}}[-_. ]?)?)(?P<year>{YEAR})(?P<gap>[-_.])"
    # neither a day (`2024-01-31`) nor a month and a day (`2024-0131`)
    r"(?P<number>\d{3}|(?!(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))\d{4}|\d\d(?![-_.]\d\d(?!\d)))(?=[-_. ]|$)"
)
_YEARLY_REFERENCE = re.compile(rf"(?:{LETTERS}[-_ ]?)?(?P<year>{YEAR})[-_./](?P<number>\d{{1,4}})$")
_THOUSAND = 1000
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class YearlyName:
    """A name that begins with a year and two to four digits: `ADR-2024-001-use-x`.

    Attributes:
        prefix: what is before the year.
        year: four digits.
        gap: what is between year and number.
        number: the digits behind it.
        rest: what follows them.
    """

    prefix: str
    year: str
    gap: str
    number: str
    rest: str

    @property
    def id(self) -> str:
        """Year and number as written: `2024-001`."""
        return f"{self.year}{self.gap}{self.number}"


class Years(StrEnum):
    """What the digits behind a year are in the names of a log: a number, a month, or words behind a plain number."""

    NUMBERS = "numbers"
    MONTHS = "months"
    NONE = "none"


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


@lru_cache(maxsize=1 << 14)
def yearly_name(name: str) -> YearlyName | None:
    """Parse a name such as `2024-001-use-x.md`; None for others, also for those that begin with a day."""
    stem = stem_of(name)
    match = _YEARLY.match(stem)
    if match is None:
        return None
    prefix = match["prefix"]
    if prefix and not prefix.isupper() and not _DECISION_PREFIX.fullmatch(prefix):
        return None  # words of a title
    return YearlyName(match["prefix"], match["year"], match["gap"], match["number"], stem[match.end() :])


def judge_years(names: Iterable[str]) -> Years:
    """Say by all the names of a log what the digits behind a year are.

    They are no number of their own where the log counts on into the thousands (`1999-x`, `2000-y`), and a month where
    other names have a whole day, or where one is there twice.
    """
    yearly: list[YearlyName] = []
    has_days = False
    for name in names:
        if (parts := yearly_name(name)) is not None:
            yearly.append(parts)
            continue
        plain = parse_name(name)
        if plain.date is None and (plain.number or 0) >= _THOUSAND:
            return Years.NONE
        has_days = has_days or plain.date is not None
    if not all(len(parts.number) == 2 and 0 < int(parts.number) <= _MONTHS for parts in yearly):
        return Years.NUMBERS
    is_twice = len({(parts.prefix, parts.id) for parts in yearly}) < len(yearly)
    return Years.MONTHS if yearly and (is_twice or has_days) else Years.NUMBERS


def yearly_reference(text: str) -> tuple[str, int] | None:
    """Read a reference to a record that is numbered within its year: `2024-001`, `ADR-2024-1`; None for others."""
    match = _YEARLY_REFERENCE.match(text.strip())
    return (match["year"], int(match["number"])) if match else None


def parse_decision_name(name: str) -> NameParts:
    """Read the file name of a decision, which may be numbered within its year; else as `parse_name` does."""
    parts = yearly_name(name)
    if parts is None:
        return parse_name(name)
    return NameParts(
        stem_of(name), parts.id, int(parts.number), _words(parts.rest.lstrip("-_. ")), None, None
    )


def is_record_name(name: str) -> bool:
    """Return whether a file of this name can hold a record: Markdown, and no README, index or template."""
    lower = name.lower()
    return (
        lower.endswith(MARKDOWN)
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
    date = f"20{match['short'][:2]}-{match['short'][2:4]}-{match['short'][4:]}" if match["short"] else None
    if day and len(day) == 8 and not number:
        number = day
    if day:
        digits = re.sub(r"\D", "", day)
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
