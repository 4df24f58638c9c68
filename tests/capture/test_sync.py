"""What a sync makes of evidence: turns, records, and what becomes of each utterance."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.agents import registry
from records.capture import consent, doctor
from records.capture import import_transcripts as importing
from records.capture import last_exchange as exchange
from records.capture import write_phr as writing
from records.capture.status import capture_status
from records.capture.sync import SyncReport, sync
from records.capture.turn_log import list_turns
from records.capture.verify import verify_capture
from records.errors import InvalidInput, NotFound
from records.history.finish_phr import finish_phr
from records.history.index_page import index
from records.history.new_phr import create_phr
from records.install import agent_hooks as install
from records.ledger.ledger import sync_lock
from records.model.drafts import PhrCompletion, PhrDraft
from records.project.codec import parse_phr
from records.project.project import Project
from records.project.state_dir import StateDir
from records.secrets.redactor import Redactor

SESSION = "11111111-2222-4333-8444-555555555555"
UNREADABLE = "/proc/self/mem"
"""A regular file of which the first byte cannot be read, not even by root."""


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    """A clone on which capture is on, long before anything is said."""
    project = made.repository(tmp_path / "shop")
    consent.switch_on(project, 1.0)
    return project


def story(shop: Project, **more: Any) -> made.Claude:
    return made.Claude(SESSION, shop.root, **more)


def keep(shop: Project, told: made.Claude | made.Codex, name: str = f"{SESSION}.jsonl") -> Path:
    """Write a transcript where the agent would."""
    folder = Path(os.environ["HOME"]) / ".claude" / "projects"
    folder = folder / "".join(c if c.isalnum() else "-" for c in shop.root)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(told.data)
    return path


def run(shop: Project, *given: Path, now: float = made.NOW) -> SyncReport:
    return sync(Project.open(shop.root), given, now=now)


def hooks(shop: Project, told: Any, agent: str = "claude", **more: Any) -> None:
    """Spool everything that the hooks told."""
    for number, (event, at, payload) in enumerate(told.hooks):
        made.spool(shop, agent, event, at, {**payload, **more}, f"h{number}")


def became(shop: Project) -> list[tuple[str, str, str]]:
    """First words, disposition and reason of every turn, oldest first."""
    turns = list_turns(shop)[::-1]
    return [(turn["utterances"][0]["text"], turn["disposition"], turn["reason"]) for turn in turns]


def configure(shop: Project, text: str) -> None:
    folder = Path(shop.root) / ".records"
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text(text)


class TestPolicy:
    """What becomes of a turn depends on what came of it."""

    def told(self, shop: Project) -> made.Claude:
        told = story(shop).prompt("Fix the total").edit("cart.py").answer("Fixed.")
        told.prompt("yes").answer("Good.")
        told.prompt("What is this?").answer("A shop.")
        told.prompt("go on").edit("cart.py").answer("Done.")
        told.prompt("Stop it").interrupt()
        told.prompt("Say the password").raw("Operation stopped by hook: policy")
        told.prompt("/x").rows.pop()
        told.said.pop()
        told.prompt(" ".join(["why"] * 30)).answer(" ".join(["because"] * 90))
        told.prompt("Implement the following plan:\n\n# Plan\nDo it").answer("Done.")
        return told

    def test_significant(self, shop: Project) -> None:
        """Effects, stages and long exchanges are recorded; an acknowledgement folds into the turn before."""
        keep(shop, self.told(shop))
        done = run(shop)
        assert [row[:2] for row in became(shop)] == [
            ("Fix the total", "recorded"),
            ("yes", "folded"),
            ("What is this?", "ledger"),
            ("go on", "recorded"),
            ("Stop it", "ledger"),
            ("Say the password", "ledger"),
            (" ".join(["why"] * 30), "recorded"),
            ("Implement the following plan:\n\n# Plan\nDo it", "recorded"),
        ]
        titles = [parse_phr(shop.store.text(path), path, "").title for path in done.recorded]
        assert titles[:2] == ["Fix the total", "Continue: What is this?"]
        assert verify_capture(shop).problems == ()

    def test_all(self, shop: Project) -> None:
        """Every prompt that reached the agent, except an acknowledgement that came to nothing."""
        configure(shop, '[capture]\npolicy = "all"\n')
        keep(shop, self.told(shop))
        assert len(run(shop).recorded) == 6
        assert [row[1] for row in became(shop)].count("folded") == 1

    def test_manual(self, shop: Project) -> None:
        """Nothing is written; everything is in the ledger."""
        configure(shop, '[capture]\npolicy = "manual"\n')
        keep(shop, self.told(shop))
        assert run(shop).recorded == []
        assert {row[1] for row in became(shop)} == {"ledger"}

    def test_an_acknowledgement_of_nothing_stays_in_the_ledger(self, shop: Project) -> None:
        """There is no record to fold it into."""
        keep(shop, story(shop).prompt("ok").answer("Hm."))
        run(shop)
        assert became(shop) == [("ok", "ledger", "acknowledgement of nothing recorded")]

    def test_what_was_said_before_capture_was_on_is_not_recorded(self, shop: Project) -> None:
        """Agreeing is not retroactive; importing is a wish of its own."""
        StateDir.of(shop).consent.write_text(f"{made.NOW}\n")
        path = keep(shop, story(shop).prompt("Fix it").edit("cart.py").answer("Fixed."))
        assert run(shop).recorded == []
        assert became(shop)[0][2] == "said before capture was switched on"
        assert run(shop, path).recorded == []


class TestImport:
    """Transcripts that a person names."""

    def test_imports_once(self, shop: Project, tmp_path: Path) -> None:
        """Any folder or file; a second time nothing is left to do, and nothing is read again."""
        folder = tmp_path / "old"
        (folder / "sub").mkdir(parents=True)
        told = story(shop).prompt("Fix the total").edit("cart.py")
        (folder / "sub" / f"{SESSION}.jsonl").write_bytes(told.data)
        (folder / "readme.md").write_text("# Hello\n")
        (folder / "data.json").write_text("{}")
        (folder / "broken.json").write_text("{")
        (folder / "empty.jsonl").write_text("")
        (folder / "other.jsonl").write_text('{"a": 1}\n')
        rollout = made.Codex("c1", shop.root).turn("rename it", tool=f"{shop.root}/cart.py")
        (folder / "rollout-2026-11-07T10-00-00-c1.jsonl").write_bytes(rollout.data)
        first, second = run(shop, folder), run(shop, folder)
        assert (first.transcripts, len(first.recorded)) == (2, 2)
        assert (second.transcripts, second.recorded) == (0, [])
        states = {turn["title"]: turn["state"] for turn in list_turns(shop)}
        assert states == {"Fix the total": "orphaned", "rename it": "completed"}

    def test_what_is_no_transcript_is_told(self, shop: Project, tmp_path: Path) -> None:
        """A named file must be one; a missing one is told."""
        (tmp_path / "x.md").write_text("# Hello\n")
        with pytest.raises(InvalidInput, match="is not a transcript of a known agent"):
            run(shop, tmp_path / "x.md")
        with pytest.raises(NotFound, match="there is no"):
            run(shop, tmp_path / "none")

    def test_a_resumed_session_says_old_words_once(self, shop: Project, tmp_path: Path) -> None:
        """A fork writes the old rows again under its own name; only what is new is new."""
        told = story(shop).prompt("Fix the total").edit("cart.py").answer("Fixed.")
        (tmp_path / "a").mkdir()
        (tmp_path / "a" / f"{SESSION}.jsonl").write_bytes(told.data)
        told.prompt("Rename it").edit("cart.py").answer("Renamed.")
        fork = "99999999-2222-4333-8444-555555555555"
        (tmp_path / "a" / f"{fork}.jsonl").write_bytes(told.data)
        run(shop, tmp_path / "a")
        assert [row[0] for row in became(shop)] == ["Fix the total", "Rename it"]

    def test_an_export_by_another_tool_is_the_same_session(self, shop: Project, tmp_path: Path) -> None:
        """SpecStory's file first, the agent's own transcript later: one turn, one record."""
        text = (
            f"<!-- Claude Code Session {SESSION} (2026-11-07 10:00:00Z) -->\n\n_**User**_\n\nFix the total\n\n---\n\n"
            "_**Agent (claude-opus-4-8)**_\n\nFixed.\n"
        )
        configure(shop, '[capture]\npolicy = "all"\n')
        (tmp_path / "x.md").write_text(text)
        assert len(run(shop, tmp_path / "x.md").recorded) == 1
        own = tmp_path / f"{SESSION}.jsonl"
        own.write_bytes(story(shop).prompt("Fix the total").edit("cart.py").answer("Fixed.").data)
        done = run(shop, own)
        assert (done.recorded, len(done.updated)) == ([], 1)
        assert len(list_turns(shop)) == 1

    def test_the_preview_is_what_the_reference_says(self, shop: Project, tmp_path: Path) -> None:
        """The JSON of `--dry-run`, remarks apart."""
        told = story(shop).prompt("Fix it")
        told.call(
            "Edit", {"file_path": f"{shop.root}/a.py"}, "ok", beside=[{"type": "text", "text": "and log"}]
        )
        path = tmp_path / f"{SESSION}.jsonl"
        path.write_bytes(told.data)
        [turn], notes = importing.preview([path])
        assert notes == []
        assert turn["agent"] == "claude-code"
        assert turn["utterances"] == [{"kind": "typed", "text": "Fix it", "at": made.stamp(made.START + 21)}]
        assert [said["text"] for said in turn["remarks"]] == ["and log"]
        assert (turn["turn"], turn["files"], turn["state"]) == (1, ["a.py"], "orphaned")


class TestEvidence:
    """Hooks and transcripts tell one story."""

    @pytest.mark.parametrize("at", ['"x"', "[]", "null", "1" * 400, "1e999", '{"a": 1}'])
    def test_a_damaged_snapshot_is_no_obstacle(self, shop: Project, at: str) -> None:
        """What was typed is recorded; a time that is none is when the file was written, and its name any bytes."""
        told = story(shop).prompt("Fix the total").answer("Fixed.")
        hooks(shop, told)
        made.spool(shop, "claude", "UserPromptSubmit", made.START, {}, "odd\udcff")
        tree = StateDir.of(shop).spool / "claude.UserPromptSubmit.\udcff\udc80.tree"
        tree.write_text(f'{{"tree": "t", "head": [], "branch": 7, "root": null, "at": {at}}}', "utf-8")
        assert run(shop).waiting == 0
        assert not tree.exists()
        assert became(shop)[0][0] == "Fix the total"

    @pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff", b"{}"])
    def test_a_snapshot_that_says_nothing_does_not_stay_in_the_spool(
        self, shop: Project, content: bytes
    ) -> None:
        """Every sync would look at it again; it is kept where nothing reads it, and verify has nothing to say."""
        state = StateDir.of(shop)
        state.spool.mkdir(parents=True, exist_ok=True)
        (state.spool / "claude.Stop.two.tree").write_bytes(content)
        notes = run(shop).notes
        assert list(state.spool.iterdir()) == []
        assert [path.name for path in state.quarantine.iterdir()] == ["claude.Stop.two.tree"]
        assert notes == ["claude.Stop.two: unknown payload; kept in quarantine"]
        assert verify_capture(shop).problems == ()

    def test_many_events_wait_no_longer_than_few(
        self, shop: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """They are stored in groups, each safe before its files go; none is lost or counted twice."""
        monkeypatch.setattr("records.capture.sync._BATCH", 2)
        told = story(shop)
        for number in range(5):
            told.prompt(f"Fix part {number}").answer("Done.")
        hooks(shop, told)
        assert run(shop, now=told.at + 5).events == len(told.hooks) == 10
        assert list(StateDir.of(shop).spool.glob("*.json")) == []
        assert [words for words, _, _ in became(shop)] == [f"Fix part {number}" for number in range(5)]

    def test_an_event_that_is_too_large_is_put_aside(
        self, shop: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is neither read nor lost, and a person is told."""
        monkeypatch.setattr("records.capture.spool._LARGEST", 1000)
        told = story(shop).prompt("Fix it " + "x" * 2000).answer("Done.")
        hooks(shop, told)
        assert "unknown payload; kept in quarantine" in run(shop).notes[0]
        [kept] = StateDir.of(shop).quarantine.glob("*.event")
        assert "Fix it" in kept.read_text()
        assert "1 event of hooks could not be read" in verify_capture(shop).problems[0]

    @pytest.mark.skipif(not os.path.exists(UNREADABLE), reason="no file that nobody can read")
    def test_a_list_of_prompts_that_cannot_be_read_is_named(self, shop: Project) -> None:
        """As a transcript that cannot be; what else there is gets recorded."""
        keep(shop, story(shop).prompt("Fix it").edit("a.py").answer("Done."))
        history = Path(os.environ["HOME"]) / ".claude/history.jsonl"
        history.symlink_to(UNREADABLE)
        outcome = run(shop)
        assert len(outcome.recorded) == 1
        assert any(note.startswith(f"{history}: cannot be read") for note in outcome.notes)

    @pytest.mark.parametrize("name", ["notes.txt", "unknown.jsonl", "pipe.jsonl"])
    def test_a_transcript_that_a_hook_names_may_be_anything(
        self, shop: Project, tmp_path: Path, name: str
    ) -> None:
        """Another ending, a file of nobody, a pipe: none is read, and the words that the hook knows are kept."""
        path = tmp_path / name
        if name == "pipe.jsonl":
            os.mkfifo(path)
        else:
            path.write_text('{"hello": 1}\n')
        told = story(shop).prompt("Fix it").answer("Done.")
        hooks(shop, told, transcript_path=str(path))
        assert run(shop).transcripts == 0
        assert became(shop)[0][0] == "Fix it"

    def test_hooks_alone_are_enough(self, shop: Project) -> None:
        """No transcript is left: prompt, files, tests, answer and state come from the hooks."""
        told = story(shop).prompt("Fix the total")
        told._hook(
            "PostToolUse",
            tool_name="Edit",
            tool_input={"file_path": f"{shop.root}/cart.py"},
            tool_response={},
        )
        told._hook(
            "PostToolUse",
            tool_name="Bash",
            tool_input={"command": "pytest"},
            tool_response={"stdout": "3 passed"},
        )
        told.answer("Fixed.")
        hooks(shop, told)
        assert run(shop, now=told.at + 5).waiting == 1  # the transcript may still come
        [path] = run(shop).recorded
        text = shop.store.text(path)
        assert 'evidence: "hook"' in text
        assert '- "cart.py"' in text
        assert "pytest: passed (3 passed)" in text
        assert "Fixed." in text

    def test_a_transcript_that_comes_later_adds_to_the_same_turn(self, shop: Project) -> None:
        """The record is brought up to date, as long as nobody has edited it."""
        told = story(shop).prompt("Fix the total").edit("cart.py").queue("and test it").answer("Fixed.")
        hooks(shop, told)
        configure(shop, '[capture]\npolicy = "all"\n')
        [path] = run(shop).recorded
        assert "and test it" not in shop.store.text(path)
        keep(shop, told)
        done = run(shop)
        assert (done.recorded, done.updated) == ([], [path])
        assert "and test it" in shop.store.text(path)
        assert verify_capture(shop).coverage.folded == 1

    def test_an_edited_record_belongs_to_its_author(self, shop: Project) -> None:
        """What comes to light later is in the ledger only."""
        told = story(shop).prompt("Fix the total").edit("cart.py").answer("Fixed.")
        hooks(shop, told)
        configure(shop, '[capture]\npolicy = "all"\n')
        [path] = run(shop).recorded
        edited = shop.store.text(path) + "\nMy own note.\n"
        Path(shop.root, path).write_text(edited)
        keep(shop, told.queue("and test it"))
        assert run(shop).updated == []
        assert shop.store.text(path) == edited
        Path(shop.root, path).unlink()
        keep(shop, told.queue("and again"))
        assert run(shop).updated == []
        assert any("is gone" in problem for problem in verify_capture(shop).problems)

    def test_without_ids_the_same_words_at_the_same_time_are_one_utterance(self, shop: Project) -> None:
        """Old versions: hook and transcript are matched by words and seconds, in order."""
        told = story(shop, ids=False).prompt("continue").answer("Done.").prompt("continue").answer("Done.")
        hooks(shop, told)
        keep(shop, told)
        run(shop)
        assert [turn["evidence"] for turn in list_turns(shop)] == ["both", "both"]

    def test_a_hook_that_is_installed_twice_is_heard_once(self, shop: Project) -> None:
        """The same words within a second are an echo; later they are said again."""
        for number, at in enumerate((0.0, 0.5, 60.0)):
            payload = {"session_id": "s", "prompt": "continue", "cwd": shop.root}
            made.spool(shop, "claude", "UserPromptSubmit", made.START + at, payload, f"e{number}")
        run(shop)
        assert len(list_turns(shop)) == 2

    def test_interruptions_and_turns_left_behind(self, shop: Project) -> None:
        """The next prompt interrupts; after half an hour of silence a turn was left behind."""
        told = story(shop).prompt("One").prompt("Two")
        hooks(shop, told)
        assert run(shop, now=told.at + 60).waiting == 1
        assert [turn["state"] for turn in list_turns(shop)[::-1]] == ["open", "interrupted"][::-1]
        run(shop, now=told.at + 1900)
        assert [turn["state"] for turn in list_turns(shop)] == ["orphaned", "interrupted"]

    def test_an_answer_without_an_end_mark_waits_a_while(self, shop: Project) -> None:
        """It may be the last one, or a tool call may follow."""
        told = story(shop).prompt("Fix it").edit("cart.py").answer("Fixed.", ends=False)
        keep(shop, told)
        assert run(shop, now=told.at + 10).waiting == 1
        assert len(run(shop, now=told.at + 130).recorded) == 1

    def test_codex_notify_tells_whole_turns(self, shop: Project) -> None:
        """All prompts of a turn at once, matched with the rollout."""
        told = made.Codex("c1", shop.root).turn("fix it", "and test it", tool=f"{shop.root}/cart.py")
        notify = {
            "type": "agent-turn-complete",
            "thread-id": "c1",
            "turn-id": "c1-t1",
            "cwd": shop.root,
            "input-messages": ["fix it", "and test it"],
            "last-assistant-message": "Done.",
        }
        made.spool(shop, "codex", "notify", told.at, notify, "n1")
        run(shop)
        sessions = Path(os.environ["HOME"]) / ".codex" / "sessions" / "2026"
        sessions.mkdir(parents=True)
        (sessions / "rollout-2026-11-07T10-00-00-c1.jsonl").write_bytes(told.data)
        elsewhere = made.Codex("c2", shop.root + "-other").turn("not here")
        (sessions / "rollout-2026-11-07T10-00-00-c2.jsonl").write_bytes(elsewhere.data)
        run(shop)
        [turn] = list_turns(shop)
        assert [said["text"] for said in turn["utterances"]] == ["fix it", "and test it"]
        assert (turn["evidence"], turn["files"]) == ("both", ["cart.py"])

    def test_the_places_of_every_agent_are_looked_at(self, shop: Project) -> None:
        """Gemini, Cursor and Copilot leave their transcripts in folders of their own."""
        home = Path(os.environ["HOME"])
        root = shop.root
        chat = home / ".gemini" / "tmp" / Path(root).name / "chats"
        chat.mkdir(parents=True)
        rows = [
            {"sessionId": "g", "projectHash": "x", "directories": [root]},
            {"id": "1", "type": "user", "content": "hello gemini", "timestamp": made.stamp(made.START)},
        ]
        (chat / "session-1.jsonl").write_bytes(made.lines(rows))
        slug = "-".join(part for part in "".join(c if c.isalnum() else "-" for c in root).split("-") if part)
        cursor = home / ".cursor" / "projects" / slug / "agent-transcripts" / "cc"
        cursor.mkdir(parents=True)
        query = {"type": "text", "text": "<user_query>hello cursor</user_query>"}
        (cursor / "cc.jsonl").write_bytes(made.lines([{"role": "user", "message": {"content": [query]}}]))
        for name, cwd in (("cp", root), ("no", "/elsewhere")):
            state = home / ".copilot" / "session-state" / name
            state.mkdir(parents=True)
            events = [
                {"type": "session.start", "id": "0", "data": {"sessionId": name, "context": {"cwd": cwd}}},
                {"type": "user.message", "id": f"{name}1", "data": {"content": f"hello {name}"}},
            ]
            (state / "events.jsonl").write_bytes(made.lines(events))
        run(shop)
        said = {turn["utterances"][0]["text"] for turn in list_turns(shop)}
        assert said == {"hello gemini", "hello cursor", "hello cp"}


class TestSafety:
    """Nothing is lost, and no secret gets through."""

    def test_secrets_reach_neither_ledger_nor_record(self, shop: Project) -> None:
        """Vendor formats and the repository's own `.env` values."""
        Path(shop.root, ".env").write_text("DB_PASSWORD=s3cr3t-pass\n")
        token = "ghp_" + "a1B2" * 9
        told = story(shop).prompt(f"Use {token} and s3cr3t-pass").edit("cart.py").answer(f"I used {token}.")
        hooks(shop, told)
        keep(shop, told)
        [path] = run(shop).recorded
        raw = shop.store.text(path).encode() + StateDir.of(shop).ledger.read_bytes()
        assert token.encode() not in raw
        assert b"s3cr3t-pass" not in raw
        assert b"[REDACTED:env-value#" in raw

    def test_what_cannot_be_cleaned_is_held_back(
        self, shop: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Fail closed: no record, and the original in quarantine only."""

        def broken(self: Redactor, text: str) -> str:
            if "poison" in text:
                raise ValueError("boom")
            return text

        monkeypatch.setattr(Redactor, "redact", broken)
        keep(shop, story(shop).prompt("poison").edit("cart.py").answer("Fixed."))
        assert run(shop).recorded == []
        verdict = verify_capture(shop)
        assert (verdict.coverage.quarantined, verdict.problems) == (1, ())
        assert b"poison" not in StateDir.of(shop).ledger.read_bytes()

    def test_payloads_that_are_not_understood_are_kept(self, shop: Project) -> None:
        """Broken JSON and unknown agents go into quarantine, for a later version to read; verify and doctor tell of them."""
        folder = StateDir.of(shop).spool
        folder.mkdir(parents=True)
        (folder / "claude.Stop.x1.json").write_text("{broken")
        (folder / "hal.Stop.x2.json").write_text("{}")
        (folder / "claude.Stop.x3.json").write_text('{"session_id": ""}')
        (folder / "claude.Notification.x4.json").write_text('{"session_id": "s"}')
        done = run(shop)
        assert len(done.notes) == 2
        assert sorted(path.name for path in StateDir.of(shop).quarantine.iterdir()) == [
            "claude.Stop.x1.event",
            "hal.Stop.x2.event",
        ]
        (problem,) = verify_capture(shop).problems
        assert problem.startswith("2 events of hooks could not be read")
        assert [check.ok for check in doctor.examine(shop) if check.name == "quarantine"] == [None]
        assert list(folder.iterdir()) == []

    def test_a_record_that_cannot_be_written_is_told_and_held_back(self, shop: Project) -> None:
        """A template of the repository's own that loses the prompt is refused; nothing else stops."""
        folder = Path(shop.root) / ".records" / "templates"
        folder.mkdir(parents=True)
        (folder / "phr.md.j2").write_text("---\nid: {{ id | yaml }}\n---\n")
        keep(shop, story(shop).prompt("Fix it").edit("cart.py").answer("Fixed."))
        done = run(shop)
        assert (done.recorded, len(done.notes)) == ([], 1)
        assert became(shop)[0][1] == "quarantined"

    def test_a_lost_ledger_is_made_again_without_a_second_record(self, shop: Project) -> None:
        """What has a record is told by the record itself; a fresh clone never records it again."""
        keep(shop, story(shop).prompt("Fix it").edit("cart.py").answer("Fixed."))
        [path] = run(shop).recorded
        for file in StateDir.of(shop).base.glob("ledger*"):
            file.unlink()
        assert run(shop).recorded == []
        assert list_turns(shop)[0]["record"] == path

    def test_one_writer_at_a_time(self, shop: Project) -> None:
        """A second sync says that another is at work."""
        with sync_lock(StateDir.of(shop).base / "sync.lock", 0.0) as alone:
            assert alone
            assert run(shop).busy

    def test_a_transcript_that_cannot_be_read_stops_nothing(self, shop: Project, tmp_path: Path) -> None:
        """It is told, and the rest is read."""
        database = tmp_path / "opencode.db"
        database.write_bytes(b"SQLite format 3\0" + b"x" * 100)
        keep(shop, story(shop).prompt("Fix it").edit("cart.py").answer("Fixed."))
        done = run(shop, database)
        assert len(done.recorded) == 1
        assert "cannot be read" in done.notes[0]

    def test_a_payload_that_our_reader_fails_on_is_kept(
        self, shop: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """For a later version; the events beside it are read."""
        from records.agents import codex

        def broken(event: str, payload: dict[str, Any]) -> None:
            raise TypeError(event)

        monkeypatch.setattr(codex, "hook", broken)
        made.spool(shop, "codex", "Stop", 1.0, {"session_id": "s"}, "x")
        hooks(shop, story(shop).prompt("Fix it").edit("cart.py").answer("Fixed."))
        done = run(shop)
        assert (len(done.recorded), len(done.notes), done.events) == (0, 1, 2)
        assert (StateDir.of(shop).quarantine / "codex.Stop.x.event").exists()
        assert "1 event of hooks" in verify_capture(shop).problems[0]

    def test_half_a_character_in_the_id_of_a_session_stops_nothing(self, shop: Project) -> None:
        """The events behind it are read."""
        made.spool(shop, "claude", "UserPromptSubmit", 1.0, {"session_id": "\ud800", "prompt": "One"}, "x")
        keep(shop, story(shop).prompt("Fix it").edit("cart.py").answer("Fixed."))
        done = run(shop)
        assert (len(done.recorded), done.notes) == (1, [])
        assert run(shop).notes == []

    def test_halves_of_characters_are_replaced(self, shop: Project) -> None:
        """JSON can hold them, a file in UTF-8 cannot."""
        keep(shop, story(shop).prompt("Fix \ud83d it \ud83d\ude00").edit("cart.py").answer("Fixed."))
        [path] = run(shop).recorded
        assert "Fix \ufffd it \U0001f600" in shop.store.text(path)

    def test_a_session_in_a_folder_below_the_root(self, shop: Project) -> None:
        """Paths are the repository's own; what the agent notes elsewhere is not the repository's."""
        told = story(shop)
        told.cwd = f"{shop.root}/sub"
        told.prompt("Fix it").edit("deep/a.py")
        told.call("Write", {"file_path": f"{os.environ['HOME']}/.claude/projects/x/memory.md"}, "ok")
        path = keep(shop, told.answer("Fixed."))
        folder = path.parent.with_name(path.parent.name + "-sub")
        path.parent.rename(folder)
        [record] = run(shop, folder / path.name).recorded
        assert parse_phr(shop.store.text(record), record, "").files == ("sub/deep/a.py",)

    def test_outside_a_repository_there_is_nowhere_to_keep_it(self, tmp_path: Path) -> None:
        """The hint says what to do."""
        with pytest.raises(NotFound, match="is not in a git repository"):
            sync(Project.open(str(tmp_path)))


class TestReports:
    """Log, verify, status, doctor, the last exchange."""

    def test_verify_finds_what_is_wrong(self, shop: Project) -> None:
        """A turn in two records, events that wait, a clone without a ledger."""
        assert verify_capture(shop).problems == ()
        keep(shop, story(shop).prompt("Fix it").edit("cart.py").answer("Fixed."))
        [path] = run(shop).recorded
        copy = Path(shop.root, path).with_name("0002-copy.general.prompt.md")
        copy.write_text(shop.store.text(path))
        made.spool(shop, "claude", "Stop", 1.0, {"session_id": "s"}, "w")
        problems = " ".join(verify_capture(shop).problems)
        assert "is in more than one record" in problems
        assert "events wait in the spool" in problems

    def test_status_and_consent(self, shop: Project) -> None:
        """On, paused, on again; since when does not change."""
        assert capture_status(shop)["on"]
        consent.switch_off(shop)
        assert (capture_status(shop)["on"], capture_status(shop)["agreed"]) == (False, True)
        consent.switch_on(shop, 99.0)
        assert consent.since(shop) == 1.0
        StateDir.of(shop).consent.write_text("odd")
        assert consent.since(shop) > 1.0
        StateDir.of(shop).consent.unlink()
        assert not consent.state(shop).on

    def test_the_doctor_sends_a_canary_through_the_real_hook(self, shop: Project) -> None:
        """Installed and on: it arrives. The ledger is as before."""
        checks = {check.name: check for check in doctor.examine(shop, now=made.NOW)}
        assert checks["agents"].ok is False
        for name in ("claude", "codex", "copilot", "opencode"):
            agent = registry.agent(name)
            install.install(shop, install.plan_install(shop, agent))
        checks = {check.name: check for check in doctor.examine(shop, now=made.NOW)}
        for name in ("claude", "codex", "copilot", "opencode"):
            assert checks[f"{name}: live canary"].ok, checks
            assert checks[f"{name}: settings"].ok
        assert checks["codex: trust"].ok is False
        with closing(sqlite3.connect(StateDir.of(shop).ledger)) as database:
            assert database.execute("SELECT count(*) FROM events").fetchone() == (0,)
        codex = Path(os.environ["HOME"]) / ".codex"
        codex.mkdir(parents=True)
        key = f"{shop.root}/.codex/hooks.json:user_prompt_submit:0:0"
        (codex / "config.toml").write_text(f'[hooks.state."{key}"]\ntrusted_hash = "x"\n')
        Path(shop.root, ".records", "hook").write_text("exit 0\n")
        checks = {check.name: check for check in doctor.examine(shop, now=made.NOW)}
        assert checks["codex: trust"].ok
        assert checks["claude: live canary"].ok is False
        assert "is not the hook of this version, and was not run" in checks["claude: live canary"].detail
        assert checks["claude: settings"].ok is False
        Path(shop.root, ".claude", "settings.json").write_text('{"hooks": [".records/hook"]}')
        checks = {check.name: check for check in doctor.examine(shop, now=made.NOW)}
        assert "is not an object" in checks["claude: settings"].detail

    def test_the_doctor_tells_gaps_by_cause_and_drift_by_version(self, shop: Project) -> None:
        """What only transcripts told in the last week, and rows of unknown types."""
        told = story(shop).prompt("Before").answer("Done.").prompt("Heard").queue("mid-turn").answer("Done.")
        told.prompt("Missed").answer("Done.")
        told.rows += [{"type": "hologram", "uuid": f"x{n}"} for n in range(9)]
        keep(shop, told)
        heard = [hook for hook in told.hooks if hook[2].get("prompt") == "Heard"]
        for event, at, payload in heard:
            made.spool(shop, "claude", event, at, payload, "x")
        keep(shop, made.Claude("22222222-2222-4333-8444-555555555555", shop.root), "agent-x.jsonl")
        run(shop)
        checks = {check.name: check for check in doctor.examine(shop, now=made.NOW)}
        gaps = checks["gaps"].detail
        assert "1 said before the hook was installed" in gaps
        assert "1 said mid-turn" in gaps
        assert "1 that the hook missed" in gaps
        assert "hologram (9)" in checks["format drift"].detail
        late = doctor.examine(shop, now=made.NOW + 30 * 86400)
        assert {check.name: check for check in late}["gaps"].ok

    def test_the_doctor_notices_tools_that_were_renamed(self, shop: Project) -> None:
        """A hundred calls and not one that edits or runs."""
        told = story(shop).prompt("Look around")
        for number in range(100):
            told.call("EditFile", {"path": f"{number}.py"}, "ok")
        keep(shop, told.answer("Done."))
        run(shop)
        checks = {check.name: check for check in doctor.examine(shop, now=made.NOW)}
        assert "EditFile (100)" in checks["renamed tools"].detail

    def test_the_last_exchange_of_the_running_agent(self, shop: Project) -> None:
        """The newest prompt of the newest transcript, cleaned, as far as it has come."""
        with pytest.raises(NotFound, match="no session of Codex"):
            exchange.last_exchange(shop, "codex")
        with pytest.raises(NotFound, match="no session was found"):
            exchange.last_exchange(shop)
        Path(shop.root, ".aider.chat.history.md").write_text(
            "# aider chat started at 2026-11-07 10:00:00\n\n#### hi\n"
        )
        assert exchange.last_exchange(shop, "aider").utterances[0].text == "hi"
        told = story(shop).prompt("Old").answer("Done.").prompt("Use ghp_" + "a1B2" * 9).edit("cart.py")
        keep(shop, told)
        turn = exchange.last_exchange(shop)
        given = exchange.draft_fields(turn)
        assert given["prompt"].startswith("Use [REDACTED:github-token#")
        assert (given["files"], given["model"]) == (("cart.py",), "claude-opus-4-8")
        assert given["extra"]["capture"] == writing.capture_id(turn)
        assert (given["extra"]["state"], given["response"]) == ("open", None)
        keep(shop, told.answer("Done."))
        given = exchange.draft_fields(exchange.last_exchange(shop))
        assert ("state" in given["extra"], given["response"]) == (False, "Done.")

    @pytest.mark.parametrize("edit", ["", "response", "state"])
    def test_a_record_that_the_agent_made_during_its_turn_is_completed(
        self, shop: Project, edit: str
    ) -> None:
        """With the answer, files and tests that came after it; what somebody filled in meanwhile stays."""
        told = story(shop).prompt("Fix the total").edit("cart.py")
        keep(shop, told)
        fields = exchange.draft_fields(exchange.last_exchange(shop))
        draft = PhrDraft(title="Totals again", stage="green", **fields)
        path = create_phr(Project.open(shop.root), draft).record.path
        file = Path(shop.root, path)
        text = file.read_text()
        assert 'state: "open"' in text
        if edit == "response":
            finish_phr(Project.open(shop.root), path, PhrCompletion(response="By hand.", files=("cart.py",)))
        elif edit == "state":
            file.write_text(text.replace('state: "open"\n', ""))
        before = file.read_text()
        keep(shop, told.edit("till.py").bash("pytest", "3 passed").answer("The total is right."))
        outcome = run(shop)
        assert outcome.recorded == []
        assert outcome.updated == ([] if edit == "state" else [path])
        after = file.read_text()
        assert ("The total is right." in after, 'state: "completed"' in after) == (
            edit == "",
            edit != "state",
        )
        assert ("till.py" in after) == (edit == "")
        assert 'title: "Totals again"' in after
        assert (after == before) == (edit == "state")
        assert run(shop).updated == []
        assert verify_capture(shop).problems == ()

    def test_a_ledger_row_survives_a_round_trip(self, shop: Project) -> None:
        """What is stored is what was told; unknown fields of a later version are passed over."""
        from records.model.turn import from_json, to_json

        path = keep(shop, story(shop).prompt("Fix it").bash("pytest", "3 passed").answer("Done."))
        [turn] = registry.agent("claude").read(next(_sources(path))).turns
        data = json.loads(json.dumps(to_json(turn)))
        assert from_json({**data, "later": 1}) == turn


def _sources(path: Path) -> Any:
    return registry.agent("claude").load(path, [])


class TestScanner:
    """A secret scanner that is on PATH is asked in addition."""

    def install(self, folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
        folder.mkdir()
        program = folder / "gitleaks"
        program.write_text(f"#!/bin/sh\ncat >/dev/null\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def test_what_it_finds_is_hidden_too(
        self, shop: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Under the scanner's own rule."""
        found = '[{"RuleID": "house rule", "Secret": "OURS-1234"}, {"RuleID": "x", "Secret": ""}]'
        self.install(tmp_path / "bin", f"echo '{found}'", monkeypatch)
        keep(shop, story(shop).prompt("Use OURS-1234").edit("cart.py").answer("Fixed."))
        [path] = run(shop).recorded
        assert "OURS-1234" not in shop.store.text(path)
        assert "[REDACTED:house-rule#" in shop.store.text(path)

    def test_when_it_fails_nothing_is_written(
        self, shop: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Fail closed; the turn waits in quarantine."""
        self.install(tmp_path / "bin", "exit 3", monkeypatch)
        keep(shop, story(shop).prompt("Fix it").edit("cart.py").answer("Fixed."))
        assert run(shop).recorded == []
        assert became(shop) == [("Fix it", "quarantined", "the installed secret scanner failed")]


def _git_starts(folder: Path, prompts: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many git processes a sync of so many prompts starts."""
    monkeypatch.setenv("HOME", str(folder / "home"))
    project = made.repository(folder / "shop")
    configure(project, '[capture]\npolicy = "all"\n')
    consent.switch_on(project, 1.0)
    told = story(project)
    for number in range(prompts):
        told.prompt(f"Change number {number}").answer("Done.")
    keep(project, told)
    events = folder / "events"
    events.mkdir()
    (folder / "gitconfig").write_text(f"[trace2]\n\teventTarget = {events}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder / "gitconfig"))
    assert len(run(project).recorded) == prompts
    return len(list(events.iterdir()))


def test_a_first_sync_starts_git_once_for_all_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many records are written, git is asked the same number of times."""
    monkeypatch.setattr("records.project.writer._HOLD", 1e9)
    few = _git_starts(tmp_path / "few", 3, monkeypatch)
    assert 0 < few == _git_starts(tmp_path / "many", 30, monkeypatch)


@pytest.mark.parametrize("prefix", ["", "app"])
def test_an_index_page_that_the_project_keeps_is_brought_up_to_date(tmp_path: Path, prefix: str) -> None:
    """With each record, and its change is nobody's; a project without the page gets none."""
    made.repository(tmp_path / "shop")
    root = tmp_path / "shop" / prefix
    (root / ".records").mkdir(parents=True)
    (root / ".records/config.toml").write_text("")
    page = root / "history/README.md"
    for number in (1, 2):
        session = made.Claude(f"{number}{SESSION[1:]}", str(root)).prompt(f"Fix part {number}").edit("a.py")
        path = tmp_path / f"{session.session}.jsonl"
        path.write_bytes(session.answer("Done.").data)
        assert len(sync(Project.open(str(root)), [path], now=made.NOW).recorded) == 1
        assert page.exists() == (number == 2)
        index(Project.open(str(root)), check=number == 2)
    assert "Fix part 2" in page.read_text()
    assert index(Project.open(str(root)), check=True).changed is False


def test_an_index_page_that_cannot_be_written_is_reported(shop: Project) -> None:
    """The record is written, and the page stays as it is."""
    index(Project.open(shop.root))
    page = Path(shop.root) / "history/README.md"
    page.unlink()
    page.mkdir()
    (page.parent / "README.md/x").write_text("")
    keep(shop, story(shop).prompt("Fix it").edit("a.py").answer("Done."))
    outcome = run(shop)
    assert len(outcome.recorded) == 1
    assert "index page was not written" in outcome.notes[0]
