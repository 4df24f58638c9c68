"""The families of signals, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.signals import (
    data,
    dependencies,
    infrastructure,
    interfaces,
    message,
    naming,
    noise,
    rationale,
    security,
    structure,
    tooling,
    types,
    wiring,
)

FAMILIES: tuple[Callable[[Change], Iterator[Evidence]], ...] = (
    dependencies.find,
    data.find,
    interfaces.find,
    infrastructure.find,
    security.find,
    structure.find,
    types.find,
    wiring.find,
    tooling.find,
    rationale.find,
    message.find,
    naming.find,
    noise.find,
)
"""Every signal is a pure function from a change to evidence; a new family is one line here."""


def gather(change: Change) -> list[Evidence]:
    """Return everything that the signals see in a change, in a fixed order."""
    evidence_list = [evidence for family in FAMILIES for evidence in family(change)]
    evidence_list.sort(key=lambda e: (e.signal, e.path, e.line, e.subject, e.why))
    return evidence_list
