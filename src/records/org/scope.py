"""Which repositories an answer may be about; whoever asks, the database looks at no other."""

from __future__ import annotations

from fnmatch import fnmatchcase

from records.dataclass import dataclass

RESTRICTED = "restricted"
_GROUP = "group:"


@dataclass(frozen=True, slots=True)
class Grant:
    """A part of what may be seen.

    Attributes:
        repositories: patterns of names; after `group:` patterns of groups.
        is_restricted: whether restricted repositories are among them.
    """

    repositories: tuple[str, ...] = ("*",)
    is_restricted: bool = False

    def covers(self, name: str, group: str, visibility: str) -> bool:
        """Return whether a repository may be seen."""
        if visibility == RESTRICTED and not self.is_restricted:
            return False
        return any(
            fits(group, pattern.removeprefix(_GROUP)) if pattern.startswith(_GROUP) else fits(name, pattern)
            for pattern in self.repositories
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be seen: what one of its grants covers."""

    grants: tuple[Grant, ...] = ()

    def covers(self, name: str, group: str, visibility: str) -> bool:
        """Return whether a repository may be seen."""
        return any(grant.covers(name, group, visibility) for grant in self.grants)


EVERYTHING = Scope((Grant(is_restricted=True),))
PUBLIC = Scope((Grant(),))
"""All that is not restricted."""


def fits(name: str, pattern: str) -> bool:
    """Return whether a name fits a pattern, with `*`, whatever the case."""
    return fnmatchcase(name.casefold(), pattern.strip().casefold())
