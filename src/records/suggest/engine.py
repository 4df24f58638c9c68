"""From a change to suggestions: weigh, group, name, and set aside what is already decided."""

from __future__ import annotations

import math

import records.regex as re
from records.dataclass import dataclass, replace
from records.model.trailers import waivers
from records.suggest.analysis import Analysis, analyse
from records.suggest.change import Change, read_change
from records.suggest.decision_index import (
    DecisionIndex,
    RelatedRecord,
    outstanding,
    telling_stems,
)
from records.suggest.grouping import Group, group
from records.suggest.names import short_name
from records.suggest.own_decisions import is_left_open
from records.suggest.paths import kind_of
from records.suggest.suggestion import Suggestion
from records.suggest.technologies import backend_of
from records.suggest.titles import NAMELESS, from_evidence, other_titles, title_for
from records.suggest.weights import Weights, built_in, logistic
from records.suggest.words import parts, parts_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.suggest.answers import SuggestReport

_NEAR = 0.4
_MOST = 3
_ALTERNATIVE = 0.2
"""The score of another title for the same decision: no level suggests it."""
# `0001-record-architecture-decisions.md`, as tools begin a log with it, decides nothing about the code beside it.
_ABOUT_RECORDS = re.compile(
    r"(?i)[/_-](?:record|keep|use|adopt)[-_](?:[\w-]*[-_])?(?:decisions?|decision[-_]records|adrs?|madr)\.md\Z"
)


@dataclass(frozen=True)
class Report:
    """What there is to say about a change.

    Attributes:
        range: the change as people write it.
        analysis: what was seen.
        threshold: the score from which a suggestion is made.
        suggestions: candidates, the most confident first; those below the threshold too.
        covered: candidates that an older decision already says.
        set_aside: sentences about what is not suggested, and why.
        notes: how the threshold came about.
        related: records of the log that discuss the same subject, the closest first.
    """

    range: str
    analysis: Analysis
    threshold: float
    suggestions: tuple[Suggestion, ...] = ()
    covered: tuple[Suggestion, ...] = ()
    set_aside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    related: tuple[RelatedRecord, ...] = ()

    @property
    def score(self) -> float:
        """The score of the whole change; 0 when nothing is suggested."""
        return self.analysis.score if self.suggestions or self.covered else 0.0

    @property
    def above_threshold(self) -> list[Suggestion]:
        """The suggestions that reach the threshold."""
        return [
            s
            for s in self.suggestions
            if s.score >= self.threshold and not s.is_alternative and not s.is_step
        ]

    @property
    def is_covered(self) -> bool:
        """Whether nothing is left to record because a decision of the log, or one that came with it, says it."""
        return bool(self.set_aside) and not self.above_threshold

    @property
    def unnamed_related(self) -> list[RelatedRecord]:
        """The related records that people are shown: those that stand out, and that no other part names."""
        refs = {ref for s in (*self.suggestions, *self.covered) for ref in (*s.covered_by, *s.supersedes)}
        reasons = " ".join(self.set_aside)
        return [
            r
            for r in outstanding(self.related)
            if r.ref not in refs and r.ref not in reasons and r.path not in reasons
        ]

    @property
    def nearest(self) -> Suggestion | None:
        """The candidate that comes near to the threshold, where none reaches it; None when it says nothing."""
        best = max((s for s in self.suggestions if not s.is_step), key=lambda s: s.score, default=None)
        if best is None or self.above_threshold or best.title == NAMELESS:
            return None
        return best if best.score >= min(_NEAR, self.threshold - 0.1) else None

    def as_json(self) -> SuggestReport:
        """Return the report as one JSON object (`docs/suggest.md` describes it)."""
        every = sorted((*self.suggestions, *self.covered), key=lambda s: -s.score)
        return {
            "range": self.range,
            "score": round(self.score, 4),
            "threshold": round(self.threshold, 4),
            "suggestions": [s.as_json() for s in every],
            "set_aside": list(self.set_aside),
            "related": [record.as_json() for record in self.related],
        }


def suggest(
    change: Change,
    *,
    name: str = "stdin",
    threshold: float | None = None,
    weights: Weights | None = None,
    decision_index: DecisionIndex | None = None,
    notes: tuple[str, ...] = (),
    has_several_commits: bool = False,
) -> Report:
    """Return what a change seems to decide.

    Args:
        change: the diff and its message.
        name: the change as people write it.
        threshold: the score from which a suggestion is made; the built-in one by default.
        weights: other weights than those that ship.
        decision_index: what knows the decisions that there are (see `decision_index.py`).
        notes: how the threshold came about.
        has_several_commits: whether the change has several commits; a decision written in one of them then covers
            only what it is about.
    """
    used = weights or built_in()
    limit = used.threshold if threshold is None else threshold
    analysis = analyse(change, used)
    report = Report(name, analysis, limit, notes=notes)
    index = (decision_index or DecisionIndex(())).with_decisions_of(change)
    candidates, reason = _open_candidates(analysis, index, has_several_commits=has_several_commits)
    if reason:
        return replace(report, set_aside=(reason,), related=index.related(analysis))
    return _with_alternatives(_with_log(report, candidates, index))


def first_suggestion(change: Change, threshold: float, decision_index: DecisionIndex) -> Suggestion | None:
    """Return the first suggestion for one piece of work of a range; None where it holds no decision to record."""
    analysis = analyse(change, built_in())
    if analysis.score < threshold:
        return None
    index = decision_index.with_decisions_of(change)
    candidates, reason = _open_candidates(analysis, index, has_several_commits=False)
    comparisons = [] if reason else index.compare(candidates, analysis)
    return next((s for s in comparisons if not s.covered_by and s.score >= threshold), None)


def _with_log(report: Report, candidates: list[Suggestion], index: DecisionIndex) -> Report:
    """Return a report with its candidates compared with the decisions of the log."""
    comparisons = index.compare(candidates, report.analysis)
    covered = [s for s in comparisons if s.covered_by]
    return replace(
        report,
        suggestions=tuple(s for s in comparisons if not s.covered_by),
        covered=tuple(s for s in covered if not index.covers_freshly(s.covered_by)),
        set_aside=tuple(f"{s.title}: covered by {', '.join(s.covered_by)}" for s in covered),
        related=index.related(report.analysis, [s.title for s in candidates]),
    )


def _with_alternatives(report: Report) -> Report:
    """Return a report with other titles for its first suggestion, as candidates below every threshold."""
    if not report.suggestions or report.covered:
        return report
    first = report.suggestions[0]
    suggestions = list(report.suggestions)
    score = min(_ALTERNATIVE, first.score / 2)
    main = next(iter(group(report.analysis)), None)
    if main and first.evidence and main.anchor not in first.evidence:
        return report  # the first subject of the change is decided already
    for title in other_titles(report.analysis, main, first.title):
        words_known = [telling_stems(s.title) for s in suggestions]
        if (
            len(suggestions) < _MOST
            and title != NAMELESS
            and not any(telling_stems(title) <= known for known in words_known)
        ):
            suggestions.append(replace(first, title=title, score=score, supersedes=(), is_alternative=True))
    return replace(report, suggestions=tuple(suggestions))


def _open_candidates(
    analysis: Analysis, index: DecisionIndex, *, has_several_commits: bool
) -> tuple[list[Suggestion], str]:
    """Return the candidates that may be suggested, and why there are none whatever the score; else an empty reason."""
    waiver = next(iter(waivers(analysis.change.message)), "")
    if waiver:
        return [], f"waived in the commit message: {waiver}"
    paths = [] if has_several_commits else _new_decisions(analysis.change)
    if analysis.quiet and not paths:
        return [], analysis.quiet
    candidates = [] if analysis.quiet else _candidates(analysis)
    if paths:
        decisions = index.at_paths(paths)
        is_known = len(decisions) == len(paths)
        candidates = [c for c in candidates if is_known and is_left_open(c, decisions, analysis)]
        if not candidates:
            return [], f"the decision is written in the same change: {paths[0]}"
    return candidates, ""


def _new_decisions(change: Change) -> list[str]:
    """Return the paths of the decisions that a change adds; one about keeping decisions says nothing of the code."""
    return [
        file.path
        for file in change.diff.files
        if kind_of(file.path) == "decision"
        and file.status in {"added", "copied"}
        and not _ABOUT_RECORDS.search(file.path)
    ]


def _candidates(analysis: Analysis) -> list[Suggestion]:
    groups = group(analysis)
    if not groups:
        title = title_for(analysis, None, first=True)
        lasting = tuple(e for e in analysis.evidence if e.topic != "routine")
        return [Suggestion(title, "change", analysis.score, lasting)]
    head = title_for(analysis, groups[0], first=True)
    groups = _join_groups(groups, head)
    out: list[Suggestion] = []
    titles: set[str] = set()
    for number, members in enumerate(groups):
        title = title_for(analysis, members, first=False) if number else head
        if title.lower() in titles:
            continue
        titles.add(title.lower())
        score = analysis.score if number == 0 else _lesser(analysis.score, members, groups[0])
        topic, evidence = members.anchor.topic or _topic(members), tuple(members.evidence)
        out.append(Suggestion(title, topic, score, evidence, evidence_title=from_evidence(analysis, members)))
    return out


def _join_groups(groups: list[Group], title: str) -> list[Group]:
    """Let a group whose subject the first title names join the first: it is the same decision."""
    title_words = parts_of(re.findall(r"\w+", title))
    first, out = groups[0], groups[:1]
    for candidate in groups[1:]:
        store = backend_of(candidate.anchor.subject)
        if set(parts(short_name(candidate.anchor.subject))) <= title_words or store in title_words:
            first.evidence[1:1] = candidate.evidence
        else:
            out.append(candidate)
    return out


def _lesser(score: float, members: Group, first: Group) -> float:
    """Return the score of a further suggestion: lower by what it weighs less than the first."""
    odds = math.log(max(score, 1e-9) / max(1.0 - score, 1e-9))
    return logistic(odds - 0.4 - max(0.0, first.weight - members.weight))


def _topic(members: Group) -> str:
    return next((e.topic for e in members.evidence if e.topic), "change")


def suggest_diff(text: str, *, message: str | None = None) -> SuggestReport:
    """Return what a unified diff seems to decide, as the JSON object of `records adr suggest`.

    Args:
        text: the diff, or a series of patches; the messages that git prints with them are read too.
        message: the commit message, subject first, where the text does not hold it.
    """
    return suggest(read_change(text, message)).as_json()
