"""Explain why lines are the way they are: blame them, then collect the evidence of each step."""

from __future__ import annotations

from records.dataclass import replace
from records.errors import GitError, InvalidInput, NotFound, nearest
from records.git.background import submit
from records.git.blame import TOO_SHORT, Line, blame
from records.git.log import MARKDOWN, commits
from records.git.objects import find_objects
from records.model.link import Relation
from records.model.record import Adr
from records.project.catalog import Catalog
from records.project.work_tree import is_folder, source, tree_files
from records.trace.governs.asking import governance
from records.trace.why.answer import STEPS, Answer, Evidence, Followed, Story
from records.trace.why.question import Question
from records.trace.why.steps import ALL, LAST_RESORTS, QUICK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from records.git.log import Commit
    from records.model.graph import Graph
    from records.model.record import Record
    from records.project.project import Project
    from records.trace.why.steps import Step

    Written = tuple[tuple[Line, ...], dict[str, Commit]]

_SHOWN_LINES, _STORIES = 12, 20
_NEAR = 0.8
"""How like a name another one is at least that was probably meant."""
_MANY = 200
"""Files of one name that are compared with a path."""
_RANK = {step: at for at, step in enumerate(STEPS)}


def why(
    project: Project,
    path: str,
    first: int | None = None,
    last: int | None = None,
    *,
    load_catalog: Callable[[], Catalog] | None = None,
) -> Answer:
    """Return the commits that wrote some lines and the records that explain them, strongest evidence first.

    Args:
        project: where; a project at a revision is asked about the file as it was.
        path: POSIX from the root; a file or a folder.
        first: the first line; None for the whole file.
        last: the last one; *first* by default.
        load_catalog: gives the records, where they are at hand.

    Raises:
        NotFound: there is no such file or folder.
        InvalidInput: there is no such line.
    """
    path = path.strip("/") or "."
    if is_folder(project, path):
        if first is not None:
            raise InvalidInput(f"{path} is a folder: it has no lines", "name a file in it")
        return _answer(_question(project, path, lambda: ((), {}), load_catalog), ALL, None, None)
    last = first if last is None else last
    question = _question(project, path, lambda: _blamed_lines(project, path, first, last), load_catalog)
    return _answer(question, ALL, first, last)


def annotate(project: Project, path: str) -> list[tuple[Line, Evidence | None]]:
    """Return every line of a file with the strongest record of its commit; None where the commit has none.

    Raises:
        NotFound: there is no such file.
        GitError: git cannot read all of the history.
    """
    path = path.strip("/")
    question = _question(project, path, lambda: _blamed_lines(project, path, None, None))
    best: dict[str | None, Evidence] = {}
    found, problems = _gather(question, QUICK)
    if problems:
        raise GitError(problems[0])
    for evidence in found:
        best.setdefault(_commit_of(question, evidence), evidence)
    return [(line, best.get(line.commit)) for line in question.lines]


def _commit_of(question: Question, evidence: Evidence) -> str | None:
    """Return the blame_result commit that a piece of evidence is about (its own may be the origin of that one)."""
    place = evidence.strength[0] if evidence.strength else None
    if evidence.step == "origin" and isinstance(place, int):
        return question.order[place]
    return evidence.commit


def _lines(project: Project, path: str, first: int | None, last: int | None) -> tuple[Line, ...]:
    """Return the lines asked about, each with its commit; without git, or in a new file, with none."""
    git = project.git()
    if project.revision is None:
        full = project.store.absolute(path)
        import os

        if not os.path.isfile(full):
            raise NotFound(f"there is no file {path}", _other_place(project, path))
    if git is not None and project.location is not None:
        try:
            return blame(git, path, first or 1, last, revision=project.revision, top=project.location.root)
        except GitError as error:
            if TOO_SHORT in error.message:
                if first is None:
                    raise InvalidInput(f"{path} is empty: no commit has written a line of it") from error
                raise InvalidInput(f"{path} has no line {first}", _has_lines(error.message)) from error
            if project.revision is not None:
                raise NotFound(f"there is no file {path} at {project.revision[:10]}") from error
            if find_objects(git, [f"HEAD:./{path}"])[0] is not None:
                raise
    text = project.store.text(path).removesuffix("\n").split("\n")
    end = min(last or len(text), len(text))
    if first is not None and first > len(text):
        raise InvalidInput(f"{path} has no line {first}", f"it has {len(text)}")
    return tuple(
        Line(number, text[number - 1].removesuffix("\r"), None, "", number)
        for number in range(first or 1, end + 1)
    )


def _other_place(project: Project, path: str) -> str:
    """Return where a file may be that is not at its place: another one of its name, else the past."""
    folder, _, name = path.replace("\\", "/").rstrip(":/").casefold().rpartition("/")
    files = {other: other.casefold() for other in tree_files(project)}
    same = [other for other, folded in files.items() if folded.rpartition("/")[2] == name]
    beside = {
        folded.rpartition("/")[2]: other
        for other, folded in files.items()
        if folded.rpartition("/")[0] == folder
    }
    from difflib import get_close_matches

    near = get_close_matches(path.casefold(), [files[other] for other in same[:_MANY]], 3, 0) if same else []
    meant = [other for text in near for other in same if files[other] == text]
    if not meant and (text := nearest(name.partition(":")[0], beside, _NEAR)):
        meant = [beside[text]]
    if meant:
        return f"did you mean {' or '.join(dict.fromkeys(meant))}?"
    return "PATH:LINE names a line; records show REF shows a record; records why --at REV PATH asks about the past"


def _has_lines(message: str) -> str:
    return "it " + message[message.index(TOO_SHORT) :]


def _blamed_lines(project: Project, path: str, first: int | None, last: int | None) -> Written:
    """Return the lines asked about, and the commits that wrote them."""
    lines = _lines(project, path, first, last)
    git = project.git()
    ids = {line.commit: None for line in lines if line.commit}
    if git is None or not ids:
        return lines, {}

    return lines, commits(git, ids, MARKDOWN)


def _question(
    project: Project, path: str, ask: Callable[[], Written], load_catalog: Callable[[], Catalog] | None = None
) -> Question:
    """Collect the data for the steps; git blames the lines while the records are read."""
    blame_result = submit(ask)
    catalog = load_catalog() if load_catalog else Catalog(project.store.scan())
    rules = governance(project, catalog.graph, has_one_question=True)
    lines, commits = blame_result.result()
    counts: dict[str, int] = {}
    for line in lines:
        if line.commit:
            counts[line.commit] = counts.get(line.commit, 0) + 1
    order = tuple(
        sorted(
            commits, key=lambda commit_id: (-counts[commit_id], _earlier(commits[commit_id].date), commit_id)
        )
    )
    text = source(project, path) if lines else ""
    return Question(project, catalog, rules, path, lines, commits, order, text)


def _earlier(date: str) -> list[int]:
    """Sorts later dates first."""
    return [-ord(letter) for letter in date]


def _gather(question: Question, steps: Iterable[Step]) -> tuple[list[Evidence], list[str]]:
    """Return what the steps find, the strongest first, and what git could not read on the way, as in a broken clone."""
    evidence: list[Evidence] = []
    problems: dict[str, None] = {}
    for step in steps:
        if step not in LAST_RESORTS or not evidence:
            try:
                for item in step(question):
                    evidence.append(item)
            except GitError as error:
                problems[f"not all of the history could be read: {error.message}"] = None
    return sorted(evidence, key=lambda item: (_RANK[item.step], item.strength)), list(problems)


def _answer(question: Question, steps: Iterable[Step], first: int | None, last: int | None) -> Answer:
    by_key: dict[object, Evidence] = {}
    found, problems = _gather(question, steps)
    for item in found:
        key = item.record.key if item.record else item.turn
        if key in by_key:
            by_key[key] = replace(by_key[key], also=(*by_key[key].also, item.detail))
        else:
            by_key[key] = item
    graph = question.catalog.graph
    evidence = tuple(
        replace(item, followed=follow(graph, item.record)) if item.record else item
        for item in by_key.values()
    )
    text = (
        tuple(line.text for line in question.lines) if first and len(question.lines) <= _SHOWN_LINES else ()
    )
    return Answer(
        question.path,
        first,
        last,
        text,
        _stories(question),
        evidence,
        (*problems, *_notes(question, evidence, has_lines=first is not None)),
    )


def _stories(question: Question) -> tuple[Story, ...]:
    out = []
    fresh = tuple(line.number for line in question.lines if line.commit is None)
    if fresh:
        out.append(Story(None, fresh, question.path))
    for commit_id in question.order[:_STORIES]:
        ours = [line for line in question.lines if line.commit == commit_id]
        out.append(Story(question.commits[commit_id], tuple(line.number for line in ours), ours[0].path))
    return tuple(out)


def _notes(question: Question, evidence: tuple[Evidence, ...], *, has_lines: bool) -> Iterable[str]:
    for commit_id in question.order:
        for words in question.unclear_references(question.commits[commit_id]):
            yield f"{commit_id[:10]}: {words}"
    yield from question.unclear_citations()
    ends = [commit_id[:10] for commit_id in question.order if commit_id in question.cut]
    if ends:
        yield f"the history of this clone is cut at {ends[0]}: the author is unknown; run: git fetch --unshallow"
    if question.git is None:
        yield "this is no git repository: only records and code that name the path are searched"
    subject_words = ("this line" if len(question.lines) == 1 else "these lines") if has_lines else "this"
    if not evidence and question.order:
        subject = question.commits[question.order[0]].subject
        yield f"No record explains {subject_words}. Commit: {subject}"
    elif not evidence:
        yield f"No record explains {subject_words}."


_FORWARD = frozenset(("superseded-by", "amended-by"))
_MOST_FOLLOWED = 12


def follow(graph: Graph, record: Record) -> tuple[Followed, ...]:
    """The decisions that a prompt led to, what superseded or amended them, and the prompts behind a decision."""
    out: list[Followed] = []
    seen_keys = {record.key}
    queue = [record]
    while queue and len(out) < _MOST_FOLLOWED:
        current = queue.pop(0)
        for relation, target in _next(graph, current, first=current.key == record.key):
            if target.key not in seen_keys:
                seen_keys.add(target.key)
                out.append(Followed(relation, target, current))
                if isinstance(target, Adr):
                    queue.append(target)
    return tuple(out[:_MOST_FOLLOWED])


def _next(graph: Graph, record: Record, *, first: bool) -> Iterator[tuple[str, Record]]:
    for link in graph.neighbours(record):
        target = graph.references.get(link.target)
        if target is None:
            continue
        follows = {
            ("phr", "adr"): True,
            ("adr", "adr"): link.relation in _FORWARD,
            ("adr", "phr"): first and link.relation == Relation.LED_BY,
        }
        if follows.get((record.kind, target.kind)):
            yield link.relation, target
