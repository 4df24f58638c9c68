"""Tell whether a name singles a file out, by the other files of its kind."""

from __future__ import annotations

from functools import cached_property

import records.regex as re
from records.project.work_tree import files_by_word, source, tree_files
from records.suggest.paths import is_test, kind_of
from records.trace.governs.text_names import telling_definitions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project

_LOOKED_AT = 40
"""Files of a kind that are looked at, evenly spread."""
_FEW = 3
_SHARE = 0.2
"""How many files of a kind, or which share of them, may hold a name that singles one out."""
_FEW_USERS = 5
_MOST_READ = 200


class Peers:
    """The files beside the one that is asked about; listed and read once, when first asked for.

    Args:
        project: where, and at which revision.
        path: of the file, POSIX from the root.
        asked_text: the text of the lines that are asked about.
    """

    def __init__(self, project: Project, path: str, asked_text: str) -> None:
        self._project, self._path, self._asked_text = project, path, asked_text

    @cached_property
    def _files(self) -> list[str]:
        return sorted(tree_files(self._project))

    @cached_property
    def _of_kind(self) -> list[str]:
        """The paths of the files of the same kind."""
        return list(filter(self._is_of_kind, self._files))

    def _is_of_kind(self, path: str) -> bool:
        return _suffix(path) == _suffix(self._path) and is_test(path) == is_test(self._path)

    @cached_property
    def _sample(self) -> list[str]:
        """The paths and texts of some files of the same kind."""
        paths = self._of_kind[:: max(1, len(self._of_kind) // _LOOKED_AT)][:_LOOKED_AT]
        return [f"{path}\n{source(self._project, path)}" for path in paths]

    def is_singled_out_by(self, name: str) -> bool:
        """Return whether a name tells the file from others: few of its kind hold it, or the lines themselves do.

        What most files of a project use says nothing about one of them.
        """
        return self._is_asked_about(name) or self._is_held_by_few(name, _FEW, _SHARE)

    def telling_symbols(self, defined_names: set[str], used_names: set[str]) -> set[str]:
        """Return those of some symbols by which lines are told from others; git looks through all files of the kind.

        A method of an interface and a property of many classes go by the same name in a dozen of a thousand files, and
        a callback has its name in many.

        Args:
            defined_names: the lines are in their definitions: few of the other files that hold one may define it.
            used_names: the lines use them: few other files may hold one.
        """
        telling = set()
        for name, holders in files_by_word(
            self._project, sorted(defined_names | used_names), _suffix(self._path)
        ).items():
            paths = sorted(path for path in holders if path != self._path and self._is_of_kind(path))
            if name in defined_names:
                texts = (source(self._project, path) for path in paths[:_MOST_READ])
                is_telling = sum(name in telling_definitions(text) for text in texts) < _FEW
            else:
                is_telling = len(paths) < _FEW_USERS
            if is_telling:
                telling.add(name)
        return telling

    def is_meant_alone(self, name: str) -> bool:
        """Return whether a path without its beginning can only mean this file, or a folder of it.

        Args:
            name: POSIX; of a folder with a slash at the end.
        """
        if self._path.startswith(name):
            return True
        if name.endswith("/"):
            starts = ((path, f"/{path}".find(f"/{name}")) for path in self._files)
            return len({path[: start + len(name)] for path, start in starts if start >= 0}) == 1
        return sum(f"/{path}".endswith(f"/{name}") for path in self._files) == 1

    def _is_asked_about(self, name: str) -> bool:
        return bool(_pattern(name).search(self._asked_text))

    def _is_held_by_few(self, name: str, few: int, share: float) -> bool:
        pattern = _pattern(name)
        holding, count = sum(bool(pattern.search(text)) for text in self._sample), len(self._of_kind)
        return holding * count <= max(few, share * count) * len(self._sample)

    def has_rare_language(self) -> bool:
        """Return whether few of the project's source files are written as the file is."""
        suffix = _suffix(self._path)
        files = [path for path in self._files if kind_of(path) in {"code", "settings", "test"}]
        same = [path for path in files if _suffix(path) == suffix]
        return len(same) <= max(_FEW, _SHARE * len(files))


def _suffix(path: str) -> str:
    """Return how a file's name ends; the whole name, such as `Makefile`, where it has no dot."""
    return path.rpartition("/")[2].rpartition(".")[2]


def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds a name in any spelling."""
    words = [word.removesuffix("s") for word in re.findall(r"[a-z0-9]+", name.lower())]
    return re.compile(r"s?[\W_]?".join(words), re.I)
