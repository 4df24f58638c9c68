"""What the body of a commit message states about the change, sentence by sentence, ranked by what the change shows.

A squashed pull request keeps the subjects of its commits as a list; the decision is often one of them, and the
subject above it only names the occasion.
"""

from __future__ import annotations

import math

import records.regex as re
from records.suggest.analysis import Analysis
from records.suggest.commit_subject import is_heading, is_trailer, plain, strip_marks
from records.suggest.decision_index import telling_stems
from records.suggest.grouping import ANCHORS
from records.suggest.words import EVERYWHERE_STEMS

_BULLET = re.compile(r"\s*(?:[*+•-]|\d+[.)])\s+(?=\S)")
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)`\"'])(?:\. (?=[A-Z])|[.:;]$|; )|\s+[–—]\s+")
_CODE_FENCE = re.compile(r"^\s*(?:```|~~~)")
_ROUTINE = re.compile(
    r"^(?:fix\w*|wip|typos?|tests?|lint\w*|format\w*|merge\w*|revert\w*|bump\w*|clean\w*|review\w*|address\w*"
    r"|changelog|minor|more|some|try|debug\w*|rename\w*|rebase\w*|reword\w*|resolve\w*|co-authored|signed-off"
    r"|rollback|temp\w*|update[sd]?|updating|correct\w*|comments?|docs?|tidy|switch to (?:another|desktop|laptop))\b",
    re.I,
)
_DECIDES = re.compile(
    r"^(?:use|adopt|replace|introduce|migrate|switch|move|remove|drop|make|allow|support|require|enforce|store|split"
    r"|extract|expose|provide|convert|implement|add|create|separate|prefer|standardi[sz]e)(?:s|d|es|ed|ing)?\b",
    re.I,
)
_MOST_LINES = 200
_SHORTEST, _LONGEST = 3, 16
"""Words of a statement that can be a title."""


def statements(message: str) -> list[str]:
    """Return what the body of a message states, one short sentence each, in its order.

    Items of lists and the first sentences of paragraphs count; headings, code and trailers do not.
    """
    texts = (text for text in sentences(message) if len(text.split()) <= _LONGEST)
    return list(dict.fromkeys(texts))


def sentences(message: str) -> list[str]:
    """Return the first sentence of each item and paragraph in the body of a message, however long."""
    blocks = _blocks(message.split("\n")[1:_MOST_LINES])
    texts = (strip_marks(plain(_SENTENCE_END.split(block, maxsplit=1)[0])) for block in blocks)
    return [text for text in texts if len(text.split()) >= _SHORTEST and not _is_routine(text)]


def _blocks(lines: list[str]) -> list[str]:
    """Return the items of lists and the paragraphs of some lines, each on one line."""
    blocks: list[str] = []
    is_open = in_code = False
    for line in lines:
        if _CODE_FENCE.match(line):
            in_code, is_open = not in_code, False
        elif in_code or not line.strip() or line.lstrip().startswith(("#", "<", "|", ">")):
            is_open = False
        elif _BULLET.match(line):
            blocks.append(_BULLET.sub("", line, count=1))
            is_open = True
        elif is_open:
            blocks[-1] = f"{blocks[-1]} {line.strip()}"
        else:
            blocks.append(line.strip())
            is_open = True
    return blocks


def _is_routine(text: str) -> bool:
    return bool(is_heading(text) or is_trailer(text) or _ROUTINE.match(text))


def ranked_statements(analysis: Analysis) -> list[str]:
    """Return the statements of a message that name what the change shows, the most telling first."""
    topics = topic_weights(analysis)
    rated = [
        (relevance(text, topics), -position, text)
        for position, text in enumerate(statements(analysis.change.message))
    ]
    return [text for rating, _, text in sorted(rated, reverse=True) if rating > 0]


def relevance(text: str, topics: dict[str, float]) -> float:
    """Return how much a statement says of what a change shows."""
    stems = telling_stems(text)
    if not stems:
        return 0.0
    weight = sum(topics.get(word, 0.0) for word in stems)
    if _DECIDES.match(text):
        weight += 0.7 if weight else 0.1
    return weight / math.sqrt(3 + len(stems))


def topic_weights(analysis: Analysis) -> dict[str, float]:
    """Return the stems of the words that the evidence of a change is about, each with the weight of its best signal."""
    weights: dict[str, float] = {}
    for evidence in analysis.evidence:
        if evidence.topic == "routine" or not evidence.path:
            continue
        weight = ANCHORS.get(evidence.signal, 0.3)
        for name in (evidence.subject, evidence.detail):
            for word in telling_stems(name) - EVERYWHERE_STEMS:
                weights[word] = max(weights.get(word, 0.0), weight)
    for file in analysis.change.files:
        if file.status == "added":
            for word in telling_stems(file.path.rpartition("/")[2].partition(".")[0]) - EVERYWHERE_STEMS:
                weights[word] = max(weights.get(word, 0.0), 0.5)
    return weights
