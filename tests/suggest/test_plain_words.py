"""What a first reader stumbled on: titles and evidence that claimed more than the change holds."""

from __future__ import annotations

import os

import pytest

from records.project.project import Project
from records.suggest.change import Change
from records.suggest.decision_index import DecisionIndex, DecisionSummary
from records.suggest.draft import body_of
from records.suggest.engine import suggest
from records.suggest.run import suggest_in
from records.suggest.series import read_diff
from suggest_help import file_diff

DEPENDENCIES = '   "dependencies": {'


def report(diff, message="", **options):
    return suggest(Change(read_diff(diff), message), **options)


def told(diff, message=""):
    return {e.why for e in report(diff, message).analysis.evidence}


def package(*lines):
    return file_diff("package.json", [DEPENDENCIES, *lines])


@pytest.mark.parametrize(
    "new", [['+    "passport": "^1",'], ['+    "passport": "^1",', '+    "passport-openidconnect": "^1"']]
)
def test_what_serves_another_use_takes_no_place(new):
    """A library of another use is not reported as a replacement."""
    diff = package('-    "axios": "^1",', *new) + file_diff("src/auth.ts", ["+import p from 'passport'"])
    got = report(diff)
    assert not any(" where " in e.why for e in got.analysis.evidence)
    assert not any(s.title.startswith("Replace") for s in got.suggestions)


def test_unknown_names_replace_each_other_where_the_code_says_so():
    """Unknown packages replace each other only where the code swaps their imports."""
    diff = package('-    "oldthing": "^1",', '     "x": "1",', '+    "freshlib": "^1",')
    code = file_diff("src/a.ts", ["-import o from 'oldthing'", "+import f from 'freshlib'"])
    assert "freshlib replaces oldthing" not in told(diff)
    assert "freshlib replaces oldthing" in told(diff + code)


def test_the_branch_of_a_merge_is_no_subject(repo):
    """The merged commits tell, or the evidence does."""
    repo.write("package.json", '{\n "dependencies": {\n  "date-fns": "^3"\n }\n}\n')
    repo.commit("begin")
    repo.git("switch", "-q", "-c", "x1")
    repo.write("package.json", '{\n "dependencies": {\n  "dayjs": "^1"\n }\n}\n')
    repo.commit("smaller bundle")
    repo.write("src/a.ts", "import d from 'dayjs'\n")
    repo.commit("wip")
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "x1", "-m", "Merge branch 'x1'")
    found = suggest_in(Project.open(str(repo.path))).report.suggestions
    assert found[0].title == "Replace date-fns with Dayjs for dates"


def test_files_that_git_does_not_know_yet_count(repo, run):
    """Text that is not ignored; nothing outside, no link, nothing binary; the index makes no difference."""
    repo.write("package.json", '{\n "dependencies": {}\n}\n')
    repo.write(".gitignore", "ignored.ts\n")
    repo.commit("begin")
    repo.write("package.json", '{\n "dependencies": {\n  "kafkajs": "^2"\n }\n}\n')
    code = "import { Kafka } from 'kafkajs'\nnew Kafka(process.env.KAFKA_URL)\n"
    repo.write("src/käfka.ts", code)
    repo.write("ignored.ts", "import redis from 'redis'\n")
    repo.write("zero.ts", b"import redis from 'redis'\0")
    os.symlink("/etc/hostname", repo.path / "link.ts")
    repo.write("inner/.git/HEAD", "ref: refs/heads/main\n")
    asked = suggest_in(Project.open(str(repo.path)), "HEAD").report
    why = {(e.path, e.line, e.why) for e in asked.analysis.evidence}
    assert ("src/käfka.ts", 2, "new environment variable KAFKA_URL") in why
    assert not any(e.path in {"ignored.ts", "zero.ts", "link.ts"} for e in asked.analysis.evidence)
    assert "2 untracked files were left out: too many, too large, or no text" in asked.notes
    repo.git("add", "package.json", "src")
    staged = suggest_in(Project.open(str(repo.path)), staged=True).report
    assert staged.analysis.score == pytest.approx(asked.analysis.score, abs=0.02)
    assert run("adr", "suggest", "--diff", "HEAD").out == run("adr", "suggest", "--diff", "HEAD").out


def test_a_path_that_was_there_is_no_new_end_point():
    """Only routes that did not exist are new end points."""
    express = ["-app.get('/orders', list)", "+app.get('/orders', guard, list)", "+app.get('/items', list)"]
    assert {w for w in told(file_diff("src/a.ts", express)) if "end point" in w} == {"new end point /items"}
    flask = ['-@app.route("/a")', '+@app.route("/a", methods=["GET"])']
    assert not any("end point" in w for w in told(file_diff("app.py", flask)))


def test_a_platform_is_no_use_of_a_library_made_for_it():
    """A runtime is no evidence of a library that is named after it."""
    diff = package('+    "@sentry/node": "^8"') + file_diff("Dockerfile", ["+FROM node:22"], "added")
    assert not any("@sentry/node is used" in w for w in told(diff))
    first = next(s for s in report(diff).suggestions if "Sentry" in s.title)
    assert first.title == "Adopt Sentry for monitoring"
    code = file_diff("src/a.ts", ["+import * as Sentry from '@sentry/node'"])
    assert "@sentry/node is used in 1 file" in told(diff + code)


def test_who_may_get_in_is_one_decision():
    """Libraries and code for authentication are one suggestion."""
    diff = (
        file_diff("requirements.txt", ["+pyjwt", "+argon2-cffi"])
        + file_diff(
            "shop/auth.py", ["+import jwt", "+import argon2", '+KEY = os.environ["JWT_SECRET"]'], "added"
        )
        + file_diff("shop/main.py", ["+from shop.auth import user", '+@app.post("/login")'])
    )
    assert [s.title for s in report(diff, "Customers can log in").suggestions] == [
        "Customers can log in with PyJWT"
    ]


@pytest.mark.parametrize("title", ["Store orders in PostgreSQL", "Use Postgres", "Keep orders in pg."])
def test_a_technology_is_known_by_all_its_names(title):
    """A decision covers a technology under each of its names."""
    known = DecisionIndex([DecisionSummary("ADR-0007", title, f"# {title}\n")])
    compose = file_diff(
        "docker-compose.yml", ["+services:", "+  postgres:", "+    image: postgres:16"], "added"
    )
    client = file_diff("requirements.txt", ["+psycopg"]) + file_diff("shop/db.py", ["+import psycopg"])
    for diff in (compose, compose + client):
        got = report(diff, "Run on Postgres with docker compose", decision_index=known)
        assert [record.ref for record in got.related] == ["ADR-0007"]
    swap = file_diff("requirements.txt", ["-psycopg2", "+asyncpg"])
    found = report(swap, "Read from the database without blocking", decision_index=known).suggestions
    assert [s.supersedes for s in found] == [()]


@pytest.mark.parametrize(
    ("message", "fix"),
    [
        ("error tracking", False),
        ("Track each error with Sentry", False),
        ("An error page for guests", False),
        ("Crash reporting", False),
        ("Correct an error", True),
        ("fix error handling", True),
    ],
)
def test_an_error_that_is_the_matter_is_no_fix(message, fix):
    """A message about error handling is not counted as a fix."""
    signals = {e.signal for e in report(file_diff("a.py", ["+a = 1"]), message).analysis.evidence}
    assert ("message.fix" in signals) is fix


JEST = file_diff("package.json", ['   "devDependencies": {', '-    "jest": "^29"', '+    "vitest": "^1"'])
MOMENT = package('-    "moment": "^2",', '+    "dayjs": "^1",')


@pytest.mark.parametrize(
    ("diff", "message", "title"),
    [
        (JEST, "vitest", "Replace Jest with Vitest for testing"),
        (MOMENT, "smaller bundle", "Replace Moment with Dayjs for dates"),
        (MOMENT, "Use dayjs", "Use dayjs"),
        (package('+    "dayjs": "^1",'), "dayjs", "Adopt Dayjs for dates"),
        (file_diff("app/a.py", ["+a = 1"]), "docker", "Adopt Docker"),
        (file_diff("app/a.py", ["+a = 1"]), "monorepo", "Introduce monorepo"),
    ],
)
def test_a_title_says_what_happens(diff, message, title):
    """Titles are verb phrases that name what changes."""
    assert report(diff, message).suggestions[0].title == title


def test_a_draft_says_what_went():
    """The draft names what was removed."""
    diff = file_diff("requirements.txt", ["-celery", "+arq"]) + file_diff("a.py", ["-import celery"])
    got = report(diff, "Workers are async now")
    context = body_of(got.suggestions[0], got.analysis).partition("## Options")[0]
    assert "- dependency celery removed (`requirements.txt:1` before the change)" in context
    assert "- new runtime dependency arq (`requirements.txt:1`)" in context


def test_a_near_miss_is_named(repo, run):
    """A candidate just below the threshold is named."""
    repo.write("requirements.txt", "flask\n")
    repo.commit("begin")
    repo.write("requirements.txt", "flask\nredis\n")
    repo.write("app/cache.py", "import redis\n")
    repo.commit("Cache in Redis")
    out = run("adr", "suggest", "--threshold", "0.99").out
    assert out.startswith("HEAD~1..HEAD: no decision that needs a record; nearest: Cache in Redis (score 0.")
    assert out.endswith(", threshold 0.99)\n")
    assert out.count("\n") == 1
