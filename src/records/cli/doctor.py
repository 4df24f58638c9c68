"""What `records doctor` looks at: what is installed, found, trusted and broken."""

from __future__ import annotations

import os
import sys

from records._version import __version__
from records.capture import doctor as capture_doctor
from records.capture.doctor import Check
from records.check.setting_values import setting_problems
from records.cli.extras import EXTRAS, is_installed
from records.cli.output import echo_wrapped, print_json
from records.dataclass import asdict
from records.distributions import explanation, install_command, other_version, script_problem
from records.errors import RecordsError
from records.history.find_logs import find_unread
from records.history.template_files import template_files
from records.install import git_hooks
from records.install.agent_config import state
from records.install.homes import homes
from records.model.kind import Kind
from records.project.project import Project
from records.project.settings import CONFIG_PATH
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def examine(directory: str) -> list[Check]:
    """Check the installation, then the project of a folder as far as it can be opened."""
    checks = list(_installation())
    try:
        project = Project.open(directory)
    except RecordsError as error:
        return [*checks, Check("project", False, error.message, error.hint)]
    for part in (_git, _project, _logs, _templates, _hooks, _agents):
        checks += _attempt(part, project)
    return checks


def print_checks(checks: list[Check], *, as_json: bool) -> int:
    """Print checks, and return the exit code: 1 where one has failed."""
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        for check in checks:
            sign = {True: "ok  ", False: "BAD ", None: "?   "}[check.ok]
            hint = f"  ({check.hint})" if check.hint else ""
            echo_wrapped(f"{sign}  {check.name}: {check.detail}{hint}")
    return 1 if any(check.ok is False for check in checks) else 0


def _attempt(part: Callable[[Project], Iterator[Check]], project: Project) -> list[Check]:
    """Return the checks of one part; what keeps it from being examined is a result too."""
    try:
        return list(part(project))
    except RecordsError as error:
        return [Check(part.__name__.strip("_"), False, error.message, error.hint)]


def _installation() -> Iterator[Check]:
    python = ".".join(map(str, sys.version_info[:3]))
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    yield Check("records", True, f"{__version__} in {folder}")
    yield Check("Python", True, f"{python}, {sys.executable}")
    other = other_version()
    if other:
        yield Check("environment", False, *explanation(other))
    problem = script_problem()
    if problem:
        hint = "pip install --force-reinstall --no-deps records-history; or run: python -P -m records"
        yield Check("command", None if not other else False, problem, hint)
    for extra, (_, purpose) in EXTRAS.items():
        is_there = is_installed(extra)
        hint = "" if is_there else install_command(extra)
        yield Check(
            f"extra {extra}", True if is_there else None, purpose if is_there else f"missing: {purpose}", hint
        )


def _git(project: Project) -> Iterator[Check]:
    git = project.git()
    if git is None:
        yield Check("git", None, f"{project.root} is in no repository", "git init")
        return
    yield Check("git", True, f"{git.version()}, repository {project.root}")


def _project(project: Project) -> Iterator[Check]:
    has_settings = os.path.isfile(project.store.absolute(CONFIG_PATH))
    problems = list(setting_problems(project, project.settings))
    for key, error in problems:
        yield Check("settings", False, f"{key} in {CONFIG_PATH}: {error.message}", error.hint)
    if not problems:
        yield Check("settings", True, CONFIG_PATH if has_settings else "none: every setting has its default")
    records = project.store.scan()
    kinds = [counted(sum(r.kind is kind for r in records), name) for kind, name in _KINDS.items()]
    yield Check("history", True if records else None, " and ".join(kinds), "" if records else "records init")
    unreadable = [record.path for record in records if not record.readable]
    repaired = sum(bool(record.repairs) for record in records if record.readable)
    if unreadable:
        yield Check("readable", False, f"cannot be read: {', '.join(unreadable[:5])}", "records check")
    if repaired:
        yield Check("repairs", None, f"{repaired} repaired while reading", "records check --fix")


_KINDS = {Kind.ADR: "decision", Kind.PHR: "prompt record"}


def _logs(project: Project) -> Iterator[Check]:
    unread = find_unread(project)
    for log in unread.logs:
        yield Check(
            "log", False, f"{counted(log.files, 'decision')} in {log.place} are not read", "records init"
        )
    for message, hint in unread.explain_left_out():
        yield Check("log", False, message, hint)
    for page in unread.pages:
        yield Check("log", None, page.describe(), "records adr new")


def _templates(project: Project) -> Iterator[Check]:
    own = [file.origin for file in template_files(project) if file.origin != "packaged"]
    problems = [(error, f"mend {origin}, or remove it") for origin in own
                if (error := _error_of(project.renderer.check, origin.rpartition("/")[2]))]  # fmt: skip
    for error, hint in problems:
        yield Check("templates", False, error.message, hint)
    if not problems:
        yield Check("templates", True, f"of the project: {', '.join(own)}" if own else "the packaged ones")


def _error_of(action: Callable[..., object], *arguments: object) -> RecordsError | None:
    """The error that an action raises, if any."""
    try:
        action(*arguments)
    except RecordsError as error:
        return error
    return None


def _hooks(project: Project) -> Iterator[Check]:
    if project.location is None:
        return
    found = git_hooks.status(project, git_hooks.TRAILERS)
    hooks = [hook.name for hook in found if git_hooks.TRAILERS in hook.features]
    detail = f"installed: {', '.join(hooks)}" if hooks else "not installed"
    yield Check("git hooks", True if hooks else None, detail, "" if hooks else "records hooks install")


def _agents(project: Project) -> Iterator[Check]:
    for home in homes().values():
        current = state(project, home)
        if current != "not installed":
            is_sound = current == "installed"
            hint = "" if is_sound else f"records agents install {home.name}"
            yield Check(f"agent {home.name}", is_sound, current, hint)
    if project.location is not None:
        for check in capture_doctor.examine(project):
            is_unused = check.name in ("consent", "agents") and check.ok is False
            yield Check(f"capture: {check.name}", None if is_unused else check.ok, check.detail, check.hint)
