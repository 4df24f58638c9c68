"""A review judges the records that the change touches."""

import json


def test_a_review_keeps_to_what_the_change_touches(run, repo):
    """Findings in untouched records are counted and not listed."""
    run("adr", "new", "Old")
    base = repo.commit("One")
    run("adr", "new", "Fresh")
    repo.commit("Two")
    told = run("ci", "--against", base, "--format", "markdown").out
    assert "history/adr/0002-fresh.md" in told
    assert "0001-old.md" not in told
    assert "1 finding from before this change" in told
    assert "0001-old.md" not in run("ci", "--against", base, "--format", "github").out


def test_every_path_of_a_review_is_from_the_top_of_the_repository(run, repo):
    """In a project in a subfolder problems, decisions, what is gone, due or requested, in every format."""
    repo.write("sub/.records/config.toml", "")
    for name in ("app.py", "old.py", "tool.py"):
        repo.write(f"sub/{name}", "x = 1\n")
    text = "---\nreview-by: 2020-01-01\naffects:\n  - app.py\n  - old.py\n---\n\n# 1. A\n\nDate: 2019-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"
    repo.write("sub/history/adr/0001-a.md", text)
    base = repo.commit("One")
    (repo.path / "sub/old.py").unlink()
    repo.write("sub/app.py", "x = 2\n")
    repo.write("sub/new.py", "y = 1\n")
    prompt = "Set x to 2 in app.py, remove old.py.\n\nAdd a test for the retries in tests/test_absent.py."
    run("-C", "sub", "phr", "new", "X", "--stage", "green", "--prompt", prompt)
    repo.commit("Two")
    review = json.loads(run("-C", "sub", "ci", "--against", base, "--format", "json").out)
    (decision,) = review["decisions"]["decisions"]
    assert decision["path"] == "sub/history/adr/0001-a.md"
    assert {bond["path"] for bond in decision["bonds"]} == {"sub/app.py", "sub/old.py"}
    assert [item["names"] for item in review["decisions"]["gone"]] == ["sub/old.py"]
    assert review["decisions"]["ungoverned"] == ["sub/new.py"]
    parts = [review["problems"], review["due"], review["requested"], review["suggest"]["related"]]
    assert all(parts), review
    assert {item["path"].partition("/")[0] for part in parts for item in part} == {"sub"}
    text = run("-C", "sub", "ci", "--against", base).out
    assert "gone: sub/old.py, named by ADR-0001" in text
    assert "due: sub/history/adr/0001-a.md:" in text
    markdown = run("-C", "sub", "ci", "--against", base, "--format", "markdown").out
    assert "`sub/app.py`" in markdown
    assert "`app.py`" not in markdown
