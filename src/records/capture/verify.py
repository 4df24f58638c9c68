"""Prove that every utterance is accounted for, and that every record of a captured turn exists."""

from __future__ import annotations

from collections import Counter

from records.capture import write_phr
from records.capture.record_files import RecordFiles
from records.dataclass import dataclass, field
from records.ledger.ledger import Ledger
from records.model.turn import Disposition
from records.project.state_dir import StateDir
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many utterances were seen, and their fates; `open` ones belong to running turns."""

    seen: int = 0
    recorded: int = 0
    folded: int = 0
    ledger: int = 0
    quarantined: int = 0
    open: int = 0
    kinds: dict[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Return whether seen = recorded + folded + ledger + quarantined + open."""
        return self.seen == self.accounted_count

    @property
    def accounted_count(self) -> int:
        """Return how many utterances have a fate or are open."""
        return self.recorded + self.folded + self.ledger + self.quarantined + self.open


def coverage(ledger: Ledger, *, recount: bool = True) -> Coverage:
    """Return the coverage of a ledger: the rest is counted from its turns.

    Args:
        ledger: the ledger.
        recount: count `seen` from all evidence; otherwise it is what the ledger holds, which is quicker and no proof.
    """
    dispositions = {row.id: row.disposition for row in ledger.turns()}
    counts: Counter[Disposition | None] = Counter()
    kinds: Counter[str] = Counter()
    for turn_id, place, kind in ledger.utterance_kinds():
        disposition = dispositions.get(turn_id)
        is_folded = disposition is Disposition.RECORDED and place > 0
        counts[Disposition.FOLDED if is_folded else disposition] += 1
        kinds[kind] += 1
    return Coverage(
        seen=ledger.count_utterances() if recount else sum(kinds.values()),
        recorded=counts[Disposition.RECORDED],
        folded=counts[Disposition.FOLDED],
        ledger=counts[Disposition.LEDGER],
        quarantined=counts[Disposition.QUARANTINED],
        open=counts[Disposition.PENDING],
        kinds=dict(sorted(kinds.items())),
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The coverage of a ledger, the problems found, and how many of them are records that are gone.

    `uncommitted_deletions` are the records that are gone from the work tree and are still at HEAD.
    """

    coverage: Coverage
    problems: tuple[str, ...]
    missing: int = 0
    uncommitted_deletions: tuple[str, ...] = ()


def verify_capture(project: Project, *, accept_deleted: bool = False) -> Verdict:
    """Check that every utterance is accounted for, and that every record exists: in a work tree or on a branch.

    On a clone without a ledger, only the records in the work tree are checked: no captured turn
    may be in two of them.

    Args:
        project: where.
        accept_deleted: take the records that are gone as deleted on purpose; their prompts stay in the ledger.

    Raises:
        NotFound: the project is in no repository.
    """
    state_dir = StateDir.of(project)
    problems = _duplicates(project)
    if not state_dir.ledger.exists():
        return Verdict(Coverage(), tuple(problems))
    with Ledger(state_dir.ledger) as ledger:
        files = RecordFiles(project, ledger)
        without_file = [row for row in ledger.turns(disposition=Disposition.RECORDED) if not files.find(row)]
        missing = [row for row in without_file if not files.is_committed(row)]
        deletions = tuple(row.record for row in files.at_head(without_file)) if accept_deleted else ()
        if accept_deleted and missing:
            with ledger.writing():
                for row in missing:
                    ledger.decide(row.id, Disposition.LEDGER, "its record was deleted")
            missing = []
        problems += [
            f"{row.record} is gone: the record of {write_phr.capture_id(row.turn)}" for row in missing
        ]
        totals = coverage(ledger)
        if not totals.holds:
            problems.append(f"{totals.seen} utterances were seen, {totals.accounted_count} are accounted for")
        if state_dir.spool.is_dir() and any(state_dir.spool.glob("*.json")):
            problems.append("events wait in the spool: run records capture sync")
        problems += unread_events(state_dir)
    return Verdict(totals, tuple(problems), len(missing), deletions)


def unread_events(state_dir: StateDir) -> list[str]:
    """Return a sentence on the hooks' events that no reader understood; none where there are none."""
    count = len(list(state_dir.quarantine.glob("*.event")))
    if not count:
        return []
    return [
        f"{counted(count, 'event')} of hooks could not be read, and may hold prompts: {state_dir.quarantine}/*.event"
    ]


def _duplicates(project: Project) -> list[str]:
    """Return a sentence on each captured turn that is in more than one record of the work tree."""
    paths_of: dict[str, list[str]] = {}
    for capture_id, path in write_phr.marks(project):
        paths_of.setdefault(capture_id, []).append(path)
    return [
        f"{capture_id} is in more than one record: {', '.join(sorted(paths))}"
        for capture_id, paths in sorted(paths_of.items())
        if len(paths) > 1
    ]
