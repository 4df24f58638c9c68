"""Read JSON and TOML that other programs and people wrote: what is nested too deeply is an error as any other."""

from __future__ import annotations

import json
from typing import Any

import records.regex as re

_DECODER = json.JSONDecoder()


def parse_json(text: str | bytes) -> Any:
    """Return the value of a JSON text; a byte order mark before it is skipped.

    Raises:
        ValueError: it is not JSON, or it is nested more deeply than Python can follow.
    """
    try:
        return json.loads(text.removeprefix("\ufeff") if isinstance(text, str) else text)
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error


def parse_json_at(text: str, offset: int) -> tuple[Any, int]:
    """Return the JSON value that begins at an offset, and the offset behind it.

    Raises:
        ValueError: as `parse_json`.
    """
    try:
        return _DECODER.raw_decode(text, offset)
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error


def parse_toml(text: str) -> dict[str, Any]:
    """Return the values of a TOML text.

    Raises:
        tomllib.TOMLDecodeError: it is not TOML, or it is nested more deeply than Python can follow, or
            it holds a number with more digits than Python converts.
    """
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("the TOML is nested too deeply") from error
    except ValueError as error:
        if isinstance(error, tomllib.TOMLDecodeError):
            raise
        raise tomllib.TOMLDecodeError("a number has too many digits") from error


def toml_value(value: object) -> str:
    """Return a text, a number, a truth value or a list of them as TOML writes it, which is how JSON does."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def toml_key(name: str) -> str:
    """Return a name as a key of a TOML table."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml_value(name)
