"""The JSON of commands that write records."""

from __future__ import annotations

from pydantic import Field

from records.model.answer import Answer


class AdoptedLog(Answer):
    """A decision log that `init` found."""

    directory: str
    files: int


class InitAnswer(Answer):
    """What `init` made and found."""

    root: str
    made: list[str]
    adopted: list[AdoptedLog]


class LinkResult(Answer):
    """A link between two records."""

    source: str
    relation: str
    target: str
    changed: list[str] = Field(description="Paths of the files that were written.")


class AmbiguousCitation(Answer):
    """A citation that could mean another record of the same number."""

    path: str
    line: int
    text: str


class RenumberAnswer(Answer):
    """A record under its new number."""

    old: str
    path: str
    changed: list[str]
    ambiguous: list[AmbiguousCitation]
    written: bool


class IndexAnswer(Answer):
    """The index page."""

    path: str
    changed: bool
    records: int


class CreatedPath(Answer):
    """The file that was created."""

    path: str
