"""`records due`: decisions that come due, code that cites what does not hold, and code that nothing governs."""

from __future__ import annotations

import json

import pytest

from records.report.calendar import calendar
from why_help import make_project, put_adr

TODAY = "2026-01-15"


def items(run, *options):
    """Return the kind, day and reference of each item."""
    answer = json.loads(run("due", "--json", *options).out)
    assert answer["today"] == TODAY
    return [(item["kind"], item["due"], item["ref"]) for item in answer["items"]]


@pytest.mark.parametrize(
    ("field", "kind", "day"),
    [
        ("review-by: 2026-01-10", "review", "2026-01-10"),
        ("reviewBy: '2026-01-10'", "review", "2026-01-10"),
        ("next-review-date: 2026-03-01", "review", "2026-03-01"),
        ("expires: 2026-01-15", "expires", "2026-01-15"),
        ("expiresOn: 2026-02-01", "expires", "2026-02-01"),
        ("valid-until: 2026-02-01", "expires", "2026-02-01"),
    ],
)
def test_a_day_in_front_matter_is_due(repo, run, field, kind, day):
    """Every spelling of a review day and of an expiry is read."""
    put_adr(repo, 1, "use-tokens", extra=f"{field}\n")
    assert items(run) == [(kind, day, "ADR-0001")]


def test_a_day_in_the_body_is_due(repo, run):
    """A field of the text counts as one of the front matter does, one in a code block does not."""
    repo.write(
        "docs/adr/0001-use-tokens.md",
        "# 1. Use tokens\n\nDate: 2026-01-01\n\n* **Review by:** 2026-01-20\n\n## Status\n\nAccepted\n\n"
        "## Context\n\n```\nexpires: 2026-01-01\n```\n",
    )
    assert items(run) == [("review", "2026-01-20", "ADR-0001")]


def test_what_is_far_off_is_left_out_unless_asked_for(repo, run):
    """Ninety days by default; `--within` and `--all` choose others."""
    put_adr(repo, 1, "use-tokens", extra="review-by: 2026-06-01\n")
    assert items(run) == []
    assert items(run, "--within", "200") == [("review", "2026-06-01", "ADR-0001")]
    assert items(run, "--all") == [("review", "2026-06-01", "ADR-0001")]


def test_the_soonest_comes_first(repo, run):
    """Items with a day are in its order, whatever they are about."""
    put_adr(repo, 1, "use-tokens", extra="expires: 2026-01-20\n")
    put_adr(repo, 2, "use-sessions", extra="review-by: 2026-01-02\n")
    put_adr(repo, 3, "use-queues", status="proposed")
    assert items(run) == [
        ("review", "2026-01-02", "ADR-0002"), ("expires", "2026-01-20", "ADR-0001"),
        ("proposed", "2026-02-03", "ADR-0003"),
    ]  # fmt: skip


def test_a_proposal_is_due_after_some_days(repo, run):
    """Thirty days after its date, or as many as are asked for."""
    put_adr(repo, 1, "use-tokens", status="proposed")
    put_adr(repo, 2, "use-sessions", status="accepted-provisional")
    assert items(run, "--proposed-days", "5") == [
        ("proposed", "2026-01-07", "ADR-0001"), ("provisional", "2026-01-08", "ADR-0002"),
    ]  # fmt: skip


def test_a_day_behind_the_end_of_the_calendar_is_its_last_day(repo, run, monkeypatch):
    """However many days are asked for, and however late the proposal was made."""
    put_adr(repo, 1, "use-tokens", status="proposed")
    for days in ("2915000", str(10**9), "9" * 30):
        assert items(run, "--all", "--proposed-days", days) == [("proposed", "9999-12-31", "ADR-0001")]
    repo.write(
        "docs/adr/0002-use-queues.md", "# 2. Use queues\n\nDate: 9999-12-20\n\n## Status\n\nProposed\n"
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "253402214400")
    assert json.loads(run("due", "--json").out)["items"][-1]["due"] == "9999-12-31"
    assert "DTSTART;VALUE=DATE:99991231" in run("due", "--format", "ics").out


def test_a_proposal_without_a_date_counts_from_its_first_commit(repo, run):
    """Git knows when a decision without a date was first written."""
    repo.write("docs/adr/0001-use-tokens.md", "# 1. Use tokens\n\n## Status\n\nProposed\n")
    repo.commit("Propose")
    day = repo.git("show", "-s", "--format=%as")
    answer = json.loads(run("due", "--all", "--json").out)
    assert f"proposed since {day}" in answer["items"][0]["message"]


def test_a_date_in_the_future_is_not_when_a_proposal_was_made(repo, run, monkeypatch):
    """A mistyped year: the first commit counts, and without one nothing is known."""
    repo.write(
        "docs/adr/0001-use-tokens.md", "# 1. Use tokens\n\nDate: 2027-01-01\n\n## Status\n\nProposed\n"
    )
    assert items(run, "--all") == []
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-01-05T12:00:00Z")
    repo.commit("Propose")
    assert items(run, "--all") == [("proposed", "2026-02-04", "ADR-0001")]


def test_what_is_retired_is_not_due(repo, run):
    """A superseded or rejected decision needs no review."""
    put_adr(repo, 1, "use-tokens", status="superseded", extra="review-by: 2026-01-10\n")
    put_adr(repo, 2, "use-sessions", status="rejected", extra="expires: 2026-01-10\n")
    assert items(run) == []


@pytest.fixture
def cited(repo):
    """A superseded decision with its successor, a proposed one and one in force."""
    put_adr(repo, 1, "use-tokens", status="superseded", extra='superseded-by: ["0002-use-sessions"]\n')
    put_adr(repo, 2, "use-sessions")
    put_adr(repo, 3, "use-queues", status="proposed")
    return repo


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("a.py", "# see ADR-1", "cites ADR-0001, which is superseded; ADR-0002 took its place"),
        ("a.go", "x := 1 // ADR-0003: a queue", "cites ADR-0003, which is proposed"),
        ("a.ts", " * as ADR 3 says", "cites ADR-0003, which is proposed"),
        ("deploy.yaml", "# ADR-0003", "cites ADR-0003, which is proposed"),
        ("a.py", "# see ADR-2", None),
        ("a.py", "# ADR-1 was superseded by ADR-2", None),
        ("a.py", "# ADR-1, ADR-2", None),
        ("a.py", "# proposed in ADR-3", None),
        ("a.py", "name = 'ADR-3'", None),
        ("a.py", "# see ADR-99", None),
        ("notes.md", "<!-- ADR-1 -->", None),
        ("a.py", "# see XADR-3", None),
    ],
)
def test_a_comment_that_cites_what_does_not_hold_is_listed(cited, run, name, line, expected):
    """Comments in code count; prose, strings, and comments that say what became of the decision do not."""
    cited.write(f"src/{name}", f"\n{line}\n")
    found = [
        (item["message"], item["path"], item["line"])
        for item in json.loads(run("due", "--json").out)["items"]
        if item["kind"] == "citation"
    ]
    assert found == ([(expected, f"src/{name}", 2)] if expected else [])


def test_a_decision_whose_files_are_gone_is_listed(repo, run):
    """All patterns match nothing; one that still matches is enough to leave it out."""
    put_adr(repo, 1, "use-tokens", affects=("src/gone/**", "lib/*.py"))
    put_adr(repo, 2, "use-sessions", affects=("src/gone/**", "src/here.py"))
    repo.write("src/here.py", "x\n")
    assert items(run) == [("scope-gone", None, "ADR-0001")]


@pytest.mark.parametrize(
    ("scope", "is_gone"),
    [
        ("scope: .", False),
        ("scope: src/gone/, src/here.py", False),
        ('scope: "**/*.{rb,go}", src/here.py', False),
        ("affects: src/gone/, lib/*.{rb,py}", True),
    ],
)
def test_a_scope_that_is_one_text_is_a_list(repo, run, scope, is_gone):
    """Commas outside braces separate globs, and `.` stands for the whole project."""
    put_adr(repo, 1, "use-tokens", extra=f"{scope}\n")
    repo.write("src/here.py", "x\n")
    repo.write("src/kept.txt", "x\n")
    assert items(run) == ([("scope-gone", None, "ADR-0001")] if is_gone else [])


def commits(repo, path, count, lines=200):
    """Change a file in several commits."""
    for number in range(count):
        repo.write(path, f"# {number}\n" + "x = 1\n" * lines)
        repo.commit(f"Change {number}")


def ungoverned(run):
    """Return the paths and scores of the ungoverned files."""
    answer = json.loads(run("due", "--json").out)["items"]
    return [(item["path"], item["score"]) for item in answer if item["kind"] == "ungoverned"]


def test_large_files_that_change_often_are_listed_where_no_decision_governs_them(repo, run):
    """Commits times lines of code, most first; a governed file, a small or quiet one, and what is no source are left out."""
    put_adr(repo, 1, "use-tokens", affects=("src/governed.py",))
    for path, count, lines in (
        ("src/hot.py", 9, 200), ("src/hotter.py", 10, 300), ("src/governed.py", 9, 200), ("src/quiet.py", 3, 500),
        ("src/small.py", 9, 20), ("tests/test_hot.py", 9, 200), ("src/locales/de/texts.ts", 9, 200),
    ):  # fmt: skip
        commits(repo, path, count, lines)
    repo.write("src/generated.py", "# Code generated by a tool. DO NOT EDIT.\n" + "x = 1\n" * 300)
    assert ungoverned(run) == [("src/hotter.py", 10 * 300), ("src/hot.py", 9 * 200)]


@pytest.mark.parametrize(
    ("title", "status", "body", "path", "is_listed"),
    [
        ("use-signed-tokens", "accepted", "", "src/token_store.py", False),
        ("use-signed-tokens", "rejected", "", "src/token_store.py", True),
        ("use-signed-tokens", "accepted", "", "src/tokens/part.py", False),
        ("use-signed-tokens", "accepted", "", "src/tokens/deep/part.py", True),
        ("do-it-so", "accepted", "The token store is small.", "src/token_store.py", False),
        ("do-it-so", "accepted", "A token is stored.", "src/token_store.py", True),
        ("do-it-so", "accepted", "Gitea, or gitea? Gitea.", "src/gitea.go", False),
        ("do-it-so", "accepted", "Gitea once.", "src/gitea.go", True),
        ("yield-in-the-workflow-engine", "accepted", "", "src/workflow-engine/part.py", False),
        ("record-architecture-decisions", "accepted", "", "src/record_service.py", True),
        ("do-it-later", "proposed", "See `src/part.py`.", "src/part.py", False),
    ],
)
def test_a_file_that_a_decision_may_be_about_is_not_listed(repo, run, title, status, body, path, is_listed):
    """A word of its name or folder in a title, its name in a text, or a proposal that names it."""
    put_adr(repo, 1, title, status=status, body=body)
    commits(repo, path, 9)
    assert [listed for listed, _ in ungoverned(run)] == [path] * is_listed


def test_a_file_whose_definitions_a_decision_speaks_of_is_not_listed(repo, run):
    """Also in a block of code, where no path is named."""
    put_adr(repo, 1, "do-it-so", body="As below.\n\n```ts\ninterface SyncService {}\n```\n")
    for number in range(9):
        repo.write("src/a.ts", "export interface SyncService {}\n" + "b(1);\n" * (200 + number))
        repo.commit(f"Change {number}")
    assert ungoverned(run) == []


def test_a_file_that_cites_a_decision_is_not_ungoverned(repo, run):
    """A comment with the number of a decision says who decided."""
    put_adr(repo, 1, "use-tokens")
    commits(repo, "src/hot.py", 9)
    assert ungoverned(run) == [("src/hot.py", 9 * 200)]
    repo.write("src/hot.py", "# as ADR-1 says\n" + "x = 1\n" * 200)
    assert ungoverned(run) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("domains.py", '    "example.org",'),
        ("prices.ts", "  'basic': 12,"),
        ("codes.rb", '  "a" => "b",'),
        ("notes.go", "// a comment"),
        ("lib.rs", "pub mod part;"),
        ("index.ts", "export { part } from './part';"),
        ("schema.d.ts", "/* autogenerated by a compiler */ type A = B;"),
        ("client.ts", "/* generated using a program -- do no edit */ type A = B;"),
        ("test-helpers/part.rs", "let a = b;"),
        ("mock_service.py", "a = b"),
        ("FakeStore.ts", "a = b;"),
        ("structure.sql", "create table a (b int);"),
    ],
)
def test_what_nobody_designs_is_not_counted(repo, run, name, line):
    """Tables of data, comments, lists of imports, generated files and what tests need are no code to decide about."""
    for number in range(9):
        repo.write(f"src/{name}", f"{line}\n" * (200 + number))
        repo.commit(f"Change {number}")
    assert ungoverned(run) == []


def test_lines_that_compute_are_counted(repo, run):
    """Code between comments and data counts, with its braces."""
    for number in range(9):
        repo.write("src/a.ts", "// why\n\nif (a) {\n  b(1);\n}\n" * (60 + number))
        repo.commit(f"Change {number}")
    assert ungoverned(run) == [("src/a.ts", 9 * 3 * 68)]


def test_counts_of_changes_are_kept_by_commit(repo, run):
    """A second run asks git for no log; a new commit counts, and a damaged file is made again."""
    commits(repo, "src/hot.py", 9)
    first = ungoverned(run)
    kept = repo.path / ".git/records/change-counts"
    data = kept.read_bytes()
    other = data.replace(b"src/hot.py\t9", b"src/hot.py\t8")
    assert other != data
    kept.write_bytes(other)
    assert ungoverned(run) == [("src/hot.py", 8 * 200)]
    for damaged in (b"{", data.replace(b"\t9", b"\tx"), data.replace(b"\t", b"x")):
        kept.write_bytes(damaged)
        assert ungoverned(run) == first
    kept.write_bytes(other)
    commits(repo, "src/hot.py", 1)
    assert ungoverned(run) == [("src/hot.py", 10 * 200)]


@pytest.mark.parametrize(("label", "kinds"), [("provisional", ["provisional"]), ("experimental", [])])
def test_a_label_marks_a_decision_as_provisional(repo, run, label, kinds):
    """Labels name topics too: a decision about something experimental holds."""
    put_adr(repo, 1, "use-tokens", extra=f"labels: [core, {label}]\n")
    assert [kind for kind, _, _ in items(run, "--all")] == kinds


def test_the_files_that_cite_a_decision_are_one_row_of_the_table(cited, run):
    """The first place and how many files; the JSON has each of them."""
    for name in ("a.py", "b.py", "c.py"):
        cited.write(f"src/{name}", "# see ADR-1\n")
    cited.write("src/c.py", "# see ADR-1\n# and ADR-3\n")
    rows = [line for line in run("due").out.splitlines() if "cites" in line]
    assert [(" (3 files)" in row, row.split()[-1]) for row in rows] == [
        (True, "src/a.py:1"),
        (False, "src/c.py:2"),
    ]
    assert [kind for kind, _, _ in items(run)].count("citation") == 4


def test_people_read_a_table_with_the_overdue_counted(cited, run):
    """Day or kind, what, where; how many are overdue on standard error."""
    put_adr(cited, 4, "use-caches", extra="review-by: 2026-01-10\n")
    result = run("due")
    assert result.out.splitlines()[0].split()[:5] == ["2026-01-10", "ADR-0004", "to", "be", "reviewed"]
    assert "1 item of 2 overdue" in result.err
    assert run("due", "--within", "0", "--proposed-days", "999").out.count("ADR-0004") == 1


def test_nothing_due_is_said(repo, run):
    """A repository without decisions has nothing to look at."""
    assert run("due").err.strip() == "nothing is due"


def test_outside_git_only_days_are_known(tmp_path, run, monkeypatch):
    """Without a repository there are no citations and no counts, and no error."""
    folder = tmp_path / "plain"
    (folder / "history/adr").mkdir(parents=True)
    (folder / "history/adr/0001-x.md").write_text(
        "---\nid: '0001'\ntitle: X\nstatus: accepted\ndate: 2026-01-01\nexpires: 2026-01-02\n---\n\n# 1. X\n"
    )
    answer = json.loads(run("-C", str(folder), "due", "--json").out)
    assert [item["kind"] for item in answer["items"]] == ["expires"]


def test_the_calendar_has_an_event_for_each_day(repo, run):
    """RFC 5545: CRLF, lines of at most 75 bytes, commas escaped, all-day events."""
    put_adr(
        repo,
        1,
        "use-tokens,-and-more-words-than-fit-on-one-line-of-a-calendar-file-ü",
        extra="expires: 2026-01-20\n",
    )
    put_adr(repo, 2, "use-sessions", affects=("gone/**",))
    text = run("due", "--format", "ics").out
    assert text.count("BEGIN:VEVENT") == 1
    assert all(line.endswith("\r") and "\\r" not in line for line in text.removesuffix("\n").split("\n"))
    assert "DTSTART;VALUE=DATE:20260120" in text
    event = calendar(json_items(repo), TODAY)
    assert all(len(line.encode()) <= 75 for line in event.split("\r\n"))
    assert event.endswith("END:VCALENDAR\r\n")
    unfolded = event.replace("\r\n ", "")
    assert "SUMMARY:ADR-0001 Use tokens\\, and more words" in unfolded


def json_items(repo):
    """Return the items of the library."""
    from records.trace.due.list import due

    return due(make_project(repo))


def test_check_reports_what_is_overdue(cited, run):
    """A day that has come is a warning, a proposal of long ago and a stale citation are information."""
    put_adr(cited, 4, "use-caches", extra="review-by: 2026-01-10\n")
    put_adr(cited, 5, "use-pools", extra="review-by: 2026-01-16\n")
    text = cited.read("history/adr/0003-use-queues.md")
    cited.write("history/adr/0003-use-queues.md", text.replace("2026-01-04", "2025-06-04"))
    cited.write("src/a.py", "# see ADR-1\n")
    cited.commit("All")
    rows = [
        (row["rule"], row["severity"], row["path"])
        for row in json.loads(subprocess_check(run))
        if row["rule"] in ("ADR037", "ADR038", "ADR039")
    ]
    assert rows == [
        ("ADR038", "info", "history/adr/0003-use-queues.md"),
        ("ADR037", "warning", "history/adr/0004-use-caches.md"),
        ("ADR039", "info", "src/a.py"),
    ]


def subprocess_check(run):
    """Return the JSON of a check, whatever its exit code."""
    try:
        return run("check", "--json").out
    except AssertionError:
        return run("check", "--json", code=1).out


def test_check_lists_ungoverned_files_where_the_settings_give_the_rule_a_severity(repo, run):
    """The rule is off by default; with a severity it reports what `records due` lists, and can fail the check."""
    put_adr(repo, 1, "use-tokens")
    commits(repo, "src/hot.py", 9)
    assert "ADR040" not in subprocess_check(run)
    repo.write(".records/config.toml", '[check.severity]\nADR040 = "error"\n')
    rows = [row for row in json.loads(run("check", "--json", code=1).out) if row["rule"] == "ADR040"]
    assert [(row["path"], row["severity"]) for row in rows] == [("src/hot.py", "error")]
    assert "ADR040" not in run("check", "history/adr", "--json", code=1).out


@pytest.mark.parametrize(
    "extra", ["review-by: 2026-13-40\n", "review-by: soon\n", "expires: 2026-02-30\nreview-by: later\n"]
)
def test_a_day_that_is_none_is_not_due(repo, run, extra):
    """Nobody knows when; the first day of a kind that is one counts."""
    put_adr(repo, 1, "use-tokens", extra=extra)
    assert items(run) == []
    put_adr(repo, 2, "use-keys", extra="review-by: 2026-01-10\nreviewBy: 2026-01-12\n")
    assert items(run) == [("review", "2026-01-10", "ADR-0002")]
