"""The briefing reaches an agent at the start of a session and after a compaction, by the hook that is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from records.install.homes import homes

BRIEFED = [name for name, home in homes().items() if home.briefing]
FOLDERS = {"CLAUDE_PROJECT_DIR", "GEMINI_PROJECT_DIR"}


def hook_of(repo, name):
    """Return the command that is installed for the start of a session."""
    entries = json.loads(repo.read(homes()[name].briefing.path))["hooks"]["SessionStart"]
    (command,) = (
        hook["command"] for entry in entries for hook in entry["hooks"] if "prime" in hook["command"]
    )
    return command


def start(repo, command, source, path=None):
    """Run the command as the agent does, and return the text that it adds to the conversation."""
    payload = json.dumps({"hook_event_name": "SessionStart", "source": source, "cwd": str(repo.path)})
    environment = {**os.environ, **dict.fromkeys(FOLDERS, str(repo.path)), "PATH": path or search_path()}
    done = subprocess.run(
        ["sh", "-c", command], cwd=repo.path, input=payload, capture_output=True, text=True, env=environment, check=False
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)["hookSpecificOutput"]["additionalContext"] if done.stdout else ""


def search_path():
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


@pytest.mark.parametrize("name", BRIEFED)
@pytest.mark.parametrize("source", ["startup", "resume", "clear", "compact"])
def test_each_start_of_a_session_states_what_is_in_force(repo, run, name, source):
    """Also after a compaction; a superseded decision is only a pointer, a proposed one is not in force."""
    run("adr", "new", "Use files", "--status", "accepted")
    run("adr", "new", "Use Redis", "--status", "accepted", "-s", "1")
    run("adr", "new", "Use Rust", "--status", "proposed")
    run("agents", "install", name, "--yes")
    text = start(repo, hook_of(repo, name), source)
    assert "ADR-0002 Use Redis" in text
    assert "1 of 1 decisions in force" in text
    assert (
        text.index("ADR-0002 Use Redis")
        < text.index("ADR-0001 → ADR-0002")
        < text.index("ADR-0003 Use Rust (not in force)")
    )
    assert "Use files" not in text
    assert len(text) < 10_000


@pytest.mark.parametrize("name", BRIEFED)
def test_a_hook_without_records_is_silent(repo, run, name, tmp_path):
    """A clone on a machine without `records` costs nothing."""
    run("agents", "install", name, "--yes")
    command = hook_of(repo, name)
    run("adr", "new", "Use files", "--status", "accepted")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "sh").symlink_to("/bin/sh")
    assert start(repo, command, "startup", str(tmp_path / "bin")) == ""


@pytest.mark.parametrize("name", BRIEFED)
@pytest.mark.parametrize("first", ["agents", "capture"])
def test_two_installations_in_one_file_leave_each_other_alone(repo, run, name, first):
    """Whichever was installed first, and whichever goes first, the other keeps working; then the bytes are the old ones."""
    path = homes()[name].briefing.path
    before = '{\n  "theme": "dark"\n}\n'
    repo.write(path, before)
    second = "capture" if first == "agents" else "agents"
    for owner in (first, second):
        run(owner, "install", name, "--yes")
    run(first, "uninstall", name, "--yes")
    rest = repo.read(path)
    assert ("prime --hook" in rest, ".records/hook" in rest) == (second == "agents", second == "capture")
    run(second, "uninstall", name, "--yes")
    assert repo.read(path) == before


def test_copilot_gets_the_briefing_in_its_own_form(repo, run):
    """Its hook's entry prints an object with the context alone, and nothing without `records`."""
    run("adr", "new", "Use files", "--status", "accepted")
    run("agents", "install", "copilot", "--yes")
    [entry] = json.loads(repo.read(".github/hooks/records-briefing.json"))["hooks"]["sessionStart"]
    environment = {**os.environ, "PATH": search_path()}
    done = subprocess.run(
        ["sh", "-c", entry["bash"]], cwd=repo.path, capture_output=True, env=environment, check=True
    )
    assert "ADR-0001 Use files" in json.loads(done.stdout)["additionalContext"]
    environment["PATH"] = str(repo.path)
    done = subprocess.run(
        ["/bin/sh", "-c", entry["bash"]], cwd=repo.path, capture_output=True, env=environment, check=True
    )
    assert (done.stdout, done.stderr) == (b"", b"")
    run("agents", "uninstall", "copilot", "--yes")
    assert not (repo.path / ".github/hooks/records-briefing.json").exists()


@pytest.mark.skipif(shutil.which("node") is None, reason="node, which runs the plugin here, is not installed")
@pytest.mark.parametrize("has_records", [True, False])
def test_opencode_gets_the_briefing_in_every_request(repo, run, has_records):
    """The plugin adds it to the system prompt, asks for it once a session, and adds nothing without `records`."""
    run("adr", "new", "Use files", "--status", "accepted")
    run("agents", "install", "opencode", "--yes")
    program = f"""
      import {{ RecordsBriefing }} from {json.dumps(str(repo.path / "plugin.mjs"))};
      const plugin = await RecordsBriefing({{ directory: {json.dumps(str(repo.path))} }});
      for (const sessionID of ["a", "a", undefined]) {{
        const output = {{ system: ["You are an agent."] }};
        await plugin["experimental.chat.system.transform"]({{ sessionID }}, output);
        console.log(JSON.stringify(output.system));
      }}
    """
    repo.write("plugin.mjs", repo.read(".opencode/plugins/records-briefing.ts"))
    repo.write("run.mjs", program)
    environment = {**os.environ, "PATH": search_path() if has_records else str(repo.path)}
    done = subprocess.run(
        [str(shutil.which("node")), "run.mjs"], cwd=repo.path, capture_output=True, text=True, env=environment, check=True
    )  # fmt: skip
    requests = [json.loads(line) for line in done.stdout.splitlines()]
    assert [len(system) for system in requests] == [1 + has_records] * 3
    assert all("ADR-0001 Use files" in system[1] for system in requests if has_records)
