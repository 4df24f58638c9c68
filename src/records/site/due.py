"""What is due, for the page, the front page and the feed; days are absolute, so that pages do not change overnight."""

from __future__ import annotations

from records.site.entries import entry
from records.text.escape import clean
from records.trace.due.item import DueItem, DueKind
from records.trace.due.list import due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.site.entries import Entry
    from records.site.gather import ProjectSite

_WORDS = {
    DueKind.EXPIRES: "expires",
    DueKind.REVIEW: "to be reviewed",
    DueKind.PROPOSED: "to be decided",
    DueKind.PROVISIONAL: "to be made final",
}


def due_items(site: ProjectSite) -> list[DueItem]:
    """Return everything with a day, however far off, and what has to be looked at on no particular day."""
    return due(site.project, within=None, graph=site.graph)


def due_page(site: ProjectSite, items: list[DueItem]) -> dict[str, Any]:
    """The values of the page: decisions by day, then code and decisions that have to be looked at."""
    return {
        "root": "",
        "dated": _dated(site, items),
        "places": [
            {
                "path": clean(item.path),
                "line": item.line,
                "message": clean(item.describe()),
                "url": site.file_url(item.path, site.head, str(item.line)),
            }
            for item in items
            if not item.day
        ],
    }


def due_brief(site: ProjectSite, items: list[DueItem], most: int) -> dict[str, Any]:
    """The values of the front page: the soonest, and how many there are."""
    return {"due": _dated(site, items)[:most], "due_count": len(items)}


def due_entries(site: ProjectSite, items: list[DueItem]) -> list[Entry]:
    """The decisions whose day has come, for the feed; `name` tells one entry from every other."""
    return [
        {**row, "title": f"{row['title']}: {row['word']} {row['day']}", "state": "due",
         "name": f"due:{row['word']}:{row['day']}:{row['url']}"}
        for row in _dated(site, [item for item in items if item.is_overdue])
    ]  # fmt: skip


def _dated(site: ProjectSite, items: list[DueItem]) -> list[Entry]:
    return [
        {**entry(site, item.record), "word": _WORDS[item.kind], "day": item.day}
        for item in items
        if item.day and item.record is not None
    ]
