"""`records adr suggest` and `records adr new --from-suggestion`, as a person and a pipeline use them."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from suggest_help import file_diff

BEFORE = {
    "requirements.txt": "flask==3.0\nmemcached==1.0\n",
    "app/cache.py": "import memcached\nclient = memcached.Client()\n",
}
AFTER = {
    "requirements.txt": "flask==3.0\nredis==5.0\n",
    "app/cache.py": "import os\nimport redis\n\n"
    "# Redis rather than memcached, because sessions must outlive a restart.\n"
    'client = redis.Redis.from_url(os.environ["REDIS_URL"])\n',
    "app/session.py": "from app.cache import client\n\n\ndef load(key):\n    return client.get(key)\n",
    "docker-compose.yml": "services:\n  redis:\n    image: redis:7\n",
}
MESSAGE = "Replace memcached with Redis\n\nSessions have to outlive a restart."


@pytest.fixture
def swapped(repo):
    """A repository whose last commit exchanges one store for another."""
    for name, text in BEFORE.items():
        repo.write(name, text)
    repo.commit("Cache with memcached")
    for name, text in AFTER.items():
        repo.write(name, text)
    repo.commit(MESSAGE)
    return repo


def found(run, *args, **options):
    return json.loads(run("adr", "suggest", "--json", *args, **options).out)


def test_the_last_commit_as_text(swapped, run):
    """The range, then one block: title, score in words and number, evidence by heading, what to type next."""
    heading, *lines = run("adr", "suggest", "--threshold", "0.2").out.split("\n")
    assert heading == "HEAD~1..HEAD: 1 suggestion"
    assert lines[0].startswith("1. Replace memcached with Redis  ")
    assert lines[0].endswith(")")
    assert [line.strip() for line in lines if line[:4].strip() and not line.startswith("    ")][1:4] == [
        "impact", "alternatives", "scope",
    ]  # fmt: skip
    text = "\n".join(lines)
    assert "requirements.txt:2" in text
    assert "new runtime dependency redis" in text
    assert "requirements.txt:2 (before)" in text
    assert lines[-2] == "   next: records adr new --from-suggestion 1"


def test_nothing_to_say_is_one_line(repo, run):
    """Without a suggestion one line gives the reason."""
    repo.write("tests/test_a.py", "assert 1\n")
    repo.commit("More tests")
    assert run("adr", "suggest").out == "HEAD~1..HEAD: nothing to suggest — only tests change\n"
    repo.write("app/a.py", "a = 1\n")
    repo.commit("Fix a")
    line = run("adr", "suggest", "--threshold", "1").out
    assert line.startswith("HEAD~1..HEAD: no decision that needs a record (score 0.")
    assert line.count("\n") == 1


def test_json_has_the_documented_shape(swapped, run):
    """`--format json` has the documented members."""
    data = found(run)
    assert data["range"] == "HEAD~1..HEAD"
    assert 0 < data["threshold"] < 1
    first = data["suggestions"][0]
    assert set(first) == {"title", "topic", "score", "impact", "alternatives", "scope", "covered_by"}
    assert first["score"] == data["score"]
    assert {"path": "requirements.txt", "line": 2, "why": "new runtime dependency redis"} in first["impact"]


@pytest.mark.parametrize("spec", ["HEAD~1", "HEAD~1..HEAD", "main~1...main", "main~1.."])
def test_ways_to_name_a_change(swapped, run, spec):
    """Every syntax of `--diff` selects the change."""
    data = found(run, "--diff", spec)
    assert data["suggestions"][0]["title"] == "Replace memcached with Redis"


def test_staged_and_unstaged_changes(swapped, run):
    """Uncommitted and staged changes are examined separately."""
    swapped.write("requirements.txt", "flask==3.0\nredis==5.0\nstripe==7.0\n")
    assert "Stripe" in found(run, "--diff", "HEAD")["suggestions"][0]["title"]
    assert found(run, "--staged")["set_aside"] == ["nothing changed"]
    swapped.git("add", "-A")
    got = found(run, "--staged")
    assert (got["range"], "Stripe" in got["suggestions"][0]["title"]) == ("staged", True)


def test_the_first_commit_and_no_commit(tmp_path, run, repo):
    """HEAD~1 of the first commit is nothing; without any commit there is only the index."""
    for name, text in AFTER.items():
        repo.write(name, text)
    repo.git("add", "-A")
    repo.git("commit", "-q", "--amend", "-m", "Begin with Redis")
    assert found(run)["suggestions"][0]["title"] == "Begin with Redis"
    repo.git("update-ref", "-d", "HEAD")
    assert found(run, "--staged")["suggestions"]


def test_standard_input_needs_no_repository(run, tmp_path, monkeypatch):
    """A diff on standard input works outside a repository."""
    diff = "".join(
        file_diff(name, [f"+{line}" for line in text.split("\n")], "added") for name, text in AFTER.items()
    )
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    data = found(run, "--stdin", "-m", "Cache with Redis", stdin=diff)
    assert (data["range"], data["suggestions"][0]["title"]) == ("stdin", "Cache with Redis")
    assert found(run, "--stdin", stdin=b" \n")["set_aside"] == ["nothing changed"]
    assert "is not a unified diff" in run("adr", "suggest", "--stdin", stdin=b"\xff\xfe no diff", code=2).err
    assert "is not in a git repository" in run("adr", "suggest", code=2).err


def test_wrong_use_is_told(swapped, run):
    """Conflicting options and unknown revisions are errors."""
    assert "choose one of" in run("adr", "suggest", "--staged", "--stdin", code=2).err
    assert "belongs to --stdin" in run("adr", "suggest", "-m", "x", code=2).err
    assert "no revision 'nowhere'" in run("adr", "suggest", "--diff", "nowhere", code=2).err
    assert "is not a revision" in run("adr", "suggest", "--diff=--output=x..HEAD", code=2).err
    assert not (swapped.path / "x..HEAD").exists()


def test_fail_on_is_for_pipelines(swapped, run):
    """`--fail-on` sets the exit code, and a waiver clears it."""
    run("adr", "suggest", "--fail-on", "0.99999")
    run("adr", "suggest", "--fail-on", "0.1", code=1)
    swapped.git("commit", "-q", "--amend", "-m", MESSAGE + "\n\nADR: none (a trial)")
    assert "waived in the commit message: a trial" in run("adr", "suggest", "--fail-on", "0.1").out


def test_explain_shows_every_weight_and_what_was_set_aside(swapped, run):
    """`--explain` prints features, weights and the origin of the threshold."""
    text = run("adr", "suggest", "--explain").out
    assert "dependency.added" in text
    assert (
        "only 2 ordinary commits to learn from" in text
        or "only 1 ordinary" in text
        or "built-in threshold" in text
    )
    data = found(run, "--explain")
    points = {row["feature"]: row for row in data["explain"]["points"]}
    assert points["dependency.added"]["points"] > 0
    assert points["dependency.added"]["why"] == "new runtime dependency redis"


def test_markdown_for_a_comment(swapped, run):
    """Markdown output is a list of suggestions with evidence."""
    text = run("adr", "suggest", "--format", "markdown", "--threshold", "0.1").out
    assert text.startswith("### Decisions that deserve a record\n\n1. **Replace memcached with Redis** (")
    assert "   - impact: new runtime dependency redis — `requirements.txt:2`" in text
    quiet = run("adr", "suggest", "--format", "markdown", "--threshold", "1").out
    assert (
        quiet
        == "No decision record suggested for `HEAD~1..HEAD`: no decision that needs a record was found.\n"
    )


def test_commands_of_github_actions(swapped, run):
    """GitHub output is a workflow command per suggestion."""
    line = run("adr", "suggest", "--format", "github", "--threshold", "0.1").out.split("\n")[0]
    assert line.startswith("::notice file=")
    assert "title=A decision that deserves a record::Replace memcached with Redis" in line
    assert run("adr", "suggest", "--format", "github", "--threshold", "1").out == ""


def test_sarif(swapped, run):
    """SARIF output has one result per suggestion."""
    log = json.loads(run("adr", "suggest", "--format", "sarif", "--threshold", "0.1").out)
    result = log["runs"][0]["results"][0]
    assert (log["version"], result["ruleId"], result["level"]) == ("2.1.0", "decision-without-record", "note")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] in AFTER
    assert place["region"]["startLine"] >= 1
    assert all(row["message"]["text"] for row in result["relatedLocations"])


def test_create_writes_a_proposal_and_then_all_is_said(swapped, run):
    """Nothing is written unasked; after the record is written the topic is covered."""
    run("adr", "suggest")
    assert not (swapped.path / "history").exists()
    path = run("adr", "suggest", "--create").out.strip()
    assert path == "history/adr/0001-replace-memcached-with-redis.md"
    text = swapped.read(path)
    assert "Proposed" in text
    assert "> Sessions have to outlive a restart." in text
    assert "**Open question:**" in text
    assert run("check", "--quiet").out == ""
    assert found(run)["suggestions"] == []
    assert "covered by ADR-0001" in run("adr", "suggest").out


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["HEAD"], "'HEAD': did you mean records adr suggest --diff HEAD~1..HEAD?"),
        (["e865ff7"], "'e865ff7': did you mean records adr suggest --diff e865ff7~1..e865ff7?"),
        (["main..HEAD"], "'main..HEAD': did you mean records adr suggest --diff main..HEAD?"),
        (["main", "HEAD"], "unexpected arguments 'main HEAD'"),
    ],
)
def test_a_revision_without_its_option_is_answered_with_the_command(swapped, run, words, meant):
    """A revision that is given as a word of its own is refused with the command line that is meant."""
    assert meant in run("adr", "suggest", *words, code=2).err


def test_an_answer_begins_with_the_range_that_was_read(swapped, run):
    """A revision alone is everything after it up to HEAD, and the first line says so, also with --staged."""
    swapped.write("app/session.py", "import redis\n")
    swapped.commit("Move sessions")
    for args, heading in (
        (["--diff", "HEAD~2"], "HEAD~2..HEAD: 2 suggestions"),
        (["--diff", "HEAD~2..HEAD~1"], "HEAD~2..HEAD~1: 1 suggestion"),
    ):
        assert run("adr", "suggest", "--threshold", "0.1", *args).out.startswith(f"{heading}\n1. ")
    swapped.write("go.mod", "module x\n\nrequire github.com/nats-io/nats.go v1.0.0\n")
    swapped.git("add", "-A")
    assert run("adr", "suggest", "--threshold", "0.05", "--staged").out.startswith(
        "staged: 1 suggestion\n1. "
    )


def test_a_record_in_the_same_commit_is_silent(swapped, run):
    """A decision record in the same commit suppresses the suggestion."""
    run("adr", "new", "Keep sessions in Redis")
    swapped.git("add", "-A")
    swapped.git("commit", "-q", "--amend", "--no-edit")
    assert "the decision is written in the same change" in run("adr", "suggest").out


def test_a_record_about_something_else_in_the_same_commit_hides_nothing(swapped, run):
    """An unfilled decision about another subject leaves the suggestion of its commit."""
    run("adr", "new", "Sign releases with cosign")
    swapped.git("add", "-A")
    swapped.git("commit", "-q", "--amend", "--no-edit")
    assert "1. Replace memcached with Redis" in run("adr", "suggest").out


def test_new_from_a_suggestion(swapped, run):
    """`adr new --from-suggestion` drafts a record of a suggestion."""
    assert "nothing has been suggested here" in run("adr", "new", "--from-suggestion", "1", code=2).err
    run("adr", "suggest")
    assert "there is no suggestion 9" in run("adr", "new", "--from-suggestion", "9", code=2).err
    assert (
        run("adr", "new", "--from-suggestion", "1").out
        == "history/adr/0001-replace-memcached-with-redis.md\n"
    )
    assert "nothing has been suggested" in run("adr", "suggest", "--create", "1", code=2).err


@pytest.mark.parametrize("words", [("new", "--from-suggestion", "1"), ("suggest", "--create", "1")])
def test_a_draft_is_to_be_linked_with_the_prompts_that_led_to_it(swapped, run, words):
    """The command that links them is printed, and does it."""
    run("phr", "new", "--title", "Swap", "--stage", "green", "--prompt", "Use redis.", "--response", "Done.")
    swapped.git("add", "-A")
    swapped.git("commit", "-q", "--amend", "--no-edit")
    run("adr", "suggest")
    [command] = [line for line in run("adr", *words).err.splitlines() if line.startswith("next: ")]
    assert command == "next: records link general/0001 led-to ADR-0001"
    run(*command.removeprefix("next: records ").split())
    assert json.loads(run("show", "general/0001", "--json").out)["links"]


def test_the_status_of_capture_names_a_decision_that_may_be_unrecorded(swapped, run):
    """Only where capture is on; nothing is written, and a recorded decision ends it."""
    assert "decisions" not in run("capture", "status").out
    run("capture", "on")
    hint = "decisions   1 decision may be unrecorded: records adr suggest --diff HEAD~1\n"
    assert run("capture", "status").out.endswith(hint)
    run("adr", "suggest")
    run("adr", "new", "--from-suggestion", "1")
    swapped.git("add", "-A")
    swapped.git("commit", "-q", "--amend", "--no-edit")
    assert "decisions " not in run("capture", "status").out


def decide_and_use(repo, run):
    """Record a decision, then commit the change that it covers."""
    run("adr", "new", "Cache in Redis")
    repo.write("requirements.txt", "flask==3.0\n")
    repo.commit("Decide")
    for name, text in AFTER.items():
        repo.write(name, text)
    repo.commit("Use redis")


def test_an_older_decision_covers_a_topic(repo, run):
    """In JSON it is named beside the suggestion; for people it is set aside."""
    decide_and_use(repo, run)
    assert found(run)["suggestions"][0]["covered_by"] == ["ADR-0001"]
    assert run("adr", "suggest", "--fail-on", "0").out == (
        "HEAD~1..HEAD: nothing to suggest — Use redis: covered by ADR-0001\n"
    )


def test_a_change_that_undoes_a_decision_says_so(swapped, run):
    """A change that replaces a decided technology names the decision."""
    swapped.git("stash", "-q", check=False)
    run("adr", "new", "Cache with memcached")
    text = run("adr", "suggest", "--threshold", "0.1").out
    assert "   supersedes ADR-0001?" in text
    assert "supersedes ADR-0001?" in run("adr", "suggest", "--threshold", "0.1", "--format", "markdown").out
    path = run("adr", "suggest", "--create", "1").out.strip()
    assert "Does this supersede ADR-0001?" in swapped.read(path)


def test_outputs_are_the_same_every_time(swapped, run):
    """Every format is deterministic."""
    for form in ("text", "json", "markdown", "github", "sarif"):
        args = ("adr", "suggest", "--format", form, "--threshold", "0.1", "--explain")
        assert run(*args).out == run(*args).out


def test_another_process_gives_the_same_bytes(swapped, records_command):
    """Whatever seed the interpreter hashes words with."""
    outputs = {
        subprocess.run(
            [*records_command, "adr", "suggest", "--json", "--explain"],
            cwd=swapped.path,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


def test_a_draft_starts_with_the_prompts_of_the_commits(repo, run):
    """A prompt record that is part of the change, or named in its message, is quoted with its reference."""
    repo.write("requirements.txt", "flask\n")
    repo.commit("begin")
    run("phr", "new", "Cache searches", "--stage", "green", "--prompt", "Cache searches in Redis, not in memcached.",
        "--response", "Done.", "--outcome", "Searches are cached.", "--file", "app/cache.py")  # fmt: skip
    repo.write("requirements.txt", "flask\nredis\n")
    repo.write("app/cache.py", "import redis\n")
    repo.commit("Cache searches in Redis")
    text = repo.read(run("adr", "suggest", "--create").out.strip())
    context = text.partition("## Context")[2].partition("## Decision")[0]
    assert "The prompt general/0001 says:" in context
    assert "> Cache searches in Redis, not in memcached." in context
    assert "Rejected in general/0001: “Cache searches in Redis, not in memcached.”" in text
    assert text.rstrip().rpartition("## ")[2].startswith("Open questions")


def test_what_is_covered_is_not_drafted(repo, run):
    """Where a decision says it already, `--create` and `--from-suggestion` have nothing to write."""
    decide_and_use(repo, run)
    assert "covered by ADR-0001" in run("adr", "suggest").out
    for arguments in (
        ("suggest", "--create"),
        ("suggest", "--create", "1"),
        ("new", "--from-suggestion", "1"),
    ):
        assert "nothing has been suggested here" in run("adr", *arguments, code=2).err
    assert len(list((repo.path / "history" / "adr").glob("0*.md"))) == 1


def test_a_draft_of_an_exchange_names_both_sides(repo, run):
    """Where the title names neither what goes nor what comes, the decision does."""
    repo.write("package.json", '{"dependencies": {"moment": "2.0.0"}}\n')
    repo.write("src/day.js", "import moment from 'moment'\n")
    repo.commit("Begin")
    repo.write("package.json", '{"dependencies": {"dayjs": "1.0.0"}}\n')
    repo.write("src/day.js", "import dayjs from 'dayjs'\n")
    repo.commit("Show dates with less code than moment needs")
    run("adr", "suggest", "--threshold", "0.1")
    path = run("adr", "new", "--from-suggestion", "1").out.strip()
    decision = repo.read(path).partition("## Decision")[2].partition("\n## ")[0]
    assert "dayjs" in decision.lower()
    assert "moment" in decision.lower()


def test_a_draft_says_that_it_follows_the_log(swapped, run):
    """A draft is written as the newest records are, and says so; a template that was asked for is not."""
    text = "# 1. Keep one log\n\nDate: 2026-01-02\n\n## Status\n\nAccepted\n\n## Context\n\nWords.\n\n## Decision\n\nWords.\n"
    swapped.write("docs/adr/0001-keep-one-log.md", text)
    run("adr", "suggest")
    assert "following the newest" in run("adr", "new", "--from-suggestion", "1").err
    assert "following the newest" not in run("adr", "new", "--template", "madr", "Keep two logs").err
    assert "following the newest" in run("adr", "new", "Keep three logs").err
