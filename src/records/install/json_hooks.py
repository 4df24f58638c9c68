"""Add the entries of hooks to an agent's settings and take them away, and leave every other byte as it is.

Settings may hold comments and trailing commas, as some agents read them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from records.errors import EditError
from records.install import jsonc
from records.install.jsonc import Node, parse


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
            made = jsonc.dumped(entry, text, jsonc.indent_at(text, ours[0].start))
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
                    text = jsonc.dropped(text, listed, at)
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


def _add_member(text: str, node: Node, name: str, value: Any) -> str:
    _expect(node, dict, "the file")
    inner = jsonc.inner_indent(text, node)
    made = f"{json.dumps(name)}: {jsonc.dumped(value, text, inner)}"
    return jsonc.inserted(text, node, made, jsonc.newline_of(text) + inner)


def _add_item(text: str, node: Node, value: Any) -> str:
    inner = jsonc.inner_indent(text, node)
    return jsonc.inserted(text, node, jsonc.dumped(value, text, inner), jsonc.newline_of(text) + inner)


def _drop_member(text: str, node: Node, name: str) -> str:
    return jsonc.dropped(text, node, [key for key, _, _ in node.members].index(name))
