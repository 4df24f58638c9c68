"""Print for people and for programs: tables that fit the terminal, colour on terminals only, JSON, notes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLOURS = {
    "accepted": "green", "green": "green", "proposed": "yellow", "draft": "yellow", "red": "red",
    "rejected": "red", "deprecated": "bright_black", "superseded": "bright_black", "refactor": "cyan",
    "spec": "blue", "plan": "blue", "tasks": "blue", "constitution": "magenta", "error": "red",
    "warning": "yellow", "info": "cyan", "unreadable": "red",
}  # fmt: skip


def print_json(value: Any) -> None:
    """Print one JSON value, readable by people on a terminal and by programs anywhere."""
    import json

    indent = 2 if sys.stdout.isatty() else None
    click.echo(json.dumps(value, ensure_ascii=True, indent=indent))


def say(text: str) -> None:
    """Tell a person something beside the data: on standard error."""
    click.echo(text, err=True)


def note(text: str) -> None:
    """Tell a person something that they may want to know."""
    click.echo(click.style("note: ", fg="cyan") + text, err=True)


def terminal_width() -> int:
    """The columns that there are; a wide default where the output is no terminal."""
    if not sys.stdout.isatty():
        return 1000
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def width_of(text: str) -> int:
    """The columns that a text takes: wide East Asian letters and emoji take two, combining marks none."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def fitted(text: str, columns: int) -> str:
    """A text cut to so many columns, with an ellipsis where it was cut."""
    if width_of(text) <= columns:
        return text
    kept = text[: max(0, columns - 1)]
    while kept and width_of(kept) > columns - 1:
        kept = kept[:-1]
    return kept + "…"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, flexible: int, coloured: int = -1) -> None:
    """Print rows under a head, columns aligned; the flexible column gives way on a narrow terminal.

    Args:
        head: the names of the columns; left out where the output is no terminal.
        rows: texts.
        flexible: index of the column that is cut to fit.
        coloured: index of the column whose word is coloured.
    """
    lines = [tuple(text if text.isprintable() else printable(text) for text in row) for row in rows]
    if not sys.stdout.isatty():
        _plain(lines)
        return
    if not lines:
        return
    shown = [tuple(head), *lines]
    widths = [max(map(width_of, column)) for column in zip(*shown, strict=True)]
    spare = terminal_width() - sum(widths) - 2 * (len(widths) - 1)
    widths[flexible] = max(10, widths[flexible] + min(0, spare))
    out = []
    for number, row in enumerate(shown):
        cells = []
        for index, text in enumerate(row):
            cut = fitted(text, widths[index])
            padded = cut + " " * (widths[index] - width_of(cut))
            if number == 0:
                padded = click.style(padded, bold=True)
            elif index == coloured and text in COLOURS:
                padded = click.style(padded, fg=COLOURS[text])
            cells.append(padded)
        out.append("  ".join(cells).rstrip())
    click.echo("\n".join(out))


def _plain(rows: list[tuple[str, ...]]) -> None:
    """Print rows for a file or a pipe: aligned, uncut, uncoloured."""
    if not rows:
        return
    columns = list(zip(*rows, strict=True))[:-1]
    if all(map(str.isascii, map("".join, columns))):
        aligned = "".join(f"{{:<{max(map(len, column))}}}  " for column in columns) + "{}"
        lines = [aligned.format(*row).rstrip() for row in rows]
    else:
        widths = [max(map(width_of, column)) for column in columns]
        lines = ["  ".join(_padded(row, widths)).rstrip() for row in rows]
    click.echo("\n".join(lines))


def _padded(row: tuple[str, ...], widths: list[int]) -> list[str]:
    return [
        *(text + " " * (columns - width_of(text)) for text, columns in zip(row, widths, strict=False)),
        row[-1],
    ]


def printable(text: str) -> str:
    """A text without the control characters that would steer a terminal; bytes that are no text are shown."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in "\n\t" else _shown(char) for char in text)


def _shown(char: str) -> str:
    code = ord(char)
    return f"\\x{code & 0xFF:02x}" if code < 0x100 or 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
