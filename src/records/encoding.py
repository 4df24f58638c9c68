"""Bytes as text and back, without a loss: bytes that are no UTF-8 are kept as lone surrogates (PEP 383)."""

from __future__ import annotations


def decode(data: bytes | memoryview) -> str:
    """Return bytes as text, from which `encode` makes the same bytes."""
    return str(data, "utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """Return the bytes of a text."""
    return text.encode("utf-8", "surrogateescape")


def decode_file(data: bytes) -> str:
    """Return the bytes of a file as text: as UTF-16 where it begins with that encoding's mark, else as UTF-8."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            return decode(data)
    return decode(data)


def replace_surrogates(text: str) -> str:
    """Return a text that every reader of UTF-8 takes: a sign stands for each byte that was no text."""
    return text.encode("utf-8", "replace").decode("utf-8")


def replace_halves(text: str) -> str:
    """Return a text that UTF-8 can hold: U+FFFD stands for each half of a character, which JSON can hold."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
