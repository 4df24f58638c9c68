"""A server of PostgreSQL for all tests of this folder, and an index in either database."""

from __future__ import annotations

import pytest

from postgres_help import Server


@pytest.fixture(scope="session")
def postgres():
    """A running server, for as long as the tests of this process run."""
    server = Server()
    try:
        yield server.create()
    finally:
        server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, monkeypatch):
    """The URL of an empty database; empty for the file beside `org.toml`. Commands use it without an option."""
    if request.param == "sqlite":
        return ""
    url = request.getfixturevalue("postgres").new_database()
    monkeypatch.setenv("RECORDS_ORG_DATABASE", url)
    return url
