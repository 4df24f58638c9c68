"""Start-up and listing, against `python -c 'import click'` in the same run.

usage: .venv/bin/python bench/startup.py [--rounds 9] [--large 10000]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile

from measure import interleaved, print_ratios

BIN = os.path.dirname(sys.executable)
RECORDS = os.path.join(BIN, "records")
WORDS = [
    "cache",
    "login",
    "token",
    "queue",
    "order",
    "index",
    "page",
    "retry",
    "budget",
    "schema",
    "event",
    "metric",
    "route",
    "deploy",
    "user",
]


def history(root: str, count: int) -> None:
    """Make a git repository with *count* prompt records of about 5 KB each."""
    rng = random.Random(7)
    subprocess.run(["git", "init", "-q", root], check=True)
    for number in range(1, count + 1):
        feature = f"{number % 40:03d}-{WORDS[number % 15]}"
        folder = os.path.join(root, "history", "prompts", feature)
        os.makedirs(folder, exist_ok=True)
        title = " ".join(rng.choices(WORDS, k=4))
        text = " ".join(rng.choices(WORDS, k=700))
        with open(
            os.path.join(folder, f"{number:04d}-{title.replace(' ', '-')}.green.prompt.md"), "w"
        ) as file:
            file.write(
                f'---\nid: "{number:04d}"\ntitle: {title}\nstage: green\ndate: 2026-01-15\nsurface: agent\n'
                f"model: some-model\nfeature: {feature}\nbranch: main\nuser: Ann\ncommand: null\n"
                f"labels: [auth, cache]\nlinks:\n  spec: null\n  ticket: null\n  adr: null\n  pr: null\n"
                f"files:\n  - src/{title.split()[0]}.py\ntests:\n  - none\n---\n\n## Prompt\n\n{text[:2000]}\n\n"
                f"## Response snapshot\n\n{text[2000:3500]}\n\n## Outcome\n\n- Impact: done\n"
            )
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "records"],
        cwd=root,
        check=True,
    )
    for path, _, names in os.walk(os.path.join(root, "history")):
        for name in names:
            os.utime(os.path.join(path, name), (1_700_000_000, 1_700_000_000))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--large", type=int, default=10_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        small, large = os.path.join(tmp, "small"), os.path.join(tmp, "large")
        history(small, 100)
        history(large, args.large)
        new = ["phr", "new", "--title", "T", "--stage", "green", "--prompt", "a prompt", "--dry-run"]
        commands = {
            "python -c 'import click'": ([sys.executable, "-c", "import click"], tmp),
            "records --help": ([RECORDS, "--help"], small),
            "records list, 100 records, warm": ([RECORDS, "list"], small),
            "records phr new, everything given": ([RECORDS, *new], small),
        }
        goals = {
            "records --help": 1.3,
            "records list, 100 records, warm": 2,
            "records phr new, everything given": 5,
        }
        print_ratios(interleaved(commands, args.rounds), "python -c 'import click'", goals)
        base = {"python -c 'import click'": commands["python -c 'import click'"]}
        cold, warm = (
            f"records list, {args.large:,} records, cold",
            f"records list, {args.large:,} records, warm",
        )

        def forget() -> None:
            shutil.rmtree(os.path.join(large, ".git", "records"), ignore_errors=True)

        more = {**base, cold: ([RECORDS, "list"], large), warm: ([RECORDS, "list"], large)}
        print_ratios(
            interleaved(more, max(3, args.rounds // 3), {cold: forget}), next(iter(base)), {cold: 40, warm: 5}
        )


if __name__ == "__main__":
    main()
