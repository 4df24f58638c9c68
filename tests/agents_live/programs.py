"""Install the agents at pinned versions into a cache folder outside of the checkout."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

NPM = {
    "claude": ("@anthropic-ai/claude-code", "2.1.332"),
    "codex": ("@openai/codex", "0.171.0"),
    "gemini": ("@google/gemini-cli", "0.61.0"),
    "opencode": ("opencode-ai", "1.18.33"),
    "copilot": ("@github/copilot", "1.0.102"),
}
PYPI = {"aider": ("aider-chat", "0.86.2")}
VERSIONS = {name: version for name, (_, version) in (NPM | PYPI).items()}
_BINARIES = {
    "claude": "@anthropic-ai/claude-code-linux-*/claude",
    "codex": "@openai/codex-linux-*/vendor/*/bin/codex",
    "gemini": "@google/gemini-cli/bundle/gemini.js",
    "opencode": "opencode-linux-x64/bin/opencode",
    "copilot": "@github/copilot-linux-*/copilot",
}


class NotInstalled(Exception):
    """An agent could not be installed; the message says why."""


def _cache_folder() -> Path:
    """Return the folder that keeps the programs and what the tests make with them."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(os.environ.get("RECORDS_TEST_AGENTS_CACHE") or Path(base) / "records-test-agents")


CACHE = _cache_folder()


def program(name: str) -> list[str]:
    """Return the command that starts an agent; it is installed where it is missing.

    Raises:
        NotInstalled: the registry or the packages' programs cannot be had here.
    """
    folder = CACHE / "programs" / f"{name}-{VERSIONS[name]}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:  # two test processes want the same program
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _aider(folder) if name in PYPI else _npm(folder, name)


def _npm(folder: Path, name: str) -> list[str]:
    package, version = NPM[name]
    modules = folder / "node_modules"
    if not (folder / ".complete").exists():
        packages = [f"{package}@{version}"]
        if (
            name == "opencode"
        ):  # it installs this one itself before its first answer where a project has a plugin
            packages.append(f"@opencode-ai/plugin@{version}")
        (folder / "package.json").write_text('{"private": true}\n')
        _call(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--force", *packages], folder)
        (folder / ".complete").touch()
    binaries = sorted(modules.glob(_BINARIES[name]))
    if not binaries:
        raise NotInstalled(f"{package} {version} ships no program for this machine")
    node = shutil.which("node")
    return [node or "node", str(binaries[0])] if binaries[0].suffix == ".js" else [str(binaries[0])]


def _aider(folder: Path) -> list[str]:
    package, version = PYPI["aider"]
    if not (folder / ".complete").exists():
        _call([_python(), "-m", "venv", "env"], folder)
        _call(["env/bin/python", "-m", "pip", "install", "-q", f"{package}=={version}"], folder)
        (folder / ".complete").touch()
    return [str(folder / "env/bin/aider")]


def _python() -> str:
    """Return a Python that aider runs on: 3.10 to 3.12."""
    if sys.version_info < (3, 13):
        return sys.executable
    for minor in (12, 11, 10):
        python = shutil.which(f"python3.{minor}")
        if python and not subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode:
            return python
    raise NotInstalled("aider needs Python 3.10 to 3.12, which is not here")


def _call(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=600)
    except FileNotFoundError as error:
        raise NotInstalled(f"{command[0]} is not here") from error
    except subprocess.TimeoutExpired as error:
        raise NotInstalled(f"{' '.join(command[:3])} took more than ten minutes") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode(errors="replace").strip().splitlines() or ["it failed"]
        raise NotInstalled(f"{' '.join(command[:3])}: {lines[-1]}") from error
