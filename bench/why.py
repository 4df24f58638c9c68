"""How long `why` and `adr for --diff` take in a large repository: 5,000 commits, 1,000 ADRs with globs, 20,000 files.

    python bench/why.py [--commits N] [--adrs N] [--files N] [--questions N] [--keep DIR]

Each figure is that of a whole process, interpreter started and git included: wall time, then CPU time of the process
and its children. The repository is made with `git fast-import`; the same numbers give the same repository.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def folder(at: int) -> str:
    return f"src/area{at % 40:02d}/part{at % 400:03d}"


def named(at: int) -> str:
    return f"{folder(at)}/file{at:05d}.py"


def made(path: Path, commits: int, adrs: int, files: int) -> None:
    """Write the repository: files in folders, each changed several times, every tenth commit with a prompt record."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(path)], check=True)
    lot = random.Random(7)
    out: list[bytes] = []
    texts: dict[str, list[str]] = {}

    def put(name: str, text: str) -> bytes:
        data = text.encode()
        return b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(data), data)

    def commit(number: int, message: str, body: list[bytes]) -> None:
        when = 1_700_000_000 + number * 3600
        head = f"commit refs/heads/main\ncommitter Ada <ada@example.org> {when} +0000\ndata {len(message)}\n{message}\n"
        out.append(head.encode() + b"".join(body) + b"\n")

    names = [named(at) for at in range(files)]
    for name in names:
        texts[name] = [f"line {row} of {name} = {lot.random():.6f}" for row in range(40)]
    commit(0, "Begin", [put(name, "\n".join(texts[name]) + "\n") for name in names])
    body = []
    for at in range(adrs):
        globs = [f"{folder(at)}/**", f"src/**/file{at * 17 % files:05d}.py", f"**/gen{at}_*.ts"]
        status = "superseded" if at % 20 == 19 else "accepted"
        text = (
            f'---\nid: "{at + 1:04d}"\ntitle: Decide matter {at}\nstatus: {status}\ndate: 2024-01-{at % 28 + 1:02d}\n'
            f"affects: {globs!r}\n---\n\n# {at + 1}. Decide matter {at}\n\n## Decision\n\nWe do it.\n"
        )
        body.append(put(f"history/adr/{at + 1:04d}-decide-matter-{at}.md", text))
    commit(1, "Decisions", body)
    for number in range(2, commits):
        body = []
        chosen = lot.sample(names[: files // 4], 3)
        for name in chosen:
            texts[name][lot.randrange(40)] = f"changed in {number} = {lot.random():.6f}"
            body.append(put(name, "\n".join(texts[name]) + "\n"))
        message = f"Change {number}"
        if number % 10 == 0:
            listed = "".join(f"\n  - {name}" for name in chosen)
            front = f'id: "{number:04d}"\ntitle: Change {number}\nstage: green\ndate: 2025-01-01\nfiles:{listed}\n'
            text = f"---\n{front}---\n\n## Prompt\n\ndo {number}\n"
            body.append(put(f"history/prompts/general/{number:04d}-change-{number}.green.prompt.md", text))
        commit(number, message, body)
    subprocess.run(["git", "fast-import", "--quiet"], cwd=path, input=b"".join(out), check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=path, check=True)


def timed(command: list[str], cwd: Path) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0 or "check" in command, done.stderr.decode()
    return wall * 1000, (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000


def row(repo: Path, name: str, commands: list[list[str]]) -> None:
    times = [timed([sys.executable, *command], repo) for command in commands]
    walls, cpus = sorted(wall for wall, _ in times), sorted(cpu for _, cpu in times)
    middle, last = len(times) // 2, max(0, -(-99 * len(times) // 100) - 1)
    figures = (walls[middle], walls[last], cpus[middle], cpus[last])
    print(f"| {name} | {len(times)} | " + " | ".join(f"{one:.0f}" for one in figures) + " |", flush=True)


def measure(repo: Path, files: int, questions: int) -> None:
    lot = random.Random(3)
    places = [f"{named(lot.randrange(files // 4))}:{lot.randint(1, 40)}" for _ in range(questions)]
    records = ["-m", "records"]
    print(
        "| what | runs | wall ms, median | p99 | CPU ms, median | p99 |\n| --- | --- | --- | --- | --- | --- |"
    )
    row(repo, "python -c pass", [["-c", "pass"]] * 10)
    row(repo, "records --version", [[*records, "--version"]] * 10)
    row(repo, "records why PATH:LINE", [[*records, "why", place] for place in places])
    for change in ("HEAD~1", "HEAD~100"):
        row(repo, f"records adr for --diff {change}", [[*records, "adr", "for", "--diff", change]] * 10)
    row(
        repo,
        "records adr for PATH",
        [[*records, "adr", "for", place.partition(":")[0]] for place in places[:10]],
    )
    row(repo, "records prime FOLDER", [[*records, "prime", "src/area01"]] * 5)
    row(repo, "records stats", [[*records, "stats"]] * 3)
    row(repo, "records list --at HEAD~10", [[*records, "list", "--at", "HEAD~10"]] * 3)
    row(repo, "records show --history", [[*records, "show", "ADR-7", "--history"]] * 3)
    row(repo, "records check", [[*records, "check", "-q"]])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, value in (("commits", 5000), ("adrs", 1000), ("files", 20000), ("questions", 100)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--keep", type=Path, help="make the repository here, or measure the one that is here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        repo = given.keep or Path(scratch) / "repo"
        if not repo.exists():
            made(repo, given.commits, given.adrs, given.files)
        for wait in (2.1, 0):  # files younger than two seconds are never trusted by the cache
            timed([sys.executable, "-m", "records", "list"], repo)
            time.sleep(wait)
        measure(repo, given.files, given.questions)


if __name__ == "__main__":
    main()
