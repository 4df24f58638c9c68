"""A sync with nothing new ends at once, and one with anything new never does."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.capture import checkpoint
from records.capture.consent import switch_off, switch_on
from records.capture.sync import sync
from records.project.project import Project
from records.project.state_dir import StateDir

SESSION = "11111111-2222-4333-8444-555555555555"
LATER = 10 * made.NOW


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A repository with capture on, and an empty home."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    project = made.repository(tmp_path / "shop")
    switch_on(project, 1.0)
    return Project.open(project.root)


def settle(project: Project) -> None:
    """Sync until there is nothing new, once more after the last change has become old enough."""
    sync(project, now=LATER)
    time.sleep(0.06)
    sync(project, now=LATER)
    assert checkpoint.is_current(project.root)


def keep(session: Any) -> list[Path]:
    """Put a session's transcript where its agent keeps it; returns its files."""
    files = made.transcript_files(session, Path(os.environ["HOME"]))
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return list(files)


def say(session: Any, text: str) -> Any:
    """Add a prompt and its answer to a session."""
    return session.prompt(text).answer("Done.") if isinstance(session, made.Claude) else session.turn(text)


@pytest.mark.parametrize("kind", made.KINDS)
def test_a_session_that_begins_or_goes_on_is_seen(shop: Project, kind: type) -> None:
    """For every agent: its first session ever, a second one beside it, and what is added to one."""
    for number in (0, 1, 1, 0):
        settle(shop)
        session = kind(SESSION[:-1] + str(number), shop.root)
        for text in ("Add tax", "Now test it")[
            : 1 + sum(path.exists() for path in made.transcript_files(session, Path.home()))
        ]:
            say(session, text)
        keep(session)
        assert not checkpoint.is_current(shop.root)
        assert sync(shop, now=LATER).transcripts


def _new_tree(project: Project) -> None:
    made.git(
        Path(project.root), "worktree", "add", "-q", "-b", "other", str(Path(project.root).parent / "other")
    )


def _spooled(project: Project) -> None:
    event, at, payload = say(made.Codex(SESSION, project.root), "Add tax").hooks[0]
    made.spool(project, "codex", event, at, payload, "x0")


def _paused(project: Project) -> None:
    switch_off(project)


def _no_ledger(project: Project) -> None:
    StateDir.of(project).ledger.unlink()


def _history_of_aider(project: Project) -> None:
    Path(project.root, ".aider.chat.history.md").write_text(
        "# aider chat started at 2026-11-18 10:00:00\n\n#### hello\n\nHi.\n"
    )


def _codex_list(project: Project) -> None:
    path = Path(os.environ["HOME"], ".codex", "history.jsonl")
    path.parent.mkdir()
    path.write_text("{}\n")


def _damaged(project: Project) -> None:
    StateDir.of(project).base.joinpath("synced").write_bytes(b"\xff\x00\x01")


def _cut(project: Project) -> None:
    path = StateDir.of(project).base / "synced"
    path.write_bytes(path.read_bytes()[:40] + b"\0file\tx")


def _log_of_a_database(project: Project) -> None:
    path = Path(os.environ["HOME"], ".local/share/opencode/opencode.db-wal")
    path.write_bytes(b"what is written is here for some time")


def _other_version(project: Project) -> None:
    path = StateDir.of(project).base / "synced"
    path.write_bytes(b"records 0 1" + path.read_bytes().partition(b"\0")[2])


@pytest.mark.parametrize(
    "change",
    [
        _new_tree,
        _spooled,
        _paused,
        _no_ledger,
        _history_of_aider,
        _codex_list,
        _damaged,
        _cut,
        _other_version,
        _log_of_a_database,
    ],
)
def test_everything_that_a_sync_depends_on_is_watched(
    shop: Project, change: Callable[[Project], None]
) -> None:
    """Work trees, the spool, consent, the ledger, files at the top and in the home, the checkpoint itself."""
    keep(say(made.Claude(SESSION, shop.root), "Add tax"))
    database = Path(os.environ["HOME"], ".local/share/opencode/opencode.db")
    database.parent.mkdir(parents=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(
            "CREATE TABLE session (id, parent_id, directory, version);"
            "CREATE TABLE message (id, session_id, time_created, data);"
            "CREATE TABLE part (id, message_id, session_id, data);"
        )
    settle(shop)
    change(shop)
    assert not checkpoint.is_current(shop.root)


def test_a_removed_work_tree_is_seen(shop: Project) -> None:
    """Its records are written again: also where only the folder was deleted."""
    side = str(Path(shop.root).parent / "side")
    made.git(Path(shop.root), "worktree", "add", "-q", "-b", "side", side)
    keep(say(made.Claude(SESSION, side).prompt("Fix it").edit("cart.py"), "Add tax"))
    settle(shop)
    shutil.rmtree(side)
    assert not checkpoint.is_current(shop.root)
    assert len(sync(Project.open(shop.root), now=LATER).recorded) == 1


def test_another_home_or_variable_is_seen(
    shop: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An agent that is told to keep its files elsewhere keeps others there."""
    settle(shop)
    for name in ("CODEX_HOME", "CLAUDE_CONFIG_DIR", "XDG_DATA_HOME", "COPILOT_HOME", "HOME"):
        with monkeypatch.context() as patch:
            patch.setenv(name, str(tmp_path / "elsewhere"))
            assert not checkpoint.is_current(shop.root)
    assert checkpoint.is_current(shop.root)


def test_a_turn_that_waits_is_looked_at_again(shop: Project) -> None:
    """What is due depends on the clock: nothing is remembered while a turn is running."""
    keep(made.Claude(SESSION, shop.root).prompt("Fix it").edit("cart.py"))
    time.sleep(0.06)
    assert sync(shop, now=made.START + 60).waiting == 1
    assert not checkpoint.is_current(shop.root)


def test_a_change_as_young_as_the_sync_is_not_trusted(shop: Project) -> None:
    """Two changes so near each other can have the same time."""
    settle(shop)
    keep(say(made.Claude(SESSION, shop.root), "Add tax"))
    sync(shop, now=LATER)
    assert not checkpoint.is_current(shop.root)


def test_a_sync_that_fails_leaves_no_checkpoint(shop: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one looks at everything."""
    settle(shop)
    monkeypatch.setattr("records.capture.decide.record_all", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sync(shop, now=LATER)
    assert not checkpoint.is_current(shop.root)


def test_a_transcript_that_its_agent_deletes_is_nothing_new(shop: Project) -> None:
    """Only its folder has changed; afterwards there is nothing to read again."""
    [path] = keep(say(made.Claude(SESSION, shop.root), "Add tax"))
    settle(shop)
    path.unlink()
    settle(shop)


def test_a_transcript_that_a_hook_named_is_awaited(shop: Project, tmp_path: Path) -> None:
    """It may lie anywhere, and come later than the hook."""
    session = say(made.Codex(SESSION, shop.root), "Add tax")
    path = tmp_path / "elsewhere.jsonl"
    for number, (event, at, payload) in enumerate(session.hooks):
        made.spool(shop, "codex", event, at, {**payload, "transcript_path": str(path)}, f"x{number}")
    settle(shop)
    path.write_bytes(session.data)
    assert not checkpoint.is_current(shop.root)
    assert sync(shop, now=LATER).transcripts == 1


def test_a_place_without_a_repository_is_never_current(tmp_path: Path) -> None:
    """The command says what is wrong."""
    assert not checkpoint.is_current(str(tmp_path))
