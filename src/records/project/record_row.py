"""A record as one row of plain text, whose fields are separated by control characters, and read back from it."""

from __future__ import annotations

import records.regex as re
from records.encoding import encode
from records.model.kind import Kind
from records.model.link import Link
from records.model.record import Adr, Phr, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


_PHR = Kind.PHR.value
_NONE, _PAIR, LIST, FIELD, ROW = "\0", "\x1c", "\x1d", "\x1e", "\x1f"
SEPARATORS = re.compile("[\0\x1c-\x1f]")


def join_rows(rows: dict[str, str]) -> str:
    """Return the rows of a folder, by file name, as one text."""
    return ROW.join(part for row in rows.items() for part in row)


def pack(record: Record) -> tuple[str, ...] | None:
    """Return the fields of a record as texts; None where one holds a separator or cannot be encoded."""
    links = [text for link in record.links for text in (link.relation, link.target)]
    if isinstance(record, Phr):
        own, own_list = (record.stage, record.feature), record.tests
    elif isinstance(record, Adr):
        own, own_list = (record.status, None if record.has_form else "-"), record.affects
    else:
        return None
    texts = (
        record.path, record.folder, record.stem, record.id, record.title, record.date, record.problem, *own
    )  # fmt: skip
    lists = (record.labels, record.files, record.repairs, record.renumbered, own_list)
    plain = "".join((*filter(None, texts), *links, *(text for values in lists for text in values)))
    try:
        if SEPARATORS.search(plain) or not encode(plain):
            return None
    except UnicodeEncodeError:
        return None
    number = "" if record.number is None else str(record.number)
    return (
        record.kind.value,
        number,
        "1" if record.readable else "",
        _PAIR.join(links),
        *(_NONE if text is None else text for text in texts),
        *map(_pack_list, lists),
    )


def _pack_list(values: Iterable[str]) -> str:
    return "".join(value + LIST for value in values)


def unpack(fields: list[str]) -> Record:
    """Return the record whose fields `pack` gave, behind three that say which state of the file they are of."""
    (
        _, _, _, kind, number, readable, pairs, path, folder, stem, identifier, title, date, problem, state, feature,
        labels, files, repairs, renumbered, own_list,
    ) = [None if text == _NONE else text for text in fields]  # fmt: skip
    links: tuple[Link, ...] = ()
    if pairs:
        parts = pairs.split(_PAIR)
        links = tuple(map(Link, parts[::2], parts[1::2]))
    common = (
        path or "", folder or "", stem or "", int(number) if number else None, identifier, title or "", date,
        tuple(labels.split(LIST)[:-1]) if labels else (), tuple(files.split(LIST)[:-1]) if files else (),
        links, bool(readable), problem, tuple(repairs.split(LIST)[:-1]) if repairs else (),
        tuple(renumbered.split(LIST)[:-1]) if renumbered else (),
    )  # fmt: skip
    own = tuple(own_list.split(LIST)[:-1]) if own_list else ()
    return Phr(*common, state, feature, own) if kind == _PHR else Adr(*common, state, own, feature is None)
