"""A second build: what it leaves alone, and that it gives what a first one would."""

from __future__ import annotations

import contextlib
import os
import sqlite3

import pytest

from site_logs import adr, build_site, page, phr, small_log, tree, write_log

POSTGRES = "adr/0002-use-postgresql.html"


@pytest.mark.usefixtures("stored_index")
def test_nothing_is_touched_when_nothing_changed(repo):
    """A second build writes nothing."""
    write_log(repo)
    build_site(repo)
    again = build_site(repo)
    assert (again.made, again.written, again.removed) == (0, 0, 0)


def changed_text(repo):
    repo.write(*phr(1, "Add the login form", prompt="Add a *registration* form."))


def renamed_title(repo):
    path, text = adr(2, "Use PostgreSQL", "Accepted", "Another reason.")
    repo.write(path, text.replace("# 2. Use PostgreSQL", "# 2. Use PostgreSQL 17"))


def new_record(repo):
    repo.write(*adr(4, "Number four", "Accepted", "See ADR-1.", "2026-01-14"))


def old_record(repo):
    repo.write(*phr(9, "From long ago", date="2020-02-02"))


def gone_record(repo):
    (repo.path / adr(3, "Adopt tokens for sessions")[0]).unlink()


def new_commit(repo):
    repo.commit("elsewhere")


def commit_of_code(repo):
    """The front page tells how many commits have a record."""
    repo.write("src/other.py", "1\n")
    repo.commit("code alone")


def text_below_the_first_words(repo):
    path, text = phr(31, "Filler 31", feature="fill")
    repo.write(path, text + "\nA later thought.\n")


def spoilt_list(repo):
    repo.write("site/prompts.html", "spoilt")
    text_below_the_first_words(repo)


def another_date(repo):
    repo.write(*phr(1, "Add the login form", date="2026-02-01"))


def everything(repo):
    for path, text in small_log():
        repo.write(path, text.replace("e", "é"))


@pytest.mark.parametrize(
    "change",
    [
        changed_text,
        renamed_title,
        new_record,
        old_record,
        gone_record,
        new_commit,
        commit_of_code,
        another_date,
        everything,
        text_below_the_first_words,
        spoilt_list,
    ],
)
def test_a_rebuild_gives_what_a_fresh_build_gives(repo, change):
    """Whatever changed, and whether or not it was committed."""
    write_log(repo, [*small_log(), *(phr(n, f"Filler {n}", feature="fill") for n in range(30, 60))])
    build_site(repo)
    change(repo)
    build_site(repo)
    build_site(repo, "fresh")
    assert tree(repo.path / "site") == tree(repo.path / "fresh")


@pytest.mark.usefixtures("stored_index")
def test_one_changed_record_makes_one_page(repo):
    """One changed record rebuilds one page."""
    write_log(repo)
    build_site(repo)
    changed_text(repo)
    assert build_site(repo).made == 1


@pytest.mark.usefixtures("stored_index")
def test_a_file_written_again_with_the_same_text_is_the_same_record(repo):
    """Its page stays; the file is not opened again in the build after that."""
    write_log(repo)
    build_site(repo)
    path = repo.path / phr(1, "Add the login form")[0]
    for moment in (1_000_000_000, 1_100_000_000, 1_100_000_000):
        os.utime(path, (moment, moment))
        again = build_site(repo)
        assert (again.made, again.written) == (0, 0)


@pytest.mark.usefixtures("stored_index")
def test_a_memory_of_another_version_is_not_believed(repo):
    """A cache of another version is ignored."""
    write_log(repo)
    build_site(repo)
    (memory,) = (repo.path / ".git/records").glob("site-*.sqlite")
    with contextlib.closing(sqlite3.connect(memory)) as old:
        old.executescript(
            "drop table pages; create table pages (path); update meta set value = '0' where name = 'version'"
        )
    assert build_site(repo).made == 7
    assert build_site(repo).made == 0


def test_a_page_changes_when_what_it_refers_to_does(repo):
    """A new decision that an older text names becomes a link there."""
    write_log(repo, [adr(1, "First", body="Later there will be ADR-2.")])
    build_site(repo)
    repo.write(*adr(2, "Second"))
    build_site(repo)
    assert '<a href="../adr/0002-second.html">ADR-2</a>' in page(repo, "adr/0001-first.html")


def test_a_page_that_somebody_spoilt_is_made_again(repo):
    """Changed or deleted output files are written again."""
    write_log(repo)
    build_site(repo)
    good = page(repo, POSTGRES)
    repo.write(f"site/{POSTGRES}", "spoilt")
    for shard in (repo.path / "site/data/words").iterdir():
        shard.unlink()
    build_site(repo)
    assert page(repo, POSTGRES) == good
    assert list((repo.path / "site/data/words").iterdir())
