#!/usr/bin/env python3
"""Lay the decision logs of git repositories out as files, one folder for each log.

usage: bench/fetch_logs.py GIT_DIR... --into FOLDER

A log is a folder with at least three Markdown files that are named like decisions; nothing is fetched from anywhere.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

PLACE = re.compile(r"(?:^|/)[^/]*(?:adr|decision|madr)[^/]*(?:/|$)|architecture/(?:\d|adr)", re.I)
NAME = re.compile(r"(?:[A-Za-z]{2,12}[-_ ]?){0,2}\d+[^/]*\.md$")
SKIPPED = re.compile(
    r"(?:^|/)(?:node_modules|vendor|test|tests|testdata|fixtures|examples?|templates?)/", re.I
)
OF_ONE_DECISION = re.compile(r"(?:^|/)adr[-_]?\d[^/]*(?:/|$)", re.I)  # tasks and papers that belong to it


def main() -> int:
    """Write the logs of every repository that is named."""
    *repositories, _, into = sys.argv[1:]
    for git_dir in repositories:
        listing = subprocess.run(
            ["git", f"--git-dir={git_dir}", "ls-tree", "-r", "-z", "HEAD"], capture_output=True, check=False
        ).stdout.decode("utf-8", "surrogateescape")
        folders: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in listing.split("\0"):
            head, _, path = row.partition("\t")
            folder, _, name = path.rpartition("/")
            if (
                PLACE.search(folder)
                and not OF_ONE_DECISION.search(folder)
                and NAME.match(name)
                and not SKIPPED.search(path + "/")
                and head.startswith("100")
            ):
                folders[folder].append((head.split()[2], path))
        repository = Path(git_dir).parent.name
        for number, files in enumerate(files for files in folders.values() if len(files) >= 3):
            for blob, path in files:
                out = Path(into) / f"{repository}.{number}" / path
                out.parent.mkdir(parents=True, exist_ok=True)
                data = subprocess.run(
                    ["git", f"--git-dir={git_dir}", "cat-file", "blob", blob],
                    capture_output=True,
                    check=False,
                ).stdout
                out.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
