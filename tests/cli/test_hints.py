"""Messages that say what to do next: explain_no_match relations, filters and paths."""

import json


def test_a_misspelt_relation_is_asked_about(run):
    """A relation close to a known one is answered with a suggestion."""
    run("adr", "new", "A")
    run("phr", "new", "P", "--stage", "misc", "--prompt", "p")
    assert "did you mean 'led-to'?" in run("link", "general/1", "ledto", "ADR-1").err
    assert "did you mean" not in run("link", "general/1", "inspired", "ADR-1").err


def test_a_misspelt_filter_is_asked_about(run):
    """Only where the word does not occur at all; otherwise nothing matches, and that is the answer."""
    run("adr", "new", "A")
    run("phr", "new", "P", "--stage", "misc", "--prompt", "p", "--label", "auth")
    assert "did you mean 'accepted'?" in run("list", "--status", "acepted").err
    assert "there are: misc" in run("list", "--stage", "green").err
    assert "did you mean 'auth'?" in run("list", "--label", "auht").err
    assert "there are: general" in run("list", "--feature", "checkout").err
    assert run("list", "--status", "accepted", "--kind", "phr").err == "note: no records match\n"


def test_a_gate_with_a_slip_in_its_path_does_not_pass(run, repo):
    """A check of a path that does not exist fails instead of checking nothing."""
    run("adr", "new", "A")
    assert "there is no file or folder histroy" in run("check", "histroy", code=2).err
    assert "lies outside" in run("check", "../..", code=2).err
    assert "there is no file or folder nofile.md" in run("secrets", "nofile.md", code=2).err
    assert run("check", "history/adr").code == 0


def test_quiet_checks_still_count(run, repo):
    """`check --quiet` prints no finding and the same summary."""
    text = '---\nid: "0001"\ntitle: x\nstage: odd\ndate: 2026-01-01\nfeature: a\n---\n\n## Prompt\n\nlong enough words\n'
    repo.write("history/prompts/a/0001-x.odd.prompt.md", text)
    loud, quiet = run("check"), run("check", "--quiet")
    assert quiet.out == ""
    assert quiet.err.splitlines()[0] == loud.err.splitlines()[0]


def test_an_empty_title_is_told_as_such(run):
    """An empty title is refused with that reason."""
    assert (
        "title is empty" in run("phr", "new", "--title", "", "--stage", "misc", "--prompt", "p", code=2).err
    )


def test_importing_from_nowhere_is_an_error(run):
    """Importing from a folder that does not exist is an error."""
    assert "there is no nowhere to import from" in run("import", "nowhere", code=2).err


def test_a_bare_number_among_decisions_is_a_decision(run):
    """A bare number on `adr new -l` means a decision, never a prompt."""
    run("adr", "new", "A")
    run("phr", "new", "P", "--stage", "misc", "--prompt", "p")
    run("adr", "new", "-l", "1:Amends", "B")
    assert json.loads(run("show", "ADR-2", "--json").out)["links"][0]["target"] == "adr/0001-a"
