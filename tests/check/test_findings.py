"""Each problem is reported once, with its cause."""

from __future__ import annotations

import json


def test_a_text_without_any_form_is_told_once(run, repo):
    """A text without a heading gives one error, not one for each missing part."""
    repo.write("history/adr/0001-x.md", "hello there\nnothing here\n")
    found = [line for line in run("check", code=1).out.splitlines() if ": error " in line]
    assert len(found) == 1
    assert "ADR001 it is not written as a decision" in found[0]


def test_a_dead_link_is_told_once(run, repo):
    """A dead link is one finding, not two."""
    repo.write("history/adr/0001-x.md", "# 1. X\n\n## Status\n\nSuperseded by [9. B](0009-b.md)\n")
    told = run("check").out
    assert "ADR013 the link leads to no file: 0009-b.md" in told
    assert "REC001" not in told


def test_a_question_left_open_in_an_accepted_decision_is_told(run, repo):
    """An accepted decision with an open question is a finding."""
    body = "## Context\n\n**Open question:** why now?\n"
    run("adr", "new", "A", "--status", "proposed", "--body-file", "-", stdin=body)
    assert "still open" not in run("check", code=1).out
    run("adr", "accept", "1")
    assert "ADR014 it is accepted, and a question is still open" in run("check", code=1).out


def test_a_changed_prompt_is_found(run, repo):
    """prompt_sha256 proves that the prompt is the one that was given; converted line ends do not count."""
    run("phr", "new", "T", "--stage", "misc", "--prompt", "one\ntwo")
    path = "history/prompts/general/0001-t.misc.prompt.md"
    text = repo.read(path)
    repo.write(path, text.replace("\n", "\r\n"))
    assert "PHR017" not in run("check").out
    repo.write(path, text.replace("one\ntwo", "one\nthree"))
    assert "PHR017" in run("check", code=1).out


def test_a_link_that_leads_to_no_file_is_found_in_every_form(run, repo):
    """Beside links that lead somewhere, addresses, pictures and links in code, which are none."""
    adr = "# {0}. T\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\n{1}\n\n## Decision\n\nx\n\n## Consequences\n\nx\n"
    good = (
        "[a](0002-b.md) [b](./0002-b.md) [c](../../README.md) [d](https://x.example/y.md) [e](#part)",
        "```\n[a](gone.md)\n```",
        "[b](0001-a.md#x) and [c](0001-a.md 'title') ![p](gone.md)",
        "<!-- [a](gone.md) --> [b](mailto:x@y.example) [c](/gone.md) [d](picture.png)",
    )
    bad = ("[a](gone.md)", "[a](0002-b.md) [b](./gone.md)", "[a](https://x.example) [b](../gone.md 'title')", "[a](gone%20too.md#x)")  # fmt: skip
    for number, text in enumerate((*good, *bad), 1):
        repo.write(f"history/adr/{number:04d}-{'abcdefgh'[number - 1]}.md", adr.format(number, text))
    found = json.loads(run("check", "--json", "--all").out)
    paths = [item["path"] for item in found if item["rule"] == "ADR013"]
    assert paths == [f"history/adr/{number:04d}-{'abcdefgh'[number - 1]}.md" for number in range(5, 9)]
