"""Add members and list items to JSON settings with comments and trailing commas, and remove them again exactly.

What is not ours keeps every byte: comments, indentation, line ends. Removing what was added restores the text that
was there before, except within an object that held nothing but white space.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

import records.regex as re
from records.dataclass import dataclass
from records.errors import EditError
from records.text.lines import line_at, newline_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TRIVIA = re.compile(r"(?:[ \t\r\n\ufeff]|//[^\n]*|/\*.*?\*/)*", re.S)
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_SCALAR = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
_MAX_DEPTH = 200
_BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Node:
    """A value in the text: its span, its value, its members with the offset of their keys, or its items."""

    start: int
    end: int
    value: Any
    members: tuple[tuple[str, int, Node], ...] = ()
    items: tuple[Node, ...] = ()

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The start and end of each member or item."""
        return [(start, node.end) for _, start, node in self.members] or [
            (item.start, item.end) for item in self.items
        ]

    def get(self, name: str) -> Node | None:
        """Return the member called *name*."""
        return next((node for key, _, node in self.members if key == name), None)


def parse(text: str) -> Node:
    """Return the value of a JSON text with comments, with the span of every part.

    Raises:
        EditError: the text is not JSON, even with comments; the message names the line.
    """
    node, end = _value(text, _skip(text, 0), 0)
    if _skip(text, end) != len(text):
        raise _invalid(text, end)
    return node


def with_member(text: str, keys: Sequence[str], name: str, value: Mapping[str, Any]) -> str:
    """Return the text with a member in the object that *keys* lead to; missing objects on the way are created.

    A member of this name that is there already stays as it is.

    Raises:
        EditError: the text is not JSON, or something on the way is not an object.
    """
    root = _expect(parse(text), dict, "the file")
    node, missing = root, list(keys)
    while missing and (child := node.get(missing[0])) is not None:
        node = _expect(child, dict, repr(missing.pop(0)))
    if not missing and node.get(name) is not None:
        return text
    member: Any = {name: dict(value)}
    for key in reversed(missing):
        member = {key: member}
    ((first, content),) = member.items()
    result = _with_member(text, node, first, content, inline=bool(node.members) and _is_inline(text, node))
    if parse(result).value != _merged(root.value, list(keys), name, dict(value)):
        raise EditError("the edit would change more than it should", "add the entry by hand")
    return result


def without_member(text: str, keys: Sequence[str], name: str, value: Mapping[str, Any]) -> str:
    """Return the text without the member, if it is what we added, and without objects that are empty then.

    Raises:
        EditError: the text is not JSON.
    """
    path = [*keys, name]
    node = descend(parse(text), path)
    if node is None or node.value != dict(value):
        return text
    while path:
        text = _without_key(text, path)
        path.pop()
        node = descend(parse(text), path)
        if not path or node is None or text[node.start + 1 : node.end - 1].strip():
            break
    return text


def with_hooks(
    text: str, entries: Mapping[str, Mapping[str, Any]], mark: str, head: Mapping[str, Any]
) -> str:
    """Return the text with an entry in the list of each event under `hooks`.

    An entry of ours that is there already (it contains *mark*) is brought up to date in its place; one for an event
    that an older version wanted goes.

    Raises:
        EditError: the text is not JSON, or `hooks` has another shape.
    """
    for name, value in {**head, "hooks": {}}.items():
        root = _expect(parse(text), dict, "the file")
        if root.get(name) is None:
            text = _with_member(text, root, name, value)
    for event, entry in entries.items():
        hooks = _expect(_child(parse(text), "hooks"), dict, "hooks")
        entry_list = hooks.get(event)
        if entry_list is None:
            text = _with_member(text, hooks, event, [entry])
            continue
        _expect(entry_list, list, f"hooks.{event}")
        ours = [item for item in entry_list.items if mark in json.dumps(item.value)]
        if not ours:
            text = _with_item(text, entry_list, entry)
        elif ours[0].value != entry:
            body = _dump(entry, text, _indent_at(text, ours[0].start))
            text = text[: ours[0].start] + body + text[ours[0].end :]
    return _without_events(text, mark, keep=entries)


def without_hooks(text: str, mark: str) -> str:
    """Return the text without our entries, and without the lists and objects that are empty then.

    Raises:
        EditError: the text is not JSON.
    """
    before = text
    text = _without_events(text, mark, keep=())
    hooks = parse(text).get("hooks")
    if hooks is not None and not hooks.members and text != before:
        text = _without_key(text, ["hooks"])
    return text


def _without_events(text: str, mark: str, keep: Collection[str]) -> str:
    """Return the text without our entries for events, but for some, and without the lists that are empty then."""
    hooks = parse(text).get("hooks")
    for event in [name for name, _, _ in hooks.members if name not in keep] if hooks else []:
        entry_list = descend(parse(text), ["hooks", event])
        for index in reversed(range(len(entry_list.items) if entry_list else 0)):
            entry_list = descend(parse(text), ["hooks", event])
            if entry_list is None or mark not in json.dumps(entry_list.items[index].value):
                continue
            is_last = len(entry_list.items) == 1
            text = _without_key(text, ["hooks", event]) if is_last else _drop(text, entry_list, index)
    return text


def _merged(value: Any, keys: list[str], name: str, entry: Any) -> Any:
    if not keys:
        return {**value, name: entry}
    return {**value, keys[0]: _merged(value.get(keys[0], {}), keys[1:], name, entry)}


def descend(node: Node, keys: Sequence[str]) -> Node | None:
    """Return the value that *keys* lead to."""
    value: Node | None = node
    for key in keys:
        value = value.get(key) if value is not None else None
    return value


def _child(node: Node, name: str) -> Node:
    child = node.get(name)
    if child is None:
        raise EditError(f"it has no {name!r}")
    return child


def _expect(node: Node, kind: type, name: str) -> Node:
    if not isinstance(node.value, kind):
        shape = "an object" if kind is dict else "a list"
        raise EditError(f"{name} is not {shape}", "fix the file, then install again")
    return node


def _with_member(text: str, node: Node, name: str, value: Any, *, inline: bool = False) -> str:
    return _with_part(text, node, f"{json.dumps(name)}: ", value, inline=inline)


def _with_item(text: str, node: Node, value: Any) -> str:
    return _with_part(text, node, "", value, inline=False)


def _with_part(text: str, node: Node, key: str, value: Any, *, inline: bool) -> str:
    """Return the text with one more member or item, on its own line or on that of the others."""
    indent = _inner_indent(text, node)
    body = json.dumps(value, ensure_ascii=False) if inline else _dump(value, text, indent)
    return _insert(text, node, key + body, " " if inline else newline_of(text) + indent)


def _without_key(text: str, path: Sequence[str]) -> str:
    parent = descend(parse(text), path[:-1])
    if parent is None:
        return text
    return _drop(text, parent, [key for key, _, _ in parent.members].index(path[-1]))


def _is_inline(text: str, node: Node) -> bool:
    return "\n" not in text[node.start : node.end]


def _insert(text: str, node: Node, part: str, gap: str) -> str:
    """Return the text with one more member or item at the end of an object or a list, *gap* before it."""
    spans = node.spans
    start = spans[-1][1] if spans else node.start + 1
    before, after, closing = text[:start], text[start : node.end - 1], text[node.end - 1 :]
    content = after.rstrip(_BLANK)
    rest = after[len(content) :]
    if not spans:
        rest = rest if content or "\n" in rest else newline_of(text) + _indent_at(text, node.start)
        return f"{before}{content}{gap}{part}{rest}{closing}"
    if _comma(after) is not None:
        return f"{before}{content}{gap}{part},{rest}{closing}"
    return f"{before},{content}{gap}{part}{rest}{closing}"


def _drop(text: str, node: Node, index: int) -> str:
    """Return the text without one member or item, and without one comma beside it."""
    spans = node.spans
    first, last = spans[index]
    begin = len(text[:first].rstrip(_BLANK))
    comma_after = _comma(text[last : node.end])
    if comma_after is not None:
        following = spans[index + 1][0] if index + 1 < len(spans) else 0
        if index == 0 and following and not text[last + comma_after + 1 : following].strip(_BLANK):
            return text[:first] + text[following:]
        return text[:begin] + text[last + comma_after + 1 :]
    if index == 0:
        rest = text[last:]
        return text[:begin] + (rest.lstrip(_BLANK) if begin == node.start + 1 else rest)
    previous = spans[index - 1][1]
    comma = previous + (_comma(text[previous:first]) or 0)
    return text[:comma] + text[comma + 1 : begin] + text[last:]


def _comma(text: str) -> int | None:
    """Return the offset of the comma that follows a value; None where the object ends."""
    offset = _skip(text, 0)
    return offset if text[offset : offset + 1] == "," else None


def _skip(text: str, offset: int) -> int:
    match = _TRIVIA.match(text, offset)
    return match.end() if match else offset


def _value(text: str, offset: int, depth: int) -> tuple[Node, int]:
    if depth > _MAX_DEPTH:
        raise _invalid(text, offset)
    sign = text[offset : offset + 1]
    if sign == "{":
        return _members(text, offset, depth)
    if sign == "[":
        return _items(text, offset, depth)
    match = (_STRING if sign == '"' else _SCALAR).match(text, offset)
    if match is None:
        raise _invalid(text, offset)
    try:
        return Node(offset, match.end(), json.loads(match[0])), match.end()
    except ValueError as error:
        raise _invalid(text, offset) from error


def _members(text: str, start: int, depth: int) -> tuple[Node, int]:
    members: list[tuple[str, int, Node]] = []
    offset = _skip(text, start + 1)
    while text[offset : offset + 1] != "}":
        if text[offset : offset + 1] != '"':
            raise _invalid(text, offset)
        key, after = _value(text, offset, depth)
        after = _skip(text, after)
        if text[after : after + 1] != ":":
            raise _invalid(text, after)
        node, after = _value(text, _skip(text, after + 1), depth + 1)
        if any(name == key.value for name, _, _ in members):
            raise EditError(f"it names {key.value!r} twice", "keep one of them, then install again")
        members.append((key.value, offset, node))
        offset = _next(text, after, "}")
    return Node(
        start, offset + 1, {name: node.value for name, _, node in members}, tuple(members)
    ), offset + 1


def _items(text: str, start: int, depth: int) -> tuple[Node, int]:
    items: list[Node] = []
    offset = _skip(text, start + 1)
    while text[offset : offset + 1] != "]":
        node, after = _value(text, offset, depth + 1)
        items.append(node)
        offset = _next(text, after, "]")
    return Node(start, offset + 1, [item.value for item in items], items=tuple(items)), offset + 1


def _next(text: str, after: int, closing: str) -> int:
    offset = _skip(text, after)
    if text[offset : offset + 1] == ",":
        return _skip(text, offset + 1)
    if text[offset : offset + 1] != closing:
        raise _invalid(text, offset)
    return offset


def _invalid(text: str, offset: int) -> EditError:
    line = line_at(text, offset)
    return EditError(f"it is not valid JSON at line {line}", "fix the file, then install again")


def _inner_indent(text: str, node: Node) -> str:
    """Return the indentation of a new member or item: that of the last one, else one step more than its parent."""
    spans = node.spans
    return _indent_at(text, spans[-1][0]) if spans else _indent_at(text, node.start) + _unit_of(text)


def _unit_of(text: str) -> str:
    """Return one step of the file's own indentation."""
    match = re.search(r"\n([ \t]+)\S", text)
    return match[1] if match else "  "


def _indent_at(text: str, offset: int) -> str:
    """Return the indentation of the line at an offset."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    match = re.match(r"[ \t]*", line)
    return match[0] if match else ""


def _dump(value: Any, text: str, indent: str) -> str:
    """Return a value as JSON in the style of the file, its further lines indented by *indent* more."""
    body = json.dumps(value, indent=_unit_of(text), ensure_ascii=False)
    return body.replace("\n", newline_of(text) + indent)
