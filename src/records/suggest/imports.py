"""What an import reaches: a package from outside, or another part of the same system."""

from __future__ import annotations

import posixpath
from functools import lru_cache

import records.regex as re

IMPORTS = {
    "python": re.compile(r"^\s*(?:from\s+([\w.]+)\s+import|import\s+([\w.]+))"),
    "js": re.compile(r"""(?:\bfrom\s+|^import\s+|require\(|\bimport\()['"]([^'"]+)['"]"""),
    "go": re.compile(r'^\s*(?:import\s+)?(?:[\w.]+\s+)?"([\w.-]+(?:/[\w.~-]+)+)"$'),
    "jvm": re.compile(r"^import\s+(?:static\s+)?([\w.]+)"),
    "csharp": re.compile(r"^\s*(?:global\s+)?using\s+(?:static\s+)?([A-Z][\w.]+);"),
    "php": re.compile(r"^use\s+(?:function\s+)?([A-Z][\w\\]+)"),
    "ruby": re.compile(r"""^\s*require\s+["']([\w/-]+)"""),
    "rust": re.compile(r"^\s*(?:pub\s+)?use\s+([\w:]+)"),
    "haskell": re.compile(r"^import\s+(?:qualified\s+)?([\w.]+)"),
    "elixir": re.compile(r"^\s*(?:alias|import|use)\s+([A-Z][\w.]+)"),
    "dart": re.compile(r"^import '([^']+)'"),
}
"""How each language imports; the first group that matched is the target."""
_MARKS = {
    "js": ("import", "from", "require("), "go": ('"',), "csharp": ("using",), "php": ("use ",), "ruby": ("require",),
    "rust": ("use",), "elixir": ("alias", "import", "use"),
}  # fmt: skip
"""What a line that imports must hold: to look for it is quicker than the pattern. Elsewhere it is `import`."""
_DEPTH = {"jvm": 2, "csharp": 2, "php": 2, "go": 3, "haskell": 2, "elixir": 1}
_OWN = {
    "python": "__future__ abc argparse ast asyncio base64 collections contextlib copy csv dataclasses datetime "
    "decimal enum functools glob hashlib hmac html http importlib inspect io itertools json logging math "
    "multiprocessing operator os pathlib pickle platform pprint queue random re secrets shutil signal socket "
    "sqlite3 ssl string subprocess sys tempfile textwrap threading time traceback types typing unittest urllib "
    "uuid warnings weakref xml zipfile calendar bisect concurrent configparser ctypes email getpass gzip heapq "
    "ipaddress locale mimetypes numbers shlex smtplib statistics stat struct tarfile timeit tomllib unicodedata "
    "zoneinfo",
    "js": "assert buffer child_process crypto events fs http https net os path process querystring stream url "
    "util zlib",
    "ruby": "bundler date digest erb fileutils json logger net open3 ostruct pathname securerandom set stringio "
    "tempfile time uri yaml rails_helper spec_helper test_helper",
    "jvm": "java javax kotlin scala",
    "csharp": "System",
    "rust": "std core alloc crate self super",
    "haskell": "Prelude Control.Monad Data.List Data.Maybe Data.Text Data.Map",
}
_STANDARD = {language: frozenset(names.split()) for language, names in _OWN.items()}
"""What comes with the language: to import it is no choice."""
_BREAK = re.compile(r"[./\\]|::")


def targets(language: str, lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return what some lines import, with the numbers of the lines."""
    pattern, marks = IMPORTS[language], _MARKS.get(language, ("import",))
    out = []
    for number, text in lines:
        if not any(mark in text for mark in marks):
            continue
        match = pattern.search(text)
        if match:
            out.append((number, next(group for group in match.groups() if group)))
    return out


def names_bound(lines: list[str], number: int, target: str) -> tuple[range, frozenset[str]]:
    """Return the lines of the statement that imports, and the names by which a file uses what it reaches.

    Args:
        lines: of the file.
        number: from 1, of the line in which the target stands.
        target: as `targets` gives it.
    """
    first, last = number - 1, number
    while first > 0 and number - first < _LONGEST_STATEMENT and _opened(lines[first:last]) < 0:
        first -= 1
    while last < len(lines) and last - number < _LONGEST_STATEMENT and _opened(lines[first:last]) > 0:
        last += 1
    pieces = _pieces(target)
    words = {word for line in lines[first:last] for word in identifiers(line)}
    names = words.difference(pieces, _IMPORT_WORDS).union(pieces[-1:])
    return range(first + 1, last + 1), frozenset(names)


def identifiers(line: str) -> list[str]:
    """Return the identifiers in a line of code, without those in texts and comments."""
    return re.findall(r"[^\W\d]\w*", _QUOTED.sub("", line))


_LONGEST_STATEMENT = 40
_QUOTED = re.compile(r"""(["'])[^"'\n]*\1|(?://|#).*""")
_IMPORT_WORDS = frozenset(
    "import from as const let var require type typeof export default use using static qualified hiding alias pub async "
    "await func function global include".split()
)


def _opened(lines: list[str]) -> int:
    """Return how many brackets are open at the end of some lines; negative where more are closed than opened."""
    text = "\n".join(lines)
    return sum(map(text.count, "({[")) - sum(map(text.count, ")}]"))


@lru_cache(maxsize=65_536)
def root_of(language: str, target: str) -> str:
    """Return the package that an import reaches; nothing for what is beside the file or comes with the language."""
    if target.startswith((".", "@/", "~", "#", "node:")):
        return ""
    standard = _STANDARD.get(language, frozenset())
    if language == "go":
        if "." not in target.split("/")[0]:
            return ""
        return "/".join(target.split("/")[:3])
    if language == "js":
        folders = target.split("/")
        name = "/".join(folders[:2]) if target.startswith("@") else folders[0]
        return "" if name in standard else name
    pieces = _pieces(target)
    joint = {"php": "\\", "rust": "::"}.get(language, ".")
    name = joint.join(pieces[: _DEPTH.get(language, 1)])
    return "" if not pieces or pieces[0] in standard or name in standard else name


def edge(language: str, path: str, target: str, folders: frozenset[str]) -> tuple[str, str] | None:
    """Return the part of the system that a file is in and the other part that it imports, if it does.

    Args:
        language: of the file.
        path: of the file.
        target: what is imported.
        folders: names of folders in this system; what leads to none of them is from outside.
    """
    own = path.split("/")[:-1]
    goal = _parts(language, own, target)
    if not goal or goal[0] not in folders:
        return None
    own = own[own.index(goal[0]) :] if goal[0] in own else own[-1:]
    common = 0
    while common < min(len(own), len(goal)) and own[common] == goal[common]:
        common += 1
    source, target_part = own[common:], goal[common:]
    if not source or not target_part:
        return None
    return "/".join(source[:2]), "/".join(target_part[:2])


def _parts(language: str, own: list[str], target: str) -> list[str]:
    """Return the folders that lead to what is imported; of a module or a class, those that it is in."""
    if language in {"js", "dart"}:
        if target.startswith("."):
            return posixpath.normpath(posixpath.join("/".join(own), target)).split("/")[:-1]
        return target.removeprefix("@/").removeprefix("~/").split("/")[:-1]
    if language == "go":
        return target.split("/")[3:]
    if target.startswith("."):
        up = len(target) - len(target.lstrip("."))
        return [*own[: len(own) - up + 1], *_BREAK.split(target.lstrip("."))[:-1]]
    return [piece for piece in _pieces(target) if piece != "crate"][:-1]


@lru_cache(maxsize=65_536)
def _pieces(target: str) -> tuple[str, ...]:
    """Return the names of which the name of a module or a package is made."""
    return tuple(piece for piece in _BREAK.split(target) if piece)
