"""Data of others that is nested more deeply than Python follows is invalid, not an internal error."""

from __future__ import annotations

import tomllib

import pytest

from records.text.data_text import parse_json, parse_json_at, parse_toml

DEEP = 100_000


@pytest.mark.parametrize("text", ["[" * DEEP, '{"a":' * DEEP])
def test_deep_json_is_invalid_json(text):
    """Lists and objects, whole and from an offset."""
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_json(text)
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_json_at("x" + text, 1)


@pytest.mark.parametrize("text", ["x = " + "[" * DEEP, "x = " + "{a=" * DEEP])
def test_deep_toml_is_invalid_toml(text):
    """Lists and inline tables."""
    with pytest.raises(tomllib.TOMLDecodeError, match="nested too deeply"):
        parse_toml(text)


def test_deep_files_of_a_repository_are_reported_or_skipped(run, repo):
    """Settings, front matter, manifests, settings of agents and JSON that is imported: never an internal error."""
    run("adr", "new", "X")
    repo.commit("begin")
    deep_json, deep_toml = '{"a":' * DEEP, "x = " + "[" * DEEP
    for name in (
        "package.json",
        "composer.json",
        ".mcp.json",
        ".claude/settings.json",
        ".specify/feature.json",
        "d.json",
    ):
        repo.write(name, deep_json)
    for name in ("pyproject.toml", "Cargo.toml", ".codex/config.toml"):
        repo.write(name, deep_toml)
    repo.write("history/adr/0002-a.md", f"+++\n{deep_toml}\n+++\n# 2. A\n")
    assert len(run("list").out.splitlines()) == 2
    run("check", code=1)
    run("adr", "suggest", "--diff", "HEAD")
    run("agents", "status")
    run("ci", "--against", "HEAD", code=1)
    for command in (
        "agents install claude --yes",
        "capture install codex --yes",
        "import --from json-adr d.json",
    ):
        assert "JSON" in (error := run(*command.split(), code=2).err) or "nested too deeply" in error
    repo.write(".records/config.toml", deep_toml)
    assert "nested too deeply" in run("list", code=2).err
