"""The form of a decision record: title, status, date and sections, whichever dialect it is written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.adr.dialects import set_date
from records.adr.template_text import UNWRITTEN
from records.check.rule import Context, Finding, Rule
from records.model.diagnostic import ERROR, INFO, WARNING
from records.model.record import Adr
from records.model.status import STATUSES, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from records.adr.dialects import ReadAdr
    from records.model.record import Record

    Pair = tuple[Adr, ReadAdr]

_OPTIONAL = frozenset(("madr3", "madr4", "madr2", "log4brains"))  # MADR: "all metadata is optional"
_CONTEXT = ("context", "problem", "background", "motivation", "abstract", "issue", "背景")
_DECISION = ("decision", "outcome", "solution", "resolution", "决策", "specification")
_CONSEQUENCES = ("consequence", "implication", "impact", "result", "trade-off", "tradeoff", "后果")
_Y_STATEMENT = re.compile(r"\bin the context of\b.*\b(?:decided|neglected|to achieve)\b", re.I | re.S)
_OPEN_QUESTION = "**Open question:**"  # as a suggestion's draft asks
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_OLD_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")


def _readable_adrs(context: Context) -> Iterator[Pair]:
    for record in context.adrs():
        if record.readable and not _shapeless(record, context):
            yield record, context.adr(record)


def _shapeless(record: Adr, context: Context) -> bool:
    """Tell whether a text has nothing of a decision's form: to name each missing part would say one thing six times."""
    reading = context.adr(record)
    facts = reading.facts
    has_no_title = any(finding.code == "no-title" for finding in facts.findings)
    return has_no_title and not (reading.view.headings or record.status or facts.date or facts.links)


def _title(context: Context) -> Iterator[Finding]:
    for record in context.adrs():
        if record.readable and _shapeless(record, context):
            message = "it is not written as a decision: no heading, no status, no date"
            yield Finding(record.path, 1, message, "give it the form of: records adr new, or move it away")
    for record, reading in _readable_adrs(context):
        for finding in reading.facts.findings:
            if finding.code == "no-title":
                yield Finding(record.path, finding.line, finding.message, "begin with a heading: # N. Title")


def _no_status(context: Context) -> Iterator[Finding]:
    for record, reading in _readable_adrs(context):
        findings = {finding.code: finding for finding in reading.facts.findings}
        if record.status is not None or "status-menu" in findings:
            continue
        if unread := findings.get("status-unread"):
            yield Finding(
                record.path, unread.line, unread.message, f"begin with one of: {', '.join(STATUSES)}"
            )
            continue
        optional = context.adr(record).facts.dialect in _OPTIONAL
        hint = "write it where the other records of the log have it"
        yield Finding(record.path, 1, "no status is stated", hint, severity=INFO if optional else None)


def _menu(context: Context) -> Iterator[Finding]:
    for record, reading in _readable_adrs(context):
        for finding in reading.facts.findings:
            if finding.code in ("status-menu", "placeholder"):
                yield Finding(record.path, finding.line, finding.message, "choose, fill in, or remove it")


def _no_date(context: Context) -> Iterator[Finding]:
    for record, reading in _readable_adrs(context):
        facts = reading.facts
        if record.date is None and not any(finding.code.startswith("date-") for finding in facts.findings):
            optional = facts.dialect in _OPTIONAL
            yield Finding(
                record.path,
                1,
                "no date is stated",
                "add a line Date: YYYY-MM-DD",
                severity=INFO if optional else None,
            )


def _date_format(context: Context) -> Iterator[Finding]:
    for record, reading in _readable_adrs(context):
        facts = reading.facts
        for finding in facts.findings:
            if finding.code in ("date-unread", "date-placeholder"):
                yield Finding(record.path, finding.line, finding.message, "write YYYY-MM-DD")
        source = facts.source("date")
        if source and facts.date and facts.date not in source.raw:
            old = bool(_OLD_DATE.fullmatch(source.raw.strip()))
            message = f"the date is written {source.raw.strip()!r}, read as {facts.date}"
            yield Finding(
                record.path, source.line, message, f"write {facts.date}", fixable=old, severity=INFO
            )


def _iso(context: Context, record: Record) -> str | None:
    facts = context.adr(record).facts
    name = record.path.rsplit("/", 1)[-1]
    return set_date(context.text(record), name, facts.date) if facts.date else None


def _section(
    words: tuple[str, ...], name: str, *, only: frozenset[str] | None = None
) -> Callable[[Context], Iterator[Finding]]:
    def check(context: Context) -> Iterator[Finding]:
        for record, reading in _readable_adrs(context):
            if only is not None and context.adr(record).facts.dialect not in only:
                continue
            titles = reading.view.titles
            if any(word in title for title in titles for word in words) or _Y_STATEMENT.search(
                reading.view.masked
            ):
                continue
            yield Finding(record.path, 1, f"there is no section {name}", f"add a heading: ## {name}")

    return check


def _status_known(context: Context) -> Iterator[Finding]:
    statuses = {*STATUSES}
    for record, reading in _readable_adrs(context):
        if record.status and record.status not in statuses:
            source = reading.facts.source("status")
            hint = f"one of: {', '.join(STATUSES)}"
            message = f"the status {record.status!r} is not a standard status"
            yield Finding(record.path, source.line if source else 1, message, hint)


def _disagree(context: Context) -> Iterator[Finding]:
    codes = ("status-disagrees", "date-disagrees", "title-disagrees")
    for record, reading in _readable_adrs(context):
        for heading_list in reading.facts.findings:
            if heading_list.code in codes:
                grave = INFO if heading_list.code == "title-disagrees" else None
                yield Finding(
                    record.path,
                    heading_list.line,
                    heading_list.message,
                    "make both say the same",
                    severity=grave,
                )


def _unwritten(context: Context) -> Iterator[Finding]:
    for record, reading in _readable_adrs(context):
        view = reading.view
        headings = view.headings
        values = {field.heading.start for field in view.headed_fields}  # `## Status: Accepted` says it all
        for index, heading in enumerate(headings):
            if heading.start in values:
                continue
            end = headings[index + 1].start if index + 1 < len(headings) else len(view.text)
            inner = index + 1 < len(headings) and headings[index + 1].level > heading.level
            text = _COMMENT.sub("", view.text[heading.body : end])
            if heading.level >= 2 and not inner and not text.strip():
                yield Finding(
                    record.path, view.line(heading.start), f"the section {heading.title!r} is empty"
                )
        question = view.masked.find(_OPEN_QUESTION)
        if question >= 0 and record.status == Status.ACCEPTED:
            message = "it is accepted, and a question is still open"
            yield Finding(record.path, view.line(question), message, "answer it, or say why it stays open")
        remnant = UNWRITTEN.search(view.masked)
        if remnant:
            message = f"the template's text is still there: {' '.join(remnant[0].split())[:50]}…"
            yield Finding(record.path, view.line(remnant.start()), message, "replace it with your own words")


def _unreadable(context: Context) -> Iterator[Finding]:
    for record in context.adrs():
        if not record.readable:
            yield Finding(
                record.path, 1, f"cannot be read: {record.problem}", "restore it from git, or move it away"
            )
            continue
        for finding in context.adr(record).facts.findings:
            if finding.code in ("front-matter-broken", "front-matter-unclosed"):
                yield Finding(
                    record.path, finding.line, finding.message, "mend the YAML; the rest is read all the same"
                )


def _drivers(context: Context) -> Iterator[Finding]:
    yield from _short_lists(context, ("decision drivers",), 1, "list the drivers as bullets")


def _options(context: Context) -> Iterator[Finding]:
    yield from _short_lists(context, ("considered options",), 2, "name at least two options")


def _short_lists(context: Context, titles: tuple[str, ...], least: int, message: str) -> Iterator[Finding]:
    for record, reading in _readable_adrs(context):
        view = reading.view
        for index, heading in enumerate(view.headings):
            if heading.title.casefold() not in titles:
                continue
            later = [h for h in view.headings[index + 1 :] if h.level <= heading.level]
            text = view.masked[heading.body : later[0].start if later else len(view.text)]
            items = re.findall(r"^[ \t]*(?:[*+-]|\d+[.)])[ \t]+\S|^#{3,6}[ \t]+\S", text, re.M)
            if text.strip() and len(items) < least:
                yield Finding(record.path, view.line(heading.start), message)


def _two_sided(context: Context) -> Iterator[Finding]:
    for record, reading in _readable_adrs(context):
        view = reading.view
        for index, heading in enumerate(view.headings):
            if heading.title.casefold() != "consequences":
                continue
            later = [h for h in view.headings[index + 1 :] if h.level <= heading.level]
            text = view.masked[heading.body : later[0].start if later else len(view.text)]
            sides = re.findall(
                r"\b(good|bad|positive|negative|neutral|easier|harder|difficult|risk)", text, re.I
            )
            bullets = re.findall(r"^[ \t]*[*+-][ \t]+\S", text, re.M)
            if len(bullets) >= 3 and not sides:
                yield Finding(
                    record.path, view.line(heading.start), "say which consequences are good and which are bad"
                )


_NYGARD = frozenset(("nygard", "line", "bold", "spec-kit", "table", "dated", "adrs-nextgen", "adrinaline"))
RULES = (
    Rule("ADR001", "title", ERROR,
         "A decision is found by its title: `# N. Title`, `# Title`, or `title:` in front matter.", _title),
    Rule("ADR002", "status-missing", ERROR,
         "Without a status nobody can tell a proposal from a decision. MADR makes it optional: there it is a remark.",
         _no_status),
    Rule("ADR003", "date-missing", ERROR,
         "The day of the decision tells what was known then. MADR makes it optional: there it is a remark.", _no_date),
    Rule("ADR004", "context-missing", ERROR,
         "A decision without its context cannot be judged later: Context, Problem, Background …",
         _section(_CONTEXT, "Context")),
    Rule("ADR005", "decision-missing", ERROR,
         "A record of a decision says what was decided: Decision, Decision Outcome, Solution …",
         _section(_DECISION, "Decision")),
    Rule("ADR006", "consequences-missing", ERROR,
         "Nygard's form tells what follows from the decision, good and bad. Not asked of MADR.",
         _section(_CONSEQUENCES, "Consequences", only=_NYGARD)),
    Rule("ADR007", "status-unknown", WARNING,
         "Words of your own are kept as they are, but no tool knows what they mean.", _status_known),
    Rule("ADR008", "date-format", WARNING,
         "Dates are days as YYYY-MM-DD (ISO 8601): the one form that everybody reads alike.", _date_format,
         fix=_iso),
    Rule("ADR014", "unwritten", WARNING,
         "An empty section, the template's own text, or a draft's open question in an accepted decision shows that the "
         "record was begun and not written.", _unwritten),
    Rule("ADR015", "drivers-not-listed", INFO,
         "MADR lists the decision drivers as bullets, so that they can be weighed one by one.", _drivers),
    Rule("ADR016", "one-option-only", INFO,
         "A choice has at least two options; one option is an announcement.", _options),
    Rule("ADR017", "consequences-one-sided", INFO,
         "A list of consequences says which are good and which are bad.", _two_sided),
    Rule("ADR018", "unreadable", ERROR,
         "A file that cannot be read keeps its number and its place in lists; nothing else is known of it.",
         _unreadable),
    Rule("ADR028", "statements-disagree", WARNING,
         "Status, date and title may stand in several places (front matter, list, section): they should say the same. "
         "Front matter is believed first, then lists, then the Status section.", _disagree),
    Rule("ADR030", "placeholder-left", ERROR,
         "A menu of statuses, or a {{PLACEHOLDER}}, means that the template was copied and never filled in.", _menu),
)  # fmt: skip
