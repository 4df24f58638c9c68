#!/usr/bin/env python3
"""Accept, deprecate, supersede and link every decision of public logs, and report each edit that does too much.

usage: bench/log_edits.py LOGS [--show N]

LOGS is laid out by bench/fetch_logs.py; no file in it is changed. Checked is, for each edit: it is read back; doing
it again changes nothing; no more lines differ than a status, a mark or a link needs; nothing struck out is touched;
the file states one status. An edit that is refused counts as refused, with its reason.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections import Counter
from pathlib import Path

from records.adr.dialects import Target, add_link, read_adr, set_status
from records.errors import EditError

NEWER = Target("9999-the-newer-way", "The newer way", "9999-the-newer-way.md", 9999)
TODAY = "2026-11-28"
MOST_LINES = 4  # a status, a mark, the blank lines around them
STATUS_LINE = re.compile(
    r"^#{1,6}[ \t]*(?:\d+\.[ \t]*)?Status\b|^[ \t*+-]*(?:\*\*|__)?Status(?:\*\*|__)?[ \t]*:|^status:",
    re.I | re.M,
)


def main() -> int:
    """Edit every decision in every way; print what is wrong, and the sums."""
    root = Path(sys.argv[1])
    shown = int(sys.argv[sys.argv.index("--show") + 1]) if "--show" in sys.argv else 60
    sums: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for file in sorted(root.rglob("*.md")):
        text = file.read_bytes().decode("utf-8", "replace")
        for name in ("accept", "propose", "deprecate", "supersede", "link"):
            sums["edits"] += 1
            try:
                problem = problem_of(text, file.name, name)
            except EditError as error:
                sums["refused"] += 1
                reasons[str(error)] += 1
                if sums["refused"] <= shown:
                    print(f"refused\t{name}\t{file.relative_to(root)}\t{error}")
                continue
            if problem:
                sums["wrong"] += 1
                if sums["wrong"] <= shown:
                    print(f"wrong\t{name}\t{file.relative_to(root)}\t{problem}")
    print(dict(sums), dict(reasons.most_common(12)))
    return 1 if sums["wrong"] else 0


def edited(text: str, name: str, edit: str) -> str:
    """The text after one edit."""
    if edit == "link":
        return add_link(text, name, "Amends", NEWER)
    if edit == "supersede":
        return set_status(text, name, "superseded", by=(NEWER,), today=TODAY)
    status = {"accept": "accepted", "propose": "proposed", "deprecate": "deprecated"}[edit]
    return set_status(text, name, status, today=TODAY)


def problem_of(text: str, name: str, edit: str) -> str:
    """What is wrong with one edit, or an empty string.

    Raises:
        EditError: the edit is refused.
    """
    after = edited(text, name, edit)
    if edited(after, name, edit) != after:
        return "doing it again changes the file"
    before, now = read_adr(text, name), read_adr(after, name)
    lines = list(difflib.unified_diff(text.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    gone = [line for line in lines if line.startswith("-") and line[1:].strip()]
    come = [line for line in lines if line.startswith("+") and line[1:].strip()]
    if edit == "link":
        if gone:
            return f"a link takes lines out: {gone[:2]}"
        if before.status != now.status:
            return f"the status becomes {now.status}"
        return "" if len(come) <= 2 else f"a link is {len(come)} lines: {come}"
    if len(gone) > MOST_LINES or len(come) > MOST_LINES:
        return f"{len(gone)} lines go and {len(come)} come: {gone[:2]} {come[:2]}"
    struck = re.findall(r"~~.+?~~", text)
    if any(piece not in after for piece in struck):
        return "struck-out text is changed"
    if before.title != now.title or before.number != now.number:
        return "title or number changes"
    added = len(STATUS_LINE.findall(after)) - len(STATUS_LINE.findall(text))
    if added > (0 if before.status is not None else 1):
        return f"a second place states the status: {come}"
    if [finding for finding in now.findings if finding.code == "status-disagrees"] and not [
        finding for finding in before.findings if finding.code == "status-disagrees"
    ]:
        return f"two statuses: {come}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
