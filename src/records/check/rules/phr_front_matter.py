"""Front matter of prompt records: it is readable, and every YAML reader reads the same values."""

from __future__ import annotations

import records.regex as re
from records.check.rule import Context, Finding, Rule
from records.model.severity import ERROR, INFO, WARNING
from records.patterns import PLACEHOLDER
from records.phr.front_matter_fix import FENCE_STEPS, fence_front_matter, quote_values
from records.text.plural import counted
from records.text.yaml.values import is_none, iso_date

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.record import Record

_PLACEHOLDER = re.compile(rf"{PLACEHOLDER}|\[[A-Z]{{2,}}(?:_[A-Z0-9]+)+\]")
_TEMPLATE_PLACEHOLDER = re.compile(PLACEHOLDER)
_SHAPE = {
    "byte-order-mark": "remove the byte-order mark at the start of the file",
    "outer-fence": "remove the code fence around the whole file",
    "missing-opening-fence": "put --- on the first line",
    "unclosed-front-matter": "close the front matter with a line ---",
    "bold-header": "move the bold lines into front matter between two --- lines",
}
_CAUSES = {
    "placeholder": "fill in or remove the template's placeholders",
    "colon-in-value": 'put quotes around the value that holds ": "',
    "text-after-quote": "put the quotes around the whole value",
    "alias": "put quotes around the value that begins with * or &",
    "tab": "use blanks instead of tabs",
    "bad-escape": "use single quotes, or double the backslashes",
    "not-a-mapping": "write `key: value` lines",
    "too-deep": "write lists and mappings with fewer levels",
    "too-large": "write the values out instead of naming them by aliases",
    "syntax": "put quotes around the value on that line",
}


def _placeholders(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        reading = context.reading(record)
        front = context.text(record)[: len(context.text(record)) - len(reading.body)]
        line, placeholder = _first(front, 1)
        if not line:
            parts = context.parts(record)
            after = reading.body.partition(parts.prompt)[2] if parts.prompt else reading.body
            start = reading.body_line + reading.body[: len(reading.body) - len(after)].count("\n")
            line, placeholder = _first(after, start, template_only=True)
        if line:
            yield Finding(
                record.path,
                line,
                f"the placeholder {placeholder} was never filled in",
                "fill it in, or remove it",
            )
        elif record.readable and _is_stub(reading.body, context.parts(record).prompt):
            yield Finding(
                record.path, reading.body_line, "the record holds no prompt", "add the prompt as it was given"
            )


def _first(text: str, line: int, *, template_only: bool = False) -> tuple[int, str]:
    if "{{" not in text and (template_only or "[" not in text):
        return 0, ""
    match = (_TEMPLATE_PLACEHOLDER if template_only else _PLACEHOLDER).search(text)
    return (line + text.count("\n", 0, match.start()), match[0]) if match else (0, "")


def _is_stub(body: str, prompt: str | None) -> bool:
    return (prompt is not None and not prompt.strip()) or (prompt is None and len(body.strip()) < 40)


def _yaml(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        for problem in context.reading(record).problems:
            if problem.step == "line-by-line":
                message = f"the front matter is not valid YAML: {problem.message}"
                yield Finding(record.path, problem.line, message, _CAUSES[problem.cause], fixable=True)


def _shape(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        if not record.readable:
            yield Finding(
                record.path, 1, f"cannot be read: {record.problem}", "add front matter, or move the file"
            )
            continue
        for problem in context.reading(record).problems:
            if problem.step in _SHAPE:
                grave = INFO if problem.step == "byte-order-mark" else None
                hint, fixable = _SHAPE[problem.step], problem.step in FENCE_STEPS
                yield Finding(record.path, problem.line, problem.message, hint, fixable, grave)


def _as_yaml(context: Context, record: Record) -> str | None:
    return quote_values(context.text(record))


def _fence(context: Context, record: Record) -> str | None:
    return fence_front_matter(context.text(record))


def _date(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        if not record.readable:
            continue
        reading = context.reading(record)
        line = reading.key_lines.get("date", 1)
        value = reading.fields.get("date")
        if is_none(value):
            if not any(problem.step == "line-by-line" for problem in reading.problems):
                yield Finding(
                    record.path, line, "the record has no date", "add date: YYYY-MM-DD", severity=WARNING
                )
        elif iso_date(value) is None:
            yield Finding(record.path, line, f"{value!r} is not a date", "write date: YYYY-MM-DD")
        elif record.date and record.date > context.project.clock():
            yield Finding(record.path, line, f"the date {record.date} is in the future", "", severity=WARNING)


def _loose_values(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        reading = context.reading(record)
        for key in ("files", "tests", "labels"):
            value = reading.fields.get(key)
            items = value if isinstance(value, list) else [value] if isinstance(value, str) else []
            odd = [item for item in items if is_none(item) or isinstance(item, (dict, list))]
            if odd:
                message = f"{key} holds {counted(len(odd), 'item that is', 'items that are')} no text ({_kinds(odd)})"
                yield Finding(
                    record.path, reading.key_lines.get(key, 1), message, f"{key}: [] says that there are none"
                )


def _kinds(items: list[object]) -> str:
    names = {"a mapping" if isinstance(item, (dict, list)) else "a word for nothing" for item in items}
    return ", ".join(sorted(names))


RULES = (
    Rule("PHR001", "placeholder-left", ERROR,
         "A template's placeholder, or no prompt at all, means that the record was begun and never written. "
         "Text in the prompt itself does not count.", _placeholders,
         is_local=True),
    Rule("PHR002", "front-matter-not-yaml", ERROR,
         "Other tools see no metadata where YAML does not parse; records reads such a block line by line.", _yaml,
         fix=_as_yaml,
         is_local=True),
    Rule("PHR003", "front-matter-missing", ERROR,
         "Front matter is between two lines --- at the very start of the file.", _shape,
         fix=_fence,
         is_local=True),
    Rule("PHR009", "date", ERROR,
         "A date is a day as YYYY-MM-DD, not in the future.", _date,
         is_local=True),
    Rule("PHR013", "loose-values", INFO,
         "Lists hold texts. Mappings, null and words such as none are read as what they mean, by records only.",
         _loose_values,
         is_local=True),
)  # fmt: skip
