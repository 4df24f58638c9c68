#!/usr/bin/env python3
"""Print what the structure of the source is, and fail where it breaks a limit.

usage: ci/structure.py [layers|names|imports|git|tests|repeats|size] [PATH...]

layers   packages and loose modules, the layer of each, what each depends on, and cycles (type-checking imports count)
names    names that are a bare participle or pronoun, with their share of all bindings
imports  our own modules imported inside functions
git      git command lines built outside `records.git`
tests    tests without a docstring that states the behaviour
repeats  functions whose bodies are the same but for the names of their variables
size     lines of the source, in all and without blank lines, comments and docstrings
Without a word: all of them, in short. Exits with 1 where a limit is broken.
"""

from __future__ import annotations

import ast
import copy
import re
import sys
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src" / "records"
TESTS = SOURCE.parent.parent / "tests"
MOST_LAYERS = 10
MOST_BARE_NAMES = 0.015
MOST_INNER_IMPORTS = 120
# Characters of a body, up to which it may stand twice: a forwarded call, a property.
SHORT_BODY = 60
# The hook starts without the rest of the package.
STANDALONE = frozenset({"records.capture_hook"})
# Third-party libraries that are slow to import, and commands, may be imported where they are used.
PRONOUNS = frozenset(
    "one ones other others it its that this those these both each such some any all what which whose here there at "
    "apart away again aside anew otherwise thus so rest whole either neither several".split()
)
IRREGULAR = frozenset(
    "told found given kept held made taken left said known seen meant written begun gone done shown drawn lost put "
    "sent spoken stood thought understood brought bought built caught chosen come cut dealt driven eaten fallen felt "
    "forgotten got grown heard hidden hit laid led lent met paid read ridden risen run sat shut sold spent split "
    "stolen stuck struck sworn taught thrown torn won worn wound bound broken".split()
)
# Words of git and of the formats that we read, and adjectives that are usual as they are.
USUAL = frozenset(
    "added removed changed deleted renamed modified unified ignored staged tracked untracked merged sorted indexed "
    "cached seed speed need feed embed exceed used read run cut split hit put proceed indeed red rest all any whole "
    "expected skipped passed failed installed enabled accepted rejected proposed deprecated superseded affected "
    "covered related supported created updated generated committed started finished completed quoted parsed".split()
)


def is_bare(name: str) -> bool:
    """Whether a name is a participle or pronoun that does not say what it is of."""
    word = name.strip("_")
    if word in USUAL or "_" in word:
        return False
    return word in PRONOUNS or word in IRREGULAR or bool(re.fullmatch(r"[a-z]{2,}ed", word))


def bindings(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each name that a module binds: variables, parameters, fields; with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif (
            isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler))
            and node.name
        ):
            yield node.name, node.lineno


def module_of(path: Path) -> str:
    """The dotted name of a source file."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources() -> dict[str, tuple[Path, ast.Module]]:
    """Every module of the package, parsed."""
    files = sorted(SOURCE.rglob("*.py"))
    return {module_of(path): (path, ast.parse(path.read_text("utf-8"))) for path in files}


def imported(tree: ast.AST, modules: dict[str, object] | frozenset[str]) -> Iterator[tuple[str, int]]:
    """The modules of ours that a tree imports, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "records":
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield (inner if inner in modules else node.module), node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "records":
                    yield alias.name, node.lineno


def unit_of(module: str) -> str:
    """The package or loose module below `records` that a module belongs to."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "records"


def dependencies(modules: dict[str, tuple[Path, ast.Module]]) -> dict[str, set[str]]:
    """What each unit imports of the others; the package's own `__init__` only re-exports and is left out."""
    graph: dict[str, set[str]] = {unit_of(name): set() for name in modules if name != "records"}
    names = frozenset(modules)
    for name, (_, tree) in modules.items():
        if name == "records":
            continue
        for target, _ in imported(tree, names):
            if unit_of(target) != unit_of(name):
                graph[unit_of(name)].add(unit_of(target))
    return graph


def layers(graph: dict[str, set[str]]) -> tuple[dict[str, int], list[str]]:
    """The layer of each unit, 0 the lowest, and the units that are on a cycle."""
    level: dict[str, int] = {}
    waiting = dict(graph)
    while waiting:
        ready = [
            unit for unit, needs in waiting.items() if all(need in level for need in needs if need in graph)
        ]
        if not ready:
            return level, sorted(waiting)
        for unit in ready:
            level[unit] = 1 + max((level[need] for need in waiting[unit] if need in level), default=-1)
        for unit in ready:
            del waiting[unit]
    return level, []


def report_layers(*, verbose: bool) -> bool:
    """Print layers and cycles; false where there are too many or any."""
    graph = dependencies(sources())
    level, cycle = layers(graph)
    highest = max(level.values(), default=0) + 1
    count = sum(len(needs) for needs in graph.values())
    print(
        f"layers: {highest} (at most {MOST_LAYERS}); {len(graph)} units, {count} dependencies; cycle: {cycle}"
    )
    if verbose:
        for unit in sorted(level, key=lambda name: (-level[name], name)):
            print(f"  {level[unit]}  {unit:<12} {' '.join(sorted(graph[unit]))}")
        users = [
            name
            for name, (_, tree) in sources().items()
            if any(target == "records" for target, _ in imported(tree, frozenset()))
        ]
        print(f"  importing records/__init__: {users}")
    return not cycle and highest <= MOST_LAYERS


def report_names(paths: list[str], *, verbose: bool) -> bool:
    """Print bare names; false where their share is too high."""
    total = bare = 0
    for path, tree in sources().values():
        shown = path.relative_to(SOURCE.parent.parent).as_posix()
        if path.name == "answers.py" or (paths and not any(part in shown for part in paths)):
            continue  # the members of JSON answers are part of the interface
        for name, line in bindings(tree):
            total += 1
            if is_bare(name):
                bare += 1
                if verbose:
                    print(f"  {shown}:{line}: {name}")
    share = bare / total if total else 0.0
    print(
        f"names: {bare} of {total} are bare participles or pronouns, {share:.1%} (at most {MOST_BARE_NAMES:.1%})"
    )
    return share <= MOST_BARE_NAMES


def report_imports(paths: list[str], *, verbose: bool) -> bool:
    """Print our own imports inside functions; false where there are too many."""
    modules = sources()
    names = frozenset(modules)
    count = 0
    for path, tree in modules.values():
        shown = path.relative_to(SOURCE.parent.parent).as_posix()
        if paths and not any(part in shown for part in paths):
            continue
        seen: set[tuple[str, int]] = set()
        for function in ast.walk(tree):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                seen.update(imported(function, names))
        lines = {line for _, line in seen}
        count += len(lines)
        if verbose:
            for target, line in sorted(seen, key=lambda item: item[1]):
                print(f"  {shown}:{line}: {target}")
    print(f"imports: {count} of our own inside functions (fewer than {MOST_INNER_IMPORTS})")
    return count < MOST_INNER_IMPORTS


_GIT_WORDS = frozenset(
    "cat-file rev-parse rev-list for-each-ref ls-files ls-tree diff-tree merge-base hash-object update-index "
    "write-tree check-ignore check-attr symbolic-ref show-ref name-rev diff-index read-tree patch-id blame "
    "interpret-trailers worktree".split()
)


def report_git(paths: list[str], *, verbose: bool) -> bool:
    """Print git command lines that are built outside `records.git`; false where there is one."""
    found = 0
    for name, (path, tree) in sources().items():
        if unit_of(name) == "git":
            continue
        shown = path.relative_to(SOURCE.parent.parent).as_posix()
        if paths and not any(part in shown for part in paths):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            is_git = any(isinstance(word, str) and word in _GIT_WORDS for word in words[:2])
            method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            runs = method in ("run", "told", "run_cached", "text", "call", "start") and bool(words)
            if is_git or (runs and "git" in ast.unparse(node.func).rpartition(".")[0]):
                found += 1
                if verbose:
                    print(f"  {shown}:{node.lineno}: {ast.unparse(node)[:100]}")
    print(f"git: {found} command lines outside records.git (none)")
    return found == 0


def report_tests(paths: list[str]) -> bool:
    """Print tests without a docstring; false where there is one."""
    count = missing = 0
    for path in sorted(TESTS.rglob("test_*.py")):
        shown = path.relative_to(TESTS.parent).as_posix()
        if paths and not any(part in shown for part in paths):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_"):
                count += 1
                if not ast.get_docstring(node):
                    missing += 1
                    print(f"  {shown}:{node.lineno}: {node.name} has no docstring")
    print(f"tests: {missing} of {count} without a docstring (none)")
    return missing == 0


def plain_body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The body of a function without its docstring, its own variables named by their order."""
    function = copy.deepcopy(function)
    if ast.get_docstring(function) is not None:
        del function.body[0]
    numbers: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            numbers.setdefault(node.arg, f"v{len(numbers)}")
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            numbers.setdefault(node.id, f"v{len(numbers)}")
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            node.id = numbers.get(node.id, node.id)
    return "\n".join(map(ast.unparse, function.body))


def report_repeats(*, verbose: bool) -> bool:
    """Print the functions that are written twice; false where there are any."""
    places: dict[str, list[str]] = {}
    for module, (path, tree) in sources().items():
        if module in STANDALONE:
            continue
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                place = f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}"
                places.setdefault(plain_body(node), []).append(place)
    repeats = [where for body, where in places.items() if len(where) > 1 and len(body) > SHORT_BODY]
    print(f"repeats: {len(repeats)} functions written more than once (none)")
    for where in repeats if verbose or repeats else ():
        print("  " + ", ".join(where))
    return not repeats


def code_lines(text: str) -> int:
    """The lines of a module without blank lines, comments and docstrings."""
    tree = ast.parse(text)
    lines = {number for number, line in enumerate(text.splitlines(), 1) if line.strip()[:1] not in ("", "#")}
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for item in body if isinstance(body, list) else ():
            if isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant):
                lines -= set(range(item.lineno, (item.end_lineno or item.lineno) + 1))
    return len(lines)


def report_size() -> bool:
    """Print the number of lines and of small modules; there is no limit."""
    texts = {path: path.read_text("utf-8") for path in SOURCE.rglob("*.py")}
    lengths = {path: len(text.splitlines()) for path, text in texts.items()}
    small = sum(length < 60 for path, length in lengths.items() if path.name != "__init__.py")
    code = sum(map(code_lines, texts.values()))
    print(
        f"size: {sum(lengths.values())} lines, {code} of code, in {len(lengths)} modules; "
        f"{small} modules of fewer than 60 lines"
    )
    return True


def main(words: list[str]) -> int:
    """Print what was asked for; 1 where a limit is broken."""
    what = words[0] if words else ""
    paths = words[1:]
    passed = True
    if what in ("", "layers"):
        passed &= report_layers(verbose=bool(what))
    if what in ("", "names"):
        passed &= report_names(paths, verbose=bool(what))
    if what in ("", "imports"):
        passed &= report_imports(paths, verbose=bool(what))
    if what in ("", "git"):
        passed &= report_git(paths, verbose=bool(what))
    if what in ("", "tests"):
        passed &= report_tests(paths)
    if what in ("", "repeats"):
        passed &= report_repeats(verbose=bool(what))
    if what in ("", "size"):
        passed &= report_size()
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
