"""Manifests of which a diff shows only pieces."""

from __future__ import annotations

from records.suggest.change import Change
from records.suggest.manifests.entry import runs
from records.suggest.series import read_diff
from records.suggest.signals.dependencies import find


def seen(text: str, **known: object) -> list[str]:
    change = Change(read_diff(text), **known)
    return [
        f"{e.signal} {e.path}:{e.line} {e.subject}" for e in find(change) if e.signal != "dependency.choice"
    ]


def test_the_section_that_git_names_before_a_hunk_is_read():
    """Git tells the last line that begins a section, though the hunk begins after it."""
    text = (
        "--- a/pyproject.toml\n+++ b/pyproject.toml\n@@ -8,2 +8,3 @@ {} = [\n   'b',\n+  'polars',\n   'd',\n"
    )
    assert seen(text.format("dependencies")) == ["dependency.added pyproject.toml:9 polars"]
    assert seen(text.format("keywords")) == []


def test_what_is_open_before_a_gap_says_nothing_after_it():
    """A section open before a gap in the diff is not assumed after it."""
    text = (
        '--- a/package.json\n+++ b/package.json\n@@ -3,2 +3,3 @@\n   "scripts": {\n+    "a": "1",\n     "b": "2",\n'
        '@@ -20,1 +21,2 @@\n     "zod": "^3.1.0",\n+    "redis": "^4.6.0",\n'
    )
    assert seen(text) == ["dependency.added package.json:22 redis"]
    assert [len(run) for run in runs([(3, "", True), (4, "", True), (9, "", True)])] == [2, 1]


def test_the_whole_text_tells_the_section_that_a_piece_does_not():
    """The same piece is a pinned version for others when the whole file says so."""
    text = '--- a/package.json\n+++ b/package.json\n@@ -3,0 +4,1 @@\n+    "semver": "^7.5.2"\n'
    whole = '{{\n  "name": "shop",\n  "{}": {{\n    "semver": "^7.5.2"\n  }}\n}}'
    assert seen(text) == ["dependency.added package.json:4 semver"]
    assert seen(text, texts=(("+", "package.json", whole.format("overrides")),)) == []
    assert seen(text, texts=(("+", "package.json", whole.format("devDependencies")),)) == [
        "dependency.tool package.json:4 semver"
    ]


def test_a_manifest_on_one_very_long_line_is_read_to_its_end():
    """A manifest on one long line is read completely."""
    filling = ",".join(f'"p{n}":"^1.0.0"' for n in range(400))
    text = (
        "--- a/package.json\n+++ b/package.json\n@@ -1 +1 @@\n"
        f'-{{"dependencies":{{{filling}}}}}\n+{{"dependencies":{{{filling},"redis":"^4.6.0"}}}}\n'
    )
    assert seen(text) == ["dependency.added package.json:1 redis"]


def pom(*lines: str, start: int = 1) -> str:
    """A diff of a file of Maven's that shows these lines; those with a sign are new."""
    new = sum(not line.startswith("-") for line in lines)
    old = sum(not line.startswith("+") for line in lines)
    body = "".join(line if line[:1] in "+-" else f" {line}" for line in (f"{line}\n" for line in lines))
    return f"--- a/pom.xml\n+++ b/pom.xml\n@@ -{start},{old} +{start},{new} @@\n{body}"


def test_what_a_project_of_maven_is_called_is_no_dependency_of_its():
    """Its own name and version stand there in the same words as those of others."""
    text = pom(
        "<project>", "+<artifactId>shop</artifactId>", "+<version>1.2.0</version>", "<dependencies>", "+<dependency>",
        "+<artifactId>jedis</artifactId>", "+<version>5.1.0</version>", "+</dependency>", "</dependencies>", "</project>",
    )  # fmt: skip
    assert seen(text) == ["dependency.added pom.xml:6 jedis"]


def test_a_piece_that_begins_within_a_dependency_is_read():
    """The tag that opened it is not shown; one for tests is a tool."""
    text = pom("+<artifactId>jedis</artifactId>", "+<version>5.1.0</version>", "+</dependency>", start=40)
    assert seen(text) == ["dependency.added pom.xml:40 jedis"]
    lines = ("+<artifactId>mockito-core</artifactId>", "+<scope>test</scope>", "+</dependency>")
    assert seen(pom(*lines, start=40)) == ["dependency.tool pom.xml:40 mockito-core"]


def test_a_comment_in_a_table_of_dependencies_asks_for_nothing():
    """However much it looks like a line of it; nor does a setting of the project."""
    text = (
        '--- a/Cargo.toml\n+++ b/Cargo.toml\n@@ -8,2 +8,5 @@ [dependencies]\n serde = "1"\n'
        '+# tokio = "1.3"\n+redis = "0.25"\n+[profile.release]\n+lto = "fat"\n log = "0.4"\n'
    )
    assert seen(text) == ["dependency.added Cargo.toml:10 redis"]
