"""The commands of `records capture`, through the front door."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.cli.main import main
from records.project.project import Project
from records.project.state_dir import StateDir

SESSION = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = made.repository(tmp_path / "shop")
    monkeypatch.chdir(project.root)
    return project


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def transcript(tmp_path: Path, shop: Project) -> Path:
    told = made.Claude(SESSION, shop.root).prompt("Fix the total").edit("cart.py").answer("Fixed.")
    told.prompt("What is this?").answer("A shop.")
    path = tmp_path / f"{SESSION}.jsonl"
    path.write_bytes(told.data)
    return path


def test_a_transcript_is_looked_at_and_then_imported(run: Any, shop: Project, transcript: Path) -> None:
    """The preview writes nothing; the import prints paths, the rest is talk."""
    code, out, err = run("capture", "import", "--dry-run", str(transcript))
    assert (code, err) == (0, "2 turns; nothing was written\n")
    assert "Fix the total" in out
    code, out, _ = run("capture", "import", "--dry-run", "--json", str(transcript))
    assert [turn["utterances"][0]["text"] for turn in json.loads(out)] == ["Fix the total", "What is this?"]
    assert not (Path(shop.root) / "history").exists()
    code, out, err = run("capture", "import", str(transcript))
    assert (code, out) == (0, "history/prompts/general/0001-fix-the-total.general.prompt.md\n")
    assert err == "0 events and 1 transcript read; 1 record written\n"
    code, out, _ = run("capture", "import", "--json", str(transcript))
    assert json.loads(out)["recorded"] == []


def test_log_verify_and_status_tell_the_same_story(run: Any, shop: Project, transcript: Path) -> None:
    """Seen is recorded and folded and in the ledger and quarantined and open."""
    run("capture", "import", str(transcript))
    code, out, _ = run("capture", "verify")
    assert (code, out) == (0, "2 seen = 1 recorded + 0 folded + 1 ledger + 0 quarantined + 0 open\n")
    code, out, _ = run("capture", "verify", "--json")
    assert json.loads(out)["holds"] is True
    code, out, _ = run("capture", "log", "--only", "ledger", "-n", "1")
    assert out.split("  ")[2:] == ["ledger", "What is this?", "nothing came of it\n"]
    assert json.loads(run("capture", "log", "--only", "open", "--json")[1]) == []
    code, out, _ = run("capture", "status")
    assert out.startswith("capture     off: records capture on\npolicy      significant\n")
    (Path(shop.root) / "history/prompts/general/0001-fix-the-total.general.prompt.md").unlink()
    code, _, err = run("capture", "verify")
    assert code == 1
    assert "is gone" in err
    assert "records capture verify --accept-deleted" in err


def test_on_off_and_sync(run: Any, shop: Project) -> None:
    """Without consent a sync says so; the quiet one that hooks start says nothing."""
    code, _, err = run("capture", "sync")
    assert code == 2
    assert err == "error: capture is off on this clone\nhint: records capture on\n"
    assert run("capture", "sync", "--quiet") == (0, "", "")
    assert run("capture", "on")[0] == 0
    code, _, err = run("capture", "sync")
    assert err == "0 events and 0 transcripts read; 0 records written\n"
    made.spool(shop, "claude", "UserPromptSubmit", 1.0, {"session_id": "s", "prompt": "hi"}, "x")
    assert json.loads(run("capture", "sync", "--json")[1])["events"] == 1
    assert json.loads(run("capture", "status", "--json")[1])["on"] is True
    run("capture", "off")
    assert json.loads(run("capture", "status", "--json")[1])["on"] is False
    assert run("capture", "status")[1].startswith("capture     paused\n")


def test_notes_and_another_sync_are_told(run: Any, shop: Project) -> None:
    """What could not be read; that another one is at work."""
    run("capture", "on")
    folder = StateDir.of(shop).spool
    folder.mkdir()
    (folder / "hal.Stop.x.json").write_text("{}")
    assert "note: hal.Stop.x: unknown payload" in run("capture", "sync")[2]
    from records.ledger.ledger import sync_lock

    with sync_lock(StateDir.of(shop).base / "sync.lock", 0.0):
        assert "another sync is running and will do this too" in run("capture", "sync")[2]


def test_a_sync_after_a_stop_waits_for_the_transcript(
    run: Any, shop: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes the snapshot of the event that started it, and looks a second time."""
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    run("capture", "on")
    payload = {"session_id": "s", "prompt_id": "p", "prompt": "hi", "cwd": shop.root}
    import time

    made.spool(shop, "claude", "UserPromptSubmit", time.time(), payload, "x")
    assert run("capture", "sync", "--quiet", "--event", "claude.Stop.y") == (0, "", "")
    assert slept == [2.0]


def test_installing_asks_and_shows_first(run: Any, shop: Project) -> None:
    """Without a terminal only --yes agrees; the diff is shown; installing agrees to capture."""
    code, out, _ = run("capture", "install", "claude", "--dry-run")
    assert (code, "+++ b/.claude/settings.json" in out) == (0, True)
    assert not (Path(shop.root) / ".claude").exists()
    code, _, err = run("capture", "install", "claude")
    assert code == 2
    assert "add --yes to agree" in err
    code, out, err = run("capture", "install", "claude", "-y")
    assert (code, out) == (0, ".records/hook\n.claude/settings.json\n")
    assert ".records/hook: +61 -0 lines" in err
    assert "capture is on; claude is installed" in err
    assert "was installed already" in run("capture", "install", "claude", "-y")[2]
    assert run("capture", "install", "git", "-y")[0] == 0
    assert json.loads(run("capture", "status", "--json")[1])["installed"] == ["claude", "git"]
    assert run("capture", "uninstall", "git", "-y")[0] == 0
    code, out, _ = run("capture", "uninstall", "claude", "-y")
    assert (code, out) == (0, ".claude/settings.json\n.records/hook\n")
    assert "is not installed here" in run("capture", "uninstall", "claude", "-y")[2]
    assert run("capture", "uninstall", "git", "--dry-run")[0] == 0


def test_the_doctor(run: Any, shop: Project) -> None:
    """Exits with 1 when something is wrong; a clone that has not agreed is only asked."""
    code, out, _ = run("capture", "doctor")
    assert code == 0
    assert "?     consent: nobody on this clone agreed  (records capture on)" in out
    run("capture", "on")
    code, out, _ = run("capture", "doctor")
    assert code == 1
    assert "BAD   agents: no agent's settings call the hook  (records capture install claude)" in out
    run("capture", "install", "claude", "-y")
    code, out, _ = run("capture", "doctor")
    assert code == 0
    assert "ok    claude: live canary: went through the hook into the ledger" in out
    assert all("name" in check for check in json.loads(run("capture", "doctor", "--json")[1]))


def test_link_and_snapshot(
    run: Any, shop: Project, transcript: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What git's hooks call, by hand."""
    run("capture", "on")
    run("capture", "import", str(transcript))
    code, out, _ = run("capture", "snapshot")
    assert (code, len(out)) == (0, 41)
    assert run("capture", "snapshot", "--quiet") == (0, "", "")
    root = Path(shop.root)
    (root / "cart.py").write_text("x\n")
    made.git(root, "add", "-A")
    record = "history/prompts/general/0001-fix-the-total.general.prompt.md"
    assert run("capture", "link", "--trailer")[1] == f"PHR: {record}\n"
    made.git(root, "commit", "-qm", "x")
    head = made.git(root, "rev-parse", "HEAD")
    import time

    monkeypatch.setattr(time, "time", lambda: made.NOW)
    linked = run("capture", "link")[1]
    assert linked in (f"{record}\n", "")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{head} {head}\n"))
    assert run("capture", "link", "--rewritten")[1].endswith(" followed\n")
    assert run("capture", "link", "--heal")[1] == "0 links followed\n"
    assert run("capture", "link", "--quiet")[1] == ""


def test_a_snapshot_outside_a_repository_is_no_complaint(run: Any, tmp_path: Path) -> None:
    """The hook's helper never gets in the way."""
    code, _, err = run("-C", str(tmp_path), "capture", "snapshot", "--quiet")
    assert code == 2
    assert "is not in a git repository" in err


def test_the_hook_command_stores_and_stays_silent(shop: Project) -> None:
    """As an agent on a machine without a POSIX shell calls it, in a process of its own."""
    main(["capture", "on"])
    done = subprocess.run(
        [sys.executable, "-m", "records", "capture", "hook", "copilot", "postToolUse"],
        input=b'{"sessionId": "s"}',
        cwd=shop.root,
        env=dict(os.environ),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    [stored] = StateDir.of(shop).spool.iterdir()
    assert stored.name.startswith("copilot.postToolUse.")


def test_phr_new_takes_the_rest_from_the_session(run: Any, shop: Project) -> None:
    """The agent gives title, stage and outcome; a later sync knows the record again."""
    folder = Path(os.environ["HOME"]) / ".claude" / "projects"
    folder = folder / "".join(c if c.isalnum() else "-" for c in shop.root)
    folder.mkdir(parents=True)
    told = made.Claude(SESSION, shop.root).prompt("Fix the total").edit("cart.py").bash("pytest", "3 passed")
    (folder / f"{SESSION}.jsonl").write_bytes(told.data)
    words = ["--title", "Fix totals", "--stage", "green", "--outcome", "Totals add up", "--from-session"]
    code, out, _ = run("phr", "new", *words)
    assert code == 0
    text = shop.store.text(out.strip())
    for part in ("Fix the total", "pytest: passed (3 passed)", "cart.py", "Totals add up", "claude-opus-4-8"):
        assert part in text
    run("capture", "on")
    (folder / f"{SESSION}.jsonl").write_bytes(told.answer("Done.").data)
    run("capture", "import", str(folder))
    assert len(list(Path(shop.root).glob("history/prompts/*/*.md"))) == 1
    code, _, err = run("phr", "new", "x", "--stage", "green", "--from-session", "codex")
    assert (code, "no session of Codex" in err) == (2, True)


def test_any_command_lets_a_sync_follow(run: Any, shop: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Events that wait are looked after by whatever command is next, detached; capture's own do it themselves."""
    from records import capture_hook

    started: list[list[str]] = []
    monkeypatch.setattr(capture_hook, "_detach", lambda words, cwd: started.append(words))
    run("capture", "on")
    made.spool(shop, "claude", "Stop", 1.0, {"session_id": "s"}, "x")
    run("capture", "status")
    assert started == []
    run("list")
    assert started == [["capture", "sync", "--quiet"]]


def test_files_that_give_no_prompt_are_named_by_the_preview_and_by_the_import(
    run: Any, transcript: Path, tmp_path: Path
) -> None:
    """A damaged archive and a session without a prompt are notes; the prompts beside them are read."""
    damaged = tmp_path / "rollout-2026-07-01T10-00-00-x.jsonl.zst"
    damaged.write_bytes(b"\x28\xb5\x2f\xfdthis is no frame")
    empty = tmp_path / "22222222-2222-4333-8444-555555555555.jsonl"
    empty.write_text('{"type":"system","subtype":"init","sessionId":"s","uuid":"u","cwd":"/a"}\n')
    for words in (("--dry-run",), ()):
        code, out, err = run("capture", "import", *words, str(damaged), str(empty), str(transcript))
        assert code == 0
        assert f"{damaged.name}" in err
        assert f"{empty}: no prompt found in 1 rows of Claude Code" in err
        assert ("Fix the total" in out) == bool(words)


def test_a_deletion_to_accept_is_to_be_committed_first(run: Any, shop: Project, transcript: Path) -> None:
    """`verify --accept-deleted` says why it accepts nothing."""
    run("capture", "import", str(transcript))
    made.git(Path(shop.root), "add", "-A")
    made.git(Path(shop.root), "commit", "-qm", "Record")
    path = "history/prompts/general/0001-fix-the-total.general.prompt.md"
    (Path(shop.root) / path).unlink()
    code, _, err = run("capture", "verify", "--accept-deleted")
    assert (code, err) == (0, f"nothing to accept: {path} is still at HEAD; commit its deletion first\n")


def test_uninstall_says_that_capture_is_still_on(run: Any, shop: Project) -> None:
    """And how it is paused; where it is off already, there is nothing to say."""
    hint = "capture is still on for this clone; records capture off pauses it"
    run("capture", "install", "claude", "--yes")
    assert hint in run("capture", "uninstall", "claude", "--yes")[2]
    run("capture", "install", "claude", "--yes")
    run("capture", "off")
    assert hint not in run("capture", "uninstall", "claude", "--yes")[2]
