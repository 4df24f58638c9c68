"""Addresses on the forge, and the colours of a theme."""

from __future__ import annotations

import pytest

from records.errors import ConfigError
from records.git import Git
from records.project.settings import SiteSettings
from records.site.forge import find_forge, origin_of
from records.site.palette import DARK, LIGHT, contrast, readable, theme_css


@pytest.mark.parametrize(
    ("remote", "url"),
    [
        ("git@github.com:owner/name.git", "https://github.com/owner/name"),
        ("https://user:secret@github.com/owner/name.git", "https://github.com/owner/name"),
        ("ssh://git@gitlab.example.org:2222/group/sub/name.git", "https://gitlab.example.org/group/sub/name"),
        ("https://codeberg.org/owner/name/", "https://codeberg.org/owner/name"),
        ("http://gitea.local:3000/owner/name.git", "http://gitea.local:3000/owner/name"),
        ("git@github-work:owner/name.git", "https://github.com/owner/name"),
        ("git@gitlab:owner/name.git", "https://gitlab/owner/name"),
    ],
)
def test_a_remote_tells_the_forge_without_its_secrets(repo, remote, url):
    """The forge's address comes from the remote, without credentials."""
    repo.git("remote", "add", "origin", remote)
    assert find_forge(SiteSettings(), origin_of(Git(str(repo.path)))).url == url


def test_a_remote_is_spelled_out_as_git_would(repo):
    """`insteadOf` of git's settings applies to the remote."""
    repo.git("config", "url.https://github.com/.insteadOf", "gh:")
    repo.git("remote", "add", "origin", "gh:owner/name")
    assert find_forge(SiteSettings(), origin_of(Git(str(repo.path)))).url == "https://github.com/owner/name"


@pytest.mark.parametrize(
    "remote", ["/srv/git/name.git", "../name", "git@unknown.example.org:o/n.git", "javascript:alert(1)"]
)
def test_an_unknown_remote_gives_no_links(repo, remote):
    """A remote that is no known forge gives no links."""
    repo.git("remote", "add", "origin", remote)
    assert find_forge(SiteSettings(), origin_of(Git(str(repo.path)))) is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("github", "https://h.example/o/n/blob/abc/src/a%20b.py#L3-L9"),
        ("gitlab", "https://h.example/o/n/-/blob/abc/src/a%20b.py#L3-9"),
        ("bitbucket", "https://h.example/o/n/src/abc/src/a%20b.py#lines-3:9"),
        ("gitea", "https://h.example/o/n/src/commit/abc/src/a%20b.py#L3-L9"),
    ],
)
def test_each_forge_spells_lines_in_its_own_way(kind, expected):
    """Each forge has its own syntax for files and line ranges."""
    forge = find_forge(SiteSettings(repository="https://h.example/o/n", forge=kind), "")
    assert forge.file("src/a b.py", "abc", "3", "9") == expected
    assert forge.file("a", "abc", "3").endswith("3")
    assert forge.name == "o/n"
    assert forge.commit("abc").startswith("https://h.example/o/n/")


@pytest.mark.parametrize("accent", ["#3451b2", "#ffff00", "#000000", "#ffffff", "#808080", "#ff0000"])
def test_any_accent_becomes_readable_in_both_themes(accent):
    """Any accent colour is adjusted to a contrast of at least 4.5 in both themes."""
    assert contrast(readable(accent, LIGHT), LIGHT) >= 4.5
    assert contrast(readable(accent, DARK), DARK) >= 4.5
    assert "--accent" in theme_css(accent)


def test_what_is_no_colour_is_refused():
    """A value that is not a colour is an error."""
    with pytest.raises(ConfigError, match="not a colour"):
        theme_css("red; } body { display: none")
