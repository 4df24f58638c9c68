"""Read the plain subset of YAML that nearly all front matter stays in, as text, without a YAML library.

Plain `key: value` lines, quoted scalars, `[flow, lists]`, block lists and one level of nested mapping.
Anything else raises `NotPlain`, and the caller asks libyaml. What is accepted equals what
`frontmatter.TextLoader` gives; a test compares the two on generated documents.
"""

from __future__ import annotations

from functools import cache

import records.regex as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_UNSAFE_ASCII = re.compile("[^\n\x20-\x7e]")
_NULL = frozenset(("null", "Null", "NULL", "~"))
_FIRST_BAD = frozenset("&*!|>%@`{['\"#,?:-]}")
_FLOW_PLAIN = re.compile(r"[^\[\]{}\"'#:?&*!|>%@`]*\Z")
_LINES = re.compile(
    r"""^(?:
    (?P<indent>[ ]{2}|)
    (?: -[ ](?P<item>.+)
      | (?P<key>[A-Za-z_][A-Za-z0-9_-]*):
        (?:(?P<blank>[ ])(?:(?P<words>[A-Za-z0-9_.][A-Za-z0-9_./-]*(?:[ ]+[A-Za-z0-9_./-]+)*)$|(?P<rest>.*)))?
    )
    | (?P<other>.+)
    )$""",
    re.M | re.X,
)
"""The lines that are not empty; words need no further look: nothing in them means anything to YAML but `null`."""


class NotPlain(Exception):
    """The text leaves the plain subset: ask a real YAML parser."""


def read_plain(text: str) -> dict[str, Any]:
    r"""Read a block of front matter whose scalars are all text (or None where the author wrote null).

    Args:
        text: the characters between the fences, with `\n` line ends.

    Raises:
        NotPlain: the text holds anything outside the plain subset.
    """
    if _UNSAFE_ASCII.search(text) if text.isascii() else _unsafe().search(text):
        raise NotPlain
    out: dict[str, Any] = {}
    key = ""  # the key whose block is open, or ""
    block: list[Any] | dict[str, Any] | None = None
    in_column = ""  # the indentation of the items of the open list
    for indent, item, name, blank, words, rest, other in _LINES.findall(text):
        if other or name in _NULL:
            raise NotPlain
        if item:
            # a list at the same column as its key is plain YAML as well
            if block is None and key:
                block, in_column = [], indent
                out[key] = block
            if not isinstance(block, list) or indent != in_column:
                raise NotPlain
            block.append(_scalar(item))
            continue
        if words:
            value: Any = None if words in _NULL else words
        elif blank:
            value = _flow(rest) if rest[:1] == "[" else _scalar(rest)
        elif indent or name in out:
            raise NotPlain
        else:
            out[name], key, block = None, name, None
            continue
        if not indent:
            if name in out:
                raise NotPlain
            out[name], key, block = value, "", None
        else:
            if block is None and key:
                block = out[key] = {}
            if not isinstance(block, dict) or name in block:
                raise NotPlain
            block[name] = value
    if not out:
        raise NotPlain
    return out


@cache
def _unsafe() -> re.Pattern[str]:
    """What YAML does not print, or breaks lines at; compiled for the first text that is not ASCII."""
    return re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def _flow(text: str) -> list[str | None]:
    if text == "[]":
        return []
    inner = text[1:-1]
    if text[-1] != "]" or not _FLOW_PLAIN.match(inner):
        return _quoted_flow(text)
    return [_flow_scalar(item.strip(" ")) for item in inner.split(",")]


_QUOTED_FLOW = re.compile(r'\["([^"\\]*)"((?:, "[^"\\]*")*)\]\Z')


def _quoted_flow(text: str) -> list[str | None]:
    """Read the list form that `records` itself writes: `["a", "b"]`."""
    match = _QUOTED_FLOW.match(text)
    if not match:
        raise NotPlain
    return [match[1], *re.findall(r'"([^"]*)"', match[2])]


def _flow_scalar(text: str) -> str | None:
    if text == "-" or text.startswith("- "):
        raise NotPlain
    return _scalar(text)


def _scalar(text: str) -> str | None:
    if not text or text[0] == " " or text[-1] == " ":
        raise NotPlain
    first = text[0]
    if first == '"':
        return _double_quoted(text)
    if first == "'":
        inner = text[1:-1]
        if text[-1] != "'" or "'" in inner or len(text) < 2:
            raise NotPlain
        return inner
    if first in _FIRST_BAD or ": " in text or " #" in text or text[-1] == ":":
        raise NotPlain
    if text in _NULL:
        return None
    if text in ("<<", "="):
        raise NotPlain
    return text


def _double_quoted(text: str) -> str:
    inner = text[1:-1]
    if text[-1] != '"' or len(text) < 2:
        raise NotPlain
    if "\\" in inner or '"' in inner:
        plain = inner.replace("\\\\", "").replace('\\"', "")
        if '"' in plain or "\\" in plain:
            raise NotPlain
        return re.sub(r"\\(.)", r"\1", inner)
    return inner
