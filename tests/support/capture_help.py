"""Made-up sessions of several agents, as their transcripts and hooks would tell them."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from records.model.turn import Turn, Utterance, UtteranceKind
from records.project.project import Project

NOW = 1_795_000_000.0
"""A moment after everything in these sessions, in seconds since 1970."""

START = 1_794_990_000.0


def stamp(seconds: float) -> str:
    """Seconds since 1970 as agents write them."""
    from records.agents.times import stamp as made

    return made(seconds)


def repository(path: Path) -> Project:
    """A git repository with one commit."""
    path.mkdir(parents=True, exist_ok=True)
    git(path, "init", "-q", "-b", "main")
    git(path, "config", "user.email", "dev@example.org")
    git(path, "config", "user.name", "Dev")
    git(path, "config", "commit.gpgsign", "false")
    (path / "cart.py").write_text("def total(s, d):\n    return s\n")
    git(path, "add", "-A")
    git(path, "commit", "-qm", "Begin")
    return Project.open(str(path))


def git(path: Path, *args: str) -> str:
    """Run git in a folder and return what it printed."""
    done = subprocess.run(["git", *args], cwd=path, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def lines(rows: list[dict[str, Any]]) -> bytes:
    """The rows as JSON lines."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@dataclass
class Session:
    """A session of an agent: the rows of its transcript, its hook events, and what the person said."""

    session: str
    cwd: str
    at: float = START
    rows: list[dict[str, Any]] = field(default_factory=list)
    hooks: list[tuple[str, float, dict[str, Any]]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        """The transcript."""
        return lines(self.rows)


@dataclass
class Claude(Session):
    """A session of Claude Code; `ids` says whether its version gives each prompt an id."""

    ids: bool = True
    branch: str = "main"
    number: int = 0
    prompt_id: str = ""
    tick: float = 1.0

    def _row(self, kind: str, **more: Any) -> dict[str, Any]:
        self.number += 1
        self.at += self.tick
        row = {
            "type": kind,
            "uuid": f"{self.session}-u{self.number}",
            "sessionId": self.session,
            "cwd": self.cwd,
            "gitBranch": self.branch,
            "version": "2.1.319",
            "isSidechain": False,
            "timestamp": stamp(self.at),
            **more,
        }
        self.rows.append(row)
        return row

    def _hook(self, event: str, **more: Any) -> None:
        payload = {"session_id": self.session, "cwd": self.cwd, "hook_event_name": event, **more}
        if self.ids and self.prompt_id:
            payload["prompt_id"] = self.prompt_id
        self.hooks.append((event, self.at, payload))

    def prompt(self, text: str, *, hook: bool = True, **more: Any) -> Claude:
        """A person types a prompt."""
        self.at += 20.0 * self.tick
        self.prompt_id = f"{self.session}-p{self.number + 1}"
        extra = {"promptId": self.prompt_id} if self.ids else {}
        self._row("user", message={"role": "user", "content": text}, **extra, **more)
        if hook:
            self._hook("UserPromptSubmit", prompt=text)
        self.said.append(text)
        return self

    def raw(self, text: Any, **more: Any) -> Claude:
        """A `user` row with the given content."""
        self._row("user", message={"role": "user", "content": text}, **more)
        return self

    def call(self, name: str, given: dict[str, Any], result: Any, **more: Any) -> Claude:
        """The agent calls a tool and gets a result."""
        error = more.pop("is_error", False)
        tool = f"{self.session}-t{self.number + 1}"
        block = {"type": "tool_use", "id": tool, "name": name, "input": given}
        self._row("assistant", requestId=f"r{tool}", message=self._message([block]))
        told = {"type": "tool_result", "tool_use_id": tool, "content": result, "is_error": error}
        beside = more.pop("beside", [])
        self._row("user", message={"role": "user", "content": [told, *beside]}, **more)
        return self

    def edit(self, path: str) -> Claude:
        """The agent edits a file."""
        return self.call("Edit", {"file_path": f"{self.cwd}/{path}"}, f"The file {path} has been updated.")

    def bash(self, command: str, output: str, **more: Any) -> Claude:
        """The agent runs a command."""
        return self.call("Bash", {"command": command}, output, **more)

    def queue(self, text: str) -> Claude:
        """A person sends a message while the agent works."""
        self.at += self.tick
        for operation, more in (("enqueue", {"content": text}), ("remove", {})):
            self.rows.append(
                {
                    "type": "queue-operation",
                    "operation": operation,
                    "timestamp": stamp(self.at),
                    "sessionId": self.session,
                    **more,
                }
            )
        self.said.append(text)
        return self

    def refuse(self, text: str) -> Claude:
        """A person refuses a tool call and says why."""
        told = (
            "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file"
            " edit, the new_string was NOT written to the file). To tell you how to proceed, the user said:\n"
        )
        self.said.append(text)
        return self.call("Bash", {"command": "git push --force"}, told + text, is_error=True)

    def answer(self, text: str, *, ends: bool = True) -> Claude:
        """The agent answers; its turn ends."""
        block = {"type": "text", "text": text}
        message = self._message([block])
        message["stop_reason"] = "end_turn" if ends else None
        self._row("assistant", requestId=f"r{self.number}", message=message)
        if ends:
            self._hook("Stop", last_assistant_message=text)
        return self

    def interrupt(self) -> Claude:
        """A person stops the agent."""
        return self.raw([{"type": "text", "text": "[Request interrupted by user]"}])

    def _message(self, blocks: list[dict[str, Any]]) -> dict[str, Any]:
        usage = {"input_tokens": 10, "output_tokens": 5, "cache_read_input_tokens": 100}
        return {
            "id": f"m{self.session}{self.number}",
            "role": "assistant",
            "model": "claude-opus-4-8",
            "content": blocks,
            "usage": usage,
        }


@dataclass
class Codex(Session):
    """A session of Codex: turns with ids, each with any number of prompts."""

    turns: int = 0

    def __post_init__(self) -> None:
        meta = {"id": self.session, "cwd": self.cwd, "cli_version": "0.146.1", "source": "cli"}
        self._row("session_meta", {**meta, "git": {"branch": "main"}})

    def _row(self, kind: str, payload: dict[str, Any]) -> None:
        self.at += 1.0
        self.rows.append({"timestamp": stamp(self.at), "type": kind, "payload": payload})

    def turn(self, *texts: str, ends: str = "task_complete", tool: str = "") -> Codex:
        """A turn with its prompts, one of them typed and the others steering."""
        self.turns += 1
        self.at += 20.0
        turn_id = f"{self.session}-t{self.turns}"
        self._row("event_msg", {"type": "task_started", "turn_id": turn_id})
        self._row("turn_context", {"turn_id": turn_id, "model": "gpt-5.5", "cwd": self.cwd})
        common = {"session_id": self.session, "turn_id": turn_id, "cwd": self.cwd, "model": "gpt-5.5"}
        for text in texts:
            self._row("event_msg", {"type": "user_message", "message": text, "images": []})
            event = "UserPromptSubmit"
            self.hooks.append((event, self.at, {**common, "hook_event_name": event, "prompt": text}))
            self.said.append(text)
        if tool:
            change = {"type": "update", "unified_diff": "@@", "move_path": None}
            done = {"type": "patch_apply_end", "call_id": "c", "success": True, "changes": {tool: change}}
            self._row("event_msg", done)
        self._row("event_msg", {"type": "agent_message", "message": "Done.", "phase": "final_answer"})
        self._row("event_msg", {"type": ends, "turn_id": turn_id})
        stop = {**common, "hook_event_name": "Stop", "last_assistant_message": "Done."}
        self.hooks.append(("Stop", self.at, stop))
        return self


def spool(project: Project, agent: str, event: str, at: float, payload: dict[str, Any], name: str) -> Path:
    """Put an event into the spool as the hook would, written at a given time."""
    assert project.location is not None
    folder = Path(project.location.common_dir) / "records" / "spool"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{agent}.{event}.{name}.json"
    path.write_text(json.dumps(payload), "utf-8")
    os.utime(path, (at, at))
    return path


@dataclass
class Gemini(Session):
    """A chat of Gemini CLI; its hooks give no ids."""

    def __post_init__(self) -> None:
        self.rows.append({"sessionId": self.session, "projectHash": "shop", "directories": [self.cwd]})

    def turn(self, text: str) -> Gemini:
        """A prompt and its answer."""
        self.at += 20.0
        uid = f"{self.session}-{len(self.rows)}"
        common = {"session_id": self.session, "cwd": self.cwd}
        self.rows.append({"id": uid, "type": "user", "content": text, "timestamp": stamp(self.at)})
        when = stamp(self.at - 0.4)
        self.hooks.append(("BeforeAgent", self.at, {**common, "timestamp": when, "prompt": text}))
        edit = {"name": "replace", "status": "success", "args": {"file_path": "cart.py"}}
        calls = {"id": uid + "a", "type": "gemini", "content": "", "toolCalls": [edit]}
        self.rows += [calls, {"id": uid + "b", "type": "gemini", "content": "Done."}]
        self.at += 5.0
        done = {**common, "timestamp": stamp(self.at), "prompt_response": "Done."}
        self.hooks.append(("AfterAgent", self.at, done))
        self.said.append(text)
        return self


@dataclass
class Copilot(Session):
    """A session of Copilot CLI; its hooks give no ids, its events do."""

    def __post_init__(self) -> None:
        self._row(
            "session.start", {"sessionId": self.session, "context": {"cwd": self.cwd, "branch": "main"}}
        )

    def _row(self, kind: str, data: dict[str, Any]) -> None:
        uid = f"{self.session}-{len(self.rows)}"
        self.rows.append({"type": kind, "data": data, "id": uid, "timestamp": stamp(self.at)})

    def turn(self, text: str, *steered: str) -> Copilot:
        """A prompt, what was said while the agent worked, and the answer."""
        self.at += 20.0
        common = {"sessionId": self.session, "cwd": self.cwd}
        told = {"interactionId": f"{self.session}-i{len(self.rows)}"}
        for number, words in enumerate((text, *steered)):
            delivery = {"delivery": "steering"} if number else {}
            self._row("user.message", {"content": words, **told, **delivery})
            if not number:
                when = {"timestamp": int(self.at * 1000) - 300}
                self.hooks.append(("userPromptSubmitted", self.at, {**common, **when, "prompt": words}))
            self.said.append(words)
        self._row("assistant.message", {"content": "Done.", "messageId": f"m{len(self.rows)}"})
        self._row("assistant.turn_end", {})
        self.hooks.append(("agentStop", self.at + 5, {**common, "timestamp": int(self.at * 1000) + 5000}))
        return self


@dataclass
class CodexItems(Codex):
    """A session of Codex 0.150 or later: prompts, answers and edits are finished items."""

    def turn(self, *texts: str, ends: str = "task_complete", tool: str = "") -> CodexItems:
        """A turn with its prompts, one of them typed and the others steering."""
        self.turns += 1
        self.at += 20.0
        turn_id = f"{self.session}-t{self.turns}"
        self._row(
            "event_msg",
            {"type": "task_started", "turn_id": turn_id, "turn_attribution": {"turn_trigger": "user"}},
        )
        common = {"session_id": self.session, "turn_id": turn_id, "cwd": self.cwd, "model": "gpt-5.5"}
        for number, text in enumerate(texts):
            content = [{"type": "text", "text": text, "text_elements": []}]
            self._item(turn_id, {"type": "UserMessage", "id": f"{turn_id}-u{number}", "content": content})
            event = "UserPromptSubmit"
            self.hooks.append((event, self.at, {**common, "hook_event_name": event, "prompt": text}))
            self.said.append(text)
        if tool:
            change = {"type": "update", "unified_diff": "@@", "move_path": None}
            self._item(
                turn_id, {"type": "FileChange", "id": "c", "changes": {tool: change}, "status": "completed"}
            )
        self._item(
            turn_id, {"type": "AgentMessage", "id": "m", "content": [{"type": "Text", "text": "Done."}]}
        )
        self._row("event_msg", {"type": ends, "turn_id": turn_id})
        self.hooks.append(
            ("Stop", self.at, {**common, "hook_event_name": "Stop", "last_assistant_message": "Done."})
        )
        return self

    def _item(self, turn_id: str, item: dict[str, Any]) -> None:
        self._row("event_msg", {"type": "item_completed", "turn_id": turn_id, "item": item})


@dataclass
class Cursor(Session):
    """A conversation of Cursor: its hooks have ids, its transcript has neither ids nor times."""

    def turn(self, text: str) -> Cursor:
        """A prompt and its answer."""
        self.at += 20.0
        common = {
            "conversation_id": self.session,
            "generation_id": f"g{len(self.said)}",
            "workspace_roots": [self.cwd],
        }
        self.hooks.append(("beforeSubmitPrompt", self.at, {**common, "prompt": text}))
        self.hooks.append(("stop", self.at + 5, {**common, "status": "completed"}))
        query = {"type": "text", "text": f"<user_query>\n{text}\n</user_query>"}
        self.rows.append({"role": "user", "message": {"content": [query]}})
        self.rows.append({"role": "assistant", "message": {"content": [{"type": "text", "text": "Done."}]}})
        self.said.append(text)
        return self


@dataclass
class Qwen(Session):
    """A session of Qwen Code, which has no hooks."""

    def turn(self, text: str) -> Qwen:
        """A prompt, a notice that nobody typed, and the answer."""
        self._row("user", text, provenance="real_user")
        self._row("user", "A task has finished.", provenance="system_reminder")
        self._row("assistant", "Done.", model="qwen3")
        self.said.append(text)
        return self

    def _row(self, kind: str, text: str, **more: Any) -> None:
        self.at += 10.0
        self.rows.append({
            "uuid": f"{self.session}-{len(self.rows)}", "sessionId": self.session, "cwd": self.cwd, "type": kind,
            "timestamp": stamp(self.at), "message": {"role": kind, "parts": [{"text": text}]}, **more,
        })  # fmt: skip


@dataclass
class OpenCode(Session):
    """A session of OpenCode and a subagent's, in the older layout: a file for each session, message and part."""

    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, parent in (
            (f"ses_{self.session}", None),
            (f"ses_{self.session}child", f"ses_{self.session}"),
        ):
            self.files[f"session/p/{name}.json"] = {"id": name, "directory": self.cwd, "parentID": parent}

    def turn(self, text: str) -> OpenCode:
        """A prompt, a subagent's prompt, and the answer."""
        self.at += 20.0
        session = f"ses_{self.session}"
        uid = self._message(session, "user", text)
        self.hooks.append(("chat.message", self.at, self._payload(session, uid, text)))
        child = self._message(f"{session}child", "user", "Look around.")
        nested = {**self._payload(f"{session}child", child, "Look around."), "parentID": session}
        self.hooks.append(("chat.message", self.at + 1, nested))
        self._message(session, "assistant", "Done.", parentID=uid, finish="stop")
        self.hooks.append(("session.idle", self.at + 5, {"sessionID": session, "directory": self.cwd}))
        self.said.append(text)
        return self

    def _payload(self, session: str, uid: str, text: str) -> dict[str, Any]:
        return {
            "sessionID": session,
            "messageID": uid,
            "directory": self.cwd,
            "parts": [{"type": "text", "text": text}],
        }

    def _message(self, session: str, role: str, text: str, **more: Any) -> str:
        uid = f"msg_{len(self.files):04d}{session}"
        times = {"created": int(self.at * 1000), "completed": int(self.at * 1000) + 900}
        self.files[f"message/{session}/{uid}.json"] = {
            "id": uid,
            "sessionID": session,
            "role": role,
            "time": times,
            **more,
        }
        self.files[f"part/{uid}/prt_{uid}.json"] = {"id": f"prt_{uid}", "type": "text", "text": text}
        return uid


def transcript_files(session: Any, home: Path) -> dict[Path, bytes]:
    """Return the files of a session's transcript, where its agent keeps them."""
    slug = re.sub(r"[^A-Za-z0-9]", "-", session.cwd)
    slug = slug if len(slug) <= 200 else f"{slug[:200]}-1a2b3c"
    name = session.session
    if isinstance(session, OpenCode):
        base = home / ".local/share/opencode/storage"
        return {base / path: json.dumps(value).encode() for path, value in session.files.items()}
    chats = home / ".gemini/tmp" / name[:13]
    workspace = home / ".cursor/projects" / re.sub("-+", "-", slug).strip("-")
    root = {chats / ".project_root": session.cwd.encode()} if isinstance(session, Gemini) else {}
    if isinstance(session, Cursor):
        root = {workspace / ".workspace-trusted": json.dumps({"workspacePath": session.cwd}).encode()}
    places = {
        Claude: f".claude/projects/{slug}/{name}.jsonl",
        Codex: f".codex/sessions/2026/rollout-2026-11-07T10-00-00-{name}.jsonl",
        Gemini: f"{chats}/chats/session-{name}.jsonl",
        Copilot: f".copilot/session-state/{name}/events.jsonl",
        Cursor: f"{workspace}/agent-transcripts/{name}.jsonl",
        Qwen: f".qwen/projects/{slug}/chats/{name}.jsonl",
    }
    place = next(place for kind, place in places.items() if isinstance(session, kind))
    return {**root, home / place: session.data}


KINDS = (Claude, Codex, CodexItems, Gemini, Copilot, Cursor, Qwen, OpenCode)
"""The forms of transcripts that are made here."""


def turn(text: str, kind: str = "typed", **more: Any) -> Turn:
    """A turn of one utterance."""
    return Turn(
        "claude",
        "s",
        "k",
        utterances=(Utterance(UtteranceKind(kind), text, "u", "2026-11-07T10:00:00.000Z"),),
        **more,
    )
