"""The sections of a decision record: the parts that are expected, options, drivers and consequences."""

from __future__ import annotations

import records.regex as re
from records.adr.main_parts import MAIN_PARTS
from records.adr.pages import own_titles
from records.adr.vocabulary import field_of, is_section_title
from records.check.log_custom import CUSTOM, is_series_without, readable_adrs, share_of
from records.check.rule import Context, Finding, Rule
from records.model.record import Adr
from records.model.record_paths import log_directory
from records.model.severity import ERROR, INFO, WARNING
from records.model.status import RETIRED
from records.patterns import LIST_MARKER
from records.text.headings import section_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from records.adr.dialects import ReadAdr

_MADR_TITLES = frozenset(("considered options", "decision outcome", "pros and cons of the options"))
_NO_CUSTOM = 2
"""The number of records up to which a log has no custom."""
_EXCEPTIONS = 1 / 3
"""The share of a log's records from which on several that lack a section are no mistakes."""


def _section(
    part: str, name: str, *, only: frozenset[str] | None = None
) -> Callable[[Context], Iterator[Finding]]:
    def check(context: Context) -> Iterator[Finding]:
        def has(record: Adr) -> bool:
            return part not in context.missing_parts(record)

        share = share_of(context, has)
        own = _own_names(context)
        for record, reading in readable_adrs(context, lambda record: not has(record)):
            if not share(record) and own(record):
                continue  # its log has another name for it
            if share(record) and record.status in RETIRED:
                continue  # nobody completes what no longer holds
            if is_series_without(context, record, has):
                continue
            if only is not None and (reading.facts.dialect not in only or reading.view.titles & _MADR_TITLES):
                continue
            if not share(record) or share(record) >= CUSTOM:
                sample = context.log_sample(log_directory(record.path))
                is_own = len(sample) <= _NO_CUSTOM and _has_own_sections(reading)
                lacking = len(sample) - round(share(record) * len(sample)) if part != "context" else 0
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
            sample = context.log_sample(log)
            readings = [context.adr(other) for other in sample]
            missing = len(frozenset.intersection(frozenset(MAIN_PARTS), *map(context.missing_parts, sample)))
            answers[log] = len(own_titles([reading.view for reading in readings])) >= missing
        return answers[log]

    return has_own_names


def _has_own_sections(reading: ReadAdr) -> bool:
    """Return whether a record names most sections in words of its own, which may state what seems to be missing."""
    titles = [heading.title for heading in reading.view.headings if heading.level > 1]
    titles = [title for title in titles if field_of(title) is None]
    return 2 * sum(not is_section_title(title) for title in titles) > len(titles)


def _drivers(context: Context) -> Iterator[Finding]:
    yield from _short_lists(context, ("decision drivers",), 1, "list the drivers as bullets")


def _options(context: Context) -> Iterator[Finding]:
    yield from _short_lists(context, ("considered options",), 2, "name at least two options")


def _short_lists(context: Context, titles: tuple[str, ...], least: int, message: str) -> Iterator[Finding]:
    for path, line, text in _sections_called(context, titles):
        items = re.findall(rf"^[ \t]*{LIST_MARKER}[ \t]+\S|^#{{3,6}}[ \t]+\S", text, re.M)
        is_list = least == 1 or len(items) == len(re.findall(r"^\S", text, re.M))
        if text.strip() and is_list and len(items) < least:
            yield Finding(path, line, message)


def _two_sided(context: Context) -> Iterator[Finding]:
    for path, line, text in _sections_called(context, ("consequences",)):
        sides = re.findall(r"\b(good|bad|positive|negative|neutral|easier|harder|difficult|risk)", text, re.I)
        bullets = re.findall(r"^[ \t]*[*+-][ \t]+\S", text, re.M)
        if len(bullets) >= 3 and not sides:
            yield Finding(path, line, "say which consequences are good and which are bad")


def _sections_called(context: Context, titles: tuple[str, ...]) -> Iterator[tuple[str, int, str]]:
    """Yield the path, the line of the heading and the text of each section that has one of some titles."""
    for record, reading in readable_adrs(context):
        view = reading.view
        for index, heading in enumerate(view.headings):
            if heading.title.casefold() in titles:
                end = section_end(view.text, view.headings, index)
                yield record.path, view.line(heading.start), view.masked[heading.body : end]


_NYGARD = frozenset(("nygard", "line", "bold", "spec-kit", "table", "dated", "adrs-nextgen", "adrinaline"))


RULES = (
    Rule("ADR004", "context-missing", ERROR,
         "A decision without its context cannot be judged later: Context, Problem, Background …",
         _section("context", "Context"),
         compares_decisions=True),
    Rule("ADR005", "decision-missing", ERROR,
         "A record of a decision says what was decided: Decision, Decision Outcome, Solution …",
         _section("decision", "Decision"),
         compares_decisions=True),
    Rule("ADR006", "consequences-missing", ERROR,
         "Nygard's form states what follows from the decision, good and bad. Not required of MADR.",
         _section("consequences", "Consequences", only=_NYGARD),
         compares_decisions=True),
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
)  # fmt: skip
