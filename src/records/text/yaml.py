"""Read YAML so that every scalar is text, and write one text as a scalar that every YAML reader takes for it.

Every scalar is text (save for null), so that `id: 0010` stays `"0010"` where YAML 1.1 reads 8, and `status: on`
stays `"on"`; the models give text its meaning. This is the only module that imports a YAML library.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from records.text.yaml_depth import too_deep
from records.text.yaml_fast import NotPlain, read_plain

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

    _refuse_deep(text)
    try:
        data = text_handler().load(text)
    except yaml.YAMLError as error:
        raise _problem(text, error) from error
    except (ValueError, RecursionError) as error:
        raise YamlProblem(str(error), 1, "syntax") from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise YamlProblem("the front matter is not a list of keys", 1, "not-a-mapping")
    return {"" if key is None else str(key): value for key, value in data.items()}


def compose(text: str) -> Node | None:
    """The nodes of a text, each with the places of its first and last character; None for an empty one.

    Raises:
        YamlProblem: the text is not YAML.
    """
    import yaml

    _refuse_deep(text)
    try:
        return yaml.compose(text, Loader=_loader(pure=True))
    except yaml.YAMLError as error:
        raise _problem(text, error) from error


def _refuse_deep(text: str) -> None:
    if too_deep(text):
        raise YamlProblem("the front matter nests too deep to be read", 1, "syntax")


def _problem(text: str, error: Exception) -> YamlProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    return YamlProblem(_first_line(error), line, _cause(text, line, error))


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


def written(value: str | None, *, style: str | None = None, flow: bool = False) -> str:
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
