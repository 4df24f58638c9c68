"""Questions to `why` at the edges: missing lines, shallow clones, references in drafts."""

import json

import pytest

from why_help import put_adr


def test_a_line_past_the_end_is_no_line(run, repo):
    """In a tracked file and in a new one."""
    repo.write("new.txt", "a\nb\n")
    assert "has no line 3" in run("why", "new.txt:3", code=2).err
    assert "has no line" in run("why", "README.md:9", code=2).err


def test_a_cut_history_claims_nothing(run, repo, tmp_path, monkeypatch):
    """In a shallow clone the last commit seems to have written everything, and brought every record."""
    run("adr", "new", "A")
    repo.commit("One")
    repo.write("a.py", "x = 1\n")
    repo.commit("Two")
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.path}", str(tmp_path / "cut"))
    monkeypatch.chdir(tmp_path / "cut")
    answer = json.loads(run("why", "README.md:1", "--json").out)
    assert answer["evidence"] == []
    assert "the history of this clone is cut at" in answer["notes"][0]
    assert "commits with a record  0 of 1" in run("stats").out
    assert "this clone is shallow" in run("show", "1", "--history").err


def test_a_drafts_references_lead_from_the_code_to_the_decision(run, repo):
    """A record that lists a file and names the commit explains its lines; a commit that it only could mean does not."""
    repo.write("app/files.py", "import boto3\n")
    commit = repo.commit("Keep images in S3")
    text = f"## References\n\n- Commit {commit[:12]}\n- `app/files.py`\n- `Makefile` and more\n"
    run("adr", "new", "Keep images in S3", "--body-file", "-", stdin=f"## Context\n\nx\n\n{text}")
    found = json.loads(run("why", "app/files.py:1", "--json").out)["evidence"]
    assert [(one["step"], one["detail"]) for one in found] == [
        ("commit", "names the commit and lists this file")
    ]
    assert "ADR-0001" in run("list", "--file", "app").out
    assert json.loads(run("why", "README.md:1", "--json").out)["evidence"] == []


@pytest.mark.parametrize("place", ["src/a.py:2", "src/a.py:2:7", "src/a.py:L2", "src/a.py#L2", "src/a.py:2-2", "src/a.py#L2-L2", "src/a.py:2:"])  # fmt: skip
def test_a_line_is_named_as_compilers_and_forges_name_it(repo, run, place):
    """With a column, with an L, or with a final colon; they all are line 2."""
    repo.write("src/a.py", "one = 1\ntwo = 2\nthree = 3\n")
    repo.commit("Count")
    assert json.loads(run("why", place, "--json").out)["lines"] == [2, 2]


def test_a_file_at_another_place_is_named(repo, run):
    """A misspelt folder is answered with the files of that name."""
    repo.write("src/shop/cart.py", "one = 1\n")
    repo.commit("Count")
    assert "did you mean src/shop/cart.py?" in run("why", "cart.py:1", code=2).err
    assert "records why --at REV" in run("why", "gone.py:1", code=2).err


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("src/shop/Cart.py:1", "src/shop/cart.py"),
        ("src/shop/cart.py:total", "src/shop/cart.py"),
        ("src\\shop\\cart.py:1", "src/shop/cart.py"),
        ("src/shop/carts.py", "src/shop/cart.py"),
        ("web/shop/cart.py", "web/pay/cart.py or src/shop/cart.py"),
    ],
)
def test_a_path_that_is_nearly_right_is_named(repo, run, place, meant):
    """Another case, a name in place of the line, other slashes, a slip; of files of one name the nearest comes first."""
    repo.write("src/shop/cart.py", "one = 1\n")
    repo.commit("Count")
    if place.startswith("web"):
        repo.write("web/pay/cart.py", "one = 1\n")
        repo.commit("Pay")
    assert f"did you mean {meant}?" in run("why", place, code=2).err


@pytest.mark.parametrize("revision", ["HEAD", "main", "HEAD~0"])
def test_a_commit_in_the_place_of_a_file(run, repo, revision):
    """The option that asks about a commit is named."""
    assert f"records why --commit {revision}" in run("why", revision, code=2).err


def test_a_decision_of_the_first_commit_explains_only_what_it_names(repo, run):
    """The commit that begins a repository holds whatever there was: its decision is related, or explains its own file."""
    repo.git("switch", "-q", "--orphan", "fresh")
    put_adr(repo, 1, "record-prompts", body="We keep prompts.")
    put_adr(repo, 2, "use-tokens", body="Tokens are made in `tokens.py`.")
    repo.write("src/cart.py", "x = 1\n")
    repo.write("src/tokens.py", "y = 1\n")
    repo.commit("Begin")
    steps = {
        path: {
            item["record"]["ref"]: item["step"]
            for item in json.loads(run("why", path, "--json").out)["evidence"]
        }
        for path in ("src/cart.py:1", "src/tokens.py:1")
    }
    assert set(steps["src/cart.py:1"].values()) <= {"merge"}
    assert steps["src/tokens.py:1"]["ADR-0002"] == "commit"


def details(run, place):
    """The record and the detail of each reason that `why` gives, weaker evidence left out."""
    rows = json.loads(run("why", place, "--json").out)["evidence"]
    return [(row["record"]["ref"], row["detail"]) for row in rows if row["step"] == "commit"]


PROMPT = ("phr", "new", "--stage", "green", "--prompt", "please", "--title")
BEFORE = "was recorded just before the commit, on its parent, and lists this file"
AFTER = "was recorded on the commit, and lists this file"


def test_a_prompt_recorded_before_its_commit_and_committed_later(repo, run):
    """The commit that follows on the one where it was recorded is explained, the one before it is not."""
    repo.write("a.py", "one = 1\n")
    repo.commit("Begin")
    repo.write("a.py", "one = 1\ntwo = 2\n")
    run(*PROMPT, "Count to two")
    repo.git("commit", "-qam", "Count")
    assert details(run, "a.py:2") == [("general/0001", BEFORE)]
    repo.commit("Keep the record")
    repo.write("a.py", "one = 1\ntwo = 2\nthree = 3\n")
    repo.commit("Count on")
    assert details(run, "a.py:2") == [("general/0001", BEFORE)]
    assert details(run, "a.py:1") == details(run, "a.py:3") == []
    assert "general/0001" in run("why", "--all", "a.py").out


def test_a_prompt_recorded_after_its_commit(repo, run):
    """The commit at HEAD is explained where the record lists what it changed."""
    repo.write("a.py", "one = 1\n")
    repo.write("b.py", "one = 1\n")
    repo.commit("Begin")
    repo.write("a.py", "one = 1\ntwo = 2\n")
    repo.commit("Count")
    run(*PROMPT, "Count to two", "--since", "HEAD~1")
    run(*PROMPT, "Something else", "--file", "a.py", "--file", "b.py")
    for _ in range(2):
        assert details(run, "a.py:2") == [("general/0001", AFTER)]
        assert details(run, "a.py:1") == []
        repo.commit("Keep the records")


def test_the_prompt_of_the_next_change_does_not_explain_the_commit_before_it(repo, run):
    """Neither while it is not committed, nor with its change, nor where that commit has a prompt of its own."""
    repo.write("a.py", "one = 1\n")
    run(*PROMPT, "Begin to count")
    repo.commit("Begin")
    first = [("general/0001", "is part of the commit and lists this file")]
    assert details(run, "a.py:1") == first
    repo.write("a.py", "one = 1\ntwo = 2\n")
    run(*PROMPT, "Count to two")
    assert details(run, "a.py:1") == first
    repo.commit("Count")
    assert details(run, "a.py:1") == first
    assert details(run, "a.py:2") == [("general/0002", "is part of the commit and lists this file")]


def test_the_prompt_of_an_uncommitted_change_does_not_explain_the_commit_at_head(repo, run):
    """A commit without a record gets none from the work that goes on."""
    repo.write("a.py", "one = 1\n")
    repo.commit("Begin")
    repo.write("a.py", "one = 1\ntwo = 2\n")
    run(*PROMPT, "Count to two")
    assert details(run, "a.py:1") == []
    assert "is not committed yet either" in run("why", "a.py:2").out
    repo.commit("Count")
    assert details(run, "a.py:1") == []


def test_a_prompt_of_a_project_below_the_top(repo, run):
    """Paths of commits and of the project are told apart."""
    repo.write("sub/.records/config.toml", "")
    repo.write("sub/a.py", "one = 1\n")
    repo.commit("Begin")
    repo.write("sub/a.py", "one = 1\ntwo = 2\n")
    run("-C", "sub", *PROMPT, "Count to two")
    repo.git("commit", "-qam", "Count")
    rows = json.loads(run("-C", "sub", "why", "a.py:2", "--json").out)["evidence"]
    assert [row["detail"] for row in rows] == [BEFORE]


def test_the_decision_that_a_commit_names_goes_before_the_others_in_it(repo, run):
    """Another decision that only came with the commit is no reason."""
    put_adr(repo, 1, "use-chi")
    put_adr(repo, 2, "keep-sessions")
    repo.write("store.go", "package store\n")
    repo.commit("Keep sessions as in ADR 2")
    rows = json.loads(run("why", "store.go:1", "--json").out)["evidence"]
    steps = {row["record"]["ref"]: row["step"] for row in rows}
    assert steps["ADR-0002"] == "commit"
    assert steps.get("ADR-0001") in (None, "merge")


def test_a_line_of_a_record_names_the_record(repo, run):
    """`why` of a record's own file says which record it is."""
    put_adr(repo, 1, "use-chi")
    put_adr(repo, 2, "keep-sessions")
    repo.commit("Decide")
    result = run("why", "history/adr/0001-use-chi.md:3")
    assert "may be related:\n    ADR-0002  Keep sessions: came with the same commit" in result.out
    assert "  this file is ADR-0001: records show ADR-0001" in result.out.splitlines()
    assert "to record one" not in result.err


def put_logs(repo, *places):
    """Write a decision of the same number into the log of each part of a repository."""
    for place in places:
        repo.write(
            f"{place}/docs/adr/0001-{place}-x.md", f"# 1. Choose for {place}\n\n## Status\n\nAccepted\n"
        )
    repo.write(".records/config.toml", '[adr]\nroots = ["*/docs/adr"]\n')
    repo.commit("Begin")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Count\n\nAs ADR-1 says.", "its message says ADR-1"),
        ("Count (ADR 0001)", "its message says ADR-0001"),
        ("Count\n\nADR: 1", "its trailer says ADR: 1"),
    ],
)
def test_a_number_in_a_message_that_means_several_records_is_said_to(repo, run, message, words):
    """In a repository with several logs neither is taken, and both are named."""
    put_logs(repo, "api", "web")
    repo.write("api/a.py", "one = 1\n")
    commit = repo.commit(message)
    answer = json.loads(run("why", "api/a.py:1", "--json").out)
    both = "which names 2 records: api/docs/adr/0001-api-x.md, web/docs/adr/0001-web-x.md"
    assert f"{commit[:10]}: {words}, {both}" in answer["notes"]
    assert "trailer" not in [item["step"] for item in answer["evidence"]]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("# see ADR-1\none = 1\n", "line 1 says ADR-1"),
        ("one = 1  # ADR 0001\n", "line 1 says ADR-0001"),
        ("# @adr 1\n\none = 1\n", "line 1 says @adr 1"),
    ],
)
def test_a_number_in_a_comment_that_means_several_decisions_is_said_to(repo, run, code, words):
    """A citation on the lines, or a marker of the file."""
    put_logs(repo, "api", "web")
    repo.write("api/a.py", code)
    repo.commit("Count")
    answer = json.loads(run("why", f"api/a.py:{code.count(chr(10))}", "--json").out)
    both = "which names 2 records: api/docs/adr/0001-api-x.md, web/docs/adr/0001-web-x.md"
    assert f"{words}, {both}" in answer["notes"]


def test_many_records_of_one_number_are_counted(repo, run):
    """Four are named."""
    put_logs(repo, "a", "b", "c", "d", "e", "f")
    repo.write("a/a.py", "one = 1\n")
    repo.commit("Count, as ADR-1 says")
    notes = "\n".join(json.loads(run("why", "a/a.py:1", "--json").out)["notes"])
    assert "names 6 records: a/docs/" in notes
    assert "/0001-d-x.md, and 2 more" in notes


@pytest.mark.parametrize(
    "message",
    [
        "Count\n\nSee web/docs/adr/0001-web-x.md.",
        "Count, see `web/docs/adr/0001-web-x.md`",
        "Count (./web/docs/adr/0001-web-x.md)",
        "Count\n\n[why](web/docs/adr/0001-web-x.md#status)",
        "Count, see 0001-web-x.md",
    ],
)
def test_the_path_of_a_record_in_a_message_names_it(repo, run, message):
    """Of several logs the one that the path leads to."""
    put_logs(repo, "api", "web")
    repo.write("api/a.py", "one = 1\n")
    repo.commit(message)
    answer = json.loads(run("why", "api/a.py:1", "--json").out)
    found = [item["record"]["path"] for item in answer["evidence"] if item["step"] == "trailer"]
    assert found == ["web/docs/adr/0001-web-x.md"]


def test_the_path_of_a_record_may_begin_at_the_top_or_in_the_project(repo, run):
    """In a project below the top of the repository both are the same record; an address on the web is none."""
    repo.write("app/.records/config.toml", "")
    repo.write("app/docs/adr/0001-x.md", "# 1. X\n\n## Status\n\nAccepted\n")
    repo.write("app/docs/adr/README.md", "# Decisions\n")
    repo.commit("Begin")
    for number, message in enumerate((
        "See app/docs/adr/0001-x.md", "See docs/adr/0001-x.md", "See https://example.org/docs/adr/0001-x.md",
        "Change app/docs/adr/README.md",
    )):  # fmt: skip
        repo.write(f"app/{number}.py", "one = 1\n")
        repo.commit(message)
    named = [
        bool(json.loads(run("-C", "app", "why", f"{number}.py:1", "--json").out)["evidence"])
        for number in range(4)
    ]
    assert named == [True, True, False, False]


@pytest.mark.parametrize("state", ["committed", "changed", "new"])
def test_lines_that_end_as_on_windows_are_shown_without_their_ends(repo, run, state):
    """CRLF is the end of a line, in what people see and in JSON."""
    (repo.path / "a.txt").write_bytes(b"one\r\ntwo\r\n")
    if state != "new":
        repo.commit()
    if state == "changed":
        (repo.path / "a.txt").write_bytes(b"one\r\ntwo\r\nthree\r\n")
    assert "\r" not in run("why", "a.txt:2").out
    assert "\\r" not in run("why", "a.txt:2").out
    lines = json.loads(run("why", "--all", "a.txt", "--json").out)
    assert [line["text"] for line in lines][:2] == ["one", "two"]


def test_what_git_cannot_read_hides_no_other_evidence(repo, run):
    """As in a clone that was copied in part: it is a note beside what was found."""
    put_adr(repo, 1, "sort-late", affects=("src/*.py",))
    repo.write("src/a.py", "one = 1\n")
    repo.commit("Begin")
    repo.git("checkout", "-q", "-b", "topic")
    repo.write("src/a.py", "one = 2\n")
    repo.commit("Change")
    for text in ("one", "two"):
        repo.write("docs/notes/a.md", f"{text}\n")
        repo.commit(f"Note {text}")
    repo.git("checkout", "-q", "-")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge pull request #12 from me/topic", "topic")
    tree = repo.git("rev-parse", "topic~1:docs/notes").strip()
    (repo.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    answer = json.loads(run("why", "src/a.py:1", "--json").out)
    assert [item["record"]["ref"] for item in answer["evidence"]] == ["ADR-0001"]
    assert "not all of the history could be read" in answer["notes"][0]


@pytest.mark.parametrize("content", ["x = 1\n" * 200_001, "a = 1\n\0\nb = 2\nc = 3\n"])
def test_a_line_of_a_file_that_is_not_read_has_the_commit_that_wrote_it(repo, run, content):
    """A file of more than a megabyte, and one that is no text: git blames it all the same."""
    repo.write("data/rows.py", content)
    commit = repo.commit("Bring the rows")
    (found,) = json.loads(run("why", "data/rows.py:3", "--json").out)["commits"]
    assert found["commit"] == commit


def test_a_committed_file_without_lines_is_said_to_be_empty(repo, run):
    """No line was asked for."""
    put_adr(repo, 1, "keep")
    repo.write("e.py", "")
    repo.commit("Begin")
    assert "e.py is empty" in run("why", "e.py", code=2).err
