"""Change one value of YAML front matter in place.

The YAML parser says where a value begins and ends, and only those characters are exchanged. Comments, order,
quotes, indentation and line ends belong to the author and are kept; the edited text is read again and compared
with what was asked for, else `EditError`.
"""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.errors import EditError
from records.text.lines import newline_of
from records.text.yaml import YamlProblem, compose, format_scalar, read_block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from records.text.yaml import Node

_REST_OF_LINE = re.compile(r"[^\r\n]*")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The text between the two `---` fences, exactly as written."""

    text: str

    def data(self) -> dict[str, Any]:
        """The values: text, None, lists and mappings.

        Raises:
            YamlProblem: the text is not a YAML mapping.
        """
        return read_block(self.text)

    def values(self) -> dict[str, Any]:
        """The values, for a caller that is about to edit.

        Raises:
            EditError: the text is not a YAML mapping.
        """
        try:
            return self.data()
        except YamlProblem as problem:
            raise EditError(
                f"the front matter is not valid YAML: {problem.message}", "records check"
            ) from problem

    def set(self, path: str, value: str | None) -> FrontMatter:
        """Give the single value at *path* (`status`, `links.adr`) a new text; add the key if it is new.

        Raises:
            EditError: the value is a list or mapping, or the edit would touch anything else.
        """
        *parents, key = path.split(".")
        parent = self._node(parents)
        old = _child(parent, key)
        if old is None:
            result = self._insert_after_last(parent, f"{key}: {format_scalar(value)}")
        elif old.id == "scalar":
            scalar = old
            style = scalar.style if value is not None else None
            result = self._replace(scalar, format_scalar(value, style=style))
        else:
            raise EditError(f"{path!r} holds more than one value")
        return result._verify(self._expected(parents, key, value))

    def append(self, path: str, value: str) -> FrontMatter:
        """Add *value* at the end of the list at *path*; the list is made where there is none.

        Raises:
            EditError: the value at *path* is no list, or the edit would touch anything else.
        """
        *parents, key = path.split(".")
        node = _child(self._node(parents), key)
        if node is None:
            new = f"{key}: [{format_scalar(value, flow=True)}]"
            old: list[Any] = []
            result = self._insert_after_last(self._node(parents), new)
        elif node.id == "scalar":
            if self._value(path) not in (None, ""):
                raise EditError(f"{path!r} is not a list")
            new = f"[{format_scalar(value, flow=True)}]"
            result, old = self._replace(node, new), []
        elif node.id == "sequence":
            flow = bool(node.flow_style)
            item = format_scalar(value, flow=True) if flow else f"- {format_scalar(value)}"
            result, old = self._insert_after_last(node, item), self._value(path)
        else:
            raise EditError(f"{path!r} is not a list")
        return result._verify(self._expected(parents, key, [*old, value]))

    def append_mapping(self, key: str, name: str, value: str) -> FrontMatter:
        """Add a new top-level mapping *key* that holds one list: `key:` / `  name: [value]`.

        Raises:
            EditError: the edit would touch anything else.
        """
        entry = f"{key}:{newline_of(self.text)}  {name}: [{format_scalar(value, flow=True)}]"
        result = self._insert_after_last(self._node([]), entry)
        return result._verify({**self.values(), key: {name: [value]}})

    def discard(self, path: str, value: str) -> FrontMatter:
        """Take the first *value* out of the list at *path*; a text that is not there changes nothing.

        Raises:
            EditError: the edit would touch anything else.
        """
        *parents, key = path.split(".")
        node = _child(self._node(parents), key)
        items = self._value(path) if node is not None else None
        if node is None or not isinstance(items, list) or value not in items:
            return self
        at = items.index(value)
        children = node.value
        flow = bool(node.flow_style)
        start, end = self._flow_span(children, at) if flow else self._line_span(children[at])
        remaining = [*items[:at], *items[at + 1 :]]
        if not flow and not remaining:  # an empty block would read as null
            start, end, text = node.start_mark.index, end, "[]" + newline_of(self.text)
            start = len(self.text[:start].rstrip())
            result = self._splice(start, end, " " + text)
        else:
            result = self._splice(start, end, "")
        return result._verify(self._expected(parents, key, remaining))

    # -- looking things up ---------------------------------------------------

    def _node(self, keys: Sequence[str]) -> Node:
        try:
            node: Node | None = compose(self.text)
        except YamlProblem as problem:
            raise EditError(f"the front matter is not valid YAML: {problem.message}") from problem
        for key in keys:
            node = _child(node, key)
        if node is None:
            raise EditError(f"no {'.'.join(keys) or 'key'!r} in the front matter")
        return node

    def _value(self, path: str) -> Any:
        value: Any = self.values()
        for key in path.split("."):
            value = value[key]
        return value

    # -- exchanging characters -----------------------------------------------

    def _replace(self, node: Node, new: str) -> FrontMatter:
        start, end = node.start_mark.index, node.end_mark.index
        if node.style in ("|", ">"):  # a block scalar owns its last line break
            old = self.text[start:end]
            new += old[len(old.rstrip("\r\n")) :]
        if start == end and not self.text[:start].endswith(" "):
            new = f" {new}"
        return self._splice(start, end, new)

    def _insert_after_last(self, parent: Node, entry: str) -> FrontMatter:
        if parent.id == "scalar":
            raise EditError("cannot add a key to an empty value")
        collection = parent
        if collection.flow_style:
            last = _last_leaf(collection).end_mark.index if collection.value else -1
            at = last if last >= 0 else collection.end_mark.index - 1
            return self._splice(at, at, f", {entry}" if collection.value else entry)
        at = len(self.text[: _last_leaf(collection).end_mark.index].rstrip("\r\n"))
        line_end = next(_REST_OF_LINE.finditer(self.text, at)).end()
        indent = " " * parent.start_mark.column
        return self._splice(line_end, line_end, f"{newline_of(self.text)}{indent}{entry}")

    def _line_end(self, at: int) -> int:
        """The index behind the line break of the line that holds the character before *at*."""
        if at and self.text[at - 1] == "\n":
            return at
        newline = self.text.find("\n", at)
        return len(self.text) if newline < 0 else newline + 1

    def _line_span(self, node: Node) -> tuple[int, int]:
        start = self.text.rfind("\n", 0, node.start_mark.index) + 1
        return start, self._line_end(max(node.end_mark.index, node.start_mark.index + 1))

    def _flow_span(self, nodes: list[Node], at: int) -> tuple[int, int]:
        if at + 1 < len(nodes):
            return nodes[at].start_mark.index, nodes[at + 1].start_mark.index
        start = nodes[at - 1].end_mark.index if at else nodes[at].start_mark.index
        return start, nodes[at].end_mark.index

    def _splice(self, start: int, end: int, new: str) -> FrontMatter:
        return FrontMatter(self.text[:start] + new + self.text[end:])

    # -- proving the edit ----------------------------------------------------

    def _expected(self, parents: list[str], key: str, value: Any) -> dict[str, Any]:
        import copy

        expected = copy.deepcopy(self.values())
        target = expected
        for parent in parents:
            target = target[parent]
        target[key] = value
        return expected

    def _verify(self, expected: dict[str, Any]) -> FrontMatter:
        try:
            if self.data() == expected:
                return self
        except YamlProblem:
            pass
        raise EditError(
            "the edit would have changed more of the front matter than it should",
            "edit the file by hand",
        )


def _child(node: Node | None, key: str) -> Node | None:
    if node is None or node.id != "mapping":
        return None
    pairs = node.value
    return next((value for name, value in pairs if name.value == key), None)


def _last_leaf(node: Node) -> Node:
    """The last scalar, or the last flow collection, under a collection."""
    last = node.value[-1]
    last = last[1] if node.id == "mapping" else last
    if last.id != "scalar" and last.value and not last.flow_style:
        return _last_leaf(last)
    return last
