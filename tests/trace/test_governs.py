"""Which decisions bind a change: deleted and renamed files included, and what a change takes away is told."""

from __future__ import annotations

import json

import pytest

from records.trace.governs.asking import decisions_for, decisions_for_diff
from why_help import make_project, make_repo, put_adr

MARK = "@" + "adr"


@pytest.fixture
def shop(repo):
    """A repository with decisions, code below them, and one commit."""
    put_adr(repo, 1, "pool-connections", affects=("src/db/**", "!src/db/gen/**"))
    put_adr(repo, 2, "keep-the-mailer", body="All mail goes through src/mail/send.py, see docs.")
    put_adr(repo, 3, "mark-the-tools")
    put_adr(repo, 4, "was-replaced", status="superseded", extra='superseded-by: ["0003-mark-the-tools"]\n')
    put_adr(repo, 5, "one-file", affects=("src/only.py", "src/db/*.sql"))
    for name in ("src/db/pool.py", "src/db/gen/out.py", "src/mail/send.py", "src/only.py", "src/free.py"):
        repo.write(name, f"# {name}\n" + "x = 1\n" * 10)
    repo.write("src/tools/run.py", f"import os\n# {MARK} 3\nx = 1\n")
    repo.write("src/tools/old.py", f"# {MARK} 0004\n")
    repo.commit("begin")
    return repo


def bound(report):
    return {file.path: [bond.record.ref for bond in file.bonds] for file in report.files}


def test_paths(shop):
    """By glob, by marker; what `!` takes out is free; a file need not exist; a folder is all that is in it."""
    report = decisions_for(
        make_project(shop),
        [
            "src/db/pool.py",
            "src/db/gen/out.py",
            "src/tools/run.py",
            "src/tools/old.py",
            "src/db/new.py",
            "src",
            "lib",
        ],
    )
    assert bound(report) == {
        "src/db/pool.py": ["ADR-0001"],
        "src/db/gen/out.py": [],
        "src/tools/run.py": ["ADR-0003"],
        "src/tools/old.py": ["ADR-0003"],
        "src/db/new.py": ["ADR-0001"],
        "src": ["ADR-0001", "ADR-0005", "ADR-0003"],
        "lib": [],
    }
    assert [record.ref for record in report.records] == ["ADR-0001", "ADR-0003", "ADR-0005"]


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_renamed_file_keeps_its_decisions(shop, run, is_committed):
    """A glob, a text and a prompt that name the file as it was called before govern it, committed or staged."""
    (shop.path / "lib").mkdir()
    shop.git("mv", "src/only.py", "lib/single.py")
    shop.git("mv", "src/mail/send.py", "lib/mail.py")
    if is_committed:
        shop.commit("Move to lib")
        shop.git("mv", "lib/single.py", "lib/one.py")
        shop.commit("Rename")
    name = "lib/one.py" if is_committed else "lib/single.py"
    report = decisions_for(make_project(shop), [name, "lib/mail.py"])
    assert bound(report) == {name: ["ADR-0005"], "lib/mail.py": ["ADR-0002"]}
    assert f"    src/only.py: src/only.py, now {name}\n" in run("adr", "for", name).out
    assert json.loads(run("adr", "for", name, "--json").out)["ungoverned"] == []


def test_what_a_decision_takes_out_stays_out_when_it_is_renamed(shop):
    """An exemption counts for the name of today and for the former one; another file at the old name is its own."""
    shop.git("mv", "src/db/pool.py", "src/db/gen/pool.py")
    shop.git("mv", "src/db/gen/out.py", "src/out.py")
    shop.commit("Move")
    shop.write("src/db/pool.py", "y = 2\n" * 9)
    shop.commit("Write another pool")
    report = decisions_for(make_project(shop), ["src/db/gen/pool.py", "src/out.py", "src/db/pool.py"])
    assert bound(report) == {"src/db/gen/pool.py": [], "src/out.py": [], "src/db/pool.py": ["ADR-0001"]}


def test_renames_are_followed_up_to_a_revision(shop):
    """At a revision the names count that the file had until then."""
    shop.git("mv", "src/only.py", "src/one.py")
    shop.commit("Rename")
    middle = shop.git("rev-parse", "HEAD").strip()
    shop.git("mv", "src/one.py", "src/db/one.py")
    shop.commit("Rename again")
    project = make_project(shop)
    assert bound(decisions_for(project.at(middle), ["src/one.py"])) == {"src/one.py": ["ADR-0005"]}
    assert bound(decisions_for(project, ["src/db/one.py"])) == {"src/db/one.py": ["ADR-0001", "ADR-0005"]}


def test_a_marker_of_a_superseded_decision_leads_to_the_one_in_its_place(shop):
    """And the bond says so; a chain that ends nowhere binds nothing."""
    bond = decisions_for(make_project(shop), ["src/tools/old.py"]).files[0].bonds[0]
    assert bond.as_json() == {
        "path": "src/tools/old.py", "how": "marker", "detail": f"{MARK} 0004", "line": 1, "named": "ADR-0004",
    }  # fmt: skip
    put_adr(shop, 3, "mark-the-tools", status="rejected")
    assert bound(decisions_for(make_project(shop), ["src/tools/old.py"])) == {"src/tools/old.py": []}


def test_a_change_in_the_work_tree(shop):
    """Edited, new, deleted and renamed files; of a renamed one both names count."""
    shop.write("src/db/pool.py", "y = 2\n")
    shop.write("src/db/fresh.py", "z = 3\n")
    shop.git("mv", "src/only.py", "src/other.py")
    shop.git("rm", "-q", "src/tools/run.py")
    report = decisions_for_diff(make_project(shop), "HEAD")
    assert bound(report) == {
        "src/db/fresh.py": ["ADR-0001"],
        "src/db/pool.py": ["ADR-0001"],
        "src/other.py": ["ADR-0005"],
        "src/tools/run.py": ["ADR-0003"],
    }
    renamed = next(file for file in report.files if file.path == "src/other.py")
    assert (renamed.status, renamed.old) == ("R", "src/only.py")


def test_what_a_change_takes_away_is_told(shop):
    """A glob that is left with nothing, a file that a decision's text names."""
    shop.git("rm", "-q", "src/only.py", "src/mail/send.py", "src/db/pool.py")
    report = decisions_for_diff(make_project(shop), "HEAD")
    assert [(one.record.ref, one.path, one.reason) for one in report.broken] == [
        ("ADR-0001", "src/db/pool.py", "nothing is left that src/db/** matches"),
        ("ADR-0005", "src/only.py", "nothing is left that src/only.py matches"),
        ("ADR-0002", "src/mail/send.py", "its text names this file"),
    ]


def test_between_two_commits(shop):
    """`A..B` and `A...B` look at commits, not at the work tree; markers of both sides count."""
    shop.git("switch", "-q", "-c", "topic")
    shop.write("src/tools/run.py", "import os\nx = 1\n")
    shop.commit("take the marker out")
    shop.git("switch", "-q", "main")
    shop.write("src/free.py", "w = 1\n")
    shop.write("src/db/pool.py", "only here\n")
    shop.commit("on main")
    shop.write("src/only.py", "not committed\n")
    project = make_project(shop)
    assert bound(decisions_for_diff(project, "main...topic")) == {"src/tools/run.py": ["ADR-0003"]}
    both = bound(decisions_for_diff(project, "topic..main"))
    assert both == {"src/db/pool.py": ["ADR-0001"], "src/free.py": [], "src/tools/run.py": ["ADR-0003"]}
    assert set(bound(decisions_for_diff(project, "HEAD.."))) == set()


def test_in_a_folder_of_a_larger_repository(tmp_path):
    """Paths are those of the project, whatever lies beside it."""
    repo = make_repo(tmp_path / "all")
    repo.write("shop/.records/config.toml", "")
    inner = type(repo)(repo.path / "shop")
    put_adr(inner, 1, "pool", affects=("src/db/**",))
    repo.write("shop/src/db/a.py", f"# {MARK} 1\n")
    repo.write("src/db/b.py", "x\n")
    repo.commit("begin")
    repo.write("shop/src/db/a.py", "y\n")
    repo.write("src/db/b.py", "y\n")
    project = make_project(inner)
    assert bound(decisions_for_diff(project, "HEAD")) == {"src/db/a.py": ["ADR-0001"]}
    assert bound(decisions_for(project.at("HEAD"), ["src", "src/db/a.py"])) == {
        "src": ["ADR-0001"], "src/db/a.py": ["ADR-0001"],
    }  # fmt: skip


def test_command(shop, run):
    """Text for people, JSON for programs, exit 1 only when asked to be strict."""
    shown = run("adr", "for", "src/db/pool.py", "src/tools/old.py")
    assert "ADR-0001  Pool connections (accepted)\n    src/db/**: src/db/pool.py\n" in shown.out
    assert f"{MARK} 0004 in line 1 (ADR-0004 was superseded): src/tools/old.py" in shown.out
    assert "no accepted decision governs this" in run("adr", "for", "src/free.py").err
    assert "nothing has changed" in run("adr", "for", "--diff", "HEAD").err
    shop.git("rm", "-q", "src/only.py")
    assert "src/only.py is removed, and ADR-0005 names it" in run("adr", "for", "--diff", "HEAD").err
    told = json.loads(run("adr", "for", "--diff", "HEAD", "--strict", "--json", code=1).out)
    assert told["gone"][0]["names"] == "src/only.py"
    assert told["decisions"][0]["bonds"] == [
        {"path": "src/only.py", "how": "affects", "detail": "src/only.py", "status": "D"}
    ]
    shop.commit("gone")
    assert "ADR-0005" in run("adr", "for", "src/only.py", "--at", "HEAD~1").out


def test_command_refuses_what_it_cannot_mean(shop, run):
    """Paths or a change, not both, not neither; a revision that is there."""
    run("adr", "for", code=2)
    run("adr", "for", "src", "--diff", "HEAD", code=2)
    run("adr", "for", "--diff", "HEAD", "--at", "HEAD", code=2)
    assert "there is no revision 'nope'" in run("adr", "for", "--diff", "nope", code=2).err
    assert "'--all' is not a revision" in run("adr", "for", "--diff=--all", code=2).err
    assert "lies outside" in run("adr", "for", "../x", code=2).err


def test_without_git(tmp_path, run, monkeypatch):
    """Globs and markers work anywhere; a change needs a repository."""
    folder = tmp_path / "plain"
    repo = type(make_repo(tmp_path / "r"))(folder)
    put_adr(repo, 1, "pool", affects=("src/**",))
    repo.write("src/a.py", "x\n")
    monkeypatch.chdir(folder)
    assert "ADR-0001" in run("adr", "for", "src/a.py").out
    assert "ADR-0001" in run("adr", "for", "src").out
    assert "in no git repository" in run("adr", "for", "--diff", "HEAD", code=2).err
    assert run("check", "--json", "history", code=1).out


def test_check_finds_stale_markers_and_code_left_to_superseded_decisions(shop, run):
    """A marker of nothing is an error, of a superseded decision a warning; globs must be handed on."""
    shop.write("src/tools/wrong.py", f"\n# {MARK} 99\n")
    put_adr(
        shop,
        6,
        "old-cache",
        status="superseded",
        affects=("src/free.py",),
        extra='superseded-by: ["0003-mark-the-tools"]\n',
    )
    put_adr(shop, 7, "matches-nothing", affects=("nowhere/**", "src/**", "!src/none"))
    rows = json.loads(run("check", "--json", code=1).out)
    found = {(row["rule"], row["path"], row["line"], row["message"]) for row in rows}
    assert ("GOV001", "src/tools/wrong.py", 2, f"{MARK} 99 names no decision") in found
    assert ("GOV001", "src/tools/old.py", 1, f"{MARK} 0004: ADR-0004 is superseded") in found
    assert [row[1] for row in found if row[0] == "ADR026"] == [
        "history/adr/0005-one-file.md", "history/adr/0007-matches-nothing.md",
    ] or len([row for row in found if row[0] == "ADR026"]) == 2  # fmt: skip
    assert not [row for row in found if row[0] == "GOV002"]
    put_adr(shop, 7, "matches-nothing", affects=("src/db/**",))
    rows = json.loads(run("check", "--json", code=1).out)
    assert [(row["path"], row["message"]) for row in rows if row["rule"] == "GOV002"] == [
        (
            "history/adr/0006-old-cache.md",
            "src/free.py is governed only by ADR-0006, which ADR-0003 superseded",
        )
    ]
