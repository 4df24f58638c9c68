"""Present a record in lists and links: short name, title, address, state and first words."""

from __future__ import annotations

from records.model.link import relation_text
from records.model.record import Phr
from records.model.stage import STAGES
from records.model.status import STATUSES
from records.text.escape import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from records.model.link import Link
    from records.model.record import Record
    from records.site.site import Site

    Entry = dict[str, Any]
_COLOURED = frozenset((*STATUSES, *STAGES, "unreadable"))


def tone(state: str) -> str:
    """The class that colours a state: its own name where the style sheet knows it."""
    return state if state in _COLOURED else "other"


def entry(site: Site, record: Record, summary: str = "") -> Entry:
    """A record as one line of a list."""
    state = record.shown_state
    return {
        "ref": site.ref(record),
        "title": clean(record.title) if clean(record.title).strip() else clean(record.stem),
        "url": site.url(record),
        "kind": record.kind,
        "kind_label": record.kind.label,
        "date": record.date or "",
        "state": clean(state),
        "tone": tone(state),
        "feature": clean((record.feature or "") if isinstance(record, Phr) else ""),
        "summary": summary,
    }


def link_groups(site: Site, links: Iterable[Link]) -> list[dict[str, Any]]:
    """Links grouped by relation, each target as an entry where it is a record, else as its text."""
    groups: dict[str, list[Entry]] = {}
    for link in links:
        target = site.target(link.target)
        if target is not None:
            target_entry = entry(site, target)
        else:
            url = link.target if link.target.lower().startswith(("https://", "http://")) else ""
            target_entry = {  # a link to something that is no record
                "ref": "",
                "title": clean(link.target),
                "url": url,
                "kind": "",
                "state": "",
                "tone": "",
            }
        groups.setdefault(link.relation, []).append(target_entry)
    return [{"relation": clean(relation_text(name)), "entries": group} for name, group in groups.items()]
