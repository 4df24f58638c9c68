"""Import what needs a library that only an extra installs."""

from __future__ import annotations

from typing import Any

from records.cli.command_table import load
from records.errors import RecordsError

_LIBRARIES = {
    "mcp": ("mcp", "mcp_types"),
    "org": (
        "sqlalchemy",
        "alembic",
        "psycopg",
        "fastapi",
        "starlette",
        "uvicorn",
        "joserfc",
        "redis",
        "structlog",
        "prometheus_client",
    ),
}
"""The libraries of each extra, by their import names."""


def import_with_extra(place: str, extra: str) -> Any:
    """Return a function of ours, `package.module:name`, whose module imports the libraries of an extra.

    Raises:
        RecordsError: they are not installed; the hint is the command that installs them.
    """
    try:
        return load(place)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES[extra]:
            raise
        raise RecordsError(
            f"this command needs the extra '{extra}'", f"run: pip install 'records-history[{extra}]'"
        ) from error
