"""Citations in comments as evidence: of the line itself, of the file, and of nothing where no record exists."""

from __future__ import annotations

import json

import pytest

from records.trace.governs.citations import citations_in, cited_numbers, lines_with_comment

CODE = (
    "class Shop:\n"
    "    pages = {}  # see ADR-0001\n"
    "    other = 1\n"
    "\n"
    "    # Prices are kept in cents,\n"
    "    # as ADR-2 says.\n"
    "    price = 100\n"
    "\n"
    '    name = "ADR-0001"\n'
    "    reaction = 5  # ADR-0099 is an adverse drug reaction\n"
)


@pytest.fixture
def cited(repo, run):
    """A repository whose code cites two decisions in comments, with a commit that names none."""
    for title in ("Cache pages in memory", "Count money in cents"):
        run("adr", "new", title, "--status", "accepted")
    repo.commit("Begin a log")
    repo.write("app/shop.py", CODE)
    repo.commit("Open")
    return repo


def evidence(run, place):
    """The step, detail and reference of each piece of evidence."""
    rows = json.loads(run("why", place, "--json").out)["evidence"]
    return [(row["step"], row["detail"], row["record"]["ref"]) for row in rows]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (2, ("citation", "this line cites ADR-0001", "ADR-0001")),
        (5, ("citation", "line 6, in the comment of the code asked about, cites ADR-2", "ADR-0002")),
        (6, ("citation", "this line cites ADR-2", "ADR-0002")),
        (7, ("citation", "line 6, in the comment of the code asked about, cites ADR-2", "ADR-0002")),
    ],
)
def test_a_citation_on_the_line_or_in_its_comment_explains_it(cited, run, line, expected):
    """The decision that the line, or the comment directly above or around it, cites comes first, without a denial."""
    assert evidence(run, f"app/shop.py:{line}")[0] == expected
    assert "No record explains" not in run("why", f"app/shop.py:{line}").out


@pytest.mark.parametrize("line", [3, 9, 10])
def test_a_citation_elsewhere_in_the_file_may_be_related(cited, run, line):
    """Other lines, a string and the number of no record are explained by nothing; the file's citations are listed."""
    assert evidence(run, f"app/shop.py:{line}") == sorted(
        [
            ("mention", "cited as ADR-0001 in app/shop.py:2", "ADR-0001"),
            ("mention", "cited as ADR-2 in app/shop.py:6", "ADR-0002"),
        ],
        key=lambda row: abs(int(row[1].rpartition(":")[2]) - line),
    )
    out = run("why", f"app/shop.py:{line}").out
    assert "No record explains this line." in out
    assert "may be related:" in out


def test_a_marker_on_the_line_explains_it(repo, run):
    """`@adr 1` on the very line is evidence for that line, and governs the file."""
    run("adr", "new", "Cache pages in memory", "--status", "accepted")
    repo.commit("Begin a log")
    repo.write("app/shop.py", "pages = {}  # @adr 1\nother = 1\n")
    repo.commit("Open")
    out = run("why", "app/shop.py:1").out
    assert "No record explains" not in out
    assert "governs this file: line 1 says @adr 1" in out
    assert "No record explains this line." in run("why", "app/shop.py:2").out
    assert "governs this file: line 1 says @adr 1" in run("why", "app/shop.py:2").out


def test_adr_for_lists_the_decisions_that_a_file_cites(cited, run):
    """A cited decision is listed for the file, weaker than one that affects it."""
    rows = json.loads(run("adr", "for", "app/shop.py", "--json").out)["decisions"]
    assert [(row["ref"], row["bonds"][0]["how"], row["bonds"][0]["line"]) for row in rows] == [
        ("ADR-0001", "citation", 2), ("ADR-0002", "citation", 6),
    ]  # fmt: skip
    assert all(row["bonds"][0]["weak"] for row in rows)
    assert "may be related: ADR-0001 is cited in line 2: app/shop.py" in run("adr", "for", "app/shop.py").out


def test_a_citation_of_a_superseded_decision_leads_to_the_one_in_its_place(cited, run):
    """`adr for` names the decision that took the place of the cited one; `why` shows the cited one and goes on."""
    run("adr", "new", "Cache pages in Redis", "--supersedes", "1", "--status", "accepted")
    bonds = {
        row["ref"]: row["bonds"][0]
        for row in json.loads(run("adr", "for", "app/shop.py", "--json").out)["decisions"]
    }
    assert bonds["ADR-0003"]["named"] == "ADR-0001"
    assert evidence(run, "app/shop.py:2")[0][2] == "ADR-0001"
    assert "ADR-0003 Cache pages in Redis" in run("why", "app/shop.py:2").out


def test_an_empty_answer_says_how_to_tie_code_to_a_decision(cited, run):
    """Where nothing is known of a file, `why` and `adr for` say once how a decision is cited."""
    cited.write("app/other.py", "x = 1\n")
    cited.commit("Add a number")
    for words in (("why", "app/other.py:1"), ("adr", "for", "app/other.py")):
        assert run(*words).err.count("@adr 12 in a comment, or ADR-12 in the commit message") == 1


def test_citations_of_comments_in_several_languages():
    """The sign of a comment has to stand before the number; a string or an address has none."""
    text = "// ADR-7\n-- adr_08\n * see ADR 9, ADR-10\nx = 'ADR-11'\nhttp://x.test//ADR-12\n<!-- ADR#13 -->\n"
    assert list(citations_in(text)) == [(1, "7"), (2, "08"), (3, "9"), (3, "10"), (6, "13")]
    assert cited_numbers("# nothing") == []


def test_the_comment_of_lines_ends_at_code_and_at_a_blank_line():
    """Only lines that begin with a comment and touch the code belong to it; a comment is read to its end."""
    text = "# a\n\n# b\n# c\nx = 1\n# d\n"
    assert list(lines_with_comment(text, 5, 5)) == [3, 4, 5]
    assert list(lines_with_comment(text, 3, 3)) == [3, 4]
    assert list(lines_with_comment(text, 1, 1)) == [1]
