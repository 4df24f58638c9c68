"""Find the record of a captured turn: in any work tree of the clone, or on any branch."""

from __future__ import annotations

import os
from datetime import datetime
from functools import cached_property
from pathlib import Path

from records.agents.classify import fold
from records.agents.times import seconds
from records.capture import infer, write_phr
from records.git import Git
from records.git.objects import read_objects
from records.git.refs import head_commit, ref_commits
from records.git.work_tree import lines_starting_with
from records.history.new_phr import PhrSeries
from records.model.kind import Kind
from records.model.record import Phr
from records.project.catalog import prompt_of
from records.project.project import Project, WorkTreeProject
from records.project.work_tree import outer_path
from records.project.writer import WriteBatch
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.ledger.ledger import Ledger, TurnRow
    from records.model.turn import Turn


class RecordFiles:
    """The captured records of a clone; what costs much is read once, when it is first needed."""

    def __init__(self, project: Project, ledger: Ledger) -> None:
        self.project, self.ledger = project, ledger
        location = project.location
        self.trees = location.worktrees() if location else [project.root]
        self.own_tree = location.root if location else project.root
        self._git = Git(self.own_tree)
        self._projects: dict[str, WorkTreeProject] = {}
        self._batch = WriteBatch()
        self._series: dict[str, PhrSeries] = {}
        self._unmarked: dict[str, dict[str, dict[Phr, str]]] = {}

    def project_in(self, tree: str) -> WorkTreeProject:
        """Return the project as it is in a work tree."""
        if tree == self.own_tree and isinstance(self.project, WorkTreeProject):
            return self.project
        if tree not in self._projects:
            self._projects[tree] = Project.open(os.path.join(tree, self.project.prefix))
        return self._projects[tree]

    def writing(self) -> WriteBatch:
        """Return the batch of all records that are written; a context manager."""
        return self._batch

    def series_in(self, tree: str) -> PhrSeries:
        """Return what the new records of a work tree have in common."""
        if tree not in self._series:
            self._series[tree] = PhrSeries.of(self.project_in(tree), self._batch)
        return self._series[tree]

    def tree_of(self, folder: str) -> str:
        """Return the work tree that a folder lies in; the project's own for a folder in none."""
        holders = [tree for tree in self.trees if folder == tree or folder.startswith(tree.rstrip("/") + "/")]
        return max(holders, key=len, default=self.own_tree)

    def find(self, row: TurnRow) -> tuple[str, str] | None:
        """Return work tree and path of a turn's record, where a work tree has it; also of one that was renamed."""
        for capture_id in self._ids(row):
            if capture_id in self._in_trees:
                return self._in_trees[capture_id]
        for tree in dict.fromkeys((row.tree, self.own_tree, *self.trees)):
            path = os.path.join(tree, self.project.prefix, row.record)
            if (
                tree
                and os.path.isfile(path)
                and self._is_of(row, read_bytes(path).decode("utf-8", "replace"))
            ):
                return tree, row.record
        return None

    def take_unmarked(self, tree: str, turn: Turn) -> str:
        """Return the path of a record that the agent or a person made of the turn's prompt that day; "" for none.

        Such a record is given to one turn only. The turn is without secrets, as the record is.
        """
        if tree not in self._unmarked:
            self._unmarked[tree] = self._find_unmarked(tree)
        prompts = {infer.prompt_text(turn), turn.prompt.text if turn.prompt else ""} - {""}
        wanted = {fold(prompt) for prompt in prompts}
        for day in _days(turn):
            records = self._unmarked[tree].get(day, {})
            for record, prompt in records.items():
                prompt = records[record] = prompt or fold(prompt_of(self.project_in(tree), record) or "")
                if prompt in wanted:
                    del records[record]
                    return record.path
        return ""

    def _find_unmarked(self, tree: str) -> dict[str, dict[Phr, str]]:
        """Return the records that no capture wrote and no turn has yet, by day; their prompts are read when needed."""
        captured = {path for owner, path in self._in_trees.values() if owner == tree}
        captured |= self.ledger.recorded_paths(tree)
        records: dict[str, dict[Phr, str]] = {}
        for record in self.project_in(tree).store.scan():
            if isinstance(record, Phr) and record.date and record.path not in captured:
                records.setdefault(record.date, {})[record] = ""
        return records

    def is_committed(self, row: TurnRow) -> bool:
        """Return whether a branch, a tag or another ref has the turn's record, under its path or another one."""
        if not self.committed_ids.isdisjoint(self._ids(row)):
            return True
        path = outer_path(self.project.prefix, row.record)
        versions = read_objects(self._git, [f"{tip}:{path}" for tip in self._tips], check=False)
        return any(self._is_of(row, version.text) for version in versions if version)

    def at_head(self, rows: Sequence[TurnRow]) -> list[TurnRow]:
        """Return those turns whose record the commit that is checked out here has at its path."""
        names = [f"HEAD:{outer_path(self.project.prefix, row.record)}" for row in rows]
        versions = read_objects(self._git, names, check=False)
        return [
            row
            for row, version in zip(rows, versions, strict=True)
            if version and self._is_of(row, version.text)
        ]

    def _is_of(self, row: TurnRow, text: str) -> bool:
        """Return whether a file at a record's path is the record; a person may have removed the id."""
        capture_id = write_phr.mark_in(text)
        return not capture_id or capture_id in self._ids(row)

    def _ids(self, row: TurnRow) -> list[str]:
        """Return the ids that a turn's record may have, the present one first.

        The turn's key changes when a transcript reports what a hook reported first.
        """
        present = write_phr.capture_id(row.turn)
        return [present, *sorted(self.ledger.capture_ids(row.id) - {present})]

    @cached_property
    def committed_ids(self) -> set[str]:
        """Return the capture ids of all records on all branches."""
        folder = outer_path(self.project.prefix, self.project.directory(Kind.PHR))
        lines = lines_starting_with(self._git, "capture: ", self._tips, folder)
        return {line.removeprefix("capture: ").strip().strip('"') for line in lines}

    @cached_property
    def _in_trees(self) -> dict[str, tuple[str, str]]:
        places: dict[str, tuple[str, str]] = {}
        for tree in (*(tree for tree in self.trees if tree != self.own_tree), self.own_tree):
            for capture_id, path in write_phr.marks(self.project_in(tree)):
                places[capture_id] = (tree, path)
        return places

    @cached_property
    def _tips(self) -> list[str]:
        heads = {head_commit(Git(tree)) for tree in self.trees if Path(tree).is_dir()}
        return sorted({*ref_commits(self._git), *heads} - {""})


def _days(turn: Turn) -> list[str]:
    """Return the days on which a turn began and ended, here and in UTC."""
    times = [time for time in (turn.at, turn.ended) if time]
    local = [datetime.fromtimestamp(seconds(time)).astimezone().date().isoformat() for time in times]
    return list(dict.fromkeys([*(time[:10] for time in times), *local]))
