"""The status of a decision record: it is stated, and in a word that is known."""

from __future__ import annotations

from collections import Counter

import records.regex as re
from records.check.log_custom import CUSTOM, MADR_OWN, OPTIONAL_METADATA, readable_adrs, share_of
from records.check.rule import Context, Finding, Rule
from records.errors import nearest
from records.model.record import Adr
from records.model.record_paths import log_directory
from records.model.severity import ERROR, INFO, WARNING
from records.model.status import STATUSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


_VOCABULARY = 2
"""A status that so many records of a log have is a word of that log."""
_STANDING = re.compile(r"(?:pending|awaiting|in|under|on|to be|not|partial(?:ly)?|work)(?!\w)", re.I)
"""How a status begins that says in plain words where a decision stands: `In Review`, `To be implemented`."""


def _no_status(context: Context) -> Iterator[Finding]:
    share = share_of(context, lambda record: record.status is not None)
    for record, reading in readable_adrs(context, lambda record: record.status is None):
        findings = {finding.code: finding for finding in reading.facts.findings}
        if "status-menu" in findings:
            continue
        if unread := findings.get("status-unread"):
            yield Finding(
                record.path, unread.line, unread.message, f"begin with one of: {', '.join(STATUSES)}"
            )
            continue
        if MADR_OWN.search(record.title):
            continue
        optional = context.adr(record).facts.dialect in OPTIONAL_METADATA or share(record) < CUSTOM
        hint = "write it where the other records of the log have it"
        yield Finding(record.path, 1, "no status is stated", hint, severity=INFO if optional else None)


def _status_known(context: Context) -> Iterator[Finding]:
    statuses = {*STATUSES}
    counts = Counter(
        (log_directory(record.path), record.status)
        for record in context.catalog.records
        if isinstance(record, Adr) and record.status not in statuses
    )
    for record, reading in readable_adrs(context, lambda record: record.status not in {None, *statuses}):
        status = record.status or ""
        near = nearest(status.casefold(), STATUSES, 0.8)
        count = counts[log_directory(record.path), status]
        if not near and (count >= _VOCABULARY or _STANDING.match(status)):
            continue
        source = reading.facts.source("status")
        hint = f"did you mean {near}?" if near else f"one of: {', '.join(STATUSES)}"
        message = f"the status {status!r} is not a standard status"
        yield Finding(record.path, source.line if source else 1, message, hint)


RULES = (
    Rule("ADR002", "status-missing", ERROR,
         "Without a status a proposal looks like a decision. MADR makes it optional: there it is a note.",
         _no_status,
         compares_decisions=True),
    Rule("ADR007", "status-unknown", WARNING,
         "Words of your own are kept as they are, but no tool knows what they mean. A word that two records of a log "
         "have is taken for one of that log, and one such as Pending or In Review says where the decision stands.",
         _status_known,
         compares_decisions=True),
)  # fmt: skip
