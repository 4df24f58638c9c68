"""Code and the decisions that it names: markers lead to decisions in force, and no code depends on superseded ones."""

from __future__ import annotations

from records.check.rule import Context, Finding, Rule, line_of
from records.model.kind import Kind
from records.model.record import Adr
from records.model.severity import ERROR, WARNING
from records.model.status import Status
from records.project.work_tree import files_below
from records.text.globs import GlobSet
from records.trace.governs.asking import all_markers
from records.trace.governs.bonds import Governance, in_force

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def _stale_markers(context: Context) -> Iterator[Finding]:
    """Markers that name no decision, or one that no longer holds."""
    if context.only:
        return
    rules = Governance(context.catalog.graph)
    for marker in all_markers(context.project):
        matches = context.catalog.graph.references.matches(marker.ref, Kind.ADR)
        decisions = [record for record in matches if isinstance(record, Adr)]
        if len(decisions) != 1:
            problem = f"names {len(decisions)} decisions" if decisions else "names no decision"
            message, hint = f"@adr {marker.ref} {problem}", "records list --kind adr"
            yield Finding(marker.path, marker.line, message, hint, severity=ERROR)
        elif not in_force(decisions[0]):
            after = rules.successor(decisions[0])
            hint = (
                f"write @adr {after.id or after.stem}"
                if after
                else "take the marker out, or write a new decision"
            )
            message = f"@adr {marker.ref}: {decisions[0].ref} is {decisions[0].status or 'without a status'}"
            yield Finding(marker.path, marker.line, message, hint)


def _superseded(context: Context) -> Iterator[Finding]:
    """Code that only a superseded decision names, and the one that took its place does not."""
    old = [record for record in context.adrs() if record.affects and record.status == Status.SUPERSEDED]
    if not old or context.project.location is None:
        return
    rules = Governance(context.catalog.graph)
    remaining = _matching_globs(context, old)
    globs = GlobSet(
        (glob, record.key) for record in old for glob in record.affects if not glob.startswith("!")
    )
    bare: dict[str, str] = {}
    for path in files_below(context.project, "."):
        for _, key in globs.match(path):
            if key not in bare and not rules.by_globs(path):
                bare[key] = path
    for record in old:
        after = rules.successor(record)
        if (
            record.key in bare
            and after is not None
            and any((record.key, glob) in remaining for glob in record.affects)
        ):
            glob = next(glob for glob in record.affects if (record.key, glob) in remaining)
            message = f"{bare[record.key]} is governed only by {record.ref}, which {after.ref} superseded"
            line = line_of(context.text(record), glob)
            yield Finding(record.path, line, message, f"give {after.ref} the globs that it takes over")


def _matching_globs(context: Context, records: list[Adr]) -> set[tuple[str, str]]:
    """Which globs of which records match any file."""
    globs = GlobSet(
        (glob, record.key) for record in records for glob in record.affects if not glob.startswith("!")
    )
    return {(key, glob) for path in files_below(context.project, ".") for glob, key in globs.match(path)}


RULES = (
    Rule("GOV001", "stale-marker", WARNING,
         "A comment @adr 12 in code says that a decision governs it: the decision exists and is in force. A marker of "
         "a superseded decision still leads to the one in its place, but points the reader to something old.",
         _stale_markers),
    Rule("GOV002", "governed-by-superseded", WARNING,
         "Code that a superseded decision names is named by the one that took its place, or nothing governs it.",
         _superseded),
)  # fmt: skip
