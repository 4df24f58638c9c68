"""Measure whole processes: CPU time (user + system, children included), medians of interleaved rounds."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
from collections.abc import Callable, Mapping


def cpu_seconds(command: list[str], cwd: str, env: Mapping[str, str] | None = None) -> float:
    """Run a command once and return the CPU time of it and its children, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, **(env or {})}
    result = subprocess.run(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if result.returncode not in (0, 1):
        raise SystemExit(f"{command} failed: {result.stderr.decode()[-400:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def interleaved(
    commands: dict[str, tuple[list[str], str]],
    rounds: int = 9,
    before: Mapping[str, Callable[[], object]] | None = None,
) -> dict[str, float]:
    """The median CPU seconds of each command, run in turn: A B C A B C …, after one warm-up round."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, (command, cwd) in commands.items():
            if before and name in before:
                before[name]()
            seconds = cpu_seconds(command, cwd)
            if number:
                taken[name].append(seconds)
    return {name: statistics.median(values) for name, values in taken.items()}


def print_ratios(medians: dict[str, float], base: str, goals: Mapping[str, float] | None = None) -> None:
    """Print a table of medians and their ratio to *base*, with the goal beside where there is one."""
    for name, seconds in medians.items():
        ratio = seconds / medians[base]
        goal = (goals or {}).get(name)
        told = "" if goal is None else f"  goal ≤ {goal:g}×  {'ok' if ratio <= goal else 'MISSED'}"
        print(f"{name:<44} {seconds * 1000:9.1f} ms  {ratio:7.2f}×{told}")
