"""Repair what can be repaired safely: run each rule's fix in turn, verify the result, write it at the end."""

from __future__ import annotations

from records.check.engine import active_rules, make_context
from records.check.rule import Context
from records.dataclass import dataclass
from records.errors import EditError
from records.model.record import MERGE_CONFLICT
from records.project.catalog import Catalog
from records.project.codec import parse_record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.record import Record
    from records.project.project import WorkTreeProject


@dataclass(frozen=True, slots=True)
class FileFix:
    """One file that is, or would be, repaired: its text before and after, and the rules behind the change."""

    path: str
    before: str
    after: str
    rules: tuple[str, ...]


_MOST_PASSES = 5


def fix(project: WorkTreeProject, paths: Iterable[str] = (), *, dry_run: bool = False) -> list[FileFix]:
    """Repair the records of a project, or some; nothing else in a file is touched.

    Args:
        project: where.
        paths: POSIX paths from the root, files or folders; all records when empty.
        dry_run: make every text, but write nothing.

    Raises:
        ConfigError: the settings name a rule or a severity that does not exist.
        WriteError: a file could not be written; those before it are.
    """
    with project.writer.locked():
        project.writer.remove_abandoned()
        context = make_context(project, paths)
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        requests: dict[str, list[str]] = {}
        rules = [rule for rule, _ in active_rules(project.settings.check) if rule.fix is not None]
        for _ in range(_MOST_PASSES):  # what one rule repairs lets another see its own finding
            is_final = True
            for rule in rules:
                for path in dict.fromkeys(finding.path for finding in rule.check(context) if finding.fixable):
                    record = context.record_at(path)
                    text = _fixed_text(rule.fix, context, record) if record else None
                    if record is None or text is None or text == context.text(record):
                        continue
                    before.setdefault(path, context.text(record))
                    after[path] = text
                    requests.setdefault(path, []).append(rule.id)
                    context = _with(context, record, text)
                    is_final = False
            if is_final:
                break
        if not dry_run:
            project.writer.save(after)
    return [
        FileFix(path, before[path], after[path], tuple(dict.fromkeys(requests[path])))
        for path in sorted(after)
    ]


def _fixed_text(fix: object, context: Context, record: Record) -> str | None:
    if MERGE_CONFLICT in record.repairs:
        return None
    try:
        text: str | None = fix(context, record)  # type: ignore[operator]
    except EditError:
        return None  # the finding stays, and says what to do by hand
    return text


def _with(context: Context, record: Record, text: str) -> Context:
    """The same context with another text in one record's place."""
    parsed = parse_record(record.kind, text, record.path, record.folder)
    records = [
        parsed if candidate.path == record.path else candidate for candidate in context.catalog.records
    ]
    texts = {
        candidate.path: context.text(candidate) for candidate in records if candidate.path != record.path
    }
    texts[record.path] = text
    return Context(context.project, Catalog(records), context.only, _texts=texts)


def difference(item: FileFix) -> list[str]:
    """The change of one file as a unified diff."""
    from difflib import unified_diff

    before, after = item.before.splitlines(keepends=True), item.after.splitlines(keepends=True)
    lines = unified_diff(before, after, f"a/{item.path}", f"b/{item.path}")
    return [line.rstrip("\r\n") for line in lines]
