"""Who asks, and what they may do: one table of roles, and one action for each route."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from records.dataclass import dataclass
from records.org.scope import Grant, Scope
from records.org.service_settings import Role

if TYPE_CHECKING:
    from collections.abc import Iterable


class Action(StrEnum):
    """What a route does."""

    PROBE = "probe"
    DESCRIBE = "describe"
    READ = "read"
    SEARCH = "search"
    GOVERN = "govern"
    COUNT = "count"
    BROWSE = "browse"
    USE_TOOLS = "use-tools"
    CHECK = "check"
    MEASURE = "measure"
    REINDEX = "reindex"


class Rights(NamedTuple):
    """What a role may do, and whether restricted repositories are among those that it may see."""

    actions: frozenset[Action]
    sees_restricted: bool


EVERYBODY = frozenset((Action.PROBE,))
"""What needs no access at all: whether the service is alive."""
_READS = frozenset((
    Action.DESCRIBE, Action.READ, Action.SEARCH, Action.GOVERN, Action.COUNT, Action.BROWSE, Action.USE_TOOLS,
))  # fmt: skip
RIGHTS = {
    Role.READER: Rights(_READS, False),
    Role.AUDITOR: Rights(_READS | {Action.CHECK, Action.MEASURE}, True),
    Role.ADMIN: Rights(_READS | {Action.CHECK, Action.MEASURE, Action.REINDEX}, True),
}
"""The one table of roles; each holds for the repositories that it was given for."""


class Assignment(NamedTuple):
    """A role for some repositories."""

    role: Role
    repositories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who asks.

    Attributes:
        name: for logs and limits; no secret.
        assignments: their roles.
    """

    name: str
    assignments: tuple[Assignment, ...] = ()

    def may(self, action: Action) -> bool:
        """Return whether one of their roles has an action."""
        return action in EVERYBODY or any(action in RIGHTS[item.role].actions for item in self.assignments)

    def scope(self, action: Action) -> Scope:
        """Return the repositories for which they have an action."""
        return Scope(
            tuple(
                Grant(item.repositories, RIGHTS[item.role].sees_restricted)
                for item in self.assignments
                if action in RIGHTS[item.role].actions
            )
        )


NOBODY = Principal("nobody")
LOCAL = Principal("local", (Assignment(Role.ADMIN, ("*",)),))
"""Whoever asks on this machine, where no access is configured."""


def principal_of(name: str, roles: Iterable[tuple[str, tuple[str, ...]]]) -> Principal:
    """Return a principal with roles by their names."""
    return Principal(name, tuple(Assignment(Role(role), repositories) for role, repositories in roles))
