"""Check, list, table of contents and graph of 1,000 decisions, beside the tools that are installed.

usage: .venv/bin/python bench/decisions.py [--rounds 5] [--count 1000] [--adr-tools CHECKOUT] [--peers BIN_DIR]

CHECKOUT is a clone of npryce/adr-tools, BIN_DIR a folder with `adrinaline` or `pyadr`. Peers read the same files, in a
copy that has what they insist on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import interleaved, print_ratios

CONTEXT = "Mails are slow and people wait for them. " * 12
DECISION = "We put them into a queue, which is good. " * 12
CONSEQUENCES = "One service more to run and to watch.\n" * 8


def nygard(number: int, count: int) -> str:
    """A decision as adr-tools writes it; one of twenty is superseded by the next."""
    status = "Accepted"
    if number % 20 == 0 and number < count:
        status = (
            f"Superceded by [{number + 1}. Decision {number + 1}]({number + 1:04d}-decision-{number + 1}.md)"
        )
    elif number % 20 == 1 and number > 1:
        status += (
            f"\n\nSupercedes [{number - 1}. Decision {number - 1}]({number - 1:04d}-decision-{number - 1}.md)"
        )
    return (
        f"# {number}. Decision {number}\n\nDate: 2024-0{1 + number % 9}-1{number % 9}\n\n## Status\n\n{status}\n\n"
        f"## Context\n\n{CONTEXT}\n\n## Decision\n\n{DECISION}\n\n## Consequences\n\n{CONSEQUENCES}"
    )


def madr(number: int) -> str:
    """The same as adrinaline and pyadr want it."""
    return (
        f"---\nstatus: accepted\ndate: 2024-0{1 + number % 9}-1{number % 9}\n---\n\n# Decision {number}\n\n"
        f"* Status: accepted\n* Date: 2024-0{1 + number % 9}-1{number % 9}\n\n"
        f"## Context and Problem Statement\n\n{CONTEXT}\n\n## Decision Outcome\n\n{DECISION}\n\n{CONSEQUENCES}"
    )


def make(folder: Path, where: str, count: int, text: dict[int, str]) -> Path:
    """A repository with *count* decisions."""
    log = folder / where
    log.mkdir(parents=True)
    for number in range(1, count + 1):
        (log / f"{number:04d}-decision-{number}.md").write_text(text[number])
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--adr-tools", default="")
    parser.add_argument("--peers", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        numbers = range(1, given.count + 1)
        ours = make(
            Path(place, "nygard"), "doc/adr", given.count, {n: nygard(n, given.count) for n in numbers}
        )
        records = [sys.executable, "-m", "records", "--no-cache"]
        commands = {"python -c pass": ([sys.executable, "-c", "pass"], str(ours))}
        for words in (
            ["check", "-q"],
            ["adr", "list"],
            ["adr", "generate", "toc"],
            ["adr", "generate", "graph"],
        ):
            commands[f"records {' '.join(words)}"] = ([*records, *words], str(ours))
        if given.adr_tools:
            adr = os.path.join(os.path.abspath(given.adr_tools), "src", "adr")
            commands["adr-tools list"] = ([adr, "list"], str(ours))
        peers = make(Path(place, "madr"), "docs/adr", given.count, {n: madr(n) for n in numbers})
        for name, words in (("adrinaline", ["check"]), ("pyadr", ["check-adr-repo"])):
            program = os.path.join(given.peers, name)
            if given.peers and os.path.exists(program):
                if subprocess.run([program, "--help"], capture_output=True, check=False).returncode:
                    print(f"{name} does not start here and is left out")
                    continue
                commands[f"{name} {' '.join(words)}"] = ([program, *words], str(peers))
        commands["records check -q (their copy)"] = ([*records, "check", "-q"], str(peers))
        print_ratios(interleaved(commands, given.rounds), "python -c pass")


if __name__ == "__main__":
    main()
