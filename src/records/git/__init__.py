"""Git, and only git: every process that `records` starts on a repository is started here.

Importing this package loads nothing: `Git` brings in `subprocess`, and most commands never start a process.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from typing import Any

    from records.git.location import Location, find_location
    from records.git.refs import upstream_commit
    from records.git.remotes import remote_addresses
    from records.git.run import Git

__all__ = ["Git", "Location", "find_location", "remote_addresses", "upstream_commit"]

_HOMES = {
    "Git": "records.git.run",
    "Location": "records.git.location",
    "find_location": "records.git.location",
    "remote_addresses": "records.git.remotes",
    "upstream_commit": "records.git.refs",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
