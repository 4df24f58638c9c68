"""The words of a log for statuses and relations: refuse what is probably misspelt, write as its records do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from records.adr.badges import status_colour
from records.adr.dialects import read_adr, read_whole
from records.adr.facts import KeyCustom
from records.adr.front_keys import key_custom
from records.adr.record_layout import AdrView
from records.adr.stated_fields import AdrReader
from records.adr.status_section_edit import supersede_spellings
from records.adr.status_text import read_status, status_span
from records.adr.status_words import marked_word, split_symbols, write_status
from records.errors import InvalidInput, RecordsError, nearest
from records.model.link import INVERSE, RELATIONS, Relation, canonical_relation
from records.model.record import Adr
from records.model.record_paths import log_directory
from records.model.status import STATUSES, Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project

_NEAR = 0.8
_NEWEST = 5
"""Records that are asked for their word for a status."""
_SEVERAL = 2
"""Statuses that an emoji has to stand beside to be the sign of none."""


def check_status(project: Project, status: str) -> None:
    """Check that a status is one that every tool knows, or one that a decision of the log or the settings has.

    Raises:
        InvalidInput: it is none of them; the hint names the nearest.
    """
    if read_status(status).is_known or status.casefold() == project.settings.adr.status.casefold():
        return
    used = _used_statuses(project)
    if status.strip().casefold() in used:
        return
    choices = sorted({*STATUSES, *used})
    near = nearest(status.strip().casefold(), choices)
    advice = f"did you mean {near!r}?" if near else f"known: {', '.join(choices)};"
    raise InvalidInput(f"unknown status {status!r}", f"{advice} --force keeps a word of your own")


def check_status_of_settings(project: Project, status: str) -> None:
    """Check that the status that the settings give to new decisions is no near miss of a known one.

    A word of the log's own is fine; so is any other that nothing known resembles.

    Raises:
        InvalidInput: it is misspelt; the hint names the known one.
    """
    if read_status(status).is_known:
        return
    near = nearest(status.strip().casefold(), STATUSES, _NEAR)
    if near and status.strip().casefold() not in _used_statuses(project):
        raise InvalidInput(f"unknown status {status!r}", f"did you mean {near!r}?")


def _used_statuses(project: Project) -> set[str]:
    """The statuses that decisions have, in small letters."""
    return {
        record.status.casefold()
        for record in project.store.scan()
        if isinstance(record, Adr) and record.status
    }


def check_relation(project: Project, relation: str) -> None:
    """Check that a relation is no near miss of a known one; words of the author's own are fine.

    Raises:
        InvalidInput: it is; the hint names the known one.
    """
    name = canonical_relation(relation)
    near = "" if name in INVERSE else nearest(name, RELATIONS, _NEAR)
    if not near or is_known_relation(project, relation):
        return
    raise InvalidInput(
        f"{relation!r} is not a standard relation", f"did you mean {near!r}? --force keeps your own word"
    )


def is_known_relation(project: Project, relation: str) -> bool:
    """Return whether a relation is a standard one, or one that a record has already."""
    name = canonical_relation(relation)
    return name in INVERSE or any(
        link.relation == name for record in project.store.scan() for link in record.links
    )


def key_of_log(project: Project, relation: str, *paths: str) -> KeyCustom:
    """How most records of a log that have links of a relation keep them in front matter.

    Args:
        project: where.
        relation: canonical.
        paths: records of the log that are not asked; the first one names it.
    """
    customs: dict[str, list[KeyCustom]] = defaultdict(list)
    for record in _decisions(project, log_directory(paths[0]), paths):
        if any(link.relation == relation for link in record.links):
            with suppress(RecordsError):
                name = record.filename
                custom = key_custom(read_whole(project.store.text(record.path), name).view, relation)
                customs[custom.key].append(custom)
    return max(customs.values(), key=len, default=[KeyCustom()])[-1]


def own_words(project: Project, directory: str, status: str, *except_paths: str) -> Mapping[str, str]:
    """The log's own word for a status, by the status: `{"accepted": "approved"}`; empty where no record has it.

    An emoji that the records have beside the word is part of it (`✅ accepted`); one that they have beside every other
    status too is no sign of any, and stands beside a status that no record has yet.

    Args:
        project: where.
        directory: of the log, from the root.
        status: canonical.
        except_paths: records that are not asked.
    """
    log = [record for record in _decisions(project, directory, ()) if record.status]
    log.sort(key=lambda record: (record.number or 0, record.path))
    others = [record for record in log if record.path not in except_paths]
    counts = Counter(_words(project, [record for record in others if record.status == status][-_NEWEST:]))
    if counts:
        return {status: max(counts, key=lambda word: counts[word])}
    return _with_common_symbols(_words(project, log[-_NEWEST:]), status)


def _words(project: Project, records: Iterable[Adr]) -> Iterator[str]:
    """The word that each record has for its status, where it is one that can be reused."""
    for record in records:
        with suppress(RecordsError):
            raw = read_adr(project.store.text(record.path), record.filename).status_raw or ""
            if word := status_word(raw, record.status or ""):
                yield word


def _with_common_symbols(words: Iterable[str], status: str) -> Mapping[str, str]:
    """The usual word for *status* with the emoji that several other statuses have in common; empty without any."""
    marked = [split_symbols(word) for word in words]
    symbols = {(word.before, word.behind) for word in marked}
    if len({word.word for word in marked}) < _SEVERAL or len(symbols) > 1 or symbols == {("", "")}:
        return {}
    return {status: marked[-1].with_word(write_status(status, marked[-1].word, {}))}


def with_badge_colour(project: Project, record: Adr, status: str, text: str) -> tuple[str, str]:
    """The text of a record with the colour that badges of its new status have in its log, and a note.

    The note says that the colour is that of the old status; it is empty where the log does not tell the two apart.
    """
    span = _badge_colour(text, record.filename) if "/badge/" in text else None
    if span is None:
        return text, ""
    colours: dict[str | None, Counter[str]] = defaultdict(Counter)
    for other in _decisions(project, log_directory(record.path), (record.path,)):
        with suppress(RecordsError):
            other_text = project.store.text(other.path)
            if other_span := _badge_colour(other_text, other.filename):
                colours[other.status][other_text[slice(*other_span)]] += 1
    if own := colours.get(status):
        return f"{text[: span[0]]}{own.most_common(1)[0][0]}{text[span[1] :]}", ""
    used = {colour for counts in colours.values() for colour in counts}
    colour = text[slice(*span)]
    if len(colours) > 1 and used == {colour}:
        return text, ""
    return text, f"the badge is still {colour}: no other record of the log is {status}"


def _badge_colour(text: str, filename: str) -> tuple[int, int] | None:
    view = AdrView(text, filename)
    return status_colour(view, AdrReader(view).statements)


def supersede_spelling(project: Project, *paths: str, default: str = "Supersede") -> str:
    """How most records of the first path's log, those of *paths* apart, spell the verb in their Status section.

    The *default* where none has it.
    """
    counts: Counter[str] = Counter()
    for record in _decisions(project, log_directory(paths[0]), paths):
        states = {link.relation for link in record.links} | {record.status}
        if not states.isdisjoint((Relation.SUPERSEDES, Relation.SUPERSEDED_BY, Status.SUPERSEDED)):
            text, name = project.store.text(record.path), record.filename
            counts.update(supersede_spellings(read_whole(text, name).view))
    return max(sorted(counts, reverse=True), key=lambda verb: counts[verb], default=default)


def _decisions(project: Project, directory: str, except_paths: tuple[str, ...]) -> Iterator[Adr]:
    """The decisions of one log, apart from those of some paths."""
    for record in project.store.scan():
        if (
            isinstance(record, Adr)
            and record.path not in except_paths
            and log_directory(record.path) == directory
        ):
            yield record


def status_word(raw: str, status: str) -> str:
    """The word for *status* in a status as written, in small letters and with its emoji; empty where it is no such."""
    marked = marked_word(raw, *status_span(raw))
    word = marked.word.strip().casefold()
    reusable = not any(sign.isdigit() for sign in word) and "amended" not in word
    return marked.with_word(word) if reusable and read_status(word).status == status else ""
