"""What a caller hands in to make a record: checked whole, so that every mistake is told before anything is written.

Plain dataclasses, because making one is on the way of every recorded prompt and importing a validation library
takes longer than all the rest. Where a draft comes as JSON from elsewhere, pydantic reads it: `from_json`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from records.errors import InvalidInput
from records.model.link import canonical_relation
from records.secrets.redactor import NAME, NO_TEXT, PATH

T = TypeVar("T")
NOTHING_MORE: Any = {"extra": "forbid"}  # pydantic, of a draft that comes as JSON
_PLACEHOLDER = re.compile(r"\{\{\s*[A-Z][A-Z0-9_]*\s*\}\}")
_FEATURE = re.compile(r"[^\W_](?:[\w.+ -]*[\w+])?\Z")


@dataclass(frozen=True, kw_only=True)
class LinkDraft:
    """An edge to write.

    Attributes:
        relation: canonical, or any words.
        target: any form of reference, a path or an address.
        words: the relation as the caller says it, where that is to be kept.
        reverse: what to write on the other record, where links stand on both sides.

    Raises:
        InvalidInput: the relation or the target is empty.
    """

    __pydantic_config__ = NOTHING_MORE

    relation: str
    target: str
    words: str = ""
    reverse: str = ""

    def __post_init__(self) -> None:
        """Spell the relation canonically."""
        object.__setattr__(self, "relation", canonical_relation(self.relation))
        if not self.target.strip():
            raise InvalidInput("a link needs a target", "any form of reference: ADR-12, general/3, a path")


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """An acceptance criterion and how it was validated."""

    __pydantic_config__ = NOTHING_MORE

    criterion: str
    validated: str = ""


@dataclass(frozen=True, kw_only=True)
class PhrDraft:
    """A prompt record to be made; what is None is filled from git, the clock and the environment.

    Attributes:
        title: a few words that say what the record is about; made one line.
        stage: constitution, spec, plan, tasks, red, green, refactor, explainer, misc or general.
        prompt: as it was given, unabridged, kept byte for byte (lone surrogates stand for bytes that are not UTF-8).
        response: what was answered, in a few sentences.
        outcome: what changed for the user or the code.
        feature: the feature's name; from the environment or the branch when None.
        files: paths that changed; from git when None.
        since: a revision: files are those that changed since.
        tests: tests that were run, with their result.
        labels: free words.
        links: edges to other records.
        acceptance: criteria and how they were validated.
        spec: the specification that it belongs to.
        ticket: the ticket that it belongs to.
        pr: the pull request that it belongs to.
        model: the model that answered.
        surface: where the prompt was given.
        command: the slash command, if the prompt was one.
        next_prompts: what to ask next.
        reflection: what was learnt.
        branch: from git when None.
        user: from git when None.
        date: `YYYY-MM-DD`; from the clock when None.
        prompt_source: how the prompt came here: cli, file, stdin, editor, hook, agent …
        extra: more front matter, for templates of your own.
        template: another template than the kind's.

    Raises:
        InvalidInput: every mistake at once: an empty title or prompt, a placeholder, a feature that is no folder name.
    """

    __pydantic_config__ = NOTHING_MORE

    title: str
    stage: str
    prompt: str
    response: str | None = None
    outcome: str | None = None
    feature: str | None = field(default=None, metadata=NAME)
    files: tuple[str, ...] | None = field(default=None, metadata=PATH)
    since: str | None = field(default=None, metadata=NO_TEXT)
    tests: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
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
    extra: Mapping[str, Any] = field(default_factory=dict)
    template: str | None = field(default=None, metadata=NO_TEXT)

    def __post_init__(self) -> None:
        """Check everything, and tell all that is wrong at once."""
        check_types(self)
        problems: list[str] = []
        title = checked_title(self.title, problems)
        if not self.stage.strip():
            problems.append("stage is empty")
        if not self.prompt.strip():
            problems.append("prompt is empty")
        feature = self.feature
        if feature is not None:
            try:
                feature = feature_name(feature)
            except ValueError as error:
                problems.append(f"feature {error}")
        if problems:
            raise InvalidInput("; ".join(problems))
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "feature", feature)
        object.__setattr__(self, "labels", tuple(label.strip() for label in self.labels if label.strip()))


def checked_title(text: str, problems: list[str]) -> str:
    """A title of one line; what is wrong with it is added to *problems*."""
    title = " ".join(text.split())
    if not title:
        problems.append("title is empty")
    elif _PLACEHOLDER.search(title):
        problems.append("title is a template's placeholder")
    return "".join(char if char.isprintable() else "\ufffd" for char in title)


def check_types(draft: Any) -> None:
    """Hold a draft's fields to what they promise; a list is taken for the tuple that it should have been.

    Raises:
        InvalidInput: a field is of another type; all of them are named.
    """
    wrong = []
    for item in fields(draft):
        value, kind = getattr(draft, item.name), str(item.type)
        if value is None and "None" in kind:
            continue
        if kind.startswith("tuple") and isinstance(value, (list, tuple)):
            object.__setattr__(draft, item.name, tuple(value))
            if "str" in kind and not all(isinstance(one, str) for one in value):
                wrong.append(f"{item.name} must hold texts")
        elif kind.startswith("tuple"):
            wrong.append(f"{item.name} must be a tuple")
        elif kind.startswith("str") and not isinstance(value, str):
            wrong.append(f"{item.name} must be a text")
    if wrong:
        raise InvalidInput("; ".join(wrong))


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


def from_json(kind: type[T], data: Any) -> T:
    """Make a draft of what a program sent as JSON; unknown keys and wrong types are refused.

    Raises:
        InvalidInput: all that is wrong, each with its place.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, item['loc'])) or 'input'}: {item['msg']}" for item in error.errors()]
        raise InvalidInput("; ".join(problems)) from error


@dataclass(frozen=True, slots=True)
class PhrCompletion:
    """What is known at the end; None leaves a part as it is.

    Attributes:
        response: what was answered, in a few sentences.
        outcome: what changed for the user or the code.
        tests: tests that were run, with their result.
        files: paths that changed; from git, since the record's own commit, when None.
        next_prompts: what to ask next.
        reflection: what was learnt.
    """

    response: str | None = None
    outcome: str | None = None
    tests: tuple[str, ...] = ()
    files: tuple[str, ...] | None = field(default=None, metadata=PATH)
    next_prompts: str | None = None
    reflection: str | None = None
