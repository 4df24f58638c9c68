"""Patterns of `records.regex` are compiled when they are first used."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import records.regex as lazy

_ALL_PATTERNS = """
import gc, pkgutil, re, records
from importlib import import_module
from records.regex import LazyPattern

for module in pkgutil.walk_packages(records.__path__, "records."):
    runs_when_imported = module.name in ("records.__main__", "records.capture_hook") or ".migrations." in module.name
    if not runs_when_imported:
        import_module(module.name)
patterns = [item for item in gc.get_objects() if isinstance(item, LazyPattern)]
for pattern in patterns:
    assert re.compile(pattern.pattern, pattern.options).groupindex == pattern.groupindex
print(len(patterns))
"""


def test_every_pattern_of_the_package_is_valid():
    """A mistake in a pattern is found here, because it no longer shows when its module is imported."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _ALL_PATTERNS], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 300


@pytest.mark.parametrize("text", ["a1 b22", "", "no digits"])
def test_a_pattern_finds_what_the_compiled_one_finds(text):
    """Each method gives what it gives in the standard library, before and after the first use."""
    flags = re.IGNORECASE
    expected = re.compile(r"(?P<letter>[a-z])(\d+)", flags)
    for name, arguments in (
        ("search", (text,)), ("match", (text, 0)), ("fullmatch", (text,)), ("sub", ("x", text)), ("subn", ("x", text)),
        ("split", (text,)), ("findall", (text,)), ("finditer", (text,)),
    ):  # fmt: skip
        pattern = lazy.compile(r"(?P<letter>[a-z])(\d+)", flags)
        for _ in range(2):
            found, wanted = getattr(pattern, name)(*arguments), getattr(expected, name)(*arguments)
            if name == "finditer":
                found, wanted = list(found), list(wanted)
            assert str(found) == str(wanted)
    assert lazy.compile(b"a").search(b"ba").start() == 1


def test_nothing_is_compiled_before_it_is_used():
    """Importing the modules of a command compiles none of their patterns."""
    code = (
        "import gc, records.adr.fields, records.adr.relations, records.model.citations, records.regex\n"
        "patterns = [item for item in gc.get_objects() if isinstance(item, records.regex.LazyPattern)]\n"
        "print(len(patterns) > 100, [item.pattern for item in patterns if 'search' in vars(item)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True []\n"


_PLAIN_DECISION = """
import gc
from records.adr.record_reader import read_adr_record
from records.regex import LazyPattern

text = "# 7. Use tar\\n\\nDate: 2026-01-31\\n\\n## Status\\n\\nAccepted\\n\\n## Context\\n\\nMany files.\\n"
facts = read_adr_record(text, "doc/adr/0007-use-tar.md", "doc/adr")
print(facts.status, facts.date, facts.links)
patterns = [item for item in gc.get_objects() if isinstance(item, LazyPattern)]
used = [item.pattern for item in patterns if "search" in vars(item)]
print(len(used))
"""


def test_a_plain_decision_needs_few_patterns():
    """A status of one word, a plain day and a text without relations are read without the patterns for others."""
    done = subprocess.run([sys.executable, "-c", _PLAIN_DECISION], capture_output=True, text=True, check=True)
    facts, count = done.stdout.splitlines()
    assert facts == "accepted 2026-01-31 ()"
    assert int(count) < 55


def test_a_mistake_shows_when_the_pattern_is_used():
    """A wrong pattern raises what the standard library raises."""
    pattern = lazy.compile("(")
    with pytest.raises(re.error):
        pattern.search("x")
