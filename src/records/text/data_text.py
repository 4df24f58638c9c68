"""Read JSON and TOML that other programs and people wrote: what is nested too deeply is an error as any other."""

from __future__ import annotations

import json

import records.regex as re
from records.encoding import replace_halves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DEEPEST = 200  # levels of a TOML text, as of YAML
_DECODER = json.JSONDecoder()
_PART = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')"
_LONG_KEY = re.compile(rf"(?:^|[\[{{,])[ \t]*{_PART}(?:[ \t]*\.[ \t]*{_PART}){{100}}", re.M)
_SURROGATE = r"\\u[dD][89a-fA-F]"
_PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_SURROGATE_IN_TEXT, _PAIR_IN_TEXT = re.compile(_SURROGATE), re.compile(_PAIR)
_SURROGATE_IN_BYTES, _PAIR_IN_BYTES = re.compile(_SURROGATE.encode()), re.compile(_PAIR.encode())
_RAW_SURROGATE = re.compile(rb"\xed[\xa0-\xbf]")


def parse_json(text: str | bytes) -> Any:
    """Return the value of a JSON text; a byte order mark before it is skipped.

    U+FFFD stands for each half of a character: no file, database or terminal takes one.

    Raises:
        ValueError: it is not JSON, or it is nested more deeply than Python can follow.
    """
    try:
        value = json.loads(text.removeprefix("\ufeff") if isinstance(text, str) else text)
        return _whole(value) if has_halves(text) else value
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error


def has_halves(text: str | bytes) -> bool:
    """Return whether a JSON text seems to hold half of a character."""
    if isinstance(text, str):
        return bool(
            _SURROGATE_IN_TEXT.search(text) and _SURROGATE_IN_TEXT.search(_PAIR_IN_TEXT.sub(" ", text))
        )
    if b"\xed" in text and _RAW_SURROGATE.search(text):
        return True
    return bool(
        _SURROGATE_IN_BYTES.search(text) and _SURROGATE_IN_BYTES.search(_PAIR_IN_BYTES.sub(b" ", text))
    )


def _whole(value: Any) -> Any:
    """Return a value with U+FFFD for each half of a character in its keys and texts."""
    return json.loads(replace_halves(json.dumps(value, ensure_ascii=False)))


def parse_json_at(text: str, offset: int) -> tuple[Any, int]:
    """Return the JSON value that begins at an offset, and the offset behind it.

    Raises:
        ValueError: as `parse_json`.
    """
    try:
        value, end = _DECODER.raw_decode(text, offset)
        return (_whole(value) if has_halves(text[offset:end]) else value), end
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error


def readable_json(value: Any) -> str:
    """Return a value as indented JSON, with letters of every script; what does not print is escaped as JSON does."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)


def parse_toml(text: str) -> dict[str, Any]:
    """Return the values of a TOML text.

    Raises:
        tomllib.TOMLDecodeError: it is not TOML, it is nested more deeply than Python can follow, a key has more
            than 100 parts, which take time that grows with the square of their number, or
            it holds a number with more digits than Python converts.
    """
    import tomllib

    if _LONG_KEY.search(text):
        raise tomllib.TOMLDecodeError("a key has too many parts")
    try:
        values = tomllib.loads(text)
        if _is_deep(values):
            raise tomllib.TOMLDecodeError("the TOML is nested too deeply")
        return values
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("the TOML is nested too deeply") from error
    except ValueError as error:
        if isinstance(error, tomllib.TOMLDecodeError):
            raise
        raise tomllib.TOMLDecodeError("a number has too many digits") from error


def _is_deep(value: Any) -> bool:
    """Return whether lists and tables nest deeper than functions that walk them can follow."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            item for outer in level for item in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(item, (dict, list))
        ]  # fmt: skip
        if not level:
            return False
    return True


def toml_value(value: object) -> str:
    """Return a text, a number, a truth value or a list of them as TOML writes it, which is how JSON does."""
    text = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
    return text.replace("\x7f", "\\u007f")


def toml_key(name: str) -> str:
    """Return a name as a key of a TOML table."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml_value(name)
