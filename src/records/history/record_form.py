"""The form of a log's records: front matter, title line, fields and sections; written out for a new record."""

from __future__ import annotations

from records.adr.status_spelling import like
from records.adr.status_text import is_status
from records.adr.vocabulary import DECISION_WORDS, field_of
from records.dataclass import dataclass
from records.history.form_front_matter import fill_front_line
from records.history.form_lines import with_box_moved
from records.history.form_signs import (
    BADGE_DATE,
    DATE,
    LOWER,
    NUMBER,
    SLUG,
    STATUS,
    TITLE,
    YEAR_SIGN,
    fill_signs,
)
from records.history.underlined_headings import with_underlines
from records.static_types import Protocol
from records.text.dates import written_as
from records.text.slug import plain_letters, slug


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its heading line with signs, a key that spells the heading plainly, and its lines.

    A tight one has no blank line below its heading.
    """

    level: int
    key: str
    heading: str
    lines: tuple[str, ...] = ()
    is_tight: bool = False

    @property
    def is_about_record(self) -> bool:
        """Whether it states the record's status or date, and no part of the decision."""
        return field_of(self.key) == "status" or any(sign in "\n".join(self.lines) for sign in (STATUS, DATE))


class LogMarkup(Protocol):
    """How the lines of a form are written in another markup than Markdown."""

    def text(self, form_text: str, values: dict[str, str]) -> str:
        """Write a text that still holds signs, with what these stand for."""


@dataclass(frozen=True, slots=True)
class RecordForm:
    """The form of one record, or of a log; its lines hold signs for status, date, number and title.

    Attributes:
        front: the lines of the front matter, its fences included.
        header: the lines from the title to the first section.
        sections: in order.
        place: in which kind of place the status is; empty where there is none.
        status: a status as it was written, for its case.
        state: the canonical status.
        dates: the patterns in which dates are written.
        is_underlined: whether its headings are underlined, which is read as `#` and `##`.
        start: the byte order mark that the file begins with; empty without one.
        newline: the line end of the file.
        bullet: the sign that the lists in the sections begin with; empty where that is not known.
        markup: how its lines are written where its log is not Markdown.
    """

    front: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    place: str = ""
    status: str = ""
    state: str | None = None
    dates: tuple[str, ...] = ()
    is_underlined: bool = False
    start: str = ""
    newline: str = "\n"
    bullet: str = ""
    markup: LogMarkup | None = None

    @property
    def title_line(self) -> str:
        """The title line with its signs; empty without one."""
        return next(
            (line for line in self.header if line.lstrip().startswith(("#", "<")) and TITLE in line), ""
        )

    def keys(self, level: int | None = None) -> frozenset[str]:
        """The keys of the sections, of one level or of all."""
        return frozenset(s.key for s in self.sections if level in (None, s.level) and s.key)

    @property
    def has_decision(self) -> bool:
        """Whether a section states what was decided."""
        return any(word in key for key in map(plain_letters, self.keys()) for word in DECISION_WORDS)

    def text(self, values: dict[str, str], body: str = "", hints: dict[str, str] | None = None) -> str:
        """Write a record of this form.

        Args:
            values: what the signs stand for.
            body: Markdown that takes the place of the sections about the decision.
            hints: what to write into a section without lines, by its key.
        """
        blocks = ["\n".join([*self.front, ""]) if self.front else "", "\n".join(self.header)]
        about = [section for section in self.sections if section.is_about_record]
        for section in about if body else self.sections:
            own_lines = with_box_moved(section.lines, values[STATUS], self.status)
            lines = "\n".join(own_lines).strip("\n") or (hints or {}).get(section.key, "")
            blocks.append(f"{section.heading}\n{'' if section.is_tight else chr(10)}{lines}")
        blocks.append(body)
        text = "\n\n".join(block.strip("\n") for block in blocks if block.strip("\n"))
        if self.markup is not None:
            return self.markup.text(text, values).rstrip("\n") + "\n"
        front_end = len("\n".join(self.front)) if self.front else 0
        text = self.front_text(values) + fill_signs(text[front_end:], values).rstrip("\n") + "\n"
        return with_underlines(text) if self.is_underlined else text

    def as_file(self, text: str) -> str:
        """A text with the byte order mark and the line ends that the files of the log have."""
        return self.start + text.lstrip("\ufeff").replace("\r\n", "\n").replace("\n", self.newline)

    def agrees(self, other: RecordForm) -> bool:
        """Whether both state their status in the same kind of place, and share most of their sections."""
        keys, others = self.keys(2) or self.keys(), other.keys(2) or other.keys()
        return self.place == other.place and 2 * len(keys & others) >= len(keys | others)

    def front_text(self, values: dict[str, str]) -> str:
        """The front matter of a new record, its fences included; empty without one."""
        return "\n".join(fill_front_line(line, values) for line in self.front)


def values_of(form: RecordForm, number: int | None, title: str, date: str, status: str) -> dict[str, str]:
    """What the signs of a form stand for in a new record."""
    word = status if status == form.status else status[:1].upper() + status[1:]
    if form.status and is_status(status):
        word = like(status, form.status)
    return {
        STATUS: word,
        DATE: written_as(form.dates[0], date) if form.dates else date,
        BADGE_DATE: date.replace("-", "--"),
        LOWER: word.lower(),
        NUMBER: str(number or 0),
        TITLE: title,
        YEAR_SIGN: date[:4],
        SLUG: slug(title),
    }
