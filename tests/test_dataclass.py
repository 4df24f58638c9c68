"""Classes declared with `records.dataclass` behave as those of the standard library."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import ClassVar

import pytest

from records import dataclass as ours


def _declare(library):
    """The same classes, declared with one of the two libraries."""

    @library.dataclass(frozen=True, slots=True)
    class Base:
        """A base."""

        name: str
        count: int = 3
        kind: ClassVar[str] = "base"

    @library.dataclass(frozen=True, slots=True)
    class Child(Base):
        """Has fields of its own, and another default of one that it inherits."""

        count: int = 4
        tags: tuple[str, ...] = ()
        seen: Mapping[str, str] = library.field(
            default_factory=dict, repr=False, compare=False, metadata={"a": 1}
        )

    @library.dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        """Can be sorted."""

        first: int
        second: str = ""

    @library.dataclass(frozen=True, kw_only=True)
    class Keyword:
        """Checks and changes what it is given."""

        title: str
        labels: tuple[str, ...] = ()

        def __post_init__(self):
            if not self.title:
                raise ValueError("no title")
            object.__setattr__(self, "title", self.title.strip())

    @library.dataclass(slots=True)
    class Mutable:
        """Can be changed."""

        values: list[int] = library.field(default_factory=list)
        total: int = library.field(init=False)
        size: int = library.field(init=False, default_factory=int)

        def __post_init__(self):
            self.total = sum(self.values)

    @library.dataclass
    class Plain:
        """Has no slots, and its own way to compare."""

        value: int = 1

        def __eq__(self, other):
            return True

        def __repr__(self):
            return "plain"

    @library.dataclass(frozen=True)
    class Empty:
        """Has no fields."""

    return {kind.__name__: kind for kind in (Base, Child, Ordered, Keyword, Mutable, Plain, Empty)}


OURS, STANDARD = _declare(ours), _declare(dataclasses)
MADE = [
    ("Base", ("a",), {}), ("Base", ("a", 2), {}), ("Base", (), {"name": "a", "count": 9}), ("Base", (), {}),
    ("Base", ("a", 1, 2), {}), ("Base", ("a",), {"other": 1}), ("Child", ("a",), {}), ("Child", ("a", 1, ("x",)), {}),
    ("Child", ("a",), {"seen": {"k": "v"}}), ("Ordered", (1,), {}), ("Ordered", (1, "b"), {}), ("Ordered", (0, "z"), {}),
    ("Keyword", (), {"title": " t "}), ("Keyword", (), {"title": ""}), ("Keyword", ("t",), {}),
    ("Keyword", (), {"title": "t", "labels": ("x",)}), ("Mutable", (), {}), ("Mutable", ([1, 2],), {}),
    ("Mutable", (), {"total": 1}), ("Plain", (), {}), ("Plain", (5,), {}), ("Empty", (), {}), ("Empty", (1,), {}),
]  # fmt: skip


def _outcome(act):
    """What an action returns, or the class and the words of its error."""
    try:
        return act()
    except Exception as error:
        return type(error), str(error).replace(f"{_declare.__name__}.<locals>.", "")


def _make(kinds, case):
    name, args, kwargs = case
    return kinds[name](*args, **kwargs)


@pytest.mark.parametrize("case", MADE, ids=str)
def test_instances_are_made_shown_and_hashed_alike(case):
    """The same arguments are accepted and refused, with the same repr, hash, values and copies."""

    def observed(kinds):
        made = _make(kinds, case)
        return (
            repr(made), _outcome(lambda: hash(made)), dataclasses.asdict(made), dataclasses.is_dataclass(made),
            [getattr(made, item.name) for item in dataclasses.fields(made)], type(made).__match_args__,
            type(made).__doc__, type(made).__qualname__, hasattr(made, "__dict__"),
        )  # fmt: skip

    assert _outcome(lambda: observed(OURS)) == _outcome(lambda: observed(STANDARD))


@pytest.mark.parametrize("operation", ["__eq__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_instances_compare_alike(operation):
    """Every pair of instances, of one class or two, compares as in the standard library."""

    def table(kinds):
        made = [_outcome(lambda case=case: _make(kinds, case)) for case in MADE]
        return [
            _outcome(lambda a=a, b=b: getattr(a, operation)(b))
            for a in made
            for b in made
            if not isinstance(a, tuple)
        ]

    assert table(OURS) == table(STANDARD)


@pytest.mark.parametrize("name", [*OURS])
def test_instances_refuse_or_accept_changes_alike(name):
    """A frozen instance cannot be assigned to or deleted from; another can; one with slots has no other names."""

    def changes(kinds):
        made = next(_make(kinds, case) for case in MADE if case[0] == name)
        name_of_field = next((item.name for item in dataclasses.fields(made)), "nothing")
        return [
            _outcome(lambda: setattr(made, name_of_field, 7)), _outcome(lambda: delattr(made, name_of_field)),
        ]  # fmt: skip

    assert changes(OURS) == changes(STANDARD)


def test_a_name_that_is_no_field_cannot_be_set():
    """An instance that is frozen or has slots takes no other attribute."""
    for kind in ("Base", "Mutable", "Empty"):
        made = next(_make(OURS, case) for case in MADE if case[0] == kind)
        with pytest.raises(AttributeError):
            made.elsewhere = 1


def test_copies_with_changes_are_made_alike():
    """`replace` keeps what is not named, makes the class of the instance and refuses what is no field."""
    for name, change in (("Child", {"count": 8}), ("Keyword", {"title": " new "}), ("Base", {"other": 1})):
        case = next(case for case in MADE if case[0] == name)
        results = [
            _outcome(lambda kinds=kinds, replace=replace: repr(replace(_make(kinds, case), **change)))  # noqa: B023
            for kinds, replace in ((OURS, ours.replace), (STANDARD, dataclasses.replace))
        ]
        assert results[0] == results[1]


def test_both_libraries_describe_the_fields_alike():
    """The standard library reads our classes, and our `fields` has the same names, defaults and metadata."""
    for name, kind in OURS.items():
        expected = dataclasses.fields(STANDARD[name])
        for described in (ours.fields(kind), dataclasses.fields(kind)):
            assert [
                (item.name, item.type, dict(item.metadata), item.init, item.compare) for item in described
            ] == [(item.name, item.type, dict(item.metadata), item.init, item.compare) for item in expected]
        assert dataclasses.is_dataclass(kind)
        assert ours.is_dataclass(kind)
    assert not ours.is_dataclass(int)
    assert ours.is_dataclass(STANDARD["Base"])
    assert [item.name for item in ours.fields(STANDARD["Base"])] == ["name", "count"]
    assert ours.asdict(OURS["Base"]("a")) == {"name": "a", "count": 3}


def test_defaults_of_a_class_with_slots_are_no_attributes_of_it():
    """A slot hides the default of its field, and a class variable stays one."""
    assert OURS["Base"].kind == "base"
    assert "count" in OURS["Base"].__slots__
    assert OURS["Plain"].value == 1
