"""Read the events that hooks left in the spool, and take away those that are safe in the ledger."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from records.agents.json_lines import amount, mapping
from records.dataclass import dataclass
from records.encoding import replace_surrogates
from records.regular_file import read_bytes
from records.text.data_text import parse_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LEFT_BEHIND = 600.0
_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Spooled:
    """One file of the spool: a name that is given once, when it was written, and its payload.

    `payload` is None for a file that holds no JSON object.
    """

    path: Path
    name: str
    agent: str
    event: str
    at: float
    payload: dict[str, Any] | None


def waiting(folder: Path) -> Iterator[Spooled]:
    """Yield the events of the spool, oldest first.

    A hidden file is one that a hook is writing; one that has been hidden for ten minutes was
    left by a hook that was killed, and is read as far as it goes.
    """
    entries: list[tuple[float, str, Path]] = []
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            when = path.stat().st_mtime
        except FileNotFoundError:
            continue
        is_abandoned = (
            path.name.startswith(".") and ".tree" not in path.name and time.time() - when > _LEFT_BEHIND
        )
        if path.suffix == ".json" and not path.name.startswith("."):
            entries.append((when, _name(path, ".json"), path))
        elif is_abandoned:
            entries.append((when, _name(path, "")[1:], path))
    for when, name, path in sorted(entries):
        agent, _, rest = name.partition(".")
        event = rest.rpartition(".")[0]
        yield Spooled(path, name, agent, event, when, _payload(path))


def _payload(path: Path) -> dict[str, Any] | None:
    try:
        if path.stat().st_size > _LARGEST:
            return None
        value = parse_json(read_bytes(path))
    except (OSError, ValueError):
        return None
    return mapping(value) or None


def snapshots(folder: Path) -> Iterator[tuple[Path, str, dict[str, Any] | None]]:
    """Yield the states of work trees that were taken: the file, the event's name, and its content, where it has one."""
    for path in sorted(folder.glob("*.tree")) if folder.is_dir() else ():
        data = _payload(path)
        if data is not None:
            at = amount(data.get("at"))
            data["at"] = path.stat().st_mtime if at is None else at
        yield path, _name(path, ".tree"), data


def _name(path: Path, ending: str) -> str:
    """Return the name of an event from that of its file, as the ledger can hold it."""
    return replace_surrogates(path.name.removesuffix(ending))
