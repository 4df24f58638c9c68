"""Read JSON lines that were written by a program that may have been killed."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.text.data_text import parse_json, parse_json_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LARGEST = 2**53
_FILE = re.compile(r"image|document|file|audio|video|media|pdf|attachment|resource|blob", re.I)


def objects(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield every JSON object in `data`, in order.

    Leading NULs, blank lines, two objects glued on one line and a last line that breaks off occur in real
    transcripts: what can be read is read, the rest is skipped.
    """
    for raw in data.split(b"\n"):
        line = raw.strip(b" \t\r\0")
        if not line:
            continue
        try:
            value = parse_json(line)
        except ValueError:
            yield from _split_objects(line.decode("utf-8", "replace"))
        else:
            if isinstance(value, dict):
                yield value


def _split_objects(line: str) -> Iterator[dict[str, Any]]:
    start = line.find("{")
    while start >= 0:
        try:
            value, end = parse_json_at(line, start)
        except ValueError:
            return
        if isinstance(value, dict):
            yield value
        start = line.find("{", end)


def parse_object(text: Any) -> dict[str, Any]:
    """Return the JSON object in a string, or the value itself when it is an object; else an empty one."""
    try:
        return mapping(parse_json(text)) if isinstance(text, str | bytes) else mapping(text)
    except ValueError:
        return {}


def text_of(content: Any) -> str:
    """Return the text of a message's content: a string, or the text blocks of a list, joined by lines."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        content = [content]
    if not isinstance(content, list):
        return ""
    parts = [
        block if isinstance(block, str) else str(block.get("text") or "")
        for block in content
        if isinstance(block, str) or (isinstance(block, dict) and _is_text(block))
    ]
    return "\n".join(part for part in parts if part)


def _is_text(block: dict[str, Any]) -> bool:
    return block.get("type", "text") in ("text", "input_text", "output_text")


def count_files(content: Any) -> int:
    """Return how many blocks of a message's content are files: an image, a document, a recording."""
    return sum(
        "inlineData" in block or "fileData" in block or bool(_FILE.search(str(block.get("type") or "")))
        for block in mappings(content)
    )


def amount(value: Any) -> float | None:
    """Return the value as a number with fractions; None for what is none, or larger than JSON's own can be."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) <= _LARGEST else None


def mapping(value: Any) -> dict[str, Any]:
    """Return the value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list; empty for what is no list."""
    return [mapping(item) for item in value] if isinstance(value, list) else []


def number(value: Any) -> int:
    """Return the value as a whole number; what is not a number, or larger than JSON's own can be, counts as zero."""
    return int(amount(value) or 0)
