"""Which status the word or phrase means that begins at a position: in any form and language, whole or in part."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

import records.regex as re
from records.adr.status_words import STATUS_NOUNS, STATUS_WORDS
from records.dataclass import dataclass
from records.text.slug import plain_letters

# the beginnings of words that are inflected, without accents; none of them begins an English word
_STEMS_BY_STATUS = {
    "accepted": "akzept aceptad accettat zaakcept przyjet zatwierdz aprobad aprovad approuv adoptad adottat "
    "vastgesteld goedgekeur godkan godkjen vedtat vedtag hyvaksy schvalen prijat elfogad onaylan прийнят принят "
    "утвержд одобр затвердж схвален приет",
    "rejected": "abgelehn zuruckgewies verworf rejete rechaz rejeitad rifiutat afgewez odrzuc avvist forkast hylat "
    "zamitnut elutasit reddedil отклон отверг відхил",
    "deprecated": "veralte obsoleet depreci verouder foraldr foreldet zastaral elavult przestarz wycofan устар застар",
    "superseded": "supersedid supercedid "
    "ersetz abgelos remplac reemplaz remplaz sustitui substitui sostitui vervang zastapi ersatt erstatt "
    "nahrazen korvat замен замещ замін",
    "proposed": "vorgeschlag propuest propost voorgest zapropon foresla navrzen javasol предлож предлаг запропон",
    "draft": "entwurf borrador rascunho brouillon szkic utkast udkast ontwerp чернов чернет",
}
# statuses of several words, and of scripts whose vowels are no letters for a regular expression
_PHRASES_BY_STATUS = {
    "accepted": "đã chấp nhận|đã duyệt|kabul edildi|موافق عليه|تم القبول|מאושר|אושר|התקבל|پذیرفته شده|"
    "پذیرفته|تایید شده|تأیید شده|स्वीकृत|स्वीकार|ยอมรับแล้ว|ยอมรับ|อนุมัติแล้ว|อนุมัติ|εγκρίθηκε|εγκεκριμένη|"
    "αποδεκτή|αποδεκτό|prihvaćeno|прихваћено",
    "proposed": "đề xuất|önerildi|מוצע|پیشنهادی|پیشنهاد شده|प्रस्तावित|เสนอ|προτεινόμενη|προτείνεται|"
    "predloženo",
    "rejected": "đã từ chối|từ chối|נדחה|رد شده|अस्वीकृत|ปฏิเสธ|απορρίφθηκε|odbijeno",
    "deprecated": "không dùng nữa|kullanımdan kaldırıldı|متوقف|הוצא משימוש|منسوخ|अप्रचलित|เลิกใช้|"
    "καταργήθηκε|zastarjelo",
    "superseded": "đã thay thế|bị thay thế|yerini aldı|تم استبداله|הוחלף|جایگزین شده|प्रतिस्थापित|"
    "ถูกแทนที่|αντικαταστάθηκε",
}
_STATUS_OF_PHRASE = {
    phrase: status for status, phrases in _PHRASES_BY_STATUS.items() for phrase in phrases.split("|")
}
_PHRASE = re.compile("|".join(sorted(map(re.escape, _STATUS_OF_PHRASE), key=len, reverse=True)), re.I)
_STATUS_OF_STEM = {
    plain_letters(stem): status for status, stems in _STEMS_BY_STATUS.items() for stem in stems.split()
}
_SHORTEST_STEM = 5
# out of force only by another decision: `Invalidated by ADR-3`, but not `Reversed`
_ENDED_BY = re.compile(
    r"(?:obsoleted|obsolete|invalidated|overrid(?:den|ed)|overruled|retired|revoked|rescinded|subsumed|absorbed|"
    r"supplanted|displaced|succeeded|overtaken|nullified|annulled|abrogated|cancell?ed|reversed|reverted|repealed|"
    r"outdated|outmoded|voided|withdrawn|abandoned|discarded|dropped|undone|merged|folded|rolled|consolidated|"
    r"incorporated)\b[^.;\n]{0,60}?\b(?:by|into|in favou?r of)\b"
    r"[^.;\n]{0,60}?(?:\[|<|\badr|\d|\.md)|已?[被由][^。；\n]{1,200}?(?:取代|替代|代替|废弃|廢棄)|"
    r"(?=[^。；;\n]{0,200}?\d)[^。；;\n]{1,200}?(?:(?:によって|により|に)\s*(?:置き換え|廃止)|"
    r"에\s*의해\s*(?:대체|교체|폐기|폐지)|(?:으로|로)\s*(?:대체|교체))(?!\s*(?:予定|예정))",
    re.I,
)
_PART = (
    r"(?:partial(?:ly)?|partly|mostly|largely|mainly|"
    r"in[\s-]+part|teilweise|partiellement|en partie|parcialmente|parzialmente|gedeeltelijk|"
    r"частично|部分)"
)
_PARTIAL_BEFORE = re.compile(rf"{_PART}[\s-]+(?P<word>[^\W\d_]+)", re.I)
_PARTIAL_AFTER = re.compile(rf"[\s(,*_-]*{_PART}(?![^\W_])|[^.;\n\[]{{0,12}}\(\s*{_PART}", re.I)
_REPLACES = re.compile(r"ersetzt[ \t*_]+(?:\[[^\]\n]{2}|adr\b)", re.I)  # what it replaces, not its own status
WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_NOT_WORDS = re.compile(
    r"(?:[\s*_`~>#\[(<\"'‘’“”«»|]|:[a-z0-9_+-]{1,40}:|[^\w\s\[(:]|:(?!\w)|:(?=\w{1,60}\s)){0,200}"
)
_LEAD = re.compile(
    r"(?:(?:this|the|it|its|current|currently|adr|decision|record|document|proposal|architecture|status|is|was|are|"
    r"were|has|have|been|now|already|formally|officially|marked|as|considered|we)\b[\s:*_`]*){1,9}",
    re.I,
)
_TALK = re.compile(
    r"(?:(?:this|the|it|adr|decision|record|is|was|has)\s+){0,4}"
    r"(?:not|never|no longer|neither|may|might|could|can|will|would|should|to be|yet to be|likely|possibly|perhaps|"
    r"probably|pending|about to be|going to be|isn['’]t|wasn['’]t|hasn['’]t)\s+(?:[^\W\d_]+\s+){0,3}",
    re.I,
)
_TERSE = re.compile(
    r"[\s*_`\"')\]]*(?:$|[^\w\s]|\d|(?:by|on|in|at|since|as|from|per|see|with|via|for|and|but|until|after|date|again|"
    r"am|vom|seit|von|durch|le|par|el|por|em|il|da|op|door)\b|\\$)",
    re.I | re.M,
)
_FULL_WIDTH = frozenset(map(chr, range(0xFF41, 0xFF5B)))
_DENIALS = "未不没沒待非"


@dataclass(frozen=True, slots=True)
class StatusText:
    """What a text says about a status.

    Attributes:
        status: canonical, a custom word as written, or None where it says none.
        start: index of the first character of the word.
        end: index behind the word; equal to `start` where there is none.
        is_known: whether every tool knows the word.
        day: the day of the word, ISO 8601, where the text is a history of several; else None.
    """

    status: str | None
    start: int = 0
    end: int = 0
    is_known: bool = False
    day: str | None = None


NO_STATUS = StatusText(None)


def read_status_word(text: str, start: int) -> StatusText:
    """Read the status word that begins at *start*, or behind the signs there."""
    lead = _NOT_WORDS.match(text, start)
    start = lead.end() if lead else start
    if phrase := _PHRASE.match(text, start):
        return StatusText(_STATUS_OF_PHRASE[phrase[0].lower()], start, phrase.end(), is_known=True)
    word = WORD.match(text, start)
    if word is None:
        ended = _ENDED_BY.match(text, start)  # `[2. Title](0002-title.md) により置き換え`
        in_force = ended is not None and re.search(_PART, ended[0], re.I) is not None
        return (
            StatusText("accepted" if in_force else "superseded", start, ended.end(), True)
            if ended
            else NO_STATUS
        )
    partial = _PARTIAL_BEFORE.match(text, start)
    if partial:
        known = partial["word"].lower() in STATUS_WORDS
        return StatusText("accepted" if known else partial[0], start, partial.end(), is_known=known)
    status, end = known_status(word)
    if status == "superseded" and _REPLACES.match(text, start):
        return _custom(text, start, word.end())
    if status == "superseded" and _PARTIAL_AFTER.match(text, end):
        after = _PARTIAL_AFTER.match(text, end)
        return StatusText("accepted", start, after.end() if after else end, is_known=True)
    if status:
        return StatusText(status, start, end, is_known=True)
    if end_match := _ENDED_BY.match(text, start):
        if re.search(_PART, end_match[0], re.I):
            return StatusText("accepted", start, word.end(), is_known=True)
        return StatusText("superseded", start, word.end(), is_known=True)
    if talk := _TALK.match(text, start):
        words = WORD.findall(text[start : talk.end()]) + WORD.findall(text[talk.end() :])[:1]
        if any(word.lower() in STATUS_WORDS for word in words):
            return NO_STATUS  # denied, or not yet
    if lead_words := _LEAD.match(text, start):
        later = WORD.match(text, _NOT_WORDS.match(text, lead_words.end()).end())  # type: ignore[union-attr]
        if later and known_status(later)[0] and _TERSE.match(text, known_status(later)[1]):
            return read_status_word(text, later.start())
    return _custom(text, start, word.end())


def known_status(word: re.Match[str] | None) -> tuple[str | None, int]:
    """Find the status that a word means, and where it ends; of `superseded-by` and `已接受并实施` the beginning counts.

    So it does of `accepted-provisional`, which an edit replaces as a whole.
    """
    if word is None:
        return None, 0
    lower = word[0].lower()
    if not lower.isascii():
        lower = normalize("NFKC", lower) if lower[0] in _FULL_WIDTH else lower
    if lower in STATUS_WORDS:
        return STATUS_WORDS[lower], word.end()
    first = lower.split("-")[0]
    if first != lower and first in ("superseded", "superceded", "replaced"):
        return STATUS_WORDS[first], word.start() + len(first)
    if stem_status := _status_of_stem(lower):
        return stem_status, word.end()
    if (
        first in STATUS_WORDS
        and first not in STATUS_NOUNS
        and not set(lower.split("-")[1:]) & set(STATUS_WORDS)
    ):
        return STATUS_WORDS[first], word.end()
    if not lower.isascii() and "\u2e80" <= lower[0] <= "\ud7ff":
        for length in range(min(len(lower), 6), 1, -1):
            if lower[:length] in STATUS_WORDS:
                return STATUS_WORDS[lower[:length]], word.start() + length
    return None, word.end()


@lru_cache(512)
def _status_of_stem(word: str) -> str | None:
    """The status that a word of another language means in any of its forms: `Zaakceptowana`, `Прийнято`."""
    if len(word) < _SHORTEST_STEM:
        return None
    bare = plain_letters(word)
    return next((status for stem, status in _STATUS_OF_STEM.items() if bare.startswith(stem)), None)


def ends_at(text: str, position: int) -> bool:
    """Say whether a status ends at a position: nothing, a sign, a day, or who and when stand behind it."""
    return position == len(text) or _TERSE.match(text, position) is not None


def word_at_end(phrase: str) -> str:
    """The status word with which a Chinese or Japanese phrase ends: `已采用` of `第一阶段已采用`; empty without one.

    A word that is denied (`尚未接受`) is none, and neither is a phrase that is a status word itself.
    """
    if phrase in STATUS_WORDS:
        return ""
    for length in range(min(len(phrase) - 1, 6), 1, -1):
        word = phrase[-length:]
        if word in STATUS_WORDS and "\u2e80" <= word[0] <= "\ud7ff":
            return "" if phrase[-length - 1] in _DENIALS else word
    return ""


def _custom(text: str, start: int, end: int) -> StatusText:
    """A word of the author's own; a sentence is none."""
    phrase = re.split(r"\.(?!\d)|[;(\[,:|\n*（，。；]| [-–—] | by ", text[start:], maxsplit=1)[0].strip(
        " \t\r*_`\"'>)]}"
    )
    if ending := word_at_end(phrase):
        return StatusText(STATUS_WORDS[ending], start, start + len(phrase), is_known=True)
    question = text.find("?", end)
    if len(phrase.split()) > 4 or (0 <= question < len(text) and "\n" not in text[end:question].strip()):
        return StatusText(None, start, end)
    return StatusText(phrase, start, end)
