"""The index: every repository at its default branch, each replaced as a whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text

from org_help import bare_clone, decision, repository
from records.errors import NotFound, StateError
from records.org import fulltext_sqlite
from records.org import index as indexing
from records.org.config import load
from records.org.database import open_database
from records.org.index import build_index
from records.org.schema import METADATA, OF_RECORDS, REPOSITORIES
from repository import Repo, make_repo

PROMPT = "---\nid: '0001'\ntitle: Add tar\nstage: green\ndate: 2026-01-03\nlabels: [Packing]\nfiles: [src/tar.py]\n---\n\n## Prompt\n\nDo it.\n"


@pytest.fixture
def org(tmp_path):
    """A folder with `org.toml` and two repositories beside it."""
    repository(tmp_path / "src/shop", use_tar="Use tar", use_zip="Use zip")
    pay = repository(tmp_path / "src/pay", use_cash="Use cash")
    pay.write("history/prompts/general/0001-add-tar.green.prompt.md", PROMPT)
    pay.commit("prompt")
    folder = tmp_path / "org"
    folder.mkdir()
    (folder / "org.toml").write_text("[[repository]]\npath = '../src/*'\n")
    return folder


def build(folder):
    """Bring the index in a folder up to date."""
    return build_index(load(str(folder)))


def contents(folder) -> dict[str, list[tuple]]:
    """All rows of the index, and the full text by record, as a search sees them."""
    with open_database(load(str(folder))) as engine, engine.connect() as connection:
        rows = {
            table.name: sorted(map(tuple, connection.execute(select(table)).all()))
            for table in (REPOSITORIES, *OF_RECORDS)
        }
        rows["fulltext"] = sorted(
            map(tuple, connection.execute(text(
                "select org_id, r.repo_id, r.record_id, f.title, labels, body, front from records r join fulltext f "
                "on (-f.rowid, f.repo_id, f.record_id) = (r.position, r.repo_id, r.record_id)"
            )))
        )  # fmt: skip
        assert connection.execute(text("select count(*) from fulltext")).scalar() == len(rows["fulltext"])
    return rows


def test_records_are_read_at_the_default_branch_and_nothing_is_written_into_a_repository(org, tmp_path):
    """What is not committed, or on another branch, does not count."""
    shop = Repo(tmp_path / "src/shop")
    shop.write("history/adr/0003-not-committed.md", decision(3, "Not committed"))
    files = sorted(map(str, (tmp_path / "src").rglob("*")))
    report = build(org)
    assert (report.repositories, report.read, report.records, report.problems, report.unreadable) == (
        2,
        2,
        4,
        (),
        (),
    )
    assert sorted(map(str, (tmp_path / "src").rglob("*"))) == files
    rows = contents(org)
    assert sorted(row[6] for row in rows["records"]) == sorted(
        ["history/adr/0001-use-tar.md", "history/adr/0002-use-zip.md", "history/adr/0001-use-cash.md",
         "history/prompts/general/0001-add-tar.green.prompt.md"]
    )  # fmt: skip
    assert [row[-1] for row in rows["labels"]] == ["packing"]
    assert [row[-1] for row in rows["files"]] == ["src/tar.py"]


def test_repository_whose_head_has_not_moved_is_not_read(org, tmp_path, monkeypatch):
    """Only the one that has moved is; its old records are gone."""
    build(org)
    monkeypatch.setattr(indexing, "open_committed", lambda *_: pytest.fail("it was read"))
    assert build(org).read == 0
    monkeypatch.undo()
    shop = Repo(tmp_path / "src/shop")
    shop.git("rm", "-q", "history/adr/0001-use-tar.md")
    shop.commit("drop")
    report = build(org)
    assert (report.read, report.records) == (1, 3)
    fresh = org.parent / "fresh"
    fresh.mkdir()
    shutil.copy(org / "org.toml", fresh)
    build(fresh)
    assert contents(org) == contents(fresh)


def test_change_of_org_toml_alone_reads_nothing(org, tmp_path):
    """Group and visibility are stored again; a repository that is taken out is removed."""
    build(org)
    (org / "org.toml").write_text(
        "[[repository]]\npath = '../src/*'\ngroup = 'g'\nvisibility = 'restricted'\n"
    )
    assert build(org).read == 0
    assert {(row[4], row[5]) for row in contents(org)["repositories"]} == {("g", "restricted")}
    (org / "org.toml").write_text("[[repository]]\npath = '../src/pay'\n")
    report = build(org)
    assert (report.repositories, report.removed, report.records) == (1, ("shop",), 2)


def test_broken_repository_is_a_row_and_the_others_are_read(org, tmp_path):
    """One with a damaged tree, one that is gone, one without a commit, one with settings that are wrong."""
    broken = repository(tmp_path / "src/broken", use_tar="Use tar")
    tree = broken.git("rev-parse", "HEAD^{tree}")
    (broken.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    make_repo(tmp_path / "src/empty")
    odd = repository(tmp_path / "src/odd", use_tar="Use tar")
    odd.write(".records/config.toml", "what = 1\n")
    odd.commit("odd")
    with (org / "org.toml").open("a") as file:
        file.write("[[repository]]\npath = '../gone'\n")
    report = build(org)
    assert (report.repositories, report.records) == (6, 5)
    problems = dict(report.problems)
    assert sorted(problems) == ["broken", "gone", "odd"]
    assert "git ls-tree failed" in problems["broken"]
    assert problems["gone"] == "there is no such folder"
    assert "unknown key 'what'" in problems["odd"]
    states = {row[2]: row[9] for row in contents(org)["repositories"]}
    assert states == {"broken": "broken", "empty": "empty", "gone": "missing", "odd": "indexed", "pay": "indexed",
                      "shop": "indexed"}  # fmt: skip
    broken.git(
        "-C",
        str(tmp_path / "src/broken"),
        "update-ref",
        "HEAD",
        broken.git("commit-tree", "-m", "x", empty_tree(broken)),
    )
    (tmp_path / "gone").mkdir()
    repository(tmp_path / "gone", use_tar="Use tar")
    assert build(org).read == 2  # what could not be read is tried again


def empty_tree(repo: Repo) -> str:
    """The id of a tree without files, which is written."""
    return repo.git("hash-object", "-w", "-t", "tree", os.devnull)


def test_whatever_goes_wrong_in_one_repository_stays_in_it(org, monkeypatch):
    """Even a defect of ours is a row that names it."""
    plain = indexing.open_committed

    def fail(location, commit):
        if location.root.endswith("shop"):
            raise ZeroDivisionError("odd")
        return plain(location, commit)

    monkeypatch.setattr(indexing, "open_committed", fail)
    report = build(org)
    assert report.problems == (("shop", "ZeroDivisionError: odd"),)
    assert report.records == 2


def test_unreadable_files_are_listed_in_every_run(org, tmp_path):
    """Also when their repository has not changed."""
    shop = Repo(tmp_path / "src/shop")
    shop.write("history/adr/0003-empty.md", "")
    shop.write("history/adr/0004-odd.md", b"\x00\xff\xfe# 4. Odd\n\n## Status\n\nAccepted\n")
    shop.commit("odd")
    first = build(org).unreadable
    assert ("shop", "history/adr/0003-empty.md", "the file is empty") in first
    assert build(org).unreadable == first


def test_texts_that_no_database_takes_are_stored_without_what_it_refuses(org, tmp_path):
    """Bytes that are no UTF-8, and NUL characters, in texts and names."""
    shop = Repo(tmp_path / "src/shop")
    shop.write(
        "history/adr/0003-odd\udcff.md", "---\ntitle: a\x00b\n---\n# 3. Odd \udcff\n\n## Status\n\nAccepted\n"
    )
    shop.commit("odd")
    report = build(org)
    assert report.problems == ()
    assert report.records == 5


def test_bare_clone_gives_the_same_records_as_its_work_tree(org, tmp_path):
    """All but the place."""
    bare_clone(Repo(tmp_path / "src/shop"), tmp_path / "mirror/shop.git")
    build(org)
    other = tmp_path / "other"
    other.mkdir()
    (other / "org.toml").write_text("[[repository]]\npath = '../mirror/*'\n")
    build(other)
    mine, theirs = contents(org), contents(other)
    repo_ids = {row[1] for row in theirs["repositories"]}
    for name in ("records", "texts", "fulltext"):
        assert [row for row in mine[name] if row[1] in repo_ids] == theirs[name]


def test_damaged_index_is_made_again_and_a_newer_one_is_refused(org):
    """What is derived can be thrown away; what another version wrote is not."""
    build(org)
    expected = contents(org)
    (org / "org.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(StateError, match="damaged"), open_database(load(str(org))):
        pass
    build(org)
    assert contents(org) == expected
    with sqlite3.connect(org / "org.sqlite") as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    with pytest.raises(StateError, match="newer version"):
        build(org)


def test_file_that_is_not_ours_is_left_alone(org, tmp_path):
    """A link, a folder, and the database of another program."""
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("create table bookmarks (url text)")
    connection.close()
    data = other.read_bytes()
    (org / "org.sqlite").symlink_to(other)
    with pytest.raises(StateError, match="not a regular file"):
        build(org)
    (org / "org.sqlite").unlink()
    shutil.copy(other, org / "org.sqlite")
    with pytest.raises(StateError, match="something else"):
        build(org)
    assert other.read_bytes() == data == (org / "org.sqlite").read_bytes()
    (org / "org.sqlite").unlink()
    (org / "org.sqlite").mkdir()
    with pytest.raises(StateError, match="not a regular file"):
        build(org)


def test_index_of_an_earlier_version_is_brought_up_to_date(org):
    """With the rows in it: what was read by an older version is read again."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    config = Config()
    config.set_main_option("script_location", str(Path(indexing.__file__).with_name("migrations")))
    engine = create_engine(f"sqlite:///{org / 'org.sqlite'}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text(
            "insert into repositories (org_id, repo_id, name, is_central, commit_id, reader, state) "
            "values (1, 7, 'old', false, 'x', '1:0', 'indexed'), (1, :shop, 'shop', false, 'x', '1:0', 'indexed')"
        ), {"shop": indexing.repo_id_of("shop")})  # fmt: skip
    engine.dispose()
    with open_database(load(str(org))) as engine, engine.connect() as connection:
        assert connection.execute(select(REPOSITORIES.c.name, REPOSITORIES.c.commits)).all() == [
            ("old", 0),
            ("shop", 0),
        ]
    report = build(org)
    assert (report.read, report.removed) == (2, ("old",))
    assert {row[2]: row[11] for row in contents(org)["repositories"]} == {"pay": 2, "shop": 1}


def test_full_text_in_many_parts_is_merged(org, tmp_path, monkeypatch):
    """Each part is looked up in every search; a run that reads nothing leaves them."""

    def parts():
        with open_database(load(str(org))) as engine, engine.connect() as connection:
            return connection.execute(text("select count(distinct segid) from fulltext_idx")).scalar_one()

    build(org)
    before = contents(org)["fulltext"]
    assert parts() > 1
    monkeypatch.setattr(fulltext_sqlite, "_MOST_PARTS", 1)
    build(org)
    assert parts() > 1
    Repo(tmp_path / "src/shop").write("README.md", "new\n")
    Repo(tmp_path / "src/shop").commit("Change something else")
    build(org)
    assert (parts(), contents(org)["fulltext"]) == (1, before)


def test_index_that_is_not_there_is_named(org):
    """With the command that makes it."""
    with pytest.raises(NotFound) as caught, open_database(load(str(org))):
        pass
    assert "records org index" in caught.value.hint


def test_migrations_give_the_tables_that_the_code_expects(org):
    """A change of the schema without a step is noticed."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    build(org)
    with open_database(load(str(org))) as engine, engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name in METADATA.tables},
        )
        assert compare_metadata(context, METADATA) == []


def test_run_that_is_killed_at_any_moment_is_completed_by_the_next(org, tmp_path, records_command):
    """SIGKILL after ever longer times; whatever was there then, the second run gives the index of one run."""
    for number in range(8):
        repository(tmp_path / f"src/more-{number}", **{f"use_{n}": f"Use {n}" for n in range(12)})
    started = time.monotonic()
    build(org)
    duration = time.monotonic() - started
    expected = contents(org)
    command = [*records_command, "org", "index", "--org", str(org)]
    states = set()
    for step in range(12):
        for name in ("org.sqlite", "org.sqlite-journal"):
            (org / name).unlink(missing_ok=True)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 20
        # the time that Python takes to start differs; what counts begins when the file is there
        while not (org / "org.sqlite").exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(duration * step / 10)
        process.kill()
        process.wait()
        if (org / "org.sqlite").exists():
            with sqlite3.connect(org / "org.sqlite") as connection:
                has_table = connection.execute(
                    "select 1 from sqlite_master where name = 'repositories'"
                ).fetchone()
                states.add(
                    connection.execute("select count(*) from repositories").fetchone()[0] if has_table else -1
                )
            connection.close()
        build(org)
        assert contents(org) == expected
    assert states, "no run was killed while it was writing"


def test_two_runs_at_once_give_the_index_of_one(org, records_command):
    """One waits for the other."""
    command = [*records_command, "org", "index", "--org", str(org)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0, err
    rows = contents(org)
    os.unlink(org / "org.sqlite")
    build(org)
    assert contents(org) == rows


def test_base_install_imports_neither_library(tmp_path):
    """No other command imports SQLAlchemy or Alembic, nor do the modules that need none."""
    code = (
        "import sys, importlib, pkgutil, records.cli.main, records.cli.commands as commands, records.org.config, "
        "records.org.members, records.org.fetching\n"
        "for name in [module.name for module in pkgutil.iter_modules(commands.__path__)]:\n"
        "    importlib.import_module(f'records.cli.commands.{name}')\n"
        "sys.exit(bool({'sqlalchemy', 'alembic'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=tmp_path).returncode == 0


def test_links_are_read_as_what_they_lead_to_in_the_commit(org, tmp_path):
    """A link to a file, and to a folder of records; one that leads out of the repository is listed as unreadable."""
    shop = Repo(tmp_path / "src/shop")
    shop.write("decided/0003-use-ftp.md", decision(3, "Use ftp"))
    (shop.path / "history/adr/0003-use-ftp.md").symlink_to("../../decided/0003-use-ftp.md")
    (shop.path / "history/adr/0004-out.md").symlink_to("/etc/hostname")
    (shop.path / "history/adr/0005-gone.md").symlink_to("0009-gone.md")
    shop.commit("links")
    pay = Repo(tmp_path / "src/pay")
    pay.git("mv", "history/adr", "decided")
    (pay.path / "history/adr").symlink_to("../decided")
    pay.commit("move")
    report = build(org)
    lost = "it is a symbolic link that leads to no file of the repository"
    assert report.unreadable == (
        ("shop", "history/adr/0004-out.md", lost), ("shop", "history/adr/0005-gone.md", lost)
    )  # fmt: skip
    titles = {row[7] for row in contents(org)["records"]}
    assert {"Use ftp", "Use tar", "Use zip", "Use cash"} <= titles


def test_object_that_is_back_is_read(org, tmp_path):
    """Though its repository has not moved."""
    shop = tmp_path / "src/shop"
    name = Repo(shop).git("rev-parse", "HEAD:history/adr/0001-use-tar.md").strip()
    path = shop / ".git/objects" / name[:2] / name[2:]
    content = path.read_bytes()
    path.unlink()
    assert [row[1] for row in build(org).unreadable] == ["history/adr/0001-use-tar.md"]
    assert [row[1] for row in build(org).unreadable] == ["history/adr/0001-use-tar.md"]
    path.write_bytes(content)
    assert build(org).unreadable == ()
    assert build(org).read == 0


def test_damaged_head_is_a_problem_that_names_no_place(org, tmp_path):
    """It is no repository without a commit, and where the clone is is nobody's business."""
    (tmp_path / "src/shop/.git/HEAD").write_text("garbage\n")
    (problem,) = build(org).problems
    assert problem == ("shop", "HEAD of shop names neither a branch nor a commit")


def test_record_keeps_its_place_when_others_come_and_go(org, tmp_path):
    """Pages that are asked for one after the other neither lose nor repeat it."""
    shop = Repo(tmp_path / "src/shop")
    for number in (7, 8, 9):
        shop.write(f"history/adr/{number:04d}-x.md", decision(number, "X").replace("2026-01-0", "2026-02-0"))
    shop.commit("more")

    def places():
        build(org)
        with open_database(load(str(org))) as engine, engine.connect() as connection:
            return dict(connection.execute(text("select repo_id || path, position from records")).all())

    before = places()
    shop.write("history/adr/0003-y.md", decision(3, "Y"))
    shop.commit("one more")
    after = places()
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()
