"""Fit the weights of `records adr suggest`, and measure them with one repository left out at a time.

usage: python bench/fit_suggest.py --corpus DIR [--corpus DIR …] [--write] [--out-of-sample FILE] [--jobs N]

Several corpora are fitted as one, and each is measured for itself. DIR holds `dataset.jsonl` (repo, sha, unit, kind, group, msg, …) and `diffs/<owner+name>/<sha>.<unit>.diff.gz`.
A positive is a commit that brought a decision record, which is hidden; negatives are ordinary commits of the
same repository and time (`neg`), or of the same size (`negm`). Needs numpy, which records itself does not.

The model is logistic regression with three habits that keep it honest on repositories it never saw: a signal
of a decision may only add and a sign of routine may only take away; words of the message are held down hard and
must occur in several repositories; three quarters of the loss rank a positive above the negatives of its own group, so
that the temper of a repository cancels out.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import math
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from records.git.diff_parser import parse_diff
from records.suggest.analysis import features, gather
from records.suggest.change import Change

WEIGHTS = Path(__file__).resolve().parent.parent / "src/records/suggest/weights.json"
ROUTINE = (
    "noise.", "message.fix", "message.content", "message.bump", "message.release", "message.chore",
    "message.test", "message.revert", "message.merge",
)  # fmt: skip
FREE = ("message.refactor", "message.add")
LEAST_REPOSITORIES, LEAST_ROWS = 5, 24
LEAST = {
    "dependency.rival": 0.6, "dependency.rival~": 0.7, "dependency.choice": 0.25, "dependency.choice~": 0.4,
    "dependency.replaced": 0.2, "dependency.replaced~": 0.2, "dependency.tool~": 0.15, "dependency.removed~": 0.2,
    "message.technology": 0.2, "infra.pipeline-added~": 0.5, "infra.container-added": 0.2,
    "infra.container-added~": 0.5, "infra.cluster": 0.3, "infra.cluster~": 0.4, "infra.watch~": 0.2,
}  # fmt: skip
"""What these signals weigh at least. Small explicit choices are rare in such a corpus, and people agree on them
(`tests/suggest/plain`); left-out repositories neither gain nor lose by it."""
NOT_WORDS = frozenset(
    [
        "ref",
        "see",
        "the",
        "and",
        "com",
        "https",
        "http",
        "www",
        "github",
        "gitlab",
        "org",
        "merge",
        "pull",
        "request",
        "closes",
        "doc",
        "docs",
        "document",
        "documents",
        "documented",
        "documentation",
    ]
)
"""Words of the platform, and words that tell of the record itself, which an unrecorded decision does not have."""
RIDGE = {"signal": 0.05, "size": 0.08, "word": 0.12}
RANKING = 0.75


def features_of(task):
    row, path = task
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        change = Change(parse_diff(file.read()), row.get("msg") or "")
    return features(change, gather(change))


def load(corpus, jobs):
    rows = [json.loads(line) for line in (corpus / "dataset.jsonl").open(encoding="utf-8")]
    unique = {}
    for row in rows:
        row["key"] = f"{row['repo']}|{row['sha']}|{row['unit']}"
        name = f"{row['sha']}.{row['unit']}.diff.gz"
        unique.setdefault(row["key"], (row, corpus / "diffs" / row["repo"].replace("/", "+") / name))
    with ProcessPoolExecutor(jobs) as pool:
        found = dict(zip(unique, pool.map(features_of, unique.values(), chunksize=16), strict=True))
    return rows, found


def group_up(rows, at):
    groups = collections.defaultdict(lambda: {"pos": None, "neg": [], "negm": []})
    for row in rows:
        group = groups[row["group"]]
        group["repo"] = row["repo"]
        if row["kind"] == "pos":
            group["pos"] = at[row["key"]]
        elif row["kind"] in ("neg", "negm"):
            group[row["kind"]].append(at[row["key"]])
    return [g for g in groups.values() if g["pos"] is not None]


def kind_of(name):
    return "word" if name.startswith("word ") else "size" if ">=" in name else "signal"


def matrix(found, keys):
    """Columns for what is seen often enough, and for what weighs something all the same.

    A word must occur in several repositories.
    """
    rows, repos = collections.Counter(), collections.defaultdict(set)
    for key in keys:
        for name in found[key]:
            rows[name] += 1
            repos[name].add(key.partition("|")[0])

    def wanted(name):
        if kind_of(name) != "word":
            return rows[name] >= 8
        common = len(repos[name]) >= LEAST_REPOSITORIES and rows[name] >= LEAST_ROWS
        return common and len(name) > 7 and name[5:] not in NOT_WORDS

    names = sorted({*filter(wanted, rows), *LEAST})
    column = {name: n for n, name in enumerate(names)}
    table = np.zeros((len(keys), len(names)), dtype=np.float32)
    for n, key in enumerate(keys):
        for name, value in found[key].items():
            if name in column:
                table[n, column[name]] = value
    return table, names


def bounds(names):
    """How far each weight may go; that a message is long speaks against nothing, since the corpus shortened some."""
    low, high = np.full(len(names), -np.inf), np.full(len(names), np.inf)
    for n, name in enumerate(names):
        if name.startswith("message words"):
            low[n] = 0
        if kind_of(name) == "signal" and not name.startswith(FREE):
            if name.startswith(ROUTINE):
                high[n] = 0
            else:
                low[n] = LEAST.get(name, 0.0)
    return low, high


def pairs(groups):
    """Index and weight of every pair, and of every row alone; a repository weighs by the root of its size."""
    share = collections.Counter(g["repo"] for g in groups)
    total = sum(share[g["repo"]] ** -0.5 for g in groups)
    both, alone = [], []
    for group in groups:
        weight = share[group["repo"]] ** -0.5 / total
        alone.append((group["pos"], 1.0, weight / 2))
        for kind in ("neg", "negm"):
            for row in group[kind]:
                each = weight / len(group[kind]) / 2
                both.append((group["pos"], row, each))
                alone.append((row, 0.0, each / 2))
    return both, alone


def steepest(rows, weight):
    """Return what the squared norm of weighted rows is at most, by power iteration and a margin."""
    vector, size = np.ones(rows.shape[1], dtype=np.float32), 1.0
    for _ in range(20):
        vector = rows.T @ (weight * (rows @ vector))
        size = np.linalg.norm(vector)
        vector = vector / size
    return 1.05 * size


def fit(table, groups, ridge, low, high, steps=200):
    """Projected, accelerated gradient descent over pairs within groups and over single rows."""
    both, single = pairs(groups)
    apart = table[[p for p, _, _ in both]] - table[[n for _, n, _ in both]]
    pair_weight = np.array([w for _, _, w in both], dtype=np.float32)
    alone = np.hstack([table[[i for i, _, _ in single]], np.ones((len(single), 1), dtype=np.float32)])
    label = np.array([y for _, y, _ in single], dtype=np.float32)
    single_weight = np.array([w for _, _, w in single], dtype=np.float32)
    curve = 0.25 * (RANKING * steepest(apart, pair_weight) + (1 - RANKING) * steepest(alone, single_weight))
    rate = 1.0 / (curve + ridge.max())
    low, high, ridge = np.append(low, -np.inf), np.append(high, np.inf), np.append(ridge, 0.0)
    low, high, ridge = (each.astype(np.float32) for each in (low, high, ridge))
    now = ahead = np.clip(np.zeros(len(ridge), dtype=np.float32), low, high)
    speed = 1.0
    for _ in range(steps):
        pull = pair_weight / (1 + np.exp(np.clip(apart @ ahead[:-1], -40, 40)))
        miss = single_weight * (1 / (1 + np.exp(-np.clip(alone @ ahead, -40, 40))) - label)
        slope = (1 - RANKING) * (alone.T @ miss) + ridge * ahead
        slope[:-1] -= RANKING * (apart.T @ pull)
        following = np.clip(ahead - np.float32(rate) * slope, low, high)
        faster = (1 + math.sqrt(1 + 4 * speed * speed)) / 2
        ahead = following + np.float32((speed - 1) / faster) * (following - now)
        now, speed = following, faster
    return now[:-1], now[-1]


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def measure(scores, groups):
    out = {}
    for kind in ("neg", "negm"):
        area, first = [], []
        for group in groups:
            if group[kind]:
                own, rest = scores[group["pos"]], scores[group[kind]]
                area.append(float(np.mean((own > rest) + 0.5 * (own == rest))))
                first.append(0.0 if np.any(rest > own) else 1 / (1 + np.sum(rest == own)))
        out[kind] = (float(np.mean(area)), float(np.mean(first)))
    out["limit"] = float(quantile([scores[n] for g in groups for n in g["neg"]], 0.95))
    out["recall"] = float(np.mean([scores[g["pos"]] > out["limit"] for g in groups]))
    return out


def tell(label, got):
    print(
        f"{label}: gAUC {got['neg'][0]:.3f}  hit@1 {got['neg'][1]:.3f}  recall@5% {got['recall']:.3f}  "
        f"same size gAUC {got['negm'][0]:.3f} hit@1 {got['negm'][1]:.3f}",
        flush=True,
    )


def fit_small(table, names, groups, words):
    """Fit, keep what matters (every signal and size, and the strongest words), and fit that again."""
    ridge = np.array([RIDGE[kind_of(name)] for name in names])
    low, high = bounds(names)
    weights, _ = fit(table, groups, ridge, low, high)
    is_word = np.array([kind_of(name) == "word" for name in names])
    strength = np.sort(np.abs(weights[is_word]))[::-1]
    least = strength[words] if len(strength) > words else 0.0
    keep = np.where(is_word, np.abs(weights) > max(least, 0.01), np.abs(weights) >= 0.005)
    kept, bias = fit(table[:, keep], groups, ridge[keep], low[keep], high[keep])
    out = np.zeros(len(names))
    out[keep] = kept
    return out, bias


def write(names, weights, bias, limit):
    data = {
        "about": "log-odds; bench/fit_suggest.py tells how they were found",
        "bias": round(float(bias), 3),
        "threshold": round(1 / (1 + math.exp(-limit)), 3),
        "signals": {},
        "sizes": {},
        "words": {},
    }
    for name, weight in zip(names, weights, strict=True):
        value = round(float(weight), 3)
        if value:
            group = {"signal": "signals", "size": "sizes", "word": "words"}[kind_of(name)]
            data[group][name.removeprefix("word ")] = value
    WEIGHTS.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{sum(len(data[g]) for g in ('signals', 'sizes', 'words'))} weights in {WEIGHTS.name}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True, action="append")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--words", type=int, default=40, help="how many words to keep")
    parser.add_argument("--write", action="store_true", help="write the weights file")
    parser.add_argument("--out-of-sample", type=Path, help="write the left-out scores here, one a line")
    options = parser.parse_args()
    rows, found, origin = [], {}, {}
    for corpus in options.corpus:
        more, seen = load(corpus, options.jobs)
        rows += more
        found |= seen
        origin |= dict.fromkeys((row["repo"] for row in more), corpus)
    keys = sorted(found)
    at = {key: n for n, key in enumerate(keys)}
    groups = group_up(rows, at)
    table, names = matrix(found, keys)
    repos = np.array([key.partition("|")[0] for key in keys])
    scores = np.zeros(len(keys))
    for repo in sorted(set(repos)):
        weights, bias = fit_small(table, names, [g for g in groups if g["repo"] != repo], options.words)
        scores[repos == repo] = table[repos == repo] @ weights + bias
    for corpus in options.corpus if len(options.corpus) > 1 else []:
        own = [g for g in groups if origin[g["repo"]] == corpus]
        tell(f"one repository left out, {corpus.name}", measure(scores, own))
    got = measure(scores, groups)
    tell("one repository left out", got)
    weights, bias = fit_small(table, names, groups, options.words)
    tell("fitted on all", measure(table @ weights + bias, groups))
    if options.out_of_sample:
        lines = [
            json.dumps({"key": key, "score": 1 / (1 + math.exp(-score))})
            for key, score in zip(keys, scores, strict=True)
        ]
        options.out_of_sample.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if options.write:
        write(names, weights, bias, got["limit"])


if __name__ == "__main__":
    main()
