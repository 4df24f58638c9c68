"""Decisions in reStructuredText and AsciiDoc are read, linked, edited and shown like others."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.adr.dialects import read_adr
from records.adr.other_markup import as_markdown

RST = """.. _ADR-4:

4. Send mail through a queue
============================

:Date: 2024-05-06

Status
------

**Accepted**

Superseded by :doc:`0005-send-mail-at-once`

Context
-------

Mails are slow, as `the report
<https://acme.io/report>`_ and `the log`_ say:

.. code-block:: python

    send(mail)  # seconds

Numbers::

    3.1 s

~~~~~~
Detail
~~~~~~

#. first
#. second

Decision
--------

We queue them.

.. _the log: https://acme.io/log
"""
ADOC = """= 6. Keep sessions in Redis
:toc: left
:status: Accepted
:date: 2024-05-07

== Context

*Sessions* are lost; see xref:0004-queue.rst[the queue], <<0005-at-once.adoc#,at once>>
and https://acme.io/report[the report].

[source,python]
----
= not a heading
keep(session)
----

== Decision

. First.
.. Deeper.
** And so.
"""


def test_restructured_text_is_laid_out_line_for_line() -> None:
    """reStructuredText becomes Markdown with the same number of lines, its headings and fields recognised."""
    made = as_markdown(RST, "0004-x.rst").split("\n")
    assert len(made) == len(RST.split("\n"))
    assert [line for line in made if line.startswith("#")] == [
        "# 4. Send mail through a queue",
        "## Status",
        "## Context",
        "### Detail",
        "## Decision",
    ]
    assert "* Date: 2024-05-06" in made
    assert "Superseded by [0005-send-mail-at-once](0005-send-mail-at-once.rst)" in made
    assert "Mails are slow, as [the report](https://acme.io/report)" in made
    assert " and [the log][] say:" in made
    assert made[made.index("```python") : made.index("```python") + 4] == [
        "```python",
        "",
        "    send(mail)  # seconds",
        "```",
    ]
    assert made[made.index("Numbers:") : made.index("Numbers:") + 4] == [
        "Numbers:",
        "```",
        "    3.1 s",
        "```",
    ]
    assert "1. second" in made
    assert made[-2] == "[the log]: https://acme.io/log"


def test_asciidoc_is_laid_out_line_for_line() -> None:
    """AsciiDoc becomes Markdown with the same number of lines, its headings and links recognised."""
    made = as_markdown(ADOC, "0006-x.adoc").split("\n")
    assert len(made) == len(ADOC.split("\n"))
    assert made[0] == "# 6. Keep sessions in Redis"
    assert made[1] == ":toc: left"
    assert "**Sessions** are lost; see [the queue](0004-queue.rst), [at once](0005-at-once.adoc)" in made
    assert "and [the report](https://acme.io/report)." in made
    assert made[made.index("```python") : made.index("```python") + 4] == [
        "```python",
        "= not a heading",
        "keep(session)",
        "```",
    ]
    assert made[-4:-1] == ["1. First.", "   1. Deeper.", "   * And so."]


@pytest.mark.parametrize(
    "text",
    [
        "=====  =====\nA      B\n=====  =====\n",
        "Text\nmore\n----\n",
        "+---+\n| a |\n+---+\n",
        "a\n\n----\n\nb\n",
    ],
)
def test_what_only_looks_like_a_heading_stays(text: str) -> None:
    """Text that resembles an underlined heading is not changed."""
    assert as_markdown(text, "x.rst") == text


@given(
    st.lists(
        st.sampled_from(
            ["==", "====", "----", "``", "::", ".. x::", "a", " b", "", "`a <b>`_", "#. c", "*d*"]
        )
    )
)
def test_any_text_keeps_its_lines(parts: list[str]) -> None:
    """Whatever the text, conversion keeps its number of lines, and Markdown is returned unchanged."""
    text = "\n".join(parts)
    for name in ("x.rst", "x.adoc", "x.asciidoc"):
        assert as_markdown(text, name).count("\n") == text.count("\n")
    assert as_markdown(text, "x.md") is text


def test_facts_have_their_lines() -> None:
    """The facts of a decision in another markup carry the line numbers of the file."""
    facts = read_adr(RST, "0004-x.rst")
    assert (facts.number, facts.title, facts.date) == (4, "Send mail through a queue", "2024-05-06")
    assert [(link.relation, link.target, link.line) for link in facts.links] == [
        ("superseded-by", "0005-send-mail-at-once.rst", 13)
    ]
    adoc = read_adr(ADOC, "0006-x.adoc")
    assert (adoc.number, adoc.title, adoc.status, adoc.date) == (
        6,
        "Keep sessions in Redis",
        "accepted",
        "2024-05-07",
    )
    assert adoc.source("status").line == 3


@pytest.fixture
def log(repo):
    """A log in three markups; an index of the documentation beside it is none of its records."""
    repo.write(
        "docs/decisions/0004-queue.rst", RST.replace("Superseded by :doc:`0005-send-mail-at-once`\n", "")
    )
    repo.write("docs/decisions/0006-sessions.adoc", ADOC)
    repo.write("docs/decisions/index.rst", "Decisions\n=========\n")
    repo.commit()
    return repo


def test_a_log_of_other_markups_is_read(run, log) -> None:
    """`list`, `show` and `search` work on reStructuredText and AsciiDoc decisions."""
    found = json.loads(run("list", "--json").out)
    assert [(r["ref"], r["status"], r["title"]) for r in found] == [
        ("ADR-0004", "accepted", "Send mail through a queue"),
        ("ADR-0006", "accepted", "Keep sessions in Redis"),
    ]
    assert "Mails are slow" in run("show", "ADR-4").out
    assert "ADR-0006" in run("search", "sessions").out
    assert "We queue them." in run("prime").out


def test_a_log_of_other_markups_goes_on_in_markdown(run, log) -> None:
    """A new decision in such a log is Markdown, takes the next number and can link to the old ones."""
    assert run("adr", "new", "Use Kafka").out.splitlines()[-1].endswith("docs/decisions/0007-use-kafka.md")
    run("link", "ADR-7", "relates-to", "ADR-4")
    assert "0007-use-kafka" in json.dumps(json.loads(run("show", "ADR-4", "--json").out)["backlinks"])


@pytest.mark.parametrize(
    ("asked", "change"),
    [
        (("adr", "deprecate", "ADR-4"), "-**Accepted**\n+**Deprecated**"),
        (
            ("adr", "new", "Use Kafka", "--supersedes", "4"),
            "-**Accepted**\n+Superseded by `7. Use Kafka <0007-use-kafka.md>`_",
        ),
        (("link", "ADR-4", "amends", "ADR-6"), "+Amends `6. Keep sessions in Redis <0006-sessions.adoc>`_"),
        (("adr", "deprecate", "ADR-6"), "-:status: Accepted\n+:status: Deprecated"),
    ],
)
def test_edits_are_written_in_the_markup_of_the_file(run, log, asked, change) -> None:
    """A status and a link are written where the layout as Markdown shows that nothing else changes."""
    run(*asked)
    assert change in log.git("diff", "--unified=0")


def test_a_file_of_another_markup_keeps_its_number(run, log) -> None:
    """`renumber` refuses it and changes nothing."""
    run("renumber", "ADR-6", code=2)
    assert log.git("status", "--short") == ""


def test_checking_and_mending_leave_another_markup_alone(run, log) -> None:
    """`check` reports on other markups, and `--fix` does not write them."""
    told = run("check", code=1).out
    assert "docs/decisions/0004-queue.rst" in told  # it is checked: consequences are missing
    assert "ADR019" not in told
    run("check", "--fix", code=1)
    assert log.git("status", "--short") == ""


def test_the_page_of_another_markup_has_headings(run, log) -> None:
    """The site renders headings of reStructuredText as HTML headings."""
    run("site", "build", "-o", "out")
    page = (log.path / "out/adr/0004-queue.html").read_text()
    assert re.search(r"<h2[^>]*>Context\b", page)
    assert "------" not in page
