"""The redactor of a project: what it hides besides secrets of known formats, and the key of its tags."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from records.markdown.redact import Redactor
from records.store.clone_key import clone_key

if TYPE_CHECKING:
    from records.project import Project

_ENV_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*\Z")
_EXAMPLE = re.compile(r"\.(?:example|sample|template|dist|defaults?|md|txt)\Z")
_PUBLIC = re.compile(
    r"(?i)(?:_ENV|ENV|_HOST|HOST|_PORT|PORT|_PATH|PATH|_DIR|_REGION|REGION|_MODE|_LEVEL|_NAME|_VERSION"
    r"|_LOCALE|_TZ|TZ|DEBUG|_ENABLED|_TIMEOUT|_PUBLIC|_PREFIX|_FORMAT|_BRANCH)\Z"
)
_PLAIN = re.compile(
    r"(?i)(?:true|false|yes|no|on|off|null|none|localhost|production|development|staging|test)\Z"
)


def redactor(project: Project) -> Redactor:
    """The redactor of a project: its clone's key, its own `.env` values, the user's home."""
    key = clone_key(project.location.common_dir) if project.location else b"records"
    values = env_values(Path(project.root))
    return Redactor.create(key, values, os.path.expanduser("~"))


def env_values(root: Path) -> list[str]:
    """The secret values in the `.env` files at the top of a work tree; examples hold none.

    A name that tells that its value is public (a port, a mode) and a plain word are passed over.
    """
    values: list[str] = []
    for path in sorted(root.glob(".env*")):
        if _EXAMPLE.search(path.name) or not path.is_file():
            continue
        for line in path.read_text("utf-8", "replace").splitlines():
            match = _ENV_LINE.match(line)
            if match and not line.lstrip().startswith("#"):
                values += _secret(match[1], match[2])
    return values


def _secret(name: str, value: str) -> list[str]:
    quoted = value[:1] in ("'", '"') and value[-1:] == value[:1]
    value = value[1:-1] if quoted else value.split(" #", 1)[0].strip()
    harmless = _PLAIN.match(value) or value.isdigit() or "${" in value
    plain_url = re.match(r"https?://[^@]*\Z", value)
    if len(value) < 6 or harmless or plain_url or _PUBLIC.search(name):
        return []
    return [value]
