"""Add what an agent needs to use the records (MCP entry, rules, commands), and remove it again byte for byte.

The original files are kept in the git directory; they are restored where nobody changed the file since. Where
somebody did, or where there is no copy, only what is ours is removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable

from records.agents.briefing_hook import BRIEFING
from records.agents.home import Home, JsonEntry, TomlEntry
from records.agents.hook_settings import JsonHooks
from records.dataclass import dataclass
from records.errors import EditError, RecordsError
from records.install import jsonc, toml
from records.install.agent_texts import CAPTURED_RULES, RULES, files_of
from records.install.file_change import FileChange, read_file, real_changes
from records.install.homes import homes
from records.install.text_block import rules_block
from records.install.undo_log import UndoLog, apply_recorded, apply_restored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project

_OWNER = "agents"


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes, and the files that stay as they are although their content is not ours."""

    changes: tuple[FileChange, ...]
    skipped: tuple[str, ...] = ()


def plan_install(project: Project, home: Home, *, keep_rules: bool = False) -> Plan:
    """Return what an installation changes; nothing where it is complete already.

    Args:
        project: where.
        home: the agent.
        keep_rules: leave a block of rules that was right when it was written, before capture was switched on.

    Raises:
        EditError: a settings file is not what it should be; nothing is to be changed then.
    """
    log = UndoLog.load(project, _OWNER)
    texts: dict[str, str] = {}
    skipped = []
    for path, text in files_of(home).items():
        present = read_file(project, path)
        if present is None or present == text or log.is_unchanged(path, present) or not home.entries:
            texts[path] = text
        else:
            skipped.append(path)
    texts.update(_shared_files(project, home, keep_rules=keep_rules))
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
    own_files = files_of(home)
    changes, skipped = [], []
    for path in _paths(project, home):
        present = read_file(project, path)
        is_shared = path == _rules_path(project, home) and _is_needed_by_others(project, home, path)
        if present is None or is_shared:
            continue
        if log.is_unchanged(path, present):
            after = log.original(path)
        elif path in own_files:
            after = None if present == own_files[path] else present
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
    apply_recorded(project, _OWNER, changes)


def uninstall(project: Project, changes: Iterable[FileChange]) -> None:
    """Apply the changes of an uninstallation.

    Raises:
        WriteError: a file cannot be written.
    """
    apply_restored(project, _OWNER, changes)


def state(project: Project, home: Home) -> str:
    """Return `installed`, `partly` (some files are missing or changed), or `not installed`."""
    try:
        plan = plan_install(project, home, keep_rules=True)
    except RecordsError:
        return "partly"
    missing = len(
        [change for change in plan.changes if change.before is None or change.path not in files_of(home)]
    )
    if not plan.changes and not plan.skipped:
        return "installed"
    return "not installed" if not is_installed(project, home) and missing else "partly"


def is_installed(project: Project, home: Home) -> bool:
    """Return whether the agent's settings name our server; without settings, whether its files are there."""
    if home.entries:
        return all(_has_entry(project, entry) for entry in home.entries)
    return all(read_file(project, path) == text for path, text in files_of(home).items())


def _shared_files(project: Project, home: Home, *, keep_rules: bool) -> dict[str, str]:
    """Return the files that others own too, with what we need in them."""
    texts: dict[str, str] = {}
    for entry in home.entries:
        path = _entry_path(project, entry)
        texts[path] = _with_entry(texts.get(path) or read_file(project, path) or "", path, entry)
    if home.rules:
        path = _rules_path(project, home)
        rules = read_file(project, path) or ""
        texts[path] = _name_file_in_errors(path, lambda: _with_rules(project, rules, keep=keep_rules))
    if home.briefing:
        path = home.briefing.path
        texts[path] = _with_briefing(texts.get(path) or read_file(project, path) or "", home.briefing)
    return texts


def _with_rules(project: Project, text: str, *, keep: bool) -> str:
    """Return a file of rules with our block: where capture is on, without the request to record each prompt.

    Where it is off, a block that a colleague installed with it on stays.
    """
    is_captured = (
        project.state_dir is not None
        and project.state_dir.consent.exists()
        and not project.state_dir.paused.exists()
    )
    if (keep or not is_captured) and any(
        rules_block(body).added(text) == text for body in (RULES, CAPTURED_RULES)
    ):
        return text
    return rules_block(CAPTURED_RULES if is_captured else RULES).added(text)


def _with_briefing(text: str, hooks: JsonHooks) -> str:
    base = text if text.strip() else "{}\n"
    return _name_file_in_errors(
        hooks.path, lambda: jsonc.with_hooks(base, hooks.entries, BRIEFING, hooks.head)
    )


def _without_briefing(text: str, hooks: JsonHooks) -> str:
    """Return the text without our entry; empty where nothing else is in it."""
    rest = _name_file_in_errors(hooks.path, lambda: jsonc.without_hooks(text, BRIEFING))
    return "" if rest != text and not jsonc.parse(rest).value else rest


def _entry_path(project: Project, entry: JsonEntry | TomlEntry) -> str:
    if isinstance(entry, TomlEntry):
        return entry.path
    existing = [path for path in entry.paths if read_file(project, path) is not None]
    return existing[0] if existing else entry.paths[0]


def _has_entry(project: Project, entry: JsonEntry | TomlEntry) -> bool:
    path = _entry_path(project, entry)
    text = read_file(project, path) or ""
    if isinstance(entry, TomlEntry):
        return toml.has_table(text, path, entry.table)
    try:
        root = jsonc.parse(text) if text.strip() else None
    except EditError:
        return False
    variants = [variant for variant in (entry, entry.newer) if variant]
    return root is not None and any(_has(root, (*variant.keys, "records")) for variant in variants)


def _with_entry(text: str, path: str, entry: JsonEntry | TomlEntry) -> str:
    if isinstance(entry, TomlEntry):
        return toml.with_table(text, path, entry.table, entry.lines)
    base = text if text.strip() else json.dumps(dict(entry.head), indent=2) + "\n"
    return _name_file_in_errors(path, lambda: _with_server(base, entry))


def _without_entry(text: str, path: str, entry: JsonEntry | TomlEntry) -> str:
    """Return the text without our entry; empty where nothing else is in it."""
    if isinstance(entry, TomlEntry):
        return _name_file_in_errors(path, lambda: toml.table_block(entry.lines).removed(text))
    rest = _name_file_in_errors(path, lambda: _without_server(text, entry))
    return "" if rest != text and jsonc.parse(rest).value == dict(entry.head) else rest


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
    if home.briefing and path == home.briefing.path:
        text = _without_briefing(text, home.briefing)
    for entry in home.entries:
        if text and path == _entry_path(project, entry):
            return _without_entry(text, path, entry)
    if not home.rules or path != _rules_path(project, home):
        return text
    return _name_file_in_errors(path, lambda: rules_block(RULES).removed(text))


def _name_file_in_errors(path: str, edit: Callable[[], str]) -> str:
    """Return the edited text; an error names the file."""
    try:
        return edit()
    except EditError as error:
        raise EditError(f"{path}: {error.message}", error.hint) from error


def _check_restorable(project: Project, home: Home, log: UndoLog, texts: dict[str, str]) -> None:
    """Refuse to replace a file of somebody else's that could not be restored."""
    if not home.entries and not log.is_available:
        for path, text in texts.items():
            if (present := read_file(project, path)) is not None and present != text:
                raise EditError(
                    f"{path} would be replaced, and outside a git repository it could not be restored",
                    "run git init first, or move the file away",
                )


def _paths(project: Project, home: Home) -> list[str]:
    paths = [*files_of(home), *(_entry_path(project, entry) for entry in home.entries)]
    paths += [_rules_path(project, home)] if home.rules else []
    paths += [home.briefing.path] if home.briefing else []
    return list(dict.fromkeys(paths))


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
        for other in homes().values()
    )
