"""Read a status as it is written: a word among marks, emoji, badges, menus, dates and struck-out alternatives."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import unquote

import records.regex as re
from records.adr.status_words import STATUS_NOUNS, STATUS_WORDS
from records.adr.vocabulary import words_of
from records.dataclass import dataclass, replace
from records.text.dates import dates_in
from records.text.fences import blank
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
    r"supplanted|displaced|succeeded|overtaken|nullified|annulled|abrogated|cancell?ed|(?:reversed|reverted)|repealed|outdated|"
    r"voided|merged|folded|rolled|consolidated|incorporated)\b[^.;\n]{0,60}?\b(?:by|into|in favou?r of)\b"
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
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_NOT_WORDS = re.compile(
    r"(?:[\s*_`~>#\[(<\"'‘’“”«»|]|:[a-z0-9_+-]{1,40}:|[^\w\s\[(:]|:(?!\w)|:(?=\w{1,60}\s)){0,200}"
)
_MENU = re.compile(r"\w[\s*_`]{0,9}(?:\||/|<br ?/?>)[\s*_`]{0,9}\w", re.IGNORECASE)
_BRACED = re.compile(r"[\s\"'`*_]*(?:\{[^{}]*\}|\[(?:[^\[\]]|\[[^\[\]]*\])*\](?!\()|<[^<>]*>)[\s\"'`*_]*")
_MENU_BESIDE = re.compile(
    r"\s*[*_`]*(?P<word>[^\W\d_]+)[*_`]*\s*[\[({][^\[\](){}]*[,|/][^\[\](){}]*[\])}]\s*\Z"
)
_MENU_GLUE = words_of(
    "or and one of such as etc e g eg either status choose pick select the by adr nnnn xxxx"
)
_IMAGE = re.compile(r"!\[(?P<alt>[^\]\n]{0,200})\]\((?P<url>(?:[^()\s]|\([^()\s]*\)){0,2000})[^)\n]{0,200}\)")
_REFERENCE_IMAGE = re.compile(r"\[?!\[[^\]\n]{0,200}\]\[[^\]\n]{0,200}\](?:\][(\[][^\n]{0,500}[)\]])?")
_HTML_IMAGE = re.compile(r"<img\b[^<>]{0,2000}>", re.I)
_BADGE = re.compile(r"\s*\[?!\[[^\]\n]{0,200}\]\([^)\n]{0,2000}\)(?:\]\([^)\n]{0,2000}\))?\s*\Z")
_ARROW = re.compile(r"(?:→|->|=>|⇒|➔|➜)\s*")
_NOW = re.compile(r"[;,.(\u2013\u2014-]\s{0,9}(?:but\s|and\s)?(?:is\s)?now[\s:]{1,9}", re.I)
_ARROW_AT_END = re.compile(rf"(?<![ \t])[ \t]*{_ARROW.pattern}[*_`]*\Z")
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
_CHOICE = re.compile(r"\*\*([^*\n]{2,40})\*\*|__([^_\n]{2,40})__|`([^`\n]{2,40})`")
_BOX = re.compile(r"(?<!\])[\[(]\s?(?P<x>[xX✓✔])?\s?[\])]\s*|(?P<on>[☑☒✅✔🔘])\s*|(?P<off>[☐⬜○◯])\s*")
_STRUCK = re.compile(
    r"~~(?=\S)(?:(?!\n[ \t]*\n)[\s\S]){1,2000}?~~"
    r"|<(del|s|strike)\b[^<>]{0,200}>[^<]*(?:<(?!/?\1\b)[^<]*){0,400}</\1\s*>"
    r"|(?<![\w~])~(?=[^\s~])[^~\n]{1,300}?(?<=[^\s~])~(?![\w~])",
    re.I,
)
_STEP_ENDS = re.compile(
    r"[;,→·•|、，；。]|->|=>|\b(?:and|then|und|dann|et|puis|y|e|en|och|og|и)\b|\s/\s|\.\s|\r?\n|<br ?/?>",
    re.I,
)
_BEFORE_DAY = re.compile(r"[\s*_`>(\[]*")
_LONGEST_DAY = 40
_FULL_WIDTH = frozenset(map(chr, range(0xFF41, 0xFF5B)))
_DENIALS = "未不没沒待非"
_PREVIOUS = " (previously: "


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


_NOTHING = StatusText(None)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a history: where its day begins and ends and which it is, and its status."""

    day: tuple[int, int, str]
    reading: StatusText


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick before a status word: where its sign begins and the words after it do, and what they say."""

    start: int
    end: int
    is_marked: bool
    reading: StatusText


def without_struck(text: str) -> str:
    """Give *text* with struck-out words blanked; every other character keeps its place."""
    if "~" not in text and "<" not in text:
        return text
    return _STRUCK.sub(lambda match: blank(match[0]), text)


@lru_cache(2048)
def read_status(text: str) -> StatusText:
    """Read the status that *text* states.

    Partial supersession leaves a decision in force, so it reads as accepted; its link says the rest.
    """
    text = without_struck(text).partition(_PREVIOUS)[0]
    if ("![" in text or "<img" in text) and (badge := _read_badge(text)):
        return badge
    if "[" in text or "(" in text or not text.isascii():
        box_status = _checked_status(text)
        if box_status is not None:
            return box_status
    if is_menu(text):
        return _marked_choice(text)
    return _dated_steps(text) or read_status_word(text, _start(text))


def status_of(text: str) -> str | None:
    """Give the canonical status that *text* states, a custom word as written, or None."""
    return read_status(text).status


def status_span(text: str) -> tuple[int, int]:
    """Find the status word inside *text*: where it starts and ends (0, 0 where there is none)."""
    reading = read_status(text)
    return reading.start, reading.end


def is_status(text: str) -> bool:
    """Say whether *text* begins with a status word that every tool knows."""
    return read_status(text).is_known


def is_bare_status(text: str) -> bool:
    """Say whether *text* is a status word that every tool knows, and nothing else."""
    reading = read_status(text)
    return reading.is_known and text.strip() == text[reading.start : reading.end]


def is_badge(text: str) -> bool:
    """Say whether *text* is a picture with words for those who do not see it, and nothing else."""
    return ("![" in text and bool(_BADGE.match(text))) or bool(_HTML_IMAGE.fullmatch(text.strip()))


def is_reference_image(text: str) -> bool:
    """Say whether *text* is nothing but `![alt][label]`, a picture whose address is elsewhere in the file."""
    return "![" in text and _REFERENCE_IMAGE.fullmatch(text.strip()) is not None


def is_entry(text: str) -> bool:
    """Say whether *text* is one step of a history: a known status, then nothing, a date, or who and when."""
    reading = read_status(text)
    return reading.is_known and bool(_TERSE.match(without_struck(text), reading.end))


def is_menu(text: str) -> bool:
    """Say whether *text* still offers a choice (`proposed | accepted`) instead of making it."""
    text = without_struck(text)
    chosen = _MENU_BESIDE.match(text)  # `Proposed [Proposed, Accepted, Rejected]`
    if chosen and _known_status(_WORD.search(chosen["word"]))[0]:
        return False
    words = [word.lower() for word in _WORD.findall(text)]
    statuses = {STATUS_WORDS[word] for word in words if word in STATUS_WORDS}
    if len(statuses) < 2:
        return False
    if _MENU.search(text):
        return bool(_BRACED.fullmatch(text)) or not re.search(r"\]\(|\d{4}|\badr[-_ ]?\d", text, re.I)
    rest = [word for word in words if word not in STATUS_WORDS and word not in _MENU_GLUE]
    if len(statuses) == 3 and len(_ARROW.findall(text)) == 2:
        return False  # the way that it went: `Proposed → Accepted → Deprecated`; more are all that there are
    return len(statuses) > 2 and not rest and not any(sign.isdigit() for sign in text)


# -- the ways of writing it --------------------------------------------------


def _read_badge(text: str) -> StatusText | None:
    """A picture as shields.io draws it: its words, or else those of its address."""
    bare = _IMAGE.sub(lambda match: blank(match[0]), text)
    bare = _HTML_IMAGE.sub(lambda match: blank(match[0]), bare)
    if re.search(r"[^\W\d_]", re.sub(r"\]\([^)\n]*\)", "", bare)):
        return None
    spans = [match.span(group) for match in _IMAGE.finditer(text) for group in ("alt", "url")]
    spans += [match.span() for match in _HTML_IMAGE.finditer(text)]
    for first, last in spans:
        for word in re.findall(r"[^\W\d_]+", unquote(text[first:last])):
            status = STATUS_WORDS.get(word.lower())
            if status:
                start = first + text[first:last].find(word)
                return StatusText(status, start, start + len(word), is_known=True)
    return None


def boxes_in(text: str) -> list[Box]:
    """List the boxes on one line, of which exactly one is marked: `[x] Accepted [ ] Rejected`; else nothing."""
    boxes = [
        Box(box.start(), box.end(), bool(box["x"] or box["on"]), read_status_word(text, box.end()))
        for box in _BOX.finditer(text)
        if not text.startswith("(", box.end())
    ]
    marked = [box for box in boxes if box.is_marked]
    return boxes if len(marked) == 1 and (len(boxes) > 1 or text[marked[0].start] in "[(") else []


def _checked_status(text: str) -> StatusText | None:
    """The status whose box is marked: `[x] Accepted [ ] Rejected`, `☑ Accepted ☐ Rejected`."""
    reading = next((box.reading for box in boxes_in(text) if box.is_marked), _NOTHING)
    return reading if reading.is_known else None


def _marked_choice(text: str) -> StatusText:
    """A menu in which exactly one of the words is marked."""
    choices = [match for match in _CHOICE.finditer(text) if _WORD.fullmatch(match[1] or match[2] or match[3])]
    if len(choices) != 1:
        return _NOTHING
    return read_status_word(text, choices[0].start(choices[0].lastindex or 0))


def arrow_before(text: str, position: int) -> str:
    """The arrow, with its blanks, before the status at *position* that another one led to; empty without one."""
    match = _ARROW_AT_END.search(text[:position])
    return match[0].rstrip("*_`") if match and read_status_word(text, 0).is_known else ""


def _start(text: str) -> int:
    day = leading_day(text)
    start = day[1] if day and read_status_word(text, day[1]).is_known else 0
    for arrow in _ARROW.finditer(text):
        if read_status_word(text, arrow.end()).is_known:
            start = arrow.end()  # "Proposed → Accepted on 2025-12-16": the last one holds
    for now in _NOW.finditer(text):
        word = read_status_word(text, now.end())
        if word.is_known and _TERSE.match(text, word.end):
            start = now.end()  # "Was accepted, now deprecated"
    return start


def leading_day(text: str, start: int = 0) -> tuple[int, int, str] | None:
    """Find the day with which *text* begins at *start*, marks aside: where it begins and ends, and as ISO 8601."""
    signs = _BEFORE_DAY.match(text, start)
    start = signs.end() if signs else start
    head = text[start : start + _LONGEST_DAY]
    if not any(sign.isdigit() for sign in head):
        return None
    first, last, day = next(dates_in(head), (-1, -1, ""))
    return None if first else (start, start + last, day)


def steps_in(text: str) -> list[Step]:
    """List the steps of a history in *text*, each a known status and its day; nothing where one has none.

    The days are before the statuses, or behind: `2024-01-01: Proposed, 2024-02-01: Accepted`. What stands between,
    such as who was there, belongs to no step.
    """
    days = list(dates_in(text))
    words = _words_of_steps(text, days)
    is_day_first = bool(days and words) and days[0][0] < words[0].start
    first_days = [day[0] for day in days]
    steps: list[Step] = []
    free = 0  # the first day that belongs to no step yet
    ends = [*(word.start for word in words[1:]), len(text)]
    for word, following in zip(words, ends, strict=False):
        position, end = bisect_left(first_days, word.start), bisect_left(first_days, following)
        before, behind = [position - 1] if position > free else [], [position] if position < end else []
        own = before + behind if is_day_first else behind + before
        if not own:
            return []
        steps.append(Step(days[own[0]], word))
        free = own[0] + 1
    return steps


def _words_of_steps(text: str, days: list[tuple[int, int, str]]) -> list[StatusText]:
    """The known statuses of *text* at its beginning, behind a day, or behind what parts two steps, in order."""
    parts: list[str] = []
    end = 0
    for first, last, _ in days:
        parts += text[end:first], "0" * (last - first)
        end = last
    bare = "".join([*parts, text[end:]])
    places = [0, *(last for _, last, _ in days), *(match.end() for match in _STEP_ENDS.finditer(bare))]
    words = {word.start: word for place in places if (word := read_status_word(text, place)).is_known}
    return [words[start] for start in sorted(words) if not bare.startswith("0", start)]


def _dated_steps(text: str) -> StatusText | None:
    """A history on one line: `Proposed 2024-01-01, Accepted 2024-02-01`; the latest day holds."""
    steps = steps_in(text) if sum(1 for _ in dates_in(text)) > 1 else []
    if len(steps) < 2:
        return None
    latest = max(enumerate(steps), key=lambda step: (step[1].day[2], step[0]))[1]
    return replace(latest.reading, day=latest.day[2])


def read_status_word(text: str, start: int) -> StatusText:
    """Read the status word that begins at *start*, or behind the signs there."""
    lead = _NOT_WORDS.match(text, start)
    start = lead.end() if lead else start
    if phrase := _PHRASE.match(text, start):
        return StatusText(_STATUS_OF_PHRASE[phrase[0].lower()], start, phrase.end(), is_known=True)
    word = _WORD.match(text, start)
    if word is None:
        ended = _ENDED_BY.match(text, start)  # `[2. Title](0002-title.md) により置き換え`
        in_force = ended is not None and re.search(_PART, ended[0], re.I) is not None
        return (
            StatusText("accepted" if in_force else "superseded", start, ended.end(), True)
            if ended
            else _NOTHING
        )
    partial = _PARTIAL_BEFORE.match(text, start)
    if partial:
        known = partial["word"].lower() in STATUS_WORDS
        return StatusText("accepted" if known else partial[0], start, partial.end(), is_known=known)
    status, end = _known_status(word)
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
        words = _WORD.findall(text[start : talk.end()]) + _WORD.findall(text[talk.end() :])[:1]
        if any(word.lower() in STATUS_WORDS for word in words):
            return _NOTHING  # denied, or not yet
    if lead_words := _LEAD.match(text, start):
        later = _WORD.match(text, _NOT_WORDS.match(text, lead_words.end()).end())  # type: ignore[union-attr]
        if later and _known_status(later)[0] and _TERSE.match(text, _known_status(later)[1]):
            return read_status_word(text, later.start())
    return _custom(text, start, word.end())


def _known_status(word: re.Match[str] | None) -> tuple[str | None, int]:
    """The status that a word means, and where it ends; of `superseded-by` and `已接受并实施` the beginning counts.

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
