"""Find the key of a front matter that stands for a field or a relation, however it is spelled, and write into it.

`superseded-by`, `superseded_by`, `supersededBy` and `Superseded-By` are one key: no second one is written beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import records.regex as re
from records.adr.facts import Form, KeyCustom, Target
from records.adr.front_matter_edit import Block, append_bare, front
from records.adr.links_in_front_matter import NOTHING
from records.adr.record_layout import AdrView
from records.adr.relation_words import is_relation, relation_of
from records.adr.vocabulary import field_of
from records.model.record_paths import LINKED_PATTERN
from records.patterns import YEAR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PATH = re.compile(rf"(?P<folder>\S*/)?[^/\s]+\.{LINKED_PATTERN}", re.I)
_YEARLY = re.compile(rf"(?P<prefix>(?:[A-Za-z]+[-_ #]?)*){YEAR}[-_.]\d{{2,4}}")
_NUMBER = re.compile(r"(?P<prefix>(?:[A-Za-z]+[-_ #]?)*|#)(?P<digits>\d{1,6})")


def relation_key(view: AdrView, relation: str) -> str | None:
    """Return the key that holds the references of a canonical *relation*, dotted in a mapping; None without one."""
    return _key(view, lambda name: is_relation(name) and relation_of(name) == relation)


def own_key(view: AdrView, relation: str, target: Target) -> str | None:
    """Return the key for a reference to *target*: that of the file, else in front matter that of its log, if any."""
    has_front = view.toml is not None or view.document.front is not None
    return relation_key(view, relation) or (target.custom.key or None if has_front else None)


def key_custom(view: AdrView, relation: str) -> KeyCustom:
    """Return how a record keeps the links of a canonical *relation* in front matter."""
    key = relation_key(view, relation)
    value = value_at(view.data, key) if key else None
    sample = next(_items(value), "")
    return KeyCustom(key, sample, isinstance(value, list)) if key and sample else KeyCustom()


def field_key(view: AdrView, field: str) -> str | None:
    """Return the key that stands for a *field*, also where it has no value yet; None without one."""
    return _key(view, lambda name: field_of(name) == field)


def _key(view: AdrView, is_wanted: Callable[[str], bool]) -> str | None:
    mappings = {outer: value for outer, value in view.data.items() if isinstance(value, dict)}
    nested = [(f"{outer}.{name}", name) for outer, value in mappings.items() for name in value]
    keys = [*((name, name) for name in view.data), *nested]
    return next((path for path, name in keys if is_wanted(name)), None)


def with_reference(view: AdrView, key: str, target: Target, form: Form) -> str:
    """Give the text with a reference to *target* more at *key*, as the references there, or beside it, are written.

    Args:
        view: the record.
        key: dotted in a mapping; a key that is not there gets a list.
        target: the other record.
        form: how the dialect writes a reference where the file has none.
    """
    sample = next(_references(view, key), target.custom.sample)
    written = _in_form_of(sample, target) or form(target)

    def change(block: Block) -> Block:
        old = value_at(view.data, key)
        if (
            isinstance(old, list)
            and old
            and written.isdecimal()
            and not _is_quoted(block.text, key, str(old[-1]))
        ):
            return append_bare(block, key, [written])  # numbers stay numbers
        if old is None and key not in view.data and not target.custom.is_list:
            return block.set(key, written)
        if not isinstance(old, str) or (not old and not _is_quoted(block.text, key)):
            return block.append(key, written)
        return block.set(key, written if old.strip().casefold() in NOTHING else f"{old}, {written}")

    return front(view, change)


def _is_quoted(text: str, key: str, value: str = "") -> bool:
    """Say whether a *value* at *key* is written as a text: in quotes."""
    name = re.escape(key.rpartition(".")[2])
    own = re.search(rf"^[ \t]*[\"']?{name}[\"']?[ \t]*[:=](?P<rest>[\s\S]*)", text, re.M)
    return own is not None and re.match(rf"[^\"']*[\"']{re.escape(value)}[\"']", own["rest"]) is not None


def value_at(data: dict[str, Any], key: str) -> Any:
    """Return the value at a key that is dotted in a mapping; None where there is none."""
    if key in data:
        return data[key]
    value: Any = data
    for name in key.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _references(view: AdrView, key: str) -> Iterator[str]:
    """The references that are written at *key*, the last one first; then those of other relations."""
    values = [value_at(view.data, key), *(value for name, value in view.data.items() if is_relation(name))]
    for value in values:
        yield from _items(value)


def _items(value: Any) -> Iterator[str]:
    """The references in a value, the last one first."""
    items = value if isinstance(value, list) else value.split(", ") if isinstance(value, str) else []
    for item in reversed(items):
        if isinstance(item, str) and item.strip().casefold() not in NOTHING:
            yield item.strip()


def _in_form_of(sample: str, target: Target) -> str | None:
    """Write a reference as *sample* is written: a number, a path, a link; None where it shows no form."""
    if sample.startswith("[["):
        return f"[[{target.stem}]]"
    if sample.startswith("[") and "](" in sample:
        return f"[{target.reference}]({target.href})"
    if path := _PATH.fullmatch(sample):
        return f"{path['folder'] or ''}{target.filename}" if "/" not in target.filename else target.filename
    if target.id:
        yearly = _YEARLY.fullmatch(sample)
        return f"{yearly['prefix']}{target.id}" if yearly else None
    number = _NUMBER.fullmatch(sample)
    if number and target.number is not None:
        digits = number["digits"]
        width = len(digits) if digits.startswith("0") or len(digits) > 2 else 0
        return f"{number['prefix']}{target.number:0{width}d}"
    return None
