"""Every field of what is written is redacted, unless it declares that it holds no free text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from records.agents.hook_event import HookEvent
from records.capture.redact_turn import clean_event, clean_turn
from records.errors import InvalidInput
from records.history.work_context import WorkContext
from records.model.drafts import AdrDraft, Criterion, LinkDraft, PhrCompletion, PhrDraft
from records.model.field_content import NAME, NO_TEXT, PATH
from records.model.turn import RanTests, Turn, Utterance
from records.secrets.redactor import Redactor, map_texts

CANARY = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
REDACTOR = Redactor.create(b"k" * 32, home="/home/alexa")
KINDS = (
    PhrDraft,
    AdrDraft,
    PhrCompletion,
    LinkDraft,
    Criterion,
    WorkContext,
    Turn,
    Utterance,
    RanTests,
    HookEvent,
)
WITHOUT_TEXT = {
    "PhrDraft": {"since", "template"},
    "AdrDraft": {"template"},
    "WorkContext": {"commit"},
    "Turn": {
        "agent", "session", "key", "at", "ended", "state", "tokens", "cost_basis", "commits", "subagents", "head_before",
        "head_after", "evidence",
    },
    "Utterance": {"kind", "uid", "at", "sent"},
    "RanTests": {"status"},
    "HookEvent": {"agent", "event", "session", "key", "kind", "at", "state", "sent"},
}  # fmt: skip
"""Fields that hold ids, times, revisions and words of a closed list: adding one is a decision."""


def planted(kind: Any) -> Any:
    """A value of a type, with the canary wherever it can hold text."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return planted(next(argument for argument in arguments if argument is not type(None)))
    if kind in (str, Any):
        return CANARY
    if origin is tuple:
        return (planted(arguments[0]),)
    if origin in (dict, Mapping):
        return {"key": planted(arguments[1])}
    if is_dataclass(kind):
        return filled(kind)
    return kind() if kind in (int, float, bool) else None


def filled(kind: Any) -> Any:
    """An object of a dataclass with the canary in every field that can hold text."""
    hints = get_type_hints(kind)
    return kind(**{item.name: planted(hints[item.name]) for item in fields(kind)})


def leaks(value: Any) -> set[str]:
    """The names of the fields, `Type.field`, in which the canary is left."""
    if is_dataclass(value):
        found: set[str] = set()
        for item in fields(value):
            inner = getattr(value, item.name)
            nested = leaks(inner)
            found |= (
                nested
                if any("." in name for name in nested)
                else ({f"{type(value).__name__}.{item.name}"} if nested else set())
            )
        return found
    if isinstance(value, Mapping):
        return {name for pair in value.items() for part in pair for name in leaks(part)}
    if isinstance(value, tuple):
        return {name for part in value for name in leaks(part)}
    return {"text"} if isinstance(value, str) and CANARY in value else set()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_field_keeps_a_secret(kind: Any) -> None:
    """A canary in every field is gone afterwards, except where a field declares that it holds no free text."""
    value = filled(kind)
    before = {name.split(".")[0] for name in leaks(value)}
    assert kind.__name__ in before or kind is PhrCompletion
    exempt = {f"{owner}.{name}" for owner, names in WITHOUT_TEXT.items() for name in names}
    assert leaks(map_texts(value, REDACTOR.redact)) <= exempt


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_only_the_listed_fields_are_exempt(kind: Any) -> None:
    """A field that is not redacted is listed here, so that nobody adds one unnoticed."""
    exempt = {item.name for item in fields(kind) if item.metadata.get("holds") == "no text"}
    assert exempt == WITHOUT_TEXT.get(kind.__name__, set())


def test_a_secret_as_the_name_of_a_further_field_is_refused() -> None:
    """What replaces it is no name that front matter can hold; the message does not repeat it."""
    draft = PhrDraft(title="T", stage="red", prompt="p", extra={CANARY: "x"})
    with pytest.raises(InvalidInput, match="plain words as keys") as refusal:
        map_texts(draft, REDACTOR.redact)
    assert CANARY not in str(refusal.value)


@pytest.mark.parametrize("clean", [clean_turn, clean_event], ids=["turn", "event"])
def test_turns_and_events_are_cleaned_before_the_ledger(clean: Any) -> None:
    """What capture stores goes through the same walk."""
    value = filled(Turn if clean is clean_turn else HookEvent)
    exempt = {f"{owner}.{name}" for owner, names in WITHOUT_TEXT.items() for name in names}
    assert leaks(clean(value, REDACTOR.redact, REDACTOR.hide_secrets)) <= exempt


class Shade(StrEnum):
    """A closed list of words."""

    DARK = CANARY


@dataclass(frozen=True)
class Later:
    """A type that somebody adds later."""

    anything: str
    nested: tuple[dict[str, list[str]], ...] = ()
    shade: Shade = Shade.DARK
    place: str = field(default="", metadata=PATH)
    name: str = field(default="", metadata=NAME)
    id: str = field(default="", metadata=NO_TEXT)
    count: int = 3


def test_a_new_field_is_redacted_by_default() -> None:
    """Nested containers and their keys too; members of an enum stay."""
    tag = REDACTOR.redact(CANARY)
    value = map_texts(Later(CANARY, ({CANARY: [CANARY]},)), REDACTOR.redact)
    assert value == Later(tag, ({tag: [tag]},))


def test_paths_keep_the_home_directory_and_names_stay_names() -> None:
    """A path must still lead to its file; what replaces a secret in a name has only characters of names."""
    value = Later("/home/alexa/a", place="/home/alexa/a", name=f"007-{CANARY}", id=CANARY)
    clean = map_texts(value, REDACTOR.redact, REDACTOR.hide_secrets)
    assert (clean.anything, clean.place, clean.id) == ("~/a", "/home/alexa/a", CANARY)
    assert clean.name.startswith("007-REDACTED-github-token-")
    assert not set(clean.name) & set("[]:#")


def test_a_value_without_secrets_is_returned_as_it_is() -> None:
    """Nothing is copied where nothing changes."""
    value = Later("plain", ({"a": ["b"]},))
    assert map_texts(value, REDACTOR.redact) is value


def test_every_default_of_a_draft_is_kept() -> None:
    """Declaring what a field holds does not change whether it must be given."""
    required = {
        item.name for item in fields(PhrDraft) if item.default is MISSING and item.default_factory is MISSING
    }
    assert required == {"title", "stage", "prompt"}
