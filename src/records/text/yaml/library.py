"""The parts of YAML that need PyYAML: whatever leaves the plain subset, places of nodes, and writing of scalars.

Work is bounded before the parser sees a text that nests too deep (the C parser takes one stack frame a level), and
before aliases are expanded: what they expand to may be ten times as long as the text, and no deeper than the text may
be.
"""

from __future__ import annotations

import sys

import records.regex as re
from records.text.lines import line_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Node = Any  # yaml.nodes.Node; the published types do not know its `id`

DEEPEST = 200
_MOST_EXPANSION = 10
_LEAST_EXPANSION = 10_000  # characters to which the aliases of a short text may expand
_BRACKET = re.compile(r"[\[\]{}]")
_COMPACT = re.compile(rf"(?:[-?:][ \t]+){{{DEEPEST}}}")


class YamlProblem(ValueError):
    """The block is not YAML, or costs too much to read; `line` is counted from 1 within the block.

    `cause` is one of `placeholder`, `colon-in-value`, `text-after-quote`, `alias`, `tab`, `bad-escape`,
    `not-a-mapping`, `too-deep`, `too-large`, `syntax`.
    """

    def __init__(self, message: str, line: int, cause: str) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.cause = cause


def read_with_library(text: str) -> dict[str, Any]:
    """Read a block of front matter with PyYAML, every scalar as text or None.

    Raises:
        YamlProblem: the text is not a YAML mapping.
    """
    import yaml

    _refuse_deep(text)
    try:
        data = _load(text)
    except yaml.YAMLError as error:
        raise _problem(text, error) from error
    except YamlProblem:
        raise
    except (ValueError, RecursionError) as error:
        raise _value_problem(text, error) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise YamlProblem("the front matter is not a list of keys", 1, "not-a-mapping")
    return data


def _load(text: str) -> Any:
    loader = _loader()(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _refuse_expansion(node, text)
        return loader.construct_document(node)
    finally:
        loader.dispose()


def compose(text: str) -> Node | None:
    """Return the nodes of a text, each with the places of its first and last character; None for an empty text.

    Raises:
        YamlProblem: the text is not YAML.
    """
    import yaml

    _refuse_deep(text)
    try:
        node = yaml.compose(text, Loader=_loader(pure=True))
    except yaml.YAMLError as error:
        raise _problem(text, error) from error
    except ValueError as error:
        raise _value_problem(text, error) from error
    if node is not None:
        _refuse_expansion(node, text)
    return node


def too_deep(text: str) -> bool:
    """Whether brackets, dashes on one line or indentation nest deeper than any front matter that people write.

    Brackets count everywhere, so that no quoting hides them.
    """
    if len(text) <= DEEPEST:
        return False
    depth = 0
    for sign in _BRACKET.finditer(text):
        depth = depth + 1 if sign[0] in "[{" else max(depth - 1, 0)
        if depth > DEEPEST:
            return True
    return bool(_COMPACT.search(text)) or _indents_too_deep(text)


def _indents_too_deep(text: str) -> bool:
    stack: list[int] = []
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip(" "))
        while stack and stack[-1] >= indent:
            stack.pop()
        stack.append(indent)
        if len(stack) > DEEPEST:
            return True
    return False


def _refuse_deep(text: str) -> None:
    if too_deep(text):
        raise YamlProblem("the front matter nests too deep to be read", 1, "too-deep")


def _refuse_expansion(root: Node, text: str) -> None:
    """Refuse nodes whose aliases expand to too much, or to something that contains itself."""
    if "*" not in text or "&" not in text:
        return
    most = max(_MOST_EXPANSION * len(text), _LEAST_EXPANSION)
    sizes: dict[int, tuple[int, int]] = {}  # the length and the depth of what a node expands to
    open_nodes: set[int] = set()
    stack: list[tuple[Node, bool]] = [(root, False)]
    while stack:
        node, is_complete = stack.pop()
        children = _children(node)
        if is_complete:
            open_nodes.discard(id(node))
            inner = [sizes[id(child)] for child in children]
            own = len(node.value) if node.id == "scalar" else 0
            size = own + 1 + sum(length for length, _ in inner)
            depth = 1 + max((depth for _, depth in inner), default=0)
            if size > most or depth > DEEPEST:
                message = (
                    f"its aliases expand to more than {most} characters"
                    if size > most
                    else "aliases nest too deep"
                )
                raise YamlProblem(
                    message, node.start_mark.line + 1, "too-large" if size > most else "too-deep"
                )
            sizes[id(node)] = (size, depth)
        elif id(node) in open_nodes:
            raise YamlProblem("an alias names what contains it", node.start_mark.line + 1, "alias")
        elif id(node) not in sizes:
            open_nodes.add(id(node))
            stack.append((node, True))
            stack.extend((child, False) for child in children)


def _children(node: Node) -> list[Node]:
    if node.id == "mapping":
        return [child for pair in node.value for child in pair]
    return list(node.value) if node.id == "sequence" else []


def _value_problem(text: str, error: Exception) -> YamlProblem:
    """What stopped PyYAML other than its own errors: lone surrogates stand for bytes that are not UTF-8."""
    if isinstance(error, UnicodeEncodeError):
        return YamlProblem("it holds bytes that are not UTF-8", line_at(text, error.start), "syntax")
    return YamlProblem(str(error), 1, "syntax")


def _problem(text: str, error: Exception) -> YamlProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    return YamlProblem(_first_line(error), line, _cause(text, line, error))


_LOADERS: dict[bool, Any] = {}


def _loader(*, pure: bool = False) -> Any:
    """Return a safe loader that reads every scalar but null as text; made on first use."""
    if pure not in _LOADERS:
        import yaml

        base: Any = yaml.SafeLoader if pure else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        kept_tags = {"tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"}
        resolvers = {
            first: [(tag, pattern) for tag, pattern in rules if tag in kept_tags]
            for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }
        constructors = _text_constructors(yaml.SafeLoader)
        _LOADERS[pure] = type(
            "TextLoader",
            (base,),
            {"yaml_implicit_resolvers": resolvers, "yaml_constructors": constructors},
        )
    return _LOADERS[pure]


def _text_constructors(safe: Any) -> dict[str | None, Any]:
    """Return the constructor for each tag that YAML defines: a scalar is text also where its tag says `!!int`."""
    constructors = dict.fromkeys(safe.yaml_constructors, safe.construct_scalar)
    for tag, name in (
        ("null", "null"), ("seq", "seq"), ("omap", "seq"), ("pairs", "seq"), ("map", "map"), ("set", "map")
    ):  # fmt: skip
        constructors[f"tag:yaml.org,2002:{tag}"] = (
            _mapping if name == "map" else safe.yaml_constructors[f"tag:yaml.org,2002:{name}"]
        )
    return constructors | {None: safe.yaml_constructors[None]}


def _mapping(loader: Any, node: Node) -> Iterator[dict[str, Any]]:
    """Build a mapping as PyYAML does, first empty, with a text for the key that is null."""
    mapping: dict[str, Any] = {}
    yield mapping
    mapping.update(
        ("" if key is None else key, value) for key, value in loader.construct_mapping(node).items()
    )


def _first_line(error: Exception) -> str:
    problem = getattr(error, "problem", None)
    return str(problem or error).split("\n", 1)[0]


def _cause(text: str, line: int, error: Exception) -> str:
    lines = text.split("\n")
    near = "\n".join(lines[max(0, line - 2) : line + 1])
    problem = str(getattr(error, "problem", error))
    for applies, cause in (
        ("{{" in text and "}}" in text, "placeholder"),
        ("\t" in near and "\\t" in problem, "tab"),
        ("unknown escape" in problem, "bad-escape"),
        ("alias" in problem or "alphabetic" in problem, "alias"),
        ("mapping values are not allowed" in problem, "colon-in-value"),
        (bool(re.search(r":\s*(['\"]).*\1\s*\S|-\s*(['\"]).*\2\s*\S", near)), "text-after-quote"),
    ):
        if applies:
            return cause
    return "syntax"


def format_scalar(value: str | None, *, style: str | None = None, flow: bool = False) -> str:
    """Return *value* as a YAML scalar in the author's quotes, or bare where bare is safe."""
    if value is None:
        return "null"
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if style != '"' and _is_safe_bare(value, flow=flow):
        return value
    return quote_scalar(value)


def _is_safe_bare(value: str, *, flow: bool) -> bool:
    """Whether every YAML reader, 1.1 or 1.2, reads the bare *value* as this very text."""
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


def quote_scalar(value: str) -> str:
    """Return *value* as a double-quoted YAML scalar on one line, read alike by YAML 1.1 and 1.2."""
    if value.isascii() and value.isprintable():
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    import yaml

    text = yaml.safe_dump(value, default_style='"', allow_unicode=True, width=sys.maxsize)
    return text.rstrip("\n")
