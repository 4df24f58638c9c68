"""The card beside a record: who, when, where, with what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from records.markdown.values import is_none, text_list
from records.services.site.entries import clean, tone

if TYPE_CHECKING:
    from records.models.record import Record
    from records.services.site.gather import Site
    from records.services.site.references import Resolver

_SHA = re.compile(r"[0-9a-f]{7,40}$")
_PEOPLE = (
    ("Decided by", ("decision-makers", "deciders", "decision_makers", "authors", "author")),
    ("Consulted", ("consulted",)),
    ("Informed", ("informed",)),
)
_PLAIN = (
    ("Model", "model"),
    ("Surface", "surface"),
    ("Branch", "branch"),
    ("Command", "command"),
    ("Asked by", "user"),
)
_MANY = 40

Value = dict[str, Any]
Fact = dict[str, Any]


def facts(site: Site, record: Record, fields: dict[str, Any], resolver: Resolver) -> list[Fact]:
    """What is known about a record, as (label, values), in the order of the card; unknown facts are left out."""
    out = [
        _fact("Date", [_value(record.date or "")]),
        _fact("Feature", [_value(record.feature or "") if record.kind == "phr" else _value("")]),
        _fact("Written by", _authors(site, record)),
    ]
    if record.kind == "adr":
        for label, keys in _PEOPLE:
            names = next((text_list(fields[key]) for key in keys if fields.get(key)), ())
            out.append(_fact(label, [_value(name) for name in names if not is_none(name)]))
    else:
        out += [
            _fact(label, [_value(_word(fields.get(key)), code=label in ("Branch", "Command"))])
            for label, key in _PLAIN
        ]
    out += [
        _fact("Commit", _commits(site, record, fields)),
        _fact("Labels", [_value(label, facet="label") for label in record.labels]),
        _fact("Files", [_file(path, resolver) for path in record.files], many=True),
        _fact("Tests", [_file(path, resolver) for path in record.tests], many=True),
        _fact("Source", [_value(record.path, site.source_url(record), code=True)]),
    ]
    return [fact for fact in out if fact["values"]]


def _fact(label: str, values: list[Value], *, many: bool = False) -> Fact:
    kept = [value for value in values if value["text"]]
    return {"label": label, "values": kept[:_MANY], "more": max(0, len(kept) - _MANY), "many": many}


def _value(text: str, url: str = "", *, code: bool = False, facet: str = "") -> Value:
    return {"text": clean(text), "url": url, "code": code, "facet": facet}


def _word(value: Any) -> str:
    return "" if not isinstance(value, str) or is_none(value) else value.strip()


def _file(text: str, resolver: Resolver) -> Value:
    return _value(text, resolver.code(text.strip("` ")), code=True)


def _authors(site: Site, record: Record) -> list[Value]:
    names = dict.fromkeys(commit.author for commit in reversed(site.history.get(record.path, [])))
    return [_value(name) for name in names]


def _commits(site: Site, record: Record, fields: dict[str, Any]) -> list[Value]:
    written = _word(fields.get("commit")).lower()
    if record.kind == "adr" or not _SHA.match(written):
        return []
    return [_value(written[:10], site.forge.commit(written) if site.forge else "", code=True)]


def commit_of(site: Site, record: Record, fields: dict[str, Any]) -> str:
    """The commit at which a record's references are shown: its own, else that which added its file."""
    written = _word(fields.get("commit")).lower()
    if _SHA.match(written):
        return written
    commits = site.history.get(record.path)
    return commits[-1].sha if commits else ""


def steps(site: Site, history: list[tuple[str, Any]]) -> list[dict[str, str]]:
    """The statuses that a decision went through, for the card."""
    return [
        {
            "state": clean(status),
            "tone": tone(status),
            "date": commit.day,
            "author": clean(commit.author),
            "sha": commit.sha[:8],
            "url": site.forge.commit(commit.sha) if site.forge else "",
        }
        for status, commit in history
    ]
