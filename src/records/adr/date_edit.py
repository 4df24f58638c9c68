"""Set the date of a decision record in every place that states one."""

from __future__ import annotations

import records.regex as re
from records.adr.front_matter_edit import Block, front
from records.adr.record_layout import AdrView
from records.adr.splice import Splice, apply_splices
from records.adr.stated_fields import AdrReader
from records.adr.statement import BADGE, FRONT
from records.adr.status_history_edit import as_day
from records.patterns import DATE
from records.text.dates import date_of
from records.text.front_matter import FrontMatter


def with_date(reading: AdrReader, date: str) -> str:
    """Give the text with *date* in every place that states one."""
    splices: list[Splice] = []
    text = reading.view.text
    keys: list[str] = []
    for item in reading.statements_of("date"):
        if item.where == FRONT:
            keys.append(item.key)
        elif item.start < item.end and date_of(item.raw) is not None and item.role != "current":
            splices.append(
                Splice(item.start, item.end, as_day(item.raw, date) if item.where == BADGE else date)
            )
    text = apply_splices(text, splices)
    for key in keys:
        view = AdrView(text, reading.view.filename)
        text = front(view, lambda block, key=key: _with_key_date(block, key, date))  # type: ignore[misc]
    return text


def _with_key_date(block: Block, key: str, date: str) -> Block:
    """Set a date key; one that is written bare stays bare, as its author's tools expect it."""
    if not isinstance(block, FrontMatter):
        return block.set(key, date)
    bare = re.search(rf"^{re.escape(key)}:[ \t]*({DATE})(?=[ \t]*(?:#.*)?\r?$)", block.text, re.M)
    if bare is None:
        return block.set(key, date)
    return FrontMatter(block.text[: bare.start(1)] + date + block.text[bare.end(1) :])
