"""Decisions in directories whose names are words: `decisions/use-x/README.md` is one by its content."""

import json

import pytest

from records.project.discovery import discover_among

DECISION = "# Use {title}\n\n* Status: accepted\n* Date: 2024-02-03\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"


def write_log(repo, folder, leaf, *names):
    """Write a decision in a directory for each name."""
    for name in names:
        repo.write(f"{folder}/{name}/{leaf}", DECISION.format(title=name))
    repo.commit()


def paths(run):
    return [record["path"] for record in json.loads(run("list", "--json").out)]


@pytest.mark.parametrize("folder", ["docs/adr", "docs/architecture/decisions", "decisions"])
@pytest.mark.parametrize("leaf", ["README.md", "index.md", "index.mdx", "decision.md", "adr.md"])
def test_a_directory_with_a_decision_is_a_record(repo, run, folder, leaf):
    """It goes by the name of the directory, is linked by it, edited, and imitated."""
    write_log(repo, folder, leaf, "use-a", "use-b")
    repo.write(f"{folder}/use-b/images/a.png", b"x")
    assert paths(run) == [f"{folder}/use-a/{leaf}", f"{folder}/use-b/{leaf}"]
    assert json.loads(run("show", "use-a", "--json").out)["stem"] == "use-a"
    run("adr", "supersede", "use-a", "--by", "use-b")
    record = json.loads(run("show", "use-a", "--json").out)
    assert [link["target"].rpartition("/")[2] for link in record["links"]] == ["use-b"]
    assert f"../use-b/{leaf}" in repo.read(f"{folder}/use-a/{leaf}")
    run("adr", "new", "Use c")
    assert (repo.path / folder / "use-c" / leaf).exists()
    assert run("check").code == 0


@pytest.mark.parametrize("revision", [(), ("--against", "HEAD")])
def test_pages_of_folders_are_no_records(repo, run, revision):
    """The page of a folder of records, one without the form of a decision, and a folder with several texts are none."""
    for number in (1, 2):
        repo.write(f"docs/adr/backend/000{number}-use-a.md", DECISION.format(title=number))
    repo.write("docs/adr/backend/README.md", "# Backend\n\nWhat we decided for the backend.\n")
    repo.write("docs/adr/archive/README.md", "# Archive\n\nNothing is here yet.\n")
    repo.write("docs/adr/templates/README.md", "# Templates\n\nHow to write one.\n")
    repo.write("docs/adr/several/README.md", DECISION.format(title="several"))
    repo.write("docs/adr/several/notes/meeting.md", "# Meeting\n")
    repo.write("docs/adr/README.md", "# Decisions\n\n- [1](backend/0001-use-a.md)\n")
    repo.commit()
    assert [path for path in paths(run) if "README" in path] == []
    assert len([path for path in paths(run) if "use-a" in path]) == 2
    assert run("check", *revision).code == 0


def test_the_files_of_a_commit_are_chosen_alike():
    """A folder with other texts, there or one folder below, is no single record; pictures do not matter."""
    listing = [
        "docs/adr/use-a/README.md", "docs/adr/use-a/images/a.png", "docs/adr/backend/README.md", "docs/adr/backend/0001-x.md",
        "docs/adr/several/README.md", "docs/adr/several/notes/a.md", "docs/adr/README.md", "docs/adr/0007-x/README.md",
        "docs/adr/0007-x/notes.md",
    ]  # fmt: skip
    paths = [candidate.path for candidate in discover_among(listing)]
    assert "docs/adr/use-a/README.md" in paths
    assert "docs/adr/0007-x/README.md" in paths
    assert not {"docs/adr/backend/README.md", "docs/adr/several/README.md", "docs/adr/README.md"} & set(paths)


@pytest.mark.parametrize(
    "folder", ["docs/website/adr", "architecture/decision-records", "site/docs/entscheidungen"]
)
@pytest.mark.parametrize("leaf", ["README.md", "index.md"])
def test_a_log_elsewhere_is_announced_and_adopted(repo, run, folder, leaf):
    """`check` fails for it, `init` reads it where it is and begins no second log."""
    write_log(repo, folder, leaf, "use-a", "use-b", "use-c")
    assert f"{folder} holds 3 decisions that nothing reads" in run("check", code=1).out
    assert f"found 3 decisions in {folder}" in run("init").err
    assert paths(run) == [f"{folder}/{name}/{leaf}" for name in ("use-a", "use-b", "use-c")]
    assert not (repo.path / "history").exists()
    run("adr", "new", "Use d")
    assert (repo.path / folder / "use-d" / leaf).exists()


def test_the_page_of_a_section_is_none_of_an_unread_log(repo, run):
    """`_index.md` of a site generator is not counted."""
    write_log(repo, "content/decisions", "index.md", "use-a", "use-b")
    repo.write("content/decisions/_index.md", "+++\ntitle = 'Decisions'\n+++\nA list.\n")
    assert "content/decisions holds 2 decisions" in run("check", code=1).out
