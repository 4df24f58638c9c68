"""Bearer tokens of an OpenID Connect issuer: signature, algorithm, issuer, audience and time are checked."""

from __future__ import annotations

import base64
import json
import threading
import time
import urllib.request
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from records.encoding import replace_surrogates
from records.org.service.access import Principal, principal_of
from records.org.service_settings import is_protected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from records.org.service_settings import ServiceSettings

_LONGEST = 8192
_KEEP_SECONDS = 3600
_PAUSE_SECONDS = 30
"""How long after the keys were asked for nobody asks for them again, whatever is unknown."""
_LONGEST_SECONDS = 24 * _KEEP_SECONDS
"""How long keys count while their issuer does not answer: what it has withdrawn meanwhile is not known."""
_LEEWAY_SECONDS = 60
_MOST_BYTES = 1_000_000
_REFUSED = ("crit", "jwk", "jku", "x5u", "x5c", "b64", "zip")
"""Headers by which a token would choose its own key, or change how it is read."""
_HEADERS = frozenset(("alg", "kid", "typ", "x5t", "x5t#S256", "cty"))


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The keys come from the address that is configured, or not at all."""

    def redirect_request(self, *_: Any) -> None:
        """Follow no redirect."""


def fetch_json(address: str) -> Any:
    """Return the JSON at an address; whatever goes wrong is an OSError or ValueError."""
    opener = urllib.request.build_opener(_NoRedirects)
    with opener.open(address, timeout=5) as answer:  # the scheme was checked when the settings were read
        return json.loads(answer.read(_MOST_BYTES))


class Tokens:
    """The tokens of one issuer.

    Args:
        settings: which issuer, and what its groups are.
        fetch: returns the JSON at an address.
        clock: returns the seconds since 1970.
    """

    def __init__(
        self,
        settings: ServiceSettings,
        fetch: Callable[[str], Any] = fetch_json,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: KeySet | None = None
        self._fetched = self._asked = float("-inf")
        self._registry = JWSRegistry(algorithms=settings.algorithms)

    def principal(self, token: str) -> Principal | None:
        """Return whose token it is; None where it is not valid, and nothing says why."""
        if len(token) > _LONGEST or not token.isascii():
            return None
        try:
            claims = self._claims(token)
        except (JoseError, ValueError, TypeError, KeyError, OSError, RecursionError):
            return None
        if claims is None or not self._is_valid(claims):
            return None
        groups = claims.get(self._settings.groups_claim)
        names = {group for group in groups if isinstance(group, str)} if isinstance(groups, list) else set()
        roles = [
            (role.role, role.repositories) for role in self._settings.roles if role.group in names | {"*"}
        ]
        return principal_of(replace_surrogates(f"sub:{claims['sub']}"[:200]), roles)

    def _claims(self, token: str) -> dict[str, Any] | None:
        header = jwt_header(token)
        if any(name in header for name in _REFUSED) or not set(header) <= _HEADERS:
            return None
        if (
            header.get("typ", "JWT").upper() not in ("JWT", "AT+JWT")
            or header.get("alg") not in self._settings.algorithms
        ):
            return None
        kid = header.get("kid")
        keys = self._key_set(kid if isinstance(kid, str) else "")
        if keys is None or (kid is None and len(keys.keys) != 1):
            return None
        decoded = jwt.decode(token, keys, algorithms=list(self._settings.algorithms), registry=self._registry)
        return decoded.claims

    def _is_valid(self, claims: dict[str, Any]) -> bool:
        now = self._clock()
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        times = [claims.get("exp"), claims.get("nbf", 0), claims.get("iat", 0)]
        if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in times):
            return False
        expires, begins, issued = times
        return (
            claims.get("iss") == self._settings.issuer
            and self._settings.audience in audiences
            and isinstance(claims.get("sub"), str)
            and bool(claims["sub"])
            and now < expires + _LEEWAY_SECONDS
            and max(begins, issued) <= now + _LEEWAY_SECONDS
        )

    def _key_set(self, kid: str) -> KeySet | None:
        """The keys of the issuer; fetched again when they are old, or a new key id is seen.

        One request asks for them. Others wait for it only where there are no keys yet.
        """
        if self._is_due(kid) and self._lock.acquire(blocking=self._keys is None):
            try:
                if self._is_due(kid):  # not while another request has asked
                    self._fetch_keys()
            finally:
                self._lock.release()
        return self._keys if self._age(self._fetched) <= _LONGEST_SECONDS else None

    def _age(self, moment: float) -> float:
        return self._clock() - moment

    def _is_due(self, kid: str) -> bool:
        keys = self._keys
        is_known = keys is not None and (not kid or any(key.kid == kid for key in keys.keys))
        is_fresh = is_known and self._age(self._fetched) <= _KEEP_SECONDS
        return not is_fresh and self._age(self._asked) > _PAUSE_SECONDS

    def _fetch_keys(self) -> None:
        self._asked = self._clock()
        with suppress(JoseError, ValueError, TypeError, KeyError, AttributeError, OSError):
            self._keys = KeySet(self._public_keys())
            self._fetched = self._clock()

    def _public_keys(self) -> list[Any]:
        address = self._settings.jwks
        if not address:
            discovery = self._fetch(self._settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
            address = str(discovery["jwks_uri"])
            if discovery["issuer"] != self._settings.issuer or not is_protected(address):
                raise ValueError("the discovery document is not this issuer's")
        keys: list[dict[str, Any]] = self._fetch(address)["keys"]
        signing = [
            key for key in keys if key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"
        ]
        if known_keys := [known for key in signing for known in _imported(key)]:
            return known_keys
        raise ValueError("the issuer has no key that is known here")


def _imported(key: dict[str, Any]) -> Iterator[Any]:
    """The key, unless it is of a kind that is not known here: the others of its issuer count nevertheless."""
    with suppress(JoseError, ValueError, TypeError, KeyError):
        yield from KeySet.import_key_set({"keys": [key]}).keys


def jwt_header(token: str) -> dict[str, Any]:
    """Return the header of a token, which nothing has verified yet.

    Raises:
        ValueError: the token is not well formed.
    """
    parts = token.split(".")
    if len(parts) != 3 or not all(parts):
        raise ValueError("a token has three parts")
    header = json.loads(base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)))
    if not isinstance(header, dict) or not isinstance(header.get("typ", "JWT"), str):
        raise ValueError("the header of a token is an object")
    return header
