"""Rewrite malformed front matter so that every YAML reader reads the repaired values; the result is verified."""

from __future__ import annotations

import records.regex as re
from records.phr.front_matter_repair import read_front_matter
from records.text.document import Document
from records.text.front_matter import FrontMatter
from records.text.lines import newline_of
from records.text.yaml import YamlProblem, quote_scalar

FENCE_STEPS = frozenset(("missing-opening-fence", "unclosed-front-matter"))
_VALUE = re.compile(r"^([ \t]*(?:- |[A-Za-z_][\w .-]*:)[ \t]*)(\S(?:[^\r\n]*[^ \t\r\n])?)([ \t]*\r?)$")
_LOOSE_ITEM = re.compile(
    r"^([ \t]*- )(?=[^\r\n]*+\r?$)([^\s\"'\[{|>#][^\r\n]*?: (?:[^\r\n]*[^ \t\r\n])?)([ \t]*\r?)$", re.M
)
_MOST = 40


def fence_front_matter(text: str) -> str | None:
    """Put the missing `---` before or behind the front matter; None where that does not make it valid."""
    old = read_front_matter(text)
    steps = {problem.step for problem in old.problems}
    if not steps & FENCE_STEPS:
        return None
    newline = newline_of(text)
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    result = text.removeprefix("\ufeff")
    if "unclosed-front-matter" in steps:
        lines = result.splitlines(keepends=True)
        index = min(old.body_line - 1, len(lines))
        while index > 1 and not lines[index - 1].strip():
            index -= 1
        result = "".join([*lines[:index], f"---{newline}", *lines[index:]])
    if "missing-opening-fence" in steps:
        result = f"---{newline}{result.lstrip()}"
    result = mark + result
    new = read_front_matter(result)
    plain = not {problem.step for problem in new.problems} & FENCE_STEPS
    return result if plain and new.fields == old.fields and new.body.strip() == old.body.strip() else None


def quote_values(text: str) -> str | None:
    """Quote the values that YAML cannot read unquoted; None where that does not give the same values."""
    document = Document.parse(text)
    if document.front is None:
        return None
    old = read_front_matter(text)
    start, end = document.front
    block = text[start:end]
    quoted_lines: set[int] = set()
    for _ in range(_MOST):
        try:
            FrontMatter(block).data()
        except YamlProblem as problem:
            lines = block.split("\n")
            if not _quote_near(lines, problem.line - 1, quoted_lines):
                return None
            block = "\n".join(lines)
        else:
            break
    # where the ladder read line by line, `- a: b` was a text: it must stay one
    texts = _LOOSE_ITEM.sub(lambda item: item[1] + quote_scalar(item[2]) + item[3], block)
    for candidate in (block, texts):
        result = text[:start] + candidate + text[end:]
        new = read_front_matter(result)
        same = new.fields == old.fields and new.body == old.body
        if same and result != text and "line-by-line" not in new.repairs:
            return result
    return None


def _quote_near(lines: list[str], line: int, quoted_lines: set[int]) -> bool:
    """Quote the value on a line, or on the one before it, since YAML may report the next line; no line twice."""
    for index in (line, line - 1):
        match = _VALUE.match(lines[index]) if 0 <= index < len(lines) and index not in quoted_lines else None
        quoted_lines.add(index)
        if match and match[2][0] not in "\"'[{|>#" and match[1].strip():
            lines[index] = match[1] + quote_scalar(match[2]) + match[3]
            return True
        if match and match[2][0] in "\"'" and not _is_closed(match[2]):
            lines[index] = match[1] + quote_scalar(match[2]) + match[3]
            return True
    return False


def _is_closed(value: str) -> bool:
    return len(value) > 1 and value[-1] == value[0] and value[0] not in value[1:-1]
