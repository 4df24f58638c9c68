"""The JSON of commands that write records."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from records.model.answer import Answer
from records.model.kind import Kind


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
    changed: Annotated[list[str], Field(description="Paths of the files that were written.")]


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


class TemplateAnswer(Answer):
    """A template of new records."""

    name: str
    kind: Annotated[Kind, Field(strict=False)]
    origin: Annotated[str, Field(description="`packaged`, or the path of the project's own.")]


class TemplateList(RootModel[list[TemplateAnswer]]):
    """The templates of a project."""
