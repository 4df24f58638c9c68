"""Write the PHR of a turn, once: an id in its front matter identifies it if the ledger is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import records.regex as re
from records.agents import registry
from records.capture import infer
from records.digest import sha256
from records.history.new_phr import PhrSeries, create_phr
from records.history.prompt_feature import branch_feature
from records.model.drafts import PhrDraft
from records.model.file_name import parse_name
from records.model.kind import Kind
from records.model.turn import Turn, UtteranceKind
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.project.project import Project, WorkTreeProject

_MARK = re.compile(r"^capture: *+\"?([^\"\n]++)\"? *$", re.M)
MOST_TESTS = 20
"""How many runs of tests a record lists."""


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
        tests=tuple(infer.test_line(run) for run in turn.tests[:MOST_TESTS]),
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


def with_stage_of(path: str, name: str) -> str:
    """Return a record's path with the stage that another name has, where both are named after their stage."""
    folder, slash, own = path.rpartition("/")
    old, new = parse_name(own).stage, parse_name(name).stage
    ending = f".{old}.prompt.md"
    if not (old and new) or old == new or not own.endswith(ending):
        return path
    return f"{folder}{slash}{own.removesuffix(ending)}.{new}.prompt.md"
