"""A new decision has the newest form of its log, and the markup of its files."""

from logs_help import decision

MADR = "---\nstatus: accepted\ndate: 2024-01-0{0}\n---\n\n# T{0}\n\n## Context and Problem Statement\n\nx\n\n## Considered Options\n\n* a\n\n## Decision Outcome\n\ny\n"
TABLE = "# ADR-00{0}: T\n\n| Status | Approved |\n|---|---|\n| Date | 2024-01-0{0} |\n\n## Problem\n\nx\n\n## Choice\n\ny\n"
UNDERLINED = "ADR00{0}: T\n=========\n\nStatus\n------\nAccepted\n\nForces\n------\nx\n\nResult\n------\ny\n"
TOML = "+++\ntitle = 'T{0}'\ndate = 2024-01-0{0}\nstatus = 'Accepted'\n+++\n\n## Context\n\nx\n\n## Decision\n\ny\n"


def test_the_form_of_the_newest_two_replaces_an_older_one(run, repo):
    """Front matter and sections are theirs, and the message counts only them."""
    for number in range(1, 6):
        repo.write(f"docs/adr/000{number}-t.md", decision(number))
    for number in (6, 7):
        repo.write(f"docs/adr/000{number}-t.md", MADR.format(number))
    assert "newest 2 records" in run("adr", "new", "--dry-run", "Foo").err
    text = repo.read(run("adr", "new", "Foo").out.strip())
    assert text.startswith("---\nstatus: accepted\ndate: 2026-01-15\n---\n\n# Foo\n\n## Context and Problem")


def test_a_table_keeps_its_delimiter_row(run, repo):
    """The name of the newest two records is followed as well."""
    for number in (1, 2, 3):
        repo.write(f"docs/adr/000{number}-t.md", decision(number))
    for number in (4, 5):
        repo.write(f"docs/adr/ADR-00{number}-t.md", TABLE.format(number))
    path = run("adr", "new", "Foo").out.strip()
    assert path == "docs/adr/ADR-006-foo.md"
    assert "| Status | Approved |\n|---|---|\n| Date | 2026-01-15 |\n\n## Problem\n" in repo.read(path)


def test_headings_are_underlined_where_those_of_the_log_are(run, repo):
    """Title and sections; an empty section keeps a blank line after it."""
    for number in (1, 2):
        repo.write(f"docs/adr/ADR00{number}-t.md", UNDERLINED.format(number))
    assert repo.read(run("adr", "new", "Foo").out.strip()) == (
        "ADR003: Foo\n===========\n\nStatus\n------\nAccepted\n\nForces\n------\n\nResult\n------\n"
    )


def test_toml_front_matter_is_filled_in(run, repo):
    """Title, date and status are TOML; a quote in a title does not end it."""
    for number in (1, 2):
        repo.write(f"docs/adr/000{number}-t.md", TOML.format(number))
    text = repo.read(run("adr", "new", "Foo").out.strip())
    assert text.startswith("+++\ntitle = 'Foo'\ndate = 2026-01-15\nstatus = 'Accepted'\n+++\n\n## Context\n")
    text = repo.read(run("adr", "new", "Foo's bar").out.strip())
    assert text.startswith('+++\ntitle = "Foo\'s bar"\ndate = ')


def test_line_ends_and_byte_order_mark_are_those_of_the_log(run, repo):
    """Most of the newest records decide."""
    for number in (1, 2):
        repo.write(f"docs/adr/000{number}-t.md", "\ufeff" + decision(number).replace("\n", "\r\n"))
    path = repo.path / run("adr", "new", "Foo").out.strip()
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# 3. Foo\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_date_with_characters_for_year_month_and_day_is_written_so(run, repo):
    """`2024年2月5日` becomes the day of the new record, beside the status on one line."""
    for number in (1, 2):
        repo.write(
            f"docs/adr/000{number}-t.md",
            f"# {number}. T\n\n**状态**：已接受　**日期**：2024年{number}月5日\n\n## 背景\n\nx\n\n## 决策\n\ny\n",
        )
    assert "**日期**：2026年1月15日\n" in repo.read(run("adr", "new", "Foo").out.strip())


def test_a_letter_before_the_number_of_a_heading_is_kept(run, repo):
    """`# D003 - T` after `d003-t.md`."""
    for number in (1, 2):
        repo.write(f"docs/adr/d00{number}-t.md", decision(number).replace(f"# {number}.", f"# D00{number} -"))
    assert repo.read(run("adr", "new", "Foo").out.strip()).startswith("# D003 - Foo\n")
