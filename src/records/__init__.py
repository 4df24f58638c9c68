"""Prompt and decision records, kept in the repository as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from records.services.suggest.engine import suggest_diff

__version__ = "0.1.0"
__all__ = ["__version__", "suggest_diff"]

_PLACES = {"suggest_diff": "records.services.suggest.engine"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name in _PLACES:
        from importlib import import_module

        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
