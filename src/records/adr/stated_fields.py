"""What one decision record states: its fields and links, each with the place that states it."""

from __future__ import annotations

from collections.abc import Mapping

import records.regex as re
from records.adr.fields import field_statements
from records.adr.links import link_statements
from records.adr.record_layout import AdrView
from records.adr.statement import SECTION, FieldStatement, LinkStatement
from records.adr.status_choice import is_menu
from records.adr.status_text import is_status, read_status
from records.patterns import PLACEHOLDER
from records.text.struck_words import without_struck

PLACEHOLDER_PATTERN = re.compile(PLACEHOLDER)
UNFILLED = re.compile(r"[\[{<]|YYYY|DATE\b")


class AdrReader:
    """Everything stated in one record, before a dialect gives it a name.

    Args:
        view: the record's text.
        own_words: the word that the record's log has for each canonical status; for what is written.
    """

    def __init__(self, view: AdrView, own_words: Mapping[str, str] | None = None) -> None:
        self.view = view
        self.own_words = own_words or {}
        self.statements = field_statements(view)
        self.links = link_statements(view, self.statements)

    def changed(self, text: str) -> AdrReader:
        """The record with another text."""
        return AdrReader(AdrView(text, self.view.filename), self.own_words)

    def statements_of(self, field: str) -> list[FieldStatement]:
        """The statements of one field, in order of precedence."""
        return [item for item in self.statements if item.field == field]

    def statuses(self) -> list[FieldStatement]:
        """The statements of status that count: of a Status section the first, and later ones with a known word.

        Of a history the step that holds counts, and no other one.
        """
        statements: list[FieldStatement] = []
        sections = set()
        for item in self.statements_of("status"):
            if item.role in ("history", "empty"):
                continue
            if item.where == SECTION:
                section = self.section_of(item)
                if (section in sections and not self.is_status(item)) or self._is_prose(item):
                    continue
                sections.add(section)
            statements.append(item)
        return statements

    def history(self) -> list[FieldStatement]:
        """The steps of a status history, the one that holds included; empty where there is none."""
        return [item for item in self.statements_of("status") if item.role in ("history", "current")]

    def section_of(self, item: FieldStatement) -> int:
        """Where the Status section begins in which a statement is; 0 where it is in none."""
        return next((start for start, end in self.view.status_sections if start <= item.start < end), 0)

    def text_of(self, item: FieldStatement) -> str:
        """The text of a statement with struck-out words blanked."""
        return without_struck(item.raw) if item.start < 0 else self.view.masked[item.start : item.end]

    def is_status(self, item: FieldStatement) -> bool:
        """Return whether a statement begins with a status that every tool knows."""
        return is_status(self.text_of(item))

    def line(self, item: FieldStatement | LinkStatement) -> int:
        """The line of a statement."""
        return (
            self.view.key_line(item.key.rpartition(".")[2]) if item.start < 0 else self.view.line(item.start)
        )

    def _is_prose(self, item: FieldStatement) -> bool:
        """Return whether a paragraph of a Status section is neither a status, nor a menu, nor a placeholder."""
        text = self.text_of(item)
        is_chosen = read_status(text).status is not None or item.role == "menu" or is_menu(text)
        return not is_chosen and not PLACEHOLDER_PATTERN.search(text) and text[:1] not in "[{<"
