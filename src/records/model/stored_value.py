"""Check values that were stored as JSON against the types that a dataclass declares for its fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from records.dataclass import fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NOTHING = type(None)
_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,), "int": (int,), "bool": (bool,), "int | None": (int, _NOTHING),
    "float | None": (int, float, _NOTHING), "dict[str, int]": (dict,), "tuple[str, ...]": (tuple,),
}  # fmt: skip


def check_types(kind: type, values: Mapping[str, Any]) -> None:
    """Check the values of fields by name; fields without one, and fields that hold other dataclasses, are passed over.

    Raises:
        TypeError: one is of another type than its field.
    """
    for name, types in _declared_types(kind):
        if name not in values:
            continue
        value: Any = values[name]
        if not any(isinstance(value, each) for each in types):  # so the checker narrows nothing
            raise TypeError(f"{name} is {type(value).__name__}")
        if types == (tuple,):
            "".join(value)  # which takes nothing but texts
        elif types == (dict,):
            sum(value.values())  # nothing but numbers


@cache
def _declared_types(kind: type) -> tuple[tuple[str, tuple[type, ...]], ...]:
    declared = ((item.name, _TYPES.get(str(item.type))) for item in fields(kind))
    return tuple((name, types) for name, types in declared if types)
