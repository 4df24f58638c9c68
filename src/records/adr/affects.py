"""Which code a decision says it governs: the keys of every tool that has one, as one list of globs.

Sources: adrkit `affects: [{type: path, pattern, negate, repo}]` (its ADR-0009), adrinaline `scope: [glob]`,
archgate `files: [glob]`, decision-guardian's list below `**Files**:` (its DECISIONS_FORMAT).
"""

from __future__ import annotations

import records.regex as re
from records.static_types import NamedTuple
from records.text.yaml import quote_scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

KEYS = ("affects", "governs", "scope", "files", "path_glob", "paths", "applies-to", "applies_to")
GUARDIAN = re.compile(r"<!--[ \t]*(DECISION-[A-Z0-9-]+)[ \t]*-->", re.I)
_FILES = re.compile(
    r"^\*\*Files:?\*\*[ \t]*+:?[ \t]*+\r?\n((?:[ \t]*\r?\n)?(?:[ \t]*[-*][ \t]+.*(?:\r?\n|\Z))+)", re.M
)
_ITEM = re.compile(r"^[ \t]*[-*][ \t]+(?:`([^`\n]+)`|(\S+))", re.M)
_PATHLIKE = re.compile(r"[/*.]")
_PLAIN_PATH = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*[./][A-Za-z0-9_./-]*")
_LISTED = re.compile(r"(?:\{[^{}\n]*\}|[^,\n])+")
"""A glob in a list that is written as one text: up to a comma outside braces, or a line end."""
# What adrkit's matcher does not see unless the pattern says so: names that begin with a dot.
HIDDEN = ("!**/.*", "!**/.*/**")

REPOSITORY, GROUP = "repo", "group"
_SCOPE = re.compile(r"(repo|group):([^:]*)(?::(.*))?\Z", re.S | re.I)


class Scope(NamedTuple):
    """What an entry says of other repositories: `repo:pay-*`, `group:payments:src/db/**`.

    Attributes:
        kind: `repo` or `group`.
        name: a pattern of its name; an empty one is the name of none.
        glob: the files in such a repository; all of them by default.
    """

    kind: str
    name: str
    glob: str


def scope_of(entry: str) -> Scope | None:
    """Return what an entry of `affects` says of other repositories; None where it is a glob of this one."""
    match = _SCOPE.match(entry.strip())
    return Scope(match[1].lower(), match[2].strip(), (match[3] or "**").strip()) if match else None


def affects_keys(data: Mapping[str, Any]) -> list[str]:
    """The keys of a front matter that name governed code: `affects` alone where it is there, else all others."""
    present = [key for key in KEYS if data.get(key) and list(_globs(data[key], key))]
    own = [key for key in present if key in ("affects", "governs")]
    return own or present


def affects_entry(path: str) -> str:
    """Return a path as an entry of the list `affects: […]`; in quotes unless it is surely one plain word of YAML."""
    return path if _PLAIN_PATH.fullmatch(path) else quote_scalar(path)


def affects_globs(data: Mapping[str, Any], body: str) -> tuple[str, ...]:
    """The globs of a record, in the order written; `!` before one takes files out again.

    Args:
        data: the front matter.
        body: the text below it, for decision-guardian's list of files.
    """
    globs: list[str] = []
    for key in affects_keys(data):
        globs.extend(_globs(data[key], key))
    if not globs and GUARDIAN.search(body):
        globs.extend(guardian_files(body))
    return tuple(dict.fromkeys(globs))


def guardian_files(text: str) -> tuple[str, ...]:
    """The patterns below `**Files**:` in a decision of decision-guardian's."""
    block = _FILES.search(text)
    if not block:
        return ()
    return tuple(quoted or bare for quoted, bare in _ITEM.findall(block[1]))


def _globs(value: Any, key: str) -> Iterator[str]:
    items = value if isinstance(value, list) else [value]
    matchers = [item for item in items if isinstance(item, dict)]
    for item in items:
        if isinstance(item, dict):
            yield from _pattern_of(item)
        elif isinstance(item, str):
            pieces = _LISTED.findall(item) if not isinstance(value, list) else [item]
            for piece in map(str.strip, pieces):
                if piece and (key != "scope" or (_PATHLIKE.search(piece) and " " not in piece)):
                    yield piece
    patterns = [glob for item in matchers for glob in _pattern_of(item) if "type" in item]
    if patterns and not any(part.startswith(".") for glob in patterns for part in glob.split("/")):
        yield from HIDDEN


def _pattern_of(item: dict[str, Any]) -> Iterator[str]:
    """One matcher of adrkit's; what is not a path matches no file, what is of another repository none of this one."""
    pattern = next((item[key] for key in ("pattern", "path", "glob") if isinstance(item.get(key), str)), "")
    if str(item.get("type", "path")) != "path" or not pattern.strip():
        return
    is_negated = str(item.get("negate", "")).lower() in ("true", "yes")
    repository = f"{REPOSITORY}:{item['repo']}:" if item.get("repo") else ""
    yield ("!" if is_negated else "") + repository + pattern.strip()
