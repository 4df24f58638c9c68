"""What is derived from all records is stored, holds as long as no file changes, and is never needed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time

import pytest

import records.project.stamp as stamps
from records.project import record_index
from records.project.codec import LARGEST, read_with_text
from records.project.discovery import discover
from records.project.fingerprint import take_fingerprint
from records.project.project import Project
from repository import ANY_CODE

PHR = "---\nid: '{0:04d}'\ntitle: {1}\nstage: green\ndate: 2026-01-01\n---\n\n## Prompt\n\n{1} please\n"
ADR = "# {0}. {1}\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n{2}\n\n## Context\n\nWe use {1}.\n"
COMMANDS = (
    ["list"], ["list", "--json"], ["list", "--kind", "adr"], ["adr", "list"], ["show", "ADR-1"], ["show", "general/2", "--json"],
    ["show", "login"], ["show", "nothing"], ["show", "1"], ["search", "redis"], ["search", "login OR redis", "--json"],
    ["search", "--kind", "adr", "use"],
)  # fmt: skip


@pytest.fixture
def shop(repo, monkeypatch):
    """A repository whose files count as old enough at once, with the index in use."""
    monkeypatch.delenv(stamps.SWITCH, raising=False)
    monkeypatch.setattr(stamps, "RACY", 0)
    for number, title in ((1, "Add login"), (2, "Use cache")):
        repo.write(
            f"history/prompts/general/{number:04d}-{title.split()[1]}.green.prompt.md",
            PHR.format(number, title),
        )
    repo.write("history/adr/0001-use-redis.md", ADR.format(1, "redis", ""))
    repo.write(
        "history/adr/0002-use-sqlite.md", ADR.format(2, "sqlite", "Supersedes [1. redis](0001-use-redis.md)")
    )
    repo.commit("records")
    return repo


def answers(run, *prefix):
    """Everything that the commands print, with their exit codes."""
    return [(words, _result(run(*prefix, *words, code=ANY_CODE))) for words in COMMANDS]


def _result(result):
    return result.code, result.out, result.err


def edit(shop):
    shop.write("history/adr/0001-use-redis.md", ADR.format(1, "valkey", ""))


def edit_of_equal_size(shop):
    path = shop.path / "history/adr/0001-use-redis.md"
    with path.open("r+") as file:
        file.write("# 1. sider")


def edit_with_the_old_time(shop):
    path = shop.path / "history/adr/0001-use-redis.md"
    times = path.stat()
    path.write_text(path.read_text().replace("redis", "sider"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def edit_a_link(shop):
    shop.write(
        "history/adr/0002-use-sqlite.md", ADR.format(2, "sqlite", "Amends [1. redis](0001-use-redis.md)")
    )


def edit_into_a_page(shop):
    shop.write("history/adr/0002-use-sqlite.md", "# {Title}\n\nTODO: what was decided\n")


def edit_of_number(shop):
    shop.write("history/prompts/general/0001-login.green.prompt.md", PHR.format(8, "Add login"))


def edit_of_several(shop):
    shop.write("history/adr/0001-use-redis.md", ADR.format(1, "redis cluster", ""))
    shop.write("history/prompts/general/0002-cache.green.prompt.md", PHR.format(2, "Use redis"))


def edit_and_stage(shop):
    edit(shop)
    shop.git("add", "-A")


def picture(shop):
    shop.write("history/adr/picture.svg", "<svg/>\n")


def add(shop):
    shop.write(
        "history/adr/0003-use-kafka.md", ADR.format(3, "kafka", "Amends [1. redis](0001-use-redis.md)")
    )


def remove(shop):
    (shop.path / "history/adr/0002-use-sqlite.md").unlink()


def rename(shop):
    (shop.path / "history/adr/0002-use-sqlite.md").rename(shop.path / "history/adr/0007-use-sqlite.md")


def new_folder(shop):
    shop.write("docs/decisions/0001-use-redis.md", ADR.format(1, "redis", ""))


def pattern_folder(shop):
    shop.write("specs/001-x/prompts/0001-spec.spec.prompt.md", PHR.format(1, "Write spec"))


def link(shop):
    (shop.path / "history/adr/0009-link.md").symlink_to("0001-use-redis.md")


def link_outside(shop):
    (shop.path / "history/adr/0009-out.md").symlink_to("/etc/hostname")


def pipe(shop):
    os.mkfifo(shop.path / "history/adr/0009-pipe.md")


def configuration(shop):
    shop.write("elsewhere/0001-use-x.md", ADR.format(1, "x", ""))
    shop.write(".records/config.toml", '[adr]\nroots = ["elsewhere"]\n')


def foreign_configuration(shop):
    shop.write("other/0001-use-y.md", ADR.format(1, "y", ""))
    shop.write(".adr-dir", "other\n")


def tracked_prompt(shop):
    shop.write("packages/a/0004-x.green.prompt.md", PHR.format(4, "Elsewhere"))
    shop.git("add", "-A")


def tracked_prompt_as_a_link(shop):
    tracked_prompt(shop)
    path = shop.path / "packages/a/0004-x.green.prompt.md"
    path.rename(path.with_name("moved.md"))
    path.symlink_to("moved.md")


def tracked_prompt_as_a_pipe(shop):
    tracked_prompt(shop)
    path = shop.path / "packages/a/0004-x.green.prompt.md"
    path.unlink()
    os.mkfifo(path)


def tracked_prompt_behind_a_link(shop):
    tracked_prompt(shop)
    (shop.path / "packages").rename(shop.path / "parts")
    (shop.path / "packages").symlink_to("parts")


def pattern_folder_behind_a_link(shop):
    pattern_folder(shop)
    (shop.path / "specs").rename(shop.path.parent / "specs")
    (shop.path / "specs").symlink_to("../specs")


def name_with_a_control_character(shop):
    shop.write("history/prompts/general/0003-a\x1eb.green.prompt.md", PHR.format(3, "Add logout"))


def title_with_half_a_letter(shop):
    shop.write("history/prompts/general/0001-login.green.prompt.md", PHR.format(1, r'"Add \ud83d login"'))


def unreadable(shop):
    shop.write("history/prompts/general/0005-none.green.prompt.md", "")


CHANGES = (
    edit, edit_of_equal_size, edit_with_the_old_time, edit_a_link, edit_into_a_page, edit_of_number, edit_of_several,
    edit_and_stage, picture, add, remove, rename, new_folder, pattern_folder, link, link_outside, pipe,
    configuration, foreign_configuration, tracked_prompt, tracked_prompt_as_a_link, tracked_prompt_as_a_pipe,
    tracked_prompt_behind_a_link, pattern_folder_behind_a_link, name_with_a_control_character,
    title_with_half_a_letter, unreadable,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_of_any_kind_is_seen(shop, run, change):
    """The answers are those of the files, before the change, after it, and when it is repeated from the index."""
    for _ in range(2):
        assert answers(run) == answers(run, "--no-cache")
    time.sleep(0.02)
    change(shop)
    for _ in range(3):
        assert answers(run) == answers(run, "--no-cache")


def test_a_change_of_a_file_that_is_not_read_is_seen(shop, run):
    """It is too large before the change and after it."""
    for text in ("x" * (LARGEST + 1), "y" * (LARGEST + 2)):
        shop.write("history/prompts/general/0005-large.green.prompt.md", text)
        for _ in range(2):
            assert answers(run) == answers(run, "--no-cache")


def test_unchanged_records_are_not_read_again(shop, run, monkeypatch):
    """Once stored, list, show and search open no record but the one they print."""
    answers(run)
    expected = answers(run)
    monkeypatch.setattr(
        "records.project.discovery.discover", lambda *_: pytest.fail("the folders are walked again")
    )
    monkeypatch.setattr("records.project.codec.read_record", lambda *_: pytest.fail("a record is read again"))
    monkeypatch.setattr(
        "records.project.store.discover", lambda *_: pytest.fail("the folders are walked again")
    )
    assert answers(run) == expected


def files_read(monkeypatch):
    """The paths of the records that are read from now on."""
    paths: list[str] = []

    def read(root, file):
        paths.append(file.path)
        return read_with_text(root, file)

    for module in ("catch_up", "codec"):
        monkeypatch.setattr(f"records.project.{module}.read_with_text", read)
    return paths


@pytest.mark.parametrize(
    "words", [["search", "valkey"], ["list"], ["show", "ADR-2"], ["adr", "list"]], ids=" ".join
)
@pytest.mark.parametrize("change", [edit, edit_and_stage], ids=lambda change: change.__name__)
def test_after_a_change_only_what_changed_is_read(shop, run, monkeypatch, change, words):
    """The first command after a change reads that file, the next ones none, and no folder is walked for records."""
    answers(run)
    change(shop)
    expected = _result(run("--no-cache", *words))
    paths = files_read(monkeypatch)
    monkeypatch.setattr(
        "records.project.store.discover", lambda *_: pytest.fail("the folders are walked again")
    )
    for _ in range(3):
        assert _result(run(*words)) == expected
    assert paths == ["history/adr/0001-use-redis.md"]
    monkeypatch.undo()
    assert answers(run) == answers(run, "--no-cache")


@pytest.mark.parametrize(
    "change",
    [edit_into_a_page, edit_of_number, configuration, tracked_prompt, add],
    ids=lambda change: change.__name__,
)
def test_a_change_that_others_depend_on_makes_all_be_looked_at(shop, run, monkeypatch, change):
    """Whether a file is a decision, its number, which files there are, which are tracked: the log is judged anew."""
    answers(run)
    change(shop)
    walks = []
    monkeypatch.setattr("records.project.store.discover", lambda *args: walks.append(1) or discover(*args))
    run("search", "redis")
    assert walks


def test_a_file_that_has_just_changed_is_never_trusted(shop, run, monkeypatch):
    """Within two seconds of a change a file is read each time: the next change may leave size and time as they are."""
    run("list")
    monkeypatch.setattr(stamps, "RACY", 2_000_000_000)
    monkeypatch.setattr(record_index, "RACY", 2_000_000_000)
    edit(shop)
    words = ["search", "valkey"]
    expected = _result(run("--no-cache", *words))
    paths = files_read(monkeypatch)
    for count in range(1, 4):
        assert _result(run(*words)) == expected
        assert stamps.look_at(str(shop.path)).generation == ""
        assert paths.count("history/adr/0001-use-redis.md") == count
    monkeypatch.setattr(stamps, "RACY", 0)
    run("list")
    assert stamps.look_at(str(shop.path)).generation


def test_many_changed_files_are_looked_at_together(shop, run, monkeypatch):
    """Beyond a number of changed files, all of them are read in one walk."""
    answers(run)
    monkeypatch.setattr("records.project.catch_up._FEW", 1)
    edit_of_several(shop)
    assert answers(run) == answers(run, "--no-cache")
    assert answers(run) == answers(run, "--no-cache")


@pytest.mark.parametrize("name", ["stamp", "list", "adr-list", "index.sqlite"])
@pytest.mark.parametrize("damage", ["gone", "garbage", "half", "other", "folder", "empty"])
def test_damaged_files_are_done_without(shop, run, name, damage):
    """Whatever stands in the place of a file of the index, the answers are those of the records."""
    expected = answers(run)
    path = shop.path / ".git/records" / name
    data = path.read_bytes()
    path.unlink()
    if damage == "folder":
        path.mkdir()
    elif damage != "gone":
        other = data.replace(b"redis", b"sider").replace(stamps.__version__.encode(), b"9.9.9")
        path.write_bytes(
            {"garbage": b"\0\xff" * 300, "half": data[: len(data) // 2], "other": other, "empty": b""}[damage]
        )
    for _ in range(2):
        assert answers(run) == expected


@pytest.mark.parametrize("table", ["folders", "names", "listing", "graph", "edges"])
def test_a_page_that_went_bad_is_done_without(shop, run, table):
    """Whichever table it belongs to: the answers are those of the files, before and after a change."""
    answers(run)
    path = shop.path / ".git/records/index.sqlite"
    with sqlite3.connect(path) as database:
        (page,) = database.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()
        (size,) = database.execute("pragma page_size").fetchone()
    database.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)
    assert answers(run) == answers(run, "--no-cache")
    edit(shop)
    assert answers(run) == answers(run, "--no-cache")


@pytest.mark.parametrize("fields", [1, 3, 9])
def test_a_row_that_was_cut_is_read_from_its_file(shop, run, fields):
    """Whatever field it ends with."""
    answers(run)
    with sqlite3.connect(shop.path / ".git/records/index.sqlite") as database:
        for place, data in database.execute("select place, data from folders").fetchall():
            row = "\x1e".join(data.decode().split("\x1e")[:fields])
            database.execute("update folders set data = ? where place = ?", (row.encode(), place))
    database.close()
    assert answers(run) == answers(run, "--no-cache")
    edit(shop)
    assert answers(run) == answers(run, "--no-cache")


def test_an_index_of_an_older_version_is_replaced(shop, run):
    """Tables and stamps of another version hold for nothing."""
    expected = answers(run)
    state = shop.path / ".git/records"
    with sqlite3.connect(state / "index.sqlite") as database:
        database.execute("update meta set schema = '1:0.0.1'")
        database.execute("update fulltext set schema = '1:0.0.1'")
        database.execute("update docs set title = 'wrong'")
    database.close()
    for _ in range(2):
        assert answers(run) == expected
    with sqlite3.connect(state / "index.sqlite") as database:
        assert database.execute("select schema from meta").fetchone() == (stamps.INDEX_SCHEMA,)
    database.close()


def test_a_read_only_or_locked_index_is_done_without(shop, run):
    """Another process that writes for long, or a state directory that cannot be written, changes no answer."""
    expected = answers(run)
    shop.write("history/adr/0003-use-kafka.md", ADR.format(3, "kafka", ""))
    changed = answers(run, "--no-cache")
    assert changed != expected
    lock = sqlite3.connect(shop.path / ".git/records/index.sqlite")
    lock.execute("begin exclusive")
    assert answers(run) == changed
    lock.rollback()
    lock.close()
    assert answers(run) == changed


def test_stored_pages_are_escaped_when_they_are_printed(shop, run):
    """Somebody else's bytes in a state directory reach no terminal, and no CI service obeys them."""
    expected = run("list").out
    page = shop.path / ".git/records/list"
    head = page.read_bytes().partition(b"\n")[0].rpartition(b" ")[0]
    for text in (b"\x1b[31mred\n", b"::error::x\n", b"  ##[error]x\n", b"a\rb\n", "\u202eabc\n".encode()):
        page.write_bytes(head + b" %d\n" % len(text) + text)
        assert run("list").out == expected


def test_the_environment_switches_the_index_off(shop, run, monkeypatch):
    """`RECORDS_NO_INDEX` reads and writes none."""
    monkeypatch.setenv(stamps.SWITCH, "1")
    expected = answers(run)
    assert not (shop.path / ".git/records/index.sqlite").exists()
    monkeypatch.delenv(stamps.SWITCH)
    assert answers(run) == expected
    assert (shop.path / ".git/records/index.sqlite").exists()


def test_a_folder_of_another_log_is_listed_from_there(shop, run):
    """A stored list holds for the project; where a folder has a log of its own, it is looked up."""
    shop.write("packages/a/doc/adr/0001-inner.md", ADR.format(1, "inner", ""))
    shop.write("packages/a/src/x.py", "x")
    for _ in range(2):
        for place in (".", "packages", "packages/a", "packages/a/src", "history"):
            for words in (["list"], ["adr", "list"]):
                with_index = run("-C", place, *words, code=ANY_CODE)
                assert _result(with_index) == _result(run("--no-cache", "-C", place, *words, code=ANY_CODE))


def test_a_moved_repository_is_looked_at_anew(shop, run, monkeypatch, tmp_path):
    """The index of the old place does not hold for a copy in which a record was changed."""
    answers(run)
    copy = tmp_path / "copy"
    shutil.copytree(shop.path, copy)
    (copy / "history/adr/0001-use-redis.md").write_text(ADR.format(1, "valkey", ""))
    monkeypatch.chdir(copy)
    assert answers(run) == answers(run, "--no-cache")


def test_two_records_of_one_name(shop, run):
    """Which of them a reference names, and in which order candidates are listed, does not depend on the index."""
    for folder in ("docs/adr", "docs/decisions"):
        shop.write(f"{folder}/0001-use-redis.md", ADR.format(1, f"redis in {folder}", ""))
    shop.write("docs/adr/0001-use-redis.rst", "1. redis\n========\n\nStatus\n------\n\nAccepted\n")
    refs = (
        "1",
        "ADR-1",
        "adr/0001-use-redis",
        "0001-use-redis",
        "redis",
        "docs/adr/0001-use-redis.md",
        "0001-use-redis.md",
    )
    for _ in range(2):
        for ref in refs:
            for words in (["show", ref], ["show", ref, "--json"]):
                assert _result(run(*words, code=ANY_CODE)) == _result(
                    run("--no-cache", *words, code=ANY_CODE)
                )


def test_a_fingerprint_differs_with_every_difference(tmp_path):
    """Names, sizes, folders and times; hidden files and skipped folders do not count."""
    git_dir = tmp_path / ".git"
    git_dir.mkdir()
    (tmp_path / "history/adr/sub").mkdir(parents=True)

    def taken():
        return take_fingerprint(str(tmp_path), str(git_dir), ("history", "specs/*/prompts"), ("a.md",)).data

    seen = {taken()}
    for path in (
        "history/a.md",
        "history/adr/a.md",
        "history/adr/sub/a.md",
        "specs/1/prompts/a.md",
        "a.md",
        ".adr-dir",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
        assert taken() not in seen
        seen.add(taken())
    for path in ("history/.hidden", "history/node_modules/a.md", "src.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        before = taken()
        (tmp_path / path).write_text("x")
        assert (taken() == before) or path.count("/") == 2
    for pattern in ("../x", "a//b", "./a"):
        assert take_fingerprint(str(tmp_path), str(git_dir), (pattern,), ()) is None


def test_scan_gives_the_stored_records(shop, run):
    """In the same order and with the same values as from the files."""
    run("list")
    stored = Project.open(str(shop.path))
    assert stored.store.scan() == Project.open(str(shop.path), use_cache=False).store.scan()
    assert stored.store.generation
    stored.store.forget()
    assert stored.store.generation == ""
    assert json.loads(run("list", "--json").out)
