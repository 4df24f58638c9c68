"""Print for people and for programs: the only place that writes to the terminal, where every string is escaped once.

`echo` prints one line, `echo_text` several. Colours are added with `style`, whose marks cannot be forged by a text.
"""

from __future__ import annotations

import codecs
import io
import os
import sys

from records.cli.columns import align, fit, pad, shorten, width_of
from records.encoding import decode
from records.errors import OutputError
from records.text.escape import escape, escape_text

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType
    from typing import IO, Any

    from click import ClickException

    from records.errors import RecordsError

COLOURS = {
    "accepted": "green", "green": "green", "proposed": "yellow", "draft": "yellow", "red": "red",
    "rejected": "red", "deprecated": "bright_black", "superseded": "bright_black", "refactor": "cyan",
    "spec": "blue", "plan": "blue", "tasks": "blue", "constitution": "magenta", "error": "red",
    "warning": "yellow", "info": "cyan", "unreadable": "red",
}  # fmt: skip
_MARK = f"\x00{os.urandom(8).hex()}:"  # begins a style; no text can hold it by chance or on purpose
_COMMANDS = ("::", "##[")  # they begin a line that a CI service obeys
_PIECE = 1 << 16  # characters of a stored page that are looked at and written at once
_SHORTEST_TYPED = 16  # characters of a word on the command line that may be a secret
_FOREGROUND = {
    "black": 30, "red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36, "bright_black": 90,
}  # fmt: skip
_ERRORS = "records-replace"


def configure_streams() -> None:
    """Make the standard streams usable: bytes of paths pass unchanged, characters that cannot be encoded become `?`.

    A stream that is closed is opened on the null device, so that no file of ours gets its number. Standard output is
    not: what cannot be printed is an error.
    """
    codecs.register_error(_ERRORS, _replace)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_ERRORS)
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 — it stays open until the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 — as above


def _replace(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    char = error.object[error.start]
    byte = ord(char) - 0xDC00
    return (bytes([byte]) if 0x80 <= byte <= 0xFF else "?", error.start + 1)


def is_terminal(stream: IO[str] | None = None) -> bool:
    """Return whether standard output, or another stream, is a terminal."""
    stream = sys.stdout if stream is None else stream
    return stream is not None and stream.isatty()


def understands_escapes(stream: IO[str] | None = None) -> bool:
    """Return whether a stream is a terminal that moves its cursor and has colours: one that is not dumb."""
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def _has_colours(stream: IO[str]) -> bool:
    return not os.environ.get("NO_COLOR") and understands_escapes(stream)


def style(text: str, *, fg: str | None = None, bold: bool = False, dim: bool = False) -> str:
    """Return a text with marks that `echo` and `echo_text` turn into a colour, where colours are wanted.

    That is on a terminal that is not dumb, unless `NO_COLOR` is set (no-color.org).
    """
    if not (fg or bold or dim):
        return text
    return f"{_MARK}{fg or ''},{'b' * bold}{'d' * dim}\x00{text}{_MARK}\x00"


def echo(text: str = "", *, err: bool = False) -> None:
    """Print one line."""
    _write(_defuse(_render(text, escape, err=err)) + "\n", err=err)


def echo_text(text: str, *, err: bool = False) -> None:
    """Print lines; the last one is ended."""
    lines = _render(text.removesuffix("\n"), escape_text, err=err).split("\n")
    _write("\n".join(map(_defuse, lines)) + "\n", err=err)


def echo_path(path: str) -> None:
    """Print a path for a shell to use: bytes that are not UTF-8 stay what they are where the output is no terminal."""
    _write(path_line(path))


def path_line(path: str) -> str:
    """Return the line that `echo_path` prints."""
    if path.startswith(("::", "##[")):
        path = f"./{path}"
    visible = escape(path)
    if not is_terminal() and visible != path:
        visible = "".join(char if "\udc80" <= char <= "\udcff" else escape(char) for char in path)
    return visible + "\n"


def echo_lines(lines: str) -> None:
    """Print lines that `path_line` made."""
    _write(lines)


def echo_data(text: str) -> None:
    """Print what a program reads, such as SARIF or CSV: no character that steers a terminal, otherwise unchanged."""
    _write("\r\n".join(map(escape_text, text.split("\r\n"))))


def echo_raw(data: bytes) -> None:
    """Print bytes as they are; on a terminal, as text without characters that steer it."""
    if is_terminal():
        _write(escape_text(decode(data)))
    elif sys.stdout is None:
        _write("")
    else:
        _attempt(lambda: (sys.stdout.flush(), sys.stdout.buffer.write(data), sys.stdout.flush()))


def print_json(value: Any, *, is_readable: bool = False) -> None:
    """Print one JSON value: indented on a terminal; with letters of every script and indented where *is_readable*."""
    import json

    if is_readable:
        from records.text.data_text import readable_json

        _write(readable_json(value) + "\n")
    else:
        _write(json.dumps(value, indent=2 if is_terminal() else None) + "\n")


def say(text: str) -> None:
    """Print a message for people on standard error."""
    _say("", text)


def echo_prompt(text: str) -> None:
    """Print a question on standard error; the answer follows on the same line."""
    _write(_defuse(_render(text, escape)), err=True)


def note(text: str) -> None:
    """Print a note for people on standard error."""
    _say("note: ", text, fg="cyan")


def _say(label: str, text: str, **label_style: Any) -> None:
    """Print a label and a text on standard error, wrapped where that is a terminal.

    A secret that was typed is not repeated.
    """
    if _repeats_typed(text):
        text = hide_typed_secrets(text)
    lines = [text]
    if is_terminal(sys.stderr):
        lines = wrap(text, terminal_width(sys.stderr), len(label))
    for number, line in enumerate(lines):
        echo((style(label, **label_style) if label and not number else "") + line, err=True)


def wrap(text: str, columns: int, offset: int, indent: int | None = None) -> list[str]:
    """Return a text in lines of so many columns, broken between words; further lines are indented.

    Args:
        text: one line, perhaps with styles.
        columns: how wide a line is.
        offset: the columns that are taken on the first line.
        indent: of further lines; by default as far as the first one, or two more than that begins with.
    """
    if offset + _width(text) < columns:
        return [text]
    lead = text[: len(text) - len(text.lstrip())]
    margin = " " * ((offset or len(lead) + 2) if indent is None else indent)
    lines, line, taken = [], lead, offset + len(lead)
    for word in text.strip().split(" "):
        gap = " " if line.strip() else ""
        if gap and taken + 1 + _width(word) >= columns:
            lines.append(line.rstrip())
            line, taken, gap = margin, len(margin), ""
        line += gap + word
        taken += len(gap) + _width(word)
    return [*lines, line]


def _width(text: str) -> int:
    """Return how many columns a text takes, its styles left out."""
    before, *rest = text.split(_MARK)
    return width_of(before + "".join(piece.partition("\x00")[2] for piece in rest))


def echo_wrapped(text: str) -> None:
    """Print one line of words; on a terminal that is too narrow for it as several, broken between words."""
    for line in wrap(text, terminal_width(), 0) if is_terminal() else [text]:
        echo(line)


def print_error(error: RecordsError) -> None:
    """Print what went wrong and what to do next; a secret that was typed is not repeated."""
    _say("error: ", hide_typed_secrets(error.message), fg="red", bold=True)
    if error.hint:
        _say("hint: ", hide_typed_secrets(error.hint), fg="cyan")


def _repeats_typed(text: str) -> bool:
    """Return whether a text repeats something of the command line that may be a secret."""
    return any(
        len(piece) >= _SHORTEST_TYPED and piece in text
        for word in sys.argv[1:]
        for piece in word.replace("=", "/").split("/")
    )


def hide_typed_secrets(text: str) -> str:
    """Return a message without the secrets that it repeats; as it is where the rules cannot be read any more."""
    try:
        from records.secrets.redactor import without_secrets

        return without_secrets(text)
    except (OSError, ImportError, MemoryError):  # no file can be opened, and that is what the message says
        return text


def print_usage_error(error: ClickException) -> None:
    """Print how a command is used, and what was wrong with a command line; a secret that was typed is not repeated."""
    context = getattr(error, "ctx", None)
    if context is not None:
        echo_text(context.get_usage(), err=True)
        names = context.help_option_names
        if context.command.get_help_option(context) is not None:
            echo(f"Try '{context.command_path} {names[0]}' for help.", err=True)
            echo(err=True)
    echo_text(hide_typed_secrets(f"Error: {error.format_message()}"), err=True)


def _render(text: str, escaping: Any, *, err: bool = False) -> str:
    """Return the text with everything escaped; styles become escape sequences on a terminal and vanish elsewhere."""
    if _MARK not in text:
        return str(escaping(text))
    is_coloured = _has_colours(sys.stderr if err else sys.stdout)
    before, *rest = text.split(_MARK)
    parts = [escaping(before)]
    for piece in rest:  # `COLOUR,EFFECTS NUL TEXT` begins a style, `NUL TEXT` ends it
        mark, _, inner = piece.partition("\x00")
        colour, comma, effects = mark.partition(",")
        if comma and is_coloured:
            parts.append(_sgr(escaping(inner), colour, bold="b" in effects or None, dim="d" in effects))
        else:
            parts.append(escaping(inner))
    return "".join(parts)


def _sgr(text: str, colour: str | None, *, bold: bool | None = None, dim: bool = False) -> str:
    """Return a text between the escape sequences of its colour and effects."""
    start = f"\x1b[{_FOREGROUND[colour]}m" if colour else ""
    start += "" if bold is None else f"\x1b[{1 if bold else 22}m"
    return f"{start}{chr(27) + '[2m' if dim else ''}{text}\x1b[0m"


def _defuse(line: str) -> str:
    """Return the line so that no CI service takes it for a command."""
    if not _is_command(line):
        return line
    words = line.lstrip()
    return f"{line[: len(line) - len(words)]}\\x{ord(words[0]):02x}{words[1:]}"


def _is_command(line: str) -> bool:
    words = line.lstrip()
    if words.startswith("::"):
        return words[2:3].isascii() and words[2:3].isalpha()
    return words.startswith(_COMMANDS)


_captured: io.StringIO | None = None


class capture_output:  # noqa: N801 — used as a function; `contextlib` would have to be imported
    """Collect what is printed to standard output, escaped and coloured; it is printed where an error ends the block."""

    def __enter__(self) -> io.StringIO:
        """Begin to collect, and return what will be collected."""
        global _captured
        _captured = self._text = io.StringIO()
        return self._text

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Print again as usual."""
        global _captured
        _captured = None
        if kind is not None:
            print_captured(self._text.getvalue())


def print_captured(text: str) -> None:
    """Print what `capture_output` has collected."""
    _write(text)


def _write(text: str, *, err: bool = False) -> None:
    if not err and _captured is not None:
        _captured.write(text)
        return
    if not err and sys.stdout is None:
        raise OutputError("standard output is closed")
    _attempt(lambda: _write_to(sys.stderr if err else sys.stdout, text))


def _write_to(stream: IO[str], text: str) -> None:
    if sys.platform == "win32" or _has_wrong_encoding(stream):
        import click

        click.echo(text, nl=False, file=None if stream is sys.stdout else stream, err=stream is sys.stderr)
        return
    stream.write(text)
    stream.flush()


def _has_wrong_encoding(stream: IO[str]) -> bool:
    """Return whether a stream is said to be ASCII; click writes UTF-8 to such a one."""
    return (getattr(stream, "encoding", None) or "ascii").lower().replace("_", "-") in (
        "ascii",
        "us-ascii",
        "646",
    )


def _attempt(write: Any) -> None:
    """Write, and say in one line why that failed."""
    try:
        write()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.strerror or str(error)) from error


def discard_output(stream: IO[str] | None = None) -> None:
    """Keep Python from writing what is still buffered for standard output, or *stream*, once more when it ends."""
    stream = stream or sys.stdout
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def terminal_width(stream: IO[str] | None = None) -> int:
    """Return the columns that standard output, or another stream, has; a wide default where it is no terminal."""
    if not is_terminal(stream):
        return 1000
    try:
        return int(os.environ.get("COLUMNS", "")) or 100
    except ValueError:
        pass
    try:
        return os.get_terminal_size((stream or sys.__stdout__ or sys.stderr).fileno()).columns or 100
    except (OSError, ValueError):
        return 100


def echo_stored(text: str) -> bool:
    """Print lines that `table` printed earlier; False, and nothing printed, where they hold what it never prints."""
    pieces = range(0, len(text), _PIECE)
    if not all(_is_plain(text[start : start + _PIECE]) for start in pieces) or any(
        sign in text and any(map(_is_command, text.split("\n"))) for sign in _COMMANDS
    ):
        return False
    for start in pieces:  # the whole once more would be most of what the process needs
        _write(text[start : start + _PIECE])
    return True


def _is_plain(text: str) -> bool:
    return text.replace("\n", "").replace("\t", "").isprintable()


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, flexible: int, colour_column: int = -1
) -> str:
    """Print rows under a head, columns aligned; the flexible column gives way on a narrow terminal.

    Args:
        head: the names of the columns; left out where the output is no terminal.
        rows: texts.
        flexible: index of the column that is cut to fit.
        colour_column: index of the column whose word is coloured.

    Returns:
        what was printed where the output is no terminal; else an empty string.
    """
    lines = [tuple(text if text.isprintable() else escape(text) for text in row) for row in rows]
    if not lines:
        return ""
    if not is_terminal():
        text = "".join(f"{_defuse(line)}\n" for line in align(lines))
        _write(text)
        return text
    is_coloured = _has_colours(sys.stdout)
    all_lines = [tuple(head), *lines]
    widths = fit(
        [max(map(width_of, column)) for column in zip(*all_lines, strict=True)], flexible, terminal_width()
    )
    out = []
    for number, row in enumerate(all_lines):
        cells = []
        for index, text in enumerate(row):
            if (
                index == 0 and width_of(text) > widths[0]
            ):  # what a person will type stays whole, on its own line
                out.append(shorten(text, terminal_width()))
                text = ""
            cell = pad(shorten(text, widths[index]), widths[index])
            if is_coloured and number == 0:
                cell = _sgr(cell, None, bold=True)
            elif is_coloured and index == colour_column and text in COLOURS:
                cell = _sgr(cell, COLOURS[text])
            cells.append(cell)
        out.append("  ".join(cells).rstrip())
    _write("\n".join(out) + "\n")
    return ""
