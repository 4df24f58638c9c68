"""The repositories that `org.toml` stands for: patterns expanded, each repository once, each with a name of its own."""

from __future__ import annotations

import glob
import os
from typing import TYPE_CHECKING

from records.dataclass import dataclass, replace
from records.git.location import open_location
from records.git.remotes import clone_name
from records.org.config import VISIBILITIES, default_name, has_wildcard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.git.location import Location
    from records.org.config import Entry, OrgConfig

CLONES = "org.repositories"
"""The folder beside `org.toml` that holds the bare clones of addresses."""


@dataclass(frozen=True, slots=True)
class Member:
    """One repository.

    Attributes:
        name: unique among all members.
        path: its absolute path.
        url: its address, where it is one.
        group: what it belongs to.
        visibility: `public`, `internal` or `restricted`.
        central: whether its accepted decisions bind others.
        location: where its git directory is; None where there is no repository.
    """

    name: str
    path: str
    url: str
    group: str
    visibility: str
    central: bool
    location: Location | None

    @property
    def problem(self) -> str:
        """Why there is no repository; empty where there is one."""
        if self.location is not None:
            return ""
        if self.url:
            return "not fetched yet: records org fetch"
        return "not a git repository" if os.path.lexists(self.path) else "there is no such folder"


def members(config: OrgConfig) -> list[Member]:
    """List all repositories, sorted by name.

    What an entry names without a pattern takes its values from there; of several patterns that match one repository
    the strictest visibility holds. A name that is taken is preceded by the name of the folder above.
    """
    plain = [row for entry in config.entries if not entry.is_pattern for row in _expand(config, entry)]
    of_patterns = [row for entry in config.entries if entry.is_pattern for row in _expand(config, entry)]
    by_identity: dict[str, Member] = {}
    for member in (*plain, *sorted(of_patterns, key=_strictness)):
        by_identity.setdefault(_identity(member), member)
    return sorted(_with_own_names(by_identity.values()), key=lambda member: member.name)


def _strictness(member: Member) -> int:
    return -VISIBILITIES.index(member.visibility)


def _identity(member: Member) -> str:
    """Return what a repository is told from others by: its work trees are one."""
    return os.path.realpath(member.location.common_dir) if member.location else member.path


def _expand(config: OrgConfig, entry: Entry) -> list[Member]:
    if entry.url:
        path = os.path.join(config.folder, CLONES, clone_name(entry.url))
        return [_member(entry, path, entry.name or default_name(entry))]
    pattern = os.path.normpath(os.path.join(config.folder, os.path.expanduser(entry.path)))
    if not entry.is_pattern:
        name = entry.name or default_name(entry)
        return [_member(entry, pattern, name if name.strip("./~") else os.path.basename(pattern) or "root")]
    rows = [_member(entry, path, _matched_name(pattern, path)) for path in sorted(glob.glob(pattern))]
    # a work tree whose repository has moved is one too
    return [
        row for row in rows if row.location is not None or os.path.lexists(os.path.join(row.path, ".git"))
    ]


def _member(entry: Entry, path: str, name: str) -> Member:
    return Member(name, path, entry.url, entry.group, entry.visibility, entry.central, open_location(path))


def _matched_name(pattern: str, path: str) -> str:
    """The parts of a path that a pattern leaves open: `shop` for `~/src/*`, `team/shop` for `/srv/*/*/repo`."""
    pieces, parts = pattern.split(os.sep), path.split(os.sep)
    open_parts = [index for index, piece in enumerate(pieces) if has_wildcard(piece)]
    return "/".join(parts[open_parts[0] : open_parts[-1] + 1]).removesuffix(".git")


def _with_own_names(rows: Iterable[Member]) -> list[Member]:
    taken_names: set[str] = set()
    out = []
    for member in rows:
        name, folder = member.name, os.path.dirname(member.path)
        while name in taken_names and os.path.basename(folder):
            name, folder = f"{os.path.basename(folder)}/{name}", os.path.dirname(folder)
        number = 2
        while name in taken_names:
            name, number = f"{member.name}-{number}", number + 1
        taken_names.add(name)
        out.append(replace(member, name=name))
    return out
