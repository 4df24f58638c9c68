"""The JSON that describes records: `list`, `show`, `search`, `export`."""

from __future__ import annotations

from typing import Any

from pydantic import Field, RootModel

from records.model.answer import Answer, LinkAnswer
from records.model.kind import Kind


class RecordAnswer(Answer):
    """One record. Both kinds have the same members; a member that only the other kind has is null or empty."""

    kind: Kind = Field(strict=False)
    ref: str = Field(description="The short name: `general/0003`, `ADR-0012`.")
    stem: str = Field(description="The file's name without its extension.")
    path: str = Field(description="POSIX, relative to the root.")
    number: int | None
    id: str | None = Field(description="The number as written.")
    title: str
    date: str | None = Field(description="YYYY-MM-DD.")
    stage: str | None = Field(description="Of a prompt.")
    feature: str | None = Field(description="Of a prompt.")
    status: str | None = Field(description="Of a decision.")
    labels: list[str]
    files: list[str]
    tests: list[str]
    affects: list[str] = Field(description="Globs of the code that a decision governs.")
    links: list[LinkAnswer]
    backlinks: list[LinkAnswer] = Field(description="Derived from the links of other records.")
    readable: bool
    repairs: list[str] = Field(description="The steps that were needed to read a malformed file.")
    problem: str | None = Field(default=None, description="Why the file cannot be read; absent where it can.")


class StatusChangeAnswer(Answer):
    """A change of a record's status or stage."""

    before: str | None = Field(alias="from")
    after: str | None = Field(alias="to")
    commit: str
    author: str
    date: str
    subject: str
    path: str


class RecordDetail(RecordAnswer):
    """One record with its text and parts."""

    body: str
    fields: dict[str, Any] = Field(description="The front matter.")
    prompt: str | None = Field(default=None, description="Of a prompt record: the prompt, byte for byte.")
    response: str | None = None
    outcome: str | None = None
    history: list[StatusChangeAnswer] | None = Field(default=None, description="With `--history`.")


class SearchHit(RecordAnswer):
    """One record that matches a search."""

    score: float
    excerpt: str


class RecordList(RootModel[list[RecordAnswer]]):
    """The records, sorted by kind, folder, number and stem."""


class SearchResult(RootModel[list[SearchHit]]):
    """The matching records, best first."""


class PathList(RootModel[list[str]]):
    """Paths of files."""


class SettingAnswer(Answer):
    """One setting."""

    key: str
    value: bool | str | list[str] | dict[str, str]
    origin: str = Field(description="`default`, or the file and line that state it.")


class SettingList(RootModel[list[SettingAnswer]]):
    """Every setting, or the one that was asked for."""
