"""Every form in which prompt records are found is read without configuration, and what was mended is named."""

import json

import pytest

GOOD = """---
id: 0012
title: Add login
stage: green
date: 2026-01-10
surface: agent
model: m
feature: 001-auth
branch: 001-auth
user: Ann
command: /sp.implement
labels: [auth, web]
links:
  spec: null
  ticket: null
  adr: null
  pr: null
files:
 - src/login.py
tests:
 - none
---

## Prompt

Please add a login.

## Response snapshot

Done.

## Outcome

- ✅ Impact: login
"""
PLACE = "history/prompts/001-auth/0012-add-login.green.prompt.md"


@pytest.fixture
def read(run, repo):
    """Write a record as people have it and read it back; reading must change no byte."""

    def call(text, path=PLACE):
        raw = text if isinstance(text, bytes) else text.encode()
        repo.write(path, raw)
        rows = [json.loads(line) for line in run("export", "--to", "jsonl").out.splitlines()]
        run("check", code=run_code(run))
        assert (repo.path / path).read_bytes() == raw
        return next(row for row in rows if row["path"] == path)

    return call


def run_code(run):
    """The exit code that check gives here, whatever it is."""
    try:
        run("check")
    except AssertionError:
        return 1
    return 0


def expect(row, **values):
    assert {key: row[key] for key in values} == values


def test_a_good_record(read):
    """Every field of a well-formed record is read."""
    row = read(GOOD)
    expect(
        row, number=12, id="0012", title="Add login", stage="green", date="2026-01-10", feature="001-auth",
        labels=["auth", "web"], files=["src/login.py"], tests=[], repairs=[], readable=True, links=[],
        prompt="Please add a login.", response="Done.", ref="001-auth/0012",
        stem="0012-add-login.green",
    )  # fmt: skip


BROKEN = {
    "untouched template": (
        GOOD.replace("0012", "{{ID}}").replace("Add login", "{{TITLE}}").replace(": green", ": {{STAGE}}")
        .replace("2026-01-10", "{{DATE_ISO}}"),
        {"number": 12, "title": "add login", "stage": "green", "date": None},
        ["line-by-line", "from-file-name"],
    ),
    "colon in a value": (
        GOOD.replace("user: Ann", "user: Ann said: 'yes: no'"), {"title": "Add login"}, ["line-by-line"],
    ),
    "text after a closing quote": (
        GOOD.replace(" - none", ' - "Try it" pattern: PASS'), {"title": "Add login"}, ["line-by-line"],
    ),
    "bold read as alias": (GOOD.replace("user: Ann", "user: **Ann** x"), {"stage": "green"}, ["line-by-line"]),
    "tab": (GOOD.replace(" - none", "\t- none"), {"stage": "green"}, ["line-by-line"]),
    "backslash": (GOOD.replace("user: Ann", 'user: "C:\\Users\\ann"'), {"stage": "green"}, ["line-by-line"]),
    "text at column 0": (
        GOOD.replace("command: /sp.implement", "command: do\nthis and that please"), {"stage": "green"},
        ["line-by-line"],
    ),
    "no opening fence": (GOOD.removeprefix("---\n"), {"title": "Add login"}, ["missing-opening-fence"]),
    "never closed": (GOOD.replace("\n---\n\n## P", "\n\n## P"), {"title": "Add login"}, ["unclosed-front-matter"]),
    "whole file in a fence": ("```prompt\n" + GOOD + "```\n", {"title": "Add login"}, ["outer-fence"]),
    "whole file in a fence, CRLF": (
        ("```markdown\n" + GOOD + "```\n").replace("\n", "\r\n"), {"title": "Add login"}, ["outer-fence"],
    ),
    "byte-order mark": ("\ufeff" + GOOD, {"title": "Add login"}, ["byte-order-mark"]),
    "CRLF": (GOOD.replace("\n", "\r\n"), {"title": "Add login", "files": ["src/login.py"]}, []),
    "blank lines first": ("\n\n" + GOOD, {"title": "Add login"}, ["missing-opening-fence"]),
    "heading first": (
        "# PHR: x\n\n" + GOOD.removeprefix("---\n"), {"title": "Add login"}, ["missing-opening-fence"],
    ),
    "upper-case and other keys": (
        GOOD.replace("id:", "PHR_ID:").replace("date:", "DATE_ISO:").replace("files:", "files_modified:")
        .replace("labels:", "tags:"),
        {"number": 12, "date": "2026-01-10", "files": ["src/login.py"], "labels": ["auth", "web"]},
        ["key-alias"],
    ),
    "bold header": (
        "# Prompt History Record: Add login\n\n**ID**: PHR-0012\n**Date**: 2026-01-10\n- **Stage:** green (fix)\n"
        "**Feature**: 001-auth\n\n---\n\n## Prompt\n\nPlease add a login.\n\n## Response\n\nDone.\n",
        {"number": 12, "id": "0012", "stage": "green", "date": "2026-01-10", "title": "Add login"}, ["bold-header"],
    ),
    "prompt in the front matter": (
        '---\nid: "0012"\ntitle: Add login\nstage: green\ndate: 2026-01-10\nfeature: 001-auth\n'
        "prompt_text: |\n  Please add a login.\nresponse_text: Done.\n---\n",
        {"title": "Add login"}, ["key-alias"],
    ),
    "mappings for files and tests": (
        GOOD.replace(" - src/login.py", " - path: src/login.py\n   status: new\n - b.py (created)")
        .replace(" - none", " - name: unit\n   result: 3 passed\n - null"),
        {"files": ["src/login.py", "b.py"], "tests": ["unit: 3 passed"]}, [],
    ),
    "date and time": (GOOD.replace("2026-01-10", "2026-01-10T11:12:13Z"), {"date": "2026-01-10"}, []),
    "date in words": (GOOD.replace("2026-01-10", '"January 10, 2026"'), {"date": "2026-01-10"}, []),
    "no such day": (GOOD.replace("2026-01-10", "2026-02-30"), {"date": None}, []),
    "id with a prefix": (GOOD.replace("0012", "PHR-0012", 1), {"number": 12, "id": "0012"}, []),
    "no final newline": (GOOD.rstrip("\n"), {"title": "Add login"}, []),
    "closing dots": (GOOD.replace("\n---\n\n## P", "\n...\n\n## P"), {"title": "Add login"}, []),
    "yes is text": (GOOD.replace("user: Ann", "user: yes"), {"title": "Add login"}, []),
    "numbers in a list": (GOOD.replace("[auth, web]", "[2026, 007, no]"), {"labels": ["2026", "007", "no"]}, []),
    "deep YAML": (
        GOOD.replace("labels: [auth, web]", "labels:\n  - >-\n    auth\n  - &x web\nextra: {a: [1, {b: *x}]}"),
        {"labels": ["auth", "web"]}, [],
    ),
    "stage by another name": (GOOD.replace("stage: green", "stage: implementation"), {"stage": "green"}, []),
    "stage of one's own": (GOOD.replace("stage: green", "stage: frustration"), {"stage": "frustration"}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_every_broken_form_is_read(read, name):
    """Each class of real breakage gives the record, and names the step that was needed."""
    text, values, repairs = BROKEN[name]
    row = read(text)
    expect(row, readable=True, prompt="Please add a login.", **values)
    assert row["repairs"] == repairs


NAMES = {
    "history/prompts/general/003-x.md": ("general/003", 3, "general"),
    "history/prompts/general/PHR-0007-some-words.md": ("general/0007", 7, "general"),
    "history/prompts/001-a/0002-spec.spec.phr.md": ("001-a/0002", 2, "spec"),
    "history/prompts/archived/001-a/12-x.tasks.prompt.md": ("archived/001-a/12", 12, "tasks"),
    "history/prompts/general/20251206-0002-x.misc.prompt.md": ("general/0002", 2, "misc"),
    "history/prompts/general/2025-11-27-x.md": ("phr/general/2025-11-27-x", None, "general"),
    "docs/prompts/0001-x.constitution.prompt.md": ("phr/0001", 1, "constitution"),
    "docs/history/prompts/f/001-x.plan.prompt.md": ("f/001", 1, "plan"),
    "specs/001-a/prompts/0001-x.red.prompt.md": ("phr/0001", 1, "red"),
    "history/ideas-phrs/008-x.prompt.md": ("ideas-phrs/008", 8, None),
    "apps/web/history/prompts/general/001-x.general.prompt.md": ("apps/web/general/001", 1, "general"),
}


@pytest.mark.parametrize("path", NAMES)
def test_names_and_places(run, repo, path):
    """A record without any metadata is known by its name and folder, wherever the layouts put it."""
    repo.write(path, "## Prompt\n\nPlease.\n")
    repo.commit()
    row = json.loads(run("list", "--json").out)[0]
    assert (row["ref"], row["number"], row["stage"]) == NAMES[path]
    assert row["repairs"] == ["from-file-name"]


@pytest.mark.parametrize(
    "path",
    [
        "history/prompts/README.md", "history/prompts/general/index.md", ".github/prompts/0001-x.prompt.md",
        "templates/phr-template.prompt.md", ".claude/0001-x.prompt.md", "src/prompts/summary.prompt.md",
        "history/notes.md", "docs/prompts/how-to-prompt.md",
    ],
)  # fmt: skip
def test_what_is_no_record_is_not_listed(run, repo, path):
    """Files that are not records are not listed."""
    repo.write(path, GOOD)
    repo.commit()
    assert json.loads(run("list", "--json").out) == []


UNREADABLE = {
    b"": "the file is empty",
    b" \n\n": "the file is empty",
    b"PK\x00\x01": "binary",
}


@pytest.mark.parametrize("data", UNREADABLE)
def test_unreadable_files_are_shown_and_keep_their_number(run, repo, data):
    """A file that gives nothing is listed with its problem, told on stderr, and its number stays taken."""
    repo.write("history/prompts/general/0004-x.spec.prompt.md", data)
    row = json.loads(run("list", "--json").out)[0]
    expect(row, readable=False, number=4, ref="general/0004", kind="phr")
    assert UNREADABLE[data] in row["problem"]
    assert "cannot be read" in run("list").err
    assert "/0005-" in run("phr", "new", "T", "--stage", "misc", "--prompt", "p").out
    assert "PHR003" in run("check", code=1).out


def test_a_note_among_prompts_is_unreadable_not_dropped(run, repo):
    """A Markdown file among prompts that is no record is listed as unreadable."""
    repo.write("history/prompts/general/summary of work.md", "Some words.\n")
    row = json.loads(run("list", "--json").out)[0]
    expect(row, readable=False, title="summary of work")


def test_bytes_that_are_not_utf8_are_kept(read):
    """Bytes that are not UTF-8 are kept in the prompt."""
    row = read(GOOD.encode().replace(b"Please add", b"Please \xff\xfe add"))
    assert row["prompt"].encode("utf-8", "surrogateescape") == b"Please \xff\xfe add a login."


def test_utf16_is_read(read):
    """A UTF-16 file is read."""
    assert read(GOOD.encode("utf-16"))["title"] == "Add login"


PROMPTS = {
    "own headings": "# Goal\n\n## Steps\n\n1. a\n\n### Outcome of step\n\nx",
    "rules": "a\n\n---\n\nb",
    "response word in a fence": "```\n## Response snapshot\n```\nmore",
    "an open fence": "```python\nprint(1)",
}


@pytest.mark.parametrize("name", PROMPTS)
def test_prompt_ends_at_the_templates_next_heading(read, name):
    """A prompt may hold headings, rules and fences of its own."""
    row = read(GOOD.replace("Please add a login.", PROMPTS[name]))
    assert row["prompt"] == PROMPTS[name]


@pytest.mark.parametrize(
    ("prompt", "response"),
    [
        ("PROMPT_TEXT", "RESPONSE_TEXT"), ("Prompt (User Request)", "Response"), ("User Prompt", "Response Summary"),
        ("Prompt Text", "Response Text"), ("📝 Prompt", "🤖 Response"),
    ],
)  # fmt: skip
def test_other_names_of_the_sections(read, prompt, response):
    """Sections are recognised by their other names."""
    row = read(GOOD.replace("## Prompt", f"## {prompt}").replace("## Response snapshot", f"## {response}"))
    expect(row, prompt="Please add a login.", response="Done.")


def test_sections_in_another_order(read):
    """Sections are read in any order."""
    head, _, rest = GOOD.partition("## Prompt")
    prompt, _, rest = rest.partition("## Response snapshot")
    response, _, outcome = rest.partition("## Outcome")
    row = read(f"{head}## Outcome{outcome}\n## Prompt{prompt}## Response snapshot{response}")
    expect(row, prompt="Please add a login.", response="Done.")


def test_links_of_the_template_are_read(read, run, repo):
    """The template's links to spec, ticket, ADR and pull request are read."""
    repo.write("history/adr/0003-use-jwt.md", "# 3. Use JWT\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n")
    row = read(
        GOOD.replace("adr: null", "adr: history/adr/0003-use-jwt.md").replace(
            "spec: null", "spec: specs/x.md"
        )
    )
    assert row["links"] == [
        {"relation": "spec", "target": "specs/x.md"},
        {"relation": "relates-to", "target": "adr/0003-use-jwt"},
    ]
    assert json.loads(run("show", "ADR-3", "--json").out)["backlinks"] == [
        {"relation": "relates-to", "target": "phr/001-auth/0012-add-login.green"}
    ]


def test_links_that_lead_out_of_the_root_are_not_followed(run, repo):
    """A link that leads out of the repository is listed as unreadable; a folder behind a link is not walked."""
    outside = repo.path.parent / "secret.md"
    outside.write_text(GOOD)
    (repo.path / "history/prompts/general").mkdir(parents=True)
    (repo.path / "history/prompts/general/0001-x.green.prompt.md").symlink_to(outside)
    (repo.path / "history/prompts/side").symlink_to(repo.path.parent)
    [record] = json.loads(run("list", "--json").out)
    assert record["path"] == "history/prompts/general/0001-x.green.prompt.md"
    assert record["title"] == "x"
    assert not record["readable"]
    assert "outside" in record["problem"]


@pytest.mark.usefixtures("stored_index")
def test_cache_gives_what_the_files_give(run, repo):
    """With the cache, without it, and after every kind of change, the answers are the same."""
    import os

    def both():
        with_cache, without = run("list", "--json").out, run("--no-cache", "list", "--json").out
        assert with_cache == without
        return json.loads(without)

    repo.write(PLACE, GOOD)
    repo.write("history/prompts/001-auth/0013-x.spec.prompt.md", GOOD.replace("0012", "0013"))
    old = (1_600_000_000, 1_600_000_000)
    for path in repo.path.glob("history/**/*.md"):
        os.utime(path, old)
    assert len(both()) == 2
    repo.write(PLACE, GOOD.replace("Add login", "Add logout"))
    assert both()[0]["title"] == "Add logout"
    os.utime(repo.path / PLACE, old)
    repo.write(PLACE, GOOD.replace("Add login", "Addylogin"))
    assert both()[0]["title"] == "Addylogin"
    (repo.path / PLACE).unlink()
    assert len(both()) == 1
    for name in ("index.sqlite", "stamp", "list"):
        (repo.path / ".git/records" / name).write_bytes(b"not a database")
    assert len(both()) == 1


def test_a_plain_copy_without_git_is_read_as_well(run, repo, tmp_path):
    """Records are read outside a git repository."""
    import shutil

    repo.write(PLACE, GOOD)
    shutil.copytree(repo.path / "history", tmp_path / "plain" / "history")
    assert len(json.loads(run("-C", str(tmp_path / "plain"), "list", "--json").out)) == 1
