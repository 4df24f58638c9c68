"""The `records` command and its one error boundary."""

from __future__ import annotations

import errno
import os
import sys

import click

from records._version import __version__
from records.cli.lazy import LazyGroup
from records.cli.output import configure_streams, echo, print_error, print_usage_error, say
from records.errors import OutputError, RecordsError

DONE, PROBLEMS, COULD_NOT, BUG, INTERRUPTED = 0, 1, 2, 3, 130


@click.group(cls=LazyGroup, path="", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-V", "--version", is_flag=True, is_eager=True, expose_value=False, callback=lambda *given: _version(*given),
    help="Show the version, that of Python, and where records is installed.",
)  # fmt: skip
@click.option("-C", "directory", metavar="DIR", default=".", help="Run as if started in DIR.")
@click.option("--no-cache", is_flag=True, help="Read every file; do not use or write the cache.")
@click.pass_context
def cli(context: click.Context, directory: str, no_cache: bool) -> None:
    """Keep what was asked and why it was decided, in the repository, as Markdown.

    Example: records phr new --title "Fix login" --stage green --prompt-file prompt.txt
    """
    context.obj = {"directory": directory, "no_cache": no_cache}
    if context.invoked_subcommand != "capture":
        from records.hook import nudge

        context.call_on_close(lambda: nudge(directory))


def _version(context: click.Context, _: click.Parameter, is_requested: bool) -> None:
    if is_requested and not context.resilient_parsing:
        python = ".".join(map(str, sys.version_info[:3]))
        folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        echo(f"records {__version__} (Python {python}, {folder})")
        context.exit()


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code.

    0 success, 1 problems found, 2 could not run, 3 internal error, 130 interrupted.
    """
    configure_streams()
    if "_RECORDS_COMPLETE" in os.environ:
        import records.cli.completion  # noqa: F401 — adds a shell to those that click knows
    try:
        code = cli.main(arguments, prog_name="records", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.ClickException as error:
        print_usage_error(error)
        return COULD_NOT
    except (click.Abort, KeyboardInterrupt):
        say("interrupted")
        return INTERRUPTED
    except RecordsError as error:
        _discard_output(error)
        print_error(error)
        return COULD_NOT
    except BrokenPipeError:
        _discard_output()
        return DONE
    except (OSError, MemoryError, sqlite3_error()) as error:
        print_error(_environment_error(error))
        return COULD_NOT
    except Exception as error:
        return _save_bug(error)
    return code if isinstance(code, int) else DONE


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


def _discard_output(error: RecordsError | None = None) -> None:
    """Keep Python from writing what is still buffered once more when it ends."""
    if sys.stdout is not None and (error is None or isinstance(error, OutputError)):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _save_bug(error: Exception) -> int:
    import tempfile
    import traceback

    say(f"error: this is a bug in records: {type(error).__name__}: {error}")
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
            file.write("".join(traceback.format_exception(error)))
    except OSError:
        say("hint: please report it; the details could not be saved")
    else:
        say(f"hint: please report it with the file {file.name}")
    return BUG
