"""Link two records: the link is written in one, its inverse derived; all texts are ready before the first write."""

from __future__ import annotations

import posixpath
from contextlib import suppress

from records.adr.dialects import Target, add_link, read_adr, remove_link, set_status
from records.adr.relation_words import phrase
from records.dataclass import dataclass, replace
from records.errors import EditError, InvalidInput, NotFound, RecordsError
from records.history.known_words import key_of_log, own_words, supersede_spelling, with_badge_colour
from records.history.link_forms import link_form
from records.model.link import Relation, canonical_relation, check_kinds, inverse_relation
from records.model.record import MERGE_CONFLICT, Adr
from records.model.record_paths import log_directory
from records.model.status import IN_FORCE, UNDECIDED, Status
from records.project.catalog import Catalog
from records.project.clock import today
from records.project.redaction import hide_secrets
from records.text.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.graph import Graph
    from records.model.record import Record
    from records.project.project import Project, WorkTreeProject


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What a link changed: the two records after it, and the paths that were written."""

    source: Record
    relation: str
    target: Record
    changed: tuple[str, ...]


def link(project: WorkTreeProject, source: str, words: str, target: str) -> LinkResult:
    """Link *source* to *target*; repeating it changes nothing.

    Superseding also marks the old decision, so that its readers are warned.

    Raises:
        NotFound: an end names nothing.
        Ambiguous: an end names several records.
        InvalidInput: a record is linked with itself, or a proposed decision would retire an accepted one.
        EditError: the source cannot be edited without touching more than it should.
    """
    with project.writer.locked():
        catalog = Catalog(project.store.scan())
        first, second = catalog.record(source), catalog.record(target)
        words, _ = hide_secrets(project, words)
        relation_name = canonical_relation(words)
        _check_ends(first, relation_name, second)
        if relation_name == Relation.SUPERSEDED_BY:
            first, second, relation_name = second, first, Relation.SUPERSEDES.value
            words = ""  # they say it in the other direction
        texts = {first.path: with_link(project, first, relation_name, second, words=words)}
        if relation_name == Relation.SUPERSEDES and isinstance(first, Adr) and isinstance(second, Adr):
            may_retire(first, second)
            refuse_circle(catalog.graph, first, second)
            texts[second.path] = superseded_text(project, second, first)
        changed = project.writer.save(texts)
        return _linked(project, first, relation_name, second, changed)


def unlink(project: WorkTreeProject, source: str, words: str | None, target: str) -> LinkResult:
    """Remove a link from the record that states it; a decision that is superseded no more has its old status again.

    Args:
        project: where.
        source: a reference.
        words: the relation; None takes every relation between the two.
        target: a reference.

    Raises:
        NotFound: an end names nothing, or there is no such link.
        EditError: the link is where it cannot be taken out safely.
    """
    with project.writer.locked():
        catalog = Catalog(project.store.scan())
        first, second = catalog.record(source), catalog.record(target)
        relation_name = canonical_relation(words) if words else None
        texts: dict[str, str] = {}
        for holder, counterpart, wanted_relation in (
            (first, second, relation_name),
            (second, first, relation_name and inverse_relation(relation_name)),
        ):
            text = project.store.text(holder.path)
            for edge in catalog.graph.links(holder):
                if edge.target == counterpart.key and wanted_relation in (None, edge.relation):
                    refuse_unreadable(holder)
                    text = _without(project, holder, text, edge.relation, counterpart)
            if text != project.store.text(holder.path):
                texts[holder.path] = text
        if not texts:
            between = f"{words} " if words else ""
            raise NotFound(
                f"there is no {between}link between {first.ref} and {second.ref}", "records show REF"
            )
        changed = project.writer.save(texts)
        return _linked(project, first, relation_name or "", second, changed)


def _linked(
    project: Project, first: Record, relation_name: str, second: Record, changed: tuple[str, ...]
) -> LinkResult:
    """Return the two records as they are now."""
    if not changed:
        return LinkResult(first, relation_name, second, changed)
    catalog = Catalog(project.store.scan())
    return LinkResult(catalog.record(first.key), relation_name, catalog.record(second.key), changed)


def with_link(
    project: Project,
    source: Record,
    relation_name: str,
    target: Record,
    *,
    words: str = "",
    text: str | None = None,
) -> str:
    """The text of *source*, or *text* in its place, with one more link; as it is where the link is there already."""
    refuse_unreadable(source)
    text = project.store.text(source.path) if text is None else text
    if isinstance(source, Adr):
        written = words if words and words != canonical_relation(words) else phrase(relation_name)
        return _decision_with_link(project, source, text, relation_name, target, written)
    document = Document.parse(text)
    front = document.front_matter
    if front is None:
        raise EditError(
            f"{source.path} has no front matter that a link could be written into", "records check --fix"
        )
    data = front.values()
    links = data.get("links")
    targets = links.get(relation_name) if isinstance(links, dict) else None
    if target.key in (targets if isinstance(targets, list) else [targets]):
        return text
    if isinstance(links, dict) and links:
        new_front = front.append(f"links.{relation_name}", target.key)
    elif links is None and "links" not in data:
        new_front = front.append_mapping("links", relation_name, target.key)
    else:
        raise EditError(f"{source.path}: 'links' is not a mapping", "edit the file by hand")
    return document.with_front_matter(new_front).text


def _without(project: Project, holder: Record, text: str, relation_name: str, counterpart: Record) -> str:
    if isinstance(holder, Adr):
        if relation_name == Relation.SUPERSEDED_BY and isinstance(counterpart, Adr):
            return _not_superseded(project, holder, text, counterpart)
        committed = _committed_text(project, holder)
        if committed not in (None, text):
            words = phrase(relation_name)
            with suppress(EditError):
                if _decision_with_link(project, holder, committed, relation_name, counterpart, words) == text:
                    return committed
        return remove_link(
            text, holder.filename, relation_name, adr_target(counterpart, posixpath.dirname(holder.path))
        )
    document = Document.parse(text)
    front = document.front_matter
    links = front.values().get("links") if front else None
    if front is None or not isinstance(links, dict):
        raise EditError(f"{holder.path} has no links in its front matter", "edit the file by hand")
    for key, value in links.items():
        if (
            isinstance(value, list)
            and counterpart.key in value
            and canonical_relation(str(key)) == relation_name
        ):
            front = front.discard(f"links.{key}", counterpart.key)
        elif isinstance(value, str) and value.strip().endswith(counterpart.filename):
            front = front.set(f"links.{key}", None)
    return document.with_front_matter(front).text


def _not_superseded(project: Project, old: Adr, text: str, new: Adr) -> str:
    """The text of *old* without the mark that *new* supersedes it, and with the status that the mark replaced.

    The status is that of the last commit; accepted, where that does not say. Where nothing but the mark was written
    since then, the text is that of the commit.
    """
    name, target = old.filename, adr_target(new, posixpath.dirname(old.path))
    marks = [link for link in read_adr(text, name).links if link.relation == Relation.SUPERSEDED_BY]
    if len(marks) > 1:
        return remove_link(text, name, Relation.SUPERSEDED_BY, target)
    committed = _committed_text(project, old)
    status = read_adr(committed, name).status if committed is not None else None
    if committed is not None and status != Status.SUPERSEDED:
        with suppress(EditError):
            if superseded_text(project, old, new, committed) == text:
                return committed
    if status is None or status == Status.SUPERSEDED:
        status = Status.ACCEPTED
    with suppress(EditError):  # a mark beside the status holds as long as it is there
        text = set_status(text, name, status, today=today())
    if any(link.relation == Relation.SUPERSEDED_BY for link in read_adr(text, name).links):
        text = remove_link(text, name, Relation.SUPERSEDED_BY, target)
    return set_status(text, name, status, today=today())


def _committed_text(project: Project, record: Record) -> str | None:
    """The text of a record in the last commit; None where it is not there, or there is no git."""
    with suppress(RecordsError):
        return project.at("HEAD").store.text(record.path)
    return None


def _decision_with_link(
    project: Project, source: Adr, text: str, relation_name: str, target: Record, words: str
) -> str:
    """The text of a decision with one more link, in these words."""
    end = end_of_link(project, relation_name, target, source.path)
    if relation_name == Relation.SUPERSEDES:
        end = replace(end, supersede=supersede_spelling(project, source.path))
    return add_link(text, source.filename, words, end)


def superseded_text(
    project: Project, old: Record, new: Record, text: str | None = None, spelling: str = ""
) -> str:
    """The text of *old*, or *text* in its place, with status and mark that *new* supersedes it.

    The verb is spelled as the log does, unless a *spelling* is given.
    """
    refuse_unreadable(old)
    text = project.store.text(old.path) if text is None else text
    spelling = spelling or supersede_spelling(project, old.path, new.path)
    target = end_of_link(project, Relation.SUPERSEDED_BY, new, old.path, new.path)
    target = replace(target, supersede=spelling)
    words = own_words(project, log_directory(old.path), Status.SUPERSEDED, old.path)
    text = set_status(text, old.filename, Status.SUPERSEDED, by=(target,), today=today(), own_words=words)
    return with_badge_colour(project, old, Status.SUPERSEDED, text)[0] if isinstance(old, Adr) else text


def may_retire(new: Adr, old: Adr) -> None:
    """Refuse that a decision which is not in force retires one that is.

    Raises:
        InvalidInput: it would.
    """
    if new.status in UNDECIDED and old.status in IN_FORCE:
        raise InvalidInput(
            f"{new.ref} is {new.status}: it cannot retire {old.ref}, which is accepted",
            f"records adr accept {new.ref}, or link it as amends",
        )


def refuse_unreadable(*records: Record) -> None:
    """Refuse to write into records that cannot be read, or whose merge conflict nobody has resolved yet.

    Raises:
        EditError: one of them is such a record.
    """
    for record in records:
        if not record.readable:
            raise EditError(
                f"{record.path} cannot be read: {record.problem}",
                f"correct it first: records edit {record.ref}",
            )
        if MERGE_CONFLICT in record.repairs:
            raise EditError(
                f"{record.path} has a merge conflict that is not resolved",
                f"resolve it first: records edit {record.ref}",
            )


def refuse_circle(graph: Graph, new: Record, old: Record) -> None:
    """Refuse that a decision supersedes one by which it was superseded, directly or through others.

    Raises:
        InvalidInput: it was.
    """
    if graph.leads_to(Relation.SUPERSEDES, old, new):
        raise InvalidInput(
            f"{old.ref} has superseded {new.ref}, itself or through others: they would form a circle",
            f"records graph {new.ref} shows how",
        )


def end_of_link(
    project: Project, relation_name: str, end: Record, holder_path: str, *except_paths: str
) -> Target:
    """A record as the end of a link in a file, in the form that the file's log has for such links.

    Args:
        project: where.
        relation_name: canonical.
        end: the record.
        holder_path: of the file that holds the link.
        except_paths: other records of the log that are not asked for their front matter.
    """
    target = adr_target(end, posixpath.dirname(holder_path))
    custom = key_of_log(project, relation_name, holder_path, *except_paths)
    return replace(target, custom=custom, form=link_form(project, holder_path))


def adr_target(record: Record, folder: str) -> Target:
    """A record as the end of a link that is written in a file of *folder* (POSIX, from the root)."""
    path = posixpath.relpath(record.path, folder or ".")
    number = record.number if isinstance(record, Adr) else None
    own_id = record.id if record.year and number is not None else None
    return Target(record.stem, record.title, path, number, id=own_id or "")


def _check_ends(first: Record, relation_name: str, second: Record) -> None:
    if first.key == second.key:
        raise InvalidInput(f"{first.ref} cannot be linked with itself")
    check_kinds(relation_name, (first.ref, first.kind), (second.ref, second.kind))
