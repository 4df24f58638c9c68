"""pyproject.toml (PEP 621, Poetry, PDM, uv), Cargo.toml, Pipfile and Gradle's version catalogue."""

from __future__ import annotations

import records.regex as re
from records.suggest.manifests.entry import Entry, Line, for_developers, runs

_SECTION = re.compile(r"^\s*\[+([^\[\]]+)\]+\s*(?:#.*)?$")
_NAMED_SECTION = re.compile(
    r"^(?!tool\.setuptools)(?:.*\.)?(?:[\w-]*dependencies|[\w-]*packages)\.[\"']?([A-Za-z0-9][\w-]*)[\"']?$"
)
_PAIR = re.compile(
    r"""^\s*["']?([A-Za-z0-9][\w.-]*?)["']?(\.workspace|\.version)?\s*=\s*(["'{].*|true)\s*+(?:(?<=\s)#.*)?$"""
)
_LIST = re.compile(r"^\s*[\"']?([\w.-]+)[\"']?\s*=\s*\[(.*)$")
_ITEM = re.compile(
    r"""["']\s*+([A-Za-z0-9][\w.-]*+)\s*+(?:\[[^\]]*\])?\s*+([(<>=~!@][^"';]*)?"""
    r"""(?:;[^"']*(?:["'][^"',]*["'][^"',]*)*)?["']"""
)
_VERSION = re.compile(r"""["'][\^~<>=* ]*\d|["']\*|version|git|path|workspace|^true""")
_SETTINGS = frozenset(
    "version python requires-python edition rust-version line-length target-version name readme "
    "authors license description resolver homepage repository path channel".split()
)


def read(path: str, lines: list[Line]) -> list[Entry]:
    """Return what lists and tables of dependencies ask for; outside a known one, what looks alike."""
    if path.lower().endswith(".versions.toml"):
        return _catalogue(lines)
    out: list[Entry] = []
    for run in runs(lines):
        section, array = ("", None) if run[0][0] > 1 else ("-", None)
        for number, text, changed in run:
            if text.lstrip().startswith("#"):
                continue
            head = _SECTION.match(text) if array is None else None
            if head:
                section = head[1].strip().lower()
                section_name = _NAMED_SECTION.search(head[1].strip())
                if section_name:
                    out.append(Entry(_plain(section_name[1]), "", number, for_developers(section), changed))
                continue
            items, array = _line(text, section, array)
            out += [Entry(name, version, number, dev, changed) for name, version, dev in items]
    return out


def _line(text: str, section: str, array: str | None) -> tuple[list[tuple[str, str, bool]], str | None]:
    """Return what one line asks for, and the list that is open after it (None: no list is)."""
    opening = _LIST.match(text) if array is None else None
    if opening:
        array, text = opening[1].lower(), opening[2]
    elif array is None:
        pair = _pair(text.rstrip(), section)
        if pair or section not in {"", "-"} or not re.match(r"""\s*["'].*["'],?\s*(?:#.*)?$""", text):
            return ([pair] if pair else []), None
    bare = re.sub(r"\{[^}]*\}", "", text)
    in_list = array is not None
    of_dependencies = in_list and bool(
        re.search(r"dependencies|^requires$", array or "") or "dependenc" in section
    )
    items = []
    for item in _ITEM.finditer(bare):
        if of_dependencies or (not in_list and item[2]):
            dev = for_developers(f"{section} {array or ''}") or array == "requires"
            items.append((_plain(item[1]), (item[2] or "").strip("( )"), dev))
    closes = "]" in re.sub(r"""(["']).*?\1""", "", bare.partition("#")[0])
    return items, None if closes else array


def _pair(text: str, section: str) -> tuple[str, str, bool] | None:
    pair = _PAIR.match(text)
    if not pair or pair[1].lower() in _SETTINGS or not _VERSION.search(pair[3]):
        return None
    if section not in {"", "-"} and not re.search(r"(?:dependencies|packages)$", section):
        return None
    if section in {"", "-"} and not re.search(r"""^["'{].*\d|workspace|true""", pair[3]):
        return None
    return _plain(pair[1]), pair[3], for_developers(section)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


_MODULE = re.compile(
    r"""^\s*[\w.-]+\s*=\s*(?:["'][\w.-]+:([\w.-]+)(?::([^"']+))?["']"""
    r"""|\{.*?(?:module\s*=\s*["'][\w.-]+:([\w.-]+)["']|\bname\s*=\s*["']([\w.-]+)["']"""
    r"""|\bid\s*=\s*["']([\w.-]+)["']))"""
)
_REFERRED = re.compile(r"""version(?:\.ref)?\s*=\s*["']([^"']+)["']""")
_PLUGIN = re.compile(r"""^\s*[\w.-]+\s*=\s*["']([\w-]++(?:\.[\w-]++)++):([\d][\w.-]*)["']""")


def _catalogue(lines: list[Line]) -> list[Entry]:
    """Gradle's catalogue: artifacts by their own names, with the version that they refer to."""
    versions = {
        match[1]: (match[2], changed)
        for _, text, changed in lines
        if (match := re.match(r"""\s*([\w.-]+)\s*=\s*["'](\d[^"']*)["']""", text))
    }
    out = []
    for number, text, changed in lines:
        match = _MODULE.match(text)
        if match:
            name = match[1] or match[3] or match[4] or match[5]
            version_text = match[2] or (reference[1] if (reference := _REFERRED.search(text)) else "")
            version, version_changed = versions.get(version_text, (version_text, False))
            plugin = match[5] is not None or _PLUGIN.match(text) is not None
            out.append(Entry(name, version, number, plugin, changed or version_changed))
    return out
