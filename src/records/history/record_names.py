"""The pattern of a log's file names: prefix, number or date, separator, spelling of the words, ending."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import pairwise

import records.regex as re
from records.dataclass import dataclass, replace
from records.model.file_name import Years, judge_years, yearly_name
from records.model.record_paths import LEAF_PATTERN, file_name_of
from records.patterns import BEFORE_CAPITAL, SHORT_DAY, STAMP, YEAR
from records.static_types import TypedDict
from records.text.slug import slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

NEWEST = 6
"""How many of the newest records of a log decide what its form is."""
_MAJORITY = 0.6
_YEAR_DIGITS = 4
_SHORT = 6
"""Digits of a day without its century."""
_LEAF = re.compile(rf"/(?P<leaf>{LEAF_PATTERN})$", re.I)
_ENDING = re.compile(r"\.(?:mdx?|markdown)$", re.I)
_SHAPE = re.compile(
    r"(?P<prefix>(?:[A-Za-z]+(?:[-_. ][A-Za-z]+){0,4}[-_. ]?)?)"
    rf"(?:(?P<stamp>{STAMP}|(?:19|20)\d{{12}})|(?P<day>{YEAR}(?P<dash>[-_.]?)[01]\d(?P=dash)[0-3]\d)"
    rf"(?:(?P<gap>[-_])(?P<after>\d{{1,4}}))?|(?P<short>{SHORT_DAY})(?:[A-Z](?=[-_]))?|(?P<number>\d{{1,7}}))"
    rf"(?P<separator>[-_. ]+|{BEFORE_CAPITAL})(?P<words>\S.*)$"
)
_BARE = re.compile(r"(?P<prefix>(?:(?:m?adr|rfc|rfd|dr|decision|record)[-_ ]?)?)(?P<number>\d{1,7})", re.I)
_HUMPS = re.compile(r"(?:[A-Z][a-z0-9]*){2,}")
"""Words without a sign between them: `UseX`."""
_COMMON_PREFIXES = frozenset(("", "adr", "record", "decision", "madr", "rfc"))


def majority(values: Iterable[object]) -> object | None:
    """The value that at least 60 % of *values* share; None without one."""
    counts = Counter(values)
    if not counts:
        return None
    value, count = counts.most_common(1)[0]
    return value if count >= _MAJORITY * counts.total() else None


def _filled(form: str, signs: str) -> str:
    """Put signs in the place of the nines of a date's form, as many as there are."""
    rest = iter(signs)
    return "".join(next(rest) if sign == "9" else sign for sign in form)


def prevailing(values: Sequence[str]) -> str:
    """The most common of *values*, of equally common ones the last; empty without any."""
    counts = Counter(values)
    return max(reversed(values), key=lambda value: counts[value], default="")


@dataclass(frozen=True, slots=True)
class RecordName:
    """The parts of a file name; `number` and `date` are digits as written, empty where there are none.

    Of a name such as `2024-001-x` the date is the year, and the gap stands before the number.
    """

    prefix: str
    number: str
    date: str
    gap: str
    separator: str
    words: str
    ending: str
    leaf: str

    @property
    def year(self) -> str:
        """The year that the number stands behind: `2024` of `2024-001-x`; empty where the date is a day, or none."""
        return self.date if len(self.date) == _YEAR_DIGITS and self.number else ""

    @property
    def shape(self) -> tuple[str, str, str, str]:
        """What names of one pattern share: prefix, form of the date, gap and separator."""
        return self.prefix, re.sub(r"\d", "9", self.date), self.gap if self.number else "", self.separator

    @property
    def order(self) -> tuple[str, int]:
        """The key by which the names of a log are sorted from the oldest to the newest."""
        return re.sub(r"\D", "", self.date), int(self.number or 0)


@lru_cache(maxsize=1 << 14)
def take_apart(path: str, years: Years = Years.NUMBERS) -> RecordName | None:
    """Parse the name of a record; None where it has neither a number nor a date.

    Args:
        path: the path from the log's directory: `0007-x.md`, or `2024-01-31-x/README.md`.
        years: what two to four digits behind a year are in this log.
    """
    leaf = _LEAF.search(path)
    name = path[: leaf.start()] if leaf else path
    ending = _ENDING.search(name)
    if "/" in name or not (leaf or ending):
        return None
    stem = name[: ending.start()] if ending else name
    if years is not Years.NONE and (parts := _within_year(stem, years)):
        return replace(parts, ending=ending[0] if ending else "", leaf=leaf["leaf"] if leaf else "")
    if bare := _BARE.fullmatch(stem):
        return RecordName(bare["prefix"], bare["number"], "", "", "", "", ending[0] if ending else "", "")
    match = _SHAPE.match(stem)
    if match is None:
        return None
    return RecordName(
        match["prefix"],
        match["number"] or match["after"] or "",
        match["stamp"] or match["day"] or match["short"] or "",
        match["gap"] or "",
        match["separator"],
        match["words"],
        ending[0] if ending else "",
        leaf["leaf"] if leaf else "",
    )


def _within_year(stem: str, years: Years) -> RecordName | None:
    """The parts of a name that begins with a year and a number, or a month; without ending and leaf."""
    parts = yearly_name(f"{stem}.md")
    if parts is None:
        return None
    words = parts.rest.lstrip("-_. ")
    separator = parts.rest[: len(parts.rest) - len(words)]
    if years is Years.MONTHS:
        return RecordName(parts.prefix, "", parts.id, "", separator, words, "", "")
    return RecordName(parts.prefix, parts.number, parts.year, parts.gap, separator, words, "", "")


@dataclass(frozen=True, slots=True)
class NameStyle:
    """How the files of a log are named.

    Attributes:
        prefix: what is before the number, `ADR-`.
        date: the form of a date, its digits as nines; empty without dates.
        gap: what is between a date and a number after it.
        width: digits of the number; 0 where records have none.
        separator: what is before the words.
        joiner: what is between the words.
        case: `lower`, `upper`, `title` or `kept`; `none` where names have no words.
        ending: `.md`, `.mdx`, …; empty where a record is a directory.
        leaf: the file in a record's directory, `README.md`; empty where a record is a file.
        years: what digits behind a year are.
        is_yearly: whether each year has numbers of its own.
    """

    prefix: str = ""
    date: str = ""
    gap: str = ""
    width: int = 4
    separator: str = "-"
    joiner: str = "-"
    case: str = "lower"
    ending: str = ".md"
    leaf: str = ""
    years: Years = Years.NUMBERS
    is_yearly: bool = False

    def file_name(self, number: int, title: str, date: str, now: Callable[[], str]) -> str:
        """The path of a new record from the log's directory.

        Args:
            number: its number, not used where the log has none.
            title: its title.
            date: its day, `YYYY-MM-DD`.
            now: gives the time of day as `HHMMSS`, asked for only by a log that names records by the second.
        """
        digits = f"{number:0{self.width}d}" if self.width else ""
        day = ""
        if self.date:
            year = date[2:] if len(self.date) == _SHORT else date
            day = _filled(self.date, year.replace("-", "") + (now() if self._has_time else ""))
        stem = f"{self.prefix}{day}{self.gap if day and digits else ''}{digits}{self.separator}{self._words(title)}"
        return f"{stem}{self.ending}{'/' if self.leaf else ''}{self.leaf}"

    @property
    def _has_time(self) -> bool:
        """Whether the day is followed by a time."""
        return self.date.count("9") > len("YYYYMMDD")

    def _words(self, title: str) -> str:
        if self.case == "none":
            return ""
        words = slug(title).split("-")
        if self.case == "upper":
            words = [word.upper() for word in words]
        elif self.case == "title":
            words = [word[:1].upper() + word[1:] for word in words]
        elif self.case == "kept":
            spelling = {word.casefold(): word for word in re.findall(r"[^\W_]+", title)}
            words = [spelling.get(word, word) for word in words]
        return self.joiner.join(words)

    def number_of(self, name: str) -> int | None:
        """The number that a file name takes in this log's series; None for names of another series."""
        parts = take_apart(name if _ENDING.search(name) else f"{name}.md", self.years)
        if parts is None or not parts.number or (parts.date and not self.date):
            return None
        same = series_of(parts.prefix) == series_of(self.prefix)
        return int(parts.number) if same else None

    def next_number(self, names: Iterable[str], date: str = "") -> tuple[int, int]:
        """One more than the highest number among *names*, and the width to write it in.

        Args:
            names: of all files that count.
            date: of the new record; where each year has its own numbers, only those of this year count.
        """
        if self.is_yearly:
            names = [name for name in names if (year := yearly_name(name)) and year.year == date[:4]]
        numbers = [number for name in names if (number := self.number_of(name)) is not None]
        return max(numbers, default=0) + 1, self.width or 1

    @property
    def pattern(self) -> str:
        """The pattern as a person reads it: `ADR-NNNN-some-words.md`."""
        is_stamp = self._has_time
        date = _filled(self.date, "YYYYMMDDhhmmss") if is_stamp else self.date.replace("99999999", "YYYYMMDD")
        date = "YYMMDD" if date == "9" * _SHORT else date
        date = date.replace("9999", "YYYY").replace("99", "MM") if len(date) in (4, 7) else date
        if len(date) == 10 and not is_stamp:
            date = "YYYY{0}MM{0}DD".format(date[4])
        words = self.joiner.join(_SAMPLE_WORDS.get(self.case, ("some", "words")))
        gap = self.gap if date and self.width else ""
        leaf = f"/{self.leaf}" if self.leaf else ""
        return f"{self.prefix}{date}{gap}{'N' * self.width}{self.separator}{words}{self.ending}{leaf}"


def series_of(prefix: str) -> str:
    """What distinguishes one series of numbers from another: nothing for the usual words before a number."""
    word = prefix.casefold().strip("-_. ")
    return "" if word in _COMMON_PREFIXES else word


def learn_names(names: Sequence[str]) -> NameStyle:
    """Learn how a log names its files from *names*, paths from its directory.

    The series of the newest records decides, else the largest; within it the newest by majority, else the very newest.
    """
    years = judge_years(file_name_of(name) for name in names)
    parsed = [parts for name in names if (parts := take_apart(name, years))]
    if not parsed or len(parsed) < len(names) * 0.5:
        return _without_numbers(names)
    counts = Counter((parts.prefix, bool(parts.date)) for parts in parsed)
    in_order = [(p.prefix, bool(p.date)) for p in sorted(parsed, key=lambda parts: parts.order)]
    is_changed = in_order[-2:] == in_order[-1:] * 2 and in_order.index(in_order[-1]) + counts[
        in_order[-1]
    ] == len(in_order)
    days = [parts for parts in parsed if parts.date and not parts.year]
    is_changed = is_changed and len(days) in (0, len(parsed))
    last = in_order[-1] if is_changed else majority(in_order[-NEWEST:])
    prefix, has_date = last if isinstance(last, tuple) else max(counts, key=lambda key: counts[key])
    if counts[prefix, has_date] == 1 and len(parsed) > 1 and not _is_deliberate(parsed, prefix):
        return _without_numbers(names)  # digits within words: `use-2-caches`
    series = sorted(
        (p for p in parsed if (p.prefix, bool(p.date)) == (prefix, has_date)), key=lambda p: p.order
    )
    newest = series[-NEWEST:]
    shape = majority(parts.shape for parts in newest) or newest[-1].shape
    model = next(parts for parts in reversed(newest) if parts.shape == shape)
    style = NameStyle(
        prefix=model.prefix,
        date=re.sub(r"\d", "9", model.date),
        gap=model.gap,
        width=_width([parts.number for parts in series if parts.number], model.number),
        separator=model.separator,
        ending=model.ending,
        leaf=model.leaf,
        **_spelling([parts.words for parts in newest]),
    )
    is_yearly = bool(model.year) and _begins_each_year(series)
    return replace(style, years=years, is_yearly=is_yearly)


def _begins_each_year(series: Sequence[RecordName]) -> bool:
    """Whether the numbers of a later year do not go on from those before; of a single year that cannot be known."""
    numbers: dict[str, list[int]] = {}
    for parts in series:
        numbers.setdefault(parts.date, []).append(int(parts.number or 0))
    years = [numbers[year] for year in sorted(numbers)]
    return any(min(later) <= max(earlier) for earlier, later in pairwise(years)) or len(years) == 1


def _is_deliberate(parsed: list[RecordName], prefix: str) -> bool:
    """Whether a prefix that only one name has is a series: in capitals, a usual word, or before a padded number."""
    number = next(parts.number for parts in parsed if parts.prefix == prefix)
    return not series_of(prefix) or prefix.isupper() or number.startswith("0")


def _without_numbers(names: Sequence[str]) -> NameStyle:
    """The style of a log whose names are words only; numbers of four digits where there are no names."""
    if not names:
        return NameStyle()
    leaf = _LEAF.search(names[-1])
    ending = "" if leaf else (_ENDING.search(names[-1]) or [".md"])[0]
    words = [_ENDING.sub("", _LEAF.sub("", name)) for name in names[-NEWEST:]]
    return NameStyle(
        width=0, separator="", ending=ending, leaf=leaf["leaf"] if leaf else "", **_spelling(words)
    )


def _width(numbers: list[str], newest: str) -> int:
    if not newest:
        return 0
    if any(number.startswith("0") and len(number) > 1 for number in numbers):
        return Counter(map(len, numbers[-NEWEST:])).most_common(1)[0][0]
    return 1 if len(newest) < 3 else len(newest)


_SAMPLE_WORDS = {"title": ("Some", "Words"), "upper": ("SOME", "WORDS"), "none": ()}


class _Spelling(TypedDict, total=False):
    joiner: str
    case: str


def _spelling(words: list[str]) -> _Spelling:
    """How the words of file names are joined, and their case."""
    text = "".join(words)
    if not text:
        return {"case": "none"}
    joiner = max("-_ ", key=lambda sign: (text.count(sign), sign == "-"))
    if 2 * sum(_HUMPS.fullmatch(name) is not None for name in words) > len(words):
        return {"joiner": "", "case": "title"}
    letters = [part for name in words for part in re.split(r"[-_ ]+", name) if part[:1].isalpha()]
    capital = [part for part in letters if part[0].isupper()]
    case = "title" if letters and len(capital) > 0.8 * len(letters) else "lower"
    if case == "title" and 2 * sum(name == name.upper() for name in words) > len(words):
        case = "upper"
    elif case == "lower" and sum(name != name.lower() for name in words) > 0.5 * len(words):
        case = "kept"
    return {"joiner": joiner, "case": case}
