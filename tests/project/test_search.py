"""The index of the search is shared: whoever else reads, writes or breaks it, an answer is the right one."""

from __future__ import annotations

import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from records import Project
from records.errors import InvalidInput
from records.project.search import search

INDEX = ".git/records/index.sqlite"


def add(repo, count):
    for number in range(1, count + 1):
        repo.write(
            f"history/adr/{number:04d}-a.md",
            f"# {number}. Number {number}\n\nDate: 2026-01-15\n\n## Status\n\nAccepted\n\n## Context\n\nredis{number % 3}\n",
        )


def found(repo, query):
    return len(search(Project.open(str(repo.path)), query))


def test_searches_at_once_all_find_everything(repo):
    """Many begin before there is an index, and each would make it."""
    add(repo, 30)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: found(repo, "redis1"), range(24))) == {10}
    assert found(repo, "redis1") == 10


@pytest.mark.usefixtures("stored_index")
def test_while_somebody_else_writes_the_answer_is_not_an_old_one(repo):
    """The index is locked and does not know the new record; the search does without it."""
    add(repo, 2)
    assert found(repo, "redis1") == 1
    other = sqlite3.connect(repo.path / INDEX)
    other.execute("begin immediate")
    add(repo, 5)
    assert found(repo, "redis1") == 2
    other.close()
    assert found(repo, "redis1") == 2


@pytest.mark.usefixtures("stored_index")
@pytest.mark.parametrize("damage", ["no database", "a cut file", "a row twice"])
def test_a_broken_index_is_made_anew(repo, damage):
    """The first search after it answers all the same, the next has an index again."""
    add(repo, 3)
    assert found(repo, "redis1") == 1
    path = repo.path / INDEX
    if damage == "no database":
        path.write_bytes(b"this is no database, but longer than the head of one" * 100)
    elif damage == "a cut file":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        with sqlite3.connect(path) as database:
            database.execute("delete from docs where id = 3")
        database.close()
    add(repo, 6)
    assert found(repo, "redis1") == 2
    assert found(repo, "redis1") == 2
    with sqlite3.connect(path) as database:
        assert database.execute("select count(*) from docs").fetchone() == (6,)
    database.close()


@pytest.mark.usefixtures("stored_index")
def test_an_index_that_is_damaged_where_only_a_query_looks_is_made_anew(repo):
    """The words are damaged and the list of files is not: the answer is that of the files, and so is the next."""
    add(repo, 3)
    assert found(repo, "redis1") == 1
    path = repo.path / INDEX
    with sqlite3.connect(path) as database:
        database.execute("update text_data set block = x'a5a5a5a5a5a5a5a5' where id > 9")
    database.close()
    assert [found(repo, "redis1") for _ in range(2)] == [1, 1]
    with sqlite3.connect(path) as database:
        assert len(database.execute("select rowid from text where text match 'redis1'").fetchall()) == 1
    database.close()


@pytest.mark.usefixtures("stored_index")
def test_a_folder_in_place_of_the_index_is_done_without(repo):
    """Nothing that could be removed as a file: each search makes an index for itself."""
    add(repo, 3)
    (repo.path / INDEX).mkdir(parents=True)
    assert [found(repo, "redis1") for _ in range(2)] == [1, 1]
    assert (repo.path / INDEX).is_dir()


def test_a_moved_repository_is_indexed_anew(repo, tmp_path):
    """Rows of the old place are gone, with their texts."""
    add(repo, 6)
    assert found(repo, "redis1") == 2
    shutil.copytree(repo.path, tmp_path / "elsewhere")
    assert len(search(Project.open(str(tmp_path / "elsewhere")), "redis1")) == 2


@pytest.mark.parametrize("name", ["0009-caf\udce9.md", "caf\udce9/0009-x.md"])
def test_a_path_that_is_not_utf_8_is_indexed_too(repo, name):
    """Records beside it are found, and so is it, the second time too."""
    add(repo, 2)
    path = os.path.join(repo.path, "history", "adr", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write("# 9. Number 9\n\n## Status\n\nAccepted\n\n## Context\n\nredis1\n")
    for _ in range(2):
        assert found(repo, "redis1") == 2


def test_a_very_long_query_is_refused_and_repeated_words_are_one(repo):
    """An answer takes a moment."""
    add(repo, 2)
    assert found(repo, "redis1 " * 1_000) == 1
    with pytest.raises(InvalidInput, match="longer than"):
        found(repo, "redis1 " * 10_000)
