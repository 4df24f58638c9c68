"""A project as a commit has it: settings, other tools' configuration and records come from git's objects."""

from __future__ import annotations

import pytest

from org_help import bare_clone, decision, repository
from records.git.location import open_location
from records.git.refs import default_commit
from records.git.run import Git
from records.project.committed import open_committed
from records.project.project import Project


def opened(path):
    """The project at HEAD of the repository at a path, and the problem of its settings."""
    location = open_location(str(path))
    return open_committed(location, default_commit(Git.at(location), location))


CONFIGURATIONS = {
    ".adr-dir": "decisions\n",
    "adrs.toml": 'adr_dir = "decisions"\n',
    ".log4brains.yml": "project:\n  name: x\n  adrFolder: ./decisions\n",
    ".records/config.toml": '[adr]\ndirectory = "decisions"\n',
}


@pytest.mark.parametrize("name", sorted(CONFIGURATIONS))
def test_folder_that_a_configuration_names_is_read_at_the_commit(tmp_path, name):
    """As in the work tree, whatever tool the configuration belongs to, and whatever the work tree says now."""
    repo = repository(tmp_path / "shop")
    repo.write(name, CONFIGURATIONS[name])
    repo.write("decisions/0001-use-tar.md", decision(1, "Use tar"))
    repo.commit("decide")
    expected = [record.as_json() for record in Project.open(str(repo.path)).store.scan()]
    repo.write(name, "")
    repo.write("decisions/0001-use-tar.md", "changed")
    project, problem = opened(bare_clone(repo, tmp_path / "shop.git"))
    assert [record.as_json() for record in project.store.scan()] == expected
    assert len(expected) == 1
    assert problem == ""


def test_folder_of_adr_tools_is_read_at_the_commit(tmp_path):
    """`doc/adr` is a log where there is no other."""
    repo = repository(tmp_path / "shop")
    repo.write("doc/adr/0001-use-tar.md", decision(1, "Use tar"))
    repo.commit("decide")
    project, _ = opened(repo.path)
    assert [record.ref for record in project.store.scan()] == ["ADR-0001"]
    assert project.log == "doc/adr"


def test_settings_that_cannot_be_read_are_a_problem_and_the_records_are_read(tmp_path):
    """An unknown key, a damaged file: defaults take their place."""
    repo = repository(tmp_path / "shop", use_tar="Use tar")
    repo.write(".records/config.toml", "[adr]\nfolder = 'x'\n")
    repo.commit("set")
    project, problem = opened(repo.path)
    assert "unknown key 'adr.folder'" in problem
    assert [record.title for record in project.store.scan()] == ["Use tar"]


def test_settings_whose_object_is_missing_are_a_problem_too(tmp_path):
    """The problem names the file; the records are read."""
    repo = repository(tmp_path / "shop", use_tar="Use tar")
    repo.write(".records/config.toml", "[adr]\ndirectory = 'history/adr'\n")
    repo.commit("set")
    blob = repo.git("rev-parse", "HEAD:.records/config.toml")
    (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    project, problem = opened(repo.path)
    assert problem.startswith(".records/config.toml cannot be read: ")
    assert [record.title for record in project.store.scan()] == ["Use tar"]


def test_file_whose_object_is_missing_is_an_unreadable_record(tmp_path):
    """As in a partial clone: it is listed, the others are read, and nothing is fetched."""
    repo = repository(tmp_path / "shop", use_tar="Use tar", use_zip="Use zip", use_gzip="Use gzip")
    for name in ("0001-use-tar", "0002-use-zip"):
        blob = repo.git("rev-parse", f"HEAD:history/adr/{name}.md")
        (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    project, _ = opened(repo.path)
    records = project.store.scan()
    assert [record.readable for record in records] == [False, False, True]
    assert records[0].problem == "its object is missing or damaged"


def test_file_whose_object_is_damaged_is_an_unreadable_record(tmp_path):
    """Git stops there; the files behind it are read all the same."""
    repo = repository(tmp_path / "shop", use_tar="Use tar", use_zip="Use zip", use_gzip="Use gzip")
    blob = repo.git("rev-parse", "HEAD:history/adr/0002-use-zip.md")
    path = repo.path / ".git/objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.write_bytes(b"junk")
    project, _ = opened(repo.path)
    assert [record.readable for record in project.store.scan()] == [True, False, True]


def test_links_to_pages_of_the_forge_are_resolved_in_a_bare_clone(tmp_path):
    """The remote of the bare clone itself decides, not that of a repository around it."""
    repo = repository(tmp_path / "shop", use_tar="Use tar")
    url = "https://github.com/team/shop/blob/main/history/adr/0001-use-tar.md"
    repo.write(
        "history/adr/0002-use-zip.md", decision(2, "Use zip", f"Accepted\n\nSupersedes [ADR-1]({url})")
    )
    repo.commit("decide")
    path = bare_clone(repo, tmp_path / "shop.git")
    repo.git("-C", str(path), "remote", "set-url", "origin", "https://github.com/team/shop.git")
    project, _ = opened(path)
    targets = [link.target for record in project.store.scan() for link in record.links]
    assert targets == ["history/adr/0001-use-tar.md"]
