"""Find the transcripts among files and folders that a person names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from records.agents.compressed import SUFFIX, CannotUnpack
from records.agents.registry import AGENTS, Agent, recognise
from records.errors import InvalidInput, NotFound

_SUFFIXES = (".jsonl", ".json", ".md", ".db", SUFFIX)
_FOREIGN_FOLDERS = {".git", "node_modules", ".venv"}
_PARTS = {"message", "part"}


def find(paths: list[Path]) -> Iterator[tuple[Agent, Path]]:
    """Yield the agent and the path of every transcript among *paths*, sorted.

    A file that was named must be a transcript; files in a folder are passed over when they are none, and so are
    subagents' transcripts, which are read with their parent.

    Raises:
        NotFound: a path does not exist.
        InvalidInput: a named file is no transcript that we know, or no regular file.
    """
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                agent = agent_of(file) if file.is_file() and _is_candidate(file) else None
                if agent:
                    yield agent, file
        elif not path.exists():
            raise NotFound(f"there is no {path}")
        elif not path.is_file():  # reading a pipe or a device may never end
            raise InvalidInput(
                f"{path} is a pipe or a device, not a file", "save the transcript to a file, and name that"
            )
        else:
            agent = agent_of(path)
            if agent is None:
                titles = ", ".join(entry.title for entry in AGENTS.values())
                raise InvalidInput(f"{path} is not a transcript of a known agent", f"known agents: {titles}")
            yield agent, path


def agent_of(path: Path) -> Agent | None:
    """Return the agent that wrote a file; a compressed one that cannot be unpacked is Codex's."""
    try:
        return recognise(path)
    except CannotUnpack:
        return AGENTS["codex"]


def _is_candidate(file: Path) -> bool:
    if file.parent.name == "subagents" or _FOREIGN_FOLDERS & set(file.parts):
        return False
    if file.parent.parent.name in _PARTS and file.parent.parent.parent.name == "storage":
        return False  # files of OpenCode's older layout, which are read with their session
    return file.suffix in _SUFFIXES and not file.name.endswith(".meta.json")
