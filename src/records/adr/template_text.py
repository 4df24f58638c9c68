"""Recognise the text that templates of decisions come with: where it is left, nothing was written."""

from __future__ import annotations

from collections.abc import Mapping

import records.regex as re

UNWRITTEN = re.compile(
    r"The issue motivating this decision, and any context that influences or constrains the decision\."
    r"|The change that we're proposing or have agreed to implement\."
    r"|What becomes easier or more difficult to do and any risks introduced by the change"
    r"|What is the issue that we're seeing that is motivating this decision"
    r"|What is the change that we're proposing and/or doing\?"
    r"|What becomes easier or more difficult to do because of this change\?"
    r"|^[ \t]*(?:[*+-][ \t]+)?(?:\[(?P<label>[^\]\n(]{12,})\](?!\()|\{[^}\n:]{12,}\})[ \t]*$",
    re.M,
)
"""A sentence of adr-tools' templates or of Nygard's, or a line that is nothing but a placeholder in brackets."""


def first_unwritten(text: str, definitions: Mapping[str, str]) -> re.Match[str] | None:
    """Find the first words of a template in *text*; a reference link that has its definition is none."""
    for match in UNWRITTEN.finditer(text):
        label = match["label"]
        if label is None or " ".join(label.split()).casefold() not in definitions:
            return match
    return None
