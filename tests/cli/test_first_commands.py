"""What people type first: open and edit, config, templates, list with sorting and formats, the version."""

from __future__ import annotations

import json
import sys
import tomllib

import pytest
from jsonschema import Draft202012Validator

from pseudo_terminal import on_terminal
from records.cli.columns import width_of


@pytest.fixture
def log(run):
    """Three decisions and two prompts."""
    run("adr", "new", "Use PostgreSQL for orders")
    run("adr", "new", "--status", "proposed", "Adopt Redis")
    run("adr", "new", "--status", "rejected", "Keep files")
    for stage, title in (("green", "Add login"), ("spec", "Describe login")):
        run(
            "phr", "new", title, "--stage", stage, "--prompt", "p", "--feature", "007-login", "--label", stage
        )


def refs(result):
    """The references that a list names."""
    return [line.split()[0] for line in result.out.splitlines()]


# -- list --------------------------------------------------------------------


def test_filters_take_several_words(run, log):
    """Words with commas between them: one of them is enough; spellings and case are as for one word."""
    assert refs(run("list", "--status", "accepted,Proposed")) == ["ADR-0001", "ADR-0002"]
    assert refs(run("list", "--stage", "implement, spec")) == ["007-login/0001", "007-login/0002"]
    assert refs(run("list", "--label", "spec,none")) == ["007-login/0002"]
    assert len(refs(run("list", "--kind", "adr,phr"))) == 5
    assert refs(run("list", "--feature", "general,007-login", "--status", "accepted")) == []
    assert run("search", "login", "--stage", "green,red").out.startswith("007-login/0001  Add login\n")
    assert "there is no kind of record 'bogus'" in run("list", "--kind", "adr,bogus", code=2).err


def test_a_misspelt_word_among_several_is_pointed_out(run, log):
    """Although the others match."""
    result = run("list", "--status", "accepted,propsed")
    assert refs(result) == ["ADR-0001"]
    assert "did you mean 'proposed'?" in result.err


def test_lists_are_sorted_and_cut(run, log, repo):
    """By any key, either way round; equal ones keep their order."""
    repo.write("history/adr/0001-use-postgresql-for-orders.md",
               repo.read("history/adr/0001-use-postgresql-for-orders.md").replace("2026-01-15", "2024-05-01"))  # fmt: skip
    assert refs(run("list", "--sort", "date"))[0] == "ADR-0001"
    assert refs(run("list", "--sort", "-date"))[-1] == "ADR-0001"
    assert refs(run("list", "--sort", "title", "--limit", "2")) == ["007-login/0001", "ADR-0002"]
    assert refs(run("list", "-k", "adr", "--sort", "-number", "-n", "1")) == ["ADR-0003"]
    assert json.loads(run("list", "--sort", "-number", "-n", "1", "--json").out)[0]["number"] == 3
    assert "one of: kind, ref, number" in run("list", "--sort", "colour", code=2).err
    for key in ("kind", "ref", "number", "date", "title", "state", "path"):
        assert len(refs(run("list", "--sort", key))) == 5


def test_lists_have_formats(run, log):
    """Text, JSON, paths, and a line with the fields of the JSON."""
    assert (
        run("list", "-k", "adr", "--format", "paths").out.splitlines()[1] == "history/adr/0002-adopt-redis.md"
    )
    assert (
        run("list", "-n", "1", "--format", "{ref}|{state}|{labels}|{number}").out == "ADR-0001|accepted||1\n"
    )
    assert json.loads(run("list", "--format", "json").out) == json.loads(run("list", "--json").out)
    assert "no field 'colour'" in run("list", "--format", "{colour}", code=2).err
    assert "text, json, paths" in run("list", "--format", "yaml", code=2).err
    run("link", "007-login/1", "led-to", "ADR-1")
    assert "led-to adr/0001-use-postgresql-for-orders" in run("list", "--format", "{links} {stage}").out


def test_prompts_have_a_list_and_a_page_of_their_own(run, log):
    """`phr list` and `phr show`; `adr show` takes a bare number."""
    assert refs(run("phr", "list", "--stage", "green")) == ["007-login/0001"]
    assert run("phr", "show", "007-login/2").out.startswith("007-login/0002  Describe login\n")
    assert run("adr", "show", "2").out == run("show", "ADR-2").out
    assert json.loads(run("adr", "show", "2", "--json").out)["ref"] == "ADR-0002"
    assert "no PHR matches" in run("phr", "show", "ADR-2", code=2).err


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
@pytest.mark.parametrize(
    "feature", ["x", "018-a-feature-with-a-name-that-is-longer-than-most-terminals-are-wide-which-happens"]
)
@pytest.mark.parametrize("columns", [60, 80])
def test_a_list_fits_and_shows_titles_whatever_the_references_are(run, repo, feature, columns):
    """No line is wider than the terminal, at least half of it is left for titles, and references stay whole."""
    title = "The first thirty signs of this title are shown on every terminal, however long the reference is"
    run("phr", "new", title, "--stage", "green", "--prompt", "p", "--feature", feature)
    run("adr", "new", "--force", "--status", "awaiting-the-architecture-board", title)
    code, screen = on_terminal(repo, "list", columns=columns)
    assert code == 0
    import re

    lines = re.sub(r"\x1b\[[0-9;]*m", "", screen).splitlines()
    assert all(width_of(line) <= columns for line in lines), screen
    assert sum("The first thirty" in line for line in lines) == 2
    assert any(line.startswith(f"{feature}/0001"[: columns - 1]) for line in lines)


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
def test_hints_and_notes_wrap_between_words(run, repo):
    """On a terminal no message is wider than it; elsewhere a message is one line."""
    code, screen = on_terminal(repo, "init", columns=50)
    assert code == 0
    assert max(map(width_of, screen.splitlines())) <= 50
    assert "records capture install claude" in " ".join(screen.split())
    code, screen = on_terminal(repo, "list", "--format", "yaml", columns=40)
    assert code == 2
    assert "\n      '{ref} {title}'" in screen
    assert len(run("list", "--format", "yaml", code=2).err.splitlines()) == 2


# -- edit --------------------------------------------------------------------


def test_a_record_is_opened_by_any_reference(run, log, repo, monkeypatch):
    """`edit`, `open` and `adr edit` start the editor on the record's file, and say when it no longer reads."""
    program = repo.path.parent / "ed"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >> "$0.log"\n[ -z "$BREAK" ] || printf "\\0" > "$1"\n')
    program.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(program))
    assert run("edit", "redis").out == "history/adr/0002-adopt-redis.md\n"
    run("open", "007-login/1")
    run("adr", "edit", "1")
    assert [line.rpartition("/")[2] for line in (repo.path.parent / "ed.log").read_text().splitlines()] == [
        "0002-adopt-redis.md", "0001-add-login.green.prompt.md", "0001-use-postgresql-for-orders.md"]  # fmt: skip
    monkeypatch.setenv("BREAK", "1")
    assert "0001-add-login.green.prompt.md: " in run("edit", "007-login/1").err
    assert "no ADR matches" in run("adr", "edit", "99", code=2).err


def test_without_an_editor_the_path_is_named(run, log):
    """There is nothing to start, and no terminal for vi."""
    result = run("edit", "ADR-1", code=2)
    assert "there is no editor" in result.err
    assert "history/adr/0001-use-postgresql-for-orders.md" in result.err


def test_a_failing_editor_fails_the_command(run, log, monkeypatch):
    """Its exit status is not hidden."""
    monkeypatch.setenv("EDITOR", "false")
    assert "ended with an error\n" in run("edit", "ADR-1", code=2).err


# -- config ------------------------------------------------------------------


def test_settings_are_shown_with_their_origin(run, repo):
    """Defaults, and the line of the file; keys with `-` or `_`, tables inline or not."""
    repo.write(
        ".records/config.toml",
        '# x\n[adr]\ntemplate = "madr"\n\n[check]\nseverity = {ADR011 = "error"}\n\n[site]\nbase_url = "u"\n',
    )
    values = {
        row["key"]: (row["value"], row["origin"]) for row in json.loads(run("config", "show", "--json").out)
    }
    assert values["adr.template"] == ("madr", ".records/config.toml:3")
    assert values["adr.status"] == ("accepted", "default")
    assert values["check.severity"] == ({"ADR011": "error"}, ".records/config.toml:6")
    assert values["site.base-url"] == ("u", ".records/config.toml:9")
    assert run("config").out == run("config", "show").out
    assert run("config", "show", "site.base_url").out.split() == [
        "site.base-url",
        '"u"',
        ".records/config.toml:9",
    ]
    assert "did you mean 'adr.template'?" in run("config", "show", "adr.templat", code=2).err


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ("", "adr.template", "madr", '#:schema ./settings.schema.json\n[adr]\ntemplate = "madr"\n'),
        ("[adr]\n", "adr.template", "madr", '[adr]\ntemplate = "madr"\n'),
        ('[adr]\ntemplate = "x"  # ours\n', "adr.template", "madr", '[adr]\ntemplate = "madr"  # ours\n'),
        ('[adr]\ntemplate = "a#b"\n[phr]\n', "adr.template", "madr", '[adr]\ntemplate = "madr"\n[phr]\n'),
        ('[phr]\nstages = [\n  "a", # one\n  "b",\n]\nroots = []\n', "phr.stages", "c,d",
         '[phr]\nstages = ["c", "d"]\nroots = []\n'),
        ("[phr]\nroots = []", "adr.status", "proposed", '[phr]\nroots = []\n\n[adr]\nstatus = "proposed"\n'),
        ("[hooks]\nstrict = false\n", "hooks.strict", "TRUE", "[hooks]\nstrict = true\n"),
        ('[site]\nbase_url = "a"\n', "site.base-url", "b", '[site]\nbase_url = "b"\n'),
        ("[check]\nignore = []\n", "check.severity.ADR011", "error", '[check]\nignore = []\n\n[check.severity]\nADR011 = "error"\n'),
        ("[adr]\r\nstatus = \"x\"\r\n", "adr.status", "y", '[adr]\r\nstatus = "y"\r\n'),
    ],
)  # fmt: skip
def test_a_setting_is_set_without_touching_the_rest(run, repo, before, key, value, after):
    """The line changes, or one is added; setting it again changes nothing."""
    if before:
        repo.write(".records/config.toml", before)
    run("config", "set", key, value)
    assert repo.read(".records/config.toml") == after
    run("config", "set", key, value)
    assert repo.read(".records/config.toml") == after


def test_what_cannot_be_set_is_refused(run, repo):
    """Unknown keys, wrong types, files written so that the value cannot be added; nothing is written."""
    assert "did you mean 'hooks.strict'?" in run("config", "set", "hooks.strct", "true", code=2).err
    assert "is true or false" in run("config", "set", "hooks.strict", "perhaps", code=2).err
    assert "is a table" in run("config", "set", "check.severity", "error", code=2).err
    text = 'adr = { status = "accepted" }\n'
    repo.write(".records/config.toml", text)
    assert "write it by hand: status" in run("config", "set", "adr.status", "draft", code=2).err
    assert repo.read(".records/config.toml") == text


def test_settings_have_a_schema_that_accepts_what_is_read(run, repo):
    """A new file names the schema beside it; what the reader refuses, the schema refuses."""
    schema = json.loads(run("config", "schema").out)
    assert schema == json.loads(run("schema", "settings").out)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    run("config", "set", "site.base-url", "https://example.org/")
    assert json.loads(repo.read(".records/settings.schema.json")) == schema
    assert repo.read(".records/config.toml").startswith("#:schema ./settings.schema.json\n")
    documents = ["", "[adr]\nstatus='x'", "[site]\nbase-url='x'", "[site]\nbase_url='x'", "[adr]\nstatu='x'", "[new]\n",
                 "[hooks]\nstrict='yes'", "[phr]\nstages='x'", "[phr]\nstages=['x']", "[check]\nseverity={REC1='error'}",
                 "[check]\nseverity={REC1='fatal'}", "[check]\nseverity={REC1=1}", "[capture]\npolicy='x'", "[adr]\naccept='human'"]  # fmt: skip
    for text in documents:
        repo.write(".records/config.toml", text)
        is_read = run("list", code=2 if not validator.is_valid(tomllib.loads(text)) else 0)
        assert (is_read.code == 0) == validator.is_valid(tomllib.loads(text)), text


# -- templates, init, version ------------------------------------------------


def test_templates_are_listed_shown_and_copied(run, repo):
    """A copy takes the place of the packaged one, or has a new name."""
    listed = json.loads(run("templates", "list", "--json").out)
    assert {"name": "madr", "kind": "adr", "origin": "packaged"} in listed
    assert run("templates").out == run("templates", "list").out
    assert run("templates", "copy", "nygard", "security").out == ".records/templates/security.md.j2\n"
    assert repo.read(".records/templates/security.md.j2") == run("templates", "show", "nygard").out
    run("templates", "copy", "madr")
    origins = {row["name"]: row["origin"] for row in json.loads(run("templates", "list", "--json").out)}
    assert origins["madr"] == ".records/templates/madr.md.j2"
    assert "there is a file" in run("templates", "copy", "madr", code=2).err
    assert "did you mean 'madr'?" in run("templates", "show", "madrr", code=2).err
    assert "is no name for a template" in run("templates", "copy", "madr", "../x", code=2).err
    repo.write(
        ".records/templates/security.md.j2",
        "# {{ number }}. {{ title }}\n\n## Status\n\n{{ status }}\n\n## Threats\n\nnone\n",
    )
    run("adr", "new", "--template", "security", "Sign tokens")
    assert "## Threats" in repo.read("history/adr/0001-sign-tokens.md")


@pytest.mark.parametrize("log", [None, "docs/adr", "guide/decisions-of-ours"])
def test_a_dry_run_of_init_names_what_init_makes(run, repo, log):
    """The same files, and nothing is written."""
    for number in (1, 2) if log else ():
        repo.write(
            f"{log}/000{number}-x.md",
            f"# {number}. X\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nd\n",
        )
    repo.commit("x")
    planned = run("init", "--dry-run")
    assert "nothing was written" in planned.err
    assert repo.git("status", "--porcelain") == ""
    assert run("init").out == planned.out
    assert "everything is here already" in run("init", "--dry-run").err


def test_the_version_says_where_records_is(run):
    """With the version of Python, for a report of a bug."""
    import records

    python = ".".join(map(str, sys.version_info[:3]))
    folder = records.__file__.rpartition("/")[0]
    assert run("--version").out == f"records {records.__version__} (Python {python}, {folder})\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
def test_the_site_is_opened_in_the_browser(run, repo, log):
    """`site serve --open` starts $BROWSER with the address, and says so where that fails."""
    program = repo.path.parent / "browser"
    program.write_text('#!/bin/sh\necho "browsing $1"\n')
    program.chmod(0o755)
    code, screen = on_terminal(repo, "site", "serve", "--port", "0", "--open", typed=[("browsing http://127.0.0.1:", "\x03")],
                               env={"BROWSER": str(program)}, columns=120)  # fmt: skip
    assert code == 0, screen


@pytest.mark.parametrize("group", ["adr", "phr", "capture", "agents", "hooks", "site"])
def test_a_group_alone_shows_its_help_once(run, group):
    """On standard error, exit 2."""
    text = run(group, code=2).err
    assert text == run(group, "--help").out


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("check.severity.REC999", "error", "there is no rule 'REC999'"),
        ("check.severity.ADR011", "critical", "check.severity.ADR011 is 'critical'"),
        ("check.severity.ADR011", "", "check.severity.ADR011 is ''"),
        ("check.severity.ADR011", "Error", "one of: error, warning, info, off"),
        ("check.ignore", "ADR011,ADR911", "there is no rule 'ADR911'"),
        ("capture.policy", "some", "one of: significant, all, manual"),
        ("adr.accept", "nobody", "one of: anyone, human, review"),
        ("site.forge", "sourcehut", "one of: github, gitlab, bitbucket, gitea"),
    ],
)
def test_a_word_that_is_no_choice_of_a_setting_is_not_set(run, repo, key, value, message):
    """A value with which every check would fail, or that would silently do nothing, is refused; nothing is written."""
    assert message in run("config", "set", key, value, code=2).err
    assert not (repo.path / ".records/config.toml").exists()


@pytest.mark.parametrize("word", ["error", "warning", "info", "off"])
def test_each_severity_of_a_rule_can_be_set(run, repo, word):
    """Rules are named by id or name, in any case; `check` accepts what was set."""
    run("config", "set", "check.severity.adr011", word)
    run("config", "set", "check.ignore", "rec001, ADR012")
    run("check")


@pytest.mark.parametrize(
    "text",
    ["[check.severity]\nADR011 = 'fatal'\n", "[check.severity]\nADR011 = 1\n", "[capture]\npolicy = 'x'\n"],
)
def test_settings_that_say_what_is_no_choice_are_an_error(run, repo, text):
    """The message names the setting and the choices."""
    repo.write(".records/config.toml", text)
    assert "one of: " in run("check", code=2).err


@pytest.mark.parametrize("key", ["date", "state", "kind"])
def test_the_reverse_of_a_key_reverses_equal_records_too(run, repo, key):
    """Many records have one day: the newest two are the last two that were written, not the first of the day."""
    for title in "ABC":
        run("phr", "new", title, "--stage", "misc", "--prompt", "p")
    shown = run("list", "--sort", key).out.splitlines()
    assert run("list", "--sort", f"-{key}").out.splitlines() == shown[::-1]
    assert [
        line.split()[-1] for line in run("list", "--sort", f"-{key}", "--limit", "2").out.splitlines()
    ] == ["C", "B"]
