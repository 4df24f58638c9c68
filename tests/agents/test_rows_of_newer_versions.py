"""Rows as newer versions of agents write them, several ways each: a person's words once, a program's never."""

from __future__ import annotations

from typing import Any

import pytest

import capture_help as made
from records.agents import registry
from records.agents.transcript import Source

SESSION = "11111111-2222-4333-8444-555555555555"


def said(agent: str, rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return kind and text of everything a person said."""
    transcript = registry.AGENTS[agent].read(Source(f"{SESSION}.jsonl", made.lines(rows)))
    return [(item.kind.value, item.text) for turn in transcript.turns for item in turn.utterances]


def _event(second: float, payload: dict[str, Any]) -> dict[str, Any]:
    return {"timestamp": made.stamp(made.START + second), "type": "event_msg", "payload": payload}


def _item(second: float, text: str, uid: str = "u1", kind: str = "UserMessage") -> dict[str, Any]:
    item = {"type": kind, "id": uid, "content": [{"type": "text", "text": text}]}
    return _event(second, {"type": "item_completed", "turn_id": "t", "item": item})


def _message(second: float, text: str) -> dict[str, Any]:
    return _event(second, {"type": "user_message", "message": text})


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([_item(0, "go"), _message(0, "go")], ["go"]),
        ([_message(0, "go"), _item(0.03, "go")], ["go"]),
        ([_message(0, "go"), _message(0, "go")], ["go"]),
        ([_item(0, "go"), _item(0, "go")], ["go"]),
        ([_item(0, "go"), _message(0, "go"), _item(60, "go", "u2"), _message(60, "go")], ["go", "go"]),
        ([_message(0, "go"), _message(9, "go")], ["go", "go"]),
        ([_message(0, "go"), _item(60, "go")], ["go", "go"]),
        ([_item(0, "go", kind="userMessage")], ["go"]),
        ([_message(4.9, "go"), _item(5.1, "go")], ["go"]),
        ([_item(5.1, "go"), _message(4.9, "go")], ["go"]),
        ([_item(0, "go"), _item(1, "on", "u2"), _message(0, "go"), _message(1, "on")], ["go", "on"]),
    ],
)
def test_codexs_two_rows_of_one_prompt_are_one(rows: list[dict[str, Any]], texts: list[str]) -> None:
    """A version may write a prompt as a message, as an item, or as both; the same words later are another."""
    assert [text for _, text in said("codex", rows)] == texts


QWEN = {"uuid": "u", "type": "user", "sessionId": SESSION, "provenance": "real_user"}
CONTEXT = "<qwen:user-prompt-submit-context>\nadded\n</qwen:user-prompt-submit-context>"


@pytest.mark.parametrize(
    ("parts", "display", "expected"),
    [
        (["Fix it", CONTEXT], None, ("typed", "Fix it")),
        (["Fix it", "and test", "<system-reminder-note>x</system-reminder-note>"], "", ("typed", "Fix it\nand test")),
        (["The body of a command"], "/why a.py", ("command", "/why a.py")),
        (["Fix it", CONTEXT], "Fix it", ("typed", "Fix it")),
        ([CONTEXT], None, ("typed", CONTEXT)),
    ],
)  # fmt: skip
def test_what_qwens_hooks_add_is_not_typed(
    parts: list[str], display: str | None, expected: tuple[str, str]
) -> None:
    """Hooks add parts behind the prompt; what the screen showed is what was typed."""
    row = {**QWEN, "message": {"parts": [{"text": text} for text in parts]}}
    if display is not None:
        row["systemPayload"] = {"displayText": display, "hookContext": "added"}
    assert said("qwen", [row]) == [expected]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"origin": {"kind": "human"}}, ["Go on"]),
        ({"origin": {"kind": "voice"}}, ["Go on"]),
        ({"origin": {"kind": "remote_control"}, "promptSource": "typed"}, ["Go on"]),
        ({"origin": {"kind": "human"}, "promptSource": "sdk", "entrypoint": "remote_mobile"}, ["Go on"]),
        ({"origin": {"kind": "peer", "hopChain": ["a"]}}, []),
        ({"origin": {"kind": "coordinator"}}, []),
        ({"origin": {"kind": "auto-continuation"}, "promptSource": "typed"}, []),
        ({"turnCompanion": True, "origin": {"kind": "human"}}, []),
        ({"isVirtual": True}, []),
        ({"isCompactSummary": True}, []),
        ({"isVisibleInTranscriptOnly": True}, []),
    ],
)
def test_claudes_fields_say_who_wrote_a_row(fields: dict[str, Any], expected: list[str]) -> None:
    """A kind of origin that is new and names no program is left to the other fields and to the wording."""
    story = made.Claude(SESSION, "/w").raw("Go on", **fields).answer("Done.")
    assert [text for _, text in said("claude", story.rows)] == expected


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"toolDenialKind": "user-rejected", "userFeedback": "use the other branch"}, "use the other branch"),
        ({"toolDenialKind": "user-rejected"}, "no force push"),
        ({"toolDenialKind": "user-rejected", "userFeedback": "  "}, "no force push"),
    ],
)
def test_a_refusals_own_field_decides_before_its_sentence(fields: dict[str, str], words: str) -> None:
    """What a person wrote when they refused a call is recorded once."""
    story = made.Claude(SESSION, "/w").prompt("Push it").refuse("no force push").answer("Done.")
    story.rows[-2].update(fields)
    assert said("claude", story.rows)[1:] == [("tool_feedback", words)]


def _answered_by_qwen(display: Any, told: str = "") -> list[dict[str, Any]]:
    call = {"functionCall": {"id": "c", "name": "ask_user_question", "args": {}}}
    response = {"functionResponse": {"id": "c", "response": {"output": told}}}
    common = {"sessionId": SESSION, "timestamp": made.stamp(made.START)}
    result = {"callId": "c", "status": "success", "resultDisplay": display}
    return [
        {**QWEN, "message": {"parts": [{"text": "Ask me"}]}},
        {**common, "uuid": "a", "type": "assistant", "message": {"parts": [call]}},
        {
            **common,
            "uuid": "r",
            "type": "tool_result",
            "message": {"parts": [response]},
            "toolCallResult": result,
        },
    ]


_TOLD = "User has provided the following answers:\n\n**Store**: SQLite\n**Why**: it is small\nand it is here"


@pytest.mark.parametrize(
    ("display", "told", "expected"),
    [
        ({"answers": [{"question": "Which?", "answer": "SQLite"}]}, "", ["SQLite"]),
        ({"answers": {"0": "SQLite", "1": ["a", "b"]}}, "", ["SQLite", "a, b"]),
        (_TOLD, "", ["SQLite", "it is small\nand it is here"]),
        ({"type": "other", "text": _TOLD}, "", ["SQLite", "it is small\nand it is here"]),
        (None, _TOLD, ["SQLite", "it is small\nand it is here"]),
        ("User declined to answer", "User declined to answer", []),
        (None, "", []),
    ],
)
def test_answers_to_qwens_questions_are_recorded(display: Any, told: str, expected: list[str]) -> None:
    """As the display lists them, or as an older version told the model."""
    answers = [text for kind, text in said("qwen", _answered_by_qwen(display, told)) if kind == "answer"]
    assert answers == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"Which?": "SQLite"}, ["SQLite"]),
        ({"Which?": ["a", "b"], "Why?": ""}, ["a, b"]),
        (["SQLite", None, "small"], ["SQLite", "small"]),
        ([{"question": "Which?", "answer": "SQLite"}], ["SQLite"]),
        ({"Which?": {"answers": ["a"], "notes": "not b"}}, ["a, not b"]),
        ("SQLite", ["SQLite"]),
        (7, []),
    ],
)
def test_claudes_answers_may_be_of_any_shape(answers: Any, expected: list[str]) -> None:
    """An object by question, a list, or objects."""
    story = made.Claude(SESSION, "/w").prompt("Ask me")
    story.call("AskUserQuestion", {}, "x", toolUseResult={"answers": answers}).answer("Done.")
    assert [text for kind, text in said("claude", story.rows) if kind == "answer"] == expected


@pytest.mark.parametrize("subtype", ["notification", "goal_runtime", "cron_fired"])
def test_a_subtype_of_qwens_rows_decides_where_no_provenance_does(subtype: str) -> None:
    """Versions before `provenance` name what wrote a row in its subtype."""
    row = {name: value for name, value in QWEN.items() if name != "provenance"}
    row["message"] = {"parts": [{"text": "Go on"}]}
    assert said("qwen", [{**row, "subtype": subtype}]) == []
    assert said("qwen", [{**row, "subtype": "mid_turn_user_message"}]) == [("typed", "Go on")]


def _query(
    text: str, before: str = "<timestamp>Friday, May 8, 2026, 6:05 AM (UTC)</timestamp>\n"
) -> dict[str, Any]:
    return {
        "role": "user",
        "message": {"content": [{"type": "text", "text": f"{before}<user_query>{text}</user_query>"}]},
    }


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (_query("\nFix it\n"), ["Fix it"]),
        (_query("Fix it", ""), ["Fix it"]),
        (_query("\nBriefly inform the user about the task result\n"), ["Briefly inform the user about the task result"]),
        (_query("Briefly inform the user about the task result and end your turn."), []),
        (_query("The above subagent result is already visible to the user. Say nothing."), []),
        (_query("\nsame colour\n", "[Image]\n<image_files>\n1. /w/a.png\n</image_files>\n"), ["same colour"]),
        (_query("\n", "[Image]\n<image_files>\n1. /w/a.png\n</image_files>\n"), [""]),
        (_query("\n", "<uploaded_documents>\n/w/a.pdf\n</uploaded_documents>\n"), [""]),
        (_query("\n"), []),
    ],
)  # fmt: skip
def test_what_cursor_adds_is_not_typed_and_files_are(row: dict[str, Any], expected: list[str]) -> None:
    """Its own continuations are in the same tag as a query; attached files are named before it."""
    assert [text for _, text in said("cursor", [row])] == expected


@pytest.mark.parametrize(
    ("name", "arguments", "path"),
    [
        ("ApplyPatch", "*** Begin Patch\n*** Add File: /w/a.py\n+x\n*** End Patch", "/w/a.py"),
        ("ApplyPatch", {"patch": "*** Begin Patch\n*** Update File: a.py\n*** End Patch"}, "/w/a.py"),
        ("EditNotebook", {"target_notebook": "/w/a.ipynb"}, "/w/a.ipynb"),
        ("Delete", {"path": "/w/a.py"}, "/w/a.py"),
    ],
)
def test_cursors_edits_are_read(name: str, arguments: Any, path: str) -> None:
    """A patch is a text of its own, other tools name the file."""
    call = {
        "role": "assistant",
        "message": {"content": [{"type": "tool_use", "name": name, "input": arguments}]},
    }
    source = Source(f"{SESSION}.jsonl", made.lines([_query("\nFix it\n"), call]), root="/w")
    assert registry.AGENTS["cursor"].read(source).turns[0].files == (path,)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["#### /why a.py", "", "> Invalid command: /why a.py"], [("command", "/why a.py")]),
        (["#### /add a.py", "", "> Added a.py to the chat"], []),
        (["#### /run pytest", "> Invalid command line", "#### Fix it"], [("typed", "Fix it")]),
        (["#### /home/ann/a.py is the file", "", "Done."], [("typed", "/home/ann/a.py is the file")]),
        (["#### one\x0ctwo\u2028three", "", "Done."], [("typed", "one\x0ctwo\u2028three")]),
        (["#### one\r", "#### two\r", "\r", "Done.\r"], [("typed", "one\ntwo")]),
    ],
)
def test_aiders_lines_are_what_was_typed(lines: list[str], expected: list[tuple[str, str]]) -> None:
    """A command that aider does not have is a person's words; only a line feed ends a line."""
    data = "\n".join(["# aider chat started at 2026-11-07 10:00:00", "", *lines, ""]).encode()
    transcript = registry.AGENTS["aider"].read(Source(".aider.chat.history.md", data, root="/w"))
    assert [(item.kind.value, item.text) for turn in transcript.turns for item in turn.utterances] == expected


@pytest.mark.parametrize("has_ids", [True, False])
@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ('<channel source="chat">hello there</channel>', "hello there"),
        ('<channel source="a">one</channel>\n<channel source="b">\ntwo\n</channel>', "one\ntwo"),
        ("<channel>what is </channel> in my log?</channel>", "what is </channel> in my log?"),
        ("<channel>x</channel> stands in my log", "<channel>x</channel> stands in my log"),
        ("<pasted_content>\none\n</pasted_content>", "one"),
    ],
)
def test_claudes_hook_and_row_give_the_same_words(sent: str, typed: str, has_ids: bool) -> None:
    """A channel's wrapper and a paste's are taken off in both, so that the two are one prompt."""
    story = made.Claude(SESSION, "/w", ids=has_ids).prompt(sent).answer("Done.")
    event, _, payload = story.hooks[0]
    heard = registry.AGENTS["claude"].hook(event, payload)
    assert heard is not None
    assert heard.texts == (typed,)
    assert said("claude", story.rows) == [("typed", typed)]
