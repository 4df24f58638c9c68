"""Pictures and tags that state a status or a date: badges as shields.io draws them, components of site generators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import records.regex as re
from records.adr.record_layout import AdrView
from records.adr.statement import BADGE, FieldStatement
from records.adr.status_badge import is_badge
from records.adr.status_text import is_bare_status, is_status
from records.adr.vocabulary import field_of
from records.text.dates import date_of, dates_in

_PICTURE = re.compile(
    r"(?:\[)?!\[(?P<alt>[^\]\n]{0,200})\]\((?P<url>[^)\s]{0,2000}+)[^)\n]{0,200}\)(?:\]\([^)\n]{0,2000}\))?"
    r"|<img\b[^<>]{0,2000}>"
)
_REFERENCE_BADGE = re.compile(r"!\[(?P<alt>[^\]\n]{0,200})\](?:\[(?P<label>[^\]\n]{0,200})\])?(?![(\[])")
_BADGE_ADDRESS = re.compile(r"^ {0,3}\[(?P<label>[^\]\n]{1,200})\]:[ \t]*(?P<url>\S{1,2000})", re.M)
_SHIELD = re.compile(r"/badge/(?P<parts>[^?#\s)\"'>]{1,500})(?P<query>\?[^\s)\"'>]{0,500})?")
_SINGLE_DASH = re.compile(r"(?<!-)-(?!-)")
_COLOUR = re.compile(r"-(?P<colour>[A-Za-z0-9]{3,20})(?:\.(?:svg|png))?$")
_COLOUR_ARGUMENT = re.compile(r"[?&]color[AB]?=(?P<colour>[A-Za-z0-9]{3,20})")
_TAG = re.compile(
    r"<(?P<name>[A-Za-z][\w.]{0,60})(?P<attributes>(?:\s+[\w:-]{1,40}=(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'"
    r"|\{[\"'][^\"'\n]{0,200}[\"']\})){0,12})\s*/?>(?:(?P<inner>[^<>\n]{3,40})</)?"
)
_ATTRIBUTE = re.compile(r"(?P<name>[\w:-]{1,40})=\{?[\"'](?P<value>[^\"'\n]{1,200})[\"']")
_PART_OF_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def in_badges(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    """A badge above the first section that says it is about the status."""
    if "![" not in view.masked[start:end] and "<img" not in view.masked[start:end]:
        return
    for match in _PICTURE.finditer(view.masked, start, end):
        badge_words = match[0].lower()
        if ("status" in badge_words or "state" in badge_words or "adr" in badge_words) and is_status(
            match[0]
        ):
            yield FieldStatement("status", match[0], match.start(), match.end(), BADGE, "", "badge")


def in_reference_badges(view: AdrView) -> Iterator[FieldStatement]:
    """`![Status][badge]` with its address at the end of the file: each place in which the status is a word."""
    places_of_badges = [view.header, *view.status_sections]
    badges = [badge for place in places_of_badges for badge in _REFERENCE_BADGE.finditer(view.masked, *place)]
    for badge in badges:
        label = (badge["label"] or badge["alt"]).casefold()
        places = [(badge.start("alt"), badge["alt"])]
        places += [
            (line.start("url"), line["url"])
            for line in _BADGE_ADDRESS.finditer(view.text, view.body)
            if line["label"].casefold() == label
        ]
        if not any("status" in text.lower() or "badge" in text.lower() for _, text in places):
            continue
        for start, text in places:
            for word in re.finditer(r"[^\W\d_]+", text):
                if is_status(word[0]):
                    yield _word("status", word[0], start + word.start())
                    break


def in_tags(view: AdrView) -> Iterator[FieldStatement]:
    """A component above the first section with a status or a date: `<Status value="accepted" />`."""
    start, end = view.header
    for tag in _TAG.finditer(view.masked, start, end) if "<" in view.masked[start:end] else ():
        is_about_status = any(field_of(word) == "status" for word in _PART_OF_NAME.findall(tag["name"]))
        is_read = tag["name"].lower() == "img"
        for attribute in _ATTRIBUTE.finditer(view.masked, *tag.span("attributes")):
            field = field_of(attribute["name"])
            if field == "date" and date_of(attribute["value"]):
                yield _word("date", attribute["value"], attribute.start("value"))
            elif (
                not is_read and (field == "status" or is_about_status) and is_bare_status(attribute["value"])
            ):
                yield _word("status", attribute["value"], attribute.start("value"))
                is_read = True
        if not is_read and is_about_status and tag["inner"] and is_bare_status(tag["inner"]):
            yield _word("status", tag["inner"], tag.start("inner"))


def dates_in_badges(view: AdrView) -> Iterator[FieldStatement]:
    """The day in a badge that is labelled as a date, each place of it: `badge/date-2024--01--31-blue`."""
    for start, end in (view.header, *view.status_sections):
        for badge in _PICTURE.finditer(view.masked, start, end):
            if not badge["url"]:
                continue
            shield = _SHIELD.search(badge["url"])
            label = _SINGLE_DASH.split(shield["parts"])[0] if shield else ""
            alt = re.split(r"[:：]|\d", badge["alt"])[0]
            if "date" in (field_of(label.replace("_", " ")), field_of(alt)):
                for name in ("alt", "url"):
                    for first, last, _ in list(dates_in(badge[name]))[:1]:
                        yield _word("date", badge[name][first:last], badge.start(name) + first)
                return


def _word(field: str, raw: str, start: int) -> FieldStatement:
    return FieldStatement(field, raw, start, start + len(raw), BADGE, "", "word")


def is_drawn(text: str) -> bool:
    """Whether a text is a badge whose picture is drawn from the words of its address, as shields.io does."""
    return is_badge(text) and _SHIELD.search(text) is not None


def with_status(badge: str, old: str, new: str) -> str:
    """A badge with another word in each place that has the old one, with its capitals and escaped in its address."""
    address = badge.find("](") if "](" in badge else 0

    def replacement(match: re.Match[str]) -> str:
        word = new.capitalize() if match[0][:1].isupper() else new
        return word if match.start() < address else word.replace("-", "--").replace(" ", "%20")

    return re.sub(rf"(?<![^\W_]){re.escape(old)}(?![^\W_])", replacement, badge, flags=re.I)


def status_colour(view: AdrView, statements: Sequence[FieldStatement]) -> tuple[int, int] | None:
    """Where the colour of the badge of a record's status is; None where there is none."""
    for item in statements:
        if item.field != "status" or item.start < 0 or not (item.where == BADGE or is_badge(item.raw)):
            continue
        line = view.text.rfind("\n", 0, item.start) + 1
        end = view.text.find("\n", item.end)
        start = line if item.role == "word" else item.start
        for shield in _SHIELD.finditer(view.text, start, end if end >= 0 else len(view.text)):
            if any(map(is_status, re.findall(r"[^\W\d_]+", shield["parts"]))):
                return _colour_of(shield)
    return None


def _colour_of(shield: re.Match[str]) -> tuple[int, int] | None:
    if argument := _COLOUR_ARGUMENT.search(shield["query"] or ""):
        start = shield.start("query")
        return start + argument.start("colour"), start + argument.end("colour")
    part = _COLOUR.search(shield["parts"])
    start = shield.start("parts")
    return (start + part.start("colour"), start + part.end("colour")) if part else None
