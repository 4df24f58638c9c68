"""Match paths against many globs at once: each path costs its own length, however many globs there are.

The globs are joined in one tree of path segments; all that a path may match is followed together. Segments with
wildcards are found by the letters that they end or begin with, and compared without backtracking, so that a
hostile pattern cannot make matching slow.
"""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass, field
from records.static_types import Generic, TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
_MOST_BRACES, _FEW = 128, 40
_SIGNS = re.compile(r"[*?\[\]{}\\]")
_ANY, _ONE = "any", "one"
_Token = str | frozenset[str] | tuple[bool, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class _Node(Generic[T]):
    """A place in the tree: what may follow, and which globs end here."""

    exact: dict[str, _Node[T]] = field(default_factory=dict)
    by_end: dict[str, list[tuple[_Segment, _Node[T]]]] = field(default_factory=dict)
    by_start: dict[str, list[tuple[_Segment, _Node[T]]]] = field(default_factory=dict)
    patterns: list[tuple[_Segment, _Node[T]]] = field(default_factory=list)
    literals: dict[str, _Node[T]] = field(default_factory=dict)
    deep: _Node[T] | None = None
    is_deep: bool = False
    ends: list[tuple[str, T]] = field(default_factory=list)
    below: list[tuple[str, T]] = field(default_factory=list)


class GlobSet(Generic[T]):
    """Globs with their owners.

    `*` and `?` stay within a segment, `**` spans any number of them, `[a-z]` and `{a,b}` are known. A glob begins at
    the root. One without wildcards also holds for everything below it, `src/` means `src/**`, and `.` all files.
    A path that is spelled like a glob matches it: `app/[id]` is the folder of that name as well. Case counts.
    """

    def __init__(self, pairs: Iterable[tuple[str, T]] = ()) -> None:
        self._root: _Node[T] = _Node()
        self._folders: dict[str, list[_Node[T]]] = {}
        self._waiting = [(glob, owner, *_ends(normal(glob))) for glob, owner in pairs]
        self._queries = 0

    def match(self, path: str) -> list[tuple[str, T]]:
        """The globs that *path* (POSIX, from the root) matches, as written, each with its owner."""
        if self._waiting:
            self._queries += 1
            if self._queries <= _FEW:  # to ask after a few paths, the tree need not hold them all
                near = GlobSet[T]()
                near._grow(
                    (glob, owner)
                    for glob, owner, head, tail in self._waiting
                    if path.startswith(head) and path.endswith(tail)
                )
                return near.match(path)
            self._grow((glob, owner) for glob, owner, _, _ in self._waiting)
            self._waiting = []
        folder, _, name = path.rpartition("/")
        matches: dict[tuple[str, int], tuple[str, T]] = {}
        for node in self._states(folder):
            for hits in (node.below, *(after.ends for after in _follow(node, name))):
                for hit in hits:
                    matches[hit[0], id(hit[1])] = hit
        return list(matches.values())

    def _grow(self, pairs: Iterable[tuple[str, T]]) -> None:
        for pattern, owner in pairs:
            for plain in expand_braces(normal(pattern)):
                self._add(plain, (pattern, owner))

    def _states(self, folder: str) -> list[_Node[T]]:
        """The places reached by a folder; remembered, since files share folders."""
        above, steps = folder, []
        while above and above not in self._folders:
            steps.append(above)
            above = above.rpartition("/")[0]
        nodes = self._folders[above] if above else self._closure([self._root])
        for step in reversed(steps):
            name = step.rpartition("/")[2]
            nodes = self._closure([after for node in nodes for after in _follow(node, name)])
            self._folders[step] = nodes
        return nodes

    def _closure(self, nodes: list[_Node[T]]) -> list[_Node[T]]:
        """The places and those that `**` reaches from them without taking a segment."""
        out = {id(node): node for node in nodes}
        for node in nodes:
            if node.deep is not None:
                out[id(node.deep)] = node.deep
        return list(out.values())

    def _add(self, plain: str, entry: tuple[str, T]) -> None:
        segments = [part for part in plain.split("/") if part]
        node = self._root
        for segment in segments:
            node = _step(node, segment)
        if node.is_deep:
            node.below.append(entry)
        elif segments:
            node.ends.append(entry)
            if not any(_is_wild(part) for part in segments):
                _step(node, "**").below.append(entry)
            elif not _spans(plain):
                folder = self._root
                for segment in segments:
                    folder = folder.exact.setdefault(segment, _Node())
                _step(folder, "**").below.append(entry)


def _step(node: _Node[T], segment: str) -> _Node[T]:
    if len(segment) > 1 and not segment.strip("*"):
        if node.is_deep:
            return node
        if node.deep is None:
            node.deep = _Node(is_deep=True)
        return node.deep
    if not _is_wild(segment):
        return node.exact.setdefault(_unescape(segment), _Node())
    if segment not in node.literals:
        node.literals[segment] = _Node()
        parsed = _Segment.parse(segment)
        pair = (parsed, node.literals[segment])
        if parsed.end and len(parsed.end) >= len(parsed.start):
            node.by_end.setdefault(parsed.end, []).append(pair)
        elif parsed.start:
            node.by_start.setdefault(parsed.start, []).append(pair)
        else:
            node.patterns.append(pair)
    return node.literals[segment]


def _follow(node: _Node[T], name: str) -> Iterator[_Node[T]]:
    """The places that a segment leads to."""
    if node.is_deep:
        yield node
    for after in (node.exact.get(name), node.literals.get(name)):
        if after is not None:
            yield after
    if node.by_end:
        for index in range(len(name)):
            for segment, after in node.by_end.get(name[index:], ()):
                if segment.matches(name):
                    yield after
    if node.by_start:
        for index in range(1, len(name) + 1):
            for segment, after in node.by_start.get(name[:index], ()):
                if segment.matches(name):
                    yield after
    for segment, after in node.patterns:
        if segment.matches(name):
            yield after


@dataclass(frozen=True, slots=True)
class _Segment:
    """One segment with wildcards: its parts, and the plain letters that it ends and begins with."""

    tokens: tuple[_Token, ...]
    start: str
    end: str

    @classmethod
    def parse(cls, text: str) -> _Segment:
        tokens = tuple(_tokens(text))
        return cls(tokens, _plain(tokens), _plain(tokens[::-1])[::-1])

    def matches(self, name: str) -> bool:
        """Return whether a name matches; the cost is at most one length times the other."""
        tokens, index, token, star, mark = self.tokens, 0, 0, -1, 0
        while index < len(name):
            if token < len(tokens) and tokens[token] == _STAR:
                star, mark = token, index
                token += 1
            elif token < len(tokens) and _takes(tokens[token], name[index]):
                token += 1
                index += 1
            elif star >= 0:
                mark += 1
                index, token = mark, star + 1
            else:
                return False
        return all(rest == _STAR for rest in tokens[token:])


_STAR: _Token = frozenset((_ANY,))
_QUESTION: _Token = frozenset((_ONE,))


def _takes(token: _Token, letter: str) -> bool:
    if isinstance(token, str):
        return token == letter
    if isinstance(token, frozenset):
        return token == _QUESTION
    is_negated, ranges = token
    return is_negated != any(low <= letter <= high for low, high in ranges)


def _plain(tokens: tuple[_Token, ...]) -> str:
    letters = []
    for token in tokens:
        if not isinstance(token, str):
            break
        letters.append(token)
    return "".join(letters)


def _tokens(text: str) -> Iterator[_Token]:
    index = 0
    while index < len(text):
        letter = text[index]
        close = text.find("]", index + 2) if letter == "[" else -1
        if letter == "\\" and index + 1 < len(text):
            index += 1
            yield text[index]
        elif letter == "*":
            while text[index + 1 : index + 2] == "*":
                index += 1
            yield _STAR
        elif letter == "?":
            yield _QUESTION
        elif close > 0:
            yield _ranges(text[index + 1 : close])
            index = close
        else:
            yield letter
        index += 1


def _ranges(inside: str) -> _Token:
    is_negated = inside[0] in "!^"
    rest = inside[1:] if is_negated else inside
    ranges: list[tuple[str, str]] = []
    index = 0
    while index < len(rest):
        if rest[index + 1 : index + 2] == "-" and index + 2 < len(rest):
            ranges.append((rest[index], rest[index + 2]))
            index += 3
        else:
            ranges.append((rest[index], rest[index]))
            index += 1
    return is_negated, tuple(ranges)


def _is_wild(segment: str) -> bool:
    return any(letter in segment for letter in "*?[")


def _spans(pattern: str) -> bool:
    """Return whether a glob has signs for letters of any number or kind: it then holds for nothing below it."""
    return "*" in pattern or "?" in pattern


def _unescape(segment: str) -> str:
    return "".join(str(token) for token in _tokens(segment)) if "\\" in segment else segment


def _ends(plain: str) -> tuple[str, str]:
    """The letters that every path begins and ends with that a glob matches."""
    if not _SIGNS.search(plain):
        return plain, ""  # it also holds for what is below it
    head, tail = _SIGNS.split(plain, maxsplit=1)[0], _SIGNS.split(plain)[-1]
    return head, tail.lstrip("/") if _spans(plain) and "\\" not in plain else ""


def normal(pattern: str) -> str:
    """A glob without `./`, a leading `/` and quotes; a trailing `/` becomes `/**`, and `.` stands for all files."""
    bare = pattern.strip().strip("`\"'")
    text = bare.removeprefix("./").lstrip("/")
    if bare and text in ("", "."):
        return "**"
    return text + "**" if text.endswith("/") else text


def expand_braces(pattern: str) -> list[str]:
    """The globs that `{a,b}` stands for; a pattern that would give too many is taken as written."""
    out = [pattern]
    while True:
        expansions: list[str] = []
        for text in out:
            expansions.extend(_expand_first(text))
        if len(expansions) > _MOST_BRACES:
            return [pattern]
        if expansions == out:
            return out
        out = expansions


def _expand_first(text: str) -> list[str]:
    """Replace the first innermost `{a,b}`; a brace without a comma stays."""
    close = -1
    while (close := text.find("}", close + 1)) >= 0:
        start = text.rfind("{", 0, close)
        if start >= 0 and "," in text[start:close]:
            inside = text[start + 1 : close].split(",")
            return [text[:start] + choice + text[close + 1 :] for choice in inside]
    return [text]
