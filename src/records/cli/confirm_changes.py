"""Show planned changes to files of other programs, and ask a person whether to make them."""

from __future__ import annotations

import click

from records.cli.inputs import ask_line, is_interactive
from records.cli.output import echo_text, say
from records.errors import InvalidInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.install.file_change import FileChange


def confirm_changes(changes: Sequence[FileChange], question: str, *, yes: bool, dry_run: bool) -> bool:
    """Show the changes and return whether a person agrees to them: a summary, and the whole diff on request.

    A dry run prints the diff on standard output and answers no.

    Raises:
        UsageError: nobody can be asked, and *yes* is not given.
    """
    if changes and not yes and not dry_run and not is_interactive():
        raise click.UsageError("this changes files: add --yes to agree, or --dry-run to look first")
    if dry_run:
        _print_diff(changes, err=False)
        return False
    for change in changes:
        say(f"  {change.summary()}")
    if yes or not changes:
        return True
    while True:
        answer = ask_line(f"{question} [Y]es, [n]o, [d]iff", default="", check=_answer)
        if answer == "n":
            say("nothing was changed")
        if answer != "d":
            return answer == "y"
        _print_diff(changes, err=True)


def _answer(text: str) -> str:
    first = text.lower() or "y"
    if first not in ("y", "yes", "n", "no", "d", "diff"):
        raise InvalidInput(f"{text!r} is no answer", "y, n or d")
    return first[0]


def _print_diff(changes: Sequence[FileChange], *, err: bool) -> None:
    for change in changes:
        echo_text(change.diff(), err=err)
