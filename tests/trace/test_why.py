"""`records why` as people and programs use it."""

from __future__ import annotations

import contextlib
import json
import sqlite3

import pytest

from records.trace.why import why
from why_help import ledger, make_project, make_repo, put_adr, put_phr


@pytest.fixture
def told(repo):
    """A prompt that led to a decision that was superseded, a decision that governs, one commit with the code."""
    put_adr(repo, 1, "use-tokens", status="superseded", extra='superseded-by: ["0002-use-sessions"]\n')
    put_adr(repo, 2, "use-sessions", affects=("src/**",))
    repo.commit("decisions")
    put_phr(repo, 1, "add-login", files=("src/login.py",), links="links:\n  led-to:\n    - adr/0001-use-tokens\n",
            prompt="Add a login\nwith tokens.")  # fmt: skip
    repo.write("src/login.py", "import jwt\n\ndef login():\n    return jwt.encode({}, 'k')\n")
    repo.commit("Add login")
    return repo


def test_reads_as_a_story(told, run):
    """The line, its commit, the prompt with its first words, the decisions that followed, the one that governs."""
    commit = told.git("rev-parse", "HEAD")[:10]
    day = told.git("show", "-s", "--format=%as")
    assert run("why", "src/login.py:4").out == (
        "src/login.py:4\n"
        "  │     return jwt.encode({}, 'k')\n"
        f"  written {day} by Ada in {commit}: Add login\n"
        "\n"
        "  general/0001  Add login (green)\n"
        "      is part of the commit and lists this file\n"
        "      “Add a login with tokens.”\n"
        "      → led to ADR-0001 Use tokens (superseded)\n"
        "      → ADR-0001 superseded by ADR-0002 Use sessions (accepted)\n"
        "      history/prompts/general/0001-add-login.green.prompt.md\n"
        "\n"
        "  ADR-0002  Use sessions (accepted)\n"
        "      governs src/**\n"
        "      “We use sessions.”\n"
        "      history/adr/0002-use-sessions.md\n"
    )


def test_json(told, run):
    """The same for programs; every record with its evidence, and what it leads to."""
    answer = json.loads(run("why", "src/login.py:1-3", "--json").out)
    assert (answer["path"], answer["lines"], answer["found"], answer["notes"]) == (
        "src/login.py",
        [1, 3],
        True,
        [],
    )
    assert answer["commits"][0]["subject"] == "Add login"
    assert answer["commits"][0]["lines"] == [[1, 3]]
    assert [(one["step"], one["record"]["ref"]) for one in answer["evidence"]] == [
        ("commit", "general/0001"), ("governs", "ADR-0002"),
    ]  # fmt: skip
    assert answer["evidence"][0]["also"] == ["lists this file"]
    assert [(one["relation"], one["from"], one["record"]["ref"]) for one in answer["evidence"][0]["followed"]] == [
        ("led-to", "general/0001", "ADR-0001"), ("superseded-by", "ADR-0001", "ADR-0002"),
    ]  # fmt: skip


def test_whole_files_and_folders(told, run):
    """Without a line the whole file; a folder is answered by what governs and lists it."""
    told.write("src/login.py", told.read("src/login.py") + "\n# more\n")
    told.commit("More (#5)")
    whole = run("why", "src/login.py").out
    assert "lines 1-4: written" in whole
    assert "lines 5-6: written" in whole
    answer = json.loads(run("why", "src", "--json").out)
    assert [(one["step"], one["record"]["ref"]) for one in answer["evidence"]] == [
        ("governs", "ADR-0002"), ("files", "general/0001"),
    ]  # fmt: skip
    assert "is a folder" in run("why", "src:3", code=2).err
    assert [one["record"] for one in json.loads(run("why", "--all", "src/login.py", "--json").out)] == [
        *["general/0001"] * 4, None, None,
    ]  # fmt: skip
    rows = run("why", "--all", "src/login.py").out.splitlines()
    assert rows[0].startswith("general/0001  ")
    assert rows[0].endswith("  1 │ import jwt")
    assert rows[5].startswith("              ")


def test_from_a_folder_below(told, run, monkeypatch):
    """Paths are those of the folder one is in."""
    monkeypatch.chdir(told.path / "src")
    assert "general/0001" in run("why", "login.py:1").out
    monkeypatch.chdir(told.path.parent)
    assert "general/0001" in run("-C", str(told.path), "why", "src/login.py:1").out


def test_says_when_nothing_explains_a_line(repo, run):
    """With the commit's subject; a link is never made up."""
    repo.write("a.py", "x = 1\n")
    repo.commit("Quick fix of the thing")
    shown = run("why", "a.py:1")
    assert "No record explains this line. Commit: Quick fix of the thing" in shown.err
    assert json.loads(run("why", "a.py:1", "--json").out)["found"] is False
    repo.write("b.py", "y\n")
    assert "No record explains this." in run("why", "b.py").err


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nope.py:1", "there is no file nope.py"),
        ("README.md:99", "README.md has no line 99"),
        ("README.md:0", "lines count from 1"),
        ("README.md:3-2", "2 comes before 3"),
        ("../x", "lies outside"),
    ],
)
def test_refusals(run, place, words):
    """What happened, where, and exit 2."""
    assert words in run("why", place, code=2).err


def test_as_it_was(told, run):
    """At a revision: the lines, the records and the decisions of that commit."""
    told.write("src/login.py", "rewritten = True\n")
    put_adr(told, 2, "use-sessions", status="deprecated", affects=("src/**",))
    told.commit("Rewrite")
    then = json.loads(run("why", "src/login.py:4", "--at", "HEAD~1", "--json").out)
    assert [one["record"]["ref"] for one in then["evidence"]] == ["general/0001", "ADR-0002"]
    assert [one["record"]["ref"] for one in json.loads(run("why", "src/login.py:1", "--json").out)["evidence"]] == [
        "ADR-0002", "general/0001",
    ]  # fmt: skip
    assert "there is no file new.py at" in run("why", "new.py:1", "--at", "HEAD", code=2).err


def test_records_that_moved_or_were_renumbered_are_found(told, run):
    """A commit knows a record by an old path; the record of today is meant."""
    old = "history/prompts/general/0001-add-login.green.prompt.md"
    new = "history/prompts/general/0009-add-login.green.prompt.md"
    told.git("mv", old, new)
    told.write(new, told.read(new).replace('"0001"', '"0009"').replace("src/login.py", "elsewhere.py"))
    told.commit("Renumber")
    assert "general/0009" in run("why", "src/login.py:1").out
    (told.path / "history/prompts/auth").mkdir()
    told.git("mv", new, "history/prompts/auth/0009-add-login.green.prompt.md")
    told.commit("Move")
    answer = why(make_project(told), "src/login.py", 1)
    assert [one.step for one in answer.evidence] == [
        "governs"
    ]  # number and folder differ: not certain, so not said


def test_names_that_git_quotes(repo):
    """Blanks, umlauts and quotes in a path, CRLF and a file without a last line end."""
    name = 'src/a "b" ü.py'
    key = put_phr(repo, 1, "odd", files=(name,))
    repo.write(name, "one\r\ntwo long enough\r\nthree")
    repo.commit("odd")
    repo.git("mv", name, "src/plain.py")
    repo.commit("rename")
    for number in (1, 3):
        assert why(make_project(repo), "src/plain.py", number).evidence[0].record.key == key


def test_a_project_within_a_repository(tmp_path):
    """Paths of commits lie from the top, those of records from the project's root."""
    repo = make_repo(tmp_path / "all")
    repo.write("shop/.records/config.toml", "")
    inner = type(repo)(repo.path / "shop")
    key = put_phr(inner, 1, "inside", files=("src/a.py",))
    repo.write("shop/src/a.py", "a line that is long enough to be found\n")
    repo.commit("begin")
    repo.git("mv", "shop/src/a.py", "shop/src/b.py")
    repo.commit("rename")
    answer = why(make_project(inner), "src/b.py", 1)
    assert (answer.evidence[0].record.key, answer.evidence[0].step) == (key, "commit")


def test_broken_lists_of_ignored_revisions_do_not_stop_it(told, run):
    """A list that git cannot read is passed over."""
    told.write(".git-blame-ignore-revs", "not a revision\n")
    told.git("config", "blame.ignoreRevsFile", "missing-file")
    assert "general/0001" in run("why", "src/login.py:1").out


def test_turns_of_the_ledger(repo, run):
    """A turn that was linked to the commit: its record, else its first words; then the open turn of new lines."""
    put_phr(repo, 1, "recorded")
    repo.commit("records")
    repo.write("a.py", "an entry with a line of its own\n")
    first = repo.commit("a")
    repo.write("b.py", "another entry with a line of its own\n")
    second = repo.commit("b")
    path = "history/prompts/general/0001-recorded.green.prompt.md"
    ledger(repo, [(1, path, ["a.py"]), (2, "", ["b.py"]), (3, "", ["c.py"]), (4, "", ["b.py"]), (5, "", ["other.py"])],
           [(1, first, ""), (2, second, ""), (4, second, ""), (5, second, "")])  # fmt: skip
    repo.write("c.py", "not committed\n")
    assert "led to the commit, says the capture ledger" in run("why", "a.py:1").out
    shown = run("why", "b.py:1").out
    assert "a prompt to claude, 2026-01-02, not recorded as a PHR" in shown
    assert "“Ask 2 please x" in shown
    assert "Ask 5" not in shown  # it changed other files of that commit
    opened = json.loads(run("why", "c.py:1", "--json").out)["evidence"]
    assert [(one["step"], one["turn"]["at"]) for one in opened] == [("turn", "2026-01-03T00:00:00Z")]


def test_turns_follow_a_commit_by_its_patch(repo, run):
    """After a rebase the same change is known by what it changes."""
    from records.git import Git
    from records.git.log import patch_id

    put_phr(repo, 1, "recorded")
    repo.commit("records")
    repo.write("a.py", "an entry with a line of its own\n")
    commit = repo.commit("a")
    patch = patch_id(Git(str(repo.path)), commit)
    path = "history/prompts/general/0001-recorded.green.prompt.md"
    ledger(repo, [(1, path, ["a.py"])], [(1, "0" * 40, patch)])
    assert json.loads(run("why", "a.py:1", "--json").out)["evidence"][0]["step"] == "turn"


@pytest.mark.parametrize("content", [b"", b"not a database", None])
def test_a_ledger_that_cannot_be_read_is_done_without(told, run, content):
    """Empty, damaged, or of another shape."""
    folder = told.path / ".git" / "records"
    folder.mkdir(exist_ok=True)
    if content is None:
        with contextlib.closing(sqlite3.connect(folder / "ledger.sqlite")) as base, base:
            base.execute("create table other (x)")
        base.close()
    else:
        (folder / "ledger.sqlite").write_bytes(content)
    assert "general/0001" in run("why", "src/login.py:1").out
    assert json.loads(run("stats", "--json").out)["turns"] is None


def test_without_git(tmp_path, run, monkeypatch):
    """Only what records and code say is known, and that is said."""
    folder = tmp_path / "plain"
    repo = type(make_repo(tmp_path / "r"))(folder)
    put_adr(repo, 1, "pool", affects=("src/**",))
    repo.write("src/a.py", "x\n")
    monkeypatch.chdir(folder)
    shown = run("why", "src/a.py:1")
    assert "ADR-0001" in shown.out
    assert "no git repository" in shown.err
    run("why", "src/a.py:9", code=2)


def test_bulk_commits_bring_only_the_records_that_name_the_file(repo):
    """An import of a whole history does not explain every line that came with it."""
    for number in range(1, 31):
        put_phr(repo, number, f"imported-{number}", files=("src/a.py",) if number == 7 else ())
    repo.write("src/a.py", "an entry with a line of its own\n")
    repo.write("src/b.py", "another entry with a line of its own\n")
    repo.commit("Import")
    assert [one.record.number for one in why(make_project(repo), "src/a.py", 1).evidence] == [7]
    assert why(make_project(repo), "src/b.py", 1).evidence == ()
