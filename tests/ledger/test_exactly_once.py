"""Every utterance exactly once, whatever order, repetition, truncation and killing do to its evidence."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.capture import write_phr as writing
from records.capture.consent import switch_on
from records.capture.sync import sync
from records.capture.verify import verify_capture
from records.ledger.ledger import Ledger
from records.project.project import Project
from records.project.state_dir import StateDir

TEXTS = ("continue", "yes", "Add a discount to the cart", "Now test it", "continue", "Why is it slow?")


class Story:
    """Six sessions at once, and everything that agents would tell about them."""

    def __init__(self, root: str, folder: Path, chance: random.Random) -> None:
        self.files: dict[Path, bytes] = {}
        self.events: list[tuple[str, str, float, dict[str, Any], str]] = []
        self.said: Counter[tuple[str, str]] = Counter()
        sessions = [
            (made.Claude, {"ids": True}, "claude"),
            (made.Claude, {"ids": False}, "claude"),
            (made.Claude, {"ids": False}, "claude"),
            (made.Codex, {}, "codex"),
            (made.Gemini, {}, "gemini"),
            (made.Copilot, {}, "copilot"),
        ]
        for number, (kind, more, agent) in enumerate(sessions):
            name = f"0000000{number}-1111-4222-8333-444444444444"
            session = kind(name, root, at=made.START + chance.random() * 60, **more)
            self._play(session, chance)
            path = folder / f"{name}.jsonl"
            if chance.random() < 0.85:
                self.files[path] = session.data
            else:  # its transcript is lost: what the hooks told is all there is
                session.said = [words for _, _, told in session.hooks if (words := told.get("prompt"))]
            for text in session.said:
                self.said[name, text] += 1
            for at, (event, when, payload) in enumerate(session.hooks):
                told = {**payload, "transcript_path": str(path), "transcriptPath": str(path)}
                self.events.append((agent, event, when, told, f"{number}x{at}"))

    def _play(self, session: Any, chance: random.Random) -> None:
        for _ in range(chance.randint(2, 4)):
            text = chance.choice(TEXTS)
            if isinstance(session, made.Codex | made.Copilot):
                session.turn(text, *chance.sample(TEXTS, chance.randint(0, 2)))
                continue
            if isinstance(session, made.Gemini):
                session.turn(text)
                continue
            session.prompt(text)
            if chance.random() < 0.5:
                session.edit("cart.py")
            if chance.random() < 0.3:
                session.queue(chance.choice(TEXTS))
            if chance.random() < 0.3:
                session.refuse("not like that")
            if chance.random() < 0.8:
                session.answer("Done.")
            else:
                session.interrupt()


def _killed_at(project: Project, now: float, step: int) -> None:
    """Run a sync in a process of its own that dies, like by kill -9, at its n-th call."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    left = step

    def count(frame: Any, event: str, _: Any) -> None:
        nonlocal left
        if event == "call" and "/records/" in frame.f_code.co_filename:
            left -= 1
            if left <= 0:
                os._exit(9)

    sys.setprofile(count)
    try:
        sync(project, now=now)
    finally:
        os._exit(0)


def _cut(data: bytes, chance: random.Random) -> bytes:
    """Cut off the end of a file, mostly within a row; the rows that are left depend on the seed alone, not on their length."""
    rows = data.splitlines(keepends=True)
    kept = chance.randint(0, len(rows))
    part = rows[kept][: int(len(rows[kept]) * chance.random())] if kept < len(rows) else b""
    return b"".join(rows[:kept]) + part


def _disturb(project: Project, story: Story, chance: random.Random) -> None:
    """Some of the evidence arrives, in no order, twice, cut off, and the sync is killed."""
    for event in chance.sample(story.events, chance.randint(0, len(story.events))):
        made.spool(project, *event)
    for path, data in story.files.items():
        if chance.random() < 0.7:
            path.write_bytes(_cut(data, chance))
    moments = [made.START + 30, made.START + 90, made.NOW, made.NOW + 9999]
    now = chance.choice(moments)
    if chance.random() < 0.7:
        _killed_at(project, now, int(10 ** chance.uniform(1.0, 5.5)))
    else:
        sync(Project.open(project.root), now=now)


@pytest.mark.parametrize("seed", range(int(os.environ.get("RECORDS_SEEDS", "6"))))
def test_six_sessions_survive_shuffling_duplication_truncation_and_killing(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """0 lost, 0 double: in the ledger, among the records, and in the coverage."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    chance = random.Random(seed)
    project = made.repository(tmp_path / "shop")
    (tmp_path / "shop" / ".records").mkdir()
    (tmp_path / "shop" / ".records" / "config.toml").write_text('[capture]\npolicy = "all"\n')
    project = Project.open(project.root)
    switch_on(project, 1.0)
    folder = tmp_path / "transcripts"
    folder.mkdir()
    story = Story(project.root, folder, chance)
    for _ in range(chance.randint(1, 4)):
        _disturb(project, story, chance)
    for event in chance.sample(story.events, len(story.events)):
        made.spool(project, *event)
    for path, data in story.files.items():
        path.write_bytes(data)
    sync(Project.open(project.root), now=made.NOW + 10_000)
    again = sync(Project.open(project.root), now=made.NOW + 20_000)

    assert not again.recorded
    with Ledger(StateDir.of(project).ledger) as ledger:
        told = Counter(
            (row.turn.session, said.text) for row in ledger.turns() for said in row.turn.utterances
        )
        assert told == story.said
    captures = [capture for capture, _ in writing.marks(project)]
    assert len(captures) == len(set(captures))
    verdict = verify_capture(project)
    assert verdict.problems == ()
    assert verdict.coverage.seen == sum(story.said.values())
    assert verdict.coverage.open == 0
    assert verdict.coverage.recorded == len(captures)


class Everyone:
    """Sessions of all agents in two work trees, each in the place where its agent keeps it, and their hooks."""

    def __init__(self, root: str, side: str, home: Path, chance: random.Random) -> None:
        self.files: dict[Path, bytes] = {}
        self.events: list[tuple[str, str, float, dict[str, Any], str]] = []
        self.said: Counter[tuple[str, str]] = Counter()
        self.prompts: dict[Path, list[dict[str, Any]]] = {}
        self.home = home
        for number, kind in enumerate(made.KINDS):
            for place, tree in enumerate((root, side)):
                name = f"0000000{number}-000{place}-4222-8333-444444444444"
                self._add(kind(name, tree, at=made.START + chance.random() * 60), kind, chance)

    def _add(self, session: Any, kind: type, chance: random.Random) -> None:
        for _ in range(chance.randint(1, 3)):
            text = chance.choice(TEXTS)
            session.prompt(text).answer("Done.") if kind is made.Claude else session.turn(text)
        agent = kind.__name__.removesuffix("Items").lower()
        seen = "transcript" if agent == "qwen" else chance.choice(("both", "transcript", "hooks", "list"))
        if seen == "list" and agent not in ("claude", "codex"):
            seen = "both"
        name = f"ses_{session.session}" if agent == "opencode" else session.session
        if seen in ("both", "transcript"):
            self.files.update(made.transcript_files(session, self.home))
        if seen in ("both", "hooks"):
            for event, when, payload in session.hooks:
                self.events.append((agent, event, when, payload, f"{name[-40:]}x{len(self.events)}"))
        if agent == "claude" or (agent == "codex" and seen != "list"):
            self._list(session, agent, is_named=seen == "list" or chance.random() < 0.5)
        elif seen == "list":
            return  # Codex's own list does not say where a prompt was typed: alone, it is not recorded
        if agent == "opencode" and seen == "hooks":
            self.files.update(made.transcript_files(session, self.home))
        self.said.update((name, text) for text in session.said)

    def _list(self, session: Any, agent: str, *, is_named: bool) -> None:
        """Add the session's prompts to the agent's own list of all prompts; older versions did not name the session."""
        rows = self.prompts.setdefault(self.home / f".{agent}/history.jsonl", [])
        times = [when for event, when, _ in session.hooks if event == "UserPromptSubmit"]
        for text, when in zip(session.said, times, strict=True):
            if agent == "claude":
                rows.append({
                    "display": text, "timestamp": int(when * 1000), "project": session.cwd,
                    **({"sessionId": session.session} if is_named else {}),
                })  # fmt: skip
            else:
                rows.append({"session_id": session.session, "ts": int(when), "text": text})

    def write(self, chance: random.Random, *, whole: bool) -> None:
        """Write the transcripts and lists, some of them not at all or cut off unless they are to be whole."""
        lists = {path: made.lines(rows) for path, rows in self.prompts.items()}
        for path, data in {**self.files, **lists}.items():
            if whole or chance.random() < 0.6:
                path.parent.mkdir(parents=True, exist_ok=True)
                is_cut = not whole and path.suffix == ".jsonl" and chance.random() < 0.5
                path.write_bytes(_cut(data, chance) if is_cut else data)


@pytest.mark.parametrize("seed", range(int(os.environ.get("RECORDS_SEEDS", "6"))))
def test_all_agents_and_a_removed_work_tree_lose_and_double_nothing(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hooks, transcripts and lists of prompts of all agents, in any order; the records outlive the work tree."""
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    chance = random.Random(seed)
    project = made.repository(tmp_path / "shop")
    root = Path(project.root)
    (root / ".records").mkdir()
    (root / ".records" / "config.toml").write_text('[capture]\npolicy = "all"\n')
    side = chance.choice((tmp_path / "shop-side", root / ".claude" / "worktrees" / "side"))
    made.git(root, "worktree", "add", "-q", "-b", "side", str(side))
    shutil.copytree(root / ".records", side / ".records")
    switch_on(Project.open(str(root)), 1.0)
    sync(Project.open(str(root)), now=made.START)
    story = Everyone(str(root), str(side), home, chance)
    removed_at = chance.randint(0, 3)
    for step in range(4):
        for event in chance.sample(story.events, chance.randint(0, len(story.events))):
            made.spool(project, *event)
        story.write(chance, whole=False)
        start = side if side.is_dir() and chance.random() < 0.4 else root
        sync(Project.open(str(start)), now=chance.choice((made.START + 60, made.NOW, made.NOW + 9999)))
        if step == removed_at:
            made.git(root, "worktree", "remove", "--force", str(side))
    for event in story.events:
        made.spool(project, *event)
    story.write(chance, whole=True)
    sync(Project.open(str(root)), now=made.NOW + 10_000)
    again = sync(Project.open(str(root)), now=made.NOW + 20_000)

    assert again.recorded == []
    with Ledger(StateDir.of(project).ledger) as ledger:
        texts = Counter(
            (row.turn.session, utterance.text) for row in ledger.turns() for utterance in row.turn.utterances
        )
    assert texts == story.said
    verdict = verify_capture(project)
    assert verdict.problems == ()
    assert verdict.coverage.seen == sum(story.said.values())
    assert verdict.coverage.open == 0
    captures = Counter(capture for capture, _ in writing.marks(project))
    assert sum(captures.values()) == len(captures) == verdict.coverage.recorded
