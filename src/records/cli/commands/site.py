"""`records site build`."""

from __future__ import annotations

import os

from records.cli.invocation import open_project
from records.cli.left_out import note_left_out
from records.cli.output import note, say
from records.cli.progress import Progress
from records.cli.site import print_built
from records.cli.spec import JSON, Parameter, command
from records.errors import GitError
from records.git.work_tree import tracked_among, untracked
from records.project.root import path_within
from records.project.work_tree import outer_path
from records.site.build import build as run
from records.site.build import with_base

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from records.project.project import Project


@command(
    "build",
    Parameter(
        "output", "-o", "--output", metavar="DIR", default="",
        help="Where to; the settings' folder (site) by default.",
    ),
    Parameter(
        "base_url", "--base-url", metavar="URL", default="",
        help="Address of the site, for feeds and canonical links.",
    ),
    JSON,
)  # fmt: skip
def build(*, output: str, base_url: str, as_json: bool) -> None:
    r"""Write pages that open from disk, from any folder of a server, and with the network off.

    What an earlier build wrote and is still right stays as it is. The same records and commit give the same bytes.

    \b
    Examples:
      records site build
      records site build -o public --base-url https://example.org/decisions/
    """
    import gc

    gc.set_threshold(20_000)  # what a page leaves goes without it; what all pages share stays to the end
    project = with_base(open_project(), base_url)
    with Progress("pages") as progress:
        result = run(project, os.path.abspath(output) if output else "", progress.at)
    print_built(result, as_json=as_json)
    note_left_out(project)
    if as_json:
        return
    if line := _missing_ignore_line(project, result.folder):
        note(
            f"git does not ignore the pages: add the line {line} to .gitignore, unless they are to be committed"
        )
    if result.unreadable:
        say(f"{result.unreadable} cannot be read and are shown as they are: records check")


def _missing_ignore_line(project: Project, folder: str) -> str:
    """Return the line of .gitignore that keeps new pages out of commits; empty where they are ignored or tracked."""
    git = project.git()
    inside = path_within(os.path.realpath(folder), os.path.realpath(project.root))
    if git is None or inside in (None, "."):
        return ""
    try:
        if tracked_among(git, [inside]):
            return ""
        outer = outer_path(project.prefix, inside)
        return f"/{inside}/" if any(path.startswith(f"{outer}/") for path in untracked(git)) else ""
    except GitError:  # the pages are built; a damaged index is reported by other commands
        return ""
