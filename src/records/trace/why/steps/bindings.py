"""Records tied to the file itself: decisions that govern it, and records that list it."""

from __future__ import annotations

import os
from functools import lru_cache
from itertools import islice

from records.trace.governs.asking import decisions_for, former_bonds
from records.trace.governs.bonds import AFFECTS, PROMPT, TEXT
from records.trace.governs.text_names import defines_around
from records.trace.why.answer import Evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.record import Record
    from records.trace.governs.bonds import Bond
    from records.trace.why.question import Question


def find_governing(question: Question) -> Iterator[Evidence]:
    """Yield the decisions in force that govern the file; the marker nearest to the lines first."""
    if not question.lines:
        for position, bond in enumerate(
            decisions_for(question.project, [question.path], question.rules).files[0].bonds
        ):
            if bond.how in {PROMPT, TEXT}:
                continue  # the prompt record is evidence itself, and names in a text are a step of their own
            where = "" if bond.path == question.path else f", for example {bond.path}"
            yield Evidence("governs", f"governs {bond.detail}{where}", bond.record, strength=(position,))
        return
    first = question.lines[0].number
    near = question.commented_lines
    marker_bonds = question.rules.by_markers(question.text, question.path)
    for bond in marker_bonds:
        detail = f"governs this file: line {bond.line} says {bond.detail}"
        if bond.predecessor:
            detail += f", and {bond.predecessor.ref} was superseded by this"
        is_near = bond.line in near
        strength = (0, abs(bond.line - first))
        yield Evidence("governs", detail, bond.record, strength=strength, is_on_lines=is_near)
    for position, bond in enumerate(question.rules.by_globs(question.path)):
        yield Evidence("governs", f"governs {bond.detail}", bond.record, strength=(1, position))
    for position, bond in enumerate(_former_bonds(question)):
        if bond.how == AFFECTS:
            detail = f"governs {bond.detail}, and this file was {bond.path}"
            yield Evidence("governs", detail, bond.record, strength=(2, position))


def find_cited(question: Question) -> Iterator[Evidence]:
    """Yield the decisions that a comment on the lines cites, or the comment directly above or around them."""
    near = question.commented_lines
    for line, number, record in question.citations:
        if line in near:
            is_inside = question.lines[0].number <= line <= question.lines[-1].number
            subject = f"line {line}" if len(question.lines) > 1 or not is_inside else "this line"
            comment = "" if is_inside else ", in the comment of the code asked about,"
            yield Evidence(
                "citation", f"{subject}{comment} cites ADR-{number}", record, strength=(not is_inside, line)
            )


def find_mentioned(question: Question) -> Iterator[Evidence]:
    """Yield the decisions that comments elsewhere in the file cite, the nearest first."""
    near = question.commented_lines
    for line, number, record in question.citations:
        if line not in near:
            distance = abs(line - question.lines[0].number)
            yield Evidence(
                "mention", f"cited as ADR-{number} in {question.path}:{line}", record, strength=(distance,)
            )


def _former_bonds(question: Question) -> Iterator[Bond]:
    """Yield why decisions govern the file under the names that it had before."""
    return former_bonds(question.project, question.rules, question.path, question.former_names)


def find_naming(question: Question) -> Iterator[Evidence]:
    """Yield the decisions in force that name the file, its folder, its module or a symbol of it in their text.

    Of several that name the same, the one whose title shares words with the path and the lines comes first.
    """
    bonds = question.rules.by_text(question.path, question.text, question.asked_text)
    names = list(dict.fromkeys(bond.detail for bond in bonds))
    bonds.sort(key=lambda bond: (names.index(bond.detail), -question.shared_words(bond.record)))
    meant_symbols = _meant_symbols(question, [name for name in names if name.isidentifier()])
    for position, bond in enumerate(bonds):
        is_meant = bond.detail in meant_symbols if bond.detail.isidentifier() else _is_meant(question, bond)
        if not is_meant or _is_large(question, bond.detail.rstrip("/")):
            continue
        yield Evidence("names", f"names `{bond.detail}` in its text", bond.record, strength=(0, position))
    for position, bond in enumerate(_former_bonds(question)):
        if bond.how == TEXT:
            detail = f"names `{bond.detail}` in its text, and this file was {bond.path}"
            yield Evidence("names", detail, bond.record, strength=(1, position))


def _is_meant(question: Question, bond: Bond) -> bool:
    """Return whether a path or module in the text of a decision means this file, as far as can be told.

    A path without its beginning means none of several; a folder at the top is often named in passing.
    """
    name = bond.detail
    if name.endswith("/") and "/" not in name[:-1] and not question.shared_words(bond.record):
        return False
    is_path = "/" in name or name == question.path.rpartition("/")[2]
    return not is_path or question.peers.is_meant_alone(name)


def _meant_symbols(question: Question, symbols: list[str]) -> set[str]:
    """Return those of some symbols that the lines use, or are in the definition of, and that few other files hold."""
    near = question.commented_lines
    defining = {name for name in symbols if defines_around(question.text, name, near.start, near.stop)}
    used = {name for name in symbols if name in question.asked_text} - defining
    return question.peers.telling_symbols(defining, used)


def _is_large(question: Question, name: str) -> bool:
    """Return whether a name is that of a folder that holds so much that naming it singles out no file.

    It is the folder of the file that goes by the name, or one at the top that the lines speak of: the root package.
    """
    start = f"/{question.path}".find(f"/{name}/")
    top = question.project.store.absolute(question.path[: start + len(name)] if start >= 0 else name)
    files = (file for _, _, names in os.walk(top) for file in names)
    return next(islice(files, _MOST_FILES, None), None) is not None


_MOST_FILES = 60
_MOST_LISTING = 8


def find_listing(question: Question) -> Iterator[Evidence]:
    """The records that list the file: of the days before the lines were written first, the latest of them first."""
    day = max((question.commits[commit_id].date[:10] for commit_id in question.order), default="9999")
    rows = [record for record in question.catalog.records if record.files and question.lists(record)]

    def rank(record: Record) -> tuple[bool, tuple[int, ...], str]:
        date = record.date or ""
        return (date > day, _latest_first(date), record.key)

    for position, record in enumerate(sorted(rows, key=rank)[:_MOST_LISTING]):
        yield Evidence("files", "lists this file", record, strength=(position,))


@lru_cache(1 << 12)
def _latest_first(date: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in date)
