"""`records org add`, `remove`, `list`, `index` and `fetch` on the command line."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys

import pytest

from org_help import bare_clone, repository
from records.cli.main import main as run_records
from repository import Repo


@pytest.fixture
def neighbours(repo, run):
    """Two repositories beside the one in which commands run."""
    repository(repo.path.parent / "shop", use_tar="Use tar")
    repository(repo.path.parent / "pay", use_cash="Use cash")
    return repo


def test_repositories_are_added_listed_and_removed(neighbours, run):
    """One file that can be committed, one entry for each place."""
    assert run("org", "add", "../shop", "../pay", "--group", "sales").err.endswith(
        "records org index reads them\n"
    )
    rows = json.loads(run("org", "add", "..", "--name", "none", "--visibility", "restricted", "--json").out)
    assert rows == [{"path": "..", "url": None, "name": "none", "group": "sales" * 0, "visibility": "restricted",
                     "central": False}]  # fmt: skip
    rows = json.loads(run("org", "list", "--json").out)
    assert [(row["name"], row["state"], row["group"]) for row in rows] == [
        ("none", "new", ""), ("pay", "new", "sales"), ("shop", "new", "sales")
    ]  # fmt: skip
    assert "not indexed yet" in run("org", "list").err
    run("org", "remove", "none")
    assert [row["path"] for row in json.loads(run("org", "remove", "../shop", "--json").out)] == ["../shop"]
    assert neighbours.read("org.toml") == '[[repository]]\npath = "../pay"\ngroup = "sales"\n'


def test_index_says_what_it_read_and_what_it_could_not(neighbours, run):
    """Problems and unreadable files on standard error, each with its repository."""
    shop = Repo(neighbours.path.parent / "shop")
    shop.write("history/adr/0002-empty.md", "")
    shop.commit("empty")
    run("org", "add", "../shop", "../pay", "../gone")
    first = run("org", "index")
    assert first.out == "3 repositories, 3 read, 0 unchanged; 3 records\n"
    assert "gone: there is no such folder" in first.err
    assert "shop: history/adr/0002-empty.md: the file is empty" in first.err
    answer = json.loads(run("org", "index", "--json").out)
    assert (answer["read"], answer["unchanged"]) == (0, 3)
    assert answer["unreadable"] == [
        {"repository": "shop", "path": "history/adr/0002-empty.md", "problem": "the file is empty"}
    ]
    rows = {row["name"]: row for row in json.loads(run("org", "list", "--json").out)}
    assert (rows["shop"]["decisions"], rows["shop"]["unreadable"], rows["shop"]["last_decision"]) == (
        2,
        1,
        "2026-01-01",
    )
    assert rows["gone"]["state"] == "missing"
    run("org", "remove", "gone")
    assert run("org", "index").out == "removed gone\n2 repositories, 0 read, 2 unchanged; 3 records\n"
    assert run("org", "list").out.splitlines()[1].split()[:4] == ["shop", "-", "2", "0"]


def test_restricted_repositories_are_left_out_of_a_public_list(neighbours, run):
    """By the same option as everywhere."""
    run("org", "add", "../shop", "--visibility", "restricted")
    run("org", "add", "../pay")
    run("org", "index")
    assert [row["name"] for row in json.loads(run("org", "list", "--public-only", "--json").out)] == ["pay"]
    assert "restricted" in run("org", "list").out


def test_folder_of_the_file_may_be_another_one(neighbours, run, tmp_path):
    """A relative path is stored as it is seen from there."""
    (tmp_path / "elsewhere").mkdir()
    run("org", "add", "../shop", "--org", "../elsewhere")
    assert (tmp_path / "elsewhere/org.toml").read_text() == '[[repository]]\npath = "../shop"\n'
    run("-C", str(tmp_path / "pay"), "org", "add", ".", "--org", str(tmp_path / "elsewhere"))
    assert [row["name"] for row in json.loads(run("org", "list", "--org", "../elsewhere", "--json").out)] == [
        "pay",
        "shop",
    ]
    assert run("org", "index", "--org", "../elsewhere").out.endswith("2 records\n")
    assert (tmp_path / "elsewhere/org.sqlite").exists()


def test_fetch_moves_clones_and_makes_those_of_addresses(neighbours, run, tmp_path):
    """The index sees the new commits; one that fails is a row, and the exit code says so."""
    shop = Repo(tmp_path / "shop")
    bare_clone(shop, tmp_path / "mirror.git")
    run("org", "add", "../mirror.git", f"file://{tmp_path}/pay")
    assert "not fetched yet" in run("org", "index").err
    shop.write("history/adr/0002-more.md", "# 2. More\n\n## Status\n\nAccepted\n")
    shop.commit("more")
    assert run("org", "fetch").out == "mirror: 1 branch moved\npay: 1 branch moved\n"
    assert run("org", "index").out.endswith("3 records\n")
    assert json.loads(run("org", "fetch", "pay", "--json").out) == [
        {"repository": "pay", "moved": 0, "problem": ""}
    ]
    run("org", "fetch", "nobody", code=2)
    subprocess.run(["rm", "-rf", str(tmp_path / "pay")], check=True)
    rows = json.loads(run("org", "fetch", "--json", code=1).out)
    assert [bool(row["problem"]) for row in rows] == [False, True]
    assert run("org", "fetch", code=1).err.splitlines()[-1].endswith("2 repositories fetched, 1 failed")


def test_mistakes_are_explained(neighbours, run):
    """No entry, two names, a name for several."""
    assert "records org add PATH" in run("org", "index", code=2).err
    assert "--name names one" in run("org", "add", "a", "b", "--name", "x", code=2).err
    assert "there is no folder" in run("org", "list", "--org", "nowhere", code=2).err


def test_command_without_its_extra_names_the_install_command(neighbours, run, tmp_path):
    """The help works; the command says what to install."""
    run("org", "add", "../shop")
    code = "import sys; sys.modules['sqlalchemy'] = None; from records.cli.main import main; sys.exit(main(sys.argv[1:]))"
    for words, expected in ((("org", "index"), 2), (("org", "index", "--help"), 0), (("org", "list"), 2)):
        result = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=neighbours.path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == expected, result.stderr
        assert ("pip install 'records-history[org]'" in result.stderr) == (expected == 2)


def test_all_or_nothing_is_added_and_removed(repo, run):
    """Where one of several is refused, the file stays as it was."""
    run("org", "add", "../shop", "../shop", code=2)
    assert not (repo.path / "org.toml").exists()
    run("org", "add", "../shop", "../pay")
    before = (repo.path / "org.toml").read_bytes()
    run("org", "remove", "shop", "gone", code=2)
    assert (repo.path / "org.toml").read_bytes() == before


@pytest.mark.parametrize("value", [b"\xff\x00", "a text"])
def test_a_value_that_is_none_of_ours_in_the_index_is_damage(neighbours, run, capfd, value):
    """Every column of every table; the message names the file and says that it can be made again."""
    run("org", "add", "../shop")
    run("org", "index")
    database = neighbours.path / "org.sqlite"
    intact = database.read_bytes()
    with sqlite3.connect(database) as connection:
        columns = [
            (table, column)
            for table in ("repositories", "records", "texts", "labels", "links")
            for _, column, *_ in connection.execute(f"PRAGMA table_info({table})")
        ]
    damaged = set()
    for table, column in columns:
        database.write_bytes(intact)
        with sqlite3.connect(database) as connection:
            connection.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", (value,))  # noqa: S608 — names of our own
        for words in (("search", "use"), ("show", "shop/ADR-1"), ("list",), ("stats",), ("check",)):
            assert run_records(["org", *words]) in (0, 1, 2), (table, column, words)
            error = capfd.readouterr().err
            if "damaged" in error:
                damaged.add((table, column))
                assert "org.sqlite is damaged" in error
                assert "records org index" in error
    assert ("repositories", "commits") in damaged
    database.unlink()
    assert run("org", "index").code == 0
