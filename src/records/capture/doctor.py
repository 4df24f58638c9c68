"""Find reasons why prompts might be missed: settings, consent, the hook itself, gaps, formats that changed."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections import Counter
from pathlib import Path

from records.agents import registry
from records.agents.canary import Canary
from records.agents.hook_settings import HOOK
from records.agents.registry import Agent
from records.agents.search import Search
from records.agents.times import seconds, stamp
from records.capture import consent, infer, spool
from records.capture.checkpoint import file_state
from records.capture.redact_turn import clean_event
from records.capture.verify import unread_events
from records.capture_hook import find_program
from records.dataclass import dataclass
from records.install import agent_hooks
from records.install.trust import trust_of
from records.ledger.ledger import Ledger, TurnRow
from records.project.stamp import remove_state
from records.project.state_dir import StateDir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.model.turn import Turn
    from records.project.project import Project

WEEK = 7 * 86400.0
_DAY = 86400.0
_DRIFT = 0.02
_LONG = 10
_MOST_EMPTY = 3
_MANY = 100
_MOST_MISSED = 3
_MISSED = "that the hook missed"
_MIDTURN = ("queued", "steer", "tool_feedback", "answer")
_CANARY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check: `ok` is None where only a person can judge it."""

    name: str
    ok: bool | None
    detail: str
    hint: str = ""


def examine(project: Project, *, now: float | None = None) -> list[Check]:
    """Check everything that capture depends on.

    Raises:
        NotFound: the project is in no repository.
    """
    now = time.time() if now is None else now
    state_dir = StateDir.of(project)
    consent_state = consent.state(project)
    checks = [
        Check(
            "consent",
            True if consent_state.on else False if consent_state.since else None,
            "on" if consent_state.on else "paused" if consent_state.since else "nobody on this clone agreed",
            "" if consent_state.on else "records capture on",
        )
    ]
    installed = [a for a in registry.AGENTS.values() if a.hooks and agent_hooks.is_installed(project, a)]
    plugins = {agent.name: name for agent in registry.AGENTS.values() if (name := agent.plugin(project.root))}
    checks += [Check(f"{agent}: plugin", True, f"{name} calls the hook") for agent, name in plugins.items()]
    if not installed and not plugins:
        hint = "records capture install claude"
        detail = "no agent's settings call the hook"
        checks.append(Check("agents", False if consent_state.since else None, detail, hint))
    with Ledger(state_dir.ledger) as ledger:
        for agent in installed:
            checks += _agent(project, state_dir, ledger, agent, now, on=consent_state.on)
        checks += [_last_event(ledger, agent, now) for agent in plugins.keys() - {a.name for a in installed}]
        used = {*plugins, *(agent.name for agent in installed), *(row.turn.agent for row in ledger.turns())}
        for agent in registry.AGENTS.values():
            checks += _deletion(project, ledger, agent, now, is_used=agent.name in used)
        checks += _gaps(project, ledger, now)
        hint = (
            "update records, and move them to spool/NAME.json to read them again; delete what holds no prompt"
        )
        checks += [Check("quarantine", None, text, hint) for text in unread_events(state_dir)]
        checks += _drift(ledger)
        checks += _renamed(ledger)
    return checks


def _agent(
    project: Project, state_dir: StateDir, ledger: Ledger, agent: Agent, now: float, *, on: bool
) -> list[Check]:
    try:
        due = agent_hooks.plan_install(project, agent)
    except Exception as error:
        return [Check(f"{agent.name}: settings", False, str(error))]
    stale = ", ".join(change.path for change in due)
    checks = [
        Check(
            f"{agent.name}: settings",
            not due,
            f"out of date: {stale}" if due else "installed",
            f"records capture install {agent.name}" if due else "",
        )
    ]
    trust = trust_of(agent, project.root)
    if trust is not None:
        checks.append(Check(f"{agent.name}: trust", trust.is_given, trust.detail, trust.hint))
    checks.append(_last_event(ledger, agent.name, now))
    if on:
        checks.append(_canary(project, state_dir, ledger, agent))
    return checks


def _last_event(ledger: Ledger, agent: str, now: float) -> Check:
    last = ledger.last_event(agent)
    age = f"{(now - last) / 3600:.1f} hours ago" if last else "never"
    return Check(f"{agent}: last event", None if not last else True, age)


def _canary(project: Project, state_dir: StateDir, ledger: Ledger, agent: Agent) -> Check:
    """Send an event through the hook as installed, and check that it arrives in the ledger."""
    name = f"{agent.name}: live canary"
    shell = find_program("sh")
    hook = Path(project.root) / HOOK
    if shell is None:
        return Check(name, None, "there is no sh here; records capture hook is used instead")
    if not agent_hooks.is_current(project):  # it is tracked: a clone may bring any program under this name
        detail = f"{HOOK} is not the hook of this version, and was not run"
        return Check(name, False, detail, f"records capture install {agent.name}")
    canary: Canary = agent.module.CANARY
    session = f"records-canary-{os.getpid()}-{time.time_ns()}"
    text = "records capture doctor: canary"
    message: dict[str, Any] = canary.payload(session, text, project.root)
    environment = {k: v for k, v in os.environ.items() if k != "RECORDS_CAPTURE"}
    hint = f"try it by hand: sh {HOOK} {agent.name} Canary"
    try:
        process = subprocess.run(
            [shell, str(hook), agent.name, "Canary"],
            input=json.dumps(message).encode(),
            cwd=project.root,
            env=environment,
            capture_output=True,
            check=False,
            timeout=_CANARY_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return Check(name, False, f"the hook did not end within {_CANARY_SECONDS} seconds", hint)
    for entry in list(spool.waiting(state_dir.spool)):
        if not entry.payload or entry.payload.get(canary.session_field) != session:
            continue
        event = agent.hook(canary.event, entry.payload)
        if event:
            with ledger.writing():
                ledger.add_event(entry.name, entry.at, clean_event(event, str))
        remove_state(entry.path)
    event_count = ledger.forget_session(agent.name, session)
    quiet = process.returncode == 0 and not process.stdout and not process.stderr
    if event_count and quiet:
        return Check(name, True, "went through the hook into the ledger")
    return Check(name, False, "did not arrive" if not event_count else "the hook printed something", hint)


def _gaps(project: Project, ledger: Ledger, now: float) -> list[Check]:
    """Count prompts of the last seven days that only transcripts report, by why the hook did not."""
    causes: Counter[str] = Counter()
    missed: list[Turn] = []
    for row in ledger.turns():
        if now - seconds(row.turn.at) > WEEK:
            continue
        row_causes = _causes(ledger, row)
        causes.update(row_causes)
        missed += [row.turn] if _MISSED in row_causes else []
    if not causes:
        return [Check("gaps", True, "no prompt of the last 7 days was missed by a hook")]
    summary = ", ".join(f"{count} {cause}" for cause, count in sorted(causes.items()))
    checks = [Check("gaps", None, f"prompts of the last 7 days that only transcripts report: {summary}")]
    return [*checks, *(_missed_turn(project, turn) for turn in missed[-_MOST_MISSED:])]


def _missed_turn(project: Project, turn: Turn) -> Check:
    """Return a check that names a turn that no hook reported, where it started, why, and what helps."""
    name = f"gaps: {infer.title(turn)}"
    roots = project.location.worktrees() if project.location else [project.root]
    started = f"{turn.at[:16].replace('T', ' ')} UTC, started in {turn.cwd or 'an unknown folder'}"
    is_below = turn.cwd and os.path.realpath(turn.cwd) not in {os.path.realpath(root) for root in roots}
    if turn.agent == "claude" and is_below:
        reason = "Claude Code reads project hooks in the folder that it starts in, and not above it"
        return Check(name, None, f"{started}: {reason}", f"start it in {project.root}, or install the plugin")
    return Check(name, None, f"{started}: the transcript was read", "records capture sync reads later ones")


def _causes(ledger: Ledger, row: TurnRow) -> list[str]:
    agent = registry.AGENTS.get(row.turn.agent)
    first = ledger.first_event(row.turn.agent)
    causes = []
    for place, utterance in enumerate(row.turn.utterances):
        if utterance.aside or utterance.kind in _MIDTURN:
            causes.append("said mid-turn (agents call no hook)")
        elif row.turn.evidence != "transcript" or place:
            continue
        elif agent is None or not agent.hooks:
            causes.append("of an agent without hooks")
        elif not first or seconds(utterance.at) < first:
            causes.append("said before the hook was installed")
        else:
            causes.append(_MISSED)
    return causes


def _drift(ledger: Ledger) -> list[Check]:
    """Check transcripts for rows of unknown types, and for prompts: the agent's format may have moved on.

    Only rows that may carry words are a loss; the others are listed.
    """
    rows: Counter[tuple[str, str]] = Counter()
    kinds: dict[tuple[str, str], Counter[str]] = {}
    lossy: dict[tuple[str, str], Counter[str]] = {}
    empty: list[Check] = []
    for source in ledger.sources():
        key = (source.agent, source.version)
        rows[key] += source.rows
        kinds.setdefault(key, Counter()).update(source.unknown)
        lossy.setdefault(key, Counter()).update(source.lossy)
        if source.turns == 0 and source.rows >= _LONG:
            detail = (
                f"no prompt found in {source.rows} rows of {source.path} ({source.agent} {source.version})"
            )
            empty.append(
                Check("format drift", None, detail, "update records if somebody typed in that session")
            )
    checks = [_drift_check(*key, kinds[key], lossy[key], rows[key]) for key in sorted(kinds)]
    checks_found = [*(check for check in checks if check), *empty[:_MOST_EMPTY]]
    return checks_found or [Check("format drift", True, "every row type is known")]


def _drift_check(
    agent: str, version: str, kinds: Counter[str], lossy: Counter[str], rows: int
) -> Check | None:
    """Return a check on the unknown rows of one version of an agent; None without any worth a word."""
    name = f"{agent} {version}".strip()
    if lossy:
        share = sum(lossy.values()) / max(1, rows)
        kinds_text = ", ".join(f"{kind} ({count})" for kind, count in lossy.most_common(5))
        detail = f"{name}: {share:.0%} of the rows are of unknown types and may carry words: {kinds_text}"
        return Check("format drift", False if share >= _DRIFT else None, detail, "update records")
    if sum(kinds.values()) / max(1, rows) < _DRIFT:
        return None
    kinds_text = ", ".join(f"{kind} ({count})" for kind, count in kinds.most_common(5))
    return Check("format drift", True, f"{name}: unknown row types that carry no words: {kinds_text}")


def _deletion(project: Project, ledger: Ledger, agent: Agent, now: float, *, is_used: bool) -> list[Check]:
    """Check when the agent will delete the oldest transcript that is not recorded yet.

    Of an agent that is neither installed nor used here, only transcripts that are not recorded matter.
    """
    search = Search.of_user()
    days = agent.retention_days(project.root, search)
    if days is None:
        return []
    roots = project.location.worktrees() if project.location else [project.root]
    values = ledger.known_sources()
    unread = []
    for path in agent.transcript_paths(roots, search):
        state = file_state(str(path))
        if values.get(str(path)) != state and agent.ran_here(path, roots):
            unread.append(state[1] / 1e9)
    name = f"{agent.name}: deletion"
    if not unread and not is_used:
        return []
    if not unread:
        return [Check(name, True, f"transcripts are deleted after {days:.0f} days; all are recorded")]
    due = min(unread) + days * _DAY
    detail = (
        f"{len(unread)} not recorded; {agent.title} deletes the oldest on {stamp(due)[:10]}"
        f" ({days:.0f} days after its last change)"
    )
    return [Check(name, None if due - now > WEEK else False, detail, "records capture sync")]


def _renamed(ledger: Ledger) -> list[Check]:
    """Check for agents that call many tools but none known to edit or run: their tools have new names."""
    calls: dict[str, Counter[str]] = {}
    for row in ledger.turns():
        calls.setdefault(row.turn.agent, Counter()).update(row.turn.tools)
    checks = []
    for agent, tools in sorted(calls.items()):
        acting = (
            getattr(registry.AGENTS[agent].module, "ACTING_TOOLS", None) if agent in registry.AGENTS else None
        )
        if acting and sum(tools.values()) >= _MANY and not acting & tools.keys():
            kinds_text = ", ".join(f"{name} ({count})" for name, count in tools.most_common(5))
            detail = f"{agent} called {sum(tools.values())} tools, none that edits or runs: {kinds_text}"
            checks.append(Check("renamed tools", False, detail, "update records"))
    return checks
