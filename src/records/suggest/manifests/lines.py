"""Manifests that name one dependency a line or an element: Go, NuGet, Ruby, Terraform, Mix, Pub, Cabal."""

from __future__ import annotations

from collections.abc import Callable

import records.regex as re
from records.suggest.manifests.entry import Entry, Line, for_developers, runs


def by_line(pattern: str, dev: str = "") -> Callable[[str, list[Line]], list[Entry]]:
    """Make a reader for a format that has one dependency a line.

    Args:
        pattern: matches the name as its first group and, if it has one, the version as second.
        dev: what in the line marks a dependency of developers.
    """
    line_pattern = re.compile(pattern)
    marks = re.compile(dev, re.I) if dev else None

    def read(path: str, lines: list[Line]) -> list[Entry]:
        out = []
        in_tests = bool(re.search(r"[Tt]ests?[./]", path))
        for number, text, changed in lines:
            for match in line_pattern.finditer(text):
                version = (match[2] or "") if line_pattern.groups > 1 else ""
                is_dev = in_tests or bool(marks and marks.search(text))
                out.append(Entry(match[1], version, number, is_dev, changed))
        return out

    return read


_MODULE = re.compile(r'^\s*(?:require\s+)?"?([\w-]++(?:\.[\w-]++)++/[\w./~-]+?)(?:/v\d+)?"?\s+(v\d\S*)')


def go(_: str, lines: list[Line]) -> list[Entry]:
    """go.mod: what is required directly; `/v2` in a path is a version and no other module."""
    out, block = [], ""
    for number, text, changed in lines:
        opening = re.match(r"\s*(\w+)\s*\(", text)
        if opening:
            block = opening[1]
        elif text.strip() == ")":
            block = ""
        match = _MODULE.match(text)
        if match and block in {"", "require"} and "// indirect" not in text and "=>" not in text:
            out.append(Entry(match[1], match[2], number, False, changed))
    return out


_PACKAGE = re.compile(r"(?=<(?:PackageReference|PackageVersion|GlobalPackageReference|package)\s)")
_ATTRIBUTE = re.compile(r"""(?<![\w.])(\w+)\s*=\s*["']([^"']*)["']""")
_TESTING = re.compile(
    r"xunit|nunit|mstest|Test|coverlet|Mock|Moq|FakeItEasy|FluentAssertions|Analyzers", re.I
)


def nuget(path: str, lines: list[Line]) -> list[Entry]:
    """Project files and central lists of packages, whatever the order of the attributes."""
    out = []
    for index, (number, text, changed) in enumerate(lines):
        for piece in _PACKAGE.split(text)[1:]:
            element, is_changed = piece, changed
            for after in lines[index + 1 : index + 8]:
                if re.search(r"/>|</\w", element) or _PACKAGE.search(after[1]):
                    break
                element, is_changed = f"{element} {after[1]}", is_changed or after[2]
            attributes = {name.lower(): value for name, value in _ATTRIBUTE.findall(element)}
            name = attributes.get("include") or attributes.get("id") or attributes.get("update", "")
            inner = re.search(r"<Version>([^<]+)<", element)
            version = inner[1] if inner else attributes.get("version", "")
            dev = bool(_TESTING.search(f"{path.rpartition('/')[2]} {name}"))
            private = attributes.get("privateassets") == "all" or "<PrivateAssets>all" in element
            if re.fullmatch(r"[\w.-]+", name):
                out.append(Entry(name, version, number, dev or private, is_changed))
    return out


_GEM = re.compile(
    r"""(?:^\s*gem|add_(?:\w+_)?dependency)[\s(]+["']([\w.-]+)["'](?:\.freeze)?(?:,\s*["']([^"']*)["'])?"""
)


def gemfile(_: str, lines: list[Line]) -> list[Entry]:
    """Gemfile and gemspec, with the group that a gem is in."""
    out: list[Entry] = []
    for run in runs(lines):
        group = ""
        for number, text, changed in run:
            opening = re.match(r"\s*group\s+(.*)\bdo\b", text)
            if opening:
                group = opening[1]
            elif re.match(r"end\b", text):
                group = ""
            match = _GEM.search(text)
            if match:
                own = re.search(r"groups?:?\s*+(?:=>)?\s*+(\[[^\]]*\]|:\w+)", text)
                dev = for_developers(own[1] if own else group) or "add_development" in text
                out.append(Entry(match[1], match[2] or "", number, dev, changed))
    return out


def terraform(_: str, lines: list[Line]) -> list[Entry]:
    """Providers and modules of a registry, with the version beside them; what is in the repository does not count."""
    out = []
    for index, (number, text, changed) in enumerate(lines):
        match = re.search(r'(?:^|[{\s,])source\s*=\s*"(\w[\w.-]*/[\w./-]+)"', text)
        if match:
            near = [text, *(line for _, line, _ in lines[max(0, index - 1) : index + 2])]
            version = next((v[1] for line in near if (v := re.search(r'version\s*=\s*"([^"]+)"', line))), "")
            is_changed = changed or any(c for _, line, c in lines[index : index + 2] if "version" in line)
            out.append(
                Entry(match[1].removeprefix("registry.terraform.io/"), version, number, False, is_changed)
            )
    return out
