"""Rationale: reasons written beside the code, which people write when they chose."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.suggest.change import Change, is_comment
from records.suggest.evidence import Evidence
from records.suggest.scan import MOST

SIGNALS = ("rationale.comment", "rationale.choice")
_REASON = re.compile(
    r"\b(because|instead of|rather than|so that|in order to|trade-?offs?|to avoid|avoids?|prefer(?:red)?"
    r"|workaround|by design|on purpose|otherwise|ensures? that|to ensure|backwards?[ -]compatib\w+"
    r"|this (?:allows|means|is (?:needed|required|necessary))|therefore|hence|for now|the reason"
    r"|due to|which (?:means|allows)|in case|since (?:we|the|it|this)|must (?:not|be)|never)\b",
    re.I,
)
_CHOICE = re.compile(
    r"\b(instead of|rather than|in favou?r of|we (?:use|chose|decided|prefer|want|need|don'?t|can'?t)"
    r"|trade-?offs?|by design|on purpose|alternative(?:ly)?|decision|replaces?|deprecated)\b",
    re.I,
)
_PREFERENCE = re.compile(
    r"\b(?:chose|chosen|picked|preferred|prefer|selected|went with|settled on|favou?r)\b"
    r".{0,80}?\b(?:over|to|instead of)\b"
    r"|\b(?:alternative|considered|rejected|ruled out|compared (?:to|with)|unlike)\b",
    re.I,
)
_TAG = re.compile(r"(?:[@\\][A-Za-z]|:[a-z]+(?: [^:]*)?:)")
"""How a line begins that documents one part of an interface: `@deprecated`, `@param`, `:returns:`."""
_TERMS = re.compile(
    r"\b(?:copyright \(?(?:c\)|©|\d{4})|SPDX-License|permission is hereby granted|without warranty|warranties of"
    r"|licen[cs]ed under)",
    re.I,
)
_END = re.compile(r"[.!?](?=\s|$)")
_LONGEST = 110


def find(change: Change) -> Iterator[Evidence]:
    """Yield new comments that give a reason, and among them those that speak of a choice.

    A line that documents one part of an interface says what that part is, and gives no reason.
    """
    remaining = MOST
    for file in change.code:
        removed_lines = {text.strip() for _, text in file.removed}
        fresh = [(n, t) for n, t in change.added(file) if is_comment(t) and t.strip() not in removed_lines]
        terms = _lines_of_terms(fresh)
        for position, (number, text) in enumerate(fresh):
            if number in terms or _TAG.match(_bare(text)):
                continue
            choice = _CHOICE.search(text)
            reason = choice or _REASON.search(text)
            if not reason:
                continue
            if remaining == 0:
                return
            remaining -= 1
            signal = "rationale.choice" if choice else "rationale.comment"
            why = f"a comment gives a reason: “{_sentence(fresh, position, reason[0])}”"
            yield Evidence(signal, file.path, number, why, "alternatives", "", f"{file.path}:{number}")


def _lines_of_terms(comments: list[tuple[int, str]]) -> frozenset[int]:
    """Return the lines of the comments that state a licence: whose it is and on what terms, whatever words they use."""
    out: list[int] = []
    block: list[int] = []
    has_terms = False
    for number, text in (*comments, (-1, "")):
        if block and number != block[-1] + 1:
            out += block if has_terms else []
            block, has_terms = [], False
        block.append(number)
        has_terms = has_terms or _TERMS.search(text) is not None
    return frozenset(out)


def gives_reason(sentence: str) -> bool:
    """Return whether a sentence of prose gives a reason or names a choice."""
    return bool(_REASON.search(sentence)) or names_alternative(sentence)


def names_alternative(sentence: str) -> bool:
    """Return whether a sentence of prose speaks of a choice between things."""
    return bool(_CHOICE.search(sentence) or _PREFERENCE.search(sentence))


def _sentence(lines: list[tuple[int, str]], position: int, sought: str) -> str:
    """Return the sentence of a comment in which a word is, though it may reach over several lines."""
    first = last = position
    while first > max(0, position - 3) and lines[first - 1][0] == lines[first][0] - 1:
        first -= 1
    while last < min(len(lines) - 1, position + 3) and lines[last + 1][0] == lines[last][0] + 1:
        last += 1
    before = " ".join(_bare(text) for _, text in lines[first:position])
    matching = _bare(lines[position][1])
    text = " ".join(
        filter(None, [before, matching, *(_bare(text) for _, text in lines[position + 1 : last + 1])])
    )
    place = len(before) + bool(before) + max(0, matching.find(sought))
    start = max((m.end() for m in _END.finditer(text) if m.end() <= place), default=0)
    end = min((m.start() + 1 for m in _END.finditer(text) if m.start() >= place), default=len(text))
    return _short(text[start:end].strip(), place - start)


def _bare(text: str) -> str:
    return re.sub(
        r"^\s*(?:#+|//+!?|/?\*+|--|;;|<!--|\{-|\"\"\")\s*|\s*(\*/|-->|-\}|\"\"\")\s*$", "", text
    ).strip()


def _short(text: str, place: int) -> str:
    """Cut a long sentence around the word that matters."""
    if len(text) <= _LONGEST:
        return text
    start = 0 if place < _LONGEST - 30 else text.find(" ", place - _LONGEST // 2) + 1
    cut = text[start : start + _LONGEST]
    cut = cut.rpartition(" ")[0] if start + _LONGEST < len(text) and " " in cut else cut
    return f"{'… ' if start else ''}{cut}{' …' if start + _LONGEST < len(text) else ''}"
