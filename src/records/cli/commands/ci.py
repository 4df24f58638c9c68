"""`records ci`."""

from __future__ import annotations

import errno
import os
import sys

from records.check import formats
from records.check.formats import as_github
from records.cli.central import note_central_problems
from records.cli.invocation import open_project
from records.cli.output import COLOURS, echo, echo_data, echo_text, print_json, say, style
from records.cli.spec import Parameter, command
from records.dataclass import replace
from records.errors import GitError, InvalidInput, WriteError
from records.git.refs import commit_ids, refuse_missing
from records.project import files
from records.project.root import is_within
from records.regular_file import read_bytes
from records.review.comment import markdown
from records.review.review import review
from records.suggest.formats import github
from records.text.data_text import parse_json
from records.text.plural import counted
from records.trace.acceptance import forge_reviews

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Callable

    from records.check.report import Report as Checked
    from records.project.project import Project
    from records.review.review import Review as ChangeReview
    from records.trace.acceptance import Review

_MATTERS = ("errors", "suggestions", "coverage", "gone", "disclosure", "due", "never")
_REPORTS = ("sarif", "gitlab", "junit")


@command(
    "ci",
    Parameter(
        "against", "--against", metavar="REV",
        help="Target of the merge. Default: the CI's target branch, then main.",
    ),
    Parameter(
        "form", "--format", choices=("markdown", "text", "json", "github"), default="text", show_default=True,
        help="Output format.",
    ),
    Parameter(
        "baseline", "--baseline", is_flag=True, help="Also report, and fail on, problems from before this change."
    ),
    Parameter("comment", "--comment", metavar="FILE", help="Also write the Markdown of the comment."),
    Parameter(
        "reviews_file", "--reviews", metavar="FILE",
        help="The forge's reviews as JSON (GitHub: GET /repos/OWNER/REPO/pulls/N/reviews); - reads stdin.",
    ),
    Parameter("sarif", "--sarif", metavar="FILE", help="Also write the problems as SARIF 2.1.0."),
    Parameter("gitlab", "--gitlab", metavar="FILE", help="Also write them as GitLab's code quality report."),
    Parameter("junit", "--junit", metavar="FILE", help="Also write them as JUnit XML."),
    Parameter(
        "fail_on", "--fail-on", multiple=True, choices=_MATTERS,
        help="Exit 1 if there is one of these. Default: errors, and disclosure where the settings name a policy.",
    ),
)  # fmt: skip
def ci(
    *, against: str | None, baseline: bool, form: str, comment: str | None, reviews_file: str | None,
    fail_on: tuple[str, ...], **reports: str | None,
) -> int:  # fmt: skip
    r"""Review this change as on a pull request: problems, suggested decisions, decisions that govern it, coverage.

    Needs no forge: run it on a branch before you push. Suggestions never fail a build unless asked to;
    `ADR: none (reason)` in a commit message waives them and is counted.

    \b
    Examples:
      records ci --against main
      records ci --against origin/main --format markdown
      records ci --fail-on errors --fail-on coverage --sarif records.sarif
    """
    project = open_project()
    target = against or _target(project)
    result = review(
        project, target, baseline=baseline, description=_description(),
        reviews=_reviews(reviews_file),
    )  # fmt: skip
    note_central_problems(project)
    if comment:
        _write(project, comment, markdown(result))
    for name in _REPORTS:
        if path := reports[name]:
            _write(project, path, _report(result, name))
    if form == "json":
        print_json(result.as_json())
    elif form == "markdown":
        echo_text(markdown(result))
    elif form == "github":
        _annotate(result)
    else:
        say(f"compared with {target}" + ("" if against else " (--against REV compares with another)"))
        _print_review(result)
    matters = frozenset(fail_on or ("errors", "disclosure"))
    return int(result.fails(matters - {"never"}))


def _reviews(path: str | None) -> list[Review]:
    """Read the forge's reviews; none where no file is named."""
    if path is None:
        return []
    text = sys.stdin.read() if path == "-" else files.read_text(path)
    try:
        return forge_reviews(parse_json(text))
    except ValueError as error:
        raise InvalidInput(f"{path} is not JSON: {error}", "pass the answer of the forge as it is") from error


def _description() -> str | None:
    """Return the description of the pull request that the CI is running for; None where it does not say."""
    description = os.environ.get("CI_MERGE_REQUEST_DESCRIPTION")
    path = os.environ.get("GITHUB_EVENT_PATH")
    if description is not None or not path:
        return description
    try:
        event = parse_json(read_bytes(path))
    except (OSError, ValueError):
        return None
    pull = event.get("pull_request") if isinstance(event, dict) else None
    return str(pull.get("body") or "") if isinstance(pull, dict) else None


def _target(project: Project) -> str:
    """The branch that the CI, or else this clone, says it is to be merged into."""
    git = project.git()
    if git is None:
        raise GitError(f"{project.root} is in no git repository", "run this in a clone")
    branch = os.environ.get("GITHUB_BASE_REF") or os.environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    candidates = (
        [f"origin/{branch}", branch]
        if branch
        else ["origin/HEAD", "origin/main", "main", "origin/master", "master"]
    )
    for problem in candidates:
        if commit_ids(git, [problem])[0]:
            return problem
    if branch:
        raise GitError(
            f"this is to be merged into {branch}, which is not here",
            f"git fetch origin {branch}:refs/remotes/origin/{branch}, or say which: records ci --against REV",
        )
    refuse_missing(git, ["HEAD"], commit_ids(git, ["HEAD"]))
    raise GitError("cannot tell the target branch", "pass --against REV")


def _write(project: Project, path: str, text: str) -> None:
    """Write a report; a file of the project is replaced, never written through a link that the change brings."""
    full = os.path.abspath(path)
    if is_within(full, project.root):
        place = project.store.place(full)
        if not os.path.isdir(os.path.dirname(full)):
            raise WriteError(f"cannot write {path}: {os.strerror(errno.ENOENT)}")
        files.replace(place, text)
        return
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise WriteError(f"cannot write {path}: {error.strerror}") from error


def _report(result: ChangeReview, name: str) -> str:

    writers: dict[str, Callable[[Checked], str]] = {
        "sarif": formats.as_sarif,
        "gitlab": formats.as_gitlab,
        "junit": formats.as_junit,
    }
    return writers[name](result.checked.below(result.prefix))


def _annotate(result: ChangeReview) -> None:
    echo_data(as_github(replace(result.checked, diagnostics=result.problems)))
    for line in github(result.suggested):
        echo_data(f"{line}\n")


def _print_review(result: ChangeReview) -> None:

    for problem in result.problems:
        grade = style(problem.severity, fg=COLOURS[problem.severity])
        echo(f"{problem.path}:{problem.line}: {grade} {problem.rule} {problem.message}")
    for suggestion in result.suggested.above_threshold:
        echo(f"suggested ({suggestion.score:.2f}): {suggestion.title}")
    for record in result.governing.records:
        echo(f"governed by {record.ref}: {record.title}")
    for missing_file in result.governing.broken:
        echo(f"gone: {result.outer(missing_file.path)}, named by {missing_file.record.ref}")
    cover = result.coverage
    for commit in cover.bare:
        echo(f"no prompt record: {commit.id[:10]} {commit.subject}")
    for step in result.checked.statuses:
        echo(f"status: {step.describe()}")
    for gap in result.requested:
        echo(f"requested: {gap.path}:{gap.line}: {gap.describe()}: “{gap.quote}”")
    for item in result.due:
        echo(f"due: {result.outer(item.path)}:{item.line}: {item.describe()}")
    for disclosed, finding in result.disclosure.problems:
        echo(f"disclosure: {disclosed.id[:10] + ' ' if disclosed else ''}{finding.code}: {finding.message}")
    check_report = result.checked
    for summary in (
        f"{counted(check_report.checked, 'record')} checked: {counted(check_report.count('error'), 'error')}, "
        f"{counted(check_report.count('warning'), 'warning')} by this change, "
        f"{result.elsewhere} from before it",
        f"{counted(len(result.suggested.above_threshold), 'decision')} suggested, "
        f"{len(result.governing.records)} in force for this change",
        f"{counted(len(cover.agents), 'commit')} by agents, {len(cover.bare)} without a prompt record, "
        f"{len(cover.waivers)} waived",
    ):
        echo(summary)
