"""Draw random strings that a regular expression matches."""

from __future__ import annotations

import random
import string
from importlib import import_module
from typing import Any

sre: Any = import_module("re._parser")  # the standard library's parser of regular expressions
_CATEGORIES = {
    "CATEGORY_DIGIT": string.digits,
    "CATEGORY_WORD": string.ascii_letters + string.digits + "_",
    "CATEGORY_SPACE": " \t",
    "CATEGORY_NOT_SPACE": string.ascii_letters + string.digits,
}
_PRINTABLE = string.ascii_letters + string.digits
_LONGEST_OPEN_REPEAT = 40


def draw(source: str, chance: random.Random) -> str:
    """Return a random string that the expression matches; a word boundary is drawn as a space."""
    return _Drawer(chance).sequence(sre.parse(source))


class _Drawer:
    """One drawing: the groups drawn so far, for references back to them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.groups: dict[int, str] = {}

    def sequence(self, tree: Any) -> str:
        return "".join(self.item(str(operation), value) for operation, value in tree)

    def item(self, operation: str, value: Any) -> str:
        if operation == "LITERAL":
            return chr(value)
        if operation == "NOT_LITERAL":
            return self.chance.choice([char for char in _PRINTABLE if ord(char) != value])
        if operation == "ANY":
            return self.chance.choice(_PRINTABLE)
        if operation == "IN":
            return self.chance.choice(self.letters(value))
        if operation == "BRANCH":
            return self.sequence(self.chance.choice(value[1]))
        if operation == "SUBPATTERN":
            text = self.sequence(value[3])
            self.groups[value[0]] = text
            return text
        if operation in ("MAX_REPEAT", "MIN_REPEAT"):
            low, high, tree = value
            high = min(int(high), low + _LONGEST_OPEN_REPEAT)
            return "".join(self.sequence(tree) for _ in range(self.chance.randint(low, high)))
        if operation == "AT":
            return " " if str(value) == "AT_BOUNDARY" else ""
        return self.groups.get(value, "") if operation == "GROUPREF" else ""

    def letters(self, parts: Any) -> str:
        """Return the characters that a class stands for."""
        letters = ""
        for operation, value in parts:
            if str(operation) == "LITERAL":
                letters += chr(value)
            elif str(operation) == "RANGE":
                letters += "".join(map(chr, range(value[0], min(value[1], 126) + 1)))
            elif str(operation) == "CATEGORY":
                letters += _CATEGORIES[str(value)]
        if str(parts[0][0]) == "NEGATE":
            return "".join(char for char in _PRINTABLE if char not in letters) or " "
        return letters
