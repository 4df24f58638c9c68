"""Redact what a person and an agent said, before it is stored; ids and paths stay as they are."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from records.markdown.redact import Redactor
from records.models.turn import Turn
from records.services.capture.events import HookEvent
from records.services.capture.place import Place

if TYPE_CHECKING:
    from records.project import Project

LONGEST_UTTERANCE = 32_768
LONGEST_RESPONSE = 4_096
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
    key = Place.of(project).key() if project.location else b"records"
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


QUARANTINED = "[QUARANTINED:"


def failing_closed(redact: Callable[[str], str], folder: Path) -> Callable[[str], str]:
    """A redactor that never lets a text through uncleaned.

    A text that cannot be cleaned is put aside in *folder*, and a mark stands for it.
    """
    import hashlib

    def clean(text: str) -> str:
        try:
            return redact(text)
        except Exception:
            raw = text.encode("utf-8", "surrogatepass")
            name = hashlib.sha256(raw).hexdigest()[:12]
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(folder / f"{name}.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
            return f"{QUARANTINED}{name}]"

    return clean


def is_quarantined(turn: Turn) -> bool:
    """Whether some words of the turn could not be cleaned."""
    words = [turn.response, *(said.text for said in turn.utterances)]
    return any(QUARANTINED in text for text in words)


def clean_turn(turn: Turn, redact: Callable[[str], str]) -> Turn:
    """The turn with its words cleaned: what was said, answered and run."""
    return replace(
        turn,
        utterances=tuple(
            replace(said, text=redact(cut(said.text, LONGEST_UTTERANCE))) for said in turn.utterances
        ),
        response=redact(cut(turn.response, LONGEST_RESPONSE)),
        tests=tuple(replace(run, command=redact(run.command)) for run in turn.tests),
    )


def clean_event(event: HookEvent, redact: Callable[[str], str]) -> HookEvent:
    """The event with its words cleaned; a tool's output is kept as far as its summary."""
    return replace(
        event,
        texts=tuple(redact(cut(text, LONGEST_UTTERANCE)) for text in event.texts),
        response=redact(cut(event.response, LONGEST_RESPONSE)),
        command=redact(event.command),
        output=redact(event.output[-4000:]),
    )


def cut(text: str, longest: int) -> str:
    """The text, or its head and tail around a line that tells what is missing and its hash."""
    if len(text) <= longest:
        return text
    import hashlib

    half = longest // 2
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    missing = len(text) - 2 * half
    return f"{text[:half]}\n[… {missing} characters left out; sha256 of the whole {digest} …]\n{text[-half:]}"
