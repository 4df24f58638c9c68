"""What classes need of `typing` while a program runs, without `typing`: it takes as long to import as ten modules.

The type checker is shown the standard library's names. Annotations need none of them: they are never evaluated, and
`if TYPE_CHECKING:` below `TYPE_CHECKING = False` hides what only they name.
"""

from __future__ import annotations

from collections import namedtuple

__all__ = ["Generic", "NamedTuple", "Protocol", "TypeVar", "TypedDict"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Generic, NamedTuple, Protocol, TypedDict, TypeVar
else:

    class Generic:
        """A class with parameters: `class Box(Generic[T])`."""

        def __class_getitem__(cls, _: object) -> type:
            """Return the class itself, whatever its parameters."""
            return cls

    class Protocol(Generic):
        """What objects have to have; never looked at."""

    class TypedDict(dict):
        """A dictionary with known keys: `class Options(TypedDict, total=False)`."""

        def __init_subclass__(cls, *, total: bool = True) -> None:
            """Take whether all keys have to be there, which nobody looks at."""

    def TypeVar(name: str, *_: object, **__: object) -> str:  # noqa: N802
        """Return the name of a parameter."""
        return name

    class _NamedTuples(type):
        def __new__(cls, name: str, bases: tuple[type, ...], members: dict[str, Any]) -> type:
            """Make the class of tuples with the annotated fields; methods are kept."""
            if not bases:
                return super().__new__(cls, name, bases, members)
            fields = list(members.get("__annotations__", ()))
            defaults = [members[field] for field in fields if field in members]
            made = namedtuple(name, fields, defaults=defaults, module=members["__module__"])
            for key, value in members.items():
                if key not in fields and key not in ("__module__", "__qualname__", "__classcell__"):
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_NamedTuples):
        """A tuple whose values have names: `class Place(NamedTuple)` with annotated fields."""
