"""The packages for agents, editors and registries are what the code says, and their hosts accept them."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from paths import REPOSITORY
from records import __version__
from records.agents.registry import AGENTS

PROGRAMS = (
    Path(os.environ.get("RECORDS_TEST_AGENTS_HOME", Path.home() / ".cache/records-test-agents")) / "programs"
)
INTEGRATIONS = REPOSITORY / "integrations"


@pytest.fixture(scope="module")
def generated():
    """Every file as the code makes it now."""
    spec = importlib.util.spec_from_file_location("records_ci_packages", REPOSITORY / "ci" / "packages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.packages()


def test_the_files_are_up_to_date(generated):
    """Where they are not: make packages. No file is left over."""
    for path, text in generated.items():
        assert (REPOSITORY / path).read_text("utf-8") == text, f"{path}: run: make packages"
    existing = {path.relative_to(REPOSITORY).as_posix() for path in INTEGRATIONS.rglob("*") if path.is_file()}
    assert existing == {path for path in generated if path.startswith("integrations/")}


def test_versions_agree():
    """One version everywhere."""
    assert json.loads((REPOSITORY / "server.json").read_text())["version"] == __version__
    assert json.loads((REPOSITORY / "editors/vscode/package.json").read_text())["version"] == __version__
    assert (
        f"records_history-{__version__}.tar.gz" in (REPOSITORY / "packaging/records-history.rb").read_text()
    )


def test_the_registry_entry_obeys_the_registry():
    """One slash in the name, at most 100 characters of description, exact versions, a transport for each package."""
    entry = json.loads((REPOSITORY / "server.json").read_text())
    assert re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", entry["name"])
    assert 1 <= len(entry["description"]) <= 100
    for package in entry["packages"]:
        assert package["transport"] == {"type": "stdio"}
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])


HOSTS = {"claude": "CLAUDE_PROJECT_DIR", "codex": "", "gemini": "GEMINI_PROJECT_DIR"}


@pytest.mark.parametrize("host", HOSTS)
def test_plugin_hooks_are_silent_without_the_command(host, tmp_path):
    """Every hook of a plugin ends with success and prints nothing where `records` is missing or the project has its own."""
    settings_file = tmp_path / AGENTS[host].module.SETTINGS.path
    settings_file.parent.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    for settings in ("", '{"command": ".records/hook"}'):
        settings_file.write_text(settings)
        for event, command in plugin_hooks(host):
            environment = {"PATH": "/usr/bin:/bin", HOSTS[host] or "_": str(tmp_path)}
            done = subprocess.run(
                ["sh", "-c", command],
                input="{}",
                text=True,
                capture_output=True,
                env=environment,
                cwd=tmp_path,
            )
            assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), event


@pytest.mark.parametrize("host", HOSTS)
def test_a_plugin_hands_its_events_to_its_own_agent(host, tmp_path):
    """Each host has a folder of its own: Codex runs any `hooks/hooks.json`, and Claude Code's recorded prompts twice.

    Where the project has hooks, the plugin's stand back; where it has none, they call the command once.
    """
    calls = tmp_path / "calls"
    program = tmp_path / "bin/records"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> "{calls}"\n')
    program.chmod(0o755)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    settings_file = tmp_path / AGENTS[host].module.SETTINGS.path
    settings_file.parent.mkdir()
    environment = {"PATH": f"{program.parent}:/usr/bin:/bin", HOSTS[host] or "_": str(tmp_path)}
    for settings in ("{}", '{"command": ".records/hook"}'):
        settings_file.write_text(settings)
        for _, command in plugin_hooks(host):
            subprocess.run(["sh", "-c", command], check=True, env=environment, cwd=tmp_path)
    assert calls.read_text().splitlines() == [
        f"capture hook {host} {event}" for event in AGENTS[host].module.SETTINGS.entries
    ]


def plugin_hooks(host):
    """The events and commands of a host's package."""
    hooks = json.loads((INTEGRATIONS / host / "hooks/hooks.json").read_text())["hooks"]
    return [(event, entries[0]["hooks"][0]["command"]) for event, entries in hooks.items()]


def test_the_spec_kit_extension_names_files_that_exist():
    """Every command has its file; every hook names a command; stages are those that records knows."""
    folder = INTEGRATIONS / "spec-kit"
    manifest = yaml.safe_load((folder / "extension.yml").read_text())
    commands = {command["name"]: command["file"] for command in manifest["provides"]["commands"]}
    assert all((folder / file).exists() for file in commands.values())
    assert {entry["command"] for entries in manifest["hooks"].values() for entry in entries} == set(commands)
    from records.model.stage import STAGES

    text = (folder / "commands/speckit.records.phr.md").read_text()
    assert set(re.findall(r"^\| \w+ \| (\w+) \|$", text, re.M)) - {"Stage"} <= set(STAGES)


def test_the_skill_passes_its_validator():
    """The reference implementation of Agent Skills accepts each skill."""
    skills_ref = pytest.importorskip("skills_ref", reason="skills-ref is not installed: make setup")
    for skill in [*(REPOSITORY / "skills").iterdir(), *INTEGRATIONS.glob("*/skills/*")]:
        assert skills_ref.validate(skill) == []


def test_wheel_and_sdist_pass_their_checks(tmp_path):
    """Both are built, twine and check-wheel-contents find nothing, and the wheel holds what is no Python file."""
    for module in ("build", "hatchling", "twine", "check_wheel_contents"):
        pytest.importorskip(module, reason=f"{module} is not installed: make setup")
    python = [sys.executable, "-m"]
    _check([*python, "build", "--no-isolation", "--outdir", str(tmp_path), str(REPOSITORY)])
    wheel, sdist = next(tmp_path.glob("*.whl")), next(tmp_path.glob("*.tar.gz"))
    _check([*python, "twine", "check", "--strict", str(wheel), str(sdist)])
    _check([*python, "check_wheel_contents", str(wheel)])
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"records/py.typed", "records/capture_hook.sh"} <= names
    assert any(name.endswith("phr.md.j2") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "bench/", "history/"))]


def _check(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _program(pattern: str) -> str:
    found = sorted(PROGRAMS.glob(pattern))
    if not found:
        pytest.skip(f"not installed: {pattern.partition('-')[0]}; make test-agents installs it")
    return str(found[-1])


def _call(command: list[str], cwd: Path, home: Path) -> str:
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "HOME": str(home), "NO_COLOR": "1"}
    done = subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_claude_accepts_marketplace_and_plugin(tmp_path):
    """`claude plugin validate` passes for both."""
    claude = _program("claude-*/node_modules/@anthropic-ai/claude-code-*/claude")
    for folder in (REPOSITORY, INTEGRATIONS / "claude"):
        assert "Validation passed" in _call(
            [claude, "plugin", "validate", str(folder)], tmp_path, tmp_path / "home"
        )


def test_gemini_accepts_the_extension(tmp_path):
    """`gemini extensions validate` passes."""
    gemini = _program("gemini-*/node_modules/.bin/gemini")
    output = _call(
        [gemini, "extensions", "validate", str(INTEGRATIONS / "gemini")], tmp_path, tmp_path / "home"
    )
    assert "successfully validated" in output


def test_codex_installs_the_plugin(tmp_path):
    """From the marketplace in this repository."""
    codex = _program("codex-*/node_modules/.bin/codex")
    home = tmp_path / "home"
    _call([codex, "plugin", "marketplace", "add", str(REPOSITORY)], tmp_path, home)
    assert "Added plugin `records`" in _call([codex, "plugin", "add", "records@records"], tmp_path, home)
    assert "installed, enabled" in _call([codex, "plugin", "list"], tmp_path, home)


def test_spec_kit_installs_the_extension(tmp_path):
    """`specify extension add` accepts it, and registers a hook after each step."""
    specify = shutil.which("specify") or str(Path(sys.executable).parent / "specify")
    if not Path(specify).exists():
        pytest.skip("specify-cli is not installed: make setup")
    home, project = tmp_path / "home", tmp_path / "project"
    project.mkdir()
    _call(
        [specify, "init", "--here", "--integration", "claude", "--force", "--ignore-agent-tools"],
        project,
        home,
    )
    _call([specify, "extension", "add", "--dev", str(INTEGRATIONS / "spec-kit")], project, home)
    hooks = yaml.safe_load((project / ".specify/extensions.yml").read_text())["hooks"]
    assert {f"after_{step}" for step in ("constitution", "specify", "plan", "tasks", "implement")} <= set(
        hooks
    )
    assert [entry["command"] for entry in hooks["after_implement"]] == [
        "speckit.records.phr",
        "speckit.records.suggest",
    ]


def test_the_editor_extension_reads_the_answers_of_the_command(run, repo, tmp_path):
    """Hover and lens of VS Code, made by its own code from the real JSON of `why` and `adr for`."""
    esbuild = shutil.which("esbuild") or str(REPOSITORY / "editors/vscode/node_modules/.bin/esbuild")
    node = shutil.which("node")
    if node is None or not Path(esbuild).exists():
        pytest.skip("node and esbuild are not installed: make vscode")
    repo.write("app.py", "x = 1\n")
    run("phr", "new", "Cache", "--stage", "green", "--prompt", "p")
    run("adr", "new", "--no-edit", "Use Redis")
    run("link", "general/1", "led-to", "ADR-1")
    repo.commit("Cache")
    source = REPOSITORY / "editors/vscode/src/answers.ts"
    subprocess.run(
        [esbuild, str(source), "--format=cjs", f"--outfile={tmp_path}/answers.js"],
        check=True,
        capture_output=True,
    )
    script = (
        "const a = require(process.argv[1]); const d = JSON.parse(require('fs').readFileSync(0, 'utf8'));\n"
    )
    script += "console.log(d.evidence ? a.hover(d) : a.lens(d.decisions))"
    for words, expected in (
        (("why", "--json", "--", "app.py:1"), "Use Redis"),
        (("adr", "for", "--json", "--", "app.py"), "governed by ADR-0001 Use Redis"),
    ):
        answer = run(*words).out
        done = subprocess.run(
            [node, "-e", script, f"{tmp_path}/answers.js"], input=answer, capture_output=True, text=True
        )
        assert expected in done.stdout, done.stderr
