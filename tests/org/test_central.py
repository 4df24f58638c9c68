"""Accepted decisions of a central repository bind its members: in `adr for`, `prime`, `ci` and the MCP server."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from mcp import Client

from mcp_story import in_a_loop
from org_help import bare_clone, decision, repository
from records.mcp.server import build
from records.project.central import central_decisions
from records.project.project import Project
from repository import Repo, make_repo


def affecting(*entries: str, **more: str) -> str:
    """Front matter of a decision that affects something."""
    return "\n".join([f"affects: {json.dumps(entries)}", *(f"{key}: {value}" for key, value in more.items())])


@pytest.fixture
def centre(repo):
    """A central repository beside the member in which commands run, which names it."""
    made = repository(repo.path.parent / "architecture")
    made.write(
        "history/adr/0012-use-tls.md",
        decision(12, "Use TLS", front=affecting("src/net/**"), text="All traffic is encrypted."),
    )
    made.write("history/adr/0013-propose.md", decision(13, "Propose", "Proposed", front=affecting("src/**")))
    made.write(
        "history/adr/0014-old.md", decision(14, "Old", "Superseded by ADR-12", front=affecting("src/**"))
    )
    made.write("history/adr/0015-plain.md", decision(15, "Plain"))
    made.commit("decide")
    repo.write("src/net/socket.py", "one\n")
    repo.write("src/app.py", "two\n")
    repo.write(".records/config.toml", '[org]\ncentral = ["../architecture"]\n')
    repo.write("history/adr/0012-ours.md", decision(12, "Ours", front=affecting("src/net/**")))
    repo.commit("begin")
    return made


def refs(run, *paths: str) -> list[str]:
    """The decisions that govern paths."""
    return [row["ref"] for row in json.loads(run("adr", "for", *paths, "--json").out)["decisions"]]


def test_decision_is_named_with_its_repository(centre, run):
    """Numbers never mix: both are called 12, and each says where it is."""
    rows = json.loads(run("adr", "for", "src/net/socket.py", "--json").out)["decisions"]
    assert [(row["ref"], row.get("origin"), row["path"]) for row in rows] == [
        ("ADR-0012", None, "history/adr/0012-ours.md"),
        ("architecture/ADR-0012", "../architecture", "history/adr/0012-use-tls.md"),
    ]
    text = run("adr", "for", "src/net/socket.py").out
    assert "architecture/ADR-0012  Use TLS (accepted)" in text
    assert "    ../architecture: history/adr/0012-use-tls.md" in text
    assert refs(run, "src/app.py") == []


def test_only_what_is_accepted_on_the_default_branch_binds(centre, run):
    """Not what is proposed, superseded, not committed, or says of no file what it affects."""
    assert "architecture/ADR-0013" not in refs(run, "src/net")
    centre.write("history/adr/0012-use-tls.md", decision(12, "Use TLS", "Deprecated"))
    assert "architecture/ADR-0012" in refs(run, "src/net")
    centre.commit("deprecate")
    assert refs(run, "src/net") == ["ADR-0012"]


SCOPES = {
    "repo:repo": True, "repo:r*": True, "repo:REPO": True, "repo:shop": False, "group:pay*": True, "group:sales": False,
    "repo:repo:src/**": True, "repo:repo:docs/**": False, "group:payments:src/app.py": True, "**": True, "docs/**": False,
    "repo:shop:src/**": False, "REPO:Repo:src/**": True, "group:": False, "Group::src/**": False,
}  # fmt: skip


@pytest.mark.parametrize("entry", sorted(SCOPES))
def test_decision_may_name_repositories_groups_and_paths(centre, repo, run, entry):
    """By patterns, alone or with the files in them."""
    repo.write(".records/config.toml", '[org]\ncentral = ["../architecture"]\ngroup = "Payments"\n')
    centre.write("history/adr/0020-scoped.md", decision(20, "Scoped", front=affecting(entry)))
    centre.commit("scope")
    assert ("architecture/ADR-0020" in refs(run, "src/app.py")) == SCOPES[entry]
    if not SCOPES[entry] and "src" not in entry and "docs" not in entry:
        assert "ADR-0020" not in run("prime").out


def test_names_of_a_repository(centre, repo, run):
    """That of the settings alone where there is one, else those of the remote and the folder."""
    centre.write("history/adr/0020-a.md", decision(20, "A", front=affecting("repo:team/store")))
    centre.write("history/adr/0021-b.md", decision(21, "B", front=affecting("repo:store")))
    centre.write(
        "history/adr/0022-c.md", decision(22, "C", front=affecting("repo:own", "!repo:own:src/app.py"))
    )
    centre.commit("scope")
    assert refs(run, "src/app.py") == []
    repo.git("remote", "add", "origin", "git@example.org:team/store.git")
    assert refs(run, "src/app.py") == ["architecture/ADR-0020", "architecture/ADR-0021"]
    repo.write(".records/config.toml", '[org]\ncentral = ["../architecture"]\nname = "own"\n')
    assert refs(run, "src/app.py") == []
    assert "architecture/ADR-0022" in refs(run, "README.md")


def test_matchers_of_adrkit_that_name_a_repository_bind_it(centre, run):
    """`repo` beside the pattern is a scope."""
    front = "affects:\n  - {type: path, pattern: 'src/**', repo: repo}\n  - {type: path, pattern: 'src/**', repo: other}"
    centre.write("history/adr/0020-adrkit.md", decision(20, "Adrkit", front=front))
    centre.commit("scope")
    assert "architecture/ADR-0020" in refs(run, "src/app.py")


def test_scopes_of_other_repositories_match_nothing_at_home(centre, run, monkeypatch):
    """In the central repository itself they govern no file, and neither `check` nor `due` misses one."""
    centre.write(
        "history/adr/0020-scoped.md", decision(20, "Scoped", front=affecting("repo:shop", "group:x:src/**"))
    )
    centre.write("src/a.py", "x\n")
    centre.commit("scope")
    monkeypatch.chdir(centre.path)
    assert refs(run, "src/a.py") == []
    rules = {row["rule"] for row in json.loads(run("check", "history/adr/0020-scoped.md", "--json").out)}
    assert "ADR026" not in rules
    items = json.loads(run("due", "--json").out)["items"]
    assert "ADR-0020" not in [item["ref"] for item in items if item["kind"] == "scope-gone"]


def test_briefing_names_central_decisions_with_what_they_decide(centre, run):
    """With paths as binding ones, without as all that is in force."""
    text = run("prime", "src/net").out
    assert "- architecture/ADR-0012 Use TLS: All traffic is encrypted." in text
    answer = json.loads(run("prime", "--json").out)
    assert "architecture/ADR-0012" in answer["named"]
    assert answer["in_force"] == 2


def test_review_of_a_change_names_central_decisions(centre, repo, run):
    """And what a change removes breaks no decision of another repository."""
    repo.git("checkout", "-q", "-b", "topic")
    repo.git("rm", "-q", "src/net/socket.py", "history/adr/0012-ours.md")
    repo.commit("remove")
    answer = json.loads(run("ci", "--against", "main", "--format", "json", "--fail-on", "gone").out)
    assert [row["ref"] for row in answer["decisions"]["decisions"]] == ["architecture/ADR-0012"]
    assert answer["decisions"]["gone"] == []
    assert (
        "governed by architecture/ADR-0012: Use TLS"
        in run("ci", "--against", "main", "--fail-on", "never").out
    )
    assert (
        "**architecture/ADR-0012** Use TLS"
        in run("ci", "--against", "main", "--format", "markdown", "--fail-on", "never").out
    )


def test_server_names_central_decisions(centre, repo):
    """`decisions_for` gives the origin, and follows the central repository while it runs."""

    async def call():
        async with Client(build(str(repo.path))) as client:
            first = await client.call_tool("decisions_for", {"paths": ["src/net/socket.py"]})
            centre.write("history/adr/0021-more.md", decision(21, "More", front=affecting("repo:repo")))
            centre.commit("more")
            second = await client.call_tool("decisions_for", {"paths": ["src/net/socket.py"]})
            return first, second

    first, second = in_a_loop(call())
    rows = first.structured_content["decisions"]
    assert [(row["ref"], row.get("origin")) for row in rows] == [
        ("ADR-0012", None), ("architecture/ADR-0012", "../architecture")
    ]  # fmt: skip
    assert "architecture/ADR-0012" in first.content[0].text
    assert "architecture/ADR-0021" in [row["ref"] for row in second.structured_content["decisions"]]


def test_bare_repositories_and_linked_work_trees(centre, repo, run, monkeypatch, tmp_path):
    """A bare clone is read as well; a linked work tree elsewhere finds what lies beside the main one."""
    (tmp_path / "far/away").mkdir(parents=True)
    repo.git("worktree", "add", "-q", str(tmp_path / "far/away/linked"))
    monkeypatch.chdir(tmp_path / "far/away/linked")
    assert "architecture/ADR-0012" in refs(run, "src/net")
    monkeypatch.chdir(repo.path)
    bare_clone(centre, tmp_path / "mirror.git")
    repo.write(".records/config.toml", '[org]\ncentral = ["../mirror.git"]\n')
    assert "mirror/ADR-0012" in refs(run, "src/net")


def test_central_repository_that_cannot_be_read_is_a_note(centre, repo, run):
    """The own decisions are answered all the same, and the exit code stays."""
    repo.write(
        ".records/config.toml",
        '[org]\ncentral = ["../gone", "../empty", "https://example.org/x.git", "src", "\\u0000"]\n',
    )
    make_repo(repo.path.parent / "empty")
    result = run("adr", "for", "src/net/socket.py")
    assert result.out.startswith("ADR-0012")
    for line in ("../gone: there is no repository", "../empty: it has no commit", "src: there is no repository",
                 "https://example.org/x.git: not fetched yet", "a path holds no NUL character"):  # fmt: skip
        assert line in result.err
    assert "[org] central" in run("prime").err
    assert "[org] central" not in run("prime", "--hook").err


def test_address_is_read_from_the_clone_that_fetch_keeps(centre, repo, run):
    """In the git directory; nothing but `org fetch` reaches the remote."""
    url = f"file://{centre.path}"
    repo.write(".records/config.toml", f'[org]\ncentral = ["{url}"]\n')
    assert refs(run, "src/net") == ["ADR-0012"]
    assert run("org", "fetch").out == f"{url}: 1 branch moved\n"
    assert "architecture/ADR-0012" in refs(run, "src/net")
    centre.git("rm", "-q", "history/adr/0012-use-tls.md")
    centre.commit("drop")
    assert "architecture/ADR-0012" in refs(run, "src/net")
    assert json.loads(run("org", "fetch", "--json").out)[0]["moved"] == 1
    assert refs(run, "src/net") == ["ADR-0012"]
    assert repo.git("status", "--porcelain").split() == ["M", ".records/config.toml"]
    subprocess.run(["rm", "-rf", str(centre.path)], check=True)
    assert "does not appear to be a git repository" in run("org", "fetch", code=1).err


def test_central_repository_that_is_hostile_runs_nothing(centre, repo, run, tmp_path):
    """Hooks, filters and programs in its settings; and it is refused where it belongs to somebody else."""
    canary = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\ncat\n")
    program.chmod(0o755)
    centre.write(".gitattributes", "* filter=x diff=x\n")
    for name in ("filter.x.smudge", "filter.x.clean", "diff.x.textconv", "core.fsmonitor", "core.sshCommand", "core.pager",
                 "diff.external", "gpg.program"):  # fmt: skip
        centre.git("config", name, str(program))
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        centre.write(f".git/hooks/{name}", program.read_text()).chmod(0o755)
    canary.unlink(missing_ok=True)
    assert "architecture/ADR-0012" in refs(run, "src/net")
    run("prime")
    assert not canary.exists()


def test_central_repository_of_somebody_else_is_refused(centre, repo, monkeypatch):
    """By git's rule of ownership; the problem names it."""
    project = Project.open(str(repo.path))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    found = central_decisions(project)
    assert found.decisions == ()
    assert "git refuses" in found.problems[0]


def test_base_install_is_enough(centre, repo, run):
    """Without SQLAlchemy and without an index."""
    code = "import sys; sys.modules['sqlalchemy'] = None; from records.cli.main import main; sys.exit(main(sys.argv[1:]))"
    result = subprocess.run(
        [sys.executable, "-c", code, "adr", "for", "src/net/socket.py"], cwd=repo.path, capture_output=True, text=True,
        check=True, env={**os.environ},
    )  # fmt: skip
    assert "architecture/ADR-0012" in result.stdout
    assert not (repo.path / "org.sqlite").exists()


def test_project_in_a_folder_of_the_repository_has_its_own_settings(centre, repo, run, monkeypatch):
    """A path begins at the project's root."""
    inner = Repo(repo.path / "services/pay")
    inner.write(".records/config.toml", '[org]\ncentral = ["../../../architecture"]\n')
    inner.write("src/net/x.py", "x\n")
    monkeypatch.chdir(inner.path)
    assert refs(run, "src/net/x.py") == ["architecture/ADR-0012"]


def test_central_decision_that_cannot_be_read_is_a_note(centre, run):
    """It may bind, and nobody can tell."""
    name = centre.git("rev-parse", "HEAD:history/adr/0012-use-tls.md").strip()
    (centre.path / ".git/objects" / name[:2] / name[2:]).unlink()
    result = run("adr", "for", "src/net/socket.py")
    assert "../architecture: history/adr/0012-use-tls.md cannot be read: its object is missing" in result.err
