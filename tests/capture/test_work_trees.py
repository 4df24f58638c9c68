"""Whose edits are whose, and which commit holds which turn."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest

import capture_help as made
from records.capture import commits, snapshot
from records.capture.consent import switch_on
from records.capture.sync import sync
from records.capture.turn_log import list_turns
from records.errors import GitError
from records.git import Git
from records.project.project import Project
from records.project.state_dir import StateDir
from records.site.build import build


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    project = made.repository(tmp_path / "shop")
    switch_on(project, 1.0)
    return project


def write(shop: Project, name: str, text: str) -> None:
    (Path(shop.root) / name).write_text(text)


class Session:
    """A session whose hooks run while the work tree changes."""

    def __init__(self, shop: Project, name: str) -> None:
        self.shop, self.name, self.number = shop, name, 0
        self.at = made.START

    def event(self, event: str, at: float, **more: object) -> None:
        """A hook runs and a snapshot is taken."""
        self.number += 1
        key = f"{self.name}-p{more.pop('turn')}"
        payload = {"session_id": self.name, "prompt_id": key, "hook_event_name": event, "cwd": self.shop.root}
        name = f"{self.name}{self.number}"
        made.spool(self.shop, "claude", event, at, {**payload, **more}, name)
        snapshot.take(self.shop, f"claude.{event}.{name}")


def turns(shop: Project) -> dict[str, dict[str, list[str]]]:
    """What each turn is said to have changed, by its first words."""
    names = ("files", "files_ambiguous", "files_human")
    return {turn["utterances"][0]["text"]: {name: turn[name] for name in names} for turn in list_turns(shop)}


def test_records_and_a_built_site_are_no_files_of_a_turn(shop: Project) -> None:
    """Nor are those that another program writes into `history/`, and a site that is removed."""
    root = Path(shop.root)
    one = Session(shop, "s1")
    one.event("UserPromptSubmit", made.START, turn=1, prompt="Build")
    (root / "history/adr").mkdir(parents=True, exist_ok=True)
    write(shop, "history/adr/0001-use-x.md", "# 1. Use x\n\n## Status\n\nAccepted\n")
    build(shop, "public")
    write(shop, "made.py", "x")
    one.event("Stop", made.START + 5, turn=1, last_assistant_message="Done.")
    made.git(root, "add", "-A")
    made.git(root, "commit", "-qm", "Build")
    one.event("UserPromptSubmit", made.START + 10, turn=2, prompt="Remove")
    shutil.rmtree(root / "public")
    write(shop, "second.py", "x")
    one.event("Stop", made.START + 15, turn=2, last_assistant_message="Done.")
    sync(shop, now=made.NOW)
    assert {text: told["files"] for text, told in turns(shop).items()} == {
        "Build": ["made.py"],
        "Remove": ["second.py"],
    }


def test_a_snapshot_touches_nothing_of_the_repository(shop: Project) -> None:
    """Neither index nor objects nor status change; ignored files are not taken."""
    root = Path(shop.root)
    write(shop, ".gitignore", "secret.txt\n")
    write(shop, "secret.txt", "x")
    write(shop, "new.py", "x")
    before = {
        p: p.read_bytes() for p in (root / ".git").rglob("*") if p.is_file() and "records" not in p.parts
    }
    status = made.git(root, "status", "--porcelain")
    told = snapshot.take(shop, "e1")
    after = {
        p: p.read_bytes() for p in (root / ".git").rglob("*") if p.is_file() and "records" not in p.parts
    }
    assert after == before
    assert made.git(root, "status", "--porcelain") == status
    state_dir = StateDir.of(shop)
    write(shop, "new.py", "y")
    again = snapshot.state(shop, state_dir)
    common = str(root / ".git")
    assert snapshot.changed_paths(Git(shop.root), state_dir, common, told["tree"], again["tree"]) == {
        "new.py"
    }
    assert snapshot.changed_paths(Git(shop.root), state_dir, common, told["tree"], told["tree"]) == set()
    with pytest.raises(GitError):
        snapshot.changed_paths(Git(shop.root), state_dir, common, told["tree"], "0" * 40)
    assert (told["branch"], told["head"]) == ("main", made.git(root, "rev-parse", "HEAD"))


def test_a_generators_files_belong_to_the_turn_and_a_persons_to_the_person(shop: Project) -> None:
    """Between prompt and stop the agent's, between stop and prompt the human's."""
    one = Session(shop, "s1")
    one.event("UserPromptSubmit", made.START, turn=1, prompt="Generate")
    write(shop, "generated.py", "x")
    one.event("Stop", made.START + 10, turn=1, last_assistant_message="Done.")
    write(shop, "notes.txt", "mine")
    os.utime(Path(shop.root) / "notes.txt", (made.START + 15, made.START + 15))
    one.event("UserPromptSubmit", made.START + 20, turn=2, prompt="Go further")
    write(shop, "more.py", "x")
    one.event("Stop", made.START + 30, turn=2, last_assistant_message="Done.")
    sync(shop, now=made.NOW)
    assert turns(shop) == {
        "Generate": {"files": ["generated.py"], "files_ambiguous": [], "files_human": []},
        "Go further": {"files": ["more.py"], "files_ambiguous": [], "files_human": ["notes.txt"]},
    }


def test_a_file_that_a_person_removed_is_theirs(shop: Project) -> None:
    """It has no time any more that could be compared with the agent's."""
    write(shop, "old.txt", "x")
    one = Session(shop, "s1")
    one.event("UserPromptSubmit", made.START, turn=1, prompt="Generate")
    write(shop, "generated.py", "x")
    one.event("Stop", made.START + 10, turn=1, last_assistant_message="Done.")
    (Path(shop.root) / "old.txt").unlink()
    one.event("UserPromptSubmit", made.START + 20, turn=2, prompt="Go further")
    write(shop, "more.py", "x")
    one.event("Stop", made.START + 30, turn=2, last_assistant_message="Done.")
    sync(shop, now=made.NOW)
    assert turns(shop)["Go further"] == {
        "files": ["more.py"],
        "files_ambiguous": [],
        "files_human": ["old.txt"],
    }


def test_states_whose_objects_are_gone_say_nothing(shop: Project) -> None:
    """As after somebody has cleaned up in the git directory: what the agent reported itself is recorded."""
    one = Session(shop, "s1")
    one.event("UserPromptSubmit", made.START, turn=1, prompt="Generate")
    write(shop, "generated.py", "x")
    write(shop, "told.py", "x")
    tool = {"tool_name": "Write", "tool_input": {"file_path": f"{shop.root}/told.py"}, "tool_response": {}}
    one.event("PostToolUse", made.START + 5, turn=1, **tool)
    one.event("Stop", made.START + 10, turn=1, last_assistant_message="Done.")
    shutil.rmtree(StateDir.of(shop).base / "objects")
    sync(shop, now=made.NOW)
    assert turns(shop) == {"Generate": {"files": ["told.py"], "files_ambiguous": [], "files_human": []}}


def test_two_sessions_at_once_are_kept_apart_and_doubt_is_said(shop: Project) -> None:
    """What another session's tools edited is its own; what nobody claims is ambiguous, never guessed."""
    one, two = Session(shop, "s1"), Session(shop, "s2")
    one.event("UserPromptSubmit", made.START, turn=1, prompt="First")
    two.event("UserPromptSubmit", made.START + 1, turn=1, prompt="Second")
    write(shop, "theirs.py", "x")
    tool = {"tool_name": "Write", "tool_input": {"file_path": f"{shop.root}/theirs.py"}, "tool_response": {}}
    two.event("PostToolUse", made.START + 2, turn=1, **tool)
    write(shop, "whose.py", "x")
    two.event("Stop", made.START + 9, turn=1, last_assistant_message="Done.")
    one.event("Stop", made.START + 10, turn=1, last_assistant_message="Done.")
    sync(shop, now=made.NOW)
    assert turns(shop)["First"] == {"files": [], "files_ambiguous": ["whose.py"], "files_human": []}
    assert turns(shop)["Second"] == {
        "files": ["theirs.py"],
        "files_ambiguous": ["whose.py"],
        "files_human": [],
    }


def test_a_state_that_is_just_being_taken_is_waited_for(shop: Project) -> None:
    """The record is not written before the snapshot at the stop is there, or too late to matter."""
    one = Session(shop, "s1")
    now = time.time()
    one.event("UserPromptSubmit", now - 30, turn=1, prompt="Generate")
    write(shop, "generated.py", "x")
    payload = {
        "session_id": "s1",
        "prompt_id": "s1-p1",
        "hook_event_name": "Stop",
        "last_assistant_message": ".",
    }
    made.spool(shop, "claude", "Stop", now, payload, "late")
    transcript = made.Claude("s1", shop.root)
    del transcript
    assert sync(shop, now=now + 1).waiting == 1
    snapshot.take(shop, "claude.Stop.late")
    sync(shop, now=now + 100)
    assert turns(shop)["Generate"]["files"] == ["generated.py"]


def recorded(shop: Project, *edits: tuple[str, str]) -> None:
    """Turns that each edit one file, by hooks alone."""
    for number, (text, path) in enumerate(edits):
        at = made.START + 100 * number
        common = {"session_id": "s1", "prompt_id": f"p{number}", "cwd": shop.root}
        tool = {"tool_name": "Write", "tool_input": {"file_path": f"{shop.root}/{path}"}, "tool_response": {}}
        made.spool(shop, "claude", "UserPromptSubmit", at, {**common, "prompt": text}, f"a{number}")
        made.spool(shop, "claude", "PostToolUse", at + 1, {**common, **tool}, f"b{number}")
        made.spool(shop, "claude", "Stop", at + 2, {**common, "last_assistant_message": "."}, f"c{number}")
    sync(shop, now=made.NOW)


def commit(shop: Project, path: str, text: str = "x\n") -> str:
    root = Path(shop.root)
    write(shop, path, text)
    made.git(root, "add", path)
    made.git(root, "commit", "-qm", f"Change {path}")
    return made.git(root, "rev-parse", "HEAD")


def ties(shop: Project) -> dict[str, list[str]]:
    return {turn["utterances"][0]["text"]: turn["commits"] for turn in list_turns(shop)}


def test_turns_are_tied_to_the_commit_that_holds_their_files(
    shop: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each turn to the first commit with its work; rebase and squash are followed; others are left alone."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    recorded(shop, ("One", "a.py"), ("Two", "b.py"), ("Three", "c.py"))
    root = Path(shop.root)
    write(shop, "a.py", "x\n")
    made.git(root, "add", "a.py")
    assert commits.trailers(shop) == ["PHR: history/prompts/general/0001-one.general.prompt.md"]
    first = commit(shop, "a.py")
    assert commits.link(shop) == ["history/prompts/general/0001-one.general.prompt.md"]
    second = commit(shop, "b.py")
    commits.link(shop)
    assert ties(shop) == {"One": [first], "Two": [second], "Three": []}
    commit(shop, "a.py", "later\n")
    assert commits.link(shop) == []

    made.git(root, "reset", "-q", "--soft", "HEAD~3")
    made.git(root, "commit", "-qm", "Squashed")
    squashed = made.git(root, "rev-parse", "HEAD")
    assert commits.follow(shop, f"{first} {squashed}\n{second} {squashed} extra\n\n") == 2
    assert ties(shop) == {"One": [squashed], "Two": [squashed], "Three": []}


def test_a_rewrite_that_nobody_told_is_found_by_what_the_commit_changes(shop: Project) -> None:
    """A rebase on another machine: the same patch under another id."""
    recorded(shop, ("One", "a.py"))
    old = commit(shop, "a.py")
    commits.link(shop)
    assert commits.heal(shop) == 0
    root = Path(shop.root)
    made.git(root, "commit", "-q", "--amend", "-m", "Another message")
    new = made.git(root, "rev-parse", "HEAD")
    made.git(root, "reflog", "expire", "--expire=now", "--all")
    assert old != new
    assert commits.heal(shop) == 1
    assert ties(shop) == {"One": [new]}
    made.git(root, "commit", "-q", "--allow-empty", "-m", "Empty")
    assert commits.patch_id(commits._git(shop), "HEAD") == ""


def test_without_a_ledger_there_are_no_trailers(shop: Project) -> None:
    """Nothing was captured, nothing is said."""
    assert commits.trailers(shop) == []
    with pytest.raises(GitError):
        commits.link(shop, "nowhere")


def test_a_snapshot_file_tells_when_it_was_taken(shop: Project) -> None:
    """So that the ledger can order it."""
    snapshot.take(shop, "e1")
    told = json.loads((StateDir.of(shop).spool / "e1.tree").read_text())
    assert abs(told["at"] - time.time()) < 60


def test_old_snapshots_are_deleted_when_there_are_many(shop: Project) -> None:
    """The newest snapshot of a work tree keeps its objects, so that the next one need not read all files again."""
    state_dir, git, common = StateDir.of(shop), Git(shop.root), f"{shop.root}/.git"
    write(shop, "old.py", "x")
    old = snapshot.state(shop, state_dir)["tree"]
    write(shop, "old.py", "y")
    new = snapshot.state(shop, state_dir)["tree"]
    assert not snapshot.prune(state_dir, git, common)
    assert snapshot.prune(state_dir, git, common, limit=0)
    with pytest.raises(GitError):
        snapshot.changed_paths(git, state_dir, common, old, new)
    write(shop, "new.py", "x")
    newest = snapshot.state(shop, state_dir)["tree"]
    assert snapshot.changed_paths(git, state_dir, common, new, newest) == {"new.py"}


def test_what_a_snapshot_consists_of_does_not_count_as_old(shop: Project) -> None:
    """More untracked folders than the limit do not make every sync delete and read them again."""
    state_dir, git, common = StateDir.of(shop), Git(shop.root), f"{shop.root}/.git"
    for number in range(12):
        (Path(shop.root) / f"many-{number}").mkdir()
        write(shop, f"many-{number}/file.txt", str(number))
    snapshot.state(shop, state_dir)
    assert snapshot.prune(state_dir, git, common, limit=10)
    snapshot.state(shop, state_dir)
    assert not snapshot.prune(state_dir, git, common, limit=10)


def test_a_commit_that_prints_nothing_is_the_turns(shop: Project) -> None:
    """HEAD moved between prompt and stop; a commit that was only switched to is not the turn's."""
    root = Path(shop.root)
    made.git(root, "switch", "-q", "-c", "old")
    write(shop, "old.py", "x")
    made.git(root, "add", "-A")
    made.git(root, "commit", "-q", "-m", "old", "--date", "2020-01-01T00:00:00Z")
    made.git(root, "-c", "user.name=x", "switch", "-q", "main")
    one = Session(shop, "s1")
    one.event("UserPromptSubmit", made.START, turn=1, prompt="Commit it")
    write(shop, "new.py", "x")
    made.git(root, "add", "-A")
    made.git(root, "commit", "-q", "-m", "quiet")
    head = made.git(root, "rev-parse", "HEAD")
    one.event("Stop", made.START + 10, turn=1, last_assistant_message="Done.")
    sync(shop, now=made.NOW)
    [turn] = list_turns(shop)
    assert turn["commits"] == [head]
    assert turn["disposition"] == "recorded"


def test_a_commit_before_the_snapshot_is_the_turns(shop: Project) -> None:
    """An agent can commit before the state at its prompt is taken: the reflog says when HEAD moved."""
    root = Path(shop.root)
    one = Session(shop, "s1")
    heads = []
    for number in (1, 2):
        time.sleep(1.1)  # the reflog counts in seconds
        made.git(root, "commit", "-q", "--allow-empty", "-m", f"by a person {number}")
        time.sleep(1.1)
        prompted = time.time()
        write(shop, f"{number}.py", "x")
        made.git(root, "add", "-A")
        made.git(root, "commit", "-q", "-m", f"quiet {number}")
        heads.append(made.git(root, "rev-parse", "HEAD"))
        one.event("UserPromptSubmit", prompted, turn=number, prompt=f"Commit it {number}")
        one.event("Stop", time.time(), turn=number, last_assistant_message="Done.")
    sync(shop, now=time.time() + 600)
    assert [turn["commits"] for turn in reversed(list_turns(shop))] == [[head] for head in heads]


def test_an_agent_that_is_faster_than_the_snapshot_is_not_taken_for_a_person(shop: Project) -> None:
    """A file that changed after the prompt is the agent's, though the snapshot at the prompt has it already."""
    now = time.time()
    one = Session(shop, "s1")
    one.event("UserPromptSubmit", now - 90, turn=1, prompt="Begin")
    write(shop, "first.py", "x")
    one.event("Stop", now - 80, turn=1, last_assistant_message="Done.")
    write(shop, "mine.txt", "x")
    os.utime(Path(shop.root) / "mine.txt", (now - 70, now - 70))
    write(shop, "fast.py", "x")
    one.event("UserPromptSubmit", now - 60, turn=2, prompt="Go on")
    write(shop, "slow.py", "x")
    one.event("Stop", now - 50, turn=2, last_assistant_message="Done.")
    sync(shop, now=now + 600)
    second = turns(shop)["Go on"]
    assert (second["files"], second["files_human"]) == (["fast.py", "slow.py"], ["mine.txt"])


def test_a_turn_that_only_a_hook_reports_waits_for_its_transcript_once(shop: Project) -> None:
    """The sync that a stop starts does not wait a second time: a one-shot run is recorded by it."""
    made.spool(
        shop,
        "codex",
        "UserPromptSubmit",
        made.NOW,
        {"session_id": "s", "turn_id": "t", "prompt": "Fix it"},
        "a",
    )
    made.spool(shop, "codex", "Stop", made.NOW + 1, {"session_id": "s", "turn_id": "t"}, "b")
    first = sync(shop, now=made.NOW + 3)
    assert (first.waiting, first.hook_only) == (1, 1)
    assert sync(shop, now=made.NOW + 5, final=True).waiting == 0


@pytest.mark.parametrize("second_event", ["UserPromptExpansion", "UserPromptSubmit"])
def test_a_prompt_that_two_hooks_report_ends_with_its_turn(shop: Project, second_event: str) -> None:
    """A slash command, or a hook that is installed twice: the state at the stop is found, and nothing is awaited."""
    session = Session(shop, "c")
    session.event("UserPromptSubmit", session.at, turn=1, prompt="/why 7 8")
    more = {"command_name": "why", "command_args": "7 8"} if "Expansion" in second_event else {}
    session.event(second_event, session.at + 0.1, turn=1, prompt="/why 7 8", **more)
    write(shop, "new.py", "x")
    session.event("Stop", session.at + 2.0, turn=1, last_assistant_message="Because.")
    outcome = sync(Project.open(shop.root), now=session.at + 4.0, final=True)
    assert (outcome.waiting, len(outcome.recorded)) == (0, 1)
    [turn] = list_turns(shop)
    assert (turn["disposition"], turn["files"]) == ("recorded", ["new.py"])
