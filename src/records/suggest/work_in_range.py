"""Split a range into its pieces of work, a merged branch or a commit each, and suggest for each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from records.dataclass import dataclass, replace
from records.git.log import log
from records.suggest.calibrate import read_changes
from records.suggest.commit_subject import clean_subject
from records.suggest.decision_index import DecisionIndex, telling_stems
from records.suggest.engine import Report, first_suggestion
from records.suggest.grouping import ANCHORS, CHOICES, new_packages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git import Git
    from records.git.diff import Range
    from records.git.log import Commit
    from records.suggest.change import Change
    from records.suggest.suggestion import Suggestion

_MOST_UNITS = 60
_MOST_COMMITS = 2_000
_MOST_SUGGESTIONS = 5
_WRITTEN = frozenset("naming wiring types".split())
"""Families of signals that tell how code is written: by them a later piece of a branch is no decision of its own."""
_LEAST_ANCHOR = 1.2
_RELEASE = 2
"""Merged branches from which a range is a release, or the sync of a fork, and no piece of work of its own."""


@dataclass(frozen=True, slots=True)
class Units:
    """The pieces of work of a range.

    Attributes:
        commits: their commits on the first-parent line, oldest first.
        merged: how many of them are merges of other branches.
    """

    commits: tuple[Commit, ...] = ()
    merged: int = 0

    @property
    def is_release(self) -> bool:
        """Whether the range joins several merged branches, and not only a branch with parts merged into it."""
        return self.merged >= _RELEASE and 2 * self.merged >= len(self.commits)


def units_of(git: Git, ends: Range) -> Units:
    """Return the pieces of work of a range; none where it is a single commit or not committed."""
    if not ends.commits:
        return Units()
    span = ends.commits
    chain = _first_parents(git, span)
    if len(chain) == 1 and len(chain[0].parents) == 2 and chain[0].parents[0] == ends.old:
        span = (chain[0].parents[1], f"^{ends.old}")
        chain = _first_parents(git, span)
    if len(chain) < 2:
        return Units()
    merges = [commit for commit in chain if len(commit.parents) > 1]
    inside = {c.id for c in log(git, f"--max-count={_MOST_COMMITS}", *span, files=False)} if merges else set()
    merged = [commit for commit in merges if commit.parents[1] in inside]
    updates = {commit.id for commit in merges} - {commit.id for commit in merged}
    return Units(tuple(c for c in chain if c.id not in updates), len(merged))


def with_units(report: Report, git: Git, units: Units, index: DecisionIndex) -> Report:
    """Return the report of a range with a suggestion for each of several pieces of work that hold a decision.

    A release is judged by its merged branches alone; any other range has to reach the threshold as a whole.
    """
    if len(units.commits) < 2 or (not units.is_release and not report.above_threshold):
        return report
    changes = read_changes(git, [commit.id for commit in units.commits])
    suggestions = _suggestions(changes, units, report, index)
    if units.is_release:
        note = f"{units.merged} branches were merged in this range; each was examined by itself"
        score = max((s.score for s in suggestions), default=0.0)
        return replace(
            report,
            analysis=replace(report.analysis, score=score),
            suggestions=tuple(suggestions),
            notes=(*report.notes, note),
        )
    if len(suggestions) < 2:
        own = tuple(_with_own_paths(suggestion, changes) for suggestion in report.suggestions)
        return replace(report, suggestions=own)
    if _has_title(report):
        suggestions[0] = replace(suggestions[0], title=report.suggestions[0].title)
    return replace(report, suggestions=tuple(suggestions))


def _with_own_paths(suggestion: Suggestion, changes: Mapping[str, Change]) -> Suggestion:
    """Return a suggestion for a whole range with the files of the commits that its first evidence is in."""
    anchor = suggestion.evidence[0].path if suggestion.evidence else ""
    paths_by_commit = [
        {path for file in change.diff.files for path in (file.path, file.old_path)}
        for change in changes.values()
    ]
    own_paths = frozenset[str]().union(*(paths for paths in paths_by_commit if anchor in paths))
    return replace(suggestion, own_paths=own_paths)


def _has_title(report: Report) -> bool:
    """Return whether the whole range has a title that its author wrote, as the merge of a pull request has."""
    change = report.analysis.change
    stated = "" if change.commit_messages else clean_subject(change.message, branches=False)
    return not telling_stems(stated).isdisjoint(telling_stems(report.suggestions[0].title))


def _first_parents(git: Git, span: tuple[str, ...]) -> list[Commit]:
    return log(git, "--first-parent", f"--max-count={_MOST_UNITS}", *span, files=False)[::-1]


def _suggestions(
    changes: Mapping[str, Change], units: Units, report: Report, index: DecisionIndex
) -> list[Suggestion]:
    """Return the first suggestion of each piece of work that reaches the threshold, the highest score first."""
    net_paths = {file.path for file in report.analysis.change.diff.files}
    packages = new_packages(report.analysis.evidence)
    suggestions: list[Suggestion] = []
    for commit in units.commits:
        change = changes.get(commit.id)
        if change is None or not net_paths.intersection(file.path for file in change.diff.files):
            continue
        if first_suggestion(change, report.threshold, index) is None:
            continue  # the tree before the range is asked only where something may depend on it
        suggestion = first_suggestion(_with_base_of(report, change), report.threshold, index)
        if suggestion is None or _is_repeated(suggestion, suggestions, packages):
            continue
        if units.is_release or not suggestions or _is_of_choice(suggestion):
            suggestions.append(suggestion)
    return sorted(suggestions, key=lambda s: -s.score)[:_MOST_SUGGESTIONS]


def _is_of_choice(suggestion: Suggestion) -> bool:
    """Return whether the heart of a suggestion is something that was chosen, and not how its code is written."""
    heart = suggestion.evidence[0].signal if suggestion.evidence else ""
    return heart.partition(".")[0] not in _WRITTEN and ANCHORS.get(heart, 0.0) >= _LEAST_ANCHOR


def _with_base_of(report: Report, change: Change) -> Change:
    """Return a piece of a range with what is known about the tree before the range."""
    whole = report.analysis.change
    return replace(
        change,
        lookup=whole.lookup,
        asked_lookup=whole.asked_lookup,
        usual_packages=whole.usual_packages,
    )


def _is_repeated(suggestion: Suggestion, earlier: Iterable[Suggestion], packages: tuple[str, ...]) -> bool:
    """Return whether an earlier piece of work of the range already names the subject of a suggestion.

    What is in one of the packages that the range brings belongs to it, unless it is a choice by itself.
    """
    title = telling_stems(suggestion.title)
    anchor = suggestion.evidence[0] if suggestion.evidence else None
    for earlier_suggestion in earlier:
        stems = telling_stems(earlier_suggestion.title)
        if title and len(title & stems) >= 0.5 * min(len(title), len(stems)):
            return True
        if (
            anchor
            and earlier_suggestion.evidence
            and anchor.subject
            and anchor.subject == earlier_suggestion.evidence[0].subject
        ):
            return True
        if anchor and earlier_suggestion.evidence and anchor.signal not in CHOICES:
            places = (anchor.path, earlier_suggestion.evidence[0].path)
            if any(all(place.startswith(f"{package}/") for place in places) for package in packages):
                return True
    return not clean_subject(suggestion.title)
