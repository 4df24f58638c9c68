"""Run git on a repository that may be hostile: nothing of its configuration is executed."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from records.errors import GitError
from records.git.repository import find_location

if TYPE_CHECKING:
    from records.git.answer_cache import Kept

# What a repository's configuration could make git run, switched off on every call: hooks, the file-system
# monitor, pagers, external diffs, signature checks, and aliases (a built-in command is never an alias).
_HARDENED = (
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.fsmonitor=false",
    "-c", "core.pager=cat",
    "-c", "core.quotePath=false",
    "-c", "core.sshCommand=false",
    "-c", "core.askPass=",
    "-c", "credential.helper=",
    "-c", "diff.external=",
    "-c", "log.showSignature=false",
    "-c", "gpg.program=false",
    "-c", "protocol.allow=never",
    "-c", "submodule.recurse=false",
    "-c", "color.ui=false",
)  # fmt: skip
_KEPT = frozenset(("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH"))


def clean_environment() -> dict[str, str]:
    """The environment for git: what a hook or another repository left behind in `GIT_*` is dropped.

    The author's name and mail (`GIT_AUTHOR_*`, `GIT_COMMITTER_*`) and the user's own files stay.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_")
        or name in _KEPT
        or name.startswith(("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"))
        or name == "GIT_CONFIG_NOSYSTEM"
    }
    kept.update(
        GIT_TERMINAL_PROMPT="0",
        GIT_OPTIONAL_LOCKS="0",
        GIT_PAGER="cat",
        GIT_NO_LAZY_FETCH="1",
        LC_ALL="C",
    )
    return kept


@dataclass(frozen=True, slots=True)
class GitSettings:
    """What the configuration of a repository says.

    Attributes:
        user_name: the name that git would write into a commit; None where none is configured.
        without_filters: options that switch off the clean and smudge filters of the repository's own configuration,
            for commands that read the work tree and would run them; the user's own (`git lfs install`) stay.
    """

    user_name: str | None
    without_filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Git:
    """Git in one folder.

    Attributes:
        cwd: the folder git is run in, an absolute path.
        kept: what it answered about objects, where that is kept; a process that ends soon keeps nothing.
    """

    cwd: str
    kept: Kept | None = field(default=None, compare=False)

    def without_filters(self) -> tuple[str, ...]:
        """Options that switch off the filters of the repository's own configuration (see `GitSettings`).

        Git is not asked where the repository's configuration cannot name one: most never do.
        """
        return () if self._names_no_filter() else self.settings().without_filters

    def _names_no_filter(self) -> bool:
        """Whether neither file of the repository's own configuration has the word, or brings in another file."""
        location = find_location(self.cwd)
        if location is None:
            return False
        try:
            with open(os.path.join(location.common_dir, "config"), "rb") as file:
                text = file.read().lower()
            with (
                suppress(FileNotFoundError),
                open(os.path.join(location.git_dir, "config.worktree"), "rb") as file,
            ):
                text += file.read().lower()
        except OSError:
            return False
        return b"filter" not in text and b"include" not in text

    def settings(self) -> GitSettings:
        """What the configuration says that `records` must know, from one call."""
        asked = ("config", "--show-scope", "-z", "--get-regexp", r"^(filter\..*|user\.name)$")
        fields = self.run(*asked, check=False).decode("utf-8", "surrogateescape").split("\0")
        drivers: set[str] = set()
        user = None
        for scope, entry in zip(fields[::2], fields[1::2], strict=False):
            name, _, value = entry.partition("\n")
            if name == "user.name":
                user = value or None
            elif scope in ("local", "worktree") and name.count(".") > 1:
                drivers.add(name.rpartition(".")[0])
        keys = ("clean=", "smudge=", "process=", "required=false")
        off = (part for driver in sorted(drivers) for key in keys for part in ("-c", f"{driver}.{key}"))
        return GitSettings(user, tuple(off))

    def run(
        self,
        *args: str,
        stdin: bytes | None = None,
        check: bool = True,
        env: dict[str, str] | None = None,
    ) -> bytes:
        """Run one git command and return what it wrote to its standard output.

        Args:
            args: the command and its arguments (`"rev-parse", "HEAD"`).
            stdin: what it reads from its standard input; nothing by default.
            check: raise when git exits with anything but 0; else its output so far is returned.
            env: variables to add to the cleaned environment.

        Raises:
            GitError: git is not installed, or *check* is set and it failed.
        """
        result = self.call(*args, stdin=stdin, env=env)
        if check and result.returncode:
            said = result.stderr.decode("utf-8", "replace").strip().split("\n")[0]
            owned = f"if you trust it: git config --global --add safe.directory {self.cwd}"
            hint = owned if "dubious ownership" in said else ""
            raise GitError(f"git {_command(args)} failed in {self.cwd}: {said or result.returncode}", hint)
        return result.stdout

    def told(self, *args: str, stdin: bytes = b"", check: bool = True) -> bytes:
        """As `run`, of a command whose answer hangs on nothing but the full ids that it is given.

        No symbolic name (HEAD), no file of the work tree, nothing that attributes change (a diff): it may be kept.

        Raises:
            GitError: as `run`.
        """
        location = find_location(self.cwd) if self.kept else None
        if self.kept is None or location is None:
            return self.run(*args, stdin=stdin, check=check)
        asked = (self.cwd, args, stdin)
        return self.kept.answer(location, asked, lambda: self.run(*args, stdin=stdin, check=check))

    def call(
        self, *args: str, stdin: bytes | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run one git command and return its exit code, standard output and standard error.

        Raises:
            GitError: git is not installed.
        """
        environment = clean_environment()
        if env:
            environment.update(env)
        try:
            return subprocess.run(
                ["git", "--no-pager", *_HARDENED, *args],
                cwd=self.cwd,
                env=environment,
                input=stdin if stdin is not None else b"",
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise GitError("git was not found on PATH", "install git, or add it to PATH") from error

    def text(self, *args: str, check: bool = True) -> str:
        """Run one git command and return its output as text without the last line break.

        Raises:
            GitError: as `run`.
        """
        return self.run(*args, check=check).decode("utf-8", "surrogateescape").rstrip("\n")


def _command(args: tuple[str, ...]) -> str:
    """The command among its arguments: what stands behind the options that are given to git itself."""
    rest = list(args)
    while len(rest) > 2 and rest[0] == "-c":
        rest = rest[2:]
    return rest[0]
