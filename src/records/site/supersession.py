"""Find the chain of supersession of a decision: generations of decisions, oldest first."""

from __future__ import annotations

from records.site.entries import entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.model.record import Record
    from records.site.entries import Entry
    from records.site.site import Site

_LONGEST = 24


def chain(site: Site, record: Record) -> list[list[Entry]]:
    """The generations around *record*, each later one in the place of the one before; empty where it is alone.

    Circles, which `records check` reports, end where they would begin again.
    """
    older, newer = _edges(site, record)
    if not older and not newer:
        return []
    members = set(older) | set(newer) | {record.key}
    generation: dict[str, int] = {}

    def place(key: str, trail: frozenset[str]) -> int:
        if key in generation:
            return generation[key]
        before = [
            place(key_before, trail | {key}) for key_before in older.get(key, ()) if key_before not in trail
        ]
        generation[key] = max(before, default=-1) + 1
        return generation[key]

    for key in sorted(members):
        place(key, frozenset((key,)))
    columns: dict[int, list[Entry]] = {}
    for key in sorted(members):
        target = site.target(key)
        if target is not None:
            columns.setdefault(generation[key], []).append(_card(site, target, record))
    return [columns[number] for number in sorted(columns)]


def _card(site: Site, target: Record, record: Record) -> dict[str, Any]:
    return {**entry(site, target), "here": target.path == record.path}


def _edges(site: Site, start: Record) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What each decision near *start* superseded, and what superseded it."""
    older: dict[str, list[str]] = {}
    newer: dict[str, list[str]] = {}
    waiting, visited = [start.key], {start.key}
    while waiting and len(visited) <= _LONGEST:
        record = site.target(waiting.pop(0))
        if record is None:
            continue
        for link in site.graph.neighbours(record):
            if link.relation not in ("supersedes", "superseded-by") or site.target(link.target) is None:
                continue
            new, old = (
                (record.key, link.target) if link.relation == "supersedes" else (link.target, record.key)
            )
            if old not in older.setdefault(new, []):
                older[new].append(old)
                newer.setdefault(old, []).append(new)
            if link.target not in visited:
                visited.add(link.target)
                waiting.append(link.target)
    return older, newer
