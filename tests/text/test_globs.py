"""Many globs at once: the same answers as one glob at a time, whatever the patterns."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.text.globs import GlobSet, expand_braces, normal

TABLE = [
    ("src/**", "src/a", True),
    ("src/**", "src/a/b/c", True),
    ("src/**", "srcs/a", False),
    ("src/*", "src/a/b", False),
    ("**/*.py", "a.py", True),
    ("**/*.py", "x/y/a.py", True),
    ("src/**/t.py", "src/t.py", True),
    ("src/**/t.py", "src/a/b/t.py", True),
    ("src/**/api/**", "src/x/api/y/z", True),
    ("src/**/api/**", "src/api/y", True),
    ("src/**/api/**", "src/api", False),
    ("src", "src/x/y", True),
    ("src", "src", True),
    ("src/y", "src/x/y", False),
    ("./src/", "src/x", True),
    ("/src/a.py", "src/a.py", True),
    ("`src/a.py`", "src/a.py", True),
    ("package.json", "package.json", True),
    ("package.json", "web/package.json", False),
    ("**", "x/y", True),
    ("*", "x", True),
    ("*", "x/y", False),
    ("a?c", "abc", True),
    ("a?c", "ac", False),
    ("test[0-9].ts", "test4.ts", True),
    ("test[!0-9].ts", "test4.ts", False),
    ("test[^ab-]x", "testcx", True),
    ("test[", "test[", True),
    ("*.{ts,js}", "a.js", True),
    ("{a,b/c}/x", "b/c/x", True),
    ("x{a}y", "x{a}y", True),
    ("a{b,c{d,e}}f", "acef", True),
    ("\\*.py", "*.py", True),
    ("\\*.py", "a.py", False),
    ("a*b*c", "aXbYc", True),
    ("a*b*c", "abcd", False),
    ("src/a**z.py", "src/abz.py", True),
    ("Src/*", "src/a", False),
    ("", "a", False),
    ("**/.*", "a/.env", True),
]


@pytest.mark.parametrize(("pattern", "path", "expected"), TABLE)
@pytest.mark.parametrize("grown", [False, True])
def test_what_a_glob_means(pattern, path, expected, grown):
    """One path or many asked for: the same answer, for the pattern as written."""
    globs = GlobSet([(pattern, 1)])
    for at in range(50 if grown else 0):
        globs.match(f"other/{at}")
    assert globs.match(path) == ([(pattern, 1)] if expected else [])


def test_braces_that_would_be_too_many_are_taken_as_written():
    """A hostile pattern costs no memory."""
    pattern = "{a,b}" * 12
    assert expand_braces(pattern) == [pattern]
    assert normal(" './src/' ") == "./src/**" or normal("./src/") == "src/**"


def naive(pattern: str, path: str) -> bool:
    """One glob by way of a regular expression, for small patterns."""
    body = ""
    parts = [part for part in pattern.split("/") if part]
    for at, part in enumerate(parts):
        last = at == len(parts) - 1
        if part == "**":
            body += ".+" if last else "(?:[^/]+/)*"
        else:
            body += "".join(
                {"*": "[^/]*", "?": "[^/]"}.get(char, re.escape(char)) for char in re.sub(r"\*+", "*", part)
            )
            body += "" if last else "/"
    plain = not re.search(r"[*?]", pattern)
    return re.fullmatch(body + ("(?:/.*)?" if plain else ""), path, re.S) is not None


segments = st.one_of(st.just("**"), st.text("ab*?", min_size=1, max_size=4))
patterns = st.lists(segments, min_size=1, max_size=4).map("/".join)
paths = st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=4).map("/".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(patterns, max_size=6), st.lists(paths, min_size=1, max_size=60))
def test_all_globs_at_once_answer_like_each_alone(globs, asked):
    """For every path the set gives exactly the patterns that match it."""
    together = GlobSet((pattern, pattern) for pattern in globs)
    for path in asked:
        expected = {pattern for pattern in globs if naive(re.sub(r"\*{3,}", "**", pattern), path)}
        assert {pattern for pattern, _ in together.match(path)} == expected


@pytest.mark.parametrize("asked", [0, 60])
@pytest.mark.parametrize(
    ("glob", "path", "is_match"),
    [
        ("app/[id]/page.tsx", "app/[id]/page.tsx", True),
        ("app/[id]/page.tsx", "app/i/page.tsx", True),
        ("app/[id]/page.tsx", "app/x/page.tsx", False),
        ("app/[id]", "app/[id]/edit/page.tsx", True),
        ("app/[id]", "app/i/edit/page.tsx", False),
        ("app/[id]/edit", "app/[id]/edit/page.tsx", True),
        ("app/[[...slug]]/**", "app/[[...slug]]/a/b.ts", True),
        ("**/[id]/*.ts", "src/app/[id]/x.ts", True),
        ("src/{a,b}/c", "src/a/c/x.ts", True),
        ("src/?/c", "src/a/c/x.ts", False),
    ],
)
def test_path_that_is_spelled_like_a_glob_matches_it(glob, path, is_match, asked):
    """A glob means a folder called `[id]` too, and what is below it, on the first question as later."""
    globs = GlobSet([(glob, 1)])
    for at in range(asked):
        globs.match(f"other/{at}")
    assert bool(globs.match(path)) == is_match


def test_hostile_patterns_are_not_slow():
    """Patterns that make a backtracking matcher run for ever cost next to nothing."""
    globs = GlobSet([("a*" * 40 + "b", 1), ("/".join(["**", "a*"] * 20), 2)])
    start = time.process_time()
    assert globs.match("a" * 2000) == []
    assert globs.match("/".join(["a"] * 200 + ["b"])) == []
    assert time.process_time() - start < 2


def test_cost_does_not_grow_with_globs_times_files():
    """Ten times the globs cost far less than ten times the time."""

    def cost(count):
        pairs = [(f"src/p{at}/**", at) for at in range(count)] + [
            (f"**/gen{at}_*.py", at) for at in range(count)
        ]
        globs = GlobSet(pairs)
        files = [f"src/p{at % 50}/d{at % 7}/file{at}.py" for at in range(3000)]
        for at in range(50):
            globs.match(f"other/{at}")  # now the tree is made
        start = time.process_time()
        for path in files:
            globs.match(path)
        return time.process_time() - start

    few, many = cost(100), cost(2000)
    assert many < few * 8 + 0.05


@pytest.mark.parametrize("glob", ["**/x", "a/**", "**/a/**"])
def test_path_may_be_as_deep_as_a_system_allows(glob):
    """Each folder is a step, none a call within a call."""
    globs = GlobSet([(glob, 1)])
    deep = "a/" * 2000
    assert [hit for hit, _ in globs.match(f"{deep}x")] == [glob]
    assert bool(globs.match(f"{deep}y")) == (glob != "**/x")
