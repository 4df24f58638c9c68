"""Render the packaged templates of records without jinja2, which takes longer to import than all else that is needed.

Only what those templates use is known: values with filters, `or` and a default, `if`, `for`. The tests render each of
them with jinja2 too and compare the bytes.
"""

from __future__ import annotations

from functools import lru_cache

import records.regex as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    _Values = Mapping[str, Any]
    _Node = Callable[[_Values], str]
_TAG = re.compile(r"^[ \t]*\{% (.+?) %\}\n?|\{% (.+?) %\}\n?|\{\{ (.+?) \}\}", re.M)


class UnknownSyntax(ValueError):
    """A template uses something that only jinja2 knows."""


def render(source: str, values: _Values, filters: Mapping[str, Callable[[Any], Any]]) -> str:
    """Render a template.

    Args:
        source: its text.
        values: plain values by name.
        filters: functions by name, besides `lower`, `join` and `dictsort`.

    Raises:
        UnknownSyntax: the template needs jinja2.
        KeyError: it uses a name that is not given.
    """
    return "".join(node(values) for node in _nodes(source, tuple(filters.items())))


@lru_cache(maxsize=8)
def _nodes(source: str, filters: tuple[tuple[str, Callable[[Any], Any]], ...]) -> list[_Node]:
    """Return the nodes of a template; capture renders the same one for thousands of records."""
    return _parse(_tokens(source), dict(filters), ())[0]


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    """Yield texts, values and statements; a statement takes the white space before it and the line end after it."""
    position = 0
    for match in _TAG.finditer(source):
        yield "text", source[position : match.start()]
        yield ("value", match[3]) if match[3] else ("statement", match[1] or match[2])
        position = match.end()
    yield "text", source[position:]


def _parse(
    tokens: Iterator[tuple[str, str]], filters: Mapping[str, Callable[[Any], Any]], ends: tuple[str, ...]
) -> tuple[list[_Node], str]:
    """Return the nodes up to one of the statements *ends*, and that statement."""
    nodes: list[_Node] = []
    for kind, content in tokens:
        if kind == "text":
            nodes.append(lambda _, text=content: text)  # type: ignore[misc]
        elif kind == "value":
            expression = _expression(content, filters)
            nodes.append(lambda values, get=expression: str(get(values)))  # type: ignore[misc]
        elif content in ends:
            return nodes, content
        elif content.startswith("if "):
            nodes.append(_branch(content[3:], tokens, filters))
        else:
            nodes.append(_loop(content, tokens, filters))
    if ends:
        raise UnknownSyntax(f"{ends[-1]} is missing")
    return nodes, ""


def _branch(
    condition: str, tokens: Iterator[tuple[str, str]], filters: Mapping[str, Callable[[Any], Any]]
) -> _Node:
    terms = [
        (not term.startswith("not "), _path(term.removeprefix("not "))) for term in condition.split(" and ")
    ]
    body, end = _parse(tokens, filters, ("else", "endif"))
    other = _parse(tokens, filters, ("endif",))[0] if end == "else" else []

    def node(values: _Values) -> str:
        holds = all(bool(_lookup(values, path)) is expected for expected, path in terms)
        return "".join(part(values) for part in (body if holds else other))

    return node


def _loop(
    statement: str, tokens: Iterator[tuple[str, str]], filters: Mapping[str, Callable[[Any], Any]]
) -> _Node:
    target, _, iterable = statement.removeprefix("for ").partition(" in ")
    if not statement.startswith("for ") or not iterable:
        raise UnknownSyntax(statement)
    names = [name for part in target.split(", ") for name in _path(part)]
    items = _expression(iterable, filters)
    body, _ = _parse(tokens, filters, ("endfor",))

    def node(values: _Values) -> str:
        rounds = (
            {**values, **dict(zip(names, item if len(names) > 1 else [item], strict=True))}
            for item in items(values)
        )
        return "".join(part(inner) for inner in rounds for part in body)

    return node


def _expression(text: str, filters: Mapping[str, Callable[[Any], Any]]) -> Callable[[_Values], Any]:
    """Return the function of `"TEXT" if not NAME`, or of `NAME | FILTER | … or "DEFAULT"`."""
    literal, separator, name = text.partition('" if not ')
    if separator:
        condition = _path(name)
        return lambda values: "" if _lookup(values, condition) else literal.removeprefix('"')
    head, separator, default = text.partition(' or "')
    name, *steps = head.split(" | ")
    path = _path(name)
    functions = [_filter(step, filters) for step in steps]

    def value(values: _Values) -> Any:
        result = _lookup(values, path)
        for function in functions:
            result = function(result)
        return default.removesuffix('"') if separator and not result else result

    return value


def _filter(text: str, filters: Mapping[str, Callable[[Any], Any]]) -> Callable[[Any], Any]:
    name, _, argument = text.partition("(")
    if name == "join":
        return lambda value: argument[1:-2].join(map(str, value))
    if name == "dictsort":
        return lambda value: sorted(value.items(), key=lambda item: str(item[0]).lower())
    if name == "lower":
        return lambda value: str(value).lower()
    if name not in filters:
        raise UnknownSyntax(name)
    return filters[name]


def _path(name: str) -> list[str]:
    parts = name.split(".")
    if not all(part.isidentifier() for part in parts):
        raise UnknownSyntax(name)
    return parts


def _lookup(values: _Values, path: list[str]) -> Any:
    value = values[path[0]]
    for name in path[1:]:
        value = value[name]
    return value
