"""`[service]` of `org.toml`: what it may say, and what is refused."""

from __future__ import annotations

import pytest

from records.errors import ConfigError
from records.org.config import load
from records.org.service_settings import RoleEntry

FILE = """\
[service]
issuer = "https://id.example.org"
audience = "records"
jwks = "http://localhost:9000/keys"
algorithms = ["ES256"]
groups-claim = "teams"
requests-per-minute = 5

[[service.role]]
group = "staff"

[[service.role]]
group = "leads"
role = "auditor"
repositories = ["group:payments"]
"""


def test_settings_of_an_issuer(tmp_path):
    """Each key is read; a role is that of a reader of all repositories unless it says more."""
    (tmp_path / "org.toml").write_text(FILE)
    service = load(str(tmp_path)).service
    assert (service.issuer, service.audience, service.jwks) == (
        "https://id.example.org",
        "records",
        "http://localhost:9000/keys",
    )
    assert (service.algorithms, service.groups_claim, service.requests_per_minute) == (("ES256",), "teams", 5)
    assert service.roles == (RoleEntry("staff"), RoleEntry("leads", "auditor", ("group:payments",)))
    assert service.roles[0] == RoleEntry("staff", "reader", ("*",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("service = 1", "service must be a table"),
        ("[service]\nrole = 'reader'", "roles as tables"),
        ("[service]\nrole = ['reader']", "roles as tables"),
        ("[service]\nsecret = 'x'", "unknown key 'service.secret'"),
        ("[[service.role]]\nrole = 'reader'", "service.role needs a group"),
        ("[[service.role]]\ngroup = 'a'\nrole = 'owner'", "service.role 1: role is 'owner'"),
        ("[[service.role]]\ngroup = 'a'\nright = 'x'", "unknown key 'service.role 1: right'"),
        ("[service]\nissuer = 'https://id.example.org'", "service.issuer needs service.audience"),
        (
            "[service]\nissuer = 'http://id.example.org'\naudience = 'a'",
            "service.issuer must begin with https://",
        ),
        ("[service]\njwks = 'http://localhost.example.org/'", "service.jwks must begin with https://"),
        ("[service]\nalgorithms = ['HS256']", "'HS256' is not allowed"),
        ("[service]\nrequests-per-minute = 0", "must be 1 or more"),
    ],
)
def test_settings_that_are_refused(tmp_path, text, message):
    """With the key that is wrong."""
    (tmp_path / "org.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(str(tmp_path))
    assert message in caught.value.message
