"""How much processor time `adr suggest` takes for changes of a repository, against `git diff` of the same change.

    python bench/suggest.py REPOSITORY RANGE [RANGE …]

Each figure is user and system time of a whole process and its children, the lowest of three; the scores of earlier
commits, which are kept in the git directory, are there from a first run that does not count.
"""

from __future__ import annotations

import resource
import subprocess
import sys

RUNS = 3


def cpu(command: list[str], folder: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    folder, *ranges = sys.argv[1:]
    program = [sys.executable, "-m", "records", "adr", "suggest", "--diff"]
    click = min(cpu([sys.executable, "-c", "import click"], folder) for _ in range(RUNS))
    for spec in ranges:
        stat = subprocess.run(
            ["git", "diff", "--shortstat", spec], cwd=folder, capture_output=True, text=True, check=True
        ).stdout.strip()
        cpu([*program, spec], folder)
        diff = min(cpu(["git", "diff", spec], folder) for _ in range(RUNS))
        own = min(cpu([*program, spec], folder) for _ in range(RUNS))
        print(f"{spec} ({stat}): git diff {diff:.2f} s, adr suggest {own:.2f} s = {own / diff:.1f} x "
              f"(import click {click:.2f} s)")  # fmt: skip


if __name__ == "__main__":
    main()
