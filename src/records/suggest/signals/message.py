"""The message: the words that people use for a choice, or for routine."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.suggest.change import Change
from records.suggest.commit_subject import clean_subject
from records.suggest.evidence import NO_PLACE, Evidence
from records.suggest.technologies import named_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.suggest.evidence import Heading

_INITIAL = (
    r"\binitial (?:version|implementation|release|draft|attempt|setup|import|commit|support|scaffold\w*|work|structure"
    r"|project|configuration|integration)\b"
)
"""The first of its kind; an initial value or an initial request is no beginning."""
_ANYWHERE = {
    "message.swap": r"\breplac\w+\b.{1,60}\b(with|by)\b|\bfrom (?!v?\d).{2,40} to .{2,40}|\binstead of\b"
    r"|\bin favou?r of\b|\b[^\W\d][\w.-]+ (?:->|→|=>) [^\W\d]\w|\brather than\b|\bswap\w* (?:out )?",
    "message.decide": r"\b(decid\w+|decision|agreed|we (?:want|need|chose|have|are)|trade-?off|approach"
    r"|strategy|paradigm|convention|architectur(?:e|al)|design)\b",
    "message.why": r"\b(because|so that|in order to|this (?:allows|means|enables|introduces|adds|makes)"
    r"|rather than|currently|previously|allows? us|no longer)\b",
    "message.breaking": r"BREAKING[ -]CHANGE|^\w+(\(.*\))?!:|\bbreaking\b|\bbackwards?[- ]",
    "message.spike": r"\b(spike|poc|proof of concept|prototype|experiment\w*|trial|skeleton)\b|" + _INITIAL,
}
_SUBJECT = {
    "message.adopt": r"\b(adopt|use|using|switch\w*|migrat\w+|move|moving|convert\w*|port)\b",
    "message.introduce": r"\b(introduc\w+|set ?up|setup|creat\w+|implement\w*|init|install\w*"
    r"|integrat\w+|provide|support\w*|enable\w*|allow\w*)\b|" + _INITIAL,
    "message.add": r"\b(add|adds|added|adding|new)\b",
    "message.remove": r"\b(remov\w+|drop\w*|delet\w+|deprecat\w+|retire|jettison|get rid|kill)\b",
    "message.refactor": r"\b(refactor\w*|restructur\w+|reorgani[sz]\w+|extract\w*|split\w*|consolidat\w+"
    r"|unif\w+|simplif\w+|rework\w*|rewrite|separat\w+|standardi[sz]\w+)\b",
    "message.fix": r"\b(fix\w*|bug\w*|hotfix|correct\w*|resolve[sd]?|issue|error|broken|crash\w*|typo)\b",
    "message.bump": r"\b(bump\w*|upgrade\w*|deps|dependabot|renovate|update (?:dependency|module|all))\b"
    r"|\bfrom v?\d[\d.]* to v?\d",
    "message.release": r"\b(release|changelog|version \d|v?\d+\.\d+\.\d+$|prepare)\b",
    "message.chore": r"^\W*(chore|style|docs?|ci|build|test|tests|wip|lint\w*|format\w*|cleanup|clean up"
    r"|tweak|minor|small)\b",
    "message.test": r"\b(tests?|testing|specs?|coverage|flaky|e2e)\b",
    "message.revert": r"^\W*(revert|rollback|roll back|undo)\b",
    "message.merge": r"^merge (?:remote-tracking )?(?:branch )?['\"]?(?:origin/)?(main|master|develop|dev|trunk)\b"
    r"|\binto (?:main|master|develop|prod|production)\b",
    "message.content": r"\b(text|copy|wording|content|label\w*|translation\w*|styl\w+|css|colou?r\w*|icon\w*"
    r"|layout|margin|padding|button|page|link|heading|banner|typo\w*)\b",
}
_NO_FIX = re.compile(
    r"\b(?:track|report|handl|monitor|log|catch)\w*[ -](?:\w+[ -])?(?:error|crash|issue)\w*"
    r"|\b(?:error|crash|bug|issue)s?[ -](?:track|report|handl|monitor|logg?|pages?\b|budget|boundar)\w*",
    re.I,
)
"""Where an error is the subject of a change, and not what it fixes."""
SIGNALS = (*_ANYWHERE, *_SUBJECT, "message.technology")
_AGAINST = frozenset(
    "message.fix message.bump message.release message.chore message.test message.revert "
    "message.merge message.content".split()
)
_COMPILED = [
    *((name, re.compile(pattern, re.I), False) for name, pattern in _ANYWHERE.items()),
    *((name, re.compile(pattern, re.I), True) for name, pattern in _SUBJECT.items()),
]


_LONGEST_SUBJECT = 500
_NO_PROSE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|\b\w*(?:[a-z][A-Z]|_)\w*|\b\w+\(\)", re.DOTALL)
_NAME = re.compile(r"(?m)^[A-Z]\w*(?= [A-Z])|(?<=[a-z0-9,] )[A-Z]\w*(?:[ -][A-Z]\w*)+|\b\w+(?:-\w+)+")
"""A compound that is a name: capitalised words beside each other, or words joined by hyphens."""


def _prose(text: str) -> str:
    """Return a text, as long as before, in which code spans and identifiers hold no word of English."""
    return _NO_PROSE.sub(lambda match: re.sub(r"\w", "_", match[0]), text)


def _without_names(subject: str) -> str:
    """Return a subject without compounds that are names; where each word has a capital none stands out."""
    lines = subject.split("\n")
    return "\n".join(line if line.istitle() else _NAME.sub(" ", line) for line in lines)


def find(change: Change) -> Iterator[Evidence]:
    """Yield the signals of the commit message, each kind of word once."""
    if not change.leading_message.strip():
        return
    subject = change.leading_message.strip().split("\n", 1)[0][:_LONGEST_SUBJECT]
    head = subject + "\n" + clean_subject(change.leading_message)
    whole = change.leading_message[:4000]
    prose_head, prose = _prose(head), _prose(whole)
    special = {"message.fix": _NO_FIX.sub(" ", prose_head), "message.content": _without_names(prose_head)}
    for name, pattern, in_subject in _COMPILED:
        text = prose_head if in_subject else prose
        match = pattern.search(special.get(name, text))
        if match:
            span = slice(*match.span())
            said = match[0] if name in special else (head if in_subject else whole)[span]
            quote = " ".join(said.split())[:60].strip()
            why = f"the message says “{quote}”"
            heading: Heading = "alternatives" if name == "message.swap" else "impact"
            yield Evidence(name, NO_PLACE, 0, why, heading, "routine" if name in _AGAINST else "", quote)
    for name in named_in(clean_subject(change.leading_message)):
        why = f"the message names a technology, {name}"
        yield Evidence("message.technology", NO_PLACE, 0, why, "impact", "", name)
