"""Read the plain subset of YAML that nearly all front matter stays in, as text, without a YAML library.

Plain `key: value` lines, quoted scalars, `[flow, lists]`, block lists and one level of nested mapping.
Anything else raises `NotPlain`, and the caller asks libyaml. What is accepted equals what
`frontmatter.TextLoader` gives; a test compares the two on generated documents.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import records.regex as re

_UNSAFE_ASCII = re.compile("[^\n\x20-\x7e]")
_NULL = frozenset(("null", "Null", "NULL", "~"))
_FIRST_BAD = frozenset("&*!|>%@`{['\"#,?:-]}")
_FLOW_PLAIN = re.compile(r"[^\[\]{}\"'#:?&*!|>%@`]*\Z")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")


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
    reader = _Reader()
    for line in text.split("\n"):
        if line:
            reader.take(line)
    return reader.finish()


@cache
def _unsafe() -> re.Pattern[str]:
    """What YAML does not print, or breaks lines at; compiled for the first text that is not ASCII."""
    return re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class _Reader:
    __slots__ = ("block", "indent", "key", "out")

    def __init__(self) -> None:
        self.out: dict[str, Any] = {}
        self.key = ""  # the key whose block is open, or ""
        self.block: list[Any] | dict[str, Any] | None = None
        self.indent = 0  # of the items of the open list

    def take(self, line: str) -> None:
        if line[0] == " ":
            self._take_nested(line)
            return
        if line[0] == "-" and not line.startswith("---"):
            # a list at the same column as its key is plain YAML as well
            if not self.key or not line.startswith("- "):
                raise NotPlain
            self._item(line[2:], 0)
            return
        key, colon, value = line.partition(": ")
        if not colon:
            if line[-1] != ":":
                raise NotPlain
            key = self._new_key(line[:-1])
            self.out[key], self.key, self.block = None, key, None
            return
        key = self._new_key(key)
        self.out[key] = _value(value)
        self.key = ""

    def finish(self) -> dict[str, Any]:
        if not self.out:
            raise NotPlain
        return self.out

    def _new_key(self, key: str) -> str:
        if key in self.out or key in _NULL or not _KEY.match(key):
            raise NotPlain
        return key

    def _take_nested(self, line: str) -> None:
        bare = line.lstrip(" ")
        if not self.key or len(line) - len(bare) != 2 or not bare:
            raise NotPlain
        if bare.startswith("- "):
            self._item(bare[2:], 2)
            return
        key, colon, value = bare.partition(": ")
        if not colon or not value or not _KEY.match(key) or key in _NULL:
            raise NotPlain
        if self.block is None:
            self.block = self.out[self.key] = {}
        if not isinstance(self.block, dict) or key in self.block:
            raise NotPlain
        self.block[key] = _value(value)

    def _item(self, text: str, indent: int) -> None:
        if self.block is None:
            self.block = self.out[self.key] = []
            self.indent = indent
        if not isinstance(self.block, list) or not text or indent != self.indent:
            raise NotPlain
        self.block.append(_scalar(text))


def _value(text: str) -> Any:
    return _flow(text) if text[:1] == "[" else _scalar(text)


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
