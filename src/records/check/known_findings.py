"""The findings that a project lives with for now: recorded in a file, known by it, and not reported again."""

from __future__ import annotations

import json
from collections import Counter

from records.check.stored_report import BASELINE
from records.digest import sha256
from records.errors import ConfigError, NotFound
from records.text.data_text import parse_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from records.model.diagnostic import Diagnostic
    from records.project.project import Project, WorkTreeProject

_VERSION = 1

Key = tuple[str, str, str]
"""Path, rule and fingerprint."""


def fingerprint(diagnostic: Diagnostic) -> str:
    """Return what stays the same as long as rule, file and message do, wherever the line moves."""
    return digest(f"{diagnostic.rule} {diagnostic.path} {diagnostic.message}")


def digest(text: str) -> str:
    """Return a short hash of a text."""
    return sha256(text)[:32]


def write_baseline(project: WorkTreeProject, diagnostics: Iterable[Diagnostic]) -> str:
    """Record findings in the baseline file, one line for each, and return its path."""
    counts = Counter(map(_key, diagnostics))
    rows = [json.dumps(_entry(key, count), ensure_ascii=False) for key, count in sorted(counts.items())]
    lines = ",\n".join(f"    {row}" for row in rows)
    body = f"[\n{lines}\n  ]" if rows else "[]"
    project.writer.save({BASELINE: f'{{\n  "version": {_VERSION},\n  "findings": {body}\n}}\n'})
    return BASELINE


def read_baseline(project: Project) -> Counter[Key]:
    """Read the recorded findings, each with its number; none without the file.

    Raises:
        ConfigError: the file is not one that `write_baseline` writes.
    """
    try:
        text = project.store.text(BASELINE)
    except NotFound:
        return Counter()
    try:
        data = parse_json(text)
        if data["version"] != _VERSION:
            raise ValueError(f"version {data['version']}")
        return Counter(
            {
                (str(row["path"]), str(row["rule"]), str(row["fingerprint"])): int(row.get("count", 1))
                for row in data["findings"]
            }
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{BASELINE} cannot be read: {error}", "records check --write-baseline") from error


def split_known(
    diagnostics: Iterable[Diagnostic], known: Counter[Key]
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...], int]:
    """Part findings into new ones and recorded ones, and count the records that nothing was found for."""
    left = Counter(known)
    new: list[Diagnostic] = []
    old: list[Diagnostic] = []
    for diagnostic in sorted(diagnostics, key=lambda item: item.sort_key):
        key = _key(diagnostic)
        if left[key] > 0:
            left[key] -= 1
            old.append(diagnostic)
        else:
            new.append(diagnostic)
    return tuple(new), tuple(old), sum(left.values())


def _key(diagnostic: Diagnostic) -> Key:
    return diagnostic.path, diagnostic.rule, fingerprint(diagnostic)


def _entry(key: Key, count: int) -> dict[str, Any]:
    path, rule, mark = key
    return {"path": path, "rule": rule, "fingerprint": mark} | ({"count": count} if count > 1 else {})
