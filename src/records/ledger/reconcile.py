"""Combine the transcripts and hook events of one session: each utterance exactly once.

A pure function of two sets. The order in which evidence arrived, and how often, does not matter; more evidence gives
the same turns with more detail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from records.agents import test_runs
from records.agents.classify import fold
from records.agents.hook_event import HookEvent
from records.agents.times import seconds, stamp
from records.agents.turn_builder import TurnBuilder
from records.model.turn import STATES, RanTests, Turn, Utterance

WINDOW = 5.0
"""Seconds within which a hook and a transcript that report the same words report one utterance."""

WHOLE_SESSION = "*"
"""Stands for all prompts of a session that no person spoke in."""

_LISTED = 120.0  # seconds between a prompt in an agent's list of prompts and in its transcript
_ECHO = 0.9
_STEERED = ("codex",)  # agents whose turn has one id for several prompts
_SECONDARY = ("export", "history")


@dataclass(frozen=True, slots=True)
class ReceivedEvent:
    """A hook event, the name under which it was spooled, and when."""

    name: str
    at: float
    event: HookEvent


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A turn, and the ids by which it is recognised later: native ones, and names of hook events."""

    turn: Turn
    native: frozenset[str]
    events: frozenset[str]


@dataclass(slots=True)
class _OpenTurn:
    """A turn while evidence is added to it; `native` when a transcript reports it."""

    turn: Turn
    native: bool
    names: set[str] = field(default_factory=set)
    claimed: set[int] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    runs: list[RanTests] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)

    @property
    def at(self) -> float:
        return seconds(self.turn.at)


def reconcile(
    reported: list[Turn], events: Iterable[ReceivedEvent], generated: Collection[str] = ()
) -> list[Reconciled]:
    """Return the turns of one session, in the order in which they began.

    Args:
        reported: turns from transcripts, from any number of files.
        events: hook events, in any order; one spooled event given twice counts once.
        generated: the agent's own ids of prompts that a program wrote, as transcripts report them.
    """
    primary = [turn for turn in reported if turn.evidence not in _SECONDARY]
    exports = [turn for turn in reported if turn.evidence == "export"]
    listed = [turn for turn in reported if turn.evidence == "history"]
    turns = [_OpenTurn(turn, native=True) for turn in _merged(primary or exports or listed)]
    if primary:
        _recognise(turns, exports)
    if primary or exports:
        _recognise(turns, listed, within=_LISTED)
    ordered = sorted({each.name: each for each in events}.values(), key=lambda each: (each.at, each.name))
    ordered = [each for each in ordered if not _is_generated(each.event, generated, turns)]
    for received in _without_echoes([each for each in ordered if each.event.event == "prompt"]):
        for index, text in enumerate(received.event.texts):
            _add_prompt(turns, received, text, index)
    turns.sort(key=lambda turn: (turn.at, turn.turn.key))
    for received in ordered:
        if received.event.event != "prompt" or received.event.state:
            _add_effect(turns, received)
    return [_finished(turns, index) for index in range(len(turns))]


def _is_generated(event: HookEvent, generated: Collection[str], turns: list[_OpenTurn]) -> bool:
    """Return whether a prompt was written by a program, by the ids that the transcripts report."""
    if WHOLE_SESSION in generated:
        return True
    if event.event != "prompt" or event.key not in generated:
        return False
    return all(turn.turn.key != event.key for turn in turns)


def _merged(reported: list[Turn]) -> list[Turn]:
    """Return one turn for each key: the fullest copy, with what only other copies have."""
    by_key: dict[str, Turn] = {}
    for turn in sorted(reported, key=_fullness, reverse=True):
        fullest = by_key.get(turn.key)
        by_key[turn.key] = turn if fullest is None else _both(fullest, turn)
    owners: dict[str, str] = {}
    merged = []
    for turn in sorted(by_key.values(), key=lambda turn: (turn.at, turn.key)):
        own = tuple(each for each in turn.utterances if owners.setdefault(each.uid, turn.key) == turn.key)
        if own:
            merged.append(replace(turn, utterances=own))
    return merged


def _recognise(turns: list[_OpenTurn], copies: list[Turn], within: float = 0.0) -> None:
    """Remember the ids of copies of turns: of another tool's export, of an agent's own list of prompts."""
    for copy in sorted(copies, key=lambda turn: (turn.at, turn.key)):
        words = fold(copy.utterances[0].text)
        for turn in turns:
            same = any(fold(each.text) == words for each in turn.turn.utterances)
            near = not within or abs(turn.at - seconds(copy.at)) <= within or not turn.at
            if same and near and not (turn.aliases and not within):
                turn.aliases |= {each.uid for each in copy.utterances}
                break


def _fullness(turn: Turn) -> tuple[int, int, str, int, str]:
    length = sum(len(utterance.text) for utterance in turn.utterances)
    return (len(turn.utterances), STATES.index(turn.state), turn.ended, length, turn.response)


def _both(full: Turn, other: Turn) -> Turn:
    uids = {utterance.uid for utterance in full.utterances}
    extra = tuple(utterance for utterance in other.utterances if utterance.uid not in uids)
    return replace(
        full,
        utterances=(*full.utterances, *extra),
        files=tuple(sorted({*full.files, *other.files})),
        settled=full.settled or other.settled,
    )


def _without_echoes(prompts: list[ReceivedEvent]) -> list[ReceivedEvent]:
    """Return the prompts without those that a second installed hook reported again."""
    kept: list[ReceivedEvent] = []
    for received in prompts:
        event = received.event
        echo = any(
            event.texts == earlier.event.texts
            and event.key == earlier.event.key
            and received.at - earlier.at <= _ECHO
            for earlier in kept[-8:]
        )
        if not echo:
            kept.append(received)
    return kept


def _add_prompt(turns: list[_OpenTurn], received: ReceivedEvent, text: str, ordinal: int) -> None:
    """Match a hook's prompt with an utterance of a transcript, or add it."""
    event = received.event
    if not text.strip():
        return
    keyed = next((turn for turn in turns if event.key and turn.turn.key == event.key), None)
    claimed = keyed is not None and _claim(keyed, received, text, same_id=True)
    owner = keyed if claimed or (keyed and event.agent not in _STEERED) else None
    if owner is None:
        others = (turn for turn in turns if not (event.key and turn is keyed))
        owner = next((turn for turn in others if turn.native and _claim(turn, received, text)), None)
    if owner is None:
        owner = _add(turns, keyed, received, text, ordinal)
    owner.names.add(received.name)
    if event.model and not owner.turn.models:
        owner.turn = replace(owner.turn, models=(event.model,))


def _claim(turn: _OpenTurn, received: ReceivedEvent, text: str, *, same_id: bool = False) -> bool:
    """Return whether an utterance of the turn is the one that the hook reports, and mark it as taken.

    Under the agent's own id the words may differ (an editor wrapped them); else they must be the
    same, or what the model got for them, and of the same time.
    """
    free = [
        (index, utterance)
        for index, utterance in enumerate(turn.turn.utterances)
        if index not in turn.claimed and turn.native and not utterance.aside
    ]
    words = fold(text)
    for index, utterance in free:
        near = not utterance.at or not received.at or abs(seconds(utterance.at) - received.at) <= WINDOW
        same = fold(utterance.text) == words or bool(utterance.sent and utterance.sent in received.event.sent)
        if same and (same_id or near):
            _take(turn, index, received.event, text)
            return True
    if same_id and free and free[0][0] == 0:
        _take(turn, 0, received.event, text)
        return True
    return False


def _take(turn: _OpenTurn, index: int, event: HookEvent, text: str) -> None:
    """Mark an utterance as reported by the hook too; of a command only the hook may know what was typed."""
    turn.claimed.add(index)
    utterance = turn.turn.utterances[index]
    if event.kind == "command" and utterance.kind != "command" and event.sent:
        changed = replace(utterance, kind="command", text=text, sent=event.sent[0])
        rest = turn.turn.utterances
        turn.turn = replace(turn.turn, utterances=(*rest[:index], changed, *rest[index + 1 :]))


def _add(
    turns: list[_OpenTurn], keyed: _OpenTurn | None, received: ReceivedEvent, text: str, ordinal: int
) -> _OpenTurn:
    """Add an utterance that only a hook reports, in the agent's own turn when it names one."""
    event = received.event
    uid = f"h:{received.name}:{ordinal}"
    when = stamp(event.at or received.at)
    if keyed is not None:
        utterance = Utterance("steer", text, uid, when)
        keyed.turn = replace(keyed.turn, utterances=(*keyed.turn.utterances, utterance))
        if keyed.native:
            keyed.turn = replace(keyed.turn, evidence="both")
        return keyed
    turn = Turn(
        agent=event.agent,
        session=event.session,
        key=event.key or f"h:{received.name}",
        at=when,
        utterances=(Utterance(event.kind, text, uid, when),),
        branch=event.branch,
        cwd=event.cwd,
        settled=False,
        evidence="hook",
    )
    added = _OpenTurn(turn, native=False)
    turns.append(added)
    return added


def _add_effect(turns: list[_OpenTurn], received: ReceivedEvent) -> None:
    """Add what a hook reports besides prompts to the turn that it belongs to."""
    event = received.event
    owner = _owner(turns, received)
    if owner is None:
        return
    owner.files.update(event.files)
    if event.command and test_runs.recognise(event.command):
        owner.runs.append(test_runs.judge(event.command, event.output, event.exit_code))
    turn = owner.turn
    if event.response and not turn.response:
        turn = replace(turn, response=event.response)
    if event.model and not turn.models:
        turn = replace(turn, models=(event.model,))
    if event.state:
        forward = not owner.native or turn.state in ("open", "orphaned")
        turn = replace(turn, state=event.state if forward else turn.state, settled=True)
        turn = replace(turn, ended=turn.ended or stamp(event.at or received.at))
    if owner.native:
        turn = replace(turn, evidence="both")
    owner.turn = turn


def _owner(turns: list[_OpenTurn], received: ReceivedEvent) -> _OpenTurn | None:
    """Return the turn of an event: by the agent's own id, else the last one that had begun."""
    key = received.event.key
    keyed = next((turn for turn in turns if key and turn.turn.key == key), None)
    if keyed:
        return keyed
    when = seconds(received.event.at) or received.at
    begun = [turn for turn in turns if turn.at <= when + 0.5 or not turn.at]
    return begun[-1] if begun else None


def _finished(turns: list[_OpenTurn], index: int) -> Reconciled:
    """Return the turn with all that was added; without an end, the next prompt interrupted it."""
    owner = turns[index]
    turn = owner.turn
    if owner.files or owner.runs:
        turn = _with_effects(owner, [other.turn for other in turns if other is not owner and other.native])
    if turn.state == "open" and index + 1 < len(turns):
        turn = replace(turn, state="interrupted", settled=True)
    if owner.names and owner.native:
        turn = replace(turn, evidence="hook" if turn.evidence == "history" else "both")
    native = {utterance.uid for utterance in turn.utterances if not utterance.uid.startswith("h:")}
    if owner.native or not turn.key.startswith("h:"):
        native.add("k:" + turn.key)
    native |= owner.aliases
    names = {"e:" + name for name in owner.names}
    return Reconciled(turn, frozenset(native), frozenset(names))


def _with_effects(owner: _OpenTurn, others: list[Turn]) -> Turn:
    """Return the turn with the files and test runs that hooks reported for it.

    Hooks report by time; a transcript that has the same edit or run in another turn knows better.
    """
    turn = owner.turn
    builder = TurnBuilder(turn.agent, turn.session, turn.key, cwd=turn.cwd)
    for path in owner.files:
        builder.edit(path)
    paths, runs = set(builder.paths), owner.runs
    if owner.native:
        own_runs = {run.command for run in turn.tests}
        elsewhere = {run.command for other in others for run in other.tests} - own_runs
        paths -= {path for other in others for path in other.files} - set(turn.files)
        runs = [run for run in runs if run.command not in elsewhere]
    files = tuple(sorted({*turn.files, *paths}))
    return replace(turn, files=files, tests=turn.tests or test_runs.merge(runs))
