"""Say in a few words what was decided: from what people wrote where that is enough, else from the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import records.regex as re
from records.suggest.analysis import Analysis
from records.suggest.change import Change
from records.suggest.decision_index import telling_stems
from records.suggest.evidence import Evidence
from records.suggest.grouping import Group
from records.suggest.names import known_name, purpose_of
from records.suggest.paths import kind_of, module_of
from records.suggest.signals.data import STORES
from records.suggest.statements import ranked_statements, relevance, topic_weights
from records.suggest.technologies import backend_of, role_of, same_use
from records.suggest.title_dependency import is_named
from records.suggest.title_from_commit_message import from_commits, from_message
from records.suggest.title_wording import cut, sentence
from records.suggest.words import parts, parts_of

_SPELLED = {
    "js": "JavaScript", "ts": "TypeScript", "api": "API", "ci": "CI", "db": "DB", "ui": "UI", "sql": "SQL",
    "http": "HTTP", "cli": "CLI", "aws": "AWS", "graphql": "GraphQL", "openapi": "OpenAPI",
}  # fmt: skip
_CONFIGURATION = re.compile(r"\.[a-z][a-z-]+rc(?:\.\w+)?$")
NAMELESS = "Record what this change decides"
"""The title of a change whose subject is not known."""
_GOES = frozenset({"dependency.removed", "tooling.gone", "structure.removed", "structure.deleted"})
_ANY_FOLDER = frozenset("action build index init __init__ main mod outputs values variables".split())
_PRACTICES = frozenset({"telemetry", "tracing", "metrics"})
"""Ways to watch a system that are no products."""
_COMES = frozenset({"dependency.added", "dependency.tool", "data.store", "infra.watch"})


def title_for(analysis: Analysis, group: Group | None, *, first: bool) -> str:
    """Return a title for a group of evidence; one message for all of it heads only the first suggestion."""
    if group and analysis.change.commit_messages:
        return from_commits(analysis, group) or from_evidence(analysis, group)
    message_title = from_message(analysis, group) if first else ""
    if message_title:
        return message_title
    return from_evidence(analysis, group) if group else from_files(analysis.change)


def from_files(change: Change) -> str:
    """Return a title that names the part of the system that changed, where no evidence has a subject of its own."""
    if not change.files:
        return NAMELESS
    names = (file.path.rpartition("/")[2] for file in change.files)
    tool = next((name for name in names if kind_of(name) == "tool" or _CONFIGURATION.match(name)), "")
    if tool:
        name = re.sub(r"(?:-?config|rc)$", "", _tool(tool))
        return cut(f"Change the configuration of {known_name(name)}")
    stems = [_stem(file.path) for file in change.code or change.files]
    counts = Counter(compound for stem in stems for compound in set(compounds_of(stem)))
    shared = max(counts, key=lambda compound: (counts[compound], len(compound), compound), default=())
    if shared and counts[shared] > 1:
        return cut(f"Change {' '.join(shared)}")
    main = max(
        change.code or change.files, key=lambda file: sum(len(h.added) + len(h.removed) for h in file.hunks)
    )
    name = words(_stem(main.path))
    return cut(f"Change {name}") if len(name) > 2 else NAMELESS


def other_titles(analysis: Analysis, first: Group | None, title: str) -> list[str]:
    """Return what else a change could decide, where its title leaves that open.

    A sentence of the message's body counts where it names more of the evidence than the title does, and the evidence
    itself where the title names nothing of its heart.
    """
    title_stems = telling_stems(title)
    topics = topic_weights(analysis)
    best = next((text for text in ranked_statements(analysis) if not telling_stems(text) <= title_stems), "")
    titles = [sentence(best)] if relevance(best, topics) > relevance(title, topics) else []
    if first and not _names_heart(title, first):
        titles.append(from_evidence(analysis, first))
    compound = main_compound(analysis.change)
    if compound and title_stems.isdisjoint(telling_stems(compound)):
        titles.append(cut(f"Introduce {compound}"))
    return titles


def _names_heart(title: str, group: Group) -> bool:
    """Return whether a title names the heart of a group, or a dependency that came with it."""
    companions = [e.subject for e in group.evidence if e.signal in _COMES and e.topic == group.anchor.topic]
    words_used = parts_of(re.findall(r"\w+", title))
    if any(is_named(name, words_used) for name in companions):
        return True
    return not telling_stems(title).isdisjoint(telling_stems(group.anchor.subject))


def from_evidence(analysis: Analysis, group: Group) -> str:
    """Return a title made of the subjects of the evidence, by what kind of thing the heart of it is."""
    anchor = group.anchor
    name, signal = known_name(anchor.subject), anchor.signal
    purpose = purpose_of(analysis.change, anchor.subject, group.names)
    old = _replaced_name(group)
    if signal in {"dependency.replaced", "dependency.rival"} or (signal in _COMES and old):
        return cut(f"Replace {old or 'what was there'} with {name}{purpose}")
    if signal in _COMES and anchor.path.endswith(".tf"):
        provider = anchor.subject.rpartition("/")[2]
        return cut(f"Manage {provider.upper() if len(provider) < 4 else known_name(provider)} with Terraform")
    if signal == "infra.watch" and anchor.subject.lower() in _PRACTICES:
        return cut(f"Introduce {anchor.subject.lower()}{purpose}")
    if signal in _COMES:
        name = STORES.get(backend_of(anchor.subject), name)
        verb = "Adopt" if signal != "dependency.tool" or purpose else "Develop with"
        return cut(f"{verb} {name}{purpose}")
    if signal in _GOES:
        return cut(f"Remove {known_name(_folder(anchor.subject))}")
    if signal == "dependency.major":
        version = re.search(r"to (\S+)$", anchor.why)
        return cut(f"Move to {name} {version[1] if version else ''}".rstrip())
    makers = {
        "tooling.added": _set_up(_tool(anchor.subject)),
        "infra.container-added": f"Run {module_of(anchor.path) or 'the system'} in containers",
        "infra.cluster": f"Run {anchor.detail or 'the system'} on Kubernetes",
        "infra.code-added": f"Describe {_file(anchor)} as infrastructure code",
        "infra.pipeline-added": f"Automate {_file(anchor)} in the pipeline",
        "structure.top": f"Adopt {known_name(_folder(anchor.subject))}"
        if role_of(_folder(anchor.subject))
        else f"Introduce {words(_folder(anchor.subject))} as a part of its own",
        "structure.package": f"Introduce the {words(_folder(anchor.subject))} package",
        "structure.folder": f"Introduce {words(_folder(anchor.subject))}",
        "structure.moved": f"Move {_moved_files(group)} to {anchor.subject or 'the top of the tree'}",
        "interface.contract-added": f"Define the {_file(anchor)} contract",
        "interface.endpoint": f"Offer {anchor.subject} as an end point",
        "interface.command": f"Offer the command {anchor.subject}",
        "interface.event": f"Announce {words(anchor.subject)} as an event",
        "types.abstract": f"Introduce {anchor.subject} as an abstraction",
        "data.table": f"Store {words(anchor.subject)} in a table of its own",
        "data.model": f"Store {words(anchor.subject)} as a model",
        "security.added": f"Control access with {_file(anchor)}",
        "security.term": f"Rely on {anchor.subject}{purpose}",
        "tooling.flag": f"Put the change behind a feature switch ({anchor.subject})",
    }
    if signal == "wiring.swap" and anchor.detail:
        return cut(f"Replace {anchor.detail} with {anchor.subject}")
    if signal not in makers and (compound := main_compound(analysis.change, group.names)):
        return cut(f"Introduce {compound}")
    return cut(makers.get(signal, f"Introduce {words(_stem(anchor.subject))}{purpose}"))


def _set_up(tool: str) -> str:
    """Return a title for a tool whose configuration is new."""
    return f"Set up {known_name(tool)} for {role_of(tool) or 'the project'}"


def words(name: str) -> str:
    """Return an identifier or file stem as plain words."""
    spelling = [_SPELLED.get(part, part) for part in parts(name)]
    return " ".join(spelling) or name


def _replaced_name(group: Group) -> str:
    """Return what the anchor of a group replaces: one name, or two; empty when it replaces nothing."""
    anchor = group.anchor
    rivals = [
        e.detail for e in group.evidence if e.signal == "dependency.rival" and e.subject == anchor.subject
    ]
    removals = [
        e.subject
        for e in group.evidence
        if e.signal in {"dependency.removed", "data.store-gone"} and same_use(anchor.subject, e.subject)
    ]
    direct = [anchor.detail] if anchor.signal == "dependency.replaced" else []
    names = rivals or direct or removals[:1]
    return " and ".join(dict.fromkeys(known_name(name) for name in names[:2]))


def _moved_files(group: Group) -> str:
    """Return the number of moved files, as the evidence states it."""
    return group.anchor.why.partition(" moved")[0]


def _folder(path: str) -> str:
    return path.rpartition("/")[2] or path


def _stem(name: str) -> str:
    return re.sub(r"(\.[A-Za-z0-9]+)+$", "", name.rpartition("/")[2]) or name


def _file(anchor: Evidence) -> str:
    """Return what a file is about, in words: its folder where every folder may have a file of that name."""
    stem = _stem(anchor.subject)
    folder = anchor.path.rpartition("/")[0].rpartition("/")[2]
    return words(folder if folder and stem.lower() in _ANY_FOLDER else stem)


def _tool(name: str) -> str:
    match = re.match(r"\.?([A-Za-z0-9-]+)", name)
    return match[1] if match else name


_MOST_FILES = 400
_MOST_NAMES = 400
"""Files, and identifiers of one file, that are looked at."""
_LEAST_FILES = 2
_EDGES = frozenset(
    "the and for with from into that this its not but are was has have had does did can may will should must when "
    "then if is in on of to by at as or an am be do no get set add new old all any one two use has test tests spec "
    "mock stub fake create make abstract interface base impl default my strict types it given where which what "
    "how".split()
)
"""Words that a compound neither begins nor ends with."""


def main_compound(change: Change, names: Iterable[str] = ()) -> str:
    """Return the two or three words that most new names of a change share; empty where nothing stands out.

    Args:
        change: what to look at.
        names: plain words of which the compound must hold one; any compound will do where there are none.
    """
    required = frozenset(names)
    counts: Counter[tuple[str, ...]] = Counter()
    for pieces, weight in _new_names(change):
        for compound in pieces:
            if not required or not required.isdisjoint(compound):
                counts[compound] += weight
    if not counts:
        return ""
    best = max(counts, key=lambda compound: (counts[compound] * len(compound) ** 0.6, compound))
    return " ".join(best) if counts[best] >= _LEAST_FILES else ""


def _new_names(change: Change) -> Iterator[tuple[set[tuple[str, ...]], int]]:
    """Yield the compounds that each file brings, and how much they count: in the name of a new file twice."""
    old = {compound for name in change.all_removed | change.words_kept for compound in compounds_of(name)}
    for file in change.files[:_MOST_FILES]:
        if kind_of(file.path) in {"test", "sample", "translation", "manifest", "style"}:
            continue
        names = sorted(change.words_added[file.path])[:_MOST_NAMES]
        yield {compound for name in names for compound in compounds_of(name)} - old, 1
        if file.status == "added":
            stem = re.sub(r"(?:\.\w+)+$", "", file.path.rpartition("/")[2])
            yield set(compounds_of(stem)) - old, 2


def compounds_of(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the runs of two and three plain words of an identifier that can name a subject."""
    words = parts(name)
    for length in (2, 3):
        for start in range(len(words) - length + 1):
            compound = words[start : start + length]
            edges = (compound[0], compound[-1])
            if not _EDGES.intersection(edges) and all(len(word) > 2 and not word.isdigit() for word in edges):
                yield compound
