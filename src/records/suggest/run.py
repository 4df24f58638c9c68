"""Ask about a change of a project: from git to a report, and from a report to a record."""

from __future__ import annotations

import contextlib
import json
from functools import partial

from records.adr.other_markup import as_markdown
from records.dataclass import dataclass, replace
from records.errors import GitError, InvalidInput, NotFound, WriteError
from records.git.background import submit
from records.git.diff import COMMIT_LIMIT, commits_between, diff_bytes, resolve_range, staged_range
from records.git.log import paths_by_commit, recent_commits
from records.git.work_tree import untracked
from records.model.kind import Kind
from records.model.record import Adr, Phr
from records.model.reference import ReferenceIndex
from records.model.status import Status
from records.model.trailers import trailers
from records.project.catalog import exchange_of
from records.project.files import replace as replace_file
from records.project.stamp import state_place
from records.project.state_dir import StateDir, read_state
from records.suggest.base_tree import BaseTree, asked_for_at, held_at
from records.suggest.calibrate import LEVELS, WINDOW, usual_message_words
from records.suggest.calibrate import threshold as own_threshold
from records.suggest.change import Change, CommitMessage, read_change
from records.suggest.commit_subject import clean_subject
from records.suggest.continuation import earlier_commits, set_continued_aside
from records.suggest.decision_index import DecisionIndex, DecisionSummary
from records.suggest.draft import PromptQuote, body_of
from records.suggest.engine import Report, suggest
from records.suggest.series import read_diff
from records.suggest.untracked import with_untracked
from records.suggest.weights import built_in
from records.suggest.work_in_range import Units, units_of, with_units
from records.text.data_text import parse_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from records.git import Git
    from records.git.diff import Range
    from records.model.record import Record
    from records.project.project import Project

    LogDecisions = list[tuple[str, DecisionSummary]]
    from typing import Any

PROMPT_SUFFIX = ".prompt.md"
_MOST_PROMPTS = 10
_OPEN = frozenset({"accepted", "proposed", "draft"})


@dataclass(frozen=True)
class ChangeReport:
    """A report, with the commits of the change that it is about and the prompts recorded for them."""

    report: Report
    commits: tuple[str, ...] = ()
    prompts: tuple[PromptQuote, ...] = ()

    def drafts(self) -> list[dict[str, str]]:
        """Return title and body of a record for each candidate, the most confident first; none where all is said."""
        if self.report.is_covered:
            return []
        return [
            {
                "title": s.title,
                "body": body_of(s, self.report.analysis, self.commits, self.prompts),
                "prompts": " ".join(prompt.ref for prompt in self.prompts),
            }
            for s in self.report.suggestions
        ]


def suggest_in(
    project: Project,
    spec: str = "HEAD~1",
    *,
    staged: bool = False,
    threshold: float | None = None,
    level: str = "normal",
    standing: Callable[[], LogDecisions] | None = None,
) -> ChangeReport:
    """Return what a change in a project's repository seems to decide.

    Args:
        project: whose repository, and whose decisions.
        spec: `REV`, `A..B` or `A...B`; `HEAD` or an empty text for the work tree.
        staged: look at what is staged instead.
        threshold: the score from which to suggest; by default learnt from the history.
        level: how readily to suggest where the threshold is learnt: a key of `LEVELS`.
        standing: gives the project's decisions, where they are at hand.

    Raises:
        GitError: there is no repository, or no such revision.
    """
    git = project.git()
    if git is None or project.location is None:
        raise GitError(
            f"{project.root} is not in a git repository",
            "pipe a diff: git diff | records adr suggest --stdin",
        )
    ends = staged_range(git) if staged else resolve_range(git, spec)
    text = submit(lambda: diff_bytes(git, ends))
    messages = submit(lambda: _messages(git, ends))
    recent = submit(
        lambda: recent_commits(git, _head(ends), WINDOW + COMMIT_LIMIT) if threshold is None else []
    )
    decisions = standing() if standing else log_decisions(project, project.store.scan())
    diff = read_diff(text.result().decode("utf-8", "replace"))
    notes: tuple[str, ...] = ()
    if ends.new == "":
        diff, omitted_count = with_untracked(diff, project.location.root, untracked(git, top=True))
        notes = (
            (f"{omitted_count} untracked files were left out: too many, too large, or no text",)
            if omitted_count
            else ()
        )
    before = BaseTree.of(git, ends, Change(diff), [path for path, _ in decisions], project.prefix)
    commits, message = messages.result()
    commit_messages = _commit_messages(git, ends, commits, message)
    is_branch = "..." in spec or len(commits) > 1
    words = usual_message_words(git, recent.result(), frozenset(commits)) if is_branch else 0
    lookup = partial(held_at, git, ends.old)
    asked_lookup = partial(asked_for_at, git, ends.old)
    change = Change(
        diff,
        message,
        before.folders,
        before.manifests,
        commit_messages,
        words,
        lookup,
        asked_lookup,
        before.usual_packages,
    )
    limit, note = threshold, ""
    if limit is None:
        scores_path = StateDir.of(project).suggestion_scores
        limit, note = own_threshold(
            git, scores_path, recent.result(), frozenset(commits), built_in(), LEVELS[level]
        )
    index = DecisionIndex(_mark_new(decisions, change, before, project.prefix))
    report = suggest(
        change,
        name=ends.name,
        threshold=limit,
        decision_index=index,
        notes=(*filter(None, [note]), *notes),
        has_several_commits=len(commits) > 1,
    )
    units = units_of(git, ends) if len(commits) > 1 else Units()
    prompts = _recorded_prompts(project, change) if report.suggestions else ()
    report = set_continued_aside(
        with_units(report, git, units, index), lambda: earlier_commits(git, ends.old)
    )
    return ChangeReport(report, commits, prompts)


def suggest_text(
    text: str, *, message: str | None = None, threshold: float | None = None, level: str = "normal"
) -> Report:
    """Return what a diff seems to decide; no repository is needed, and the threshold is the level's built-in one.

    Raises:
        InvalidInput: there is text, and it holds neither a diff nor a commit without one.
    """
    change = read_change(text, message)
    if text.strip() and not change.diff.files and not change.diff.message:
        raise InvalidInput(
            "standard input is not a unified diff", "run: git diff | records adr suggest --stdin"
        )
    return suggest(change, threshold=LEVELS[level].built_in if threshold is None else threshold)


def log_decisions(project: Project, records: Iterable[Record]) -> LogDecisions:
    """Return the decisions among the records, each with its path and its words."""
    decisions = []
    for record in records:
        if isinstance(record, Adr) and record.readable:
            with contextlib.suppress(NotFound):
                text = as_markdown(project.store.text(record.path), record.path)
                summary = DecisionSummary(
                    record.ref,
                    record.title,
                    text,
                    record.path,
                    accepted=record.status == Status.ACCEPTED,
                    open=record.status in _OPEN,
                )
                decisions.append((record.path, summary))
    return decisions


def _recorded_prompts(project: Project, change: Change) -> tuple[PromptQuote, ...]:
    """Return the prompts of the records that a change adds or edits, or that its messages name."""
    top = f"{project.prefix}/" if project.prefix else ""
    paths = {file.path for file in change.diff.files}
    references = [trailer.ref for trailer in trailers(change.message) if trailer.kind == Kind.PHR]
    if not references and not any(path.endswith(PROMPT_SUFFIX) for path in paths):
        return ()
    records = [record for record in project.store.scan() if isinstance(record, Phr)]
    index = ReferenceIndex(records)
    keys = {record.key for ref in references for record in index.matches(ref, Kind.PHR)}
    selection = [record for record in records if top + record.path in paths or record.key in keys]
    quotes = [(record, exchange_of(project, record)) for record in selection[:_MOST_PROMPTS]]
    return tuple(
        PromptQuote(record.ref, prompt, answer or "") for record, (prompt, answer) in quotes if prompt
    )


def _mark_new(
    decisions: LogDecisions, change: Change, before: BaseTree, prefix: str
) -> list[DecisionSummary]:
    """Return the decisions, those marked that the change wrote or edited, or that are newer than its base."""
    top = f"{prefix}/" if prefix else ""
    edited_paths = {file.path for file in change.diff.files}
    return [
        replace(decision, fresh=top + path in edited_paths, newer=path not in before.decisions)
        for path, decision in decisions
    ]


def store_drafts(project: Project, run: ChangeReport) -> None:
    """Keep the drafts of the candidates in the git directory, for `records adr new --from-suggestion N`."""
    if project.location is None:
        return
    path = _drafts_path(project)
    with contextlib.suppress(WriteError):
        replace_file(state_place(path), json.dumps(run.drafts(), ensure_ascii=True))


def stored_draft(project: Project, number: int) -> tuple[str, str, list[str]]:
    """Return title and body of a suggestion that was shown last, and the prompts recorded for its change.

    Raises:
        InvalidInput: nothing was suggested in this work tree yet, or not so many.
    """
    drafts: list[dict[str, Any]] = []
    if project.location is not None:
        with contextlib.suppress(ValueError):
            drafts = parse_json(read_state(_drafts_path(project)) or b"[]")
    if not isinstance(drafts, list) or not all(isinstance(draft, dict) for draft in drafts):
        drafts = []
    return draft_at(drafts, number)


def draft_at(drafts: list[dict[str, Any]], number: int) -> tuple[str, str, list[str]]:
    """Return title, body and prompts of one of the drafts, counted from 1.

    Raises:
        InvalidInput: there is no such draft.
    """
    if not drafts:
        raise InvalidInput("nothing has been suggested here", "run: records adr suggest")
    if not 1 <= number <= len(drafts):
        raise InvalidInput(
            f"there is no suggestion {number}; the last run made {len(drafts)}", "run: records adr suggest"
        )
    draft = drafts[number - 1]
    title, body, prompts = (str(draft.get(name, "")) for name in ("title", "body", "prompts"))
    return title, body, prompts.split()


def _drafts_path(project: Project) -> str:
    if project.state_dir is None:
        raise InvalidInput("there is no repository to keep suggestions in")
    return project.state_dir.suggestions


def _messages(git: Git, ends: Range) -> tuple[tuple[str, ...], str]:
    """Return the ids of the commits of a change and their messages as one text, the telling one first."""
    commits = commits_between(git, ends)
    if not commits:
        return (), ""
    ids, newest = tuple(c.id for c in commits), commits[-1]
    if len(newest.parents) > 1:
        if newest.parents[0] == ends.old and clean_subject(newest.message, branches=False):
            return ids, newest.message
        commits = [newest, *commits[:-1]]
    return ids, "\n\n".join(c.message for c in commits if c.message)


def _commit_messages(
    git: Git, ends: Range, commits: tuple[str, ...], message: str
) -> tuple[CommitMessage, ...]:
    """Return the commits of a range each with its files; none when one message speaks for all of them."""
    if len(commits) < 2:
        return ()
    commits_with_message = [commit for commit in commits_between(git, ends) if commit.message]
    if any(commit.message == message for commit in commits_with_message):
        return ()
    paths = paths_by_commit(git, [commit.id for commit in commits_with_message])
    return tuple(
        CommitMessage(commit.message, paths.get(commit.id, frozenset())) for commit in commits_with_message
    )


def _head(ends: Range) -> str:
    return ends.new if ends.new not in {"", ":"} else ends.old
