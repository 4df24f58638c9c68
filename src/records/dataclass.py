"""The `dataclass` of the standard library, with methods that are made when they are first used.

The standard library compiles the source of up to eight methods for each class when its module is imported, and loads
`inspect` for it; that is a third of the time in which a command starts, for classes of which most commands make few
instances. What is declared, and how its instances behave, is the same. Of the options only those exist that are in use.
The type checker is shown the standard library's names.
"""

from __future__ import annotations

import operator

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from dataclasses import Field, asdict, dataclass, field, fields, is_dataclass, replace  # noqa: TID251
    from typing import Any, NoReturn

__all__ = ["Field", "asdict", "dataclass", "field", "fields", "is_dataclass", "replace"]

_MISSING: Any = object()
_FIELDS = "__records_fields__"
_NO_METADATA: Mapping[str, Any] = {}


class _Field:
    """What is declared of one field; attributes as those of `dataclasses.Field`."""

    __slots__ = (
        "compare",
        "default",
        "default_factory",
        "init",
        "kw_only",
        "metadata",
        "name",
        "repr",
        "type",
    )

    def __init__(
        self, default: Any = _MISSING, default_factory: Callable[[], Any] | None = None, init: bool = True,
        repr: bool = True, compare: bool = True, metadata: Mapping[str, Any] = _NO_METADATA,  # noqa: A002
    ) -> None:  # fmt: skip
        self.default, self.default_factory, self.init = default, default_factory, init
        self.repr, self.compare, self.metadata = repr, compare, metadata
        self.name, self.type, self.kw_only = "", "", False

    def to_standard(self) -> Field[Any]:
        """Return the field as the standard library declares it."""
        import dataclasses

        default: dict[str, Any] = {}
        if self.default_factory is not None:
            default = {"default_factory": self.default_factory}
        elif self.default is not _MISSING:
            default = {"default": self.default}
        result: Field[Any] = dataclasses.field(
            init=self.init, repr=self.repr, compare=self.compare, metadata=self.metadata,
            kw_only=self.kw_only, **default,
        )  # fmt: skip
        return result


class _Standard:
    """An attribute that a class has from the standard library's `dataclass`, made when somebody first reads it.

    Args:
        name: of the attribute.
        frozen: whether instances cannot be changed.
    """

    def __init__(self, name: str, *, frozen: bool) -> None:
        self.name, self.frozen = name, frozen

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        import dataclasses

        declared = [(item.name, item.type, item.to_standard()) for item in getattr(owner, _FIELDS).values()]
        standard = dataclasses.make_dataclass(owner.__name__, declared, frozen=self.frozen)
        value = getattr(standard, self.name)
        setattr(owner, self.name, value)
        return value


def _dataclass(
    kind: type[Any] | None = None,
    *,
    frozen: bool = False,
    slots: bool = False,
    order: bool = False,
    kw_only: bool = False,
) -> Any:
    if kind is None:
        return lambda later: _dataclass(later, frozen=frozen, slots=slots, order=order, kw_only=kw_only)
    own = _own_fields(kind, kw_only=kw_only)
    every = {
        name: item
        for base in reversed(kind.__mro__[1:])
        for name, item in base.__dict__.get(_FIELDS, {}).items()
    } | own
    if slots:
        kind = _with_slots(kind, own, every)
    else:
        for item in own.values():
            if item.default is not _MISSING:
                setattr(kind, item.name, item.default)
            elif item.name in kind.__dict__:
                delattr(kind, item.name)
    for name, value in _methods(kind, list(every.values()), frozen=frozen, order=order).items():
        if kind.__dict__.get(name) is None:  # a class with `__eq__` has a `__hash__` of None
            setattr(kind, name, value)
    return kind


def _own_fields(kind: type[Any], *, kw_only: bool) -> dict[str, _Field]:
    """Return the fields that a class itself declares."""
    fields_of: dict[str, _Field] = {}
    for name, annotation in kind.__annotations__.items():
        if annotation.startswith("ClassVar"):
            continue
        default = kind.__dict__.get(name, _MISSING)
        item = default if isinstance(default, _Field) else _Field(default)
        item.name, item.type, item.kw_only = name, annotation, kw_only
        fields_of[name] = item
    return fields_of


def _with_slots(kind: type[Any], own: Iterable[str], every: Iterable[str]) -> type[Any]:
    """Return the class anew, with a slot for each field that no base class has one for."""
    base_slots = {slot for base in kind.__mro__[1:-1] for slot in base.__dict__.get("__slots__", ())}
    namespace = {name: value for name, value in kind.__dict__.items() if name not in own}
    for name in ("__dict__", "__weakref__"):
        namespace.pop(name, None)
    namespace["__slots__"] = tuple(name for name in every if name not in base_slots)
    metaclass: Any = type(kind)
    result: type[Any] = metaclass(kind.__name__, kind.__bases__, namespace)
    result.__qualname__ = kind.__qualname__
    return result


def _methods(kind: type[Any], items: list[_Field], *, frozen: bool, order: bool) -> dict[str, Any]:
    """Return the attributes that a dataclass gets, but those that it defines itself."""
    compared_names = [item.name for item in items if item.compare]
    get = operator.attrgetter(*compared_names) if compared_names else lambda _: ()
    values: Callable[[Any], Any] = get if len(compared_names) != 1 else lambda instance: (get(instance),)

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        kind.__init__ = init = _make_init(
            kind.__qualname__, items, frozen=frozen, is_checked=hasattr(kind, "__post_init__")
        )
        init(self, *args, **kwargs)

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __repr__(self: Any) -> str:  # noqa: N807
        parts = (f"{item.name}={getattr(self, item.name)!r}" for item in items if item.repr)
        return f"{self.__class__.__qualname__}({', '.join(parts)})"

    methods: dict[str, Any] = {
        "__init__": __init__, "__eq__": __eq__, "__repr__": __repr__, "__hash__": None,
        "__match_args__": tuple(item.name for item in items if item.init and not item.kw_only),
        "__dataclass_fields__": _Standard("__dataclass_fields__", frozen=frozen),
        "__dataclass_params__": _Standard("__dataclass_params__", frozen=frozen),
        _FIELDS: {item.name: item for item in items},
    }  # fmt: skip
    if frozen:
        methods |= {
            "__hash__": lambda self: hash(values(self)), "__setattr__": _refuse_set, "__delattr__": _refuse_delete,
        }  # fmt: skip
    if order:
        methods |= {
            f"__{name}__": _comparison(getattr(operator, name), values) for name in ("lt", "le", "gt", "ge")
        }
    return methods


def _comparison(
    compare: Callable[[Any, Any], Any], values: Callable[[Any], Any]
) -> Callable[[Any, object], Any]:
    def method(self: Any, other: object) -> Any:
        return compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

    return method


def _make_init(qualname: str, items: list[_Field], *, frozen: bool, is_checked: bool) -> Callable[..., None]:
    """Compile `__init__` for these fields."""
    names: dict[str, Any] = {"_missing": _MISSING, "_set": object.__setattr__}
    parameters: list[str] = []
    keywords: list[str] = []
    lines: list[str] = []
    for item in items:
        value = item.name
        if item.default_factory is not None:
            names[f"_factory_{item.name}"] = item.default_factory
            init = f"_factory_{item.name}()"
            value = f"{init} if {item.name} is _missing else {item.name}" if item.init else init
        elif item.default is not _MISSING:
            names[f"_default_{item.name}"] = item.default
        if item.init:
            default = (
                "=_missing"
                if item.default_factory is not None
                else f"=_default_{item.name}" * (item.default is not _MISSING)
            )
            (keywords if item.kw_only else parameters).append(item.name + default)
        elif item.default_factory is None:
            continue
        lines.append(f"_set(self, {item.name!r}, {value})" if frozen else f"self.{item.name} = {value}")
    if is_checked:
        lines.append("self.__post_init__()")
    signature = ", ".join(["self", *parameters, *(["*", *keywords] if keywords else [])])
    exec(f"def __init__({signature}):\n  " + "\n  ".join(lines or ["pass"]), names)  # noqa: S102 — as the standard library does, of names that Python accepted
    made_init: Callable[..., None] = names["__init__"]
    made_init.__qualname__ = f"{qualname}.__init__"
    return made_init


def _refuse_set(self: Any, name: str, value: Any) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: Any, name: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _fields(kind: Any) -> tuple[Any, ...]:
    declared = getattr(kind, _FIELDS, None)
    if declared is not None:
        return tuple(declared.values())
    from dataclasses import fields as standard

    return standard(kind)


def _is_dataclass(value: Any) -> bool:
    return hasattr(value, _FIELDS) or hasattr(value, "__dataclass_fields__")


def _replace(instance: Any, /, **changes: Any) -> Any:
    """Return a copy of an instance with some fields changed."""
    for item in _fields(instance):
        if item.init and item.name not in changes:
            changes[item.name] = getattr(instance, item.name)
    return instance.__class__(**changes)


def _asdict(instance: Any) -> dict[str, Any]:
    from dataclasses import asdict as standard

    return standard(instance)


if not TYPE_CHECKING:
    Field, dataclass, field, fields = _Field, _dataclass, _Field, _fields
    asdict, is_dataclass, replace = _asdict, _is_dataclass, _replace
