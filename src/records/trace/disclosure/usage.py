"""Which agents had a part in a commit, as the records, the capture ledger and the commit itself state."""

from __future__ import annotations

import re

from records.agents.commit_signs import Sign, model_in, name_in
from records.agents.registry import AGENTS
from records.dataclass import dataclass
from records.phr.front_matter_repair import read_front_matter
from records.text.yaml.values import text_or_none

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from records.ledger.reader import LedgerReader
    from records.model.record import Phr
    from records.project.project import Project
    from records.trace.answers import AgentUsage

_TITLES = {entry.label: entry.title for entry in AGENTS.values()}
_UNKNOWN = "unspecified"


@dataclass(frozen=True, slots=True)
class Usage:
    """The part that one agent had in a commit.

    Attributes:
        agent: its label (`claude-code`); empty where only the model, or that there was one, is known.
        model: as recorded; empty where it is not.
        records: references of the prompt records that state it.
        files: the files of the commit that these prompts changed; POSIX from the root.
    """

    agent: str
    model: str
    records: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The agent's name for people."""
        return _TITLES.get(self.agent, self.agent)

    @property
    def is_named(self) -> bool:
        """Whether the agent or its model is known."""
        return bool(self.agent or self.model)

    def as_json(self) -> AgentUsage:
        """Return the usage as one JSON object."""
        return {
            "agent": self.agent or None, "model": self.model or None,
            "records": list(self.records), "files": list(self.files),
        }  # fmt: skip


def recorded_usage(project: Project, records: Iterable[Phr], paths: Iterable[str]) -> list[Usage]:
    """Return which agents answered some prompts, and which of the paths they changed."""
    changed = list(paths)
    usages: dict[tuple[str, str], Usage] = {}
    for record in records:
        agent, model = _identity(read_front_matter(project.store.text(record.path)).fields)
        listed = {path.removeprefix("./") for path in record.files}
        _merge(usages, Usage(agent, model, (record.ref,), tuple(path for path in changed if path in listed)))
    return list(usages.values())


def ledger_usage(ledger: LedgerReader | None, commit: str, paths: Iterable[str]) -> list[Usage]:
    """Return which agents the capture ledger ties to a commit."""
    changed = list(paths)
    usages: dict[tuple[str, str], Usage] = {}
    for row in ledger.of_commit(commit) if ledger else ():
        entry = AGENTS.get(row.agent)
        label = entry.label if entry else row.agent
        files = tuple(path for path in changed if path in row.files)
        _merge(usages, Usage(label, str(row.turn.get("model") or ""), (), files))
    return list(usages.values())


def stated_usage(signs: Iterable[Sign]) -> list[Usage]:
    """Return the agents that the signs in a commit name; one without a name where none does."""
    usages: dict[tuple[str, str], Usage] = {}
    for sign in signs:
        model = model_in(sign.text)
        words = " ".join(re.findall(r"[a-z]+", sign.text.replace(model, " ").lower()))
        labels = [
            label
            for label, title in _TITLES.items()
            if any(re.search(rf"\b{name}\b", words) for name in (title.lower(), label.replace("-", " ")))
        ]
        _merge(usages, Usage(labels[0] if labels else "", model if labels else name_in(sign)))
    named = [usage for usage in usages.values() if usage.is_named]
    with_model = {usage.agent for usage in named if usage.model}
    return [usage for usage in named if usage.model or usage.agent not in with_model] or list(usages.values())


def combine(*groups: Iterable[Usage]) -> list[Usage]:
    """Merge usages from several sources: the same agent with the same model is one."""
    usages: dict[tuple[str, str], Usage] = {}
    for group in groups:
        for usage in group:
            _merge(usages, usage)
    return list(usages.values())


def _identity(fields: Mapping[str, Any]) -> tuple[str, str]:
    """Return the agent and the model that a prompt record names, each empty where it does not."""
    capture = text_or_none(fields.get("capture")) or ""
    model = text_or_none(fields.get("model")) or ""
    return capture.partition("/")[0], "" if model.lower() == _UNKNOWN else model


def _merge(usages: dict[tuple[str, str], Usage], usage: Usage) -> None:
    before = usages.get((usage.agent, usage.model), Usage(usage.agent, usage.model))
    usages[usage.agent, usage.model] = Usage(
        usage.agent,
        usage.model,
        tuple(dict.fromkeys((*before.records, *usage.records))),
        tuple(dict.fromkeys((*before.files, *usage.files))),
    )
