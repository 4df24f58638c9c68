"""A git repository to play in, and what a command line gave."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """What a command line gave."""

    code: int
    out: str
    err: str


class Repo:
    """A git work tree to play in."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def git(self, *args: str, check: bool = True) -> str:
        """Run git and return what it printed."""
        result = subprocess.run(
            ["git", *args], cwd=self.path, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert not check or result.returncode == 0, result.stderr
        return result.stdout.rstrip("\n")

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file, folders included."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text)
        return path

    def read(self, name: str) -> str:
        """A file's text, line ends as they are."""
        return (self.path / name).read_bytes().decode("utf-8", "surrogateescape")

    def commit(self, subject: str = "a change") -> str:
        """Commit everything and return the commit's id."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject)
        return self.git("rev-parse", "HEAD")


def make_repo(path: Path) -> Repo:
    """A new repository with an identity and no commit."""
    path.mkdir(parents=True, exist_ok=True)
    repo = Repo(path)
    repo.git("init", "-q", "-b", "main")
    repo.git("config", "user.name", "Ada")
    repo.git("config", "user.email", "ada@example.org")
    return repo


class _AnyCode:
    """Equal to every exit code."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


ANY_CODE = _AnyCode()
