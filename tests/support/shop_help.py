"""A repository with capture on, and sessions of agents that ran in or beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import capture_help as made
from records.agents import registry
from records.capture.consent import switch_on
from records.capture.sync import sync
from records.capture.turn_log import list_turns
from records.project.project import Project

SESSION = "00000001-1111-4222-8333-444444444444"
READERS = {kind.__name__: kind for kind in made.KINDS}


class Shop:
    """A repository with capture on, and the folders around it."""

    def __init__(self, base: Path) -> None:
        self.base, self.root = base, base / "mine" / "shop"
        self.project = made.repository(self.root)
        switch_on(self.project, 1.0)

    def below(self, name: str) -> Path:
        """Return a new folder in the repository."""
        folder = self.root / name
        folder.mkdir(parents=True)
        return folder

    def work_tree(self, path: Path) -> Path:
        """Return a new linked work tree."""
        made.git(self.root, "worktree", "add", "-q", "-b", path.name, str(path))
        return path

    def other(self, path: Path) -> Path:
        """Return a new repository that has nothing to do with this one."""
        made.repository(path)
        return path

    def link(self, inner: str = "") -> Path:
        """Return a path to the repository, or to a folder in it, through a symbolic link."""
        (self.base / "link").symlink_to(self.root)
        return self.base / "link" / inner

    def words(self) -> list[str]:
        """Return every utterance in the ledger after a sync, sorted."""
        sync(Project.open(str(self.root)), now=made.NOW)
        return sorted(said["text"] for turn in list_turns(self.project) for said in turn["utterances"])


def put(session: Any) -> None:
    """Put a session's transcript where its agent keeps it."""
    for path, data in made.transcript_files(session, Path(os.environ["HOME"])).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def say(kind: type, cwd: Path | str, text: str, session: str = SESSION) -> Any:
    """Return a session of an agent in which one prompt was typed in a folder."""
    story = kind(session, str(cwd))
    return story.prompt(text).answer("Done.") if kind is made.Claude else story.turn(text)


def spool(shop: Shop, story: Any) -> None:
    """Put a session's hook events into the spool of the repository."""
    agent = registry.AGENTS[type(story).__name__.removesuffix("Items").lower()]
    for number, (event, when, payload) in enumerate(story.hooks):
        made.spool(shop.project, agent.name, event, when, payload, f"{story.session[-8:]}{number}")
