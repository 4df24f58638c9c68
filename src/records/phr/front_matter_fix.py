"""Mend front matter so that every YAML reader sees what the ladder saw; the result is read again, or refused."""

from __future__ import annotations

import re

from records.phr.front_matter_repair import read_front_matter
from records.text.document import Document
from records.text.front_matter import FrontMatter
from records.text.yaml import YamlProblem, quote_scalar

FENCE_STEPS = frozenset(("missing-opening-fence", "unclosed-front-matter"))
_VALUE = re.compile(r"^([ \t]*(?:- |[A-Za-z_][\w .-]*:)[ \t]*)(\S[^\r\n]*?)([ \t]*\r?)$")
_LOOSE_ITEM = re.compile(r"^([ \t]*- )([^\s\"'\[{|>#][^\r\n]*?: [^\r\n]*?)([ \t]*\r?)$", re.M)
_MOST = 40


def fence_front_matter(text: str) -> str | None:
    """Put the missing `---` before or behind the front matter; None where that does not make it plain."""
    old = read_front_matter(text)
    steps = {problem.step for problem in old.problems}
    if not steps & FENCE_STEPS:
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    made = text.removeprefix("\ufeff")
    if "unclosed-front-matter" in steps:
        lines = made.splitlines(keepends=True)
        at = min(old.body_line - 1, len(lines))
        while at > 1 and not lines[at - 1].strip():
            at -= 1
        made = "".join([*lines[:at], f"---{newline}", *lines[at:]])
    if "missing-opening-fence" in steps:
        made = f"---{newline}{made.lstrip()}"
    made = mark + made
    new = read_front_matter(made)
    plain = not {problem.step for problem in new.problems} & FENCE_STEPS
    return made if plain and new.fields == old.fields and new.body.strip() == old.body.strip() else None


def quote_values(text: str) -> str | None:
    """Put quotes around the values that YAML cannot read bare; None where that does not give the same values."""
    document = Document.parse(text)
    if document.front is None:
        return None
    old = read_front_matter(text)
    start, end = document.front
    block = text[start:end]
    done: set[int] = set()
    for _ in range(_MOST):
        try:
            FrontMatter(block).data()
        except YamlProblem as problem:
            lines = block.split("\n")
            if not _quote_near(lines, problem.line - 1, done):
                return None
            block = "\n".join(lines)
        else:
            break
    # where the ladder read line by line, `- a: b` was a text: it must stay one
    texts = _LOOSE_ITEM.sub(lambda item: item[1] + quote_scalar(item[2]) + item[3], block)
    for mended in (block, texts):
        made = text[:start] + mended + text[end:]
        new = read_front_matter(made)
        same = new.fields == old.fields and new.body == old.body
        if same and made != text and "line-by-line" not in new.repairs:
            return made
    return None


def _quote_near(lines: list[str], at: int, done: set[int]) -> bool:
    """Quote the value on a line, or on the one before it, for YAML may notice too late; no line twice."""
    for index in (at, at - 1):
        found = _VALUE.match(lines[index]) if 0 <= index < len(lines) and index not in done else None
        done.add(index)
        if found and found[2][0] not in "\"'[{|>#" and found[1].strip():
            lines[index] = found[1] + quote_scalar(found[2]) + found[3]
            return True
        if found and found[2][0] in "\"'" and not _closed(found[2]):
            lines[index] = found[1] + quote_scalar(found[2]) + found[3]
            return True
    return False


def _closed(value: str) -> bool:
    return len(value) > 1 and value[-1] == value[0] and value[0] not in value[1:-1]
