"""The JSON of `site build`."""

from __future__ import annotations

from records.model.answer import Answer


class BuildAnswer(Answer):
    """What a build did."""

    folder: str
    records: int
    unreadable: int
    made: int
    written: int
    removed: int
