"""The ledger's rows: what is stored, and what is refused when it is read."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from records.agents.hook_event import HookEvent
from records.errors import StateError
from records.ledger import schema
from records.ledger.ledger import Ledger, sync_lock
from records.ledger.reconcile import Reconciled
from records.model.turn import Disposition, Turn, TurnState, Utterance, UtteranceKind, to_json


def _filled(path: Path) -> Turn:
    turn = Turn("claude", "s", "k", "2026-11-07T10:00:00.000Z", state=TurnState.COMPLETED,
                utterances=(Utterance(UtteranceKind.TYPED, "Fix it", "u"),))  # fmt: skip
    with Ledger(path) as ledger:
        ledger.add_event("1", 1.0, HookEvent("claude", "stop", "s", state=TurnState.COMPLETED))
        ledger.add_transcript("claude", "s.jsonl", 1, 1, [])
        ledger.settle("claude", "s", [Reconciled(turn, frozenset({"k:k"}), frozenset())])
        ledger.decide(ledger.turns()[0].id, Disposition.LEDGER, "nothing came of it")
    return turn


def test_states_kinds_and_dispositions_are_stored_as_plain_words(tmp_path: Path):
    """The file holds the same text as when these values were plain strings."""
    turn = _filled(tmp_path / "ledger.db")
    database = sqlite3.connect(tmp_path / "ledger.db")
    assert database.execute("SELECT disposition, typeof(disposition) FROM turns").fetchone() == (
        "ledger",
        "text",
    )
    assert database.execute("SELECT kind FROM utterances").fetchone() == ("typed",)
    assert database.execute("SELECT turn FROM turns").fetchone() == (json.dumps(to_json(turn)),)
    (event,) = database.execute("SELECT event FROM events").fetchone()
    assert (
        event == '{"agent": "claude", "event": "stop", "session": "s", "kind": "typed", "state": "completed"}'
    )
    database.close()


def test_rows_are_read_back_as_typed_values(tmp_path: Path):
    """A row gives its turn and its disposition as enum members, and events give their state."""
    turn = _filled(tmp_path / "ledger.db")
    with Ledger(tmp_path / "ledger.db") as ledger:
        (row,) = ledger.turns(disposition=Disposition.LEDGER)
        assert (row.turn, row.disposition) == (turn, Disposition.LEDGER)
        assert not ledger.turns(disposition=Disposition.RECORDED)
        _, (arrival,) = ledger.session("claude", "s")
        assert arrival.event.state is TurnState.COMPLETED
        assert arrival.event.kind is UtteranceKind.TYPED


@pytest.mark.parametrize(
    "damage",
    [
        """UPDATE turns SET turn = replace(turn, '"completed"', '"paused"')""",
        "UPDATE turns SET turn = 'no JSON'",
        "UPDATE turns SET disposition = 'forgotten'",
    ],
)
def test_a_value_that_is_not_known_names_the_file_and_the_way_out(tmp_path: Path, damage: str):
    """A row that another version wrote, or that is damaged, is an error of the state directory with a hint."""
    path = tmp_path / "ledger.db"
    _filled(path)
    database = sqlite3.connect(path)
    database.execute(damage)
    database.commit()
    database.close()
    with pytest.raises(StateError) as caught, Ledger(path) as ledger:
        ledger.turns()
    assert str(path) in str(caught.value)
    assert "records capture sync" in str(caught.value.hint)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE turns SET record = x'ff00'",
        """UPDATE turns SET turn = json_set(turn, '$.at', 5)""",
        """UPDATE turns SET turn = json_set(turn, '$.utterances[0].text', json('[]'))""",
        """UPDATE turns SET turn = json_set(turn, '$.files', json('[1]'))""",
        """UPDATE turns SET turn = json_set(turn, '$.tools', json('{"Edit": []}'))""",
        "UPDATE turns SET turn = x'ff00'",
    ],
)
def test_a_turn_of_another_type_names_the_file_and_the_way_out(tmp_path: Path, damage: str):
    """Bytes, numbers and lists in the place of words are damage, and no fault of whoever shows the turn."""
    _filled(tmp_path / "ledger.db")
    _change(tmp_path / "ledger.db", damage)
    with pytest.raises(StateError, match=r"ledger\.db"), Ledger(tmp_path / "ledger.db") as ledger:
        ledger.turns()


@pytest.mark.parametrize(
    ("damage", "column"),
    [
        ("UPDATE sources SET mtime = 'soon'", "mtime of sources"),
        ("UPDATE sources SET rows = x'00'", "rows of sources"),
        ("UPDATE sources SET lossy = '[1]'", "lossy of sources"),
        ("UPDATE events SET at = 'now'", "at of events"),
        ("UPDATE events SET event = '7'", "event of events"),
        ("UPDATE events SET event = json_set(event, '$.cwd', json('{}'))", "event of events"),
    ],
)
def test_evidence_of_another_type_names_the_column(tmp_path: Path, damage: str, column: str):
    """An error in work on the ledger is its damage where a value is none that we wrote."""
    _filled(tmp_path / "ledger.db")
    _change(tmp_path / "ledger.db", damage)
    with pytest.raises(StateError, match=column) as caught, Ledger(tmp_path / "ledger.db"):
        raise TypeError("unsupported operand")
    assert "records capture sync" in caught.value.hint


def test_a_fault_of_ours_stays_one_where_the_ledger_is_sound(tmp_path: Path):
    """It is not blamed on the file."""
    _filled(tmp_path / "ledger.db")
    with pytest.raises(TypeError, match="a fault"), Ledger(tmp_path / "ledger.db"):
        raise TypeError("a fault")


def _change(path: Path, statement: str) -> None:
    database = sqlite3.connect(path)
    database.execute(statement)
    database.commit()
    database.close()


def test_processes_that_begin_a_ledger_at_once_all_get_it(tmp_path: Path) -> None:
    """A hook, a sync and a snapshot may be the first ones together; the columns are added once."""
    path = tmp_path / "ledger.sqlite"

    def begin(_: int) -> int:
        with Ledger(path) as ledger:
            return len(ledger.turns())

    for _ in range(5):
        path.unlink(missing_ok=True)
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(begin, range(16))) == [0] * 16


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """All that it stored goes with it; what was stored before stays, and what comes later can be stored."""
    path = tmp_path / "ledger.sqlite"

    def stored(ledger: Ledger) -> list[str]:
        return [arrival.name for arrival in ledger.session("claude", "s")[1]]

    def fail_behind(ledger: Ledger, error: type[BaseException]) -> None:
        with ledger.writing():
            ledger.add_event("2", 2.0, HookEvent("claude", "stop", "s"))
            raise error

    with Ledger(path) as ledger:
        ledger.add_event("1", 1.0, HookEvent("claude", "stop", "s"))
        for error in (RuntimeError, KeyboardInterrupt):
            with pytest.raises(error):
                fail_behind(ledger, error)
        assert stored(ledger) == ["1"]
        with ledger.writing():
            ledger.add_event("3", 3.0, HookEvent("claude", "stop", "s"))
    with Ledger(path) as ledger:
        assert stored(ledger) == ["1", "3"]


@pytest.mark.parametrize("content", [b"", b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 500])
def test_a_damaged_lock_is_made_anew(tmp_path: Path, content: bytes) -> None:
    """It holds nothing; as long as one process has it, another does not get it."""
    path = tmp_path / "sync.lock"
    path.write_bytes(content)
    with sync_lock(path, 0.0) as is_alone:
        assert is_alone
        with sync_lock(path, 0.0) as is_second:
            assert not is_second
    with sync_lock(path, 0.0) as is_alone:
        assert is_alone


def test_a_ledger_of_an_older_version_gets_its_columns(tmp_path: Path) -> None:
    """What it holds stays; a ledger that cannot be changed is as it was."""
    path = tmp_path / "ledger.sqlite"
    _filled(path)
    for table, column, _ in schema._ADDED_COLUMNS:
        with suppress(sqlite3.OperationalError):  # part of a key
            _change(path, f"ALTER TABLE {table} DROP COLUMN {column}")
    before = sqlite3.connect(path)
    missing = schema._missing_columns(before)
    before.execute("PRAGMA query_only = ON")
    with pytest.raises(sqlite3.OperationalError):
        schema.create_tables(before)
    assert not before.in_transaction
    assert schema._missing_columns(before) == missing != []
    before.close()
    with Ledger(path) as ledger:
        assert [row.turn.prompt.text for row in ledger.turns() if row.turn.prompt] == ["Fix it"]
