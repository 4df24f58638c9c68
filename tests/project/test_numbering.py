"""The next number of a folder."""

import pytest

from records.errors import WriteError
from records.history.new_adr import create_adr
from records.model.drafts import AdrDraft
from records.project.project import Project
from records.project.writer import RecordWriter, WriteBatch


def numbers(repo, folder="history/adr"):
    """The numbers of a folder of a repository."""
    return Project.open(str(repo.path)).writer.numbers(folder)


def test_numbers_are_seen_on_many_branches(repo):
    """However many branches there are, every name of the folder is seen."""
    for number in range(1, 13):
        repo.git("checkout", "-q", "-B", f"b{number}", "main")
        repo.write(f"history/adr/{number:04d}-x.md", "# x\n")
        repo.commit(f"b{number}")
    repo.git("checkout", "-q", "main")
    assert numbers(repo).names() == {f"{number:04d}-x.md" for number in range(1, 13)}
    assert numbers(repo).next() == (13, 4)


def test_numbers_are_seen_below_a_folder_of_the_work_tree(repo):
    """A project in a folder of the repository sees its own branches' names, not those of the folder's namesake."""
    repo.write("history/adr/0030-other.md", "# x\n")
    repo.write("shop/.records/config.toml", "")
    repo.git("checkout", "-q", "-B", "side")
    repo.write("shop/history/adr/0004-x.md", "# x\n")
    repo.commit("side")
    repo.git("checkout", "-q", "-B", "other", "HEAD~0")
    repo.git("rm", "-q", "shop/history/adr/0004-x.md")
    repo.commit("gone here")
    assert Project.open(str(repo.path / "shop")).writer.numbers("history/adr").next() == (5, 4)


def test_an_uncommitted_record_in_another_work_tree_counts(repo, tmp_path):
    """What a linked work tree holds is taken before anyone commits it."""
    repo.commit("first")
    repo.git("worktree", "add", "-q", str(tmp_path / "side"))
    place = tmp_path / "side" / "history" / "adr"
    place.mkdir(parents=True)
    (place / "0041-x.md").write_text("# x\n")
    assert numbers(repo).next() == (42, 4)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], (1, 4)),
        (["README.md", "notes.md"], (1, 4)),
        (["001-a.md", "002-b.md"], (3, 3)),
        (["1-a.md"], (2, 3)),
        (["0009-a.md", "PHR-0010-b.md", "010-c.md"], (11, 4)),
        (["20260101-a.md", "0003-b.md"], (4, 4)),
        (["0007-a.prompt.md.bak", ".0009-x.md"], (1, 4)),
    ],
)
def test_next_number(repo, names, expected):
    """The next number and its width follow the names that exist."""
    for name in names:
        repo.write(f"history/adr/{name}", "x\n")
    assert numbers(repo).next() == expected


def test_reserved_numbers_are_given_once(repo):
    """A plan that gives out numbers keeps a preferred one where it is free, and repeats none."""
    repo.write("history/adr/0002-a.md", "x\n")
    folder = numbers(repo)
    assert [folder.reserve(preference) for preference in (2, 7, 7, None, 1)] == [3, 7, 8, 9, 1]


def test_a_dry_run_names_the_number_that_is_given(repo):
    """The path of a dry run is the path of the run that follows."""
    repo.write("history/adr/0002-a.md", "# 2. A\n\n## Status\n\nAccepted\n")
    project = Project.open(str(repo.path))
    draft = AdrDraft(title="Use a queue")
    planned = create_adr(project, draft, dry_run=True).record.path
    assert not (repo.path / planned).exists()
    assert create_adr(project, draft).record.path == planned == "history/adr/0003-use-a-queue.md"


def test_a_record_that_is_a_directory_has_a_number_on_every_branch(repo):
    """Its folder's name counts, here and on other branches, and that of a folder without a record does not."""
    repo.write("docs/adr/0003-here/README.md", "# Here\n")
    repo.write("docs/adr/0050-pictures/a.png", "")
    repo.commit("Begin")
    repo.git("switch", "-q", "-c", "other")
    repo.write("docs/adr/0007-there/README.md", "# There\n")
    repo.write("docs/adr/0060-more-pictures/b.png", "")
    repo.commit("Other")
    repo.git("switch", "-q", "-")
    assert numbers(repo, "docs/adr").next()[0] == 8


def _add(project, batch, words, folder="history/prompts/general"):
    """Add a file of these words in a batch; return its name."""
    writer = RecordWriter(project.store, batch)
    path = writer.add(folder, lambda _, number: (f"{number}-{words}.md", f"# {words}\n"))
    return path.rpartition("/")[2]


def test_a_batch_counts_on_from_its_own_and_from_other_files(repo, tmp_path):
    """A batch gives each number once, also where somebody adds files beside it, here or in another work tree."""
    repo.commit("Begin")
    repo.git("worktree", "add", "-q", str(tmp_path / "side"))
    here, side = Project.open(str(repo.path)), Project.open(str(tmp_path / "side"))
    with WriteBatch() as batch:
        assert [_add(here, batch, "a"), _add(here, batch, "b")] == ["0001-a.md", "0002-b.md"]
        repo.write("history/prompts/general/0007-theirs.md", "# Theirs\n")
        assert [_add(here, batch, "c"), _add(side, batch, "d")] == ["0008-c.md", "0009-d.md"]
        assert [_add(here, batch, "e"), _add(here, batch, "f", "docs/adr")] == ["0010-e.md", "0001-f.md"]


def test_a_batch_lets_other_processes_write(repo, monkeypatch):
    """When its time is over, a batch gives the lock away, and sees what others wrote meanwhile."""
    project = Project.open(str(repo.path))
    with WriteBatch() as batch:
        monkeypatch.setattr("records.project.writer._HOLD", 0.0)
        monkeypatch.setattr("records.project.writer._HOLD_FACTOR", 0.0)
        assert _add(project, batch, "a") == "0001-a.md"
        assert _add(project, None, "theirs") == "0002-theirs.md"
        assert _add(project, batch, "b") == "0003-b.md"


def test_a_failed_write_ends_the_hold_of_a_batch_with_it(repo):
    """After an error in a batch, others can write."""
    project = Project.open(str(repo.path))

    def fail(number, identifier):
        raise WriteError("the disk is full")

    with pytest.raises(WriteError), WriteBatch() as batch:
        RecordWriter(project.store, batch).add("history/adr", fail)
    assert _add(project, None, "theirs") == "0001-theirs.md"
