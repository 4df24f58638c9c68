"""Settings that are well formed and do not hold: `config set` refuses them, `doctor` names them."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("adr.template", "ngard", "did you mean 'nygard'?"),
        ("adr.template", "phr", "known: madr, "),
        ("adr.template", "docs/none.md", "give its path from the repository's root"),
        ("adr.status", "accpted", "did you mean 'accepted'?"),
        ("adr.status", "Propsed", "did you mean 'proposed'?"),
        ("adr.directory", "../elsewhere", "use a path within the repository"),
        ("phr.directory", ".git/prompts", "use a path within the repository"),
        ("index.path", "/etc/page.md", "use a path within the repository"),
        ("site.logo", "logo.png", "give the path of an image"),
        ("disclose.policy", "linx", "one of: none, linux"),
        ("check.ignore", "ADR999", "did you mean ADR"),
    ],
)
def test_what_a_setting_names_must_be_there(run, repo, key, value, hint):
    """`config set` refuses it with a suggestion and writes nothing; written by hand, `doctor` says the same."""
    refusal = run("config", "set", key, value, code=2).err
    assert hint in refusal
    assert not (repo.path / ".records/config.toml").exists()
    table, name = key.split(".")
    written = f'["{value}"]' if key == "check.ignore" else f'"{value}"'
    repo.write(".records/config.toml", f"[{table}]\n{name} = {written}\n")
    settings = [
        check for check in json.loads(run("doctor", "--json", code=1).out) if check["name"] == "settings"
    ]
    assert [(check["ok"], hint in check["hint"]) for check in settings] == [(False, True)]
    assert settings[0]["detail"].split(": ", 1)[1] in refusal


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("site.accent", "red"),
        ("site.accent", "#12345"),
        ("check.strict-from", "yesterday"),
        ("site.forge", "gitlb"),
    ],
)
def test_a_value_has_the_form_that_its_setting_needs(run, repo, key, value):
    """`config set` refuses another one with an example; written by hand, every command says the same."""
    refusal = run("config", "set", key, value, code=2).err
    assert "\nhint: " in refusal
    table, name = key.split(".")
    repo.write(".records/config.toml", f'[{table}]\n{name} = "{value}"\n')
    assert run("list", code=2).err.replace("strict-from", "strict_from") == refusal
    assert run("doctor", code=1).out.count("BAD ") == 1


def test_words_and_colours_of_ones_own_are_accepted(run, repo):
    """A status that nothing known resembles, or that the log has already; a template of the project; any colour."""
    repo.write("docs/form.md", "# Title\n\n## Status\n\n## Decision\n")
    repo.write("history/adr/0001-a.md", "# 1. A\n\n## Status\n\nAcceptd\n\n## Decision\n\nx\n")
    for key, value in (
        ("adr.status", "Triage"), ("adr.status", "acceptd"), ("adr.template", "docs/form.md"),
        ("site.accent", "#AbCdEf"), ("check.strict-from", "2026-01-31"),
    ):  # fmt: skip
        run("config", "set", key, value)
    assert "BAD" not in run("doctor").out


@pytest.mark.parametrize(
    ("words", "stages"),
    [
        ("incident, hotfix", ["incident", "hotfix"]),
        ('["incident", "hotfix"]', ["incident", "hotfix"]),
        ("['incident',]", ["incident"]),
        ("[]", []),
    ],
)
def test_a_list_is_written_with_commas_or_as_in_toml(run, repo, words, stages):
    """Both give the same list."""
    run("config", "set", "phr.stages", words)
    assert json.loads(run("config", "show", "phr.stages", "--json").out)[0]["value"] == stages


@pytest.mark.parametrize("words", ['["a"', "[a, b]", '["a" "b"]'])
def test_a_broken_list_is_refused(run, repo, words):
    """The hint is the command with commas."""
    refusal = run("config", "set", "phr.stages", words, code=2).err
    items = ",".join(letter for letter in words if letter.isalpha())
    assert f"hint: records config set phr.stages {items}\n" in refusal
    assert not (repo.path / ".records/config.toml").exists()


def test_another_setting_that_does_not_hold_keeps_none_from_being_set(run, repo):
    """Only the setting that is written is asked about."""
    repo.write(".records/config.toml", '[adr]\ntemplate = "gone"\n')
    run("config", "set", "adr.status", "proposed")
    run("config", "set", "adr.template", "madr")


def test_templates_are_told_apart_by_what_they_are_for(run, repo):
    """A template of decisions makes no prompt record, nor the other way round; one's own is known by what it fills in."""
    repo.write(
        ".records/templates/bug.md.j2",
        "---\nstage: {{ stage | yaml }}\ntitle: {{ title | yaml }}\n---\n\n## Prompt\n\n{{ prompt_section }}\n",
    )
    assert (
        "known: bug, phr"
        in run("phr", "new", "T", "--stage", "green", "--prompt", "p", "--template", "nygard", code=2).err
    )
    assert "no template called 'bug' for decisions" in run("adr", "new", "A", "--template", "bug", code=2).err
    run("phr", "new", "T", "--stage", "green", "--prompt", "p", "--template", "bug")
