"""Add and take away single entries in a JSON text, and leave every other byte as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.errors import EditError

_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|-?[\d.eE+-]+|true|false|null')


@dataclass(frozen=True, slots=True)
class Node:
    """A value in a JSON text: where it stands, and what is in it."""

    start: int
    end: int
    value: Any
    members: tuple[tuple[str, int, Node], ...] = ()
    items: tuple[Node, ...] = ()

    def get(self, name: str) -> Node | None:
        """The member called *name*."""
        return next((node for key, _, node in self.members if key == name), None)


def parse(text: str) -> Node:
    """The text's value with the place of every part.

    Raises:
        EditError: the text is not strict JSON, or an object names a member twice.
    """
    try:
        json.loads(text)
    except ValueError as error:
        raise EditError(f"it is not valid JSON: {error}", "mend the file, then install again") from error
    node, _ = _value(text, _skip(text, 0))
    return node


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _value(text: str, at: int) -> tuple[Node, int]:
    if text[at] == "{":
        return _object(text, at)
    if text[at] == "[":
        return _array(text, at)
    match = _SCALAR.match(text, at)
    end = match.end() if match else at
    return Node(at, end, json.loads(text[at:end])), end


def _object(text: str, start: int) -> tuple[Node, int]:
    members: list[tuple[str, int, Node]] = []
    at = _skip(text, start + 1)
    while text[at] != "}":
        key, after = _value(text, at)
        node, after = _value(text, _skip(text, _skip(text, after) + 1))
        if any(name == key.value for name, _, _ in members):
            raise EditError(f"it names {key.value!r} twice", "keep one of them, then install again")
        members.append((key.value, at, node))
        at = _skip(text, after)
        at = _skip(text, at + 1) if text[at] == "," else at
    value = {name: node.value for name, _, node in members}
    return Node(start, at + 1, value, tuple(members)), at + 1


def _array(text: str, start: int) -> tuple[Node, int]:
    items: list[Node] = []
    at = _skip(text, start + 1)
    while text[at] != "]":
        node, after = _value(text, at)
        items.append(node)
        at = _skip(text, after)
        at = _skip(text, at + 1) if text[at] == "," else at
    return Node(start, at + 1, [item.value for item in items], items=tuple(items)), at + 1


def with_hooks(
    text: str, entries: Mapping[str, Mapping[str, Any]], mark: str, head: Mapping[str, Any]
) -> str:
    """The text with an entry added to the list of each event under `hooks`.

    An entry of ours that is there already (it holds *mark*) is brought up to date in its place.

    Raises:
        EditError: the text is not JSON, or `hooks` has another shape.
    """
    for name, value in head.items():
        if parse(text).get(name) is None:
            text = _add_member(text, parse(text), name, value)
    if _expect(parse(text), dict, "the file").get("hooks") is None:
        text = _add_member(text, parse(text), "hooks", {})
    for event, entry in entries.items():
        hooks = _expect(_member(text, "hooks"), dict, "hooks")
        listed = hooks.get(event)
        if listed is None:
            text = _add_member(text, hooks, event, [entry])
            continue
        _expect(listed, list, f"hooks.{event}")
        ours = [item for item in listed.items if mark in json.dumps(item.value)]
        if not ours:
            text = _add_item(text, listed, entry)
        elif ours[0].value != entry:
            made = _dump(entry, text, _indent_at(text, ours[0].start))
            text = text[: ours[0].start] + made + text[ours[0].end :]
    return text


def without_hooks(text: str, mark: str) -> str:
    """The text without our entries, and without the lists and objects that are empty then.

    Raises:
        EditError: the text is not JSON.
    """
    hooks = parse(text).get("hooks")
    for event in [name for name, _, _ in hooks.members] if hooks else []:
        hooks = _member(text, "hooks")
        listed = hooks.get(event)
        for at in reversed(range(len(listed.items) if listed else 0)):
            listed = _member(text, "hooks").get(event)
            if listed and mark in json.dumps(listed.items[at].value):
                if len(listed.items) == 1:
                    text = _drop_member(text, _member(text, "hooks"), event)
                else:
                    text = _drop(text, [(item.start, item.end) for item in listed.items], at)
    emptied = parse(text).get("hooks")
    if hooks and emptied and not emptied.members:
        text = _drop_member(text, parse(text), "hooks")
    return text


def _member(text: str, name: str) -> Node:
    found = parse(text).get(name)
    if found is None:
        raise EditError(f"it has no {name!r}")
    return found


def _expect(node: Node, kind: type, name: str) -> Node:
    if not isinstance(node.value, kind):
        raise EditError(f"{name} is not {'an object' if kind is dict else 'a list'}")
    return node


def _unit(text: str) -> str:
    """One step of the file's own indentation."""
    match = re.search(r"\n([ \t]+)\S", text)
    return match.group(1) if match else "  "


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _indent_at(text: str, at: int) -> str:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    match = re.match(r"[ \t]*", line)
    return match.group(0) if match else ""


def _dump(value: Any, text: str, indent: str) -> str:
    made = json.dumps(value, indent=_unit(text), ensure_ascii=False)
    return made.replace("\n", _newline(text) + indent)


def _add_member(text: str, node: Node, name: str, value: Any) -> str:
    _expect(node, dict, "the file")
    inner = _indent_at(text, node.start) + _unit(text)
    if node.members:
        inner = _indent_at(text, node.members[-1][1])
    member = f"{json.dumps(name)}: {_dump(value, text, inner)}"
    return _insert(text, node, [(at, child.end) for _, at, child in node.members], member, inner)


def _add_item(text: str, node: Node, value: Any) -> str:
    inner = _indent_at(text, node.start) + _unit(text)
    if node.items:
        inner = _indent_at(text, node.items[-1].start)
    spans = [(item.start, item.end) for item in node.items]
    return _insert(text, node, spans, _dump(value, text, inner), inner)


def _insert(text: str, node: Node, spans: list[tuple[int, int]], made: str, inner: str) -> str:
    line = _newline(text)
    if spans:
        return f"{text[: spans[-1][1]]},{line}{inner}{made}{text[spans[-1][1] :]}"
    outer = _indent_at(text, node.start)
    return f"{text[: node.start + 1]}{line}{inner}{made}{line}{outer}{text[node.end - 1 :]}"


def _drop_member(text: str, node: Node, name: str) -> str:
    at = [key for key, _, _ in node.members].index(name)
    spans = [(start, child.end) for _, start, child in node.members]
    if len(spans) == 1:
        return text[: node.start + 1] + text[node.end - 1 :]
    return _drop(text, spans, at)


def _drop(text: str, spans: list[tuple[int, int]], at: int) -> str:
    if at:
        return text[: spans[at - 1][1]] + text[spans[at][1] :]
    return text[: spans[0][0]] + text[spans[1][0] :]
