"""The stages of a PHR: Spec-Kit Plus's list, and the other words that people use for them."""

from __future__ import annotations

# specifyplus 0.0.20.post1, scripts/bash/create-phr.sh
STAGES: tuple[str, ...] = (
    "constitution", "spec", "plan", "tasks", "red", "green", "refactor", "explainer", "misc", "general",
)  # fmt: skip
ALIASES: dict[str, str] = {
    "implement": "green",
    "impl": "green",
    "implementation": "green",
    "specification": "spec",
    "specify": "spec",
    "design": "plan",
    "architect": "plan",
    "architecture": "plan",
    "planning": "plan",
    "task": "tasks",
    "refactoring": "refactor",
    "explain": "explainer",
}


def canonical_stage(text: str) -> str:
    """Spell a stage as Spec-Kit Plus does where it is known by another name; other words are kept."""
    word = text.strip()
    folded = word.lower().partition(" (")[0].strip()  # "green (bug fix)"
    return folded if folded in STAGES else ALIASES.get(folded, word)
