"""The report of a whole check is stored until anything changes that a check looks at."""

from __future__ import annotations

import os

import pytest

from records.check import stored_report
from records.check.stored_report import AskedOf, StoredReport
from records.project import stamp

ADR = "# {0}. {1}\n\nDate: 2026-01-01\n\n## Status\n\n{2}\n\n## Context\n\n{3}\n\n## Decision\n\nWe do.\n\n## Consequences\n\nFine.\n"
PHR = "---\nid: '0001'\ntitle: One\nstage: green\ndate: 2026-01-01\nfeature: general\nlinks:\n  spec: {0}\n---\n\n## Prompt\n\nDo it\n\n## Outcome\n\nDone\n"
OPTIONS = (
    (),
    ("--json",),
    ("-q",),
    ("--format", "github"),
    ("--format", "sarif"),
    ("--all",),
    ("--baseline",),
)


@pytest.fixture
def shop(repo, monkeypatch, stored_index):
    """A repository whose records link to files, one of them ignored; its files count as old enough at once."""
    for module in (stored_report, stamp):
        monkeypatch.setattr(module, "RACY", 0)
    repo.write(".gitignore", "build/\n")
    repo.write("build/out.md", "made\n")
    repo.write("specs/one/spec.md", "# One\n")
    repo.write("src/app.py", "# see ADR-2\nx = 1\n")
    repo.write("history/prompts/general/0001-one.green.prompt.md", PHR.format("specs/one/spec.md"))
    repo.write(
        "history/adr/0001-a.md", ADR.format(1, "A", "Accepted", "[made](../../build/out.md) [gone](../no.md)")
    )
    repo.write(
        "history/adr/0002-b.md",
        ADR.format(2, "B", "Superseded by [A](0001-a.md)", "A\ttab, a \\t and a line"),
    )
    repo.write(
        "history/adr/0003-c.md",
        ADR.format(3, "C", "Proposed\t\\t", "[page](https://git.example/o/r/blob/main/src/app.py)"),
    )
    repo.write("history/adr/0003-d.md", ADR.format(3, "D", "Accepted", "Text"))
    repo.git("remote", "add", "origin", "https://git.example/o/r.git")
    repo.commit("records")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    return repo


def page(shop):
    """The file with the stored report."""
    return shop.path / ".git/records/check"


def outcome(run, *options, code):
    """What a check prints."""
    result = run(*options, code=code)
    return result.out, result.err


def test_an_unchanged_tree_is_answered_by_the_stored_report(run, shop):
    """Every form and option prints what a check without an index does; the report itself comes from the store."""
    expected = [outcome(run, "--no-cache", "check", *options, code=1) for options in OPTIONS]
    assert not page(shop).exists()
    for _ in range(2):
        assert [outcome(run, "check", *options, code=1) for options in OPTIONS] == expected
    text = page(shop).read_bytes()
    assert b"number 3 is used" in text
    page(shop).write_bytes(text.replace(b"number 3 is used", b"number 7 is used"))
    assert "number 7 is used" in run("check", code=1).out
    assert "number 7 is used" not in run("--no-cache", "check", code=1).out
    assert "number 7 is used" not in run("check", "history/adr", code=1).out


@pytest.mark.parametrize("name", ["record", "tracked file", "untracked file", "ignored file", "file that a link names",
                                  "settings", "baseline", "ignored baseline", "day", "program", "upstream", "template"])  # fmt: skip
def test_whatever_changes_is_seen(run, shop, monkeypatch, name):
    """After a change of anything that a rule looks at, a check finds what one without an index does."""
    if name == "ignored baseline":
        shop.write(".gitignore", "build/\n.records/baseline.json\n")
    if name == "template":
        shop.write(".gitignore", "build/\nmine.md\n")
        shop.write("mine.md", "# T\n")
        shop.write(".records/config.toml", '[adr]\ntemplate = "mine.md"\n')
    before = outcome(run, "check", code=1)
    assert page(shop).exists()
    if name == "record":
        shop.write("history/adr/0001-a.md", ADR.format(1, "A", "Accepted", "Nothing"))
    elif name == "tracked file":
        shop.write("src/app.py", "x = 2\n")
    elif name == "untracked file":
        shop.write("src/new.py", "# @adr 99\n")
    elif name == "ignored file":
        (shop.path / "build/out.md").unlink()
    elif name == "file that a link names":
        (shop.path / "specs/one/spec.md").unlink()
    elif name == "settings":
        shop.write(".records/config.toml", '[check]\nignore = ["ADR013"]\n')
    elif "baseline" in name:
        run("check", "--write-baseline")
    elif name == "day":
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1799971200")
    elif name == "program":
        monkeypatch.setattr(stored_report, "code_state", lambda: "other")
        page(shop).write_bytes(page(shop).read_bytes().replace(b"number 3", b"number 7"))
    elif name == "upstream":
        (shop.path / "history/adr/0003-c.md").unlink()
        shop.commit("upstream has one of the two")
        shop.git("update-ref", "refs/remotes/origin/main", "HEAD")
        shop.git("reset", "-q", "--hard", "HEAD~1")
        before = outcome(run, "check", code=1)
        shop.git("update-ref", "refs/remotes/origin/main", "HEAD")
    elif name == "template":
        (shop.path / "mine.md").unlink()
    code = 0 if "baseline" in name else 1
    after = outcome(run, "check", code=code)
    assert after == outcome(run, "check", code=code) == outcome(run, "--no-cache", "check", code=code)
    assert (after != before) == (name != "program")


def test_the_stored_report_names_no_file_that_nobody_speaks_of(run, shop):
    """A name may be a secret, and what is stored about the work tree is a digest."""
    shop.write("notes/name-of-a-file.txt", "x\n")
    run("check", code=1)
    assert "name-of-a-file" not in page(shop).read_text(encoding="utf-8")


def test_other_addresses_of_remotes_are_seen(shop):
    """What rules asked for is asked again: paths, files, the upstream branch and the addresses of remotes."""
    from records.project.project import Project

    git = Project.open(str(shop.path)).git()
    asked = AskedOf()
    asked.paths, asked.files = {"src": True, "no": False}, {"src": False, "src/app.py": True}
    asked.upstream = shop.git("rev-parse", "HEAD").strip()
    asked.remotes = "[RemoteAddress(host='git.example', names=('o', 'r'))]"
    assert asked.holds(str(shop.path), git)
    shop.git("remote", "set-url", "origin", "https://git.example/o/other.git")
    assert not asked.holds(str(shop.path), git)


@pytest.mark.parametrize("text", [b"", b"report", b"report\t1\t2\t3\nodd\t1", b"report\t1\t2\t3\nfound\tX", b"report\tx\t0\t0",
                                  b"report\t1\t2\t3\npath", b"odd\t1\t2\t3"])  # fmt: skip
def test_a_damaged_report_is_made_again(run, shop, text):
    """What does not parse, and a page of another state, counts as nothing stored."""
    expected = outcome(run, "check", code=1)
    head, _, rest = page(shop).read_bytes().partition(b"\n")
    key = rest.partition(b"\n")[0]
    *magic, _size = head.split(b" ")
    damaged = key + b"\n" + text
    page(shop).write_bytes(b" ".join([*magic, str(len(damaged)).encode()]) + b"\n" + damaged)
    assert outcome(run, "check", code=1) == expected
    page(shop).write_bytes(b"x" + page(shop).read_bytes())
    assert outcome(run, "check", code=1) == expected


def test_what_changed_a_moment_ago_is_not_stored(run, shop, monkeypatch):
    """A file that has just changed could change again within the precision of its time."""
    monkeypatch.setattr(stored_report, "RACY", 10**18)
    shop.write("src/app.py", "x = 3\n")
    run("check", code=1)
    assert not page(shop).exists()


def test_nothing_is_stored_where_git_could_not_be_asked_or_history_was_read(run, shop, monkeypatch):
    """Without a repository, without an index, and with a rule that reads commits."""
    monkeypatch.setenv("RECORDS_NO_INDEX", "1")
    run("check", code=1)
    monkeypatch.delenv("RECORDS_NO_INDEX")
    shop.write(".records/config.toml", '[check.severity]\nADR040 = "info"\n')
    run("check", code=1)
    assert not page(shop).exists()
    os.rename(shop.path / ".git", shop.path / "elsewhere")
    run("check", code=1)


def test_other_settings_than_those_of_the_file_get_no_stored_report(shop):
    """A project that is opened with settings of its own is checked by these."""
    from dataclasses import replace

    from records.check import check_records
    from records.project.project import Project

    project = Project.open(str(shop.path))
    found = {item.rule for item in check_records(project).diagnostics}
    settings = replace(project.settings, check=replace(project.settings.check, ignore=("ADR013",)))
    other = {item.rule for item in check_records(Project.open(str(shop.path), settings=settings)).diagnostics}
    assert found - other == {"ADR013"}
    assert not StoredReport(str(shop.path), project.git(), project.location, "", "", "2026-01-15").load()
