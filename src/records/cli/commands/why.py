"""`records why`."""

from __future__ import annotations

import os
from contextlib import suppress

from records.cli.columns import shorten
from records.cli.invocation import project_at
from records.cli.notes import note_how_to_tie, note_unread_decisions
from records.cli.output import COLOURS, echo, echo_wrapped, note, print_json, style, terminal_width
from records.cli.paths import code_location, path_from_here, path_from_root
from records.cli.spec import AT, JSON, Parameter, UsageError, command
from records.errors import InvalidInput, NotFound, RecordsError
from records.git.location import find_location
from records.git.refs import commit_ids
from records.history.body_sections import decision_of
from records.model.file_name import is_other_markup
from records.model.link import relation_text
from records.model.record import Phr
from records.project.catalog import Catalog, prompt_of
from records.site.excerpt import to_plain
from records.text.plural import counted
from records.trace.why import annotate
from records.trace.why import why as explain

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from records.model.code_location import CodeLocation
    from records.project.project import Project
    from records.trace.answers import CommitLines
    from records.trace.why import Answer, Evidence

_QUOTED = 300  # characters of a prompt or decision that are quoted at most
_FILE_STEPS = ("governs", "files")
_RELATED_STEPS = ("merge", "mention", "names", "subject")


@command(
    "why",
    Parameter("place", metavar="PATH[:LINE[-LINE]]"),
    Parameter("commit", "--commit", metavar="REV", help="A commit: its prompts, and what differs from them."),
    Parameter("whole", "--all", is_flag=True, help="The whole file, each line with the record behind it."),
    AT,
    JSON,
    suggest=lambda words, values: _suggest_place(words, values["place"]),
)
def why(*, place: str | None, commit: str | None, whole: bool, at: str | None, as_json: bool) -> None:
    r"""Explain why a line of code is the way it is: its commit, and the prompts and decisions behind it.

    Each record is listed with its evidence, the strongest first; records that may only be related come last.

    \b
    Examples:
      records why src/login.py:12
      records why src/login.py:12-20 --json
      records why --all src/login.py
      records why --commit HEAD
    """
    if (place is None) == (commit is None):
        raise UsageError("name a place, PATH[:LINE[-LINE]], or a commit, --commit REV")
    project = project_at(at)
    if place is None:
        _explain_commit(project, commit or "", as_json=as_json)
        return
    path, first, last = _parse_location(project, place)
    if project.location is None:
        _refuse_other_repository(project, path, place)
    if whole:
        _annotate(project, path, as_json=as_json)
        return
    try:
        answer = explain(project, path, first, last)
    except NotFound:
        _refuse_record(project, place)
        _refuse_commit(project, place)
        raise
    if as_json:
        print_json(answer.as_json())
    else:
        _print_answer(project, answer)


def _suggest_place(words: list[str], place: str | None) -> str:
    """Return the command line for line numbers that are given as words of their own."""
    lines = [line for word in words for line in word.split("-")]
    are_lines = len(lines) <= 2 and all(line.isdecimal() for line in lines)
    if place is None or not are_lines or code_location(place).first:
        return ""
    import shlex

    return shlex.join(["records", "why", f"{place}:{'-'.join(lines)}"])


def _refuse_record(project: Project, place: str) -> None:
    """Refuse the reference of a record where a file is to be named.

    Raises:
        NotFound: it names a record.
    """
    if Catalog(project.store.scan()).graph.references.matches(place):
        raise NotFound(f"{place} is a record, not a file", f"records show {place}")


def _refuse_commit(project: Project, place: str) -> None:
    """Refuse a commit where a file is to be named.

    Raises:
        NotFound: it names a commit.
    """
    git = project.git()
    if git is not None and not place.startswith("-") and commit_ids(git, [place])[0]:
        raise NotFound(f"{place} is a commit, not a file", f"records why --commit {place}")


def _refuse_other_repository(project: Project, path: str, place: str) -> None:
    """Refuse a file of a repository below a folder that is in none: its lines are known to that repository.

    Raises:
        InvalidInput: the file lies in one.
    """
    full = os.path.join(project.root, path)
    location = find_location(os.path.dirname(full)) if os.path.isfile(full) else None
    if location is not None:
        inner = os.path.relpath(full, location.root).replace(os.sep, "/")
        lines = place.removeprefix(code_location(place).path)
        folder = path_from_here(project, os.path.relpath(location.root, project.root).replace(os.sep, "/"))
        raise InvalidInput(
            f"{path} lies in the repository {folder}", f"records -C {folder} why {inner}{lines}"
        )


def _explain_commit(project: Project, revision: str, *, as_json: bool) -> None:
    """Print a commit, the prompts recorded for it, and what differs from them."""
    from records.trace.requested.change import explain_commit  # most answers of why need none of it

    explained = explain_commit(project, revision)
    if as_json:
        print_json(explained.as_json())
        return
    commit = explained.commit
    echo(f"{style(commit.id[:10], bold=True)}  {commit.subject}")
    echo(f"  {commit.date[:10]}  {commit.author}")
    for record in explained.prompts:
        echo(f"  {style(record.ref, bold=True)}  {record.title}")
    for gap in explained.gaps:
        echo(f"  {gap.path}:{gap.line}: {gap.describe()}")
        echo("      " + shorten(f"“{gap.quote}”", terminal_width() - 6))
    if not explained.prompts:
        note("no prompt record belongs to this commit")


def _parse_location(project: Project, place: str) -> CodeLocation:
    try:
        location = code_location(place).checked()
    except InvalidInput as error:
        raise UsageError(error.message, "PATH:LINE-LINE") from error
    path = path_from_root(project, location.path)
    is_here = os.path.lexists(os.path.join(project.root, path))
    if not is_here and os.path.lexists(os.path.join(project.root, location.path)):
        path = location.path  # from the root, as git and our own JSON print it
    return location._replace(path=path)


def _print_answer(project: Project, answer: Answer) -> None:

    place = path_from_here(project, answer.path) + (f":{answer.first}" if answer.first else "")
    place += f"-{answer.last}" if answer.last and answer.last != answer.first else ""
    echo(style(place, bold=True))
    record = next((record for record in project.store.scan() if record.path == answer.path), None)
    if record:
        echo(f"  this file is {record.ref}: records show {record.ref}")
    for text in answer.text:
        echo(f"  │ {text}")
    for story in answer.stories[:6]:
        echo_wrapped("  " + _commit_line(story.as_json(), many=len(answer.stories) > 1))
    if len(answer.stories) > 6:
        echo(f"  … and {counted(len(answer.stories) - 6, 'more commit')}")
    related = _of_steps(answer, *_RELATED_STEPS)
    of_file = _of_steps(answer, *_FILE_STEPS)
    direct = [
        item for item in answer.evidence if item.is_on_lines or (item not in related and item not in of_file)
    ]
    if answer.first and not direct and answer.evidence:
        place = "this line" if answer.first == answer.last else "these lines"
        echo()
        echo(f"  No record explains {place}." + (" Related to the file:" if of_file else ""))
    of_code = _of_steps(answer, "governs") if direct else of_file
    for item in [*direct, *(item for item in of_code if item not in direct)]:
        _print_evidence(project, item)
    _list_also(_of_steps(answer, "files") if direct else [])
    _list_related(related)
    for text in answer.notes:
        note(text)
    if not answer.evidence and not record:
        note_how_to_tie(project, answer.path)
        note_unread_decisions(project)


def _of_steps(answer: Answer, *steps: str) -> list[Evidence]:
    return [item for item in answer.evidence if item.step in steps]


def _list_also(evidence: list[Evidence]) -> None:
    """Print evidence that says little on one line, after a blank line."""
    if evidence:
        echo()
        echo_wrapped(f"  also: {', '.join(f'{_name(item)} ({item.detail})' for item in evidence[:6])}")


def _list_related(evidence: list[Evidence]) -> None:
    """Print evidence of what may only be related, one a line with its title, after a blank line."""
    if evidence:
        echo()
        echo("  may be related:")
        for item in evidence[:6]:
            title = f"  {item.record.title}" if item.record else ""
            echo_wrapped(f"    {_name(item)}{title}: {item.detail}")


def _commit_line(story: CommitLines, *, many: bool) -> str:

    runs = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in story["lines"][:8])
    runs += ", …" if len(story["lines"]) > 8 else ""
    where = f"{'line' if runs.isdigit() else 'lines'} {runs}: " if many else ""
    if story["commit"] is None:
        return where + "not committed yet"
    day = story["date"][:10]
    return f"{where}written {day} by {story['author']} in {story['commit'][:10]}: {story['subject']}"


def _print_evidence(project: Project, evidence: Evidence) -> None:

    echo()
    if evidence.record is None:
        turn = evidence.turn
        if turn:
            echo(f"  a prompt to {turn.agent}, {turn.at[:10]}, not recorded as a PHR")
            echo(f"      {evidence.detail}")
            echo("      " + shorten(f"“{turn.prompt}”", terminal_width() - 6))
        return
    state = evidence.record.state
    shade = COLOURS.get(state or "")
    state_text = f" ({style(state, fg=shade)})" if state else ""
    echo_wrapped(f"  {style(evidence.record.ref, bold=True)}  {evidence.record.title}{state_text}")
    echo_wrapped(f"      {evidence.detail}")
    if words := _first_words(project, evidence):
        echo("      " + shorten(f"“{words}”", terminal_width() - 6))
    for step in evidence.followed:
        state = step.record.state or "no status"
        relation = relation_text(step.relation)
        source = "" if step.source.key == evidence.record.key else f"{step.source.ref} "
        echo_wrapped(f"      → {source}{relation} {step.record.ref} {step.record.title} ({state})")
    echo(f"      {style(path_from_here(project, evidence.record.path), dim=True)}")


def _first_words(project: Project, evidence: Evidence) -> str:
    """The first words of a prompt, or of what was decided, on one line."""
    record = evidence.record
    if isinstance(record, Phr):
        text = "" if evidence.step == "files" else prompt_of(project, record) or ""
        return " ".join(text.split())[:_QUOTED]
    if record is None or is_other_markup(record.path):
        return ""
    with suppress(RecordsError):
        return to_plain(decision_of(project.store.text(record.path), record.title), _QUOTED)
    return ""


def _name(evidence: Evidence) -> str:
    return evidence.record.ref if evidence.record else "a prompt"


def _annotate(project: Project, path: str, *, as_json: bool) -> None:

    rows = annotate(project, path)
    if as_json:
        print_json([
            {
                "line": line.number,
                "text": line.text,
                "commit": line.commit,
                "record": evidence.record.ref if evidence and evidence.record else None,
                "step": evidence.step if evidence else None,
            }
            for line, evidence in rows
        ])  # fmt: skip
        return
    names = [_name(evidence) if evidence else "" for _, evidence in rows]
    width = min(28, max(map(len, names), default=0))
    digits = len(str(len(rows)))
    for (line, _), name in zip(rows, names, strict=True):
        commit = (line.commit or "uncommitted")[:8]
        echo(f"{shorten(name, width):<{width}}  {commit:<8}  {line.number:>{digits}} │ {line.text}")
