"""Texts made to keep a reader busy, or to break its parser, are read in a moment and lose nothing."""

from __future__ import annotations

import json

import pytest

from records.adr.other_markup import as_markdown
from records.cli.main import main as run_records
from records.text.headings import headings
from records.text.yaml.library import too_deep

MUCH = 20_000
RUNS = {
    "spaces": " " * MUCH + "x",
    "tabs": "\t" * MUCH,
    "letters": "x" * MUCH,
    "digits": "9" * MUCH,
    "open brackets": "[" * MUCH,
    "half links": "[a](" * (MUCH // 4),
    "half pictures": "![a](" * (MUCH // 5),
    "stars": "*" * MUCH,
    "back-ticks": "`" * MUCH,
    "hashes": "#" * MUCH + " " * MUCH,
    "comments": "<!--" * (MUCH // 4),
}
PLACES = {
    "status": "# 1. T\n\nDate: 2026-01-01\n\n## Status\n\n{}\n\n## Context\n\nx\n",
    "title": "# {}\n\n## Status\n\nAccepted\n",
    "date": "# 1. T\n\nDate: {}\n\n## Status\n\nAccepted\n",
    "link": "# 1. T\n\n## Status\n\nAccepted\n\nSuperseded by {}\n\n## Context\n\n{}\n",
    "front matter": "---\nstatus: {}\n---\n\n# T\n\n## Context and Problem Statement\n\n{}\n",
}
DEEP = {
    "brackets": "status: " + "[" * 30_000,
    "braces": "status: " + "{a: " * 30_000,
    "dashes": "status:\n  " + "- " * 30_000,
    "questions": "? " * 30_000,
    "indentation": "".join(f"{' ' * at}a:\n" for at in range(600)),
}


@pytest.mark.parametrize("run_of", RUNS)
def test_a_long_run_of_one_sign_is_read_in_a_moment(repo, run, run_of):
    """Wherever it stands; the work grows with the text, not with its square."""
    for number, text in enumerate(PLACES.values(), 1):
        repo.write(f"history/adr/{number:04d}-a.md", text.replace("{}", RUNS[run_of]))
    assert run("list", "--json").out.count('"readable"') == len(PLACES)
    assert json.loads(run("check", "--json", code=1).out)


@pytest.mark.parametrize("kind", DEEP)
def test_front_matter_that_nests_without_end_is_a_problem_of_one_record(repo, run, kind):
    """The C parser would take the process with it."""
    repo.write("history/adr/0001-a.md", f"---\n{DEEP[kind]}\n---\n\n# T\n\n## Context\n\nx\n")
    repo.write("history/adr/0002-b.md", "# 2. B\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n")
    listed = run("list").out
    assert "ADR-0001" in listed
    assert "ADR-0002  accepted  2026-01-01  B" in listed
    assert too_deep(DEEP[kind])


@pytest.mark.parametrize(
    "sign", ["`", "`a ", ":doc:`", "  a::\n", "link:", "https://", "<<a.adoc", "*a ", "=\n"]
)
def test_other_markups_are_laid_out_in_a_moment(sign):
    """Converting long runs of one character takes linear time."""
    text = sign * MUCH
    for name in ("a.rst", "a.adoc"):
        assert as_markdown(text, name).count("\n") == text.count("\n")


def test_ordinary_nesting_is_not_deep():
    """Brackets in prose, lists in lists, a long block of text."""
    assert not too_deep("a: [1, [2]]\n" * 500 + "text: |\n" + "  if (x[{0}]) {\n" * 150 + "- - - a\n")


def test_a_heading_s_closing_signs_are_no_words_of_it():
    """As CommonMark has it: only after a space."""
    text = "# a #\n## b ##  \n# c#\n# #\n#\n### d # e ###\n#   \n#x\n"
    assert [(one.level, one.title) for one in headings(text)] == [
        (1, "a"), (2, "b"), (1, "c#"), (1, ""), (1, ""), (3, "d # e"), (1, ""),
    ]  # fmt: skip


@pytest.mark.parametrize("digits", ["9" * 25, "9" * 5000, "0" * 4999 + "7", "\u0663" * 4400, "\u00b2" * 30])
def test_a_number_of_any_length_is_a_number_or_a_word(repo, run, digits):
    """Python converts 4,300 digits at most, and not every digit is decimal: no place of a record makes a command fail."""
    records = (
        "---\nid: {0}\nnumber: {0}\nstatus: accepted\ndate: {0}\nsuperseded-by: {0}\n---\n\n# {0}. T\n\n## Context and Problem Statement\n\nx\n",
        "# {0}. T\n\nDate: {0}-01-01\n\n## Status\n\nSuperseded by [{0}](0002-b.md)\n\nAmended by {0}\n\n## Context\n\nADR-{0} #{0}\n",
        "# ADR-{0}: T\n\n- Status: Accepted\n- Date: {0}/{0}/{0}\n- Supersedes: {0}\n\n## Context\n\nx\n",
        "# DATA-0{0} - T\n\n| Status | Accepted |\n| ID | ADR-{0} |\n\n## Context\n\nx\n",
        "# T\n\n## Status\n\n{0}. Proposed\n\n{0}. Accepted 2026-{0}-01\n\n## Context\n\n{0}) x\n",
    )
    for number, text in enumerate(records, 1):
        repo.write(f"history/adr/{number:04d}-a.md", text.format(digits))
    repo.write(
        "history/prompts/general/0001-a.green.prompt.md",
        f"---\nid: {digits}\ntitle: P\nstage: green\nadr: [{digits}, ADR-{digits}]\n---\n\n## Prompt\n\nADR-{digits}\n\n"
        f"## Outcome\n\n- Tests: {digits} passed, {digits} failed\n",
    )
    repo.write("a.py", f"x = 1  # @adr {digits}\n")
    repo.commit(
        f"Merge pull request #{digits} from a/b\n\nADR: {digits}\nPHR: {digits}-x\nADR: general/{digits}"
    )
    repo.write(
        "a.diff", f"--- a/a.py\n+++ b/a.py\n@@ -{digits},{digits} +{digits},{digits} @@\n+import redis\n"
    )
    assert run("list", "--json").out.count('"readable"') == len(records) + 1
    for words in (
        "site build", "search T", "stats", "why a.py:1", f"why a.py:{digits}", f"show ADR-{digits}", "hooks check HEAD",
        f"list --limit {digits}", "disclose", "check", "check --fix --dry-run", "adr suggest --diff a.diff", "adr new N",
        "adr accept ADR-0003", "adr generate graph", "renumber ADR-1 --dry-run", "ci --against HEAD",
    ):  # fmt: skip
        assert run_records(words.split()) in (0, 1, 2), words
    repo.write(".records/config.toml", f"[check]\nstale-days = {digits}\n")
    assert "is not valid TOML" in run("check", code=2).err or len(digits) == 25
