"""Count: commits with a record, turns with a Kind.PHR, how old decisions are, which ones their code has left behind."""

from __future__ import annotations

from records.dataclass import dataclass
from records.git.log import log_output, parse_log
from records.git.refs import commit_ids, resolve
from records.ledger.reader import LedgerReader
from records.model.graph import Graph
from records.model.kind import Kind
from records.model.record import Adr, Phr
from records.model.status import STATUSES, Status
from records.project.commit_log import commit_log
from records.project.history_state import history_state
from records.project.stamp import line_of_fields, read_fields, read_page, write_page
from records.project.work_tree import inner_path
from records.static_types import NamedTuple
from records.text.globs import GlobSet
from records.trace.commit_records import count_recorded
from records.trace.due.item import days_between
from records.trace.governs.bonds import in_force

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.git.log import Commit
    from records.model.record import Record
    from records.project.project import Project
    from records.report.answers import StatsAnswer

_PAGE = "figures"


@dataclass(frozen=True, slots=True)
class Behind:
    """A decision in force whose code has changed since it was last touched: how often, and when last."""

    record: Record
    commits: int
    last: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A decision that has been proposed for so many days."""

    record: Record
    days: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures of a history.

    Attributes:
        records: how many of each kind.
        commits: how many, merges left out; None without git.
        recorded: how many of them carry a record or name one.
        turns: how many the capture ledger knows; None without one.
        turns_recorded: how many of them have a Kind.PHR.
        statuses: how many decisions of each status.
        ages: the middle age in days of the decisions of each status that have a date.
        stages: how many prompts of each stage.
        waiting: decisions proposed for too long, the longest first.
        behind: decisions whose code has changed since, the most changed first.
    """

    records: dict[str, int]
    commits: int | None
    recorded: int
    turns: int | None
    turns_recorded: int
    statuses: dict[str, int]
    ages: dict[str, int]
    stages: dict[str, int]
    waiting: tuple[Waiting, ...]
    behind: tuple[Behind, ...]

    def as_json(self) -> StatsAnswer:
        """The figures as one JSON object."""
        return {
            "records": self.records,
            "commits": None if self.commits is None else {"all": self.commits, "recorded": self.recorded},
            "turns": None if self.turns is None else {"all": self.turns, "recorded": self.turns_recorded},
            "decisions": {"statuses": self.statuses, "median_age_days": self.ages},
            "prompts": {"stages": self.stages},
            "waiting": [
                {"ref": item.record.ref, "title": item.record.title, "days": item.days}
                for item in self.waiting
            ],
            "behind": [
                {
                    "ref": item.record.ref,
                    "title": item.record.title,
                    "commits": item.commits,
                    "last": item.last,
                }
                for item in self.behind
            ],
        }


def share(part: int, whole: int) -> str:
    """A part of a whole as people write it: `4 of 6 (66 %)`; what is little is not nothing."""
    if not whole:
        return f"{part:,} of {whole:,}"
    percent = "<1" if 0 < 100 * part < whole else str(100 * part // whole)
    return f"{part:,} of {whole:,} ({percent} %)"


def stats(project: Project, *, waiting_days: int = 14, since: str = "") -> Stats:
    """The figures of a project, from its records, one `git log` and the capture ledger.

    Args:
        project: where, and at which revision.
        waiting_days: a decision proposed for more days than this is listed.
        since: only commits after this revision count.

    Raises:
        GitError: there is no such revision.
    """
    records = project.store.scan()
    decisions = [record for record in records if isinstance(record, Adr)]
    folder = "" if since else _folder(project)
    figures = _stored_figures(project, folder, decisions) if folder else None
    if figures is None:
        log = _log(project, since)
        figures = _figures(project, decisions, log)
        if folder and log:
            _store_figures(folder, _generation(project, log[0].id), figures)
    turns, recorded_turns = _turns(project)
    today = project.clock()
    return Stats(
        records=_count((record.kind for record in records), Kind),
        commits=figures.commits,
        recorded=figures.recorded,
        turns=turns,
        turns_recorded=recorded_turns,
        statuses=_count((record.status or "none" for record in decisions), STATUSES),
        ages=_ages(decisions, today),
        stages=_count((record.stage or "none" for record in records if isinstance(record, Phr)), ()),
        waiting=tuple(_waiting(decisions, today, waiting_days)),
        behind=figures.behind,
    )


class _Figures(NamedTuple):
    """What the history of a project shows: its commits, those with a record, and the decisions left behind."""

    commits: int | None
    recorded: int
    behind: tuple[Behind, ...]


def _figures(project: Project, decisions: list[Adr], log: list[Commit] | None) -> _Figures:
    return _Figures(
        None if log is None else sum(len(commit.parents) < 2 for commit in log),
        count_recorded(project, Graph(project.store.scan()), log or []),
        tuple(_behind(project, decisions, log or [])),
    )


def _folder(project: Project) -> str:
    """Return where the figures of a project are stored; "" where they are not to be."""
    state = history_state(project) if project.revision is None and project.store.generation else None
    return state.own if state else ""


def _generation(project: Project, head: str) -> str:
    """Return the name of the records and the commit that figures belong to."""
    return f"{project.store.generation}-{head}"


def _stored_figures(project: Project, folder: str, decisions: list[Adr]) -> _Figures | None:
    """Return the figures that were stored for these records and the commit at HEAD; None without any."""
    git = project.git()
    (head,) = commit_ids(git, ["HEAD"]) if git else ("",)
    text = read_page(folder, _PAGE, _generation(project, head))
    if text is None:
        return None
    by_path = {record.path: record for record in decisions}
    try:
        (commits, recorded), *rows = map(read_fields, text.split("\n"))
        behind = tuple(Behind(by_path[path], int(count), last) for path, count, last in rows)
        return _Figures(int(commits), int(recorded), behind)
    except (ValueError, KeyError):
        return None


def _store_figures(folder: str, generation: str, figures: _Figures) -> None:
    rows = [
        (figures.commits, figures.recorded),
        *((item.record.path, item.commits, item.last) for item in figures.behind),
    ]
    write_page(folder, _PAGE, generation, "\n".join(map(line_of_fields, rows)))


def _log(project: Project, since: str) -> list[Commit] | None:

    git = project.git()
    if git is None:
        return None
    if not since:
        return commit_log(project) if project.revision or commit_ids(git, ["HEAD"])[0] else []
    (start, head) = resolve(git, since, project.revision or "HEAD")
    return parse_log(git, log_output(git, f"{start}..{head}"))


def _turns(project: Project) -> tuple[int | None, int]:
    """Return how many turns the ledger has, None without one, and how many of them have a record."""
    with LedgerReader.open(project) as ledger:
        return ledger.counts() if ledger else (None, 0)


def _count(words: Iterable[str], order: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    canonical_words = [word for word in order if word in counts]
    return {word: counts[word] for word in (*canonical_words, *sorted(counts.keys() - set(canonical_words)))}


def _ages(decisions: list[Adr], today: str) -> dict[str, int]:
    by_status: dict[str, list[int]] = {}
    for record in decisions:
        days = _days(record.date, today)
        if days is not None:
            by_status.setdefault(record.status or "none", []).append(days)
    return {status: sorted(days)[len(days) // 2] for status, days in sorted(by_status.items())}


def _days(day: str | None, today: str) -> int | None:
    days = days_between(day or "", today)
    return None if days is None else max(0, days)


def _waiting(decisions: list[Adr], today: str, most: int) -> list[Waiting]:
    waiting = [
        Waiting(record, days)
        for record in decisions
        if record.status in (Status.PROPOSED, Status.DRAFT)
        and (days := _days(record.date, today)) is not None
        and days > most
    ]
    return sorted(waiting, key=lambda entry: (-entry.days, entry.record.sort_key))


def _behind(project: Project, decisions: list[Adr], log: list[Commit]) -> list[Behind]:
    """The decisions whose code changed after the last commit that touched them; the log is newest first."""
    holding = [record for record in decisions if record.affects and in_force(record)]
    globs = GlobSet(
        (glob, record) for record in holding for glob in record.affects if not glob.startswith("!")
    )
    spare = GlobSet(
        (glob[1:], record) for record in holding for glob in record.affects if glob.startswith("!")
    )
    open_paths = {record.path: record.key for record in holding}
    changed: dict[str, list[str]] = {record.key: [] for record in holding}
    settled_keys: set[str] = set()
    inner = project.prefix
    for commit in log:
        paths = [path for change in commit.changes if (path := inner_path(inner, change.path))]
        settled_keys |= {open_paths[path] for path in paths if path in open_paths}
        touched_keys: set[str] = set()
        for path in paths if len(settled_keys) < len(holding) else ():
            spared_keys = {record.key for _, record in spare.match(path)}
            touched_keys |= {record.key for _, record in globs.match(path)} - spared_keys
        if len(commit.parents) < 2:
            for key in touched_keys - settled_keys:
                changed[key].append(commit.committed[:10])
    outdated = [
        Behind(record, len(changed[record.key]), changed[record.key][0])
        for record in holding
        if changed[record.key]
    ]
    return sorted(outdated, key=lambda entry: (-entry.commits, entry.record.sort_key))
