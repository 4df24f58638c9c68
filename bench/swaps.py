"""Count the files that commands write outside the project while another process swaps its folders for links in a loop.

The links lead to copies of the folders outside. Each round runs every command line once, in this process, on one project.
`python bench/swaps.py [--rounds N]` prints how many commands ran, how they ended, and what lies outside that was not there.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import multiprocessing
import os
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from records.cli.main import main as run_records

PAIRS = (("history", "public"), ("history/adr", "public/adr"), ("history/prompts/general", ".records"))
FOLDERS = tuple(folder for pair in PAIRS for folder in pair)
LINES = (
    "phr new --title T --stage misc --prompt p", "adr new T", "index", "check --fix", "link general/1 led-to ADR-1",
    "unlink general/1 led-to ADR-1", "site build -o public", "config set site.title T",
    "ci --against HEAD --comment history/comment.md",
)  # fmt: skip


def swap(project: str, outside: str, folder: str) -> None:
    """Put a link in place of a folder and take it away again, without end."""
    place, aside, target = (
        f"{project}/{folder}",
        f"{project}.aside/{folder.replace('/', '+')}",
        f"{outside}/{folder}",
    )
    while True:
        with contextlib.suppress(OSError):
            os.rename(place, aside)
            os.symlink(target, place)
        with contextlib.suppress(OSError):
            os.unlink(place)
        with contextlib.suppress(OSError):
            os.rename(aside, place)


def prepare(top: Path) -> tuple[Path, Path]:
    """Make a project with records and a site, and a copy of its folders outside."""
    project, outside = top / "project", top / "outside"
    project.mkdir()
    (top / "project.aside").mkdir()
    for words in ("init -q", "config user.name Ada", "config user.email ada@example.org"):
        subprocess.run(["git", *words.split()], cwd=project, check=True)
    os.chdir(project)
    for line in (
        "init",
        "adr new First",
        "phr new --title T --stage misc --prompt p",
        "site build -o public",
    ):
        assert run_quietly(line)[0] == 0
    subprocess.run(["git", "add", "-A"], check=True)
    subprocess.run(["git", "commit", "-qm", "begin"], check=True)
    for folder in FOLDERS:
        (outside / folder).mkdir(parents=True)
    shutil.copytree(project / "history", outside / "history", dirs_exist_ok=True)
    return project, outside


def run_quietly(line: str) -> tuple[int, str]:
    """Run a command line; give its exit code and what it printed."""
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", write_through=True)
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        code = run_records(line.split())
    return code, stream.buffer.getvalue().decode("utf-8", "replace")  # type: ignore[attr-defined]


def files_of(folder: Path) -> dict[str, bytes]:
    """The bytes of every file."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def attack(top: Path, rounds: int) -> None:
    """Run the command lines while two processes swap folders, and print what came of it."""
    project, outside = prepare(top)
    before = files_of(outside)
    codes: Counter[int] = Counter()
    bugs: Counter[str] = Counter()
    escaped = 0
    for number in range(rounds):
        attackers = [
            multiprocessing.Process(target=swap, args=(str(project), str(outside), folder), daemon=True)
            for folder in PAIRS[number % len(PAIRS)]
        ]
        for attacker in attackers:
            attacker.start()
        for line in LINES:
            code, text = run_quietly(line)
            codes[code] += 1
            bugs[line] += "bug in records" in text
        for attacker in attackers:
            attacker.kill()
            attacker.join()
        put_back(project)
        after = files_of(outside)
        for name in sorted(name for name in {**before, **after} if before.get(name) != after.get(name)):
            escaped += 1
            print(f"outside: {name}")
        before = after
    print(f"{codes.total()} commands; exit codes {dict(codes)}; bugs {dict(+bugs)}; {escaped} files outside")


def put_back(project: Path) -> None:
    """Give every folder its place back, the outer ones first."""
    for folder in sorted(FOLDERS):
        place, aside = project / folder, Path(f"{project}.aside") / folder.replace("/", "+")
        if place.is_symlink():
            place.unlink()
        if aside.exists() and not place.exists():
            aside.rename(place)
        elif aside.exists():
            shutil.rmtree(aside)


def main() -> None:
    """Read the number of rounds and attack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    arguments = parser.parse_args()
    os.environ["RECORDS_CAPTURE"] = "0"
    with tempfile.TemporaryDirectory() as top:
        attack(Path(top), arguments.rounds)
        os.chdir("/")


if __name__ == "__main__":
    main()
