"""Noise: changes that are of one routine kind from end to end."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.patterns import COMMIT_ID
from records.suggest.change import Change
from records.suggest.evidence import NO_PLACE, Evidence
from records.suggest.paths import kind_of

SIGNALS = (
    "noise.tests",
    "noise.documents",
    "noise.translations",
    "noise.bumps",
    "noise.generated",
    "noise.style",
    "noise.format",
    "noise.pipeline",
    "noise.revert",
    "noise.samples",
    "noise.release",
    "noise.robot",
    "noise.small",
    "noise.one",
)
_ONLY = (
    ("noise.tests", {"test"}, "only tests change"),
    ("noise.samples", {"sample"}, "only samples change"),
    ("noise.documents", {"document", "decision"}, "only documents change"),
    ("noise.translations", {"translation"}, "only translations change"),
    ("noise.generated", {"generated", "lock", "binary"}, "only generated or locked files change"),
    ("noise.style", {"style"}, "only style sheets change"),
    ("noise.pipeline", {"pipeline"}, "only pipelines change"),
)
_DIGITS = re.compile(rf"v?\d[\w.+~-]*|sha\d+:[0-9a-f]+|\b{COMMIT_ID}\b")
_SPACE = re.compile(r"[\s;,'\"`()]+")
_RELEASE = re.compile(
    r"\W*(?:(?:chore|build|ci|release)(?:\([^)]*\))?!?:\s*)?(?:release|prepare(?: for)?(?: the)?(?: next)? release"
    r"|bump(?:ing)? (?:the )?version|version bump|building changelog|update (?:the )?changelog|cut release)\b"
    r"[\s:–-]*(?:(?:of|for|to|version)\s+)*(?:[\w./-]+\s+)?v?\d+\.\d+\S*(?:\s*\(#\d+\))?\s*$"
    r"|\W*v?\d+\.\d+\.\d+\S*\s*$",
    re.I,
)
_ROBOT = re.compile(
    r"(?:merge pull request #\d+ from [\w.-]+/)?(?:dependabot|renovate|greenkeeper|snyk|pre-commit-ci)\b"
    r"|(?:[\w-]+(?:\([^)]*\))?!?:\s*)?(?:bumps? \S+.{0,80} from v?\d\S* to v?\d|update dependency \S+ to v?\d"
    r"|(?:update|upgrade) (?:to )?\S+(?: to)? \(?v?\d+\.\d)|(?:deps|(?:build|chore)\(deps(?:-dev)?\))!?:"
    r"|\[pre-commit\.ci\]",
    re.I,
)
_ROBOT_KINDS = frozenset("manifest lock generated binary document pipeline tool container".split())
_REVERT = re.compile(r"\W*(revert\b|roll(ing)? ?back\b)|.*\nThis reverts commit ", re.I)
QUIET = frozenset(
    "noise.tests noise.documents noise.translations noise.bumps noise.generated noise.style "
    "noise.format noise.samples noise.revert noise.release noise.robot".split()
)
"""Signals any of which ends the matter: there is no decision to look for."""


def find(change: Change) -> Iterator[Evidence]:
    """Yield in which way the whole change is routine, if it is."""
    kinds = set(change.kinds) - {"lock"}
    for signal, names, why in _ONLY:
        rest = (set(change.kinds) if "lock" in names else kinds) - names
        if change.kinds and not rest and set(change.kinds) & names:
            yield _whole(signal, why)
    heads = [line.strip() for line in change.leading_message.split("\n") if line.strip()][:3]
    subject = heads[1] if len(heads) > 1 and heads[0].lower().startswith("merge pull request") else ""
    if _REVERT.match(change.leading_message) or _REVERT.match(subject):
        yield _whole("noise.revert", "the change reverts an earlier one")
    if any(_RELEASE.match(line) for line in heads):
        yield _whole("noise.release", "the message announces a release")
    if any(_ROBOT.match(line) for line in heads) and set(change.kinds) <= _ROBOT_KINDS:
        yield _whole("noise.robot", "a dependency is only taken to another version")
    if (
        change.files
        and not change.diff.lines
        and not any(f.status in {"added", "deleted", "renamed"} for f in change.files)
    ):
        yield _whole("noise.format", "only file modes change")
    yield from _alike(change)
    fresh = any(f.status != "modified" for f in change.files)
    if not fresh and 0 < len(change.files) <= 3:
        yield _whole("noise.small", "at most three files change and none is new")
        if len(change.files) == 1 and change.diff.lines <= 10:
            yield _whole("noise.one", "only a few lines of one file change")


def _alike(change: Change) -> Iterator[Evidence]:
    """Yield whether both sides are the same but for numbers of versions, or for white space."""
    if not change.files or any(f.status in {"added", "deleted"} for f in change.files):
        return
    if change.diff.lines > 4000:
        return
    bump = blank = any(f.added or f.removed for f in change.files)
    for file in change.files:
        old = "\n".join(text for _, text in file.removed)
        new = "\n".join(text for _, text in file.added)
        blank = blank and _SPACE.sub("", old) == _SPACE.sub("", new)
        bump = bump and _versions(old) == _versions(new)
    if blank:
        yield _whole("noise.format", "only whitespace and layout change")
    elif bump and any(kind_of(f.path) != "code" for f in change.files):
        yield _whole("noise.bumps", "only version numbers change")


def _versions(text: str) -> list[str]:
    return sorted(_DIGITS.sub("0", line).strip() for line in text.split("\n"))


def _whole(signal: str, why: str) -> Evidence:
    return Evidence(signal, NO_PLACE, 0, why, "scope", "routine", signal)
