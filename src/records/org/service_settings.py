"""`[service]` in `org.toml`: who may ask, and how often. It holds no secret, and can be committed."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from records.dataclass import dataclass, field, replace
from records.errors import ConfigError
from records.project.settings import build

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""The signatures that a token may have: with a public key, so that no key of ours can be used to make one."""


class Role(StrEnum):
    """What somebody is, for some repositories; `access.RIGHTS` says what each may do."""

    READER = "reader"
    AUDITOR = "auditor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """`[[service.role]]`: what the members of a group of the issuer are.

    Attributes:
        group: a value of the claim of groups; `*` is everybody with a token.
        role: `reader`, `auditor` or `admin`.
        repositories: patterns of names; after `group:` patterns of groups of repositories.
    """

    group: str = ""
    role: str = field(default="reader", metadata={"choices": tuple(Role)})
    repositories: tuple[str, ...] = ("*",)


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What `[service]` says.

    Attributes:
        issuer: of the tokens that are accepted, as their claim `iss` has it; empty for none.
        audience: for whom a token has to be.
        jwks: the address of the issuer's keys; by default the one that its discovery document names.
        algorithms: the signatures that a token may have.
        groups_claim: the claim that lists the groups.
        requests_per_minute: how often each principal may ask.
        roles: what the members of groups are.
    """

    issuer: str = ""
    audience: str = ""
    jwks: str = ""
    algorithms: tuple[str, ...] = ("RS256", "ES256")
    groups_claim: str = "groups"
    requests_per_minute: int = 600
    roles: tuple[RoleEntry, ...] = ()


def service_settings(values: Any, file: str) -> ServiceSettings:
    """Read `[service]`.

    Raises:
        ConfigError: it says something unknown, or a part is missing.
    """
    rows = values.pop("role", []) if isinstance(values, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{file}: service must be a table, with roles as tables", "write [[service.role]]")
    roles = tuple(
        build(RoleEntry, row, f"service.role {number}: ", file) for number, row in enumerate(rows, 1)
    )
    settings = build(ServiceSettings, {**values}, "service.", file)
    if not all(role.group for role in roles):
        raise ConfigError(f"{file}: service.role needs a group", "name a group of the issuer, or *")
    if settings.issuer and not settings.audience:
        raise ConfigError(f"{file}: service.issuer needs service.audience", "say for whom its tokens are")
    if wrong := [name for name in settings.algorithms if name not in ALGORITHMS]:
        raise ConfigError(
            f"{file}: service.algorithms: {wrong[0]!r} is not allowed", f"one of {', '.join(ALGORITHMS)}"
        )
    for name in ("issuer", "jwks"):
        address = getattr(settings, name)
        if address and not is_protected(address):
            raise ConfigError(
                f"{file}: service.{name} must begin with https://", "http:// is for this machine alone"
            )
    if settings.requests_per_minute < 1:
        raise ConfigError(f"{file}: service.requests-per-minute must be 1 or more")
    return replace(settings, roles=roles)


def is_protected(address: str) -> bool:
    """Return whether nobody can change the answers of an address on the way."""
    return address.startswith(("https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:"))
