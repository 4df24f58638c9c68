"""Review a change as a pull request is reviewed: check, suggest, list the decisions that govern it, count prompts."""

from __future__ import annotations

from records.check import check_records
from records.dataclass import dataclass, replace
from records.errors import GitError
from records.git.log import log
from records.git.output_cache import OutputCache
from records.git.refs import merge_base, resolve
from records.model.graph import Graph
from records.project.work_tree import outer_path
from records.suggest.run import suggest_in
from records.trace.commit_records import CommitPrompts
from records.trace.coverage import Coverage, coverage
from records.trace.disclosure.policy import policy_of
from records.trace.disclosure.statement import Disclosure, disclosure_of
from records.trace.due.list import due_in_change
from records.trace.governs.asking import decisions_for_diff
from records.trace.requested import requested_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.check.report import Report as Checked
    from records.model.diagnostic import Diagnostic
    from records.project.project import Project
    from records.review.answers import ReviewAnswer
    from records.suggest.answers import SuggestReport
    from records.suggest.engine import Report as Suggested
    from records.trace.acceptance import Review as PersonReview
    from records.trace.answers import DueItemAnswer, GoverningDecisions
    from records.trace.due.item import DueItem
    from records.trace.governs.asking import Report as GoverningReport
    from records.trace.requested import Gap


_UNSHALLOW = "this clone is shallow; fetch the whole history: git fetch --unshallow origin"


@dataclass(frozen=True, slots=True)
class Review:
    """What there is to say about a change.

    Attributes:
        base: the revision it is to be merged into, as named.
        checked: what the check found that the change introduces; what was there before is `checked.existing`.
        suggested: the decisions that the change seems to hold.
        governing: the decisions that govern it, and what it takes away from them.
        coverage: the commits that agents wrote, and their prompts.
        disclosure: what the project's policy on agents requires of the commits, and what they state wrongly.
        due: what is due in the files that it touches and the decisions that govern it; fails nothing by default.
        requested: how the commits differ from the prompts recorded for them; fails nothing.
        prefix: the path of the project from the top of the repository.
    """

    base: str
    checked: Checked
    suggested: Suggested
    governing: GoverningReport
    coverage: Coverage
    disclosure: Disclosure
    due: tuple[DueItem, ...] = ()
    requested: tuple[Gap, ...] = ()
    prefix: str = ""

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What the change introduces, with paths from the top of the repository."""
        return self.checked.below(self.prefix).diagnostics

    @property
    def elsewhere(self) -> int:
        """How many findings were there before the change; they fail nothing."""
        return len(self.checked.existing)

    def outer(self, path: str) -> str:
        """Return a path from the project's root as one from the top of the repository."""
        return outer_path(self.prefix, path)

    def fails(self, on: frozenset[str]) -> bool:
        """Whether one of these is given: `errors`, `suggestions`, `coverage`, `gone`, `disclosure`, `due`."""
        conditions = {
            "errors": self.checked.failed,
            "suggestions": bool(self.suggested.above_threshold) and not self.coverage.waivers,
            "coverage": bool(self.coverage.bare),
            "gone": bool(self.governing.broken),
            "disclosure": bool(self.disclosure.problems),
            "due": bool(self.due),
        }
        return any(conditions[name] for name in on)

    def as_json(self) -> ReviewAnswer:
        """The review as one JSON object."""
        return {
            "base": self.base,
            "checked": self.checked.checked,
            "problems": [diagnostic.as_json() for diagnostic in self.problems],
            "existing": self.elsewhere,
            "suggest": self._suggested_json(),
            "decisions": self._governing_json(),
            "coverage": self.coverage.as_json(),
            "disclosure": self.disclosure.as_json(),
            "due": self._due_json(),
            "requested": [gap.as_json() for gap in self.requested],
            "statuses": [step.as_json() for step in self.checked.statuses],
        }

    def _due_json(self) -> list[DueItemAnswer]:
        return [{**item, "path": self.outer(item["path"])} for item in (item.as_json() for item in self.due)]

    def _suggested_json(self) -> SuggestReport:
        data = self.suggested.as_json()
        data["related"] = [{**record, "path": self.outer(record["path"])} for record in data["related"]]
        return data

    def _governing_json(self) -> GoverningDecisions:
        data = self.governing.as_json()
        for decision in data["decisions"]:
            decision["path"] = self.outer(decision["path"])
            decision["bonds"] = [{**bond, "path": self.outer(bond["path"])} for bond in decision["bonds"]]
        for broken in data["gone"]:
            broken["path"], broken["names"] = self.outer(broken["path"]), self.outer(broken["names"])
        data["ungoverned"] = [self.outer(path) for path in data["ungoverned"]]
        return data


def review(
    project: Project,
    base: str,
    *,
    baseline: bool = False,
    description: str | None = None,
    reviews: Iterable[PersonReview] = (),
) -> Review:
    """Review what the checked-out commit changes since it parted from *base*.

    Args:
        project: where.
        base: the revision it is to be merged into.
        baseline: report the problems too that were there before.
        description: the description of the pull request, where it is known.
        reviews: the forge's reviews of it.

    Raises:
        GitError: the project is in no repository, there is no such revision, or the two have nothing in common.
    """
    project = replace(
        project,
        output_cache=project.output_cache or OutputCache(),
        store=replace(project.store, keeps_texts=True),
    )
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
    graph = Graph(project.store.scan())
    prompts = CommitPrompts(project, graph, log(git, f"{old}..HEAD"))
    governing = decisions_for_diff(project, change)
    paths = [file.path for file in governing.files]
    return Review(
        base=base,
        checked=check_records(project, (), base, baseline=baseline, reviews=reviews),
        suggested=suggest_in(project, change).report,
        governing=governing,
        coverage=coverage(prompts),
        disclosure=disclosure_of(project, policy_of(project), prompts, change, description),
        due=tuple(due_in_change(project, paths, governing.records, graph)),
        requested=tuple(requested_of(project, prompts)),
        prefix=project.prefix,
    )
