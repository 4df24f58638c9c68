"""Write the PHR of a turn, once: an id in its front matter identifies it if the ledger is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import records.regex as re
from records.agents import registry
from records.capture import infer
from records.digest import sha256
from records.errors import EditError, InvalidInput
from records.history.finish_phr import completed_text
from records.history.new_phr import PhrSeries, create_phr
from records.history.prompt_feature import branch_feature
from records.model.drafts import PhrCompletion, PhrDraft
from records.model.file_name import parse_name
from records.model.kind import Kind
from records.model.turn import Turn, UtteranceKind
from records.regular_file import read_bytes
from records.text.document import Document

if TYPE_CHECKING:
    from records.project.project import Project, WorkTreeProject

_MARK = re.compile(r"^capture: *+\"?([^\"\n]++)\"? *$", re.M)
_OPEN_STATE = re.compile(r"^(state: *\"?)open(\"? *)$", re.M)
_MOST_TESTS = 20


def capture_id(turn: Turn) -> str:
    """Return the turn's id in its PHR's front matter: agent, session and turn."""
    return f"{label(turn.agent)}/{turn.session}/{turn.key}"


def label(agent: str) -> str:
    """Return the agent's name as records spell it."""
    return registry.AGENTS[agent].label if agent in registry.AGENTS else agent


def marks(project: Project) -> Iterator[tuple[str, str]]:
    """Yield the capture id and the path of every captured PHR in the work tree."""
    base = Path(project.root) / project.directory(Kind.PHR)
    for path in sorted(base.rglob("*.md")) if base.is_dir() else ():
        try:
            capture_id = mark_in(read_bytes(path, 16384).decode("utf-8", "replace"))
        except OSError:  # `records list` shows it
            continue
        if capture_id:
            yield capture_id, path.relative_to(project.root).as_posix()


def mark_in(text: str) -> str:
    """Return the capture id in the front matter of a record; empty for one that was not captured."""
    mark = _MARK.search(text.partition("\n---")[0] if text.startswith("---") else "")
    return mark.group(1).rstrip(" ") if mark else ""


def draft(turn: Turn, before: str) -> Any:
    """Return the PHR draft of a turn; *before* is the title of the turn before, for one that carries on."""
    prompt = turn.prompt
    command = prompt.text.split()[0] if prompt and prompt.kind == UtteranceKind.COMMAND else None
    return PhrDraft(
        title=infer.title(turn, before),
        stage=infer.stage(turn),
        prompt=infer.prompt_text(turn),
        response=turn.response or None,
        outcome=infer.outcome(turn),
        feature=branch_feature(turn.branch),
        files=turn.files,
        since=None,
        tests=tuple(infer.test_line(run) for run in turn.tests[:_MOST_TESTS]),
        model=turn.model or None,
        surface="agent",
        command=command,
        branch=turn.branch or None,
        date=turn.at[:10] or None,
        prompt_source="capture",
        extra=facts(turn),
    )


def facts(turn: Turn) -> dict[str, Any]:
    """Return the front matter that only a captured PHR has; what is not known is left out."""
    fields: dict[str, Any] = {
        "capture": capture_id(turn),
        "state": turn.state,
        "evidence": turn.evidence,
        "utterances": [f"{utterance.kind} {utterance.uid}" for utterance in turn.utterances],
        "models": list(turn.models) if len(turn.models) > 1 else [],
        "tokens": [f"{name} {count}" for name, count in sorted(turn.tokens.items())],
        "cost": f"{turn.cost:.4f} USD ({turn.cost_basis})" if turn.cost is not None else "",
        "head_before": turn.head_before,
        "head_after": turn.head_after,
        "commits": list(turn.commits),
        "files_ambiguous": list(turn.files_ambiguous),
        "files_human": list(turn.files_human),
        "subagents": list(turn.subagents),
    }
    return {name: value for name, value in fields.items() if value}


def write(project: WorkTreeProject, turn: Turn, before: str, series: PhrSeries) -> tuple[str, str]:
    """Write the turn's PHR; returns its path and the digest of its text.

    Raises:
        RecordsError: the text would not read back the same, or could not be written.
    """
    created = create_phr(project, draft(turn, before), series=series)
    return created.record.path, sha256(created.text)


def render(project: WorkTreeProject, turn: Turn, before: str, series: PhrSeries) -> tuple[str, str]:
    """Return the name and the text of the turn's PHR as it would be written now.

    Raises:
        RecordsError: the text would not read back the same.
    """
    created = create_phr(project, draft(turn, before), dry_run=True, series=series)
    return created.record.filename, created.text


def completed(text: str, turn: Turn) -> str:
    """Return the text of a record that was made while the turn ran, with what is known now; other texts as they are.

    What somebody filled in meanwhile stays.
    """
    if not _OPEN_STATE.search(text.partition("\n---")[0]):
        return text
    tests = tuple(infer.test_line(run) for run in turn.tests[:_MOST_TESTS])
    response = turn.response or None
    for completion, files in (
        (PhrCompletion(response, tests=tests), turn.files),
        (PhrCompletion(response), ()),
    ):
        with suppress(InvalidInput, EditError):
            text = completed_text(text, completion, files)
            break
    return _OPEN_STATE.sub(rf"\g<1>{turn.state}\g<2>", text, count=1)


def with_facts(text: str, turn: Turn) -> str:
    """Return the text of a record that the agent made itself, with what only capture knows; its words stay."""
    document = Document.parse(text)
    if document.front_matter is None:
        return text
    with suppress(EditError):
        front = document.front_matter
        values = front.values()
        for name, value in facts(turn).items():
            if name in values:
                continue
            if isinstance(value, list):
                for item in value:
                    front = front.append(name, item)
            else:
                front = front.set(name, str(value))
        if turn.model and values.get("model") in (None, "", "unspecified"):
            front = front.set("model", turn.model)
        files = values.get("files") or []
        for path in turn.files if isinstance(files, list) else ():
            front = front if path in files else front.append("files", path)
        for run in () if values.get("tests") else turn.tests[:_MOST_TESTS]:
            front = front.append("tests", infer.test_line(run))
        return document.with_front_matter(front).text
    return text


def with_stage_of(path: str, name: str) -> str:
    """Return a record's path with the stage that another name has, where both are named after their stage."""
    folder, slash, own = path.rpartition("/")
    old, new = parse_name(own).stage, parse_name(name).stage
    ending = f".{old}.prompt.md"
    if not (old and new) or old == new or not own.endswith(ending):
        return path
    return f"{folder}{slash}{own.removesuffix(ending)}.{new}.prompt.md"
