"""`records doctor` shows on one page what is installed, found, trusted and broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import records
from records.cli.doctor import examine
from repository import ANY_CODE

SOURCE = Path(records.__file__).parent.parent


def checks(run, code=0):
    """The checks by their names."""
    return {check["name"]: check for check in json.loads(run("doctor", "--json", code=code).out)}


def test_a_new_project_is_told_what_to_do_next(run, repo):
    """Nothing is broken; what is not there yet has its command."""
    found = checks(run)
    assert found["records"]["detail"].startswith(f"{records.__version__} in ")
    assert found["git"]["detail"].startswith("git version ")
    assert found["history"]["hint"] == "records init"
    assert (found["git hooks"]["ok"], found["git hooks"]["hint"]) == (None, "records hooks install")
    assert found["capture: agents"]["ok"] is None
    assert run("doctor").out.startswith("ok    records: ")


def test_what_is_installed_is_shown(run, repo):
    """Records, settings, templates, git hooks and agents."""
    run("config", "set", "adr.template", "madr")
    run("templates", "copy", "madr", "ours")
    run("adr", "new", "A")
    run("hooks", "install")
    run("agents", "install", "claude", "--yes")
    found = checks(run)
    assert found["settings"]["detail"] == ".records/config.toml"
    assert found["templates"]["detail"] == "of the project: .records/templates/ours.md.j2"
    assert "commit-msg" in found["git hooks"]["detail"]
    assert found["agent claude"]["ok"]
    next(repo.path.glob(".claude/commands/**/*.md")).unlink()
    assert checks(run, code=1)["agent claude"] == {
        "name": "agent claude", "ok": False, "detail": "partly", "hint": "records agents install claude"}  # fmt: skip


def test_what_is_broken_fails(run, repo):
    """Unreadable files and logs that nothing reads, each with its remedy; exit 1."""
    repo.write("history/adr/0001-a.md", b"\0")
    for number in (1, 2, 3):
        repo.write(
            f"guide/choices/000{number}-x.md",
            f"# {number}. X\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nd\n",
        )
    found = checks(run, code=1)
    assert "history/adr/0001-a.md" in found["readable"]["detail"]
    assert "guide/choices" in found["log"]["detail"]


@pytest.mark.parametrize("text", ["[adr\n", "[adr]\ntemplat = 'x'\n"])
def test_settings_that_cannot_be_read_are_a_check(run, repo, text):
    """The page is shown up to there."""
    repo.write(".records/config.toml", text)
    found = checks(run, code=1)
    assert found["project"]["ok"] is False
    assert ".records/config.toml" in found["project"]["detail"]
    assert found["records"]["ok"]


def test_outside_a_repository(tmp_path):
    """There is nothing to install hooks into."""
    (tmp_path / "plain").mkdir()
    found = {check.name: check for check in examine(str(tmp_path / "plain"))}
    assert found["git"].ok is None
    assert "git hooks" not in found


# -- the other project of the name ---------------------------------------------


@pytest.fixture
def shared(tmp_path):
    """An environment in which the other project `records` was installed over ours: its module, metadata and command."""
    site = tmp_path / "site"
    (site / "records-0.6.0.dist-info").mkdir(parents=True)
    (site / "records.py").write_text("class Database: pass\ndef cli(): print('sql')\n")
    (site / "records-0.6.0.dist-info/METADATA").write_text(
        "Metadata-Version: 2.1\nName: records\nVersion: 0.6.0\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(SOURCE), str(site)))}

    def call(code):
        return subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=environment
        )

    return call


def test_the_command_of_the_other_project_explains_itself(shared):
    """No TypeError: its command calls `cli()` of whatever package is called records."""
    done = shared("import sys; from records import cli; sys.exit(cli())")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        "error: records 0.6.0 (SQL for Humans) and records-history are installed in the same environment"
        in done.stderr
    )
    assert "pipx install records-history" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_library_of_the_other_project_is_explained(shared):
    """`records.Database` is missing since our package hides its module."""
    done = shared("import records; records.Database('sqlite://')")
    assert "has no attribute 'Database': records 0.6.0 (SQL for Humans) and records-history" in done.stderr
    assert (
        shared("import records; print(hasattr(records, '__path__'), hasattr(records, 'Database'))").stdout
        == "True False\n"
    )


def test_doctor_reports_a_shared_environment(shared):
    """Whose command it is, is said too."""
    done = shared("import sys; from records.cli.main import main; sys.exit(main(['doctor']))")
    assert done.returncode == 1
    assert "BAD   environment: records 0.6.0 (SQL for Humans)" in done.stdout


@pytest.mark.parametrize(
    ("script", "problem"),
    [(None, "there is no command records in "), ("from records import cli\n", "is the command of another project"),
     ("from records.__main__ import main\n", "")],
)  # fmt: skip
def test_the_command_of_the_environment_is_looked_at(tmp_path, monkeypatch, script, problem):
    """Removing the other project takes the command with it; ours names our module."""
    import sysconfig

    from records.distributions import script_problem

    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path))
    if script:
        (tmp_path / "records").write_text(script)
    assert problem in script_problem()
    assert bool(script_problem()) == bool(problem)


def test_a_template_with_a_mistake_and_one_that_is_missing_are_broken(repo, run) -> None:
    """Before a record is to be written with them."""
    repo.write(".records/templates/nygard.md.j2", "{{ foo")
    repo.write(".records/templates/brief.md.j2", "# {{ title }}\n")
    out = run("doctor", code=1).out
    assert "nygard.md.j2:1 has a mistake" in out
    assert "brief" not in out
    repo.write(".records/templates/nygard.md.j2", "# {{ title }}\n")
    repo.write(".records/config.toml", '[adr]\ntemplate = "nosuch"\n')
    assert "no template called 'nosuch'" in run("doctor", code=1).out
    repo.write(".records/config.toml", '[adr]\ntemplate = "brief"\n')
    assert "brief.md.j2" in run("doctor", code=ANY_CODE).out
