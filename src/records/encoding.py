"""Bytes as text and back, without a loss: bytes that are no UTF-8 are kept as lone surrogates (PEP 383)."""

from __future__ import annotations


def decode(data: bytes | memoryview) -> str:
    """Return bytes as text, from which `encode` makes the same bytes."""
    return str(data, "utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """Return the bytes of a text."""
    return text.encode("utf-8", "surrogateescape")


_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""The marks at the start of a file that tell its encoding."""


def decode_file(data: bytes) -> str:
    """Return the bytes of a file as text: as UTF-16 where it begins with that encoding's mark, else as UTF-8."""
    if data[:2] in _MARKS:
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            return decode(data)
    return decode(data)


def encode_file(text: str, old: bytes) -> bytes:
    """Return the bytes of a file's new text in the encoding of its *old* bytes, as `decode_file` tells it."""
    if old[:2] in _MARKS:
        try:
            old.decode("utf-16")
            return old[:2] + text.encode(_MARKS[old[:2]])
        except UnicodeError:  # the mark is none, or a byte that is no text was put in
            return encode(text)
    return encode(text)


def replace_surrogates(text: str) -> str:
    """Return a text that every reader of UTF-8 takes: a sign stands for each byte that was no text."""
    return text.encode("utf-8", "replace").decode("utf-8")


def replace_halves(text: str) -> str:
    """Return a text that UTF-8 can hold: U+FFFD stands for each half of a character, which JSON can hold."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
