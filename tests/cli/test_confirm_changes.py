"""Changes to other programs' files are shown before they are made."""

import os
import sys

import pytest

from records.cli.confirm_changes import confirm_changes
from records.install.file_change import FileChange


@pytest.fixture
def answers(monkeypatch):
    """Answer questions with these lines, from a pipe."""

    reader, writer = os.pipe()

    def write(*lines):
        with os.fdopen(writer, "w") as stream:
            stream.writelines(f"{line}\n" for line in lines)

    with os.fdopen(reader) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr("records.cli.confirm_changes.is_interactive", lambda: True)
        yield write


@pytest.fixture
def change(tmp_path):
    """A file that is to get a second line."""
    return FileChange(str(tmp_path / "settings.json"), "one\n", "one\ntwo\n")


def test_the_diff_is_shown_on_request_and_the_question_asked_again(answers, change, capsys):
    """An unknown answer is explained; an empty one means yes."""
    answers("perhaps", "d", "")
    assert confirm_changes([change], "Write?", yes=False, dry_run=False)
    err = capsys.readouterr().err
    assert "'perhaps' is no answer" in err
    assert "+two" in err


@pytest.mark.parametrize(("answer", "makes"), [("y", True), ("NO", False)])
def test_an_answer_decides(answers, change, answer, makes, capsys):
    """Yes makes the changes, no leaves the files alone and says so."""
    answers(answer)
    assert confirm_changes([change], "Write?", yes=False, dry_run=False) is makes
    assert ("nothing was changed" in capsys.readouterr().err) is not makes


def test_a_dry_run_prints_the_diff_and_makes_nothing(change, capsys):
    """The diff is on standard output; `--yes` and an empty list ask nothing."""
    assert not confirm_changes([change], "Write?", yes=True, dry_run=True)
    assert "+two" in capsys.readouterr().out
    assert confirm_changes([change], "Write?", yes=True, dry_run=False)
    assert confirm_changes([], "Write?", yes=False, dry_run=False)
