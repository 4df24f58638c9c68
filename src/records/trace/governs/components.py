"""Resolve `component:NAME` in `affects` through CODEOWNERS, Backstage's catalog-info.yaml and Structurizr's DSL."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.project.work_tree import files_below, source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project

PREFIX = "component:"
_OWNERS = ("CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
_CATALOG = re.compile(r"(?:^|/)catalog-info\.ya?ml$")
_DSL = re.compile(r"\.dsl$")
_SECTION = re.compile(r"^\^?\[([^\]]+)\](?:\[\d+\])?[ \t]*(.*)$")
_KIND = re.compile(r"^kind:[ \t]*[\"']?(\w+)", re.M)
_NAME = re.compile(r"^metadata:[ \t]*\n(?:[ \t]+[^\s].*\n|[ \t]*\n)*?[ \t]+name:[ \t]*[\"']?([\w.-]+)", re.M)
_LOCATION = re.compile(
    r"backstage\.io/(?:source-location|managed-by-location):[ \t]*[\"']?(?:dir|url):(\S+?)[\"']?[ \t]*$", re.M
)
_ELEMENT = re.compile(
    r"^[ \t]*(?:(\w+)[ \t]*=[ \t]*)?(?:softwareSystem|container|component)[ \t]+\"([^\"]+)\"([^\n]*)$",
    re.M | re.I,
)
_SOURCE = re.compile(
    r"^[ \t]*\"?(?:source|path|code|folder|directory)\"?[ \t]+\"?([\w./-]+)\"?[ \t]*$", re.M | re.I
)


def component_globs(project: Project) -> dict[str, tuple[str, ...]]:
    """Return the globs of each component that the project's files describe, by its name in lower case."""
    globs: dict[str, dict[str, None]] = {}
    paths = files_below(project, ".")
    for name, glob in (
        *_from_owners(project),
        *_from_catalogs(project, paths),
        *_from_structurizr(project, paths),
    ):
        globs.setdefault(slug(name), {})[glob] = None
    return {name: tuple(patterns) for name, patterns in globs.items()}


def slug(name: str) -> str:
    """Return a component's name as it is compared: lower case, words joined with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _from_owners(project: Project) -> Iterator[tuple[str, str]]:
    """Yield the patterns of CODEOWNERS by section (GitLab) and by team."""
    text = next((text for path in _OWNERS if (text := source(project, path))), "")
    section, default_owners = "", ""
    for line in text.splitlines():
        line = line.partition("#")[0].strip()
        heading = _SECTION.match(line)
        if heading:
            section, default_owners = heading[1], heading[2]
        elif line:
            pattern, *owners = line.split()
            for name in filter(None, (section, *map(_team, owners or default_owners.split()))):
                yield name, _owner_glob(pattern)


def _team(owner: str) -> str:
    """Return the name of a team without its organisation: `@shop/payments-team` is payments."""
    return re.sub(r"[-_](?:team|owners|squad|devs?)$", "", owner.lstrip("@").rpartition("/")[2])


def _owner_glob(pattern: str) -> str:
    """Return a CODEOWNERS pattern as a glob from the root: one without a slash inside matches anywhere."""
    has_inner_slash = "/" in pattern.rstrip("/")
    name = pattern.lstrip("/")
    name = f"{name}**" if name.endswith("/") else name
    return name if has_inner_slash else f"**/{name}"


def _from_catalogs(project: Project, paths: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the folder of each component that a catalog-info.yaml describes."""
    for path in paths:
        if not _CATALOG.search(path):
            continue
        folder = path.rpartition("/")[0]
        for document in re.split(r"^---[ \t]*$", source(project, path), flags=re.M):
            kind, name = _KIND.search(document), _NAME.search(document)
            if not name or (kind and kind[1] not in {"Component", "System", "API", "Resource"}):
                continue
            location = _LOCATION.search(document)
            inner = re.sub(r"^\./|/$", "", location[1]) if location and "://" not in location[1] else ""
            place = "/".join(part for part in (folder, inner) if part and part != ".")
            yield name[1], f"{place}/**" if place else "**"


def _from_structurizr(project: Project, paths: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the folder of each Structurizr element: the one that a property states, or one of the element's name."""
    folders = {path.rpartition("/")[0] for path in paths}
    by_name: dict[str, list[str]] = {}
    for folder in sorted({parent for path in folders for parent in _with_parents(path)}):
        by_name.setdefault(slug(folder.rpartition("/")[2]), []).append(folder)
    for path in paths:
        if not _DSL.search(path):
            continue
        text = source(project, path)
        elements = list(_ELEMENT.finditer(text))
        for element, following in zip(elements, [*elements[1:], None], strict=True):
            block = text[element.end() : following.start() if following else len(text)]
            source_property = _SOURCE.search(block) if element[3].rstrip().endswith("{") else None
            names = [name for name in (element[1], element[2]) if name]
            places = [source_property[1].strip("/")] if source_property else _folders_of(names, by_name)
            for name in names:
                yield from ((name, f"{place}/**") for place in places)


def _folders_of(names: list[str], by_name: dict[str, list[str]]) -> list[str]:
    return next((by_name[slug(name)] for name in names if slug(name) in by_name), [])


def _with_parents(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
