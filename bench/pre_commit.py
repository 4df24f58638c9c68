"""What each hook of `.pre-commit-hooks.yaml` costs on twenty changed records among a thousand.

usage: .venv/bin/python bench/pre_commit.py [--rounds 9] [--records 1000]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import yaml
from measure import interleaved
from startup import BIN, history

HOOKS = Path(__file__).resolve().parent.parent / ".pre-commit-hooks.yaml"
GOAL, CHANGED = 0.5, 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--records", type=int, default=1000)
    args = parser.parse_args()
    hooks = [hook for hook in yaml.safe_load(HOOKS.read_text("utf-8")) if "pre-commit" in hook["stages"]]
    with tempfile.TemporaryDirectory() as root:
        history(root, args.records)
        changed = sorted(
            path.relative_to(root).as_posix() for path in Path(root, "history").rglob("*.prompt.md")
        )[:CHANGED]
        commands = {"python -c 'import click'": ([sys.executable, "-c", "import click"], root)}
        for hook in hooks:
            given = changed if hook.get("pass_filenames", True) else []
            commands[hook["id"]] = ([f"{BIN}/records", *hook["entry"].split()[1:], *given], root)
        for name, seconds in interleaved(commands, args.rounds).items():
            told = (
                f"  goal ≤ {GOAL} s  {'ok' if seconds <= GOAL else 'MISSED'}"
                if name.startswith("records-")
                else ""
            )
            print(f"{name:<30} {seconds:6.3f} s CPU{told}")


if __name__ == "__main__":
    main()
