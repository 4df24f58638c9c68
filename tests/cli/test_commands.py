"""What commands print in cases that are rare: other forms of answers, and what is left to the person."""

from __future__ import annotations

import json

import pytest

from logs_help import decision


def test_link_and_finish_answer_as_json(run) -> None:
    """With what was changed, for programs."""
    run("adr", "new", "Use tar")
    run("phr", "new", "Pack files", "--stage", "green", "--prompt", "pack the files")
    answer = json.loads(run("link", "PHR-1", "led-to", "ADR-1", "--json").out)
    assert (answer["source"], answer["relation"], answer["target"]) == (
        "phr/general/0001-pack-files.green",
        "led-to",
        "adr/0001-use-tar",
    )
    assert len(answer["changed"]) >= 1
    assert json.loads(run("link", "PHR-1", "led-to", "ADR-1", "--json").out)["changed"] == []
    answer = json.loads(run("phr", "finish", "PHR-1", "--response", "Packed.", "--json").out)
    assert (answer["ref"], answer["response"]) == ("general/0001", "Packed.")


def test_unlink_takes_two_words_or_three(run) -> None:
    """Others are refused before anything is looked for."""
    assert (
        "name a source, perhaps a relation, and a target"
        in run("unlink", "1", "led-to", "ADR-1", "x", code=2).err
    )


@pytest.mark.parametrize("words", [["--prompt", "-"], ["--prompt-file", "-"], []])
def test_a_prompt_is_taken_from_standard_input(run, words) -> None:
    """A dash says so, in either option; without one, what is piped in is the prompt."""
    made = json.loads(
        run("phr", "new", "Pack files", "--stage", "green", "--json", *words, stdin="pack the files\n").out
    )
    assert made["prompt"] == "pack the files\n"


def test_renumber_names_what_it_cannot_decide(run, repo) -> None:
    """A citation that may mean either of two records is left to the person, with its place."""
    repo.write("history/adr/0001-use-tar.md", decision(1))
    repo.write("history/adr/0001-use-zip.md", decision(1))
    repo.write("notes.md", "As ADR-0001 says.\n")
    repo.commit("two of one number")
    error = run("renumber", "history/adr/0001-use-zip.md").err
    assert "notes.md:1: ADR-0001 could mean another record; look at it yourself" in error


def test_secrets_says_which_paths_it_did_not_look_at(run, repo) -> None:
    """A folder is not passed over in silence: nobody would know that nothing in it was looked at."""
    secret = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
    repo.write("src/a.txt", f"x = {secret}\n")
    (repo.path / "gone").symlink_to("nowhere")
    answer = run("secrets", "src", "gone", "README.md")
    assert answer.out == ""
    assert "src was not looked at: it is no file" in answer.err
    assert "gone was not looked at" in answer.err
    answer = run("secrets", "src", "src/a.txt", code=1)
    assert answer.out == "src/a.txt:1: github-token\n"
    assert secret not in answer.out + answer.err


def test_rules_that_are_off_say_how_to_switch_them_on(run) -> None:
    """The line for the settings is given as it stands."""
    explained = run("rules", "ADR011").out
    assert 'Off by default; in .records/config.toml, [check.severity]: ADR011 = "' in explained
    assert "Off by default" not in run("rules", "ADR009").out


def test_a_file_with_many_commits_names_the_first_few(run, repo) -> None:
    """And says how many more there are."""
    for number in range(8):
        repo.write("src/cart.py", "".join(f"line{index} = {index}\n" for index in range(number + 1)))
        repo.commit(f"Add line {number}")
    answer = run("why", "src/cart.py").out
    assert "… and 2 more commits" in answer
    assert answer.count(" by Ada in ") == 6


def test_a_lesson_that_was_said_often_is_shortened(run, repo) -> None:
    """The first places are named, and how many more there are."""
    for number in range(1, 9):
        run("phr", "new", f"Step {number}", "--stage", "green", "--prompt", "Never edit generated files.")
    answer = run("lessons").out
    assert "Never edit generated files" in answer
    shown = answer.count("“Never edit generated files”")
    assert f"and {8 - shown} more" in answer


def test_figures_of_a_folder_without_git_leave_commits_out(run, repo, tmp_path) -> None:
    """There are none to count; what there is is counted."""
    (tmp_path / "plain/history/adr").mkdir(parents=True)
    (tmp_path / "plain/history/adr/0001-use-tar.md").write_text(decision(1))
    answer = run("-C", str(tmp_path / "plain"), "stats").out
    assert "decisions" in answer
    assert "commits with a record" not in answer
