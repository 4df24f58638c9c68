"""`records disclose`: what a project's policy on agents requires of commits, and what contradicts it."""

from __future__ import annotations

import json
import os

import pytest

from why_help import ledger, put_phr

RECORDED = "PHR: general/0001-add-login.green"
OPUS = "claude-opus-4-6"
CAPTURED = f"capture: claude-code/s1/t1\nmodel: {OPUS}\n"


@pytest.fixture
def work(repo):
    """A prompt that Claude Code answered, and a commit of its file that names the prompt."""
    put_phr(repo, 1, "add-login", files=("src/login.py",), links=CAPTURED)
    repo.commit("Record the prompt")
    return repo


def commit(repo, *lines, author=None):
    """Commit a change of the prompt's file and of another one, with these lines at the end of the message."""
    repo.write("src/login.py", f"# {lines} {author}\n")
    repo.write("src/other.py", f"# {lines} {author}\n")
    repo.git("add", "--all")
    message = "\n".join(["Add login", "", RECORDED, *lines])
    repo.git("commit", "-q", "-m", message, *(["--author", author] if author else []))
    return repo.git("rev-parse", "HEAD")


def codes(run, policy, *options, expected=0):
    """Return the codes of the findings at HEAD under a policy."""
    answer = json.loads(run("disclose", "--policy", policy, "--json", *options, code=expected).out)
    return [finding["code"] for entry in answer["commits"] for finding in entry["findings"]]


CORRECT = {
    "linux": ["Assisted-by: claude-code:claude-opus-4-6", "Signed-off-by: Ada <ada@example.org>"],
    "fedora": ["Assisted-by: Claude Code"],
    "ansible": ["Assisted-by: Opus 4.6"],
    "asf": ["Generated-by: Claude Code (claude-opus-4-6)"],
    "kubernetes": [],
    "ghostty": [],
    "none": [],
}
INCORRECT = {
    "linux": [
        ([], ["missing"]),
        (["Assisted-by: Claude Code"], ["malformed"]),
        (["Assisted-by: codex:gpt-5.2"], ["contradicts", "missing"]),
        (
            ["Assisted-by: claude:claude-opus-4-6", "Signed-off-by: Claude <noreply@anthropic.com>"],
            ["forbidden"],
        ),
        (["Co-authored-by: Claude <noreply@anthropic.com>"], ["missing"]),
    ],
    "fedora": [([], ["missing"]), (["Assisted-by: GPT-5"], ["contradicts", "missing"])],
    "ansible": [([], ["missing"]), (["Assisted-by: none"], ["contradicts"])],
    "asf": [([], ["missing"]), (["Assisted-by: Claude Code"], ["missing"])],
    "kubernetes": [
        (["Co-authored-by: Claude <noreply@anthropic.com>"], ["forbidden"]),
        (["Assisted-by: Claude Code"], ["forbidden"]),
        (["Claude-Session: https://claude.ai/code/session_1"], ["forbidden"]),
    ],
    "forbid": [([], ["forbidden"])],
}


@pytest.mark.parametrize("policy", CORRECT)
def test_a_commit_that_follows_its_policy_has_no_finding(work, run, policy):
    """Each policy accepts the trailers that its page describes, and a commit without any where it asks for none."""
    commit(work, *CORRECT[policy])
    assert codes(run, policy, "--check") == []


@pytest.mark.parametrize(
    ("policy", "lines", "expected"),
    [(policy, lines, expected) for policy, cases in INCORRECT.items() for lines, expected in cases],
)
def test_a_commit_that_does_not_is_reported_and_fails_the_check(work, run, policy, lines, expected):
    """Missing, forbidden and malformed trailers and those that contradict the records each have their code."""
    commit(work, *lines)
    assert codes(run, policy) == expected
    assert codes(run, policy, "--check", expected=1) == expected


def test_an_agent_as_author_is_a_sign_where_signs_are_forbidden(work, run):
    """A policy without trailers also refuses an agent as author."""
    commit(work, author="Copilot <198982749+Copilot@users.noreply.github.com>")
    assert codes(run, "kubernetes") == ["forbidden"]


def test_a_person_whose_name_an_agent_has_is_no_sign(work, run):
    """A co-author called Claude with an address of their own is a person."""
    commit(work, "Co-authored-by: Claude Monet <monet@example.org>")
    assert codes(run, "kubernetes") == []


def test_the_answer_names_agents_files_and_trailers(work, run):
    """The JSON has the agent, its model, its records and files, and the trailer that is required."""
    commit(work)
    (entry,) = json.loads(run("disclose", "--policy", "fedora", "--json").out)["commits"]
    assert entry["agents"] == [
        {"agent": "claude-code", "model": OPUS, "records": ["general/0001"], "files": ["src/login.py"]}
    ]
    assert (entry["files"], entry["trailers"]) == (2, [f"Assisted-by: Claude Code ({OPUS})"])


def test_the_sentence_for_a_pull_request_names_tool_and_extent(work, run):
    """A policy of a sentence gets the agents and how many of the changed files came from them."""
    start = work.git("rev-parse", "HEAD")
    commit(work)
    answer = json.loads(run("disclose", f"{start}..HEAD", "--policy", "kubernetes", "--json").out)
    assert answer["text"] == (
        "AI tools were used for this change: Claude Code (claude-opus-4-6), for 1 of 2 files."
    )


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Adds a login.", ["missing"]),
        ("No AI was used.", ["contradicts"]),
        ("I used Codex for this.", ["missing"]),
        ("Written with Claude Code; I reviewed all of it.", []),
        ("AI tools were used for this change: Claude Code (claude-opus-4-6), for 1 of 2 files.", []),
    ],
)
def test_a_description_is_compared_with_the_records(work, run, description, expected):
    """A description that does not name the agent, or denies its use, is a finding of the change."""
    commit(work)
    options = ("disclose", "--policy", "ghostty", "--description", "-", "--check", "--json")
    answer = json.loads(run(*options, stdin=description, code=int(bool(expected))).out)
    assert [finding["code"] for finding in answer["findings"]] == expected


def test_without_a_record_the_signs_of_the_commit_count(repo, run):
    """A commit with an agent's co-author and no record still needs the trailer of the policy."""
    repo.write("a.py", "a\n")
    repo.git("add", "--all")
    repo.git("commit", "-q", "-m", "Add a\n\nCo-authored-by: Claude Opus 4.5 <noreply@anthropic.com>")
    answer = json.loads(run("disclose", "--policy", "asf", "--json").out)
    (entry,) = answer["commits"]
    assert entry["trailers"] == ["Generated-by: Claude Opus 4.5"]
    assert [finding["code"] for finding in entry["findings"]] == ["missing"]


def test_a_commit_of_a_person_needs_nothing(repo, run):
    """Without a record and without a sign no policy asks for anything."""
    repo.write("a.py", "a\n")
    repo.commit("Add a")
    for policy in ("linux", "asf", "kubernetes", "forbid"):
        assert codes(run, policy, "--check") == []


def test_a_prompt_record_without_model_cannot_fill_the_trailer(repo, run):
    """A record that names neither agent nor model gives a finding that says what to write."""
    put_phr(repo, 1, "add-login", files=("src/login.py",))
    commit(repo)
    answer = json.loads(run("disclose", "--policy", "linux", "--json").out)
    (entry,) = answer["commits"]
    assert entry["trailers"] == []
    assert [finding["code"] for finding in entry["findings"]] == ["unnamed"]


def test_turns_of_the_ledger_count_without_a_record(repo, run):
    """A turn that capture tied to the commit states its agent although no prompt record was written."""
    repo.write("src/login.py", "x\n")
    repo.commit("Add login")
    sha = repo.git("rev-parse", "HEAD")
    ledger(repo, [(1, "", ["src/login.py"])], [(1, sha, "")])
    (entry,) = json.loads(run("disclose", "--policy", "fedora", "--json").out)["commits"]
    assert entry["agents"] == [
        {"agent": "claude-code", "model": None, "records": [], "files": ["src/login.py"]}
    ]
    assert entry["trailers"] == ["Assisted-by: Claude Code"]


OWN = '[disclose]\ntrailer = "AI-Help"\nform = "{label}"\nagents = ["claude-code"]\n'


def test_a_table_of_the_project_states_its_own_rules(work, run):
    """The settings name the trailer, its form, and the agents that it is for."""
    work.write(".records/config.toml", OWN)
    commit(work)
    answer = json.loads(run("disclose", "--json").out)
    assert (answer["policy"], answer["commits"][0]["trailers"]) == ("own", ["AI-Help: claude-code"])
    work.write("other.toml", OWN.replace("claude-code", "codex"))
    assert codes(run, "other.toml") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[disclose]\npolicy = "linus"\n', "no policy 'linus'"),
        ('[disclose]\npolicy = "asf"\ntrailer = "X"\n', "both a policy and rules"),
        ('[disclose]\ntrailer = "X"\nforbid-trailers = true\n', "requires a trailer and forbids"),
        ('[disclose]\ntrailer = "A b"\n', "no key of a trailer"),
        ('[disclose]\ntrailer = "X"\nform = "{who}"\n', "{who} has no meaning"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(work, run, text, words):
    """A wrong policy table is an error that names what is wrong."""
    work.write(".records/config.toml", text)
    assert words in run("disclose", code=2).err


def test_a_policy_that_is_not_toml_is_refused(work, run):
    """With the file and what to do; no other policy takes its place."""
    work.write("policy.toml", "[disclose\n")
    error = run("disclose", "--policy", "policy.toml", code=2).err
    assert "policy.toml is not valid TOML" in error
    assert "correct the line it names" in error


def test_a_range_from_where_two_branches_parted_counts_one_side(work, run):
    """`main...topic` are the commits of the topic since then, and none that main has got meanwhile."""
    work.git("checkout", "-q", "-b", "topic")
    own = commit(work, "Assisted-by: claude-code:claude-opus-4-6")
    work.git("checkout", "-q", "main")
    work.write("README.md", "# Meanwhile\n")
    work.commit("Meanwhile")
    answer = json.loads(run("disclose", "main...topic", "--policy", "none", "--json").out)
    assert [entry["commit"] for entry in answer["commits"]] == [own]


def test_outside_a_repository_there_is_nothing_to_disclose(run, tmp_path):
    """That is said, with what it is about."""
    (tmp_path / "plain/history/adr").mkdir(parents=True)
    error = run("-C", str(tmp_path / "plain"), "disclose", code=2).err
    assert "is in no git repository" in error
    assert "only commits can be disclosed" in error


def test_an_unknown_policy_is_refused_with_the_known_ones(work, run):
    """A name that is neither a policy nor a TOML file is an error with the list of names."""
    err = run("disclose", "--policy", "gnu", code=2).err
    assert "no policy 'gnu'" in err
    assert "kubernetes" in err


def test_people_read_what_is_required_and_what_is_missing(work, run):
    """The text names the policy with its page, each commit with its agents, and the trailer to add."""
    sha = commit(work)
    assert run("disclose", "--policy", "asf").out == (
        "policy: asf (https://www.apache.org/legal/generative-tooling.html)\n"
        "\n"
        f"{sha[:10]} Add login\n"
        f"  Claude Code {OPUS}, 1 of 2 files: general/0001\n"
        f"  requires  Generated-by: Claude Code ({OPUS})\n"
        f"  missing: the commit lacks the trailer Generated-by: Claude Code ({OPUS})\n"
    )


def test_ci_reports_and_fails_where_the_settings_name_a_policy(work, run):
    """`records ci` verifies the policy of the settings; without one it fails nothing."""
    start = work.git("rev-parse", "HEAD")
    commit(work)
    assert run("ci", "--against", start).out.count("disclosure:") == 0
    work.write(".records/config.toml", '[disclose]\npolicy = "asf"\n')
    assert "disclosure: " in run("ci", "--against", start, code=1).out
    run("ci", "--against", start, "--fail-on", "errors")
    answer = json.loads(run("ci", "--against", start, "--format", "json", code=1).out)
    assert answer["disclosure"]["ok"] is False
    assert "### Disclosure of agents" in run("ci", "--against", start, "--format", "markdown", code=1).out


def test_ci_reads_the_description_of_the_pull_request(work, run, tmp_path, monkeypatch):
    """The event file of the forge's CI has the description; one that names the agent satisfies the policy."""
    start = work.git("rev-parse", "HEAD")
    work.write(".records/config.toml", '[disclose]\npolicy = "ghostty"\n')
    commit(work)
    event = tmp_path / "event.json"
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    event.write_text(json.dumps({"pull_request": {"body": "Adds a login."}}))
    assert "missing" in run("ci", "--against", start, code=1).out
    event.write_text(json.dumps({"pull_request": {"body": "Made with Claude Code."}}))
    run("ci", "--against", start)
    event.write_text("{")
    run("ci", "--against", start)
    monkeypatch.setenv("GITHUB_EVENT_PATH", "/dev/zero" if os.path.exists("/dev/zero") else os.devnull)
    run("ci", "--against", start)


@pytest.fixture
def hooked(work, run):
    """The hooks are installed and the settings name the policy of the ASF."""
    run("hooks", "install")
    work.write(".records/config.toml", '[disclose]\npolicy = "asf"\n')
    work.commit("Settings")
    return work


def test_the_hook_writes_the_trailer_of_the_policy(hooked, run):
    """A commit of a file that a new prompt record lists gets the record's trailer and that of the policy."""
    put_phr(hooked, 2, "add-logout", files=("src/logout.py",), links=CAPTURED)
    hooked.write("src/logout.py", "x\n")
    hooked.git("add", "--all")
    hooked.git("commit", "-q", "-m", "Add logout")
    message = hooked.git("log", "-1", "--format=%B")
    assert message.strip().split("\n")[-2:] == [
        "PHR: general/0002-add-logout.green",
        f"Generated-by: Claude Code ({OPUS})",
    ]
    assert codes(run, "asf", "--check") == []


def test_a_message_that_holds_only_what_the_hook_wrote_is_empty(hooked):
    """An editor that is left without a word aborts the commit as without the hook."""
    put_phr(hooked, 2, "add-logout", files=("src/logout.py",), links=CAPTURED)
    hooked.git("add", "--all")
    before = hooked.git("rev-parse", "HEAD")
    hooked.git("-c", "core.editor=true", "commit", "-q", check=False)
    assert hooked.git("rev-parse", "HEAD") == before
