"""What docs/suggest.md shows is what happens."""

from __future__ import annotations

import re

from paths import REPOSITORY
from records.cli.commands.adr_suggest import adr_suggest

TEXT = (REPOSITORY / "docs" / "suggest.md").read_text(encoding="utf-8")


def test_the_python_example_runs():
    """The Python examples of docs/suggest.md run."""
    for block in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL):
        exec(compile(block, "docs/suggest.md", "exec"), {})  # noqa: S102 — our own documentation


def test_every_option_that_is_shown_exists():
    """Every option in docs/suggest.md exists."""
    known = {option for parameter in adr_suggest.params for option in parameter.opts}
    shown = {
        word
        for line in re.findall(r"records adr suggest (.*)", TEXT)
        for word in re.findall(r"(?<!\S)--[a-z-]+", line.partition("#")[0])
    }
    assert shown <= known
    assert {"--diff", "--stdin", "--staged", "--format", "--fail-on", "--create"} <= shown


def test_every_family_of_signals_is_described():
    """docs/suggest.md describes every family of signals."""
    folder = REPOSITORY / "src/records/suggest/signals"
    families = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert families == set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE))
