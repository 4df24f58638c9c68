"""What pages are made of: records with their links, where each is shown, and what may be asked about them."""

from __future__ import annotations

from records.dataclass import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from records.git.file_history import FileVersion
    from records.model.graph import Graph
    from records.model.record import Record
    from records.project.settings import SiteSettings
    from records.project.templates import Renderer
    from records.site.forge import Forge
    from records.trace.status_history import StatusChange


Value = tuple[str, str, bool, str]
"""A text of a fact, its address, whether it is code, and the facet that it is searched by."""
Fact = tuple[str, list[Value], int, bool]
"""A label, values, how many more there are, and whether they need room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A log prepared for display; that of one project is a `ProjectSite`.

    Attributes:
        settings: `[site]`.
        renderer: the templates.
        graph: the records and their links.
        documents: all records, oldest first; a record's place in this list is its number in the search data.
        pages: the address of each record's page, by the record's path.
        title: what is at the head of every page.
        head: what the records are read from: the current commit; empty before the first.
        history: the commits of each record's file, newest first.
        forge: where files and commits can be seen.
    """

    settings: SiteSettings
    renderer: Renderer
    graph: Graph
    documents: tuple[Record, ...]
    pages: dict[str, str]
    title: str
    head: str
    history: dict[str, list[FileVersion]] = field(default_factory=dict)
    forge: Forge | None = None
    _answers: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def common(self) -> dict[str, Any]:
        """What the templates of all pages are given: the navigation, and where the records are from."""
        nav = [("decisions.html", "Decisions"), ("prompts.html", "Prompts"), ("graph.html", "Graph")]
        return {"nav": nav, "origin": "the repository", "is_org": False}

    def ref(self, record: Record) -> str:
        """The short name of a record."""
        return record.ref

    def url(self, record: Record) -> str:
        """The address of a record's page from the site's root."""
        return self.pages[record.path]

    def target(self, key: str) -> Record | None:
        """The record of an identity."""
        return self.graph.references.get(key)

    def top(self, record: Record) -> str:
        """The folder within the site's paths that is the top of a record's repository; empty or ending in a slash."""
        return ""

    def up(self, record: Record) -> dict[str, str]:
        """The page above that of a record, as `url` and `title`."""
        raise NotImplementedError

    def answer(self, question: str) -> str:
        """What a reference asks of the site: `adr:7`, `record:REF`, `page:PATH`, `file:PATH`, `image:PATH`.

        A page is rebuilt when the answer to one of its questions changes; it is empty for no.
        """
        answer = self._answers.get(question)
        if answer is None:
            answer = self._answers[question] = self.look_up(*question.split(":", 1))
        return answer

    def look_up(self, about: str, name: str) -> str:
        """Find the answer to a question."""
        return self.pages.get(name, "") if about == "page" else ""

    def file_url(self, path: str, commit: str, line: str = "", last: str = "") -> str:
        """The address of a file on the forge, as it was at a commit; empty where none is known."""
        return ""

    def source_path(self, record: Record) -> str:
        """The path of a record's file in its repository."""
        return record.path

    def source_url(self, record: Record) -> str:
        """The address of a record's file as it is shown; empty where none is known."""
        return ""

    def more_facts(self, record: Record) -> list[Fact]:
        """Facts of a record beyond those that its text states."""
        return []

    def facets(self, record: Record) -> dict[str, str]:
        """The values of a record by which it is searched, beyond those that every record has."""
        return {}

    def as_json(self, record: Record) -> Mapping[str, Any]:
        """A record as one JSON object."""
        raise NotImplementedError

    def stamp(self, record: Record) -> tuple[int, int] | None:
        """Two numbers that change with a record's text; None where it has none."""
        raise NotImplementedError

    def text(self, record: Record) -> str:
        """The text of a record.

        Raises:
            RecordsError: it cannot be read.
        """
        raise NotImplementedError

    def source(self, record: Record) -> str:
        """The text of a record for the bottom of its page; empty where the page does not show it."""
        return ""

    def status_changes(self, record: Record, contents: Mapping[str, bytes]) -> list[StatusChange]:
        """How the status of a decision changed, by the earlier versions of its file."""
        return []

    def earlier_versions(self, records: list[Record]) -> dict[str, bytes]:
        """The contents of the versions of decisions that have more than one, by blob."""
        return {}

    def image_file(self, path: str) -> str:
        """The absolute path of an image for which `image:PATH` was answered with yes."""
        raise NotImplementedError
