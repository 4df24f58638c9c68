"""Fragments of expressions that several modules need stand in one module."""

import ast
import re
from pathlib import Path

from records import patterns

SOURCE = Path(patterns.__file__).parent
FRAGMENTS = {name: text for name, text in vars(patterns).items() if name.isupper()}


def test_no_module_writes_a_fragment_itself():
    """A fragment of `records.patterns` is in no string of another module."""
    repeated = [
        f"{path.relative_to(SOURCE)}:{node.lineno} has the text of {name}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.name != "patterns.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for name, text in FRAGMENTS.items()
        if text in node.value
    ]
    assert repeated == []


def test_a_fragment_captures_nothing():
    """A fragment adds no group to the expression in which it stands."""
    assert len(FRAGMENTS) > 5
    assert {name: re.compile(text).groups for name, text in FRAGMENTS.items()} == dict.fromkeys(FRAGMENTS, 0)
