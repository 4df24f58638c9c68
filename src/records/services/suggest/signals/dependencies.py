"""Dependencies: what a change adds to, drops from, or exchanges in the manifests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Literal

from records.models.diff import FileChange
from records.services.suggest.change import Change
from records.services.suggest.evidence import NO_PLACE, Evidence
from records.services.suggest.manifests.entry import Entry, Line
from records.services.suggest.manifests.readers import entries
from records.services.suggest.paths import kind_of
from records.services.suggest.technologies import RIVALRY, role_of
from records.services.suggest.words import parts

SIGNALS = (
    "dependency.added",
    "dependency.tool",
    "dependency.removed",
    "dependency.replaced",
    "dependency.choice",
    "dependency.rival",
    "dependency.major",
    "dependency.manifest",
    "dependency.used",
)
_TOPIC = "dependency"
_TRIED = re.compile(r"(^|/)(e2e|tests?|testing|examples?|samples?|demos?|benchmarks?)/", re.I)
"""Where a manifest serves tests and samples: what it asks for, the system itself does without."""


def find(change: Change) -> Iterator[Evidence]:
    """Yield what the manifests of every ecosystem say, compared before and after."""
    manifests = [f for f in change.files if _is_manifest(f)]
    ours = {f.path.split("/")[-2].replace("_", "-").lower() for f in manifests if "/" in f.path}
    before = {f.path: _entries(change, f, "-") for f in manifests}
    after = {f.path: _entries(change, f, "+") for f in manifests}
    had = {e.name for e in chain.from_iterable(before.values())}
    has = {e.name for e in chain.from_iterable(after.values())}
    seen, majors = {name for name in has if name.lower() in ours}, set[str]()
    for manifest in manifests:
        new = _fresh(after[manifest.path], had | seen)
        gone = _fresh(before[manifest.path], has | seen)
        seen.update(e.name for e in new + gone)
        yield from _manifest(manifest, new, gone)
        for evidence in _majors(manifest, before[manifest.path], after[manifest.path]):
            if evidence.why not in majors:
                majors.add(evidence.why)
                yield evidence
        yield from _used(change, new)


def _fresh(found: list[Entry], known: set[str]) -> list[Entry]:
    """Return the entries on changed lines that are not known, each name once."""
    unique = {e.name: e for e in reversed(found) if e.changed and e.name not in known}
    return list(reversed(unique.values()))


def _entries(change: Change, manifest: FileChange, mark: Literal["+", "-"]) -> list[Entry]:
    """Return what one side of a manifest asks for, from the whole text where it is known."""
    path = manifest.path if mark == "+" else manifest.old_path
    for side, name, text in change.texts:
        if side == mark and name == path:
            touched = {n for n, _ in (manifest.added if mark == "+" else manifest.removed)}
            lines = [(n, line, n in touched) for n, line in enumerate(text.split("\n"), 1)]
            break
    else:
        lines = list(_visible(manifest, mark))
    found = entries(path, lines)
    return [replace(e, dev=True) for e in found] if _TRIED.search(path) else found


def _is_manifest(file: FileChange) -> bool:
    """Whether a file asks for packages; of Terraform, the one that names providers, whatever it is called."""
    if kind_of(file.path) == "manifest":
        return True
    if not file.path.endswith(".tf"):
        return False
    lines = (line for hunk in file.hunks for line in (*hunk.lines, hunk.section))
    return any("required_providers" in line for line in lines)


def _visible(manifest: FileChange, mark: Literal["+", "-"]) -> Iterator[Line]:
    """Yield the visible lines of one side; before a hunk the line that git names its section after."""
    for hunk in manifest.hunks:
        if hunk.section:
            yield (hunk.new_start if mark == "+" else hunk.old_start) - 1, hunk.section, False
        yield from hunk.side(mark)


def _manifest(manifest: FileChange, new: list[Entry], gone: list[Entry]) -> Iterator[Evidence]:
    path = manifest.path
    if manifest.status == "added" and manifest.added:
        yield Evidence(
            "dependency.manifest", path, 1, f"new package manifest {path}", "scope", "structure",
            path.rpartition("/")[0].rpartition("/")[2],
        )  # fmt: skip
    for entry in new:
        name, kind = ("dependency.tool", "development") if entry.dev else ("dependency.added", "")
        why = f"new {kind or 'runtime'} dependency {entry.name}"
        yield Evidence(name, path, entry.line, why, "impact", _TOPIC, entry.name)
    for entry in gone:
        why = f"dependency {entry.name} removed"
        yield Evidence(
            "dependency.removed", manifest.old_path, entry.line, why, "alternatives", _TOPIC,
            entry.name, "old",
        )  # fmt: skip
    yield from _choices(manifest, new, gone)


def _choices(manifest: FileChange, new: list[Entry], gone: list[Entry]) -> Iterator[Evidence]:
    """Yield what is picked for something a project needs once, and what takes the place of what."""
    path = manifest.path
    for entry in new:
        role = role_of(entry.name)
        if role:
            why = f"{entry.name} is picked for {role}"
            yield Evidence("dependency.choice", NO_PLACE, 0, why, "impact", _TOPIC, entry.name)
    rivals = [
        (one, other, role_of(one.name))
        for one in new for other in gone
        if role_of(one.name) == role_of(other.name) and role_of(one.name) in RIVALRY
        and not one.name.startswith(other.name) and not other.name.startswith(one.name)
    ]  # fmt: skip
    for one, other, role in {pair[1].name: pair for pair in reversed(rivals)}.values():
        why = f"{one.name} takes the place of {other.name} for {role}"
        yield Evidence("dependency.rival", path, one.line, why, "alternatives", _TOPIC, one.name)
    if new and gone and len(new) <= 4 and len(gone) <= 4:
        first, last = rivals[0][:2] if rivals else _likeliest(new, gone)
        yield Evidence(
            "dependency.replaced", path, first.line, f"{first.name} where {last.name} was",
            "alternatives", _TOPIC, first.name,
        )  # fmt: skip


def _likeliest(new: list[Entry], gone: list[Entry]) -> tuple[Entry, Entry]:
    """Return which of the new took the place of which that went: of a like name, of the same use, or the first."""
    pairs = [(one, other) for one in new for other in gone]
    return max(pairs, key=lambda p: (bool({*parts(p[0].name)} & {*parts(p[1].name)}), p[0].dev == p[1].dev))


def _majors(manifest: FileChange, old: list[Entry], new: list[Entry]) -> Iterator[Evidence]:
    versions = {e.name: e.major for e in old if e.changed and e.major}
    for entry in new:
        was = versions.get(entry.name, "")
        if entry.changed and was and entry.major and entry.major != was:
            before_one = (
                "." in was and "." in entry.major
            )  # 0.2 to 0.3 may break as 2 to 3 may (semver.org, 4)
            why = f"{entry.name} goes from {'' if before_one else 'major version '}{was} to {entry.major}"
            yield Evidence("dependency.major", manifest.path, entry.line, why, "impact", _TOPIC, entry.name)


def _used(change: Change, new: list[Entry]) -> Iterator[Evidence]:
    """Yield where code uses a dependency that has just been added."""
    for entry in new[:20]:
        key = entry.name.rpartition("/")[2].replace("-", "_").lower()
        places = [
            f for f in change.files
            if kind_of(f.path) not in {"manifest", "data"} and _mentions(change, f, key)
        ]  # fmt: skip
        if places:
            line = _line_of(change, places[0], key)
            count = f"{len(places)} files" if len(places) > 1 else "one file"
            why = f"{entry.name} is used from {count}"
            yield Evidence("dependency.used", places[0].path, line, why, "scope", _TOPIC, entry.name)


def _mentions(change: Change, file: FileChange, key: str) -> bool:
    return any(key in word.lower() for word in change.words_added[file.path])


def _line_of(change: Change, file: FileChange, key: str) -> int:
    for number, text in change.added(file):
        if key in text.lower().replace("-", "_"):
            return number
    return 1
