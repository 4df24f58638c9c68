"""The JSON of `records org`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel
from typing_extensions import TypedDict

from records.model.answer import Answer, RecordAnswer
from records.model.severity import Severity


class EntryAnswer(Answer):
    """One entry of `org.toml`."""

    path: Annotated[str | None, Field(description="As written; null for a URL.")]
    url: str | None
    name: Annotated[str, Field(description="As written, else the last part of the path or URL.")]
    group: str
    visibility: Literal["public", "internal", "restricted"]
    central: Annotated[bool, Field(description="Whether its accepted decisions bind other repositories.")]


class EntryList(RootModel[list[EntryAnswer]]):
    """The entries that were added or removed."""


class RepositoryAnswer(Answer):
    """One repository."""

    name: str
    place: Annotated[
        str, Field(description="The path of the clone, which the service does not tell, or the URL.")
    ]
    group: str
    visibility: Literal["public", "internal", "restricted"]
    central: bool
    state: Annotated[
        Literal["indexed", "empty", "missing", "broken", "new"],
        Field(description="`new`: in `org.toml`, and not indexed yet."),
    ]
    commit: Annotated[str | None, Field(description="The commit of the default branch that was read.")]
    decisions: int
    prompts: int
    unreadable: int
    last_decision: Annotated[str | None, Field(description="YYYY-MM-DD.")]
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
    read: Annotated[int, Field(description="New ones, and those whose default branch has moved.")]
    unchanged: int
    removed: list[str]
    records: int
    problems: list[RepositoryProblem]
    unreadable: list[UnreadableFile]


class FetchAnswer(Answer):
    """What came of fetching one repository."""

    repository: str
    moved: Annotated[
        int | None, Field(description="Branches that have moved; null where there is no remote.")
    ]
    problem: str


class FetchList(RootModel[list[FetchAnswer]]):
    """The repositories that were fetched."""


class OrgRecord(RecordAnswer):
    """One record of a repository; its `ref` begins with the name of that, its `path` is in that."""

    repository: str
    group: str
    visibility: Literal["public", "internal", "restricted"]


class OrgHitAnswer(OrgRecord):
    """One record that matches a search."""

    score: Annotated[float, Field(description="0 where no words were searched for.")]
    excerpt: str


class OrgSearchResult(RootModel[list[OrgHitAnswer]]):
    """The matching records: best first, without words newest first."""


class OrgRecordDetail(OrgRecord):
    """One record with its text."""

    commit: Annotated[str, Field(description="The commit of the repository that was read.")]
    body: str


_Ages = TypedDict("_Ages", {"under-1-year": int, "1-to-3-years": int, "over-3-years": int})


class AgeCounts(Answer, _Ages):
    """The decisions in force by age."""

    undated: int


class FiguresAnswer(Answer):
    """What was counted of a repository, a group or all."""

    name: str
    repositories: int
    decisions: Annotated[dict[str, int], Field(description="By status; `none` without one.")]
    ages: AgeCounts
    prompts: int
    unreadable: int
    commits: Annotated[int, Field(description="The newest ones of the default branches, merges left out.")]
    agent_commits: int
    recorded: Annotated[int, Field(description="Commits of agents with a prompt record.")]
    last_decision: str | None


class OrgStats(Answer):
    """The figures of each repository, each group and all."""

    repositories: list[FiguresAnswer]
    groups: list[FiguresAnswer]
    total: FiguresAnswer


class OrgFindingAnswer(Answer):
    """Something that is wrong across repositories."""

    rule: Literal["broken-repository", "no-records", "same-decision", "contradiction", "dead-link", "behind"]
    severity: Annotated[Severity, Field(strict=False)]
    repository: str
    ref: str | None
    path: str | None
    message: str


class OrgCheckResult(RootModel[list[OrgFindingAnswer]]):
    """What is wrong across repositories, errors first."""
