"""The agents that capture knows: one module and one entry for each."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path

from records.agents import compressed, folders, origin
from records.agents.hook_event import HookEvent
from records.agents.json_lines import objects, parse_object
from records.agents.running import VARIABLES
from records.agents.search import Search
from records.agents.transcript import Source, Transcript
from records.dataclass import dataclass
from records.errors import NotFound
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HEAD = 262_144


@dataclass(frozen=True, slots=True)
class Agent:
    """One agent, by its short name; its module is imported when it is needed.

    `label` is the name in JSON and PHRs; `hooks` says whether it can call our hook. The module has `read`, and what
    applies of: `SETTINGS`, `CANARY` and `hook` for an agent with hooks; `transcript_paths`, `recorded_root`, `load` and
    `siblings` for its files; `recognise`, `recognise_whole` and `recognise_markdown` to distinguish them from others';
    `history_path`, `read_history` and `retention_days` for what it keeps; `plugin`, where it has one of ours;
    `ACTING_TOOLS`, the tools that edit or run.
    """

    name: str
    label: str
    title: str
    hooks: bool = True

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables that it sets for the programs that it starts."""
        return VARIABLES.get(self.label, ())

    @property
    def module(self) -> Any:
        """Return the agent's module."""
        return import_module(f"records.agents.{self.name}")

    def read(self, source: Source) -> Transcript:
        """Return the turns of one transcript of this agent."""
        transcript: Transcript = self.module.read(source)
        return transcript

    def hook(self, event: str, payload: dict[str, Any]) -> HookEvent | None:
        """Return the event of a hook's payload; None when it says nothing that matters, as a program's prompt does."""
        result: HookEvent | None = self.module.hook(event, payload)
        is_prompt = result is not None and result.event == "prompt"
        return None if is_prompt and (origin.is_program(payload) or origin.is_nested(payload)) else result

    def briefing_output(self, text: str) -> dict[str, Any]:
        """Return what the agent's hook for the start of a session prints to add a text to the conversation."""
        if hasattr(self.module, "briefing_output"):
            output: dict[str, Any] = self.module.briefing_output(text)
            return output
        return {"hookSpecificOutput": {"hookEventName": "SessionStart", "additionalContext": text}}

    def transcript_paths(self, roots: list[str], search: Search) -> list[Path]:
        """Return the files that may be transcripts of sessions in the work trees; none is opened."""
        find = getattr(self.module, "transcript_paths", None)
        return list(find(roots, search)) if find else []

    def ran_here(self, path: Path, roots: list[str]) -> bool:
        """Return whether a transcript that `transcript_paths` returned is of a session in the work trees."""
        if hasattr(self.module, "recorded_root"):
            root = self.module.recorded_root(path, roots)
            return bool(root) and folders.is_ours(root, roots) is True
        return path.suffix in (".db", ".json") or folders.mentions(path, roots, "cwd", "gitRoot")

    def load(self, path: Path, roots: list[str]) -> Iterator[Source]:
        """Yield the sources in one transcript file, with the files beside it that belong to it."""
        if hasattr(self.module, "load"):
            yield from self.module.load(path)
            return
        find_root = getattr(self.module, "recorded_root", None)
        root = find_root(path, roots) if find_root else ""
        siblings = self.module.siblings(path) if hasattr(self.module, "siblings") else {}
        yield Source(path.name, compressed.read_unpacked(path), siblings, tuple(path.parent.parts[-3:]), root)

    def history_path(self, search: Search) -> Path | None:
        """Return the file in which the agent lists all prompts; None for an agent without one."""
        find = getattr(self.module, "history_path", None)
        return find(search) if find else None

    def read_history(self, path: Path) -> list[Transcript]:
        """Return the prompts of that file.

        Raises:
            OSError: the file cannot be read.
        """
        read: list[Transcript] = self.module.read_history(path)
        return read

    def retention_days(self, root: str, search: Search) -> float | None:
        """Return after how many days the agent deletes a transcript; None when it never does."""
        find = getattr(self.module, "retention_days", None)
        return find(root, search) if find else None

    def plugin(self, root: str) -> str:
        """Return the name of the plugin by which the agent calls our hook in a project; empty without one."""
        find = getattr(self.module, "plugin", None)
        return find(root, Search.of_user()) if find else ""


AGENTS: dict[str, Agent] = {
    agent.name: agent
    for agent in (
        Agent("claude", "claude-code", "Claude Code"),
        Agent("codex", "codex", "Codex"),
        Agent("gemini", "gemini", "Gemini CLI"),
        Agent("cursor", "cursor", "Cursor"),
        Agent("copilot", "copilot", "GitHub Copilot"),
        Agent("opencode", "opencode", "OpenCode"),
        Agent("qwen", "qwen-code", "Qwen Code", hooks=False),
        Agent("aider", "aider", "aider", hooks=False),
        Agent("specstory", "specstory", "SpecStory", hooks=False),
    )
}


def agent(name: str) -> Agent:
    """Return the agent with the short name or label *name*.

    Raises:
        NotFound: there is no such agent.
    """
    for entry in AGENTS.values():
        if name in (entry.name, entry.label):
            return entry
    raise NotFound(f"no agent is called {name!r}", "one of: " + ", ".join(AGENTS))


def recognise(path: Path) -> Agent | None:
    """Return the agent that wrote a file, by its form and first rows; None for a file of none.

    Raises:
        CannotUnpack: the file is compressed and cannot be unpacked.
        OSError: the file cannot be read.
    """
    sample: Any = compressed.head(path, _HEAD)
    if path.suffix == ".db":
        return AGENTS["opencode"] if sample.startswith(b"SQLite format 3\0") else None
    if path.suffix == ".md":
        test = "recognise_markdown"
    elif path.suffix == ".json":
        test, sample = "recognise_whole", parse_object(read_bytes(path))
    else:
        test, sample = "recognise", _first_rows(path, sample)
    matches = (entry for entry in AGENTS.values() if hasattr(entry.module, test))
    return next((entry for entry in matches if getattr(entry.module, test)(sample)), None)


def _first_rows(path: Path, sample: bytes) -> list[dict[str, Any]]:
    rows = list(islice(objects(sample), 40))
    return rows or list(islice(objects(compressed.read_unpacked(path)), 5))
