"""Show planned changes to files of other programs, and ask a person whether to make them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from records.cli.output import echo_text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.install.file_change import FileChange


def is_interactive() -> bool:
    """Return whether a person can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm_changes(changes: Sequence[FileChange], question: str, *, yes: bool, dry_run: bool) -> bool:
    """Show the changes and return whether to make them: a summary, and the whole diff on request.

    A dry run prints the diff on standard output and answers no.
    """
    if dry_run:
        _print_diff(changes, err=False)
        return False
    for change in changes:
        say(f"  {change.summary()}")
    if yes or not changes:
        return True
    while True:
        answer = click.prompt(
            f"{question} [Y]es, [n]o, [d]iff",
            default="y",
            show_default=False,
            err=True,
            type=click.Choice(["y", "yes", "n", "no", "d", "diff"], case_sensitive=False),
            show_choices=False,
        ).lower()
        if not answer.startswith("d"):
            return bool(answer.startswith("y"))
        _print_diff(changes, err=True)


def _print_diff(changes: Sequence[FileChange], *, err: bool) -> None:
    for change in changes:
        echo_text(change.diff(), err=err)
