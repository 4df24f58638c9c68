"""Dependencies: what a change adds to, removes from, or replaces in the manifests."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from records.dataclass import replace
from records.git.diff_model import FileChange
from records.suggest.change import Change
from records.suggest.evidence import NO_PLACE, Evidence
from records.suggest.manifests.entry import Entry, Line
from records.suggest.manifests.package_managers import replaced_packagers
from records.suggest.manifests.readers import entries
from records.suggest.paths import is_for_trials, kind_of
from records.suggest.technologies import RIVALRY, role_of, same_use, strangers, telling_parts
from records.suggest.words import parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

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


def find(change: Change) -> Iterator[Evidence]:
    """Yield what the manifests of every ecosystem say, compared before and after."""
    manifests = [f for f in change.files if _is_manifest(f)]
    ours = {f.path.split("/")[-2].replace("_", "-").lower() for f in manifests if "/" in f.path}
    before = {f.path: _entries(change, f, "-") for f in manifests}
    after = {f.path: _entries(change, f, "+") for f in manifests}
    had = {e.name for e in chain.from_iterable(before.values())}
    has = {e.name for e in chain.from_iterable(after.values())}
    arrivals = {e.name for path in after for e in after[path] if e.changed} - had
    had |= change.asked_for_before(arrivals, after)
    reported, majors = {name for name in has if name.lower() in ours}, set[str]()
    for manifest in manifests:
        new = _fresh(after[manifest.path], had | reported)
        removals = _fresh(before[manifest.path], has | reported)
        reported.update(e.name for e in new + removals)
        yield from _manifest(change, manifest, new, removals)
        yield from _choices(change, manifest, new, removals)
        for evidence in _majors(manifest, before[manifest.path], after[manifest.path]):
            if evidence.why not in majors:
                majors.add(evidence.why)
                yield evidence
        yield from _used(change, new)
    for new_entry, old_entry, lock in replaced_packagers(change.diff.files):
        why = f"{new_entry} replaces {old_entry} as the package manager"
        yield Evidence(
            "dependency.rival", lock.path, 1, why, "alternatives", _TOPIC, new_entry, detail=old_entry
        )


def _fresh(entries_of_side: list[Entry], names: set[str]) -> list[Entry]:
    """Return the entries on changed lines that are not known, each name once."""
    unique = {e.name: e for e in reversed(entries_of_side) if e.changed and e.name not in names}
    return list(reversed(unique.values()))


def _entries(change: Change, manifest: FileChange, mark: Literal["+", "-"]) -> list[Entry]:
    """Return what one side of a manifest asks for, from the whole text where it is known."""
    path = manifest.path if mark == "+" else manifest.old_path
    for side, name, text in change.texts:
        if side == mark and name == path:
            changed_lines = {n for n, _ in (manifest.added if mark == "+" else manifest.removed)}
            lines = [(n, line, n in changed_lines) for n, line in enumerate(text.split("\n"), 1)]
            break
    else:
        lines = list(_visible(manifest, mark))
    side_entries = entries(path, lines)
    return [replace(e, dev=True) for e in side_entries] if is_for_trials(path) else side_entries


def _is_manifest(file: FileChange) -> bool:
    """Return whether a file asks for packages; of Terraform, the one that names providers, whatever it is called."""
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


def _manifest(
    change: Change, manifest: FileChange, new: list[Entry], removals: list[Entry]
) -> Iterator[Evidence]:
    path = manifest.path
    is_usual = path.rpartition("/")[0] in change.usual_packages
    if manifest.status == "added" and manifest.added and not is_usual:
        yield Evidence(
            "dependency.manifest", path, 1, f"new package manifest {path}", "scope", "structure",
            path.rpartition("/")[0].rpartition("/")[2],
        )  # fmt: skip
    for entry in new:
        name, kind = ("dependency.tool", "development") if entry.dev else ("dependency.added", "")
        why = f"new {kind or 'runtime'} dependency {entry.name}"
        yield Evidence(name, path, entry.line, why, "impact", _TOPIC, entry.name)
    for entry in removals:
        why = f"dependency {entry.name} removed"
        yield Evidence(
            "dependency.removed", manifest.old_path, entry.line, why, "alternatives", _TOPIC,
            entry.name, "old",
        )  # fmt: skip


def _choices(
    change: Change, manifest: FileChange, new: list[Entry], removals: list[Entry]
) -> Iterator[Evidence]:
    """Yield what is picked for something a project needs once, and what takes the place of what."""
    path = manifest.path
    for entry in new:
        role = role_of(entry.name)
        if role:
            why = f"{entry.name} chosen for {role}"
            yield Evidence("dependency.choice", NO_PLACE, 0, why, "impact", _TOPIC, entry.name)
    rivals = [
        (new_entry, old_entry, role_of(new_entry.name))
        for new_entry in new for old_entry in removals
        if role_of(new_entry.name) == role_of(old_entry.name) and role_of(new_entry.name) in RIVALRY
        and not new_entry.name.startswith(old_entry.name) and not old_entry.name.startswith(new_entry.name)
    ]  # fmt: skip
    for new_entry, old_entry, role in {pair[1].name: pair for pair in reversed(rivals)}.values():
        why = f"{new_entry.name} replaces {old_entry.name} for {role}"
        yield Evidence(
            "dependency.rival", path, new_entry.line, why, "alternatives", _TOPIC, new_entry.name,
            detail=old_entry.name,
        )  # fmt: skip
    if new and removals and len(new) <= 4 and len(removals) <= 4:
        pair = rivals[0][:2] if rivals else _likeliest(change, manifest, new, removals)
        if pair:
            why = f"{pair[0].name} replaces {pair[1].name}"
            yield Evidence(
                "dependency.replaced", path, pair[0].line, why, "alternatives", _TOPIC, pair[0].name,
                detail=pair[1].name,
            )  # fmt: skip


def _likeliest(
    change: Change, manifest: FileChange, new: list[Entry], removals: list[Entry]
) -> tuple[Entry, Entry] | None:
    """Return which of the new took the place of which that went; None where nothing shows it.

    It tells that they have a like name or the same use, that one comes into a file of code that the other leaves, or
    that one is on the lines of the other in the manifest; what is known for different uses never does.
    """

    def likeness(pair: tuple[Entry, Entry]) -> tuple[bool, bool, bool, bool]:
        new_entry, old_entry = pair
        return (
            bool({*parts(new_entry.name)} & {*parts(old_entry.name)}),
            same_use(new_entry.name, old_entry.name),
            _in_code(change, new_entry, old_entry),
            len(new) == len(removals) == 1 and _on_its_lines(manifest, new_entry, old_entry),
        )

    pairs = [
        (new_entry, old_entry)
        for new_entry in new
        for old_entry in removals
        if new_entry.dev == old_entry.dev
    ]
    pairs = [p for p in pairs if likeness(p)[0] or not strangers(p[0].name, p[1].name)]
    best = max(pairs, key=likeness, default=None)
    return best if best and any(likeness(best)) else None


def _in_code(change: Change, new_entry: Entry, old_entry: Entry) -> bool:
    """Return whether one dependency comes into a file that the other leaves."""
    return any(
        _key(new_entry) in change.parts_added[file.path]
        and _key(old_entry) in change.parts_removed[file.path]
        for file in change.code
    )


def _on_its_lines(manifest: FileChange, new_entry: Entry, old_entry: Entry) -> bool:
    """Return whether one dependency is in the manifest where the other was, with nothing kept in between."""
    for hunk in manifest.hunks:
        block: list[str] = []
        for line in (*hunk.lines, " "):
            if line[:1] in {"+", "-"}:
                block.append(line)
                continue
            if any(x[0] == "+" and new_entry.name in x for x in block):
                return any(x[0] == "-" and old_entry.name in x for x in block)
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
            why = f"{entry.name} changes from {'' if before_one else 'major version '}{was} to {entry.major}"
            yield Evidence("dependency.major", manifest.path, entry.line, why, "impact", _TOPIC, entry.name)


def _used(change: Change, new: list[Entry]) -> Iterator[Evidence]:
    """Yield where code uses a dependency that has just been added.

    One of a scope, or of a path, is only its whole name outside code; in code too, where its last piece alone names a
    platform: `node` is no use of `@sentry/node`.
    """
    files = [f for f in change.files if kind_of(f.path) not in {"manifest", "data"}] if new else []
    for entry in new[:20]:
        key, name, is_scoped = _key(entry), entry.name.lower(), "/" in entry.name
        needs_name = is_scoped and name[0] == "@" and len(telling_parts(name)) < len(parts(name))
        places = [
            f
            for f in files
            if (
                name in change.text_added[f.path].lower()
                if needs_name or (is_scoped and kind_of(f.path) not in {"code", "settings"})
                else key in change.words_text[f.path]
            )
        ]
        if places:
            line = _line_of(change, places[0], _key(entry))
            count = f"{len(places)} files" if len(places) > 1 else "1 file"
            why = f"{entry.name} is used in {count}"
            yield Evidence(
                "dependency.used", places[0].path, line, why, "scope", _TOPIC, entry.name,
                detail=str(len(places)),
            )  # fmt: skip


def _key(entry: Entry) -> str:
    """Return the word that code names a dependency by."""
    return entry.name.rpartition("/")[2].replace("-", "_").lower()


def _line_of(change: Change, file: FileChange, key: str) -> int:
    for number, text in change.added(file):
        if key in text.lower().replace("-", "_"):
            return number
    return 1
