"""What prompts ask for: the words they use, the files they ask to change, and whether they say all of it."""

from __future__ import annotations

from functools import cached_property

import records.regex as re
from records.dataclass import dataclass
from records.suggest.words import LANGUAGE_WORDS, STOP_WORDS, parts_of, stem, words
from records.text.fences import blank, without_fences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.record import Phr

_ADDED_BY_TOOL = re.compile(r"<([a-z_-]{4,40})>[^<]*(?:<(?!/?\1>)[^<]*){0,2000}</\1>")
_SENTENCE = re.compile(r"[^\n.;!?]+(?:[.!?](?=[\w/])[^\n.;!?]+)*")
_HANDS_OVER = re.compile(
    r"(?im)^[^\S\n]*+(?:[-*>`\"']++[^\S\n]*+)?/[a-z][\w.:-]+\b"  # a command of the agent
    r"|\b(?:tasks?|plans?|spec(?:ification)?s?|todo|prd|issues?|design|brief)\.(?:md|txt|pdf|ya?ml)\b"
    r"|\b(?:the|this|that|your|our|approved|existing|above|attached|previous) "
    r"(?:plan|spec(?:ification)?|tasks?|todos?|issue|ticket|design|list|attachments?|conversation|session|discussion"
    r"|context|instructions)\b"
    r"|\bas (?:discussed|agreed|planned|described|above|before)\b|\bmentioned (?:above|before|earlier)\b"
    r"|\b(?:commit|push|merge)\b[^\n]{0,40}\b(?:pr|pull request|code|changes?|work|everything|github|branch)\b"
    r"|\{\{|\bhttps?://"
)
"""What says that a part of the request stands elsewhere: a document, an issue, an earlier turn, a command."""
_CONSENT = re.compile(
    r"(?i)\s*[\"'(]*(?:yes|yeah|yep|ok(?:ay)?|sure|do (?:it|that|all|so)|go (?:ahead|on|for)|continue|proceed|resume"
    r"|next|approved|perfect|great|fine)\b"
)
_REQUEST = re.compile(
    r"(?i)(?<![\w./@-])(?P<verb>add|append|change|clean up|convert|correct|create|delete|document|drop|edit|extend"
    r"|extract|fix|implement|improve|insert|modify|move|port|refactor|remove|rename|replace|rework|rewrite|split|update"
    r"|upgrade|write)(?![\w./-])(?P<between>[^\n]{0,60}?)"
    r"(?<![\w<>*{}$/\\-])(?P<name>[`'\"@]{0,2}[\w.@][\w./@\\-]*\.[A-Za-z]{1,8}\b)"
)
_VERB = re.compile(_REQUEST.pattern.partition("(?P<between>")[0])
_IMPERATIVE = re.compile(
    r"(?im)(?:^|[.;!]\s)(?:[^\S\n]|[>*+\d.)-]){0,40}+"
    r"(?:(?:please|then|also|and|now|first|next|finally|let's|let us|(?:can|could) you"
    r"|i(?:'d like| want| need) you to|we (?:need to|should|must)|you (?:should|must))[\s,]+)*"
    r"([a-z]{2,12}(?<!ing)(?<!ed)(?<!s))(?=\s+\w)"
)
"""The first word of a sentence, where it may be a verb that says what to do."""
_NO_VERBS = frozenset(
    "an is it no my our if in on at as so he me us hi hey there user dear error warning note bug".split()
)
_ASIDE = re.compile(
    r"(?i)\b(?:from|like|as|per|see|using|use|with|based|follow\w*|refer\w*|reading|read|given|against|if|when|unless|than"
    r"|via|by|through|context|according|similar|why|how|does|did|which|that|where|not|don't|never|without|no)\b"
)
_GENERAL = re.compile(
    r"(?i)\b(?:add|write|create|include|update|extend)\s+(?:(?:the|a|an|new|some|more|unit|integration|regression|missing"
    r"|relevant|entry|to|in|and|for it)\s+){0,4}(?P<what>tests?|changelog|readme|migrations?)\b(?![\w./-]*\.\w)"
)
_SUFFIXES = frozenset(
    (
        "py pyi js jsx mjs cjs ts tsx vue svelte go java kt kts scala cs fs vb php rb rs hs ex exs swift dart "
        "c h cc cpp hpp clj sh ps1 sql lua md mdx rst adoc txt toml yaml yml json ini cfg conf css scss less "
        "html tf gradle xml proto graphql"
    ).split()
)
_LEAST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a prompt asks to change.

    Attributes:
        name: a path or a file name as written, or `tests`, `changelog`, `readme`, `migrations`.
        quote: the clause that asks for it.
        line: where the clause begins in the prompt, counted from 1.
        is_file: whether *name* is a path or a file name.
    """

    name: str
    quote: str
    line: int
    is_file: bool


@dataclass(frozen=True)
class Prompt:
    """A recorded prompt.

    Attributes:
        text: word for word.
        record: its record; None where only the text is known.
        line: the line of the record's file on which the text begins.
    """

    text: str
    record: Phr | None = None
    line: int = 1

    @cached_property
    def own_text(self) -> str:
        """The text without code blocks and without what a program has put into it, line for line."""
        typed = _ADDED_BY_TOOL.sub(lambda match: blank(match[0]), without_fences(self.text))
        return "\n".join("" if line.lstrip().startswith((">", "|")) else line for line in typed.split("\n"))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the text, their parts and stems; code blocks and quotes count, they are part of the request."""
        plain = {word for word in parts_of(words([self.text])) if word not in STOP_WORDS and len(word) > 1}
        short = (
            {word.lower() for word in re.findall(r"\b[A-Za-z]{2}\b", self.text)} - STOP_WORDS - LANGUAGE_WORDS
        )
        return frozenset(plain | {stem(word) for word in plain} | short)

    @property
    def is_complete(self) -> bool:
        """Whether the text says by itself what is asked for, and points to nothing else for the rest."""
        own = self.own_text
        content = {
            word for word in parts_of(words([own])) if word not in STOP_WORDS and word not in LANGUAGE_WORDS
        }
        if len(content) < _LEAST_WORDS or _HANDS_OVER.search(own):
            return False
        return not (_CONSENT.match(own) and len(content) < 12)

    @property
    def is_instruction(self) -> bool:
        """Whether the text says what to do, and does not only report what is wrong."""
        if _VERB.search(self.own_text):
            return True
        first_words = (match[1].lower() for match in _IMPERATIVE.finditer(self.own_text))
        return any(word not in STOP_WORDS and word not in _NO_VERBS for word in first_words)

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Yield the sentences that a person typed, each with the line on which it begins in the text."""
        text, line, counted_to = self.own_text, 1, 0
        for match in _SENTENCE.finditer(text):
            start = match.end() - len(match[0].lstrip())
            line += text.count("\n", counted_to, start)
            counted_to = start
            yield line, match[0].strip()

    def targets(self) -> Iterator[Target]:
        """Yield what the prompt asks to change by name."""
        for line, clause in self.sentences():
            for request in _REQUEST.finditer(clause):
                lead = clause[max(0, request.start() - 24) : request.start()]
                name = request["name"].strip("`'\"@").replace("\\", "/").removeprefix("./")
                if _is_file_name(name) and not _ASIDE.search(request["between"]) and not _ASIDE.search(lead):
                    yield Target(name, clause, line, is_file=True)
            for general in _GENERAL.finditer(clause):
                lead = clause[max(0, general.start() - 24) : general.start()]
                if not _ASIDE.search(lead):
                    name = (
                        general["what"].lower().rstrip("s") if general["what"].lower() != "tests" else "test"
                    )
                    yield Target(name, clause, line, is_file=False)


def _is_file_name(name: str) -> bool:
    base = name.rpartition("/")[2]
    if name.startswith(("/", "~", ".env")) or re.search(r"[<>{}*]|(?:^|/)\.\.|N{2,}|X{2,}", name):
        return False
    return base.rpartition(".")[2].lower() in _SUFFIXES and len(base.rpartition(".")[0]) > 1
