"""The `records` command and its one error boundary."""

from __future__ import annotations

import errno
import os
import sys

from records._version import __version__
from records.cli.candidates import VARIABLE, complete_without_click
from records.cli.fast import BROKEN_PIPE, run_without_click
from records.cli.output import (
    configure_streams,
    discard_output,
    echo_text,
    hide_typed_secrets,
    print_error,
    print_usage_error,
    say,
)
from records.errors import InvalidInput, OutputError, RecordsError

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    import click

DONE, PROBLEMS, COULD_NOT, BUG, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code.

    0 success, 1 problems found, 2 could not run, 3 internal error, 130 interrupted.
    """
    configure_streams()
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (KeyboardInterrupt, Exception, BaseExceptionGroup) as error:
        try:
            return _end(_error_of(error))
        except OutputError:  # the error cannot be printed either
            discard_output(sys.stderr)
            return COULD_NOT
    return code if isinstance(code, int) else DONE


def _end(error: BaseException) -> int:
    """Print an error as what it is, and return the exit code for it."""
    if isinstance(error, KeyboardInterrupt):
        say("interrupted")
        return INTERRUPTED
    encoding = sys.getfilesystemencoding()
    if isinstance(error, UnicodeEncodeError) and encoding != "utf-8":
        error = InvalidInput(
            f"the encoding of this locale, {encoding}, lacks a character of a file's name",
            "set LC_ALL=C.UTF-8",
        )
    if isinstance(error, RecordsError):
        if isinstance(error, OutputError):
            discard_output()
        print_error(error)
        return COULD_NOT
    if isinstance(error, BrokenPipeError):
        discard_output()
        return BROKEN_PIPE
    if isinstance(error, (OSError, MemoryError, sqlite3_error())):
        print_error(_environment_error(error))
        return COULD_NOT
    if isinstance(error, OverflowError) and not _has_time():
        print_error(
            RecordsError("the clock of this machine is set to a time after the year 2262", "set it right")
        )
        return COULD_NOT
    code = _from_click(error)
    return _save_bug(error) if code is None else code


def _error_of(error: BaseException) -> BaseException:
    """Return the error that a group stands for: an interrupt in it, else its first, unless one of them is a fault."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    inner = [_error_of(part) for part in error.exceptions]
    interrupts = [part for part in inner if isinstance(part, KeyboardInterrupt)]
    expected = (RecordsError, OSError, MemoryError, sqlite3_error())
    faults = [part for part in inner if not isinstance(part, expected)]
    representative: BaseException = (*interrupts, *([error] if faults else inner))[0]
    return representative


def _run(words: list[str]) -> object:
    """Run a command line without click where that is possible, else with it."""
    if VARIABLE in os.environ:
        if complete_without_click():
            return DONE
        import records.cli.completion  # noqa: F401 — adds a shell to those that click knows
    elif (code := run_without_click(words)) is not None:
        return code
    from records.cli.root import cli

    if len(words) > 1 and words[0] in ("-h", "--help") and not words[1].startswith("-"):
        words = ["help", *words[1:]]  # `records --help why`, as git takes it
    return cli.main(words, prog_name="records", standalone_mode=False)


def _from_click(error: BaseException) -> int | None:
    """Return the exit code for an error by which click refuses a command line, which is printed; None for others."""
    click = sys.modules.get("click")
    if click is None:
        return None
    if isinstance(error, click.exceptions.NoArgsIsHelpError):  # a group alone: its message is the help
        echo_text(error.format_message(), err=True)
        return COULD_NOT
    if isinstance(error, click.NoSuchOption) and error.ctx:
        error = _with_meant_option(error, error.ctx)
    if isinstance(error, click.MissingParameter) and error.ctx:
        error = _with_example(error, error.ctx.command.help or "")
    if isinstance(error, click.ClickException):
        print_usage_error(error)
        return COULD_NOT
    if isinstance(error, click.Abort):
        say("interrupted")
        return INTERRUPTED
    return None


def _with_meant_option(error: click.NoSuchOption, context: click.Context) -> click.UsageError:
    """Return an error about an option that does not exist with what was probably meant."""
    import click

    from records.cli.other_names import explain_option, explain_place

    parameters = context.command.params
    options = [flag for item in parameters for flag in item.opts if flag.startswith("-")]
    arguments = [item.make_metavar(context) for item in parameters if isinstance(item, click.Argument)]
    group = " ".join(context.command_path.split()[1:])
    meant = explain_option(error.option_name, options)
    answer = f"Did you mean {meant[0]!r}?" if meant else ""
    answer = answer or explain_place(error.option_name, group, arguments, options)
    return click.UsageError(f"No such option {error.option_name!r}. {answer}", context) if answer else error


def _with_example(error: click.MissingParameter, help_text: str) -> click.UsageError:
    """Return an error about a word that is missing with the first example of the command's help."""
    import click

    examples = (line.strip() for line in help_text.splitlines())
    example = next((line for line in examples if line.startswith("records ")), "")
    message = " ".join(error.format_message().split())
    return click.UsageError(f"{message.rstrip('.')}. Example: {example}" if example else message, error.ctx)


def sqlite3_error() -> type[Exception]:
    """Return the class of SQLite's errors where SQLite is in use, else one that nothing raises."""
    module = sys.modules.get("sqlite3")
    return module.Error if module else _NeverRaised


class _NeverRaised(Exception):
    """Stands for the errors of a module that is not loaded."""


def _environment_error(error: BaseException) -> RecordsError:
    """Return what the machine refused, as an error with a hint."""
    if isinstance(error, MemoryError):
        return RecordsError("out of memory", "close other programs, or name fewer files")
    if not isinstance(error, OSError):
        return RecordsError(
            f"a database of records cannot be used: {error}",
            "is the disk full or read-only? records capture doctor",
        )
    try:
        os.getcwd()
    except OSError:
        return RecordsError(
            "the current directory no longer exists", "change to a directory that does, or use -C DIR"
        )
    names = [
        os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, (str, bytes))
    ]
    reason = error.strerror or str(error)
    hints = {
        errno.EMFILE: "raise the limit: ulimit -n 256",
        errno.ENOSPC: "free some space and repeat the command",
    }
    return RecordsError(
        f"{' and '.join(names)}: {reason}" if names else reason,
        hints.get(error.errno or 0, "check the path, its permissions and the disk"),
    )


def _has_time() -> bool:
    """Return whether Python can tell the time: as nanoseconds in 64 bits, it ends in the year 2262."""
    import time

    try:
        time.time_ns()
    except OverflowError:
        return False
    return True


def _save_bug(error: BaseException) -> int:
    import tempfile
    import traceback

    say(hide_typed_secrets(f"error: this is a bug in records: {type(error).__name__}: {error}"))
    try:
        with tempfile.NamedTemporaryFile(
            "w",
            prefix="records-bug-",
            suffix=".txt",
            delete=False,
            encoding="utf-8",
            errors="backslashreplace",
        ) as file:
            file.write(f"records {__version__} · Python {sys.version}\n")
            file.write(hide_typed_secrets("".join(traceback.format_exception(error))))
    except OSError:
        say("hint: please report it; the details could not be saved")
    else:
        say(f"hint: please report it with the file {file.name}")
    return BUG
