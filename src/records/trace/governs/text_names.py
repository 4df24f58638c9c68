"""Find the files, folders, modules and symbols that a decision names in its text: weaker than `affects`, yet a tie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import records.regex as re
from records.suggest.paths import is_test
from records.text.document import without_comments
from records.text.generated import is_generated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.record import Adr

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
_ADDRESS = re.compile(r"\b\w+://\S+|\]\((?:[^)\s\]]|\](?!\())*+\)")
_PATH = re.compile(r"(?<![\w/.@-])\.?/?([\w.@-]+(?:/[\w.@-]+)+/?|[\w-]+/)")
_QUOTED = re.compile(r"`([^`\n]{2,120})`")
_FILE_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[A-Za-z][A-Za-z0-9]{0,5}")
_MODULE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_SYMBOL = re.compile(r"(?:[\w.]+(?:\.|::|#))?([A-Za-z_]\w*)(?:\(.*\))?")
_NAME = re.compile(r"[A-Za-z_]\w+")
_TELLING_SYMBOL = re.compile(r"[A-Z][a-z0-9]+[A-Z]|[a-z0-9]_[a-z]|[a-z][A-Z]|[A-Z]{2}_[A-Z]")
_DEFINITION = re.compile(
    r"^[ \t]*(?:(?:export|default|public|private|protected|internal|abstract|final|static|sealed|async|pub(?:\(\w+\))?"
    r"|data|case|open|override|virtual|partial)[ \t]+)*"
    r"(?:class|def|func|function|interface|struct|trait|enum|type|module|fn|const|let|var|object|record|protocol)"
    r"[ \t]+(?:\([^)]*\)[ \t]*|self\.)?([A-Za-z_]\w*)|^([A-Z][A-Z0-9_]{3,})[ \t]*(?::[^=\n]+)?=",
    re.M,
)
_EVERYWHERE = frozenset(
    re.findall(
        r"\w+",
        """
    index main __init__ app config settings readme setup package pom build makefile dockerfile types utils helpers
    common conftest application program mod lib
""",
    )
)
"""Stems of files that many folders have: alone they name none."""
_ROOTS = frozenset(
    ("src", "lib", "app", "apps", "test", "tests", "docs", "doc", "packages", "source", "config")
)
"""Folders that every project has: alone they name no part of it."""


class TextNames:
    """What the texts of decisions name."""

    def __init__(self, decisions: Iterable[Adr], read_text: Callable[[Adr], str]) -> None:
        self._places: dict[str, list[Adr]] = {}
        self._modules: dict[str, list[Adr]] = {}
        self._symbols: dict[str, list[Adr]] = {}
        for record in decisions:
            text = _ADDRESS.sub(" ", without_comments(_FRONT_MATTER.sub("", read_text(record))))
            for index, names in (
                (self._places, _places_in(text)),
                (self._modules, _modules_in(text)),
                (self._symbols, _symbols_in(text)),
            ):
                for name in dict.fromkeys(names):
                    index.setdefault(name, []).append(record)

    def naming(self, path: str, text: str = "", lines: str = "") -> Iterator[tuple[Adr, str]]:
        """Yield the decisions that name a file or folder, each with the name; the most specific names first.

        Args:
            path: POSIX from the root.
            text: of the file, for the symbols that it defines.
            lines: those that are asked about, for the symbols that they use.
        """
        seen_keys: set[str] = set()
        for name, records in (
            *self._by_place(path),
            *self._by_module(path),
            *self._by_symbol(path, text, lines),
        ):
            for record in records:
                if record.key not in seen_keys:
                    seen_keys.add(record.key)
                    yield record, name

    def _by_place(self, path: str) -> Iterator[tuple[str, list[Adr]]]:
        pieces = path.split("/")
        for start in range(len(pieces)):
            name = "/".join(pieces[start:])
            if name in self._places and (start < len(pieces) - 1 or _is_telling_file(name) or start == 0):
                yield name, self._places[name]
        for end in range(len(pieces) - 1, 0, -1):
            for start in range(end):
                name = "/".join(pieces[start:end])
                whole_root = start == 0 and end == 1 and name.lower() not in _ROOTS
                if (end - start > 1 or whole_root) and f"{name}/" in self._places:
                    yield f"{name}/", self._places[f"{name}/"]

    def _by_module(self, path: str) -> Iterator[tuple[str, list[Adr]]]:
        if not self._modules:
            return
        stem = re.sub(r"/__init__$|/index$", "", re.sub(r"\.\w+$", "", path))
        pieces = stem.split("/")
        for start in range(len(pieces) - 1):
            name = ".".join(pieces[start:])
            if name in self._modules:
                yield name, self._modules[name]

    def _by_symbol(self, path: str, text: str, lines: str) -> Iterator[tuple[str, list[Adr]]]:
        if not self._symbols:
            return
        for name in sorted(_symbols_of(path, text, lines) & self._symbols.keys()):
            yield name, self._symbols[name]


def words_for(path: str, text: str, lines: str = "") -> frozenset[str]:
    """Return words of which the text of a decision holds one if it names a file, or a symbol that the file defines."""
    pieces = path.split("/")
    folders = {
        f"{piece}/" for number, piece in enumerate(pieces[:-1]) if number or piece.lower() not in _ROOTS
    }
    stem = re.sub(r"\.\w+$", "", pieces[-1])
    module = {pieces[-2]} if stem in {"__init__", "index"} and len(pieces) > 1 else {stem}
    return frozenset({pieces[-1], *folders, *module, *_symbols_of(path, text, lines)})


def _symbols_of(path: str, text: str, lines: str) -> set[str]:
    """Return the names that a file defines, and those in some of its lines that are no plain words.

    A file that a program wrote has none, and a test defines none: what is decided about is defined elsewhere.
    """
    if is_generated(text):
        return set()
    used = {name for name in _NAME.findall(lines) if _TELLING_SYMBOL.search(name)}
    return used if is_test(path) else used | _outermost_definitions(text)


def telling_definitions(text: str) -> list[str]:
    """Return the names of several words that a file defines at its outermost level."""
    return sorted(name for name in _outermost_definitions(text) if _TELLING_SYMBOL.search(name))


def _outermost_definitions(text: str) -> set[str]:
    """Return the names that a file defines at its outermost level: what is inside a class has its name from there."""
    return {name for _, name in _outermost_places(text)}


def _outermost_places(text: str) -> list[tuple[int, str]]:
    """Return where in a text the names are defined that its outermost level has, with the names."""
    places = [
        (match.start(), len(match[0]) - len(match[0].lstrip()), match[1] or match[2])
        for match in _DEFINITION.finditer(text)
    ]
    outermost = min((indent for _, indent, _ in places), default=0)
    return [(place, name) for place, indent, name in places if indent == outermost]


def defines_around(text: str, name: str, first: int, last: int) -> bool:
    """Return whether some lines of a text lie in what it defines under a name: up to the next outermost definition.

    Args:
        text: of a file.
        name: what is defined.
        first: the first line, counted from 1.
        last: the last one.
    """
    places = _outermost_places(text)
    if not places:
        return False
    starts = [text.count("\n", 0, place) + 1 for place, _ in places]
    return any(
        own == name and start <= last and first < following
        for (_, own), start, following in zip(places, starts, [*starts[1:], len(text) + 1], strict=True)
    )


def _places_in(text: str) -> Iterator[str]:
    """Yield paths as they may be looked up: files as written, folders with a slash at the end."""
    for match in _PATH.finditer(text):
        name = match[1].rstrip(".,;:")
        if name.endswith("/"):
            yield name
        else:
            yield name
            yield f"{name}/"
    for quoted in _QUOTED.findall(text):
        if _FILE_NAME.fullmatch(quoted):
            yield quoted


def _modules_in(text: str) -> Iterator[str]:
    return (quoted for quoted in _QUOTED.findall(text) if _MODULE.fullmatch(quoted))


def _symbols_in(text: str) -> Iterator[str]:
    for quoted in _QUOTED.findall(text):
        match = _SYMBOL.fullmatch(quoted)
        if match and _TELLING_SYMBOL.search(match[1]):
            yield match[1]


def _is_telling_file(name: str) -> bool:
    """Return whether a file's name without its folder identifies one file."""
    return "." in name.strip(".") and name.partition(".")[0].lower() not in _EVERYWHERE
