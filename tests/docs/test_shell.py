"""Shells complete commands, options and records by their titles; the manual is a page that man can show."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from records.cli.main import main


@pytest.fixture
def history(repo, run):
    """Two decisions and a prompt."""
    run("adr", "new", "Use PostgreSQL for orders")
    run("adr", "new", "Sign tokens with EdDSA")
    run("phr", "new", "--title", "Add the login page", "--stage", "green", "--prompt", "Please.")
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
    assert complete(capfd, monkeypatch, "bash", "show", "a") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_has_a_script(run, shell):
    """The script names the variable by which the program is asked."""
    script = run("completion", shell).out
    assert "_RECORDS_COMPLETE" in script
    assert "records" in script


def test_bash_completes_for_real(history, run, tmp_path):
    """The script is read by a bash, and the function fills COMPREPLY."""
    (tmp_path / "records").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m records "$@"\n')
    (tmp_path / "records").chmod(0o755)
    (tmp_path / "script").write_text(run("completion", "bash").out)
    code = (
        f"source {tmp_path}/script; COMP_WORDS=(records show postgres); COMP_CWORD=2; "
        "_records_completion records; echo ${COMPREPLY[@]}"
    )
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", code], cwd=history.path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["ADR-0001"]


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
    from records.cli.main import cli
    from records.cli.manual import entries

    bare = [entry.name for entry in entries(cli) if not entry.examples]
    assert bare == []
    for entry in entries(cli):
        assert all(text for name, text in entry.options if name.startswith("-")), entry.name
