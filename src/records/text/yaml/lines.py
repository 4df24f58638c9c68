"""Read front matter that is not YAML, line by line, as the person who wrote it meant it."""

from __future__ import annotations

from typing import Any

import records.regex as re

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
