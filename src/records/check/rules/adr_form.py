"""The form of a decision record: it can be read, has a title, is filled in, and says the same everywhere."""

from __future__ import annotations

from records.adr.relations import stated_relations
from records.adr.status_text import is_status
from records.adr.template_text import first_unwritten
from records.adr.vocabulary import is_reference_title
from records.check.log_custom import is_shapeless, readable_adrs
from records.check.rule import Context, Finding, Rule
from records.model.record import MERGE_CONFLICT
from records.model.severity import ERROR, INFO, WARNING
from records.model.status import RETIRED, Status
from records.text.document import without_comments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


_OPEN_QUESTION = "**Open question:**"  # as a suggestion's draft asks


def _title(context: Context) -> Iterator[Finding]:
    for record in context.adrs():
        if record.readable and is_shapeless(record, context):
            message = "it is not written as a decision: no heading, no status, no date"
            yield Finding(record.path, 1, message, "give it the form of: records adr new, or move it away")
    for record, reading in readable_adrs(context):
        for finding in reading.facts.findings:
            if finding.code == "no-title":
                yield Finding(record.path, finding.line, finding.message, "begin with a heading: # N. Title")


def _menu(context: Context) -> Iterator[Finding]:
    for record, reading in readable_adrs(context):
        for finding in reading.facts.findings:
            if finding.code in ("status-menu", "placeholder"):
                yield Finding(record.path, finding.line, finding.message, "choose, fill in, or remove it")


def _disagree(context: Context) -> Iterator[Finding]:
    codes = ("status-disagrees", "date-disagrees", "title-disagrees")
    for record, reading in readable_adrs(context):
        for disagreement in reading.facts.findings:
            if disagreement.code in codes:
                grave = INFO if disagreement.code == "title-disagrees" else None
                hint = "make both say the same"
                yield Finding(record.path, disagreement.line, disagreement.message, hint, severity=grave)


def _unwritten(context: Context) -> Iterator[Finding]:
    for record, reading in readable_adrs(context):
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
            # nobody fills in what no longer holds
            is_optional = is_reference_title(heading.title) or record.status in RETIRED
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
            if finding.code == MERGE_CONFLICT:
                yield Finding(record.path, finding.line, finding.message, "resolve it; the rest is read")
            if finding.code in ("front-matter-broken", "front-matter-unclosed"):
                yield Finding(
                    record.path, finding.line, finding.message, "correct the YAML; the rest is read"
                )


RULES = (
    Rule("ADR001", "title", ERROR,
         "A decision is found by its title: `# N. Title`, `# Title`, or `title:` in front matter.", _title,
         is_local=True),
    Rule("ADR014", "unwritten", WARNING,
         "An empty section (one for links may be), the template's own text, or a draft's open question in an accepted "
         "decision shows that the record was begun and not written.", _unwritten,
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
