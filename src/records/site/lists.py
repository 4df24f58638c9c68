"""Build the values of the pages that list records: front page, decisions, prompts, features, months, repairs."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from records.dataclass import dataclass
from records.model.kind import Kind
from records.model.link import relation_text
from records.model.record import Adr, Phr, adr_status
from records.model.status import STATUSES, Status
from records.site.due import due_brief
from records.site.entries import entry, tone
from records.site.neighbours import feature_url
from records.text.escape import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from records.model.record import Record
    from records.site.entries import Entry
    from records.site.gather import ProjectSite
    from records.site.site import Site
    from records.trace.due.item import DueItem

RECENT = 40
_SHORT_LIST = 6
_MONTHS_SHOWN = 24
_STATES_SHOWN = 9
_ORDER = {
    name: place
    for place, name in enumerate(("proposed", "draft", "accepted", "superseded", "deprecated", "rejected"))
}


@dataclass(frozen=True, slots=True)
class Row:
    """A record and how lists show it."""

    record: Record
    entry: Entry


def rows_of(site: Site, summaries: dict[str, str]) -> list[Row]:
    """All records as rows, oldest first."""
    return [Row(record, entry(site, record, summaries.get(record.path, ""))) for record in site.documents]


def front(site: ProjectSite, rows: list[Row], items: list[DueItem]) -> dict[str, Any]:
    """The values of the front page: counts, what waits, is due or superseded, repairs, and the newest records."""
    decisions = [row for row in rows if isinstance(row.record, Adr)]
    prompts = [row for row in rows if isinstance(row.record, Phr)]
    waiting = [
        row.entry for row in reversed(decisions) if adr_status(row.record) in (Status.PROPOSED, Status.DRAFT)
    ]
    repaired_rows = repairs(site, rows)
    return {
        "root": "",
        "decisions": len(decisions),
        "prompts": len(prompts),
        "features": len({row.record.folder for row in prompts}),
        "statuses": shares(decisions, Kind.ADR),
        "stages": shares(prompts, Kind.PHR),
        "waiting": waiting[:_SHORT_LIST],
        "waiting_more": max(0, len(waiting) - _SHORT_LIST),
        **due_brief(site, items, _SHORT_LIST),
        "superseded": superseded(site, rows)[:_SHORT_LIST],
        "broken": repaired_rows["unreadable"][:_SHORT_LIST],
        "broken_count": len(repaired_rows["unreadable"]),
        "repaired_count": len(repaired_rows["repaired"]),
        "dangling_count": len(repaired_rows["dangling"]),
        "days_": by_day(reversed(rows[-RECENT:])),
        "older": max(0, len(rows) - RECENT),
        "months": chart(rows),
        "coverage": _coverage(site),
    }


def _coverage(site: ProjectSite) -> dict[str, int]:
    """How many commits have a record; empty where there is no commit."""
    recorded, commits = site.coverage() or (0, 0)
    return (
        {"recorded": recorded, "commits": commits, "width": round(recorded * 1000 / commits)}
        if commits
        else {}
    )


def shares(rows: list[Row], kind: Kind) -> list[dict[str, Any]]:
    """How many records are in each state, in the order of life, with their place on a bar of 1,000."""
    counts = Counter(row.record.shown_state or "unknown" for row in rows)
    order = _ORDER if kind is Kind.ADR else {}
    names = sorted(counts, key=lambda name: (order.get(name, 99), -counts[name], name))
    rare = names[_STATES_SHOWN:] if len(names) > _STATES_SHOWN + 1 else []
    total = sum(counts.values()) or 1
    out: list[dict[str, Any]] = []
    offset = 0.0
    for name in names[: len(names) - len(rare)]:
        width = counts[name] * 1000 / total
        out.append({
            "state": clean(name), "tone": tone(name), "count": counts[name], "kind": kind,
            "facet": "status" if kind is Kind.ADR else "stage", "x": round(offset, 2),
            "width": round(max(width - 3, 1.5), 2),
        })  # fmt: skip
        offset += width
    if rare:
        number = sum(counts[name] for name in rare)
        out.append({"state": "other", "tone": "other", "count": number, "kind": kind, "facet": "",
                    "x": round(offset, 2),
                    "width": round(max(number * 1000 / total - 3, 1.5), 2)})  # fmt: skip
    return out


def superseded(site: Site, rows: list[Row]) -> list[dict[str, Any]]:
    """The superseded decisions, the latest first."""
    pairs = []
    for row in rows:
        if not isinstance(row.record, Adr):
            continue
        newer = [
            record
            for link in site.graph.neighbours(row.record)
            if link.relation == "superseded-by" and (record := site.target(link.target)) is not None
        ]
        if newer:
            latest = max(newer, key=lambda record: (record.date or "", record.path))
            pairs.append({"old": row.entry, "new": entry(site, latest)})
    return sorted(pairs, key=lambda pair: (pair["new"]["date"], pair["new"]["ref"]), reverse=True)


def by_day(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows grouped by date, in the order given."""
    return [
        {"date": date, "entries": [row.entry for row in group]}
        for date, group in groupby(rows, key=lambda row: row.entry["date"])
    ]


def months_of(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows by month (`YYYY-MM`, `undated` for those without a date), oldest first."""
    months: dict[str, list[Row]] = {}
    for row in rows:
        months.setdefault(row.entry["date"][:7] or "undated", []).append(row)
    return months


def chart(rows: list[Row]) -> list[dict[str, Any]]:
    """How many decisions and prompts there were in each of the last months, as bars of a chart 100 high."""
    months = {name: group for name, group in months_of(rows).items() if name != "undated"}
    names = _every_month(sorted(months))[-_MONTHS_SHOWN:]
    highest = max((len(months.get(name, ())) for name in names), default=1) or 1
    bars = []
    for place, name in enumerate(names):
        group = months.get(name, [])
        decisions = sum(1 for row in group if isinstance(row.record, Adr))
        prompts = len(group) - decisions
        bars.append({
            "month": name, "url": f"time/{name}.html" if group else "", "decisions": decisions, "prompts": prompts,
            "x": place * 14, "prompts_height": round(prompts * 100 / highest, 2),
            "decisions_height": round(decisions * 100 / highest, 2),
        })  # fmt: skip
    return bars


def _every_month(names: list[str]) -> list[str]:
    if not names:
        return []
    year, month = int(names[0][:4]), int(names[0][5:7])
    out: list[str] = []
    while (name := f"{year:04d}-{month:02d}") <= names[-1] and len(out) < 1200:
        out.append(name)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return out


def month_pages(rows: list[Row]) -> dict[str, dict[str, Any]]:
    """The values of each month's page by its address, each with the way to the month before and after."""
    months = months_of(rows)
    names = sorted(name for name in months if name != "undated") + ["undated"] * ("undated" in months)
    pages = {}
    for place, name in enumerate(names):
        pages[f"time/{name}.html"] = {
            "root": "../",
            "month": name,
            "count": len(months[name]),
            "days_": by_day(reversed(months[name])),
            "before": names[place - 1] if place else "",
            "after": names[place + 1] if place + 1 < len(names) else "",
        }
    return pages


def decisions(rows: list[Row]) -> dict[str, Any]:
    """The values of the page of decisions, grouped by status: undecided, in force, no longer in force."""
    own = [row for row in rows if isinstance(row.record, Adr)]
    own.sort(key=lambda row: row.record.sort_key)
    groups: dict[str, list[Entry]] = {}
    for row in own:
        groups.setdefault(row.record.shown_state or "unknown", []).append(row.entry)
    names = sorted(groups, key=lambda name: (_ORDER.get(name, 50 if name in STATUSES else 99), name))
    return {
        "root": "",
        "count": len(own),
        "groups": [{"state": clean(name), "tone": tone(name), "entries": groups[name]} for name in names],
    }


def features(rows: list[Row]) -> list[dict[str, Any]]:
    """Every folder of prompts: its name, page, size, dates and stages; by name."""
    folders: dict[str, list[Row]] = {}
    for row in rows:
        if isinstance(row.record, Phr):
            folders.setdefault(row.record.folder, []).append(row)
    out: list[dict[str, Any]] = []
    for folder in sorted(folders):
        group = sorted(folders[folder], key=lambda row: row.record.sort_key)
        dates = sorted(row.entry["date"] for row in group if row.entry["date"])
        out.append({
            "folder": clean(folder) or "(no feature)", "url": feature_url(folder), "count": len(group),
            "first": dates[0] if dates else "", "last": dates[-1] if dates else "",
            "stages": shares(group, Kind.PHR), "entries": [row.entry for row in group],
        })  # fmt: skip
    return out


def repairs(site: Site, rows: list[Row]) -> dict[str, list[Any]]:
    """Rows of the repair page: unreadable files, files that were repaired while reading, broken links."""
    return {
        "unreadable": [
            {**row.entry, "problem": clean(row.record.problem or "")}
            for row in rows
            if not row.record.readable
        ],
        "repaired": [
            {**row.entry, "repairs": ", ".join(step.replace("-", " ") for step in row.record.repairs)}
            for row in rows
            if row.record.readable and row.record.repairs
        ],
        "dangling": [
            {
                **entry(site, dangling_link.record),
                "relation": clean(relation_text(dangling_link.link.relation)),
                "target": clean(dangling_link.link.target),
            }
            for dangling_link in site.graph.dangling
        ],
    }
