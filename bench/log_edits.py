#!/usr/bin/env python3
"""Edit every decision of public logs in every way, and judge each result by its lines, without the product's code.

usage: bench/log_edits.py LOGS [--show N]

LOGS is laid out by bench/fetch_logs.py; no file in it is changed. An edit is wrong where a line changes that neither
states the status nor holds the new link, where line ends change, where two statuses are left, where the status or
the reference that was asked for is not found in the text, or where the same edit again changes the file. An edit
that is refused is printed with its reason; a change of status that the life cycle does not allow counts as barred.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from log_reading import WORDS, front, second_reading, word_of

from records.adr.dialects import Target, add_link, read_adr, set_status
from records.errors import EditError
from records.model.status import may_become

NEWER = Target("9999-the-newer-way", "The newer way", "9999-the-newer-way.md", 9999)
TODAY = "2026-11-28"
STATUSES = {"accept": "accepted", "propose": "proposed", "reject": "rejected", "deprecate": "deprecated"}
STATUS_AFTER = STATUSES | {"supersede": "superseded", "supersede twice": "superseded"}
EDITS = (
    "accept",
    "propose",
    "reject",
    "deprecate",
    "supersede",
    "link",
    "deprecate, then accept",
    "supersede twice",
)
LATEST = Target("9998-the-latest-way", "The latest way", "9998-the-latest-way.md", 9998)
LABEL = r"(?:status|state|stato|statut|estado|статус|状态|狀態|ステータス)"
STATUS_HEADING = re.compile(
    rf"^#{{1,6}}\W*(?:\d+\W*)?(?:\w+[ ]){{0,2}}{LABEL}\b|^\W*\*\*[^*\w]*{LABEL}\W*\*\*\W*$", re.I
)
STATUS_LINE = re.compile(rf"(?<!\w)(?:\w*[-_ ])?{LABEL}\b|(?:img\.shields|badge)", re.I)
STATUS_FIELD = re.compile(
    rf"^[ \t>|*+-]*(?:\d+[.)][ \t]*)?[*_`]{{0,3}}(?:ADR |Decision )?{LABEL}[*_`]{{0,3}}[ \t]*[:：|][*_`]{{0,3}}[ \t]*(?P<value>[^|\n]+)",
    re.I,
)
LINK_PLACE = re.compile(r"^(?:#{1,6} (?:links?|more information|related.*|references.*)|---)\s*$", re.I)


def main() -> int:
    """Edit every decision in every way; print what is wrong or refused, and the sums."""
    root = Path(sys.argv[1])
    shown = int(sys.argv[sys.argv.index("--show") + 1]) if "--show" in sys.argv else 400
    sums: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for file in sorted(root.rglob("*.md")):
        text = file.read_bytes().decode("utf-8", "surrogateescape")
        sums["files"] += 1
        for edit in EDITS:
            if edit != "link" and not may_become(
                read_adr(text, file.name).status, STATUS_AFTER[edit.split(",")[0]]
            ):
                sums["barred"] += 1
                continue
            sums["edits"] += 1
            try:
                kind, problem = "wrong", problem_of(text, file.name, edit)
            except EditError as error:
                kind, problem = "refused", str(error)
            if problem:
                sums[kind] += 1
                reasons[f"{kind}: {problem.split(': ')[0]}"] += 1
                if sums[kind] <= shown:
                    print(f"{kind}\t{edit}\t{file.relative_to(root)}\t{problem}")
    print(dict(sums), dict(reasons.most_common(20)), sep="\n")
    return 1 if sums["wrong"] else 0


def edited(text: str, name: str, edit: str) -> str:
    """The text after one edit."""
    if edit == "link":
        return add_link(text, name, "Amends", NEWER)
    if edit.startswith("supersede"):
        text = set_status(text, name, "superseded", by=(NEWER,), today=TODAY)
        return (
            text if edit == "supersede" else set_status(text, name, "superseded", by=(LATEST,), today=TODAY)
        )
    if edit == "deprecate, then accept":
        return set_status(set_status(text, name, "deprecated", today=TODAY), name, "accepted", today=TODAY)
    return set_status(text, name, STATUSES[edit], today=TODAY)


def problem_of(text: str, name: str, edit: str) -> str:
    """What is wrong with one edit, or an empty string.

    Raises:
        EditError: the edit is refused.
    """
    after = edited(text, name, edit)
    if edit != "deprecate, then accept" and edited(after, name, edit) != after:
        return "doing it again changes the file"
    if problem := lines_problem(text, after, edit):
        return problem
    struck = re.findall(r"~~.+?~~", text)
    if any(piece not in after for piece in struck):
        return "struck-out text is changed"
    old, new = second_reading(text, name), second_reading(after, name)
    if "#" in text and (old["number"], old["title"]) != (new["number"], new["title"]):
        return f"number or title change: {new['number']} {new['title']}"
    if edit == "link":
        if old["status"] != new["status"]:
            return f"the status changes: {old['status']} to {new['status']}"
        return "" if "9999" in after else "the link is missing"
    wanted = STATUS_AFTER.get(edit, "accepted")
    if wanted == "superseded" and ("9999" not in after or (edit != "supersede" and "9998" not in after)):
        return "the newer decision is not named"
    if wanted != new["status"] and not (wanted == "superseded" and superseded_by_link(after)):
        return f"a plain reader finds the status {new['status']}: was {old['status']}, asked was {wanted}"
    if len(stated(after) - {wanted}) > len(stated(text) - {wanted}):
        return f"several statuses: {sorted(stated(after))}, before {sorted(stated(text))}"
    return ""


def superseded_by_link(text: str) -> bool:
    """Whether a line of its own says what supersedes the decision, as adr-tools writes it."""
    return bool(re.search(r"^(?:[*+-] )?Super[cs]eded by \[[^\]]*\]\(9999", text, re.M))


def stated(text: str) -> set[str]:
    """The statuses that fields and Status sections of a text begin with, known words only."""
    _, body = front(text.replace("\r\n", "\n"))
    body = re.sub(r"<!--.*?-->", "", body, flags=re.S)
    lines = re.sub(r"^(```|~~~).*?^\1[^\n]*$", "", body, flags=re.M | re.S).split("\n")
    words = [word_of(field["value"]) for line in lines[:60] if (field := STATUS_FIELD.match(line))]
    for place, line in enumerate(lines):
        if STATUS_HEADING.match(line):
            following = next((below for below in lines[place + 1 :] if below.strip()), "")
            words.append(word_of(following) if not following.startswith("#") else None)
    return {word for word in words if word in WORDS.values()}


def lines_problem(text: str, after: str, edit: str) -> str:
    """Which line changes that has to do neither with the status nor with the link."""
    old, new = text.splitlines(keepends=True), after.splitlines(keepends=True)
    allowed = status_lines(old)
    gone_blank = 0
    for first, last, new_first, new_last in changes(old, new):
        for place in range(first, last):
            if not old[place].strip():
                gone_blank += 1
            elif place not in allowed and not same_but_for_link(
                old[place], new[new_first:new_last], place == len(old) - 1
            ):
                return f"a line goes that states no status: {old[place].strip()[:90]!r}"
        for line in new[new_first:new_last]:
            beside = {first - 2, first - 1, first, last} & allowed
            if line.strip() and not (beside or is_edit_line(line, edit) or is_last(line, old)):
                return f"a line comes that states neither status nor link: {line.strip()[:90]!r}"
    most = 8 if edit == "supersede twice" else 6
    if gone_blank > 2 or len(new) > len(old) + most:
        return f"too many lines change: {gone_blank} blank lines go, {len(old)} lines become {len(new)}"
    if "\r\n" in text and not re.search(r"(?<!\r)\n", text) and re.search(r"(?<!\r)\n", after):
        return "line ends change"
    if text.endswith("\n") and not after.endswith("\n"):
        return "the last line end goes"
    return ""


def changes(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """The spans of lines that differ, in both texts."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    for tag, first, last, new_first, new_last in difflib.SequenceMatcher(
        None, middle, new_middle, False
    ).get_opcodes():
        if tag != "equal":
            yield head + first, head + last, head + new_first, head + new_last


def is_last(line: str, old: list[str]) -> bool:
    """Whether a line is the former last one, which only got a line end."""
    return bool(old) and line.rstrip("\r\n") == old[-1]


def same_but_for_link(line: str, new: list[str], last: bool) -> bool:
    """Whether a line is still there with a reference more, or with a line end at the end of the file."""
    kept = [item for item in new if re.search("999[89]", item) or last]
    bare = line.strip().rstrip("]\"'")
    if len(bare) > 3 and any(
        bare in item for item in new if STATUS_LINE.search(item)
    ):  # joined to the line above
        return True
    return any(item.strip().startswith(bare) for item in kept)


def is_edit_line(line: str, edit: str) -> bool:
    """Whether a line can only be what an edit writes: a heading, a fence, a status, a link."""
    if (
        re.search("999[89]", line)
        or LINK_PLACE.match(line)
        or re.match(r"^(?:links|amends|superseded.by|relat\w*):\s*$", line, re.I)
    ):
        return True
    return edit != "link" and bool(
        STATUS_LINE.search(line) or (word_of(line) in WORDS.values() and len(line) < 60)
    )


def status_lines(lines: list[str]) -> set[int]:
    """The lines that state a status: fields, what stands under a heading Status, rows of a table of statuses."""
    places: set[int] = set()
    in_section = in_table = False
    fence = ""
    for place, line in enumerate(lines):
        mark = re.match(r"[ \t]*(```|~~~)", line)
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
        if fence:
            continue
        if re.match(r"#{1,6}[ \t]*\S|[^\S\n]*\*\*[^*\n]+\*\*\W*$", line):
            in_section = bool(STATUS_HEADING.match(line))
            if in_section:
                places.add(place)
        elif re.match(r"[-=]{3,}\s*$", line) and place and lines[place - 1].strip():
            in_section = bool(re.match(rf"\W*{LABEL}\W*$", lines[place - 1], re.I))
        elif line.lstrip().startswith("|") and re.search(LABEL, line, re.I):
            in_table = True
        elif not line.lstrip().startswith("|"):
            in_table = False
        is_alone = place < 15 and len(line) < 60 and word_of(line) in WORDS.values()
        if in_section or in_table or is_alone or STATUS_LINE.search(line):
            places.add(place)
    return places


if __name__ == "__main__":
    sys.exit(main())
