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

UNITS = (
    "blanks",
    "line-ends",
    "half-links",
    "brackets",
    "backticks",
    "headings",
    "comments",
    "trailers",
    "relations",
)
SHAPES = [name for name in BENCH.SHAPES if name.startswith("keys-") or name.partition("-")[2] in UNITS]


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_grows_with_the_size_of_a_file(shape):
    """No shape of front matter, body or bare text makes a reader take quadratic time (all shapes: bench/growth.py)."""
    for step in BENCH.steps_of(shape):
        row = BENCH.growth(shape, step, [SMALL, LARGE], budget=5)
        if row.seconds > BENCH.MOMENT and row.exponent > STEEPEST:  # again, in case the machine was busy
            row = BENCH.growth(shape, step, [SMALL, LARGE], budget=5)
        assert row.seconds < BENCH.MOMENT or row.exponent < STEEPEST, row


ATTACKS = {
    "dots between a relation and its target": "Superseded {}x [2](0002-b.md)|.",
    "shortcodes in a destination that is not closed": "Superseded by [a]({}|{%%}",
    "hyphens in a slug that is none": "Superseded by 9{}\x01|-9",
    "separators behind a participle": "obsolete{}|-",
    "signs behind the word for a record": "ADR{}|#",
    "blanks behind words": "T{}\x01|  ",
    "blanks behind a bold label": "**Files**{}\x01|\t",
    "a fence without end": "{}\x01|~",
    "lines of a list with many colons": "- a{}\rx|: ",
    "rules of a table": "| a |\n{}x|---",
    "blanks behind the sign of a callout": ">[!x]\ta{}\x01|\t",
    "colons and blanks of a container": ":::{}\x01| ",
    "tags of struck text that is not closed": "{}|<s>",
    "blanks behind a written line end": "<br>{}\x01|\t",
    "blanks behind the label of a link": "[a]:{}|\t",
    "blanks before a word": "{}\x01|  ",
    "blanks behind a note that sets a rule aside": "<!-- records-ignore ADR001,{}\x01| ",
    "beginnings of a statement in one sentence": "{}|in the context of ",
    "half links without words": "{}|[](A",
    "images that are not closed": "{}|![](A",
    "blanks behind the name of a prompt": "PHR{}\x01| ",
    "a comment behind a heading": "# a{}\x01|<!---->\t",
    "hyphens of a shortcode's target": "{{<ref\t{}|-",
}
PLACES = (
    "# {}\n\n## Status\n\nAccepted\n",
    "# 1. T\n\n## Status\n\n{}\n\n## Context\n\nx\n",
    "# 1. T\n\n- Status: {}\n\n## Context\n\n{}\n",
    "---\nstatus: {}\n---\n\n# T\n\n## Context\n\nx\n",
    "---\nid: 1\ntitle: T\nstage: green\n---\n\n## {}\n\np\n",
    "{}",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_text_made_against_an_expression_is_read_in_a_moment(attack):
    """Each kept a reader busy for minutes, or for good, once."""
    around, _, unit = ATTACKS[attack].rpartition("|")
    text = around.replace("{}", unit * (4_000 // len(unit)))
    start = BENCH.time.process_time()
    for place in PLACES:
        BENCH.read_everything(place.replace("{}", text))
        BENCH.run_tools(place.replace("{}", text))
    BENCH.read_message(text)
    assert BENCH.time.process_time() - start < 20


def test_a_paragraph_of_many_relations_is_read_in_a_time_that_grows_with_its_length():
    """Each relation is looked at with the beginning of its sentence, and no sentence of the paragraph ends."""
    text = "# 1. T\n\n## Context\n\n" + "Superseded by [2](0002-b.md)\n" * 14_000
    start = BENCH.time.process_time()
    record = BENCH.read_adr_record(text, "history/adr/0001-a.md", "")
    assert {link.target for link in record.links} == {"0002-b.md"}
    assert BENCH.time.process_time() - start < 8


@pytest.mark.parametrize(
    "title", ["a" + "." * 60_000 + "x", "- a" + ": " * 30_000 + "x", "a" + "-" * 60_000 + "b"]
)
def test_a_title_of_many_signs_before_its_last_word_is_read_in_a_moment(title):
    """What is left out at the end of a title is looked for once, not from each of the signs."""
    start = BENCH.time.process_time()
    assert BENCH.read_adr_record(f"# {title}\n\n## Status\n\nAccepted\n", "0001-a.md", "").state == "accepted"
    assert BENCH.time.process_time() - start < 8


def test_texts_made_against_expressions_stop_no_command(repo, run):
    """Each as the context of a decision, as its status, and as a prompt, for what looks at the whole log."""
    for number, attack in enumerate(ATTACKS.values(), 1):
        around, _, unit = attack.rpartition("|")
        text = around.replace("{}", unit * (16_000 // len(unit)))
        repo.write(
            f"history/adr/{number:04d}-a.md",
            f"# {number}. A\n\n## Status\n\nAccepted\n\n## Decision\n\n{text}\n",
        )
        repo.write(
            f"history/prompts/general/{number:04d}-a.misc.prompt.md",
            f"---\nid: {number}\ntitle: A\nstage: misc\nfiles: [src/a.py]\n---\n\n## Prompt\n\n{text}\n",
        )
    repo.write("src/a.py", "x = 1\n")
    repo.commit("begin")
    for words in (
        "check",
        "ci --against HEAD",
        "adr for src/a.py",
        "disclose HEAD",
        "lessons",
        "prime src/a.py",
    ):
        start = BENCH.time.process_time()
        run(*words.split())
        assert BENCH.time.process_time() - start < 20, words


PAGES = {"line ends": "\n", "headings": "### x #\n", "comments": "<!--"}


@pytest.mark.parametrize("unit", PAGES.values(), ids=PAGES)
def test_the_pages_and_the_search_index_of_a_long_text_are_made_in_a_moment(repo, run, unit):
    """A prompt and a decision that repeat one piece of text forty thousand characters long."""
    body = unit * (40_000 // len(unit)) + "y\n"
    repo.write(
        "history/prompts/general/0001-a.misc.prompt.md",
        f"---\nid: 1\ntitle: A\nstage: misc\n---\n\n## Prompt\n\na{body}\n\n## Response snapshot\n\n{body}",
    )
    repo.write("history/adr/0001-a.md", f"# 1. A\n\n## Status\n\nAccepted\n\n## Context\n\n{body}\n")
    start = BENCH.time.process_time()
    run("site", "build")
    run("search", "y")
    assert BENCH.time.process_time() - start < 8


def test_code_of_one_long_line_and_a_decision_of_half_links_are_looked_at_in_a_moment(repo, run):
    """The line has many signs of a comment and a word that begins as a decision's number does."""
    repo.write("src/a.c", "adr " + "* " * 30_000)
    repo.write("history/adr/0001-a.md", "# 1. A\n\n## Status\n\nAccepted\n\n## Context\n\n" + "[a](" * 30_000)
    repo.commit("begin")
    start = BENCH.time.process_time()
    run("due")
    run("adr", "for", "src")
    assert BENCH.time.process_time() - start < 8


@pytest.mark.parametrize("path", ["history/adr/0001-a.md", "history/prompts/general/0001-a.misc.prompt.md"])
def test_a_file_beyond_the_limit_is_listed_with_the_reason(repo, run, path):
    """A file that is larger than any record is named with its problem and not read; the others are."""
    repo.write(path, "# 1. A\n\n" + "x" * LARGEST)
    repo.write("history/adr/0002-b.md", "# 2. B\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n")
    listed = run("list", "--json").out
    assert '"problem": "the file is larger than 10 MB"' in listed
    assert '"title": "B"' in listed
