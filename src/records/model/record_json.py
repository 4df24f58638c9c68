"""The types of records as JSON objects, for type checkers; the same keys as the models in `project/answers.py`."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class LinkJson(TypedDict):
    """A link: the relation, and the target as an identity or as written."""

    relation: str
    target: str


class RecordJson(TypedDict):
    """A record; a value that only the other kind has is null or empty."""

    kind: str
    ref: str
    stem: str
    path: str
    number: int | None
    id: str | None
    title: str
    date: str | None
    stage: str | None
    feature: str | None
    status: str | None
    labels: list[str]
    files: list[str]
    tests: list[str]
    affects: list[str]
    links: list[LinkJson]
    backlinks: list[LinkJson]
    readable: bool
    repairs: list[str]
    problem: NotRequired[str | None]
    body: NotRequired[str]
    fields: NotRequired[dict[str, object]]
    prompt: NotRequired[str | None]
    response: NotRequired[str | None]
    outcome: NotRequired[str | None]
