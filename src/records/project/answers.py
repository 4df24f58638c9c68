"""The JSON that describes records: `list`, `show`, `search`, `export`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from records.model.answer import Answer, RecordAnswer


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
    origin: Annotated[str, Field(description="`default`, or the file and line that state it.")]


class SettingList(RootModel[list[SettingAnswer]]):
    """Every setting, or the one that was asked for."""
