"""Put the hook into an agent's own settings, and take it out again byte for byte."""

from __future__ import annotations

import base64
import contextlib
import difflib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.agents import registry
from records.agents.hook_settings import HOOK, JsonHooks, OwnFile
from records.agents.registry import Agent
from records.errors import EditError, InvalidInput
from records.install import json_hooks as jsonedit
from records.install import jsonc
from records.install import toml as toml_text
from records.ledger.location import Place
from records.project.files import decode, digest, encode, replace

if TYPE_CHECKING:
    from records.project.project import Project

_TOML_MARK = "  # records capture"


@dataclass(frozen=True, slots=True)
class Change:
    """One file that an installation makes, changes or removes; None stands for no file."""

    path: str
    before: str | None
    after: str | None

    def diff(self) -> str:
        """The change as a unified diff."""
        old = (self.before or "").splitlines(keepends=True)
        new = (self.after or "").splitlines(keepends=True)
        lines = difflib.unified_diff(
            [line if line.endswith("\n") else line + "\n" for line in old],
            [line if line.endswith("\n") else line + "\n" for line in new],
            "/dev/null" if self.before is None else f"a/{self.path}",
            "/dev/null" if self.after is None else f"b/{self.path}",
        )
        return "".join(lines)


def hook_script() -> str:
    """The text of the hook that ships with `records`."""
    return (Path(__file__).parents[1] / "hook.sh").read_text("utf-8")


def settings_of(agent: Agent) -> JsonHooks | OwnFile:
    """What the agent's settings need.

    Raises:
        InvalidInput: the agent has no hooks.
    """
    if not agent.hooks:
        raise InvalidInput(
            f"{agent.title} has no hooks to install", "import its history: records capture import FILE"
        )
    settings: JsonHooks | OwnFile = agent.module.SETTINGS
    return settings


def plan_install(project: Project, agent: Agent) -> list[Change]:
    """The changes that an installation needs; none when it is complete already.

    Raises:
        InvalidInput: the agent has no hooks.
        EditError: a settings file is not what it should be; nothing is to be changed then.
    """
    settings = settings_of(agent)
    wanted = {HOOK: hook_script()}
    if isinstance(settings, OwnFile):
        wanted[settings.path] = settings.text
    else:
        before = _read(project, settings.path)
        base = before if before is not None and before.strip() else "{}\n"
        try:
            made = jsonedit.with_hooks(base, settings.entries, HOOK, settings.head)
        except EditError as error:
            raise EditError(f"{settings.path}: {error.message}", error.hint) from error
        wanted[settings.path] = made
        if settings.toml:
            path, table, line = settings.toml
            wanted[path] = _with_toml(_read(project, path) or "", path, table, line)
    changes = [Change(path, _read(project, path), text) for path, text in wanted.items()]
    return [change for change in changes if change.before != change.after]


def plan_uninstall(project: Project, agent: Agent) -> list[Change]:
    """The changes that take the agent's hook out; a file that is as we left it gets its old bytes back.

    Raises:
        InvalidInput: the agent has no hooks.
        EditError: a settings file is no longer valid.
    """
    settings = settings_of(agent)
    remembered = _remembered(project, agent)
    targets = [settings.path]
    if isinstance(settings, JsonHooks) and settings.toml:
        targets.append(settings.toml[0])
    if not any(is_installed(project, other) for other in _hooked() if other.name != agent.name):
        targets.append(HOOK)
    changes = []
    for path in targets:
        before = _read(project, path)
        if before is not None:
            after = _restored(before, path, settings, remembered.get(path))
            changes.append(Change(path, before, after))
    return [change for change in changes if change.before != change.after]


def apply(project: Project, agent: Agent, changes: list[Change], *, remember: bool) -> None:
    """Make the changes, and remember the old bytes so that they can be given back.

    Raises:
        WriteError: a file cannot be written.
    """
    if remember and project.location is not None:
        _remember(project, agent, changes)
    for change in changes:
        path = Path(project.store.absolute(change.path))
        if change.after is None:
            path.unlink(missing_ok=True)
            _drop_empty(path.parent, Path(project.root))
        else:
            replace(str(path), change.after)


def is_installed(project: Project, agent: Agent) -> bool:
    """Whether the agent's settings in this work tree call the hook."""
    settings = settings_of(agent)
    text = _read(project, settings.path) or ""
    return bool(text) and (text == settings.text if isinstance(settings, OwnFile) else HOOK in text)


def _hooked() -> list[Agent]:
    return [agent for agent in registry.AGENTS.values() if agent.hooks]


def _read(project: Project, path: str) -> str | None:
    try:
        return decode(Path(project.store.absolute(path)).read_bytes())
    except FileNotFoundError:
        return None


def _restored(
    before: str, path: str, settings: JsonHooks | OwnFile, old: dict[str, Any] | None
) -> str | None:
    if old and old["after"] == digest(before):
        return None if old["before"] is None else decode(base64.b64decode(old["before"]))
    if path == HOOK or isinstance(settings, OwnFile):
        return None
    if settings.toml and path == settings.toml[0]:
        return _without_toml(before)
    text = jsonedit.without_hooks(before, HOOK)
    left = set(jsonc.parse(text).value) - set(settings.head)
    return text if left else None


def _state_file(project: Project, agent: Agent) -> Path:
    return Place.of(project).base / f"installed-{agent.name}.json"


def _remembered(project: Project, agent: Agent) -> dict[str, Any]:
    try:
        found = json.loads(_state_file(project, agent).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(project: Project, agent: Agent, changes: list[Change]) -> None:
    Place.of(project).make()
    known = _remembered(project, agent)
    for change in changes:
        first = known.get(change.path, {}).get("before", "")
        untouched = known.get(change.path, {}).get("after") == digest(change.before or "")
        old = None if change.before is None else base64.b64encode(encode(change.before)).decode("ascii")
        before = first if change.path in known and untouched else old
        known[change.path] = {"before": before, "after": digest(change.after or "")}
    _state_file(project, agent).write_text(json.dumps(known), "utf-8")


def _drop_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _with_toml(text: str, path: str, table: str, line: str) -> str:
    """The TOML text with a line in a table; a setting that says otherwise is left as it is."""
    value = toml_text.parsed(text, path)
    name, _, setting = (part.strip() for part in line.partition("="))
    there = value.get(table, {})
    if not isinstance(there, dict) or name in there or f"codex_{name}" in there:  # the name it had before
        return text
    wanted = {**value, table: {**there, **tomllib.loads(line)}}
    for made in _toml_ways(text, table, line):
        with contextlib.suppress(tomllib.TOMLDecodeError):
            if toml_text.loads(made) == wanted:
                return made
    raise EditError(
        f"{path}: the table {table!r} is written so that nothing can be added",
        f"add it by hand, then install again: {table}.{name} = {setting}",
    )


def _toml_ways(text: str, table: str, line: str) -> Iterator[str]:
    """The texts that may hold the line in the table: after a header of its own, or with a header at the end."""
    newline = "\r\n" if "\r\n" in text else "\n"
    header = f"[{table}]"
    lines = text.splitlines(keepends=True)
    for at, known in enumerate(lines):
        if known.split("#")[0].strip() == header:
            ending = "" if known.endswith("\n") else newline
            yield "".join([*lines[:at], known + ending, f"{line}{_TOML_MARK}{newline}", *lines[at + 1 :]])
    gap = newline if text and not text.endswith("\n") else ""
    yield f"{text}{gap}{header}{_TOML_MARK}{newline}{line}{_TOML_MARK}{newline}"


def _without_toml(text: str) -> str | None:
    kept = [line for line in text.splitlines(keepends=True) if not line.rstrip().endswith(_TOML_MARK)]
    return "".join(kept) or None
