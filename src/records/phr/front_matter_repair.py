"""Read malformed front matter of a PHR: a sequence of repair steps, each named when it was needed.

The steps and their order follow what 1,312 real records need: byte-order mark, a fence around the whole file,
a missing opening or closing `---`, YAML that no parser accepts, other spellings of the keys, a header in bold.
"""

from __future__ import annotations

from functools import lru_cache

import records.regex as re
from records.dataclass import dataclass
from records.patterns import CODE_FENCE
from records.text.document import Document
from records.text.yaml import YamlProblem, read_block
from records.text.yaml.values import is_none

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Spec-Kit Plus's keys under the names that people's agents gave them.
KEY_ALIASES: dict[str, str] = {
    "date_iso": "date",
    "created": "date",
    "created_at": "date",
    "created_date": "date",
    "date_created": "date",
    "creation_date": "date",
    "timestamp": "date",
    "phr_id": "id",
    "record_id": "id",
    "files_yaml": "files",
    "files_modified": "files",
    "files_changed": "files",
    "modified_files": "files",
    "tests_yaml": "tests",
    "tags": "labels",
    "author": "user",
    "prompt_text": "prompt",
    "response_text": "response",
    "feature_name": "feature",
    "phase": "stage",
    "link_spec": "links.spec",
    "link_ticket": "links.ticket",
    "link_adr": "links.adr",
    "link_pr": "links.pr",
    "spec_link": "links.spec",
    "ticket_link": "links.ticket",
    "adr_link": "links.adr",
    "pr_link": "links.pr",
}
_KNOWN = frozenset(
    ("id", "title", "stage", "date", "feature", "surface", "model", "branch", "user", "command")
)
_FENCED = re.compile(rf"\s*({CODE_FENCE})[\w.-]*[ \t]*\r?\n")
_BOLD = re.compile(r"^\s*(?:[-*+]\s+)?\*\*([^*\n:]{1,40}?)\s*(?::\*\*|\*\*\s*:)[ \t]*(.*?)\s*$")
_HEADING = re.compile(r"^#{1,6} ", re.M)


@dataclass(frozen=True, slots=True)
class Problem:
    """One error that prevented reading, with its line (counted from 1) and its class."""

    step: str
    line: int
    message: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of a file and the repairs that were needed.

    Attributes:
        fields: keys in their canonical spelling; values are text, None, lists and mappings.
        body: the text behind the front matter, with the file's own line ends.
        body_line: the line on which it begins.
        problems: the steps that were needed, in order.
        block: the text of the front matter, and the line on which it begins.
    """

    fields: dict[str, Any]
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()
    block: tuple[str, int] = ("", 1)

    @property
    def key_lines(self) -> dict[str, int]:
        """The line on which each top-level key is, by its canonical name."""
        return _key_lines(*self.block)

    @property
    def repairs(self) -> tuple[str, ...]:
        """The names of the steps, each once."""
        return tuple(dict.fromkeys(problem.step for problem in self.problems))


def read_front_matter(text: str) -> Reading:
    """Try the steps until the file's fields can be read; never raises."""
    problems: list[Problem] = []
    offset = 0  # lines before `text`, once a fence was taken off
    if text.startswith("\ufeff"):
        problems.append(Problem("byte-order-mark", 1, "the file begins with a byte-order mark"))
        text = text[1:]
    document = Document.parse(text)
    if document.front is None:
        text, offset = _unwrap(text, problems)
        document = Document.parse(text)
    if document.front is not None:
        start, end = document.front
        block, block_line = text[start:end], 2 + offset
        body, body_line = document.body_text, document.body_line + offset
    else:
        block, block_line, body, body_line = _loose_block(text, offset, problems)
    fields = _read_fields(block, block_line, problems) if block.strip() else {}
    if not fields:
        fields = _bold_header(text, offset, problems)
    fields = _canonical_keys(fields, block_line, problems)
    return Reading(fields, body, body_line, tuple(problems), (block, block_line))


def _unwrap(text: str, problems: list[Problem]) -> tuple[str, int]:
    """Remove a code fence around the whole file."""
    opening = _FENCED.match(text)
    if not opening:
        return text, 0
    inner = text[opening.end() :]
    head = inner.lstrip()[:200]
    if not (head.startswith("---") or KEY_LINE.match(head)):
        return text, 0
    tail = inner.rstrip()
    if tail.endswith(opening[1]) and tail[: -len(opening[1])].endswith("\n"):
        inner = tail[: -len(opening[1])]
    line = text.count("\n", 0, opening.end())
    problems.append(Problem("outer-fence", 1, "a code fence is around the whole file"))
    return inner, line


def _loose_block(text: str, offset: int, problems: list[Problem]) -> tuple[str, int, str, int]:
    """Find front matter that lacks its opening or its closing fence; -> block, line, body, line."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return "", 1, text, 1 + offset
    if lines[first].strip() == "---":
        if first:
            problems.append(Problem("missing-opening-fence", 1 + offset, "blank lines before the first ---"))
        closing = _closing(lines, first + 1) if first else None
        if closing is None:
            message = "the front matter is opened with --- and never closed"
            problems.append(Problem("unclosed-front-matter", first + 1 + offset, message))
        end = closing if closing is not None else _first_heading(lines, first + 1)
        return _parts(lines, first + 1, end, closing is not None, offset)
    start = _first_key_line(lines, first)
    if start is None:
        return "", 1, text, 1 + offset
    closing = _closing(lines, start)
    heading = _first_heading(lines, start)
    if closing is None or heading < closing:
        end, is_closed = heading, False
    else:
        end, is_closed = closing, True
    problems.append(Problem("missing-opening-fence", start + 1 + offset, "the opening --- is missing"))
    return _parts(lines, start, end, is_closed, offset)


def _first_key_line(lines: list[str], first: int) -> int | None:
    """The line of the first known key, where a block begins without `---`, perhaps under a heading."""
    index = first
    if lines[first].startswith("# "):
        index = next((n for n in range(first + 1, len(lines)) if lines[n].strip()), first)
    if lines[index].strip() == "---" and index != first:
        index += 1
    for number in range(index, min(index + 3, len(lines))):
        key = lines[number].split(":", 1)[0].strip().lower()
        if KEY_LINE.match(lines[number]) and KEY_ALIASES.get(key, key) in _KNOWN:
            return index if KEY_LINE.match(lines[index]) else number
    return None


def _closing(lines: list[str], start: int) -> int | None:
    return next((n for n in range(start, len(lines)) if lines[n].rstrip() in ("---", "...")), None)


def _first_heading(lines: list[str], start: int) -> int:
    return next((n for n in range(start, len(lines)) if _HEADING.match(lines[n])), len(lines))


def _parts(lines: list[str], start: int, end: int, is_closed: bool, offset: int) -> tuple[str, int, str, int]:
    body = end + 1 if is_closed else end
    block = "\n".join(lines[start:end]) + "\n"
    return block, start + 1 + offset, "\n".join(lines[body:]), body + 1 + offset


def _read_fields(block: str, line: int, problems: list[Problem]) -> dict[str, Any]:
    try:
        return read_block(block)
    except YamlProblem as problem:
        problem_line = line + problem.line - 1
        problems.append(Problem("line-by-line", problem_line, problem.message, problem.cause))
        return read_lines(block)


def _bold_header(text: str, offset: int, problems: list[Problem]) -> dict[str, Any]:
    """Read `**ID**: PHR-001` lines at the head of a record that has no front matter."""
    fields: dict[str, Any] = {}
    first = 0
    for number, line in enumerate(text.split("\n")[:60], start=1):
        match = _BOLD.match(line.rstrip("\r"))
        if match:
            key = match[1].strip().lower().replace(" ", "_")
            fields.setdefault(key, unquote(match[2].strip("` ")) or None)
            first = first or number
        elif line.startswith("## ") and fields:
            break
    aliases = {KEY_ALIASES.get(key, key) for key in fields}
    if not aliases & (_KNOWN | {"type", "status"}):
        return {}
    title = re.search(r"^# +(\S.*)$", text, re.M)
    if title and "title" not in fields:
        fields["title"] = title[1].rstrip()
    problems.append(Problem("bold-header", first + offset, "the metadata are bold lines, not front matter"))
    return fields


def _canonical_keys(fields: dict[str, Any], line: int, problems: list[Problem]) -> dict[str, Any]:
    """Spell the keys as the template does; the template's own spelling wins over an alias."""
    out: dict[str, Any] = {}
    renamed: list[tuple[str, str, Any]] = []
    for key, value in fields.items():
        name, is_spelled_so = _canonical_key(key)
        if is_spelled_so:
            out[name] = value
        else:
            renamed.append((key, name, value))
    for key, name, value in renamed:
        parent, _, child = name.partition(".")
        if child:
            out[parent] = mapping_of_links(out.get(parent))
        values = out[parent] if child else out
        last = child or name
        is_free = values.get(last) in (None, "", [])
        if is_free:
            values[last] = value
        message = (
            f"the key {key!r} is read as {name!r}"
            if is_free
            else f"the key {key!r} is not read beside {name!r}"
        )
        problems.append(Problem("key-alias", line, message))
    return out


def mapping_of_links(value: Any) -> dict[str, Any]:
    """Give the value of `links` as targets by their relation; a text or a list of texts only relates to them."""
    if isinstance(value, dict):
        return value
    items = value if isinstance(value, list) else [value]
    mapping: dict[str, Any] = {}
    for key, target in [pair for item in items if isinstance(item, dict) for pair in item.items()]:
        targets = [mapping[key]] if key in mapping else []
        mapping[key] = [*targets, target] if targets else target
    texts = [item for item in items if isinstance(item, str) and not is_none(item)]
    if texts:
        mapping["relates-to"] = texts if isinstance(value, list) else value
    return mapping


@lru_cache(maxsize=256)
def _canonical_key(key: str) -> tuple[str, bool]:
    """Return a key as the template spells it, and whether it is spelled so but for hyphens."""
    plain = key.strip()
    name = plain.lower().replace("-", "_").replace(" ", "_")
    name = KEY_ALIASES.get(name, name)
    return name, name in (plain, plain.replace("-", "_"))


@lru_cache(maxsize=64)  # several rules ask for those of one record
def _key_lines(block: str, line: int) -> dict[str, int]:
    lines: dict[str, int] = {}
    for number, text in enumerate(block.split("\n"), start=line):
        if KEY_LINE.match(text):
            name = text.split(":", 1)[0].strip().lower().replace("-", "_")
            lines.setdefault(KEY_ALIASES.get(name, name), number)
    return lines


_BLOCKS = ("|", ">", "|-", ">-")  # announce that the value is in the lines below
KEY_LINE = re.compile(r"[A-Za-z_][\w .-]{0,40}:(?:[ \t]|$)")


def read_lines(block: str) -> dict[str, Any]:
    """The fields: `key: value` verbatim, `- item`, one nested level; nothing raises."""
    fields: dict[str, Any] = {}
    continued: dict[str, list[str]] = {}  # the further lines of values
    key = ""
    for raw in block.replace("\r\n", "\n").split("\n"):
        line = raw.rstrip()
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        is_indented = raw[:1] in (" ", "\t")
        if bare.startswith("- ") or bare == "-":
            if key:
                _add_item(fields, key, unquote(bare[1:].strip()))
        elif not is_indented and KEY_LINE.match(line):
            key, _, value = line.partition(":")
            key = key.strip()
            fields[key] = _line_value(value.strip())
            continued.pop(key, None)
        elif is_indented and key and KEY_LINE.match(bare) and not isinstance(fields[key], (str, list)):
            name, _, value = bare.partition(":")
            mapping = fields[key] if isinstance(fields[key], dict) else {}
            mapping[name.strip()] = _line_value(value.strip())
            fields[key] = mapping
        elif key and isinstance(fields[key], str):
            continued.setdefault(key, []).append(bare)
        elif key and fields[key] is None:
            fields[key] = unquote(bare)
    for name, lines in continued.items():
        fields[name] = "\n".join(lines if fields[name] in _BLOCKS else [fields[name], *lines])
    return fields


def _add_item(fields: dict[str, Any], key: str, item: str) -> None:
    items = fields[key]
    if isinstance(items, list):
        items.append(item)
    elif items is None:
        fields[key] = [item]


def _line_value(text: str) -> Any:
    if text in ("", "null", "~"):
        return None
    if text.startswith("[") and text.endswith("]") and not text.startswith("[["):
        inner = text[1:-1].strip()
        return [unquote(item.strip()) for item in inner.split(",")] if inner else []
    return unquote(text)


def unquote(text: str) -> str:
    """Take the quotes off a value that is in them whole."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
