"""`records adr accept`, `reject`, `deprecate` and `supersede`."""

from __future__ import annotations

import shlex

import click

from records.cli.invocation import open_project
from records.cli.output import note, say
from records.cli.paths import echo_paths
from records.errors import NotFound
from records.history.set_status import set_status
from records.history.set_status import supersede as replace
from records.project.catalog import Catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.record import Record
    from records.project.project import Project, WorkTreeProject

_UNWRITTEN = frozenset({"ADR014", "ADR030"})
"""The rules on what a template leaves to its author."""
_MOST = 5


@click.command()
@click.argument("ref")
def accept(ref: str) -> None:
    r"""Accept a proposed decision.

    \b
    Example:
      records adr accept 12
    """
    project = open_project()
    _note_what_is_unwritten(project, _set_status(project, ref, "accepted"))


@click.command()
@click.argument("ref")
def reject(ref: str) -> None:
    r"""Reject a proposed decision; the record stays, so that the question is not asked again.

    \b
    Example:
      records adr reject 12
    """
    _set_status(open_project(), ref, "rejected")


@click.command()
@click.argument("ref")
def deprecate(ref: str) -> None:
    r"""Say that an accepted decision no longer holds and nothing takes its place.

    \b
    Example:
      records adr deprecate 7
    """
    _set_status(open_project(), ref, "deprecated")


@click.command()
@click.argument("old")
@click.argument("successor", required=False, metavar="[NEW]")
@click.option("--by", "new", metavar="REF", help="The decision that takes its place; instead of NEW.")
def supersede(old: str, successor: str | None, new: str | None) -> None:
    r"""Write on both decisions that one takes the place of the other.

    \b
    Example:
      records adr supersede 7 --by 14
    """
    if successor and new:
        raise click.UsageError("give NEW or --by REF, not both")
    if not (new := new or successor):
        raise click.UsageError(
            "missing: the decision that takes its place. Example: records adr supersede 7 --by 14"
        )
    project = open_project()
    try:
        change = replace(project, old, new)
    except NotFound as error:
        if " " not in new:
            raise
        raise NotFound(
            error.message,
            f"records adr new -s {shlex.join([old, *new.split()])}  records a decision that takes its place",
        ) from error
    echo_paths(project, change.changed)
    new_ref = Catalog(project.store.scan()).adr(new).ref
    say(
        f"{change.record.ref} is superseded by {new_ref}"
        if change.changed
        else f"{change.record.ref} was superseded by {new_ref} already"
    )
    for text in change.notes:
        note(text)


def _note_what_is_unwritten(project: Project, record: Record) -> None:
    """Name empty sections, the template's own text and open questions of a decision that is accepted now."""
    from records.check.engine import check_records

    report = check_records(project, [record.path], every=True)
    for item in [item for item in report.diagnostics if item.rule in _UNWRITTEN][:_MOST]:
        say(f"note: {item.path}:{item.line}: {item.message}")


def _set_status(project: WorkTreeProject, ref: str, status: str) -> Record:
    """Set the status and print what changed; returns the decision."""
    change = set_status(project, ref, status)
    echo_paths(project, change.changed)
    if change.changed:
        say(f"{change.record.ref}: {change.old or 'no status'} → {change.new}")
    else:
        say(f"{change.record.ref} is {change.new} already")
    for text in change.notes:
        note(text)
    return change.record
