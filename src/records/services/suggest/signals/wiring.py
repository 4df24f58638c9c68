"""Wiring: what code newly imports, and words that are rolled out through many files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from records.models.diff import FileChange
from records.services.suggest.change import Change
from records.services.suggest.evidence import Evidence
from records.services.suggest.paths import language_of, module_of
from records.services.suggest.scan import MOST

SIGNALS = (
    "wiring.import",
    "wiring.edge",
    "wiring.rollout",
    "wiring.vanished",
    "wiring.swap",
)
_TOPIC = "structure"
_IMPORTS = {
    "python": re.compile(r"^\s*(?:from\s+([\w.]+)\s+import|import\s+([\w.]+))"),
    "js": re.compile(r"""(?:\bfrom\s+|^import\s+|require\(|\bimport\()['"]([^'"]+)['"]"""),
    "go": re.compile(r'^\s*(?:import\s+)?(?:[\w.]+\s+)?"([\w.-]+(?:/[\w.~-]+)+)"$'),
    "jvm": re.compile(r"^import\s+(?:static\s+)?([\w.]+)"),
    "csharp": re.compile(r"^\s*(?:global\s+)?using\s+(?:static\s+)?([A-Z][\w.]+);"),
    "php": re.compile(r"^use\s+(?:function\s+)?([A-Z][\w\\]+)"),
    "ruby": re.compile(r"""^\s*require\s+["']([\w/-]+)"""),
    "rust": re.compile(r"^\s*(?:pub\s+)?use\s+([\w:]+)"),
    "haskell": re.compile(r"^import\s+(?:qualified\s+)?([\w.]+)"),
    "elixir": re.compile(r"^\s*(?:alias|import|use)\s+([A-Z][\w.]+)"),
    "dart": re.compile(r"^import '([^']+)'"),
}
_DEPTH = {"jvm": 2, "csharp": 2, "php": 2, "go": 3, "haskell": 2, "elixir": 1}

_KEYWORDS = frozenset(
    "false true none null nil undefined self this super return import export from class public private "
    "protected static final const async await function void string number boolean object default switch case "
    "break continue throw throws catch except raise finally while yield lambda with pass elif else then "
    "begin rescue require include describe context expect should assert test tests setup before after each "
    "using namespace override virtual internal package interface implements extends abstract type types "
    "todo fixme note param returns example name value data list item items index length".split()
)


def find(change: Change) -> Iterator[Evidence]:
    """Yield new roots of imports, new edges between modules, and words in or out of many files."""
    yield from _imports(change)
    yield from _spread(change)


def _targets(language: str, lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    pattern = _IMPORTS[language]
    out = []
    for number, text in lines:
        match = pattern.search(text)
        if match:
            out.append((number, next(group for group in match.groups() if group)))
    return out


def root_of(language: str, target: str) -> str:
    """Return the package that an import reaches; nothing for what is beside the file or comes with Go or Node."""
    if target.startswith((".", "@/", "~/", "node:")) or (
        language == "go" and "." not in target.split("/")[0]
    ):
        return ""
    if language == "js":
        pieces = target.split("/")
        return "/".join(pieces[:2]) if target.startswith("@") else pieces[0]
    pieces = re.split(r"[./\\]|::" if language != "go" else r"/", target)
    joint = {"php": "\\", "rust": "::", "go": "/"}.get(language, ".")
    return joint.join(pieces[: _DEPTH.get(language, 1)])


def _imports(change: Change) -> Iterator[Evidence]:
    known: set[str] = set()
    fresh: dict[str, list[tuple[FileChange, int]]] = {}
    edges: dict[tuple[str, str], tuple[FileChange, int]] = {}
    for file in change.files:
        language = language_of(file.path)
        if language not in _IMPORTS:
            continue
        shown = [(0, line[1:]) for h in file.hunks for line in h.lines if line[:1] != "+"]
        old = {target for _, target in _targets(language, shown)}
        known.update(root_of(language, target) for target in old)
        for number, target in _targets(language, change.added(file)):
            root = root_of(language, target)
            if root:
                fresh.setdefault(root, []).append((file, number))
            if target not in old:
                goal = re.sub(r"[./\\:]+[^./\\:]*$", "", target) or target
                edges.setdefault((module_of(file.path), goal), (file, number))
    for root, places in sorted(fresh.items())[: 4 * MOST]:
        if root in known:
            continue
        count = len({file.path for file, _ in places})
        why = f"{root} is imported for the first time here, by " + (
            f"{count} files" if count > 1 else "one file"
        )
        yield Evidence("wiring.import", places[0][0].path, places[0][1], why, "scope", "dependency", root)
    for (source, goal), (file, number) in sorted(edges.items())[: 2 * MOST]:
        why = f"{source or 'the top'} now uses {goal}"
        yield Evidence("wiring.edge", file.path, number, why, "scope", _TOPIC, f"{source} → {goal}")


def _spread(change: Change) -> Iterator[Evidence]:
    """Yield identifiers that are new in four files or more, or gone from as many."""
    arriving = _common(change, change.words_added, change.all_removed)
    leaving = _common(change, change.words_removed, change.all_added)
    for word, count in arriving[:MOST]:
        file = next(f for f in change.files if word in change.words_added[f.path])
        line = next(n for n, text in change.added(file) if word in text)
        why = f"{word} is new in {count} files"
        yield Evidence("wiring.rollout", file.path, line, why, "scope", _TOPIC, word)
    for word, count in leaving[:MOST]:
        file = next(f for f in change.files if word in change.words_removed[f.path])
        line = next(n for n, text in change.removed(file) if word in text)
        why = f"{word} goes from {count} files"
        yield Evidence("wiring.vanished", file.old_path, line, why, "alternatives", _TOPIC, word, "old")
    if arriving and leaving:
        word, old = arriving[0][0], leaving[0][0]
        file = next(f for f in change.files if word in change.words_added[f.path])
        line = next(n for n, text in change.added(file) if word in text)
        why = f"{word} comes where {old} goes"
        yield Evidence("wiring.swap", file.path, line, why, "alternatives", _TOPIC, word)


def _common(change: Change, where: dict[str, frozenset[str]], other: frozenset[str]) -> list[tuple[str, int]]:
    """Return the words of one side that stand in four files or more and nowhere else."""
    counts = Counter(word for words in where.values() for word in words)
    found = [
        (word, count)
        for word, count in counts.items()
        if count >= 4
        and len(word) > 3
        and word.lower() not in _KEYWORDS
        and word not in other
        and word not in change.words_kept
    ]
    return sorted(found, key=lambda item: (-item[1], item[0]))
