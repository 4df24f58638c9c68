"""Search and show the records of all repositories; what is restricted is left out by the query, not after it."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, or_, select

from records.dataclass import dataclass
from records.errors import Ambiguous, InvalidInput, NotFound
from records.model.kind import Kind
from records.model.link import Link
from records.model.record import Adr, Phr
from records.model.reference import ReferenceIndex
from records.org.database import fulltext_of
from records.org.fulltext import FACTS, RecordKey, RecordSelection
from records.org.schema import (
    DAY_BITS,
    FILES,
    LABELS,
    ORG,
    RECORDS,
    TEXTS,
    rows_of_records,
    same_record,
    storable,
)
from records.org.terms import excerpt, query_terms
from records.org.visible import count_repositories, visible_repositories
from records.project.catalog import Filter
from records.project.full_text_index import searched_parts
from records.project.query import CONDITIONS, ORG_CONDITIONS, parse_query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Row

    from records.model.record import Record
    from records.org.scope import Scope
    from records.project.query import Query

MOST = 2**63 - 1
"""A position that no record has, after all that there are."""
_COLUMNS = (RECORDS.c.repo_id, RECORDS.c.record_id, RECORDS.c.ref, RECORDS.c.data, RECORDS.c.position)
_TEXT_COLUMNS = (TEXTS.c.repo_id, TEXTS.c.record_id, TEXTS.c.content)
_FIRST_DAY = datetime.date.min.isoformat()
_REPOSITORY = ("repository", "group", "visibility")


@dataclass(frozen=True, slots=True)
class OrgHit:
    """A record that matches.

    Attributes:
        data: its JSON object, whose `ref` begins with the name of its repository.
        score: how well it fits the words; 0 where the newest come first.
        excerpt: one line around the words that match.
    """

    data: dict[str, Any]
    score: float
    excerpt: str

    def as_json(self) -> dict[str, Any]:
        """Return the hit as one JSON object."""
        return {**self.data, "score": self.score, "excerpt": self.excerpt}


@dataclass(frozen=True, slots=True)
class OrgPage:
    """A part of the records that match.

    Attributes:
        hits: in order.
        next: the position with which the next page is asked for; None at the end.
    """

    hits: tuple[OrgHit, ...]
    next: int | None

    def as_json(self) -> dict[str, Any]:
        """Return the page as one JSON object; its cursor is text, because JavaScript has no such numbers."""
        return {
            "records": [hit.as_json() for hit in self.hits],
            "next": None if self.next is None else str(self.next),
        }


def search(
    connection: Connection,
    scope: Scope,
    text: str,
    *,
    limit: int = 20,
    is_ranked: bool = True,
    before: int = MOST,
) -> OrgPage:
    """Return the records that a query describes, best or newest first; without words always newest first.

    Args:
        connection: to the index.
        scope: which repositories may be seen.
        text: see `records.project.query`.
        limit: at most so many.
        is_ranked: rank by the words: the newest records that have them, and the newest with them in their titles.
        before: newest first, go on after the record at this position.

    Raises:
        InvalidInput: the query names no such kind, or no day, or has signs alone.
    """
    query = parse_query(text, ORG_CONDITIONS)
    if text.strip() and not query.alternatives and not query.conditions:
        raise InvalidInput(f"nothing to search for in {text!r}", "give a word or two")
    return find(connection, scope, query, limit=limit, is_ranked=is_ranked, before=before)


def find(
    connection: Connection, scope: Scope, query: Query, *, limit: int, is_ranked: bool = False, before: int = MOST
) -> OrgPage:  # fmt: skip
    """Return the records that a parsed query describes; arguments as `search`."""
    visible = visible_repositories(connection, scope, query)
    words = query_terms(query)
    if not visible or (query.alternatives and not words.alternatives):
        return OrgPage((), None)
    is_everywhere = len(visible) == count_repositories(connection)
    selection = _selection(query, words, sorted(visible), before, is_everywhere=is_everywhere)
    if not words.alternatives:
        rows = _listed(connection, selection, limit + 1)
        listed_hits = (OrgHit(_data(row, visible), 0.0, "") for row in rows[:limit] if row.repo_id in visible)
        return OrgPage(tuple(listed_hits), _next_position(rows, limit))
    fulltext = fulltext_of(connection)
    if not is_ranked:
        found_keys = fulltext.newest(connection, selection, limit=limit + 1)
        hits = _hits(connection, visible, found_keys[:limit], words, {})
        return OrgPage(hits, _next_position(found_keys, limit))
    best = fulltext.best(connection, selection, limit=limit)
    return OrgPage(_hits(connection, visible, list(best), words, best), None)


def _next_position(page: Sequence[Row[Any] | RecordKey], limit: int) -> int | None:
    """Where the page after one begins, of which one record more than fits was read; None at the end."""
    return page[limit - 1].position if len(page) > limit else None


def _hits(
    connection: Connection,
    visible: dict[int, Row[Any]],
    keys: list[RecordKey],
    query: Query,
    scores: dict[RecordKey, float],
) -> tuple[OrgHit, ...]:
    """The records that were found, with excerpts; without those that another run of the index has changed since."""
    seen_keys = [key for key in keys if key.repo_id in visible]
    names = [(key.repo_id, key.record_id) for key in seen_keys]
    rows = {
        RecordKey(row.repo_id, row.record_id, row.position): row
        for row in rows_of_records(connection, _COLUMNS, names)
    }
    # a join would take PostgreSQL longer to plan
    contents: dict[tuple[int, int], str] = {
        (row.repo_id, row.record_id): row.content for row in rows_of_records(connection, _TEXT_COLUMNS, names)
    }
    return tuple(
        OrgHit(
            data := _data(row, visible),
            scores.get(key, 0.0),
            _excerpt(contents.get(key[:2], ""), data["title"], query),
        )
        for key in seen_keys
        if (row := rows.get(key))
    )


def _excerpt(content: str, title: str, query: Query) -> str:
    if not content:
        return ""
    front, body = searched_parts(content)
    return excerpt(body, front, title, query)


def _selection(
    query: Query, words: Query, repo_ids: list[int], before: int, *, is_everywhere: bool
) -> RecordSelection:
    """Which records meet the conditions of a query and have its terms (*words*)."""
    own: dict[str, Any] = {
        name: storable(value) for name, value in query.conditions.items() if name in CONDITIONS
    }
    filters = Filter(**own)
    facts = {name: filters.words[name] for name in FACTS if name in filters.words}
    after = _position_of_day(filters.since or _FIRST_DAY) if filters.since or filters.until else 0
    if filters.until:
        before = min(before, _position_of_day(filters.until) + (1 << DAY_BITS))
    return RecordSelection(words, repo_ids, is_everywhere, after, before, facts, _conditions(filters))


def _position_of_day(day: str) -> int:
    """The first position of a day.

    Raises:
        InvalidInput: there is no such day.
    """
    try:
        return datetime.date.fromisoformat(day).toordinal() << DAY_BITS
    except ValueError:
        raise InvalidInput(
            f"{day!r} is not a day like 2026-01-31", "no such day is in the calendar"
        ) from None


def _listed(connection: Connection, selection: RecordSelection, limit: int) -> list[Row[Any]]:
    """The newest records, whatever their words."""
    records = RECORDS.c
    statement = select(*_COLUMNS).where(
        records.org_id == ORG,
        *selection.of_repositories(connection, records.repo_id),
        *selection.all_conditions,
    )
    if selection.before < MOST:
        statement = statement.where(records.position < selection.before)
    if selection.after:
        statement = statement.where(records.position >= selection.after)
    return list(connection.execute(statement.order_by(records.position.desc()).limit(limit)))


def _conditions(filters: Filter) -> list[ColumnElement[bool]]:
    """The conditions of a filter that are neither facts nor days, as the database checks them."""
    records, words = RECORDS.c, filters.words
    conditions: list[ColumnElement[bool]] = []
    if "feature" in words:
        names = sorted(words["feature"])
        inner = [records.folder.endswith(f"/{name}", autoescape=True) for name in names]
        conditions.append(
            and_(
                records.kind == Kind.PHR.value,
                or_(records.feature.in_(names), records.folder.in_(names), *inner),
            )
        )
    if "label" in words:
        conditions.append(_has(LABELS, LABELS.c.label.in_(sorted(words["label"]))))
    if filters.file:
        path = filters.place
        conditions.append(
            _has(FILES, or_(FILES.c.path == path, FILES.c.path.startswith(f"{path}/", autoescape=True)))
        )
    return conditions


def _has(table: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a record has a row in a table that meets a condition."""
    return exists(select(table.c.position).where(same_record(table, RECORDS), condition))


def _data(row: Row[Any], visible: dict[int, Row[Any]]) -> dict[str, Any]:
    """The JSON object of a record with the facts of its repository."""
    repository = visible[row.repo_id]
    facts = dict(
        zip(_REPOSITORY, (repository.name, repository.group_name, repository.visibility), strict=True)
    )
    return {**facts, **json.loads(row.data), "ref": f"{repository.name}/{row.ref}"}


def show(connection: Connection, scope: Scope, ref: str) -> dict[str, Any]:
    """Return one record with its text, as a JSON object.

    Args:
        connection: to the index.
        scope: other repositories do not exist.
        ref: `REPOSITORY/REF`, where REF is as for `records show`; without a repository it has to mean one record.

    Raises:
        NotFound: no record is called so.
        Ambiguous: several are.
    """
    visible = visible_repositories(connection, scope)
    matches = [
        (repo_id, key)
        for repo_id, rest in _readings(visible, ref)
        for key in _matching(connection, repo_id, rest)
    ]
    if not matches:
        raise NotFound(f"no record matches {ref!r}", "records org search lists them as REPOSITORY/REF")
    if len(matches) > 1:
        names = [f"{visible[repo_id].name}/{name}" for repo_id, (_, name) in matches[:12]]
        raise Ambiguous(f"{ref!r} means several records", names)
    repo_id, (record_id, _) = matches[0]
    statement = select(RECORDS.c.repo_id, RECORDS.c.ref, RECORDS.c.data, TEXTS.c.content).join(
        TEXTS, same_record(TEXTS, RECORDS)
    )
    own = (RECORDS.c.org_id == ORG, RECORDS.c.repo_id == repo_id, RECORDS.c.record_id == record_id)
    rows: list[Row[Any]] = list(connection.execute(statement.where(*own)))
    if not rows:  # removed since it was named
        raise NotFound(f"no record matches {ref!r}")
    return {**_data(rows[0], visible), "commit": visible[repo_id].commit_id, "body": rows[0].content}


def _readings(visible: dict[int, Row[Any]], ref: str) -> list[tuple[int, str]]:
    """The repositories that a reference may mean, each with the rest: those that it begins with, else all."""
    named_repositories = [
        (key, row.name)
        for key, row in visible.items()
        if ref.casefold().startswith(f"{row.name.casefold()}/")
    ]
    if named_repositories:
        longest = max(len(name) for _, name in named_repositories)
        return [(key, ref[len(name) + 1 :]) for key, name in named_repositories if len(name) == longest]
    return [(key, ref) for key, _ in sorted(visible.items(), key=lambda item: item[1].name)]


def _matching(connection: Connection, repo_id: int, ref: str) -> list[tuple[int, str]]:
    """The number and name of each record of a repository that a reference means."""
    records = RECORDS.c
    own = (records.org_id == ORG, records.repo_id == repo_id)
    exact = connection.execute(
        select(records.record_id, records.ref).where(*own, records.ref == storable(ref))
    ).all()
    if len(exact) == 1:
        return [(exact[0].record_id, exact[0].ref)]
    by_path: dict[str, tuple[int, str]] = {}
    candidates = []
    for row in connection.execute(select(records.record_id, records.data, records.folder).where(*own)):
        record = record_of(json.loads(row.data), row.folder)
        by_path[record.path] = (row.record_id, record.ref)
        candidates.append(record)
    return [by_path[record.path] for record in ReferenceIndex(candidates).matches(ref, None)]


def record_of(data: dict[str, Any], folder: str) -> Record:
    """Return a record as the index has it; its links include those that others state."""
    values: dict[str, Any] = {
        **{name: data[name] for name in ("path", "stem", "number", "id", "title", "date", "readable")},
        **{name: tuple(data[name]) for name in ("labels", "files", "repairs")},
        "links": tuple(Link(link["relation"], link["target"]) for link in (*data["links"], *data["backlinks"])),
        "folder": folder, "problem": data.get("problem"),
    }  # fmt: skip
    if data["kind"] == Kind.PHR:
        return Phr(**values, stage=data["stage"], feature=data["feature"], tests=tuple(data["tests"]))
    return Adr(**values, status=data["status"], affects=tuple(data["affects"]))
