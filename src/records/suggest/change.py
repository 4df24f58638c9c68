"""A change as the signals see it: sorted into kinds of file, with the words of its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice

import records.regex as re
from records.dataclass import dataclass
from records.encoding import encode
from records.git.diff_model import Diff, FileChange, Numbered
from records.project.built_files import MARK_LIMIT, has_mark
from records.suggest.commit_subject import own_words
from records.suggest.paths import kind_of
from records.suggest.series import combine, read_series
from records.suggest.words import parts_of, words
from records.text.generated import says_generated

_SET_ASIDE = frozenset({"decision", "document", "lock", "generated", "binary"})
_LEADING_WORDS = 22
"""Words of the message that a range is scored by, where its history does not tell how long messages are there."""
_BUDGET = 20_000
"""Added lines that are read in a change; each file has an equal share of it."""


@dataclass(frozen=True, slots=True)
class CommitMessage:
    """What was said with one commit of a range, and the files that it touched."""

    message: str
    paths: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Keep what the author wrote, within bounds."""
        object.__setattr__(self, "message", own_words(self.message))


def _head_of(file: FileChange) -> bytes:
    """The first lines of a file that a change shows, on either side."""
    lines = (line for hunk in file.hunks[:1] for line in hunk.lines)
    return encode("\n".join(islice(lines, MARK_LIMIT // 40)))[:MARK_LIMIT]


def _says_generated(file: FileChange) -> bool:
    """Return whether the first lines of a file say that a program wrote it, where a change shows them."""
    lines = file.hunks[0].lines if file.hunks and file.hunks[0].new_start <= 1 else ()
    return says_generated(line[1:] for line in lines)


@dataclass(frozen=True)
class Change:
    """A diff, what was said about it, and what is known about the tree before it.

    Attributes:
        diff: the files that changed.
        message: the commit messages, subject first; empty when there is none.
        present: folders that are known to have existed before; None when only the diff is known.
        texts: whole texts of manifests, by (side, path), where a repository could give them.
        commit_messages: the commits of a range each for itself; empty when the message speaks for the whole change.
        message_words: how many words of a message count, where they are to count as in the history that the threshold
            is learnt from; 0 for all of a single message.
        lookup: returns which of some names the tree before the change holds; None when only the diff is known.
        asked_lookup: returns which of some packages manifests of the tree before the change ask for, given the paths of
            the changed ones; None when only the diff is known.
        usual_packages: folders of new packages beside which there were several packages of their kind before.
    """

    diff: Diff
    message: str = ""
    present: frozenset[str] | None = None
    texts: tuple[tuple[str, str, str], ...] = ()
    commit_messages: tuple[CommitMessage, ...] = ()
    message_words: int = 0
    lookup: Callable[[frozenset[str]], frozenset[str]] | None = None
    asked_lookup: Callable[[frozenset[str], frozenset[str]], frozenset[str]] | None = None
    usual_packages: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Keep what the author wrote, within bounds."""
        object.__setattr__(self, "message", own_words(self.message))

    def held_before(self, names: Iterable[str]) -> frozenset[str]:
        """Return which of some names the code held before the change, as far as that is known."""
        sought = frozenset(names)
        return self.lookup(sought) if self.lookup and sought else frozenset()

    def asked_for_before(self, packages: Iterable[str], manifests: Iterable[str]) -> frozenset[str]:
        """Return which of some packages the repository's manifests asked for before, as far as that is known.

        Args:
            packages: their names.
            manifests: the paths of the changed manifests; others of their kinds are looked at.
        """
        sought = frozenset(packages)
        return (
            self.asked_lookup(sought, frozenset(manifests)) if self.asked_lookup and sought else frozenset()
        )

    @cached_property
    def leading_message(self) -> str:
        """The one message that a change is scored by: of a range, the beginning of that of the main commit.

        The main commit is the one with most of the changed files. The message of a merge is short, and a range has to
        score like its merge.
        """
        message = self.message
        if len(self.commit_messages) > 1:
            paths = {file.path for file in self.diff.files}
            message = max(self.commit_messages, key=lambda commit: len(commit.paths & paths)).message
        elif not self.message_words:
            return message
        return " ".join(message.split(" ")[: self.message_words or _LEADING_WORDS])

    @cached_property
    def files(self) -> tuple[FileChange, ...]:
        """The files that can carry a decision: no documents, locks, generated or binary files."""
        return tuple(f for f in self.diff.files if not f.submodule and self.kind(f) not in _SET_ASIDE)

    @cached_property
    def code(self) -> tuple[FileChange, ...]:
        """The source files that are not tests."""
        return tuple(f for f in self.files if kind_of(f.path) in {"code", "settings"})

    @cached_property
    def kinds(self) -> dict[str, int]:
        """How many files of each kind changed, documents and locks included."""
        out: dict[str, int] = {}
        for change in self.diff.files:
            kind = self.kind(change)
            out[kind] = out.get(kind, 0) + 1
        return out

    @cached_property
    def _built_sites(self) -> tuple[str, ...]:
        """The folders of sites that a build of ours has written, or that are removed."""
        return tuple(
            file.path.removesuffix("index.html")
            for file in self.diff.files
            if file.path.endswith("/index.html") and has_mark(_head_of(file))
        )

    def kind(self, change: FileChange) -> str:
        """Return what a changed file is for."""
        if change.path.startswith(self._built_sites) or _says_generated(change):
            return "generated"
        return "binary" if change.binary else kind_of(change.path)

    @cached_property
    def _share(self) -> int:
        return max(10, _BUDGET // max(1, len(self.files)))

    def added(self, change: FileChange) -> list[Numbered]:
        """Return the added lines of a file, at most its share of the budget."""
        return change.added[: self._share]

    def removed(self, change: FileChange) -> list[Numbered]:
        """Return the removed lines of a file, at most its share of the budget."""
        return change.removed[: self._share]

    @cached_property
    def text_added(self) -> dict[str, str]:
        """The added lines of each file as one text."""
        return {f.path: "\n".join(text for _, text in self.added(f)) for f in self.files}

    @cached_property
    def text_removed(self) -> dict[str, str]:
        """The removed lines of each file as one text."""
        return {f.path: "\n".join(text for _, text in self.removed(f)) for f in self.files}

    @cached_property
    def words_added(self) -> dict[str, frozenset[str]]:
        """The identifiers in the added lines of each file."""
        return {f.path: words(_code_lines(f, self.added(f))) for f in self.files}

    @cached_property
    def words_text(self) -> dict[str, str]:
        """The identifiers in the added lines of each file, in lower case, as one text to search in."""
        return {path: " ".join(names).lower() for path, names in self.words_added.items()}

    @cached_property
    def words_removed(self) -> dict[str, frozenset[str]]:
        """The identifiers in the removed lines of each file."""
        return {f.path: words(_code_lines(f, self.removed(f))) for f in self.files}

    @cached_property
    def parts_added(self) -> dict[str, frozenset[str]]:
        """The plain words in the added lines of each file."""
        return {path: parts_of(names) for path, names in self.words_added.items()}

    @cached_property
    def parts_removed(self) -> dict[str, frozenset[str]]:
        """The plain words in the removed lines of each file."""
        return {path: parts_of(names) for path, names in self.words_removed.items()}

    @cached_property
    def parts_kept(self) -> frozenset[str]:
        """The plain words in the unchanged lines that the diff shows."""
        return parts_of(self.words_kept)

    @cached_property
    def all_added(self) -> frozenset[str]:
        """The identifiers on any added line."""
        return frozenset().union(*self.words_added.values())

    @cached_property
    def all_removed(self) -> frozenset[str]:
        """The identifiers on any removed line."""
        return frozenset().union(*self.words_removed.values())

    @cached_property
    def words_kept(self) -> frozenset[str]:
        """The identifiers in the unchanged lines that the diff shows."""
        share = self._share
        texts: list[str] = []
        for change in self.files:
            context = [line for hunk in change.hunks for line in hunk.lines if line[:1] == " "]
            texts.extend(context[:share])
            texts.extend(hunk.section for hunk in change.hunks if hunk.section)
        return words(texts)

    @cached_property
    def new_directories(self) -> dict[str, FileChange]:
        """Directories that the change brings, with the first file of each.

        When only the diff is known, a folder counts as new when nothing in it is older and it has at
        least two files, or a manifest; the usual folders of a project never do.
        """
        old = {d for f in self.diff.files if f.status != "added" for d in _parents(f.old_path)}
        old |= self.present or frozenset()
        arrivals: dict[str, list[FileChange]] = {}
        for change in self.files:
            if change.status in {"added", "renamed", "copied"}:
                for directory in _parents(change.path):
                    if directory not in old:
                        arrivals.setdefault(directory, []).append(change)
        if self.present is None:
            arrivals = {name: inside for name, inside in arrivals.items() if _surely_new(name, inside)}
        return {name: inside[0] for name, inside in arrivals.items()}

    @property
    def doubtful_directories(self) -> list[str]:
        """Directories of added files that may be new or old as far as the diff shows, sorted."""
        old = {d for f in self.diff.files if f.status != "added" for d in _parents(f.old_path)}
        fresh = {d for f in self.files if f.status != "modified" for d in _parents(f.path)}
        return sorted(fresh - old)


_COMMENT = re.compile(r"\s*(?:#(?!\[|include|define|if|endif)|//|/?\*|--\s|;;|<!--|\{-|\"\"\")")
_USUAL = frozenset(
    ".github .github/workflows .circleci config db db/migrate docs src src/main src/test test tests spec lib "
    "app bin script scripts tools public static templates migrations packages cmd internal pkg".split()
)


def is_comment(text: str) -> bool:
    """Return whether a line of code is a comment from its start, in any of the usual languages."""
    return _COMMENT.match(text) is not None


def _code_lines(file: FileChange, lines: list[Numbered]) -> Iterator[str]:
    """Yield the lines that do something: of code, without comments."""
    if kind_of(file.path) in {"code", "settings"}:
        return (text for _, text in lines if not _COMMENT.match(text))
    return (text for _, text in lines)


def _surely_new(directory: str, inside: list[FileChange]) -> bool:
    if directory in _USUAL:
        return False
    return len(inside) >= 2 or any(kind_of(f.path) == "manifest" for f in inside)


def _parents(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def read_change(text: str, message: str | None = None) -> Change:
    """Return a text of one patch or a series of patches as one change.

    Args:
        text: a unified diff, or what `git log -p` or `git format-patch --stdout` prints.
        message: the commit message, subject first, where the text does not hold it.
    """
    patches = read_series(text)
    diff = combine(list(patches))
    if message is not None or len(patches) < 2:
        return Change(diff, diff.message if message is None else message)
    commits = tuple(
        CommitMessage(patch.message, frozenset(file.path for file in patch.files))
        for patch in patches
        if patch.message
    )
    return Change(diff, diff.message, commit_messages=commits)
