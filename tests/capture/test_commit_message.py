"""Trailers of commits: whatever is damaged, a commit is never kept from being made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import capture_help as made
from records.capture.commit_message import check_commits, prepare_message
from records.capture.sync import sync
from records.errors import GitError
from records.git import trust
from records.project.project import Project
from records.project.state_dir import StateDir

SESSION = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def recorded(shop: Project) -> Project:
    """A repository in which a turn was recorded; the file that it changed is staged, and its record is not."""
    folder = Path(
        os.environ["HOME"], ".claude/projects", "".join(c if c.isalnum() else "-" for c in shop.root)
    )
    folder.mkdir(parents=True)
    told = made.Claude(SESSION, shop.root).prompt("Fix it").edit("cart.py").answer("Done.")
    (folder / f"{SESSION}.jsonl").write_bytes(told.data)
    (Path(shop.root) / "cart.py").write_text("fixed = 1\n")
    assert len(sync(Project.open(shop.root), now=made.NOW).recorded) == 1
    made.git(Path(shop.root), "add", "cart.py")
    return Project.open(shop.root)


def prepared(project: Project) -> str:
    """The message of a commit that is about to be made."""
    path = Path(project.root) / ".git/COMMIT_EDITMSG"
    path.write_text("Fix the cart\n")
    prepare_message(project, str(path))
    return path.read_text()


def test_the_record_of_a_staged_file_is_named(recorded: Project) -> None:
    """Without being staged itself."""
    assert "\nPHR: general/0001" in prepared(recorded)


def test_a_damaged_ledger_keeps_no_commit_back(recorded: Project) -> None:
    """What the records themselves say is named all the same."""
    StateDir.of(recorded).ledger.write_bytes(b"this is no database" * 100)
    message = prepared(recorded)
    assert message.startswith("Fix the cart\n")
    assert "\nPHR: general/0001" in message


def test_a_repository_that_git_refuses_keeps_no_commit_back(
    recorded: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where another user owns it: the message stays as it was written."""
    trust._refusals.clear()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert prepared(recorded) == "Fix the cart\n"


def test_outside_a_repository_there_are_no_commits_to_check(tmp_path: Path) -> None:
    """That is said, with what it is about."""
    (tmp_path / "history/adr").mkdir(parents=True)
    with pytest.raises(GitError, match="is in no git repository") as caught:
        check_commits(Project.open(str(tmp_path)))
    assert caught.value.hint == "only commits have trailers"
