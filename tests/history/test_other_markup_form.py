"""A new record of a log in AsciiDoc or reStructuredText is written in the markup, the fields and the titles of that log."""

import json

import pytest

SECTIONS = ("Context", "Decision", "Consequences")


def adoc(head):
    return lambda number: (
        head.format(n=number, d=f"2024-02-0{number}")
        + "".join(f"\n== {title}\n\nText {number}.\n" for title in SECTIONS)
    )


def rst(head, rule):
    return lambda number: (
        head.format(n=number, d=f"2024-02-0{number}")
        + "".join(f"\n{title}\n{rule * len(title)}\n\nText {number}.\n" for title in SECTIONS)
    )


def write_log(repo, ending, write):
    for number in (1, 2, 3):
        repo.write(f"docs/adr/000{number}-use-{number}{ending}", write(number))
    repo.commit()


LOGS = [
    (".adoc", adoc("= ADR-000{n}: Use {n}\n:status: Accepted\n:date: {d}\n"), "= ADR-0004: Next\n:status: Accepted\n:date: 2026-01-15\n\n== Context\n"),
    (".adoc", adoc("= {n}. Use {n}\n{d}\n\n== Status\n\nAccepted\n"), "= 4. Next\n2026-01-15\n\n== Status\n\nAccepted\n\n== Context\n"),
    (".asciidoc", adoc("= X\n\n* Status: Accepted\n* Date: {d}\n"), "= Next\n\n* Status: Accepted\n* Date: 2026-01-15\n\n== Context\n"),
    (".adoc", adoc('= {n}. Use {n}\n\n[cols="1,2"]\n|===\n|Status\n|Accepted\n\n|Date\n|{d}\n|===\n'),
     '= 4. Next\n\n[cols="1,2"]\n|===\n|Status\n|Accepted\n\n|Date\n|2026-01-15\n|===\n\n== Context\n'),
    (".adoc", adoc("= {n}. Use {n}\n\n*Status*: Accepted\n\n*Date*: {d}\n"), "= 4. Next\n\n*Status*: Accepted\n\n*Date*: 2026-01-15\n\n== Context\n"),
    (".rst", rst("{n}. Use {n}\n========\n\n:Status: Accepted\n:Date: {d}\n", "-"), "4. Next\n=======\n\n:Status: Accepted\n:Date: 2026-01-15\n\nContext\n-------\n"),
    (".rst", rst("########\nADR {n}: X\n########\n\nStatus\n******\n\nAccepted\n", "*"), "###########\nADR 4: Next\n###########\n\nStatus\n******\n\nAccepted\n\nContext\n*******\n"),
    (".rst", rst("Use x\n=====\n\n- **Status**: Accepted\n- **Date**: {d}\n", "~"), "Next\n====\n\n- **Status**: Accepted\n- **Date**: 2026-01-15\n\nContext\n~~~~~~~\n"),
    (".adoc", adoc("= ADR {n}: X\nAda <ada@example.org>\nv1.0, {d}\n:toc:\n\n[NOTE]\n====\nStatus: Accepted\n====\n"),
     "= ADR 4: Next\nAda <ada@example.org>\nv1.0, 2026-01-15\n:toc:\n\n[NOTE]\n====\nStatus: Accepted\n====\n\n== Context\n"),
    (".rst", rst("ADR {n}: X\n========\n\n.. list-table::\n   :widths: 20 80\n\n   * - Status\n     - Accepted\n   * - Date\n     - {d}\n", "-"),
     "ADR 4: Next\n===========\n\n.. list-table::\n   :widths: 20 80\n\n   * - Status\n     - Accepted\n   * - Date\n     - 2026-01-15\n\nContext\n-------\n"),
    (".rst", rst("Xyz\n===\n\n:Status:\n   Accepted\n:Date:\n   {d}\n", "-"), "Next\n====\n\n:Status:\n   Accepted\n:Date:\n   2026-01-15\n\nContext\n-------\n"),
]  # fmt: skip


@pytest.mark.parametrize(("ending", "write", "beginning"), LOGS)
def test_a_new_record_is_written_as_its_log(repo, run, ending, write, beginning):
    """Title, fields and sections are those of the others, and the record reads back."""
    write_log(repo, ending, write)
    run("adr", "new", "Next")
    text = repo.read(f"docs/adr/0004-next{ending}")
    assert text.startswith(beginning)
    titles = [line.lstrip("= ") for line in text.split("\n")]
    assert [title for title in titles if title in SECTIONS] == list(SECTIONS)
    record = json.loads(run("show", "4", "--json").out)
    assert (record["number"], record["title"], record["status"]) == (4, "Next", "accepted")
    assert run("check").code == 0


@pytest.mark.parametrize(("ending", "write", "beginning"), LOGS)
def test_another_status_is_written_in_the_same_place(repo, run, ending, write, beginning):
    """Only the word differs."""
    write_log(repo, ending, write)
    run("adr", "new", "Next", "--status", "proposed")
    assert repo.read(f"docs/adr/0004-next{ending}").startswith(beginning.replace("Accepted", "Proposed"))


def test_a_template_and_a_log_of_mostly_markdown_give_markdown(repo, run):
    """The markup of the log is followed only where no other one is asked for, and most records have it."""
    write_log(repo, ".adoc", LOGS[0][1])
    run("adr", "new", "Next", "--template", "nygard")
    assert repo.read("docs/adr/0004-next.md").startswith("# 4. Next\n")
    for number in (5, 6, 7, 8):
        repo.write(
            f"docs/adr/000{number}-x.md", f"# {number}. X\n\n## Status\n\nAccepted\n\n## Context\n\nc\n"
        )
    run("adr", "new", "Last")
    assert repo.read("docs/adr/0009-last.md").startswith("# 9. Last\n")


@pytest.mark.parametrize(
    ("log", "lines"),
    [
        (LOGS[0], ["== Why", "See link:a.md[a] and *this* `x`.", "[source,sh]\n----\nls\n----"]),
        (LOGS[5], ["Why\n---", "See `a <a.md>`__ and **this** ``x``.", ".. code-block:: sh\n\n   ls\n"]),
    ],
)
def test_a_body_in_markdown_is_written_in_the_markup(repo, run, log, lines):
    """Titles, links, emphasis and code of a body that is given become those of the log."""
    write_log(repo, *log[:2])
    body = "## Why\n\nSee [a](a.md) and **this** `x`.\n\n```sh\nls\n```\n"
    run("adr", "new", "Next", "--body-file", "-", stdin=body)
    text = repo.read(f"docs/adr/0004-next{log[0]}")
    for line in lines:
        assert line in text
    assert "Context" not in text
