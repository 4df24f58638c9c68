"""What a person said to Codex, Copilot, Gemini, Cursor, OpenCode, aider, and in SpecStory's files."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any, ClassVar

import pytest

import capture_help as made
from records.agents import opencode, registry
from records.agents.transcript import Source, Transcript
from records.errors import NotFound
from records.model.turn import Turn


def read(agent: str, data: Any, name: str = "session.jsonl", **more: Any) -> Transcript:
    raw = data if isinstance(data, bytes) else made.lines(data)
    return registry.agent(agent).read(Source(name, raw, **more))


def words(turns: tuple[Turn, ...]) -> list[list[tuple[str, str]]]:
    return [[(said.kind, said.text) for said in turn.utterances] for turn in turns]


def test_an_unknown_agent_is_told() -> None:
    """The hint names those that there are."""
    assert registry.agent("claude-code").name == "claude"
    with pytest.raises(NotFound, match="no agent is called 'hal'"):
        registry.agent("hal")


class TestCodex:
    """Rollouts."""

    def test_typed_and_steering_prompts_share_a_turn(self) -> None:
        """A second message in a turn steers; each has the turn's id and its place in it."""
        story = (
            made.Codex("c1", "/w")
            .turn("fix it", "and test it", tool="/w/a.py")
            .turn("go on", ends="turn_aborted")
        )
        told = read("codex", story.data)
        assert words(told.turns) == [[("typed", "fix it"), ("steer", "and test it")], [("typed", "go on")]]
        assert [said.uid for said in told.turns[0].utterances] == ["c1-t1:0", "c1-t1:1"]
        assert [(turn.state, turn.settled) for turn in told.turns] == [
            ("completed", True),
            ("interrupted", True),
        ]
        assert (told.turns[0].files, told.turns[0].models) == (("/w/a.py",), ("gpt-5.5",))
        assert (told.turns[0].branch, told.turns[0].session) == ("main", "c1")

    def test_only_user_messages_are_words(self) -> None:
        """Instructions, environment and repeated history in other rows are not."""
        story = made.Codex("c1", "/w")
        story._row("response_item", {"type": "message", "role": "user", "content": "# AGENTS.md"})
        story._row("event_msg", {"type": "user_message", "message": "x", "kind": "environment_context"})
        story._row("event_msg", {"type": "user_message", "message": " "})
        story.turn("hello")
        story._row("compacted", {"replacement_history": [{"role": "user", "content": "hello"}]})
        story._row("hologram", {})
        told = read("codex", story.data)
        assert words(told.turns) == [[("typed", "hello")]]
        assert dict(told.unknown) == {"hologram": 1}

    def test_a_subagents_rollout_has_no_turns(self) -> None:
        """Its source is an object."""
        story = made.Codex("c1", "/w").turn("review this")
        story.rows[0]["payload"]["source"] = {"subagent": "review"}
        told = read("codex", story.data)
        assert (told.subagent, told.turns) == (True, ())

    def test_commands_patches_and_tokens(self) -> None:
        """Shell calls of every shape, output that comes later, patches without an end row."""
        story = made.Codex("c1", "/w")

        def call(name: str, arguments: Any, output: Any, kind: str = "function_call", **more: Any) -> None:
            base = {"type": kind, "name": name, "call_id": f"k{len(story.rows)}", **more}
            given = {} if kind == "local_shell_call" else {"arguments": json.dumps(arguments)}
            story._row("response_item", {**base, **given})
            story._row("response_item", {**base, "type": f"{kind}_output", "output": output})

        story._row("event_msg", {"type": "task_started", "turn_id": "t"})
        story._row("event_msg", {"type": "user_message", "message": "go", "local_images": ["/x.png"]})
        call("exec_command", {"cmd": "pytest -q"}, "Process exited with code 0\nOutput:\n3 passed")
        call(
            "shell",
            {"command": ["bash", "-lc", "go test ./..."]},
            '{"output": "ok  x", "metadata": {"exit_code": 0}}',
        )
        call("shell", {"command": ["cargo", "test"]}, [{"type": "text", "text": "test result: FAILED"}])
        call("exec_command", {"cmd": "npm test"}, "Process running with session ID 7\nOutput:\n")
        call("write_stdin", {"session_id": 7}, "Process exited with code 1\nOutput:\n1 failed")
        call("x", {}, "ok  y", kind="local_shell_call", action={"command": ["go", "test"]})
        patch = "*** Begin Patch\n*** Update File: a.py\n*** Move to: b.py\n*** End Patch"
        call("apply_patch", {}, "Success", kind="custom_tool_call", input=patch)
        call(
            "apply_patch",
            {},
            "Process exited with code 1",
            kind="custom_tool_call",
            input=patch.replace("a", "z"),
        )
        call("exec_command", "not an object", "x")
        usage = {"input_tokens": 10, "output_tokens": 2, "cached_input_tokens": 5}
        for total in (12, 12, 24):
            info = {"last_token_usage": usage, "total_token_usage": {"total_tokens": total}}
            story._row("event_msg", {"type": "token_count", "info": info})
        story._row("event_msg", {"type": "token_count", "info": None})
        story._row("event_msg", {"type": "error", "message": "boom"})
        [turn] = read("codex", story.data).turns
        assert [(run.command, run.status) for run in turn.tests] == [
            ("pytest -q", "passed"),
            ("go test ./...", "passed"),
            ("cargo test", "failed"),
            ("npm test", "failed"),
            ("go test", "passed"),
        ]
        assert turn.files == ("/w/a.py", "/w/b.py")
        assert turn.tokens == {"input": 20, "output": 4, "cache_read": 10}
        assert (turn.state, turn.utterances[0].images) == ("failed", 1)

    def test_rolled_back_turns_are_discarded(self) -> None:
        """The words stay, the turn is marked."""
        story = made.Codex("c1", "/w").turn("one").turn("two")
        story._row("event_msg", {"type": "thread_rolled_back", "num_turns": 1})
        assert [turn.discarded for turn in read("codex", story.data).turns] == [False, True]

    def test_hooks_and_notify(self) -> None:
        """`notify` tells all prompts of a turn at once, a hook one."""
        agent = registry.agent("codex")
        told = agent.hook(
            "UserPromptSubmit", {"session_id": "c", "turn_id": "t", "prompt": "hi", "model": "m"}
        )
        assert told is not None
        assert (told.texts, told.key, told.model) == (("hi",), "t", "m")
        tool = {"session_id": "c", "tool_input": {"command": "pytest"}, "tool_response": "3 passed"}
        ran = agent.hook("PostToolUse", tool)
        assert ran is not None
        assert (ran.command, ran.output) == ("pytest", "3 passed")
        notify = {
            "type": "agent-turn-complete",
            "thread-id": "c",
            "turn-id": "t",
            "input-messages": ["a", "b"],
        }
        both = agent.hook("notify", notify)
        assert both is not None
        assert (both.texts, both.state) == (("a", "b"), "completed")
        assert agent.hook("PreCompact", {}) is None


class TestCopilot:
    """`events.jsonl`."""

    rows: ClassVar[list[dict[str, Any]]] = [
        {
            "type": "session.start",
            "data": {
                "sessionId": "cp",
                "copilotVersion": "1.0.80",
                "context": {"cwd": "/w", "branch": "feat/x"},
            },
        },
        {"type": "user.message", "id": "e1", "data": {"content": "fix it", "interactionId": "i1"}},
        {
            "type": "tool.execution_start",
            "data": {"toolCallId": "t1", "toolName": "edit", "arguments": {"path": "/w/a.py"}},
        },
        {"type": "tool.execution_complete", "data": {"toolCallId": "t1", "success": True, "result": {}}},
        {"type": "user.message", "id": "e2", "data": {"content": "typed hints too", "delivery": "steering"}},
        {
            "type": "tool.execution_start",
            "data": {"toolCallId": "t2", "toolName": "bash", "arguments": {"command": "pytest"}},
        },
        {
            "type": "tool.execution_complete",
            "data": {
                "toolCallId": "t2",
                "success": True,
                "result": {"content": "3 passed\n<shellId: 0 completed with exit code 0>"},
            },
        },
        {
            "type": "tool.execution_start",
            "data": {"toolCallId": "t3", "toolName": "ask_user", "arguments": {}},
        },
        {
            "type": "tool.execution_complete",
            "data": {"toolCallId": "t3", "result": {"content": "User selected: B"}},
        },
        {"type": "tool.execution_complete", "data": {"toolCallId": "t9"}},
        {
            "type": "assistant.message",
            "data": {"model": "m", "content": "Done.", "messageId": "a", "outputTokens": 7},
        },
        {"type": "assistant.message", "data": {"content": "sub", "parentToolCallId": "t"}},
        {"type": "assistant.turn_end", "data": {}},
        {"type": "user.message", "id": "e2", "data": {"content": "typed hints too", "delivery": "steering"}},
        {"type": "user.message", "id": "e3", "data": {"content": "skill text", "source": "skill-pdf"}},
        {"type": "user.message", "id": "e4", "data": {"content": "stop", "interactionId": "i2"}},
        {"type": "abort", "data": {"reason": "user_initiated"}},
        {"type": "system.notification", "data": {"content": "shell done"}},
        {"type": "user.message", "id": "e5", "data": {"content": "again", "interactionId": "i3"}},
        {"type": "session.error", "data": {}},
        {"type": "hologram", "data": {}},
    ]

    def test_the_turns_of_a_session(self) -> None:
        """Steering joins its turn, a choice the agent asked for is an aside, a skill's text is nobody's."""
        rows = [{**row, "timestamp": made.stamp(made.START + at)} for at, row in enumerate(self.rows)]
        told = read("copilot", rows, "events.jsonl", parents=("session-state", "cp"))
        assert words(told.turns) == [
            [("typed", "fix it"), ("steer", "typed hints too"), ("answer", "B")],
            [("typed", "stop")],
            [("typed", "again")],
        ]
        assert [turn.state for turn in told.turns] == ["completed", "interrupted", "failed"]
        first = told.turns[0]
        assert (first.files, first.branch, first.response) == (("/w/a.py",), "feat/x", "Done.")
        assert (first.tests[0].status, first.tokens, first.utterances[2].aside) == (
            "passed",
            {"output": 7},
            True,
        )
        assert (told.session, told.version, dict(told.unknown)) == ("cp", "1.0.80", {"hologram": 1})

    def test_hooks_do_not_name_their_event(self) -> None:
        """The caller must; arguments are JSON in a string."""
        agent = registry.agent("copilot")
        prompt = agent.hook(
            "userPromptSubmitted", {"sessionId": "s", "timestamp": 1794990000000, "prompt": "hi"}
        )
        assert prompt is not None
        assert (prompt.texts, prompt.at) == (("hi",), made.stamp(1794990000))
        done = {"toolName": "edit", "toolArgs": '{"path": "/w/a"}', "toolResult": {"resultType": "success"}}
        edited = agent.hook("postToolUse", {"sessionId": "s", **done})
        assert edited is not None
        assert edited.files == ("/w/a",)
        broken = agent.hook("postToolUse", {"sessionId": "s", "toolArgs": "{"})
        assert broken is not None
        assert broken.files == ()
        assert agent.hook("preToolUse", {}) is None


class TestGemini:
    """Chats."""

    head: ClassVar[dict[str, Any]] = {
        "sessionId": "g",
        "projectHash": "shop",
        "kind": "main",
        "directories": ["/w"],
    }

    def test_rows_replace_and_rewind(self) -> None:
        """The last row with an id counts; a rewound prompt is kept as discarded; files are not expanded."""
        edit = {"name": "replace", "status": "success", "args": {"file_path": "a.py"}}
        bad = {"name": "write_file", "status": "error", "args": {"file_path": "b.py"}}
        shell = {
            "name": "run_shell_command",
            "args": {"command": "pytest"},
            "result": [{"output": "1 failed\n"}],
        }
        rows = [
            self.head,
            {"id": "g0", "type": "user", "content": "<session_context>…</session_context>"},
            {
                "id": "g1",
                "type": "user",
                "content": [
                    {"text": "fix @a.py"},
                    {"text": "\n--- Content from referenced files ---"},
                    {"text": "x"},
                ],
                "displayContent": [{"text": "fix @a.py"}],
            },
            {"id": "g2", "type": "gemini", "content": "Fi"},
            {
                "id": "g2",
                "type": "gemini",
                "content": "Fixed.",
                "model": "gemini-3",
                "tokens": {"input": 9, "output": 2, "thoughts": 1},
                "toolCalls": [edit, bad, shell],
            },
            {"id": "g3", "type": "gemini", "content": "All fine."},
            {
                "id": "g4",
                "type": "user",
                "content": [{"text": "plain\n--- Content from referenced files ---\nx"}],
            },
            {"id": "g5", "type": "user", "content": "/home/ada is full"},
            {"$set": {"summary": "x"}},
            {"$rewindTo": "g4"},
            {"id": "g6", "type": "user", "content": "next"},
            {"id": "g7", "type": "error", "content": "quota"},
            {"id": "g8", "type": "hologram"},
        ]
        told = read("gemini", rows)
        assert words(told.turns) == [
            [("typed", "fix @a.py")],
            [("typed", "plain")],
            [("typed", "/home/ada is full")],
            [("typed", "next")],
        ]
        assert [turn.discarded for turn in told.turns] == [False, True, True, False]
        assert [turn.state for turn in told.turns] == ["completed", "interrupted", "interrupted", "failed"]
        first = told.turns[0]
        assert (first.files, first.response, first.tests[0].status) == (("/w/a.py",), "All fine.", "failed")
        assert first.tokens == {"input": 9, "output": 2, "reasoning": 1}
        assert dict(told.unknown) == {"hologram": 1}

    def test_the_older_form_is_one_file(self) -> None:
        """A JSON object with its messages."""
        data = json.dumps(
            {"sessionId": "g", "messages": [{"id": "1", "type": "user", "content": "hi"}]}
        ).encode()
        assert words(read("gemini", data, "session.json").turns) == [[("typed", "hi")]]

    def test_a_subagents_chat_has_no_turns(self) -> None:
        """By its kind, or by lying below a parent's folder."""
        rows = [{**self.head, "kind": "subagent"}, {"id": "1", "type": "user", "content": "hi"}]
        assert read("gemini", rows).turns == ()
        below = read("gemini", [self.head, rows[1]], parents=("chats", "parent"))
        assert below.subagent

    def test_hooks(self) -> None:
        """The response comes with the stop; the content of a named file is no part of the prompt."""
        agent = registry.agent("gemini")
        common = {"session_id": "g", "timestamp": "2026-11-07T10:00:00Z", "cwd": "/w"}
        told = agent.hook(
            "AfterAgent", {**common, "hook_event_name": "AfterAgent", "prompt_response": "Done."}
        )
        assert told is not None
        assert (told.state, told.response, told.texts) == ("completed", "Done.", ())
        prompt = (
            "why @a.py\n--- Content from referenced files ---\nContent from @a.py:\nx\n--- End of content ---"
        )
        asked = agent.hook("BeforeAgent", {**common, "prompt": prompt})
        assert asked is not None
        assert asked.texts == ("why @a.py",)
        tool = {
            "tool_name": "replace",
            "tool_input": {"file_path": "a.py"},
            "tool_response": {"llmContent": "ok"},
        }
        edited = agent.hook("AfterTool", {**common, **tool})
        assert edited is not None
        assert edited.files == ("a.py",)
        assert agent.hook("AfterModel", common) is None


class TestCursor:
    """Transcripts without ids."""

    def test_queries_are_words_the_rest_is_not(self) -> None:
        """Equal words twice are two turns with two ids."""

        def row(role: str, *blocks: dict[str, Any]) -> dict[str, Any]:
            return {"role": role, "message": {"content": list(blocks)}}

        query = {"type": "text", "text": "<user_query>\nfix it\n</user_query>"}
        edit = {"type": "tool_use", "name": "StrReplace", "input": {"path": "/w/a.py"}}
        shell = {"type": "tool_use", "name": "Shell", "input": {"command": "pytest"}}
        rows = [
            row("assistant", {"type": "text", "text": "Hello"}),
            row("user", query),
            row("assistant", {"type": "text", "text": "Fixing."}, edit, shell),
            row("user", {"type": "text", "text": "<system>tick</system>"}),
            row("user", query),
        ]
        told = read("cursor", rows, "cc.jsonl")
        assert words(told.turns) == [[("typed", "fix it")], [("typed", "fix it")]]
        assert len({turn.key for turn in told.turns}) == 2
        assert (told.turns[0].files, told.turns[0].tests[0].status) == (("/w/a.py",), "unknown")
        assert read("cursor", rows, "cc.jsonl", parents=("subagents",)).turns == ()

    def test_hooks(self) -> None:
        """The main source: every part of a turn by its own event."""
        agent = registry.agent("cursor")
        common = {"conversation_id": "c", "generation_id": "g", "model": "m", "workspace_roots": ["/w"]}
        told = agent.hook("beforeSubmitPrompt", {**common, "prompt": "hi", "user_email": "dev@example.org"})
        assert told is not None
        assert (told.texts, told.key, told.cwd, "example.org" in repr(told)) == (("hi",), "g", "/w", False)
        stop = agent.hook("stop", {**common, "status": "aborted"})
        edit = agent.hook("afterFileEdit", {**common, "file_path": "/w/a.py"})
        said = agent.hook("afterAgentResponse", {**common, "text": "Done."})
        ran = agent.hook("afterShellExecution", {**common, "command": "pytest", "output": "3 passed"})
        assert None not in (stop, edit, said, ran)
        assert (stop.state, edit.files, said.response, ran.command) == (
            "interrupted",
            ("/w/a.py",),
            "Done.",
            "pytest",
        )
        assert agent.hook("beforeReadFile", common) is None


class TestOpenCode:
    """Exports and the database."""

    def export(self, **info: Any) -> dict[str, Any]:
        def message(role: str, uid: str, *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
            return {
                "info": {"role": role, "id": uid, "time": {"created": 1794990000000}, **more},
                "parts": list(parts),
            }

        def tool(name: str, given: dict[str, Any], **state: Any) -> dict[str, Any]:
            return {"type": "tool", "tool": name, "state": {"status": "completed", "input": given, **state}}

        text = {"type": "text", "text": "fix it"}
        done = {"modelID": "m", "cost": 0.25, "tokens": {"input": 1, "output": 2, "cache": {"read": 3}}}
        ended = {"time": {"created": 1, "completed": 1794990009000}, "finish": "stop"}
        return {
            "info": {"id": "ses", "directory": "/w", "version": "1.2", **info},
            "messages": [
                message("user", "m1", text, {"type": "text", "text": "Called Read", "synthetic": True}),
                message(
                    "assistant",
                    "m2",
                    tool("edit", {"filePath": "/w/a.py"}),
                    tool("bash", {"command": "pytest"}, output="3 passed", metadata={"exit": 0}),
                    tool("task", {}, metadata={"sessionId": "child"}),
                    tool("patch", {}, metadata={"files": [{"filePath": "/w/b.py"}]}),
                    finish="tool-calls",
                    **done,
                ),
                message("assistant", "m3", {"type": "text", "text": "Fixed."}, **{**done, **ended}),
                message("user", "m4", {"type": "subtask", "command": "review"}),
                message("assistant", "m5", error={"name": "MessageAbortedError"}),
                message("user", "m6", {"type": "file", "mime": "image/png"}),
                message("user", "m7", {"type": "text", "text": "again"}),
                message("assistant", "m8", error={"name": "ApiError"}),
            ],
        }

    def test_roots_have_turns_and_children_have_none(self) -> None:
        """Synthetic text is nobody's; a subtask is a command; costs and exits are the agent's own."""
        told = read("opencode", json.dumps(self.export()).encode())
        assert words(told.turns) == [
            [("typed", "fix it")],
            [("command", "/review")],
            [("typed", "")],
            [("typed", "again")],
        ]
        first = told.turns[0]
        assert (first.files, first.cost, first.cost_basis) == (("/w/a.py", "/w/b.py"), 0.5, "native")
        assert (first.tests[0].source, first.response, first.subagents) == ("exit", "Fixed.", ("child",))
        assert told.turns[2].utterances[0].images == 1
        assert [turn.state for turn in told.turns] == ["completed", "interrupted", "interrupted", "failed"]
        child = read("opencode", json.dumps(self.export(parentID="ses_root")).encode())
        assert (child.subagent, child.turns) == (True, ())
        assert read("opencode", b"{").turns == ()

    def test_the_database_is_read_as_exports(self, tmp_path: Path) -> None:
        """Each session in the shape that `opencode export` prints."""
        path = tmp_path / "opencode.db"
        database = sqlite3.connect(path)
        database.executescript(
            "CREATE TABLE session (id, parent_id, directory, version);"
            "CREATE TABLE message (id, session_id, time_created, data);"
            "CREATE TABLE part (id, message_id, session_id, data);"
        )
        whole = self.export()
        database.execute("INSERT INTO session VALUES ('ses', NULL, '/w', '1.2')")
        for at, message in enumerate(whole["messages"]):
            uid = message["info"]["id"]
            database.execute(
                "INSERT INTO message VALUES (?, 'ses', ?, ?)", (uid, at, json.dumps(message["info"]))
            )
            for number, part in enumerate(message["parts"]):
                name = f"{uid}-{number}"
                database.execute("INSERT INTO part VALUES (?, ?, 'ses', ?)", (name, uid, json.dumps(part)))
        database.commit()
        database.close()
        [source] = opencode.load(path)
        told = registry.agent("opencode").read(source)
        assert words(told.turns)[0] == [("typed", "fix it")]
        assert told.turns[0].cost == 0.5

    def test_the_plugin_tells_prompts(self) -> None:
        """Words, tools, and ends."""
        agent = registry.agent("opencode")
        parts = [{"type": "text", "text": "hi"}]
        told = agent.hook(
            "chat.message", {"sessionID": "s", "messageID": "m", "parts": parts, "directory": "/w"}
        )
        assert told is not None
        assert (told.texts, told.key, told.cwd) == (("hi",), "m", "/w")
        shell = {"tool": "bash", "args": {"command": "pytest"}, "metadata": {"exit": 1, "output": "1 failed"}}
        ran = agent.hook("tool.after", {"sessionID": "s", **shell})
        assert ran is not None
        assert (ran.command, ran.exit_code) == ("pytest", 1)
        edited = agent.hook("tool.after", {"sessionID": "s", "tool": "edit", "args": {"filePath": "/w/a"}})
        assert edited is not None
        assert edited.files == ("/w/a",)
        assert agent.hook("session.updated", {}) is None


AIDER = b"""
# aider chat started at 2026-11-07 10:00:00

> Main model: claude-opus-4-8 with diff edit format
#### /add cart.py

> Added cart.py to the chat

#### Cart total ignores
#### the discount

The total must subtract it.

#### A heading in the answer

> Tokens: 2.9k sent, 214 received. Cost: $0.01 message, $0.03 session.
> Applied edit to cart.py
> Commit 1a2b3c4 fix: subtract

#### /ask why?

Because.

# aider chat started at 2026-11-07 11:00:00

#### thanks
"""


@pytest.mark.parametrize("line", ["^C again to exit", "^C KeyboardInterrupt", "^C again to exit  "])
def test_aider_says_that_an_answer_was_interrupted(line: str) -> None:
    """In a line of its own; an answer may quote it."""
    history = (
        "# aider chat started at 2026-11-07 10:00:00\n\n#### think\n\n> \n> " + line + "\n\nI am\n\n"
        f"#### leave it\n\nIt printed {line}\n"
    )
    turns = read("aider", history.encode(), ".aider.chat.history.md").turns
    assert [turn.state for turn in turns] == ["interrupted", "completed"]


def test_aiders_prompts_keep_their_order() -> None:
    """A chat has one time for all of its prompts: each is a millisecond later than the one before."""
    prompts = "".join(f"#### {text}\n\nHi.\n\n" for text in ("zeta", "alpha", "zeta", "mid"))
    history = "".join(f"# aider chat started at 2026-11-07 10:00:0{second}\n\n{prompts}" for second in (0, 1))
    turns = read("aider", history.encode(), ".aider.chat.history.md").turns
    assert [turn.at for turn in turns] == sorted({turn.at for turn in turns})
    assert turns[4].at == "2026-11-07T10:00:01.000Z"


@pytest.mark.parametrize(
    "line",
    [
        "Model: openai/gpt-5 with whole edit format",
        "Main model: openai/gpt-5 with diff edit format, infinite output",
    ],
)
def test_aiders_model_is_read_with_and_without_a_weak_one(line: str) -> None:
    """aider says "Main model" only where another one is weaker; the weak and the editor's model are not the turn's."""
    history = (
        f"\n# aider chat started at 2026-11-07 10:00:00\n\n> Aider v0.86.2  \n> {line}  \n> Weak model: small  \n"
        "> Editor model: other with editor-diff edit format  \n\n#### hello\n\nHi.\n\n> Tokens: 1k sent, 2 received.  \n"
    )
    [turn] = read("aider", history.encode(), ".aider.chat.history.md").turns
    assert turn.model == "openai/gpt-5"


def test_aider_histories() -> None:
    """Local commands are no prompts; the input history tells a heading of an answer from a prompt."""
    typed = b"# 2026\n+/add cart.py\n+Cart total ignores\n+the discount\n+/ask why?\n+thanks\n"
    told = read("aider", AIDER, ".aider.chat.history.md", siblings={".aider.input.history": typed})
    assert words(told.turns) == [
        [("typed", "Cart total ignores\nthe discount")],
        [("command", "/ask why?")],
        [("typed", "thanks")],
    ]
    first = told.turns[0]
    assert (first.commits, first.cost, first.models) == (("1a2b3c4",), 0.01, ("claude-opus-4-8",))
    assert first.tokens == {"input": 2900, "output": 214}
    assert "A heading in the answer" in first.response
    assert len({turn.session for turn in told.turns}) == 2
    loose = read("aider", AIDER, ".aider.chat.history.md")
    assert [said.text for turn in loose.turns for said in turn.utterances][1] == "A heading in the answer"


SPECSTORY = """<!-- Generated by SpecStory -->

# 2026-11-07 10:00:00Z

<!-- Claude Code Session 11111111-2222-4333-8444-555555555555 (2026-11-07 10:00:00Z) -->

_**User (2026-11-07 10:00:01Z)**_

Fix the total

---

_**Agent (claude-opus-4-8 2026-11-07 10:00:09Z)**_

Fixed.

---

_**User (2026-11-07 10:01:00Z)**_

[Request interrupted by user]

---

_**User (2026-11-07 10:02:00Z)**_

<command-name>/review</command-name>

---
"""


def test_specstory_histories() -> None:
    """The session is the agent's own; notices that the file lists as the user's are left out."""
    told = read("specstory", SPECSTORY.encode(), "x.md")
    assert words(told.turns) == [[("typed", "Fix the total")], [("command", "/review")]]
    first = told.turns[0]
    assert (first.agent, first.response, first.models) == ("claude", "Fixed.", ("claude-opus-4-8",))
    assert first.evidence == "export"
    plain = read("specstory", b"_**User**_\n\nhello\n", "y.md")
    assert (plain.agent, words(plain.turns)) == ("specstory", [[("typed", "hello")]])
