"""Lines of a record's body in a form: their labels, and what stays of a line for a new record."""

from __future__ import annotations

import records.regex as re
from records.adr.status_paragraphs import BOX_LINE
from records.adr.status_text import status_of
from records.adr.vocabulary import field_of
from records.history.form_signs import BEFORE, DATE, SIGNS, STATUS
from records.patterns import BULLET, DIGITS, LETTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LABEL = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+)?(?:\|[ \t]*)?:?(?P<open>[*_]{0,3})(?P<label>[^\W\d_][^|:\uff1a*\n]{0,40}?)[ \t]*"
    r"(?P<end>[*_]{0,3}[ \t]*[:\uff1a][*_]{0,3}|[*_]{0,3}[ \t]*\|)(?=[ \t]|$|[`\"'\[{(\ue000-\ue009])"
)
TABLE_RULE = re.compile(r"[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*")
_BULLET = re.compile(rf"^(?P<indent>[ \t]*)(?P<sign>{BULLET})", re.M)
_REMARK = re.compile(r"[*_`]*[ \t]*(?:[;,.\uff1b\uff0c\u3002\u3001(\uff08\u2013\u2014]|-+[ \t])[ \t]*[^\W_]")
_REFERENCE = re.compile(rf"{LETTERS}[-_ #]*{DIGITS}|\]\(|\[\[", re.I)
_TOPIC_KEYS = frozenset(("labels", "tags", "categories", "category", "topics", "topic", "keywords"))


def label_of(line: str) -> str:
    """The label of a field in small letters; empty without one."""
    match = _LABEL.match(line)
    return match["label"].strip().casefold() if match else ""


def bullets(lines: Iterable[str]) -> list[str]:
    """The sign of each item of the lists among lines."""
    return [match["sign"] for match in map(_BULLET.match, lines) if match]


def with_bullets(text: str, sign: str) -> str:
    """A text whose lists begin with another sign; as it is where *sign* is empty."""
    return _BULLET.sub(rf"\g<indent>{sign}", text) if sign else text


def is_topic(key: str) -> bool:
    """Whether a key or a label is for the topics of a decision."""
    return field_of(key) == "labels" or key.strip().lower() in _TOPIC_KEYS


def is_remark(rest: str) -> bool:
    """Whether what follows the word of a status is about its decision alone: a remark or a reference, and no field."""
    return bool(_REMARK.match(rest)) and not SIGNS.search(rest)


def is_reference(line: str) -> bool:
    """Whether the status of a line is followed by a reference to a record."""
    rest = line.partition(STATUS)[2]
    return is_remark(rest) and bool(_REFERENCE.search(rest))


def without_value(line: str) -> str:
    """A field without its value; a row of a table keeps its cells."""
    match = _LABEL.match(line)
    if match is None:
        return line
    cells = line[match.end() :].count("|") if "|" in match["end"] else 0
    return line[: match.end()] + ("  |" * cells if cells else "") + ("  " if line.endswith("  ") else "")


def without_reference(line: str) -> str:
    """A field without the reference to a record that follows its status."""
    return without_more(line) if is_reference(line) else line


def without_more(line: str) -> str:
    """A field that holds a sign, without what else its value says; of a row of a table each cell."""
    match = _LABEL.match(line)
    if "|" in line:
        return "|".join(map(_without_annotation, line.split("|")))
    if match is None:
        return line
    before, sign, rest = line.partition(STATUS)
    wrap = "" if re.search(r"[*_]", match["end"]) else match["open"][::-1]
    if sign and wrap and not SIGNS.search(rest) and (end := re.search(rf"[.;]?{re.escape(wrap)}", rest)):
        return f"{before}{STATUS}{end[0]}"  # `**Status: accepted.** Recorded in June`
    if sign and len(before) >= match.end() and not SIGNS.search(before) and is_remark(rest):
        mark = re.search(r"[*_`]*$", before[match.end() :])
        is_closed = rest.startswith(mark[0][::-1]) if mark else False
        return f"{before}{STATUS}{mark[0][::-1] if mark and is_closed else ''}" + (
            "  " if line.endswith("  ") else ""
        )
    if line[match.end() :].count(":"):
        return line
    signs = [sign for sign in (STATUS, DATE) if sign in line]
    if len(signs) != 1 or re.fullmatch(rf"\W*{signs[0]}\W*", line[match.end() :]):
        return line
    return f"{line[: match.end()]} {signs[0]}" + ("  " if line.endswith("  ") else "")


def _without_annotation(cell: str) -> str:
    """A cell of a table whose status is annotated (`Accepted (v1.3)`), with the status alone."""
    lead, sign, tail = cell.partition(STATUS)
    if not sign or DATE in cell or re.search(r"\w", lead) or not re.search(r"\w", tail):
        return cell
    mark = lead.strip()
    close = mark[::-1] if mark and tail.startswith(mark[::-1]) else ""
    return f"{lead}{sign}{close} "


def bare_status(line: str) -> str:
    """The line of a Status section: the sign in its bullet or emphasis, without what follows it."""
    match = re.match(rf"(?P<lead>[ \t]*(?:[-*+][ \t]+)?{BEFORE}?)(?P<mark>[*_`]*){STATUS}", line)
    return f"{match['lead']}{match['mark']}{STATUS}{match['mark'][::-1]}" if match else STATUS


def with_box_moved(lines: Sequence[str], status: str, old: str) -> Sequence[str]:
    """The lines of a list of boxes, of which that with the sign is marked, for a *status*; *old* was marked before."""
    boxes = {index: box for index, line in enumerate(lines) if (box := BOX_LINE.match(line))}
    marked = next((index for index in boxes if STATUS in lines[index]), None)
    wanted = next(
        (i for i, box in boxes.items() if i != marked and status_of(box["words"]) == status_of(status)), None
    )
    if marked is None or wanted is None:
        return lines
    moved = list(lines)
    for index, other, words in ((marked, wanted, old), (wanted, marked, STATUS)):
        start, end = boxes[index].span("box")
        line = f"{lines[index][:start]}{boxes[other]['box']}{lines[index][end:]}"
        begin = start + len(boxes[other]["box"]) + boxes[index].start("words") - end
        moved[index] = f"{line[:begin]}{words}" if index == wanted else line.replace(STATUS, words)
    return moved


def head_of_table(lines: Sequence[str], row: str) -> Sequence[str]:
    """The names of the columns and the rule below them, above a row of a table."""
    rule = next((index for index, line in enumerate(lines) if TABLE_RULE.fullmatch(line)), 0)
    return lines[rule - 1 : rule + 1] if 0 < rule < lines.index(row) else ()


def row_of_signs(row: str) -> str:
    """A row of a table with the cells alone that hold a sign: who did it is another matter."""
    cells = row.split("|")
    return "|".join(cell if SIGNS.search(cell) else " " * len(cell) for cell in cells)


def without_gaps(lines: Iterable[str]) -> list[str]:
    """Lines without blank ones at the ends and next to each other."""
    result: list[str] = []
    for line in lines:
        if line.strip() or (result and result[-1].strip()):
            result.append(line)
    while result and not result[-1].strip():
        result.pop()
    return result
