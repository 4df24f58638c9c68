"""Ask a secret scanner that is installed besides: betterleaks or gitleaks, when one is on PATH."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable

from records.agents.json_lines import mapping
from records.capture_hook import find_program
from records.secrets.redactor import Redactor
from records.text.data_text import parse_json

_SCANNERS = ("betterleaks", "gitleaks")
_SECONDS = 20
_CONFIGURATION = ("GITLEAKS_CONFIG", "BETTERLEAKS_CONFIG")


def scanner() -> str | None:
    """Return the path of the scanner, or None."""
    return next((matches for name in _SCANNERS if (matches := find_program(name))), None)


def secrets(program: str, text: str) -> list[tuple[str, str]]:
    """Return the rule and the secret of each finding of the scanner in a text.

    It runs in an empty directory: rules and exceptions of the repository (`.gitleaks.toml`, `.gitleaksignore`) do not
    count, only those that the user's own environment names.

    Raises:
        OSError: the scanner does not start.
        ValueError: it does not answer as expected.
        subprocess.SubprocessError: it fails, or takes too long.
    """
    command = [program, "stdin", "--no-banner", "--exit-code", "0", "--report-format", "json"]
    with tempfile.TemporaryDirectory(prefix="records-scan-") as folder:
        process = subprocess.run(
            [*command, "--report-path", "-"],
            input=text.encode("utf-8", "surrogatepass"),
            capture_output=True,
            check=True,
            timeout=_SECONDS,
            cwd=folder,
            env={name: value for name, value in os.environ.items() if not _is_relative(name, value)},
        )
    rows = parse_json(process.stdout or b"[]") or []
    matches = [mapping(item) for item in rows]
    return [(str(item.get("RuleID")), str(item.get("Secret"))) for item in matches if item.get("Secret")]


def _is_relative(name: str, value: str) -> bool:
    return name in _CONFIGURATION and not os.path.isabs(value)


def also(redactor: Redactor) -> Callable[[str], str]:
    """Cleans texts by what the installed scanner finds; without one, by nothing more.

    The callable raises what `secrets` raises: a scanner that fails lets no text through.
    """
    program = scanner()

    def clean(text: str) -> str:
        if program is None or not text:
            return text
        for rule, secret in sorted(secrets(program, text), key=lambda pair: (-len(pair[1]), pair)):
            if "[REDACTED:" not in secret:
                plain = re.sub(r"[^\w-]", "-", rule)
                text = text.replace(secret, redactor.tag(plain, secret))
        return text

    return clean
