"""Secrets and personal data in records: they are pushed with the repository."""

from __future__ import annotations

import records.regex as re
from records.check.rule import Context, Finding, Rule
from records.model.severity import ERROR, INFO, WARNING
from records.secrets.scanner import scan
from records.text.lines import line_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_HOME = re.compile(r"(?:/home/|/Users/|[A-Za-z]:[\\/]Users[\\/])(?P<name>[\w.-]+)")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@(?P<host>[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})(?![\w-])", re.IGNORECASE)
_NOBODY = frozenset(("user", "username", "you", "runner", "me", "name", "your-name", "shared", "public"))
_EXAMPLES = re.compile(
    r"(?:^|\.)(?:example\.(?:com|org|net)|test|invalid|local|localhost|noreply\.github\.com)\Z", re.I
)


def _secrets(context: Context) -> Iterator[Finding]:
    for record in context.records():
        text = context.text(record)
        for match in scan(text):
            line = line_at(text, match.start)
            message = f"this looks like a secret ({match.rule})"
            yield Finding(
                record.path, line, message, "revoke it, then remove it from the file and from history"
            )


def _personal(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        text = context.text(record)
        may_have_home = "/home/" in text or "Users" in text
        homes = _HOME.finditer(text) if may_have_home else ()
        home = next((m for m in homes if m["name"].lower() not in _NOBODY), None)
        if home:
            line = line_at(text, home.start())
            yield Finding(
                record.path, line, f"a path names a person's account: {home[0]}", "write it from the root"
            )
        mails = _MAIL.finditer(text) if "@" in text else ()
        mail = next((m for m in mails if not _EXAMPLES.search(m["host"])), None)
        if mail:
            line = line_at(text, mail.start())
            yield Finding(record.path, line, "a mail address is here", severity=INFO)


RULES = (
    Rule("PHR014", "secret", ERROR,
         "A record is pushed with the repository: keys, tokens and passwords in it are known to everybody who has it.",
         _secrets,
         is_local=True),
    Rule("PHR018", "personal-data", WARNING,
         "Paths with a person's account name, and mail addresses, reveal more than a record needs to.", _personal,
         is_local=True),
)  # fmt: skip
