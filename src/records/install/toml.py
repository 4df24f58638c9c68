"""Add our lines to TOML settings that other programs own, and remove them again exactly.

A line in a table is marked by a comment at its end; a table of our own is in a block at the end of the file.
"""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Iterator, Sequence

from records.errors import EditError
from records.install.text_block import Block
from records.text.data_text import parse_toml
from records.text.lines import newline_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MARK = "  # records capture"


def loads(text: str) -> dict[str, Any]:
    """Return the values of a TOML text, with or without a byte-order mark.

    Raises:
        tomllib.TOMLDecodeError: it is not valid TOML.
    """
    return parse_toml(text.removeprefix("\ufeff"))


def parse(text: str, path: str) -> dict[str, Any]:
    """Return the values of the TOML text of a file that is to be edited.

    Raises:
        EditError: it is not valid TOML; the message names the file.
    """
    try:
        return loads(text)
    except tomllib.TOMLDecodeError as error:
        raise EditError(f"{path}: it is not valid TOML: {error}", "fix the file first") from error


def with_line(text: str, path: str, table: str, line: str) -> str:
    """Return the text with a line in a table; a setting of this name that is there already stays as it is.

    Raises:
        EditError: it is not valid TOML, or nothing can be added to the table.
    """
    content = parse(text, path)
    name, _, setting = (part.strip() for part in line.partition("="))
    present = content.get(table, {})
    if (
        not isinstance(present, dict) or name in present or f"codex_{name}" in present
    ):  # the name it had before
        return text
    expected = {**content, table: {**present, **parse_toml(line)}}
    for candidate in _candidates(text, table, line):
        with contextlib.suppress(tomllib.TOMLDecodeError):
            if loads(candidate) == expected:
                return candidate
    raise EditError(
        f"{path}: the table {table!r} is written so that nothing can be added",
        f"add it by hand, then install again: {table}.{name} = {setting}",
    )


def without_line(text: str) -> str | None:
    """Return the text without the lines that `with_line` added; None where nothing is left."""
    rest = [line for line in text.splitlines(keepends=True) if not line.rstrip().endswith(_MARK)]
    return "".join(rest) or None


def with_table(text: str, path: str, keys: Sequence[str], lines: Sequence[str]) -> str:
    """Return the text with a table of our own at its end; a table of this name by somebody else stays as it is.

    Raises:
        EditError: it is not valid TOML, or its outer table is written inline.
    """
    block = table_block(lines)
    if has_table(text, path, keys) and block.begin not in text:
        return text
    candidate = block.added(text)
    try:
        loads(candidate)
    except tomllib.TOMLDecodeError as error:
        by_hand = f"{keys[-1]} = {{ {', '.join(lines[1:])} }}"
        raise EditError(
            f"{path}: no table can be added at its end, since {keys[0]} is written inline: {error}",
            f"write [{keys[0]}] as a table of its own, or add by hand what it needs: {by_hand}",
        ) from error
    return candidate


def has_table(text: str, path: str, keys: Sequence[str]) -> bool:
    """Return whether the table that *keys* lead to has content.

    Raises:
        EditError: it is not valid TOML.
    """
    value: Any = parse(text, path)
    for key in keys:
        value = value.get(key, {}) if isinstance(value, dict) else {}
    return bool(value)


def table_block(lines: Sequence[str]) -> Block:
    """Return the block that holds a table of our own."""
    return Block("# records: begin", "# records: end", "".join(f"{line}\n" for line in lines))


def _candidates(text: str, table: str, line: str) -> Iterator[str]:
    """Yield texts with the line below the header of its table, or below a header of our own at the end."""
    newline = newline_of(text)
    header = f"[{table}]"
    lines = text.splitlines(keepends=True)
    for index, row in enumerate(lines):
        if row.split("#")[0].strip() == header:
            ending = "" if row.endswith("\n") else newline
            yield "".join([*lines[:index], row + ending, f"{line}{_MARK}{newline}", *lines[index + 1 :]])
    gap = newline if text and not text.endswith("\n") else ""
    yield f"{text}{gap}{header}{_MARK}{newline}{line}{_MARK}{newline}"
