"""Combine the transcripts and hook events of one session: each utterance exactly once.

A pure function of two sets. The order in which evidence arrived, and how often, does not matter; more evidence gives
the same turns with more detail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from records.agents import test_runs
from records.agents.classify import fold
from records.agents.hook_event import HookEvent
from records.agents.times import seconds, stamp
from records.agents.transcript import words_key
from records.agents.turn_builder import TurnBuilder
from records.dataclass import dataclass, field, replace
from records.model.turn import RanTests, Turn, TurnState, Utterance, UtteranceKind

WINDOW = 5.0
"""Seconds within which a hook and a transcript that report the same words report one utterance."""

WHOLE_SESSION = "*"
"""Stands for all prompts of a session that no person spoke in."""

LISTED_WITHIN = 120.0
"""Seconds that may lie between a prompt in an agent's list of prompts and in its transcript."""

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
    claims: set[int] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    runs: list[RanTests] = field(default_factory=list)
    aliases: set[str] = field(default_factory=set)

    @property
    def at(self) -> float:
        return seconds(self.turn.at)


def reconcile(
    transcript_turns: list[Turn], events: Iterable[ReceivedEvent], generated: Collection[str] = ()
) -> list[Reconciled]:
    """Return the turns of one session, in the order in which they began.

    Args:
        transcript_turns: turns from transcripts, from any number of files.
        events: hook events, in any order; one spooled event given twice counts once.
        generated: the agent's own ids of prompts that a program wrote, as transcripts report them.
    """
    primary = [turn for turn in transcript_turns if turn.evidence not in _SECONDARY]
    exports = [turn for turn in transcript_turns if turn.evidence == "export"]
    history_turns = [turn for turn in transcript_turns if turn.evidence == "history"]
    turns = [_OpenTurn(turn, native=True) for turn in _merged(primary or exports or history_turns)]
    if primary:
        _recognise(turns, exports)
    if primary or exports:
        _recognise(turns, history_turns, within=LISTED_WITHIN)
    by_time = sorted({item.name: item for item in events}.values(), key=lambda item: (item.at, item.name))
    by_time = [item for item in by_time if not _is_generated(item.event, generated, turns)]
    for arrival, echoes in _with_echoes([item for item in by_time if item.event.event == "prompt"]):
        for index, text in enumerate(arrival.event.texts):
            _add_prompt(turns, arrival, text, index, echoes)
    turns.sort(key=lambda turn: (turn.at, turn.turn.key))
    for arrival in by_time:
        if arrival.event.event != "prompt" or arrival.event.state:
            _add_effect(turns, arrival)
    return [_finished(turns, index) for index in range(len(turns))]


def _is_generated(event: HookEvent, generated: Collection[str], turns: list[_OpenTurn]) -> bool:
    """Return whether a prompt was written by a program, by the ids that the transcripts report."""
    if WHOLE_SESSION in generated:
        return True
    if event.event != "prompt":
        return False
    if event.key in generated:
        return all(turn.turn.key != event.key for turn in turns)
    if not event.texts or any(words_key(text) not in generated for text in event.texts):
        return False
    typed = {fold(utterance.text) for turn in turns for utterance in turn.turn.utterances}
    return all(fold(text) not in typed for text in event.texts)


def _merged(transcript_turns: list[Turn]) -> list[Turn]:
    """Return one turn for each key: the fullest copy, with what only other copies have."""
    by_key: dict[str, Turn] = {}
    for turn in sorted(transcript_turns, key=_fullness, reverse=True):
        fullest = by_key.get(turn.key)
        by_key[turn.key] = turn if fullest is None else _merge_copies(fullest, turn)
    owners: dict[str, str] = {}
    merged = []
    for turn in sorted(by_key.values(), key=lambda turn: (turn.at, turn.key)):
        own = tuple(item for item in turn.utterances if owners.setdefault(item.uid, turn.key) == turn.key)
        if own:
            merged.append(replace(turn, utterances=own))
    return merged


def _recognise(turns: list[_OpenTurn], copies: list[Turn], within: float = 0.0) -> None:
    """Remember the ids of copies of turns: of another tool's export, of an agent's own list of prompts.

    Args:
        turns: the turns as transcripts report them.
        copies: turns of which each is a copy of one of them, or of none.
        within: the seconds that may lie between the two; any time by default.
    """
    free = [
        (fold(utterance.text), seconds(utterance.at) or turn.at, turn)
        for turn in turns
        for utterance in turn.turn.utterances
    ]
    for copy in sorted(copies, key=lambda turn: (turn.at, turn.key)):
        words, when = fold(copy.utterances[0].text), seconds(copy.at)
        distances = [
            (abs(at - when) if within and at else 0.0, place)
            for place, (text, at, _) in enumerate(free)
            if text == words
        ]
        nearest = min(distances, default=None)
        if nearest and nearest[0] <= within:
            _, _, turn = free.pop(nearest[1])
            turn.aliases |= {utterance.uid for utterance in copy.utterances}


def _fullness(turn: Turn) -> tuple[int, int, str, int, str]:
    length = sum(len(utterance.text) for utterance in turn.utterances)
    return (len(turn.utterances), turn.state.progress, turn.ended, length, turn.response)


def _merge_copies(full: Turn, candidate: Turn) -> Turn:
    uids = {utterance.uid for utterance in full.utterances}
    extra = tuple(utterance for utterance in candidate.utterances if utterance.uid not in uids)
    return replace(
        full,
        utterances=(*full.utterances, *extra),
        files=tuple(sorted({*full.files, *candidate.files})),
        settled=full.settled or candidate.settled,
    )


def _with_echoes(prompts: list[ReceivedEvent]) -> list[tuple[ReceivedEvent, set[str]]]:
    """Return each prompt with the names of its echoes: events by which a second hook reported it again."""
    originals: list[tuple[ReceivedEvent, set[str]]] = []
    for arrival in prompts:
        event = arrival.event
        echoes = next(
            (
                echoes
                for earlier, echoes in originals[-8:]
                if event.texts == earlier.event.texts
                and event.key == earlier.event.key
                and arrival.at - earlier.at <= _ECHO
            ),
            None,
        )
        if echoes is None:
            originals.append((arrival, set()))
        else:
            echoes.add(arrival.name)
    return originals


def _add_prompt(
    turns: list[_OpenTurn], arrival: ReceivedEvent, text: str, ordinal: int, echoes: set[str]
) -> None:
    """Match a hook's prompt with an utterance of a transcript, or add it."""
    event = arrival.event
    if not text.strip():
        return
    same_key = next((turn for turn in turns if event.key and turn.turn.key == event.key), None)
    is_claimed = same_key is not None and _claim(same_key, arrival, text, same_id=True)
    owner = same_key if is_claimed or (same_key and event.agent not in _STEERED) else None
    if owner is None:
        other_turns = (turn for turn in turns if not (event.key and turn is same_key))
        owner = next((turn for turn in other_turns if turn.native and _claim(turn, arrival, text)), None)
    if owner is None:
        owner = _add(turns, same_key, arrival, text, ordinal)
    owner.names |= {arrival.name, *echoes}
    if owner.turn.evidence == "history" and event.key and same_key is None:
        owner.turn = replace(owner.turn, key=event.key)  # a list of prompts has no ids of turns
    if event.model and not owner.turn.models:
        owner.turn = replace(owner.turn, models=(event.model,))


def _claim(turn: _OpenTurn, arrival: ReceivedEvent, text: str, *, same_id: bool = False) -> bool:
    """Return whether an utterance of the turn is the one that the hook reports, and mark it as taken.

    Under the agent's own id the words may differ (an editor wrapped them); else they must be the
    same, or what the model got for them, and of the same time.
    """
    free = [
        (index, utterance)
        for index, utterance in enumerate(turn.turn.utterances)
        if index not in turn.claims and turn.native and not utterance.aside
    ]
    words = fold(text)
    for index, utterance in free:
        near = not utterance.at or not arrival.at or abs(seconds(utterance.at) - arrival.at) <= WINDOW
        same = fold(utterance.text) == words or bool(utterance.sent and utterance.sent in arrival.event.sent)
        if same and (same_id or near):
            _take(turn, index, arrival.event, text)
            return True
    if same_id and free and free[0][0] == 0:
        _take(turn, 0, arrival.event, text)
        return True
    return False


def _take(turn: _OpenTurn, index: int, event: HookEvent, text: str) -> None:
    """Mark an utterance as reported by the hook too; of a command only the hook may know what was typed."""
    turn.claims.add(index)
    utterance = turn.turn.utterances[index]
    if event.kind == UtteranceKind.COMMAND and utterance.kind != UtteranceKind.COMMAND and event.sent:
        changed = replace(utterance, kind=UtteranceKind.COMMAND, text=text, sent=event.sent[0])
        rest = turn.turn.utterances
        turn.turn = replace(turn.turn, utterances=(*rest[:index], changed, *rest[index + 1 :]))


def _add(
    turns: list[_OpenTurn], same_key: _OpenTurn | None, arrival: ReceivedEvent, text: str, ordinal: int
) -> _OpenTurn:
    """Add an utterance that only a hook reports, in the agent's own turn when it names one."""
    event = arrival.event
    uid = f"h:{arrival.name}:{ordinal}"
    when = stamp(event.at or arrival.at)
    if same_key is not None:
        utterance = Utterance(UtteranceKind.STEER, text, uid, when)
        same_key.turn = replace(same_key.turn, utterances=(*same_key.turn.utterances, utterance))
        if same_key.native:
            same_key.turn = replace(same_key.turn, evidence="both")
        return same_key
    turn = Turn(
        agent=event.agent,
        session=event.session,
        key=event.key or f"h:{arrival.name}",
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


def _add_effect(turns: list[_OpenTurn], arrival: ReceivedEvent) -> None:
    """Add what a hook reports besides prompts to the turn that it belongs to."""
    event = arrival.event
    owner = _owner(turns, arrival)
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
        forward = not owner.native or turn.state in (TurnState.OPEN, TurnState.ORPHANED)
        turn = replace(turn, state=event.state if forward else turn.state, settled=True)
        turn = replace(turn, ended=turn.ended or stamp(event.at or arrival.at))
    if owner.native:
        turn = replace(turn, evidence="both")
    owner.turn = turn


def _owner(turns: list[_OpenTurn], arrival: ReceivedEvent) -> _OpenTurn | None:
    """Return the turn of an event: by the agent's own id, else the last one that had begun."""
    key = arrival.event.key
    same_key = next((turn for turn in turns if key and turn.turn.key == key), None)
    if same_key:
        return same_key
    when = seconds(arrival.event.at) or arrival.at
    earlier_turns = [turn for turn in turns if turn.at <= when + 0.5 or not turn.at]
    return earlier_turns[-1] if earlier_turns else None


def _finished(turns: list[_OpenTurn], index: int) -> Reconciled:
    """Return the turn with all that was added; without an end, the next prompt interrupted it."""
    owner = turns[index]
    turn = owner.turn
    if owner.files or owner.runs:
        turn = _with_effects(
            owner, [candidate.turn for candidate in turns if candidate is not owner and candidate.native]
        )
    if turn.state == TurnState.OPEN and index + 1 < len(turns):
        turn = replace(turn, state=TurnState.INTERRUPTED, settled=True)
    if owner.names and owner.native:
        turn = replace(turn, evidence="hook" if turn.evidence == "history" else "both")
    native = {utterance.uid for utterance in turn.utterances if not utterance.uid.startswith("h:")}
    if owner.native or not turn.key.startswith("h:"):
        native.add("k:" + turn.key)
    native |= owner.aliases
    names = {"e:" + name for name in owner.names}
    return Reconciled(turn, frozenset(native), frozenset(names))


def _with_effects(owner: _OpenTurn, other_turns: list[Turn]) -> Turn:
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
        elsewhere = {run.command for candidate in other_turns for run in candidate.tests} - own_runs
        paths -= {path for candidate in other_turns for path in candidate.files} - set(turn.files)
        runs = [run for run in runs if run.command not in elsewhere]
    files = tuple(sorted({*turn.files, *paths}))
    return replace(turn, files=files, tests=turn.tests or test_runs.merge(runs))
