"""What the doctor says of formats that moved on, and of transcripts that will be deleted."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.agents.hook_settings import HOOK
from records.agents.registry import AGENTS
from records.capture import doctor
from records.capture.consent import switch_off, switch_on
from records.capture.status import capture_status
from records.capture.sync import sync
from records.install import agent_hooks
from records.install.agent_hooks import hook_script
from records.project.project import Project
from records.project.state_dir import StateDir

SESSION = "11111111-2222-4333-8444-555555555555"
DAY = 86400.0


def keep(shop: Project, rows: list[dict[str, Any]]) -> Path:
    """Put a transcript where Claude Code keeps it."""
    slug = "".join(sign if sign.isalnum() else "-" for sign in shop.root)
    path = Path(os.environ["HOME"]) / ".claude" / "projects" / slug / f"{SESSION}.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(made.lines(rows))
    return path


def checks(shop: Project, name: str, now: float = made.NOW) -> list[doctor.Check]:
    return [check for check in doctor.examine(shop, now=now) if check.name == name]


@pytest.mark.parametrize(
    ("row", "ok"),
    [
        ({"type": "latch", "value": "", "count": 3}, True),
        ({"type": "flags", "tools": ["Write"], "id": "x y"}, True),
        ({"type": "spoken", "message": {"content": "please fix it"}}, False),
        ({"type": "note", "body": {"text": "two words"}}, False),
    ],
)
def test_only_unknown_rows_that_may_carry_words_are_a_loss(
    shop: Project, row: dict[str, Any], ok: bool
) -> None:
    """Others are listed, and nothing is wrong."""
    keep(shop, [*made.Claude(SESSION, shop.root).prompt("Fix it").answer("Done.").rows, row])
    sync(shop, now=made.NOW)
    [check] = checks(shop, "format drift")
    assert check.ok is ok
    assert row["type"] in check.detail


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_hook_that_is_not_ours_is_not_run(shop: Project, tmp_path: Path, is_ours: bool) -> None:
    """It is tracked: a clone may bring any program under its name. One that was changed by a line is none of ours."""
    agent_hooks.install(shop, agent_hooks.plan_install(shop, AGENTS["claude"]))
    switch_on(shop, made.NOW)
    hook = Path(shop.root) / HOOK
    marker = tmp_path / "marker"
    if not is_ours:
        hook.write_text(f"{hook_script()}\ntouch '{marker}'\n")
        hook.chmod(0o755)
    [check] = checks(shop, "claude: live canary")
    assert not marker.exists()
    assert ("was not run" in check.detail) is not is_ours


def test_a_long_transcript_without_a_prompt_is_named(shop: Project) -> None:
    """Nobody may have spoken in it, or the format has changed."""
    rows = [
        {"type": "system", "uuid": f"u{number}", "cwd": shop.root, "sessionId": SESSION}
        for number in range(12)
    ]
    path = keep(shop, rows)
    sync(shop, now=made.NOW)
    [check] = checks(shop, "format drift")
    assert (check.ok, str(path) in check.detail) == (None, True)


@pytest.mark.parametrize(("settings", "days"), [({}, 30), ({"cleanupPeriodDays": 3}, 3)])
def test_the_day_of_deletion_of_what_is_not_recorded_is_given(
    shop: Project, settings: dict[str, int], days: int
) -> None:
    """By the agent's own setting; after a sync all is recorded."""
    path = keep(shop, made.Claude(SESSION, shop.root).prompt("Fix it").answer("Done.").rows)
    os.utime(path, (made.NOW, made.NOW))
    (Path(os.environ["HOME"]) / ".claude" / "settings.json").write_text(json.dumps(settings))
    [check] = checks(shop, "claude: deletion")
    assert made.stamp(made.NOW + days * DAY)[:10] in check.detail
    assert check.ok is (None if days > 7 else False)
    sync(shop, now=made.NOW)
    [check] = checks(shop, "claude: deletion")
    assert (check.ok, "all are recorded" in check.detail) == (True, True)


def test_a_period_that_no_number_counts_is_no_deletion(shop: Project) -> None:
    """Nothing is deleted, then, and the doctor goes on."""
    keep(shop, made.Claude(SESSION, shop.root).prompt("Fix it").answer("Done.").rows)
    (Path(os.environ["HOME"]) / ".claude" / "settings.json").write_text(
        json.dumps({"cleanupPeriodDays": 10**400})
    )
    assert checks(shop, "claude: deletion") == []


def enable_plugin(folder: Path, value: object = True) -> None:
    """Enable the plugin of `records` in a folder of settings."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(json.dumps({"enabledPlugins": {"records@records": value}}))


def test_the_plugin_of_a_person_calls_the_hook(shop: Project) -> None:
    """With it nothing is missing, and no second hook is advised; status and the doctor name it."""
    enable_plugin(Path(os.environ["HOME"]) / ".claude")
    assert checks(shop, "agents") == []
    [check] = checks(shop, "claude: plugin")
    assert (check.ok, check.detail) == (True, "records@records calls the hook")
    assert checks(shop, "claude: last event")[0].detail == "never"
    assert capture_status(shop)["installed"] == ["claude plugin"]


def write_for_person(path: str, text: str) -> None:
    """Write a file of an agent's settings below the home folder."""
    file = Path(os.environ["HOME"], path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize("value", [True, False])
def test_the_plugin_of_codex_is_named(shop: Project, value: bool) -> None:
    """Codex keeps what is installed and enabled in its settings; a damaged file or another plugin is none."""
    for text in (
        "[plugins",
        '[plugins]\n"records@records" = 1\n',
        '[plugins."other@records"]\nenabled = true\n',
    ):
        write_for_person(".codex/config.toml", text)
        assert capture_status(shop)["installed"] == []
    enabled = str(value).lower()
    write_for_person(".codex/config.toml", f'[plugins."records@records"]\nenabled = {enabled}\n')
    assert capture_status(shop)["installed"] == (["codex plugin"] if value else [])


def test_the_extension_of_gemini_is_named(shop: Project) -> None:
    """It lies in a folder of its own; the last rule that fits the project's folder says whether it is on."""
    write_for_person(".gemini/extensions/records/gemini-extension.json", "{}")
    assert capture_status(shop)["installed"] == ["gemini plugin"]
    parent = Path(shop.root).parent
    for overrides, installed in (
        ([f"!{parent}/*"], []),
        ([f"!{parent}/*", f"{shop.root}/*"], ["gemini plugin"]),
        (["!/somewhere/else/*"], ["gemini plugin"]),
    ):
        rules = json.dumps({"records": {"overrides": overrides}})
        write_for_person(".gemini/extensions/extension-enablement.json", rules)
        assert capture_status(shop)["installed"] == installed


@pytest.mark.parametrize("folder", [".claude", "home"])
def test_a_plugin_that_is_switched_off_calls_nothing(shop: Project, folder: str) -> None:
    """In the person's settings, or in the project's, which come later."""
    home = Path(os.environ["HOME"]) / ".claude"
    enable_plugin(home, value=folder != "home")
    if folder == ".claude":
        enable_plugin(Path(shop.root) / ".claude", value=False)
    assert checks(shop, "claude: plugin") == []
    [check] = checks(shop, "agents")
    assert check.ok is False
    assert capture_status(shop)["installed"] == []


def test_a_prompt_that_the_hook_missed_is_named_with_its_folder(shop: Project) -> None:
    """Claude Code that starts in a subfolder does not read the hooks of the project."""
    below = Path(shop.root) / "src"
    below.mkdir()
    made.spool(shop, "claude", "SessionStart", made.START - 60, {"session_id": "s", "cwd": shop.root}, "e1")
    story = made.Claude(SESSION, str(below)).prompt("Fix the total").edit("cart.py").answer("Done.")
    keep(shop, story.rows)
    sync(shop, now=made.NOW)
    [check] = checks(shop, "gaps: Fix the total")
    assert check.ok is None
    assert f"started in {below}: Claude Code reads project hooks in the folder" in check.detail
    assert check.hint == f"start it in {shop.root}, or install the plugin"


def test_agents_that_are_not_used_here_are_not_mentioned(shop: Project) -> None:
    """A clone that has not agreed is asked, and nothing is wrong with it."""
    names = {check.name for check in doctor.examine(shop, now=made.NOW)}
    assert not {name for name in names if name.endswith(": deletion")}
    clone = made.repository(Path(shop.root).parent / "clone")
    assert [check.ok for check in doctor.examine(clone) if check.name in ("consent", "agents")] == [
        None,
        None,
    ]


def test_the_canary_takes_nothing_but_itself_out_of_the_spool(shop: Project) -> None:
    """Events that wait stay for the next sync."""
    agent_hooks.install(shop, agent_hooks.plan_install(shop, AGENTS["claude"]))
    switch_on(shop, made.NOW)
    payload = {"session_id": "s", "prompt": "Fix it", "cwd": shop.root}
    waiting = made.spool(shop, "claude", "UserPromptSubmit", made.START, payload, "e1")
    [check] = checks(shop, "claude: live canary")
    assert (check.ok, check.detail) == (True, "went through the hook into the ledger")
    assert [path.name for path in waiting.parent.glob("*.json")] == [waiting.name]


def test_a_canary_that_does_not_arrive_is_a_failure(shop: Project) -> None:
    """As where something else lies in the place of the spool; how to look oneself is told."""
    agent_hooks.install(shop, agent_hooks.plan_install(shop, AGENTS["claude"]))
    switch_on(shop, made.NOW)
    spool = StateDir.of(shop).spool
    shutil.rmtree(spool, ignore_errors=True)
    spool.write_text("a file")
    [check] = checks(shop, "claude: live canary")
    assert (check.ok, check.detail) == (False, "did not arrive")
    assert check.hint == f"try it by hand: sh {HOOK} claude Canary"
    assert spool.read_text() == "a file"


def test_without_a_shell_the_hook_in_python_is_named(
    shop: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is wrong then; where capture is off, nothing is sent."""
    agent_hooks.install(shop, agent_hooks.plan_install(shop, AGENTS["claude"]))
    assert [check.ok for check in checks(shop, "claude: settings")] == [True]
    git = shutil.which("git")
    assert git is not None
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").symlink_to(git)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    [check] = checks(shop, "claude: live canary")
    assert (check.ok, check.detail) == (None, "there is no sh here; records capture hook is used instead")
    switch_off(shop)
    assert checks(shop, "claude: live canary") == []
    assert checks(shop, "claude: settings") != []


def test_a_hook_that_does_not_end_is_a_failure_and_no_fault(
    shop: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a program that it starts waits for something; the other checks are made."""
    agent_hooks.install(shop, agent_hooks.plan_install(shop, AGENTS["claude"]))
    switch_on(shop, made.NOW)
    (tmp_path / "bin").mkdir()
    shell = tmp_path / "bin/sh"
    shell.write_text("#!/bin/sh\nexec sleep 20\n")
    shell.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(doctor, "_CANARY_SECONDS", 0.2)
    [check] = checks(shop, "claude: live canary")
    assert (check.ok, check.detail) == (False, "the hook did not end within 0.2 seconds")
    assert check.hint == f"try it by hand: sh {HOOK} claude Canary"
