"""Learn from a repository's own history what score its ordinary commits reach."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from records.errors import GitError
from records.suggest.analysis import analyse
from records.suggest.change import Change
from records.suggest.paths import kind_of
from records.suggest.series import read_diff
from records.suggest.weights import Weights

if TYPE_CHECKING:
    from records.git import Git

WINDOW = 200
"""How many commits are looked at."""
ENOUGH = 60
"""With fewer ordinary commits than these the built-in threshold is used."""
SHARE = 0.95
FLOOR = 0.45
"""A quiet history lowers the threshold no further."""
_BATCH = 25
_LARGEST = 1_000_000
_ORDINARY = -1.0


def threshold(
    git: Git, scores_path: str, recent: list[str], skip: frozenset[str], weights: Weights
) -> tuple[float, str]:
    """Return the score that fewer than one in twenty recent commits pass, and a sentence on how it came about.

    Each commit is scored once; the scores are kept in the git directory and may be deleted.

    Args:
        git: git in the repository.
        scores_path: the file in which the scores are kept.
        recent: the commits to look back on, newest first, `WINDOW` of them beside those to skip.
        skip: commits that are not to count, because they are being asked about.
        weights: what to score with.
    """
    commits = [c for c in recent if c not in skip][:WINDOW]
    scores = _scores(git, scores_path, commits, weights) if len(commits) >= ENOUGH else {}
    ordinary = sorted(scores[c] for c in commits if scores.get(c, _ORDINARY) != _ORDINARY)
    if len(ordinary) < ENOUGH:
        note = f"the built-in threshold {weights.threshold:.2f}: only {len(ordinary)} ordinary commits to learn from"
        return weights.threshold, note
    # One step above the share: with the whole manifests at hand a commit may score a little more than here.
    own = ordinary[min(len(ordinary) - 1, math.ceil(SHARE * len(ordinary)))]
    used = max(FLOOR, round(own + 0.0001, 4))
    return (
        used,
        f"threshold {used:.2f}: fewer than 5 % of the last {len(ordinary)} ordinary commits score above {own:.2f}",
    )


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
    """Score some commits; one whose files are not all here (a partial clone) is left out."""
    from records.git.diff import commit_texts
    from records.git.objects import find_objects

    try:
        texts = commit_texts(git, batch)
    except GitError:
        if len(batch) == 1:
            return {}
        half = len(batch) // 2
        return {**_score_batch(git, batch[:half], weights), **_score_batch(git, batch[half:], weights)}
    changes = {
        commit: Change(read_diff(diff[:_LARGEST].decode("utf-8", "replace")), message)
        for commit, (message, diff) in texts.items()
    }
    requests = [
        (commit, folder) for commit, change in changes.items() for folder in change.doubtful_directories
    ]
    presence = find_objects(git, [f"{commit}^1:{folder}" for commit, folder in requests])
    present: dict[str, set[str]] = {commit: set() for commit in changes}
    for (commit, folder), is_present in zip(requests, presence, strict=True):
        if is_present:
            present[commit].add(folder)
    return {
        commit: _score(replace(change, present=frozenset(present[commit])), weights)
        for commit, change in changes.items()
    }


def _score(change: Change, weights: Weights) -> float:
    if any(kind_of(f.path) == "decision" and f.status == "added" for f in change.diff.files):
        return _ORDINARY
    is_present = analyse(change, weights)
    return 0.0 if is_present.quiet else round(is_present.score, 4)


def _stamp(weights: Weights) -> str:
    """Return what the scores depend on: the weights, and the code that reads changes."""
    inputs = repr((_CODE, weights.bias, sorted(weights.of.items())))
    return hashlib.sha256(inputs.encode("utf-8")).hexdigest()[:16]


_CODE = 8
"""Raise it when signals change, so that kept scores are made anew."""


def _load(path: str, stamp: str) -> dict[str, float]:
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        if data.get("stamp") == stamp:
            return {str(c): float(s) for c, s in data["scores"].items()}
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        pass
    return {}


def _save(path: str, stamp: str, scores: dict[str, float]) -> None:
    """Keep the scores; a git directory that cannot be written to is no reason to fail."""
    newest = dict(list(scores.items())[-4 * WINDOW :])
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        beside = f"{path}.{os.getpid()}"
        with open(beside, "w", encoding="utf-8") as file:
            json.dump({"stamp": stamp, "scores": dict(sorted(newest.items()))}, file)
        os.replace(beside, path)
