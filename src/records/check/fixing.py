"""Mend what can be mended safely: each rule's own fix, one rule after the other, proved and written at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.check.engine import active_rules, make_context
from records.check.rule import Context
from records.errors import EditError
from records.project.catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.record import Record
    from records.project.project import Project


@dataclass(frozen=True, slots=True)
class Fixed:
    """One file that is, or would be, mended: its text before and after, and the rules that asked for it."""

    path: str
    before: str
    after: str
    rules: tuple[str, ...]


def fix(project: Project, paths: Iterable[str] = (), *, dry_run: bool = False) -> list[Fixed]:
    """Mend the records of a project, or some; nothing else in a file is touched.

    Args:
        project: where.
        paths: POSIX paths from the root, files or folders; all records when empty.
        dry_run: make every text, but write nothing.

    Raises:
        ConfigError: the settings name a rule or a severity that does not exist.
        WriteError: a file could not be written; those before it are.
    """
    with project.store.locked():
        context = make_context(project, paths)
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        asked: dict[str, list[str]] = {}
        for rule, _ in active_rules(project.settings.check):
            if rule.fix is None:
                continue
            for path in dict.fromkeys(found.path for found in rule.check(context) if found.fixable):
                record = context.record_at(path)
                made = _tried(rule.fix, context, record) if record else None
                if record is None or made is None or made == context.text(record):
                    continue
                before.setdefault(path, context.text(record))
                after[path] = made
                asked.setdefault(path, []).append(rule.id)
                context = _with(context, record, made)
        if not dry_run:
            project.store.save(after)
    return [Fixed(path, before[path], after[path], tuple(asked[path])) for path in sorted(after)]


def _tried(fix: object, context: Context, record: Record) -> str | None:
    try:
        made: str | None = fix(context, record)  # type: ignore[operator]
    except EditError:
        return None  # the finding stays, and says what to do by hand
    return made


def _with(context: Context, record: Record, text: str) -> Context:
    """The same context with another text in one record's place."""
    parsed = context.project.store.parse(record.kind, text, record.path, record.folder)
    records = [parsed if one.path == record.path else one for one in context.catalog.records]
    texts = {one.path: context.text(one) for one in records if one.path != record.path}
    return Context(context.project, Catalog(records), context.only, None, {**texts, record.path: text})


def difference(item: Fixed) -> list[str]:
    """The change of one file as a unified diff."""
    from difflib import unified_diff

    before, after = item.before.splitlines(keepends=True), item.after.splitlines(keepends=True)
    lines = unified_diff(before, after, f"a/{item.path}", f"b/{item.path}")
    return [line.rstrip("\r\n") for line in lines]
