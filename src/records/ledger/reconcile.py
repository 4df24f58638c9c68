"""Bring together what transcripts and hooks tell about one session: each utterance exactly once.

A pure function of two sets. It does not matter in which order evidence arrived, or how often;
more evidence gives the same turns, told better.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from records.agents import test_runs
from records.agents.classify import fold
from records.agents.hook_event import HookEvent
from records.agents.times import seconds, stamp
from records.agents.turn_builder import TurnBuilder
from records.model.turn import STATES, RanTests, Turn, Utterance

WINDOW = 5.0
"""Seconds within which a hook and a transcript that tell the same words tell one utterance."""

_TWICE = 0.9
_STEERED = ("codex",)  # agents whose turn has one id for several prompts


@dataclass(frozen=True, slots=True)
class Seen:
    """A hook event, the name under which it was spooled, and when."""

    name: str
    at: float
    event: HookEvent


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A turn, and the ids by which it is known again: native ones, and names of hook events."""

    turn: Turn
    native: frozenset[str]
    events: frozenset[str]


@dataclass(slots=True)
class _Open:
    """A turn while evidence is added to it."""

    turn: Turn
    native: bool
    names: set[str] = field(default_factory=set)
    claimed: set[int] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    runs: list[RanTests] = field(default_factory=list)
    also: set[str] = field(default_factory=set)

    @property
    def at(self) -> float:
        return seconds(self.turn.at)


def reconcile(told: list[Turn], events: list[Seen]) -> list[Reconciled]:
    """The turns of one session, in the order in which they began.

    Args:
        told: turns that transcripts tell, from any number of files.
        events: what hooks told, in any order; one spooled event given twice counts once.
    """
    turns = [_Open(turn, native=True) for turn in _merged(told)]
    _recognise_exports(turns, [turn for turn in told if turn.evidence == "export"])
    ordered = sorted({seen.name: seen for seen in events}.values(), key=lambda s: (s.at, s.name))
    for seen in _without_echoes([seen for seen in ordered if seen.event.event == "prompt"]):
        for at, text in enumerate(seen.event.texts):
            _prompt(turns, seen, text, at)
    turns.sort(key=lambda known: (known.at, known.turn.key))
    for seen in ordered:
        if seen.event.event != "prompt" or seen.event.state:
            _effect(turns, seen)
    return [_finished(turns, at) for at in range(len(turns))]


def _merged(told: list[Turn]) -> list[Turn]:
    """One turn for each key: the fullest copy, with what other copies have besides."""
    native = [turn for turn in told if turn.evidence != "export"]
    by_key: dict[str, Turn] = {}
    for turn in sorted(native or told, key=_fullness, reverse=True):
        known = by_key.get(turn.key)
        by_key[turn.key] = turn if known is None else _both(known, turn)
    owners: dict[str, str] = {}
    merged = []
    for turn in sorted(by_key.values(), key=lambda t: (t.at, t.key)):
        mine = tuple(u for u in turn.utterances if owners.setdefault(u.uid, turn.key) == turn.key)
        if mine:
            merged.append(replace(turn, utterances=mine))
    return merged


def _recognise_exports(turns: list[_Open], exports: list[Turn]) -> None:
    """Let turns that another tool exported be known again as the agent's own."""
    for export in exports:
        words = fold(export.utterances[0].text)
        for known in turns:
            same = fold(known.turn.utterances[0].text) == words
            if same and not known.also and known.turn.evidence != "export":
                known.also |= {said.uid for said in export.utterances}
                break


def _fullness(turn: Turn) -> tuple[int, int, str, int, str]:
    said = sum(len(utterance.text) for utterance in turn.utterances)
    return (len(turn.utterances), STATES.index(turn.state), turn.ended, said, turn.response)


def _both(full: Turn, other: Turn) -> Turn:
    known = {said.uid for said in full.utterances}
    extra = tuple(said for said in other.utterances if said.uid not in known)
    return replace(
        full,
        utterances=(*full.utterances, *extra),
        files=tuple(sorted({*full.files, *other.files})),
        settled=full.settled or other.settled,
    )


def _without_echoes(prompts: list[Seen]) -> list[Seen]:
    """Prompts without those that a second installed hook told again."""
    kept: list[Seen] = []
    for seen in prompts:
        event = seen.event
        echo = any(
            event.texts == earlier.event.texts
            and event.key == earlier.event.key
            and seen.at - earlier.at <= _TWICE
            for earlier in kept[-8:]
        )
        if not echo:
            kept.append(seen)
    return kept


def _prompt(turns: list[_Open], seen: Seen, text: str, ordinal: int) -> None:
    """Let a hook's prompt stand for an utterance that is known, or add it."""
    event = seen.event
    if not text.strip():
        return
    keyed = next((known for known in turns if event.key and known.turn.key == event.key), None)
    claimed = keyed is not None and _claim(keyed, text, seen.at, anyway=True)
    known = keyed if claimed or (keyed and event.agent not in _STEERED) else None
    if known is None:
        alike = (turn for turn in turns if not (event.key and turn is keyed))
        known = next((turn for turn in alike if turn.native and _claim(turn, text, seen.at)), None)
    if known is None:
        known = _add(turns, keyed, seen, text, ordinal)
    known.names.add(seen.name)
    if event.model and not known.turn.models:
        known.turn = replace(known.turn, models=(event.model,))


def _claim(known: _Open, text: str, at: float, *, anyway: bool = False) -> bool:
    """Whether an utterance of the turn is the one that the hook told; it is then taken.

    Under the agent's own id the words may differ (an editor wrapped them); else they must be the
    same, and said at the same time.
    """
    free = [
        (place, said)
        for place, said in enumerate(known.turn.utterances)
        if place not in known.claimed and known.native and not said.aside
    ]
    words = fold(text)
    for place, said in free:
        near = not said.at or not at or abs(seconds(said.at) - at) <= WINDOW
        if fold(said.text) == words and (anyway or near):
            known.claimed.add(place)
            return True
    if anyway and free and free[0][0] == 0:
        known.claimed.add(0)
        return True
    return False


def _add(turns: list[_Open], keyed: _Open | None, seen: Seen, text: str, ordinal: int) -> _Open:
    """Record an utterance that only a hook told, in the agent's own turn when it names one."""
    event = seen.event
    uid = f"h:{seen.name}:{ordinal}"
    when = stamp(event.at or seen.at)
    if keyed is not None:
        said = Utterance("steer", text, uid, when)
        keyed.turn = replace(keyed.turn, utterances=(*keyed.turn.utterances, said))
        if keyed.native:
            keyed.turn = replace(keyed.turn, evidence="both")
        return keyed
    turn = Turn(
        agent=event.agent,
        session=event.session,
        key=event.key or f"h:{seen.name}",
        at=when,
        utterances=(Utterance(event.kind, text, uid, when),),
        branch=event.branch,
        cwd=event.cwd,
        settled=False,
        evidence="hook",
    )
    known = _Open(turn, native=False)
    turns.append(known)
    return known


def _effect(turns: list[_Open], seen: Seen) -> None:
    """Add what a hook told besides prompts to the turn that it belongs to."""
    event = seen.event
    known = _of(turns, seen)
    if known is None:
        return
    known.files.update(event.files)
    if event.command and test_runs.recognise(event.command):
        known.runs.append(test_runs.judge(event.command, event.output, event.exit_code))
    turn = known.turn
    if event.response and not turn.response:
        turn = replace(turn, response=event.response)
    if event.model and not turn.models:
        turn = replace(turn, models=(event.model,))
    if event.state:
        forward = not known.native or turn.state in ("open", "orphaned")
        turn = replace(turn, state=event.state if forward else turn.state, settled=True)
        turn = replace(turn, ended=turn.ended or stamp(event.at or seen.at))
    if known.native:
        turn = replace(turn, evidence="both")
    known.turn = turn


def _of(turns: list[_Open], seen: Seen) -> _Open | None:
    """The turn of an event: by the agent's own id, else the last one that had begun."""
    if seen.event.key:
        keyed = [known for known in turns if known.turn.key == seen.event.key]
        if keyed:
            return keyed[0]
    when = seconds(seen.event.at) or seen.at
    begun = [known for known in turns if known.at <= when + 0.5 or not known.at]
    return begun[-1] if begun else None


def _finished(turns: list[_Open], at: int) -> Reconciled:
    """The turn with all that was added; without an end, the next prompt interrupted it."""
    known = turns[at]
    turn = known.turn
    if known.files or known.runs:
        draft = TurnBuilder(turn.agent, turn.session, turn.key, cwd=turn.cwd)
        for path in known.files:
            draft.edit(path)
        files = tuple(sorted({*turn.files, *draft.paths}))
        turn = replace(turn, files=files, tests=turn.tests or test_runs.merge(known.runs))
    if turn.state == "open" and at + 1 < len(turns):
        turn = replace(turn, state="interrupted", settled=True)
    if known.names and known.native:
        turn = replace(turn, evidence="both")
    native = {said.uid for said in turn.utterances if not said.uid.startswith("h:")}
    if known.native or not turn.key.startswith("h:"):
        native.add("k:" + turn.key)
    native |= known.also
    names = {"e:" + name for name in known.names}
    return Reconciled(turn, frozenset(native), frozenset(names))
