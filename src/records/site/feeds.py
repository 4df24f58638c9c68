"""The site for programs: an Atom feed of decisions, all records as JSON, and a page for language models."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from records.encoding import encode
from records.model.record import Adr, Phr, adr_status
from records.model.status import Status
from records.text.escape import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from records.site.entries import Entry
    from records.site.lists import Row
    from records.site.site import Site

_NEWEST = 50
_NO_DATE = "1970-01-01"


def atom(site: Site, rows: list[Row], due: Iterable[Entry] = ()) -> dict[str, Any]:
    """The values of the feed: new and changed decisions, and decisions whose day has come, the latest first."""
    base = base_url(site)
    entries = []
    for row in rows:
        if not isinstance(row.record, Adr):
            continue
        commits = [version.commit for version in site.history.get(row.record.path, [])]
        published_at = commits[-1].date if commits else _moment(row.entry["date"])
        updated = commits[0].date if commits else published_at
        entries.append({
            **row.entry, "id": _urn(f"{site.title}:{row.record.key}"), "published": published_at,
            "updated": updated, "author": clean(commits[0].author) if commits else site.title,
        })  # fmt: skip
    for item in due:
        day = _moment(item["day"])
        urn = _urn(f"{site.title}:{item['name']}")
        entries.append({**item, "id": urn, "published": day, "updated": day, "author": site.title})
    entries.sort(key=lambda item: (_instant(item["updated"]), item["ref"]), reverse=True)
    newest = entries[0]["updated"] if entries else _moment("")
    return {"root": base, "id": _urn(site.title), "updated": newest, "entries": entries[:_NEWEST]}


def _urn(name: str) -> str:
    """An id that stays the same for the same name, as the feed's format wants (RFC 4122, version 5)."""
    digits = hashlib.sha1(encode(f"records:{name}"), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def _moment(date: str) -> str:
    return f"{date or _NO_DATE}T00:00:00Z"


def _instant(moment: str) -> datetime:
    """A time as UTC, so that times of different zones compare."""
    try:
        return datetime.fromisoformat(moment)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def base_url(site: Site) -> str:
    """The address of the site, with a slash at its end; empty where the settings do not have it."""
    base = site.settings.base_url.strip()
    return base.rstrip("/") + "/" if base else ""


def records_json(site: Site, rows: list[Row]) -> bytes:
    """All records as `records list --json` prints them, each with the address of its page and its first words."""
    base = base_url(site)
    encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
    objects = []
    for row in sorted(rows, key=lambda row: (row.record.sort_key, row.record.path)):
        data = site.as_json(row.record)
        objects.append(encode({**data, "url": base + row.entry["url"], "summary": row.entry["summary"]}))
    return ("[\n" + ",\n".join(objects) + "\n]\n").encode("ascii")


def llms(site: Site, rows: list[Row]) -> dict[str, Any]:
    """The values of `llms.txt` (llmstxt.org): the decisions in force, the undecided ones, and the newest prompts."""
    newest = list(reversed(rows))
    return {
        "root": base_url(site),
        "in_force": _lines(row.entry for row in newest if adr_status(row.record) == Status.ACCEPTED),
        "waiting": _lines(
            row.entry for row in newest if adr_status(row.record) in (Status.PROPOSED, Status.DRAFT)
        ),
        "prompts": _lines(row.entry for row in newest if isinstance(row.record, Phr) and row.record.readable)[
            :100
        ],
    }


def _lines(entries: Any) -> list[Entry]:
    return [
        {**row, "title": row["title"].replace("[", "(").replace("]", ")").replace("\n", " ")}
        for row in entries
    ]
