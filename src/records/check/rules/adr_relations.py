"""Relations between decisions: written on both sides where a reader must be warned, and sensible."""

from __future__ import annotations

import posixpath

import records.regex as re
from records.check.link_targets import linked_path
from records.check.rule import Context, Finding, Rule
from records.errors import nearest
from records.history.link import superseded_text
from records.model.link import INVERSE, Relation
from records.model.record import Adr, adr_status
from records.model.record_paths import LINKED, stem_of
from records.model.severity import ERROR, INFO, WARNING
from records.model.status import RETIRED, UNDECIDED, Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.record import Record

_LINK = re.compile(
    r"(?<!!)\[[^\]\n]{0,500}\]\((?P<href>(?:[^)\s\]]|\](?!\()){1,2000}+)(?:[^\S\n][^)\n]{0,500})?\)"
)


def _line(context: Context, record: Record, target: str) -> int:
    for link in context.adr(record).facts.links:
        if link.target == target:
            return link.line
    return 1


def _no_successor(context: Context) -> Iterator[Finding]:
    graph = context.catalog.graph
    for record in context.adrs():
        if record.status == Status.SUPERSEDED:
            relations = {link.relation for link in graph.neighbours(record)}
            outside = any(link.relation == Relation.SUPERSEDED_BY for link in record.links)
            if Relation.SUPERSEDED_BY not in relations and not outside:
                source = context.adr(record).facts.source("status")
                message = "it is superseded, and nothing says by what"
                hint = f"records adr supersede {record.ref} --by NEW"
                yield Finding(record.path, source.line if source else 1, message, hint)


def _one_sided(context: Context) -> Iterator[Finding]:
    """A reader of the old record must be warned: the one inverse that is written as well as derived."""
    graph = context.catalog.graph
    for record in context.adrs():
        targets = {link.target for link in graph.links(record) if link.relation == Relation.SUPERSEDED_BY}
        for link in graph.backlinks(record):
            successor = graph.references.get(link.target)
            if link.relation != Relation.SUPERSEDED_BY or successor is None or link.target in targets:
                continue
            if adr_status(successor) in UNDECIDED:
                continue  # a proposal, which may be rejected
            source = context.adr(record).facts.source("status")
            message = f"{successor.ref} supersedes it, and this file does not say so"
            hint = f"records adr supersede {record.ref} --by {successor.ref}"
            yield Finding(record.path, source.line if source else 1, message, hint, fixable=True)


def _mark(context: Context, record: Record) -> str | None:
    """Write the marks of all decisions in force that supersede this one."""
    graph = context.catalog.graph
    targets = {link.target for link in graph.links(record) if link.relation == Relation.SUPERSEDED_BY}
    successors = [
        graph.references.get(link.target)
        for link in graph.backlinks(record)
        if link.relation == Relation.SUPERSEDED_BY
    ]
    newer = [
        successor for successor in successors
        if successor and successor.key not in targets and adr_status(successor) not in UNDECIDED
    ]  # fmt: skip
    text = context.text(record)
    for successor in newer:
        text = superseded_text(context.project, record, successor, text)
    return text if newer else None


def _self(context: Context) -> Iterator[Finding]:
    graph = context.catalog.graph
    for record in context.adrs():
        for link in record.links:
            target = graph.references.link_target(link.target, record)
            if target is not None and target.key == record.key:
                yield Finding(
                    record.path,
                    _line(context, record, link.target),
                    f"it is linked with itself: {link.relation}",
                )


def _premature(context: Context) -> Iterator[Finding]:
    """A decision that was retired though nothing in force took its place; a proposal may say what it will replace."""
    graph = context.catalog.graph
    for old in context.adrs():
        if old.status != Status.SUPERSEDED:
            continue
        targets = [link.target for link in graph.links(old) if link.relation == Relation.SUPERSEDED_BY]
        successors = [other for target in targets if (other := graph.references.get(target))]
        if successors and all(adr_status(other) in UNDECIDED for other in successors):
            first = successors[0]
            source = context.adr(old).facts.source("status")
            message = f"it is superseded by {first.ref}, which is {adr_status(first)}"
            hint = f"records adr accept {first.ref}, or let this one hold until then"
            yield Finding(old.path, source.line if source else 1, message, hint)


def _leaning_on_retired(context: Context) -> Iterator[Finding]:
    graph = context.catalog.graph
    for record in context.adrs():
        if record.status != Status.ACCEPTED:
            continue
        for link in record.links:
            dependency = (
                graph.references.link_target(link.target, record)
                if link.relation == Relation.DEPENDS_ON
                else None
            )
            if dependency is not None and adr_status(dependency) in RETIRED:
                message = f"it depends on {dependency.ref}, which is {adr_status(dependency)}"
                yield Finding(record.path, _line(context, record, link.target), message)


def _own_words(context: Context) -> Iterator[Finding]:
    for record in context.adrs():
        for link in context.adr(record).facts.links if record.links else ():
            if link.relation in INVERSE:
                continue
            near = nearest(link.relation, INVERSE, 0.9)
            if near:
                message = f"the relation {link.text or link.relation!r} is read by nobody"
                yield Finding(record.path, link.line, message, f"did you mean {near.replace('-', ' ')}?")


def _files(context: Context) -> Iterator[Finding]:
    paths = {record.path for record in context.catalog.records}
    for record in context.adrs():
        if not record.readable:
            continue
        targets = context.link_targets(record)
        if targets is not None and all(path in paths or context.exists(path) for path in targets):
            continue
        folder = posixpath.dirname(record.path)
        view = context.adr(record).view
        for match in _LINK.finditer(view.masked):
            href = match["href"].split("#")[0].split("?")[0]
            if not href.lower().endswith(LINKED):
                continue
            if "://" in href or href.startswith(("/", "<", "mailto:")):
                continue
            path = linked_path(folder, href)
            if path not in paths and not context.exists(path):
                message = f"the link leads to no file: {match['href']}"
                yield Finding(record.path, view.line(match.start()), message, _near_path(context, href))


def _near_path(context: Context, href: str) -> str:
    words = _words(stem_of(href))
    stems = {record.stem: record.path for record in context.catalog.records if isinstance(record, Adr)}
    by_words = nearest(words, {_words(stem): stem for stem in stems}, 0.75)
    if words and by_words:
        return f"did you mean {next(path for stem, path in stems.items() if _words(stem) == by_words)}?"
    number = re.match(r"(?:\./)?(?:adr[-_]?)?0*(\d+)", href, re.IGNORECASE)
    near = context.catalog.graph.references.matches(f"ADR-{number[1]}") if number else []
    return f"did you mean {near[0].path}?" if near else ""


def _words(stem: str) -> str:
    """The words of a name without its number."""
    return re.sub(r"^(?:adr-?)?[\d_-]+", "", stem, flags=re.IGNORECASE)


RULES = (
    Rule("ADR010", "no-successor", WARNING,
         "A superseded decision names the one that holds now, or readers are left alone.", _no_successor),
    Rule("ADR013", "link-to-no-file", WARNING,
         "A link to another record or page leads to a file that exists.", _files),
    Rule("ADR020", "superseded-on-one-side", WARNING,
         "Links are written once and their inverse derived, except one: a reader of a superseded decision must see "
         "that it no longer holds. check --fix writes the missing mark.", _one_sided, fix=_mark),
    Rule("ADR021", "linked-with-itself", ERROR,
         "A decision cannot supersede, amend or depend on itself.", _self),
    Rule("ADR022", "depends-on-retired", WARNING,
         "An accepted decision that depends on one which no longer holds should be looked at again.",
         _leaning_on_retired),
    Rule("ADR025", "relation-of-your-own", INFO,
         "Phrases of your own are kept and shown. One that is nearly a known relation is read by nobody.", _own_words,
         is_local=True),
    Rule("ADR029", "retired-by-a-proposal", ERROR,
         "A decision holds until the one that supersedes it is accepted. A proposal may say what it will replace.",
         _premature),
)  # fmt: skip
