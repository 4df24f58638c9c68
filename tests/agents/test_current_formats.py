"""The formats that agents write today, and what older ones left behind."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.agents import registry
from records.agents.compressed import CannotUnpack
from records.agents.search import Search
from records.agents.transcript import Source, Transcript
from records.ledger.reconcile import ReceivedEvent, reconcile


def read(agent: str, rows: list[dict[str, Any]] | str, name: str = "s.jsonl", **more: Any) -> Transcript:
    data = rows.encode() if isinstance(rows, str) else made.lines(rows)
    return registry.AGENTS[agent].read(Source(name, data, **more))


def texts(transcript: Transcript) -> list[str]:
    return [utterance.text for turn in transcript.turns for utterance in turn.utterances]


class TestClaude:
    """Fields decide who spoke; words stand in more places than the prompt."""

    def test_the_origin_of_a_row_decides_before_its_wording(self) -> None:
        """A person may quote a notice, and a program may write like a person."""
        notice = "<task-notification><task-id>b</task-id></task-notification>"
        story = made.Claude("11111111-2222-4333-8444-555555555555", "/w").prompt("Begin")
        story.raw(notice, origin={"kind": "human"}, promptSource="typed").raw(
            notice, origin={"kind": "task-notification"}
        )
        story.raw("Go on", promptSource="system").raw("Ship it", origin={"kind": "channel"})
        transcript = read("claude", story.rows)
        assert texts(transcript) == ["Begin", notice, "Ship it"]

    def test_the_prompt_ids_of_generated_rows_are_reported(self) -> None:
        """A hook knows nothing of origins: its prompts are recognised by these ids."""
        row = {
            "type": "user",
            "uuid": "u",
            "promptId": "p9",
            "message": {"content": "done"},
            "origin": {"kind": "peer"},
        }
        assert read("claude", [row]).generated == ("p9",)

    @pytest.mark.parametrize("kind", ["document", "image"])
    def test_a_file_without_words_is_a_turn(self, kind: str) -> None:
        """A picture or a PDF alone asks for something."""
        block = {"type": kind, "source": {"type": "base64", "data": "AA=="}}
        row = {"type": "user", "uuid": "u", "promptId": "p", "message": {"content": [block]}}
        [turn] = read("claude", [row]).turns
        assert (turn.utterances[0].text, turn.utterances[0].images) == ("", 1)

    def test_notes_and_edited_plans_are_the_persons(self) -> None:
        """What is written beside a chosen option, and a plan that was changed before it was approved."""
        story = made.Claude("11111111-2222-4333-8444-555555555555", "/w").prompt("Set it up")
        detail = {"answers": {"Which?": "Postgres"}, "annotations": {"Which?": {"notes": "version 16"}}}
        story.call("AskUserQuestion", {}, "answered", toolUseResult=detail)
        story.call(
            "ExitPlanMode", {}, "approved", toolUseResult={"plan": "1. My own step", "planWasEdited": True}
        )
        story.call("ExitPlanMode", {}, "approved", toolUseResult={"plan": "untouched"})
        assert texts(read("claude", story.rows)) == ["Set it up", "Postgres", "version 16", "1. My own step"]


class TestCodex:
    """Finished items since 0.150, forks, editors, compression."""

    def test_items_are_prompts_answers_edits_and_commands(self) -> None:
        """Tokens come from usage records, and count once."""
        story = made.CodexItems("c", "/w").turn("Fix it", "and test it", tool="/w/cart.py")
        command = {
            "type": "CommandExecution", "id": "x", "command": ["/bin/bash", "-lc", "pytest -q"], "exit_code": 0,
            "aggregated_output": "3 passed",
        }  # fmt: skip
        story.rows.insert(
            -1,
            {"type": "event_msg", "payload": {"type": "item_completed", "turn_id": "c-t1", "item": command}},
        )
        usage = {"input_tokens": 10, "output_tokens": 2}
        record = {"turn_id": "c-t1", "response_id": "r", "usage": usage}
        count = {
            "type": "token_count",
            "info": {"total_token_usage": {"total_tokens": 12}, "last_token_usage": usage},
        }
        story.rows.insert(-1, {"type": "token_usage_record", "payload": record})
        story.rows.insert(-1, {"type": "event_msg", "payload": count})
        transcript = read("codex", story.rows)
        [turn] = transcript.turns
        assert [utterance.kind for utterance in turn.utterances] == ["typed", "steer"]
        assert (turn.files, turn.response, turn.tests[0].status) == (("/w/cart.py",), "Done.", "passed")
        assert turn.tokens == {"input": 10, "output": 2}
        assert dict(transcript.unknown) == {}

    @pytest.mark.parametrize(
        "attribution", [{"turn_trigger": "subagent"}, {"turn_trigger": "user", "parent_turn_id": "t0"}]
    )
    def test_a_turn_that_a_program_triggered_has_no_prompt(self, attribution: dict[str, str]) -> None:
        """The start of a turn says who triggered it."""
        story = made.CodexItems("c", "/w").turn("Fix it")
        story.rows[1]["payload"]["turn_attribution"] = attribution
        transcript = read("codex", story.rows)
        assert (transcript.turns, transcript.generated) == ((), ("c-t1",))

    def test_a_fork_without_turn_ids_repeats_its_parents_prompts_under_their_ids(self) -> None:
        """What is said after the fork has ids of its own."""

        def row(at: float, kind: str, **payload: Any) -> dict[str, Any]:
            return {"timestamp": made.stamp(at), "type": "event_msg", "payload": {"type": kind, **payload}}

        ids = [f"0000000{number}-1111-4222-8333-444444444444" for number in range(2)]
        parent = [{"type": "session_meta", "payload": {"id": ids[0], "cwd": "/w"}}]
        fork = [{"type": "session_meta", "payload": {"id": ids[1], "forked_from_id": ids[0]}}, *parent]
        for at, text in ((1.0, "one"), (20.0, "two")):
            parent += [
                row(at, "task_started"),
                row(at, "user_message", message=text),
                row(at + 1, "task_complete"),
            ]
            fork += [
                row(99.0, "task_started"),
                row(99.0, "user_message", message=text),
                row(99.1, "task_complete"),
            ]
        fork += [row(200.0, "task_started"), row(200.0, "user_message", message="three")]
        first, second = (
            [
                utterance.uid
                for turn in read("codex", rows, f"rollout-x-{uid}.jsonl").turns
                for utterance in turn.utterances
            ]
            for uid, rows in zip(ids, (parent, fork), strict=True)
        )
        assert second[:2] == first
        assert second[2] not in first

    @pytest.mark.parametrize(
        "head",
        ["# Context from my IDE setup:\n\n## Active file: a.py", "# Files mentioned by the user:\n\n## a"],
    )
    def test_an_editors_context_is_no_part_of_the_request(self, head: str) -> None:
        """Neither in a rollout nor in a hook's payload."""
        prompt = f"{head}\n\n## My request for Codex:\nFix the total\n"
        assert texts(read("codex", made.Codex("c", "/w").turn(prompt).rows)) == ["Fix the total"]
        event = registry.AGENTS["codex"].hook("UserPromptSubmit", {"session_id": "s", "prompt": prompt})
        assert event is not None
        assert event.texts == ("Fix the total",)

    def test_a_compressed_rollout_is_unpacked(self, tmp_path: Path) -> None:
        """Codex compresses rollouts that lie idle."""
        zstandard = pytest.importorskip("zstandard")
        path = tmp_path / "rollout-2026-11-07T10-00-00-c.jsonl.zst"
        path.write_bytes(zstandard.compress(made.CodexItems("c", "/w").turn("Fix it").data))
        agent = registry.recognise(path)
        assert agent is not None
        assert [texts(agent.read(source)) for source in agent.load(path, [])] == [["Fix it"]]
        path.write_bytes(b"\x28\xb5\x2f\xfd broken")
        with pytest.raises(CannotUnpack, match="cannot unpack"):
            list(agent.load(path, []))

    def test_without_a_library_the_message_names_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Unpacking is an extra."""
        for name in ("compression.zstd", "backports.zstd", "zstandard"):
            monkeypatch.setitem(sys.modules, name, None)
        path = tmp_path / "rollout-2026-11-07T10-00-00-c.jsonl.zst"
        path.write_bytes(b"\x28\xb5\x2f\xfd")
        with pytest.raises(CannotUnpack) as error:
            list(registry.AGENTS["codex"].load(path, []))
        assert error.value.hint == "pip install 'records-history[zstd]'"


class TestGemini:
    """Histories that are written again, commands, answers."""

    @property
    def head(self) -> dict[str, Any]:
        return {"sessionId": "g", "projectHash": "x"}

    def user(self, uid: str, text: str, at: float, **more: Any) -> dict[str, Any]:
        return {"id": uid, "type": "user", "content": [{"text": text}], "timestamp": made.stamp(at), **more}

    def test_a_history_that_is_written_again_is_not_said_again(self) -> None:
        """All of it has new ids and one time; a prompt that is only in it stays."""
        context = self.user("c", "<session_context>x</session_context>", 9.0)
        again = [context, self.user("b1", "one", 9.0), self.user("b2", "only here", 9.0)]
        rows = [
            self.head,
            self.user("a1", "one", 1.0),
            self.user("a2", "one", 2.0),
            *again,
            {"$set": {"messages": again}},
        ]
        assert texts(read("gemini", rows)) == ["one", "one", "only here"]

    def test_a_history_of_one_message_that_is_written_again_is_not_said_again(self) -> None:
        """After a refused tool, the context of the session and the only prompt are one message."""
        parts = [{"text": "<session_context>x</session_context>"}, {"text": "one"}]
        again = {**self.user("b", "", 9.0), "content": parts}
        rows = [self.head, self.user("a", "one", 1.0), again, {"$set": {"messages": [again]}}]
        assert texts(read("gemini", [*rows, self.user("c", "two", 10.0)])) == ["one", "two"]
        alone = self.user("d", "one", 12.0)  # typed again, after the history was replaced
        assert texts(read("gemini", [*rows, alone, {"$set": {"messages": [alone]}}])) == ["one", "one"]

    def test_what_hooks_add_before_a_prompt_is_not_typed(self) -> None:
        """Without a terminal the context of hooks stands in the row of the prompt; words that speak of it stay."""
        context = "<hook_context># Decisions in force\n- ADR-0001 Use files\n</hook_context>\n\n"
        rows = [
            self.head,
            self.user("a", context + "Add a cart", 1.0),
            self.user("b", "What is <hook_context>?", 2.0),
        ]
        assert texts(read("gemini", rows)) == ["Add a cart", "What is <hook_context>?"]
        event = registry.AGENTS["gemini"].hook(
            "BeforeAgent", {"prompt": context + "Add a cart", "session_id": "s"}
        )
        assert event is not None
        assert event.texts == ("Add a cart",)

    def test_a_command_is_recorded_as_it_was_typed(self) -> None:
        """The fingerprint of its body lets a hook's prompt be recognised."""
        row = self.user("a", "Explain this code.\n\n1. Look.", 1.0, displayContent=[{"text": "/why a.py:1"}])
        [turn] = read("gemini", [self.head, row]).turns
        event = registry.AGENTS["gemini"].hook(
            "BeforeAgent", {"session_id": "g", "prompt": "Explain this code.\n\n1. Look."}
        )
        assert event is not None
        assert (turn.utterances[0].kind, turn.utterances[0].text) == ("command", "/why a.py:1")
        assert turn.utterances[0].sent in event.sent

    def test_answers_to_questions_are_recorded(self) -> None:
        """They stand in the tool's result."""
        result = [
            {"functionResponse": {"response": {"output": '{"answers": {"0": "green", "1": ["a", "b"]}}'}}}
        ]
        call = {"id": "q", "name": "ask_user", "status": "success", "result": result}
        rows = [
            self.head,
            self.user("a", "ask", 1.0),
            {"id": "b", "type": "gemini", "content": "", "toolCalls": [call]},
        ]
        assert texts(read("gemini", rows)) == ["ask", "green", "a, b"]


class TestOpenCode:
    """Parents, commands, the older layout."""

    def test_the_older_tree_of_files_is_read(self, tmp_path: Path) -> None:
        """A file for utterance session, message and part; a subagent's session has no turns."""
        story = made.OpenCode("o", "/w").turn("Add tax").turn("Now test it")
        for name, value in story.files.items():
            path = tmp_path / "storage" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value))
        agent = registry.AGENTS["opencode"]
        paths = agent.transcript_paths(
            [], Search(tmp_path / "home", {"XDG_DATA_HOME": str(tmp_path / "none")})
        )
        assert paths == []
        folder = tmp_path / "storage" / "session" / "p"
        own, child = (
            agent.read(next(agent.load(folder / f"ses_o{ending}.json", []))) for ending in ("", "child")
        )
        assert texts(own) == ["Add tax", "Now test it"]
        assert [turn.response for turn in own.turns] == ["Done.", "Done."]
        assert (child.turns, child.generated) == ((), ("*",))

    def test_a_commands_body_is_recorded_as_the_command(self) -> None:
        """OpenCode keeps only the body: the session's command files say whose it is."""
        body = "---\ndescription: Review\n---\n\nReview $ARGUMENTS with care.\n"
        export = {
            "info": {"id": "s", "directory": "/w"},
            "messages": [
                {"info": {"role": "user", "id": f"m{number}"}, "parts": [{"type": "text", "text": text}]}
                for number, text in enumerate(("Review cart.py with care.", "Review cart.py now."))
            ],
        }
        transcript = read("opencode", json.dumps(export), siblings={"review": body.encode()})
        assert texts(transcript) == ["/review cart.py", "Review cart.py now."]

    def test_messages_that_wait_are_queued_and_interrupt_nothing(self) -> None:
        """An answer names its prompt; a message that none names was answered with the one before it."""

        def message(role: str, uid: str, created: int, **more: Any) -> dict[str, Any]:
            info = {
                "role": role,
                "id": uid,
                "time": {"created": created, "completed": created + 50_000},
                **more,
            }
            return {"info": info, "parts": [{"type": "text", "text": uid}]}

        start = 1_794_990_000_000
        messages = [
            message("user", "create tea", start),
            message("assistant", "x1", start + 1000, parentID="create tea", finish="tool-calls"),
            message("user", "wait", start + 2000),
            message("user", "say hello", start + 3000),
            message("assistant", "x2", start + 60_000, parentID="say hello", finish="stop"),
        ]
        turns = read("opencode", json.dumps({"info": {"id": "s"}, "messages": messages})).turns
        assert [[utterance.text for utterance in turn.utterances] for turn in turns] == [
            ["create tea", "wait"],
            ["say hello"],
        ]
        assert [turn.state for turn in turns] == ["completed", "completed"]


class TestOthers:
    """Copilot, Cursor, Qwen Code, aider, SpecStory."""

    def test_copilots_edits_and_usage_are_read(self) -> None:
        """Edits are in the tool's result, tokens in a record of their own."""
        rows = made.Copilot("cp", "/w").turn("Fix it").rows
        call = {"toolCallId": "t", "toolName": "apply_patch", "arguments": "*** Begin Patch"}
        edits = {"toolCallId": "t", "success": True, "fileEdits": [{"path": "/w/a.py", "kind": "create"}]}
        usage = {"usage": {"apiCallId": "r", "inputTokens": 10, "outputTokens": 2}}
        rows += [
            {"type": "tool.execution_start", "id": "a", "data": call},
            {"type": "tool.execution_complete", "id": "b", "data": edits},
            {"type": "session.usage_record", "id": "c", "data": usage},
            {"type": "user.message", "id": "d", "data": {"content": "Look around."}, "agentId": "sub"},
        ]
        [turn] = read("copilot", rows).turns
        assert (turn.files, turn.tokens) == (("/w/a.py",), {"input": 10, "output": 2})

    @pytest.mark.parametrize("arguments", ["", "a.py:1", "größer als\n\nARGUMENTS: vorher"])
    def test_a_skill_of_copilots_is_recorded_as_it_was_typed(self, arguments: str) -> None:
        """The hook is given the skill's whole text, the events what was typed; they are one utterance."""
        typed = f"/review {arguments}".rstrip()
        tail = f"\n\nARGUMENTS: {arguments}" if arguments else ""
        body = f"Base directory for this skill: /w\n\nLook at it.\n{tail}\n</skill-context>"
        sent = f'The user explicitly invoked the "/review" skill. Follow its instructions now.\n\n<skill-context name="review">\n{body}'
        event = registry.AGENTS["copilot"].hook(
            "userPromptSubmitted", {"sessionId": "cp", "prompt": sent, "timestamp": int(made.START * 1000)}
        )
        assert event is not None
        assert event.kind == "command"
        assert event.texts[0].startswith("/review")
        data = {
            "content": typed, "interactionId": "i",
            "transformedContent": f"<current_datetime>2026-11-28T18:58:29.929+00:00</current_datetime>\n\n{sent}",
        }  # fmt: skip
        row = {"type": "user.message", "id": "u", "timestamp": made.stamp(made.START), "data": data}
        [turn] = read("copilot", [row]).turns
        [result] = reconcile([turn], [ReceivedEvent("e", made.START, event)])
        assert [(each.kind, each.text) for each in result.turn.utterances] == [("command", typed)]

    @pytest.mark.parametrize(
        "prompt",
        [
            'The user explicitly invoked the "/review" skill. Why?',
            'The user explicitly invoked the "/a" skill.\n<skill-context name="b">\nx\n</skill-context>',
            'Explain: The user explicitly invoked the "/a" skill.\n<skill-context name="a">\nx\n</skill-context>',
        ],
    )
    def test_who_writes_about_a_skill_is_recorded_verbatim(self, prompt: str) -> None:
        """Only the whole text of a call is one."""
        event = registry.AGENTS["copilot"].hook("userPromptSubmitted", {"sessionId": "cp", "prompt": prompt})
        assert event is not None
        assert (event.kind, event.texts) == ("typed", (prompt,))

    def test_what_a_person_answers_copilot_and_writes_when_they_refuse_is_read(self) -> None:
        """Both have events of their own; the tool's result repeats them."""
        rows = made.Copilot("cp", "/w").turn("Fix it").rows
        answer = {
            "requestId": "q", "toolCallId": "t",
            "response": {"responseKind": "ask_user", "content": {"colour": "blau", "sizes": ["S", "L"], "none": ""}},
        }  # fmt: skip
        result = {"toolCallId": "t", "success": True, "result": {"detailedContent": "User responded: blau"}}
        denied = {
            "requestId": "p",
            "result": {"kind": "denied-interactively-by-user", "feedback": "Not like that"},
        }
        rows += [
            {"type": "tool.execution_start", "id": "a", "data": {"toolCallId": "t", "toolName": "ask_user"}},
            {"type": "human_response.recorded", "id": "b", "data": answer},
            {"type": "tool.execution_complete", "id": "c", "data": result},
            {"type": "permission.completed", "id": "d", "data": denied},
            {
                "type": "permission.completed",
                "id": "e",
                "data": {"requestId": "r", "result": {"kind": "approved"}},
            },
        ]
        transcript = read("copilot", rows)
        [turn] = transcript.turns
        assert [(each.kind, each.text) for each in turn.utterances] == [
            ("typed", "Fix it"),
            ("answer", "blau"),
            ("answer", "S, L"),
            ("tool_feedback", "Not like that"),
        ]
        assert not transcript.unknown

    @pytest.mark.parametrize(
        ("end", "state"),
        [
            ({"status": "error", "error": "User aborted request"}, "interrupted"),
            ({"status": "aborted"}, "interrupted"),
            ({"status": "error", "error": "quota"}, "failed"),
            ({"status": "completed"}, "completed"),
        ],
    )
    def test_cursor_says_how_a_turn_ended(self, end: dict[str, str], state: str) -> None:
        """By a row of its own."""
        rows = [*made.Cursor("c", "/w").turn("Add tax").rows, {"type": "turn_ended", **end}]
        assert [turn.state for turn in read("cursor", rows).turns] == [state]

    @pytest.mark.parametrize(
        "text", ["Why is </user_query> in the log?", "Is <user_query>x</user_query> a tag?"]
    )
    def test_a_query_may_speak_of_its_own_tag(self, text: str) -> None:
        """The outermost tags are the program's."""
        assert texts(read("cursor", made.Cursor("c", "/w").turn(text).rows)) == [text]

    def test_qwens_rows_say_who_wrote_them(self, tmp_path: Path) -> None:
        """They look like Claude Code's, and are not taken for them."""
        story = made.Qwen("q", "/w").turn("Fix it").turn("Now test it")
        path = tmp_path / "q.jsonl"
        path.write_bytes(story.data)
        agent = registry.recognise(path)
        assert agent is not None
        assert (agent.name, texts(read(agent.name, story.rows))) == ("qwen", ["Fix it", "Now test it"])

    @pytest.mark.parametrize("fence", ["```", "~~~~"])
    def test_aiders_marks_in_a_fenced_block_are_the_answers(self, fence: str) -> None:
        """The block ends where its own marks end it."""
        answer = f"{fence}md\n#### Not a prompt\n> not a notice\n{fence}"
        history = f"# aider chat started at 2026-11-07 10:00:00\n\n#### Add a heading  \n\n{answer}\n\nDone.\n\n#### <blank>  \n"
        transcript = read("aider", history, ".aider.chat.history.md")
        assert texts(transcript) == ["Add a heading"]
        assert "Not a prompt" in transcript.turns[0].response

    def test_specstorys_nested_and_local_blocks_are_left_out(self) -> None:
        """A subagent's words are no answer, a local command is no prompt, a quoted speaker no speaker."""
        history = (
            "_**User**_\n\n<command-name>/theme</command-name>\n\n_**User**_\n\n<local-command-stdout>ok</local-command-stdout>\n\n"
            "_**User**_\n\nExplain\n\n_**Agent (m)**_\n\nHere:\n\n```\n_**User**_\n\nquoted\n```\n\n_**Agent - sidechain (m)**_\n\nfind it\n"
        )
        transcript = read("specstory", history, "x.md")
        assert texts(transcript) == ["Explain"]
        assert "quoted" in transcript.turns[0].response
        assert "find it" not in transcript.turns[0].response
