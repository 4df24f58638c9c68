"""The date of a decision record: it is stated, as YYYY-MM-DD."""

from __future__ import annotations

import records.regex as re
from records.adr.dialects import set_date
from records.check.log_custom import CUSTOM, MADR_OWN, OPTIONAL_METADATA, readable_adrs, share_of
from records.check.rule import Context, Finding, Rule
from records.model.severity import ERROR, INFO, WARNING
from records.model.status import RETIRED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.record import Record

_SLASHED_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}")
_OLD_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")


def _no_date(context: Context) -> Iterator[Finding]:
    share = share_of(context, lambda record: record.date is not None)
    for record, reading in readable_adrs(context, lambda record: record.date is None):
        facts = reading.facts
        if MADR_OWN.search(record.title) or (share(record) and record.status in RETIRED):
            continue  # nobody completes what no longer holds
        if not any(finding.code.startswith("date-") for finding in facts.findings):
            optional = facts.dialect in OPTIONAL_METADATA or share(record) < CUSTOM
            yield Finding(
                record.path,
                1,
                "no date is stated",
                "add a line Date: YYYY-MM-DD",
                severity=INFO if optional else None,
            )


def _date_format(context: Context) -> Iterator[Finding]:
    for record, reading in readable_adrs(context):
        facts = reading.facts
        for finding in facts.findings:
            if finding.code in ("date-unread", "date-placeholder"):
                yield Finding(record.path, finding.line, finding.message, "write YYYY-MM-DD")
        source = facts.source("date")
        if source and facts.date and facts.date not in source.raw:
            raw = source.raw.strip()
            day_month = _SLASHED_DATE.fullmatch(raw)
            if day_month is None or _is_clear(int(day_month[1]), int(day_month[2])):
                continue  # a month's name, dots, or a 13th leave no doubt
            message = f"the date is written {raw!r}, read as {facts.date}"
            is_old = bool(_OLD_DATE.fullmatch(raw))
            hint = f"write {facts.date}"
            yield Finding(record.path, source.line, message, hint, fixable=is_old, severity=INFO)


def _is_clear(first: int, second: int) -> bool:
    """Say whether only one of two numbers can be the month, or both give one day."""
    return max(first, second) > 12 or first == second


def _iso(context: Context, record: Record) -> str | None:
    facts = context.adr(record).facts
    name = record.filename
    return set_date(context.text(record), name, facts.date) if facts.date else None


RULES = (
    Rule("ADR003", "date-missing", ERROR,
         "The date of the decision shows what was known then. MADR makes it optional: there it is a note.", _no_date,
         compares_decisions=True),
    Rule("ADR008", "date-format", WARNING,
         "Dates are days as YYYY-MM-DD (ISO 8601): the one form that everybody reads alike.", _date_format,
         fix=_iso,
         is_local=True),
)  # fmt: skip
