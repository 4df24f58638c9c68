"""Find a record's neighbours: the page of its folder, the previous and the next record."""

from __future__ import annotations

from records.site.page_names import safe_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.record import Record


def feature_url(folder: str) -> str:
    """The address of the page that lists the prompts of a folder."""
    return f"features/{safe_name(folder.replace('/', '.')) if folder else 'none'}.html"


def neighbours(documents: tuple[Record, ...]) -> dict[str, tuple[Record | None, Record | None]]:
    """The records before and after each, among those of the same kind and folder, by path."""
    order = sorted(documents, key=lambda record: (record.sort_key, record.path))
    around: dict[str, tuple[Record | None, Record | None]] = {}
    for index, record in enumerate(order):
        before = order[index - 1] if index else None
        after = order[index + 1] if index + 1 < len(order) else None
        around[record.path] = (
            before if before and (before.kind, before.folder) == (record.kind, record.folder) else None,
            after if after and (after.kind, after.folder) == (record.kind, record.folder) else None,
        )
    return around
