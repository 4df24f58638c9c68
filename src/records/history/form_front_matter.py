"""The front matter in the form of a record: split off, learned from several records, written for a new one."""

from __future__ import annotations

import json

import records.regex as re
from records.errors import EditError
from records.history.form_lines import is_reference, is_remark, is_topic
from records.history.form_signs import (
    DATE,
    NUMBER,
    SLUG,
    STATUS,
    TEXT_SIGNS,
    TITLE,
    fill_signs,
    is_signed,
    number_sign,
)
from records.history.form_title import with_title_sign
from records.text.dates import date_of, dates_in
from records.text.front_matter import FrontMatter
from records.text.slug import slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

SCOPE_KEYS = ("affects", "governs")
"""Keys for the code that one decision governs; several that have the same happen to."""
_KEY = re.compile(r"(?P<label>[A-Za-z][\w .-]{0,60}?)[ \t]*(?P<end>[:=])(?=[ \t]|$)")
_BLOCK = re.compile(r"title[ \t]*:[ \t]*[|>][-+\d]*[ \t]*(?:#.*)?$", re.I)
_SHORTEST_TITLE = 3
_ID_KEYS = frozenset(("id", "uid", "identifier", "slug", "name", "adr"))
_SUMMARY_KEYS = frozenset(("description", "summary", "excerpt", "abstract"))
_STRUCTURAL = frozenset(("layout", "type", "parent", "grand_parent", "kind", "template"))


def split_front_matter(text: str) -> tuple[str, str]:
    """The front matter, its fences included, and what follows it; the first is empty without one."""
    match = re.match(r"(---|\+\+\+)[ \t]*\n(?:.*?\n)?\1[ \t]*(?:\n|$)", text, re.S)
    return (match[0].rstrip("\n"), text[match.end() :]) if match else ("", text)


def front_lines_with_signs(lines: list[str], number: int | None, title: str) -> tuple[str, ...]:
    """The lines of front matter with signs for the record's number and its title."""
    lines_with_signs = []
    for line in _with_whole_titles(lines, number):
        match = _KEY.match(line)
        key, sep, value = line.partition(match["end"] if match else ":")
        if TITLE in line or _BLOCK.match(line):
            pass
        elif sep and key.strip().lower() == "title" and value.strip():
            quote = value.strip()[0] if value.strip()[0] in "\"'" else ""
            inner = with_title_sign(f"# {value.strip().strip(quote or None)}", number)
            line = f"{key}{sep} {quote}{inner[2:]}{quote}"
        elif sep:
            value = _with_title_signs(value, title)
            if number is not None:
                before = r"[\w.]" if key.strip().lower() not in _ID_KEYS else r"[\d.]"
                value = _with_number_signs(value, rf"(?<!{before})(?<!\d[-/:+])0*{number}(?![\w.]|[-/:]\d)")
            line = f"{key}{sep}{value}"
        lines_with_signs.append(line)
    return tuple(lines_with_signs)


def _with_whole_titles(lines: list[str], number: int | None) -> list[str]:
    """The lines with a title of several lines on one: below the indicator of its block, else beside its key."""
    whole: list[str] = []
    index = 0
    while index < len(lines):
        line, index = lines[index], index + 1
        end = index
        while end < len(lines) - 1 and (lines[end][:1].isspace() or not lines[end].strip()):
            end += 1
        words = " ".join(part.strip() for part in lines[index:end] if part.strip())
        if words and re.match(r"title[ \t]*:", line, re.I):
            index = end
            if _BLOCK.match(line):
                whole += [line, f"  {with_title_sign(f'# {words}', number)[2:]}"]
            else:
                whole.append(f"{line.rstrip()} {words}")
        else:
            whole.append(line)
    return whole


def _with_title_signs(value: str, title: str) -> str:
    """A value with signs for the record's title, as text and as a part of a file name."""
    if len(title) < _SHORTEST_TITLE:
        return value
    value = re.sub(rf"(?<!\w){re.escape(title)}(?!\w)", TITLE, value, flags=re.I)
    return re.sub(rf"(?<![^\W_]){re.escape(slug(title))}(?![^\W_])", SLUG, value)


def _with_number_signs(value: str, own: str) -> str:
    """A value with signs for the record's number, which is no part of a date or a time."""
    dates = list(dates_in(value))
    return re.sub(
        own,
        lambda match: (
            match[0]
            if any(start <= match.start() < end for start, end, _ in dates)
            else number_sign(match[0])
        ),
        value,
    )


def fill_front_line(line: str, values: dict[str, str]) -> str:
    """A line of front matter with its signs filled in; a title is quoted where YAML needs it."""
    if TITLE not in line or line[:1].isspace():  # a line of a block (`title: |`) needs no quotes
        return fill_signs(line, values)
    match = _KEY.match(line)
    key, sep, value = line.partition(match["end"] if match else ":")
    title = values[TITLE]
    quote = value.strip()[:1]
    if quote == "'" and sep == "=":  # TOML has no escape in such a text
        if "'" not in title:
            return fill_signs(line, values)
        return f'{key}= "' + fill_signs(value.strip()[1:-1], values | {TITLE: escape_in(title, '"')}) + '"'
    if quote in ("'", '"'):
        return fill_signs(line, values | {TITLE: escape_in(title, quote)})
    return f"{key}{sep} {quote_if_needed(fill_signs(value.strip(), values))}"


def escape_in(text: str, quote: str) -> str:
    """A text as a part of a value of front matter between *quote*s, which are `"` or `'`."""
    return text.replace("'", "''") if quote == "'" else json.dumps(text, ensure_ascii=False)[1:-1]


def quote_if_needed(value: str) -> str:
    """A value of front matter, in quotes where YAML would misread it without."""
    is_misread = re.search(r":(?:\s|$)|\s#|^[\W_]|[\"']$", value)
    return json.dumps(value, ensure_ascii=False) if is_misread else value


def learn_front_matter(fronts: Sequence[Sequence[str]], model: Sequence[str]) -> tuple[str, ...]:
    """The front matter of a new record: keys that most records have; values where they agree, else empty.

    Args:
        fronts: that of each record.
        model: that of the record which is most like the others.
    """
    groups = [_groups(front) for front in fronts]
    if sum(map(bool, groups)) < 0.6 * len(fronts):
        return ()
    lines: list[str] = []
    for key, own_group in _groups(model).items():
        values = [record_lines[key] for record_lines in groups if key in record_lines]
        group = _usual(own_group, values)
        same = 0 if _is_own(key, group, values) else sum(value == group for value in values)
        if (
            not key.strip()
            or same >= max(2, 0.6 * len(groups))
            or (is_signed(group) and not _is_other_number(group, values))
            or key in _STRUCTURAL
        ):
            is_annotated = len(group) == 1 and (same < 2 or is_reference(group[0]))
            lines += map(_without_front_annotation, group) if is_annotated else group
        elif sum(key in record_lines for record_lines in groups) >= 0.6 * len(groups):
            lines.append(_line_without_value(key, group, is_toml=model[0].startswith("+")))
    return tuple(lines) if _is_valid(lines) else ()


def _line_without_value(key: str, group: list[str], *, is_toml: bool) -> str:
    """The line of a key without its value; a summary gets the title."""
    is_list = len(group) > 1 or group[0].rstrip().endswith("]")
    empty = " []" if is_list else ' ""' if is_toml else ""
    value = f" {TITLE}" if key.strip().lower() in _SUMMARY_KEYS else empty
    return f"{_KEY.match(group[0])[0]}{value}"  # type: ignore[index]


def _groups(front: Sequence[str]) -> dict[str, list[str]]:
    """The lines of front matter by the key that they belong to; the fences by signs of their own."""
    groups: dict[str, list[str]] = {}
    key = ""
    for index, line in enumerate(front):
        match = _KEY.match(line)
        if index in (0, len(front) - 1):
            key = "" if index == 0 else " "
        elif match:
            key = match["label"]
        groups.setdefault(key, []).append(line)
    if " " in groups:
        groups["\n"] = groups.pop(" ")
    return groups


def _usual(group: list[str], values: Sequence[list[str]]) -> list[str]:
    """The lines of a key as other records have them: with their own date, or a number that is no record's."""
    others = [value for value in values if NUMBER not in value[0]]
    if NUMBER in group[0] and others and _is_other_number(group, values):
        return max(others, key=others.count)
    signed = [value for value in values if len(value) == 1 and DATE in value[0]]
    return signed[-1] if group not in signed and 2 * len(signed) > len(values) else group


def _is_own(key: str, group: list[str], values: Sequence[list[str]]) -> bool:
    """Whether the value of a key is of one decision: a day, topics that differ, or what its key says."""
    if is_topic(key) and any(value != group for value in values):
        return True
    is_day = not is_signed(group) and bool(key.strip()) and date_of(group[0].partition(key)[2]) is not None
    return is_day or key.strip().lower() in SCOPE_KEYS


def _is_other_number(group: list[str], values: Sequence[list[str]]) -> bool:
    """Whether a bare value that equals the number of one record is another number in the rest, or a day is another."""
    plain = [re.sub(rf"{NUMBER}+", NUMBER, "\n".join(value)) for value in values]
    own = re.sub(rf"{NUMBER}+", NUMBER, "\n".join(group))
    if re.search(rf"[:=][ \t]*[\"']?{NUMBER}[\"']?[ \t]*$", own):
        return any(value != own for value in plain)
    return DATE in own and 2 * sum(DATE not in v and date_of(v) is not None for v in plain) >= len(plain)


def _is_valid(front: Sequence[str]) -> bool:
    """Whether front matter, its signs filled in, is made of keys; TOML is read nowhere as YAML."""
    if not front or front[0].startswith("+"):
        return True
    signs = dict.fromkeys(TEXT_SIGNS, "x") | {NUMBER: "1"}
    try:
        FrontMatter("".join(f"{fill_front_line(line, signs)}\n" for line in front[1:-1])).values()
    except EditError:
        return False
    return True


def _without_front_annotation(line: str) -> str:
    """A line of front matter whose plain status is annotated (`status: accepted (v1.3)`), with the status alone."""
    key, _, rest = line.partition(STATUS)
    quote = key[-1:] if key[-1:] in ("'", '"') else ""
    is_key = _KEY.fullmatch(key.rstrip(" \t'\""))
    return f"{key}{STATUS}{quote}" if is_key and (re.match(r" [(\[]", rest) or is_remark(rest)) else line
