"""package.json and composer.json, on one line or on many, in whatever order."""

from __future__ import annotations

import records.regex as re
from records.suggest.manifests.entry import Entry, Line, for_developers, runs

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"|$)|([{}\[\]:,])')
_DEPENDENCIES = re.compile(r"dependenc|require|catalog")
_NOT_ASKED = re.compile(r"resolutions|overrides|meta$|scripts|conflict|replace|provide|suggest")
_VERSION = re.compile(
    r"[\^~<>=v ]*\d|\*$|latest$|next$|dev-|(workspace|file|link|npm|git|github|https?|catalog):"
)
_NAME = re.compile(r"@?[\w./-]+")
_NO_NAME = frozenset(
    "version name type main module types node npm yarn pnpm engine php homepage url license "
    "packagemanager description port minimum-stability prefer-stable".split()
)


def read(path: str, lines: list[Line]) -> list[Entry]:
    """Return what the dependency sections ask for; pairs of an unknown section count when they look alike."""
    composer = path.lower().endswith("composer.json")
    out: list[Entry] = []
    for run in runs(lines):
        out += [e for e in _Walk(run).entries() if not composer or "/" in e.name]
    return out


class _Walk:
    """A walk over the tokens of a piece of JSON, which may begin and end anywhere."""

    def __init__(self, run: list[Line]) -> None:
        self.run = run
        self.open: list[str] = []
        self.text = self.key = ""
        self.line = 0

    def entries(self) -> list[Entry]:
        """Return the pairs that ask for a package."""
        out: list[Entry] = []
        for number, text, changed in self.run:
            for match in _TOKEN.finditer(text):
                mark = match[2]
                if mark:
                    self._mark(mark)
                elif self.key:
                    if self._asks(self.key, match[1]):
                        dev = for_developers(" ".join(self.open)) or self.key.startswith("@types/")
                        out.append(Entry(self.key, match[1], self.line, dev, changed))
                    self.key = ""
                else:
                    self.text, self.line = match[1], number
        return out

    def _mark(self, mark: str) -> None:
        if mark == ":":
            self.key = self.text
            return
        if mark in "{[":
            self.open.append(self.key.lower())
        elif mark in "}]" and self.open:
            self.open.pop()
        self.key = self.text = ""

    def _asks(self, name: str, version: str) -> bool:
        if not _NAME.fullmatch(name):
            return False
        sections = [section for section in self.open if section]
        if any(_NOT_ASKED.search(section) for section in sections):
            return False
        if any(_DEPENDENCIES.search(section) for section in sections):
            return name.lower() not in {"php", "node"}
        if self.open:
            return False
        return name.lower() not in _NO_NAME and _VERSION.match(version) is not None
