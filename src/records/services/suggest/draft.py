"""Turn a suggestion into the body of a proposed record: facts as facts, and questions as questions."""

from __future__ import annotations

from records.services.suggest.analysis import Analysis
from records.services.suggest.evidence import Evidence
from records.services.suggest.names import short_name
from records.services.suggest.paths import kind_of
from records.services.suggest.subject import lines_of
from records.services.suggest.suggestion import Suggestion

_QUESTIONS = {
    "dependency": (
        "Who keeps it up to date, and what happens when its maintainers stop?",
        "What does it bring along: licence, size, other dependencies?",
        "How hard would it be to take it out again?",
    ),
    "data": (
        "How do existing data get there, and can the step be taken back?",
        "What happens to backups, retention and personal data?",
        "What if this store is slow or away?",
    ),
    "interface": (
        "Who calls this today, and what do they have to change?",
        "How are later versions told apart?",
        "What do errors look like to the caller?",
    ),
    "infrastructure": (
        "What does it cost to run, and who is woken when it breaks?",
        "How do developers run the same thing on their machines?",
        "How is it rolled back?",
    ),
    "security": (
        "Against whom does this protect, and against whom does it not?",
        "Where are keys and tokens kept, and how are they changed?",
        "What happens to people who are signed in when it is rolled out?",
    ),
    "structure": (
        "What may depend on the new part, and on what may it depend?",
        "What should newcomers now do differently, and how do they learn it?",
        "Which old code stays in the old shape, and until when?",
    ),
    "tooling": (
        "What does it find that nothing found before, and how much noise does it make?",
        "Does it run for everyone, or only in the pipeline?",
        "Who may switch a rule off?",
    ),
}
_ARRIVING = frozenset(
    "dependency.added dependency.tool data.store infra.watch tooling.added structure.top structure.package "
    "types.abstract interface.contract-added infra.container-added infra.pipeline-added".split()
)
_LEAVING = frozenset(
    "dependency.removed data.store-gone tooling.gone structure.removed types.abstract-gone".split()
)


def body_of(suggestion: Suggestion, analysis: Analysis, commits: tuple[str, ...] = ()) -> str:
    """Return Markdown from the first section after the status on.

    Args:
        suggestion: what is to be recorded.
        analysis: the change that it was found in.
        commits: ids of the commits of the change.
    """
    sections = [
        ("Context", _context(suggestion, analysis)),
        ("Options found in the change", _options(suggestion)),
        ("Decision", _decision(suggestion)),
        ("Consequences", _consequences(suggestion)),
        ("References", _references(suggestion, analysis, commits)),
    ]
    return "\n\n".join(f"## {name}\n\n" + "\n".join(lines) for name, lines in sections if lines) + "\n"


def _context(suggestion: Suggestion, analysis: Analysis) -> list[str]:
    out = [f"> {line}" for line in _said(analysis.change.message)]
    if out:
        out = ["The commit says:", "", *out, ""]
    out.append("Seen in the change:")
    out.append("")
    out += [f"- {_cited(e)}" for e in _places(suggestion, "impact", 6) + _places(suggestion, "scope", 4)]
    out += ["", "**Open question:** what made this necessary now?"]
    return out


def _said(message: str) -> list[str]:
    lines = lines_of(message)
    return [_safe(line)[:300] for line in lines[:8]]


def _options(suggestion: Suggestion) -> list[str]:
    new = _subjects(suggestion, _ARRIVING)
    old = _subjects(suggestion, _LEAVING)
    out = [f"- {name} (the change brings it)" for name in new]
    out += [f"- {name} (the change takes it out)" for name in old]
    out += [
        f"- {_cited(e)}" for e in _places(suggestion, "alternatives", 4) if e.signal.startswith("rationale")
    ]
    if out:
        out += ["", "**Open question:** what else was looked at, and why not?"]
    return out or ["**Open question:** what else was looked at, and why not?"]


def _decision(suggestion: Suggestion) -> list[str]:
    out = [f"{_safe(suggestion.title)}."]
    if suggestion.supersedes:
        named = ", ".join(suggestion.supersedes)
        out += ["", f"**Open question:** does this supersede {named}?"]
    return [*out, "", "**Open question:** what tipped the scales?"]


def _consequences(suggestion: Suggestion) -> list[str]:
    topics = dict.fromkeys([suggestion.topic, *(e.topic for e in suggestion.evidence)])
    known = [topic for topic in topics if topic in _QUESTIONS][:2] or ["structure"]
    out = ["To think about:", ""]
    return out + [f"- **Open question:** {question}" for topic in known for question in _QUESTIONS[topic]]


def _references(suggestion: Suggestion, analysis: Analysis, commits: tuple[str, ...]) -> list[str]:
    out = [f"- Commit {commit[:12]}" for commit in commits[:10]]
    prompts = [f.path for f in analysis.change.diff.files if f.path.endswith(".prompt.md")]
    out += [f"- Prompt record `{path}`" for path in prompts[:10]]
    paths = list(dict.fromkeys(e.path for e in suggestion.evidence if e.path and kind_of(e.path) != "test"))
    out += [f"- `{path}`" for path in paths[:10]]
    if len(paths) > 10:
        out.append(f"- and {len(paths) - 10} more files")
    return out


def _places(suggestion: Suggestion, heading: str, most: int) -> list[Evidence]:
    found = [e for e in suggestion.under(heading) if e.path]
    return found[:most]


def _subjects(suggestion: Suggestion, signals: frozenset[str]) -> list[str]:
    found = [short_name(e.subject) for e in suggestion.evidence if e.signal in signals and e.subject]
    unique = {name.lower(): name for name in reversed(found)}
    return [_safe(unique[key]) for key in dict.fromkeys(name.lower() for name in found)][:8]


def _cited(evidence: Evidence) -> str:
    side = " before the change" if evidence.side == "old" else ""
    return f"{_safe(evidence.why)} (`{evidence.path}:{evidence.line}`{side})"


def _safe(text: str) -> str:
    """Keep a text that others wrote on one line, and from being read as Markdown of ours."""
    flat = " ".join(text.split())
    return flat.replace("<", "&lt;").replace("{{", "{ {")
