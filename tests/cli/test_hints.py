"""Messages that say what to do next: explain_no_match relations, filters and paths."""

import json
import shlex

import pytest


@pytest.mark.parametrize(("relation", "known"), [("ledto", "led-to"), ("superseeds", "supersedes"), ("Amend", "amends"),
                                                 ("follow", "follows"), ("depend_on", "depends-on")])  # fmt: skip
def test_a_misspelt_relation_is_refused(run, relation, known):
    """A relation close to a known one is refused with a suggestion, wherever it is given, unless forced."""
    run("adr", "new", "A")
    run("phr", "new", "P", "--stage", "misc", "--prompt", "p")
    new_phr = ("phr", "new", "Q", "--stage", "misc", "--prompt", "p", "--link", f"{relation}=ADR-1")
    new_adr = ("adr", "new", "B", "-l", f"1:{relation}")
    for words in (("link", "general/1", relation, "ADR-1"), new_phr, new_adr):
        assert f"did you mean {known!r}? --force" in run(*words, code=2).err
    assert len(run("list").out.splitlines()) == 2
    for words in (("link", "general/1", relation, "ADR-1"), new_phr, new_adr):
        run(*words, "--force")
    assert "did you mean" not in run(*new_phr).err, "a relation that the log uses is one of its own words"


@pytest.mark.parametrize(
    "relation", ["inspired", "refers-to", "caused-by", "Superceded by", "replaces", "related"]
)
def test_relations_in_the_author_s_own_words_are_kept(run, relation):
    """What resembles no known relation, and other spellings of known ones, need no force."""
    run("adr", "new", "A")
    run("adr", "new", "B")
    run("link", "ADR-2", relation, "ADR-1")


@pytest.mark.parametrize(("status", "advice"), [("acepted", "did you mean 'accepted'?"), ("bogus", "known: accepted, deprecated"),
                                                ("propsed", "did you mean 'proposed'?")])  # fmt: skip
def test_a_status_that_nobody_knows_is_refused(run, status, advice):
    """With a suggestion and exit 2, unless forced; then it is a word of the log."""
    refusal = run("adr", "new", "--status", status, "A", code=2).err
    assert f"unknown status {status!r}" in refusal
    assert advice in refusal
    assert run("list").out == ""
    run("adr", "new", "--status", status, "--force", "A")
    run("adr", "new", "--status", status, "B")


@pytest.mark.parametrize("status", ["Accepted", "akzeptiert", "adopted", "PROPOSED"])
def test_statuses_in_other_words_are_known(run, status):
    """Any case, any language that the reader knows."""
    run("adr", "new", "--status", status, "A")


def test_the_log_and_the_settings_have_statuses_of_their_own(run, repo):
    """A word that a decision has, or that the settings begin with, needs no force."""
    repo.write(
        "history/adr/0001-a.md", "# 1. A\n\nDate: 2026-01-01\n\n## Status\n\nParked\n\n## Context\n\nc\n"
    )
    run("adr", "new", "--status", "Parked", "B")
    repo.write(".records/config.toml", '[adr]\nstatus = "sketch"\n')
    run("adr", "new", "--status", "sketch", "C")
    run("adr", "new", "D")


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


@pytest.mark.parametrize("path", ["my app/ä b.py", "app/[id]/page.tsx", "it's.py"])
def test_a_command_that_is_offered_for_a_path_can_be_copied(run, repo, path):
    """Spaces, brackets and quotes in a path or title are quoted for the shell, and the command does what it says."""
    repo.write(path, "x = 1\n")
    offered = run("adr", "for", path).err.split("to record one: ")[1]
    run(*shlex.split(offered.strip().replace("TITLE", "Keep it"))[1:])
    assert "Keep it" in run("adr", "for", path).out
    assert f"did you mean {shlex.join(['records', 'why', path + ':1'])}?" in run("why", path, "1", code=2).err
    assert shlex.join(["records", "list", "--file", path]) in run("list", path, code=2).err
    assert f"--prompt-file {shlex.quote(path)}?" in run("phr", "new", "Do", path, code=2).err


def test_a_title_that_is_offered_again_is_quoted(run):
    """A decision that is to take the place of another, given by its title, is offered as a command that works."""
    run("adr", "new", "Use Redis")
    offered = run("adr", "supersede", "1", "It's Valkey (now)", code=2).err.split("hint: ")[1]
    words = shlex.split(offered.split("  records")[0])
    run(*words[1:])
    assert "It's Valkey (now)" in run("list").out
