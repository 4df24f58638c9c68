"""A session as the agent would drive it: the installed hook, real sh, real git, real files, real records."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.capture.turn_log import list_turns
from records.capture.verify import verify_capture
from records.cli.main import main
from records.ledger.ledger import Ledger
from records.project.project import Project
from records.project.state_dir import StateDir

SESSION = "11111111-2222-4333-8444-555555555555"


class Agent:
    """An agent that writes its transcript and calls its hooks, as its settings tell it to."""

    def __init__(self, shop: Path, home: Path) -> None:
        self.shop = shop
        folder = home / ".claude" / "projects" / "".join(c if c.isalnum() else "-" for c in str(shop))
        folder.mkdir(parents=True)
        self.transcript = folder / f"{SESSION}.jsonl"
        self.story = made.Claude(SESSION, str(shop), tick=0.0001)
        self.hooks = json.loads((shop / ".claude" / "settings.json").read_text())["hooks"]
        self.told = 0

    def do(self, step: Callable[[made.Claude], Any], *, write: bool = True) -> None:
        """Let something happen: the transcript grows, then the hooks run."""
        self.story.at = time.time()
        step(self.story)
        if write:
            self.transcript.write_bytes(self.story.data)
        for event, _, payload in self.story.hooks[self.told :]:
            self.hook(event, payload)
        self.told = len(self.story.hooks)

    def hook(self, event: str, payload: dict[str, Any]) -> None:
        """Run what the settings name for an event, as a shell would."""
        sent = json.dumps({**payload, "transcript_path": str(self.transcript)})
        for entry in self.hooks[event]:
            done = subprocess.run(
                ["sh", "-c", entry["hooks"][0]["command"]],
                input=sent,
                cwd=self.shop,
                env={**os.environ, "CLAUDE_PROJECT_DIR": str(self.shop)},
                capture_output=True,
                text=True,
                check=False,
            )
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def wait(until: Callable[[], Any], what: str) -> Any:
    """Wait for something that happens in a process of its own."""
    end = time.time() + 30
    while time.time() < end:
        found = until()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"in vain: {what}")


def snapshots(shop: Path) -> int:
    base = shop / ".git" / "records"
    spooled = len(list((base / "spool").glob("*.tree")))
    if not (base / "ledger.sqlite").exists():
        return spooled
    with closing(sqlite3.connect(base / "ledger.sqlite")) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'snapshots'").fetchone():
            return spooled  # a sync has just created the file
        (stored,) = database.execute("SELECT count(*) FROM events JOIN snapshots USING (name)").fetchone()
    return spooled + int(stored)


def facts(path: Path) -> dict[str, Any]:
    """The front matter of a record, read by a YAML library."""
    import frontmatter

    return dict(frontmatter.loads(path.read_text()).metadata)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with the hooks of Claude Code and git installed by the command line."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CLAUDE_CONFIG_DIR", raising=False)
    project = made.repository(tmp_path / "shop")
    monkeypatch.chdir(project.root)
    for agent in ("claude", "git"):
        assert main(["capture", "install", agent, "--yes"]) == 0
    made.git(tmp_path / "shop", "add", "-A")
    with monkeypatch.context() as patch:  # a commit in the second of the first prompt counts as the agent's
        patch.setenv("GIT_COMMITTER_DATE", f"@{int(time.time()) - 60} +0000")
        made.git(tmp_path / "shop", "-c", "core.hooksPath=/dev/null", "commit", "-qm", "Install the hook")
    return tmp_path / "shop"


def test_a_session_becomes_records(shop: Path, tmp_path: Path) -> None:
    """Edits, a generator, tests, a commit, a queued remark, a human's edit, a subagent, an interrupt."""
    agent = Agent(shop, tmp_path / "home")
    before = made.git(shop, "rev-parse", "HEAD")
    agent.hook("SessionStart", {"session_id": SESSION, "cwd": str(shop), "hook_event_name": "SessionStart"})

    def prompt_one(story: made.Claude) -> None:
        story.prompt("Cart total ignores the discount, fix it. My key is ghp_" + "a1B2" * 9)

    agent.do(prompt_one)
    wait(lambda: snapshots(shop) >= 1, "the snapshot at the first prompt")
    (shop / "cart.py").write_text("def total(s, d):\n    return s - d\n")
    (shop / "generated.py").write_text("X = 1\n")
    agent.do(lambda story: story.edit("cart.py"))
    agent.do(lambda story: story.bash("pytest -q | tail -1", "1 failed, 2 passed in 0.1s"))
    agent.do(lambda story: story.queue("and test zero"))
    agent.do(lambda story: story.bash("pytest -q | tail -1", "3 passed in 0.1s"))
    made.git(shop, "add", "cart.py")
    made.git(shop, "commit", "-qm", "Subtract the discount")
    commit = made.git(shop, "rev-parse", "HEAD")
    agent.do(lambda story: story.answer("Fixed the discount."))
    first = wait(lambda: list(shop.glob("history/prompts/general/0001-*.md")), "the first record")[0]

    (shop / "notes.txt").write_text("mine\n")  # a person's own edit, between two turns

    def prompt_two(story: made.Claude) -> None:
        story.prompt("Review it")

    agent.do(prompt_two)
    wait(lambda: snapshots(shop) >= 3, "the snapshot at the second prompt")
    agent.do(lambda story: story.raw("Review cart.py", isSidechain=True, agentId="ab12"))
    agent.do(lambda story: story.call("Agent", {"prompt": "Review"}, "ok", toolUseResult={"agentId": "ab12"}))
    agent.do(lambda story: story.interrupt())

    def prompt_three(story: made.Claude) -> None:
        story.prompt("Rename it")

    agent.do(prompt_three)
    wait(lambda: snapshots(shop) >= 4, "the snapshot at the third prompt")
    (shop / "cart.py").write_text("def sum_total(s, d):\n    return s - d\n")
    agent.do(lambda story: story.edit("cart.py"))
    agent.do(lambda story: story.answer("Renamed."))
    second = wait(lambda: list(shop.glob("history/prompts/general/0002-*.md")), "the second record")[0]
    wait(lambda: not list((shop / ".git/records/spool").glob("*.json")), "an empty spool")

    told = facts(first)
    assert told["title"] == "Cart total ignores the discount, fix it"
    assert (told["stage"], told["state"], told["branch"]) == ("green", "completed", "main")
    assert told["files"] == ["cart.py", "generated.py"]
    assert told["tests"] == ["pytest -q: failed, then passed (3 passed)"]
    assert (told["head_before"], told["head_after"]) == (before, commit)
    assert [said.split()[0] for said in told["utterances"]] == ["typed", "queued"]
    text = first.read_text()
    assert "ghp_" not in text
    assert "[REDACTED:github-token#" in text
    assert "and test zero" in text
    renamed = facts(second)
    assert (renamed["title"], renamed["files"]) == ("Rename it", ["cart.py"])
    assert len(list(shop.glob("history/prompts/*/*.md"))) == 2

    # the file is there a moment before the ledger says so
    wait(lambda: verify_capture(Project.open(str(shop))).coverage.recorded == 2, "the ledger's word")
    verdict = verify_capture(Project.open(str(shop)))
    assert verdict.problems == ()
    assert (verdict.coverage.seen, verdict.coverage.recorded, verdict.coverage.folded) == (4, 2, 1)
    log = list_turns(Project.open(str(shop)))
    assert [(turn["title"], turn["state"]) for turn in log] == [
        ("Rename it", "completed"),
        ("Review it", "interrupted"),
        ("Cart total ignores the discount, fix it", "completed"),
    ]
    assert log[1]["files_human"] == ["notes.txt"]
    linked = wait(lambda: list_turns(Project.open(str(shop)))[2]["commits"], "the link to the commit")
    assert linked == [commit]


def test_a_colleague_who_never_agreed_is_not_recorded(shop: Path, tmp_path: Path) -> None:
    """The committed hook is on the clone, and does nothing there."""
    clone = tmp_path / "clone"
    made.git(tmp_path, "clone", "-q", str(shop), str(clone))
    agent = Agent(clone, tmp_path / "other")

    def prompt(story: made.Claude) -> None:
        story.prompt("Secretly recorded?")

    agent.do(prompt)
    assert not (clone / ".git" / "records").exists()


def test_a_work_tree_shares_the_ledger(shop: Path, tmp_path: Path) -> None:
    """What is said in a linked work tree is recorded there, in the one ledger of the clone."""
    side = tmp_path / "side"
    made.git(shop, "worktree", "add", "-q", str(side), "-b", "007-login")
    agent = Agent(side, tmp_path / "home")
    agent.story.branch = "007-login"

    def prompt(story: made.Claude) -> None:
        story.prompt("Add a login")

    agent.do(prompt)
    (side / "login.py").write_text("pass\n")
    agent.do(lambda story: story.edit("login.py"))
    agent.do(lambda story: story.answer("Added."))
    [found] = wait(lambda: list(side.glob("history/prompts/007-login/*.md")), "the record in the work tree")
    assert facts(found)["files"] == ["login.py"]
    assert not (shop / "history" / "prompts" / "007-login").exists()
    with Ledger(StateDir.of(Project.open(str(shop))).ledger) as ledger:
        assert len(ledger.turns()) == 1
