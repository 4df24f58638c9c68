"""Review a change as a pull request is reviewed: check, suggest, name the decisions that bind it, count its prompts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.errors import GitError
from records.model.graph import Graph
from records.project.work_tree import inner_path
from records.trace.coverage import Coverage, coverage

if TYPE_CHECKING:
    from records.check.engine import Report as Checked
    from records.model.diagnostic import Diagnostic
    from records.project.project import Project
    from records.suggest.engine import Report as Suggested
    from records.trace.governs.asking import Report as Bound


_UNSHALLOW = "this clone is shallow; fetch the whole history: git fetch --unshallow origin"


@dataclass(frozen=True, slots=True)
class Review:
    """What there is to say about a change.

    Attributes:
        base: the revision it is to be merged into, as named.
        checked: what the check found, over all records.
        suggested: the decisions that the change seems to hold.
        bound: the decisions that bind it, and what it takes away from them.
        coverage: the commits that agents wrote, and their prompts.
        touched: the files that it changes, as paths from the root.
    """

    base: str
    checked: Checked
    suggested: Suggested
    bound: Bound
    coverage: Coverage
    touched: frozenset[str] = frozenset()

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What the author of the change is asked to look at: every error, and what else is in files that it touches."""
        return tuple(
            diagnostic
            for diagnostic in self.checked.diagnostics
            if diagnostic.severity == "error" or diagnostic.path in self.touched
        )

    @property
    def elsewhere(self) -> int:
        """How many warnings there are in files that the change leaves alone."""
        return sum(
            diagnostic.severity == "warning" and diagnostic.path not in self.touched
            for diagnostic in self.checked.diagnostics
        )

    def fails(self, on: frozenset[str]) -> bool:
        """Whether one of the named matters is given: `errors`, `suggestions`, `coverage`, `gone`."""
        conditions = {
            "errors": self.checked.failed,
            "suggestions": bool(self.suggested.above_threshold) and not self.coverage.waivers,
            "coverage": bool(self.coverage.bare),
            "gone": bool(self.bound.broken),
        }
        return any(conditions[name] for name in on)

    def as_json(self) -> dict[str, Any]:
        """The review as one JSON object."""
        return {
            "base": self.base,
            "checked": self.checked.checked,
            "problems": [diagnostic.as_json() for diagnostic in self.checked.diagnostics],
            "suggest": self.suggested.as_json(),
            "decisions": self.bound.as_json(),
            "coverage": self.coverage.as_json(),
        }


def review(project: Project, base: str) -> Review:
    """Review what the checked-out commit changes since it parted from *base*.

    Raises:
        GitError: the project is in no repository, there is no such revision, or the two have nothing in common.
    """
    from records.check import check_records
    from records.git.log import log
    from records.git.refs import merge_base, resolve
    from records.suggest.run import suggest_in
    from records.trace.governs import decisions_for_diff

    git = project.git()
    if git is None:
        raise GitError(f"{project.root} is in no git repository", "run this in a clone")
    cut = bool(project.location and project.location.shallow_boundaries())
    try:
        old, new = resolve(git, base, "HEAD")
    except GitError as error:
        raise GitError(error.message, _UNSHALLOW if cut else error.hint) from error
    if cut and old == new:
        raise GitError(f"{base} is HEAD itself here, and what came before is not in this clone", _UNSHALLOW)
    if not merge_base(git, old, new):
        hint = _UNSHALLOW if cut else "name the branch that this one was begun from: records ci --against REV"
        raise GitError(f"{base} and HEAD have nothing in common here", hint)
    change = f"{base}...HEAD"
    commits = log(git, f"{old}..HEAD")
    return Review(
        base=base,
        checked=check_records(project, (), base),
        suggested=suggest_in(project, change).report,
        bound=decisions_for_diff(project, change),
        coverage=coverage(project, Graph(project.store.scan()), commits),
        touched=frozenset(
            path
            for commit in commits
            for change in commit.changes
            if (path := inner_path(project.prefix, change.path))
        ),
    )
