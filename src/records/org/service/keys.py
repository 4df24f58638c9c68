"""API keys: 256 random bits, of which only a hash is stored, with a role for some repositories and an expiry."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, Table, Text, func, select

import records.regex as re
from records.dataclass import dataclass
from records.errors import InvalidInput, NotFound
from records.org.schema import METADATA, ORG, storable
from records.org.service.access import Principal, principal_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

KEYS = Table(
    "api_keys",
    METADATA,
    Column("org_id", BigInteger, primary_key=True, autoincrement=False),
    Column("prefix", Text, primary_key=True),
    *(
        Column(name, Text, nullable=False, server_default="")
        for name in ("name", "hash", "role", "repositories")
    ),
    *(
        Column(name, BigInteger, nullable=False, server_default="0")
        for name in ("created", "expires", "revoked")
    ),
)
"""Each key, for ever: one that was revoked or has expired is still listed. Times are in seconds; 0 is never."""
_FORM = re.compile(r"rk_([0-9a-f]{12})_[A-Za-z0-9_-]{43}\Z")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key, without its secret.

    Attributes:
        prefix: its beginning, by which it is named.
        name: whose it is, or what for.
        role: see `access.RIGHTS`.
        repositories: for which the role holds.
        created: seconds since 1970.
        expires: 0 for never.
        revoked: when it was revoked; 0 where it was not.
    """

    prefix: str
    name: str
    role: str
    repositories: tuple[str, ...]
    created: int
    expires: int
    revoked: int

    def state(self, now: int) -> str:
        """Return `active`, `expired` or `revoked`."""
        if self.revoked:
            return "revoked"
        return "expired" if self.expires and self.expires <= now else "active"


def create_key(
    connection: Connection, name: str, role: str, repositories: tuple[str, ...], now: int, days: int
) -> tuple[ApiKey, str]:
    """Store a new key and return it with its secret, which is nowhere else.

    Args:
        connection: to the index, in a transaction.
        name: whose it is, or what for.
        role: see `access.RIGHTS`.
        repositories: for which the role holds.
        now: seconds since 1970.
        days: how long it is valid; 0 for ever.

    Raises:
        InvalidInput: it has no name.
    """
    name = storable(name)
    if not name.strip():
        raise InvalidInput("a key needs a name", "say whose it is, or what it is for")
    prefix = secrets.token_hex(6)
    secret = f"rk_{prefix}_{secrets.token_urlsafe(32)}"
    key = ApiKey(f"rk_{prefix}", name, role, repositories, now, now + days * 86_400 if days else 0, 0)
    values = {"prefix": prefix, "name": name, "hash": _hash(secret), "role": role, "created": now}
    more = {"org_id": ORG, "repositories": json.dumps(repositories), "expires": key.expires, "revoked": 0}
    connection.execute(KEYS.insert(), {**values, **more})
    return key, secret


def list_keys(connection: Connection) -> list[ApiKey]:
    """Return all keys, oldest first."""
    rows = connection.execute(
        select(KEYS).where(KEYS.c.org_id == ORG).order_by(KEYS.c.created, KEYS.c.prefix)
    )
    return [_key(row) for row in rows]


def has_keys(connection: Connection) -> bool:
    """Return whether a key was ever made: from then on, access is by key."""
    return bool(
        connection.execute(select(func.count()).select_from(KEYS).where(KEYS.c.org_id == ORG)).scalar()
    )


def revoke_key(connection: Connection, name: str, now: int) -> ApiKey:
    """Revoke the key that a prefix or a name means; it is refused from the next request on.

    Raises:
        NotFound: there is no such key, or several have the name.
    """
    matches = [
        key for key in list_keys(connection) if name in (key.name, key.prefix) and key.state(now) != "revoked"
    ]
    if len(matches) != 1:
        raise NotFound(
            f"{len(matches) or 'no'} keys are called {name!r}", "records org key list shows their prefixes"
        )
    prefix = matches[0].prefix.removeprefix("rk_")
    own = (KEYS.c.org_id == ORG, KEYS.c.prefix == prefix)
    connection.execute(KEYS.update().where(*own).values(revoked=now))
    return matches[0]


def principal_of_key(connection: Connection, secret: str, now: int) -> Principal | None:
    """Return whose key a secret is; None where it is none, or not valid any more."""
    match = _FORM.match(secret)
    if match is None:
        return None
    own = (KEYS.c.org_id == ORG, KEYS.c.prefix == match[1])
    row = connection.execute(select(KEYS).where(*own)).first()
    stored_hash = row.hash if row else ""
    if not hmac.compare_digest(_hash(secret), stored_hash) or row is None or _key(row).state(now) != "active":
        return None
    return principal_of(f"key:{match[1]}", [(row.role, tuple(json.loads(row.repositories)))])


def _hash(secret: str) -> str:
    """The hash of a secret; it has 256 random bits, so that a slow hash would protect nothing more."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(f"rk_{row.prefix}", row.name, row.role, tuple(json.loads(row.repositories)), row.created,
                  row.expires, row.revoked)  # fmt: skip
