"""Which reader reads which manifest, by its name."""

from __future__ import annotations

import re
from collections.abc import Callable

from records.suggest.manifests import jvm, lines, npm, python, toml
from records.suggest.manifests.entry import Entry, Line

_READERS: tuple[tuple[str, Callable[[str, list[Line]], list[Entry]]], ...] = (
    (r"package\.json|composer\.json", npm.read),
    (r"pyproject\.toml|cargo\.toml|pipfile|.*\.versions\.toml", toml.read),
    (r"go\.mod", lines.go),
    (r"pom\.xml", jvm.maven),
    (r"build\.gradle(\.kts)?", jvm.gradle),
    (r".*\.(cs|fs|vb)proj|directory\.(packages|build)\.props|packages\.config", lines.nuget),
    (r"gemfile|.*\.gemspec", lines.gemfile),
    (r"mix\.exs", lines.by_line(r'\{:(\w+),\s*"([^"]*)"', r"only:")),
    (r"pubspec\.yaml", lines.by_line(r"^  ([a-z][\w]*):\s*[\"']?(\^?\d\S*)")),
    (r"setup\.py", python.setup_py),
    (r"setup\.cfg", python.setup_cfg),
    (r"environment\.ya?ml", python.conda),
    (r".*\.tf", lines.terraform),
    (
        r"package\.yaml|.*\.cabal",
        lines.by_line(r"^\s*[-,]\s+([a-z][a-z0-9-]+)\s*((?:[<>=^]=?.*)?)$", r"hspec|QuickCheck|tasty"),
    ),
    (r".*\.(txt|in)", python.requirements),
)

_LONGEST = 2_000
"""Characters of a line that are read, except of JSON, which may be on one line."""


def entries(path: str, visible: list[Line]) -> list[Entry]:
    """Return the dependencies on the visible lines of a manifest; locked ones are left out."""
    name = path.rpartition("/")[2].lower()
    for pattern, reader in _READERS:
        if re.fullmatch(pattern, name):
            if reader is not npm.read:
                visible = [(number, text[:_LONGEST], changed) for number, text, changed in visible]
            return reader(path, visible)
    return []
