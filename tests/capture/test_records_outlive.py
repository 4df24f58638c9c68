"""Records outlive the work tree, the branch and the name under which they were written."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.capture.sync import sync
from records.capture.turn_log import list_turns
from records.capture.verify import verify_capture
from records.project import files
from records.project.project import Project
from records.project.state_dir import StateDir

SESSION = "11111111-2222-4333-8444-555555555555"


def typed_in(
    folder: str, text: str, *, bash: tuple[str, str] | None = None, number: int = 5, file: str = "cart.py"
) -> Path:
    """Put a session of Claude Code that edited a file in a folder where the agent keeps it."""
    session = SESSION[:-1] + str(number)
    story = made.Claude(session, folder).prompt(text)
    if file:
        story.edit(file)
    if bash:
        story.bash(*bash)
    projects = Path(os.environ["HOME"]) / ".claude" / "projects" / re.sub(r"[^A-Za-z0-9]", "-", folder)
    projects.mkdir(parents=True, exist_ok=True)
    path = projects / f"{session}.jsonl"
    path.write_bytes(story.answer("Fixed.").data)
    return path


def prompts(root: str | Path) -> list[str]:
    """The names of the prompt records in a work tree."""
    return sorted(path.name for path in (Path(root) / "history" / "prompts").rglob("*.md"))


@pytest.mark.parametrize("place", ["../side", ".claude/worktrees/side"])
def test_a_record_is_written_where_the_prompt_was_typed_and_again_when_that_is_gone(
    shop: Project, place: str
) -> None:
    """In the linked work tree, whoever syncs; and in the main one after the linked one was removed."""
    side = os.path.normpath(os.path.join(shop.root, place))
    made.git(Path(shop.root), "worktree", "add", "-q", "-b", "side", side)
    typed_in(side, "Fix it")
    done = sync(shop, now=made.NOW)
    assert prompts(side) == ["0001-fix-it.general.prompt.md"]
    assert prompts(shop.root) == []
    assert done.recorded == [os.path.join(side, "history/prompts/general/0001-fix-it.general.prompt.md")]
    assert verify_capture(shop).problems == ()
    made.git(Path(shop.root), "worktree", "remove", "--force", side)
    assert len(verify_capture(shop).problems) == 1
    again = sync(Project.open(shop.root), now=made.NOW)
    assert again.recorded == ["history/prompts/general/0001-fix-it.general.prompt.md"]
    assert prompts(shop.root) == ["0001-fix-it.general.prompt.md"]
    assert verify_capture(shop).problems == ()
    assert sync(Project.open(shop.root), now=made.NOW).recorded == []


@pytest.mark.parametrize("kept", ["merged", "on its branch", "as a file"])
def test_a_record_that_outlives_its_work_tree_is_not_written_again(shop: Project, kept: str) -> None:
    """It came into the main work tree, or is on the branch that stays: there is one, and nothing is missing."""
    root, side = Path(shop.root), os.path.join(os.path.dirname(shop.root), "side")
    made.git(root, "worktree", "add", "-q", "-b", "side", side)
    typed_in(side, "Fix it")
    [written] = sync(shop, now=made.NOW).recorded
    if kept == "as a file":
        target = root / os.path.relpath(written, side)
        target.parent.mkdir(parents=True)
        target.write_bytes(Path(written).read_bytes())
    else:
        made.git(Path(side), "add", "-A")
        made.git(Path(side), "commit", "-q", "-m", "work")
    if kept == "merged":
        made.git(root, "merge", "-q", "side")
    made.git(root, "worktree", "remove", "--force", side)
    for _ in range(2):
        assert sync(Project.open(shop.root), now=made.NOW).recorded == []
    assert len(prompts(shop.root)) == (kept != "on its branch")
    assert verify_capture(Project.open(shop.root)).problems == ()


def test_a_lost_ledger_does_not_double_what_is_on_another_branch(shop: Project) -> None:
    """The transcript tells of the turn again; its record is where it was."""
    root = Path(shop.root)
    made.git(root, "switch", "-q", "-c", "work")
    typed_in(shop.root, "Fix it")
    assert len(sync(shop, now=made.NOW).recorded) == 1
    made.git(root, "add", "-A")
    made.git(root, "commit", "-q", "-m", "work")
    made.git(root, "switch", "-q", "main")
    for path in StateDir.of(shop).base.glob("ledger.sqlite*"):
        path.unlink()
    assert sync(Project.open(shop.root), now=made.NOW).recorded == []
    assert prompts(shop.root) == []
    [turn] = list_turns(Project.open(shop.root))
    assert (turn["disposition"], turn["reason"]) == ("ledger", "recorded on another branch")


@pytest.mark.parametrize("damage", ["a folder", "too large", "no id"])
def test_a_record_that_cannot_be_brought_up_to_date_stays_as_it_is(shop: Project, damage: str) -> None:
    """What became known later is in the ledger; the next record is written all the same."""
    path = typed_in(shop.root, "Fix it")
    [record] = sync(shop, now=made.NOW).recorded
    file = Path(shop.root, record)
    text = file.read_text()
    if damage == "a folder":
        file.unlink()
        file.mkdir()
    elif damage == "too large":
        file.write_text(text + "x" * 5_000_000)
    else:
        file.write_text(text.replace("id: ", "ident: ", 1))
    typed_in(shop.root, "Fix it", bash=("pytest -q", "3 passed"))
    os.utime(path, (made.NOW + 5, made.NOW + 5))
    typed_in(shop.root, "Now test it", number=6)
    outcome = sync(Project.open(shop.root), now=made.NOW + 600)
    assert [Path(name).name[4:] for name in outcome.recorded] == ["-now-test-it.general.prompt.md"]
    assert outcome.updated == []
    assert file.is_dir() == (damage == "a folder")


@pytest.mark.parametrize("synced", [False, True])
def test_a_work_tree_that_was_moved_keeps_its_prompts(shop: Project, synced: bool) -> None:
    """What a hook reported in a linked work tree is recorded in its new place, known before the move or not."""
    old, new = (os.path.join(os.path.dirname(shop.root), name) for name in ("side", "moved"))
    made.git(Path(shop.root), "worktree", "add", "-q", "-b", "side", old)
    if synced:
        sync(shop, now=made.NOW)
    path = typed_in(old, "Fix it")
    payload = {"session_id": path.stem, "prompt": "Fix it", "cwd": old, "transcript_path": str(path)}
    made.spool(shop, "claude", "UserPromptSubmit", made.START, payload, "m1")
    made.git(Path(shop.root), "worktree", "move", old, new)
    sync(Project.open(shop.root), now=made.NOW)
    assert prompts(shop.root) + prompts(new) == ["0001-fix-it.general.prompt.md"]
    assert verify_capture(Project.open(shop.root)).problems == ()


@pytest.mark.parametrize("keep", ["branch", "tag", "detached"])
def test_a_record_that_is_committed_elsewhere_is_not_gone(shop: Project, keep: str) -> None:
    """Any ref of the clone may have it, under its path or another one."""
    root = Path(shop.root)
    made.git(root, "switch", "-q", "-c", "work")
    typed_in(shop.root, "Fix it")
    sync(shop, now=made.NOW)
    folder = root / "history" / "prompts" / "general"
    (folder / "0001-fix-it.general.prompt.md").rename(folder / "0009-renamed.general.prompt.md")
    assert verify_capture(shop).problems == ()
    made.git(root, "add", "-A")
    made.git(root, "commit", "-q", "-m", "work")
    if keep == "detached":
        made.git(root, "worktree", "add", "-q", "--detach", str(root.parent / "side"), "work")
    elif keep == "tag":
        made.git(root, "tag", "-a", "-m", "x", "kept")
    made.git(root, "switch", "-q", "main")
    if keep != "branch":
        made.git(root, "branch", "-q", "-D", "work")
    assert verify_capture(Project.open(shop.root)).problems == ()


def test_a_deleted_record_is_gone(shop: Project) -> None:
    """What a person deletes is reported, and not written again."""
    typed_in(shop.root, "Fix it")
    [path] = sync(shop, now=made.NOW).recorded
    Path(shop.root, path).unlink()
    assert sync(Project.open(shop.root), now=made.NOW).recorded == []
    assert "is gone" in verify_capture(shop).problems[0]


def test_a_deletion_that_is_accepted_is_no_problem_any_more(shop: Project) -> None:
    """The prompt stays in the ledger, counted; it is not recorded again when its transcript grows."""
    typed_in(shop.root, "Fix it")
    [path] = sync(shop, now=made.NOW).recorded
    Path(shop.root, path).unlink()
    verdict = verify_capture(shop, accept_deleted=True)
    assert verdict.problems == ()
    assert (verdict.coverage.recorded, verdict.coverage.ledger) == (0, 1)
    assert verify_capture(shop).problems == ()
    typed_in(shop.root, "Fix it")
    assert sync(Project.open(shop.root), now=made.NOW).recorded == []
    [turn] = list_turns(shop)
    assert (turn["record"], turn["reason"]) == (None, "its record was deleted")


def test_a_deletion_that_is_not_committed_is_not_accepted_silently(shop: Project) -> None:
    """HEAD still has the record: the verdict names it, and the turn stays recorded until the deletion is committed."""
    root = Path(shop.root)
    typed_in(shop.root, "Fix it")
    [path] = sync(shop, now=made.NOW).recorded
    made.git(root, "add", "-A")
    made.git(root, "commit", "-qm", "Record")
    (root / path).unlink()
    verdict = verify_capture(shop, accept_deleted=True)
    assert (verdict.uncommitted_deletions, verdict.coverage.recorded) == ((path,), 1)
    made.git(root, "commit", "-qam", "Delete")
    verdict = verify_capture(shop, accept_deleted=True)
    assert (verdict.uncommitted_deletions, verdict.coverage.recorded) == ((), 0)


def test_a_turn_with_a_record_is_recorded_whatever_the_policy_says(shop: Project) -> None:
    """Without the ledger, the id in the record's front matter decides, also for a turn that came to nothing."""
    settings = Path(shop.root, ".records", "config.toml")
    settings.parent.mkdir(exist_ok=True)
    settings.write_text('[capture]\npolicy = "all"\n')
    typed_in(shop.root, "What is this?", file="")
    [path] = sync(Project.open(shop.root), now=made.NOW).recorded
    settings.unlink()
    for ledger in Path(shop.root, ".git/records").glob("ledger*"):
        ledger.unlink()
    assert sync(Project.open(shop.root), now=made.NOW).recorded == []
    assert [(turn["disposition"], turn["record"]) for turn in list_turns(shop)] == [("recorded", path)]


def test_a_record_that_is_written_again_takes_no_name_of_another_one(shop: Project) -> None:
    """The same words were typed in both work trees: there are two records, also when one tree is removed."""
    side = str(Path(shop.root).parent / "side")
    made.git(Path(shop.root), "worktree", "add", "-q", "-b", "side", side)
    typed_in(side, "Fix it")
    typed_in(shop.root, "Fix it", number=6)
    sync(shop, now=made.NOW)
    assert (len(prompts(side)), len(prompts(shop.root))) == (1, 1)
    made.git(Path(shop.root), "worktree", "remove", "--force", side)
    sync(Project.open(shop.root), now=made.NOW)
    assert len(prompts(shop.root)) == 2
    assert verify_capture(shop).problems == ()


@pytest.mark.parametrize("edited", [False, True])
def test_a_later_test_run_renames_the_record_unless_somebody_edited_it(shop: Project, edited: bool) -> None:
    """The stage in the file's name is the stage in its front matter."""
    path = typed_in(shop.root, "Fix it")
    [record] = sync(shop, now=made.NOW).recorded
    if edited:
        Path(shop.root, record).write_text(Path(shop.root, record).read_text() + "\nMy note.\n")
    typed_in(shop.root, "Fix it", bash=("pytest -q", "3 passed"))
    os.utime(path, (made.NOW + 5, made.NOW + 5))
    sync(Project.open(shop.root), now=made.NOW + 600)
    name = "0001-fix-it.general.prompt.md" if edited else "0001-fix-it.green.prompt.md"
    assert prompts(shop.root) == [name]
    assert verify_capture(shop).problems == ()


def codex_in(shop: Project, folder: str) -> made.Codex:
    """A session of Codex of which a hook has reported the prompt."""
    session = made.Codex(SESSION, folder).turn("Fix it", tool="cart.py")
    made.spool(shop, "codex", *session.hooks[0], "x0")
    return session


def list_prompts(session: made.Codex) -> None:
    """Write Codex's own list of prompts."""
    path = Path(os.environ["HOME"], ".codex", "history.jsonl")
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        {"session_id": session.session, "ts": int(at), "text": "Fix it"}
        for event, at, _ in session.hooks
        if event == "UserPromptSubmit"
    ]
    path.write_bytes(made.lines(rows))


def write_rollout(session: made.Codex) -> None:
    """Write the session's transcript."""
    path = Path(
        os.environ["HOME"], ".codex/sessions/2026", f"rollout-2026-11-07T10-00-00-{session.session}.jsonl"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(session.data)


@pytest.mark.parametrize("later", [list_prompts, write_rollout])
@pytest.mark.parametrize("gone", [True, False])
def test_a_record_is_written_again_once_while_more_becomes_known(
    shop: Project, later: Any, gone: bool
) -> None:
    """The work tree goes and the turn changes before the same sync, and again later: there is one record."""
    config = Path(shop.root, ".records", "config.toml")
    config.parent.mkdir(exist_ok=True)
    config.write_text('[capture]\npolicy = "all"\n')
    side = str(Path(shop.root).parent / "side")
    made.git(Path(shop.root), "worktree", "add", "-q", "-b", "side", side)
    session = codex_in(shop, side)
    sync(Project.open(shop.root), now=made.NOW + 8000)
    assert len(prompts(side)) == 1
    typed_in(shop.root, "Another one", number=7)  # the record that is written again gets another number
    sync(Project.open(shop.root), now=made.NOW + 8500)
    if gone:
        made.git(Path(shop.root), "worktree", "remove", "--force", side)
    made.spool(shop, "codex", *session.hooks[1], "x1")
    for step in range(4):
        sync(Project.open(shop.root), now=made.NOW + 9000 + 100 * step)
        if step == 0:
            later(session)
        if step == 2:
            write_rollout(session)
    assert [len(prompts(tree)) for tree in (shop.root, side)] == ([2, 0] if gone else [1, 1])
    assert verify_capture(Project.open(shop.root)).problems == ()


def test_a_record_that_was_renamed_is_found_after_the_id_of_its_turn_changed(shop: Project) -> None:
    """A person renames the file that a hook's report gave; then the agent's list gives the turn another id."""
    config = Path(shop.root, ".records", "config.toml")
    config.parent.mkdir(exist_ok=True)
    config.write_text('[capture]\npolicy = "all"\n')
    session = codex_in(shop, shop.root)
    [record] = sync(Project.open(shop.root), now=made.NOW + 8000).recorded
    Path(shop.root, record).rename(Path(shop.root, record).with_name("0009-mine.general.prompt.md"))
    list_prompts(session)
    for step in range(2):
        sync(Project.open(shop.root), now=made.NOW + 9000 + 100 * step)
        assert prompts(shop.root) == ["0009-mine.general.prompt.md"]
        assert verify_capture(Project.open(shop.root)).problems == ()


def test_an_update_keeps_the_title_that_carries_on(shop: Project) -> None:
    """A turn that says only "continue" is named after the turn before it, also when its record is written again."""
    session = made.Claude(SESSION, shop.root).prompt("Fix it").edit("cart.py").answer("Fixed.")
    session.prompt("continue").edit("till.py").answer("Done.")
    path = Path(
        os.environ["HOME"], ".claude/projects", re.sub(r"[^A-Za-z0-9]", "-", shop.root), f"{SESSION}.jsonl"
    )
    path.parent.mkdir(parents=True)
    path.write_bytes(session.data)
    sync(shop, now=made.NOW)
    session.edit("shelf.py").answer("Done, all of it.")
    path.write_bytes(session.data)
    assert len(sync(Project.open(shop.root), now=made.NOW + 600).updated) == 1
    text = next(Path(shop.root, "history").rglob("0002-*")).read_text()
    assert 'title: "Continue: Fix it"' in text
    assert "shelf.py" in text


def test_what_a_killed_sync_left_beside_a_record_is_removed_when_the_record_is_found(shop: Project) -> None:
    """A sync that was killed between a record and the ledger leaves a temporary file, and the next one no trace of it."""
    typed_in(shop.root, "Fix it")
    sync(shop, now=made.NOW)
    assert shop.state_dir
    Path(shop.state_dir.ledger).unlink()
    left = Path(shop.root) / "history/prompts/general/.records-killed.tmp"
    left.write_text("half", "utf-8")
    files.remove_abandoned.cache_clear()  # another process
    assert sync(Project.open(shop.root), now=made.NOW).recorded == []
    assert not left.exists()
    assert prompts(shop.root) == ["0001-fix-it.general.prompt.md"]


@pytest.mark.parametrize("length", [40_000, 400_000])
def test_a_long_prompt_is_recorded_verbatim(shop: Project, length: int) -> None:
    """A log that somebody pastes is kept whole, whether a hook or only the transcript reported it."""
    line = "2026-01-01 12:00:00 worker 7: order 1234 was paid twice\n"
    text = "Why is this?\n\n" + (line * (length // len(line) + 1))[:length].rstrip()
    path = typed_in(shop.root, text)
    payload = {"session_id": path.stem, "prompt": text, "cwd": shop.root, "transcript_path": str(path)}
    made.spool(shop, "claude", "UserPromptSubmit", made.START, payload, "l1")
    [record] = sync(shop, now=made.NOW).recorded
    assert text in Path(shop.root, record).read_text("utf-8")
    assert verify_capture(shop).problems == ()
