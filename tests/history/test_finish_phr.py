"""A record that was begun before its answer is finished: what is open is filled, what is written stays."""

from __future__ import annotations

import json

import pytest

from records import PhrDraft, Project, create_phr
from records.errors import EditError, InvalidInput, NotFound
from records.history.finish_phr import completed_text, finish_phr
from records.model.drafts import PhrCompletion

OPEN = PhrCompletion()


def begun(repo, **more):
    draft = PhrDraft(
        title="Add login", stage="green", prompt="Please add a login.\n\n## Outcome\nof it", **more
    )
    return create_phr(Project.open(str(repo.path)), draft).record


def finish(repo, **given):
    return finish_phr(Project.open(str(repo.path)), "add-login", PhrCompletion(**given))


def test_everything_open_is_filled_and_the_prompt_stays(repo, run):
    """Response, outcome, tests, next prompts, reflection; files come from git, since the record was begun."""
    record = begun(repo)
    before = json.loads(run("show", "add-login", "--json").out)["prompt"]
    repo.commit("begin")
    repo.write("src/login.py", "x = 1\n")
    repo.commit("work")
    repo.write("src/more.py", "y = 1\n")
    done = finish(
        repo, response="It works:\n\n```py\nx\n```", outcome="Users log in.\nSoon all of them.",
        tests=("pytest: 2 passed",),
        next_prompts="Add logout.", reflection="Easy.",
    )  # fmt: skip
    assert done.changed
    shown = json.loads(run("show", "add-login", "--json").out)
    assert shown["prompt"] == before
    assert shown["files"] == ["src/login.py", "src/more.py"]
    assert shown["tests"] == ["pytest: 2 passed"]
    text = repo.read(record.path)
    assert "It works:\n\n```py\nx\n```\n\n## Outcome\n" in text
    assert "- ✅ Impact: Users log in.\n  Soon all of them.\n" in text
    assert (
        "- 📁 Files: `src/login.py`, `src/more.py`\n- 🔁 Next prompts: Add logout.\n- 🧠 Reflection: Easy.\n"
        in text
    )
    run("check")


def test_saying_it_again_changes_nothing(repo):
    """The same end twice is once; a part left out stays."""
    begun(repo)
    end = {"response": "Done.", "outcome": "Better.", "tests": ("a", "b"), "files": ("x.py",)}
    assert finish(repo, **end).changed
    assert not finish(repo, **end).changed
    assert not finish(repo, files=()).changed


def test_what_is_written_is_not_overwritten(repo):
    """Another response, another outcome: refused, and the file is as it was."""
    record = begun(repo, response="Done.", outcome="Better.")
    before = repo.read(record.path)
    with pytest.raises(InvalidInput, match="already has a response"):
        finish(repo, response="Something else.")
    with pytest.raises(InvalidInput, match="already has impact"):
        finish(repo, outcome="Worse.", tests=("t",))
    assert repo.read(record.path) == before


def test_a_response_that_looks_like_the_template_is_kept_apart(repo, run):
    """Headings in it do not become the record's own."""
    begun(repo)
    finish(repo, response="## Outcome\n\nfaked", files=())
    shown = json.loads(run("show", "add-login", "--json").out)
    assert "faked" in shown["response"]
    assert "Not recorded." in shown["outcome"]


def test_line_ends_stay(repo):
    """A file with CRLF has CRLF afterwards, and nothing else."""
    record = begun(repo)
    repo.write(record.path, repo.read(record.path).replace("\n", "\r\n"))
    assert finish(repo, response="Done.", files=()).changed
    text = repo.read(record.path)
    assert text.count("\n") == text.count("\r\n")
    assert not finish(repo, response="Done.", files=()).changed


def test_other_shapes_are_refused(repo):
    """No front matter, no section, no such record, a decision."""
    with pytest.raises(EditError, match="no front matter"):
        completed_text("## Prompt\n\nx\n", PhrCompletion(response="y"))
    with pytest.raises(EditError, match="no section for its response"):
        completed_text("---\ntitle: x\n---\n\n## Prompt\n\nx\n", PhrCompletion(response="y"))
    with pytest.raises(NotFound):
        finish(repo, response="x")


def test_many_files_are_counted(repo):
    """Five are named in the outcome, all stand in the front matter."""
    record = begun(repo)
    finish(repo, files=tuple(f"src/f{number}.py" for number in range(8)))
    text = repo.read(record.path)
    assert "`src/f4.py` and 3 more" in text
    assert "src/f7.py" in text


def test_without_git_there_are_no_files(tmp_path):
    """Outside a repository, or with a commit that is gone, the files stay as they are."""
    folder = tmp_path / "plain"
    folder.mkdir()
    project = Project.open(str(folder))
    record = create_phr(project, PhrDraft(title="Add login", stage="green", prompt="x")).record
    done = finish_phr(Project.open(str(folder)), "add-login", PhrCompletion(response="y"))
    assert done.changed
    assert done.record.files == record.files == ()


def test_a_commit_that_is_gone_tells_no_files(repo):
    """A record from a rewritten branch is finished all the same."""
    record = begun(repo)
    text = repo.read(record.path)
    commit = repo.git("rev-parse", "HEAD")
    repo.write(record.path, text.replace(commit, "f" * 40))
    assert finish(repo, response="y").record.files == ()
    assert OPEN.files is None
