"""The editor and the pager are those that git would start; what a repository names is never started."""

import os
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is needed", allow_module_level=True)

from pseudo_terminal import on_terminal


@pytest.fixture
def programs(tmp_path):
    """Make programs that leave their name: appended to the file that they edit, or on the screen."""

    def make(name, text='echo {name} >> "$1"'):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{text.format(name=name)}\n")
        path.chmod(0o755)
        return str(path)

    return make


@pytest.fixture
def own_settings(tmp_path, monkeypatch):
    """The person's own git settings, as a file."""
    path = tmp_path / "gitconfig"
    path.touch()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(path))
    return path


EDITORS = ["GIT_EDITOR", "core.editor", "VISUAL", "EDITOR", "vi"]


@pytest.mark.parametrize("first", range(len(EDITORS)))
def test_the_editor_is_the_first_that_git_would_take(repo, programs, own_settings, monkeypatch, first):
    """Each place of git's list wins over those behind it."""
    for name in EDITORS[first:]:
        program = programs(name)
        if name == "core.editor":
            own_settings.write_text(f"[core]\n\teditor = {program}\n")
        elif name == "vi":
            monkeypatch.setenv("PATH", f"{os.path.dirname(program)}{os.pathsep}{os.environ['PATH']}")
        else:
            monkeypatch.setenv(name, program)
    code, screen = on_terminal(repo, "adr", "new", "T")
    assert code == 0, screen
    assert repo.read("history/adr/0001-t.md").endswith(f"\n{EDITORS[first]}\n")
    repo.git("add", "-A")
    if first < 4:
        repo.git("commit", "-m", "x", "-e", check=False)
        assert repo.git("log", "-1", "--format=%B").split()[-1:] == [EDITORS[first]], (
            "git's own choice is another"
        )


def test_an_editor_that_the_repository_configures_is_not_started(repo, programs):
    """Neither core.editor nor core.pager of .git/config is run: a repository may come from a stranger."""
    program = programs("trap", 'touch "$0.ran"')
    repo.git("config", "core.editor", program)
    repo.git("config", "core.pager", program)
    environment = {"EDITOR": programs("mine"), "PAGER": "cat"}
    assert on_terminal(repo, "adr", "new", "T", env=environment)[0] == 0
    assert on_terminal(repo, "show", "1", env=environment)[0] == 0
    assert not os.path.exists(f"{program}.ran")
    assert repo.read("history/adr/0001-t.md").endswith("mine\n")


@pytest.mark.parametrize("template", ["{program} --wait", "WORD=x {program}", "'{program}'", "  {program}"])
def test_an_editor_may_be_a_command_line(repo, programs, template):
    """Arguments, variables and quotes are the shell's, as git runs it."""
    program = programs(
        "with space" if "'" in template else "ed", 'for last; do :; done; echo "$WORD$#" >> "$last"'
    )
    code, screen = on_terminal(repo, "adr", "new", "T", env={"EDITOR": template.format(program=program)})
    assert code == 0, screen
    ending = {"-": "2", "W": "x1"}.get(template[0] if template[0] == "W" else template[-6:-5], "1")
    assert repo.read("history/adr/0001-t.md").endswith(f"\n{ending}\n")


def test_a_colon_edits_nothing(repo):
    """`GIT_EDITOR=:` keeps the text as it is, as with git."""
    code, screen = on_terminal(repo, "adr", "new", "T", env={"GIT_EDITOR": ":"})
    assert code == 0, screen
    assert (repo.path / "history/adr/0001-t.md").exists()


@pytest.mark.parametrize("editor", ["/no/such/editor", "false", "exit 3;"])
def test_nothing_is_written_when_the_editor_fails(repo, editor):
    """An editor that is missing or ends with an error means no record, exit 2."""
    code, screen = on_terminal(repo, "adr", "new", "T", env={"EDITOR": editor}, columns=120)
    assert code == 2, screen
    assert "editor" in screen
    assert not list(repo.path.glob("history/**/*.md"))


PAGERS = ["GIT_PAGER", "core.pager", "PAGER", "less"]


_REPLACE = 'sed "{}" "$1" > "$1.new" && mv "$1.new" "$1"'


@pytest.mark.parametrize(
    ("words", "program", "summary"),
    [
        (("adr", "new", "Use Redis"), _REPLACE.format("s/Accepted/Proposed/;s/Redis/Valkey/"),
         "ADR-0001 is proposed: Use Valkey"),
        (("phr", "new", "Ask", "--stage", "red", "--prompt", "p", "--edit"), _REPLACE.format("s/Ask/Plan/"),
         "recorded general/0001: Plan (red)"),
        (("adr", "new", "Use Redis"), 'printf "\\0" > "$1"', "cannot be read: "),
    ],
)  # fmt: skip
def test_what_was_changed_in_the_editor_is_printed(repo, programs, monkeypatch, words, program, summary):
    """Title and status are those of the file as the editor left it."""
    monkeypatch.setenv("GIT_EDITOR", programs("ed", program))
    code, screen = on_terminal(repo, *words)
    assert code == 0, screen
    assert summary in screen


@pytest.mark.parametrize("first", range(len(PAGERS)))
def test_the_pager_is_the_first_that_git_would_take(repo, run, programs, own_settings, monkeypatch, first):
    """On a terminal `show` goes through it, with LESS=FRX and colours."""
    run("adr", "new", "A decision")
    for name in PAGERS[first:]:
        program = programs(name, 'echo "{name} $LESS"; cat')
        if name == "core.pager":
            own_settings.write_text(f"[core]\n\tpager = {program}\n")
        elif name == "less":
            monkeypatch.setenv("PATH", f"{os.path.dirname(program)}{os.pathsep}{os.environ['PATH']}")
        else:
            monkeypatch.setenv(name, program)
    code, screen = on_terminal(repo, "show", "1")
    assert code == 0, screen
    assert f"{PAGERS[first]} FRX\n" in screen
    assert "\x1b[32maccepted" in screen


@pytest.mark.parametrize("pager", ["", "cat", "/no/such/pager", "no-such-pager --x"])
def test_without_a_pager_the_text_is_printed(repo, run, pager):
    """An empty pager and `cat` mean none; one that cannot be started loses nothing."""
    run("adr", "new", "A decision")
    code, screen = on_terminal(repo, "show", "1", env={"GIT_PAGER": pager})
    assert code == 0
    assert "A decision" in screen


def test_a_terminal_that_less_cannot_use_gets_the_text(repo, run):
    """Nobody is asked to press a key on a dumb terminal."""
    run("adr", "new", "A decision")
    code, screen = on_terminal(repo, "show", "1", env={"TERM": "dumb"}, rows=5)
    assert code == 0
    assert "What becomes easier" in screen


def test_a_terminal_of_unknown_height_gets_the_text(repo, run):
    """As on a pseudo-terminal that nobody gave a size."""
    run("adr", "new", "A decision")
    code, screen = on_terminal(repo, "show", "1", rows=0, columns=0)
    assert code == 0
    assert "What becomes easier" in screen


def test_a_pager_that_ends_early_is_no_error(repo, run):
    """Its user has read enough."""
    run("adr", "new", "A decision")
    assert on_terminal(repo, "show", "1", env={"PAGER": "head -1"})[0] == 0
    assert on_terminal(repo, "man", env={"PAGER": "head -1"})[0] == 0


def test_pipes_see_no_pager(run, monkeypatch, programs):
    """Where the output is no terminal, nothing stands between."""
    monkeypatch.setenv("PAGER", programs("pager", "echo paged"))
    run("adr", "new", "A decision")
    assert "paged" not in run("show", "1").out
    assert run("man").out.startswith(".TH RECORDS 1 ")
    assert "paged" not in run("help").out


def test_an_error_is_not_paged(repo, programs):
    """A record that does not exist is said on the terminal itself."""
    code, screen = on_terminal(repo, "show", "99", env={"PAGER": programs("pager", "echo paged; cat")})
    assert code == 2
    assert "paged" not in screen


def test_the_manual_on_a_terminal_is_text(repo):
    """No roff is shown to a person."""
    code, screen = on_terminal(repo, "man", env={"PAGER": "cat"}, columns=80)
    assert code == 0
    assert "records adr new [OPTIONS] [TITLE]..." in screen
    assert ".TH" not in screen


def test_help_names_a_command_or_a_near_one(run):
    """`records help adr new` is `records adr new --help`."""
    assert run("help", "adr", "new").out == run("adr", "new", "--help").out
    assert run("help").out == run("--help").out
    assert "Did you mean 'records list'?" in run("help", "lst", code=2).err
    assert "records list has no commands" in run("help", "list", "all", code=2).err


@pytest.mark.parametrize("terminal", ["", "dumb"])
def test_a_terminal_that_cannot_page_gets_the_text(repo, run, monkeypatch, terminal):
    """Where TERM is unset or dumb no pager is started: it would wait for a key before it shows anything."""
    run("adr", "new", "Use tokens")
    program = repo.write("pager", "#!/bin/sh\necho paged\n")
    program.chmod(0o755)
    code, screen = on_terminal(repo, "show", "1", env={"TERM": terminal, "PAGER": str(program)})
    assert code == 0
    assert "Use tokens" in screen
    assert "paged" not in screen


def test_a_command_with_signs_of_the_shell_goes_to_the_shell(repo, own_settings, monkeypatch, tmp_path):
    """As git does: options behind the program's name work, and the person's own settings are asked."""
    from records.cli.user_programs import edit_file, editor_command, pager_command

    monkeypatch.chdir(repo.path)
    for name in ("GIT_EDITOR", "VISUAL", "EDITOR", "GIT_PAGER", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    own_settings.write_text('[core]\n\teditor = "printf %s typed >"\n\tpager = cat\n')
    assert editor_command() == "printf %s typed >"
    assert pager_command() is None
    path = tmp_path / "text.md"
    path.write_text("before")
    edit_file(str(path))
    assert path.read_text() == "typed"


def test_without_a_browser_a_person_is_told(monkeypatch, capsys):
    """The address can be opened by hand."""
    import webbrowser

    from records.cli.user_programs import open_in_browser

    monkeypatch.setattr(webbrowser, "_tryorder", [])
    open_in_browser("http://localhost:1/")
    assert "no browser could be started" in capsys.readouterr().err


@pytest.mark.parametrize("editor", ["false", "rm", "cp /dev/null", "kill -INT $PPID; kill -INT $$; :"])
@pytest.mark.parametrize(
    "command",
    [("phr", "new", "T", "--stage", "red", "--prompt", "p", "--edit"), ("adr", "new", "T", "--edit")],
)
def test_no_folder_is_left_of_a_record_that_was_given_up(repo, command, editor):
    """Folders that were made for it are removed with it; one that was there before stays."""
    (repo.path / "history/prompts").mkdir(parents=True)
    (repo.path / "history/adr").mkdir()
    code, _ = on_terminal(repo, *command, env={"EDITOR": editor})
    assert code in (2, 130)
    below = sorted(path.relative_to(repo.path).as_posix() for path in repo.path.glob("history/**/*"))
    assert below == ["history/adr", "history/prompts"]


@pytest.mark.parametrize(
    "command", [("edit", "ADR-1"), ("adr", "edit", "1"), ("phr", "edit", "1"), ("open", "general/1")]
)
@pytest.mark.parametrize(
    ("editor", "words"), [("rm", "is gone"), ("cp /dev/null", "is empty now"), ("mv -t ..", "is gone")]
)
def test_an_editor_that_loses_the_record_is_an_error(run, repo, monkeypatch, command, editor, words):
    """The record is named, and how it comes back: git has it, or only the editor."""
    run("adr", "new", "A")
    run("phr", "new", "T", "--stage", "red", "--prompt", "p")
    monkeypatch.setenv("GIT_EDITOR", editor)
    path = (
        "history/adr/0001-a.md"
        if "general/1" not in command and "phr" not in command
        else "history/prompts/general/0001-t.red.prompt.md"
    )
    text = repo.read(path)
    error = run(*command, code=2).err
    assert f"{path} {words}" in error
    assert "it is in no commit" in error
    repo.write(path, text)
    repo.commit()
    error = run(*command, code=2).err
    assert f"git restore {path} brings back" in error
    repo.git("restore", path)
    assert repo.read(path) == text
