"""What was found at the base of a change is stored by its commit, until the base or anything else changes."""

from __future__ import annotations

import json

import pytest

from records.check import base_findings

ADR = "# {0}. {1}\n\nDate: 2026-01-01\n\n## Status\n\n{2}\n\n## Context\n\n{3}\n\n## Decision\n\nWe do.\n\n## Consequences\n\nFine.\n"


@pytest.fixture
def shop(repo, monkeypatch, stored_index):
    """A branch with one change beside a base in which there are findings; the index is used."""
    repo.write("history/adr/0001-a.md", ADR.format(1, "A", "Accepted", "[gone](no.md)"))
    repo.write("history/adr/0002-b.md", ADR.format(2, "B\\t", "Agreed upon", "x"))
    repo.commit("base")
    repo.git("branch", "base")
    repo.write("history/adr/0003-c.md", ADR.format(3, "C", "Accepted", "[gone too](nothing.md)"))
    repo.commit("change")
    return repo


def page(shop):
    """The file with what was found at the base."""
    return shop.path / ".git/records/check-base"


def outcome(run, *words, code=0):
    """What a command prints."""
    result = run(*words, code=code)
    return result.out, result.err


COMMANDS = (("check", "--against", "base"), ("ci", "--against", "base", "--format", "json"), ("ci", "--against", "base"))  # fmt: skip


def test_the_second_review_of_a_change_finds_the_same(run, shop):
    """With and without the index; the findings of the base come from the store."""
    expected = [outcome(run, "--no-cache", *words) for words in COMMANDS]
    assert not page(shop).exists()
    for _ in range(2):
        assert [outcome(run, *words) for words in COMMANDS] == expected
    found = json.loads(expected[1][0])
    assert [item["path"] for item in found["problems"]] == ["history/adr/0003-c.md"]
    assert found["existing"] > 0
    data = page(shop).read_bytes()
    page(shop).write_bytes(data.replace(b"found\t", b"fount\t"))
    assert [outcome(run, *words) for words in COMMANDS] == expected
    head, _, text = data.partition(b"\n")
    kept = b"\n".join(row for row in text.split(b"\n") if not row.startswith(b"found"))
    page(shop).write_bytes(b" ".join([*head.split(b" ")[:-1], str(len(kept)).encode()]) + b"\n" + kept)
    assert json.loads(run(*COMMANDS[1]).out)["existing"] == 0


@pytest.mark.parametrize("name", ["base", "rename", "settings", "day", "program", "paths"])
def test_what_changes_is_seen(run, shop, monkeypatch, name):
    """Another base, a record that has another name now, other settings, another day, another version."""
    first = [outcome(run, *words) for words in COMMANDS]
    extra = ()
    if name == "base":
        shop.git("branch", "-f", "base", "HEAD")
    elif name == "rename":
        shop.git("mv", "history/adr/0001-a.md", "history/adr/0007-a.md")
        shop.commit("another number")
    elif name == "settings":
        shop.write(".records/config.toml", '[check]\nignore = ["ADR013"]\n')
        shop.commit("settings")
    elif name == "day":
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1799971200")
    elif name == "program":
        monkeypatch.setattr(base_findings, "code_state", lambda: "other")
        page(shop).write_bytes(page(shop).read_bytes().replace(b"found\t", b"fount\t"))
    elif name == "paths":
        extra = ("history/adr/0001-a.md",)
    for number, words in enumerate(COMMANDS):
        words = (*words, *extra) if words[0] == "check" else words
        code = run_code(run, words)
        after = outcome(run, *words, code=code)
        assert after == outcome(run, *words, code=code) == outcome(run, "--no-cache", *words, code=code)
        assert after != first[number] or name in ("program", "paths", "day")


def run_code(run, words):
    """The exit code of a command without an index."""
    from records.cli.main import main

    return main(["--no-cache", *words])
