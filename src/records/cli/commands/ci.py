"""`records ci`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from records.cli.options import open_project
from records.cli.output import COLOURS, echo, echo_data, echo_text, print_json, style
from records.text.plural import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.check.engine import Report as Checked
    from records.project.project import Project
    from records.review.review import Review

_MATTERS = ("errors", "suggestions", "coverage", "gone", "never")
_REPORTS = ("sarif", "gitlab", "junit")


@click.command()
@click.option(
    "--against", metavar="REV", help="What this change is to be merged into; else the CI's word, else main."
)
@click.option(
    "--format", "form", type=click.Choice(["markdown", "text", "json", "github"]), default="text",
    show_default=True, help="How to print.",
)  # fmt: skip
@click.option("--comment", metavar="FILE", help="Also write the Markdown of the comment.")
@click.option("--sarif", metavar="FILE", help="Also write the problems as SARIF 2.1.0.")
@click.option("--gitlab", metavar="FILE", help="Also write them as GitLab's code quality report.")
@click.option("--junit", metavar="FILE", help="Also write them as JUnit XML.")
@click.option(
    "--fail-on", multiple=True, type=click.Choice(_MATTERS), default=("errors",), show_default=True,
    help="Exit 1 where there is one of these.",
)  # fmt: skip
@click.pass_context
def ci(
    context: click.Context, /, against: str | None, form: str, comment: str | None, fail_on: tuple[str, ...],
    **reports: str | None,
) -> int:  # fmt: skip
    r"""Review this change as on a pull request: problems, suggested decisions, decisions that bind it, coverage.

    Needs no forge: run it on a branch before you push. Suggestions never fail a build unless asked to;
    `ADR: none (reason)` in a commit message waives them and is counted.

    \b
    Examples:
      records ci --against main
      records ci --against origin/main --format markdown
      records ci --fail-on errors --fail-on coverage --sarif records.sarif
    """
    from records.review.comment import markdown
    from records.review.review import review

    project = open_project(context)
    found = review(project, against or _target(project))
    if comment:
        _write(project, comment, markdown(found))
    for name in _REPORTS:
        if path := reports[name]:
            _write(project, path, _report(found, name))
    if form == "json":
        print_json(found.as_json())
    elif form == "markdown":
        echo_text(markdown(found))
    elif form == "github":
        _annotate(found)
    else:
        _tell(found)
    return int(found.fails(frozenset(fail_on) - {"never"}))


def _target(project: Project) -> str:
    """The branch that the CI, or else this clone, says it is to be merged into."""
    from records.errors import GitError
    from records.git.refs import commit_ids

    git = project.git()
    if git is None:
        raise GitError(f"{project.root} is in no git repository", "run this in a clone")
    named = os.environ.get("GITHUB_BASE_REF") or os.environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    tried = (
        [f"origin/{named}", named]
        if named
        else ["origin/HEAD", "origin/main", "main", "origin/master", "master"]
    )
    for one in tried:
        if commit_ids(git, [one])[0]:
            return one
    if named:
        raise GitError(
            f"this is to be merged into {named}, which is not here",
            f"git fetch origin {named}:refs/remotes/origin/{named}, or say which: records ci --against REV",
        )
    raise GitError("it is not known what this is to be merged into", "say so: records ci --against REV")


def _write(project: Project, path: str, text: str) -> None:
    """Write a report; a file of the project is replaced, never written through a link that the change brings."""
    from records.errors import WriteError
    from records.project import files

    full = os.path.abspath(path)
    if full.startswith(project.root + os.sep) and os.path.isdir(os.path.dirname(full)):
        files.replace(project.store.checked_root.resolve(full), text)
        return
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise WriteError(f"cannot write {path}: {error.strerror}") from error


def _report(found: Review, name: str) -> str:
    from records.check import formats

    writers: dict[str, Callable[[Checked], str]] = {
        "sarif": formats.as_sarif,
        "gitlab": formats.as_gitlab,
        "junit": formats.as_junit,
    }
    return writers[name](found.checked)


def _annotate(found: Review) -> None:
    from dataclasses import replace

    from records.check.formats import as_github
    from records.suggest.formats import github

    echo_data(as_github(replace(found.checked, diagnostics=found.problems)))
    for line in github(found.suggested):
        echo_data(f"{line}\n")


def _tell(found: Review) -> None:

    for one in found.problems:
        grade = style(one.severity, fg=COLOURS[one.severity])
        echo(f"{one.path}:{one.line}: {grade} {one.rule} {one.message}")
    for made in found.suggested.above_threshold:
        echo(f"suggested ({made.score:.2f}): {made.title}")
    for record in found.bound.records:
        echo(f"bound by {record.ref}: {record.title}")
    for gone in found.bound.broken:
        echo(f"gone: {gone.path}, named by {gone.record.ref}")
    cover = found.coverage
    for commit in cover.bare:
        echo(f"no prompt record: {commit.id[:10]} {commit.subject}")
    checked = found.checked
    for told in (
        f"{counted(checked.checked, 'record')} checked: {counted(checked.count('error'), 'error')}, "
        f"{counted(checked.count('warning'), 'warning')}",
        f"{counted(len(found.suggested.above_threshold), 'decision')} suggested, "
        f"{len(found.bound.records)} in force for this change",
        f"{counted(len(cover.agents), 'commit')} by agents, {len(cover.bare)} without a prompt record, "
        f"{len(cover.waivers)} waived",
    ):
        echo(told)
