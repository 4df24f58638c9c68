"""The form of a decision record: title, status, date and sections, whichever dialect it is written in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import records.regex as re
from records.adr.dialects import set_date
from records.adr.pages import own_titles
from records.adr.relations import stated_relations
from records.adr.status_table import tables
from records.adr.status_text import is_status
from records.adr.template_text import first_unwritten
from records.adr.vocabulary import (
    CONSEQUENCE_WORDS,
    CONTEXT_WORDS,
    DECISION_WORDS,
    field_of,
    is_reference_title,
    is_section_title,
    plain_title,
)
from records.check.rule import Context, Finding, Rule
from records.model.diagnostic import ERROR, INFO, WARNING
from records.model.kind import log_directory
from records.model.record import Adr
from records.model.status import STATUSES, Status
from records.patterns import LIST_MARKER
from records.text.document import without_comments
from records.text.slug import plain_letters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from records.adr.dialects import ReadAdr
    from records.model.record import Record

    Pair = tuple[Adr, ReadAdr]

_OPTIONAL = frozenset(("madr3", "madr4", "madr2", "log4brains"))  # MADR: "all metadata is optional"
_Y_CONTEXT = re.compile(r"\bin the context of\b", re.I)
_Y_DECISION = re.compile(r"\b(?:decided|neglected|to achieve)\b", re.I)
_OPEN_QUESTION = "**Open question:**"  # as a suggestion's draft asks
_SLASHED_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}")
_OLD_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
# MADR brings this record along, and brings it without metadata
_MADR_OWN = re.compile(r"^use markdown (?:any|architectur\w+) decision records$", re.I)
_MADR_TITLES = frozenset(("considered options", "decision outcome", "pros and cons of the options"))
_NO_CUSTOM = 2
"""The number of records up to which a log has no custom."""
_CUSTOM = 0.5
"""The share of a log's records from which on something is its custom."""
_EXCEPTIONS = 1 / 3
"""The share of a log's records from which on several that lack a section are no mistakes."""
_VOCABULARY = 2
"""A status that so many records of a log have is a word of that log."""
_STANDING = re.compile(r"(?:pending|awaiting|in|under|on|to be|not|partial(?:ly)?|work)(?!\w)", re.I)
"""How a status begins that says in plain words where a decision stands: `In Review`, `To be implemented`."""


def _readable_adrs(context: Context) -> Iterator[Pair]:
    for record in context.adrs():
        if record.readable and not _shapeless(record, context):
            yield record, context.adr(record)


def _shapeless(record: Adr, context: Context) -> bool:
    """Return whether a text has no part of a decision's form: one finding then stands for all missing parts."""
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
    share = _share_of(context, lambda record: record.status is not None)
    for record, reading in _readable_adrs(context):
        findings = {finding.code: finding for finding in reading.facts.findings}
        if record.status is not None or "status-menu" in findings:
            continue
        if unread := findings.get("status-unread"):
            yield Finding(
                record.path, unread.line, unread.message, f"begin with one of: {', '.join(STATUSES)}"
            )
            continue
        if _MADR_OWN.search(record.title):
            continue
        optional = context.adr(record).facts.dialect in _OPTIONAL or share(record) < _CUSTOM
        hint = "write it where the other records of the log have it"
        yield Finding(record.path, 1, "no status is stated", hint, severity=INFO if optional else None)


def _share_of(context: Context, has: Callable[[Adr], bool]) -> Callable[[Adr], float]:
    """Make the question how many records of a record's log have something; a log of two has no custom yet."""
    answers: dict[str, float] = {}

    def share(record: Adr) -> float:
        log = log_directory(record.path)
        if log not in answers:
            sample = context.log_sample(log)
            answers[log] = sum(map(has, sample)) / len(sample) if len(sample) > 2 else 1.0
        return answers[log]

    return share


def _menu(context: Context) -> Iterator[Finding]:
    for record, reading in _readable_adrs(context):
        for finding in reading.facts.findings:
            if finding.code in ("status-menu", "placeholder"):
                yield Finding(record.path, finding.line, finding.message, "choose, fill in, or remove it")


def _no_date(context: Context) -> Iterator[Finding]:
    share = _share_of(context, lambda record: record.date is not None)
    for record, reading in _readable_adrs(context):
        facts = reading.facts
        if _MADR_OWN.search(record.title):
            continue
        if record.date is None and not any(finding.code.startswith("date-") for finding in facts.findings):
            optional = facts.dialect in _OPTIONAL or share(record) < _CUSTOM
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


def _section(
    words: tuple[str, ...], name: str, *, only: frozenset[str] | None = None
) -> Callable[[Context], Iterator[Finding]]:
    def check(context: Context) -> Iterator[Finding]:
        def has(record: Adr) -> bool:
            return _has_section(context.adr(record), words)

        share = _share_of(context, has)
        own = _own_names(context)
        for record, reading in _readable_adrs(context):
            if not share(record) and own(record):
                continue  # its log has another name for it
            if only is not None and (reading.facts.dialect not in only or reading.view.titles & _MADR_TITLES):
                continue
            if not has(record) and (not share(record) or share(record) >= _CUSTOM):
                sample = context.log_sample(log_directory(record.path))
                is_own = len(sample) <= _NO_CUSTOM and _has_own_sections(reading)
                lacking = len(sample) - round(share(record) * len(sample)) if words != CONTEXT_WORDS else 0
                is_usual = len(sample) > _NO_CUSTOM and lacking > 1 and lacking >= _EXCEPTIONS * len(sample)
                grave = INFO if is_own or not share(record) else WARNING if is_usual else None
                message, hint = f"there is no section {name}", f"add a heading: ## {name}"
                yield Finding(record.path, 1, message, hint, severity=grave)

    return check


def _own_names(context: Context) -> Callable[[Adr], bool]:
    """Make the question whether a record's log has sections of its own for all parts that its records seem to lack."""
    answers: dict[str, bool] = {}

    def has_own_names(record: Adr) -> bool:
        log = log_directory(record.path)
        if log not in answers:
            readings = [context.adr(other) for other in context.log_sample(log)]
            parts = (CONTEXT_WORDS, DECISION_WORDS, CONSEQUENCE_WORDS)
            missing = sum(not any(_has_section(reading, words) for reading in readings) for words in parts)
            answers[log] = len(own_titles([reading.view for reading in readings])) >= missing
        return answers[log]

    return has_own_names


def _has_section(reading: ReadAdr, words: tuple[str, ...]) -> bool:
    view = reading.view
    rows = [row for rows in tables(view, *view.header) for row in rows if len(row) == _PAIR]
    labels = [plain_title(row[0][0]) for row in rows if row[1][0]]
    titles = [plain_letters(title) for title in view.titles]
    titles += [plain_letters(label) for label in labels if " " not in label]  # `Decision owner` is none
    return any(word in title for title in titles for word in words) or _is_y_statement(reading.view.masked)


_PAIR = 2
"""Cells of a row of a table that has a part of the record beside its name."""


def _is_y_statement(text: str) -> bool:
    context = _Y_CONTEXT.search(text)
    return context is not None and _Y_DECISION.search(text, context.end()) is not None


def _has_own_sections(reading: ReadAdr) -> bool:
    """Return whether a record names most sections in words of its own, which may state what seems to be missing."""
    titles = [heading.title for heading in reading.view.headings if heading.level > 1]
    titles = [title for title in titles if field_of(title) is None]
    return 2 * sum(not is_section_title(title) for title in titles) > len(titles)


def _status_known(context: Context) -> Iterator[Finding]:
    from difflib import get_close_matches

    statuses = {*STATUSES}
    counts = Counter(
        (log_directory(record.path), record.status)
        for record in context.catalog.records
        if isinstance(record, Adr) and record.status not in statuses
    )
    for record, reading in _readable_adrs(context):
        if record.status is None or record.status in statuses:
            continue
        near = get_close_matches(record.status.casefold(), STATUSES, 1, 0.8)
        count = counts[log_directory(record.path), record.status]
        if not near and (count >= _VOCABULARY or _STANDING.match(record.status)):
            continue
        source = reading.facts.source("status")
        hint = f"did you mean {near[0]}?" if near else f"one of: {', '.join(STATUSES)}"
        message = f"the status {record.status!r} is not a standard status"
        yield Finding(record.path, source.line if source else 1, message, hint)


def _disagree(context: Context) -> Iterator[Finding]:
    codes = ("status-disagrees", "date-disagrees", "title-disagrees")
    for record, reading in _readable_adrs(context):
        for disagreement in reading.facts.findings:
            if disagreement.code in codes:
                grave = INFO if disagreement.code == "title-disagrees" else None
                hint = "make both say the same"
                yield Finding(record.path, disagreement.line, disagreement.message, hint, severity=grave)


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
            text = without_comments(view.text[heading.body : end])
            if stated_relations(heading.title, view.definitions) or is_status(heading.title):
                continue  # `## Superseded by [ADR 3](…)` says it all as well
            is_optional = is_reference_title(heading.title)
            if heading.level >= 2 and not inner and not text.strip() and not is_optional:
                yield Finding(
                    record.path, view.line(heading.start), f"the section {heading.title!r} is empty"
                )
        question = view.masked.find(_OPEN_QUESTION)
        if question >= 0 and record.status == Status.ACCEPTED:
            message = "it is accepted, and a question is still open"
            yield Finding(record.path, view.line(question), message, "answer it, or say why it stays open")
        remnant = first_unwritten(view.masked, view.definitions)
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
                    record.path, finding.line, finding.message, "correct the YAML; the rest is read"
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
            items = re.findall(rf"^[ \t]*{LIST_MARKER}[ \t]+\S|^#{{3,6}}[ \t]+\S", text, re.M)
            is_list = least == 1 or len(items) == len(re.findall(r"^\S", text, re.M))
            if text.strip() and is_list and len(items) < least:
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
         "A decision is found by its title: `# N. Title`, `# Title`, or `title:` in front matter.", _title,
         is_local=True),
    Rule("ADR002", "status-missing", ERROR,
         "Without a status a proposal looks like a decision. MADR makes it optional: there it is a note.",
         _no_status,
         compares_decisions=True),
    Rule("ADR003", "date-missing", ERROR,
         "The date of the decision shows what was known then. MADR makes it optional: there it is a note.", _no_date,
         compares_decisions=True),
    Rule("ADR004", "context-missing", ERROR,
         "A decision without its context cannot be judged later: Context, Problem, Background …",
         _section(CONTEXT_WORDS, "Context"),
         compares_decisions=True),
    Rule("ADR005", "decision-missing", ERROR,
         "A record of a decision says what was decided: Decision, Decision Outcome, Solution …",
         _section(DECISION_WORDS, "Decision"),
         compares_decisions=True),
    Rule("ADR006", "consequences-missing", ERROR,
         "Nygard's form states what follows from the decision, good and bad. Not required of MADR.",
         _section(CONSEQUENCE_WORDS, "Consequences", only=_NYGARD),
         compares_decisions=True),
    Rule("ADR007", "status-unknown", WARNING,
         "Words of your own are kept as they are, but no tool knows what they mean. A word that two records of a log "
         "have is taken for one of that log, and one such as Pending or In Review says where the decision stands.",
         _status_known,
         compares_decisions=True),
    Rule("ADR008", "date-format", WARNING,
         "Dates are days as YYYY-MM-DD (ISO 8601): the one form that everybody reads alike.", _date_format,
         fix=_iso,
         is_local=True),
    Rule("ADR014", "unwritten", WARNING,
         "An empty section (one for links may be), the template's own text, or a draft's open question in an accepted "
         "decision shows that the record was begun and not written.", _unwritten,
         is_local=True),
    Rule("ADR015", "drivers-not-listed", INFO,
         "MADR lists the decision drivers as bullets, so that they can be weighed one by one.", _drivers,
         opt_in=True,
         is_local=True),
    Rule("ADR016", "one-option-only", INFO,
         "A choice has at least two options; one option is an announcement.", _options,
         is_local=True),
    Rule("ADR017", "consequences-one-sided", INFO,
         "A list of consequences says which are good and which are bad.", _two_sided, opt_in=True,
         is_local=True),
    Rule("ADR018", "unreadable", ERROR,
         "A file that cannot be read keeps its number and its place in lists; nothing else is known of it.",
         _unreadable,
         is_local=True),
    Rule("ADR028", "statements-disagree", WARNING,
         "Status, date and title may be in several places (front matter, list, section): they should say the same. "
         "Front matter is believed first, then lists, then the Status section.", _disagree,
         is_local=True),
    Rule("ADR030", "placeholder-left", ERROR,
         "A menu of statuses, or a {{PLACEHOLDER}}, means that the template was copied and never filled in.", _menu,
         is_local=True),
)  # fmt: skip
