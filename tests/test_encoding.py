"""Bytes become text and the same bytes again, by one module."""

from pathlib import Path

import pytest

from records import encoding
from records.encoding import decode, decode_file, encode

SOURCE = Path(encoding.__file__).parent
EXCEPTIONS = {
    "encoding.py",
    "capture_hook.py",  # imports nothing of ours
    "git/locate.py",  # opens a file for one line
    "check/formats.py",  # an argument of urllib's quote
}


@pytest.mark.parametrize(
    "data", [b"", b"plain", "ä→\U0001f600".encode(), b"caf\xe9", b"\xff\xfe\x00", bytes(range(256))]
)
def test_bytes_survive_as_text(data):
    """Bytes that are no UTF-8 are the same bytes again."""
    assert encode(decode(data)) == data


@pytest.mark.parametrize("name", ["utf-16", "utf-8"])
def test_a_file_is_read_in_its_encoding(name):
    """The mark of UTF-16 at the beginning of a file says how it is to be read."""
    assert decode_file("# Überschrift\n".encode(name)) == "# Überschrift\n"


def test_a_file_with_a_false_mark_is_kept():
    """What begins like UTF-16 and is not loses no byte."""
    assert encode(decode_file(b"\xff\xfe\x00")) == b"\xff\xfe\x00"


def test_no_other_module_chooses_how_bytes_are_kept():
    """The handler for bytes that are no UTF-8 is named in one module."""
    others = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "surrogateescape" in path.read_text("utf-8")
    }
    assert others <= EXCEPTIONS
