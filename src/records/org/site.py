"""All repositories as one site: the folder of a record begins with its repository, and links across are resolved."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select

from records.dataclass import dataclass, field, replace
from records.encoding import encode
from records.model.graph import Graph
from records.model.link import Link
from records.model.record import Adr
from records.model.reference import ReferenceIndex
from records.model.status import IN_FORCE
from records.org.governing import identity_of
from records.org.schema import ORG, TEXTS
from records.org.world import World
from records.project.central import binding_globs
from records.project.settings import SiteSettings
from records.site.forge import find_forge
from records.site.gather import oldest_first
from records.site.page_names import page_names, safe_name
from records.site.site import Site
from records.text.escape import clean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sqlalchemy import Connection, Row

    from records.model.record import Record
    from records.org.world import Entry
    from records.site.forge import Forge
    from records.site.site import Fact

_TEXTS_KEPT = 256
_MANY = 40
EVERY_OTHER = "every other repository"
"""What a decision binds that binds all of them."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as its page shows it.

    Attributes:
        row: of the table of repositories.
        name: as it is shown.
        folder: the first folder of its records' paths in the site, which no other repository has.
        url: its page, from the site's root.
        forge: where its files can be seen.
    """

    row: Row[Any]
    name: str
    folder: str
    url: str
    forge: Forge | None

    @property
    def fingerprint(self) -> int:
        """A number that changes with what was read of it."""
        text = f"{self.row.commit_id} {self.row.reader}"
        return int.from_bytes(hashlib.blake2b(encode(text), digest_size=8).digest(), "big") >> 1


class _Keys(ReferenceIndex):
    """Records by their identities alone: the links of the site were resolved within their repositories before."""

    def link_target(self, text: str, holder: Record | None = None) -> Record | None:
        """Return the record whose identity a text is."""
        return self.get(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgSite(Site):
    """The records of all repositories that may be shown.

    Attributes:
        connection: to the index, for texts.
        world: the records as their repositories have them.
        repositories: by their keys in the index, sorted by name.
        folders: the keys by the folders.
        entries: the records as their repositories have them, by their paths in the site.
        members_bound: the keys of the repositories that a central decision binds, by its path in the site; those
            that bind every other repository have the key 0.
    """

    connection: Connection
    world: World
    repositories: dict[int, Repository]
    folders: dict[str, int]
    entries: dict[str, Entry]
    members_bound: dict[str, tuple[int, ...]]
    _texts: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def common(self) -> dict[str, Any]:
        """What the templates of all pages are given."""
        nav = [("index.html", "Repositories"), ("search.html?kind=adr", "Decisions")]
        if any(not isinstance(record, Adr) for record in self.documents):
            nav.append(("search.html?kind=phr", "Prompts"))
        return {"nav": [*nav, ("graph.html", "Graph")], "origin": "the repositories", "is_org": True}

    def repository(self, record: Record) -> Repository:
        """The repository of a record."""
        return self.repositories[self.entries[record.path].repo_id]

    def ref(self, record: Record) -> str:
        """The short name of a record behind that of its repository: `architecture/ADR-0012`."""
        return clean(self.entries[record.path].name)

    def top(self, record: Record) -> str:
        """The folder of the record's repository."""
        return f"{self.repository(record).folder}/"

    def up(self, record: Record) -> dict[str, str]:
        """The page of the record's repository."""
        repository = self.repository(record)
        return {"url": repository.url, "title": repository.name}

    def look_up(self, about: str, name: str) -> str:
        """Find the answer to a question; files and images of the repositories are not at hand."""
        if about == "page":
            return self.pages.get(name, "")
        if about not in ("adr", "record"):
            return ""
        folder, _, ref = name.partition("/")
        entry = (
            self.world.find(self.folders[folder], f"ADR-{ref}") if about == "adr" else self.world.named(name)
        )
        return self.pages[self.path_of(entry)] if entry else ""

    def path_of(self, entry: Entry) -> str:
        """The path of a record in the site."""
        return f"{self.repositories[entry.repo_id].folder}/{entry.record.path}"

    def source_path(self, record: Record) -> str:
        """The path of a record's file in its repository."""
        return self.entries[record.path].record.path

    def source_url(self, record: Record) -> str:
        """The address of a record's file at the commit that was read; empty where no forge is known."""
        repository = self.repository(record)
        path = self.source_path(record)
        return repository.forge.file(path, repository.row.commit_id) if repository.forge else ""

    def more_facts(self, record: Record) -> list[Fact]:
        """Which repositories a central decision binds."""
        bound = self.members_bound.get(record.path, ())
        root = "../" * self.url(record).count("/")
        names = [
            (self.repositories[repo_id].name, root + self.repositories[repo_id].url, False, "")
            if repo_id
            else (EVERY_OTHER, f"{root}index.html", False, "")
            for repo_id in bound[:_MANY]
        ]
        return [("Binds", names, max(0, len(bound) - _MANY), True)] if names else []

    def facets(self, record: Record) -> dict[str, str]:
        """The repository and the group."""
        repository = self.repository(record)
        return {"repository": repository.name, "group": clean(repository.row.group_name)}

    def as_json(self, record: Record) -> Mapping[str, Any]:
        """A record as `records org search --json` prints it."""
        entry = self.entries[record.path]
        row = self.repository(record).row
        facts = {"repository": row.name, "group": row.group_name, "visibility": row.visibility}
        return {**facts, **entry.data, "ref": entry.name}

    def stamp(self, record: Record) -> tuple[int, int] | None:
        """Two numbers that stay while the default branch of the repository does."""
        return self.repository(record).fingerprint, self.entries[record.path].record_id + 1

    def text(self, record: Record) -> str:
        """The text of a record, from the index."""
        text = self._texts.get(record.path)
        if text is None:
            entry = self.entries[record.path]
            own = (
                TEXTS.c.org_id == ORG,
                TEXTS.c.repo_id == entry.repo_id,
                TEXTS.c.record_id == entry.record_id,
            )
            text = self.connection.execute(select(TEXTS.c.content).where(*own)).scalar() or ""
            if len(self._texts) >= _TEXTS_KEPT:
                self._texts.clear()
            self._texts[record.path] = text
        return text

    def source(self, record: Record) -> str:
        """The text of a record: whoever reads the site may have no clone."""
        return self.text(record)

    def across(self) -> list[tuple[Record, str, Record]]:
        """The links between records of different repositories, as their authors state them."""
        links = []
        for record in self.documents:
            for link in self.graph.links(record):
                target = self.target(link.target)
                if target is not None and self.repository(target) is not self.repository(record):
                    links.append((record, link.relation, target))
        return links


def org_site(
    connection: Connection, visible: Mapping[int, Row[Any]], settings: SiteSettings, renderer: Any
) -> OrgSite:
    """Return the records of some repositories as one site; nothing else is read.

    Args:
        connection: to the index.
        visible: the rows of the repositories, by their keys.
        settings: `[site]` of org.toml.
        renderer: the templates.
    """
    world = World(connection, dict(visible))
    repositories = _repositories(visible)
    records, entries = _documents(world, repositories)
    documents = tuple(sorted(records, key=oldest_first))
    return OrgSite(
        settings=settings, renderer=renderer, graph=Graph(documents, _Keys(documents)), documents=documents,
        pages=page_names(documents), title=settings.title or "All repositories", head=state_of(visible),
        connection=connection, world=world, repositories=repositories,
        folders={repository.folder: repo_id for repo_id, repository in repositories.items()}, entries=entries,
        members_bound=_bindings(repositories, entries),
    )  # fmt: skip


def state_of(visible: Mapping[int, Row[Any]]) -> str:
    """Return a text that changes with everything that the index knows of some repositories and their records."""
    digest = hashlib.blake2b(digest_size=16)
    for row in visible.values():
        digest.update(encode(repr(tuple(row))))
    return digest.hexdigest()


def _repositories(visible: Mapping[int, Row[Any]]) -> dict[int, Repository]:
    """Give each repository a folder and a page of its own, by name."""
    folders: set[str] = set()
    out = {}
    for repo_id, row in sorted(visible.items(), key=lambda item: item[1].name):
        folder = safe_name(row.name.replace("/", "."))
        if folder.lower() in folders:
            folder = f"{folder}-{repo_id:016x}"
        folders.add(folder.lower())
        forge = find_forge(SiteSettings(), f"https://{row.remote}") if row.remote else None
        out[repo_id] = Repository(row, clean(row.name), folder, f"repositories/{folder}.html", forge)
    return out


def _documents(world: World, repositories: dict[int, Repository]) -> tuple[list[Record], dict[str, Entry]]:
    """Return every record as the site has it, and what it is in its repository, by its path in the site."""
    keys: dict[tuple[int, str], str] = {}
    for repo_id, repository in repositories.items():
        for entry in world.entries[repo_id].values():
            keys[(repo_id, entry.record.key)] = _in_folder(entry.record, repository.folder).key
    records, entries = [], {}
    for repo_id, repository in repositories.items():
        for entry in world.entries[repo_id].values():
            record = _in_folder(entry.record, repository.folder)
            links = tuple(
                Link(link["relation"], _target(world, entry, link["target"], keys))
                for link in entry.data["links"]
            )
            records.append(replace(record, links=links))
            entries[record.path] = entry
    return records, entries


def _in_folder(record: Record, folder: str) -> Record:
    """A record with the folder of its repository before its own."""
    return replace(record, path=f"{folder}/{record.path}", folder=f"{folder}/{record.folder}".rstrip("/"))


def _target(world: World, entry: Entry, target: str, keys: dict[tuple[int, str], str]) -> str:
    """The identity that a link means in the site, else its text."""
    if own := keys.get((entry.repo_id, target)):
        return own
    other, _ = world.target(entry, target)
    return keys[(other.repo_id, other.record.key)] if other else target


def _bindings(repositories: dict[int, Repository], entries: dict[str, Entry]) -> dict[str, tuple[int, ...]]:
    """Which repositories each accepted decision of a central repository binds."""
    bindings = {}
    identities = {repo_id: identity_of(repository.row) for repo_id, repository in repositories.items()}
    for path, entry in entries.items():
        if not entry.is_central or entry.status not in IN_FORCE or not isinstance(entry.record, Adr):
            continue
        others = [repo_id for repo_id in repositories if repo_id != entry.repo_id]
        bound = tuple(
            repo_id for repo_id in others if binding_globs(entry.record.affects, identities[repo_id])
        )
        if bound:
            bindings[path] = (0,) if len(bound) == len(others) > 1 else bound
    return bindings
