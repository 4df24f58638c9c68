"""What capture adds to a record that somebody else began: what is not known yet, and never in place of their words."""

from __future__ import annotations

import pytest

from capture_help import turn
from records.capture.complete_phr import with_facts
from records.model.turn import RanTests

RECORD = '---\nid: "0001"\ntitle: "Fix it"\n{}---\n\n## Prompt\n\nFix it\n'
TESTS = (RanTests("pytest", passed=3, status="passed", source="exit"),)


def test_what_is_known_is_added() -> None:
    """Files, tests, the model and where the turn came from."""
    text = with_facts(RECORD.format(""), turn("Fix it", files=("a.py",), tests=TESTS, models=("gpt-6",)))
    for line in ("capture: ", "model: gpt-6", "files: [a.py]", "pytest: passed (3 passed)"):
        assert line in text
    assert text.endswith("\n---\n\n## Prompt\n\nFix it\n")


def test_what_somebody_wrote_stays() -> None:
    """Each key that is there already, with its value; a file that is listed is not listed twice."""
    own = 'model: "my own"\nstate: "completed"\nfiles:\n  - "a.py"\ntests:\n  - "by hand"\n'
    text = with_facts(
        RECORD.format(own), turn("Fix it", files=("a.py", "b.py"), tests=TESTS, models=("gpt-6",))
    )
    assert text.startswith(RECORD.format(own).partition("files:")[0])
    assert 'files:\n  - "a.py"\n  - b.py\n' in text
    assert "pytest" not in text
    assert text.count("state:") == 1


@pytest.mark.parametrize("model", ["", '"unspecified"'])
def test_a_model_that_nobody_gave_is_filled_in(model: str) -> None:
    """A template's word for it is none."""
    text = with_facts(RECORD.format(f"model: {model}\n"), turn("Fix it", models=("gpt-6",)))
    assert "gpt-6" in text.partition("\n---\n")[0]
    assert text.count("model:") == 1


@pytest.mark.parametrize(
    "text",
    ["# Fix it\n\nNo front matter.\n", "---\nfiles: {a: 1}\nutterances: x\n---\n\n## Prompt\n\nFix it\n"],
)
def test_a_text_that_takes_no_facts_stays_as_it_is(text: str) -> None:
    """Without front matter, or with values of another form than lists."""
    made = with_facts(text, turn("Fix it", files=("a.py",)))
    assert made == text or made.endswith("\n---\n\n## Prompt\n\nFix it\n")
    assert "files: {a: 1}" in made or made == text
