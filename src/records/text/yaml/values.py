"""Give the loose values of front matter one shape: lists of text, dates, links, whatever the author wrote."""

from __future__ import annotations

from datetime import date, datetime

import records.regex as re
from records.patterns import PLACEHOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NONE = frozenset(("", "none", "null", "n/a", "na", "-", "~", "nil", "tbd"))
_COMMENT = re.compile(r"\s+(?:\(.*\)|#.*|[-–—]{1,2}\s.*)$")


def is_none(value: Any) -> bool:
    """Return whether a value says "nothing": null, empty, `none`, `n/a`, or an unfilled `{{PLACEHOLDER}}`."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    text = value.strip()
    return text.lower() in _NONE or is_placeholder(text)


def is_placeholder(text: str) -> bool:
    """Return whether a text is an unfilled `{{PLACEHOLDER}}` and nothing else."""
    text = text.strip()
    return text.startswith("{{") and bool(re.fullmatch(PLACEHOLDER, text))


def text_or_none(value: Any) -> str | None:
    """A single text, or None where the value says nothing or is no text."""
    return None if is_none(value) or not isinstance(value, str) else value.strip()


def text_list(value: Any) -> tuple[str, ...]:
    """A flat tuple of texts from a list, a single text, or what agents make of lists (mappings, `- none`)."""
    if is_none(value):
        return ()
    if isinstance(value, dict):
        value = [{key: item} for key, item in value.items()]
    items = value if isinstance(value, list) else [value]
    out: list[str] = []
    for item in items:
        if isinstance(item, list):
            out.extend(text_list(item))
        elif isinstance(item, dict):
            out.append(_join_mapping(item))
        elif isinstance(item, str) and not is_none(item):
            out.append(item.strip())
    return tuple(text for text in out if text)


def _join_mapping(item: dict[str, Any]) -> str:
    name = next((item[key] for key in ("path", "file", "name") if isinstance(item.get(key), str)), None)
    if name is not None:
        rest = item.get("result") or item.get("outcome")
        return f"{name}: {rest}" if isinstance(rest, str) and "name" in item else name
    return "; ".join(f"{key}: {value}" for key, value in item.items() if not isinstance(value, (dict, list)))


def path_list(value: Any) -> tuple[str, ...]:
    """Paths from a list whose items may be mappings or carry a comment: `x.md (created)` gives `x.md`."""
    if isinstance(value, list):
        value = [
            item.get("path", item.get("file", item)) if isinstance(item, dict) else item for item in value
        ]
    return tuple(_COMMENT.sub("", text) or text for text in text_list(value))


_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T|$)")
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})$")
_WORDS = ("%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%d %b %Y", "%B %d %Y")


def iso_date(value: Any) -> str | None:
    """A date as `YYYY-MM-DD`, from a date, a date and time, or a date in words; None when it is no day."""
    if not isinstance(value, str):
        return None
    text = value.strip().strip("\"'")
    match = _DATE.match(text) or _COMPACT.match(text)
    parts = match.groups() if match else None
    if not match and (day_first := _DAY_FIRST.match(text)):
        parts = (day_first[3], day_first[2], day_first[1])
    if parts:
        try:
            return date(int(parts[0]), int(parts[1]), int(parts[2])).isoformat()
        except ValueError:
            return None
    return _date_in_words(text)


def _date_in_words(text: str) -> str | None:
    if not text[:1].isalnum() or not any(char.isalpha() for char in text):
        return None
    for pattern in _WORDS:
        try:
            return datetime.strptime(text, pattern).date().isoformat()
        except ValueError:
            continue
    return None
