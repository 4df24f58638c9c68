"""Prompts are recorded in the repository in which they were typed, and in no other one."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import capture_help as made
from records.capture.consent import switch_on
from records.capture.sync import sync
from records.capture.turn_log import list_turns
from records.project.project import Project


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A repository with capture on, and an empty home."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    project = made.repository(tmp_path / "mine" / "shop")
    switch_on(project, 1.0)
    return project


def said(project: Project) -> list[str]:
    """Every utterance in the ledger, sorted."""
    sync(project, now=made.NOW)
    return sorted(words["text"] for turn in list_turns(project) for words in turn["utterances"])


def claude(cwd: str, text: str, session: str = "1") -> None:
    """Put a transcript where Claude Code keeps it."""
    name = f"0000000{session}-1111-4222-8333-444444444444"
    folder = Path(os.environ["HOME"]) / ".claude" / "projects" / re.sub(r"[^A-Za-z0-9]", "-", cwd)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.jsonl").write_bytes(made.Claude(name, cwd).prompt(text).answer("Done.").data)


@pytest.mark.parametrize("folder", ["api", "apps/web.site", "größe 😀"])
def test_a_session_that_began_in_a_folder_belongs_to_the_repository(shop: Project, folder: str) -> None:
    """The agent keeps its transcript in a folder of its own."""
    (Path(shop.root) / folder).mkdir(parents=True)
    cwd = f"{shop.root}/{folder}"
    claude(cwd.replace("😀", "😀"), "from below")
    slug = "".join(
        "-" * (2 if ord(sign) > 0xFFFF else 1) if not sign.isascii() or not sign.isalnum() else sign
        for sign in cwd
    )
    projects = Path(os.environ["HOME"]) / ".claude" / "projects"
    next(projects.iterdir()).rename(projects / slug)
    assert said(shop) == ["from below"]


def test_a_repository_whose_name_begins_the_same_is_another_one(shop: Project, tmp_path: Path) -> None:
    """The folders of the agents' transcripts cannot tell the two apart; the recorded folder does."""
    other = made.repository(tmp_path / "mine" / "shop-two")
    claude(other.root, "not here")
    claude(shop.root, "here", "2")
    assert said(shop) == ["here"]


def test_a_repository_inside_the_repository_is_another_one(shop: Project) -> None:
    """A clone in a folder has a history of its own."""
    inner = made.repository(Path(shop.root) / "vendor" / "lib")
    claude(inner.root, "not here")
    assert said(shop) == []


def test_chats_of_a_folder_of_the_same_name_are_not_recorded(shop: Project) -> None:
    """Gemini CLI names its folders after the bare name; the root is recorded beside the chats."""
    for number, root in enumerate(("/home/ada/src/shop", shop.root, f"{shop.root}/sub")):
        chats = Path(os.environ["HOME"]) / ".gemini" / "tmp" / f"shop-{number}" / "chats"
        chats.mkdir(parents=True)
        (chats.parent / ".project_root").write_text(root)
        chat = made.Gemini(f"g{number}", root).turn(f"from {number}")
        del chat.rows[0]["directories"]
        (chats / "session-1.jsonl").write_bytes(chat.data)
    assert said(shop) == ["from 1", "from 2"]


@pytest.mark.parametrize("agent", ["claude", "codex"])
def test_a_hook_that_runs_for_another_repository_records_nothing(
    shop: Project, tmp_path: Path, agent: str
) -> None:
    """A variable that names the wrong project calls the wrong hook; the payload has the folder."""
    other = made.repository(tmp_path / "other")
    for number, cwd in enumerate((other.root, shop.root)):
        payload = {"session_id": f"s{number}", "prompt": f"in {number}", "cwd": cwd}
        made.spool(shop, agent, "UserPromptSubmit", made.START, payload, f"n{number}")
    assert said(shop) == ["in 1"]


@pytest.mark.parametrize(
    ("agent", "event", "payload"),
    [
        ("claude", "UserPromptSubmit", {"session_id": "s", "prompt": "<task-notification>x</task-notification>"}),
        ("codex", "UserPromptSubmit", {"session_id": "s", "prompt": "look", "agent_id": "a"}),
        ("copilot", "userPromptSubmitted", {"sessionId": "s", "prompt": "look", "parentAgentId": "p"}),
        ("copilot", "userPromptSubmitted", {"sessionId": "s", "prompt": "<system_notification>x</system_notification>"}),
        ("opencode", "chat.message", {"sessionID": "s", "parentID": "p", "parts": [{"type": "text", "text": "look"}]}),
        ("opencode", "chat.message", {"sessionID": "s", "agent": "general", "parts": [{"type": "text", "text": "look"}]}),
    ],
)  # fmt: skip
def test_a_hook_of_a_program_records_nothing(
    shop: Project, agent: str, event: str, payload: dict[str, object]
) -> None:
    """Notices and subagents call the prompt hook too."""
    made.spool(shop, agent, event, made.START, payload, "n")
    assert said(shop) == []


def test_a_hooks_prompt_is_nobodys_when_the_transcript_says_so(shop: Project) -> None:
    """By the agent's own id of the turn, even where the wording could be a person's."""
    claude(shop.root, "typed")
    folder = next((Path(os.environ["HOME"]) / ".claude" / "projects").iterdir())
    [transcript] = folder.iterdir()
    row = {
        "type": "user",
        "uuid": "u9",
        "promptId": "p9",
        "origin": {"kind": "peer"},
        "message": {"content": "done"},
    }
    transcript.write_bytes(transcript.read_bytes() + made.lines([row]))
    payload = {"session_id": transcript.stem, "prompt_id": "p9", "prompt": "done", "cwd": shop.root}
    made.spool(shop, "claude", "UserPromptSubmit", made.START + 500, payload, "n")
    assert said(shop) == ["typed"]


def test_a_hook_without_ids_is_compared_by_its_words(shop: Project) -> None:
    """Copilot's transcript says which messages a program sent; a person may type the same words."""
    chat = made.Copilot("cp", shop.root).turn("Fix it")
    for number, text in enumerate(("A build has finished.", "Fix it")):
        data = {"content": text, "source": "system-build"}
        chat.rows.append(
            {"type": "user.message", "id": f"n{number}", "data": data, "timestamp": made.stamp(chat.at + 60)}
        )
    path = Path(os.environ["HOME"]) / ".copilot" / "session-state" / "cp" / "events.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(chat.data)
    for number, (event, when, payload) in enumerate(chat.hooks):
        made.spool(shop, "copilot", event, when, payload, f"n{number}")
    notice = {"sessionId": "cp", "prompt": "A build has finished.", "cwd": shop.root}
    made.spool(shop, "copilot", "userPromptSubmitted", chat.at + 60, notice, "n9")
    assert said(shop) == ["Fix it"]


@pytest.mark.parametrize("agent", ["codex", "copilot", "qwen"])
def test_a_session_that_records_no_folder_is_of_no_repository(shop: Project, agent: str) -> None:
    """These agents keep the sessions of all repositories in one place."""
    home = Path(os.environ["HOME"])
    place = {
        "codex": home / ".codex" / "sessions" / "rollout-1.jsonl",
        "copilot": home / ".copilot" / "session-state" / "cp" / "events.jsonl",
        "qwen": home / ".qwen" / "projects" / "x" / "chats" / "q.jsonl",
    }[agent]
    place.parent.mkdir(parents=True)
    kind = {"codex": made.Codex, "copilot": made.Copilot, "qwen": made.Qwen}[agent]
    place.write_bytes(kind("s", "FOLDER").turn("from nowhere").data.replace(b'"FOLDER"', b'""'))
    assert said(shop) == []
