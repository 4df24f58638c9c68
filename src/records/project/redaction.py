"""Hide a project's secrets: those of known formats, its own `.env` values, and what is marked private."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, TypeVar

from records.secrets.redactor import PRIVATE, Redactor

if TYPE_CHECKING:
    from records.model.adr_draft import AdrDraft
    from records.model.phr_draft import PhrCompletion, PhrDraft
    from records.project.project import Project

    Draft = TypeVar("Draft", PhrDraft, AdrDraft, PhrCompletion)

_SAID = ("title", "prompt", "response", "outcome", "tests", "next_prompts", "reflection", "body", "labels")

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
    return Redactor.create(_key(project), env_values(project.root), os.path.expanduser("~"))


def without_secrets(project: Project, draft: Draft) -> tuple[Draft, tuple[str, ...]]:
    """What was said with secrets replaced by `[REDACTED:rule#tag]`, and a note that says so.

    The same secret has the same tag on one clone, and a `<private>` part is dropped. Everything else stays byte
    for byte: paths of the home directory too, which only what is captured unasked loses.
    """
    from dataclasses import replace

    said = {name: value for name in _SAID if (value := getattr(draft, name, None))}
    texts = [text for value in said.values() for text in ([value] if isinstance(value, str) else value)]
    known = Redactor.create(b"", env_values(project.root))
    rules: set[str] = {finding.rule for text in texts for finding in known.findings(text)}
    private: bool = any(PRIVATE.search(text) for text in texts)
    if not rules and not private:
        return draft, ()
    redact = Redactor.create(_key(project), known.values).redact
    clean: dict[str, Any] = {
        name: redact(value) if isinstance(value, str) else tuple(redact(text) for text in value)
        for name, value in said.items()
    }
    told = ", ".join([*sorted(rules), *(["<private>"] if private else [])])
    return replace(draft, **clean), (f"secrets were replaced before anything was written: {told}",)


def _key(project: Project) -> bytes:
    from records.project.state_dir import clone_key

    return clone_key(project.state_dir.key) if project.state_dir else b"records"


def env_values(root: str | os.PathLike[str]) -> list[str]:
    """The secret values in the `.env` files at the top of a work tree; examples hold none.

    A name that tells that its value is public (a port, a mode) and a plain word are passed over.
    """
    values: list[str] = []
    for name in sorted(os.listdir(root)):
        path = os.path.join(root, name)
        if not name.startswith(".env") or _EXAMPLE.search(name) or not os.path.isfile(path):
            continue
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
        for line in lines:
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
