"""The card beside a record: who, when, where, with what."""

from __future__ import annotations

from posixpath import basename

import records.regex as re
from records.model.record import Adr, Phr
from records.patterns import COMMIT_ID
from records.site.entries import tone
from records.text.escape import clean
from records.text.yaml.values import is_none, text_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from records.model.record import Record
    from records.site.references import Resolver
    from records.site.site import Fact, Site, Value
    from records.trace.status_history import StatusChange

_SHA = re.compile(rf"{COMMIT_ID}$")
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


def facts(site: Site, record: Record, fields: dict[str, Any], resolver: Resolver) -> list[Fact]:
    """List a record's facts in the order of the card, without those in its head; unknown facts are left out."""
    feature = record.feature if isinstance(record, Phr) and record.feature != basename(record.folder) else ""
    authors = _authors(site, record)
    users = [_value(word(fields.get("user")))] if isinstance(record, Phr) else []
    out = [
        _fact("Feature", [_value(feature or "")]),
        _fact("Written by", [] if authors == users else authors),
    ]
    if isinstance(record, Adr):
        for label, keys in _PEOPLE:
            names = next((text_list(fields[key]) for key in keys if fields.get(key)), ())
            out.append(_fact(label, [_value(name) for name in names if not is_none(name)]))
    else:
        out += [
            _fact(label, [_value(word(fields.get(key)), code=label in ("Branch", "Command"))])
            for label, key in _PLAIN
        ]
    out += [
        _fact("Commit", _commits(site, record, fields)),
        _fact("Labels", [_value(label, facet="label") for label in record.labels], many=True),
        _fact("Files", [_file(path, resolver) for path in record.files], many=True),
        _fact(
            "Tests",
            [_file(path, resolver) for path in (record.tests if isinstance(record, Phr) else ())],
            many=True,
        ),
        _fact("Source", [_value(site.source_path(record), site.source_url(record), code=True)], many=True),
    ]
    return [fact for fact in (*out, *site.more_facts(record)) if fact[1]]


def _fact(label: str, values: list[Value], *, many: bool = False) -> Fact:
    stated_values = [value for value in values if value[0]]
    return label, stated_values[:_MANY], max(0, len(stated_values) - _MANY), many


def _value(text: str, url: str = "", *, code: bool = False, facet: str = "") -> Value:
    return clean(text), url, code, facet


def word(value: Any) -> str:
    """A field's text; empty for placeholders such as `none`."""
    return "" if not isinstance(value, str) or is_none(value) else value.strip()


def _file(text: str, resolver: Resolver) -> Value:
    return _value(text, resolver.code(text.strip("` ")), code=True)


def _authors(site: Site, record: Record) -> list[Value]:
    names = dict.fromkeys(version.commit.author for version in reversed(site.history.get(record.path, [])))
    return [_value(name) for name in names]


def _commits(site: Site, record: Record, fields: dict[str, Any]) -> list[Value]:
    """The commit that a prompt names; that of a decision which has only one (others have a history of statuses)."""
    commit_text = word(fields.get("commit")).lower()
    if isinstance(record, Adr):
        own = site.history.get(record.path, [])
        if len(own) != 1:
            return []
        commit = own[0].commit
        day = commit.day if commit.day != record.date else ""
        return [
            _value(day),
            _value(commit.id[:8], site.forge.commit(commit.id) if site.forge else "", code=True),
        ]
    if not _SHA.match(commit_text):
        return []
    return [_value(commit_text[:10], site.forge.commit(commit_text) if site.forge else "", code=True)]


def commit_of(site: Site, record: Record, fields: dict[str, Any]) -> str:
    """The commit at which a record's references are shown: its own, else that which added its file."""
    commit_text = word(fields.get("commit")).lower()
    if _SHA.match(commit_text):
        return commit_text
    versions = site.history.get(record.path)
    return versions[-1].commit.id if versions else ""


def steps(site: Site, record: Record, contents: Mapping[str, bytes]) -> list[dict[str, str]]:
    """Return the statuses that a decision went through, for the card; none where it had only one."""
    versions = site.history.get(record.path, [])
    if not isinstance(record, Adr) or len(versions) < 2:
        return []
    changes: list[StatusChange] = []
    for change in site.status_changes(record, contents):
        if change.after and not (changes and changes[-1].after == change.after):
            changes.append(change)
    return [_step(site, change) for change in changes] if len(changes) > 1 else []


def _step(site: Site, change: StatusChange) -> dict[str, str]:
    status = change.after or ""
    return {
        "state": clean(status),
        "tone": tone(status),
        "date": change.date[:10],
        "author": clean(change.author),
        "sha": change.commit[:8],
        "url": site.forge.commit(change.commit) if site.forge else "",
    }
