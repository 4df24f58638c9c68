"""Files that change often, are large, and that no decision governs."""

from __future__ import annotations

from itertools import islice, pairwise

import records.regex as re
from records.git.log import change_counts
from records.git.refs import head_commit
from records.model.status import RETIRED, Status
from records.project.history_state import history_state
from records.project.stamp import line_of_fields, read_fields, read_page, write_page
from records.project.work_tree import inner_path, source
from records.suggest.decision_index import telling_stems
from records.suggest.paths import kind_of
from records.suggest.words import EVERYWHERE, EVERYWHERE_STEMS, parts
from records.text.generated import is_generated
from records.trace.due.item import DueItem, DueKind
from records.trace.governs.asking import decisions_for, text_or_empty
from records.trace.governs.text_names import TextNames, telling_definitions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.project.project import Project
    from records.trace.governs.bonds import Governance

PERIOD = 365
"""Days before the last commit in which changes count."""
_LEAST_COMMITS, _LEAST_LINES = 8, 150
_SUPPORT = re.compile(
    r"(?i:(?:^|[/_.-])(?:test(?:s|ing|lib|kit|utils?|data|support|helpers?)?|mock(?:s|ed)?|fixtures?|stubs?|fakes?"
    r"|bats|bench(?:es|marks?)?|devdata|seeds?)(?=[/_.-])|(?:^|/)(?:urls|routes|paths|structure|schema)\.\w+$)"
    r"|(?:^|/)(?:Fake|Mock|Stub)[A-Z]"
)
"""Support of tests, tables of addresses, and dumps of a database."""
_NO_CODE = re.compile(
    r"""(?m)^[ \t]*+(?:
      |(?://|\#(?![a-z])|/\*|\*[ \t/]|\*$|--(?![a-z(])|<!--|\"\"\"|''')[^\n]*          # comments
      |(?:import|from|using|package|use|pub[ ]use|mod|pub[ ]mod|require|require_relative)[ \t][^\n]*
      |\#include\b[^\n]*
      |export[ \t]++(?:type[ \t]++)?[*{][^\n]*\bfrom\b[^\n]*
      |(?:["'][^"'\n]*["']|-?[\d._]++)[ \t]*+
       (?:(?:=>|[:=])[ \t]*+(?:["'][^"'\n]*["']|-?[\d._]++|true|false|null)[ \t]*+)?,?[ \t]*+
    )\r?$""", re.X
)  # fmt: skip
"""Lines that nobody decides about: blank, comments, imports, and the entries of a table of texts and numbers."""
_OFTEN = 3
_PAGE = "change-counts"
_STORED, _LARGEST, _CANDIDATES, _SHOWN = 400, 90, 30, 10


def hot_files(project: Project, rules: Governance, citing: frozenset[str] = frozenset()) -> Iterator[DueItem]:
    """Yield the source files with most commits times lines of code that no decision governs, at most ten.

    A file counts from eight commits and 150 lines of code. Generated files, tests, documents, settings and tables of
    data do not.

    A file is left out, too, where a decision that is not retired, or a proposed one, may be about it.

    Args:
        project: where.
        rules: its decisions.
        citing: files whose comments cite a decision: somebody knows what decided them.
    """
    texts = []
    for path, commits in _counts(project).items():
        if commits >= _LEAST_COMMITS and path not in citing and _is_source(path):
            text = source(project, path)
            if text.count("\n") >= _LEAST_LINES and not is_generated(text):
                texts.append((commits * text.count("\n"), commits, path, text))
    sized = []
    for _, commits, path, text in sorted(texts, key=lambda item: (-item[0], item[2]))[:_LARGEST]:
        lines = code_lines(text)
        if lines >= _LEAST_LINES:
            sized.append((commits * lines, commits, lines, path, text))
    ranked = sorted(sized, key=lambda item: (-item[0], item[3]))[:_CANDIDATES]
    if not ranked:
        return
    governed = {
        item.path for item in decisions_for(project, [row[3] for row in ranked], rules).files if item.bonds
    }
    related = _Related(project, rules)
    bare = (row for row in ranked if row[3] not in governed and not related.concerns(*row[3:]))
    for score, commits, lines, path, _ in islice(bare, _SHOWN):
        message = f"{commits} commits within a year on {lines} lines of code, and no decision governs it"
        yield DueItem(DueKind.UNGOVERNED, message, path, 1, None, score=score)


class _Related:
    """Decisions that may be about a file without governing it."""

    def __init__(self, project: Project, rules: Governance) -> None:
        current = [record for record in rules.decisions if record.status not in RETIRED]
        texts = {record.key: text_or_empty(project, record) for record in current}
        proposals = [record for record in current if record.status in (Status.PROPOSED, Status.DRAFT)]
        self._names = TextNames(proposals, lambda record: texts[record.key])
        self._titles = [_subject(record.title) for record in current]
        self._subjects = frozenset(word for title in self._titles for word in title)
        self._texts = [text.lower() for text in texts.values()]

    def concerns(self, path: str, text: str) -> bool:
        """Whether a decision speaks of the file, by words of its name, of its folder, or of what its text defines."""
        *folders, name = path.split("/")
        stem_name = name.partition(".")[0]
        if _subject(f"{' '.join(folders[-1:])} {stem_name}") & self._subjects:
            return True
        folder_stems = [_subject(folder) for folder in folders]
        if any(len(stems) > 1 and any(stems <= title for title in self._titles) for stems in folder_stems):
            return True
        return (
            next(self._names.naming(path, text), None) is not None
            or any(map(self._speaks_of, [stem_name, *telling_definitions(text)]))
        )  # fmt: skip

    def _speaks_of(self, name: str) -> bool:
        """Whether a decision has two neighbouring words of a name together, or its only word several times."""
        words = parts(name)
        if len(words) == 1 and words[0] not in EVERYWHERE and len(words[0]) > 3:
            return any(text.count(words[0]) >= _OFTEN for text in self._texts)
        pairs = [pair for pair in pairwise(words) if not EVERYWHERE.issuperset(pair)]
        return any(
            re.search(f"{first}[ _-]?{second}", text)
            for first, second in pairs
            for text in self._texts
            if first in text
        )


def _subject(text: str) -> frozenset[str]:
    """Return the stems of the words of a title, or of a file's name, that can name a subject."""
    return telling_stems(text) - EVERYWHERE_STEMS


def code_lines(text: str) -> int:
    """Return how many lines of a source file are neither blank nor comments, imports or mere data."""
    return text.count("\n") - len(_NO_CODE.findall(text.removesuffix("\n"))) if text else 0


def _is_source(path: str) -> bool:
    """Whether a file is code that people design: no test support, no texts for translation in a source file."""
    as_data = f"{path.rpartition('.')[0]}.json"
    return kind_of(path) == "code" and kind_of(as_data) != "translation" and not _SUPPORT.search(path)


def _counts(project: Project) -> dict[str, int]:
    """Return how many commits of the last year changed each file; kept with the commit that they were counted at."""
    git = project.git()
    if git is None or project.revision is not None or not (head := head_commit(git)):
        return {}
    state = history_state(project)
    stored = _read(read_page(state.own, _PAGE, head)) if state else None
    if stored is not None:
        return stored
    counts: dict[str, int] = {}
    for top_path, number in change_counts(git, head, PERIOD).items():
        inner = inner_path(project.prefix, top_path)
        if inner:
            counts[inner] = number
    most = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_STORED])
    if state:
        write_page(state.own, _PAGE, head, "\n".join(map(line_of_fields, most.items())))
    return most


def _read(page: str | None) -> dict[str, int] | None:
    if page is None:
        return None
    try:
        return {path: int(number) for path, number in map(read_fields, page.split("\n") if page else ())}
    except ValueError:
        return None
