"""What is missing is asked for, field by field; a person who gives up leaves nothing behind."""

import json
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is needed", allow_module_level=True)

from pseudo_terminal import CTRL_C, on_terminal

FIELDS = (
    ("Title", "T\n"),
    ("Stage [", "green\n"),
    ("Feature (", "\n"),
    ("Response", "r\n"),
    ("Outcome", "o\n"),
)


def editor(repo, text, name="editor.sh"):
    """A program that stands for an editor: a shell script."""
    path = repo.path.parent / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def records(repo):
    """Every record in the repository."""
    return sorted(path.name for path in repo.path.glob("history/**/*.md"))


def test_each_field_is_named_and_asked_for(repo):
    """Title, stage, feature, prompt, response and outcome each come to their own place."""
    program = editor(repo, 'printf "typed in the editor" > "$1"; echo "editing $1"')
    code, screen = on_terminal(repo, "phr", "new", typed=FIELDS, env={"EDITOR": program}, columns=120)
    assert code == 0, screen
    assert "/PROMPT.md" in screen, "the file in the editor has the name of the field"
    text = repo.read("history/prompts/general/0001-t.green.prompt.md")
    assert "## Prompt\n\ntyped in the editor\n" in text
    assert "## Response snapshot\n\nr\n" in text
    assert "o\n" in text.partition("Impact")[2]


def test_lines_that_are_pasted_together_are_one_answer(repo):
    """None of them answers what is asked next, and none is left for the shell."""
    answers = [*FIELDS[:3], ("Response", "one\ntwo\nthree\n"), ("Outcome", "o\nthen p\n")]
    program = editor(repo, 'printf "p" > "$1"')
    code, screen = on_terminal(repo, "phr", "new", typed=answers, env={"EDITOR": program}, columns=120)
    assert code == 0, screen
    text = repo.read("history/prompts/general/0001-t.green.prompt.md")
    assert "## Response snapshot\n\none\ntwo\nthree\n" in text
    assert "then p" in text.partition("Impact")[2]


def test_only_what_is_missing_is_asked_for(repo):
    """Fields that the command line gives are not asked again."""
    words = ("--title", "T", "--stage", "red", "--prompt", "p", "--response", "r")
    code, screen = on_terminal(repo, "phr", "new", *words[:4], typed=[("Feature", "\n"), ("Response", "\n"), ("Outcome", "\n")],
                               env={"EDITOR": editor(repo, 'echo p > "$1"')}, columns=120)  # fmt: skip
    assert code == 0, screen
    assert "Title" not in screen
    assert "Stage [" not in screen
    code, screen = on_terminal(repo, "phr", "new", *words, columns=120)
    assert code == 0, screen
    assert "Outcome" not in screen, "nothing is asked where all that a record needs is given"


def test_a_stage_that_does_not_exist_is_asked_again(repo):
    """A misspelt stage gets a suggestion; other spellings of a stage are fine; an empty line is the default."""
    program = editor(repo, 'echo p > "$1"')
    typed = [("Title", "T\n"), ("Stage [", "gren\n"), ("did you mean 'green'?", ""), ("Stage [", "implement\n"),
             ("Feature", "a/b\n"), ("no separators", ""), ("Feature", "\n"), ("Response", "\n"), ("Outcome", "\n")]  # fmt: skip
    code, screen = on_terminal(repo, "phr", "new", typed=typed, env={"EDITOR": program}, columns=120)
    assert code == 0, screen
    assert records(repo) == ["0001-t.green.prompt.md"]


def test_an_empty_title_is_asked_again(repo):
    """Blank lines are no title."""
    typed = [("Title", "  \n"), ("Title is empty", ""), ("Title", CTRL_C)]
    code, screen = on_terminal(repo, "phr", "new", typed=typed, columns=120)
    assert code == 130, screen


def test_features_are_offered_and_a_prompt_is_typed_without_an_editor(repo, run):
    """A dumb terminal takes the prompt line by line, and says which field it is and how it ends."""
    run("phr", "new", "First", "--stage", "misc", "--prompt", "p", "--feature", "007-login")
    typed = [
        ("007-login", "007-login\n"),
        ("Prompt (", "typed here\nStage: green\n\x04"),
        ("Response", "\n"),
        ("Outcome", "\n"),
    ]
    code, screen = on_terminal(
        repo,
        "phr",
        "new",
        "--title",
        "Second",
        "--stage",
        "misc",
        typed=typed,
        columns=120,
        env={"TERM": "dumb"},
    )
    assert code == 0, screen
    assert "typed here\nStage: green\n" in repo.read("history/prompts/007-login/0002-second.misc.prompt.md")


@pytest.mark.parametrize("reached", range(len(FIELDS)))
def test_ctrl_c_at_any_question_leaves_nothing(repo, reached, tmp_path):
    """Exit 130, no record, no temporary file."""
    (tmp_path / "tmp").mkdir()
    typed = [*FIELDS[:reached], (FIELDS[reached][0], CTRL_C)]
    environment = {"EDITOR": editor(repo, 'echo p > "$1"'), "TMPDIR": str(tmp_path / "tmp")}
    code, screen = on_terminal(repo, "phr", "new", typed=typed, env=environment, columns=120)
    assert code == 130, screen
    assert records(repo) == []
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("command", [("adr", "new", "Use Redis", "-s", "1"), ("adr", "new")])
def test_a_decision_whose_editor_is_interrupted_is_not_kept(repo, run, command):
    """Ctrl-C in the editor removes the new record, and restores the one that it superseded."""
    run("adr", "new", "Use files")
    before = repo.read("history/adr/0001-use-files.md")
    program = editor(repo, 'echo "editing $1"; exec sleep 30')
    typed = (
        [("editing", CTRL_C)]
        if len(command) > 2
        else [("Title", "Use Redis\n"), ("Status", "\n"), ("editing", CTRL_C)]
    )
    code, screen = on_terminal(repo, *command, typed=typed, env={"VISUAL": program}, columns=120)
    assert code == 130, screen
    assert records(repo) == ["0001-use-files.md"]
    assert repo.read("history/adr/0001-use-files.md") == before


def test_an_editor_that_takes_ctrl_c_goes_on(repo):
    """Ctrl-C belongs to the editor while it runs, as with git."""
    program = editor(
        repo, """trap 'echo caught' INT; echo ready; sleep 5; read line; echo "$line" >> "$1\""""
    )
    code, screen = on_terminal(
        repo,
        "adr",
        "new",
        "T",
        typed=[("ready", CTRL_C), ("caught", "kept\n")],
        env={"EDITOR": program},
        columns=120,
    )
    assert code == 0, screen
    assert repo.read("history/adr/0001-t.md").endswith("kept\n")


def test_a_new_decision_asks_for_title_and_status(repo):
    """A misspelt status is asked again; the editor opens for the text."""
    program = editor(repo, 'echo edited >> "$1"')
    typed = [
        ("Title", "Use Redis\n"),
        ("Status", "propsed\n"),
        ("did you mean 'proposed'?", ""),
        ("Status", "proposed\n"),
    ]
    code, screen = on_terminal(repo, "adr", "new", typed=typed, env={"VISUAL": program}, columns=120)
    assert code == 0, screen
    assert "is proposed: Use Redis" in screen
    assert repo.read("history/adr/0001-use-redis.md").endswith("edited\n")


def test_without_a_terminal_the_missing_is_named(run):
    """No question is asked of a program."""
    assert "missing: TITLE. Example: " in run("adr", "new", code=2).err
    assert "missing: --title, --stage, --prompt or --prompt-file." in run("phr", "new", code=2).err


@pytest.mark.parametrize("words", [("agents", "install", "claude"), ("capture", "install", "claude")])
@pytest.mark.parametrize(
    ("typed", "code", "is_made"),
    [
        ([("[d]iff", "n\n")], 0, False),
        ([("[d]iff", "maybe\n"), ("is no answer", "d\n"), ("+++ ", "\n")], 0, True),
        ([("[d]iff", "\x03")], 130, False),
        ([("[d]iff", "\x04")], 130, False),
    ],
)
def test_files_of_other_programs_are_changed_after_the_answer_alone(repo, words, typed, code, is_made):
    """On a terminal: a no, Ctrl-C and the end of input change nothing; the diff is shown before the question again."""
    got, screen = on_terminal(repo, *words, typed=typed, columns=100)
    assert got == code, screen
    is_there = (repo.path / ".claude/settings.json").exists()
    assert is_there is is_made


@pytest.mark.parametrize(
    "words",
    [
        ("adr", "generate", "toc", "-i", "/dev/zero"),
        ("adr", "new", "Use Redis", "--body-file", "/dev/zero"),
        ("phr", "new", "--title", "T", "--stage", "red", "--prompt-file", "/dev/zero"),
    ],
)
def test_a_text_without_an_end_is_refused(run, words):
    """A device that gives bytes for ever is left after 100 MB, and nothing is written."""
    assert "/dev/zero is larger than 100 MB" in run(*words, code=2).err


@pytest.mark.parametrize("codec", ["utf-16", "utf-8"])
@pytest.mark.parametrize("way", ["file", "pipe"])
def test_a_text_is_read_in_its_encoding(repo, run, codec, way):
    """UTF-16, as editors and shells of Windows write it, is read in a prompt, a body and a diff."""
    data = "Zahle café aus".encode(codec)
    repo.write("../text.txt", data)
    source, more = ("../text.txt", {}) if way == "file" else ("-", {"stdin": data})
    run("phr", "new", "--title", "T", "--stage", "red", "--prompt-file", source, **more)
    assert json.loads(run("show", "general/1", "--json").out)["prompt"] == "Zahle café aus"
    run("adr", "new", "Use cash", "--body-file", source, **more)
    assert repo.read("history/adr/0001-use-cash.md").rstrip().endswith("\n\nZahle café aus")
    diff = "\ufeff--- a/x.py\n+++ b/x.py\n@@ -1 +1,2 @@\n a\n+import redis\n"
    told = run(
        "adr",
        "suggest",
        "--stdin",
        "--threshold",
        "0",
        "--json",
        stdin=diff.encode(codec.replace("16", "16-le")),
    ).out
    assert told == run("adr", "suggest", "--stdin", "--threshold", "0", "--json", stdin=diff[1:]).out


@pytest.mark.parametrize("data", [b"a\0b", "Zahle".encode("utf-16-le"), b"\xff\xfe\0\0"])
def test_what_is_no_text_is_refused(repo, run, data):
    """A record of it could not be read: nothing is written."""
    repo.write("../text.txt", data)
    for words in (
        ("phr", "new", "--title", "T", "--stage", "red", "--prompt-file"),
        ("adr", "new", "T", "--body-file"),
    ):
        assert "is no text: it holds NUL bytes" in run(*words, "../text.txt", code=2).err
    assert not records(repo)
