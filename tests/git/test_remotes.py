"""A page of the repository on its forge is known by the address of the remote, whatever its form."""

import json

import pytest

from records.git.forge_pages import paths_of_page
from records.git.remotes import parse_remote

PATH = "docs/adr/0003-use-x.md"
PAIRS = [
    ("https://github.com/Ada/app.git", f"https://github.com/ada/App/blob/main/{PATH}"),
    ("git@github.com:ada/app.git", f"https://github.com/ada/app/blob/feature/long/name/{PATH}#decision"),
    ("git@github-work:ada/app", f"https://www.github.com/ada/app/blame/main/{PATH}"),
    ("https://github.com/ada/app", f"https://raw.githubusercontent.com/ada/app/main/{PATH}"),
    ("https://token@github.com/ada/app", f"https://github.com/ada/app/tree/v1.0/{PATH}?plain=1"),
    ("ssh://git@github.acme.example:2222/ada/app.git", f"https://github.acme.example/ada/app/blob/main/{PATH}"),
    ("git@gitlab.com:team/sub/app.git", f"https://gitlab.com/team/sub/app/-/blob/main/{PATH}?ref_type=heads"),
    ("https://git.acme.example/team/app.git", f"https://git.acme.example/team/app/-/raw/main/{PATH}"),
    ("git@bitbucket.org:ada/app.git", f"https://bitbucket.org/ada/app/src/main/{PATH}"),
    ("ssh://git@bb.acme.example:7999/pro/app.git", f"https://bb.acme.example/projects/PRO/repos/app/browse/{PATH}?at=x"),
    ("https://bb.acme.example/scm/~ada/app.git", f"https://bb.acme.example/users/ada/repos/app/browse/{PATH}"),
    ("git@ssh.dev.azure.com:v3/org/pro/app", f"https://dev.azure.com/org/pro/_git/app?path=/{PATH}&version=GBmain"),
    ("https://org@dev.azure.com/org/My%20Pro/_git/app", f"https://dev.azure.com/org/My%20Pro/_git/app?path=%2F{PATH}"),
    ("https://codeberg.org/ada/app.git", f"https://codeberg.org/ada/app/src/branch/main/{PATH}"),
    ("https://codeberg.org/ada/app.git", f"https://codeberg.org/ada/app/src/commit/0123abc/{PATH}"),
]  # fmt: skip


@pytest.mark.parametrize(("remote", "url"), PAIRS)
def test_a_page_of_the_own_repository(remote, url):
    """GitHub, GitLab, Bitbucket, Azure DevOps and Gitea, hosted by others or by oneself, over https and ssh."""
    address = parse_remote(remote)
    assert address is not None
    assert PATH in paths_of_page(url, [address])


@pytest.mark.parametrize(
    "url",
    [
        f"https://github.com/ada/other/blob/main/{PATH}",
        f"https://github.com/bob/app/blob/main/{PATH}",
        f"https://gitlab.com/ada/app/-/blob/main/{PATH}",
        f"https://github.com/ada/app-docs/blob/main/{PATH}",
        "https://github.com/ada/app",
        "https://github.com/ada",
        "https://github.com/ada/app/issues/3",
    ],
)
def test_a_page_of_something_else(url):
    """Another repository, another owner and another host show no file of this one."""
    address = parse_remote("git@github.com:ada/app.git")
    assert address is not None
    assert PATH not in paths_of_page(url, [address])
    assert parse_remote("../app") is None
    assert parse_remote("/srv/git/app.git") is None


TEXT = "# {0}. T {0}\n\nDate: 2026-01-01\n\n## Status\n\n{1}\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"


@pytest.mark.parametrize("folder", ["", "services/api/"])
def test_a_link_to_the_own_forge_leads_to_the_record(run, repo, monkeypatch, folder):
    """The successor is known, its inverse derived, and nothing is missed; another repository's page stays a URL."""
    repo.git("remote", "add", "origin", "git@github.com:ada/app.git")
    page = f"https://github.com/ada/app/blob/main/{folder}docs/adr/0002-b.md"
    other = "https://github.com/bob/app/blob/main/docs/adr/0002-b.md"
    if folder:
        repo.write(f"{folder}.records/config.toml", "")
    repo.write(f"{folder}docs/adr/0001-a.md", TEXT.format(1, f"Superseded by [ADR 2]({page})"))
    repo.write(f"{folder}docs/adr/0002-b.md", TEXT.format(2, f"Accepted\n\nAmends [ADR 2]({other})"))
    repo.commit("Begin")
    monkeypatch.chdir(repo.path / folder)
    old, new = json.loads(run("list", "--json").out)
    assert [(link["relation"], link["target"]) for link in old["links"]] == [("superseded-by", "adr/0002-b")]
    assert [link["relation"] for link in new["backlinks"]] == ["supersedes"]
    assert new["links"][0]["target"] == other
    assert "ADR010" not in run("check").out
