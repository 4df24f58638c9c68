"""What was requested versus what was changed: parts that no prompt mentions, requests without any trace."""

from __future__ import annotations

import json

import pytest

from records.suggest.series import read_diff
from records.trace.requested import Prompt, find_gaps

CLEAR = "Retry failed uploads three times in the upload client, src/upload.py, and log each attempt."


def patch(path, *added, status="", removed=()):
    """Return the diff of one file."""
    head = {"new": "new file mode 100644\n--- /dev/null\n", "gone": "deleted file mode 100644\n"}.get(
        status, ""
    )
    old = "" if status == "new" else f"--- a/{path}\n"
    new = "+++ /dev/null\n" if status == "gone" else f"+++ b/{path}\n"
    lines = "".join(f"-{line}\n" for line in removed) + "".join(f"+{line}\n" for line in added)
    return f"diff --git a/{path} b/{path}\n{head}{old}{new}@@ -1,{len(removed)} +1,{len(added)} @@\n{lines}"


UPLOAD = patch("src/upload.py", "def upload(path, attempts=3):", "    log.info('attempt %d', number)")
MANIFEST = patch("requirements.txt", "tenacity>=9")


def gaps(text, *patches, prompts=None):
    """Return kind and subject of each gap."""
    asked = [Prompt(prompt) for prompt in (prompts or [text])]
    return [(gap.kind.value, gap.subject) for gap in find_gaps(read_diff("".join(patches)), asked)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (MANIFEST, ("dependency", "tenacity")),
        (patch("package.json", '  "dependencies": {', '    "p-limit": "^6.0.0"', "  }"), ("dependency", "p-limit")),
        (patch("billing/migrations/0007_invoice.sql", "ALTER TABLE invoice ADD x int;", status="new"),
         ("migration", "billing/migrations/0007_invoice.sql")),
        (patch("drizzle/0003_red_fox.sql", "CREATE TABLE invoice (id int);", status="new"),
         ("migration", "drizzle/0003_red_fox.sql")),
        (patch(".github/workflows/nightly.yml", "on: schedule"), ("settings", ".github/workflows/nightly.yml")),
        (patch("Dockerfile", "FROM python:3.14"), ("settings", "Dockerfile")),
        (patch("tsconfig.json", '"strict": false'), ("settings", "tsconfig.json")),
        (patch("src/billing/invoice.py", "def total_amount(invoice):"), ("file", "src/billing/invoice.py")),
        (patch("src/billing/invoice.py", status="gone", removed=("def total_amount(invoice):",)),
         ("file", "src/billing/invoice.py")),
    ],
)  # fmt: skip
def test_what_no_prompt_mentions_is_listed(change, expected):
    """A dependency, a migration, a settings file and an unrelated source file beside what was asked for."""
    assert gaps(CLEAR, UPLOAD, change) == [expected]


@pytest.mark.parametrize(
    ("prompt", "change"),
    [
        ("Retry uploads in src/upload.py three times with tenacity.", MANIFEST),
        ("Retry uploads in src/upload.py; read the token as a JWT.", patch("requirements.txt", "pyjwt>=2")),
        ("Retry uploads in src/upload.py and test it.", patch("requirements-dev.txt", "pytest>=8")),
        ("Retry uploads in src/upload.py, store attempts in a new column.",
         patch("db/migrations/0002.sql", "ALTER TABLE upload ADD attempts int;", status="new")),
        ("Retry uploads in src/upload.py and build the image for it.", patch("Dockerfile", "FROM python:3.14")),
        ("Retry uploads in src/upload.py; run it in CI.", patch(".github/workflows/test.yml", "on: push")),
        (CLEAR, patch("src/caller.py", "upload(path, attempts=5)")),
        (CLEAR, patch("tests/test_upload.py", "def test_upload_again():")),
        (CLEAR, patch("uv.lock", "name = 'tenacity'")),
        (CLEAR, patch("README.md", "Uploads are repeated.")),
    ],
)  # fmt: skip
def test_what_a_prompt_mentions_or_implies_is_silent(prompt, change):
    """A name, a part of it, its topic, callers of what changed, tests, locks and documents are no gap."""
    assert gaps(prompt, UPLOAD, change) == []


@pytest.mark.parametrize(
    "prompt",
    [
        "/sp.implement 004-uploads and all that belongs to it, phase by phase please",
        "Implement uploads as described in specs/004/tasks.md, in src/upload.py.",
        "Do what the plan says about src/upload.py, with logging and everything.",
        "yes, go on with src/upload.py",
        "The upload in src/upload.py crashes with a timeout in production since yesterday evening.",
        "commit the work in src/upload.py and open a pull request",
    ],
)
def test_a_prompt_that_hands_over_says_too_little(prompt):
    """A command, a document, a consent, a report of a fault: files and settings are not compared."""
    change = (
        patch("src/billing/invoice.py", "def total_amount(invoice):"),
        patch("Dockerfile", "FROM python:3.14"),
    )
    assert gaps(prompt, UPLOAD, *change) == []


def test_a_document_of_the_change_counts_where_a_prompt_hands_over():
    """The plan that came with the change names the dependency."""
    prompt = "Implement uploads as described in specs/004/plan.md, in src/upload.py."
    assert gaps(prompt, UPLOAD, MANIFEST) == [("dependency", "tenacity")]
    assert gaps(prompt, UPLOAD, MANIFEST, patch("specs/004/plan.md", "We use tenacity.", status="new")) == []


@pytest.mark.parametrize("prompt", ["", "  \n", "{{PROMPT_TEXT}}", "[]", "ok"])
def test_no_words_no_gaps(prompt):
    """Nothing is known of what was asked."""
    assert gaps(prompt, UPLOAD, MANIFEST) == []


@pytest.mark.parametrize(
    ("request_", "subject"),
    [
        ("Then update docs/uploads.md.", "docs/uploads.md"),
        ("- rename `src/legacy.py` to something better", "src/legacy.py"),
        ("Also fix the typo in @web/form.tsx please", "web/form.tsx"),
        ("Write unit tests.", "test"),
        ("Update the changelog.", "changelog"),
        ("Add a migration.", "migration"),
    ],
)
def test_a_request_without_a_trace_is_quoted(request_, subject):
    """A file, tests or a page that a prompt asks to change, and the change leaves alone."""
    prompt = Prompt(f"Retry failed uploads in src/upload.py.\n\n{request_}")
    (gap,) = find_gaps(read_diff(UPLOAD), [prompt])
    assert (gap.kind.value, gap.subject, gap.line) == ("request", subject, 3)
    assert request_.strip("-. ").rstrip(".") in gap.quote


@pytest.mark.parametrize(
    "request_",
    [
        "Do not change src/legacy.py.",
        "Write it as in src/legacy.py.",
        "Use the helper from src/legacy.py.",
        "Follow docs/style.md when you write it.",
        "See docs/uploads.md.",
        "```\nupdate src/legacy.py\n```",
        "> update src/legacy.py",
        "<context>update src/legacy.py</context>",
        "Write the file <new-id>-uploads.md",
        "Write the answer to .env",
        "Update upload.py.",
        "Fix the tests only if they fail.",
        "Run prompts/fix.upload.md",
    ],
)
def test_what_is_no_request_or_has_a_trace_is_silent(request_):
    """References, examples, prohibitions, quotes and placeholders ask for no change of the file."""
    assert gaps(f"Retry failed uploads in src/upload.py.\n\n{request_}", UPLOAD) == []


def test_a_prompt_of_another_change_asks_nothing_of_this_one():
    """A prompt that has nothing in common with the change was recorded with it by chance."""
    assert gaps("Rename src/legacy.py to src/old.py.", UPLOAD) == []


def record(files="", prompt=CLEAR):
    """Return the text of a prompt record."""
    return (
        f'---\nid: "0001"\ntitle: Retry uploads\nstage: green\ndate: 2026-01-02\nfeature: general\nfiles: {files or "[]"}\n'
        f"---\n\n## Prompt\n\n{prompt}\n\n## Outcome\n\ndone\n"
    )


RECORD = "history/prompts/general/0001-retry-uploads.green.prompt.md"


@pytest.fixture
def branch(repo):
    """A branch with one commit that has a prompt and a dependency that it does not mention, and one without a prompt."""
    repo.write("src/upload.py", "def upload(path):\n    pass\n")
    repo.write("requirements.txt", "requests>=2\n")
    repo.commit("Begin")
    repo.git("switch", "-qc", "work")
    repo.write("src/upload.py", "def upload(path, attempts=3):\n    pass\n")
    repo.write("requirements.txt", "requests>=2\ntenacity>=9\n")
    repo.write(RECORD, record(prompt=f"{CLEAR}\n\nUpdate docs/uploads.md as well."))
    repo.commit("Retry uploads")
    repo.write("Dockerfile", "FROM python:3.14\n")
    repo.commit("By hand")
    return repo


def test_ci_compares_only_commits_with_a_prompt(branch, run):
    """The unmentioned dependency and the missing page are reported, with places and quotes; nothing fails."""
    answer = json.loads(run("ci", "--against", "main", "--format", "json").out)["requested"]
    assert [(gap["kind"], gap["path"], gap["line"], gap["quote"]) for gap in answer] == [
        ("dependency", "requirements.txt", 2, "tenacity>=9"),
        ("request", RECORD, 14, "Update docs/uploads.md as well"),
    ]
    text = run("ci", "--against", "main").out
    assert "requested: requirements.txt:2: new runtime dependency tenacity, which no prompt mentions" in text
    comment = run("ci", "--against", "main", "--format", "markdown").out
    assert "### Requested versus changed\n" in comment
    assert "general/0001 asks for a change of docs/uploads.md" in comment


def test_a_later_commit_may_leave_the_trace(branch, run):
    """What is asked for in one commit and done in another of the same change is done."""
    branch.write("docs/uploads.md", "Uploads are repeated.\n")
    branch.commit("Document it")
    answer = json.loads(run("ci", "--against", "main", "--format", "json").out)["requested"]
    assert [gap["kind"] for gap in answer] == ["dependency"]


def test_why_explains_a_commit(branch, run):
    """The commit, its prompts and what differs; a commit without prompts says so."""
    lines = run("why", "--commit", "HEAD~1").out.splitlines()
    assert lines[0].endswith("  Retry uploads")
    assert "general/0001  Retry uploads" in lines[2]
    assert lines[3].startswith("  requirements.txt:2: new runtime dependency tenacity")
    answer = json.loads(run("why", "--commit", "HEAD~1", "--json").out)
    assert [prompt["ref"] for prompt in answer["prompts"]] == ["general/0001"]
    assert len(answer["requested"]) == 2
    assert "no prompt record belongs to this commit" in run("why", "--commit", "HEAD").err


def test_why_wants_a_place_or_a_commit(branch, run):
    """Neither, both, or a commit that does not exist is explained."""
    assert "or a commit, --commit REV" in run("why", code=2).err
    assert "or a commit, --commit REV" in run("why", "src/upload.py", "--commit", "HEAD", code=2).err
    assert "nowhere" in run("why", "--commit", "nowhere", code=2).err


def test_a_project_in_a_subdirectory_has_places_from_the_top(repo, run):
    """Places in the change are those of the repository, as problems of `ci` are."""
    repo.write("app/.records/config.toml", "")
    repo.write("app/src/upload.py", "pass\n")
    repo.write("app/requirements.txt", "requests>=2\n")
    repo.commit("Begin")
    repo.write("app/src/upload.py", "def upload(path, attempts=3):\n    pass\n")
    repo.write("app/requirements.txt", "requests>=2\ntenacity>=9\n")
    repo.write(f"app/{RECORD}", record())
    repo.commit("Retry uploads")
    answer = json.loads(run("-C", "app", "why", "--commit", "HEAD", "--json").out)
    assert [gap["path"] for gap in answer["requested"]] == ["app/requirements.txt"]


@pytest.mark.parametrize(
    "unfilled", ["Retry {{what}} three times in the upload client.", f"{CLEAR}\n\n{{{{ more }}}}"]
)
def test_a_template_that_nobody_filled_in_asks_for_nothing(unfilled):
    """Nobody knows what was asked: nothing is listed as unasked or missing, whatever other prompts say."""
    assert gaps(unfilled, UPLOAD, MANIFEST) == []
    assert gaps("", UPLOAD, MANIFEST, prompts=[CLEAR, unfilled]) == []
    assert gaps(CLEAR, UPLOAD, MANIFEST) != []
