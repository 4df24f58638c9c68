"""Words by which a text only talks of a relation: negated, possible, future or conditional."""

from __future__ import annotations

import records.regex as re
from records.adr.relation_sentences import SHORT, has_between, last_clause, sentence_start, sentence_stop
from records.adr.status_words import FORMER_LABELS, FORMERLY, STATUS_WORDS

_HEDGE = re.compile(
    r"\b(?:not|never|no longer|neither|nor|without|cannot|rather than|instead of|may|might|could|can|will|would|"
    r"should|shall|must|to be|being|going to|about to|yet to|likely|possibly|potentially|perhaps|probably|"
    r"candidate|(?:proposed|planned|expected|intended)(?=\s+(?:to|for|as)\b)|nicht|wird|werden|soll|niet|sera|será|não)\b|n['’]t\b|不|未|将",
    re.I,
)
_TO_BEFORE = re.compile(r"\b(?:to|be)\s+$", re.I)  # what will, may or has to be is not yet
_IF_BEFORE = re.compile(
    r"\b(?:if|once|until|unless|whether|in case|as soon as|provided|assuming|pending|when accepted)\b", re.I
)
_IF_AFTER = re.compile(
    r"\b(?:once|if|unless|as soon as|pending|provided|assuming|in (?:the )?future|"
    r"when (?:it|that|this|the|adr)\b[^.;]{0,60}\b(?:is|are|lands?|ships?|becomes?|gets|goes|has|will)\b)",
    re.I,
)
_NEAR = 40
# `(previously: …)` is what an edit writes: a link in it still holds
_FORMERLY = re.compile(
    rf"\b(?!(?<=\()previously: )(?:{'|'.join(sorted(FORMER_LABELS))})[ \t*_]*:[ \t*_]*$"
    rf"|\b(?:{'|'.join(FORMERLY)})[\s*_]+(?:(?:been|was|were|is)[\s*_]+)?$",
    re.I,
)
_VERB_BEFORE = re.compile(r"(?P<verb>[^\W\d_]{3,}(?:ed|ought|ant))[ \t\n]+$", re.I)
_GERUND = re.compile(r"[^\W\d_]+ing\b", re.I)
_UNDONE_AFTER = re.compile(
    r"[^.;\n]{0,80}?\b(?:but|and)\s+(?:we\s+)?(?:did|do|have|has|decided)\s*(?:not\b|n['’]t\b|against\b)",
    re.I,
)
# in what every condition has, before a relation or after it
_IF_SIGN = re.compile(
    r"if|once|until|unless|whether|in case|soon|provided|assuming|pending|when|future", re.I
)
_PARENTHESIS_GAP = re.compile(r"\([^()]*\)|\x01+|\bwithout\b.*", re.S)


def is_hedged(text: str, start: int, end: int) -> bool:
    """Say whether words about a relation, from *start* to *end*, only talk of it: denied, possible, future, asked."""
    sentence = sentence_start(text, start)
    before = text[sentence:start]
    clause = last_clause(text, sentence, start)
    if (len(clause) <= SHORT or has_between(_HEDGE, text, start - len(clause), start)) and _HEDGE.search(
        clause
    ):
        return True
    if _TO_BEFORE.search(clause, max(0, len(clause.rstrip()) - 3)):
        return True
    if _FORMERLY.search(before[-_NEAR:]):
        return True
    verb = _VERB_BEFORE.search(clause[-_NEAR:])
    if verb and verb["verb"].casefold() not in STATUS_WORDS and _GERUND.match(text, start):
        return True  # `we considered superseding ADR-1`
    is_long = len(before) > SHORT
    if (not is_long or has_between(_IF_SIGN, text, sentence, start)) and _IF_BEFORE.search(before):
        return True
    stop = sentence_stop(text, end)
    if text.startswith("?", stop):
        return True
    is_long = stop - end > SHORT
    if not is_long or has_between(_IF_SIGN, text, end, stop):
        after = text[end:stop].partition("(previously: ")[0]
        if _IF_AFTER.search(after) or _UNDONE_AFTER.match(after):
            return True
    return bool(_HEDGE.search(_PARENTHESIS_GAP.sub("", text[start:end])))
