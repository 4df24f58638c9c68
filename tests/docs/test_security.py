"""SECURITY.md names the tests of its statements, and these exist."""

from __future__ import annotations

import re

from paths import REPOSITORY


def test_every_statement_names_tests_and_modules_that_exist():
    """Each section of what is guaranteed names tests; each path in the page is one of the repository."""
    text = (REPOSITORY / "SECURITY.md").read_text("utf-8")
    guaranteed = text.partition("## What is guaranteed")[2].partition("## What is not guaranteed")[0]
    sections = guaranteed.split("### ")[1:]
    assert [section.splitlines()[0] for section in sections if "tests/" not in section] == []
    paths = re.findall(r"`((?:src|tests)/[^`:]+)[`:]", text)
    assert [path for path in paths if not (REPOSITORY / path).exists()] == []
    assert len(paths) > 15


def test_every_test_that_is_named_exists():
    """A name such as `tests/x/test_y.py::test_z` is a function of that file, and each row of the table names one."""
    text = (REPOSITORY / "SECURITY.md").read_text("utf-8")
    names = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    functions = {path: (REPOSITORY / path).read_text("utf-8") for path, _ in names}
    assert [(path, name) for path, name in names if f"def {name}(" not in functions[path]] == []
    rows = text.partition("| --- |")[2].partition("\n\n")[0].splitlines()[1:]
    assert [row for row in rows if "::test_" not in row] == []
    assert len(rows) > 20
