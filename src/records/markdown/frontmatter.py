"""Read YAML front matter as text, and change one value of it in place.

Reading: every scalar is text (save for null), so that `id: 0010` stays `"0010"` where YAML 1.1 reads 8,
and `status: on` stays `"on"`; the models give text its meaning.

Writing: the YAML parser says where a value begins and ends, and only those characters are exchanged.
Comments, order, quotes, indentation and line ends belong to the author and are kept; the edited text is
read again and compared with what was asked for, else `EditError`.

This is the only module that imports a YAML library.
"""

from __future__ import annotations

import copy
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from records.errors import EditError
from records.markdown.plain_yaml import NotPlain, read_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    Node = Any  # yaml.nodes.Node; the published types do not know its `id`


class YamlProblem(ValueError):
    """The block is not YAML; `line` is counted from 1 within the block, `cause` names the class.

    Causes: `placeholder`, `colon-in-value`, `text-after-quote`, `alias`, `tab`, `bad-escape`,
    `not-a-mapping`, `syntax` (the classes seen in real histories).
    """

    def __init__(self, message: str, line: int, cause: str) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.cause = cause


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
            edited = self._insert_after_last(parent, f"{key}: {_written(value)}")
        elif old.id == "scalar":
            scalar = old
            style = scalar.style if value is not None else None
            edited = self._replace(scalar, _written(value, style=style))
        else:
            raise EditError(f"{path!r} holds more than one value")
        return edited._proved(self._expected(parents, key, value))

    def append(self, path: str, value: str) -> FrontMatter:
        """Add *value* at the end of the list at *path*; the list is made where there is none.

        Raises:
            EditError: the value at *path* is no list, or the edit would touch anything else.
        """
        *parents, key = path.split(".")
        node = _child(self._node(parents), key)
        if node is None:
            new = f"{key}: [{_written(value, flow=True)}]"
            old: list[Any] = []
            edited = self._insert_after_last(self._node(parents), new)
        elif node.id == "scalar":
            if self._value(path) not in (None, ""):
                raise EditError(f"{path!r} is not a list")
            new = f"[{_written(value, flow=True)}]"
            edited, old = self._replace(node, new), []
        elif node.id == "sequence":
            flow = bool(node.flow_style)
            item = _written(value, flow=True) if flow else f"- {_written(value)}"
            edited, old = self._insert_after_last(node, item), self._value(path)
        else:
            raise EditError(f"{path!r} is not a list")
        return edited._proved(self._expected(parents, key, [*old, value]))

    def append_mapping(self, key: str, name: str, value: str) -> FrontMatter:
        """Add a new top-level mapping *key* that holds one list: `key:` / `  name: [value]`.

        Raises:
            EditError: the edit would touch anything else.
        """
        entry = f"{key}:{self._newline()}  {name}: [{_written(value, flow=True)}]"
        edited = self._insert_after_last(self._node([]), entry)
        return edited._proved({**self.data(), key: {name: [value]}})

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
        left = [*items[:at], *items[at + 1 :]]
        if not flow and not left:  # an empty block would read as null
            start, end, text = node.start_mark.index, end, "[]" + self._newline()
            start = len(self.text[:start].rstrip())
            edited = self._splice(start, end, " " + text)
        else:
            edited = self._splice(start, end, "")
        return edited._proved(self._expected(parents, key, left))

    def remove(self, key: str) -> FrontMatter:
        """Take a top-level *key* and its value out; a key that is not there changes nothing.

        Raises:
            EditError: the edit would touch anything else.
        """
        root = self._node([])
        pairs = root.value
        for name, value in pairs:
            if name.value == key:
                start = name.start_mark.index
                end = self._line_end(max(value.end_mark.index, name.end_mark.index))
                while end > start and self.text[start:end].endswith(("\n\n", "\n\r\n")):
                    end -= 1
                edited = self._splice(start, end, "")
                expected = {k: v for k, v in self.data().items() if k != key}
                return edited._proved(expected)
        return self

    # -- looking things up ---------------------------------------------------

    def _node(self, keys: Sequence[str]) -> Node:
        import yaml

        try:
            node: Node | None = yaml.compose(self.text, Loader=_loader(pure=True))
        except yaml.YAMLError as error:
            raise EditError(f"the front matter is not valid YAML: {_first_line(error)}") from error
        for key in keys:
            node = _child(node, key)
        if node is None:
            raise EditError(f"no {'.'.join(keys) or 'key'!r} in the front matter")
        return node

    def _value(self, path: str) -> Any:
        value: Any = self.data()
        for key in path.split("."):
            value = value[key]
        return value

    # -- exchanging characters -----------------------------------------------

    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

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
        line_end = cast("re.Match[str]", _REST_OF_LINE.match(self.text, at)).end()
        indent = " " * parent.start_mark.column
        return self._splice(line_end, line_end, f"{self._newline()}{indent}{entry}")

    def _line_end(self, at: int) -> int:
        """The index behind the line break of the line that holds the character before *at*."""
        if at and self.text[at - 1] == "\n":
            return at
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

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
        try:
            expected = copy.deepcopy(self.data())
        except YamlProblem as problem:
            raise EditError(f"the front matter is not valid YAML: {problem.message}") from problem
        target = expected
        for parent in parents:
            target = target[parent]
        target[key] = value
        return expected

    def _proved(self, expected: dict[str, Any]) -> FrontMatter:
        try:
            if self.data() == expected:
                return self
        except YamlProblem:
            pass
        raise EditError(
            "the edit would have changed more of the front matter than it should",
            "edit the file by hand",
        )


_REST_OF_LINE = re.compile(r"[^\r\n]*")


def read_block(text: str) -> dict[str, Any]:
    """Read the characters between two fences into text, None, lists and mappings.

    Raises:
        YamlProblem: the text is not a YAML mapping.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    try:
        return read_plain(text)
    except NotPlain:
        return _read_with_library(text)


def text_handler() -> Any:
    """Give a python-frontmatter handler that reads every scalar as text.

    `frontmatter.load(path, handler=text_handler())` reads a record without the traps of YAML 1.1.
    """
    from frontmatter.default_handlers import YAMLHandler

    class TextHandler(YAMLHandler):
        """A YAML handler to which every scalar but null is text."""

        def load(self, fm: str, **_: object) -> Any:
            import yaml

            return yaml.load(fm, Loader=_loader())  # noqa: S506 — a SafeLoader without resolvers

    return TextHandler()


def _read_with_library(text: str) -> dict[str, Any]:
    import yaml

    try:
        data = text_handler().load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark else 1
        raise YamlProblem(_first_line(error), line, _cause(text, line, error)) from error
    except (ValueError, RecursionError) as error:
        raise YamlProblem(str(error), 1, "syntax") from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise YamlProblem("the front matter is not a list of keys", 1, "not-a-mapping")
    return {"" if key is None else str(key): value for key, value in data.items()}


_LOADERS: dict[bool, Any] = {}


def _loader(*, pure: bool = False) -> Any:
    """A safe loader to which every scalar but null is text; made on first use."""
    if pure not in _LOADERS:
        import yaml

        base: Any = yaml.SafeLoader if pure else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        kept = {"tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"}
        resolvers = {
            first: [(tag, pattern) for tag, pattern in rules if tag in kept]
            for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }
        _LOADERS[pure] = type("TextLoader", (base,), {"yaml_implicit_resolvers": resolvers})
    return _LOADERS[pure]


def _first_line(error: Exception) -> str:
    problem = getattr(error, "problem", None)
    return str(problem or error).split("\n", 1)[0]


def _cause(text: str, line: int, error: Exception) -> str:
    lines = text.split("\n")
    near = "\n".join(lines[max(0, line - 2) : line + 1])
    problem = str(getattr(error, "problem", error))
    for found, cause in (
        ("{{" in text and "}}" in text, "placeholder"),
        ("\t" in near and "\\t" in problem, "tab"),
        ("unknown escape" in problem, "bad-escape"),
        ("alias" in problem or "alphabetic" in problem, "alias"),
        ("mapping values are not allowed" in problem, "colon-in-value"),
        (bool(re.search(r":\s*(['\"]).*\1\s*\S|-\s*(['\"]).*\2\s*\S", near)), "text-after-quote"),
    ):
        if found:
            return cause
    return "syntax"


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


def _written(value: str | None, *, style: str | None = None, flow: bool = False) -> str:
    """Write *value* in the author's quotes, or bare where bare is safe."""
    if value is None:
        return "null"
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if style != '"' and _safe_bare(value, flow=flow):
        return value
    return quoted(value)


def _safe_bare(value: str, *, flow: bool) -> bool:
    """Tell whether every YAML reader, 1.1 or 1.2, reads the bare *value* as this very text."""
    import yaml

    probe = f"[{value}]" if flow else f"- {value}"
    try:
        return bool(
            yaml.load(probe, Loader=_loader()) == [value]  # noqa: S506 — a SafeLoader
            and yaml.safe_load(probe) == [value]
            and not _NUMBER_12.match(value)
        )
    except (yaml.YAMLError, ValueError):
        return False


_NUMBER_12 = re.compile(r"[-+]?(\.?[0-9]|0o|0x|\.inf|\.nan)", re.I)


def quoted(value: str) -> str:
    """Write *value* as a double-quoted YAML scalar on one line, read alike by YAML 1.1 and 1.2."""
    if value.isascii() and value.isprintable():
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    import yaml

    text = yaml.safe_dump(value, default_style='"', allow_unicode=True, width=sys.maxsize)
    return text.rstrip("\n")
