"""What decisions say that they apply to: the patterns are sound and match something."""

from __future__ import annotations

import records.regex as re
from records.adr.affects import scope_of
from records.check.rule import Context, Finding, Rule
from records.model.record import Adr
from records.model.severity import INFO, WARNING
from records.model.status import Status
from records.project.work_tree import tree_files
from records.text.globs import GlobSet
from records.trace.governs.components import PREFIX, component_globs, slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


_OUTSIDE = re.compile(r"(?:^|/)\.\.(?:/|$)")


def _with_scope(context: Context) -> Iterator[tuple[Adr, int, tuple[str, ...]]]:
    for record in context.adrs():
        is_stated = record.readable and record.affects
        if is_stated and context.text(record).startswith(("---", "\ufeff---")):
            source = context.adr(record).facts.source("affects")
            yield record, source.line if source else 1, record.affects


def _unsound(context: Context) -> Iterator[Finding]:
    for record, line, patterns in _with_scope(context):
        for pattern in patterns:
            if pattern.startswith("/") or _OUTSIDE.search(pattern) or re.match(r"[A-Za-z]:[\\/]", pattern):
                message = f"the pattern {pattern!r} leads outside the repository"
                yield Finding(record.path, line, message, "write it relative to the repository's root")


def _idle(context: Context) -> Iterator[Finding]:
    items = [item for item in _with_scope(context) if item[0].status == Status.ACCEPTED]
    if not items:
        return
    every = {pattern for _, _, patterns in items for pattern in patterns}
    positive = {pattern for pattern in every if not (pattern.startswith("!") or scope_of(pattern))}
    globs = GlobSet((pattern, pattern) for pattern in sorted(positive))
    used = {pattern for path in tree_files(context.project) for pattern, _ in globs.match(path)}
    components = {pattern for pattern in positive if pattern.startswith(PREFIX)}
    if components:
        known = component_globs(context.project)
        used |= {pattern for pattern in components if slug(pattern.removeprefix(PREFIX)) in known}
    for record, line, patterns in items:
        for pattern in patterns:
            if pattern in positive - used:
                message = f"the pattern {pattern!r} matches no file"
                yield Finding(record.path, line, message, "the code may have moved: correct the pattern")


RULES = (
    Rule("ADR024", "scope-unsound", WARNING,
         "Patterns in affects (scope, files) are relative to the repository's root and stay within it.", _unsound,
         is_local=True),
    Rule("ADR026", "scope-matches-nothing", INFO,
         "A pattern that matches no file governs nothing: the code has moved, or the pattern has a mistake.", _idle),
)  # fmt: skip
