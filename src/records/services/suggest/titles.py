"""Say in a few words what was decided: from the message where it tells, else from the evidence."""

from __future__ import annotations

import re

from records.services.suggest.analysis import Analysis
from records.services.suggest.grouping import Group
from records.services.suggest.paths import module_of
from records.services.suggest.signals.data import STORES
from records.services.suggest.subject import clean_subject, lines_of, strip_marks
from records.services.suggest.words import parts

LONGEST = 90
_ROUTINE = re.compile(
    r"^(?:fix\w*|wip|update[sd]?|changes?|cleanup|clean up|refactor(?:ing)?|minor|misc|tests?|improve\w*|"
    r"various|address\w*|address review.*|merge.*|more|some|typos?|lint\w*)\b[^a-z]*(?:\w+\s*){0,2}$",
    re.I,
)
_ADDING = re.compile(r"^(?:add(?:s|ed|ing)?|introduc(?:e|es|ed|ing)|implement(?:s|ed|ing)?)\s+", re.I)
_NAMES = {
    "js": "JavaScript", "ts": "TypeScript", "api": "API", "ci": "CI", "db": "DB", "ui": "UI", "sql": "SQL",
    "http": "HTTP", "cli": "CLI", "aws": "AWS", "graphql": "GraphQL", "openapi": "OpenAPI",
}  # fmt: skip


def title_for(analysis: Analysis, group: Group | None, *, first: bool) -> str:
    """Return a title for a group of evidence; the message heads only the first suggestion."""
    if first:
        told = from_message(analysis, group)
        if told:
            return told
    return from_evidence(analysis, group) if group else "Record what this change decides"


def from_message(analysis: Analysis, group: Group | None) -> str:
    """Return the message's own words as a title, with the dependency that they leave unsaid."""
    message = analysis.change.message
    subject = clean_subject(message)
    if not subject or _ROUTINE.match(subject):
        subject = _better_line(message) or subject
    if not subject:
        return ""
    title = _sentence(subject)
    new = [e.subject for e in analysis.evidence if e.signal == "dependency.added"]
    new += [e.subject for e in analysis.evidence if e.signal == "dependency.tool"][:1]
    used = {e.subject for e in analysis.evidence if e.signal == "dependency.used"}
    new.sort(key=lambda name: name not in used)
    said = {p for word in re.findall(r"\w+", title) for p in (word.lower(), *parts(word))}
    fresh = [short_name(n) for n in dict.fromkeys(new) if not set(parts(short_name(n))) <= said]
    mentioned = [n for n in new if set(parts(short_name(n))) <= said]
    if fresh and not mentioned and len(dict.fromkeys(new)) <= 4 and len(title) < 60:
        title = f"{title} with {fresh[0]}"
    return title


def from_evidence(analysis: Analysis, group: Group) -> str:
    """Return a title made of the subjects of the evidence, by what kind of thing the heart of it is."""
    anchor = group.anchor
    name = _known_name(anchor.subject)
    old = _gone(group)
    signal = anchor.signal
    if signal == "dependency.replaced" or (signal in {"dependency.added", "data.store"} and old):
        return _cut(f"Replace {old or 'what was there'} with {name}{_purpose(analysis, group)}")
    if signal in {"dependency.added", "data.store", "infra.watch"}:
        return _cut(f"Adopt {name}{_purpose(analysis, group)}")
    if signal in {"dependency.removed", "tooling.gone", "structure.removed", "structure.deleted"}:
        return _cut(f"Remove {_folder(anchor.subject)}")
    if signal == "dependency.major":
        return _cut(f"Move to a new major version of {name}")
    makers = {
        "dependency.tool": f"Use {name} as a development tool",
        "tooling.added": f"Configure {_tool(anchor.subject)} for the project",
        "infra.container-added": f"Run {module_of(anchor.path) or 'the system'} in containers ({name})",
        "infra.code-added": f"Describe {words(_stem(anchor.subject))} as infrastructure code",
        "infra.pipeline-added": f"Automate {words(_stem(anchor.subject))} in the pipeline",
        "structure.top": f"Introduce {words(_folder(anchor.subject))} as a part of its own",
        "structure.package": f"Introduce the {words(_folder(anchor.subject))} package",
        "structure.folder": f"Introduce {words(_folder(anchor.subject))}",
        "interface.contract-added": f"Define the {words(_stem(anchor.subject))} contract",
        "interface.endpoint": f"Offer {anchor.subject} as an end point",
        "interface.command": f"Offer the command {anchor.subject}",
        "interface.event": f"Announce {words(anchor.subject)} as an event",
        "types.abstract": f"Introduce {words(anchor.subject)} ({anchor.subject}) as an abstraction",
        "data.table": f"Store {words(anchor.subject)} in a table of its own",
        "data.model": f"Store {words(anchor.subject)} as a model",
        "security.added": f"Control access with {words(_stem(anchor.subject))}",
        "security.term": f"Rely on {anchor.subject}{_purpose(analysis, group)}",
        "tooling.flag": f"Put the change behind a feature switch ({anchor.subject})",
        "wiring.swap": anchor.why[:1].upper() + anchor.why[1:],
    }
    return _cut(makers.get(signal, f"Introduce {words(_stem(anchor.subject))}{_purpose(analysis, group)}"))


def short_name(name: str) -> str:
    """Return a dependency's name as people say it: `github.com/gorilla/mux` is gorilla/mux."""
    pieces = name.split("/")
    if "." in pieces[0] and len(pieces) > 2:
        kept = [piece for piece in pieces[1:] if not re.fullmatch(r"v\d+", piece)]
        return "/".join(kept[:2])
    return name


def words(name: str) -> str:
    """Return an identifier or file stem as plain words."""
    found = [_NAMES.get(part, part) for part in parts(name)]
    return " ".join(found) or name


def _sentence(text: str) -> str:
    text = re.sub(r"\s+", " ", text.replace("`", "")).strip(" .:-–—")
    text = re.sub(r"^(?:adds|added|adding)\b", "Add", text, flags=re.I)
    return _cut(text[:1].upper() + text[1:])


def _cut(text: str) -> str:
    """Keep a title short, at the end of a word."""
    if len(text) <= LONGEST:
        return text
    kept = text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:-( ")
    return kept + "…"


def _better_line(message: str) -> str:
    """Return the line of a body that tells most like a decision, where the subject tells nothing."""
    best, most = "", 0
    for line in lines_of(message)[1:40]:
        text = strip_marks(line)
        if not 12 <= len(text) <= 100 or _ROUTINE.match(text):
            continue
        worth = 2 * bool(re.match(r"(?i)(use|replace|introduce|add|migrate|switch|remove|adopt|move)", text))
        worth += bool(re.search(r"(?i)\b(instead|with|for|to)\b", text))
        if worth > most:
            best, most = text, worth
    return best


def _gone(group: Group) -> str:
    for evidence in group.evidence:
        if evidence.signal in {"dependency.removed", "data.store-gone"}:
            return _known_name(evidence.subject)
    found = re.search(r"where (.+) was$", group.anchor.why)
    return _known_name(found[1]) if found else ""


def _known_name(name: str) -> str:
    """Return a name with the letters that its owners use, where they are known."""
    short = short_name(name)
    return STORES.get(short.lower(), short)


def _purpose(analysis: Analysis, group: Group) -> str:
    """Return ` for …`: the module that uses the new thing most, when it says more than the thing."""
    counts: dict[str, int] = {}
    own = group.names
    for file in analysis.change.code:
        if own & analysis.change.parts_added[file.path]:
            for part in dict.fromkeys(parts(file.path.rpartition(".")[0])[-3:]):
                if part not in own and len(part) > 3 and part not in _DULL:
                    counts[part] = counts.get(part, 0) + 1
    if not counts:
        return ""
    best = sorted(counts, key=lambda word: (-counts[word], word))[0]
    return f" for {_PURPOSES.get(best, best)}"


_PURPOSES = {
    "cache": "caching", "caches": "caching", "session": "sessions", "auth": "authentication", "log": "logging",
    "logs": "logging", "job": "background jobs", "jobs": "background jobs", "queue": "queues", "mailer": "mail",
    "route": "routing", "routes": "routing", "router": "routing", "validator": "validation",
    "payment": "payments", "token": "tokens", "permission": "permissions",
}  # fmt: skip


_DULL = frozenset(
    "main index init config settings core common util utils helper helpers service services model models "
    "component components controller controllers view views page pages module modules handler handlers "
    "types base default client server internal package packages apps lib libs src test tests java kotlin "
    "application program startup frontend backend admin system site".split()
)


def _folder(path: str) -> str:
    return path.rpartition("/")[2] or path


def _stem(name: str) -> str:
    return re.sub(r"(\.[A-Za-z0-9]+)+$", "", name.rpartition("/")[2]) or name


def _tool(name: str) -> str:
    found = re.match(r"\.?([A-Za-z0-9]+)", name)
    return found[1] if found else name
