"""The JSON of `import`."""

from __future__ import annotations

from pydantic import ConfigDict, with_config

from records.model.answer import Answer


class ImportedRecord(Answer):
    """One record that was, or would be, imported."""

    old: str | None
    new: str
    title: str
    changes: list[str]


class ImportAnswer(Answer):
    """What was imported."""

    written: bool
    records: list[ImportedRecord]
    followed: list[str]


@with_config(ConfigDict(extra="allow"))
class ScriptAnswer(Answer):
    """What Spec-Kit Plus's own scripts print, with warnings; further members are those of the script."""

    id: str
    path: str
    warnings: list[str]
