"""The site: build, rebuild, memory, search in the browser, and peers where they are installed; all in one run.

usage: .venv/bin/python bench/site.py [--sizes 1000,10000] [--rounds 3] [--no-browser] [--peers]

Peers (`pip install adr-viewer mkdocs mkdocs-material`, `npm install -g log4brains`) are looked for on the path. Memory is
that of the largest process.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

from site_corpus import commit, prose, write_log

BIN = os.path.dirname(sys.executable)
RECORDS = os.path.join(BIN, "records")
GOALS = {1000: 3.0, 10000: 25.0}


def measured(command: list[str], cwd: str) -> tuple[float, float]:
    """CPU seconds and peak MiB of a command; its own children count in the seconds."""
    script = (
        "import os,sys,resource;p=os.spawnvp(os.P_WAIT,sys.argv[1],sys.argv[1:]);"
        "r=resource.getrusage(resource.RUSAGE_CHILDREN);sys.stderr.write(f'\\n@{r.ru_utime+r.ru_stime} {r.ru_maxrss/1024}');sys.exit(p)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        cwd=cwd,
        env=_installed(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{command} failed: {done.stderr[-500:]}")
    seconds, mebibytes = done.stderr.rsplit("@", 1)[1].split()
    return float(seconds), float(mebibytes)


def _installed() -> dict[str, str]:
    """An environment in which modules are compiled once, as an installed package is, wherever this is run."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **environment,
        "PYTHONPYCACHEPREFIX": os.path.join(tempfile.gettempdir(), "records-bench-pycache"),
    }


def size(count: int, rounds: int, lines: list[str], options: argparse.Namespace) -> None:
    """All rows of one size."""
    with tempfile.TemporaryDirectory(prefix="records-bench-") as top:
        root = f"{top}/log"
        write_log(root, count, lines)
        first = next(
            os.path.join(place, names[0]) for place, _, names in os.walk(f"{root}/history/prompts") if names
        )
        command = [RECORDS, "site", "build"]
        rows: dict[str, list[float]] = {
            name: [] for name in ("build", "nothing changed", "one record changed")
        }
        peak = 0.0
        measured([RECORDS, "list", "--json"], root)  # compiles
        measured(command, root)
        for number in range(rounds):
            # moved, not removed: ext4 looks long for inodes that were not removed a moment ago
            os.makedirs(f"{top}/earlier/{number}")
            for what in ("site", ".git/records"):
                os.rename(f"{root}/{what}", f"{top}/earlier/{number}/{os.path.basename(what)}")
            for name in rows:
                if name == "one record changed":
                    with open(first, "a", encoding="utf-8") as file:
                        file.write(f"\n- Round {number} brought something new.\n")
                seconds, mebibytes = measured(command, root)
                rows[name].append(seconds)
                peak = max(peak, mebibytes)
        full = statistics.median(rows["build"])
        for name, seconds in rows.items():
            middle = statistics.median(seconds)
            goal = GOALS.get(count, 0) * (1 if name == "build" else 0.1)
            told = f"goal ≤ {goal:g} s  {'ok' if middle <= goal else 'MISSED'}" if goal else ""
            told += f"  lowest {min(seconds):.2f} s"
            print(f"{count:>6} records, {name:<20} {middle:7.2f} s CPU {middle / full:6.1%}  {told}")
        print(
            f"{count:>6} records, peak memory        {peak:7.0f} MiB          goal ≤ 300 MiB  {'ok' if peak <= 300 else 'MISSED'}"
        )
        if options.browser:
            search(count, root)
        if options.peers and count <= 1000:  # some take minutes even then
            peers(count, root)


def search(count: int, root: str) -> None:
    """What the front page transfers, and the time from a key to the first result, in a real browser."""
    from playwright.sync_api import sync_playwright

    watch = """() => { window.times = []; const list = document.getElementById('results');
      let key = 0; document.getElementById('q').addEventListener('input', () => { key = performance.now(); }, true);
      new MutationObserver(() => { if (key) { times.push(performance.now() - key); key = 0; } }).observe(list, {childList: true}); }"""
    with sync_playwright() as playwright:
        flags = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
        ]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page()
        sizes: list[int] = []
        page.on(
            "requestfinished",
            lambda request: sizes.append(os.path.getsize(request.url.partition("?")[0][7:])),
        )
        page.goto(f"file://{root}/site/index.html")
        page.wait_for_load_state("networkidle")
        print(f"{count:>6} records, first page          {sum(sizes) / 1000:7.0f} KB           goal ≤ 300 KB")
        page.goto(f"file://{root}/site/search.html")
        page.locator("#results a").first.wait_for()
        page.evaluate(watch)
        for word in ("connection", "return the value", "zip archive", "encoding error"):
            page.locator("#q").fill("")
            page.wait_for_timeout(200)
            page.locator("#q").press_sequentially(word, delay=120)
            page.wait_for_timeout(300)
        times = sorted(page.evaluate("times"))
        print(
            f"{count:>6} records, key to results      {statistics.median(times):7.0f} ms median, {times[-1]:.0f} ms at most "
            f"of {len(times)} keys   goal ≤ 100 ms"
        )
        browser.close()


def peers(count: int, root: str) -> None:
    """Other tools on the same files: three on the decisions alone, mkdocs on everything; each beside our own build."""
    with tempfile.TemporaryDirectory(prefix="records-peers-") as top:
        decisions = f"{top}/decisions"
        shutil.copytree(f"{root}/history/adr", f"{decisions}/history/adr")
        subprocess.run(["git", "init", "-q", decisions], check=True)
        commit(decisions, "decisions")
        with open(f"{decisions}/.log4brains.yml", "w", encoding="utf-8") as file:
            file.write("project:\n  name: x\n  tz: UTC\n  adrFolder: ./history/adr\n")
        for theme in ("mkdocs", "material"):
            with open(f"{top}/{theme}.yml", "w", encoding="utf-8") as file:
                file.write(
                    f"site_name: x\ndocs_dir: {root}/history\nsite_dir: {top}/{theme}\ntheme:\n  name: {theme}\n"
                )
        ours = [RECORDS, "--no-cache", "site", "build", "-o"]
        jobs = (
            (f"{count // 20} decisions", decisions, [*ours, f"{top}/a"], (
                ("adr-viewer", ["adr-viewer", "--adr-path", "history/adr", "--output", f"{top}/a.html"]),
                ("log4brains", ["log4brains", "build", "--out", f"{top}/l"]),
            )),
            (f"{count} records", root, [*ours, f"{top}/b"], (
                ("mkdocs", ["mkdocs", "build", "-q", "-f", f"{top}/mkdocs.yml"]),
                ("mkdocs with material", ["mkdocs", "build", "-q", "-f", f"{top}/material.yml"]),
            )),
        )  # fmt: skip
        for what, place, own, others in jobs:
            base, mebibytes = measured(own, place)
            print(f"{what:>14}, records              {base:7.2f} s CPU          {mebibytes:5.0f} MiB")
            for name, command in others:
                beside(f"{what:>14}, {name:<20}", command, place, base)


def beside(row: str, command: list[str], place: str, base: float) -> None:
    """One row for another tool, where it is installed."""
    own = os.path.join(BIN, command[0])
    tool = shutil.which(command[0]) or (own if os.path.exists(own) else "")
    if not tool:
        print(f"{row} is not installed")
        return
    try:
        seconds, mebibytes = measured([tool, *command[1:]], place)
    except SystemExit as error:
        print(f"{row} {str(error)[-200:]}")
        return
    print(f"{row} {seconds:7.2f} s CPU {seconds / base:6.1f}x {mebibytes:5.0f} MiB")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    lines = prose()
    empty = statistics.median(measured([sys.executable, "-c", "pass"], ".")[0] for _ in range(15))
    print(
        f"load {os.getloadavg()[0]:.1f}; python -c pass takes {empty * 1000:.1f} ms CPU now (11 ms on this machine when it is idle)"
    )
    for count in map(int, options.sizes.split(",")):
        size(count, options.rounds, lines, options)


if __name__ == "__main__":
    main()
