"""Reading a record takes time in proportion to its size, whatever is in it."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from paths import REPOSITORY
from records.project.codec import LARGEST


def _bench():
    spec = importlib.util.spec_from_file_location("growth", REPOSITORY / "bench" / "growth.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BENCH = _bench()
SMALL, LARGE = 10_000, 60_000
STEEPEST = 1.6  # 1 is linear, 2 quadratic; the rest is what a busy machine adds

UNITS = ("blanks", "line-ends", "half-links", "brackets", "backticks", "headings", "comments", "trailers")
SHAPES = [name for name in BENCH.SHAPES if name.startswith("keys-") or name.partition("-")[2] in UNITS]


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_grows_with_the_size_of_a_file(shape):
    """No shape of front matter, body or bare text makes a reader take quadratic time (all shapes: bench/growth.py)."""
    for step in BENCH.steps_of(shape):
        row = BENCH.growth(shape, step, [SMALL, LARGE], budget=5)
        if row.seconds > BENCH.MOMENT and row.exponent > STEEPEST:  # again, in case the machine was busy
            row = BENCH.growth(shape, step, [SMALL, LARGE], budget=5)
        assert row.seconds < BENCH.MOMENT or row.exponent < STEEPEST, row


def test_a_prompt_of_line_ends_is_shown_on_a_page(repo, run):
    """The pages of a prompt that holds forty thousand line ends are built in a moment."""
    body = "\n" * 40_000 + "y\n"
    repo.write(
        "history/prompts/general/0001-a.misc.prompt.md",
        f"---\nid: 1\ntitle: A\nstage: misc\n---\n\n## Prompt\n\na{body}",
    )
    start = BENCH.time.process_time()
    run("site", "build")
    assert BENCH.time.process_time() - start < 20


@pytest.mark.parametrize("path", ["history/adr/0001-a.md", "history/prompts/general/0001-a.misc.prompt.md"])
def test_a_file_beyond_the_limit_is_listed_with_the_reason(repo, run, path):
    """A file that is larger than any record is named with its problem and not read; the others are."""
    repo.write(path, "# 1. A\n\n" + "x" * LARGEST)
    repo.write("history/adr/0002-b.md", "# 2. B\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n")
    listed = run("list", "--json").out
    assert '"problem": "the file is larger than 10 MB"' in listed
    assert '"title": "B"' in listed
