"""Texts that a person types, names or pipes in."""

from __future__ import annotations

import os
import select
import signal
import stat
import sys

from records.cli.output import echo_prompt, say
from records.encoding import decode_file
from records.errors import InvalidInput, RecordsError

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Callable


_LARGEST = 100_000_000
"""How many bytes a text may have."""
_PASTE_SECONDS = 0.02
"""How long the next line of a paste may take."""


def is_interactive() -> bool:
    """Return whether a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def read_input(name: str) -> str:
    """The text of a file, or of standard input for `-`; bytes that are not UTF-8 are kept as surrogates.

    UTF-16 is recognised by its byte-order mark.

    Raises:
        InvalidInput: the file cannot be read, is no text, or has no end that is near: a device such as `/dev/zero` has
            none.
    """
    try:
        if name == "-":
            data = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with open(name, "rb") as file:
                data = file.read(_LARGEST + 1)
    except OSError as error:
        raise InvalidInput(
            f"cannot read {name}: {error.strerror}", "name a file, or - for standard input"
        ) from error
    source = "standard input" if name == "-" else name
    if len(data) > _LARGEST:
        raise InvalidInput(
            f"{source} is larger than {_LARGEST // 1_000_000} MB", "give the part that matters"
        )
    text = decode_file(data)
    if "\0" in text:
        raise InvalidInput(f"{source} is no text: it holds NUL bytes", "save it as UTF-8")
    return text


def has_piped_input() -> bool:
    """Return whether standard input is a pipe or a file that somebody filled, not a terminal and not nothing."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError, AttributeError):
        return not sys.stdin.isatty()
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def ask_line(label: str, *, default: str | None = None, check: Callable[[str], str] | None = None) -> str:
    """Ask for a line until *check* accepts it; without a check, lines that were pasted together are one answer.

    Args:
        label: the name of the field; the default is shown beside it unless it is empty.
        default: what an empty line means; None asks again.
        check: returns the value of a line, or raises ValueError or RecordsError, whose message is shown.
    """
    name = label.partition(" (")[0]

    while True:
        echo_prompt(f"{label} [{default}]: " if default else f"{label}: ")
        line = _read_line()
        if not line:
            import click

            raise click.Abort
        text = (line if check else line + _waiting_lines()).strip()
        if not text and default is None and check is None:
            continue
        try:
            text = text or default or ""
            return check(text) if check else text
        except RecordsError as error:
            say(f"{error.message}; {error.hint}" if error.hint else error.message)
        except ValueError as error:
            say(f"{name} {error}")


def _read_line() -> str:
    """Read a line from the terminal; an interrupt ends the wait, whenever it comes."""
    if os.name == "nt":
        return sys.stdin.readline()
    receiver, sender = os.pipe()
    os.set_blocking(sender, False)
    before = signal.set_wakeup_fd(sender)
    try:  # a signal between the prompt and the read would be noticed after the next line only
        select.select([sys.stdin, receiver], [], [])
    finally:
        signal.set_wakeup_fd(before)
        os.close(receiver)
        os.close(sender)
    return sys.stdin.readline()


def _waiting_lines() -> str:
    """The lines that the terminal holds already, as after a paste; left there, they would answer what is asked next.

    Without a terminal, and on Windows, none are known.
    """
    if os.name == "nt" or not sys.stdin.isatty():
        return ""
    lines = ""
    while select.select([sys.stdin], [], [], _PASTE_SECONDS)[0] and (line := sys.stdin.readline()):
        lines += line
    return lines


def ask_text(name: str, description: str) -> str:
    """Ask for a text of any length: in the person's editor, or line by line where there is none.

    Args:
        name: the name of the field, which the file in the editor has too.
        description: what it holds, in a few words.

    Raises:
        InvalidInput: the editor cannot be started, or ends with an error.
    """
    from records.cli.user_programs import edit_text, editor_command

    command = editor_command()
    if command:
        say(f"{name} ({description}): opening {command.split()[0]}")
        return edit_text(name.upper())
    say(f"{name} ({description}); end it with Ctrl-D on a line of its own:")
    return "".join(iter(_read_line, "")).removesuffix("\n")
