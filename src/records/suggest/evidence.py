"""What a signal reports: where, what was seen, and under which heading it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Heading = Literal["impact", "alternatives", "scope"]
Side = Literal["new", "old"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation in a change.

    `signal` is its name in the weights (`family.kind`); `topic` says which kind of decision it
    speaks for, `subject` the thing that it is about, in the words of the code, and `detail` what that
    thing replaces (or, of Kubernetes manifests, what they deploy).
    """

    signal: str
    path: str
    line: int
    why: str
    heading: Heading = "impact"
    topic: str = ""
    subject: str = ""
    side: Side = "new"
    detail: str = ""


NO_PLACE = ""
"""The path of evidence that is not in a file: the message, or the change as a whole."""
