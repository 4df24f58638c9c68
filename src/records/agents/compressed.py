"""Read a transcript file, also one that the agent has compressed with zstd."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from records.distributions import install_command
from records.errors import RecordsError
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SUFFIX = ".zst"


class CannotUnpack(RecordsError):
    """A compressed file that no installed library can unpack, or that is damaged."""


def read_unpacked(path: Path) -> bytes:
    """Return the content of a file, unpacked when its name ends in `.zst`.

    Raises:
        CannotUnpack: no library for zstd is installed, or the file is damaged.
        OSError: the file cannot be read.
    """
    data = read_bytes(path)
    return _unpack(path, data) if path.suffix == SUFFIX else data


def head(path: Path, size: int) -> bytes:
    """Return the first bytes of a file, unpacked.

    Raises:
        CannotUnpack: no library for zstd is installed, or the file is damaged.
        OSError: the file cannot be read.
    """
    if path.suffix == SUFFIX:
        return read_unpacked(path)[:size]
    return read_bytes(path, size)


def _unpack(path: Path, data: bytes) -> bytes:
    for name in ("compression.zstd", "backports.zstd", "zstandard"):
        try:
            library: Any = import_module(name)
        except ImportError:
            continue
        try:
            if name == "zstandard":
                return _frames(library, data)
            return bytes(library.decompress(data))
        except Exception as error:  # each library has an error class of its own
            raise CannotUnpack(
                f"cannot unpack {path}: {error}", "the file is damaged; restore it from a backup"
            ) from error
    raise CannotUnpack(f"cannot unpack {path}: it is compressed with zstd", install_command("zstd"))


def _frames(library: Any, data: bytes) -> bytes:
    """Return the content of all frames, as the other libraries do; a frame that breaks off is an error."""
    content = b""
    while data:
        frame = library.ZstdDecompressor().decompressobj()
        content += frame.decompress(data)
        if not frame.eof:
            raise ValueError("it breaks off")
        data = frame.unused_data
    return content
