"""What a YAML block may cost: aliases and nesting are bounded before anything is built of them."""

from __future__ import annotations

import time

import pytest

from records.errors import EditError
from records.text.front_matter import FrontMatter
from records.text.yaml import YamlProblem, compose, read_block

LEVELS = range(1, 9)
LISTS = "x0: &x0 [a, b]\n" + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in LEVELS)
MAPPINGS = "x0: &x0 {a: b}\n" + "".join(
    f"x{n}: &x{n} {{{', '.join(f'k{k}: *x{n - 1}' for k in range(9))}}}\n" for n in LEVELS
)
MERGES = "x0: &x0 {a: b}\n" + "".join(
    f"x{n}: &x{n}\n  <<: [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in LEVELS
)
TEXTS = f"x: &x {'long ' * 2000}\nlabels: [{', '.join(['*x'] * 2000)}]\n"
CHAIN = "x0: &x0 [a]\n" + "".join(f"x{n}: &x{n} [*x{n - 1}]\n" for n in range(1, 2000))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (LISTS, "too-large"),
        (MAPPINGS, "too-large"),
        (MERGES, "too-large"),
        (TEXTS, "too-large"),
        (CHAIN, "too-deep"),
        ("a: &a [*a]\n", "alias"),
        ("a: &a {b: {c: *a}}\n", "alias"),
        ("a: " + "[" * 5000 + "\n", "too-deep"),
    ],
    ids=["lists", "mappings", "merges", "texts", "chain", "self", "inner", "brackets"],
)
def test_expansion_is_refused_before_it_happens(text, cause):
    """A small text that expands to much, to great depth or to itself is a named problem, at once."""
    start = time.process_time()
    with pytest.raises(YamlProblem) as raised:
        read_block(text)
    assert raised.value.cause == cause
    with pytest.raises(YamlProblem):
        compose(text)
    with pytest.raises(EditError):
        FrontMatter(text).set("a", "b")
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("base: &b [a, b]\nlabels: *b\n", {"base": ["a", "b"], "labels": ["a", "b"]}),
        ("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2\n", {"a": {"x": "1"}, "b": {"x": "1", "y": "2"}}),
        ("a: &t text\n" + "".join(f"k{n}: *t\n" for n in range(50)), None),
    ],
)
def test_ordinary_aliases_are_read(text, expected):
    """Aliases that people write keep their meaning."""
    data = read_block(text)
    assert data == expected or (expected is None and set(data.values()) == {"text"})


def test_bytes_that_are_no_text_are_a_problem_of_the_block():
    """Front matter with bytes that are not UTF-8 is read, or refused by name; it never breaks the reader."""
    assert read_block("title: a\n")["title"] == "a"
    for text in ("title: \udcff\n", "title: *\udcff\n", "{a: '\udcff'}\n"):
        with pytest.raises(YamlProblem):
            read_block(text)
        with pytest.raises((YamlProblem, EditError)):
            FrontMatter(text).set("title", "b")


@pytest.mark.parametrize("kind", ["adr", "prompts/general"])
@pytest.mark.parametrize("block", [LISTS, MAPPINGS, MERGES, CHAIN, "labels: &a [*a]\n"])
def test_a_record_that_expands_is_listed_beside_the_others(repo, run, kind, block):
    """Every reading command ends, and names both records."""
    repo.write(f"history/{kind}/0001-a.md", f"---\ntitle: A\n{block}---\n\n# A\n\n## Prompt\n\nx\n")
    repo.write("history/adr/0002-b.md", "# 2. B\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n")
    start = time.process_time()
    listed = run("list", "--json").out
    assert '"history/adr/0002-b.md"' in listed
    assert f'"history/{kind}/0001-a.md"' in listed
    assert f"history/{kind}/0001-a.md" in run("check", "--json", code=1).out
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("!!bool maybe", "maybe"),
        ('!!int ""', ""),
        ('!!float "-"', "-"),
        ('!!timestamp "x"', "x"),
        ("!!timestamp 2026-01-01", "2026-01-01"),
        ('!!binary "gIGC"', "gIGC"),
        ("!!set {x, y}", {"x": None, "y": None}),
        ("!!omap [x: 1]", [{"x": "1"}]),
        ("!!null x", None),
        ("{null: x}", {"": "x"}),
        ("{b: {~: [1]}}", {"b": {"": ["1"]}}),
    ],
)
def test_a_tag_makes_no_other_type_of_a_value(value, expected):
    """Scalars are text whatever their tag says, and a value that does not fit its tag is no error."""
    assert read_block(f"a: {value}") == {"a": expected}


@pytest.mark.parametrize("value", ["!!python/name:os.system x", "!Ref x", "!!str [x]", "!!map [x]"])
def test_a_tag_that_is_unknown_or_of_another_kind_is_a_problem(value):
    """It is a problem of the front matter, and nothing else."""
    with pytest.raises(YamlProblem):
        read_block(f"a: {value}")
