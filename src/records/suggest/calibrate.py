"""Learn from a repository's own history what score its ordinary commits reach."""

from __future__ import annotations

import contextlib
import json
import math

from records.dataclass import dataclass, replace
from records.digest import sha256
from records.errors import GitError
from records.git.diff import commit_texts
from records.git.log import log
from records.git.objects import find_objects
from records.project.stamp import write_state
from records.regular_file import read_bytes
from records.suggest.analysis import analyse
from records.suggest.change import Change
from records.suggest.commit_subject import own_words
from records.suggest.paths import kind_of
from records.suggest.series import read_diff
from records.suggest.weights import Weights
from records.text.data_text import parse_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git import Git


@dataclass(frozen=True, slots=True)
class Level:
    """How readily suggestions are made.

    Attributes:
        share: how many ordinary commits may reach the threshold.
        floor: the threshold that a quiet history lowers no further.
        built_in: the threshold where there is no history to learn from.
    """

    share: float
    floor: float
    built_in: float


LEVELS = {
    "quiet": Level(0.02, 0.55, 0.76),
    "normal": Level(0.05, 0.42, 0.576),
    "curious": Level(0.08, 0.35, 0.47),
}
"""The levels by name, the built-in thresholds from the ordinary commits of the evaluation set."""
WINDOW = 200
"""How many commits are looked at."""
ENOUGH = 60
"""With fewer ordinary commits than these the built-in threshold is used."""
_BATCH = 25
_LARGEST = 1_000_000
_ORDINARY = -1.0


def threshold(
    git: Git,
    scores_path: str,
    recent: list[str],
    skip: frozenset[str],
    weights: Weights,
    level: Level = LEVELS["normal"],
) -> tuple[float, str]:
    """Return the score that fewer than the level's share of recent commits pass, and how it came about.

    Each commit is scored once; the scores are kept in the git directory and may be deleted.

    Args:
        git: git in the repository.
        scores_path: the file in which the scores are kept.
        recent: the commits to look back on, newest first, `WINDOW` of them beside those to skip.
        skip: commits that are not to count, because they are being asked about.
        weights: what to score with.
        level: how readily to suggest.
    """
    commits = [c for c in recent if c not in skip][:WINDOW]
    scores = _scores(git, scores_path, commits, weights) if len(commits) >= ENOUGH else {}
    ordinary = sorted(scores[c] for c in commits if scores.get(c, _ORDINARY) != _ORDINARY)
    if len(ordinary) < ENOUGH:
        note = f"the built-in threshold {level.built_in:.2f}: only {len(ordinary)} ordinary commits to learn from"
        return level.built_in, note
    # One step above the share: with the whole manifests at hand a commit may score a little more than here.
    own = ordinary[min(len(ordinary) - 1, math.ceil((1 - level.share) * len(ordinary)))]
    used = max(level.floor, round(own + 0.0001, 4))
    reached = f"fewer than {round(100 * level.share)} % of the last {len(ordinary)} ordinary commits"
    return used, f"threshold {used:.2f}: {reached} score above {own:.2f}"


def usual_message_words(git: Git, recent: list[str], skip: frozenset[str]) -> int:
    """Return how many words the messages have that a threshold is learnt from, in the middle; 0 where that is open.

    Args:
        git: in the repository.
        recent: the commits to look back on, newest first.
        skip: commits that are not to count.
    """
    ids = [commit for commit in recent if commit not in skip][:ENOUGH]
    if len(ids) < ENOUGH:
        return 0
    messages = [commit.message for commit in log(git, "--no-walk=unsorted", *ids, files=False)]
    lengths = sorted(len(own_words(message).split(" ")) for message in messages)
    return lengths[len(lengths) // 2]


def _scores(git: Git, path: str, commits: list[str], weights: Weights) -> dict[str, float]:
    """Return the score of each commit; of one that brought a decision record `_ORDINARY`, to be left out."""
    stamp = _stamp(weights)
    scores = _load(path, stamp)
    missing = [commit for commit in commits if commit not in scores]
    if missing:
        for start in range(0, len(missing), _BATCH):
            scores.update(_score_batch(git, missing[start : start + _BATCH], weights))
        _save(path, stamp, {c: scores[c] for c in commits if c in scores} | scores)
    return scores


def _score_batch(git: Git, batch: list[str], weights: Weights) -> dict[str, float]:
    """Return the scores of some commits."""
    return {commit: _score(change, weights) for commit, change in read_changes(git, batch).items()}


def read_changes(git: Git, commits: list[str]) -> dict[str, Change]:
    """Return the change of each commit against its first parent.

    A commit whose files are not all in the repository (a partial clone) is left out.
    """
    try:
        texts = commit_texts(git, commits)
    except GitError:
        if len(commits) == 1:
            return {}
        half = len(commits) // 2
        return {**read_changes(git, commits[:half]), **read_changes(git, commits[half:])}
    changes = {
        commit: Change(read_diff(diff[:_LARGEST].decode("utf-8", "replace")), message)
        for commit, (message, diff) in texts.items()
    }
    requests = [
        (commit, folder) for commit, change in changes.items() for folder in change.doubtful_directories
    ]
    entries = find_objects(git, [f"{commit}^1:{folder}" for commit, folder in requests])
    present: dict[str, set[str]] = {commit: set() for commit in changes}
    for (commit, folder), entry in zip(requests, entries, strict=True):
        if entry:
            present[commit].add(folder)
    return {commit: replace(change, present=frozenset(present[commit])) for commit, change in changes.items()}


def _score(change: Change, weights: Weights) -> float:
    if any(kind_of(f.path) == "decision" and f.status == "added" for f in change.diff.files):
        return _ORDINARY
    analysis = analyse(change, weights)
    return 0.0 if analysis.quiet else round(analysis.score, 4)


def _stamp(weights: Weights) -> str:
    """Return what the scores depend on: the weights, and the code that reads changes."""
    inputs = repr((_CODE, weights.bias, sorted(weights.of.items())))
    return sha256(inputs)[:16]


_CODE = 14
"""Raise it when signals change, so that cached scores are computed again."""


def _load(path: str, stamp: str) -> dict[str, float]:
    try:
        data = parse_json(read_bytes(path))
        if data.get("stamp") == stamp:
            return {str(c): float(s) for c, s in data["scores"].items()}
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        pass
    return {}


def _save(path: str, stamp: str, scores: dict[str, float]) -> None:
    """Keep the scores; a git directory that cannot be written to is no reason to fail."""
    newest = dict(list(scores.items())[-4 * WINDOW :])
    with contextlib.suppress(OSError):
        text = json.dumps({"stamp": stamp, "scores": dict(sorted(newest.items()))})
        write_state(path, text.encode("utf-8"))
