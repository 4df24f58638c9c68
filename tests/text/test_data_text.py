"""Data of others that is nested more deeply than Python follows is invalid, not an internal error."""

from __future__ import annotations

import json
import tomllib

import pytest

from records.text.data_text import parse_json, parse_json_at, parse_toml, readable_json, toml_value

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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"\ud83d x"', "\ufffd x"),
        (rb'"\ude00"', "\ufffd"),
        (b'"\xed\xa0\x80"', "\ufffd"),
        (r'{"\udc00": ["\ud83d\ude00", "\\\ud800"]}', {"\ufffd": ["\U0001f600", "\\\ufffd"]}),
        (r'"\\ud800"', "\\ud800"),
        ("[1.5, null, true]", [1.5, None, True]),
    ],
)
def test_half_a_character_is_replaced_whole_ones_stay(text, value):
    """Keys and values, escaped and as bytes; what `\\u` only looks like stays."""
    assert parse_json(text) == value
    if isinstance(text, str):
        assert parse_json_at(f"x{text}y", 1) == (value, len(text) + 1)


@pytest.mark.parametrize(
    "line", ["a{} = 1", "[a{}]", "[[a{}]]", 'x = {{ "a"{} = 1 }}', "'a' {} = 1", r'"\"\\"{} = 1']
)
def test_a_key_of_very_many_parts_is_invalid_toml(line):
    """It would take time that grows with the square of their number; a few parts are a key."""
    assert parse_toml(line.format(".b" * 20))
    with pytest.raises(tomllib.TOMLDecodeError, match="too many parts"):
        parse_toml(line.format(".b" * 40_000))


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 250 + "]" * 250,
        ".".join("a" * 90) + " = {" + ".".join("b" * 90) + " = {c.d.e" + ".f" * 40 + " = 1}}",
    ],
)
def test_toml_that_nests_deeper_than_yaml_may_is_invalid(text):
    """Brackets and keys of many parts alike: what walks the values would fail."""
    with pytest.raises(tomllib.TOMLDecodeError, match="nested too deeply"):
        parse_toml(text)


def test_a_text_with_many_full_stops_is_no_key():
    """Only what stands where a key stands is one."""
    assert parse_toml('x = "' + "a.b " * 500 + '"')["x"].startswith("a.b a.b")


@pytest.mark.parametrize("char", ["\x7f", "\x85", "\u2028", "\u202e", "\U000e0041", "\n", "ä", '"'])
def test_what_is_written_is_read_as_the_same_text(char):
    """As JSON and as TOML; what does not print is escaped as the format does."""
    text = readable_json([f"a{char}b"])
    assert json.loads(text) == [f"a{char}b"]
    assert text.replace("\n", "").isprintable()
    assert tomllib.loads(f"x = {toml_value(f'a{char}b')}")["x"] == f"a{char}b"
