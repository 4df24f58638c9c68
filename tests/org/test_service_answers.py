"""What the service answers, from either database: pages, problems, and never a fault, whatever it is asked."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import threading
import time

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from pydantic import TypeAdapter
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import text

from records.cli.answers import type_adapter
from records.dataclass import replace
from records.org import answers as org_answers
from records.org.copying import copy_index
from records.org.database import name_of, open_database
from records.org.schema import REPOSITORIES, TEXTS
from records.org.service import answers
from records.org.service.problems import MEDIA_TYPE
from records.org.service.running import application
from records.org.visible import visible_repositories
from service_help import CANARY, new_key, serving, with_settings

API = "/api/v1"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def config(request, org_index):
    """The settings of an index in either database; that of PostgreSQL is a copy."""
    config = with_settings(org_index, requests_per_minute=1_000_000)
    if request.param == "postgresql":
        target = replace(config, database=request.getfixturevalue("postgres").new_database())
        assert copy_index(config, target) == (4, 12)
        return target
    return config


@pytest.fixture(scope="module")
def client(config):
    """A client that is an administrator of everything."""
    header = new_key(config, "admin")
    with serving(config) as client:
        client.headers.update(header)
        yield client


def get(client, route, **parameters):
    """What a route of the API answers."""
    answer = client.get(API + route, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


MODELS = {
    "/repositories": org_answers.RepositoryList, "/records": answers.OrgSearchPage, "/search?q=redis": answers.OrgSearchPage,
    "/search?q=redis&sort=best": answers.OrgSearchPage, "/records/shop/ADR-1": org_answers.OrgRecordDetail,
    "/decisions/for?repository=shop&path=src/a.py&path=docs": answers.GovernedPaths, "/stats": org_answers.OrgStats,
    "/check": org_answers.OrgCheckResult,
}  # fmt: skip


@pytest.mark.parametrize("path", MODELS)
def test_answers_have_the_described_form(client, path):
    """The models of the command line and of the API's description; two databases give the same."""
    answer = client.get(API + path)
    assert answer.status_code == 200, answer.text
    TypeAdapter(MODELS[path]).validate_json(answer.text)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "private, no-cache"


def test_answers_are_those_of_the_command_line(client, config, run):
    """Search, show, stats and check."""
    command = [
        "--org",
        config.folder,
        *(["--database", config.database] if config.database else []),
        "--json",
    ]

    def ask(*words):
        return json.loads(run("org", *words, *command).out)

    assert get(client, "/search", q="redis", sort="best")["records"] == ask("search", "redis")
    assert get(client, "/records", limit=100)["records"] == ask("search", "-n", "100")
    assert get(client, "/records/pay/ADR-2") == ask("show", "pay/ADR-2")
    assert get(client, "/stats") == ask("stats")
    assert get(client, "/check") == ask("check")
    rows = [{**row, "place": ""} for row in ask("list")]
    assert get(client, "/repositories") == rows


def test_pages_follow_each_other(client):
    """With and without words; the cursor of one is not a number that JavaScript rounds."""
    for path in ("/records", "/search"):
        refs, cursor = [], ""
        for count in itertools.count(1):  # noqa: B007 — read after the loop
            page = get(client, path, limit=5, cursor=cursor)
            refs += [row["ref"] for row in page["records"]]
            cursor = page["next"]
            if cursor is None:
                break
            assert isinstance(cursor, str)
        assert (len(set(refs)), len(refs), count) == (12, 12, 3)
    assert client.get(f"{API}/search", params={"sort": "best", "cursor": "5"}).status_code == 422


def test_conditions_of_the_listing(client):
    """Each parameter narrows it; a kind that does not exist is refused."""
    count = {
        "kind=adr": 12, "kind=phr": 0, "repo=p*": 3, "group=sales": 3, "status=accepted": 12, "status=proposed": 0,
        "since=2026-01-02": 8, "until=2026-01-01": 4, "label=x": 0, "file=src": 0, "stage=red": 0, "feature=x": 0,
    }  # fmt: skip
    for query, expected in count.items():
        assert len(client.get(f"{API}/records?limit=100&{query}").json()["records"]) == expected, query
    assert client.get(f"{API}/records?kind=novel").status_code == 422


def test_decisions_that_govern_files(client):
    """Those of the repository, and the central ones with their repository as origin."""
    data = get(client, "/decisions/for", repository="shop", path=["src/a.py", "docs/x.md"])
    assert [row["ref"] for row in data["decisions"]] == [
        "ADR-0001", "ADR-0002", "ADR-0003", "architecture/ADR-0001", "architecture/ADR-0002", "architecture/ADR-0003",
    ]  # fmt: skip
    assert {row.get("origin") for row in data["decisions"]} == {None, "architecture"}
    assert data["ungoverned"] == ["docs/x.md"]
    assert client.get(f"{API}/decisions/for?repository=gone&path=a").status_code == 404


def test_text_of_a_record(client):
    """As it is committed; a reference that means several records names them."""
    body = get(client, "/records/shop/ADR-0002")["body"]
    answer = client.get(f"{API}/records/shop/ADR-0002/raw")
    assert (answer.text, answer.headers["content-type"]) == (body, "text/plain; charset=utf-8")
    for ref in ("shop%2FADR-0002", "shop/adr/0002-d2", "shop/2", "shop/history/adr/0002-d2.md"):
        assert client.get(f"{API}/records/{ref}").json()["ref"] == "shop/ADR-0002"
    several = client.get(f"{API}/records/ADR-2")
    assert several.status_code == 409
    assert "shop/ADR-0002" in several.json()["candidates"]


def test_answer_that_is_known_is_not_sent_again(client):
    """By its tag, also among several and a weak one."""
    for path in ("/repositories", "/records/shop/ADR-1/raw", "/openapi.json"):
        tag = client.get(API + path).headers["etag"]
        for known in (tag, f'"x", {tag}', f"W/{tag}"):
            answer = client.get(API + path, headers={"if-none-match": known})
            assert (answer.status_code, answer.content) == (304, b"")
        assert client.get(API + path, headers={"if-none-match": '"x"'}).status_code == 200


HOSTILE = [
    "%00", "a%00b", "%ed%a0%80", "%ed%b0%80x", "%ff%fe", "%c0%80", "%e2%80%ae", "%0d%0aSet-Cookie:x", "%1b[31m", "%7f",
    "%f0%9f%98%80", "'", "''", '"', '"a', "a'--", "1;drop table records", "%25", "%", "%zz", "_", "\\", "\\x00", "{}", "{{7*7}}",
    "NEAR(a b)", "a NEAR/2 b", "title:a", "{title}: a", "^a", "a*b", "a AND", "OR", "NOT", "NOT a", "-", "-a", "--", "*", "(", "(((", ")",
    "a OR", '"" ""', "repo:", "repo:%00", "kind:", "kind:x", "since:", "since:2026-99-99", "since:0000-00-00", "label:%ff", "file:../..",
    "file:/", "repo:[", "repo:[a-", "repo:[!]*", "group:]", "a:b:c", "http://x", "&", "%26q=b", "%23", "a&q=b", "q=a", "%2e%2e%2f", "..%2f..%2fetc%2fpasswd",
    "x" * 501, "a%20" * 120, "a" * 200, "%F0%9D%94%B8*", "%EF%BC%91", "null", "true", "NaN", "1e400", "-1", "0", "99999999999999999999",
    "9223372036854775807", "9223372036854775808", "１", "٣", "1.5", "0x10", "1_000", "%2B1", "[]", "a[]=1", "%u0041", "ß", "İ", "ﬁ",
]  # fmt: skip
"""Values of parameters and paths, as they are sent."""
PARAMETERS = (
    "/search?q=", "/search?sort=best&q=", "/search?limit=", "/search?cursor=", "/search?sort=", "/records?kind=", "/records?status=",
    "/records?repo=", "/records?since=", "/records?file=", "/records?label=", "/records?cursor=", "/records?limit=", "/records/",
    "/records/shop/", "/decisions/for?path=a&repository=", "/decisions/for?repository=shop&path=", "/", "/stats?",
)  # fmt: skip


def is_problem(answer) -> bool:
    """Whether an error is a problem document that is about its own status, and holds nothing of a record."""
    data = answer.json()
    return (
        answer.headers["content-type"] == MEDIA_TYPE and data["status"] == answer.status_code and CANARY not in answer.text
    )  # fmt: skip


def test_hostile_input_is_never_a_fault(client):
    """Every value in every place: an answer, or a problem with a status of the asker's."""
    for place, value in itertools.product(PARAMETERS, HOSTILE):
        answer = client.get(API + place + value)
        assert answer.status_code < 500, (place, value, answer.text)
        assert answer.status_code in (200, 304) or is_problem(answer), (place, value, answer.text)
    assert not [line for line in client.lines if '"level": "error"' in line]


def test_other_methods_paths_and_bodies_are_problems(client):
    """405 with what is allowed, 404, 413 for a body that is too large, 422 for each parameter that does not fit."""
    for method, path in itertools.product(
        ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"), ("/search", "/records", "/stats")
    ):
        answer = client.request(method, API + path)
        assert answer.status_code == 405
        assert is_problem(answer)
        assert answer.headers["allow"] == "GET"
    for path in (
        "/api/v1/nothing",
        "/api/v2/records",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/.git/config",
        "/..%2f..%2fetc%2fpasswd",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert is_problem(answer)
    answer = client.post(f"{API}/reindex", content=b"x" * 1_100_000)
    assert answer.status_code == 413
    assert is_problem(answer)
    answer = client.get(f"{API}/search?limit=0&cursor=x&sort=worst")
    assert [row["name"] for row in answer.json()["errors"]] == ["sort", "limit", "cursor"]


def test_index_is_brought_up_to_date_in_the_background(client, config):
    """One run at a time; what it found is answered."""
    assert client.post(f"{API}/reindex").json()["state"] == "started"
    deadline = time.monotonic() + 60
    while client.post(f"{API}/reindex").json()["state"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    client.service._indexing.acquire()
    client.service._indexing.release()
    assert any('"event": "index"' in line for line in client.lines)
    assert len(get(client, "/repositories")) == 4


def test_no_word_of_a_record_is_logged_or_measured(client):
    """Nor a word of a search, nor a key, whatever happened; each request has its line and is counted by its route."""
    del client.lines[:]
    for path in (f"/search?q={CANARY}", f"/records/shop/{CANARY}", "/records/shop/ADR-1", f"/search?q={CANARY}&limit=0",
                 f"/decisions/for?repository={CANARY}&path=x", "/check"):  # fmt: skip
        assert CANARY in path or client.get(API + path).status_code == 200
        client.get(API + path)
    with open_database(client.service.config, create=True) as engine, engine.begin() as connection:
        connection.execute(text("alter table texts rename to texts_gone"))
    try:
        answer = client.get(f"{API}/records/shop/ADR-1")
        assert answer.status_code >= 500
        assert is_problem(answer)
        assert client.get(f"{API}/search?q={CANARY}").status_code >= 500
    finally:
        with open_database(client.service.config, create=True) as engine, engine.begin() as connection:
            connection.execute(text("alter table texts_gone rename to texts"))
    measured = client.get("/metrics").text
    secret = client.headers["authorization"].split()[1]
    for place in ("\n".join(client.lines), measured):
        assert CANARY not in place
        assert secret[16:] not in place
        assert "We decide" not in place
    assert 'route="/api/v1/records/{ref:path}"' in measured
    lines = [json.loads(line) for line in client.lines]
    assert {"route", "method", "status", "principal", "milliseconds", "level", "timestamp"} <= set(lines[0])
    assert any(line["principal"].startswith("key:") for line in lines)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_requests_made_from_the_description(client, mode):
    """Those that fit it and those that do not: no fault, and answers as described."""
    header = {"authorization": client.headers["authorization"]}
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    schema = schemathesis.openapi.from_asgi(
        f"{API}/openapi.json", application(client.service), headers={**header, "host": "localhost"}
    )
    asked = set()
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            case.validate_response(case.call(headers=header), checks=checks)

        try:
            ask()
        except Unsatisfiable:  # without parameters nothing can be wrong
            assert mode == GenerationMode.NEGATIVE
        asked.add(operation.path)
    assert asked == set(client.get(f"{API}/openapi.json").json()["paths"]) - {f"{API}/openapi.json"}


def test_models_are_registered_for_the_command_line():
    """The answers of `org key` and `org copy` have their models."""
    for name in ("org key create", "org key list", "org key revoke", "org copy"):
        assert type_adapter(name)


def _replace_file(config):
    """Put another file in the place of the index, with the same content."""
    path = name_of(config)
    shutil.copy2(path, f"{path}.new")
    os.replace(f"{path}.new", path)


def test_service_goes_on_with_the_file_that_is_there_now(open_index):
    """One that was put in its place, none, and one that was made again; keys and what may be shown included."""
    auditor, reader = new_key(open_index, "auditor"), new_key(open_index, "reader")
    with serving(open_index) as client:
        assert client.get("/api/v1/records", headers=reader).status_code == 200
        _replace_file(open_index)
        later = new_key(open_index, "auditor")
        with open_database(open_index, create=True) as engine, engine.begin() as connection:
            connection.execute(REPOSITORIES.update().values(visibility="restricted"))
        assert client.get("/api/v1/repositories", headers=later).status_code == 200
        assert client.get("/api/v1/repositories", headers=reader).json() == []
        os.rename(name_of(open_index), f"{name_of(open_index)}.away")
        for path in ("/api/v1/records", "/readyz", "/"):
            assert client.get(path, headers=auditor).status_code == 503, path
        assert not os.path.exists(name_of(open_index))
        os.rename(f"{name_of(open_index)}.away", name_of(open_index))
        assert client.get("/readyz").status_code == 200
        assert client.get("/api/v1/records", headers=auditor).status_code == 200


def test_damaged_file_is_no_fault_of_the_service(open_index):
    """It is 503 until a whole one is in its place, `/readyz` too."""
    auditor = new_key(open_index, "auditor")
    path = name_of(open_index)
    with serving(open_index) as client:
        assert client.get("/api/v1/records", headers=auditor).status_code == 200
        shutil.copy2(path, f"{path}.good")
        with open(f"{path}.bad", "wb") as file:
            file.write(b"no database" * 1000)
        os.replace(f"{path}.bad", path)
        for route in ("/api/v1/records", "/api/v1/search?q=redis", "/readyz"):
            assert client.get(route, headers=auditor).status_code == 503, route
        os.replace(f"{path}.good", path)
        assert client.get("/readyz").status_code == 200


def test_answer_is_of_one_state_of_the_index(open_config, monkeypatch):
    """What becomes restricted after it was found out what may be shown is answered as it was before."""
    reader = new_key(open_config, "reader")

    def restrict():
        with open_database(open_config, create=True) as engine, engine.begin() as connection:
            connection.execute(REPOSITORIES.update().values(visibility="restricted"))
            connection.execute(TEXTS.update().values(content="# Use Redis\n\nthe secret of redis\n"))

    writers = []

    def asked(connection, scope, query=None):
        visible = visible_repositories(connection, scope, query)
        if not writers:
            writers.append(threading.Thread(target=restrict))
            writers[0].start()
            writers[0].join(0.5)
        return visible

    with serving(open_config) as client:
        expected = client.get("/api/v1/search?q=redis", headers=reader).json()
        assert len(expected["records"]) == 3
        monkeypatch.setattr("records.org.search.visible_repositories", asked)
        assert client.get("/api/v1/search?q=redis", headers=reader).json() == expected
        writers[0].join()
        assert client.get("/api/v1/search?q=redis", headers=reader).json()["records"] == []
