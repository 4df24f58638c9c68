"""What a caller hands in to make a record: strict, so that a mistake is told before anything is written."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from records.errors import InvalidInput
from records.models.links import relation

_PLACEHOLDER = re.compile(r"\{\{\s*[A-Z][A-Z0-9_]*\s*\}\}")
_FEATURE = re.compile(r"[^\W_](?:[\w.+ -]*[\w+])?\Z")
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class LinkDraft(BaseModel):
    """An edge to write: a relation and any form of reference, path or address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    relation: Word
    target: Word
    words: str = ""  # the relation as the caller says it, where that is to be kept
    reverse: str = ""  # what to write on the other record, where links stand on both sides

    @field_validator("relation")
    @classmethod
    def _canonical(cls, value: str) -> str:
        return relation(value)


class Criterion(BaseModel):
    """An acceptance criterion and how it was validated."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    criterion: Word
    validated: str = ""


class Titled(BaseModel):
    """What has a title of one line, without a template's placeholder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(description="A few words that say what the record is about.")

    @field_validator("title")
    @classmethod
    def _one_line(cls, value: str) -> str:
        title = " ".join(value.split())
        if not title:
            raise ValueError("is empty")
        if _PLACEHOLDER.search(title):
            raise ValueError("is a template's placeholder")
        return "".join(char if char.isprintable() else "\ufffd" for char in title)


class PhrDraft(Titled):
    """A prompt record to be made; what is None is filled from git, the clock and the environment.

    The prompt is kept byte for byte: lone surrogates stand for bytes that are not UTF-8.
    """

    stage: Word = Field(
        description="constitution, spec, plan, tasks, red, green, refactor, explainer, misc, general"
    )
    prompt: str = Field(description="The prompt as it was given, unabridged.")
    response: str | None = Field(default=None, description="What the agent answered, in a few sentences.")
    outcome: str | None = Field(default=None, description="What changed for the user or the code.")
    feature: str | None = Field(default=None, description="The feature's name; from the branch when absent.")
    files: tuple[str, ...] | None = Field(
        default=None, description="Paths that changed; from git when absent."
    )
    since: str | None = Field(default=None, description="A revision: files are those that changed since.")
    tests: tuple[str, ...] = Field(default=(), description="Tests that were run, with their result.")
    labels: tuple[Word, ...] = ()
    links: tuple[LinkDraft, ...] = ()
    acceptance: tuple[Criterion, ...] = ()
    spec: str | None = None
    ticket: str | None = None
    pr: str | None = None
    model: str | None = None
    surface: str = "agent"
    command: str | None = None
    next_prompts: str | None = None
    reflection: str | None = None
    branch: str | None = None
    user: str | None = None
    date: str | None = None
    prompt_source: str = "cli"
    extra: dict[str, Any] = Field(default_factory=dict, description="More front matter, as text and lists.")
    template: str | None = None

    @field_validator("prompt")
    @classmethod
    def _some_prompt(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("is empty")
        return value

    @field_validator("feature")
    @classmethod
    def _folder_name(cls, value: str | None) -> str | None:
        return None if value is None else feature_name(value)


def feature_name(value: str) -> str:
    """Check the name of a feature: one folder, no way out of it.

    Raises:
        ValueError: it is empty, holds a separator or `..`, or begins with a dot.
    """
    name = value.strip()
    if not _FEATURE.match(name) or ".." in name or len(name) > 100:
        raise ValueError(
            f"{value!r} is not a folder name: letters, digits, '-', '_' and '.', no separators, no '..'"
        )
    return name


def told(error: ValidationError) -> InvalidInput:
    """All that is wrong with a draft, as one error that a person can read."""
    problems = []
    for item in error.errors():
        place = ".".join(str(part) for part in item["loc"]) or "input"
        message = item["msg"].removeprefix("Value error, ")
        missing = item["type"] == "missing"
        problems.append(f"{place} is missing" if missing else f"{place} {message}")
    return InvalidInput("; ".join(problems))
