"""Put evidence that speaks about one thing together: one decision, one suggestion."""

from __future__ import annotations

from collections.abc import Iterable

from records.dataclass import dataclass, field
from records.suggest.analysis import Analysis
from records.suggest.evidence import Evidence
from records.suggest.technologies import backend_of, role_of, telling_parts
from records.suggest.words import EVERYWHERE, parts

ANCHORS = {
    "dependency.rival": 3.2,
    "dependency.replaced": 3.0,
    "dependency.added": 2.5,
    "data.store": 2.2,
    "structure.top": 2.2,
    "infra.container-added": 2.3,
    "infra.cluster": 3.0,
    "infra.code-added": 1.6,
    "infra.pipeline-added": 2.0,
    "infra.watch": 1.6,
    "tooling.added": 1.8,
    "dependency.removed": 1.6,
    "dependency.tool": 1.5,
    "interface.contract-added": 1.6,
    "naming.new": 1.5,
    "naming.file": 1.2,
    "types.abstract": 1.4,
    "interface.event": 1.2,
    "structure.package": 1.2,
    "structure.removed": 1.4,
    "data.table": 1.2,
    "data.model": 1.1,
    "interface.endpoint": 1.2,
    "interface.command": 1.2,
    "security.added": 1.3,
    "security.term": 1.0,
    "wiring.swap": 1.0,
    "types.pattern": 0.9,
    "tooling.gone": 1.2,
    "tooling.flag": 0.9,
    "dependency.major": 1.0,
    "wiring.rollout": 0.8,
    "structure.folder": 0.7,
    "structure.moved": 0.7,
    "wiring.import": 0.7,
    "types.new": 0.5,
    "structure.deleted": 0.4,
}
"""How well a signal can be the heart of a suggestion; the others only support one."""
_ONE_OF_MANY = frozenset("dependency.added dependency.tool dependency.removed dependency.major".split())
"""Signals of which many may be on one line without having to do with one another."""
CHOICES = frozenset("dependency.added dependency.replaced dependency.rival data.store".split())
"""Signals of a choice by itself, wherever it is made."""
_ACCESS = frozenset({"authentication", "permissions", "secrets"})


@dataclass
class Group:
    """Evidence around one subject.

    Attributes:
        anchor: the piece that gives the group its subject.
        names: plain words that belong to it.
        evidence: all pieces, the anchor first.
        weight: how strongly the group speaks.
    """

    anchor: Evidence
    names: set[str]
    evidence: list[Evidence] = field(default_factory=list)
    weight: float = 0.0


def group(analysis: Analysis, most: int = 3) -> list[Group]:
    """Return at most so many groups, the weightiest first; evidence that fits none joins the first."""
    evidence = [e for e in analysis.evidence if e.topic != "routine"]
    groups: list[Group] = []
    used: set[int] = set()
    for anchor in sorted(evidence, key=_rank):
        if anchor.signal not in ANCHORS or id(anchor) in used:
            continue
        names = names_of(anchor)
        members = [e for e in evidence if id(e) not in used and (e is anchor or names & names_of(e))]
        members = _widen(names, members, [e for e in evidence if id(e) not in used])
        used.update(id(e) for e in members)
        groups.append(Group(anchor, names, members, _weight(analysis, members)))
    if not groups:
        return []
    groups.sort(key=lambda g: (-g.weight, _rank(g.anchor)))
    _attach(groups, [e for e in evidence if id(e) not in used])
    merged = _merge(groups, most)
    for item in merged:
        item.evidence.sort(key=lambda e: (e is not item.anchor, -_telling(analysis, e), _rank(e)))
    return merged


def new_packages(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the folders of the packages that evidence says are new."""
    return tuple(e.subject for e in evidence if e.signal == "structure.package")


def names_of(evidence: Evidence) -> set[str]:
    """Return the telling plain words of a subject."""
    subject = evidence.subject.lower()
    words = {*telling_parts(evidence.subject), subject, backend_of(subject)}
    return {w for w in words if len(w) > 2 and w not in EVERYWHERE}


def _rank(evidence: Evidence) -> tuple[float, str, int, str]:
    return (-ANCHORS.get(evidence.signal, 0.0), evidence.path, evidence.line, evidence.subject)


def _widen(names: set[str], members: list[Evidence], free: list[Evidence]) -> list[Evidence]:
    """Add what is on the very lines of the members, and what names a file of theirs."""
    places = {(e.path, e.line) for e in members if e.path and e.line > 1}
    inside = {id(e) for e in members}
    near = [
        e
        for e in free
        if id(e) not in inside
        and (((e.path, e.line) in places and e.signal not in _ONE_OF_MANY) or names & set(parts(e.path)))
    ]
    return members + near


def _attach(groups: list[Group], rest: list[Evidence]) -> None:
    """Give evidence without a subject of its own to the group whose files it is in, else to the first."""
    where: dict[str, Group] = {}
    for members in reversed(groups):
        for evidence in members.evidence:
            where[evidence.path] = members
    for evidence in rest:
        where.get(evidence.path, groups[0]).evidence.append(evidence)


def _merge(groups: list[Group], most: int) -> list[Group]:
    """Keep the strong groups; the others join the first, because they changed together with it."""
    first = groups[0]
    merged = [first]
    for candidate in groups[1:]:
        same = next(
            (earlier for earlier in merged if _about_access(candidate) and _about_access(earlier)), None
        )
        if same:
            same.evidence.extend(candidate.evidence)
        elif len(merged) < most and _stands_alone(candidate, merged):
            merged.append(candidate)
        else:
            first.evidence.extend(candidate.evidence)
    return merged


def _about_access(candidate: Group) -> bool:
    """Return whether a group is about who gets in and may do what: parts of that in one change are one decision."""
    anchor = candidate.anchor
    return anchor.topic == "security" or (anchor.topic == "dependency" and role_of(anchor.subject) in _ACCESS)


def _stands_alone(candidate: Group, stronger: list[Group]) -> bool:
    """Return whether a group is a decision of its own: strong, and not one more of a family already there."""
    family = candidate.anchor.signal.partition(".")[0]
    if family in {"naming", "wiring"} or ANCHORS[candidate.anchor.signal] < 1.2:
        return False
    if candidate.weight < 0.35 * stronger[0].weight:
        return False
    packages = new_packages([candidate.anchor])
    if any(e.path.startswith(f"{package}/") for package in packages for e in stronger[0].evidence):
        return False  # it is where the first subject lives
    families = [earlier.anchor.signal.partition(".")[0] for earlier in stronger]
    return family not in families or (family == "dependency" and families.count(family) < 2)


def _telling(analysis: Analysis, evidence: Evidence) -> float:
    """Return the sort position of a piece of evidence."""
    return analysis.weight(evidence) + 0.3 * ANCHORS.get(evidence.signal, 0.5)


def _weight(analysis: Analysis, members: list[Evidence]) -> float:
    """Sum each signal of a group once, by its weight and by how well it can be alone."""
    signals = {e.signal for e in members}
    return sum(
        0.3 * ANCHORS.get(name, 0.2) + max(0.0, analysis.points.get(name, 0.0)) for name in sorted(signals)
    )
