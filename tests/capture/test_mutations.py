"""Files and payloads that are not as they usually are: each prompt is recorded once, as it was typed."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.agents import registry
from records.agents.transcript import Source
from records.capture.sync import sync
from records.project.project import Project
from shop_help import READERS, SESSION, Shop, put, say, spool

HOOKED = {name: kind for name, kind in READERS.items() if kind is not made.Qwen}
LINES = {name: kind for name, kind in READERS.items() if kind is not made.OpenCode}
TIMED = {name: kind for name, kind in LINES.items() if kind is not made.Cursor}
TEXT = "typed here"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A repository with capture on, and an empty home."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return Shop(tmp_path)


def more(story: Any, *texts: str) -> Any:
    """Type further prompts in a session."""
    for text in texts:
        story = story.prompt(text).answer("Done.") if isinstance(story, made.Claude) else story.turn(text)
    return story


def rewrite(story: Any, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """Put a session's transcript where its agent keeps it, with its lines changed."""
    for path, data in made.transcript_files(story, Path(os.environ["HOME"])).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = change(data.splitlines()) if path.suffix == ".jsonl" else [data]
        path.write_bytes(b"\n".join(lines))


ODD_TEXTS = {
    "NUL": "a\0b",
    "CRLF": "one\r\ntwo\r\n\r\nthree",
    "separators": "one\x0ctwo\u2028three\x85four",
    "escape": "\x1b[31mred\x1b[0m",
    "JSON": '{"cwd": "/elsewhere", "type": "user"}',
}


@pytest.mark.parametrize("kind", READERS.values(), ids=READERS)
@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_control_characters_are_the_prompts(shop: Shop, kind: type, text: str) -> None:
    """Hook and transcript report the same prompt, whatever characters are in it."""
    story = say(kind, shop.root, text)
    put(story)
    if kind is not made.Qwen:
        spool(shop, story)
    assert [word.replace("\r\n", "\n") for word in shop.words()] == [text.replace("\r\n", "\n")]


@pytest.mark.parametrize("kind", READERS.values(), ids=READERS)
@pytest.mark.parametrize("name", ["{}-backup", "copy of {}", "{} (2)"])
@pytest.mark.parametrize("is_kept", [True, False], ids=["copied", "renamed"])
def test_a_copy_of_a_transcript_is_no_second_session(
    shop: Shop, kind: type, name: str, is_kept: bool
) -> None:
    """A backup beside the transcript, or a transcript that was renamed after it was read, adds nothing."""
    story = say(kind, shop.root, TEXT)
    put(story)
    assert shop.words() == [TEXT]
    for path in made.transcript_files(story, Path(os.environ["HOME"])):
        if path.suffix == ".jsonl":
            folder = path.parent.with_name(name.format(path.parent.name))
            copy = folder / path.name if kind is made.Copilot else path.with_stem(name.format(path.stem))
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
            if not is_kept:
                path.unlink()
    assert shop.words() == [TEXT]


@pytest.mark.parametrize("kind", READERS.values(), ids=READERS)
def test_the_same_words_again_are_another_prompt(shop: Shop, kind: type) -> None:
    """Three times the same words are three prompts, once each beside the hooks."""
    story = more(say(kind, shop.root, TEXT), TEXT, "other", TEXT)
    put(story)
    assert shop.words() == ["other", TEXT, TEXT, TEXT]
    if kind is not made.Qwen:
        spool(shop, story)
    assert shop.words() == ["other", TEXT, TEXT, TEXT]


@pytest.mark.parametrize(
    "kinds", [("Claude", "Codex"), ("Gemini", "Qwen"), ("Copilot", "Cursor"), ("OpenCode", "CodexItems")]
)
def test_one_session_id_of_two_agents_is_two_sessions(shop: Shop, kinds: tuple[str, str]) -> None:
    """An id is an agent's own."""
    for name in kinds:
        story = say(READERS[name], shop.root, TEXT)
        put(story)
        if name in HOOKED:
            spool(shop, story)
    assert shop.words() == [TEXT, TEXT]


ODD_ROWS = [
    b'{"type": "telemetry", "id": 7, "data": null}',
    b'{"type": null}',
    b'{"foo": [1, {"a": null}]}',
    b'{"type": "citation", "uuid": null, "payload": {"type": "audio", "item": {"type": "x"}}, "timestamp": null}',
    b"[]",
]
CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "odd rows first": lambda lines: [*ODD_ROWS, *lines],
    "odd rows between": lambda lines: [row for line in lines for row in (line, *ODD_ROWS)],
    "half a row": lambda lines: [*lines, lines[-1][: len(lines[-1]) // 2]],
    "other order of fields": lambda lines: [
        json.dumps(dict(reversed(json.loads(line).items()))).encode() for line in lines
    ],
    "CRLF": lambda lines: [line + b"\r" for line in lines],
    "BOM": lambda lines: [b"\xef\xbb\xbf" + lines[0], *lines[1:]],
}


@pytest.mark.parametrize("kind", LINES.values(), ids=LINES)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_odd_rows_hide_no_prompt(
    shop: Shop, kind: type, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    """Unknown, damaged and reordered rows change nothing about the others."""
    rewrite(say(kind, shop.root, TEXT), change)
    assert shop.words() == [TEXT]


@pytest.mark.parametrize("kind", TIMED.values(), ids=TIMED)
def test_a_row_that_is_written_twice_is_one_prompt(shop: Shop, kind: type) -> None:
    """Rows have ids or times by which a copy is known; only Cursor's have neither."""
    rewrite(say(kind, shop.root, TEXT), lambda lines: [row for line in lines for row in (line, line)])
    assert shop.words() == [TEXT]


@pytest.mark.parametrize("kind", [made.Claude, made.CodexItems, made.Gemini, made.Copilot, made.Qwen])
def test_rows_without_ids_are_read(shop: Shop, kind: type) -> None:
    """Without an agent's own ids each prompt is still recorded, once, also when it is read again."""
    story = more(say(kind, shop.root, TEXT), "again", "again")

    def strip(value: Any) -> Any:
        if isinstance(value, dict):
            names = value.keys() - {"id", "uuid", "promptId", "interactionId", "turn_id"}
            return {name: strip(value[name]) for name in value if name in names}
        return [strip(item) for item in value] if isinstance(value, list) else value

    story.rows = [story.rows[0], *map(strip, story.rows[1:])]
    put(story)
    assert shop.words() == ["again", "again", TEXT]
    put(more(story, "last"))
    assert shop.words() == ["again", "again", "last", TEXT]


FORMS: dict[str, Callable[[datetime], Any]] = {
    "seconds": datetime.timestamp,
    "milliseconds": lambda when: int(when.timestamp() * 1000),
    "text of milliseconds": lambda when: str(int(when.timestamp() * 1000)),
    "offset": lambda when: when.astimezone(timezone(timedelta(hours=5, minutes=30))).isoformat(),
    "object": lambda when: {"seconds": int(when.timestamp()), "nanos": 0},
    "none": lambda when: None,
}


@pytest.mark.parametrize("kind", TIMED.values(), ids=TIMED)
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_times_of_any_form_keep_prompts_apart_and_together(
    shop: Shop, kind: type, form: Callable[[datetime], Any]
) -> None:
    """However a transcript writes its times, its prompts are those of the hooks."""
    story = more(say(kind, shop.root, TEXT), "again")
    for row in story.rows:
        if "timestamp" in row:
            row["timestamp"] = form(datetime.fromisoformat(row["timestamp"]))
    put(story)
    if kind is not made.Qwen:
        spool(shop, story)
    assert shop.words() == ["again", TEXT]


@pytest.mark.parametrize("kind", HOOKED.values(), ids=HOOKED)
@pytest.mark.parametrize("first", ["hooks", "transcript"])
def test_a_clock_that_goes_backwards_loses_nothing(shop: Shop, kind: type, first: str) -> None:
    """A later prompt may have an earlier time."""
    story = say(kind, shop.root, TEXT)
    story.at -= 4000
    story = more(story, "again")
    steps = [lambda: spool(shop, story), lambda: put(story)]
    for step in steps if first == "hooks" else reversed(steps):
        step()
        assert shop.words() == ["again", TEXT]


BLOCKS: dict[str, Any] = {
    "text block": [{"type": "text", "text": TEXT}],
    "strings": [TEXT],
    "object": {"type": "text", "text": TEXT},
    "beside a recording": [{"type": "text", "text": TEXT}, {"type": "audio", "data": "AAAA"}],
    "input_text": [{"type": "input_text", "text": TEXT}],
}


@pytest.mark.parametrize("kind", READERS.values(), ids=READERS)
@pytest.mark.parametrize("content", BLOCKS.values(), ids=BLOCKS)
def test_a_prompt_may_be_a_list_of_blocks(shop: Shop, kind: type, content: Any) -> None:
    """In a payload and in a row: never the text of a Python value."""
    story = say(kind, shop.root, TEXT)
    for _, _, payload in story.hooks:
        if "prompt" in payload:
            payload["prompt"] = content

    def blocks(value: Any, name: str = "") -> Any:
        if value == TEXT and name in ("content", "message"):
            return content
        if isinstance(value, dict):
            return {name: blocks(inner, name) for name, inner in value.items()}
        return [blocks(inner) for inner in value] if isinstance(value, list) else value

    story.rows = blocks(story.rows)
    if kind is not made.Qwen:
        spool(shop, story)
        assert shop.words() == [TEXT]
    put(story)
    assert shop.words() == [TEXT]


@pytest.mark.parametrize("block", ["image", "document", "audio", "file_attachment"])
def test_a_prompt_of_a_file_alone_is_a_turn(block: str) -> None:
    """Whatever kind of file a person sends, and whatever the agent calls its block."""
    item = {"type": block, "source": {"data": "AAAA"}}
    stories = (
        ("claude", made.Claude(SESSION, "/w").raw([item], promptId="p").rows),
        ("qwen", [_qwen_row([{"inlineData": {"mimeType": block}}])]),
        ("gemini", [{"id": "1", "type": "user", "content": [{"inlineData": {"mimeType": block}}]}]),
        ("codex", _codex_rows({"type": "UserMessage", "id": "u", "content": [item]})),
    )
    for name, rows in stories:
        turns = registry.AGENTS[name].read(Source(f"{SESSION}.jsonl", made.lines(rows))).turns
        assert [(turn.utterances[0].text, turn.utterances[0].images) for turn in turns] == [("", 1)], name


def _qwen_row(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"uuid": "u", "type": "user", "provenance": "real_user", "message": {"parts": parts}}


def _codex_rows(item: dict[str, Any]) -> list[dict[str, Any]]:
    payload = {"type": "item_completed", "turn_id": "t", "item": item}
    return [{"timestamp": "2026-11-07T10:00:00Z", "type": "event_msg", "payload": payload}]


@pytest.mark.parametrize("kind", TIMED.values(), ids=TIMED)
def test_a_large_image_before_the_folder_hides_no_session(shop: Shop, kind: type) -> None:
    """The folder of a session may be recorded behind more than a mebibyte of other data."""
    story = say(kind, shop.root, TEXT)
    story.rows[0] = {"image": "A" * 1_200_000, **dict(reversed(story.rows[0].items()))}
    put(story)
    assert shop.words() == [TEXT]


def _opencode_database(shop: Shop, columns: str, name: str = "opencode.db") -> sqlite3.Connection:
    folder = Path(os.environ["HOME"]) / ".local/share/opencode"
    folder.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(folder / name)
    database.execute(f"CREATE TABLE session (id, directory{columns})")
    database.execute("CREATE TABLE message (id, session_id, time_created, data)")
    database.execute("CREATE TABLE part (id, message_id, data)")
    database.execute("INSERT INTO session (id, directory) VALUES ('ses_1', ?)", (str(shop.root),))
    about = json.dumps({"role": "user", "time": {"created": int(made.START * 1000)}})
    database.execute("INSERT INTO message VALUES ('m', 'ses_1', 1, ?)", (about,))
    part = json.dumps({"type": "text", "text": TEXT})
    database.execute("INSERT INTO part VALUES ('p', 'm', ?)", (part,))
    database.commit()
    return database


@pytest.mark.parametrize("columns", ["", ", parent_id", ", version", ", parent_id, version, revert, slug"])
def test_opencodes_database_may_have_other_columns(shop: Shop, columns: str) -> None:
    """An older or newer schema is read as far as it goes."""
    _opencode_database(shop, columns).close()
    assert shop.words() == [TEXT]


@pytest.mark.parametrize("data", ["{broken", None, "[1]", b"\xff\xfe"])
def test_a_damaged_row_of_opencodes_database_hides_no_other(shop: Shop, data: Any) -> None:
    """One row that is not JSON does not cost all sessions."""
    database = _opencode_database(shop, ", parent_id, version")
    database.execute("INSERT INTO message VALUES ('m2', 'ses_1', 2, ?)", (data,))
    database.execute("INSERT INTO part VALUES ('p2', 'm', ?)", (data,))
    database.commit()
    database.close()
    assert shop.words() == [TEXT]


def test_opencodes_older_tree_counts_beside_its_database(shop: Shop) -> None:
    """Sessions of before the change of layout, and those of another release channel, are read too."""
    _opencode_database(shop, ", parent_id").close()
    put(say(made.OpenCode, shop.root, "typed before"))
    assert shop.words() == ["typed before", TEXT]
    _opencode_database(shop, ", parent_id", "opencode-dev.db").close()
    assert shop.words() == ["typed before", TEXT]


def test_a_compressed_transcript_beside_its_original_adds_nothing(shop: Shop) -> None:
    """Codex compresses a rollout while a reader may see both; frames may follow each other."""
    zstandard = pytest.importorskip("zstandard", reason="needs zstandard to compress")
    compress = zstandard.ZstdCompressor().compress
    story = say(made.CodexItems, shop.root, TEXT)
    put(story)
    ((path, data),) = made.transcript_files(story, Path(os.environ["HOME"])).items()
    packed = path.with_name(path.name + ".zst")
    packed.write_bytes(compress(data[:300]) + compress(data[300:]))
    assert shop.words() == [TEXT]
    path.unlink()
    packed.touch()
    assert shop.words() == [TEXT]


@pytest.mark.parametrize("size", [5, -1, -20])
def test_a_compressed_transcript_that_breaks_off_is_reported(shop: Shop, size: int) -> None:
    """A file that cannot be unpacked is named, not passed over."""
    zstandard = pytest.importorskip("zstandard", reason="needs zstandard to compress")
    story = say(made.CodexItems, shop.root, TEXT)
    ((path, data),) = made.transcript_files(story, Path(os.environ["HOME"])).items()
    path.parent.mkdir(parents=True)
    path.with_name(path.name + ".zst").write_bytes(zstandard.ZstdCompressor().compress(data)[:size])
    notes = sync(Project.open(str(shop.root)), now=made.NOW).notes
    assert [note for note in notes if "cannot unpack" in note and path.name in note] == notes != []
