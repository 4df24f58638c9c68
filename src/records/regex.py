"""The `re` of the standard library, with patterns that are compiled when they are first used.

Most commands use few of the several hundred patterns that their modules define, and compiling one takes longer than
using it. Import it as `import records.regex as re`.
"""

from __future__ import annotations

import re
from re import (
    ASCII,
    DOTALL,
    IGNORECASE,
    MULTILINE,
    I,
    M,
    Match,
    Pattern,
    S,
    X,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from typing import Any, AnyStr

__all__ = [
    "ASCII", "DOTALL", "IGNORECASE", "MULTILINE", "I", "M", "Match", "Pattern", "S", "X",
    "compile", "escape", "findall", "finditer", "fullmatch", "match", "search", "split", "sub",
]  # fmt: skip
_METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")


class LazyPattern:
    """A pattern that is compiled when it is first used; its methods are those of the compiled one from then on.

    Args:
        pattern: the regular expression.
        options: as `re.compile` takes them.
    """

    def __init__(self, pattern: str | bytes, options: int) -> None:
        self.pattern = pattern
        self.options = options

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern; called once, for the first method that is asked for."""
        compiled: re.Pattern[Any] = re.compile(self.pattern, self.options)  # noqa: TID251
        for method in _METHODS:
            self.__dict__[method] = getattr(compiled, method)
        return getattr(compiled, name)


def compile(pattern: AnyStr, flags: int = 0) -> Pattern[AnyStr]:  # noqa: A001 — it stands in for `re.compile`
    """Return the pattern for a regular expression; a mistake in it shows when it is first used."""
    return LazyPattern(pattern, flags)  # type: ignore[return-value]
