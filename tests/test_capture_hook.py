"""The installed hook: it stores, prints nothing, and succeeds whatever goes wrong."""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import capture_help as made
from records import capture_hook
from records.capture import spool
from records.capture.consent import switch_off, switch_on
from records.install.agent_hooks import hook_script

PAYLOAD = {"session_id": "s", "hook_event_name": "PreCompact", "prompt": "héllo\nworld"}


@pytest.fixture(params=["sh", "python"])
def run(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    """Run the hook, the one in POSIX sh and the one in Python, and return what happened."""
    script = tmp_path / "capture_hook.sh"
    script.write_text(hook_script())
    start = (
        ["sh", str(script)] if request.param == "sh" else [sys.executable, "-I", "-S", capture_hook.__file__]
    )

    def call(
        cwd: Path, *, data: bytes | None = None, event: str = "PreCompact", **env: str
    ) -> subprocess.CompletedProcess[bytes]:
        sent = json.dumps(PAYLOAD).encode() if data is None else data
        environment = {**os.environ, **env}
        command = [*start, "claude", event]
        return subprocess.run(command, input=sent, cwd=cwd, env=environment, capture_output=True, check=False)

    call.start = start  # type: ignore[attr-defined]
    return call


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A clone on which somebody agreed to capture."""
    project = made.repository(tmp_path / "shop")
    switch_on(project, 1.0)
    (tmp_path / "shop" / ".git" / "records" / "python").unlink()
    return tmp_path / "shop"


def _spooled(shop: Path) -> list[spool.Spooled]:
    return list(spool.waiting(shop / ".git" / "records" / "spool"))


def _silent(done: subprocess.CompletedProcess[bytes]) -> bool:
    return (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_stores_the_payload_as_it_was_given(run, shop: Path) -> None:
    """The event lies in the spool with agent, event and payload, readable by its owner only."""
    assert _silent(run(shop))
    [stored] = _spooled(shop)
    assert (stored.agent, stored.event, stored.payload) == ("claude", "PreCompact", PAYLOAD)
    assert stat.S_IMODE(stored.path.stat().st_mode) == 0o600


def test_a_folder_below_and_a_linked_work_tree_share_the_spool(run, shop: Path) -> None:
    """The spool is in the git directory that all work trees share."""
    (shop / "deep" / "er").mkdir(parents=True)
    made.git(shop, "worktree", "add", "-q", str(shop.parent / "side"), "-b", "side")
    assert _silent(run(shop / "deep" / "er"))
    assert _silent(run(shop.parent / "side"))
    assert len(_spooled(shop)) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_in_the_clone_of_another_user_nothing_is_stored(run, shop: Path, tmp_path: Path) -> None:
    """They agreed, not the one whose agent calls the hook; a clone that git trusts for all users is as one's own."""
    for path in (shop, *shop.rglob("*")):
        os.chown(path, 4321, 4321)
    assert _silent(run(shop))
    assert not _spooled(shop)
    settings = tmp_path / "gitconfig"
    settings.write_text(f"[safe]\n\tdirectory = {shop}\n")
    assert _silent(run(shop, GIT_CONFIG_GLOBAL=str(settings)))
    assert len(_spooled(shop)) == 1


def test_consent_in_a_clone_that_git_does_not_trust_is_none(shop: Path, monkeypatch) -> None:
    """The same where this process is that of another user than the one who agreed."""
    monkeypatch.setattr(os, "geteuid", lambda: 4321)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert capture_hook.spool("claude", "PreCompact", b"{}", str(shop)) is None
    assert not _spooled(shop)


def test_nothing_is_stored_before_somebody_agreed(run, shop: Path) -> None:
    """A committed hook records nobody on a fresh clone."""
    (shop / ".git" / "records" / "on").unlink()
    assert _silent(run(shop))
    assert _spooled(shop) == []


def test_pausing_and_the_environment_stop_it(run, shop: Path) -> None:
    """`records capture off` and RECORDS_CAPTURE=0 make the hook do nothing."""
    assert _silent(run(shop, RECORDS_CAPTURE="0"))
    switch_off(made.Project.open(str(shop)))
    assert _silent(run(shop))
    assert _spooled(shop) == []


def test_outside_a_repository_it_does_nothing(run, tmp_path: Path) -> None:
    """No git, no capture, no complaint."""
    (tmp_path / "plain").mkdir()
    assert _silent(run(tmp_path / "plain"))
    assert list((tmp_path / "plain").iterdir()) == []


def test_every_failure_still_exits_0_and_prints_nothing(run, shop: Path) -> None:
    """A spool that is a file, no tools on PATH, no temporary files, a payload that is no JSON: still silent."""
    folder = shop / ".git" / "records" / "spool"
    folder.write_text("in the way")
    assert _silent(run(shop))
    folder.unlink()
    assert _silent(run(shop, event="../../out"))
    assert _silent(run(shop, event="a/b"))
    assert _silent(run(shop, data=b"\xff\x00 not json"))
    assert _silent(run(shop, data=b""))
    assert not (shop / ".git" / "out").exists()


def test_without_git_and_tools_on_path_the_shell_hook_is_silent(shop: Path, tmp_path: Path) -> None:
    """An empty PATH is one more failure that nobody notices."""
    script = tmp_path / "capture_hook.sh"
    script.write_text(hook_script())
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run(
        ["/bin/sh", str(script), "claude", "Stop"],
        input=b"{}",
        cwd=shop,
        env={"PATH": str(empty)},
        capture_output=True,
        check=False,
    )
    assert _silent(done)


def test_a_full_disk_leaves_nothing_half_written(run, shop: Path) -> None:
    """When the payload does not fit, no event is left behind, not even a part of one."""

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, 16_384))

    done = subprocess.run(
        [*run.start, "claude", "PreCompact"],
        input=b"x" * 200_000,
        cwd=shop,
        capture_output=True,
        check=False,
        preexec_fn=small,
    )
    assert _silent(done)
    folder = shop / ".git" / "records" / "spool"
    assert list(folder.iterdir()) == []


def test_many_large_events_at_once_are_all_stored(shop: Path, tmp_path: Path) -> None:
    """100 events of 200 KB from many processes at once: all there, whole (bench runs 400)."""
    script = tmp_path / "capture_hook.sh"
    script.write_text(hook_script())

    def send(number: int) -> int:
        data = json.dumps({"n": number, "fill": "x" * 200_000}).encode()
        command = ["sh", str(script), "claude", "PreCompact"]
        return subprocess.run(command, input=data, cwd=shop, check=False).returncode

    with ThreadPoolExecutor(32) as pool:
        assert set(pool.map(send, range(100))) == {0}
    stored = _spooled(shop)
    assert sorted(event.payload["n"] for event in stored if event.payload) == list(range(100))


def test_an_event_that_a_killed_hook_left_hidden_is_read_after_a_while(shop: Path) -> None:
    """A hidden file is being written; after ten minutes it was left behind, and its event counts."""
    folder = shop / ".git" / "records" / "spool"
    folder.mkdir()
    left = folder / ".claude.Stop.abc"
    left.write_text(json.dumps(PAYLOAD))
    assert _spooled(shop) == []
    os.utime(left, (1.0, 1.0))
    [found] = _spooled(shop)
    assert (found.name, found.payload) == ("claude.Stop.abc", PAYLOAD)


def test_the_python_hook_wakes_what_follows_a_stop(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop starts a sync, a prompt a snapshot, another event nothing; none is waited for."""
    started: list[list[str]] = []

    class Popen:
        def __init__(self, command: list[str], **_: object) -> None:
            started.append(command[4:])

    monkeypatch.setattr(subprocess, "Popen", Popen)
    for event in ("Stop", "UserPromptSubmit", "PreCompact"):
        capture_hook.wake(event, f"claude.{event}.x", str(shop))
    assert started == [
        ["capture", "sync", "--quiet", "--event", "claude.Stop.x"],
        ["capture", "snapshot", "--quiet", "--event", "claude.UserPromptSubmit.x"],
    ]


def test_the_common_directory_is_found_as_git_finds_it(shop: Path, tmp_path: Path) -> None:
    """Work trees, submodule-like links and folders outside: the same answer without starting git."""
    made.git(shop, "worktree", "add", "-q", str(tmp_path / "side"), "-b", "side")
    assert Path(capture_hook.common_dir(str(shop)) or "") == shop / ".git"
    assert Path(capture_hook.common_dir(str(tmp_path / "side")) or "") == shop / ".git"
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / ".git").write_text("gitdir: ../elsewhere\n")
    assert capture_hook.common_dir(str(alone)) == str(tmp_path / "elsewhere")
    (alone / ".git").write_text("not a link\n")
    assert capture_hook.common_dir(str(alone)) is None


def test_the_python_hook_in_process(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What main does, step by step: consent, pause, environment, a spool in the way, nothing on stdin."""
    monkeypatch.chdir(shop)

    def send(data: bytes, *words: str) -> int:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return capture_hook.main(list(words))

    records = shop / ".git" / "records"
    assert send(b"{}", "claude", "Pre/../Compact") == 0
    [stored] = (records / "spool").iterdir()
    assert stored.name.startswith("claude.Pre..Compact.")
    assert capture_hook.spool("claude", "...", b"{}", str(shop)) is not None
    monkeypatch.setenv("RECORDS_CAPTURE", "0")
    assert capture_hook.spool("claude", "Stop", b"{}", str(shop)) is None
    monkeypatch.delenv("RECORDS_CAPTURE")
    (records / "paused").touch()
    assert capture_hook.spool("claude", "Stop", b"{}", str(shop)) is None
    (records / "paused").unlink()
    (records / "on").unlink()
    assert capture_hook.spool("claude", "Stop", b"{}", str(shop)) is None
    assert capture_hook.spool("claude", "Stop", b"{}", str(shop.parent)) is None
    (records / "on").touch()
    for path in (records / "spool").iterdir():
        path.unlink()
    (records / "spool").rmdir()
    (records / "spool").touch()
    assert send(b"{}", "claude", "PreCompact") == 0
    assert send(b"{}") == 0


def test_a_payload_that_cannot_be_written_leaves_nothing(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hidden file is taken away again."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        capture_hook.spool("claude", "Stop", b"{}", str(shop))
    assert list((shop / ".git" / "records" / "spool").iterdir()) == []


def test_a_command_nudges_a_sync_when_events_wait(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where somebody agreed, capture is not paused, and something is there."""
    started: list[list[str]] = []
    monkeypatch.setattr(capture_hook, "_detach", lambda words, cwd: started.append(words))
    records = shop / ".git" / "records"
    assert not capture_hook.nudge(str(shop))
    (records / "spool").mkdir()
    assert not capture_hook.nudge(str(shop))
    (records / "spool" / "claude.Stop.x.json").write_text("{}")
    assert capture_hook.nudge(str(shop))
    assert started == [["capture", "sync", "--quiet"]]
    (records / "paused").touch()
    assert not capture_hook.nudge(str(shop))
    (records / "on").unlink()
    assert not capture_hook.nudge(str(shop))
    assert not capture_hook.nudge(str(shop.parent))
    monkeypatch.setenv("RECORDS_CAPTURE", "0")
    assert not capture_hook.nudge(str(shop))
