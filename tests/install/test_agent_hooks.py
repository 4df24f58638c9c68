"""Installing adds entries to an agent's settings and keeps every other byte; uninstalling gives them back."""

from __future__ import annotations

import json
import os
import random
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import capture_help as made
from records.agents import registry
from records.agents.hook_settings import HOOK
from records.errors import EditError, InvalidInput, WriteError
from records.install import agent_hooks as install
from records.install import jsonc
from records.install.file_change import FileChange, apply_changes
from records.project import files
from records.project.project import Project

HOOKED = [agent for agent in registry.AGENTS.values() if agent.hooks]
ENTRY = {"hooks": [{"type": "command", "command": f"sh {HOOK} claude Stop"}]}


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    return made.repository(tmp_path / "shop")


def do(project: Project, agent: registry.Agent) -> list[str]:
    changes = install.plan_install(project, agent)
    install.install(project, changes)
    return [change.path for change in changes]


def undo(project: Project, agent: registry.Agent) -> list[str]:
    changes = install.plan_uninstall(project, agent)
    install.uninstall(project, changes)
    return [change.path for change in changes]


def tree(project: Project) -> dict[str, bytes]:
    root = Path(project.root)
    paths = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("agent", HOOKED, ids=lambda agent: agent.name)
def test_installing_twice_is_installing_once_and_uninstalling_gives_everything_back(
    shop: Project, agent: registry.Agent
) -> None:
    """In a repository without settings, nothing is left afterwards, no folder either."""
    before = tree(shop)
    assert not install.is_installed(shop, agent)
    assert HOOK in do(shop, agent)
    assert install.is_installed(shop, agent)
    assert do(shop, agent) == []
    assert (Path(shop.root) / HOOK).read_text() == install.hook_script()
    undo(shop, agent)
    assert tree(shop) == before
    assert not (Path(shop.root) / ".records").exists()
    assert undo(shop, agent) == []


def test_uninstalling_again_removes_what_a_killed_process_left_beside_the_log(shop: Project) -> None:
    """The settings were changed back already; the log keeps its content, and none is made where there is none."""
    agent = registry.AGENTS["claude"]
    assert shop.state_dir is not None
    folder = Path(shop.state_dir.own)
    undo(shop, agent)
    assert not list(folder.glob("undo*"))
    do(shop, agent)
    undo(shop, agent)
    (log,) = folder.glob("undo*")
    kept = log.read_bytes()
    left = folder / ".records-0123456789ab.tmp"
    left.write_text("half")
    files.remove_abandoned.cache_clear()
    assert undo(shop, agent) == []
    assert not left.exists()
    assert log.read_bytes() == kept


@pytest.mark.parametrize("agent", HOOKED, ids=lambda agent: agent.name)
@pytest.mark.parametrize("remembered", [True, False])
def test_existing_settings_keep_every_other_byte(
    shop: Project, agent: registry.Agent, remembered: bool
) -> None:
    """Odd indentation, order, unknown keys, hooks of others: the same bytes come back, ledger or no ledger."""
    wanted = agent.module.SETTINGS
    path = Path(shop.root) / wanted.path
    path.parent.mkdir(parents=True, exist_ok=True)
    original = '{\n\t"zeta": [1,2],  "alpha": {"x":null},\r\n\t"hooks": {"Stop": [ {"hooks": []} ]}\r\n}'
    if getattr(wanted, "own", True):
        original = "// a file of our own name, by somebody else"
    else:
        path.write_bytes(original.encode())
    before = tree(shop)
    do(shop, agent)
    if not remembered:
        for state in Path(shop.root, ".git", "records").glob("undo-*.json"):
            state.unlink()
    undo(shop, agent)
    after = tree(shop)
    if wanted.path in before and not remembered and getattr(wanted, "head", None):
        after[wanted.path] = before[wanted.path]  # a member that we added cannot be told from the author's
    assert after == before


def test_an_edit_made_in_between_survives_uninstalling(shop: Project) -> None:
    """Only our entries are taken out of a file that somebody has changed since."""
    agent = registry.agent("claude")
    path = Path(shop.root) / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_text('{"model": "opus"}\n')
    do(shop, agent)
    path.write_text(path.read_text().replace('"opus"', '"sonnet"'))
    undo(shop, agent)
    assert path.read_text() == '{"model": "sonnet"}\n'


def test_an_outdated_entry_is_brought_up_to_date_in_its_place(shop: Project) -> None:
    """The order of hooks stays, and nothing is added twice."""
    agent = registry.agent("claude")
    do(shop, agent)
    path = Path(shop.root) / ".claude" / "settings.json"
    path.write_text(path.read_text().replace('"timeout": 2', '"timeout": 99'))
    assert [change.path for change in install.plan_install(shop, agent)] == [".claude/settings.json"]
    do(shop, agent)
    assert "99" not in path.read_text()
    assert len(json.loads(path.read_text())["hooks"]["SessionEnd"]) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1', "not valid JSON at line 1"),
        ('{"a": 1, "a": 2}', "names 'a' twice"),
        ('{"hooks": []}', "hooks is not an object"),
        ('{"hooks": {"Stop": {}}}', "hooks.Stop is not a list"),
        ("[]", "the file is not an object"),
    ],
)
def test_settings_that_are_not_understood_are_not_touched(shop: Project, text: str, message: str) -> None:
    """The error names the file; it stays as it is."""
    path = Path(shop.root) / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(EditError, match=message):
        install.plan_install(shop, registry.agent("claude"))
    assert path.read_text() == text


@pytest.mark.parametrize("text", ["null", "1", "[]", '"x"', '{"hooks": null}', "{}"])
def test_uninstalling_leaves_settings_alone_that_hold_nothing_of_ours(shop: Project, text: str) -> None:
    """Whatever value the file holds, it stays as it is."""
    path = Path(shop.root) / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_text(text)
    plan = install.plan_uninstall(shop, registry.agent("claude"))
    assert [change for change in plan if change.path.endswith("settings.json") and change.after != text] == []


def test_an_agent_without_hooks_says_so(shop: Project) -> None:
    """Its history can be imported instead."""
    with pytest.raises(InvalidInput, match="aider has no hooks"):
        install.plan_install(shop, registry.agent("aider"))


def test_the_shared_script_stays_while_another_agent_needs_it(shop: Project) -> None:
    """Uninstalling one agent leaves the other working."""
    claude, codex = registry.agent("claude"), registry.agent("codex")
    do(shop, claude)
    do(shop, codex)
    undo(shop, claude)
    assert (Path(shop.root) / HOOK).exists()
    undo(shop, codex)
    assert not (Path(shop.root) / HOOK).exists()


@pytest.mark.parametrize(
    "text",
    [
        "", "model = 'x'", "[features]\nother = true\n", "[features]", "# end\n[tools]\nx = 1\r\n",
        "\ufeffmodel = 'x'\n", 'text = """\n[features]\n"""\n', 'text = """\n[features]\n"""\n[features] # c\nx = 1\n',
        "[features.inner]\nx = 1\n",
    ],
)  # fmt: skip
def test_codex_features_are_switched_on_and_off_again(shop: Project, text: str) -> None:
    """A line in the TOML table, every other byte kept, ours told by its comment."""
    path = Path(shop.root) / ".codex" / "config.toml"
    path.parent.mkdir()
    path.write_bytes(text.encode())
    do(shop, registry.agent("codex"))
    assert tomllib.loads(path.read_bytes().decode("utf-8-sig"))["features"]["hooks"] is True
    undo(shop, registry.agent("codex"))
    assert path.read_bytes() == text.encode()


def test_a_codex_setting_that_says_no_is_respected_and_broken_toml_refused(shop: Project) -> None:
    """What a person decided stays."""
    path = Path(shop.root) / ".codex" / "config.toml"
    path.parent.mkdir()
    for name in ("hooks", "codex_hooks"):
        path.write_text(f"[features]\n{name} = false\n")
        do(shop, registry.agent("codex"))
        assert path.read_text() == f"[features]\n{name} = false\n"
        undo(shop, registry.agent("codex"))
    for text, message in (
        ("[features\n", "not valid TOML"),
        ("features = { a = true }\n", "nothing can be added"),
    ):
        path.write_text(text)
        with pytest.raises(EditError, match=message):
            install.plan_install(shop, registry.agent("codex"))


def test_uninstalling_toml_without_memory_takes_our_lines(shop: Project) -> None:
    """On another clone the comment is what tells them."""
    path = Path(shop.root) / ".codex" / "config.toml"
    path.parent.mkdir()
    path.write_text("model = 'x'\n")
    do(shop, registry.agent("codex"))
    [log] = Path(shop.root, ".git", "records").glob("undo-*.json")
    log.unlink()
    undo(shop, registry.agent("codex"))
    assert path.read_text() == "model = 'x'\n"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


def _spread(value: Any, chance: random.Random) -> str:
    """The value as JSON with random white space, comments and last commas between its parts."""
    gaps = ["", " ", "\n  ", "\t", "\r\n", " /* a, } */ ", ' // "b"\n']
    gap = lambda: chance.choice(gaps)  # noqa: E731 — a word of this function only
    end = chance.choice(["", "", ",\n"])
    if isinstance(value, dict) and value:
        inner = ",".join(
            f"{gap()}{json.dumps(k)}{gap()}:{gap()}{_spread(v, chance)}{gap()}" for k, v in value.items()
        )
        return "{" + inner + end + "}"
    if isinstance(value, list) and value:
        return "[" + ",".join(f"{gap()}{_spread(item, chance)}{gap()}" for item in value) + end + "]"
    return json.dumps(value, ensure_ascii=chance.random() < 0.5)


@given(
    st.dictionaries(st.text(max_size=5).filter(lambda name: name != "hooks"), values, max_size=4),
    st.dictionaries(st.sampled_from(["Stop", "Other"]), st.lists(values, min_size=1, max_size=3), max_size=2),
    st.integers(0, 10_000),
)
@settings(max_examples=200, deadline=None)
def test_adding_and_taking_out_is_the_identity(
    members: dict[str, Any], hooks: dict[str, list[Any]], seed: int
) -> None:
    """For any JSON in any layout: the value has our entries besides, and the text comes back byte for byte."""
    chance = random.Random(seed)
    whole = {**members, **({"hooks": hooks} if hooks else {})}
    text = _spread(whole, chance)
    made_text = jsonc.with_hooks(text, {"Stop": ENTRY, "New": ENTRY}, HOOK, {})
    expected = {**whole, "hooks": {**hooks, "Stop": [*hooks.get("Stop", []), ENTRY], "New": [ENTRY]}}
    assert jsonc.parse(made_text).value == expected
    assert jsonc.with_hooks(made_text, {"Stop": ENTRY, "New": ENTRY}, HOOK, {}) == made_text
    assert jsonc.without_hooks(made_text, HOOK) == text


def test_entries_of_ours_are_taken_out_from_the_front_too() -> None:
    """Whatever order the entries are in."""
    text = json.dumps({"hooks": {"Stop": [ENTRY, {"x": 1}], "New": [ENTRY]}, "z": 1})
    assert jsonc.without_hooks(text, HOOK) == '{"hooks": {"Stop": [{"x": 1}]}, "z": 1}'
    assert jsonc.without_hooks("{}", HOOK) == "{}"


def test_the_diff_is_what_a_person_reads(shop: Project) -> None:
    """New files come from /dev/null."""
    [hook, _] = install.plan_install(shop, registry.agent("claude"))
    assert hook.diff().startswith("--- /dev/null\n+++ b/.records/hook\n@@")
    gone = FileChange("x", "a", None)
    assert gone.diff() == "--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"


@pytest.mark.parametrize(
    "agent", [one for one in HOOKED if one.name != "opencode"], ids=lambda agent: agent.name
)
def test_without_the_hook_s_file_an_agent_goes_on(shop: Project, agent: Any) -> None:
    """A branch may have the settings and not the script: 2, which `sh` gives then, would be a veto on every prompt."""
    do(shop, agent)
    settings = json.loads(Path(shop.root, agent.module.SETTINGS.path).read_text("utf-8"))
    (Path(shop.root) / HOOK).unlink()
    below = Path(shop.root) / "below"
    below.mkdir()
    entry = next(iter(settings["hooks"].values()))[0]
    command = entry.get("bash") or entry.get("command") or entry["hooks"][0]["command"]
    for folder in (shop.root, below):
        done = subprocess.run(["sh", "-c", command], cwd=folder, input=b"{}", capture_output=True, check=True)
        assert done.stdout == b""


def test_codex_finds_the_hook_from_a_folder_below(shop: Project) -> None:
    """It is started where the person stands; no `records` is on PATH that would take what it spools."""
    do(shop, registry.agent("codex"))
    Path(shop.root, ".git/records/on").write_text("")
    settings = json.loads(Path(shop.root, ".codex/hooks.json").read_text("utf-8"))
    below = Path(shop.root) / "below"
    below.mkdir()
    command = next(iter(settings["hooks"].values()))[0]["hooks"][0]["command"]
    path = [one for one in os.environ["PATH"].split(os.pathsep) if not Path(one, "records").exists()]
    subprocess.run(
        ["sh", "-c", command],
        cwd=below,
        input=b"{}",
        capture_output=True,
        check=True,
        env={**os.environ, "PATH": os.pathsep.join(path)},
    )
    assert len(list(Path(shop.root, ".git/records/spool").glob("*.json"))) == 1


def test_an_event_that_is_no_longer_wanted_goes_with_the_next_install() -> None:
    """Claude Code prints a line for each hook before a compaction, so that one is no longer installed."""
    assert "PreCompact" not in registry.AGENTS["claude"].module.SETTINGS.entries
    text = jsonc.with_hooks('{"mine": 1}', {"Stop": ENTRY, "PreCompact": ENTRY, "Other": ENTRY}, HOOK, {})
    text = text.replace('"Other": [', '"Other": [\n{"hooks": [{"type": "command", "command": "mine"}]},')
    updated = jsonc.with_hooks(text, {"Stop": ENTRY}, HOOK, {})
    assert json.loads(updated) == {
        "mine": 1,
        "hooks": {"Stop": [ENTRY], "Other": [{"hooks": [{"type": "command", "command": "mine"}]}]},
    }


@pytest.mark.parametrize("kind", ["folder", "link outside", "other bytes", "nothing"])
def test_only_the_hook_that_ships_is_current(shop: Project, tmp_path: Path, kind: str) -> None:
    """Whatever else stands in its place is neither run nor an error."""
    do(shop, registry.agent("claude"))
    hook = Path(shop.root) / HOOK
    assert install.is_current(shop)
    text = hook.read_bytes()
    hook.unlink()
    if kind == "folder":
        hook.mkdir()
    elif kind == "link outside":
        (tmp_path / "hook").write_bytes(text)
        hook.symlink_to(tmp_path / "hook")
    elif kind == "other bytes":
        hook.write_bytes(text + b"#")
    assert not install.is_current(shop)


def test_a_file_that_cannot_be_removed_is_named(shop: Project) -> None:
    """Somebody may have put a folder in its place since the plan was made; nothing in it is lost."""
    path = Path(shop.root) / "own.txt"
    path.mkdir()
    (path / "inner").write_text("kept")
    with pytest.raises(WriteError, match=r"could not change own\.txt"):
        apply_changes(shop, [FileChange("own.txt", "before\n", None)])
    assert (path / "inner").read_text() == "kept"
