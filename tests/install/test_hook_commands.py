"""The commands in the settings of agents never block: without a hook they do nothing, and they find it from below."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.agents import registry
from records.agents.hook_settings import HOOK, JsonHooks, hook_command
from records.install import agent_hooks
from records.project.project import Project

JSON_AGENTS = [
    agent
    for agent in registry.AGENTS.values()
    if agent.hooks and isinstance(agent_hooks.settings_of(agent), JsonHooks)
]
VARIABLES = ("CLAUDE_PROJECT_DIR", "GEMINI_PROJECT_DIR")


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    project = made.repository(tmp_path / "shop")
    Path(project.root, ".git/records").mkdir(exist_ok=True)
    Path(project.root, ".git/records/on").write_text("")
    return project


def command_of(project: Project, agent: registry.Agent) -> str:
    agent_hooks.install(project, agent_hooks.plan_install(project, agent))
    settings = json.loads(Path(project.root, agent.module.SETTINGS.path).read_text("utf-8"))
    entry = next(iter(settings["hooks"].values()))[0]
    return str(entry.get("bash") or entry.get("command") or entry["hooks"][0]["command"])


def call(command: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a hook's command as an agent does, where no `records` takes what it spools."""
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    path = [one for one in os.environ["PATH"].split(os.pathsep) if not Path(one, "records").exists()]
    environment = {**kept, "PATH": os.pathsep.join(path), **variables}
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, input=b"{}", capture_output=True, check=False, env=environment
    )


def spooled(project: Project) -> int:
    return len(list(Path(project.root, ".git/records/spool").glob("*.json")))


@pytest.mark.parametrize("agent", JSON_AGENTS, ids=lambda agent: agent.name)
@pytest.mark.parametrize("state", ["set", "unset", "empty", "wrong"])
@pytest.mark.parametrize("below", ["", "src/deep"])
def test_the_hook_is_found_whatever_the_agent_says_of_its_folder(
    shop: Project, agent: registry.Agent, state: str, below: str
) -> None:
    """From the root and from below, with the agent's variable right, missing, empty or wrong; nothing is printed."""
    command = command_of(shop, agent)
    folder = Path(shop.root, below)
    folder.mkdir(parents=True, exist_ok=True)
    value = {"set": shop.root, "empty": "", "wrong": "/nonexistent"}
    variables = {name: value[state] for name in VARIABLES if state in value}
    done = call(command, folder, **variables)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert spooled(shop) == 1


@pytest.mark.parametrize("agent", JSON_AGENTS, ids=lambda agent: agent.name)
@pytest.mark.parametrize("where", ["root", "below", "no repository"])
def test_without_the_hook_nothing_happens(
    shop: Project, agent: registry.Agent, where: str, tmp_path: Path
) -> None:
    """On a branch that has the settings but not the script: success, and not a word."""
    command = command_of(shop, agent)
    Path(shop.root, HOOK).unlink()
    folders = {
        "root": Path(shop.root),
        "below": Path(shop.root, "below"),
        "no repository": tmp_path / "plain",
    }
    folders[where].mkdir(exist_ok=True)
    done = call(command, folders[where], CLAUDE_PROJECT_DIR=shop.root, GEMINI_PROJECT_DIR=shop.root)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_folder_with_blanks_and_quotes_is_one_word(tmp_path: Path) -> None:
    """Paths are quoted in the command."""
    project = made.repository(tmp_path / "a b'c")
    Path(project.root, ".git/records").mkdir(exist_ok=True)
    Path(project.root, ".git/records/on").write_text("")
    agent_hooks.install(project, agent_hooks.plan_install(project, registry.agent("claude")))
    done = call(
        hook_command("$CLAUDE_PROJECT_DIR/", "claude", "Stop"), tmp_path, CLAUDE_PROJECT_DIR=project.root
    )
    assert (done.returncode, done.stderr) == (0, b"")


PLUGIN = """\
import {{ Records }} from "{plugin}";
const plugin = await Records({{ directory: "{directory}", worktree: "{worktree}" }});
const parts = [{{ type: "text", text: "hello" }}, {{ type: "text", text: "made up", synthetic: true }}];
await plugin["chat.message"]({{ sessionID: "s" }}, {{ message: {{ id: "m" }}, parts }});
console.log("answered");
process.exit(0);
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="node, which runs the plugin here, is not installed")
@pytest.mark.parametrize(
    ("state", "events"),
    [("whole", 1), ("no hook", 0), ("nobody agreed", 0), ("hook that hangs", 0), ("no sh", 0)],
)
@pytest.mark.parametrize("below", ["", "src"])
def test_opencode_s_plugin_never_blocks(
    shop: Project, state: str, events: int, below: str, tmp_path: Path
) -> None:
    """A missing hook, one that reads nothing, one that hangs: OpenCode goes on; else the prompt is spooled."""
    agent: Any = registry.agent("opencode")
    agent_hooks.install(shop, agent_hooks.plan_install(shop, agent))
    folder = Path(shop.root, below)
    folder.mkdir(exist_ok=True)
    hook = Path(shop.root, HOOK)
    if state == "no hook":
        hook.unlink()
    elif state == "nobody agreed":
        Path(shop.root, ".git/records/on").unlink()
    elif state == "hook that hangs":
        hook.write_text("sleep 30\n")
    plugin = Path(shop.root, ".opencode/plugins/records.mjs")
    plugin.write_text(Path(shop.root, agent.module.SETTINGS.path).read_text())
    script = tmp_path / "story.mjs"
    script.write_text(PLUGIN.format(plugin=plugin, directory=folder, worktree=shop.root))
    node = str(shutil.which("node"))
    path = [one for one in os.environ["PATH"].split(os.pathsep) if not Path(one, "records").exists()]
    environment = {**os.environ, "PATH": "" if state == "no sh" else os.pathsep.join(path)}
    done = subprocess.run([node, str(script)], check=True, capture_output=True, timeout=20, env=environment)
    assert done.stdout == b"answered\n"
    assert spooled(shop) == events
