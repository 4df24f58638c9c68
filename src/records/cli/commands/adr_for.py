"""`records adr for`."""

from __future__ import annotations

from records.cli.central import note_central_problems
from records.cli.invocation import project_at
from records.cli.notes import note_how_to_tie, note_missing_files, note_unread_decisions
from records.cli.output import COLOURS, echo, echo_wrapped, note, print_json, say, style
from records.cli.paths import code_location, path_from_here, path_from_root
from records.cli.spec import AT, JSON, Parameter, UsageError, command
from records.dataclass import replace
from records.model.record import Adr
from records.project.central_decision import CentralAdr
from records.text.plural import counted
from records.trace.governs.asking import decisions_for, decisions_for_diff

_MOST_WEAK = 6
"""Decisions that may only be related that are printed at most."""
TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from records.project.project import Project
    from records.trace.governs.asking import Report
    from records.trace.governs.bonds import Bond


@command(
    "for",
    Parameter("paths", multiple=True, metavar="PATH…"),
    Parameter(
        "revision", "--diff", metavar="REV", help="The change against REV, or A..B; deleted files count."
    ),
    Parameter("strict", "--strict", is_flag=True, help="Exit 1 if the change removes what a decision names."),
    AT,
    JSON,
)
def adr_for(
    *, paths: tuple[str, ...], revision: str | None, strict: bool, at: str | None, as_json: bool
) -> int:
    r"""List the accepted decisions that apply to files, folders, or a change.

    A decision states the code that it governs with globs (affects: ["src/db/**"]); code states it with @adr 12 in a
    comment. Renames of files are followed. Decisions that only mention a file in their text, or that a comment cites,
    are listed last.

    \b
    Examples:
      records adr for src/db/pool.py
      records adr for --diff origin/main
      records adr for --diff v1.0..HEAD --json
    """
    if bool(paths) == bool(revision):
        raise UsageError("Name files or folders, or a change with --diff REV.")
    if revision and at:
        raise UsageError("--diff names its own revisions: leave --at out.")
    project = project_at(at)
    note_central_problems(project)
    if revision:
        report = decisions_for_diff(project, revision)
    else:
        files = [path_from_root(project, code_location(path).path) for path in paths]
        report = decisions_for(project, files)
        if not at:
            note_missing_files(project, files)
    if as_json:
        print_json(report.as_json())
    else:
        _list_decisions(project, report)
        for missing in report.broken:
            note(f"{missing.path} is removed, and {missing.record.ref} names it: {missing.reason}")
        _sum_up(report, revision)
        if not report.records:
            if paths and report.files:
                note_how_to_tie(project, report.files[0].path)
            note_unread_decisions(project)
    return int(strict and bool(report.broken))


def _list_decisions(project: Project, report: Report) -> None:
    """Print the decisions with what ties them to the files; of those that may only be related, the first few."""
    bonds: dict[str, list[Bond]] = {}
    for file in report.files:
        for bond in file.bonds:
            is_former = bond.path in file.former
            place = path_from_here(project, bond.path)
            place += f", now {path_from_here(project, file.path)}" if is_former else ""
            bonds.setdefault(bond.record.key, []).append(replace(bond, path=place))
    weak = 0
    for record in report.records:
        ties = bonds.get(record.key, [])
        weak += bool(ties) and all(bond.is_weak for bond in ties)
        if weak <= _MOST_WEAK or not all(bond.is_weak for bond in ties):
            _tell(project, record, ties)
    if weak > _MOST_WEAK:
        note(f"{counted(weak - _MOST_WEAK, 'more decision')} may be related: --json lists them")


def _tell(project: Project, record: Adr, bonds: list[Bond]) -> None:

    state = record.status or "no status"
    state_text = style(state, fg=COLOURS.get(state))
    echo_wrapped(f"{style(record.ref, bold=True)}  {record.title} ({state_text})")
    places: dict[str, list[str]] = {}
    for bond in bonds:
        words = {
            "prompt": f"prompted by {bond.detail}",
            "text": f"may be related: names `{bond.detail}` in its text",
        }
        if bond.how == "citation":
            detail = f"may be related: {bond.detail} is cited in line {bond.line}"
        else:
            detail = f"{bond.detail} in line {bond.line}" if bond.line else words.get(bond.how, bond.detail)
        if bond.predecessor:
            detail += f" ({bond.predecessor.ref} was superseded)"
        places.setdefault("the whole repository" if detail == "**" else detail, []).append(bond.path)
    for detail, matches in places.items():
        more = f" and {len(matches) - 3} more" if len(matches) > 3 else ""
        echo_wrapped(f"    {detail}: {', '.join(dict.fromkeys(matches[:3]))}{more}")
    path = record.path
    place = f"{record.place}: {path}" if isinstance(record, CentralAdr) else path_from_here(project, path)
    echo(f"    {style(place, dim=True)}")


def _sum_up(report: Report, revision: str | None) -> None:

    free = [file.path for file in report.files if not file.bonds]
    if not report.records:
        note("no accepted decision governs this" if report.files else "nothing has changed")
    elif revision:
        say(f"{counted(len(report.files), 'file')} changed, {len(free)} of them governed by no decision")
