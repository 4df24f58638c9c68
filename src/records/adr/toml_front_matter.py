"""The front matter of a record in TOML: read its values, change one in place, and prove it by reading it again."""

from __future__ import annotations

from datetime import date, datetime

import records.regex as re
from records.dataclass import dataclass
from records.errors import EditError
from records.patterns import DATE
from records.text.data_text import parse_toml, toml_key, toml_value
from records.text.lines import newline_of
from records.text.yaml import YamlProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BARE_DATE = re.compile(DATE)
_VALUE = rf"(?P<value>\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|{DATE}|\[[^\[\]\n]*\])"
_HINT = "edit the file by hand"


@dataclass(frozen=True, slots=True)
class TomlBlock:
    """The text between two `+++` lines, exactly as written."""

    text: str

    def data(self) -> dict[str, Any]:
        """The values.

        Raises:
            EditError: the text is not TOML.
        """
        try:
            return parse_toml(self.text.replace("\r\n", "\n"))
        except ValueError as error:
            raise EditError(f"the front matter is not valid TOML: {error}", "records check") from error

    def set(self, key: str, value: str | None) -> TomlBlock:
        """Give *key* a new text; add it if it is new. `extra.status` is the key of a table that is there.

        Raises:
            EditError: the value is not written on one line, or the edit would touch anything else.
        """
        old = self._value(key)
        bare = (
            isinstance(value, str)
            and _BARE_DATE.fullmatch(value)
            and old is not None
            and not isinstance(old, str)
        )
        return self._with(key, str(value) if bare else toml_value(value or ""))

    def append(self, key: str, value: str) -> TomlBlock:
        """Add *value* at the end of the list *key*, dotted in a table that is there; a missing list is made.

        Raises:
            EditError: the value is no list on one line, or the edit would touch anything else.
        """
        old = self._value(key)
        if old is not None and not isinstance(old, list):
            raise EditError(f"{key!r} is not a list", _HINT)
        return self._with(key, toml_value([*(old or []), value]))

    def discard(self, key: str, value: str) -> TomlBlock:
        """Take the first *value* out of the list *key*; a text that is not there changes nothing.

        Raises:
            EditError: the edit would touch anything else.
        """
        old = self._value(key)
        if not isinstance(old, list) or value not in old:
            return self
        offset = old.index(value)
        return self._with(key, toml_value([*old[:offset], *old[offset + 1 :]]))

    def _value(self, key: str) -> Any:
        value: Any = self.data()
        for name in key.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def _with(self, key: str, value_text: str) -> TomlBlock:
        newline = newline_of(self.text)
        table_name, _, last = key.rpartition(".")
        name = rf"(?:{re.escape(last)}|\"{re.escape(last)}\")"
        start, end = self._table(table_name)
        line = re.compile(rf"^[ \t]*{name}[ \t]*=[ \t]*{_VALUE}(?=[ \t]*(?:#[^\n]*)?\r?$)", re.M)
        match = line.search(self.text, start, end)
        before = self.data()
        if match:
            text = self.text[: match.start("value")] + value_text + self.text[match.end("value") :]
        elif key in before or table_name:
            raise EditError(f"{key!r} is not written on one line", _HINT)
        else:
            table = re.search(r"^[ \t]*\[", self.text, re.M)
            offset = table.start() if table else len(self.text)
            key_text = toml_key(key)
            text = f"{self.text[:offset]}{key_text} = {value_text}{newline}{self.text[offset:]}"
        result = TomlBlock(text)
        after = result.data()
        if _without(after, key) != _without(before, key):
            raise EditError(f"setting {key!r} would change the front matter elsewhere", _HINT)
        return result

    def _table(self, name: str) -> tuple[int, int]:
        """Where the lines of a table begin and end; without a *name*, those before the first table."""
        heads = list(re.finditer(r"^[ \t]*\[+([^\[\]\n]+)\]+[ \t]*(?:#[^\n]*)?\r?$", self.text, re.M))
        ends = [*(head.start() for head in heads), len(self.text)]
        if not name:
            return 0, ends[0]
        places = [index for index, head in enumerate(heads) if head[1].strip() == name]
        if len(places) != 1:
            raise EditError(f"the table [{name}] is not written as one", _HINT)
        return heads[places[0]].end(), ends[places[0] + 1]


def _without(data: dict[str, Any], key: str) -> dict[str, Any]:
    """The values without the one at a dotted *key*."""
    name, _, rest = key.partition(".")
    if not rest:
        return {other: value for other, value in data.items() if other != name}
    inner = data.get(name)
    return {**data, name: _without(inner, rest) if isinstance(inner, dict) else inner}


def toml_values(text: str) -> tuple[dict[str, Any], YamlProblem | None]:
    """Read a TOML front matter as the YAML ones are read: dates and numbers as text."""
    try:
        values = parse_toml(text.replace("\r\n", "\n"))
    except ValueError as error:
        line = getattr(error, "lineno", None) or 1
        return {}, YamlProblem(str(error), line, "syntax")
    return {key: _as_text(value) for key, value in values.items()}, None


def _as_text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else str(value)
