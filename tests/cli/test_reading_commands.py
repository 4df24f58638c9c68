"""Ask for records: list, show, search, references, index, export, check."""

import json

import pytest


@pytest.fixture
def filled(run, repo):
    """Two decisions and three prompts."""
    run("adr", "new", "Use PostgreSQL")
    run("adr", "new", "--status", "proposed", "Cache in Redis")
    run("phr", "new", "Plan cache", "--stage", "plan", "--feature", "001-cache", "--prompt", "plan a redis cache",
        "--label", "perf", "--file", "specs/001-cache/plan.md", "--link", "led-to=2")  # fmt: skip
    run("phr", "new", "Build cache", "--stage", "green", "--feature", "001-cache", "--prompt", "build the cache",
        "--file", "src/cache.py")  # fmt: skip
    run(
        "phr",
        "new",
        "Tidy",
        "--stage",
        "refactor",
        "--prompt",
        "tidy up naïve code",
        "--label",
        "Perf",
        "--file",
        "x.py",
    )
    return run


def refs(run, *args):
    return [row["ref"] for row in json.loads(run("list", "--json", *args).out)]


def test_order_and_shape(filled):
    """`list --json` is sorted and has the documented members."""
    rows = json.loads(filled("list", "--json").out)
    assert [row["ref"] for row in rows] == [
        "ADR-0001",
        "ADR-0002",
        "001-cache/0001",
        "001-cache/0002",
        "general/0001",
    ]
    assert {
        "kind", "ref", "stem", "path", "number", "id", "title", "date", "stage", "feature", "status", "labels",
        "files", "tests", "links", "backlinks", "readable", "repairs",
    } <= set(rows[0])  # fmt: skip
    assert rows[2]["links"] == [
        {"relation": "led-to", "target": "adr/0002-cache-in-redis"},
    ]
    assert rows[1]["backlinks"] == [{"relation": "led-by", "target": "phr/001-cache/0001-plan-cache.plan"}]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--kind", "adr"], ["ADR-0001", "ADR-0002"]),
        (["--status", "proposed"], ["ADR-0002"]),
        (["--stage", "implementation"], ["001-cache/0002"]),
        (["--feature", "001-cache"], ["001-cache/0001", "001-cache/0002"]),
        (["--label", "perf"], ["001-cache/0001", "general/0001"]),
        (["--file", "src"], ["001-cache/0002"]),
        (["--file", "./src/cache.py"], ["001-cache/0002"]),
        (["--since", "2026-01-16"], []),
        (["--until", "2026-01-15", "--kind", "phr", "--stage", "plan"], ["001-cache/0001"]),
        (["--broken"], []),
    ],
)
def test_filters(filled, args, expected):
    """Each filter of `list` selects the expected records."""
    assert refs(filled, *args) == expected


def test_text_list_is_one_line_a_record(filled):
    """`list` prints one line per record and says when none matches."""
    lines = filled("list").out.splitlines()
    assert len(lines) == 5
    assert lines[1].split() == ["ADR-0002", "proposed", "2026-01-15", "Cache", "in", "Redis"]
    assert "no records match" in filled("list", "--label", "nope").err


def test_bad_dates_are_told(run):
    """A date filter that is not a date is an error."""
    assert "is not a day" in run("list", "--since", "yesterday", code=2).err


def test_an_empty_project_says_what_to_do(run):
    """Without records, `list` prints nothing on stdout and a hint on stderr."""
    assert run("list").out == ""
    assert "no records here yet" in run("list").err
    assert json.loads(run("list", "--json").out) == []


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("ADR-2", "ADR-0002"), ("adr/2", "ADR-0002"), ("2", ["ADR-0002", "001-cache/0002"]), ("0002", None),
        ("phr/001-cache/1", "001-cache/0001"), ("001-cache/0001", "001-cache/0001"), ("general/1", "general/0001"),
        ("0002-cache-in-redis", "ADR-0002"), ("history/adr/0002-cache-in-redis.md", "ADR-0002"),
        ("adr/0002-cache-in-redis", "ADR-0002"), ("tidy", "general/0001"), ("postgres", "ADR-0001"),
        ("0001-plan-cache.plan", "001-cache/0001"), ("cache", None), ("phr/general/0001-tidy.refactor", "general/0001"),
        ("./history/adr/0001-use-postgresql.md", "ADR-0001"), ("0001-use-postgresql.md", "ADR-0001"),
        ("use PostgreSQL", "ADR-0001"),
    ],
)  # fmt: skip
def test_references(filled, ref, found):
    """Every form of reference; what names several is refused with the candidates."""
    if isinstance(found, str):
        assert json.loads(filled("show", ref, "--json").out)["ref"] == found
    else:
        error = filled("show", ref, code=2).err
        assert "names" in error
        assert "one of: history/" in error


def test_a_reference_never_matches_part_of_a_number(run):
    """adr-tools took `2` for *0001-use-python-2*; a number is a number."""
    run("adr", "new", "Use Python 2")
    assert "no record matches '2'" in run("show", "2", code=2).err


def test_show_for_people(filled):
    """`show` prints title, links and text of a record."""
    text = filled("show", "001-cache/1").out
    assert text.startswith("001-cache/0001  Plan cache\n")
    assert "  led to:    adr/0002-cache-in-redis" in text
    assert "plan a redis cache" in text
    assert filled("show", "ADR-1", "--raw").out.startswith("# 1. Use PostgreSQL\n")


def test_show_makes_control_characters_visible(run, repo):
    """Control and bidirectional characters are written out by `show`."""
    repo.write("history/adr/0001-x.md", "# 1. X \x1b[31mred\n\n## Status\n\nAccepted\n\n\u202ereversed\n")
    text = run("show", "1").out
    assert "\x1b" not in text
    assert "\\x1b[31m" in text
    assert "\\u202e" in text


def test_search_ranks_and_excerpts(filled):
    """`search` returns the matching records by descending score, with excerpts."""
    rows = json.loads(filled("search", "cache", "--json").out)
    assert {row["ref"] for row in rows} == {"ADR-0002", "001-cache/0001", "001-cache/0002"}
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    plan = json.loads(filled("search", "plan redis", "--json").out)
    assert plan[0]["ref"] == "001-cache/0001"
    assert "plan a redis cache" in plan[0]["excerpt"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["naive"], ["general/0001"]),
        (['"redis cache"'], ["001-cache/0001"]),
        (["postgres*"], ["ADR-0001"]),
        (["tidy OR postgresql"], ["ADR-0001", "general/0001"]),
        (["cache", "--kind", "adr"], ["ADR-0002"]),
        (["a-b'c\"(d"], []),
        (["nothinglikethis"], []),
    ],
)
def test_search_queries(filled, words, expected):
    """Phrases, prefixes and operators of `search` select the expected records."""
    rows = json.loads(filled("search", *words, "--json").out)
    assert sorted(row["ref"] for row in rows) == expected


def test_search_follows_changes(filled, repo):
    """`search` finds a changed text without any other command."""
    path = repo.path / "history/adr/0001-use-postgresql.md"
    assert json.loads(filled("search", "sqlite", "--json").out) == []
    path.write_text(path.read_text().replace("PostgreSQL", "SQLite"))
    assert len(json.loads(filled("search", "sqlite", "--json").out)) == 1
    assert json.loads(filled("search", "postgresql", "--json").out) == []
    path.unlink()
    assert json.loads(filled("search", "sqlite", "--json").out) == []
    assert json.loads(filled("--no-cache", "search", "redis", "--json").out)
    assert "nothing to search for" in filled("search", "--", "...", code=2).err
    assert "no record holds" in filled("search", "zzz").err
    assert "001-cache/0001  Plan cache" in filled("search", "redis").out


def test_index_is_stable_and_keeps_prose(filled, repo):
    """Same records, same bytes; prose around the markers stays; --check tells without writing."""
    assert filled("index", "--check", code=1).err.startswith("history/README.md is out of date")
    filled("index")
    first = repo.read("history/README.md")
    filled("index")
    assert repo.read("history/README.md") == first
    assert filled("index", "--check").err.startswith("history/README.md is up to date")
    repo.write("history/README.md", "Before.\n\n" + first + "\nAfter.\n")
    filled("index")
    assert repo.read("history/README.md") == "Before.\n\n" + first + "\nAfter.\n"
    filled("adr", "new", "A | b [c](d) *e*")
    filled("index", "--check", code=1)
    done = json.loads(filled("index", "--json").out)
    assert done == {"path": "history/README.md", "changed": True, "records": 6}
    text = repo.read("history/README.md")
    assert "| A \\| b \\[c\\](d) \\*e\\* |" in text
    assert text.startswith("Before.\n")
    assert text.endswith("After.\n")


def test_index_links_both_ways_and_lists_what_needs_repair(filled, repo):
    """The index shows links in both directions and lists unreadable files."""
    repo.write("history/prompts/general/0009-broken.spec.prompt.md", b"\x00")
    filled("index")
    text = repo.read("history/README.md")
    assert "led to [ADR-0002](adr/0002-cache-in-redis.md)" in text
    assert "prompted by [001-cache/0001](prompts/001-cache/0001-plan-cache.plan.prompt.md)" in text
    assert "## Needs repair" in text
    assert "0009-broken.spec.prompt.md" in text
    assert sum(line.count("[ADR-0001](adr/") for line in text.splitlines()) == 1


def test_index_of_crlf_pages_stays_crlf(filled, repo):
    """The index keeps CRLF line ends."""
    repo.write("history/README.md", "Mine.\r\n")
    filled("index")
    text = repo.read("history/README.md")
    assert text.count("\r\n") == text.count("\n")
    filled("index", "--check")


def test_index_elsewhere(filled, repo):
    """Settings choose the index page's path and title, and its links are relative to it."""
    repo.write(".records/config.toml", '[index]\npath = "docs/log.md"\ntitle = "Our log"\n')
    filled("index")
    text = repo.read("docs/log.md")
    assert text.startswith("# Our log\n")
    assert "(../history/adr/0001-use-postgresql.md)" in text


def test_export_gives_bodies_and_prompts(filled):
    """`export --to jsonl` has one line per record with prompt and response."""
    rows = [json.loads(line) for line in filled("export", "--to", "jsonl").out.splitlines()]
    assert len(rows) == 5
    assert rows[2]["prompt"] == "plan a redis cache"
    assert rows[2]["response"] == "Not recorded."
    assert "motivating this decision" in rows[0]["body"]


def test_init_makes_what_is_missing_and_touches_nothing(run, repo):
    """`init` creates the missing files, and a second run changes none."""
    made = run("init").out.splitlines()
    assert made == [
        "history/prompts/.gitkeep", "history/adr/0001-record-prompts-and-decisions.md", "history/README.md",
    ]  # fmt: skip
    run("check")
    run("index", "--check")
    state = repo.git("status", "--porcelain", "-uall")
    assert "nothing was changed" in run("init").err
    assert json.loads(run("init", "--json").out)["made"] == []
    assert repo.git("status", "--porcelain", "-uall") == state


def test_rules_are_listed_and_explained(run):
    """`rules --json` lists every rule, sorted, with explanation and severity."""
    rules = json.loads(run("rules", "--json").out)
    assert [rule["id"] for rule in rules] == sorted(rule["id"] for rule in rules)
    assert all(rule["explanation"] and rule["severity"] in ("error", "warning", "info") for rule in rules)
    assert "PHR001" in run("rules").out


@pytest.mark.parametrize("path", ["src/app.py", "Makefile", ".envrc"])
def test_an_index_is_written_to_a_markdown_file_only(run, repo, path):
    """Settings that a repository brings do not make the command write into its source or scripts."""
    repo.write(path, "x = 1\n")
    repo.write(".records/config.toml", f'[index]\npath = "{path}"\n')
    assert "no Markdown file" in run("index", code=2).err
    assert repo.read(path) == "x = 1\n"
