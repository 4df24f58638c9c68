"""What stands in for `typing` behaves as it, where classes need it."""

from __future__ import annotations

import typing

import pytest

from records import static_types


def _declare(library):
    content = library.TypeVar("content")

    class Place(library.NamedTuple):
        """A place."""

        path: str
        line: int | None = None

        @property
        def text(self):
            """Path and line."""
            return f"{self.path}:{self.line}"

    class Named(library.Protocol):
        """Has a name."""

    class Box(library.Generic[content]):
        """Holds one thing."""

        def __init__(self, content):
            self.content = content

    class Options(library.TypedDict, total=False):
        """What may be chosen."""

        name: str

    return Place, Named, Box, Options


@pytest.mark.parametrize("library", [typing, static_types])
def test_classes_of_both_behave_alike(library):
    """Tuples with names, defaults, methods and a docstring; classes with parameters; subclasses of a protocol."""
    place, named, box, options = _declare(library)
    assert place("a") == ("a", None)
    assert place("a", 3)._replace(line=4).text == "a:4"
    assert (place.__name__, place.__doc__, place.__module__) == ("Place", "A place.", __name__)
    assert place._fields == ("path", "line")
    assert repr(place("a")) == "Place(path='a', line=None)"
    with pytest.raises(TypeError):
        place()
    assert named in type("Own", (named,), {}).__mro__
    assert box[int](3).content == box(3).content == 3
    assert (options(name="a"), options.__doc__) == ({"name": "a"}, "What may be chosen.")
