"""Read what a manifest asks for, line by line, so that a fragment in a diff is enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Lines = Iterable[tuple[int, str, bool]]
_Found = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """One dependency: its name, the version asked for, and whether only developers need it."""

    name: str
    version: str
    line: int
    dev: bool
    changed: bool

    @property
    def major(self) -> str:
        """The first number of the version (with the second while the first is 0), or nothing."""
        match = re.search(r"(\d+)(?:\.(\d+))?", self.version)
        if match is None:
            return ""
        return f"0.{match[2]}" if match[1] == "0" and match[2] else match[1]


def entries(path: str, lines: Lines) -> list[Entry]:
    """Return the dependencies on the visible lines of a manifest; locked ones are left out."""
    shown = list(lines)
    name = path.rpartition("/")[2].lower()
    for pattern, reader in _READERS:
        if re.fullmatch(pattern, name):
            return reader(path, shown)
    if name.endswith((".txt", ".in")):
        return _requirements(path, shown)
    return []


def _dev(text: str) -> bool:
    return bool(re.search(r"dev|test|lint|docs|build-dep|group", text, re.I))


_JSON_SECTION = re.compile(r'^\s*"([\w-]+)"\s*:\s*\{')
_JSON_PAIR = re.compile(r'^\s*"(@?[\w./-]+)"\s*:\s*"([^"]*)"')
_JSON_VERSION = re.compile(
    r"[\^~<>=v ]*\d|\*$|latest$|next$|dev-|(workspace|file|link|npm|git|github|https?|catalog):"
)
_JSON_NOT = frozenset(
    "version name type main module types node npm yarn pnpm engine php homepage url license "
    "packagemanager description port minimum-stability prefer-stable".split()
)


def _json(path: str, lines: list[tuple[int, str, bool]]) -> list[Entry]:
    """package.json and composer.json."""
    composer = path.lower().endswith("composer.json")
    section, out = "", []
    for number, text, changed in lines:
        head = _JSON_SECTION.match(text)
        if head:
            section = head[1].lower()
            continue
        if re.match(r"\s*\}", text):
            section = ""
        pair = _JSON_PAIR.match(text)
        if not pair or pair[1].lower() in _JSON_NOT or not _JSON_VERSION.match(pair[2]):
            continue
        if composer and "/" not in pair[1]:
            continue
        if section and not re.search(r"dependenc|require|catalog|resolutions|overrides", section):
            continue
        if section in {"resolutions", "overrides"}:
            continue
        dev = _dev(section) or pair[1].startswith("@types/")
        out.append(Entry(pair[1], pair[2], number, dev, changed))
    return out


_REQUIREMENT = re.compile(
    r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:((?:[<>=~!]=?|@).*?))?(?:\s*;.*)?(?:\s+#.*)?$"
)


def _requirements(path: str, lines: list[tuple[int, str, bool]]) -> list[Entry]:
    """Requirements files; one that a tool compiled is a lock and says nothing."""
    if any("--hash=" in text or re.match(r"\s*# +via", text) for _, text, _ in lines):
        return []
    out = []
    for number, text, changed in lines:
        match = _REQUIREMENT.match(text.strip())
        if match:
            name = match[1].lower().replace("_", "-")
            out.append(Entry(name, match[2] or "", number, _dev(path), changed))
    return out


_TOML_SECTION = re.compile(r"^\s*\[+([^\]]+)\]+\s*$")
_TOML_PAIR = re.compile(r"""^([A-Za-z0-9][\w.-]*?)(?:\.workspace)?\s*=\s*(["'{].*|true)$""")
_TOML_LIST = re.compile(r"^\s*([\w-]+)\s*=\s*\[\s*$")
_TOML_ITEM = re.compile(r"""^\s*["']([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*([<>=~!@][^"']*)?["'],?""")
_TOML_VERSION = re.compile(r"""["'][\^~<>=* ]*\d|["']\*|version|git|path|workspace|^true""")
_TOML_NOT = frozenset(
    "version python requires-python edition rust-version line-length target-version name readme "
    "authors license description resolver homepage repository path channel".split()
)


def _toml(_: str, lines: list[tuple[int, str, bool]]) -> list[Entry]:
    """pyproject.toml, Cargo.toml, Pipfile and Gradle's version catalogue."""
    section, array, out = "", "", []
    for number, text, changed in lines:
        head = _TOML_SECTION.match(text)
        if head:
            section, array = head[1].lower(), ""
            continue
        opened = _TOML_LIST.match(text)
        if opened:
            array = opened[1].lower()
            continue
        if text.strip() in {"]", "],"}:
            array = ""
        found = _toml_entry(text.rstrip(), section, array)
        if found:
            out.append(Entry(found[0], found[1], number, found[2], changed))
    return out


def _toml_entry(text: str, section: str, array: str) -> _Found | None:
    item = _TOML_ITEM.match(text)
    if item:
        listed = "dependencies" in array or "dependenc" in section or "requires" in array
        if listed or item[2]:
            where = section + " " + array
            return item[1].lower().replace("_", "-"), item[2] or "", _dev(where)
        return None
    pair = _TOML_PAIR.match(text)
    if not pair or pair[1].lower() in _TOML_NOT or not _TOML_VERSION.search(pair[2]):
        return None
    if section and not re.search(r"dependenc|packages|libraries|plugins", section):
        return None
    if not section and not re.search(r"""^["'{].*\d|workspace|true""", pair[2]):
        return None
    return pair[1], pair[2], _dev(section)


def _by_line(pattern: str, dev: str = "") -> Callable[[str, list[tuple[int, str, bool]]], list[Entry]]:
    """Make a reader for a format that has one dependency a line.

    Args:
        pattern: matches the name as its first group and, if it has one, the version as second.
        dev: what in the line or the path marks a dependency of developers.
    """
    compiled = re.compile(pattern)
    marks = re.compile(dev, re.I) if dev else None

    def read(path: str, lines: list[tuple[int, str, bool]]) -> list[Entry]:
        out = []
        for number, text, changed in lines:
            match = compiled.search(text)
            if match:
                version = (match[2] or "") if match.re.groups > 1 else ""
                is_dev = bool(marks and marks.search(text)) or bool(re.search(r"[Tt]ests?[./]", path))
                out.append(Entry(match[1], version, number, is_dev, changed))
        return out

    return read


_ARTIFACT = re.compile(r"<artifactId>\s*([\w.-]+)\s*<")


def _maven(_: str, lines: list[tuple[int, str, bool]]) -> list[Entry]:
    """pom.xml: the artifact, with the version and scope on the lines after it."""
    out = []
    for index, (number, text, changed) in enumerate(lines):
        match = _ARTIFACT.search(text)
        if match:
            after = " ".join(t for _, t, _ in lines[index : index + 5]).partition("</dependency>")[0]
            version = re.search(r"<version>([^<]*)<", after)
            dev = "<scope>test" in after
            out.append(Entry(match[1], version[1] if version else "", number, dev, changed))
    return out


def _gemfile(_: str, lines: list[tuple[int, str, bool]]) -> list[Entry]:
    """Gemfile and gemspec, with the group that a gem stands in."""
    group, out = "", []
    for number, text, changed in lines:
        opened = re.match(r"\s*group\s+(.*)\bdo\b", text)
        if opened:
            group = opened[1]
        elif re.match(r"end\b", text):
            group = ""
        match = re.search(
            r"""(?:^\s*gem|add_(?:\w+_)?dependency)[\s(]+["']([\w.-]+)["'](?:,\s*["']([^"']*)["'])?""",
            text,
        )
        if match:
            dev = _dev(group) or "add_development" in text
            out.append(Entry(match[1], match[2] or "", number, dev, changed))
    return out


_READERS: tuple[tuple[str, Callable[[str, list[tuple[int, str, bool]]], list[Entry]]], ...] = (
    (r"package\.json|composer\.json", _json),
    (r"pyproject\.toml|cargo\.toml|pipfile|libs\.versions\.toml", _toml),
    (r"go\.mod", _by_line(r"^\s*(?:require\s+)?([\w.-]+\.[\w.-]+/[\w./~-]+)\s+(v\d\S*)(?!.*// indirect)")),
    (r"pom\.xml", _maven),
    (
        r"build\.gradle(\.kts)?",
        _by_line(
            r"""(?:\b[a-zA-Z]*(?:mplementation|ompile|ompileOnly|untimeOnly|api|kapt|ksp|classpath"""
            r"""|Processor)\b\s*\(?\s*(?:platform\()?["'][\w.-]+:|\bid\s*\(?\s*["'])([\w.-]+)"""
            r"""(?:["':)\s]+(?:version\s*["'])?([\d][\w.-]*))?""",
            r"^\s*test|androidTest",
        ),
    ),
    (
        r".*\.(cs|fs|vb)proj|directory\.(packages|build)\.props|packages\.config",
        _by_line(
            r"""<(?:PackageReference|PackageVersion|package)\s+(?:Include|id)="([\w.-]+)"""
            r""""(?:\s+[Vv]ersion="([^"]*)")?""",
            r"xunit|nunit|Test|coverlet|Mock|FakeItEasy|FluentAssertions",
        ),
    ),
    (r"gemfile|.*\.gemspec", _gemfile),
    (r"mix\.exs", _by_line(r'\{:(\w+),\s*"([^"]*)"', r"only:")),
    (r"pubspec\.yaml", _by_line(r"^  ([a-z][\w]*):\s*[\"']?(\^?\d\S*)")),
    (r"setup\.(py|cfg)", _by_line(r"""^\s*["']?([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*([<>=~!]=[^"']*)""")),
    (r"environment\.ya?ml", _by_line(r"^\s*-\s+([a-z][\w.-]*)(?:\s*[=<>]=?\s*([\d][\w.*]*))?\s*$")),
    (r"versions\.tf|terraform\.tf|providers\.tf", _by_line(r'^\s*source\s*=\s*"([\w.-]+/[\w./-]+)"')),
    (
        r"package\.yaml|.*\.cabal",
        _by_line(r"^\s*[-,]\s+([a-z][a-z0-9-]+)\s*((?:[<>=^]=?.*)?)$", r"hspec|QuickCheck|tasty"),
    ),
)
