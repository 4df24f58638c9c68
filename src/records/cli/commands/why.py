"""`records why`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from records.cli.options import at_option, json_option, path_from_root, project_at
from records.cli.output import COLOURS, echo, note, print_json, shorten, style, terminal_width
from records.model.record import Phr

if TYPE_CHECKING:
    from records.project.project import Project
    from records.trace.why import Answer, Evidence

_PLACE = re.compile(r"(.+?):(\d+)(?:[-,](\d+))?$")
_FILE_STEPS = ("governs", "files")
_RELATED_STEPS = ("merge", "names")


@click.command()
@click.argument("place", metavar="PATH[:LINE[-LINE]]")
@click.option("--all", "whole", is_flag=True, help="The whole file, each line with the record behind it.")
@at_option
@json_option
@click.pass_context
def why(context: click.Context, place: str, whole: bool, at: str | None, as_json: bool) -> None:
    r"""Explain why a line of code is the way it is: its commit, and the prompts and decisions behind it.

    Each record is listed with its evidence, the strongest first; records that may only be related come last.

    \b
    Examples:
      records why src/login.py:12
      records why src/login.py:12-20 --json
      records why --all src/login.py
    """
    from records.trace.why import why as ask

    project = project_at(context, at)
    path, first, last = _parsed(project, place)
    if whole:
        _annotated(project, path, as_json=as_json)
        return
    answer = ask(project, path, first, last)
    if as_json:
        print_json(answer.as_json())
    else:
        _print_answer(project, answer)


def _parsed(project: Project, place: str) -> tuple[str, int | None, int | None]:
    """PATH, PATH:LINE or PATH:LINE-LINE; a file whose name ends like that is meant first."""
    import os

    found = _PLACE.match(place)
    if not found or os.path.exists(place):
        return path_from_root(project, place), None, None
    first, last = int(found[2]), int(found[3] or found[2])
    if not first:
        raise click.BadParameter(f"{place!r}: lines count from 1", param_hint="PATH:LINE-LINE")
    if last < first:
        raise click.BadParameter(f"{place!r}: {last} comes before {first}", param_hint="PATH:LINE-LINE")
    return path_from_root(project, found[1]), first, last


def _print_answer(project: Project, answer: Answer) -> None:

    place = answer.path + (f":{answer.first}" if answer.first else "")
    place += f"-{answer.last}" if answer.last and answer.last != answer.first else ""
    echo(style(place, bold=True))
    for text in answer.text:
        echo(f"  │ {text}")
    for story in answer.stories[:6]:
        echo("  " + _written(story.as_json(), many=len(answer.stories) > 1))
    if len(answer.stories) > 6:
        echo(f"  … and {len(answer.stories) - 6} more commits")
    related = _of_steps(answer, *_RELATED_STEPS)
    of_file = _of_steps(answer, *_FILE_STEPS)
    direct = [item for item in answer.evidence if item not in related and item not in of_file]
    if answer.first and not direct and answer.evidence:
        place = "this line" if answer.first == answer.last else "these lines"
        echo()
        echo(f"  Nothing recorded for {place}." + (" Related to the file:" if of_file else ""))
    for item in [*direct, *(_of_steps(answer, "governs") if direct else of_file)]:
        _evidence(project, item)
    _list_briefly("also", _of_steps(answer, "files") if direct else [])
    _list_briefly("may be related", related)
    for text in answer.notes:
        note(text)


def _of_steps(answer: Answer, *steps: str) -> list[Evidence]:
    return [item for item in answer.evidence if item.step in steps]


def _list_briefly(label: str, evidence: list[Evidence]) -> None:
    """Print evidence that says little on one line, after a blank line."""
    if evidence:
        names = ", ".join(f"{_name(item)} ({item.detail})" for item in evidence[:6])
        echo()
        echo(f"  {label}: {names}")


def _written(story: dict[str, Any], *, many: bool) -> str:

    runs = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in story["lines"][:8])
    runs += ", …" if len(story["lines"]) > 8 else ""
    where = f"lines {runs}: " if many else ""
    if story["commit"] is None:
        return where + "not committed yet"
    day = story["date"][:10]
    return f"{where}written {day} by {story['author']} in {story['commit'][:10]}: {story['subject']}"


def _evidence(project: Project, one: Evidence) -> None:

    echo()
    if one.record is None:
        turn = one.turn
        if turn:
            echo(f"  a prompt to {turn.agent}, {turn.at[:10]}, not recorded as a PHR")
            echo(f"      {one.detail}")
            echo("      " + shorten(f"“{turn.prompt}”", terminal_width() - 6))
        return
    state = one.record.state
    shade = COLOURS.get(state or "")
    told = f" ({style(state, fg=shade)})" if state else ""
    echo(f"  {style(one.record.ref, bold=True)}  {one.record.title}{told}")
    echo(f"      {one.detail}")
    words = _asked(project, one)
    if words:
        echo("      " + shorten(f"“{words}”", terminal_width() - 6))
    for step in one.followed:
        state = step.record.state or "no status"
        relation = step.relation.replace("-", " ")
        source = "" if step.source.key == one.record.key else f"{step.source.ref} "
        echo(f"      → {source}{relation} {step.record.ref} {step.record.title} ({state})")
    echo(f"      {style(one.record.path, dim=True)}")


def _asked(project: Project, one: Evidence) -> str:
    """The first words of a prompt."""
    from records.project.catalog import prompt_of

    if one.record is None or not isinstance(one.record, Phr) or one.step == "files":
        return ""
    return " ".join((prompt_of(project, one.record) or "").split())[:300]


def _name(one: Evidence) -> str:
    return one.record.ref if one.record else "a prompt"


def _annotated(project: Project, path: str, *, as_json: bool) -> None:
    from records.trace.why import annotate

    rows = annotate(project, path)
    if as_json:
        print_json([
            {
                "line": line.number,
                "text": line.text,
                "commit": line.commit,
                "record": one.record.ref if one and one.record else None,
                "step": one.step if one else None,
            }
            for line, one in rows
        ])  # fmt: skip
        return
    names = [_name(one) if one else "" for _, one in rows]
    width = min(28, max(map(len, names), default=0))
    digits = len(str(len(rows)))
    for (line, _), name in zip(rows, names, strict=True):
        commit = (line.commit or "uncommitted")[:8]
        echo(f"{shorten(name, width):<{width}}  {commit:<8}  {line.number:>{digits}} │ {line.text}")
