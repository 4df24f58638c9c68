"""Rationale: reasons written beside the code, which people write when they chose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from records.services.suggest.change import Change, is_comment
from records.services.suggest.evidence import Evidence
from records.services.suggest.scan import MOST

SIGNALS = ("rationale.comment", "rationale.choice")
_REASON = re.compile(
    r"\b(because|instead of|rather than|so that|in order to|trade-?offs?|to avoid|avoids?|prefer(?:red)?"
    r"|workaround|by design|on purpose|otherwise|ensures? that|to ensure|backwards?[ -]compatib\w+"
    r"|this (?:allows|means|is (?:needed|required|necessary))|therefore|hence|for now|the reason"
    r"|due to|which (?:means|allows)|in case|since (?:we|the|it|this)|must (?:not|be)|never)\b",
    re.I,
)
_CHOICE = re.compile(
    r"\b(instead of|rather than|in favou?r of|we (?:use|chose|decided|prefer|want|need|don'?t|can'?t)"
    r"|trade-?offs?|by design|on purpose|alternative(?:ly)?|decision|replaces?|deprecated)\b",
    re.I,
)


def find(change: Change) -> Iterator[Evidence]:
    """Yield new comments that give a reason, and among them those that speak of a choice."""
    left = MOST
    for file in change.code:
        gone = {text.strip() for _, text in file.removed}
        for number, text in change.added(file):
            if not is_comment(text) or text.strip() in gone:
                continue
            choice = _CHOICE.search(text)
            found = choice or _REASON.search(text)
            if not found:
                continue
            if left == 0:
                return
            left -= 1
            signal = "rationale.choice" if choice else "rationale.comment"
            why = f"a comment gives a reason: “{_short(text)}”"
            yield Evidence(signal, file.path, number, why, "alternatives", "", f"{file.path}:{number}")


def _short(text: str) -> str:
    bare = re.sub(r"^\s*(?:#+|//+!?|/?\*+|--|;;|<!--|\{-|\"\"\")\s*|\s*(\*/|-->|-\})\s*$", "", text)
    return bare if len(bare) <= 80 else bare[:79].rstrip() + "…"
