"""The stages of a prompt record: Spec-Kit Plus's list, and other words in use for them."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """A stage that Spec-Kit Plus knows (specifyplus 0.0.20.post1, scripts/bash/create-phr.sh).

    A record's `stage` is plain text, because authors use words of their own too.
    """

    CONSTITUTION = "constitution"
    SPEC = "spec"
    PLAN = "plan"
    TASKS = "tasks"
    RED = "red"
    GREEN = "green"
    REFACTOR = "refactor"
    EXPLAINER = "explainer"
    MISC = "misc"
    GENERAL = "general"


STAGES: tuple[str, ...] = tuple(stage.value for stage in Stage)
ALIASES: dict[str, Stage] = {
    "implement": Stage.GREEN,
    "impl": Stage.GREEN,
    "implementation": Stage.GREEN,
    "specification": Stage.SPEC,
    "specify": Stage.SPEC,
    "design": Stage.PLAN,
    "architect": Stage.PLAN,
    "architecture": Stage.PLAN,
    "planning": Stage.PLAN,
    "task": Stage.TASKS,
    "refactoring": Stage.REFACTOR,
    "explain": Stage.EXPLAINER,
}


def canonical_stage(text: str) -> str:
    """Return Spec-Kit Plus's spelling of a stage that goes by another name; other words are returned as they are."""
    word = text.strip()
    lowered = word.lower().partition(" (")[0].strip()  # "green (bug fix)"
    if lowered in STAGES:
        return lowered
    alias = ALIASES.get(lowered)
    return alias.value if alias else word
