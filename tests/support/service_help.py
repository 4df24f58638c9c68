"""A service in the tests' own process, with a small index, and an issuer of tokens."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from contextlib import contextmanager
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from starlette.testclient import TestClient

from records.dataclass import replace
from records.org.config import OrgConfig
from records.org.database import open_database
from records.org.service.keys import create_key
from records.org.service.observing import make_log
from records.org.service.running import application
from records.org.service.state import Service

CANARY = "canarytext"
"""A word of the records that must not be in any log, metric or error."""


class Client(TestClient):
    """A client of a service, with what the service logs."""

    service: Service
    lines: list[str]


@contextmanager
def serving(config: OrgConfig, tools: Any = None, **options: Any):
    """A client of a service over an index."""
    lines: list[str] = []
    service = Service(config, log=make_log(lines.append), **options)
    try:
        with Client(application(service, tools), base_url="http://localhost") as client:
            client.service, client.lines = service, lines
            yield client
    finally:
        service.close()


@contextmanager
def running(records_command, *options: str):
    """A service in a process of its own; its address, and the process."""
    process = subprocess.Popen(
        [*records_command, "org", "serve", "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address), address
        yield address, process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def new_key(config: OrgConfig, role: str, *repositories: str, days: int = 1, now: int = 0) -> dict[str, str]:
    """The header with a new API key."""
    with open_database(config, create=True) as engine, engine.begin() as connection:
        _, secret = create_key(
            connection, "test", role, repositories or ("*",), now or int(time.time()), days
        )
    return {"authorization": f"Bearer {secret}"}


class Issuer:
    """An issuer of tokens with one RSA and one EC key."""

    url = "https://id.example.org"
    audience = "records"

    def __init__(self) -> None:
        self.rsa = RSAKey.generate_key(2048, {"kid": "r1", "use": "sig"})
        self.ec = ECKey.generate_key("P-256", {"kid": "e1", "use": "sig"})
        self.fetched: list[str] = []
        self.is_down = False

    def fetch(self, address: str) -> Any:
        """What the issuer answers."""
        self.fetched.append(address)
        if self.is_down:
            raise OSError("down")
        if address.endswith("/.well-known/openid-configuration"):
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        return json.loads(json.dumps({"keys": [key.as_dict(private=False) for key in (self.rsa, self.ec)]}))

    def claims(self, **changes: Any) -> dict[str, Any]:
        """The claims of a good token; None removes one."""
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": self.audience,
            "sub": "ada",
            "iat": now,
            "exp": now + 300,
            "groups": ["staff"],
        }
        return {name: value for name, value in (claims | changes).items() if value is not None}

    def token(self, *, header: dict[str, Any] | None = None, key: Any = None, **changes: Any) -> str:
        """A token; a good one without arguments."""
        head = {"alg": "RS256", "kid": "r1", "typ": "JWT", **(header or {})}
        return jwt.encode(head, self.claims(**changes), key or self.rsa, algorithms=[head["alg"]])


def with_settings(config: OrgConfig, **settings: Any) -> OrgConfig:
    """A configuration with other settings of the service."""
    return replace(config, service=replace(config.service, **settings))
