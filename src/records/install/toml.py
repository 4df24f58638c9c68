"""Read the TOML of settings that others own, with or without a byte-order mark."""

from __future__ import annotations

import tomllib
from typing import Any

from records.errors import EditError


def loads(text: str) -> dict[str, Any]:
    """The values of a TOML text.

    Raises:
        tomllib.TOMLDecodeError: it is not valid TOML.
    """
    return tomllib.loads(text.removeprefix("\ufeff"))


def parsed(text: str, path: str) -> dict[str, Any]:
    """The values of the TOML text of a file that is to be edited.

    Raises:
        EditError: it is not valid TOML; the message names the file.
    """
    try:
        return loads(text)
    except tomllib.TOMLDecodeError as error:
        raise EditError(f"{path}: it is not valid TOML: {error}", "mend the file first") from error
