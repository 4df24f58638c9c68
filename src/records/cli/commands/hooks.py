"""`records hooks`."""

from __future__ import annotations

import click

from records.capture.commit_message import check_commits
from records.cli.invocation import open_project
from records.cli.lazy import LazyGroup
from records.cli.options import json_option
from records.cli.output import echo, print_json, say, table
from records.install import git_hooks
from records.install.git_hooks import TRAILERS
from records.project.root import path_within
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.install.git_hooks import Hook
    from records.project.project import Project


@click.group(cls=LazyGroup, path="hooks")
def hooks() -> None:
    """Add record trailers to commit messages, and check the trailers of commits.

    Example: records hooks install
    """


@click.command()
@click.option("-y", "--yes", is_flag=True, help="Do not ask; it never does.")
@json_option
def install(yes: bool, as_json: bool) -> None:
    r"""Add our lines to git's hooks; existing hooks are kept and still run.

    From then on a commit gets a trailer for each record that belongs to it: PHR: general/0003-add-login.green

    \b
    Example:
      records hooks install
    """
    project = open_project()
    changes = git_hooks.plan_install(project, git_hooks.TRAILERS)
    git_hooks.apply(project, changes)
    _print_hooks(project, git_hooks.status(project, git_hooks.TRAILERS, changes), as_json=as_json)


@click.command()
@json_option
def uninstall(as_json: bool) -> None:
    r"""Remove our lines from git's hooks; the others are as they were, byte for byte.

    \b
    Example:
      records hooks uninstall
    """
    project = open_project()
    changes = git_hooks.plan_uninstall(project, git_hooks.TRAILERS)
    git_hooks.apply(project, changes)
    _print_hooks(project, git_hooks.status(project, git_hooks.TRAILERS, changes), as_json=as_json)


@click.command()
@json_option
def status(as_json: bool) -> int:
    r"""Show which hooks call us; exit 1 when one does not.

    \b
    Example:
      records hooks status
    """
    project = open_project()
    hook_list = git_hooks.status(project, git_hooks.TRAILERS)
    _print_hooks(project, hook_list, as_json=as_json)
    return int(not all(git_hooks.TRAILERS in hook.features for hook in hook_list))


@click.command()
@click.option("--since", metavar="REV", help="Only commits that came after this one.")
@json_option
def check(since: str | None, as_json: bool) -> int:
    r"""Check the trailers of commits that are made already; exit 1 when one names no record, or several.

    \b
    Examples:
      records hooks check
      records hooks check --since origin/main
    """
    count, wrong = check_commits(open_project(), since)
    if as_json:
        print_json([
            {"commit": commit.id, "subject": commit.subject, "problem": problem} for commit, problem in wrong
        ])  # fmt: skip
        return int(bool(wrong))
    for commit, problem in wrong:
        echo(f"{commit.id[:10]} {commit.subject}: {problem}")
    say(f"{counted(count, 'trailer')} checked: {counted(len(wrong), 'problem')}")
    return int(bool(wrong))


def _print_hooks(project: Project, hook_list: list[Hook], *, as_json: bool) -> None:

    rows = []
    for hook in hook_list:
        rows.append({"hook": hook.name, "path": path_within(hook.path, project.root) or hook.path,
                     "installed": TRAILERS in hook.features, "others": hook.has_others,
                     "changed": hook.is_changed})  # fmt: skip
    if as_json:
        print_json(rows)
        return
    states = [
        ("installed" if row["installed"] else "not installed")
        + (", beside a hook of yours" if row["others"] and row["installed"] else "")
        for row in rows
    ]
    lines = [(str(row["hook"]), state, str(row["path"])) for row, state in zip(rows, states, strict=True)]
    table(("hook", "state", "path"), lines, flexible=2)
