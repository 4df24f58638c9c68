"""One statement about a field of a record: its text, where it stands, and in which kind of place."""

from __future__ import annotations

from records.dataclass import dataclass

FRONT, LIST, BOLD_LIST, BOLD, LINE = "front matter", "list", "bold list", "bold line", "line"
SECTION, TABLE, DATED, HEADING, BADGE = "status section", "table", "dated line", "heading", "badge"


@dataclass(frozen=True, slots=True)
class FieldStatement:
    """One statement: the field it gives, its text, where those characters are, and in which kind of place.

    Attributes:
        field: `status`, `date`, `deciders`, `labels`, or empty for a field that is none of these.
        raw: the text as written.
        start: index of its first character; -1 in front matter.
        end: index behind it.
        where: the kind of place.
        key: the key or label as written; in front matter it names the place.
        role: `history` for a step that a later one took over, `current` for that later one, `menu`, `box`, `note`;
            `word` for a word in a badge or a title.
    """

    field: str
    raw: str
    start: int
    end: int
    where: str
    key: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class LinkStatement:
    """A stated link: relation, target, the words used, and where the whole statement is.

    `start` and `end` span the whole line for a link on a line of its own, the link alone elsewhere;
    they are -1 for front matter, where `key` names the place.
    """

    relation: str
    target: str
    text: str
    start: int
    end: int
    where: str
    key: str = ""
