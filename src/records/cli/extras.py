"""Import what needs a library that only an extra installs."""

from __future__ import annotations

from importlib.util import find_spec

from records.cli.command_table import load
from records.distributions import install_command
from records.errors import RecordsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EXTRAS = {
    "mcp": ("mcp", "serves agents over MCP"),
    "org": ("sqlalchemy", "answers from many repositories"),
    "zstd": ("zstandard", "reads compressed rollouts of Codex"),
}
"""The extras of the package: a module that only it brings, and what it is for."""


def import_with_extra(place: str, extra: str) -> Any:
    """Return a function of ours, `package.module:name`, whose module imports the libraries of an extra.

    Raises:
        RecordsError: they are not installed; the hint is the command that installs them.
    """
    try:
        return load(place)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("", "records"):
            raise
        raise RecordsError(
            f"this command needs the extra '{extra}'", f"run: {install_command(extra)}"
        ) from error


def is_installed(extra: str) -> bool:
    """Return whether the libraries of an extra are there."""
    return find_spec(EXTRAS[extra][0]) is not None
