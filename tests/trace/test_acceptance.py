"""Who accepted the decisions of a change, and what shows that it was a person."""

from __future__ import annotations

import json

import pytest

from why_help import adr, put_adr

CLAUDE = "Co-authored-by: Claude <noreply@anthropic.com>"
TRAILER = "ADR-accepted-by: Grace <grace@example.org>"
OWN_TRAILER = "ADR-accepted-by: Ada <ada@example.org>"
PATH = "history/adr/0002-use-sessions.md"


@pytest.fixture
def change(repo):
    """A log with one accepted decision; the change begins after it."""
    put_adr(repo, 1, "use-tokens")
    repo.commit("Begin a log")
    repo.git("branch", "base")
    return repo


def put(repo, status, *lines, body="", author=None, signed=False, subject="Decide"):
    """Commit the second decision with a status; the lines end the message."""
    text = adr(2, "Use sessions", status=status, body=body or f"We use sessions ({status}).")
    repo.write(PATH, text.replace("## Decision", "## Context\n\nPeople log in.\n\n## Decision"))
    message = "\n".join([subject, "", *lines])
    repo.git("add", "--all")
    repo.git("commit", "-q", "--allow-empty", "-m", message, *(["--author", author] if author else []))
    if signed:
        sign_head(repo)


def sign_head(repo):
    """Give the commit at HEAD a signature header; nothing verifies it here."""
    head, _, message = repo.git("cat-file", "commit", "HEAD").partition("\n\n")
    signature = "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NIU0lH\n -----END SSH SIGNATURE-----"
    path = repo.write("../commit", f"{head}\n{signature}\n\n{message}\n")
    commit = repo.git("hash-object", "-t", "commit", "-w", "--literally", str(path))
    repo.git("update-ref", "HEAD", commit)


def review_file(repo, reviewer, verdict="approved", *lines):
    """Commit a review of the decision as a file."""
    text = f'record = "ADR-0002"\nreviewer = "{reviewer}"\nverdict = "{verdict}"\n'
    repo.write(".records/reviews/0002.toml", text)
    repo.git("add", "--all")
    repo.git("commit", "-q", "-m", "\n".join(["Review", "", *lines]))


def forge(*rows):
    """The forge's reviews: pairs of an account and a state."""
    return json.dumps([
        {"user": {"login": login, "type": "Bot" if login.endswith("[bot]") else "User"}, "state": state}
        for login, state in rows
    ])  # fmt: skip


def names(run, accept, reviews=""):
    """Return the acceptance rules that `records ci` reports, and whether the build fails."""
    run.settings(accept)
    options = ("ci", "--against", "base", "--format", "json", "--reviews", "-")
    result = run.any_code(*options, stdin=reviews or "[]")
    rules = {rule["id"]: rule["name"] for rule in json.loads(run("rules", "--json").out)}
    problems = json.loads(result.out)["problems"]
    found = [rules[item["rule"]] for item in problems if "acceptance" in rules[item["rule"]]]
    return found, bool(result.code)


@pytest.fixture
def command(change, run):
    """The command line, with settings to choose and without an expected exit code."""

    class Command:
        def __call__(self, *args, **options):
            return run(*args, **options)

        def settings(self, accept):
            change.write(".records/config.toml", f'[adr]\naccept = "{accept}"\n')

        def any_code(self, *args, **options):
            try:
                return run(*args, **options)
            except AssertionError:
                return run(*args, code=1, **options)

    return Command()


SITUATIONS = {
    "a person adds an accepted decision": (lambda repo: put(repo, "accepted"), "", {"review": ["acceptance-without-review"], "human": ["acceptance-by-its-author"]}),
    "a person accepts what an agent proposed": (
        lambda repo: (put(repo, "proposed", CLAUDE), put(repo, "accepted", author="Grace <grace@example.org>")), "",
        {"review": ["acceptance-without-review"]},
    ),
    "an agent adds an accepted decision": (
        lambda repo: put(repo, "accepted", CLAUDE), "",
        {"anyone": ["acceptance-by-agent"], "human": ["acceptance-by-agent"],
         "review": ["acceptance-by-agent", "acceptance-without-review"]},
    ),
    "an agent uses a person's account, with a link to its session": (
        lambda repo: put(repo, "accepted", "Claude-Session: https://claude.ai/code/session_1"), "",
        {"anyone": ["acceptance-by-agent"], "human": ["acceptance-by-agent"],
         "review": ["acceptance-by-agent", "acceptance-without-review"]},
    ),
    "an agent uses a person's account without a sign: this cannot be seen": (
        lambda repo: put(repo, "accepted", author="Ada <ada@example.org>"), "",
        {"human": ["acceptance-by-its-author"], "review": ["acceptance-without-review"]},
    ),
    "an agent's commit, approved on the forge": (
        lambda repo: put(repo, "accepted", CLAUDE), forge(("grace", "APPROVED")), {},
    ),
    "an agent's commit, approved and then dismissed": (
        lambda repo: put(repo, "accepted", CLAUDE), forge(("grace", "APPROVED"), ("grace", "DISMISSED")),
        {"anyone": ["acceptance-by-agent"], "human": ["acceptance-by-agent"],
         "review": ["acceptance-by-agent", "acceptance-without-review"]},
    ),
    "an agent's commit, approved by a program": (
        lambda repo: put(repo, "accepted", CLAUDE), forge(("helper[bot]", "APPROVED")),
        {"anyone": ["acceptance-by-agent"], "human": ["acceptance-by-agent"],
         "review": ["acceptance-by-agent", "acceptance-without-review"]},
    ),
    "an agent's commit with a person's trailer that anybody could have typed": (
        lambda repo: put(repo, "accepted", CLAUDE, TRAILER), "",
        {"anyone": ["acceptance-by-agent"], "human": ["acceptance-by-agent"],
         "review": ["acceptance-by-agent", "acceptance-without-review"]},
    ),
    "an agent's commit that is signed, with a person's trailer": (
        lambda repo: put(repo, "accepted", TRAILER, CLAUDE, signed=True), "", {},
    ),
    "a trailer of an agent": (
        lambda repo: put(repo, "accepted", "ADR-accepted-by: Claude <noreply@anthropic.com>", CLAUDE, signed=True), "",
        {"anyone": ["acceptance-by-agent"], "human": ["acceptance-by-agent"],
         "review": ["acceptance-by-agent", "acceptance-without-review"]},
    ),
    "a review file of another person": (
        lambda repo: (put(repo, "accepted"), review_file(repo, "Grace <grace@example.org>")), "", {},
    ),
    "a review file of the author": (
        lambda repo: (put(repo, "accepted"), review_file(repo, "Ada <ada@example.org>")), "",
        {"human": ["acceptance-by-its-author"], "review": ["acceptance-without-review"]},
    ),
    "a review file that an agent committed": (
        lambda repo: (put(repo, "accepted", CLAUDE), review_file(repo, "Grace <g@example.org>", "approved", CLAUDE)), "",
        {"anyone": ["acceptance-by-agent"], "human": ["acceptance-by-agent"],
         "review": ["acceptance-by-agent", "acceptance-without-review"]},
    ),
    "a review file that rejects": (
        lambda repo: (put(repo, "accepted"), review_file(repo, "Grace <grace@example.org>", "dismissed")), "",
        {"human": ["acceptance-by-its-author"], "review": ["acceptance-without-review"]},
    ),
    "the author's own trailer": (
        lambda repo: put(repo, "accepted", OWN_TRAILER), "",
        {"human": ["acceptance-by-its-author"], "review": ["acceptance-without-review"]},
    ),
    "an empty decision is accepted": (
        lambda repo: put(repo, "accepted", body="<!-- what was decided -->", author="Grace <grace@example.org>"),
        forge(("ada", "APPROVED")),
        {"anyone": ["acceptance-of-nothing"], "human": ["acceptance-of-nothing"], "review": ["acceptance-of-nothing"]},
    ),
    "a decision goes from accepted back to proposed": (
        lambda repo: (put(repo, "accepted"), put(repo, "proposed")), "",
        {"anyone": ["acceptance-reverted"], "human": ["acceptance-reverted"], "review": ["acceptance-reverted"]},
    ),
    "an agent proposes a decision": (lambda repo: put(repo, "proposed", CLAUDE), "", {}),
    "a program merges what a person wrote": (
        lambda repo: merge_by_bot(repo), "",
        {"human": ["acceptance-by-its-author"], "review": ["acceptance-without-review"]},
    ),
    "a squash keeps the agent's sign": (
        lambda repo: put(repo, "accepted", "* Decide", "", CLAUDE, subject="Decide (#7)"), "",
        {"anyone": ["acceptance-by-agent"], "human": ["acceptance-by-agent"],
         "review": ["acceptance-by-agent", "acceptance-without-review"]},
    ),
    "an agent's revert of the whole decision": (
        lambda repo: (put(repo, "proposed"), repo.git("rm", "-q", PATH), repo.commit(f"Revert\n\n{CLAUDE}")), "", {},
    ),
}  # fmt: skip


def merge_by_bot(repo):
    """A person's branch, merged by a program."""
    repo.git("switch", "-q", "-c", "topic")
    put(repo, "accepted")
    repo.git("switch", "-q", "-")
    repo.write("other.txt", "x\n")
    repo.commit("Another change")
    repo.git("-c", "user.name=merge[bot]", "-c", "user.email=1+merge[bot]@users.noreply.github.com",
             "merge", "-q", "--no-ff", "-m", "Merge topic", "topic")  # fmt: skip


@pytest.mark.parametrize("accept", ["anyone", "human", "review"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_situation_has_its_verdict(change, command, situation, accept):
    """What is reported for each way of acceptance; only settings that ask for evidence fail the build."""
    act, reviews, expected = SITUATIONS[situation]
    act(change)
    found, failed = names(command, accept, reviews)
    assert sorted(found) == sorted(expected.get(accept, []))
    strict = {name for name in found if name != "acceptance-by-its-author"}
    assert failed == (accept != "anyone" and bool(strict))


def test_ci_shows_who_changed_the_status_and_with_what_evidence(change, command):
    """Each change of status has its author, whether an agent signed it, and the evidence of a person."""
    put(change, "proposed", CLAUDE)
    put(change, "accepted", TRAILER)
    steps = json.loads(command("ci", "--against", "base", "--format", "json").out)["statuses"]
    assert [(step["from"], step["to"], step["author"], step["by_agent"]) for step in steps] == [
        (None, "proposed", "Ada", True), ("proposed", "accepted", "Ada", False),
    ]  # fmt: skip
    assert [item["kind"] for item in steps[1]["evidence"]] == ["person", "trailer"]
    text = command("ci", "--against", "base").out
    assert "status: ADR-0002 new, proposed by Ada in " in text
    assert "(commit of Ada <ada@example.org>; trailer of Grace <grace@example.org>)" in text
    assert "### Statuses that this change sets" in command(
        "ci", "--against", "base", "--format", "markdown"
    ).out  # fmt: skip


def test_check_against_reports_the_same(change, command):
    """`records check --against` has the finding, at the line of the status."""
    put(change, "accepted", CLAUDE)
    (finding,) = [
        item
        for item in json.loads(command("check", "--against", "base", "--json").out)
        if item["rule"] == "ADR032"
    ]
    assert (finding["path"], finding["line"], finding["severity"]) == (PATH, 4, "warning")


def test_pages_of_reviews_are_read_as_one_list(change, command):
    """Several pages of the forge's answer, as a list of lists, count in their order."""
    put(change, "accepted", CLAUDE)
    pages = f"[{forge(('grace', 'APPROVED'))}, {forge(('grace', 'CHANGES_REQUESTED'))}]"
    assert names(command, "anyone", pages)[0] == ["acceptance-by-agent"]
    pages = f"[{forge(('grace', 'COMMENTED'))}, {forge(('grace', 'APPROVED'))}]"
    assert names(command, "anyone", pages)[0] == []


def test_reviews_that_are_no_json_are_refused(change, command):
    """A file that the forge did not answer is an error that names it."""
    put(change, "accepted")
    assert "is not JSON" in command("ci", "--against", "base", "--reviews", "-", stdin="<html>", code=2).err


def test_an_unknown_way_of_acceptance_is_refused(change, command):
    """The settings name one of three ways."""
    command.settings("nobody")
    assert "adr.accept is 'nobody'" in command("list", code=2).err


@pytest.mark.parametrize(
    ("variables", "options", "status"),
    [
        ({}, (), "accepted"),
        ({"CLAUDECODE": "1"}, (), "proposed"),
        ({"GEMINI_CLI": "1"}, (), "proposed"),
        ({"AI_AGENT": "goose"}, (), "proposed"),
        ({"CLAUDECODE": "0"}, (), "accepted"),
        ({"CLAUDECODE": "1"}, ("--surface", "terminal"), "accepted"),
        ({"CLAUDECODE": "1"}, ("--status", "draft"), "draft"),
        ({}, ("--surface", "agent"), "proposed"),
    ],
)
def test_a_decision_that_an_agent_writes_is_proposed(
    change, command, monkeypatch, variables, options, status
):
    """What runs the command decides the status of a new decision, unless one is named."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    answer = json.loads(command("adr", "new", "Use queues", "--json", *options).out)
    assert answer["status"] == status


@pytest.mark.parametrize("text", ["verdict = ", 'record = "ADR-9"\nverdict = "approved"\n', "a = 1\n"])
def test_a_review_that_cannot_be_read_is_no_evidence(change, command, text):
    """Damaged, about another decision, or without what a review says."""
    put(change, "accepted")
    change.write(".records/reviews/0002.toml", text)
    change.commit("Review")
    assert names(command, "review")[0] == ["acceptance-without-review"]
