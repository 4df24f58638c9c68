"""The state of a work tree, and what is found in its files."""

from __future__ import annotations

from records.git.run import Git
from records.git.work_tree import lines_starting_with, user_setting, work_tree_state


def test_files_of_a_merge_with_conflicts_have_changed(repo):
    """Unmerged files are among the changes, as are those that the merge brought and renamed ones."""
    repo.write("a b.txt", "one\n")
    repo.write("old.txt", "the same text\n" * 9)
    repo.commit("both")
    repo.git("checkout", "-q", "-b", "topic")
    repo.write("a b.txt", "two\n")
    repo.write("new.txt", "new\n")
    repo.commit("theirs")
    repo.git("checkout", "-q", "main")
    repo.write("a b.txt", "three\n")
    repo.git("mv", "old.txt", "moved.txt")
    ours = repo.commit("ours")
    repo.git("merge", "-q", "topic", check=False)
    repo.git("mv", "moved.txt", "again.txt")
    state = work_tree_state(Git(str(repo.path)))
    assert (state.branch, state.commit) == ("main", ours)
    assert state.changed == ("a b.txt", "again.txt", "new.txt")


def test_settings_of_the_repository_are_not_the_person_s(repo, monkeypatch, tmp_path):
    """Only what the person or the machine says counts; without git there is nothing."""
    settings = tmp_path / "settings"
    settings.write_text("[core]\n\teditor = first\n\teditor = own\n", encoding="utf-8")
    git = Git(str(repo.path))
    repo.git("config", "core.editor", "of the repository")
    assert user_setting(git, "core.editor") is None
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert user_setting(git, "core.editor") == "own"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert user_setting(git, "core.editor") is None


def test_lines_of_commits_are_found_in_those_alone(repo):
    """A folder is looked at in the commits that are named; without one nothing is found, whatever the work tree has."""
    repo.write("notes/a.md", "capture: 1\nother\n capture: 2\n")
    repo.write("elsewhere.md", "capture: 3\n")
    first = repo.commit("notes")
    repo.write("notes/a.md", "capture: 4\n")
    git = Git(str(repo.path))
    assert lines_starting_with(git, "capture: ", [first], "notes") == {"capture: 1"}
    assert lines_starting_with(git, "capture: ", [], "notes") == set()
