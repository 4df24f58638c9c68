"""`records show`."""

from __future__ import annotations

import os

from records.cli.invocation import CURRENT, project_at
from records.cli.notes import note_unread_decisions
from records.cli.output import COLOURS, echo, echo_raw, is_terminal, note, print_json, style
from records.cli.paths import code_location, path_from_here
from records.cli.spec import AT, JSON, Parameter, command
from records.encoding import encode
from records.errors import NotFound

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from typing import Any

    from records.model.answer import RecordDetail
    from records.model.kind import Kind
    from records.project.catalog import Shown
    from records.project.project import Project
    from records.trace.status_history import StatusChange


_FACTS = ("status", "stage", "date", "feature", "labels", "files", "tests", "path")


_PARAMETERS = (
    Parameter("ref", required=True),
    JSON,
    AT,
    Parameter("history", "--history", is_flag=True, help="Show each change of status: date, author, commit."),
    Parameter("raw", "--raw", is_flag=True, help="Print the file as it is, byte for byte."),
)


@command("show", *_PARAMETERS, suggest=lambda words, values: _suggest_reference(words, values["ref"]))
def show(**options: Any) -> None:
    r"""Show one record: its facts, its links in both directions, and its text.

    REF is 7, ADR-7, general/0003, a path, a file name, or a part of one that only one record has.

    \b
    Examples:
      records show ADR-12
      records show general/0003 --json
      records show ADR-12 --at v1.2
      records show ADR-12 --history
    """
    _show(None, **options)


@command("show", *_PARAMETERS)
def adr_show(**options: Any) -> None:
    r"""Show one decision: a bare number is that of a decision.

    \b
    Example:
      records adr show 12
    """
    from records.model.kind import Kind

    _show(Kind.ADR, **options)


@command("show", *_PARAMETERS)
def phr_show(**options: Any) -> None:
    r"""Show one prompt record: a bare number is that of a prompt record.

    \b
    Example:
      records phr show general/0003
    """
    from records.model.kind import Kind

    _show(Kind.PHR, **options)


def _suggest_reference(words: list[str], kind: str) -> str:
    """Return the command line for a kind and a number that are given as two words."""
    is_kind = kind.casefold() in ("adr", "phr") and len(words) == 1
    return f"records {kind.casefold()} show {words[0]}" if is_kind else ""


def _show(kind: Kind | None, *, ref: str, at: str | None, history: bool, as_json: bool, raw: bool) -> None:
    """Print the record that a reference names among those of a kind."""
    from records.project.catalog import show as ask

    project = project_at(at)
    try:
        details = ask(project, ref, kind)
    except NotFound as error:
        note_unread_decisions(project)
        if os.path.isfile(os.path.join(CURRENT.directory, code_location(ref).path)):
            raise NotFound(error.message, f"it is a file: records why {ref}") from error
        raise
    changes: tuple[StatusChange, ...] = ()
    if history:
        from records.trace.status_history import status_history

        changes = status_history(project, details.record)
    if as_json:
        print_json(details.data | ({"history": [change.as_json() for change in changes]} if history else {}))
        return
    if not is_terminal():
        _print(project, details, changes, history=history, raw=raw)
        return
    from records.cli.user_programs import paged

    with paged():
        _print(project, details, changes, history=history, raw=raw)


def _print(
    project: Project, details: Shown, changes: tuple[StatusChange, ...], *, history: bool, raw: bool
) -> None:
    if history:
        boundaries = project.location.shallow_boundaries() if project.location else frozenset()
        _print_history(details, changes, boundaries)
    elif raw:
        echo_raw(encode(details.text))
    else:
        _print_record(project, details)


def _join_values(value: str | list[str]) -> str:
    return ", ".join(value) if isinstance(value, list) else value


def _print_record(project: Project, details: Shown) -> None:
    from records.model.link import relation_text

    data = details.data
    echo(style(f"{data['ref']}  {data['title']}", bold=True))
    values: dict[str, Any] = {**data, "path": path_from_here(project, data["path"])}
    rows = [(name, _join_values(values[name])) for name in _FACTS if values[name]]
    links = (*data["links"], *data["backlinks"])
    rows += [(relation_text(link["relation"]), link["target"]) for link in links]
    width = max(10, *(len(name) + 1 for name, _ in rows))
    for name, text in rows:
        shade = COLOURS.get(text) if name in ("status", "stage") else None
        echo(f"  {name + ':':<{width}} " + style(text, fg=shade))
    if not details.record.readable:
        echo(style(f"  cannot be read: {details.record.problem}", fg="red"))
    if data["repairs"]:
        echo(f"  repaired while reading: {', '.join(data['repairs'])}")
    body = _body(data).strip("\n")
    if body:
        from records.cli.markdown import echo_markdown

        echo()
        echo_markdown(body)


def _print_history(details: Shown, changes: tuple[StatusChange, ...], cut: frozenset[str]) -> None:

    echo(style(f"{details.record.ref}  {details.record.title}", bold=True))
    for change in changes:
        transition = change.after or "no status"
        if change.before or change is not changes[0]:
            transition = f"{change.before or 'no status'} → {transition}"
        summary = (
            f"{change.date[:10]}  {transition:<24}  {change.commit[:10]}  {change.author}: {change.subject}"
        )
        echo("  " + summary)
    if not changes:
        note(f"{details.record.path} is in no commit yet")
    elif changes[0].commit in cut:
        note("this clone is shallow: earlier changes are not known; git fetch --unshallow")


def _body(data: RecordDetail) -> str:
    return str(data["body"]).replace("\r\n", "\n")
