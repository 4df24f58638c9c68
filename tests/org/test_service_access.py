"""Who may ask the service for what: the table of roles, keys, tokens and limits."""

from __future__ import annotations

import base64
import hmac
import http.server
import json
import threading
import time
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey, RSAKey

from records.errors import InvalidInput, NotFound
from records.org.database import open_database
from records.org.service.access import EVERYBODY, RIGHTS, Action
from records.org.service.app import actions_of, create_app
from records.org.service.keys import create_key, list_keys, principal_of_key, revoke_key
from records.org.service.limits import Limits
from records.org.service.state import Service, is_loopback
from records.org.service.tokens import Tokens, fetch_json
from records.org.service_settings import Role, RoleEntry
from service_help import Issuer, new_key, serving, with_settings

ROUTES = {
    "GET /api/v1/repositories": "/api/v1/repositories",
    "GET /api/v1/records": "/api/v1/records?repo={repo}",
    "GET /api/v1/records/{ref:path}/raw": "/api/v1/records/{repo}/ADR-0001/raw",
    "GET /api/v1/records/{ref:path}": "/api/v1/records/{repo}/ADR-0001",
    "GET /api/v1/search": "/api/v1/search?q=decide&sort=best",
    "GET /api/v1/decisions/for": "/api/v1/decisions/for?repository={repo}&path=src/a.py",
    "GET /api/v1/stats": "/api/v1/stats",
    "GET /api/v1/check": "/api/v1/check",
    "POST /api/v1/reindex": "/api/v1/reindex",
    "GET /api/v1/openapi.json": "/api/v1/openapi.json",
    "GET /healthz": "/healthz",
    "GET /readyz": "/readyz",
    "GET /metrics": "/metrics",
    "GET /{path:path}": "/",
}
"""A request of each route about one repository."""
PATTERNS = ("group:sales", "co*", "pay")
"""What the keys of the matrix are for: a group, a pattern, a restricted repository."""
REPOSITORIES = {"shop": "own", "core": "granted", "architecture": "other", "pay": "restricted"}
WITHOUT_REPOSITORY = ("/healthz", "/readyz", "/metrics", "/openapi.json", "/reindex", "/")


@pytest.fixture(scope="module")
def service(org_index):
    """A service with a key of each role, and a client of it."""
    keys = {role.value: new_key(org_index, role, *PATTERNS) for role in Role}
    with serving(org_index) as client:
        yield client, {**keys, "nobody": {}}


def test_every_route_has_an_action_and_is_in_the_matrix(service):
    """A new route that names none does not start; one that the matrix has not fails here."""
    client, _ = service
    app = create_app(client.service)
    assert all(actions_of(app).values())
    assert set(actions_of(app)) == set(ROUTES)
    assert set().union(*(rights.actions for rights in RIGHTS.values())) | EVERYBODY == set(Action)


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_each_role_gets_what_the_table_says_of_each_repository(service, route):
    """Nobody 401, a role without the action 403, what is not visible 404 or absent, everything else 200."""
    client, keys = service
    action = actions_of(create_app(client.service))[route]
    assert action is not None
    for who, header in keys.items():
        for repo, kind in REPOSITORIES.items():
            path = ROUTES[route].replace("{repo}", repo)
            answer = client.request(route.split()[0], path, headers=header)
            where = f"{who} {repo} {path}: {answer.status_code} {answer.text[:200]}"
            if action in EVERYBODY:
                assert answer.status_code == 200, where
            elif who == "nobody":
                assert answer.status_code == 401, where
                assert answer.headers["www-authenticate"] == "Bearer"
            elif action not in RIGHTS[Role(who)].actions:
                assert answer.status_code == 403, where
            else:
                is_visible = kind in ("own", "granted") or (
                    kind == "restricted" and RIGHTS[Role(who)].sees_restricted
                )
                is_named = "{repo}" in ROUTES[route] and "records?" not in path
                expected = 200 if is_visible or not is_named else 404
                assert answer.status_code in ((202,) if "reindex" in route else (expected,)), where
                if not any(path.endswith(end) for end in WITHOUT_REPOSITORY) and "check" not in path:
                    assert f'"{repo}' in answer.text or "raw" in path or "for?" in path or not is_visible, (
                        where
                    )
                if not is_visible:
                    assert f"We decide in {repo}" not in answer.text, where
                    assert f'"{repo}' not in answer.text, where


def test_addresses_that_only_this_machine_reaches():
    """All of 127.0.0.0/8, ::1 and localhost; no name and no other address."""
    for host in ("127.0.0.1", "::1", "localhost", "127.8.8.8"):
        assert is_loopback(host)
    for host in ("0.0.0.0", "::", "10.0.0.1", "example.org", ""):  # noqa: S104 — to be refused
        assert not is_loopback(host)


def test_open_service(open_index):
    """Without keys and issuer, this machine is answered, by its own name."""
    with pytest.raises(InvalidInput, match="everybody who reaches"):
        Service(open_index, host="0.0.0.0")  # noqa: S104 — to be refused
    with serving(open_index) as client:
        assert client.get("/api/v1/stats").status_code == 200
        refused = (
            {"host": "rebound.example.org"}, {"x-forwarded-for": "1.2.3.4"}, {"forwarded": "for=1.2.3.4"},
            {"host": "localhost.example.org"}, {"host": ""}, {"via": "1.1 proxy"}, {"x-forwarded-proto": "https"},
        )  # fmt: skip
        for headers in refused:
            assert client.get("/api/v1/stats", headers=headers).status_code == 403, headers
        assert client.post("/api/v1/reindex", headers={"origin": "http://localhost"}).status_code == 202


def from_page(site, mode="no-cors", destination="script", **more):
    """The headers that a browser sends when a page asks."""
    return {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": destination, **more}


def test_pages_of_other_sites_read_and_change_nothing(org_index):
    """What a browser sends with a key that it remembers is answered where a link was followed, and to our own pages."""
    key = new_key(org_index, "admin")
    with serving(org_index) as client:
        for path in ("/", "/search.html", "/data/search.js", "/api/v1/stats"):
            for foreign in (
                from_page("cross-site"), from_page("same-site"), from_page("cross-site", "cors", "empty"),
                from_page("cross-site", "navigate", "iframe"), {"origin": "https://example.org"}, {"origin": "null"},
            ):  # fmt: skip
                answer = client.get(path, headers={**key, **foreign})
                assert answer.status_code == 403, (path, foreign)
                assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        for own in (from_page("same-origin"), from_page("cross-site", "navigate", "document"), {}):
            assert client.get("/search.html", headers={**key, **own}).status_code == 200, own
        for foreign in (
            from_page("cross-site", "navigate", "document"), from_page("same-site", "cors", "empty"),
            {"sec-fetch-site": "cross-site"}, {"origin": "https://example.org"}, {"origin": "http://localhost:1"},
        ):  # fmt: skip
            assert client.post("/api/v1/reindex", headers={**key, **foreign}).status_code == 403, foreign
        own = from_page("same-origin", "cors", "empty", origin="http://localhost")
        assert client.post("/api/v1/reindex", headers={**key, **own}).status_code == 202


def test_request_with_two_keys_is_of_nobody(org_index):
    """Which one counts would depend on who reads it."""
    keys = [("authorization", new_key(org_index, role)["authorization"]) for role in ("reader", "admin")]
    with serving(org_index) as client:
        for headers in (keys, keys[::-1], [keys[0], keys[0]]):
            assert client.get("/api/v1/stats", headers=headers).status_code == 401
        assert client.get("/api/v1/stats", headers=keys[:1]).status_code == 200


def test_keys_are_hashed_expire_and_are_revoked(open_index):
    """The secret is nowhere in the database; what is expired, revoked, cut or changed is refused."""
    now = 1_800_000_000
    with open_database(open_index, create=True) as engine, engine.connect() as connection:
        transaction = connection.begin()
        key, secret = create_key(connection, "ci", "reader", ("*",), now, 1)
        principal = principal_of_key(connection, secret, now)
        assert principal is not None
        assert principal.name == f"key:{key.prefix.removeprefix('rk_')}"
        assert len(base64.urlsafe_b64decode(secret[16:] + "=")) == 32
        rows = connection.exec_driver_sql("select * from api_keys").all()
        assert secret[20:] not in repr(rows)
        for wrong in (
            secret[:-1],
            secret + "x",
            secret.swapcase(),
            "",
            "rk_",
            secret[:16] + "A" * 43,
            secret + "\n",
        ):
            assert principal_of_key(connection, wrong, now) is None
        assert principal_of_key(connection, secret, now + 86_400) is None
        revoke_key(connection, "ci", now)
        assert principal_of_key(connection, secret, now) is None
        assert [row.state(now) for row in list_keys(connection)] == ["revoked"]
        with pytest.raises(NotFound):
            revoke_key(connection, "ci", now)
        with pytest.raises(InvalidInput):
            create_key(connection, " ", "reader", ("*",), now, 1)
        assert create_key(connection, "k\udcff\0", "reader", ("*",), now, 1)[0].name == "k?\ufffd"
        transaction.rollback()


def _part(data) -> str:
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def _signed(header, claims, key) -> str:
    """Signed with RSA whatever the header says; a library would refuse some of these headers."""
    text = f"{_part(header)}.{_part(claims)}"
    return f"{text}.{_part(key.raw_value.sign(text.encode(), PKCS1v15(), SHA256()))}"


def _with_hmac(header, claims, secret: bytes) -> str:
    """Signed with a public key as if it were a secret."""
    text = f"{_part(header)}.{_part(claims)}"
    return f"{text}.{_part(hmac.digest(secret, text.encode(), 'sha256'))}"


def forged(issuer: Issuer) -> dict[str, str]:
    """Tokens that are not valid, by what is wrong with them."""
    now = int(time.time())
    good = issuer.token()
    head, body, signature = good.split(".")
    stranger = RSAKey.generate_key(2048, {"kid": "r1"})
    public = issuer.rsa.as_pem(private=False)
    claims = issuer.claims()
    return {
        "empty": "", "one part": head, "two parts": f"{head}.{body}", "four parts": f"{good}.x", "no signature": f"{head}.{body}.",
        "signature of another": f"{head}.{body}.{issuer.token(sub='eve').split('.')[2]}",
        "changed claims": f"{head}.{_part(issuer.claims(sub='admin'))}.{signature}",
        "changed header": f"{_part({'alg': 'RS256', 'kid': 'e1'})}.{body}.{signature}",
        "alg none": f"{_part({'alg': 'none'})}.{body}.", "alg None": f"{_part({'alg': 'None', 'kid': 'r1'})}.{body}.{signature}",
        "no alg": f"{_part({'kid': 'r1'})}.{body}.{signature}",
        "HMAC with the public key": _with_hmac({"alg": "HS256", "kid": "r1"}, claims, public),
        "another key": issuer.token(key=stranger),
        "unknown kid": issuer.token(header={"kid": "other"}, key=stranger),
        "no kid": _signed({"alg": "RS256"}, claims, issuer.rsa),
        "algorithm not allowed": issuer.token(header={"alg": "RS512"}),
        "PSS instead": issuer.token(header={"alg": "PS256"}),
        "EC key for RSA": issuer.token(header={"alg": "ES256"}, key=ECKey.generate_key("P-256")),
        "EC key in the place of RSA": issuer.token(header={"alg": "ES256"}, key=issuer.ec),
        "crit": _signed({"alg": "RS256", "kid": "r1", "crit": ["exp"], "exp": 1}, claims, issuer.rsa),
        "jwk": _signed({"alg": "RS256", "jwk": stranger.as_dict(private=False)}, claims, stranger),
        "jku": _signed({"alg": "RS256", "kid": "r1", "jku": "https://evil.example.org/keys"}, claims, stranger),
        "x5u": _signed({"alg": "RS256", "kid": "r1", "x5u": "https://evil.example.org/c"}, claims, issuer.rsa),
        "x5c": _signed({"alg": "RS256", "kid": "r1", "x5c": ["MII="]}, claims, issuer.rsa),
        "b64": _signed({"alg": "RS256", "kid": "r1", "zip": "DEF"}, claims, issuer.rsa),
        "another typ": issuer.token(header={"typ": "dpop+jwt"}),
        "unknown header": _signed({"alg": "RS256", "kid": "r1", "foo": "bar"}, claims, issuer.rsa),
        "kid path": _signed({"alg": "RS256", "kid": "../../r1"}, claims, issuer.rsa),
        "kid number": f"{_part({'alg': 'RS256', 'kid': 1})}.{body}.{signature}",
        "another issuer": issuer.token(iss="https://evil.example.org"),
        "issuer with a slash": issuer.token(iss=issuer.url + "/"), "no issuer": issuer.token(iss=None),
        "another audience": issuer.token(aud="other"), "no audience": issuer.token(aud=None),
        "audience that begins so": issuer.token(aud="records-staging"), "empty audiences": issuer.token(aud=[]),
        "expired": issuer.token(exp=now - 120), "no expiry": issuer.token(exp=None),
        "expiry as text": issuer.token(exp="9999999999"), "expiry true": issuer.token(exp=True),
        "not yet valid": issuer.token(nbf=now + 600), "issued later": issuer.token(iat=now + 600),
        "no subject": issuer.token(sub=None), "empty subject": issuer.token(sub=""), "subject a list": issuer.token(sub=["ada"]),
        "claims a list": f"{head}.{_part([1])}.{signature}", "claims no JSON": f"{head}.{_part(b'x')}.{signature}",
        "header a list": f"{_part(['RS256'])}.{body}.{signature}", "not base64": f"!!.{body}.{signature}",
        "very long": good + "A" * 9000, "umlaut": good[:-1] + "ü", "spaces": good.replace(".", " . "),
        "padding": f"{head}=.{body}.{signature}",
        "encrypted": "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA",
        "nested arrays": f"{_part(b'[' * 3000)}.{body}.{signature}",
    }  # fmt: skip


def test_forged_tokens_are_refused(open_index):
    """More than forty ways to be wrong; the good ones pass, also with the other key and algorithm."""
    issuer = Issuer()
    settings = with_settings(
        open_index, issuer=issuer.url, audience=issuer.audience,
        roles=(RoleEntry("staff", "reader", ("shop",)), RoleEntry("leads", "admin")),
    ).service  # fmt: skip
    tokens = Tokens(settings, issuer.fetch)
    for good in (issuer.token(), issuer.token(header={"alg": "ES256", "kid": "e1"}, key=issuer.ec),
                 issuer.token(aud=["x", "records"]), issuer.token(header={"typ": "at+jwt"})):  # fmt: skip
        principal = tokens.principal(good)
        assert principal is not None
        assert principal.may(Action.SEARCH)
        assert not principal.may(Action.CHECK)
        assert principal.scope(Action.READ).covers("shop", "", "internal")
        assert not principal.scope(Action.READ).covers("pay", "", "internal")
    bad = forged(issuer)
    assert len(bad) >= 40
    assert {name for name, token in bad.items() if tokens.principal(token) is not None} == set()
    for groups in (None, "staff", [1], []):
        principal = tokens.principal(issuer.token(groups=groups))
        assert principal is not None
        assert not principal.may(Action.READ)


def test_keys_of_an_issuer_are_fetched_once_and_again_when_they_change(open_index):
    """Not for every unknown key id, and not where the issuer is down: what was fetched counts for a day."""
    issuer, now = Issuer(), [time.time()]
    settings = with_settings(open_index, issuer=issuer.url, audience="records").service
    tokens = Tokens(settings, issuer.fetch, lambda: now[0])
    for _ in range(3):
        assert tokens.principal(issuer.token()) is not None
    assert issuer.fetched == [f"{issuer.url}/.well-known/openid-configuration", f"{issuer.url}/keys"]
    old = issuer.rsa
    issuer.rsa = RSAKey.generate_key(2048, {"kid": "r2", "use": "sig"})
    for _ in range(3):
        assert tokens.principal(issuer.token(header={"kid": "r2"})) is None
    now[0] += 31
    assert tokens.principal(issuer.token(header={"kid": "r2"})) is not None
    assert tokens.principal(issuer.token(key=old)) is None
    issuer.is_down = True
    for seconds, is_known in ((200, True), (22 * 3600, True), (2 * 3600, False)):
        now[0] += seconds
        token = issuer.token(header={"kid": "r2"}, exp=now[0] + 300)
        assert (tokens.principal(token) is not None) == is_known, seconds
    issuer.is_down = False
    now[0] += 31
    assert tokens.principal(issuer.token(header={"kid": "r2"}, exp=now[0] + 300)) is not None


def test_issuer_that_is_slow_delays_nobody_whose_key_is_known(open_index):
    """While one request waits for its answer, because of an unknown key id, others are answered with what is known."""
    issuer, now = Issuer(), [time.time()]
    is_asked, may_answer = threading.Event(), threading.Event()

    def fetch(address):
        if now[0] > time.time() + 60:
            is_asked.set()
            assert may_answer.wait(30)
        return issuer.fetch(address)

    settings = with_settings(open_index, issuer=issuer.url, audience="records").service
    tokens = Tokens(settings, fetch, lambda: now[0])
    assert tokens.principal(issuer.token()) is not None
    now[0] += 120
    strange = issuer.token(header={"kid": "other"})
    thread = threading.Thread(target=tokens.principal, args=(strange,))
    thread.start()
    try:
        assert is_asked.wait(30)
        assert tokens.principal(issuer.token()) is not None
        assert tokens.principal(strange) is None
    finally:
        may_answer.set()
        thread.join()


@pytest.mark.parametrize(
    "strange",
    [{"kty": "EC", "crv": "P-999", "x": "AA", "y": "AA"}, {"kty": "RSA"}, {"kty": "AKP", "pub": "AA"}],
)
def test_keys_of_other_kinds_leave_those_that_are_known(open_index, strange):
    """One key of an issuer that cannot be read here does not refuse the tokens of its others."""
    issuer = Issuer()
    settings = with_settings(open_index, issuer=issuer.url, audience="records").service

    def fetch(address):
        answer = issuer.fetch(address)
        return {"keys": [strange, *answer["keys"]]} if "keys" in answer else answer

    assert Tokens(settings, fetch).principal(issuer.token()) is not None


@pytest.mark.parametrize(
    ("keys", "is_known"),
    [
        ("http://localhost:9000/keys", True),
        ("http://127.0.0.1:9000/keys", True),
        ("http://id.example.org/keys", False),
        ("http://localhost.example.org/keys", False),
    ],
)
def test_keys_come_from_where_the_settings_could_name_them(open_index, keys, is_known):
    """An address that the issuer names is taken over TLS or from this machine, as `service.jwks` is."""
    issuer = Issuer()
    settings = with_settings(open_index, issuer=issuer.url, audience="records").service
    discovery = {"issuer": issuer.url, "jwks_uri": keys}
    tokens = Tokens(settings, lambda address: discovery if "well-known" in address else issuer.fetch(address))
    assert (tokens.principal(issuer.token()) is not None) == is_known


def test_requests_are_limited_by_principal():
    """One does not use up what belongs to another; the next minute begins anew."""
    now = [120.0]
    limits = Limits(3, clock=lambda: now[0])
    assert [limits.wait_seconds("a") for _ in range(4)] == [0, 0, 0, 60]
    assert limits.wait_seconds("b") == 0
    now[0] = 180.0
    assert limits.wait_seconds("a") == 0


def test_limits_of_the_service(org_index):
    """Too many requests are 429 with the time to wait, wrong keys as well; others are answered."""
    config = with_settings(org_index, requests_per_minute=5)
    first, second = new_key(config, "reader"), new_key(config, "reader")
    with serving(config) as client:
        codes = [client.get("/api/v1/openapi.json", headers=first).status_code for _ in range(12)]
        assert codes.count(200) >= 5
        assert 429 in codes
        answer = client.get("/api/v1/openapi.json", headers=first)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) >= 1
        assert client.get("/api/v1/openapi.json", headers=second).status_code == 200
        guesses = [
            client.get("/api/v1/stats", headers={"authorization": f"Bearer rk_{n:012x}_{'A' * 43}"})
            for n in range(12)
        ]
        assert {answer.status_code for answer in guesses} == {401, 429}


def test_browsers_are_asked_for_a_key(org_index):
    """As the password of a page that asks for one."""
    secret = new_key(org_index, "reader")["authorization"].split()[1]
    with serving(org_index) as client:
        answer = client.get("/api/v1/repositories", headers={"accept": "text/html"})
        assert answer.headers["www-authenticate"].startswith("Basic ")
        assert client.get("/api/v1/repositories", auth=("me", secret)).status_code == 200
        for value in (
            "Basic !!",
            "Basic " + base64.b64encode(b"\xff:\xff").decode(),
            "Digest x",
            "Bearer",
            "x",
        ):
            assert client.get("/api/v1/repositories", headers={"authorization": value}).status_code == 401


def test_keys_come_from_the_address_that_the_settings_name(open_index):
    """Without a discovery document; an issuer none of whose keys is known here lets nobody in."""
    issuer = Issuer()
    settings = with_settings(
        open_index, issuer=issuer.url, audience="records", jwks=f"{issuer.url}/own"
    ).service
    assert Tokens(settings, issuer.fetch).principal(issuer.token()) is not None
    assert issuer.fetched == [f"{issuer.url}/own"]
    for keys in ([], [{"kty": "oct", "k": "c2VjcmV0"}], [{"kty": "EC", "crv": "P-1", "x": "AA", "y": "AA"}]):
        assert Tokens(settings, lambda _, keys=keys: {"keys": keys}).principal(issuer.token()) is None


class _Document(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        """Answer with a document, with one that is no JSON, or with the way to another place."""
        code, body = {
            "/keys": (200, b'{"keys": []}'), "/page": (200, b"<html>"), "/long": (200, b'"' + b"x" * 3_000_000 + b'"'),
            "/moved": (302, b""),
        }.get(self.path, (404, b""))  # fmt: skip
        self.send_response(code)
        self.send_header("location", "/keys")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


def test_a_document_of_an_issuer_is_fetched_from_its_own_address_alone():
    """No redirection is followed, no more is read than keys need, and all that goes wrong is one kind of error."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Document) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        try:
            assert fetch_json(f"{address}/keys") == {"keys": []}
            for path in ("/page", "/long", "/moved", "/gone"):
                with pytest.raises((OSError, ValueError)):
                    fetch_json(address + path)
        finally:
            server.shutdown()
            thread.join()
    with pytest.raises((OSError, ValueError)):
        fetch_json(f"{address}/keys")
