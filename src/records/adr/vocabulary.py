"""The words of decision records: names of fields and sections, and the numbers in names and headings."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import records.regex as re
from records.model.file_name import yearly_name
from records.patterns import BEFORE_CAPITAL, DIGITS, LETTERS, SHORT_DAY, STAMP, YEAR
from records.text.slug import plain_letters


def words_of(text: str) -> frozenset[str]:
    """Give the words of a word list that is written as one text."""
    return frozenset(text.split())


# -- fields ------------------------------------------------------------------

STATUS_LABELS = (
    "status", "state", "状态", "狀態", "ステータス", "状況", "상태", "estado", "estatus", "statut", "état", "stato",
    "zustand", "статус", "состояние", "stan", "durum", "tila", "állapot", "stav", "trạng thái",
    "situação", "situación", "tilstand", "stanje", "状態", "الحالة", "حالة", "סטטוס", "מצב", "وضعیت", "स्थिति", "สถานะ",
    "κατάσταση",
)  # fmt: skip
STATUS_LABEL = "|".join(STATUS_LABELS)
"""The same as a part of a regular expression."""
_DATE_LABELS = (
    "date", "日期", "日付", "날짜", "datum", "fecha", "data", "дата", "dato", "tarih", "päivämäärä",
    "التاريخ", "תאריך", "تاریخ", "तारीख", "วันที่", "ngày", "ημερομηνία",
)  # fmt: skip
_BESIDE_STATUS = words_of(
    "adr decision decision's current record document proposal lifecycle life-cycle rfc the of this madr"
)
_BESIDE_DATE = words_of(
    "decision decided created creation of the on accepted adr record made proposal proposed"
)
_FIELDS = {
    "created": "date",
    "created on": "date",
    "created at": "date",
    "decided": "date",
    "decided on": "date",
    "decided at": "date",
    "deciders": "deciders",
    "decider": "deciders",
    "decision-makers": "deciders",
    "decision makers": "deciders",
    "decided by": "deciders",
    "tags": "labels",
    "labels": "labels",
}
_MARKS = re.compile(
    r"\{#[^{}\n]*\}|<[^<>\n]*>|\[(?P<words>[^\[\]\n]*)\]\([^()\n]*\)|(?<!\w):[a-z0-9_+-]{2,40}:(?!\w)|[*_`]{1,3}"
)
_NUMBERING = re.compile(
    r"^(?:[^\w(\[\"'«“]+|(?:\d\ufe0f?\u20e3)+\s*|(?:§\s*)?\d{1,2}(?:\.\d{1,2}){0,3}[.):]?(?=\s)\s*|(?:[ivx]{1,4}|[a-h])[.)]\s+)+",
    re.I,
)


@lru_cache(4096)
def plain_title(title: str) -> str:
    """Give a heading's words case folded, without numbering, emphasis, emoji, anchors, links and a colon."""
    bare = _MARKS.sub(lambda match: match["words"] or "", title) if _ODD.search(title) else title
    bare = _NUMBERING.sub("", bare.strip())
    return " ".join(_TRAILING.sub("", _LEADING.sub("", bare.casefold())).split()) or title.casefold().strip()


_LEADING = re.compile(r"^[\s:：*_–—#.·¶-]+")
_END = r"\w)\]\"'»”?!…\u0900-\u0e7f"
_TRAILING = re.compile(rf"(?<![^{_END}])[^{_END}]+$")  # from the first such sign on: looked for once
_ODD = re.compile(r"[{<\[:*_`]")


@lru_cache(4096)
def field_of(label: str) -> str | None:
    """Name the field that a label, a key or a heading stands for: `status`, `date`, `deciders`, `labels`, or None."""
    if len(label) > 80:
        return None
    if not label.isascii():
        label = unicodedata.normalize("NFKC", label)  # full-width letters, composed accents
    words = plain_title(label.replace("_", " ") if re.fullmatch(r"\w+", label) else label)
    if words in _FIELDS:
        return _FIELDS[words]
    if words in STATUS_LABELS:
        return "status"
    parts = [part for part in re.split(r"[-\s/|()（）\[\]]+", words) if part]  # `状态 (Status)` too
    if not parts or len(parts) > 4:
        return None
    if _is_label(parts, STATUS_LABELS, _BESIDE_STATUS):
        return "status"
    return "date" if _is_label(parts, _DATE_LABELS, _BESIDE_DATE) else None


def _is_label(words: list[str], labels: tuple[str, ...], beside: frozenset[str]) -> bool:
    rest = [word for word in words if word not in labels]
    return len(rest) < len(words) and all(word in beside for word in rest)


# -- sections ----------------------------------------------------------------

_SECTION_WORDS = words_of(
    "context decision decisions consequences consequence status background problem options alternatives rationale "
    "drivers outcome links references related summary overview motivation introduction proposal implications pros "
    "cons discussion notes abstract introduction kontext entscheidung konsequenzen contexte décision conséquences "
    "kontekst decyzja konsekwencje achtergrond besluit gevolgen bakgrund bakgrunn baggrund beslut beslutning "
    "konsekvenser "
    "konsekvenserna tausta päätös seuraukset kontextus döntés következmények rozhodnutí důsledky karar sonuçlar "
    "contexto decisión decisão consecuencias consequências контекст решение последствия 背景 决策 决定 后果 影响 状态 "
    "コンテキスト 決定 結果 맥락 결정 결과"
)


@lru_cache(4096)
def is_section_title(title: str) -> bool:
    """Return whether a heading names a part of a decision record, and not the record."""
    words = re.findall(r"[^\W\d_]+", plain_title(title))
    return bool(words) and len(words) <= 6 and (words[0] in _SECTION_WORDS or words[-1] in _SECTION_WORDS)


# -- numbers -----------------------------------------------------------------

_NAME_DATE = re.compile(
    rf"{YEAR}(?:([-_.])\d{{2}}\1\d{{2}}|\d{{4}}|\d{{10}})(?!\d)(?:[_-](\d{{3,18}})(?=[-_]))?"
)
_DAY_NAME = re.compile(rf"(?:{SHORT_DAY}[A-Z]?|{STAMP})(?=[-_. ]|$)")
_BEFORE_DAY = re.compile(rf"[^\W\d_]+(?:[-_ .][^\W\d_]+){{0,4}}[-_ .](?={YEAR}([-_.])\d\d\1\d\d(?!\d))")
_NAME_NUMBER = re.compile(
    rf"(?:(?:{LETTERS}[-_ ]?)?(?=\d)|(?:[A-Za-z]+[-_ ]){{2,4}}(?=\d{{3}})"
    rf"|(?:[A-Z]{{2,12}}[-_ ]){{2,4}}(?=\d\d))({DIGITS})"
    rf"(?:(?=[-_. ]|$)|{BEFORE_CAPITAL})"
)
_REFERENCE = re.compile(rf"#?(?:{LETTERS}[-_ ]?)?0*({DIGITS})$")


# any words before the number of the record itself: `决策 0007：T`, `Entscheidung Nr. 7: T`; but not `HTTP 2: T`
def number_in_name(filename: str) -> int | None:
    """Read the number that a file name begins with, whatever its padding or prefix.

    A name that begins with a date (`20240115-x.md`, log4brains; `240115-x.md`; `notes-2024-01-15.md`) has no number,
    unless one follows the date; one that begins with a year and a number (`2024-001-x.md`) has that number.
    """
    name = filename.rsplit("/", 1)[-1]
    if yearly := yearly_name(name):
        return int(yearly.number)
    word = _BEFORE_DAY.match(name)
    if _DAY_NAME.match(name):
        return None
    date_match = _NAME_DATE.match(name, word.end() if word else 0)
    if date_match:
        return int(date_match[2]) if date_match[2] else None
    number_match = _NAME_NUMBER.match(name)
    return int(number_match[1]) if number_match else None


def number_in_reference(text: str) -> int | None:
    """Read the number of a reference such as `12`, `0012`, `ADR-0012` or `adr011`."""
    number_match = _REFERENCE.match(text.strip())
    return int(number_match[1]) if number_match else None


CONTEXT_WORDS = (
    "context", "kontext", "contest", "problem", "background", "hintergrund", "motivation", "abstract", "issue",
    "summary", "introduction", "overview", "背景", "概要", "контекст", "배경", "맥락", "コンテキスト",
    "kontekst", "achtergrond", "probleem", "bakgrund", "bakgrunn", "baggrund", "sammanhang", "tausta", "hatter",
    "baglam", "kontextus", "передумов", "проблем", "πλαισιο", "السياق", "הקשר", "boi canh",
)  # fmt: skip
"""Stems of the words in the titles of sections that state why there was something to decide, without accents."""
DECISION_WORDS = (
    "decision", "decisao", "decisione", "entscheid", "beslis", "beslut", "decyzj", "outcome", "solution", "resolution",
    "proposal", "recommendation", "specification", "choice", "决策", "決策", "决定", "決定", "решение", "결정",
    "besluit", "rozhodnut", "dontes", "paatos", "karar", "odluka", "hotarar",
    "рішення", "решени", "αποφασ", "القرار", "החלטה",
    "quyet đinh",
)  # fmt: skip
"""Stems of the words in the titles of sections that state a decision, without accents."""


CONSEQUENCE_WORDS = (
    "consequen", "consecuen", "conseguen", "konsequen", "folgen", "auswirkung", "implication", "impact", "result",
    "trade-off", "tradeoff", "risk", "benefit", "pros", "advantage",
    "seurau", "dusledk", "kovetkezm", "sonuc", "posledic", "наслідк", "следстви", "συνεπει", "العواقب", "השלכות",
    "konsekven", "konsekwen", "gevolg", "后果", "影响", "影響", "結果", "последстви", "결과",
)  # fmt: skip
"""Stems of the words in the titles of sections that state what follows from the decision."""
OPTION_WORDS = (
    "considered option", "option", "alternativ", "opcion", "opco", "opzion", "optie", "moglichkeit", "pros and cons",
    "вариант", "альтернатив", "选项", "方案", "選択肢", "代替", "대안",
)  # fmt: skip
"""Stems of the words in the titles of sections that list what was to choose from."""
REFERENCE_WORDS = (
    "reference", "referenz", "referenc", "more information", "links", "related", "see also", "further reading",
    "quelle", "ссылк", "参考", "참고", "lien", "verweis", "verknupfung", "enlace", "collegament", "ligac", "koppeling",
    "verwijzing", "odnosnik", "powiazan", "odkaz", "lankar", "lenker", "viittau", "baglanti", "hivatkoz", "связ",
    "посилан", "链接", "連結", "相关", "相關", "関連", "リンク", "링크", "관련",
)  # fmt: skip
"""Stems of the words in the titles of sections that say where to read more, in small letters without accents."""


@lru_cache(1024)
def is_reference_title(title: str) -> bool:
    """Return whether a short heading names a section of links or references, in any language."""
    words = plain_letters(plain_title(title))
    return len(words.split()) <= _LONGEST_REFERENCE_TITLE and words.startswith(REFERENCE_WORDS)


_LONGEST_REFERENCE_TITLE = 3
QUESTION_WORDS = (
    "open question", "question", "open issue", "open point", "offene", "pregunta", "unresolved", "вопрос", "问题点",
)  # fmt: skip
"""Stems of the words in the titles of sections that list what is not decided yet."""
