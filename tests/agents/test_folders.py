"""The repository of a session: by recorded roots, never by the names of folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.agents import claude, folders
from records.agents.search import Search


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository with a folder, beside another one whose name begins like its name."""
    for name in ("shop", "shop-two", "shop/vendor/lib"):
        (tmp_path / name / ".git").mkdir(parents=True)
    (tmp_path / "shop" / "apps" / "web.site").mkdir(parents=True)
    (tmp_path / "plain").mkdir()
    return tmp_path / "shop"


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("", True),
        ("apps/web.site", True),
        ("removed/later", True),
        ("vendor/lib", False),
        ("../shop-two", False),
        ("../plain", None),
        ("../gone", None),
    ],
)
def test_a_folder_belongs_to_the_repository_that_it_is_in(
    shop: Path, folder: str, expected: bool | None
) -> None:
    """Folders below, also removed ones; not a repository inside or beside; elsewhere it cannot be said."""
    assert folders.is_ours(str((shop / folder).resolve()), [str(shop)]) is expected


def test_a_link_to_the_repository_is_the_repository(shop: Path, tmp_path: Path) -> None:
    """An agent may record the path through a symbolic link."""
    (tmp_path / "link").symlink_to(shop)
    assert folders.is_ours(str(tmp_path / "link" / "apps"), [str(shop)]) is True


@pytest.mark.parametrize("path", ["C:\\Users\\ada\\shop\\src", "c:/Users/ada/shop", "C:/Users/ada/shop/"])
def test_roots_of_windows_are_compared_in_one_spelling(path: str) -> None:
    """Backslashes, and the drive in either case."""
    assert folders.is_below(path, ["C:\\Users\\ada\\shop"])
    assert not folders.is_below(path, ["C:\\Users\\ada\\sho"])


def test_recorded_folders_are_read_as_json(tmp_path: Path) -> None:
    """Escapes and any script; a broken value is passed over."""
    path = tmp_path / "x.jsonl"
    path.write_text('{"cwd": "/w/gr\\u00f6\\u00dfe \\ud83d\\ude00"}\n{"cwd":"/v"}\n{"cwd": "\\x"}\n', "utf-8")
    assert list(folders.recorded_folders(path, "cwd")) == ["/w/größe 😀", "/v"]


def test_claudes_folders_of_long_and_astral_paths_are_found(tmp_path: Path) -> None:
    """A name is cut after 200 characters; a sign outside the basic plane makes two dashes."""
    home, root = tmp_path / "home", f"/w/😀/{'deep/' * 60}shop"
    name = ("-w---" + "-deep" * 60)[:200] + "-1a2b3c"
    transcript = home / ".claude" / "projects" / name / "s.jsonl"
    transcript.parent.mkdir(parents=True)
    transcript.write_text("{}\n")
    assert list(claude.transcript_paths([root], Search(home, {}))) == [transcript]
