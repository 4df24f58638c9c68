"""Each problem is reported once, with its cause."""


def test_a_text_without_any_form_is_told_once(run, repo):
    """A text without a heading gives one error, not one for each missing part."""
    repo.write("history/adr/0001-x.md", "hello there\nnothing here\n")
    found = [line for line in run("check", code=1).out.splitlines() if ": error " in line]
    assert len(found) == 1
    assert "ADR001 it is not written as a decision" in found[0]


def test_a_dead_link_is_told_once(run, repo):
    """A dead link is one finding, not two."""
    repo.write("history/adr/0001-x.md", "# 1. X\n\n## Status\n\nSuperseded by [9. B](0009-b.md)\n")
    told = run("check", code=1).out
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
