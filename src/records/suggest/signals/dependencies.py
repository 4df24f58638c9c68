"""Dependencies: what a change adds to, drops from, or exchanges in the manifests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Literal

from records.git.diff_model import FileChange
from records.suggest.change import Change
from records.suggest.evidence import NO_PLACE, Evidence
from records.suggest.manifests.entry import Entry, Line
from records.suggest.manifests.readers import entries
from records.suggest.packagers import exchanged
from records.suggest.paths import kind_of
from records.suggest.technologies import RIVALRY, role_of, same_use, strangers, telling_parts
from records.suggest.words import parts

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
        yield from _choices(change, manifest, new, gone)
        for evidence in _majors(manifest, before[manifest.path], after[manifest.path]):
            if evidence.why not in majors:
                majors.add(evidence.why)
                yield evidence
        yield from _used(change, new)
    for one, other, lock in exchanged(change.diff.files):
        why = f"{one} takes the place of {other} for packages"
        yield Evidence("dependency.rival", lock.path, 1, why, "alternatives", _TOPIC, one)


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


def _choices(change: Change, manifest: FileChange, new: list[Entry], gone: list[Entry]) -> Iterator[Evidence]:
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
        pair = rivals[0][:2] if rivals else _likeliest(change, manifest, new, gone)
        if pair:
            why = f"{pair[0].name} where {pair[1].name} was"
            yield Evidence(
                "dependency.replaced", path, pair[0].line, why, "alternatives", _TOPIC, pair[0].name
            )


def _likeliest(
    change: Change, manifest: FileChange, new: list[Entry], gone: list[Entry]
) -> tuple[Entry, Entry] | None:
    """Return which of the new took the place of which that went; None where nothing tells.

    It tells that they have a like name or the same use, that one comes into a file of code that the other leaves, or
    that one stands on the lines of the other in the manifest; what is known for different uses never does.
    """

    def likeness(pair: tuple[Entry, Entry]) -> tuple[bool, bool, bool, bool]:
        one, other = pair
        return (
            bool({*parts(one.name)} & {*parts(other.name)}),
            same_use(one.name, other.name),
            _in_code(change, one, other),
            len(new) == len(gone) == 1 and _on_its_lines(manifest, one, other),
        )

    pairs = [(one, other) for one in new for other in gone if one.dev == other.dev]
    pairs = [p for p in pairs if likeness(p)[0] or not strangers(p[0].name, p[1].name)]
    best = max(pairs, key=likeness, default=None)
    return best if best and any(likeness(best)) else None


def _in_code(change: Change, one: Entry, other: Entry) -> bool:
    """Whether one dependency comes into a file that the other leaves."""
    return any(
        _key(one) in change.parts_added[file.path] and _key(other) in change.parts_removed[file.path]
        for file in change.code
    )


def _on_its_lines(manifest: FileChange, one: Entry, other: Entry) -> bool:
    """Whether one dependency stands in the manifest where the other stood, with nothing kept in between."""
    for hunk in manifest.hunks:
        block: list[str] = []
        for line in (*hunk.lines, " "):
            if line[:1] in {"+", "-"}:
                block.append(line)
                continue
            if any(x[0] == "+" and one.name in x for x in block):
                return any(x[0] == "-" and other.name in x for x in block)
            block = []
    return False


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
        places = [
            f for f in change.files
            if kind_of(f.path) not in {"manifest", "data"} and _mentions(change, f, entry)
        ]  # fmt: skip
        if places:
            line = _line_of(change, places[0], _key(entry))
            count = f"{len(places)} files" if len(places) > 1 else "one file"
            why = f"{entry.name} is used from {count}"
            yield Evidence("dependency.used", places[0].path, line, why, "scope", _TOPIC, entry.name)


def _key(entry: Entry) -> str:
    """Return the word that code names a dependency by."""
    return entry.name.rpartition("/")[2].replace("-", "_").lower()


def _mentions(change: Change, file: FileChange, entry: Entry) -> bool:
    """Whether added lines use a dependency; one of a scope, or of a path, is only its whole name outside code.

    In code too, where its last piece alone names a platform: `node` is no use of `@sentry/node`.
    """
    key, name = _key(entry), entry.name.lower()
    if "/" in name and (
        file not in change.code or (name[0] == "@" and len(telling_parts(name)) < len(parts(name)))
    ):
        return name in change.text_added[file.path].lower()
    return any(key in word.lower() for word in change.words_added[file.path])


def _line_of(change: Change, file: FileChange, key: str) -> int:
    for number, text in change.added(file):
        if key in text.lower().replace("-", "_"):
            return number
    return 1
