"""Write what an agent needs to know the records by, additively, and take it out again byte for byte.

What a file was before is remembered in the git directory; it is given back where nobody changed the file since.
Where somebody did, or where there is no memory, only what is ours is taken out.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.errors import EditError, RecordsError
from records.install import jsonc
from records.install import toml as toml_text
from records.install.agent_home import Home, JsonEntry, TomlEntry
from records.install.agent_hooks import Change
from records.install.agent_texts import RULES
from records.install.homes import HOMES
from records.install.text_block import Block, rules_block, toml_block
from records.install.undo_log import Memory
from records.project import files

if TYPE_CHECKING:
    from records.project.project import Project


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes, and what is left as it is although it is not ours."""

    changes: tuple[Change, ...]
    kept: tuple[str, ...] = ()


def plan_install(project: Project, home: Home) -> Plan:
    """What an installation changes; nothing where it is complete already.

    Raises:
        EditError: a settings file is not what it should be; nothing is to be changed then.
    """
    memory = Memory.of(project)
    wanted: dict[str, str] = {}
    kept = []
    for path, text in home.files.items():
        there = _read(project, path)
        if there is None or there == text or memory.is_ours(path, there) or home.entry is None:
            wanted[path] = text
        else:
            kept.append(path)
    for path, text in _shared(project, home):
        wanted[path] = text
    _provable(project, home, memory, wanted)
    changes = (Change(path, _read(project, path), text) for path, text in wanted.items())
    return Plan(tuple(one for one in changes if one.before != one.after), tuple(kept))


def plan_uninstall(project: Project, home: Home) -> Plan:
    """What an uninstallation changes; rules that another installed agent reads stay.

    Raises:
        EditError: a settings file is no longer valid.
    """
    memory = Memory.of(project)
    changes, kept = [], []
    for path in _paths(project, home):
        there = _read(project, path)
        if there is None or (path == _rules_path(project, home) and _needed_by_others(project, home, path)):
            continue
        if memory.is_ours(path, there):
            after = memory.before(path)
        elif path in home.files:
            after = None if there == home.files[path] else there
            kept += [] if after is None else [path]
        else:
            after = _without(project, home, path, there) or None
        changes.append(Change(path, there, after))
    return Plan(tuple(one for one in changes if one.before != one.after), tuple(kept))


def apply(project: Project, changes: Iterable[Change], *, remember: bool) -> None:
    """Make the changes; remember what the files were, or forget it.

    Raises:
        WriteError: a file cannot be written.
    """
    listed = list(changes)
    memory = Memory.of(project)
    if remember:
        memory.keep(listed)
    for change in listed:
        path = project.store.absolute(change.path)
        if change.after is None:
            os.unlink(path)
            _drop_empty(project.root, os.path.dirname(path))
        else:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            files.replace(path, change.after)
            if change.path.endswith(".sh"):
                os.chmod(path, 0o755)  # noqa: S103 — scripts are run by everybody who has the repository
    if not remember:
        memory.forget(change.path for change in listed)


def state(project: Project, home: Home) -> str:
    """`installed`, `partly` (some files are missing or changed), or `not installed`."""
    try:
        plan = plan_install(project, home)
    except RecordsError:
        return "partly"
    missing = len(
        [change for change in plan.changes if change.before is None or change.path not in home.files]
    )
    if not plan.changes and not plan.kept:
        return "installed"
    return "not installed" if not is_installed(project, home) and missing else "partly"


def is_installed(project: Project, home: Home) -> bool:
    """Whether the agent's settings name our server (or, without any, whether its files are there)."""
    if isinstance(home.entry, JsonEntry):
        text = _read(project, _json_path(project, home.entry)) or ""
        try:
            node: jsonc.Node | None = jsonc.parse(text) if text.strip() else None
        except EditError:
            return False
        return node is not None and any(
            _at(node, (*entry.keys, "records")) for entry in (home.entry, home.entry.newer) if entry
        )
    if isinstance(home.entry, TomlEntry):
        return _has_table(_read(project, home.entry.path) or "", home.entry)
    return all(_read(project, path) == text for path, text in home.files.items())


def _shared(project: Project, home: Home) -> Iterable[tuple[str, str]]:
    """The files that others own too, with what we need in them."""
    entry = home.entry
    if isinstance(entry, JsonEntry):
        path = _json_path(project, entry)
        text = _read(project, path)
        base = text if text is not None and text.strip() else json.dumps(dict(entry.head), indent=2) + "\n"
        yield path, _told(path, lambda: _with_server(base, entry))
    elif isinstance(entry, TomlEntry):
        yield entry.path, _with_table(_read(project, entry.path) or "", entry)
    if home.rules:
        path = _rules_path(project, home)
        text = _read(project, path) or ""
        yield path, _told(path, lambda: rules_block(RULES).added(text))


def _at(node: jsonc.Node, keys: Iterable[str]) -> bool:
    """Whether something stands where the keys lead to."""
    here: jsonc.Node | None = node
    for key in keys:
        here = here.get(key) if here is not None else None
    return here is not None


def _with_server(text: str, entry: JsonEntry) -> str:
    root = jsonc.parse(text)
    fit = entry if _at(root, (*entry.keys, "records")) else entry.fitting(root.value)
    return jsonc.with_member(text, fit.keys, "records", fit.value)


def _without_server(text: str, entry: JsonEntry) -> str:
    left = jsonc.without_member(text, entry.keys, "records", entry.value)
    if left == text and entry.newer:
        return jsonc.without_member(text, entry.newer.keys, "records", entry.newer.value)
    return left


def _with_table(text: str, entry: TomlEntry) -> str:
    block = toml_block(entry.lines)
    if _has_table(text, entry) and block.begin not in text:
        return text
    made = block.added(text)
    try:
        toml_text.loads(made)
    except tomllib.TOMLDecodeError as error:
        by_hand = f"records = {{ {', '.join(entry.lines[1:])} }}"
        raise EditError(
            f"{entry.path}: no table can be added at its end, since {entry.table[0]} is written inline: {error}",
            f"write [{entry.table[0]}] as a table of its own, or add by hand what it needs: {by_hand}",
        ) from error
    return made


def _has_table(text: str, entry: TomlEntry) -> bool:
    found: Any = toml_text.parsed(text, entry.path)
    for key in entry.table:
        found = found.get(key, {}) if isinstance(found, dict) else {}
    return bool(found)


def _without(project: Project, home: Home, path: str, text: str) -> str:
    """A text that others own too, without what is ours; empty where nothing is left that is not ours."""
    entry = home.entry
    if isinstance(entry, JsonEntry) and path == _json_path(project, entry):
        left = _told(path, lambda: _without_server(text, entry))
        value = jsonc.parse(left).value
        return "" if left != text and value == dict(entry.head) else left
    block: Block = (
        toml_block(entry.lines) if isinstance(entry, TomlEntry) and path == entry.path else rules_block(RULES)
    )
    return _told(path, lambda: block.removed(text))


def _told(path: str, edit: Callable[[], str]) -> str:
    try:
        return edit()
    except EditError as error:
        raise EditError(f"{path}: {error.message}", error.hint) from error


def _provable(project: Project, home: Home, memory: Memory, wanted: dict[str, str]) -> None:
    """Refuse to replace a file of somebody else's that could not be given back."""
    if home.entry is None and not memory.works:
        for path, text in wanted.items():
            if (there := _read(project, path)) is not None and there != text:
                raise EditError(
                    f"{path} would be replaced, and outside a git repository it could not be given back",
                    "run git init first, or move the file away",
                )


def _paths(project: Project, home: Home) -> list[str]:
    paths = list(home.files)
    if isinstance(home.entry, JsonEntry):
        paths.append(_json_path(project, home.entry))
    elif isinstance(home.entry, TomlEntry):
        paths.append(home.entry.path)
    if home.rules:
        paths.append(_rules_path(project, home))
    return paths


def _json_path(project: Project, entry: JsonEntry) -> str:
    there = [path for path in entry.paths if os.path.exists(project.store.absolute(path))]
    return there[0] if there else entry.paths[0]


def _rules_path(project: Project, home: Home) -> str:
    """The file of rules; where it is a link to another file of the project, that file."""
    full = os.path.realpath(project.store.absolute(home.rules))
    return os.path.relpath(full, os.path.realpath(project.root)).replace(os.sep, "/")


def _needed_by_others(project: Project, home: Home, path: str) -> bool:
    return any(
        other.name != home.name
        and other.rules
        and _rules_path(project, other) == path
        and is_installed(project, other)
        for other in HOMES.values()
    )


def _read(project: Project, path: str) -> str | None:
    try:
        return files.read_text(project.store.absolute(path))
    except FileNotFoundError:
        return None


def _drop_empty(root: str, folder: str) -> None:
    while folder != root and folder.startswith(root) and not os.listdir(folder):
        os.rmdir(folder)
        folder = os.path.dirname(folder)
