"""Put members and items into a JSON text that may hold comments and trailing commas, and take them out again exactly.

What is not ours keeps every byte: comments, indentation, line ends. Taking out what was put in gives the text that
was there before, except within an object that held nothing but white space.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.errors import EditError

_TRIVIA = re.compile(r"(?:[ \t\r\n\ufeff]|//[^\n]*|/\*.*?\*/)*", re.S)
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_SCALAR = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
_DEEPEST = 200
_BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Node:
    """A value in the text: where it stands, what it is, its members with the place of their keys, or its items."""

    start: int
    end: int
    value: Any
    members: tuple[tuple[str, int, Node], ...] = ()
    items: tuple[Node, ...] = ()

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where each member or item begins and ends."""
        return [(at, node.end) for _, at, node in self.members] or [
            (one.start, one.end) for one in self.items
        ]

    def get(self, name: str) -> Node | None:
        """The member called *name*."""
        return next((node for key, _, node in self.members if key == name), None)


def parse(text: str) -> Node:
    """The value of a JSON text with comments, with the place of every part.

    Raises:
        EditError: the text is not JSON, even with comments; the message tells the line.
    """
    node, at = _value(text, _skip(text, 0), 0)
    if _skip(text, at) != len(text):
        raise _wrong(text, at)
    return node


def with_member(text: str, keys: Sequence[str], name: str, value: Mapping[str, Any]) -> str:
    """The text with a member in the object that *keys* lead to; objects on the way are made where they are missing.

    A member of this name that is there already stays as it is.

    Raises:
        EditError: the text is not JSON, or something on the way is not an object.
    """
    root = _object(parse(text), "the file")
    node, way = root, list(keys)
    while way and (found := node.get(way[0])) is not None:
        node = _object(found, repr(way.pop(0)))
    if not way and node.get(name) is not None:
        return text
    wanted: Any = {name: dict(value)}
    for key in reversed(way):
        wanted = {key: wanted}
    ((first, inner),) = wanted.items()
    made = _added(text, node, first, inner)
    if _plain(made) != _merged(root.value, list(keys), name, dict(value)):
        raise EditError("the edit would change more than it should", "add the entry by hand")
    return made


def without_member(text: str, keys: Sequence[str], name: str, value: Mapping[str, Any]) -> str:
    """The text without the member, if it is what we put there, and without objects that it leaves empty.

    Raises:
        EditError: the text is not JSON.
    """
    way = [*keys, name]
    node: Node | None = parse(text)
    for key in way:
        node = node.get(key) if node is not None else None
    if node is None or node.value != dict(value):
        return text
    while way:
        text = _removed(text, way)
        way.pop()
        node = parse(text)
        for key in way:
            node = node.get(key) or node
        if not way or text[node.start + 1 : node.end - 1].strip():
            break
    return text


def _plain(text: str) -> Any:
    return parse(text).value


def _merged(value: Any, keys: list[str], name: str, entry: Any) -> Any:
    if not keys:
        return {**value, name: entry}
    return {**value, keys[0]: _merged(value.get(keys[0], {}), keys[1:], name, entry)}


def inserted(text: str, node: Node, made: str, gap: str) -> str:
    """The text with one more member or item at the end of an object or a list, *gap* before it."""
    spans = node.spans
    start = spans[-1][1] if spans else node.start + 1
    before, after, closing = text[:start], text[start : node.end - 1], text[node.end - 1 :]
    shown = after.rstrip(_BLANK)
    rest = after[len(shown) :]
    if not spans:
        rest = rest if shown or "\n" in rest else newline_of(text) + indent_at(text, node.start)
        return f"{before}{shown}{gap}{made}{rest}{closing}"
    if _comma(after) is not None:
        return f"{before}{shown}{gap}{made},{rest}{closing}"
    return f"{before},{shown}{gap}{made}{rest}{closing}"


def dropped(text: str, node: Node, at: int) -> str:
    """The text without one member or item, and without one comma beside it."""
    spans = node.spans
    first, last = spans[at]
    begin = len(text[:first].rstrip(_BLANK))
    behind = _comma(text[last : node.end])
    if behind is not None:
        following = spans[at + 1][0] if at + 1 < len(spans) else 0
        if at == 0 and following and not text[last + behind + 1 : following].strip(_BLANK):
            return text[:first] + text[following:]
        return text[:begin] + text[last + behind + 1 :]
    if at == 0:
        left = text[last:]
        return text[:begin] + (left.lstrip(_BLANK) if begin == node.start + 1 else left)
    previous = spans[at - 1][1]
    comma = previous + (_comma(text[previous:first]) or 0)
    return text[:comma] + text[comma + 1 : begin] + text[last:]


def _added(text: str, node: Node, name: str, value: Any) -> str:
    inline = bool(node.members) and "\n" not in text[node.start : node.end]
    inner = inner_indent(text, node)
    body = json.dumps(value, ensure_ascii=False) if inline else dumped(value, text, inner)
    gap = " " if inline else newline_of(text) + inner
    return inserted(text, node, f"{json.dumps(name)}: {body}", gap)


def _removed(text: str, way: Sequence[str]) -> str:
    parent = parse(text)
    for key in way[:-1]:
        parent = parent.get(key) or parent
    return dropped(text, parent, [key for key, _, _ in parent.members].index(way[-1]))


def _comma(text: str) -> int | None:
    """Where the comma stands that follows a value; None where what follows is the object's end."""
    at = _skip(text, 0)
    return at if text[at : at + 1] == "," else None


def _skip(text: str, at: int) -> int:
    match = _TRIVIA.match(text, at)
    return match.end() if match else at


def _value(text: str, at: int, depth: int) -> tuple[Node, int]:
    if depth > _DEEPEST:
        raise _wrong(text, at)
    sign = text[at : at + 1]
    if sign == "{":
        return _members(text, at, depth)
    if sign == "[":
        return _items(text, at, depth)
    match = (_STRING if sign == '"' else _SCALAR).match(text, at)
    if match is None:
        raise _wrong(text, at)
    try:
        return Node(at, match.end(), json.loads(match[0])), match.end()
    except ValueError as error:
        raise _wrong(text, at) from error


def _members(text: str, start: int, depth: int) -> tuple[Node, int]:
    members: list[tuple[str, int, Node]] = []
    at = _skip(text, start + 1)
    while text[at : at + 1] != "}":
        if text[at : at + 1] != '"':
            raise _wrong(text, at)
        key, after = _value(text, at, depth)
        after = _skip(text, after)
        if text[after : after + 1] != ":":
            raise _wrong(text, after)
        node, after = _value(text, _skip(text, after + 1), depth + 1)
        if any(name == key.value for name, _, _ in members):
            raise EditError(f"it names {key.value!r} twice", "keep one of them, then install again")
        members.append((key.value, at, node))
        at = _next(text, after, "}")
    return Node(start, at + 1, {name: node.value for name, _, node in members}, tuple(members)), at + 1


def _items(text: str, start: int, depth: int) -> tuple[Node, int]:
    items: list[Node] = []
    at = _skip(text, start + 1)
    while text[at : at + 1] != "]":
        node, after = _value(text, at, depth + 1)
        items.append(node)
        at = _next(text, after, "]")
    return Node(start, at + 1, [one.value for one in items], items=tuple(items)), at + 1


def _next(text: str, after: int, closing: str) -> int:
    at = _skip(text, after)
    if text[at : at + 1] == ",":
        return _skip(text, at + 1)
    if text[at : at + 1] != closing:
        raise _wrong(text, at)
    return at


def _wrong(text: str, at: int) -> EditError:
    line = text.count("\n", 0, at) + 1
    return EditError(f"it is not valid JSON at line {line}", "mend the file, then install again")


def _object(node: Node, name: str) -> Node:
    if not isinstance(node.value, dict):
        raise EditError(f"{name} is not an object", "mend the file, then install again")
    return node


def inner_indent(text: str, node: Node) -> str:
    """How far a new member or item is to be indented: as the last one, else one step more than its parent."""
    spans = node.spans
    return indent_at(text, spans[-1][0]) if spans else indent_at(text, node.start) + unit_of(text)


def newline_of(text: str) -> str:
    """The line end of the file."""
    return "\r\n" if "\r\n" in text else "\n"


def unit_of(text: str) -> str:
    """One step of the file's own indentation."""
    match = re.search(r"\n([ \t]+)\S", text)
    return match[1] if match else "  "


def indent_at(text: str, at: int) -> str:
    """The indentation of the line that holds a place."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    match = re.match(r"[ \t]*", line)
    return match[0] if match else ""


def dumped(value: Any, text: str, indent: str) -> str:
    """A value as JSON in the style of the file, its further lines indented by *indent* more."""
    made = json.dumps(value, indent=unit_of(text), ensure_ascii=False)
    return made.replace("\n", newline_of(text) + indent)
