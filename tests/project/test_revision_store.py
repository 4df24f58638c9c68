"""The log as it was at a commit: read with git, nothing checked out, nothing written."""

from __future__ import annotations

import json
import os

import pytest

from records.errors import GitError, InvalidInput, NotFound
from records.git.snapshot import Snapshot
from records.history.index_page import index
from records.history.init import initialise as init
from records.history.link import link
from records.history.new_adr import create_adr
from records.history.new_phr import create_phr
from records.history.renumber import renumber
from records.history.set_status import set_status
from records.model.drafts import AdrDraft, PhrDraft
from why_help import adr, make_project, put_adr, put_phr


@pytest.fixture
def grown(repo):
    """A decision that was proposed, accepted under a new name and superseded; prompts that came and went."""
    put_adr(repo, 1, "use-tokens", status="proposed")
    put_phr(repo, 1, "first", prompt="A prompt with the word zebra.")
    repo.commit("propose")
    repo.git("tag", "v1")
    repo.git("mv", "history/adr/0001-use-tokens.md", "history/adr/0001-use-jwt.md")
    repo.write("history/adr/0001-use-jwt.md", adr(1, "Use tokens", status="accepted"))
    repo.write("README.md", "# Other\n")
    repo.commit("accept")
    repo.write("history/adr/0001-use-jwt.md", repo.read("history/adr/0001-use-jwt.md") + "\nMore text.\n")
    repo.commit("words")
    put_adr(repo, 2, "use-sessions", extra='supersedes: ["0001-use-jwt"]\n')
    repo.write("history/adr/0001-use-jwt.md", adr(1, "Use tokens", status="superseded"))
    repo.git("rm", "-q", "history/prompts/general/0001-first.green.prompt.md")
    repo.commit("supersede")
    return repo


def test_list_show_search(grown, run):
    """Each reading command takes `--at`; what is in the work tree does not show."""
    put_adr(grown, 3, "not-committed")
    assert [row["ref"] for row in json.loads(run("list", "--at", "v1", "--json").out)] == [
        "ADR-0001",
        "general/0001",
    ]
    assert [
        row["status"] for row in json.loads(run("list", "--at", "HEAD~1", "--kind", "adr", "--json").out)
    ] == ["accepted"]
    assert len(json.loads(run("list", "--at", "HEAD", "--json").out)) == 2
    shown = json.loads(run("show", "general/1", "--at", "v1", "--json").out)
    assert shown["prompt"] == "A prompt with the word zebra."
    assert run("show", "ADR-1", "--at", "v1", "--raw").out == adr(1, "Use tokens", status="proposed")
    assert [row["ref"] for row in json.loads(run("search", "zebra", "--at", "v1", "--json").out)] == [
        "general/0001"
    ]
    assert "no record holds" in run("search", "zebra", "--at", "HEAD").err
    assert "ADR-0001" in run("graph", "ADR-2", "--at", "HEAD").out
    assert json.loads(run("stats", "--at", "v1", "--json").out)["records"] == {"adr": 1, "phr": 1}
    assert "there is no revision 'v9'" in run("list", "--at", "v9", code=2).err


def test_nothing_is_checked_out_or_written(grown, run):
    """The work tree, the index and the refs stay as they are."""
    before = (
        grown.git("status", "--porcelain"),
        grown.git("rev-parse", "HEAD"),
        sorted(os.listdir(grown.path)),
    )
    run("list", "--at", "v1")
    run("why", "README.md:1", "--at", "v1")
    assert (
        grown.git("status", "--porcelain"),
        grown.git("rev-parse", "HEAD"),
        sorted(os.listdir(grown.path)),
    ) == before


@pytest.mark.parametrize(
    "write",
    [
        lambda past: create_phr(past, PhrDraft(title="T", stage="green", prompt="P")),
        lambda past: create_adr(past, AdrDraft(title="T")),
        lambda past: set_status(past, "ADR-1", "accepted"),
        lambda past: link(past, "general/1", "led-to", "ADR-1"),
        lambda past: renumber(past, "ADR-1"),
        init,
        index,
        lambda past: past.writer.create("x.md", "y"),
        lambda past: past.at("HEAD").writer.save({"x.md": "y"}),
    ],
)
def test_the_past_cannot_be_written(grown, write):
    """Whatever would write through a project at a commit is refused with what to do, and nothing is written."""
    before = grown.git("status", "--porcelain", "--untracked-files=all")
    with pytest.raises(InvalidInput, match="can only be read"):
        write(make_project(grown).at("v1"))
    assert grown.git("status", "--porcelain", "--untracked-files=all") == before


def test_the_store_has_no_way_to_write(grown):
    """The store that reads has no method that writes, at a commit or not."""
    for store in (make_project(grown).store, make_project(grown).at("v1").store):
        assert not {"create", "save", "add", "move", "locked"} & set(dir(store))


def test_the_same_records_as_a_checkout(grown):
    """Whatever lies where: reading a commit gives what reading its checkout gives."""
    grown.write("docs/adr/0001-a.md", "# 1. A\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n")
    grown.write("docs/adr/templates/0002-t.md", "# T\n")
    grown.write("docs/adr/README.md", "# Index\n")
    grown.write("specs/001-x/prompts/0001-p.spec.prompt.md", "---\nid: 1\ntitle: P\n---\n\n## Prompt\n\nx\n")
    grown.write("specs/.hidden/prompts/0001-p.spec.prompt.md", "---\nid: 1\ntitle: P\n---\n")
    grown.write("history/prompts/deep/er/0004-q.md", "no front matter\n")
    grown.write("history/prompts/.x/0004-q.md", "no front matter\n")
    grown.write("history/notes.md", "loose\n")
    grown.write("history/adr/0009-bad.md", b"\xff\x00")
    grown.write("history/adr/0010-empty.md", "")
    (grown.path / "history/adr/0011-link.md").symlink_to("/etc/hostname")
    grown.commit("all sorts")
    project = make_project(grown)
    records = project.store.scan()
    links = [record for record in records if record.stem == "0011-link"]
    assert [record.problem for record in links] == ["lies outside the project, behind a symbolic link"]
    assert project.at("HEAD").store.scan() == [record for record in records if record not in links]


def test_snapshots(grown):
    """Files by path at a commit; a path that is not there is told; damage is an error of git's."""
    project = make_project(grown)
    assert project.location is not None
    snapshot = Snapshot.at(project.location, "v1")
    assert "README.md" in snapshot.paths
    assert snapshot.read("README.md") == b"# A project\n"
    assert snapshot.read_all(["nope", "README.md"]) == {"README.md": b"# A project\n"}
    assert snapshot.read_all([]) == {}
    with pytest.raises(NotFound, match="there is no nope at"):
        snapshot.read("nope")
    broken = Snapshot(project.location, snapshot.commit, "", {"x": "0" * 40})
    with pytest.raises(GitError, match=r"the object of x at .* is missing"):
        broken.read("x")


def test_another_process_s_git_variables_do_not_matter(grown, monkeypatch, tmp_path):
    """A hook of another repository may have left its own behind."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    monkeypatch.setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", str(tmp_path))
    assert make_project(grown).at("v1").store.scan()[0].status == "proposed"


def test_the_past_needs_a_repository(tmp_path):
    """And says so."""
    from records.project.project import Project

    with pytest.raises(GitError, match="in no git repository"):
        Project.open(str(tmp_path)).at("HEAD")


def test_history_of_a_status(grown, run):
    """Each change with its commit, oldest first; renames followed, changes of words left out."""
    rows = json.loads(run("show", "ADR-1", "--history", "--json").out)["history"]
    assert [(row["from"], row["to"], row["subject"], row["author"]) for row in rows] == [
        (None, "proposed", "propose", "Ada"),
        ("proposed", "accepted", "accept", "Ada"),
        ("accepted", "superseded", "supersede", "Ada"),
    ]
    assert rows[0]["path"] == "history/adr/0001-use-tokens.md"
    shown = run("show", "ADR-1", "--history").out
    assert "  proposed → accepted      " in shown
    assert len(json.loads(run("show", "ADR-1", "--history", "--at", "HEAD~1", "--json").out)["history"]) == 2
    put_adr(grown, 5, "fresh")
    assert "is in no commit yet" in run("show", "5", "--history").err


def test_history_needs_a_repository(tmp_path, run, monkeypatch, grown):
    """Without git there is no past to tell."""
    folder = tmp_path / "plain"
    put_adr(type(grown)(folder), 1, "x")
    monkeypatch.chdir(folder)
    assert "in no git repository" in run("show", "ADR-1", "--history", code=2).err
