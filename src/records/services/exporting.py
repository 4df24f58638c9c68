"""Give all records to other programs, one JSON object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.services.query import Catalog, Filter, detail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.project import Project


def export_objects(project: Project, wanted: Filter | None = None) -> Iterator[dict[str, Any]]:
    """Each record as one JSON object with `body`; PHRs with `prompt` and `response` too."""
    catalog = Catalog(project.store.scan())
    chosen = wanted or Filter()
    for record in catalog.records:
        if chosen.accepts(record):
            yield detail(project, catalog, record).data
