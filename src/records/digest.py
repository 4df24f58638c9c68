"""SHA-256 of a text, without OpenSSL, which takes a third as long to load as Python to start."""

from __future__ import annotations

from records.encoding import encode


def sha256(text: str | bytes) -> str:
    """Return the SHA-256 of bytes, or of those of a text, as hexadecimal digits."""
    digits: str = _sha256(text if isinstance(text, bytes) else encode(text)).hexdigest()
    return digits


try:  # as the standard library's `random` does
    from _sha2 import sha256 as _sha256  # type: ignore[import-not-found,unused-ignore]  # Python 3.12
except ImportError:
    try:
        from _sha256 import sha256 as _sha256  # type: ignore[import-not-found,no-redef,unused-ignore]  # Python 3.11
    except ImportError:  # another Python than CPython
        from hashlib import sha256 as _sha256
