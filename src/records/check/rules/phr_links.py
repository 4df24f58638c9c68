"""Paths that prompt records name: they exist."""

from __future__ import annotations

import posixpath

import records.regex as re
from records.check.rule import Context, Finding, Rule
from records.model.severity import INFO, WARNING
from records.text.yaml.values import is_none

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCAL = re.compile(r"(?:[A-Za-z]:[\\/]|/(?:home|Users|root|mnt|tmp|var)/)")
_PATH = re.compile(r"[\w@.+-]+(?:/[\w@.+ -]+)+/?$|[\w@+-]+\.[A-Za-z]{1,5}$")


def _paths(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        if record.readable and not record.links:
            continue
        links = context.reading(record).fields.get("links")
        line = context.reading(record).key_lines.get("links", 1)
        for key, target in _targets(links):
            if _LOCAL.match(target):
                message = f"links.{key} is a path of one machine: {target}"
                yield Finding(record.path, line, message, "write it relative to the repository's root")
                continue
            plain = target.partition("#")[0]
            if context.catalog.graph.references.link_target(target, record) or not _PATH.match(
                plain.lstrip("./")
            ):
                continue
            if not _exists(context, record.path, plain):
                hint = _new_place(context, plain)
                grave = INFO if hint else None
                yield Finding(record.path, line, f"links.{key} leads nowhere: {target}", hint, severity=grave)


def _targets(links: object) -> Iterator[tuple[str, str]]:
    if isinstance(links, dict):
        for key, value in links.items():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, str) and "://" not in item and not is_none(item):
                    yield str(key), item.strip()


def _exists(context: Context, record: str, target: str) -> bool:
    places = (target.lstrip("/"), posixpath.join(posixpath.dirname(record), target))
    return any(context.exists(posixpath.normpath(place)) for place in places)


def _new_place(context: Context, target: str) -> str:
    """Where a file of the same name in a folder of the same name is now, as a hint; empty if not below `specs`."""
    parent, name = posixpath.split(posixpath.normpath(target.lstrip("./")))
    last = posixpath.basename(parent)
    for place in (f"specs/{last}/{name}", f"specs/archived/{last}/{name}", f"archived/{last}/{name}"):
        if last and context.exists(place):
            return f"it is now at {place}"
    return ""


RULES = (
    Rule("PHR012", "path-leads-nowhere", WARNING,
         "A path in links is relative to the repository's root (or to the record) and leads to a file. "
         "Where the file moved, the new place is named.", _paths),
)  # fmt: skip
