"""pom.xml and build.gradle, in Groovy or Kotlin."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.suggest.manifests.entry import Entry, Line, runs

_TAG = re.compile(r"<(/?)([\w.-]++)[^<>]*?(/?)>([^<]*)")
_HOLDERS = frozenset("dependency plugin parent exclusion extension".split())


@dataclass
class _Block:
    """An element of pom.xml that names an artifact, as far as it is read."""

    kind: str
    name: str = ""
    version: str = ""
    line: int = 0
    dev: bool = False
    changed: bool = False


def maven(_: str, lines: list[Line]) -> list[Entry]:
    """Return the dependencies of pom.xml; plug-ins are for developers, and exclusions ask for nothing."""
    properties = {
        match[1]: (match[2], changed)
        for _, text, changed in lines
        if (match := re.search(r"<([\w.-]+)>([^<$]+)</\1>", text))
    }
    out: list[Entry] = []
    for run in runs(lines):
        for block in _blocks(run):
            version, version_changed = block.version, False
            if version.startswith("${"):
                version, version_changed = properties.get(version[2:-1], ("", False))
            dev = block.dev or block.kind in {"plugin", "extension"}
            if block.name and block.kind != "exclusion":
                out.append(Entry(block.name, version, block.line, dev, block.changed or version_changed))
    return out


def _blocks(run: list[Line]) -> list[_Block]:
    open_blocks: list[_Block] = []
    complete: list[_Block] = []
    in_project = False
    for number, text, changed in run:
        for closing, tag, empty, content in _TAG.findall(text):
            in_project = in_project or tag == "project"
            if tag in _HOLDERS and not empty:
                if not closing:
                    open_blocks.append(_Block(tag))
                elif open_blocks:
                    block = open_blocks.pop()
                    block.kind = tag
                    block.changed = block.changed or changed
                    complete.append(block)
            elif tag in {"artifactId", "version", "scope"} and not closing:
                if not open_blocks and in_project:
                    continue
                if not open_blocks:
                    open_blocks.append(_Block("dependency"))
                _fill(open_blocks[-1], tag, content.strip(), number)
        if open_blocks:
            open_blocks[-1].changed = open_blocks[-1].changed or changed
    return complete + open_blocks


def _fill(block: _Block, tag: str, content: str, number: int) -> None:
    if tag == "artifactId":
        block.name, block.line = content, number
    elif tag == "version":
        block.version = content
    else:
        block.dev = content == "test"


_COORDINATES = re.compile(
    r"""\b([a-zA-Z]*(?:[iI]mplementation|[cC]ompile(?:Only)?|[rR]untime(?:Only)?|[aA]pi|kapt|ksp|classpath"""
    r"""|[pP]rocessor))\b\s*+\(?\s*+(?:(?:enforcedP|p)latform\s*+\(?\s*+)?"""
    r"""(?:["'][\w.-]+:([\w.-]+)(?::([^"'@:]+))?"""
    r"""|\[?group\s*[:=]\s*["'][\w.-]+["'],\s*name\s*[:=]\s*["']([\w.-]+)["'](?:,\s*version\s*[:=]\s*["']([^"']+))?)"""
)
_PLUGIN = re.compile(r"""\bid\s*+\(?\s*+["']([\w.-]+)["']\)?(?:\s*+version\s*+\(?\s*+["']([^"']+))?""")
_ALONE = re.compile(r"""^\s*["'][\w.-]+:([\w.-]+)(?::([^"':]+))?["']\s*+[,)]*+\s*$""")


def gradle(path: str, lines: list[Line]) -> list[Entry]:
    """Return what the configurations of build.gradle ask for; build plug-ins are for developers."""
    in_tests = bool(re.search(r"[Tt]ests?[./]", path))
    out = []
    for number, text, changed in lines:
        for match in _COORDINATES.finditer(text):
            name, version = match[2] or match[4], match[3] or match[5] or ""
            dev = in_tests or "test" in match[1].lower()
            out.append(Entry(name, version, number, dev, changed))
        alone, plugin = _ALONE.match(text), _PLUGIN.search(text)
        if alone:
            out.append(Entry(alone[1], alone[2] or "", number, in_tests, changed))
        if plugin:
            out.append(Entry(plugin[1], plugin[2] or "", number, True, changed))
    return out
