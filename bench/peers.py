"""The same jobs with `records` and with its peers, side by side, where the peers install.

usage: .venv/bin/python bench/peers.py [--adrs 1000] [--rounds 3]

Peers are installed into a temporary folder from PyPI and npm (nothing of theirs is kept): pyadr, adr-viewer, adr-log, npm adr,
and Spec-Kit Plus's create-phr.sh out of its source distribution. CPU time, user and system, children included.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from measure import cpu_seconds, interleaved

BIN = Path(sys.executable).parent
RECORDS = str(BIN / "records")


def adr_log(root: Path, folder: str, count: int) -> None:
    """A repository with *count* decisions as adr-tools writes them."""
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    place = root / folder
    place.mkdir(parents=True)
    for number in range(1, count + 1):
        text = f"# {number}. Decide matter {number}\n\nDate: 2026-01-15\n\n## Status\n\nAccepted\n\n## Context\n\n"
        text += "Words of context. " * 40 + "\n\n## Decision\n\nWe do it.\n\n## Consequences\n\nFine.\n"
        (place / f"{number:04d}-decide-matter-{number}.md").write_text(text)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "add", "-A"], cwd=root, check=True)
    subprocess.run([*git, "commit", "-qm", "log"], cwd=root, check=True)


def quietly(*command: str, cwd: Path) -> bool:
    """Run a command that may fail; tell whether it did not."""
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False).returncode == 0


def python_peers(tmp: Path) -> dict[str, str]:
    """Commands of the peers on PyPI that install."""
    home = tmp / "python"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    found = {}
    for package, command in (("pyadr", "pyadr"), ("adr-viewer", "adr-viewer")):
        if quietly(str(home / "bin/pip"), "install", "-q", package, cwd=tmp):
            found[command] = str(home / "bin" / command)
    return found


def npm_peers(tmp: Path) -> dict[str, str]:
    """Commands of the peers on npm that install."""
    home = tmp / "npm"
    home.mkdir()
    found = {}
    for package in ("adr-log", "adr"):
        if shutil.which("npm") and quietly(
            "npm", "install", "--silent", "--ignore-scripts", package, cwd=home
        ):
            command = home / "node_modules/.bin" / package
            if command.exists():
                found[package] = str(command)
    return found


def spec_kit_script(tmp: Path) -> Path | None:
    """Spec-Kit Plus's create-phr.sh with its template, in a folder of its own; None where it cannot be had."""
    home = tmp / "speckit"
    home.mkdir()
    if not quietly(
        sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:",
        "specifyplus", cwd=home,
    ):  # fmt: skip
        return None
    for archive in home.iterdir():
        if archive.name.endswith(".tar.gz"):
            with tarfile.open(archive) as file:
                file.extractall(home, filter="data")
        elif archive.suffix == ".zip":
            zipfile.ZipFile(archive).extractall(home)
    return next(home.rglob("create-phr.sh"), None)


def spec_kit_project(tmp: Path, script: Path, count: int) -> Path:
    """A repository in which the script runs, with *count* records in the folder."""
    root = tmp / f"kit{count}"
    (root / ".specify/templates").mkdir(parents=True)
    (root / "specs").mkdir()
    template = next(script.parents[2].rglob("phr-template.prompt.md"), None) or next(
        script.parents[3].rglob("phr-template.prompt.md")
    )
    shutil.copy(template, root / ".specify/templates/phr-template.prompt.md")
    shutil.copy(script, root / "create-phr.sh")
    folder = root / "history/prompts/general"
    folder.mkdir(parents=True)
    for number in range(1, count + 1):
        (folder / f"{number:04d}-x.general.prompt.md").write_text(f'---\nid: "{number:04d}"\ntitle: x\n---\n')
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    return root


def table(title: str, seconds: dict[str, float], base: str) -> None:
    """Print one comparison, as multiples of *base*."""
    print(f"\n{title}")
    for name, value in seconds.items():
        print(f"  {name:<40} {value * 1000:9.1f} ms  {value / seconds[base]:8.2f}×")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--adrs", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        tmp = Path(name)
        peers = {**python_peers(tmp), **npm_peers(tmp)}
        log = tmp / "log"
        adr_log(log, "doc/adr", args.adrs)
        adr_log(tmp / "docs", "docs/adr", args.adrs)
        (tmp / "docs/.adr").write_text("[adr]\nrecords-dir = docs/adr\n")
        where = {"adr-viewer": log, "adr-log": log, "pyadr": tmp / "docs", "adr": log}
        told = {
            "index": {"adr-log": ["-d", "doc/adr", "-i", "/dev/null"], "pyadr": ["generate", "toc"]},
            "list": {"adr": ["list"]},
            "page": {"adr-viewer": ["--adr-path", "doc/adr", "--output", str(tmp / "page.html")]},
        }
        ours = {"index": ["index"], "list": ["--no-cache", "list"], "page": ["index"]}
        for job, commands in told.items():
            rows = {f"records {' '.join(ours[job])}": ([RECORDS, *ours[job]], str(log))}
            for peer, words in commands.items():
                if peer in peers:
                    rows[f"{peer} {words[0]}"] = ([peers[peer], *words], str(where[peer]))
            table(f"{job} of {args.adrs:,} decisions", interleaved(rows, args.rounds), next(iter(rows)))
        script = spec_kit_script(tmp)
        if script is None:
            print("\nSpec-Kit Plus's script could not be had here")
            return
        for count in (0, 1000):
            root = spec_kit_project(tmp, script, count)
            words = ["--title", "A title", "--stage", "general", "--json"]
            theirs = cpu_seconds(["bash", "create-phr.sh", *words], str(root))
            new = [RECORDS, "phr", "new", "--title", "A title", "--stage", "general", "--prompt", "p"]
            seconds = {"records phr new": cpu_seconds(new, str(root)), "create-phr.sh": theirs}
            table(f"a new prompt record beside {count:,}", seconds, "records phr new")


if __name__ == "__main__":
    main()
