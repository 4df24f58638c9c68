"""Compare what prompts ask for with what a change does; silent wherever a prompt may have meant it."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

import records.regex as re
from records.dataclass import dataclass
from records.suggest.change import Change
from records.suggest.paths import kind_of
from records.suggest.signals.dependencies import find as dependency_evidence
from records.suggest.words import COMMON_NAMES, LANGUAGE_WORDS, STOP_WORDS, parts, parts_of, stem, words
from records.trace.requested.request import Prompt, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.git.diff_model import Diff, FileChange
    from records.trace.answers import RequestGap

_SET_UP = {
    "tool": "", "settings": "config settings environment env variable option flag secret key url",
    "pipeline": "ci pipeline workflow build deploy release action job github gitlab",
    "container": "docker container compose image deploy",
    "infra": "deploy infra kubernetes k8s helm chart cluster terraform host hosting server",
}  # fmt: skip
"""Kinds of file that set something up, and words that speak of all of the kind."""
_MIGRATION_WORDS = (
    "migrat migration schema table column database db model field index entity sql prisma drizzle alembic"
)
_NUMBERED_SQL = re.compile(r"(?:^|/)\d{3,}[_-][^/]*\.sql$")
_MOST = 20
_LEAST_NAME = 4


class GapKind(StrEnum):
    """What differs between the prompts and the change."""

    DEPENDENCY = "dependency"
    SETTINGS = "settings"
    MIGRATION = "migration"
    FILE = "file"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Gap:
    """Part of a change that no prompt mentions, or a request without any trace in the change.

    Attributes:
        kind: what it is.
        subject: the dependency, the file, or what was asked for.
        message: one line.
        path: POSIX from the top of the repository; of a request the path of the record.
        line: counted from 1.
        quote: of a request the words of the prompt; else the first changed line.
        prompt: of a request the prompt.
    """

    kind: GapKind
    subject: str
    message: str
    path: str
    line: int
    quote: str
    prompt: Prompt | None = None

    def describe(self) -> str:
        """Return the message, after the record of a request."""
        record = self.prompt.record if self.prompt else None
        return f"{record.ref} {self.message}" if record else self.message

    def as_json(self) -> RequestGap:
        """Return the gap as one JSON object."""
        record = self.prompt.record if self.prompt else None
        return {
            "kind": self.kind.value, "subject": self.subject, "message": self.message, "path": self.path,
            "line": self.line, "quote": self.quote, "ref": record.ref if record else None,
        }  # fmt: skip


def find_gaps(diff: Diff, prompts: Iterable[Prompt], paths: Iterable[str] = ()) -> list[Gap]:
    """Return what no prompt mentions, and what was asked for without any trace.

    Nothing is said where a prompt hands a part of the request over to something else: a document, a command, an earlier
    turn. Then only dependencies and migrations are compared, with the documents of the change as well.

    Args:
        diff: what the commits changed that the prompts were recorded for; records are left out by the caller.
        prompts: what was asked, word for word.
        paths: what else changed, so that a request may have left its trace there.
    """
    return _Comparison(diff, tuple(prompt for prompt in prompts if prompt.text.strip()), tuple(paths)).gaps()


class _Comparison:
    def __init__(self, diff: Diff, prompts: tuple[Prompt, ...], paths: tuple[str, ...]) -> None:
        self._change = Change(diff)
        self._files = diff.files
        self._prompts = prompts
        self._paths = (*(file.path for file in diff.files), *(file.old_path for file in diff.files), *paths)
        self._is_complete = bool(prompts) and all(prompt.is_complete for prompt in prompts)

    @cached_property
    def _words(self) -> frozenset[str]:
        """Everything that the prompts say, and, where they hand over, the documents of the change."""
        said = frozenset[str]().union(*(prompt.words for prompt in self._prompts))
        if self._is_complete:
            return said
        lines = [
            text
            for file in self._files
            if kind_of(file.path) in ("document", "decision")
            for _, text in file.added
        ]
        plain = parts_of(words(lines))
        return said | plain | {stem(word) for word in plain}

    def gaps(self) -> list[Gap]:
        if not any(len(prompt.words) >= _LEAST_NAME for prompt in self._prompts):
            return []
        if any("{{" in prompt.text for prompt in self._prompts):
            return []  # a template that nobody filled in: nobody knows what was asked
        gaps = [*self._dependencies(), *self._migrations()]
        if self._is_complete and any(prompt.is_instruction for prompt in self._prompts):
            gaps += self._settings()
            if any(self._is_named(file.path) for file in self._files):
                gaps += self._other_files()
        gaps += self._requests()
        return sorted(gaps, key=lambda gap: (list(GapKind).index(gap.kind), gap.path, gap.line, gap.subject))[
            :_MOST
        ]

    def _dependencies(self) -> Iterator[Gap]:
        added = {file.path for file in self._files if file.status == "added"}
        for evidence in dependency_evidence(self._change):
            if evidence.signal not in ("dependency.added", "dependency.tool") or evidence.path in added:
                continue
            if not self._speaks_of(evidence.subject):
                message = f"{evidence.why}, which no prompt mentions"
                yield Gap(
                    GapKind.DEPENDENCY, evidence.subject, message, evidence.path, evidence.line,
                    _line_at(self._files, evidence.path, evidence.line),
                )  # fmt: skip

    def _migrations(self) -> Iterator[Gap]:
        if self._words & frozenset(_MIGRATION_WORDS.split()):
            return
        for file in self._files:
            is_migration = kind_of(file.path) == "migration" or _NUMBERED_SQL.search(file.path)
            if is_migration and file.status == "added" and not file.binary and not self._names(file):
                yield _gap(GapKind.MIGRATION, file, "a migration that no prompt mentions")

    def _settings(self) -> Iterator[Gap]:
        for file in self._files:
            topic = frozenset(_SET_UP.get(kind_of(file.path), "").split())
            if kind_of(file.path) in _SET_UP and not topic & self._words and not self._concerns(file):
                yield _gap(GapKind.SETTINGS, file, "no prompt mentions this file or what it sets up")

    def _other_files(self) -> Iterator[Gap]:
        """Yield source files that have nothing to do with the prompts, nor with a file that they mention."""
        for file in self._files:
            is_code = kind_of(file.path) == "code" and not _NUMBERED_SQL.search(file.path)
            if is_code and not self._concerns(file):
                yield _gap(GapKind.FILE, file, "no prompt mentions this file or anything that it changes")

    def _concerns(self, file: FileChange) -> bool:
        return self._names(file) or self._belongs(file)

    def _requests(self) -> Iterator[Gap]:
        names: set[str] = set()
        for prompt in self._prompts:
            if not self._leaves_a_trace(prompt):
                continue
            for target in prompt.targets():
                if target.name not in names and not self._has_trace(target):
                    names.add(target.name)
                    yield _request_gap(prompt, target)

    def _leaves_a_trace(self, prompt: Prompt) -> bool:
        """Whether the change is the one that a prompt asked for: a file that it names or its record lists is in it."""
        listed = prompt.record.files if prompt.record else ()
        if listed:
            return any(_ends_like(path, name.removeprefix("./")) for name in listed for path in self._paths)
        return any(
            _ends_like(path, target.name) for target in prompt.targets() for path in self._paths
        ) or any(set(_stems(file.path)) & prompt.words for file in self._files)

    def _has_trace(self, target: Target) -> bool:
        if target.is_file:
            base = target.name.rpartition("/")[2].rpartition(".")[0].lower()
            return any(
                _ends_like(path, target.name) or path.rpartition("/")[2].rpartition(".")[0].lower() == base
                for path in self._paths
            )
        if target.name == "test":
            return any(kind_of(path) in ("test", "sample") for path in self._paths) or any(
                re.search(r"(?i)test|assert|expect\(|spec\b", text)
                for file in self._files
                for _, text in file.added
            )
        return any(target.name in path.lower() for path in self._paths)

    def _names(self, file: FileChange) -> bool:
        """Whether the prompts have a word of a file's path, or name it."""
        base = file.path.rpartition("/")[2].lower()
        text = "\n".join(prompt.text for prompt in self._prompts).lower()
        return base in text or any(self._speaks_of_word(word) for word in _stems(file.path))

    def _is_named(self, path: str) -> bool:
        """Whether the prompts have the name of a file, with or without its suffix."""
        base = path.rpartition("/")[2].partition(".")[0].lower()
        return len(base) > 1 and base not in COMMON_NAMES and base in self._words

    def _belongs(self, file: FileChange) -> bool:
        """Whether what a file changes shares a name with the prompts or with a changed file that they mention."""
        names = _changed_names(file)
        if not names or names & self._words:
            return True
        return bool(names & self._names_of_mentioned)

    @cached_property
    def _names_of_mentioned(self) -> frozenset[str]:
        mentioned = [
            file
            for file in self._files
            if kind_of(file.path) not in ("lock", "generated") and self._names(file)
        ]
        return frozenset[str]().union(*(_changed_names(file) | _stems(file.path) for file in mentioned))

    def _speaks_of(self, name: str) -> bool:
        pieces = [
            piece for word in re.split(r"[^A-Za-z0-9]+", name) for piece in (word.lower(), *parts(word))
        ]
        return any(
            self._speaks_of_word(piece) for piece in pieces if len(piece) > 1 and piece not in STOP_WORDS
        )

    def _speaks_of_word(self, word: str) -> bool:
        """Whether the prompts have a word, its stem, or a word that it begins or ends with (`pyjwt`, `pytest`)."""
        if word in self._words or stem(word) in self._words:
            return True
        return any(
            len(said) > 2 and said not in LANGUAGE_WORDS and (word.startswith(said) or word.endswith(said))
            for said in self._words
        )


def _request_gap(prompt: Prompt, target: Target) -> Gap:
    name = {"test": "tests", "migration": "a migration"}.get(target.name, target.name)
    what = f"a change of {name}" if target.is_file else name
    message = f"asks for {what}, and nothing in the change shows it"
    path = prompt.record.path if prompt.record else ""
    return Gap(
        GapKind.REQUEST, target.name, message, path, prompt.line + target.line - 1, target.quote, prompt
    )


def _gap(kind: GapKind, file: FileChange, message: str) -> Gap:
    line, text = next(iter(file.added or file.removed), (1, ""))
    removed = ", and it was removed" if file.status == "deleted" else ""
    return Gap(kind, file.path, message + removed, file.path, line, text.strip()[:200])


def _line_at(files: Iterable[FileChange], path: str, line: int) -> str:
    for file in files:
        if file.path == path:
            return next((text.strip()[:200] for number, text in file.added if number == line), "")
    return ""


def _stems(path: str) -> frozenset[str]:
    """Return the words of a file's name and of its two folders that say something."""
    pieces = path.split("/")[-3:]
    pieces[-1] = pieces[-1].partition(".")[0] or pieces[-1].strip(".").partition(".")[0]
    names = {word for piece in pieces for word in (piece.lower(), *parts(piece))}
    return frozenset(word for word in names if len(word) > 1 and word not in COMMON_NAMES)


def _changed_names(file: FileChange) -> frozenset[str]:
    """Return the names, and the plain words of names, on the changed lines of a file."""
    plain = parts_of(words([text for _, text in (*file.added, *file.removed)]))
    return frozenset(
        word for word in plain
        if len(word) >= _LEAST_NAME and word not in LANGUAGE_WORDS | STOP_WORDS | COMMON_NAMES
    )  # fmt: skip


def _ends_like(path: str, name: str) -> bool:
    return f"/{path}".lower().endswith(f"/{name.strip('/')}".lower())
