"""Build a `Turn` step by step while reading what an agent left behind."""

from __future__ import annotations

import posixpath
from collections import Counter

import records.regex as re
from records.agents import test_runs
from records.agents.json_lines import amount, number
from records.dataclass import dataclass, field
from records.model.turn import RanTests, Turn, TurnState, Utterance
from records.patterns import COMMIT_ID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_COMMIT = re.compile(rf"^\[[^\]\n]*?\b({COMMIT_ID})\] ", re.M)
_PATCHED = re.compile(r"^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+)$", re.M)
_GIT_COMMIT = re.compile(r"\bgit\b[^|;&\n]*\b(?:commit|cherry-pick|revert|merge)\b")


@dataclass(slots=True)
class TurnBuilder:
    """Collects one turn while it is being read; `freeze` returns the value.

    `is_waiting` marks a queued message that no answer has named yet.
    """

    agent: str
    session: str
    key: str
    at: str = ""
    end_time: str = ""
    state: TurnState = TurnState.OPEN
    branch: str = ""
    cwd: str = ""
    response: str = ""
    cost: float | None = None
    cost_basis: str = ""
    is_discarded: bool = False
    is_settled: bool = True
    is_waiting: bool = False
    utterances: list[Utterance] = field(default_factory=list)
    utterance_ids: set[str] = field(default_factory=set)
    models: Counter[str] = field(default_factory=Counter)
    paths: dict[str, None] = field(default_factory=dict)
    runs: list[RanTests] = field(default_factory=list)
    usage: dict[str, dict[str, int]] = field(default_factory=dict)
    tools: Counter[str] = field(default_factory=Counter)
    commits: dict[str, None] = field(default_factory=dict)
    subagents: dict[str, None] = field(default_factory=dict)

    def say(self, utterance: Utterance) -> None:
        """Add an utterance; the first one dates the turn."""
        self.utterances.append(utterance)
        self.utterance_ids.add(utterance.uid)
        self.at = self.at or utterance.at

    def edit(self, path: Any) -> None:
        """Note that a tool changed the file."""
        if isinstance(path, str) and path:
            absolute = path if _is_absolute(path) else posixpath.join(self.cwd, path)
            self.paths[posixpath.normpath(absolute.replace("\\", "/"))] = None

    def shell(self, command: Any, output: str, exit_code: int | None) -> None:
        """Note a shell command: its tests and its commits."""
        if not isinstance(command, str):
            return
        if test_runs.recognise(command):
            self.runs.append(test_runs.judge(command, output, exit_code))
        if _GIT_COMMIT.search(command):
            self.commits.update(dict.fromkeys(_COMMIT.findall(output)))

    def spend(self, key: Any, **tokens: Any) -> None:
        """Note the tokens of one request; of several reports of it the larger figures count, once."""
        request = self.usage.setdefault(str(key), {})
        for name, value in tokens.items():
            request[name] = max(request.get(name, 0), number(value))

    def freeze(self, state: TurnState | None = None) -> Turn:
        """Return the turn as it is, in `state` when one is given."""
        tokens: Counter[str] = Counter()
        for request in self.usage.values():
            tokens.update(request)
        return Turn(
            agent=self.agent,
            session=self.session,
            key=self.key,
            at=self.at,
            ended=self.end_time,
            state=state or self.state,
            utterances=tuple(self.utterances),
            response=self.response,
            models=tuple(name for name, _ in self.models.most_common()),
            branch=self.branch,
            cwd=self.cwd,
            files=tuple(sorted(self.paths)),
            tests=test_runs.merge(self.runs),
            tokens={name: count for name, count in tokens.items() if count},
            tools=dict(sorted(self.tools.items())),
            cost=self.cost,
            cost_basis=self.cost_basis,
            commits=tuple(self.commits),
            subagents=tuple(self.subagents),
            discarded=self.is_discarded,
            settled=self.is_settled,
        )


@dataclass(slots=True)
class RunningTotal:
    """Splits a session's running total of costs between its turns, where that is certain.

    `turns` counts the turns since the last total; a difference belongs to a single turn only.
    """

    turns: int = 0
    last_total: float = 0.0

    def take(self, total: Any, turn: TurnBuilder | None) -> None:
        """Read a total; what is not a number is passed over."""
        total = amount(total)
        if total is None:
            return
        if turn is not None and self.turns == 1 and total >= self.last_total:
            turn.cost = round((turn.cost or 0.0) + total - self.last_total, 6)
            turn.cost_basis = "native"
        self.last_total, self.turns = total, 0


def freeze_all(builders: list[TurnBuilder]) -> tuple[Turn, ...]:
    """Return the turns of a session: only the last can be open, since each prompt interrupts what is not answered."""
    turns = []
    for index, builder in enumerate(builders):
        is_last = index == len(builders) - 1
        builder.is_settled = builder.is_settled or not is_last
        is_interrupted = builder.state == TurnState.OPEN and not is_last
        turns.append(builder.freeze(TurnState.INTERRUPTED if is_interrupted else builder.state))
    return tuple(turns)


def patched_paths(patch: str) -> list[str]:
    """Return the files that a patch of the `*** Begin Patch` form changes."""
    return [path.strip() for path in map(str, _PATCHED.findall(patch))]


def _is_absolute(path: str) -> bool:
    return path.startswith(("/", "~", "\\")) or (len(path) > 2 and path[1] == ":")
