"""Run git on a repository that may be hostile: the only module that starts git, and nothing the repository names runs.

Five measures apply to every command, so that no caller can forget one:

- git is found on `PATH` without the current directory (`find_program`), where Windows would look first;
- the repository is named in the environment (`GIT_DIR`, `GIT_WORK_TREE`), so a tracked folder that looks like a
  repository is never discovered, and `safe.bareRepository=explicit` refuses it a second time;
- `_OVERRIDES` replaces every setting that names a program or a transport;
- filters of the repository's own configuration are replaced by none (the user's own, such as Git LFS, stay);
- `_COMMAND_OPTIONS` switches external diffs, text conversion and submodules off for the commands that know them.
"""

from __future__ import annotations

import os

from records.capture_hook import find_program
from records.dataclass import dataclass, field
from records.encoding import decode
from records.errors import GitError
from records.git.location import Location, find_location
from records.git.process import CompletedProcess, run_program
from records.git.trust import OTHER_OWNER, refuse_pipes, require_trust
from records.regular_file import read_bytes

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.git.output_cache import OutputCache

_ERROR_PREFIXES = ("fatal: ", "error: ")
_NO_COMMIT = (
    b"not have any commits", b"bad revision", b"unknown revision", b"bad object", b"not a git repository"
)  # fmt: skip
"""What git says, in the locale C, of a revision that names no commit."""
MISSING_HINT = "fetch what this clone left out: git fetch --refetch --no-filter origin"
_OVERRIDES = (
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("core.pager", "cat"),
    ("core.editor", "false"),
    ("core.sshCommand", "false"),
    ("core.gitProxy", "false"),
    ("core.askPass", ""),
    ("core.alternateRefsCommand", "false"),
    ("credential.helper", ""),
    ("diff.external", ""),
    ("gpg.program", "false"),
    ("gpg.openpgp.program", "false"),
    ("gpg.x509.program", "false"),
    ("gpg.ssh.program", "false"),
    ("log.showSignature", "false"),
    ("log.showRoot", "true"),
    ("format.pretty", "medium"),
    ("diff.orderFile", os.devnull),  # the file that is named may be anywhere, and may have no end
    ("protocol.allow", "never"),
    ("safe.bareRepository", "explicit"),
    ("submodule.recurse", "false"),
    ("status.submoduleSummary", "false"),
    ("diff.submodule", "short"),
    ("diff.ignoreSubmodules", "dirty"),
    # not programs: settings that change how the output reads
    ("core.quotePath", "false"),
    ("core.bigFileThreshold", "512m"),
    ("color.ui", "false"),
    ("i18n.logOutputEncoding", "UTF-8"),
)
_DIFF_OPTIONS = (
    "--no-ext-diff", "--no-textconv", "--no-color", "--submodule=short", "--ignore-submodules=dirty"
)  # fmt: skip
_COMMAND_OPTIONS = {
    "blame": ("--no-textconv",),
    "diff": _DIFF_OPTIONS,
    "diff-tree": _DIFF_OPTIONS,
    "grep": ("--no-textconv", "--no-recurse-submodules", "--no-color", "--no-column"),
    "log": _DIFF_OPTIONS,
    "show": _DIFF_OPTIONS,
    "status": ("--ignore-submodules=all",),
}
_FILTER_KEYS = (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
_VARIABLES = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_NO_LAZY_FETCH": "1",
    "NoDefaultCurrentDirectoryInExePath": "1",  # for what git starts on Windows
    "GIT_ALLOW_PROTOCOL": "none",  # also over `protocol.ext.allow` of the repository's own
    "LC_ALL": "C",
}
_PASSED_ON = frozenset(
    ("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", OTHER_OWNER)
)


def clean_environment() -> dict[str, str]:
    """Return the environment for git, without what a hook or another repository left in `GIT_*`.

    The author's name and mail (`GIT_AUTHOR_*`, `GIT_COMMITTER_*`) and the user's own configuration files stay.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_")
        or name in _PASSED_ON
        or name.startswith(("GIT_AUTHOR_", "GIT_COMMITTER_"))
    }
    return environment | _VARIABLES


def shell_environment() -> str:
    """Return shell commands that make git's environment as this module does, but for the repository and its filters.

    A script with them must not start git where the repository's configuration names filters.
    """
    passed_on = "|".join(sorted(_PASSED_ON | {"GIT_AUTHOR_*", "GIT_COMMITTER_*"}))
    variables = _VARIABLES | _configuration(list(_OVERRIDES))
    return (
        "case $(export -p) in *GIT_*)\n"
        "  for v in $(export -p | sed -n 's/^[a-z -]* \\(GIT_[A-Za-z0-9_]*\\).*/\\1/p'); do\n"
        f'    case $v in {passed_on}) ;; *) unset "$v" ;; esac\n'
        "  done ;;\nesac\n" + "".join(f"export {name}='{value}'\n" for name, value in variables.items())
    )


@dataclass(frozen=True, slots=True)
class Git:
    """Git in one folder.

    Attributes:
        cwd: the folder git is run in, an absolute path.
        output_cache: where output about objects is cached; None in a process that ends soon.
        location: the repository, where it is not to be looked for above *cwd*; a bare one has to be named.
    """

    cwd: str
    output_cache: OutputCache | None = field(default=None, compare=False)
    location: Location | None = None

    @classmethod
    def at(cls, location: Location) -> Git:
        """Return git in a repository that is known; nothing is looked for."""
        return cls(location.root, location=location)

    def run(
        self,
        *args: str,
        stdin: bytes | None = None,
        check: bool = True,
        env: Mapping[str, str] | None = None,
    ) -> bytes:
        """Run one git command and return its standard output.

        Args:
            args: the command and its arguments (`"rev-parse", "HEAD"`).
            stdin: its standard input; empty by default.
            check: raise when git exits with anything but 0; otherwise the output so far is returned.
            env: variables to add to the cleaned environment.

        Raises:
            GitError: git is not installed, or *check* is set and it failed.
        """
        process = self.call(*args, stdin=stdin, env=env)
        if check and process.returncode:
            raise self._failure(args, process)
        return process.stdout

    def run_log(self, *args: str) -> bytes:
        """Return the output of `git log`; what there is so far where a revision names no commit.

        Raises:
            GitError: git fails for another reason: what it would have listed is not known.
        """
        process = self.call("log", *args)
        if process.returncode and not any(sign in process.stderr for sign in _NO_COMMIT):
            raise self._failure(("log",), process)
        return process.stdout

    def run_cached(self, *args: str, stdin: bytes = b"", check: bool = True) -> bytes:
        """Run a command whose output depends only on the full ids in its arguments and input, or return it cached.

        No symbolic name (HEAD), no file of the work tree, and nothing that attributes change (a diff) may be in it.

        Raises:
            GitError: as `run`.
        """
        location = self._find_location() if self.output_cache else None
        if self.output_cache is None or location is None:
            return self.run(*args, stdin=stdin, check=check)
        command = (self.cwd, args, stdin)
        return self.output_cache.get_or_run(
            location, command, lambda: self.run(*args, stdin=stdin, check=check)
        )

    def call(
        self, *args: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None
    ) -> CompletedProcess:
        """Run one git command and return its exit code, standard output and standard error.

        Raises:
            GitError: git is not installed, the folder is gone, or the repository belongs to somebody else.
        """
        index = _command_index(args)
        options = _COMMAND_OPTIONS.get(args[index], ())
        arguments = [*args[: index + 1], *options, *args[index + 1 :]]
        return _start(arguments, self.cwd, {**self._environment(), **(env or {})}, stdin or b"")

    def text(self, *args: str, check: bool = True) -> str:
        """Run one git command and return its output as text without the last line break.

        Raises:
            GitError: as `run`.
        """
        return decode(self.run(*args, check=check)).rstrip("\n")

    def _failure(self, args: tuple[str, ...], process: CompletedProcess) -> GitError:
        command = args[_command_index(args)]
        message = error_line(process) or process.returncode
        return GitError(f"git {command} failed in {self.cwd}: {message}", missing_hint(process))

    def version(self) -> str:
        """Return what git says its version is."""
        return self.text("--version")

    def _find_location(self) -> Location | None:
        return self.location or find_location(self.cwd)

    def _environment(self) -> dict[str, str]:
        """Return the cleaned environment with the repository's name and all overrides.

        Raises:
            GitError: the repository belongs to somebody else.
        """
        environment = clean_environment()
        location = self._find_location()
        overrides = list(_OVERRIDES)
        if location is None:
            environment["GIT_DIR"] = os.path.join(
                self.cwd, ".git"
            )  # nothing to discover: `git init` creates it
        else:
            require_trust(location, _ask_for_refusal)
            environment.update(GIT_DIR=location.git_dir, GIT_WORK_TREE=location.root)
            overrides += _filter_overrides(location, environment)
        return environment | _configuration(overrides)


_TRANSPORTS = "file:git:http:https:ssh"
_OWN_TRANSPORT = ("GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_ASKPASS", "GIT_PROXY_COMMAND")
_FETCH_OVERRIDES = (
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("fetch.recurseSubmodules", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
)


def create_git_dir(git_dir: str, *options: str) -> None:
    """Run `git init` for a git directory, wherever it lies: a repository around it is not taken for the one meant.

    Args:
        git_dir: absolute path; what is above it must exist.
        options: of `git init`.

    Raises:
        GitError: git is not installed, or it failed.
    """
    environment = {**clean_environment(), "GIT_DIR": git_dir, **_configuration(list(_OVERRIDES))}
    process = _start(["init", "--quiet", *options], os.path.dirname(git_dir), environment, b"")
    if process.returncode:
        message = error_line(process)
        raise GitError(f"git init failed in {git_dir}: {message}")


def call_with_transport(
    git_dir: str, *args: str, cwd: str = "", env: Mapping[str, str] | None = None
) -> CompletedProcess:
    """Run git on a bare git directory that we made, with the transports and credentials of the user.

    The settings of the user decide how a remote is reached; there are no other ones, so *git_dir* must hold none that
    somebody else wrote. git never asks for a password on the terminal.

    Args:
        git_dir: absolute path.
        args: the command and its arguments.
        cwd: where a remote that is a relative path begins; the git directory by default.
        env: variables to add.

    Raises:
        GitError: git is not installed.
    """
    own = {name: value for name in _OWN_TRANSPORT if (value := os.environ.get(name)) is not None}
    environment = {
        **clean_environment(), **own, "GIT_DIR": git_dir, "GIT_ALLOW_PROTOCOL": _TRANSPORTS, **(env or {}),
        **_configuration(list(_FETCH_OVERRIDES)),
    }  # fmt: skip
    return _start([*args], cwd or git_dir, environment, b"")


def _start(arguments: list[str], cwd: str, environment: dict[str, str], stdin: bytes) -> CompletedProcess:
    program = find_program("git")
    if program is None:
        raise GitError("git was not found on PATH", "install git, or add it to PATH")
    try:
        command = [program, "-C", cwd, "--no-pager", *arguments]
        process = run_program(command, environment, stdin, lambda: refuse_pipes(cwd, environment))
    except OSError as error:
        hint = "raise the limit of open files (ulimit -n 256), or free memory"
        raise GitError(f"git could not be started: {error.strerror}", hint) from error
    if process.returncode and not os.path.isdir(cwd):
        raise GitError(f"the folder {cwd} is gone", "change to a folder that exists")
    return process


def error_line(process: CompletedProcess) -> str:
    """Return what git says is wrong: its first line that is an error, without the prefix, else its first line."""
    lines = [line for line in process.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    line = next((line for line in lines if line.startswith(_ERROR_PREFIXES)), next(iter(lines), ""))
    return line.removeprefix(_ERROR_PREFIXES[0]).removeprefix(_ERROR_PREFIXES[1])


def missing_hint(process: CompletedProcess) -> str:
    """Return what to do where git failed for want of an object that a partial clone left out; else nothing."""
    return MISSING_HINT if b"promisor remote" in process.stderr else ""


def _configuration(settings: list[tuple[str, str]]) -> dict[str, str]:
    """Return variables that give git settings (git-config(1)); unlike `-c`, a name may hold an equals sign."""
    variables = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (name, value) in enumerate(settings):
        variables[f"GIT_CONFIG_KEY_{number}"] = name
        variables[f"GIT_CONFIG_VALUE_{number}"] = value
    return variables


def _command_index(args: tuple[str, ...]) -> int:
    """Return the place of the command among the arguments: behind git's own options."""
    index = 0
    while index < len(args) - 1 and args[index].startswith("-"):
        index += 2 if args[index] in ("-c", "-C") else 1
    return index


def _filter_overrides(location: Location, environment: dict[str, str]) -> list[tuple[str, str]]:
    """Return settings that switch off the filters of the repository's own configuration."""
    texts = []
    for path in (
        os.path.join(location.common_dir, "config"),
        os.path.join(location.git_dir, "config.worktree"),
    ):
        try:
            texts.append(read_bytes(path))
        except OSError:
            continue
    if not any(word in text.lower() for text in texts for word in (b"filter", b"include")):
        return []  # most repositories: git need not be asked
    return _repository_filters(location, environment, b"\0".join(texts))


_filters: dict[tuple[Location, str, bytes], list[tuple[str, str]]] = {}
"""The filters of each repository that was asked about, for its environment and configuration."""


def _repository_filters(
    location: Location, environment: dict[str, str], configuration: bytes
) -> list[tuple[str, str]]:
    key = location, repr(environment), configuration
    if key not in _filters:
        _filters[key] = _ask_for_filters(location, environment)
    return _filters[key]


def _ask_for_filters(location: Location, environment: dict[str, str]) -> list[tuple[str, str]]:
    variables = environment | _configuration(list(_OVERRIDES))
    command = ["config", "--show-scope", "--name-only", "-z", "--get-regexp", r"^filter\."]
    output = decode(_start(command, location.root, variables, b"").stdout)
    fields = output.split("\0")
    drivers = {
        name.rpartition(".")[0]
        for scope, name in zip(fields[::2], fields[1::2], strict=False)
        if scope in ("local", "worktree") and name.count(".") > 1
    }
    return [(f"{driver}.{key}", value) for driver in sorted(drivers) for key, value in _FILTER_KEYS]


def _ask_for_refusal(location: Location) -> str:
    """Return why git itself refuses the repository when it discovers it; empty when it does not."""
    overrides = [*_OVERRIDES, *((("safe.bareRepository", "all"),) if location.is_bare else ())]
    process = _start(
        ["rev-parse", "--git-dir"], location.root, clean_environment() | _configuration(overrides), b""
    )
    return error_line(process) if process.returncode else ""
