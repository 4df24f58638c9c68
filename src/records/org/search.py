"""Search and show the records of all repositories; what is restricted is left out by the query, not after it."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, false, or_, select

from records.dataclass import dataclass
from records.errors import Ambiguous, NotFound
from records.model.kind import Kind
from records.model.link import Link
from records.model.record import Adr, Phr
from records.model.reference import ReferenceIndex
from records.org.database import fulltext_of, open_database
from records.org.schema import FILES, LABELS, ORG, RECORDS, REPOSITORIES, TEXTS
from records.project.catalog import Filter
from records.project.query import ORG_CONDITIONS, parse_query

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row, Select

    from records.model.record import Record
    from records.org.config import OrgConfig
    from records.project.query import Query

RESTRICTED = "restricted"
_REPOSITORY = ("repository", "group", "visibility")


@dataclass(frozen=True, slots=True)
class OrgHit:
    """A record that matches.

    Attributes:
        data: its JSON object, whose `ref` begins with the name of its repository.
        score: BM25; 0 where no words were searched for.
        excerpt: one line around the words that match.
    """

    data: dict[str, Any]
    score: float
    excerpt: str

    def as_json(self) -> dict[str, Any]:
        """Return the hit as one JSON object."""
        return {**self.data, "score": self.score, "excerpt": self.excerpt}


def search(config: OrgConfig, text: str, *, limit: int = 20, public_only: bool = False) -> list[OrgHit]:
    """Return the records that a query describes: best first, and newest first where it has no words.

    Args:
        config: where the index is.
        text: see `records.project.query`.
        limit: at most so many.
        public_only: leave restricted repositories out.

    Raises:
        NotFound: there is no index.
        InvalidInput: the query names no such kind, or no day.
    """
    query = parse_query(text, ORG_CONDITIONS)
    with open_database(config.folder) as engine, engine.connect() as connection:
        visible = visible_repositories(connection, query, public_only=public_only)
        if not query.alternatives:
            rows = connection.execute(_listing(visible, query).limit(limit)).all()
            return [OrgHit(_data(row, visible), 0.0, "") for row in rows]
        fulltext = fulltext_of(connection)
        matches = fulltext.matches(query)
        statement = _listing(visible, query).join(
            matches,
            and_(*(matches.c[name] == RECORDS.c[name] for name in ("org_id", "repo_id", "record_id"))),
        )
        ranking = statement.add_columns(matches.c.score, matches.c.row_number).order_by(None)
        order = (matches.c.score.desc(), RECORDS.c.repo_id, RECORDS.c.record_id)
        rows = connection.execute(ranking.order_by(*order).limit(limit)).all()
        excerpts = fulltext.excerpts(connection, query, [row.row_number for row in rows])
        return [OrgHit(_data(row, visible), round(row.score, 4), excerpts[row.row_number]) for row in rows]


def visible_repositories(
    connection: Connection, query: Query | None = None, *, public_only: bool
) -> dict[int, Row[Any]]:
    """Return the repositories that may be shown, those alone that a query names, by their keys."""
    statement = select(REPOSITORIES).where(REPOSITORIES.c.org_id == ORG)
    if public_only:
        statement = statement.where(REPOSITORIES.c.visibility != RESTRICTED)
    rows = {row.repo_id: row for row in connection.execute(statement)}
    for name, column in (("repo", "name"), ("group", "group_name")):
        if patterns := query.conditions.get(name) if query else None:
            rows = {key: row for key, row in rows.items() if _fits(getattr(row, column), patterns)}
    return rows


def _fits(name: str, patterns: str) -> bool:
    return any(fnmatchcase(name.casefold(), pattern.strip().casefold()) for pattern in patterns.split(","))


def _listing(visible: dict[int, Row[Any]], query: Query) -> Select[Any]:
    """Select the records of some repositories that meet the conditions of a query, newest first."""
    records = RECORDS.c
    own = {name: value for name, value in query.conditions.items() if name not in ("repo", "group")}
    return (
        select(records.repo_id, records.record_id, records.ref, records.data)
        .where(
            records.org_id == ORG,
            records.repo_id.in_(sorted(visible)) if visible else false(),
            *_conditions(own),
        )
        .order_by(records.date.desc(), records.repo_id, records.record_id)
    )


def _conditions(values: dict[str, str]) -> list[ColumnElement[bool]]:
    """The conditions of `Filter` as the database checks them."""
    arguments: dict[str, Any] = {**values}
    filters, records = Filter(**arguments), RECORDS.c
    words = filters.words
    conditions: list[ColumnElement[bool]] = []
    for name, column in (("kind", records.kind), ("status", records.status), ("stage", records.stage)):
        if name in words:
            conditions.append(column.in_(sorted(words[name])))
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
    if filters.since:
        conditions.append(records.date >= filters.since)
    if filters.until:
        conditions.append(and_(records.date != "", records.date <= filters.until))
    if filters.file:
        path = filters.place
        conditions.append(
            _has(FILES, or_(FILES.c.path == path, FILES.c.path.startswith(f"{path}/", autoescape=True)))
        )
    return conditions


def _has(table: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a record has a row in a table that meets a condition."""
    keys = (table.c[name] == RECORDS.c[name] for name in ("org_id", "repo_id", "record_id"))
    return exists(select(table.c.position).where(*keys, condition))


def _data(row: Row[Any], visible: dict[int, Row[Any]]) -> dict[str, Any]:
    """The JSON object of a record with the facts of its repository."""
    repository = visible[row.repo_id]
    facts = dict(
        zip(_REPOSITORY, (repository.name, repository.group_name, repository.visibility), strict=True)
    )
    return {**facts, **json.loads(row.data), "ref": f"{repository.name}/{row.ref}"}


def show(config: OrgConfig, ref: str, *, public_only: bool = False) -> dict[str, Any]:
    """Return one record with its text, as a JSON object.

    Args:
        config: where the index is.
        ref: `REPOSITORY/REF`, where REF is as for `records show`; without a repository it has to mean one record.
        public_only: restricted repositories do not exist.

    Raises:
        NotFound: no record is called so.
        Ambiguous: several are.
    """
    with open_database(config.folder) as engine, engine.connect() as connection:
        visible = visible_repositories(connection, public_only=public_only)
        matches = [
            (repo_id, record)
            for repo_id, rest in _readings(visible, ref)
            for record in _matching(connection, repo_id, rest)
        ]
        if not matches:
            raise NotFound(f"no record matches {ref!r}", "records org search lists them as REPOSITORY/REF")
        if len(matches) > 1:
            names = [f"{visible[repo_id].name}/{record.ref}" for repo_id, record in matches[:12]]
            raise Ambiguous(f"{ref!r} means several records", names)
        repo_id, record = matches[0]
        own = (RECORDS.c.org_id == ORG, RECORDS.c.repo_id == repo_id, RECORDS.c.path == record.path)
        keys = (TEXTS.c.repo_id == RECORDS.c.repo_id) & (TEXTS.c.record_id == RECORDS.c.record_id)
        statement = select(RECORDS.c.repo_id, RECORDS.c.ref, RECORDS.c.data, TEXTS.c.content)
        found_rows: list[Row[Any]] = list(
            connection.execute(statement.join(TEXTS, keys & (TEXTS.c.org_id == ORG)).where(*own))
        )
        row = found_rows[0]
        return {**_data(row, visible), "commit": visible[repo_id].commit_id, "body": row.content}


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


def _matching(connection: Connection, repo_id: int, ref: str) -> list[Record]:
    """The records of a repository that a reference means."""
    statement = select(RECORDS.c.data, RECORDS.c.folder).where(
        RECORDS.c.org_id == ORG, RECORDS.c.repo_id == repo_id
    )
    records = [record_of(json.loads(row.data), row.folder) for row in connection.execute(statement)]
    return list(ReferenceIndex(records).matches(ref, None))


def record_of(data: dict[str, Any], folder: str) -> Record:
    """Return a record as far as references and links need it."""
    links = tuple(Link(link["relation"], link["target"]) for link in (*data["links"], *data["backlinks"]))
    values = (data["path"], folder, data["stem"], data["number"], data["id"], data["title"])
    return Phr(*values, links=links) if data["kind"] == Kind.PHR else Adr(*values, links=links)
