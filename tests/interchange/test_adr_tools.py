"""`records adr` does what adr-tools does, and not what hurt its users.

adr-tools' own 22 cases are run from a checkout (docs/adr-tools.md); the cases here are ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pseudo_terminal import on_terminal
from records.cli.main import main

Run = Callable[..., int]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder outside any repository, with adr-tools' clock and no editor."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADR_DATE", "1992-01-12")
    for name in ("VISUAL", "EDITOR", "ADR_TEMPLATE", "ADR_PAGER", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def adr(*words: str) -> int:
    return main(["adr", *words])


def out(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert adr(*words) == 0, capsys.readouterr()
    return capsys.readouterr().out


def test_a_log_is_begun_and_filled_without_quotes(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`adr init` and `adr new` behave as those of adr-tools."""
    assert out(capsys, "init") == "doc/adr/0001-record-architecture-decisions.md\n"
    assert out(capsys, "new", "Use", "a", "queue") == "doc/adr/0002-use-a-queue.md\n"
    assert (
        (here / "doc/adr/0002-use-a-queue.md")
        .read_text()
        .startswith("# 2. Use a queue\n\nDate: 1992-01-12\n")
    )
    assert out(capsys, "list").splitlines()[-1] == "doc/adr/0002-use-a-queue.md"


def test_paths_are_seen_from_the_current_folder(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths are printed relative to the current folder."""
    out(capsys, "init", "deep down/log")
    assert (here / ".adr-dir").read_text() == "deep down/log\n"
    (here / "a/b").mkdir(parents=True)
    monkeypatch.chdir(here / "a/b")
    assert out(capsys, "new", "First") == "../../deep down/log/0002-first.md\n"
    assert out(capsys, "list").splitlines()[0] == "../../deep down/log/0001-record-architecture-decisions.md"


def test_a_log_is_not_begun_twice(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`adr init` refuses a project that has records."""
    out(capsys, "init")
    assert adr("init") == 2
    assert "has records already" in capsys.readouterr().err


def test_links_are_written_on_both_sides_in_the_given_words(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`adr link` writes both phrases, each on its side."""
    for title in ("First", "Second", "Third"):
        out(capsys, "new", title)
    out(capsys, "link", "3", "Polishes", "1", "Polished by")
    assert "\n\nPolishes [1. First](0001-first.md)\n\n" in (here / "doc/adr/0003-third.md").read_text()
    assert "\n\nPolished by [3. Third](0003-third.md)\n\n" in (here / "doc/adr/0001-first.md").read_text()
    before = (here / "doc/adr/0003-third.md").read_bytes()
    out(capsys, "link", "3", "Polishes", "1", "Polished by")
    assert (here / "doc/adr/0003-third.md").read_bytes() == before
    out(capsys, "link", "3", "Amends", "2")
    assert "Amended" not in (here / "doc/adr/0002-second.md").read_text()
    assert adr("link", "3", "Amends", "3") == 2


def test_a_reference_means_a_record_and_no_part_of_a_path(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """adr-tools' `-s 2` retired `0001-use-python-2.md`, for it searched whole paths."""
    out(capsys, "new", "Use Python 2")
    out(capsys, "new", "Something else")
    out(capsys, "new", "-s", "2", "Third")
    assert "Superceded by [3. Third](0003-third.md)" in (here / "doc/adr/0002-something-else.md").read_text()
    assert "Superceded" not in (here / "doc/adr/0001-use-python-2.md").read_text()


def test_a_reference_to_nothing_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A reference to a missing decision is an error and creates nothing."""
    out(capsys, "new", "First")
    assert adr("new", "-s", "99", "Second") == 2
    assert [path.name for path in (here / "doc/adr").iterdir()] == ["0001-first.md"]


@pytest.mark.parametrize(
    "title", ["a | b & c \\ d / e", "日本語の題", "x" * 300, "100% sure; $HOME `id`", "Ünïcödé « title »"]
)
def test_any_title_makes_a_whole_record(here: Path, capsys: pytest.CaptureFixture[str], title: str) -> None:
    """A `|` left adr-tools an empty file, a title without Latin letters a nameless one."""
    path = Path(out(capsys, "new", title).strip())
    assert path.read_text().splitlines()[0] == f"# 1. {title}"
    assert len(path.name) > len("0001-.md")


def test_a_file_with_crlf_gets_its_links(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A link in a CRLF file has CRLF line ends."""
    out(capsys, "new", "First")
    first = here / "doc/adr/0001-first.md"
    first.write_bytes(first.read_bytes().replace(b"\n", b"\r\n"))
    out(capsys, "new", "-s", "1", "Second")
    text = first.read_bytes()
    assert b"\r\nSuperceded by [2. Second](0002-second.md)\r\n" in text
    assert text.count(b"\n") == text.count(b"\r\n")


def test_titles_with_quotes_and_brackets_survive_the_reports(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Quotes and brackets in titles are escaped in graph and table of contents."""
    out(capsys, "new", 'Say "yes" [now]')
    out(capsys, "new", "-l", "1:Amends:Amended by", "Second")
    assert '_1 [label="1. Say \\"yes\\" [now]"; URL="0001-say-yes-now.html"];' in out(
        capsys, "generate", "graph"
    )
    assert '  _2 -> _1 [label="Amends", weight=0]' in out(capsys, "generate", "graph")
    assert out(capsys, "generate") == "toc\ngraph\n"
    (here / "intro.md").write_text("Hello")
    toc = out(capsys, "generate", "toc", "-i", "intro.md", "-p", "x/")
    assert toc.splitlines()[2:5] == ["Hello", "", '* [1. Say "yes" [now]](x/0001-say-yes-now.md)']


def test_the_logs_own_template_is_used(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A template in the log's folder is filled in."""
    folder = here / "doc/adr/templates"
    folder.mkdir(parents=True)
    (folder / "template.md").write_text("# TITLE (NUMBER)\n\nOn DATE: STATUS\n")
    out(capsys, "new", "Ours")
    assert (here / "doc/adr/0001-ours.md").read_text() == "# Ours (1)\n\nOn 1992-01-12: Accepted\n"


def test_help_goes_through_the_pager(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`adr help` prints through the configured pager."""
    assert "upgrade-repository" in out(capsys, "help")
    assert "graph of links" in out(capsys, "help", "generate")
    assert "-p PREFIX" in out(capsys, "help", "generate", "toc")
    assert "upgrade-repository" in out(capsys, "help", "nonsense")
    log = here / "log"
    script = here / "pager.py"
    script.write_text("import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.stdin.read())")
    monkeypatch.setenv("ADR_PAGER", f"{sys.executable} {script} {log}")
    assert out(capsys, "help", "list") == ""
    assert "List the files of the log" in log.read_text()
    monkeypatch.setenv("ADR_PAGER", "/no/such/pager")
    assert "List the files" in out(capsys, "help", "list")


def test_scripts_find_their_folders(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`adr config` prints the folders for scripts."""
    lines = dict(line.split("=", 1) for line in out(capsys, "config").splitlines())
    assert (Path(lines["adr_template_dir"].strip("'")) / "nygard.md.j2").is_file()
    assert "adr_bin_dir" in lines


def test_completion_offers_adr_tools_words(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Completion offers adr-tools' commands."""
    assert out(capsys, "complete", "adr", "li") == "link list\n"
    assert out(capsys, "complete", "adr", "generate", "g") == "graph\n"
    assert out(capsys, "complete", "adr", "generate", "toc") == ""
    assert out(capsys, "complete", "adr", "new") == ""


def test_json_is_given_where_it_is_asked_for(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Commands of adr-tools accept `--json`."""
    assert out(capsys, "init", "--json").strip().startswith("{")
    assert "0001-record" in out(capsys, "list", "--json")
    out(capsys, "new", "Second")
    assert "0002-second.md" in out(capsys, "link", "2", "Amends", "1", "--json")


def test_a_repository_keeps_its_native_log(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a repository without any log, decisions begin in history/adr; `.adr-dir` and doc/adr change that."""
    subprocess.run(["git", "init", "-q", str(here)], check=True)
    assert out(capsys, "new", "First") == f"history{os.sep}adr{os.sep}0001-first.md\n"


@pytest.mark.parametrize(
    ("name", "text", "folder"),
    [
        (".adr-dir", "logs/adr\n", "logs/adr"),
        ("adrs.toml", 'adr_dir = "logs/adr"\n', "logs/adr"),
        (".log4brains.yml", "project:\n  name: x\n  tz: Europe/Rome\n  adrFolder: ./logs/adr\n", "logs/adr"),
        (".adr", "[adr]\nrecords-dir = logs/adr\n", "logs/adr"),
        (".adr.json", '{"path": "logs/adr/"}', "logs/adr"),
        (".adr-dir", "../outside\n", "history/adr"),
        ("adrs.toml", "not toml", "history/adr"),
        (".adr.json", "[]", "history/adr"),
        (".log4brains.yml", "x: 1", "history/adr"),
        (".adr", "no section", "history/adr"),
        (".adr-dir", "", "history/adr"),
    ],
)
def test_other_tools_configuration_is_honoured(
    here: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, folder: str
) -> None:
    """The folder in another tool's configuration is used."""
    subprocess.run(["git", "init", "-q", str(here)], check=True)
    (here / name).write_text(text)
    path = out(capsys, "new", "--no-edit", "First").strip()
    assert Path(path).as_posix() == f"{folder}/0001-first.md"
    assert main(["show", "ADR-1"]) == 0
    assert "First" in capsys.readouterr().out


def test_a_new_record_has_the_form_of_its_log(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A log of MADR records goes on in MADR; `[adr] template` decides otherwise."""
    subprocess.run(["git", "init", "-q", str(here)], check=True)
    folder = here / "docs/decisions"
    folder.mkdir(parents=True)
    text = "---\nstatus: accepted\n---\n\n# X\n\n## Context and Problem Statement\n\n## Considered Options\n"
    (folder / "0001-x.md").write_text(text)
    path = Path(out(capsys, "new", "-s", "1", "Second").strip())
    assert path.read_text().startswith("---\nstatus: accepted\n---\n")
    assert "* Supersedes [ADR-0001](0001-x.md)" in path.read_text()
    assert (folder / "0001-x.md").read_text() == text.replace("accepted", "superseded by ADR-0002")
    (folder / "0002-second.md").write_text(
        text.replace("status: accepted", "status: accepted\ndeciders: Ada")
    )
    assert (
        Path(out(capsys, "new", "Third").strip())
        .read_text()
        .startswith("---\nstatus: accepted\n---\n\n# Third\n")
    )
    (here / ".records").mkdir()
    (here / ".records/config.toml").write_text('[adr]\ntemplate = "nygard"\n')
    assert Path(out(capsys, "new", "Fourth").strip()).read_text().startswith("# 4. Fourth\n")


def test_old_dates_are_upgraded_and_nothing_else(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`upgrade-repository` rewrites old dates and no other byte."""
    out(capsys, "new", "First")
    first = here / "doc/adr/0001-first.md"
    first.write_bytes(b"# 1. First\r\n\r\nDate: 12/01/1992\r\n\r\n## Status\r\n\r\nAccepted \xff\r\n")
    out(capsys, "upgrade-repository")
    assert (
        first.read_bytes() == b"# 1. First\r\n\r\nDate: 1992-01-12\r\n\r\n## Status\r\n\r\nAccepted \xff\r\n"
    )


def test_a_dry_run_and_json_of_a_new_record(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`adr new` accepts `--dry-run` and `--json`, and refuses bad links and a missing title."""
    assert out(capsys, "new", "--dry-run", "First").startswith("# 1. First\n")
    assert not (here / "doc").exists()
    assert '"ref": "ADR-0001"' in out(capsys, "new", "--json", "First")
    assert adr("new", "-l", "1:", "Second") == 2
    assert adr("new") == 1
    assert capsys.readouterr().out == "ERROR: no title given\n"
    assert adr("list", "--json") == 0


def test_a_log_that_is_not_there_is_told_as_adr_tools_tells_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing log gives adr-tools' message and exit code."""
    assert adr("list") == 1
    assert capsys.readouterr().out == "The doc/adr directory does not exist\n"


def test_two_logs_in_one_repository(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearest `.adr-dir` or doc/adr upwards is meant; what another tool configures is not adr-tools' log."""
    subprocess.run(["git", "init", "-q", str(here)], check=True)
    (here / "a/doc/adr").mkdir(parents=True)
    (here / "b").mkdir()
    (here / "b/.adr-dir").write_text("log\n")
    for folder, expected in (("a", "doc/adr/0001-first.md"), ("b", "log/0001-first.md")):
        monkeypatch.chdir(here / folder)
        assert out(capsys, "new", "First") == f"{expected}\n"
    (here / "b/adrs.toml").write_text('adr_dir = "log"\n')
    (here / "b/.adr-dir").unlink()
    capsys.readouterr()
    assert adr("new", "--no-edit", "Second") == 0
    assert "ADR-0002 is accepted" in capsys.readouterr().err


def test_the_first_decision_outside_a_repository_says_where_it_is_and_why(run, repo):
    """Once, to a person; what a script reads is as adr-tools has it. In a repository nothing is said."""
    plain = repo.path.parent / "plain"
    plain.mkdir()
    code, screen = on_terminal(repo, "-C", str(plain), "adr", "new", "--no-edit", "Use X", columns=200)
    assert code == 0
    assert "no git repository and no records here yet: decisions are in doc/adr" in screen
    assert "records init begins history/adr" in screen
    _, screen = on_terminal(repo, "-C", str(plain), "adr", "new", "--no-edit", "Use Y", columns=200)
    assert "no git repository" not in screen
    other = repo.path.parent / "other"
    other.mkdir()
    first = run("-C", str(other), "adr", "new", "Use X")
    assert first.out.endswith("doc/adr/0001-use-x.md\n")
    assert first.err == ""
    assert "doc/adr" not in run("adr", "new", "Use Z").err
