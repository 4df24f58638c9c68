"""The records that complete a word on a command line: found without click where they were stored before.

What depends on the version of click or on the shell's own reading of quotes is left to click, as are options.
"""

from __future__ import annotations

import os

from records.cli.command_table import DECLARED, TABLE, load
from records.cli.output import echo_stored
from records.project.stamp import look_at, read_page
from records.text.escape import escape

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.record import Record

    Row = tuple[str, str, str, str]

VARIABLE = "_RECORDS_COMPLETE"
PAGE = "completion"
"""The name under which the rows of all records are stored."""
RECORD_PARAMETERS = frozenset((
    "ref", "refs", "source", "target", "old", "new", "successor", "by", "supersedes", "src", "dst",
))  # fmt: skip
"""The names of parameters whose values are records."""
_MOST = 60
_PLAIN = " -_./,"
_FORMATS = {"bash_complete": "plain,{0}", "zsh_complete": "plain\n{0}\n{1}"}


def rows_of(records: Iterable[Record]) -> list[Row]:
    """Return what completion has to know of each record: kind, reference, place and title, the latter on one line."""
    return [
        (record.kind.value, record.ref, f"{record.folder}/{record.stem}", " ".join(record.title.split()))
        for record in records
    ]


def matching(rows: Iterable[Row], beginning: str, kind: str = "") -> list[tuple[str, str]]:
    """Return the references that fit a beginning, with titles: those that begin with it, then those that hold it."""
    beginning = beginning.casefold()
    first, later = [], []
    for kind_of_row, ref, place, title in rows:
        if kind and kind_of_row != kind:
            continue
        if ref.casefold().startswith(beginning):
            first.append((ref, title))
        elif beginning in title.casefold() or beginning in place.casefold():
            later.append((ref, title))
    return [(escape(ref), escape(title)) for ref, title in (*first, *later)[:_MOST]]


def kind_of_group(words: Iterable[str]) -> str:
    """Return the kind of the records that the commands of a group are about: `records adr …`; empty for both."""
    return next((word for word in words if word in ("adr", "phr")), "")


def page_of(rows: Iterable[Row]) -> str | None:
    """Return the rows as the text of a page; None where a name would break its lines."""
    lines = ["\t".join(row) for row in rows]
    text = "\n".join(lines)
    is_regular = text.count("\t") == 3 * len(lines) and len(text.splitlines()) == len(lines)
    return text if is_regular else None


def complete_without_click() -> bool:
    """Print the records that complete the last word; return False, with nothing printed, where click has to do it."""
    form = _FORMATS.get(os.environ[VARIABLE])
    words = _typed_words()
    if form is None or words is None:
        return False
    *command, beginning = words
    look = look_at(".") if _takes_a_record(command) else None
    text = read_page(look.folder, PAGE, look.generation) if look else None
    if text is None:
        return False
    rows = [tuple(line.split("\t")) for line in text.split("\n")]
    matches = matching((row for row in rows if len(row) == 4), beginning, kind_of_group(command[:1]))
    if any(":" in ref for ref, _ in matches):  # versions of click escape it differently
        return False
    return echo_stored("\n".join(form.format(ref, title or "_") for ref, title in matches) + "\n")


def _typed_words() -> list[str] | None:
    """Return the words after `records`, the last being typed; None where a shell has to split them."""
    text, position = os.environ.get("COMP_WORDS", ""), os.environ.get("COMP_CWORD", "")
    if not position.isdecimal() or not all(char.isalnum() or char in _PLAIN for char in text):
        return None
    words = [word for word in text.split(" ") if word]
    if len(words) == int(position):
        words.append("")
    is_read = len(words) == int(position) + 1 > 1 and not any(word[0] == "-" for word in words if word)
    return words[1:] if is_read else None


def _takes_a_record(command: list[str]) -> bool:
    """Return whether a command's first argument, which nothing was given for yet, is a record."""
    name = " ".join(command)
    if name not in DECLARED:
        return False
    declared = load(TABLE[" ".join(command[:-1])][command[-1]][1])
    arguments = [item.name for item in declared.parameters if not item.flags]
    return arguments[:1] != [] and arguments[0] in RECORD_PARAMETERS
