"""The words for each status, by language: read wherever they stand, and written where a log uses their language.

The first word of a row is the one that is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import records.regex as re
from records.patterns import EMOJI
from records.static_types import NamedTuple
from records.text.slug import plain_letters

_WORDS = {
    "en": {
        "draft": "draft concept",
        "proposed": "proposed proposal",
        "accepted": "accepted accept approved adopted decided active",
        "rejected": "rejected declined",
        "deprecated": "deprecated",
        "superseded": "superseded superceded superseeded superceeded replaced",
    },
    "de": {
        "draft": "entwurf",
        "proposed": "vorgeschlagen",
        "accepted": "angenommen akzeptiert genehmigt beschlossen",
        "rejected": "abgelehnt verworfen",
        "deprecated": "veraltet",
        "superseded": "ersetzt abgelöst",
    },
    "fr": {
        "draft": "brouillon",
        "proposed": "proposé proposée",
        "accepted": "accepté acceptée adopté adoptée approuvé approuvée validé validée",
        "rejected": "rejeté rejetée refusé refusée",
        "deprecated": "déprécié dépréciée obsolète",
        "superseded": "remplacé remplacée",
    },
    "es": {
        "draft": "borrador",
        "proposed": "propuesto propuesta",
        "accepted": "aceptado aceptada aprobado aprobada",
        "rejected": "rechazado rechazada",
        "deprecated": "obsoleto obsoleta deprecado deprecada",
        "superseded": "reemplazado reemplazada sustituido sustituida",
    },
    "pt": {
        "draft": "rascunho",
        "proposed": "proposto proposta",
        "accepted": "aceito aceita aceite aprovado aprovada",
        "rejected": "rejeitado rejeitada",
        "deprecated": "obsoleto obsoleta depreciado depreciada",
        "superseded": "substituído substituída substituido",
    },
    "it": {
        "draft": "bozza",
        "proposed": "proposto proposta",
        "accepted": "accettato accettata approvato approvata",
        "rejected": "rifiutato rifiutata",
        "deprecated": "deprecato deprecata obsoleto obsoleta",
        "superseded": "sostituito sostituita",
    },
    "nl": {
        "draft": "concept",
        "proposed": "voorgesteld",
        "accepted": "geaccepteerd goedgekeurd",
        "rejected": "afgewezen",
        "deprecated": "verouderd",
        "superseded": "vervangen",
    },
    "pl": {
        "draft": "szkic",
        "proposed": "zaproponowany zaproponowana",
        "accepted": "zaakceptowany zaakceptowana przyjęty przyjęta",
        "rejected": "odrzucony odrzucona",
        "deprecated": "przestarzały przestarzała",
        "superseded": "zastąpiony zastąpiona",
    },
    "sv": {
        "proposed": "föreslagen",
        "accepted": "accepterad",
        "rejected": "avvisad",
        "deprecated": "föråldrad",
        "superseded": "ersatt",
    },
    "da": {
        "proposed": "foreslået",
        "accepted": "accepteret godkendt",
        "rejected": "afvist",
        "deprecated": "forældet",
        "superseded": "erstattet",
    },
    "no": {"proposed": "foreslått", "accepted": "godkjent akseptert", "rejected": "avvist"},
    "ru": {
        "draft": "черновик",
        "proposed": "предложено предложен",
        "accepted": "принято принят одобрено",
        "rejected": "отклонено отклонен",
        "deprecated": "устарело",
        "superseded": "заменено заменен",
    },
    "zh": {
        "draft": "草案 草稿 草擬",
        "proposed": "提议 提議 提议中 提議中",
        "accepted": "已接受 接受 通过 通過 已通过 采纳 已采纳 采用 已采用 批准 已批准 已完成",
        "rejected": "已拒绝 拒绝 否决 已否决",
        "deprecated": "已弃用 弃用 已废弃 废弃 已廢棄 廢棄 已过时 过时 已過時 過時 已作废 作废 已作廢 作廢 已失效 失效",
        "superseded": "已取代 取代 被取代 已被取代 已替代",
    },
    "ja": {
        "draft": "ドラフト",
        "proposed": "提案 提案中 提出",
        "accepted": "承認 承認済み 採用 採用済み",
        "rejected": "却下 不採用",
        "deprecated": "非推奨 廃止",
        "superseded": "置き換え",
    },
    "ar": {
        "draft": "مسودة",
        "proposed": "مقترح مقترحة",
        "accepted": "مقبول مقبولة معتمد معتمدة",
        "rejected": "مرفوض مرفوضة",
        "deprecated": "مهمل مهملة",
        "superseded": "مستبدل مستبدلة",
    },
    "ko": {
        "draft": "초안",
        "proposed": "제안 제안됨",
        "accepted": "승인 승인됨 채택 수락 수락됨",
        "rejected": "거부 거부됨",
        "deprecated": "폐기 폐기됨",
        "superseded": "대체 대체됨",
    },
}
_SUPERSEDED_BY = {
    "en": "{word} by {by}",
    "de": "{word} durch {by}",
    "fr": "{word} par {by}",
    "es": "{word} por {by}",
    "pt": "{word} por {by}",
    "it": "{word} da {by}",
    "nl": "{word} door {by}",
    "pl": "{word} przez {by}",
    "sv": "{word} av {by}",
    "da": "{word} af {by}",
    "ru": "{word} на {by}",
    "zh": "已被 {by} 取代",
    "ja": "{by} により置き換え",
    "ar": "{word} بـ {by}",
    "ko": "{by}에 의해 대체됨",
}
_SUPERSEDES = {
    "de": "ersetzt",
    "fr": "remplace",
    "es": "reemplaza",
    "pt": "substitui",
    "it": "sostituisce",
    "nl": "vervangt",
    "pl": "zastępuje",
    "sv": "ersätter",
    "da": "erstatter",
    "ru": "заменяет",
    "zh": "取代",
}
_SPELLINGS = {
    word: status for rows in _WORDS.values() for status, words in rows.items() for word in words.split()
}
STATUS_WORDS: Mapping[str, str] = (
    {
        # as people type them without accents: `Accepte`; but not what says something of another record: `Remplace 3`
        plain_letters(word): status
        for word, status in _SPELLINGS.items()
        if plain_letters(word) not in _SUPERSEDES.values()
    }
    | _SPELLINGS
    | {
        # still in force, with a link that says by what it was changed
        "amended": "accepted",
        "amended-in-part": "accepted",
    }
)
"""The canonical status of each word (lower case)."""
STATUS_NOUNS = frozenset(("proposal", "concept", "active", "decided", "accept", "entwurf", "draft"))
"""Words of these that say something else where no label for a status is before them: `Type: proposal`."""

FORMERLY = (
    "previously", "formerly", "originally", "initially", "früher", "vormals", "zuvor", "ursprünglich", "précédemment",
    "auparavant", "initialement", "anteriormente", "previamente", "originalmente", "inicialmente", "precedentemente",
    "inizialmente", "eerder", "voorheen", "oorspronkelijk", "wcześniej", "pierwotnie", "tidigare", "tidligere", "ранее",
    "раньше",
)  # fmt: skip
"""Words before a status that holds no more."""
FORMER_LABELS = frozenset((*FORMERLY, "was", "before", "once", "old"))
"""Labels of a status that holds no more: `Was: accepted`."""

_SYMBOLS = rf"(?:{EMOJI}[ \t]{{0,9}}){{1,4}}"
_AT = re.compile(_SYMBOLS)
_SYMBOLS_BEFORE = re.compile(rf"(?P<symbols>{_SYMBOLS})[*_`]{{0,3}}\Z")
_SYMBOLS_BEHIND = re.compile(rf"[*_`]{{0,3}}(?P<symbols>[ \t]{{0,9}}{_SYMBOLS})")


class MarkedWord(NamedTuple):
    """A status as written: the symbols before it, with blanks, the word, and the symbols behind it."""

    before: str
    word: str
    behind: str

    def with_word(self, word: str) -> str:
        """Another word between the same symbols."""
        return f"{self.before}{word}{self.behind}"


def symbol_spans(text: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Find the emoji before and behind the status word from *start* to *end*; empty spans at the word without any.

    Marks of emphasis may be between: `✅ **Accepted**`.
    """
    before = _SYMBOLS_BEFORE.search(text[max(0, start - _FARTHEST) : start])
    behind = _SYMBOLS_BEHIND.match(text, end)
    offset = max(0, start - _FARTHEST)
    return (
        (offset + before.start("symbols"), offset + before.end("symbols")) if before else (start, start),
        (behind.start("symbols"), end + len(text[end : behind.end()].rstrip())) if behind else (end, end),
    )


_FARTHEST = 200


def symbols_at(text: str, position: int) -> str:
    """The emoji at a position, with the blanks behind it; empty without one."""
    symbols = _AT.match(text, position)
    return symbols[0] if symbols else ""


def marked_word(text: str, start: int, end: int) -> MarkedWord:
    """The status word from *start* to *end* of *text* with the emoji beside it."""
    before, behind = symbol_spans(text, start, end)
    return MarkedWord(text[slice(*before)], text[start:end], text[slice(*behind)])


def split_symbols(word: str) -> MarkedWord:
    """Part a status word from the emoji around it: `✅ accepted`."""
    start = len(symbols_at(word, 0))
    behind = re.search(rf"[ \t]{{0,9}}{_SYMBOLS}\Z", word[start:])
    end = start + behind.start() if behind else len(word)
    return MarkedWord(word[:start], word[start:end], word[end:])


_FEMININE = {
    "fr": ("", "e"),
    "ar": ("", "ة"),
    "es": ("o", "a"),
    "pt": ("o", "a"),
    "it": ("o", "a"),
    "pl": ("y", "a"),
}


def write_status(status: str, beside: str, own: Mapping[str, str]) -> str:
    """The word for a status, in small letters: the log's own one, with its emoji, else one of the log's language.

    Args:
        status: canonical; another word is given back as it is.
        beside: the status that a file states now; empty where there is none.
        own: the log's own word for each status that its records have.
    """
    if own.get(status):
        return own[status]
    language = _language([beside, *own.values()])
    word = _WORDS[language].get(status, "").split(" ")[0] if language else ""
    if not word or language == "en":
        return status
    masculine, feminine = _FEMININE.get(language, ("", ""))
    if beside.casefold() in _feminine_words(language):
        return word.removesuffix(masculine) + feminine
    return word


def superseded_by(word: str, references: str) -> str:
    """Say that *references* supersede a record, in the language of *word*: `ersetzt durch ADR-0003`."""
    marked = split_symbols(word)
    form = _SUPERSEDED_BY.get(_language([marked.word]), _SUPERSEDED_BY["en"])
    return marked.with_word(form.format(word=marked.word, by=references))


def supersedes(word: str) -> str:
    """The verb for what a record of the status *word* replaces, in the language of that word; empty for English."""
    return _SUPERSEDES.get(_language([word]), "")


def _feminine_words(language: str) -> set[str]:
    masculine, feminine = _FEMININE.get(language, ("", ""))
    words = {word for row in _WORDS[language].values() for word in row.split()}
    return {word for word in words if feminine and word.removesuffix(feminine) + masculine in words - {word}}


@lru_cache(1)
def _languages_by_word() -> dict[str, set[str]]:
    """The languages that have a word, by the word without accents."""
    languages: dict[str, set[str]] = {}
    for name, rows in _WORDS.items():
        for word in " ".join(rows.values()).split():
            languages.setdefault(plain_letters(word), set()).add(name)
    return languages


def _language(samples: list[str]) -> str:
    """The one language that has the first sample, and others where several have it; empty where none is the one."""
    languages: set[str] = set()
    for sample in samples:
        word = split_symbols(sample.casefold()).word
        having = _languages_by_word().get(plain_letters(word), set())
        if having and (not languages or languages & having):
            languages = set(having & languages or having)
    return languages.pop() if len(languages) == 1 else ""
