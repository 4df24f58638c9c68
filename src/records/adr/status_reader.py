"""Read the status of a decision record from the places that state it, and report where they disagree."""

from __future__ import annotations

from records.adr.facts import Finding, Provenance
from records.adr.relation_words import mentions_relation
from records.adr.relations import stated_relations
from records.adr.stated_fields import PLACEHOLDER_PATTERN, AdrReader
from records.adr.statement import SECTION, FieldStatement, LinkStatement
from records.adr.status_choice import is_menu
from records.adr.status_phrase import StatusText
from records.adr.status_text import read_status
from records.adr.status_words import symbols_at

_IN_FORCE = ("accepted", "proposed", "draft")


def read_status_field(
    reading: AdrReader, findings: list[Finding], provenance: list[Provenance]
) -> tuple[str | None, str | None]:
    """Return the status, canonical where it is known, and as written; findings and places are added to the lists."""
    statuses: list[tuple[str, FieldStatement]] = []
    statements = reading.statuses()
    for item in statements:
        line = reading.line(item)
        text = reading.text_of(item)
        word = read_status(text)
        if item.role == "menu" or (word.status is None and is_menu(text)):
            findings.append(Finding("status-menu", f"no status is chosen yet: {short(item.raw)}", line))
            continue
        status = _with_relations(reading, item, word)
        if status is None or PLACEHOLDER_PATTERN.search(text):
            if text.strip():
                findings.append(
                    Finding("status-unread", f"the status cannot be read: {short(item.raw)}", line)
                )
            continue
        provenance.append(Provenance("status", line, item.where, item.raw))
        statuses.append((status, item))
    marks = [link for link in reading.links if link.relation == "superseded-by"]
    if not (statements or marks) and (
        prose := [
            item
            for item in reading.statements_of("status")
            if item.role != "empty" and reading.text_of(item).strip()
        ]
    ):
        message = f"the status cannot be read: {short(prose[0].raw)}"
        findings.append(Finding("status-unread", message, reading.line(prose[0])))
    for status, item in statuses[1:]:
        if status != statuses[0][0]:
            message = f"the {item.where} says {status}, the {statuses[0][1].where} says {statuses[0][0]}"
            findings.append(Finding("status-disagrees", message, reading.line(item)))
    return _with_marks(reading, statuses[0] if statuses else None, marks, findings, provenance)


def _with_relations(reading: AdrReader, item: FieldStatement, word: StatusText) -> str | None:
    """Read a status by what its sentence says of its references: `superseded by ADR-3 in part` is accepted.

    A sentence that begins with another relation is no status word: `Supersedes ADR-3 and is superseded by ADR-4`.
    """
    if word.is_known and word.status != "superseded":
        return word.status
    relations = stated_relations(reading.text_of(item), reading.view.definitions)
    names = {relation.relation for relation in relations}
    if word.status == "superseded":
        return "accepted" if "amended-by" in names and "superseded-by" not in names else word.status
    is_sentence = word.status is None or any(word.start <= item.words_start < word.end for item in relations)
    return "superseded" if is_sentence and "superseded-by" in names else word.status


def _with_marks(
    reading: AdrReader,
    choice: tuple[str, FieldStatement] | None,
    marks: list[LinkStatement],
    findings: list[Finding],
    provenance: list[Provenance],
) -> tuple[str | None, str | None]:
    if not marks and choice is None:
        changes = (k for k in reading.links if k.relation == "amended-by" and k.where == SECTION)
        if amendment := next(changes, None):  # changed in part, so in force
            raw = f"{amendment.text} {amendment.target}"
            provenance.append(Provenance("status", reading.line(amendment), SECTION, raw))
            return "accepted", raw
        return None, None
    if not marks:
        return (choice[0], choice[1].raw) if choice else (None, None)
    mark = marks[0]
    if choice is None or (choice[1].where == SECTION and not reading.is_status(choice[1])):
        # adr-tools leaves the link alone where the status word was
        line = reading.view.masked.rfind("\n", 0, max(mark.start, 0)) + 1
        symbols = symbols_at(reading.view.masked, line) if mark.where == SECTION else ""
        raw = f"{symbols}{mark.text} {mark.target}"
        provenance.append(Provenance("status", reading.line(mark), mark.where, raw))
        return "superseded", raw
    is_later = choice[1].where == mark.where == SECTION and mark.start > choice[1].start
    if is_later and choice[0] in _IN_FORCE:
        return "superseded", choice[1].raw
    if choice[0] in _IN_FORCE and not _is_partly_superseded(reading.text_of(choice[1])):
        message = f"it says {choice[0]} and also that {mark.target} supersedes it"
        findings.append(Finding("status-disagrees", message, reading.line(mark)))
        return "superseded", choice[1].raw
    return ("superseded" if choice[0] in _IN_FORCE else choice[0]), choice[1].raw


def _is_partly_superseded(text: str) -> bool:
    """Say whether a status only says that a part was superseded: a later mark of the whole does not contradict it."""
    word = read_status(text)
    return mentions_relation(text[word.start : word.end])


def short(raw: str) -> str:
    """Return a text for a message: on one line, quoted, sixty characters at most."""
    words = " ".join(raw.split())
    return repr(words if len(words) <= 60 else words[:59] + "…")
