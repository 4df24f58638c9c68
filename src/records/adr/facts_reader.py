"""Read one decision record: each field from the places that state it, with what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.adr.affects import affects_globs, affects_keys
from records.adr.date_reader import read_date
from records.adr.facts import AdrFacts, Finding, FoundLink, Provenance
from records.adr.record_layout import AdrView
from records.adr.stated_fields import PLACEHOLDER_PATTERN, UNFILLED, AdrReader
from records.adr.statement import FRONT
from records.adr.status_reader import read_status_field
from records.adr.title_reader import number_and_title
from records.model.record import MERGE_CONFLICT

_SPLIT = re.compile(r"[,;]\s*")
_CONFLICT = re.compile(r"^<{7}(?: .*)?\r?$(?=(?s:.*?)^>{7}(?: .*)?\r?$)", re.M)
"""The first line of a merge conflict whose last line follows."""


def _about_text(view: AdrView) -> Iterator[Finding]:
    problem = view.problem
    if problem is not None:
        front = view.toml or view.document.front
        language = "TOML" if view.toml else "YAML"
        line = view.line(front[0]) + problem.line - 1 if front else 1
        yield Finding(
            "front-matter-broken", f"the front matter is not valid {language}: {problem.message}", line
        )
    elif view.document.front is None and re.match(r"\ufeff?---[ \t]*\r?\n[A-Za-z_]+:", view.text):
        yield Finding("front-matter-unclosed", "the front matter is opened and never closed", 1)
    if "<<<<<<<" in view.text:
        conflict = _CONFLICT.search(view.text[: view.body] + view.masked[view.body :])
        if conflict:
            yield Finding(MERGE_CONFLICT, "a merge conflict is not resolved", view.line(conflict.start()))
    if "{{" in view.text:
        start, end = view.document.front or (0, 0)
        places = [
            PLACEHOLDER_PATTERN.search(view.text, start, end),
            PLACEHOLDER_PATTERN.search(view.masked, view.body),
        ]
        for match in places:
            if match:
                message = f"a placeholder of the template is left: {match[0]}"
                yield Finding("placeholder", message, view.line(match.start()))


def _names(reading: AdrReader, field: str, provenance: list[Provenance]) -> tuple[str, ...]:
    for item in reading.statements_of(field):
        if UNFILLED.match(item.raw) and item.raw[:1] != "[":
            continue
        value = reading.view.data.get(item.key) if item.where == FRONT else None
        parts = (
            [str(part) for part in value if part]
            if isinstance(value, list)
            else _SPLIT.split(item.raw.strip("[]"))
        )
        names = tuple(part.strip(" \t\"'`*") for part in parts)
        names = tuple(name for name in names if name and name.lower() not in ("none", "n/a", "null", "-"))
        if names:
            provenance.append(Provenance(field, reading.line(item), item.where, item.raw))
            return names
    return ()


def _affects(view: AdrView, provenance: list[Provenance]) -> tuple[str, ...]:
    globs = affects_globs(view.data, view.text[view.body :])
    for key in affects_keys(view.data):
        provenance.append(Provenance("affects", view.key_line(key), FRONT, key))
    return globs


def read_facts(reading: AdrReader, dialect: str) -> AdrFacts:
    """Give what the record says, under the name of its *dialect*."""
    findings: list[Finding] = list(_about_text(reading.view))
    provenance: list[Provenance] = []
    number, title = number_and_title(reading, findings, provenance)
    status, raw = read_status_field(reading, findings, provenance)
    return AdrFacts(
        dialect=dialect,
        number=number,
        title=title,
        status=status,
        status_raw=raw,
        date=read_date(reading, findings, provenance),
        labels=_names(reading, "labels", provenance),
        deciders=_names(reading, "deciders", provenance),
        links=tuple(
            FoundLink(item.relation, item.target, reading.line(item), item.text) for item in reading.links
        ),
        affects=_affects(reading.view, provenance),
        provenance=tuple(provenance),
        findings=tuple(sorted(findings, key=lambda finding: (finding.line, finding.code))),
    )
