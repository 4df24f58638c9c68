"""The JSON of `records org`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, RootModel

from records.model.answer import Answer


class EntryAnswer(Answer):
    """One entry of `org.toml`."""

    path: str | None = Field(description="As written; null for a URL.")
    url: str | None
    name: str = Field(description="As written, else the last part of the path or URL.")
    group: str
    visibility: Literal["public", "internal", "restricted"]
    central: bool = Field(description="Whether its accepted decisions bind other repositories.")


class EntryList(RootModel[list[EntryAnswer]]):
    """The entries that were added or removed."""


class RepositoryAnswer(Answer):
    """One repository."""

    name: str
    place: str = Field(description="The path of the clone, or the URL.")
    group: str
    visibility: Literal["public", "internal", "restricted"]
    central: bool
    state: Literal["indexed", "empty", "missing", "broken", "new"] = Field(
        description="`new`: in `org.toml`, and not indexed yet."
    )
    commit: str | None = Field(description="The commit of the default branch that was read.")
    decisions: int
    prompts: int
    unreadable: int
    last_decision: str | None = Field(description="YYYY-MM-DD.")
    problem: str


class RepositoryList(RootModel[list[RepositoryAnswer]]):
    """The repositories, by name."""


class RepositoryProblem(Answer):
    """A repository that could not be read, or not with its settings."""

    repository: str
    problem: str


class UnreadableFile(Answer):
    """A file that could not be read."""

    repository: str
    path: str
    problem: str


class IndexedAnswer(Answer):
    """What `records org index` did."""

    repositories: int
    read: int = Field(description="New ones, and those whose default branch has moved.")
    unchanged: int
    removed: list[str]
    records: int
    problems: list[RepositoryProblem]
    unreadable: list[UnreadableFile]


class FetchAnswer(Answer):
    """What came of fetching one repository."""

    repository: str
    moved: int | None = Field(description="Branches that have moved; null where there is no remote.")
    problem: str


class FetchList(RootModel[list[FetchAnswer]]):
    """The repositories that were fetched."""
