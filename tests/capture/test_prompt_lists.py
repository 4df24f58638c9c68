"""The agents' own lists of prompts: what is left when an agent has deleted its transcripts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.capture.consent import switch_on
from records.capture.sync import sync
from records.capture.turn_log import list_turns
from records.capture.verify import verify_capture
from records.project.project import Project

SESSION = "11111111-2222-4333-8444-555555555555"


def listed(shop: Project, *prompts: tuple[str, float], session: str = SESSION, **more: Any) -> dict[str, Any]:
    """Write Claude Code's list of prompts."""
    rows = [
        {"display": text, "timestamp": int(at * 1000), "project": shop.root, "sessionId": session, **more}
        for text, at in prompts
    ]
    path = Path(os.environ["HOME"]) / ".claude" / "history.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.lines(rows))
    return {}


def turns(shop: Project) -> list[tuple[str, str]]:
    """Text and evidence of every turn in the ledger, in order."""
    sync(shop, now=made.NOW)
    return [(turn["utterances"][0]["text"], turn["evidence"]) for turn in reversed(list_turns(shop))]


def test_prompts_without_a_transcript_come_from_the_list(shop: Project) -> None:
    """They are marked as such; commands of the agent's own screen are said to nobody."""
    listed(
        shop,
        ("Fix it", made.START),
        ("/clear", made.START + 5),
        ("/why a.py", made.START + 9),
        ("!ls", made.START + 11),
    )
    assert turns(shop) == [("Fix it", "history"), ("/why a.py", "history")]


@pytest.mark.parametrize(
    ("display", "texts"),
    [
        ([{"type": "text", "text": "Fix it"}], ["Fix it"]),
        (["Fix it"], ["Fix it"]),
        ("//TODO and ??", ["//TODO and ??"]),
        ("/home/ann/a.py is it", ["/home/ann/a.py is it"]),
        ("/context7 look", ["/context7 look"]),
        (None, []),
        (7, []),
        ("  ", []),
    ],
)
def test_a_listed_prompt_is_its_text(shop: Project, display: Any, texts: list[str]) -> None:
    """Of whatever type the field is, never the text of a Python value; only the agent's own commands are left out."""
    listed(shop, ("", made.START), display=display)
    assert [text for text, _ in turns(shop)] == texts


@pytest.mark.parametrize("first", ["list", "transcript"])
def test_a_prompt_is_counted_once_beside_its_transcript(shop: Project, first: str) -> None:
    """In whichever order the two are read; of the same words each copy is one prompt."""
    story = made.Claude(SESSION, shop.root)
    for text in ("continue", "Fix it", "continue"):
        story.prompt(text).answer("Done.")
    times = [when for event, when, _ in story.hooks if event == "UserPromptSubmit"]
    transcript = (
        Path(os.environ["HOME"])
        / ".claude"
        / "projects"
        / "".join(c if c.isalnum() else "-" for c in shop.root)
    )
    transcript.mkdir(parents=True)
    for source in sorted(("list", "transcript"), reverse=first == "transcript"):
        if source == "list":
            listed(shop, *zip(story.said, times, strict=True))
        else:
            (transcript / f"{SESSION}.jsonl").write_bytes(story.data)
        sync(shop, now=made.NOW)
    assert turns(shop) == [("continue", "transcript"), ("Fix it", "transcript"), ("continue", "transcript")]
    assert verify_capture(shop).problems == ()


def claude_transcript(shop: Project, story: made.Claude) -> None:
    """Put a transcript where Claude Code keeps it."""
    for path, data in made.transcript_files(story, Path(os.environ["HOME"])).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_prompts_without_a_session_are_taken_once(shop: Project) -> None:
    """Older versions listed no session: the prompts are marked like the others, and reading again adds none."""
    listed(shop, ("Fix it", made.START), ("continue", made.START + 50), session="")
    assert turns(shop) == [("Fix it", "history"), ("continue", "history")]
    listed(
        shop, ("Fix it", made.START), ("continue", made.START + 50), ("Ship it", made.START + 90), session=""
    )
    assert turns(shop) == [("Fix it", "history"), ("continue", "history"), ("Ship it", "history")]
    assert verify_capture(shop).problems == ()


@pytest.mark.parametrize("order", ["list first", "transcript first", "together", "list again"])
def test_a_listed_prompt_without_a_session_is_that_of_the_transcript(shop: Project, order: str) -> None:
    """By its words and its time, in whichever order the two are read; what is in none stays."""
    story = made.Claude(SESSION, shop.root)
    for text in ("continue", "Fix it", "continue"):
        story.prompt(text).answer("Done.")
    times = [when for event, when, _ in story.hooks if event == "UserPromptSubmit"]
    prompts = [*zip(story.said, times, strict=True), ("continue", made.START - 9000)]
    for source in ("list", "transcript") if order == "list first" else ("transcript", "list", "list"):
        if source == "list":
            listed(shop, *prompts, session="")
            prompts = [*prompts, ("Fix it", made.START - 7000)] if order == "list again" else prompts
        else:
            claude_transcript(shop, story)
        if order != "together":
            sync(shop, now=made.NOW)
    earlier = [("continue", "history"), ("Fix it", "history")][: 2 if order == "list again" else 1]
    told = turns(shop)
    assert told == [
        *earlier,
        ("continue", "transcript"),
        ("Fix it", "transcript"),
        ("continue", "transcript"),
    ]
    assert verify_capture(shop).problems == ()


def test_a_record_of_a_listed_prompt_becomes_that_of_the_transcript(shop: Project) -> None:
    """The transcript comes later, from a backup: there is still one record, now with the answer."""
    config = Path(shop.root, ".records", "config.toml")
    config.parent.mkdir(exist_ok=True)
    config.write_text('[capture]\npolicy = "all"\n')
    project = Project.open(shop.root)
    switch_on(project, 1.0)
    story = made.Claude(SESSION, shop.root).prompt("Fix it").edit("cart.py").answer("Fixed.")
    listed(shop, ("Fix it", story.hooks[0][1]), session="")
    assert len(sync(project, now=made.NOW).recorded) == 1
    claude_transcript(shop, story)
    done = sync(Project.open(shop.root), now=made.NOW)
    assert (done.recorded, len(done.updated)) == ([], 1)
    [path] = list(Path(shop.root, "history", "prompts").rglob("*.md"))
    assert "Fixed." in path.read_text()
    assert verify_capture(Project.open(shop.root)).problems == ()


def test_pasted_texts_stand_where_they_were_pasted(shop: Project) -> None:
    """The list has a placeholder, and the text beside it or in a cache."""
    cache = Path(os.environ["HOME"]) / ".claude" / "paste-cache"
    cache.mkdir(parents=True)
    (cache / "abc.txt").write_text("from the cache")
    pastes = {"1": {"type": "text", "content": "two\nlines"}, "2": {"type": "text", "contentHash": "abc"}}
    listed(
        shop, ("Explain [Pasted text #1 +2 lines] and [Pasted text #2]", made.START), pastedContents=pastes
    )
    assert turns(shop) == [("Explain two\nlines and from the cache", "history")]


def test_prompts_of_other_repositories_are_not_taken(shop: Project, tmp_path: Path) -> None:
    """Claude Code's list has all of them, and says where each was typed."""
    other = made.repository(tmp_path / "other")
    listed(other, ("not here", made.START))
    assert turns(shop) == []


def test_codexs_list_counts_only_for_sessions_of_the_repository(shop: Project) -> None:
    """It does not say where a prompt was typed."""
    payload = {"session_id": "mine", "turn_id": "t", "prompt": "here", "cwd": shop.root}
    made.spool(shop, "codex", "UserPromptSubmit", made.START, payload, "n")
    path = Path(os.environ["HOME"]) / ".codex" / "history.jsonl"
    path.parent.mkdir(parents=True)
    rows = [("mine", "here", 0), ("mine", "missed by the hook", 60), ("another", "not here", 90)]
    path.write_bytes(
        made.lines([{"session_id": s, "ts": int(made.START) + at, "text": text} for s, text, at in rows])
    )
    assert turns(shop) == [("here", "hook"), ("missed by the hook", "history")]
