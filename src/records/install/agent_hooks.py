"""Add the capture hook to an agent's own settings, and remove it again byte for byte."""

from __future__ import annotations

from collections.abc import Iterable

from records import capture_hook
from records.agents import registry
from records.agents.hook_settings import HOOK, JsonHooks, OwnFile
from records.agents.registry import Agent
from records.errors import EditError, InvalidInput
from records.install import jsonc, toml
from records.install.file_change import FileChange, read_file, real_changes
from records.install.undo_log import UndoLog, apply_recorded, apply_restored
from records.regular_file import read_beside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project

_OWNER = "capture"


def hook_script() -> str:
    """Return the text of the hook that ships with `records`."""
    return read_beside(capture_hook.__file__, "capture_hook.sh").decode()


def is_current(project: Project) -> bool:
    """Whether the hook in the work tree is the one that ships with `records`, byte for byte, and no link to another."""
    try:
        return read_file(project, HOOK) == hook_script()
    except (InvalidInput, OSError):
        return False


def settings_of(agent: Agent) -> JsonHooks | OwnFile:
    """Return what the agent's settings need.

    Raises:
        InvalidInput: the agent has no hooks.
    """
    if not agent.hooks:
        raise InvalidInput(
            f"{agent.title} has no hooks to install", "import its history: records capture import FILE"
        )
    settings: JsonHooks | OwnFile = agent.module.SETTINGS
    return settings


def plan_install(project: Project, agent: Agent) -> list[FileChange]:
    """Return the changes that an installation needs; none when it is complete already.

    Raises:
        InvalidInput: the agent has no hooks.
        EditError: a settings file is not what it should be; nothing is to be changed then.
    """
    settings = settings_of(agent)
    texts = {HOOK: hook_script()}
    if isinstance(settings, OwnFile):
        texts[settings.path] = settings.text
    else:
        texts[settings.path] = _with_entries(read_file(project, settings.path), settings)
        if settings.toml:
            path, table, line = settings.toml
            texts[path] = toml.with_line(read_file(project, path) or "", path, table, line)
    return real_changes(FileChange(path, read_file(project, path), text) for path, text in texts.items())


def plan_uninstall(project: Project, agent: Agent) -> list[FileChange]:
    """Return the changes that remove the agent's hook; a file that is as we left it gets its old bytes back.

    Raises:
        InvalidInput: the agent has no hooks.
        EditError: a settings file is no longer valid.
    """
    settings = settings_of(agent)
    log = UndoLog.load(project, _OWNER)
    targets = [settings.path]
    if isinstance(settings, JsonHooks) and settings.toml:
        targets.append(settings.toml[0])
    if not any(is_installed(project, other) for other in _hooked_agents() if other.name != agent.name):
        targets.append(HOOK)
    changes = []
    for path in targets:
        before = read_file(project, path)
        if before is not None:
            changes.append(FileChange(path, before, _without_ours(before, path, settings, log)))
    return real_changes(changes)


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


def is_installed(project: Project, agent: Agent) -> bool:
    """Return whether the agent's settings in this work tree call the hook."""
    settings = settings_of(agent)
    text = read_file(project, settings.path) or ""
    return bool(text) and (text == settings.text if isinstance(settings, OwnFile) else HOOK in text)


def _hooked_agents() -> list[Agent]:
    return [agent for agent in registry.AGENTS.values() if agent.hooks]


def _with_entries(text: str | None, settings: JsonHooks) -> str:
    try:
        base = text if text is not None and text.strip() else "{}\n"
        return jsonc.with_hooks(base, settings.entries, HOOK, settings.head)
    except EditError as error:
        raise EditError(f"{settings.path}: {error.message}", error.hint) from error


def _without_ours(before: str, path: str, settings: JsonHooks | OwnFile, log: UndoLog) -> str | None:
    if log.is_unchanged(path, before):
        return log.original(path)
    if path == HOOK or isinstance(settings, OwnFile):
        return None
    if settings.toml and path == settings.toml[0]:
        return toml.without_line(before)
    text = jsonc.without_hooks(before, HOOK)
    if text == before:
        return before
    members = {name for name, _, _ in jsonc.parse(text).members} - set(settings.head)
    return text if members else None
