"""One decision record laid out for reading: front matter, headings, fields in headings, and sections."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

import records.regex as re
from records.adr.headed_field import HeadedField, headed_field
from records.adr.masked_text import masked
from records.adr.references import definitions
from records.adr.status_text import is_status
from records.adr.toml_front_matter import toml_values
from records.adr.vocabulary import STATUS_LABEL, field_of, is_section_title, plain_title
from records.dataclass import dataclass
from records.model.record_paths import stem_of
from records.text.document import Document
from records.text.fences import blank
from records.text.front_matter import FrontMatter
from records.text.headings import Heading, headings
from records.text.lines import line_at, newline_of
from records.text.yaml import YamlProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TEXT_LINE = re.compile(r"\S[^\r\n]*")
PARAGRAPH = re.compile(r"\S[^\r\n]*(?:\r?\n[ \t]*\S[^\r\n]*)*")
_SETEXT = re.compile(
    r"^(?![ \t]*(?:[-=>|#*+]|\r?$))([^\r\n]*[^ \t\r\n])[ \t]*\r?\n(=+|-{3,})[ \t]*(?:\r?\n|\Z)", re.M
)
_TIGHT = re.compile(r"^ {0,3}(#{1,6})([^\s#][^\r\n]*)", re.M)
_LABEL_LINE = re.compile(
    r"^[ \t>]*+(?:[*+-][ \t]++)?(?P<open>\*\*|__)?(?P<title>(?:[^\W\d_]{1,15}[ \t]){0,2}"
    rf"(?:{STATUS_LABEL})(?:[ \t][^\W\d_]{{1,12}})?)[ \t]*+(?P<colon>[:：])?"
    r"(?P<close>\*\*|__)?[ \t]*+(?P<later>[:：])?[ \t]*+(?:\\|<br ?/?>)?[ \t]*+\r?$",
    re.M | re.I,
)
# where a line may match those two: looked for first, since it is found in a tenth of the time
_TIGHT_SIGN = re.compile(r"#[^\s#]")
_LABEL_END = re.compile(r"[*_:：][ \t]*+(?:\\|<br ?/?>)?[ \t]*+\r?$", re.M | re.I)
_HTML_HEADING = re.compile(r"^[ \t]*<h([1-6])\b[^<>\n]{0,300}>(.{1,500}?)</h\1>[ \t]*\r?$", re.M | re.I)
_LINE_END = re.compile("\n")
_SHORT = 10_000  # characters, up to which counting from the beginning costs nothing
_KEY_LINE = re.compile(r"^([A-Za-z][\w -]{0,99}):[ \t]*((?:.*[^ \t\n])?)[ \t]*$", re.M)
_TOML = re.compile(r"(\ufeff?)\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.M | re.S)


def _lines_with(sign: re.Pattern[str], line: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Match whole lines, in order, where they have a *sign* that every match has."""
    last = -1
    for place in sign.finditer(text):
        start = text.rfind("\n", 0, place.start()) + 1
        if start != last and (match := line.match(text, start)):
            yield match
        last = start


@dataclass(frozen=True)
class AdrView:
    """A record's text with what every dialect looks at first; all positions are positions in `text`.

    Args:
        text: the file as decoded, byte-order mark and line ends included.
        filename: its name, with or without folders before it.
    """

    text: str
    filename: str

    @cached_property
    def document(self) -> Document:
        """The text parted into front matter and body."""
        return Document.parse(self.text)

    @cached_property
    def toml(self) -> tuple[int, int] | None:
        """Where the characters between `+++` fences lie, or None without a TOML front matter."""
        match = _TOML.match(self.text) if self.text[:4].lstrip("\ufeff").startswith("+++") else None
        return match.span(2) if match else None

    @cached_property
    def body(self) -> int:
        """The index of the first character behind the front matter."""
        match = _TOML.match(self.text) if self.toml else None
        return match.end() if match else self.document.body

    @cached_property
    def _front(self) -> tuple[dict[str, Any], YamlProblem | None]:
        if self.toml:
            return toml_values(self.text[slice(*self.toml)])
        block = self.document.front_matter
        if block is None or not block.text.strip():
            return {}, None
        try:
            return block.data(), None
        except YamlProblem as problem:
            # what can be read line by line is still read; the problem is reported beside it
            return {key: value or None for key, value in _KEY_LINE.findall(block.text)}, problem

    @property
    def data(self) -> dict[str, Any]:
        """The front matter's values, or an empty mapping."""
        return self._front[0]

    @property
    def problem(self) -> YamlProblem | None:
        """Why the front matter cannot be parsed, or None."""
        return self._front[1]

    @property
    def block(self) -> FrontMatter | None:
        """The YAML front matter as written, or None."""
        return self.document.front_matter

    @cached_property
    def keys(self) -> frozenset[str]:
        """The front matter's keys, lower-cased."""
        return frozenset(key.lower() for key in self.data)

    @cached_property
    def masked(self) -> str:
        """The whole text with front matter, fences, comments and struck-out words blanked."""
        start = self.body
        return blank(self.text[:start]) + masked(self.text[start:])

    @cached_property
    def definitions(self) -> dict[str, str]:
        """The link reference definitions of the body."""
        return definitions(self.masked)

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings of the body: marked, underlined, in HTML, and labels that are alone on their line."""
        text = self.masked
        found_headings = headings(text)
        if "\n==" in text or "\n---" in text:
            found_headings += [
                Heading(1 if under[2][0] == "=" else 2, under[1].strip(), 0, under.start(), under.end())
                for under in _SETEXT.finditer(text)
            ]
        found_headings += self._tight_headings()
        found_headings += self._label_headings({heading.start for heading in found_headings})
        if "<h" in text or "<H" in text:
            found_headings += [
                Heading(int(match[1]), match[2].strip(), 0, match.start(), min(match.end() + 1, len(text)))
                for match in _HTML_HEADING.finditer(text)
            ]
        return sorted(found_headings, key=lambda heading: heading.start)

    def _tight_headings(self) -> list[Heading]:
        """Headings without the blank that CommonMark asks for (`##Status`), where their words are a section's."""
        text = self.masked
        tight: list[Heading] = []
        for match in _lines_with(_TIGHT_SIGN, _TIGHT, text):
            first = not text[: match.start()].strip()
            label = field_of(plain_title(match[2]).partition(":")[0])
            if first or label or is_section_title(match[2]):
                end = min(match.end() + 1, len(text))
                tight.append(
                    Heading(len(match[1]), match[2].strip().rstrip("#").strip(), 0, match.start(), end)
                )
        return tight

    def _label_headings(self, starts: set[int]) -> list[Heading]:
        """Lines such as `**Status**` or `Status:` whose value is below them."""
        labels: list[Heading] = []
        for match in _lines_with(_LABEL_END, _LABEL_LINE, self.masked):
            is_closed = match["open"] == match["close"] if match["open"] else not match["close"]
            is_marked = match["open"] or match["colon"] or match["later"]
            if (
                not is_closed
                or not is_marked
                or match.start() in starts
                or field_of(match["title"]) != "status"
            ):
                continue
            end = min(match.end() + 1, len(self.text))
            labels.append(Heading(7, match["title"].strip(), 0, match.start(), end))
        return labels

    @cached_property
    def label_ends(self) -> frozenset[int]:
        """Where the lines of labels end whose values are below them."""
        return frozenset(
            end for heading in self.headings if heading.level == 7
            for end in range(heading.start, heading.body + 1)
        )  # fmt: skip

    @cached_property
    def titles(self) -> frozenset[str]:
        """The titles of all headings, case folded, without numbers, emoji and anchors."""
        return frozenset(plain_title(heading.title) for heading in self.headings)

    @cached_property
    def headed_fields(self) -> list[HeadedField]:
        """The headings that state a status, a date or people themselves."""
        return [
            statement for heading in self.headings[:12] if (statement := headed_field(self.text, heading))
        ]

    @cached_property
    def status_sections(self) -> list[tuple[int, int]]:
        """Where the text under each heading that is called Status begins and ends."""
        found_headings = self.headings
        ends = [*(heading.start for heading in found_headings[1:]), len(self.text)][: len(found_headings)]
        heading_fields = {statement.heading.start for statement in self.headed_fields}
        return [
            (heading.body, self._section_end(heading, end))
            for place, (heading, end) in enumerate(zip(found_headings, ends, strict=True))
            if heading.start not in heading_fields
            and field_of(heading.title) == "status"
            and (heading.level < 3 or place < 4 or self._is_section_with_status(heading, end))
            and not self._is_situation(heading, end)
        ]

    def _is_section_with_status(self, heading: Heading, end: int) -> bool:
        """Say whether a status is below a heading that is of the level of the record's sections, whichever that is."""
        highest = min((other.level for other in self.headings[1:] if other.level < 7), default=0)
        return heading.level == highest and is_status(self.masked[heading.body : end].strip())

    def _is_situation(self, heading: Heading, end: int) -> bool:
        """Say whether a heading such as `Current State` is about the situation: no status is below it."""
        words = plain_title(heading.title).split()
        is_state = "state" in words and len(words) > 1
        return is_state and not is_status(self.masked[heading.body : end].strip())

    def _section_end(self, heading: Heading, end: int) -> int:
        """Where a section ends; under a label that is no real heading, at the next bold label (no status in bold)."""
        if heading.level < 7:
            return end
        labels = _BOLD_LABEL.finditer(self.masked, heading.body, end)
        return next((label.start() for label in labels if not is_status(label[0])), end)

    @cached_property
    def header(self) -> tuple[int, int]:
        """The part above the first section: everything before the first heading below the title."""
        found_headings = self.headings
        first = next((heading for heading in found_headings[1:] if self._begins_section(heading)), None)
        if found_headings and found_headings[0].level > 1 and is_section_title(found_headings[0].title):
            first = found_headings[0]
        return self.body, first.start if first else len(self.text)

    def _begins_section(self, heading: Heading) -> bool:
        title = self.headings[0]
        return heading.start > title.start and heading.level < 7 and headed_field(self.text, heading) is None

    def line(self, position: int) -> int:
        """The number, from 1, of the line that holds the character at *position*."""
        if position > _SHORT:
            return bisect_left(self._line_ends, position) + 1
        return line_at(self.text, position)

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in _LINE_END.finditer(self.text)]

    def key_line(self, key: str) -> int:
        """The line on which a front matter key is."""
        return self.line(self.key_start(key))

    def key_start(self, key: str) -> int:
        """Where the line of a front matter key begins; where front matter does, if none of its lines has the key."""
        front = self.toml or self.document.front
        if front is None:
            return 0
        start, end = front
        pattern = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[:=]", re.M)
        match = pattern.search(self.text, start, end)
        return match.start() if match else start

    @property
    def newline(self) -> str:
        """The line end that the file uses."""
        return newline_of(self.text)

    @property
    def stem(self) -> str:
        """The file's name without folders and ending."""
        return stem_of(self.filename)


_BOLD_LABEL = re.compile(r"^[ \t>]*(?:[*+-][ \t]+)?(?:\*\*|__)[^*_\r\n]{2,60}(?:\*\*|__)[ \t]*[:：]?", re.M)
