"""Tooling: settings of tools, settings of the system, and switches for what is rolled out."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.paths import kind_of
from records.suggest.scan import Rule, scan

SIGNALS = (
    "tooling.added",
    "tooling.touched",
    "tooling.gone",
    "tooling.settings-added",
    "tooling.settings",
    "tooling.script",
    "tooling.flag",
)
_TOPIC = "tooling"
_RULES = (
    Rule(
        "tooling.flag",
        re.compile(
            r"(?i)\b(\w*feature_?(?:flag|toggle|switch)s?\w*|launchdarkly|unleash|flipper|growthbook"
            r"|flagsmith|isfeatureenabled|feature_?enabled)\b"
        ),
        "a feature switch, {}",
        topic=_TOPIC,
        kinds=frozenset({"code", "settings", "data", "infra"}),
        parts=frozenset("feature features launchdarkly unleash flipper growthbook flagsmith".split()),
    ),
)


def find(change: Change) -> Iterator[Evidence]:
    """Yield tools that are set up, changed or dropped, and switches for features."""
    for file in change.files:
        kind = kind_of(file.path)
        name = file.path.rpartition("/")[2]
        line = file.added[0][0] if file.added else 1
        if kind == "tool" and file.status == "added":
            why = f"new tool configuration {name}"
            yield Evidence("tooling.added", file.path, 1, why, "impact", _TOPIC, name)
        elif kind == "tool" and file.status == "deleted":
            why = f"tool configuration {name} removed"
            yield Evidence("tooling.gone", file.path, 1, why, "alternatives", _TOPIC, name, "old")
        elif kind == "tool":
            why = f"tool configuration {name} changed"
            yield Evidence("tooling.touched", file.path, line, why, "scope", _TOPIC, name)
        elif kind == "settings" and file.status == "added":
            why = f"new settings {name}"
            yield Evidence("tooling.settings-added", file.path, 1, why, "impact", _TOPIC, name)
        elif kind == "settings" and file.status != "deleted":
            why = f"settings {name} changed"
            yield Evidence("tooling.settings", file.path, line, why, "scope", _TOPIC, name)
        elif _is_script(file.path) and file.status == "added":
            why = f"new script {name}"
            yield Evidence("tooling.script", file.path, 1, why, "impact", _TOPIC, name)
    yield from scan(change, _RULES)


def _is_script(path: str) -> bool:
    return path.endswith((".sh", ".ps1")) or bool(re.search(r"(^|/)(bin|scripts?)/[^/]+$", path))
