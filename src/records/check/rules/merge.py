"""What a merge would break although git merges it without a conflict; checked with `--against REVISION`."""

from __future__ import annotations

from records.check.rule import Context, Finding, Rule
from records.model.file_name import parse_decision_name, yearly_name
from records.model.link import Relation, relation_text
from records.model.record import Adr, adr_status
from records.model.severity import ERROR, WARNING
from records.model.status import RETIRED, Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.record import Record

_LEANS = frozenset((Relation.SUPERSEDES, Relation.AMENDS, Relation.DEPENDS_ON, Relation.REFINES))


def _new_here(context: Context) -> Iterator[Record]:
    other_side = context.other
    for record in context.catalog.records:
        if other_side and record.path not in other_side.base and context.selects(record.path):
            yield record


def _number_in_log(name: str) -> str | None:
    """The number that a file name takes in its log; of one that is numbered within its year with that year."""
    yearly = yearly_name(name)
    number = parse_decision_name(name).number
    return None if number is None else f"{yearly.year}-{number}" if yearly else str(number)


def _numbers(context: Context) -> Iterator[Finding]:
    other_side = context.other
    if other_side is None:
        return
    theirs: dict[tuple[str, str], list[str]] = {}
    for path in sorted(other_side.added):
        folder, _, name = path.rpartition("/")
        if identifier := _number_in_log(name):
            theirs.setdefault((folder, identifier), []).append(name)
    for record in _new_here(context):
        if record.number is None:
            continue
        identifier = _number_in_log(record.filename) or str(record.number)
        for name in theirs.get((record.path.rpartition("/")[0], identifier), []):
            message = f"{other_side.ref} has taken the number {record.number} too, with {name}"
            yield Finding(record.path, 1, message, f"records renumber {record.path}")
    for path in sorted(other_side.both_added):
        if context.selects(path):
            message = f"{other_side.ref} has added a file of this name too, with another text"
            yield Finding(path, 1, message, f"records renumber {path}")


def _superseded_twice(context: Context) -> Iterator[Finding]:
    other_side = context.other
    if other_side is None:
        return
    graph = context.catalog.graph
    theirs: dict[str, str] = {}
    for path, facts in other_side.decisions.items():
        for link in facts.links:
            if link.relation == Relation.SUPERSEDES:
                theirs[_last(link.target)] = path
    for record in _new_here(context):
        for edge in record.links:
            old = (
                graph.references.link_target(edge.target, record)
                if edge.relation == Relation.SUPERSEDES
                else None
            )
            if old is None:
                continue
            successor = theirs.get(old.stem) or theirs.get(str(old.number))
            if successor and successor != record.path:
                message = (
                    f"{old.ref} is superseded by {successor} on {other_side.ref}, and by this record here"
                )
                yield Finding(
                    record.path, 1, message, "agree on one successor, or let one supersede the other"
                )


def _last(target: str) -> str:
    name = target.split("#")[0].rsplit("/", 1)[-1].removesuffix(".md")
    digits = name.upper().removeprefix("ADR-")
    return digits.lstrip("0") if digits.isdecimal() else name


def _retired_there(context: Context) -> Iterator[Finding]:
    other_side = context.other
    if other_side is None:
        return
    graph = context.catalog.graph
    for record in context.adrs():
        if record.status not in (Status.ACCEPTED, Status.PROPOSED):
            continue
        for link in record.links:
            old = graph.references.link_target(link.target, record) if link.relation in _LEANS else None
            facts = other_side.decisions.get(old.path) if old else None
            if old and facts and facts.status in RETIRED and adr_status(old) not in RETIRED:
                message = f"it {relation_text(link.relation)} {old.ref}, which is {facts.status} on {other_side.ref}"
                yield Finding(record.path, 1, message, f"git merge {other_side.ref}, and look at it again")


def _removed(context: Context) -> Iterator[Finding]:
    other_side = context.other
    if other_side is None or context.only:
        return
    for record in other_side.removed:
        message = f"{record.ref} is removed: {record.title}"
        back = f"git checkout {other_side.ref} -- {record.path}"
        advice = "deprecate or supersede what no longer holds; " if isinstance(record, Adr) else ""
        yield Finding(record.path, 1, message, f"{advice}to have it back: {back}")


RULES = (
    Rule("REC010", "number-taken-on-both-sides", ERROR,
         "Two branches gave one number to two records. Git merges that without a conflict; it is seen only by "
         "check --against the branch that will be merged into.", _numbers, needs_other_side=True),
    Rule("REC011", "superseded-on-both-sides", ERROR,
         "Two branches put different decisions in the place of one. After the merge both would claim to hold.",
         _superseded_twice, needs_other_side=True),
    Rule("REC012", "retired-on-the-other-side", WARNING,
         "A decision here builds on one that the other branch has retired.", _retired_there,
         needs_other_side=True),
    Rule("REC013", "record-removed", WARNING,
         "A record that the other branch has is gone here, and under no other name. Someone who asks later why a line "
         "is so finds nothing; a decision that no longer holds is deprecated or superseded.", _removed,
         needs_other_side=True),
)  # fmt: skip
