"""Parse the place in the code that a question is about: a path, and perhaps lines of it."""

from __future__ import annotations

import records.regex as re
from records.errors import InvalidInput
from records.patterns import DIGITS
from records.static_types import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_LINES = re.compile(rf"(.+?)[:#]L?({DIGITS})(?:C\d+)?(?:[-:]L?({DIGITS})(?:C\d+)?)?:?\Z", re.S)


_HINT = "the first line before the last: PATH:3-9"


class CodeLocation(NamedTuple):
    """A path as it was given, with the first and the last line; both None for the whole file."""

    path: str
    first: int | None = None
    last: int | None = None

    def checked(self) -> CodeLocation:
        """Return the location.

        Raises:
            InvalidInput: a line is 0, or the last comes before the first.
        """
        if self.first == 0:
            raise InvalidInput(f"{self.path!r}: lines count from 1", _HINT)
        if self.first is not None and self.last is not None and self.last < self.first:
            raise InvalidInput(f"{self.path!r}: {self.last} comes before {self.first}", _HINT)
        return self


def parse_code_location(text: str, exists: Callable[[str], bool]) -> CodeLocation:
    """Parse `PATH`, `PATH:LINE` or `PATH:LINE-LINE`, also as compilers and forges write it.

    Compilers put a column behind the line (`PATH:LINE:COLUMN`), GitHub writes `PATH#L3-L9`, GitLab `PATH#L3-9`.

    Args:
        text: the location.
        exists: whether there is a file of this name: one whose own name ends like that is meant first.
    """
    match = _LINES.match(text)
    if not match or exists(text):
        return CodeLocation(text)
    first = int(match[2])
    is_column = bool(match[3]) and "-" not in text[match.end(2) : match.start(3)]
    last = int(match[3]) if match[3] and not is_column else first
    return CodeLocation(match[1], first, last)
