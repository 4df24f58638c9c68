"""A folder of the project that somebody swaps for a link in the moment in which a file is written: nothing lands elsewhere.

Real processes that swap folders in a loop hit the moment once in some hundred runs; here it is forced. `bench/swaps.py`
starts such processes.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path

import pytest

from command_lines import write_example_records
from records.cli.main import main as run_records
from repository import make_repo

WRITING = (
    "open",
    "mkdir",
    "link",
    "rename",
    "replace",
    "unlink",
    "remove",
    "rmdir",
    "chmod",
    "fchmod",
    "makedirs",
)
LINES = (
    "phr new --title T --stage misc --prompt p", "phr finish general/0001 --outcome impact=x",
    "adr new Another --template mine", "adr accept 16", "adr supersede 3 12", "link general/0003 led-to ADR-12",
    "unlink general/0003 led-to ADR-12", "renumber ADR-3 --to 33", "check --fix", "index", "init", "site build",
    "site build -o history/out", "templates copy madr", "config set site.title T", "import",
    "agents install claude --yes", "agents uninstall claude --yes", "hooks install", "hooks uninstall",
    "capture install claude --yes", "ci --against HEAD --comment history/comment.md",
    "spec-kit create-phr --title T --stage misc",
)  # fmt: skip
BEFORE = {
    "unlink": "link general/0003 led-to ADR-12",
    "agents uninstall": "agents install claude --yes",
    "hooks uninstall": "hooks install",
    "site build -o": "site build -o history/out",
}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders are compared with their paths there")


class Swaps:
    """Puts links in place of folders of a project, each to a folder of the same path outside.

    Attributes:
        count: how many calls there were at which folders can be swapped.
    """

    def __init__(self, project: Path, outside: Path, depth: int) -> None:
        self.project, self.outside, self.depth = project, outside, depth
        self.count = 0
        self._folders: list[Path] = []

    def begin(self) -> None:
        """Put the links in place."""
        pattern = "/".join("*" * self.depth)
        for folder in sorted(self.project.glob(pattern)):
            inner = folder.relative_to(self.project)
            if folder.is_dir() and not folder.is_symlink() and inner.parts[0] != ".git":
                (self.outside / inner).mkdir(parents=True, exist_ok=True)
                REAL["rename"](folder, self._aside(folder))
                folder.symlink_to(self.outside / inner)
                self._folders.append(folder)

    def end(self) -> None:
        """Put the folders back."""
        for folder in self._folders:
            if folder.is_symlink():
                REAL["unlink"](folder)
            if not os.path.lexists(folder):
                REAL["rename"](self._aside(folder), folder)
        self._folders.clear()

    def _aside(self, folder: Path) -> Path:
        return self.project.parent / ("aside " + "+".join(folder.relative_to(self.project).parts))


REAL = {name: getattr(os, name) for name in WRITING}


def changes_something(name: str, arguments: tuple[object, ...]) -> bool:
    """Whether a call writes: opening does where it makes a file or cuts it."""
    return name != "open" or bool(int(str(arguments[1])) & (os.O_CREAT | os.O_TRUNC))


@contextlib.contextmanager
def swapped_at(swaps: Swaps, monkeypatch, moment: int = 0):
    """Swap the folders at every call that writes, for that call only; or before the one of this number, and for good."""
    is_busy = False

    def swapping(name):
        def call(*arguments, **options):
            nonlocal is_busy
            if is_busy or not (changes_something(name, arguments) or (moment and "dir_fd" in options)):
                return REAL[name](*arguments, **options)
            is_busy = True
            swaps.count += 1
            try:
                if not moment or swaps.count == moment:
                    swaps.begin()
                return REAL[name](*arguments, **options)
            finally:
                if not moment:
                    swaps.end()
                is_busy = False

        return call

    with monkeypatch.context() as patch:
        for name in WRITING:
            patch.setattr(os, name, swapping(name))
        yield
    swaps.end()


@pytest.fixture
def attack(tmp_path, monkeypatch, capfd):
    """A project, and a function that runs a command line in it while its folders are swapped."""
    repo = make_repo(tmp_path / "repo")
    write_example_records(repo)
    repo.write("history/adr/0016-use-soap.md", "# 16. Use SOAP\n\n## Status\n\nProposed\n")
    repo.write(
        "history/prompts/general/0009-old.green.prompt.md",
        "id: 9\ntitle: To: fix\nstage: green\n\n## Prompt\n\nDo.\n",
    )
    repo.write("docs/adr/0001-use-make.md", "# 1. Use make\n\n## Status\n\nAccepted\n")
    repo.commit("begin")
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("RECORDS_CAPTURE", "0")

    def run(line: str, depth: int, moment: int = 0) -> tuple[int, str, int]:
        for words in (first for begin, first in BEFORE.items() if line.startswith(begin)):
            assert run_records(words.split()) == 0
        (repo.path / "history/adr/0007-use-sessions.md").unlink(missing_ok=True)  # its page is removed again
        outside = tmp_path / "outside"
        shutil.copytree(repo.path, outside, ignore=shutil.ignore_patterns(".git"))
        before = files_of(outside)
        swaps = Swaps(repo.path, outside, depth)
        with swapped_at(swaps, monkeypatch, moment):
            code = run_records(line.split())
        assert files_of(outside) == before, line
        shutil.rmtree(outside)
        return code, capfd.readouterr().err, swaps.count

    return repo, run


def files_of(folder: Path) -> dict[str, bytes]:
    """The bytes of every file."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("line", "depth"),
    [*((line, 1) for line in LINES), *((line, 2) for line in LINES if "new" in line or "-o" in line)],
)
def test_what_is_written_lands_in_the_folder_that_was_opened(attack, line, depth):
    """A command does its work, whatever has the name of a folder in the moments in which it writes."""
    repo, run = attack
    code, err, count = run(line, depth)
    assert count, err
    assert code in (0, 1), err
    assert not list(repo.path.rglob(".records-*")), "no temporary file is left"


@pytest.mark.parametrize(
    "line", ["phr new --title T --stage misc --prompt p", "renumber ADR-3 --to 33", "site build"]
)
def test_a_link_that_stays_is_refused(attack, line):
    """At whatever call the folder is swapped: the command refuses, or has opened the folder before."""
    repo, run = attack
    repo.commit()
    for moment in range(1, 400):
        code, err, count = run(line, 1, moment)
        assert "bug in records" not in err, (moment, err)
        assert code in (0, 1, 2), (moment, err)
        if count < moment:
            break
    else:
        pytest.fail("the command never ends")
