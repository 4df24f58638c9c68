"""A server of PostgreSQL for all tests of this folder, and an index in either database."""

from __future__ import annotations

import shutil

import pytest

from org_help import decision, repository
from postgres_help import Server
from records.dataclass import replace
from records.org.config import load
from records.org.copying import copy_index
from records.org.index import build_index


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


ORG_TOML = """
[[repository]]
path = "../src/shop"
group = "sales"
visibility = "public"
[[repository]]
path = "../src/core"
[[repository]]
path = "../src/architecture"
central = true
[[repository]]
path = "../src/pay"
visibility = "restricted"
"""


@pytest.fixture(scope="session")
def org_template(tmp_path_factory):
    """A folder with `org.toml` and the index of four repositories, each with some decisions."""
    top = tmp_path_factory.mktemp("service")
    for name in ("shop", "core", "architecture", "pay"):
        repo = repository(top / "src" / name)
        for number, title in enumerate(("Use Redis", "Decide", "Keep files"), start=1):
            front = f"title: {title}\nstatus: accepted\naffects: [src/**]"
            text = f"We decide in {name}. canarytext"
            repo.write(
                f"history/adr/{number:04d}-d{number}.md", decision(number, title, front=front, text=text)
            )
        repo.commit("decide")
    folder = top / "org"
    folder.mkdir()
    (folder / "org.toml").write_text(ORG_TOML)
    assert build_index(load(str(folder))).records == 12
    return folder


@pytest.fixture(scope="module")
def org_index(org_template, tmp_path_factory):
    """The settings of a copy of that folder, in which keys are made."""
    return load(str(_copy(org_template, tmp_path_factory.mktemp("keys"))))


@pytest.fixture
def open_index(org_template, tmp_path):
    """The settings of a copy of that folder without keys."""
    return load(str(_copy(org_template, tmp_path)))


def _copy(folder, parent):
    target = parent / "org"
    shutil.copytree(folder, target)
    text = (target / "org.toml").read_text().replace("../src", str(folder.parent / "src"))
    (target / "org.toml").write_text(text)
    return target


@pytest.fixture(params=["sqlite", "postgresql"])
def open_config(request, open_index):
    """The settings of an index in either database."""
    if request.param == "sqlite":
        return open_index
    target = replace(open_index, database=request.getfixturevalue("postgres").new_database())
    copy_index(open_index, target)
    return target
