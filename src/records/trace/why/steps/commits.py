"""Records tied to the commits of the lines: part of them, named by them, linked by the ledger, or uncommitted."""

from __future__ import annotations

from functools import partial

import records.regex as re
from records.ledger.reader import LedgerReader
from records.model.record import Adr, Phr
from records.patterns import COMMIT_ID, FULL_COMMIT_ID
from records.project.work_tree import inner_path
from records.trace.why.answer import Evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.ledger.reader import LedgerTurn
    from records.model.record import Record
    from records.trace.why.question import Question


_ITEM = re.compile(r"^[ \t]*[*-] ", re.M)
_MOST_ITEMS = 10
"""Items in a message up to which it describes one piece of work."""
_CITED = re.compile(rf"\b[Cc]ommit `?({COMMIT_ID})\b")
_HEAD = re.compile(rf"^commit: *[\"']?({FULL_COMMIT_ID})[\"']?$", re.M)
"""Where HEAD was when a prompt was recorded: before the commit of its change, or after it."""


def find_in_commit(question: Question) -> Iterator[Evidence]:
    """Yield the records in each commit: those that name the file first, then new ones, then those that speak of it.

    Where the commit's message names some of its decisions, the others only came with it, and so did all others where
    the file is a record itself.
    """
    for place, commit_id in enumerate(question.order):
        commit = question.commits[commit_id]
        rows = question.records_in(commit)
        named = {record.key for record, _ in question.records_named_by(commit)}
        has_named = any(record.key in named for record, _ in rows) or question.is_record
        for record, new in rows:
            is_other = has_named and isinstance(record, Adr) and record.key not in named
            if not question.is_about(record, commit) or (is_other and not question.lists(record)):
                if new:  # what was only changed did not come with it
                    yield Evidence(
                        "merge", "came with the same commit", record, commit_id, strength=(place, -1)
                    )
                continue
            lists = question.lists(record)
            overlap = question.overlap(record) if len(rows) > 1 else 0
            detail = "is part of the commit" + (" and lists this file" if lists else "")
            strength = (place, not lists, not new, not isinstance(record, Phr), -overlap, record.sort_key)
            yield Evidence("commit", detail, record, commit_id, strength=strength)
    yield from _naming(question)


def _naming(question: Question) -> Iterator[Evidence]:
    """Records that list the file and name the commit: decisions under their references, prompts under `commits`.

    Prompts that were recorded beside the commit, on its parent or on itself, are those that name it where they are.
    """
    whole = [(place, sha) for place, sha in enumerate(question.order) if sha not in question.cut]
    for record in question.catalog.records if whole else ():
        if not record.files or not question.lists(record):
            continue
        text = question.text_of(record)
        cited_ids = _CITED.findall(text) if isinstance(record, Adr) else []
        head = _HEAD.search(text) if isinstance(record, Phr) else None
        named_in = text.replace(head[0], "", 1) if head else text
        for place, commit_id in whole:
            detail = ""
            if any(commit_id.startswith(short) for short in cited_ids) or (
                isinstance(record, Phr) and commit_id in named_in
            ):
                detail = "names the commit and lists this file"
            elif head:
                detail = _recorded_beside(question, record, head[1], commit_id)
            if detail:
                strength = (place, False, True, not isinstance(record, Phr), 0, record.sort_key)
                yield Evidence("commit", detail, record, commit_id, strength=strength)


def _recorded_beside(question: Question, record: Record, head: str, commit_id: str) -> str:
    """Return how a prompt that is no part of a commit was recorded for it; empty where that is not certain.

    Args:
        question: about a file that the record lists.
        record: the prompt.
        head: where HEAD was when it was recorded.
        commit_id: of a commit that wrote lines of the file.
    """
    commit = question.commits[commit_id]
    if head not in (commit_id, *commit.parents[:1]) or question.has_own_prompt(commit):
        return ""
    later = question.changes_after(head, record)
    paths = (
        {inner_path(question.project.prefix, change.path) for change in later[0].changes} if later else set()
    )
    if head != commit_id:
        is_next = bool(later) and later[0].id == commit_id and record.path not in paths
        return "was recorded just before the commit, on its parent, and lists this file" if is_next else ""
    is_file = not (paths if later else question.changed_files).isdisjoint(question.names)
    is_after = not is_file and question.changed_all(commit, record)
    return "was recorded on the commit, and lists this file" if is_after else ""


def find_in_message(question: Question) -> Iterator[Evidence]:
    """Yield the records that each commit's message names; of several, those that name the file first.

    What a message says below its subject of one of many changes that it lists need not be about this one.
    """
    for place, commit_id in enumerate(question.order):
        commit = question.commits[commit_id]
        rows = question.records_named_by(commit)
        is_of_many = bool(rows) and len(_ITEM.findall(commit.message)) > _MOST_ITEMS
        of_all = question.named_in_subject(commit) if is_of_many else frozenset()
        of_one = {
            record.key: record
            for record, reference in rows
            if is_of_many and not reference.is_trailer and record.key not in of_all
        }
        nearest = _nearest(question, list(of_one.values()))
        for position, (record, reference) in enumerate(rows):
            if record.key in nearest:
                detail = "is named with one of the changes that the commit's message lists"
                yield Evidence("merge", detail, record, commit_id, strength=(place, 0, position))
            if record.key in of_one:
                continue
            overlap = question.overlap(record) if len(rows) > 1 else 0
            strength = (
                place,
                not reference.is_trailer,
                not question.lists(record),
                not isinstance(record, Phr),
                -overlap,
                position,
            )
            yield Evidence(
                "trailer", f"is named by the commit: {reference}", record, commit_id, strength=strength
            )


def _nearest(question: Question, records: list[Record]) -> set[str]:
    """Return the keys of the records that list the file, else of those whose titles share most words with it."""
    ranks = [(question.lists(record), question.shared_words(record)) for record in records]
    best = max(ranks, default=(False, 0))
    return {record.key for record, rank in zip(records, ranks, strict=True) if rank == best != (False, 0)}


def find_in_ledger(question: Question) -> Iterator[Evidence]:
    """Yield the turns behind each commit, and behind lines that are not committed; nothing without a ledger."""
    with LedgerReader.open(question.project) as turns:
        if turns is None:
            return
        for place, commit_id in enumerate(question.order):
            rows = turns.of_commit(commit_id) or turns.of_patch(partial(question.patch, commit_id))
            for row in rows:
                if row.files and not row.touches(question.names):
                    continue  # it explains other files of the commit
                yield _turn_evidence(
                    question, row, commit_id, (place, row.at), "led to the commit, says the capture ledger"
                )
        if question.has_uncommitted_lines:
            for position, row in enumerate(turns.uncommitted(question.names)):
                yield _turn_evidence(
                    question, row, None, (-1, position), "is the turn in which this file was last changed"
                )


def _turn_evidence(
    question: Question, row: LedgerTurn, commit: str | None, strength: tuple[object, ...], detail: str
) -> Evidence:
    record = question.by_path.find(row.record) if row.record else None
    unrecorded_turn = None if record else row.summary()
    return Evidence("turn", detail, record, commit, unrecorded_turn, strength)


def find_uncommitted(question: Question) -> Iterator[Evidence]:
    """Yield the new or changed records that list the file, of lines that are not committed; the latest first."""
    if question.git is None or not question.has_uncommitted_lines:
        return

    rows = [
        record
        for record in question.catalog.records
        if record.path in question.changed_files and question.lists(record)
    ]
    rows.sort(
        key=lambda record: (-question.overlap(record), [-ord(x) for x in record.date or ""], record.sort_key)
    )
    for position, record in enumerate(rows):
        yield Evidence(
            "uncommitted", "is not committed yet either, and lists this file", record, strength=(position,)
        )
