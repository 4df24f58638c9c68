"""Whether a person has confirmed, in the agent itself, that it may run the hooks of this project.

Codex, Gemini CLI and Copilot run a project's hooks only after that. Their files are read here, never written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from records.agents.registry import Agent
from records.dataclass import dataclass
from records.encoding import decode_file
from records.errors import EditError
from records.install import jsonc
from records.project.root import is_within
from records.regular_file import read_bytes
from records.text.data_text import parse_toml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_GEMINI_HINT = "start gemini here and trust the folder, or use /permissions: untrusted, it runs no hooks"
_COPILOT_HINT = "start copilot here and let it remember the folder: untrusted, it runs no hooks"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether an agent runs the hooks of a project, why, and what a person has to do otherwise.

    Attributes:
        is_given: None where the agent has not been used on this machine.
        detail: the reason.
        hint: what the person has to do.
    """

    is_given: bool | None
    detail: str
    hint: str = ""


def trust_of(agent: Agent, root: str, environment: Mapping[str, str] = os.environ) -> Trust | None:
    """Return whether an agent trusts a project; None for agents that do not ask."""
    reader = _READERS.get(agent.name)
    home = Path(os.path.expanduser(environment.get("HOME", "~")))
    return reader(os.path.realpath(root), home, environment) if reader else None


def _codex(root: str, home: Path, environment: Mapping[str, str]) -> Trust:
    """Codex keeps a digest of every hook that was accepted, by the file it is in."""
    path = Path(environment.get("CODEX_HOME") or home / ".codex") / "config.toml"
    try:
        settings: Any = parse_toml(read_bytes(path).decode("utf-8-sig"))
    except (OSError, ValueError):
        settings = {}
    state = _get(settings, "hooks", "state")
    rows = [row for key, row in state.items() if is_within(key, root)] if isinstance(state, dict) else []
    if any(isinstance(row, dict) and row.get("trusted_hash") for row in rows):
        return Trust(True, "the hooks are accepted")
    return Trust(False, "the hooks are not accepted yet", "start codex here and accept them in /hooks")


def _gemini(root: str, home: Path, environment: Mapping[str, str]) -> Trust:
    """Gemini CLI keeps a rule a folder; the rule of the deepest folder decides. Trust can be switched off for all."""
    base = Path(environment.get("GEMINI_DIR") or home / ".gemini")
    if _get(_read_json(base / "settings.json"), "security", "folderTrust", "enabled") is False:
        return Trust(True, "folder trust is switched off")
    rules = _read_json(
        Path(environment.get("GEMINI_CLI_TRUSTED_FOLDERS_PATH") or base / "trustedFolders.json")
    )
    matches: list[tuple[int, bool]] = []
    for folder, rule in rules.items() if isinstance(rules, dict) else ():
        scope = os.path.dirname(folder) if rule == "TRUST_PARENT" else folder
        if is_within(root, os.path.realpath(scope)):
            matches.append((len(scope), rule in ("TRUST_FOLDER", "TRUST_PARENT")))
    if matches and max(matches)[1]:
        return Trust(True, "the folder is trusted")
    if not base.is_dir():
        return Trust(None, "Gemini CLI has not been started on this machine", _GEMINI_HINT)
    return Trust(False, "the folder is not trusted", _GEMINI_HINT)


def _copilot(root: str, home: Path, environment: Mapping[str, str]) -> Trust:
    """Copilot's command line keeps a list of folders; it holds for the folders below them."""
    base = Path(environment.get("COPILOT_HOME") or home / ".copilot")
    folders: list[Any] = []
    for name in ("config.json", "settings.json"):
        for key in ("trustedFolders", "trusted_folders"):
            value = _get(_read_json(base / name), key)
            folders += value if isinstance(value, list) else []
    if any(is_within(root, os.path.realpath(str(folder))) for folder in folders):
        return Trust(True, "the folder is trusted")
    if not base.is_dir():
        return Trust(None, "Copilot's command line has not been started on this machine", _COPILOT_HINT)
    return Trust(False, "the folder is not trusted", _COPILOT_HINT)


_READERS: dict[str, Callable[[str, Path, Mapping[str, str]], Trust]] = {
    "codex": _codex,
    "gemini": _gemini,
    "copilot": _copilot,
}


def _read_json(path: Path) -> Any:
    """Return the value of a settings file, comments allowed; empty where it is missing or cannot be parsed."""
    try:
        return jsonc.parse(decode_file(read_bytes(path))).value
    except (OSError, EditError):
        return {}


def _get(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
