"""Add what an agent needs to use the records (MCP entry, rules, commands), and remove it again byte for byte.

The original files are kept in the git directory; they are restored where nobody changed the file since. Where
somebody did, or where there is no copy, only what is ours is removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.errors import EditError, RecordsError
from records.install import jsonc, toml
from records.install.agent_home import Home, JsonEntry, TomlEntry
from records.install.agent_texts import RULES
from records.install.file_change import FileChange, apply_changes, read_file, real_changes
from records.install.homes import HOMES
from records.install.text_block import Block, rules_block
from records.install.undo_log import UndoLog

if TYPE_CHECKING:
    from records.project.project import Project

_OWNER = "agents"


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes, and the files that stay as they are although their content is not ours."""

    changes: tuple[FileChange, ...]
    skipped: tuple[str, ...] = ()


def plan_install(project: Project, home: Home) -> Plan:
    """Return what an installation changes; nothing where it is complete already.

    Raises:
        EditError: a settings file is not what it should be; nothing is to be changed then.
    """
    log = UndoLog.load(project, _OWNER)
    texts: dict[str, str] = {}
    skipped = []
    for path, text in home.files.items():
        present = read_file(project, path)
        if present is None or present == text or log.is_unchanged(path, present) or home.entry is None:
            texts[path] = text
        else:
            skipped.append(path)
    texts.update(_shared_files(project, home))
    _check_restorable(project, home, log, texts)
    changes = (
        FileChange(path, read_file(project, path), text, is_executable=path.endswith(".sh"))
        for path, text in texts.items()
    )
    return Plan(tuple(real_changes(changes)), tuple(skipped))


def plan_uninstall(project: Project, home: Home) -> Plan:
    """Return what an uninstallation changes; rules that another installed agent reads stay.

    Raises:
        EditError: a settings file is no longer valid.
    """
    log = UndoLog.load(project, _OWNER)
    changes, skipped = [], []
    for path in _paths(project, home):
        present = read_file(project, path)
        is_shared = path == _rules_path(project, home) and _is_needed_by_others(project, home, path)
        if present is None or is_shared:
            continue
        if log.is_unchanged(path, present):
            after = log.original(path)
        elif path in home.files:
            after = None if present == home.files[path] else present
            skipped += [] if after is None else [path]
        else:
            after = _without(project, home, path, present) or None
        changes.append(FileChange(path, present, after))
    return Plan(tuple(real_changes(changes)), tuple(skipped))


def install(project: Project, changes: Iterable[FileChange]) -> None:
    """Apply the changes of an installation; the old bytes are kept so that they can be restored.

    Raises:
        WriteError: a file cannot be written.
    """
    changes = list(changes)
    UndoLog.load(project, _OWNER).record(changes)
    apply_changes(project, changes)


def uninstall(project: Project, changes: Iterable[FileChange]) -> None:
    """Apply the changes of an uninstallation.

    Raises:
        WriteError: a file cannot be written.
    """
    changes = list(changes)
    apply_changes(project, changes)
    UndoLog.load(project, _OWNER).discard(change.path for change in changes)


def state(project: Project, home: Home) -> str:
    """Return `installed`, `partly` (some files are missing or changed), or `not installed`."""
    try:
        plan = plan_install(project, home)
    except RecordsError:
        return "partly"
    missing = len(
        [change for change in plan.changes if change.before is None or change.path not in home.files]
    )
    if not plan.changes and not plan.skipped:
        return "installed"
    return "not installed" if not is_installed(project, home) and missing else "partly"


def is_installed(project: Project, home: Home) -> bool:
    """Return whether the agent's settings name our server; without settings, whether its files are there."""
    if isinstance(home.entry, JsonEntry):
        text = read_file(project, _json_path(project, home.entry)) or ""
        try:
            node: jsonc.Node | None = jsonc.parse(text) if text.strip() else None
        except EditError:
            return False
        return node is not None and any(
            _has(node, (*entry.keys, "records")) for entry in (home.entry, home.entry.newer) if entry
        )
    if isinstance(home.entry, TomlEntry):
        return toml.has_table(read_file(project, home.entry.path) or "", home.entry.path, home.entry.table)
    return all(read_file(project, path) == text for path, text in home.files.items())


def _shared_files(project: Project, home: Home) -> Iterable[tuple[str, str]]:
    """Yield the files that others own too, with what we need in them."""
    entry = home.entry
    if isinstance(entry, JsonEntry):
        path = _json_path(project, entry)
        present = read_file(project, path)
        is_empty = present is None or not present.strip()
        text = json.dumps(dict(entry.head), indent=2) + "\n" if is_empty else present or ""
        yield path, _located(path, lambda: _with_server(text, entry))
    elif isinstance(entry, TomlEntry):
        present = read_file(project, entry.path) or ""
        yield entry.path, toml.with_table(present, entry.path, entry.table, entry.lines)
    if home.rules:
        path = _rules_path(project, home)
        rules = read_file(project, path) or ""
        yield path, _located(path, lambda: rules_block(RULES).added(rules))


def _has(node: jsonc.Node, keys: Iterable[str]) -> bool:
    """Return whether there is a value where the keys lead to."""
    return jsonc.descend(node, list(keys)) is not None


def _with_server(text: str, entry: JsonEntry) -> str:
    root = jsonc.parse(text)
    variant = entry if _has(root, (*entry.keys, "records")) else entry.fitting(root.value)
    return jsonc.with_member(text, variant.keys, "records", variant.value)


def _without_server(text: str, entry: JsonEntry) -> str:
    rest = jsonc.without_member(text, entry.keys, "records", entry.value)
    if rest == text and entry.newer:
        return jsonc.without_member(text, entry.newer.keys, "records", entry.newer.value)
    return rest


def _without(project: Project, home: Home, path: str, text: str) -> str:
    """Return a text that others own too, without what is ours; empty where nothing else is in it."""
    entry = home.entry
    if isinstance(entry, JsonEntry) and path == _json_path(project, entry):
        rest = _located(path, lambda: _without_server(text, entry))
        value = jsonc.parse(rest).value
        return "" if rest != text and value == dict(entry.head) else rest
    is_table = isinstance(entry, TomlEntry) and path == entry.path
    block: Block = (
        toml.table_block(entry.lines) if is_table and isinstance(entry, TomlEntry) else rules_block(RULES)
    )
    return _located(path, lambda: block.removed(text))


def _located(path: str, edit: Callable[[], str]) -> str:
    """Return the edited text; an error names the file."""
    try:
        return edit()
    except EditError as error:
        raise EditError(f"{path}: {error.message}", error.hint) from error


def _check_restorable(project: Project, home: Home, log: UndoLog, texts: dict[str, str]) -> None:
    """Refuse to replace a file of somebody else's that could not be restored."""
    if home.entry is None and not log.is_available:
        for path, text in texts.items():
            if (present := read_file(project, path)) is not None and present != text:
                raise EditError(
                    f"{path} would be replaced, and outside a git repository it could not be restored",
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
    existing = [path for path in entry.paths if read_file(project, path) is not None]
    return existing[0] if existing else entry.paths[0]


def _rules_path(project: Project, home: Home) -> str:
    """Return the file of rules; where it is a link to another file of the project, that file."""
    full = os.path.realpath(project.store.absolute(home.rules))
    return os.path.relpath(full, os.path.realpath(project.root)).replace(os.sep, "/")


def _is_needed_by_others(project: Project, home: Home, path: str) -> bool:
    return any(
        other.name != home.name
        and other.rules
        and _rules_path(project, other) == path
        and is_installed(project, other)
        for other in HOMES.values()
    )
