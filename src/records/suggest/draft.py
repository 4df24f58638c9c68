"""Turn a suggestion into the body of a proposed record: facts as facts, and questions as questions."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.suggest.analysis import Analysis
from records.suggest.commit_subject import lines_of, strip_marks
from records.suggest.evidence import Evidence, rank
from records.suggest.names import known_name, short_name
from records.suggest.paths import kind_of
from records.suggest.questions import questions
from records.suggest.signals.rationale import gives_reason, names_alternative
from records.suggest.suggestion import Suggestion
from records.suggest.technologies import role_of
from records.suggest.words import parts_of

_FACT = 3
"""Evidence of a weaker rank is words and traces, which are of no use to a reader of the draft."""
_ARRIVING = frozenset(
    "dependency.added dependency.tool data.store infra.watch structure.top structure.package "
    "types.abstract interface.contract-added infra.container-added infra.pipeline-added".split()
)
_LEAVING = frozenset("dependency.removed data.store-gone structure.removed types.abstract-gone".split())
_SETTINGS = {"come": "tooling.added", "go": "tooling.gone"}
_FOLLOWS = {
    "infra.variable": "`{}` has to be set wherever the system runs",
    "data.migration": "a migration has to run: {}",
    "data.table": "there is a new table, {}",
    "infra.service": "there is one more image or action to keep: {}",
    "interface.endpoint": "callers see a new end point, {}",
    "interface.contract-added": "callers may rely on a new contract, {}",
    "interface.contract": "a contract that others rely on changes: {}",
    "interface.event": "others may listen to {}",
    "interface.command": "there is a new command, {}",
    "dependency.major": "{} is a new major version",
    "types.abstract": "new code of this kind is written against {}",
    "structure.top": "there is a new part of the system, {}",
    "structure.package": "there is a new package, {}",
    "dependency.manifest": "there is one more package to release and keep: {}",
    "tooling.flag": "a switch decides who sees it: {}",
}
"""What a piece of evidence means for those who come after."""


@dataclass(frozen=True, slots=True)
class PromptQuote:
    """A prompt recorded for the commits of a change: its record's reference, what was asked and what was answered."""

    ref: str
    text: str
    answer: str = ""


def body_of(
    suggestion: Suggestion,
    analysis: Analysis,
    commits: tuple[str, ...] = (),
    prompts: tuple[PromptQuote, ...] = (),
) -> str:
    """Return Markdown from the first section after the status on; what the change does not show is asked last."""
    sections = [
        ("Context", _context(suggestion, analysis, prompts)),
        ("Options found in the change", _options(suggestion, prompts)),
        ("Decision", [f"{_safe(suggestion.title)}.", *_exchanges(suggestion)]),
        ("Consequences", _consequences(suggestion)),
        ("References", _references(suggestion, analysis, commits, prompts)),
        ("Open questions", _open_questions(suggestion)),
    ]
    return "\n\n".join(f"## {name}\n\n" + "\n".join(lines) for name, lines in sections if lines) + "\n"


def _exchanges(suggestion: Suggestion) -> list[str]:
    """Return a sentence for each exchange of which the title does not name both sides."""
    title_words = parts_of(re.findall(r"\w+", suggestion.title))
    pairs = {
        (known_name(e.detail), known_name(e.subject))
        for e in suggestion.evidence
        if e.signal in {"dependency.rival", "dependency.replaced"} and e.detail
    }
    return [
        _safe(f"{new} takes the place of {old}.")
        for old, new in sorted(pairs)
        if not parts_of(re.findall(r"\w+", f"{old} {new}")) <= title_words
    ]


def _context(suggestion: Suggestion, analysis: Analysis, prompts: tuple[PromptQuote, ...]) -> list[str]:
    out: list[str] = []
    for prompt in _closest(prompts, suggestion)[:_MOST_PROMPTS]:
        out += [
            f"The prompt {prompt.ref} says:",
            "",
            *(f"> {line}" for line in _prompt_lines(prompt.text)),
            "",
        ]
        reasons = [sentence for sentence in _sentences(prompt.answer) if gives_reason(sentence)]
        if reasons:
            out += ["The agent's answer gives as reasons:", ""]
            out += [*(f"> {_safe(sentence)[:400]}" for sentence in reasons[:_MOST_REASONS]), ""]
    quotes = [line for line in _message_lines(analysis.change.message) if not _same(line, suggestion.title)]
    out += ["The commit says:", "", *(f"> {line}" for line in quotes), ""] if quotes else []
    out += ["Seen in the change:", ""]
    removals = [
        e for e in suggestion.under("alternatives") if e.signal in _LEAVING or e.signal == _SETTINGS["go"]
    ]
    facts = [*_places(suggestion, "impact", 6), *removals[:4], *_places(suggestion, "scope", 4)]
    strong = [f"- {_with_place(e)}" for e in facts if rank(e) <= _FACT]
    return out + (strong or [f"- {_with_place(e)}" for e in facts])


_MOST_PROMPTS = 3
_MOST_LINES = 8
_MOST_REASONS = 4
_SHORTEST = 8
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?")
_REJECTS = re.compile(
    r"\b(?:instead of|rather than|(?:do not|don'?t|never|no need to|must not|should not|shouldn'?t|please not)"
    r" (?:use|add|take|make|write|keep|introduce|put|pull|bring|build|change|rely|depend)\w*"
    r"|not (?:a|an|the|with|in|by|via|to)\b|no longer|no (?:new|more|extra|other) \w+"
    r"|without (?:a|an|the|any|adding|using)\b"
    r"|(?:too|overly) (?:complex|complicated|slow|heavy|expensive|much|big|risky)"
    r"|we tried|did(?:n'?t| not) work|does(?:n'?t| not) work|drop\b|revert\b|undo\b|take .* out|use .{2,60} instead"
    r"|go back to|not what I|that'?s wrong|wrong (?:approach|way|place)|I (?:reject|prefer|'?d rather))",
    re.I,
)
"""What a person says to turn something down, or to correct an agent."""


def _closest(prompts: tuple[PromptQuote, ...], suggestion: Suggestion) -> list[PromptQuote]:
    """Return the prompts, those first that share most words with a suggestion."""
    words = parts_of(
        re.findall(r"\w+", f"{suggestion.title} {' '.join(e.subject for e in suggestion.evidence)}")
    )
    return sorted(prompts, key=lambda prompt: -len(words & parts_of(re.findall(r"\w+", prompt.text))))


def _prompt_lines(text: str) -> list[str]:
    lines = [_safe(line) for line in text.splitlines() if line.strip()]
    return [line[:400] for line in lines[:_MOST_LINES]] + (["…"] if len(lines) > _MOST_LINES else [])


def _rejections(prompts: tuple[PromptQuote, ...]) -> list[str]:
    """Return what prompts turn down or correct, one line for a sentence."""
    out = [
        f"- Rejected in {prompt.ref}: “{_safe(sentence)[:300]}”"
        for prompt in prompts
        for sentence in _sentences(prompt.text)
        if _REJECTS.search(sentence)
    ]
    return list(dict.fromkeys(out))[:6]


def _choices(prompts: tuple[PromptQuote, ...]) -> list[str]:
    """Return the sentences of answers that speak of alternatives."""
    out = [
        f"- Named in the answer of {prompt.ref}: “{_safe(sentence)[:300]}”"
        for prompt in prompts
        for sentence in _sentences(prompt.answer)
        if names_alternative(sentence)
    ]
    return list(dict.fromkeys(out))[:4]


def _sentences(text: str) -> list[str]:
    return [sentence for match in _SENTENCE.finditer(text) if len(sentence := match[0].strip()) > _SHORTEST]


def _message_lines(message: str) -> list[str]:
    lines = lines_of(message)
    return [_safe(line)[:300] for line in lines[:8]]


def _same(line: str, title: str) -> bool:
    """Return whether a line of the message says no more than the title does."""
    return set(re.findall(r"\w+", strip_marks(line).lower())) <= set(re.findall(r"\w+", title.lower()))


def _options(suggestion: Suggestion, prompts: tuple[PromptQuote, ...]) -> list[str]:
    new = _subjects(suggestion, _ARRIVING) or _subjects(suggestion, frozenset({_SETTINGS["come"]}))
    old = _subjects(suggestion, _LEAVING) or _subjects(suggestion, frozenset({_SETTINGS["go"]}))
    out = [f"- {name} (the change adds it)" for name in new]
    out += [f"- {name} (the change removes it)" for name in old]
    reasons = [e for e in _places(suggestion, "alternatives", 8) if e.signal.startswith("rationale")]
    return [*out, *(f"- {_with_place(e)}" for e in reasons[:4]), *_rejections(prompts), *_choices(prompts)]


def _consequences(suggestion: Suggestion) -> list[str]:
    facts = [
        f"- {_safe(_FOLLOWS[e.signal].format(short_name(e.subject)))} (`{e.path}:{e.line}`)"
        for heading in ("impact", "scope")
        for e in suggestion.under(heading)
        if e.signal in _FOLLOWS and e.subject
    ][:6]
    return ["What follows from the change:", "", *facts] if facts else ["The change itself shows none."]


def _open_questions(suggestion: Suggestion) -> list[str]:
    """Return the open questions, those of the change's kind included."""
    by_rank = sorted(suggestion.evidence, key=rank)
    topics = list(dict.fromkeys([suggestion.topic, *(e.topic for e in by_rank)]))
    roles = [role_of(e.subject) for e in by_rank if e.signal.startswith("dependency.")]
    new, old = next(((e.subject, e.detail) for e in by_rank if e.signal == "dependency.rival"), ("", ""))
    asked_always = [
        "What made this necessary now?",
        "What else was looked at, and why not?",
        *([f"Does this supersede {', '.join(suggestion.supersedes)}?"] if suggestion.supersedes else []),
    ]
    of_its_kind = questions(topics, next(filter(None, roles), ""), known_name(new), known_name(old))
    return [f"- **Open question:** {_safe(question)}" for question in (*asked_always, *of_its_kind)]


def _references(
    suggestion: Suggestion, analysis: Analysis, commits: tuple[str, ...], prompts: tuple[PromptQuote, ...]
) -> list[str]:
    out = [f"- Commit {commit[:12]}" for commit in commits[:10]]
    paths = [f.path for f in analysis.change.diff.files if f.path.endswith(".prompt.md")]
    out += [f"- Prompt record `{path}`" for path in paths[:10]]
    out += [f"- Prompt {prompt.ref}" for prompt in prompts[:10]] if not paths else []
    paths = list(dict.fromkeys(e.path for e in suggestion.evidence if e.path and kind_of(e.path) != "test"))
    out += [f"- `{path}`" for path in paths[:10]]
    if len(paths) > 10:
        out.append(f"- and {len(paths) - 10} more files")
    return out


def _places(suggestion: Suggestion, heading: str, most: int) -> list[Evidence]:
    return suggestion.under(heading)[:most]


def _subjects(suggestion: Suggestion, signals: frozenset[str]) -> list[str]:
    names = [known_name(e.subject) for e in suggestion.evidence if e.signal in signals and e.subject]
    unique = {name.lower(): name for name in reversed(names)}
    return [_safe(unique[key]) for key in dict.fromkeys(name.lower() for name in names)][:8]


def _with_place(evidence: Evidence) -> str:
    side = " before the change" if evidence.side == "old" else ""
    return f"{_safe(evidence.why)} (`{evidence.path}:{evidence.line}`{side})"


def _safe(text: str) -> str:
    """Keep a text that others wrote on one line, and from being read as Markdown of ours."""
    flat = " ".join(text.split())
    return flat.replace("<", "&lt;").replace("{{", "{ {")
