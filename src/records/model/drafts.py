"""The input of operations that make records; a draft is checked as a whole before anything is written.

Drafts are plain dataclasses, because every recorded prompt makes one and importing a validation library takes longer
than all the rest. Pydantic reads a draft that comes as JSON: `from_json`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import records.regex as re
from records.dataclass import dataclass, field, fields
from records.errors import InvalidInput
from records.model.field_content import NAME, NO_TEXT, PATH
from records.model.link import canonical_relation
from records.patterns import PLACEHOLDER
from records.static_types import TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

T = TypeVar("T")
_FORBID_EXTRA: Any = {"extra": "forbid"}  # pydantic, of a draft that comes as JSON
_KEY = re.compile(r"[^\W\d][\w.-]*")
_LONGEST_FEATURE, _MOST_BYTES = 100, 255  # a character may take four bytes, and file systems count those
_FEATURE = re.compile(r"[^\W_](?:[\w.+ -]*[\w+])?\Z")


@dataclass(frozen=True, kw_only=True)
class LinkDraft:
    """An edge to write.

    Attributes:
        relation: canonical, or any words.
        target: any form of reference, a path or an address.
        words: the relation as the caller says it, where that is to be kept.
        reverse: what to write on the other record, where links are on both sides.

    Raises:
        InvalidInput: the relation or the target is empty.
    """

    __pydantic_config__ = _FORBID_EXTRA

    relation: str
    target: str
    words: str = ""
    reverse: str = ""

    def __post_init__(self) -> None:
        """Check the fields, and spell the relation canonically."""
        check_types(self)
        object.__setattr__(self, "relation", canonical_relation(self.relation))
        if not self.target.strip():
            raise InvalidInput("a link needs a target", "any form of reference: ADR-12, general/3, a path")


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """An acceptance criterion and how it was validated."""

    __pydantic_config__ = _FORBID_EXTRA

    criterion: str
    validated: str = ""

    def __post_init__(self) -> None:
        """Check the fields."""
        check_types(self)


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
        InvalidInput: all mistakes in one error: an empty title or prompt, a placeholder, an invalid feature.
    """

    __pydantic_config__ = _FORBID_EXTRA

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
    extra: Mapping[str, object] = field(default_factory=dict)
    template: str | None = field(default=None, metadata=NO_TEXT)

    def __post_init__(self) -> None:
        """Check every field, and report all mistakes together."""
        check_types(self)
        problems: list[str] = []
        title = _attempt(checked_title, self.title, "title", problems)
        if not self.stage.strip():
            problems.append("stage is empty")
        if not self.prompt.strip():
            problems.append("prompt is empty")
        feature = self.feature
        if feature is not None:
            feature = _attempt(feature_name, feature, "feature", problems)
        if problems:
            raise InvalidInput("; ".join(problems))
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "feature", feature)
        object.__setattr__(self, "labels", tuple(label.strip() for label in self.labels if label.strip()))


@dataclass(frozen=True, slots=True)
class PhrCompletion:
    """The parts of a prompt record that are known at the end; None leaves a part as it is.

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

    def __post_init__(self) -> None:
        """Check the fields."""
        check_types(self)


@dataclass(frozen=True, kw_only=True)
class AdrDraft:
    """A decision record to be made; what is None comes from the settings and the clock.

    Attributes:
        title: what is decided; made one line.
        status: `proposed`, `accepted`, … or a word of your own.
        template: `nygard`, `madr`, `madr-minimal`, `madr2`, `y-statement`, or a template's or file's name.
        body: Markdown from the first section after the status on.
        supersedes: references to the decisions that this one replaces.
        links: edges to other records.
        deciders: who decides.
        affects: globs of the code that the decision governs; in front matter where its form has no place.
        labels: free words; in front matter where its form has no place.
        date: `YYYY-MM-DD`.

    Raises:
        InvalidInput: an empty title or status, or a placeholder.
    """

    __pydantic_config__ = _FORBID_EXTRA

    title: str
    status: str | None = None
    template: str | None = field(default=None, metadata=NO_TEXT)
    body: str | None = None
    supersedes: tuple[str, ...] = ()
    links: tuple[LinkDraft, ...] = ()
    deciders: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    date: str | None = None

    def __post_init__(self) -> None:
        """Check every field, and report all mistakes together."""
        check_types(self)
        problems: list[str] = []
        title = _attempt(checked_title, self.title, "title", problems)
        if self.status is not None and not self.status.strip():
            problems.append("status is empty")
        if problems:
            raise InvalidInput("; ".join(problems))
        object.__setattr__(self, "title", title)


def _attempt(check: Callable[[str], str], text: str, name: str, problems: list[str]) -> str:
    """Return what *check* makes of a text; what is wrong with it is added to *problems*."""
    try:
        return check(text)
    except ValueError as error:
        problems.append(f"{name} {error}")
        return text


def checked_title(text: str) -> str:
    """Return a title as one line.

    Raises:
        ValueError: it is empty, or a template's placeholder.
    """
    title = " ".join(text.split())
    if not title:
        raise ValueError("is empty")
    if re.search(PLACEHOLDER, title):
        raise ValueError("is a template's placeholder")
    return "".join(char if char.isprintable() else "\ufffd" for char in title)


def check_types(draft: Any) -> None:
    """Check that the fields of a draft have the types that they declare; a list is taken for a tuple.

    Raises:
        InvalidInput: a field has another type; all such fields are named.
    """
    problems = []
    for item in fields(draft):
        value, declared = getattr(draft, item.name), str(item.type)
        if value is None and declared.endswith("| None"):
            continue
        problem = _type_problem(value, declared)
        if problem:
            problems.append(f"{item.name} {problem}")
        elif declared.startswith("tuple"):
            object.__setattr__(draft, item.name, tuple(value))
    if problems:
        raise InvalidInput("; ".join(problems))


def _type_problem(value: Any, declared: str) -> str:
    """Return what is wrong with a value of a declared type, or an empty string."""
    if declared.startswith("tuple"):
        element = declared.removeprefix("tuple[").partition(",")[0]
        if not isinstance(value, (list, tuple)):
            return "must be a tuple"
        sound = all(isinstance(item, _ELEMENTS[element]) for item in value)
        return "" if sound else f"must hold {_WORDS[element]}"
    if declared.startswith("Mapping"):
        sound = isinstance(value, Mapping) and all(isinstance(key, str) for key in value)
        if not sound:
            return "must be a mapping with texts as keys"
        odd = [key for key in value if not _KEY.fullmatch(key)]
        if odd:
            return f"must have plain words as keys, not {odd[0]!r}"
        return "" if _is_plain(value) else "must hold plain values: texts, numbers, lists, mappings"
    return "" if isinstance(value, str) else "must be a text"


def _is_plain(value: Any) -> bool:
    """Whether a value can be in front matter."""
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _is_plain(item) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, (str, int, float, date))


_ELEMENTS: dict[str, type] = {"str": str, "LinkDraft": LinkDraft, "Criterion": Criterion}
_WORDS = {"str": "texts", "LinkDraft": "LinkDraft objects", "Criterion": "Criterion objects"}


def feature_name(value: str) -> str:
    """Check the name of a feature: one folder, no way out of it.

    Raises:
        ValueError: it is empty, holds a separator or `..`, begins with a dot, or is longer than a name may be.
    """
    name = value.strip()
    if len(name) > _LONGEST_FEATURE or len(name.encode("utf-8", "surrogatepass")) > _MOST_BYTES:
        raise ValueError(
            f"{name[:40]!r}… is too long for a folder name: at most {_LONGEST_FEATURE} characters, {_MOST_BYTES} bytes"
        )
    if not _FEATURE.match(name) or ".." in name:
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
