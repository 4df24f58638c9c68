"""Shells complete commands, options and records by their titles; the manual is a page that man can show."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from records.cli import candidates
from records.cli import main as main_module
from records.cli.main import main
from records.project import stamp


@pytest.fixture
def history(repo, run):
    """Two decisions and a prompt."""
    run("adr", "new", "Use PostgreSQL for orders")
    run("adr", "new", "Sign tokens with EdDSA")
    run(
        "phr", "new", "--title", "Add the login page", "--stage", "green", "--prompt", "Please.",
        "--label", "security", "--label", "pages",
    )  # fmt: skip
    return repo


def complete(capfd, monkeypatch, shell, *words):
    """What the completion of a shell says to words, the last of which is being typed."""
    monkeypatch.setenv("_RECORDS_COMPLETE", f"{shell}_complete")
    if shell == "powershell":
        monkeypatch.setenv("COMP_WORDS", "\n".join(["records", *(word for word in words if word)]))
        monkeypatch.setenv("COMP_CWORD", words[-1])
    elif shell == "fish":
        monkeypatch.setenv("COMP_WORDS", "records " + " ".join(words[:-1]))
        monkeypatch.setenv("COMP_CWORD", words[-1])
    else:
        monkeypatch.setenv("COMP_WORDS", " ".join(["records", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
    capfd.readouterr()
    with pytest.raises(SystemExit):
        sys.exit(main([]))
    return [line for line in capfd.readouterr().out.splitlines() if line]


def test_records_are_completed_by_words_of_their_title(history, capfd, monkeypatch):
    """A word of the title gives the reference; a part of the reference gives those that begin with it."""
    monkeypatch.chdir(history.path)
    assert complete(capfd, monkeypatch, "bash", "show", "postgres") == ["plain,ADR-0001"]
    assert complete(capfd, monkeypatch, "bash", "show", "login") == ["plain,general/0001"]
    assert complete(capfd, monkeypatch, "bash", "show", "adr-") == ["plain,ADR-0001", "plain,ADR-0002"]
    assert complete(capfd, monkeypatch, "bash", "adr", "accept", "page") == []
    shown = complete(capfd, monkeypatch, "fish", "show", "EdDSA")
    assert any("ADR-0002" in line for line in shown)
    assert any("Sign tokens with EdDSA" in line for line in shown)


def test_commands_options_and_paths_are_completed(history, capfd, monkeypatch):
    """As click does it, through the lazy table; a path is left to the shell."""
    monkeypatch.chdir(history.path)
    assert "plain,search" in complete(capfd, monkeypatch, "bash", "se")
    assert "plain,supersede" in complete(capfd, monkeypatch, "bash", "adr", "sup")
    assert complete(capfd, monkeypatch, "bash", "phr", "new", "--resp") == [
        "plain,--response",
        "plain,--response-file",
    ]
    assert complete(capfd, monkeypatch, "bash", "check", "x") == ["file,x"]


def test_powershell_is_told_kind_value_and_help(history, capfd, monkeypatch):
    """One line a candidate, between tabs."""
    monkeypatch.chdir(history.path)
    assert complete(capfd, monkeypatch, "powershell", "show", "postgres") == [
        "plain\tADR-0001\tUse PostgreSQL for orders"
    ]
    assert any(line.startswith("plain\tshow\t") for line in complete(capfd, monkeypatch, "powershell", "sho"))
    assert len(complete(capfd, monkeypatch, "powershell", "show", "")) == 3


def test_outside_any_project_nothing_is_offered(tmp_path, capfd, monkeypatch):
    """A bare repository or a broken setting does not disturb the shell."""
    folder = tmp_path / "x"
    (folder / ".records").mkdir(parents=True)
    (folder / ".records/config.toml").write_text("= broken")
    monkeypatch.chdir(folder)
    for words in (
        ("show", "a"),
        ("list", "--stage", "g"),
        ("list", "--label", "p"),
        ("adr", "new", "--template", "m"),
    ):
        assert complete(capfd, monkeypatch, "bash", *words) == []


TYPED_WORDS = [
    ["show", "postgres"], ["show", "adr-"], ["show", ""], ["show", "LOGIN"], ["show", "ünï"], ["show", "no-such"], ["show", "a b"],
    ["show", "general/"], ["show", "0001"], ["adr", "show", ""], ["adr", "show", "login"], ["phr", "show", ""], ["phr", "show", "adr"],
    ["show", "--"], ["show", "--json"], ["show", "x", ""], ["show", "'use"], ["show", "a\\"], ["show", "#"], ["show", "a=b"], ["sho"],
    ["adr"], ["adr", "sh"], ["adr", "accept", "use"], ["link", "adr"], ["list", "a"], ["search", "a"], ["nothing", "a"], ["-C", ".", "show", "a"],
]  # fmt: skip


@pytest.mark.usefixtures("stored_index")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_what_is_stored_completes_as_click_does(history, run, capfd, monkeypatch, shell):
    """The same bytes with and without click, at the root and below it, before and after a record is added."""
    run("adr", "new", "Ünïcode:  a title\twith\x1b[2J signs")
    history.commit("records")
    monkeypatch.setattr(stamp, "RACY", 0)
    below = history.path / "src"
    below.mkdir()
    without_click = 0
    for number, folder in enumerate((history.path, below, history.path)):
        monkeypatch.chdir(folder)
        if number == 2:
            history.write("history/adr/0009-later.md", "# 9. A later one\n\n## Status\n\nAccepted\n")
        for words in TYPED_WORDS * 2:
            found = complete(capfd, monkeypatch, shell, *words)
            without_click += candidates.complete_without_click()
            with monkeypatch.context() as patch:
                patch.setattr(main_module, "complete_without_click", lambda: False)
                assert found == complete(capfd, monkeypatch, shell, *words), words
    assert (without_click > 20) == (shell in ("bash", "zsh"))


@pytest.mark.usefixtures("stored_index")
def test_a_record_is_completed_without_click(history):
    """Once click has stored what it read, it is no longer imported."""
    history.commit("records")
    code = "import sys; from records.project import stamp; stamp.RACY = 0; from records.cli.main import main\ntry: main([])\nexcept SystemExit: pass\nprint('click' in sys.modules)"
    environment = {
        **os.environ, "_RECORDS_COMPLETE": "bash_complete", "COMP_WORDS": "records show postgres", "COMP_CWORD": "2"
    }  # fmt: skip
    for expected in ("True", "False"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=history.path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == ["plain,ADR-0001", expected]


def test_names_that_break_lines_are_not_stored():
    """A file name with a tab or a line end is left to click every time."""
    assert candidates.page_of([("adr", "ADR-1", "/0001-a", "A")]) == "adr\tADR-1\t/0001-a\tA"
    for name in ("a\tb", "a\nb", "a\x0bb"):
        assert candidates.page_of([("adr", "ADR-1", name, "A")]) is None


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_has_a_script(run, shell):
    """The script names the variable by which the program is asked."""
    script = run("completion", shell).out
    assert "_RECORDS_COMPLETE" in script
    assert "records" in script


ODD = 'Say "no": don\'t use Redis, $HOME or `ls`; 100 %\x1b[2J'
SHELLS = {
    "bash": (["--norc", "--noprofile", "-i"], "source {}"),
    "zsh": (["-f", "-i"], "autoload -Uz compinit; compinit -u -D; source {}"),
    "fish": (["--no-config", "-i"], "source {}"),
}
TYPED = {
    "show postgres": "[show][ADR-0001]",
    "show login": "[show][general/0001]",
    "show naïve": "[show][ADR-0004]",
    "show 你好": "[show][ADR-0004]",
    'show "use postgresql f': "[show][ADR-0001]",
    'show Say\\ \\"no': "[show][ADR-0003]",
    "adr acc": "[adr][accept]",
    "phr show add": "[phr][show][general/0001]",
    "phr new --link led-to=general/": "[phr][new][--link][led-to=general/0001]",
    "adr new --template ngard --link postgres": "[adr][new][--template][ngard][--link][ADR-0001]",
}


class Terminal:
    """A shell at a terminal, typed to as a person does; what it starts is written down."""

    def __init__(self, shell: str, repo, folder: Path) -> None:
        options, first = SHELLS[shell]
        self.log, stub = folder / "log", folder / "bin" / "records"
        stub.parent.mkdir()
        stub.write_text(
            f'#!/bin/sh\n[ -n "$_RECORDS_COMPLETE" ] && exec "{sys.executable}" -m records "$@"\n'
            f'{{ printf "[%s]" "$@"; echo; }} >> "{self.log}"\n'
        )
        stub.chmod(0o755)
        home = folder / "home"
        home.mkdir()
        environment = {
            **os.environ, "PATH": f"{stub.parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(home),
            "LC_ALL": "C.UTF-8", "TERM": "xterm", "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home),
        }  # fmt: skip
        spawn = [sys.executable, "-c", "import pty, sys; pty.spawn(sys.argv[1:])", shell, *options]
        self.process = subprocess.Popen(
            spawn, cwd=repo.path, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.first = first.format(folder / "script") + "; records ready"

    def type(self, text: str, seen: bytes = b"") -> bytes:
        """Type a text; wait until a command has run, or until something is shown."""
        lines = self._ran()
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()
        shown, end = b"", time.monotonic() + 30
        while time.monotonic() < end and not (seen in shown if seen else self._ran() > lines):
            if select.select([self.process.stdout], [], [], 0.02)[0]:
                shown += os.read(self.process.stdout.fileno(), 65536)
        return shown

    def _ran(self) -> int:
        return len(self.log.read_bytes().splitlines()) if self.log.exists() else 0

    def close(self) -> None:
        """Hang up."""
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture(params=SHELLS)
def terminal(request, history, run, tmp_path):
    """Each shell, with what `records completion` printed for it."""
    if shutil.which(request.param) is None:
        pytest.skip(f"there is no {request.param} on this machine")
    run("adr", "new", ODD)
    run("adr", "new", "Größe: naïve 你好 & more")
    (tmp_path / "script").write_text(run("completion", request.param).out)
    here = Terminal(request.param, history, tmp_path)
    here.type(here.first + "\n")
    yield here
    here.close()


def test_a_shell_completes_for_real(terminal):
    """Words of titles, with quotes, colons, spaces and letters of all scripts, become references; so do commands."""
    for typed in TYPED:
        terminal.type(f"records {typed}\t\n")
    assert terminal.log.read_text("utf-8").splitlines() == ["[ready]", *TYPED.values()]
    if terminal.process.args[3] == "bash":
        return  # bash shows no descriptions
    shown = terminal.type("records show adr-\t\t", seen=b"more")
    assert b"or `ls`; 100 %" in shown  # all of it, a comma before
    assert b"\x1b[2J`" not in shown


@pytest.mark.parametrize(
    ("words", "candidates"),
    [
        (("phr", "new", "--link", "led-to", "=", "postgres"), ["ADR-0001"]),
        (("phr", "new", "--link", "led-to", "="), ["ADR-0001", "ADR-0002", "general/0001"]),
        (("phr", "new", "--link", "=", "led-to", "=", "adr"), ["ADR-0001", "ADR-0002"]),
        (("list", "--kind", "=", "p"), ["phr"]),
        (("adr", "new", "--link", "1", ":", "amends", ":", "amend"), []),
    ],
)
def test_bash_parts_a_word_at_its_signs(history, capfd, monkeypatch, words, candidates):
    """What is completed is what stands behind the last sign, as bash puts it there."""
    monkeypatch.chdir(history.path)
    assert complete(capfd, monkeypatch, "bash", *words) == [f"plain,{name}" for name in candidates]


def test_the_manual_names_every_command(run):
    """Name, synopsis, each command with its options and an example, exit codes, files."""
    page = run("man").out
    for part in (".SH NAME", ".SS records phr new", ".SH EXIT STATUS", ".SH FILES", "\\-\\-prompt\\-file"):
        assert part in page
    assert "\\b" not in page
    assert page.isascii()


def test_the_manual_can_be_shown(run, tmp_path):
    """groff finds nothing to warn of."""
    if shutil.which("groff") is None:
        pytest.skip("there is no groff here")
    (tmp_path / "records.1").write_text(run("man").out)
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", str(tmp_path / "records.1")], capture_output=True, check=True
    )
    assert done.stderr == b""
    assert b"records" in done.stdout


def test_every_command_has_an_example(run):
    """Each leaf of the help shows how it is called."""
    from records.cli.manual import entries
    from records.cli.root import cli

    bare = [entry.name for entry in entries(cli) if not entry.examples]
    assert bare == []
    for entry in entries(cli):
        assert all(text for name, text in entry.options if name.startswith("-")), entry.name


@pytest.mark.parametrize(
    ("words", "candidates"),
    [
        (("list", "--stage", "gr"), ["green"]),
        (("phr", "new", "--stage", "re"), ["red", "refactor"]),
        (("list", "--status", "accepted,pro"), ["accepted,proposed"]),
        (("list", "--label", "sec"), ["security"]),
        (("list", "--label", "security,pa"), ["security,pages"]),
        (("list", "--feature", "gen"), ["general"]),
        (("phr", "new", "--feature", "g"), ["general"]),
        (("adr", "new", "--template", "madr"), ["madr", "madr-minimal", "madr2"]),
        (("templates", "copy", "ny"), ["nygard"]),
        (("link", "ADR-1", "sup"), ["supersedes", "superseded-by"]),
        (("config", "set", "adr.t"), ["adr.template"]),
        (("list", "--kind", "a"), ["adr"]),
        (("list", "--sort", "da"), ["date"]),
        (("phr", "new", "--template", ""), ["phr"]),
        (("templates", "show", "n"), ["native", "nygard"]),
        (("phr", "show", ""), ["general/0001"]),
        (("phr", "edit", "adr"), []),
        (("adr", "edit", "0001"), ["ADR-0001"]),
        (("phr", "new", "--link", "foll"), ["follows=", "followed-by="]),
        (("phr", "new", "--link", "led-t"), ["led-to=ADR-0001", "led-to=ADR-0002", "led-to=general/0001"]),
        (("phr", "new", "--link", "led-to=postgres"), ["led-to=ADR-0001"]),
        (("adr", "new", "--link", "postgres"), ["ADR-0001"]),
        (("adr", "new", "--link", "1:am"), ["1:amends", "1:amended-by"]),
    ],
)
def test_words_of_the_project_are_completed(history, capfd, monkeypatch, words, candidates):
    """Stages, statuses, features, templates, relations and settings; after a comma the next word."""
    monkeypatch.chdir(history.path)
    assert complete(capfd, monkeypatch, "bash", *words) == [f"plain,{name}" for name in candidates]
