"""The digest of a text is SHA-256, whichever implementation gives it."""

from __future__ import annotations

import hashlib
import subprocess
import sys

from records.digest import sha256


def test_it_is_sha256_of_the_bytes():
    """Of texts with letters of any script, and of bytes that are no text."""
    for text in ("", "abc", "ä\n漢", "\udcff"):
        assert sha256(text) == hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def test_another_python_than_cpython_has_it_too():
    """Without CPython's own modules the standard library gives the same digest."""
    code = (
        "import sys\n"
        "sys.modules['_sha2'] = sys.modules['_sha256'] = None\n"
        "from records.digest import sha256\n"
        "print(sha256('abc'))"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stdout
    assert output.strip() == sha256("abc")
