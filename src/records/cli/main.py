"""The `records` command and its one error boundary."""

from __future__ import annotations

import os
import sys

import click

from records._version import __version__
from records.cli.lazy import LazyGroup
from records.errors import RecordsError

DONE, PROBLEMS, COULD_NOT, BUG, INTERRUPTED = 0, 1, 2, 3, 130


@click.group(cls=LazyGroup, path="", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="records")
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


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code.

    0 done, 1 done and problems were found, 2 could not be done, 3 a bug of ours, 130 interrupted.
    """
    _keep_bytes()
    if "_RECORDS_COMPLETE" in os.environ:
        import records.cli.completion  # noqa: F401 — teaches click a shell more
    try:
        code = cli.main(arguments, prog_name="records", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return COULD_NOT
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except RecordsError as error:
        _tell(error)
        return COULD_NOT
    except BrokenPipeError:
        _close_quietly()
        return DONE
    except Exception as error:
        return _save_bug(error)
    return code if isinstance(code, int) else DONE


def _keep_bytes() -> None:
    """Let paths and texts that are not UTF-8 pass through the standard streams as the bytes they are."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="surrogateescape")


def _tell(error: RecordsError) -> None:
    click.echo(click.style("error: ", fg="red", bold=True) + error.message, err=True)
    if error.hint:
        click.echo(click.style("hint: ", fg="cyan") + error.hint, err=True)


def _close_quietly() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _save_bug(error: Exception) -> int:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="records-bug-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"records {__version__} · Python {sys.version}\n")
        file.write("".join(traceback.format_exception(error)))
    click.echo(f"error: this is a bug in records: {type(error).__name__}: {error}", err=True)
    click.echo(f"hint: please report it with the file {file.name}", err=True)
    return BUG
