"""Decisions that are numbered within a year (`2024-001-x.md`), and what looks like them and is not."""

import json

import pytest

from records.model.file_name import Years, judge_years, parse_decision_name, yearly_name, yearly_reference

BODY = "## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"


def write_log(repo, *stems, heading="# {id}: Use {number}", status="Accepted"):
    """Write a decision for each stem."""
    for number, stem in enumerate(stems, start=1):
        title = heading.format(id=stem.rpartition("-use")[0], number="abcdefghij"[number])
        repo.write(f"docs/adr/{stem}.md", f"{title}\n\n* Status: {status}\n* Date: 2024-02-03\n\n{BODY}")
    repo.commit()


def refs(run):
    return [record["ref"] for record in json.loads(run("list", "--json").out)]


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("2024-001-use-x.md", "2024-001"), ("2024-12-use-x.md", "2024-12"), ("ADR-2024-001-use-x.md", "2024-001"), ("2024_001_x.md", "2024_001"),
        ("adr-2024-001.md", "2024-001"), ("2024.001-use-x.md", "2024.001"), ("GEN-2024-001-x.md", "2024-001"), ("1999-12-y.adoc", "1999-12"),
        ("2024-0001-x.md", "2024-0001"), ("2024-001-use-x/README.md", "2024-001"),
        ("2024-01-31-use-x.md", None), ("20240131-use-x.md", None), ("2024-0131-use-x.md", None), ("2024-use-x.md", None),
        ("0001-use-2024-12-x.md", None), ("use-python-2023-12-lts.md", None), ("20240131120000-x.md", None), ("2024-1-x.md", None),
        ("2024-01-31.md", None), ("2024-01-31-001-x.md", None), ("1801-001-x.md", None),
    ],
)  # fmt: skip
def test_a_year_and_a_number_are_known_by_their_form(name, identifier):
    """A day, a month with a day, and a year in a title are no such number."""
    parts = yearly_name(name.replace("/README.md", ".md"))
    assert (parts.id if parts else None) == identifier
    if identifier:
        number = parse_decision_name(name.replace("/README.md", ".md"))
        assert (number.id, number.number) == (identifier, int(identifier[5:]))


@pytest.mark.parametrize(
    ("names", "years"),
    [
        (("2024-001-a.md", "2024-002-b.md"), Years.NUMBERS), (("2024-11-a.md", "2024-12-b.md"), Years.NUMBERS),
        (("2024-12-a.md", "2024-12-b.md"), Years.MONTHS), (("2024-12-a.md", "2024-13-a.md", "2024-13-b.md"), Years.NUMBERS),
        (("2024-12-a.md", "2024-01-31-b.md"), Years.MONTHS), (("2024-001-a.md", "2024-01-31-b.md"), Years.NUMBERS),
        (("1999-a.md", "2000-100-percent.md"), Years.NONE), (("0001-a.md", "2024-001-b.md"), Years.NUMBERS),
        (("2024-00-a.md", "2024-00-b.md"), Years.NUMBERS), (("0001-a.md",), Years.NUMBERS),
    ],
)  # fmt: skip
def test_the_names_of_a_log_say_what_follows_a_year(names, years):
    """A month is there twice or beside whole days; a log that counts into the thousands has plain numbers."""
    assert judge_years(names) is years


def test_a_reference_has_a_year_and_a_number():
    """Any width and the usual word before it are fine."""
    assert (
        yearly_reference("2024-001")
        == yearly_reference("ADR-2024-1")
        == yearly_reference("adr 2024/1")
        == ("2024", 1)
    )
    assert yearly_reference("2024") is yearly_reference("2024-01-31") is yearly_reference("ADR-12") is None


def test_records_of_two_years_have_their_own_numbers(repo, run):
    """They are listed by year, and named by year and number; a bare number of both years is ambiguous."""
    write_log(repo, "2023-001-use-a", "2023-002-use-b", "2024-001-use-c", heading="# ADR-{id}: Use {number}")
    assert refs(run) == ["ADR-2023-001", "ADR-2023-002", "ADR-2024-001"]
    assert run("check").code == 0
    for ref in ("2024-001", "2024-1", "ADR-2024-001", "adr/2024-001-use-c", "docs/adr/2024-001-use-c.md"):
        record = json.loads(run("show", ref, "--json").out)
        assert (record["path"], record["title"]) == ("docs/adr/2024-001-use-c.md", "Use d")
    run("show", "1", code=2)
    run("show", "2024-003", code=2)
    assert json.loads(run("show", "2", "--json").out)["ref"] == "ADR-2023-002"


@pytest.mark.parametrize("text", ["ADR-2024-001", "2024-001", "[x](2024-001-use-c.md)", "ADR-2024-1"])
def test_a_supersession_names_the_record_of_its_year(repo, run, text):
    """Words and links in a status lead to it, and an edit writes a link that reads back."""
    write_log(repo, "2023-001-use-a", "2023-002-use-b", "2024-001-use-c")
    path = "docs/adr/2023-001-use-a.md"
    repo.write(path, repo.read(path).replace("Accepted", f"Superseded by {text}"))
    record = json.loads(run("show", "2023-001", "--json").out)
    assert record["links"] == [{"relation": "superseded-by", "target": "adr/2024-001-use-c"}]
    run("adr", "supersede", "2023-002", "--by", "2024-001")
    record = json.loads(run("show", "2023-002", "--json").out)
    assert record["links"] == [{"relation": "superseded-by", "target": "adr/2024-001-use-c"}]
    before = repo.read("docs/adr/2023-002-use-b.md")
    run("adr", "supersede", "2023-002", "--by", "2024-001")
    assert repo.read("docs/adr/2023-002-use-b.md") == before


@pytest.mark.parametrize(
    ("stems", "name"),
    [
        (("2025-001-use-a", "2025-002-use-b"), "2026-001-next.md"),
        (("2025-001-use-a", "2026-001-use-b"), "2026-002-next.md"),
        (("2025-001-use-a", "2025-002-use-b", "2026-003-use-c"), "2026-004-next.md"),
        (("ADR-2026-001-use-a", "ADR-2026-002-use-b"), "ADR-2026-003-next.md"),
        (("2026_001_use_a", "2026_002_use_b"), "2026_003_next.md"),
        (("2026-01-use-a", "2026-13-use-b"), "2026-14-next.md"),
        (("2025-12-use-a", "2025-12-use-b"), "2026-01-next.md"),
        (("1999-use-a", "2000-100-percent"), "2001-next.md"),
        (("0001-use-a", "0002-use-b", "2026-001-use-c", "2026-002-use-d"), "2026-003-next.md"),
    ],
)
def test_a_new_record_goes_on_as_the_log_counts(repo, run, stems, name):
    """Each year begins again where the years before do, else the numbers go on."""
    write_log(repo, *stems, heading="# Use {number}")
    run("adr", "new", "Next")
    assert (repo.path / f"docs/adr/{name}").exists()
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# {id}: Use {number}", "# 2026-001: Next"), ("# ADR-{id} Use {number}", "# ADR-2026-001 Next"),
        ("# ADR {id} — Use {number}", "# ADR 2026-001 — Next"), ("# [{id}] Use {number}", "# [2026-001] Next"),
        ("---\nid: ADR-{id}\ntitle: Use {number}\n---\n# Use {number}", "---\nid: ADR-2026-001\ntitle: Next\n---\n\n# Next"),
    ],
)  # fmt: skip
def test_a_new_heading_has_year_and_number(repo, run, heading, title):
    """The year is that of the new record, the number as wide as in the others."""
    write_log(repo, "2025-001-use-a", "2025-002-use-b", "2025-003-use-c", heading=heading)
    run("adr", "new", "Next")
    assert repo.read("docs/adr/2026-001-next.md").startswith(title + "\n")


def test_a_record_gets_another_number_of_its_year(repo, run):
    """Name, heading, key and citations follow; the year stays."""
    heading = "---\nid: ADR-{id}\n---\n# ADR-{id}: Use {number}"
    write_log(repo, "2023-001-use-a", "2023-002-use-b", "2024-001-use-c", heading=heading)
    repo.write("NOTES.md", "See ADR-2023-001 and ADR-2024-001, docs/adr/2023-001-use-a.md.\n")
    repo.commit()
    run("renumber", "2023-001")
    text = repo.read("docs/adr/2023-003-use-a.md")
    assert "id: ADR-2023-003\n" in text
    assert "# ADR-2023-003: Use b\n" in text
    assert repo.read("NOTES.md") == "See ADR-2023-003 and ADR-2024-001, docs/adr/2023-003-use-a.md.\n"
    run("renumber", "2023-002", "--to", "3", code=2)


def test_one_number_twice_in_a_year_is_an_error(repo, run):
    """The same number of another year is none, nor is that of another series."""
    write_log(
        repo,
        "2023-001-use-a",
        "2024-001-use-b",
        "2024-001-use-c",
        "GEN-2024-001-use-d",
        heading="# Use {number}",
    )
    out = run("check", code=1).out
    assert out.count("ADR012") == 1
    assert "number 1 is used twice in docs/adr: 2024-001-use-" in out


def test_a_month_is_no_number(repo, run):
    """Such records go by their names, from the index as well as from their files."""
    write_log(repo, "2024-12-use-a", "2024-12-use-b", heading="# Use {number}")
    for _ in range(2):
        assert refs(run) == ["adr/2024-12-use-a", "adr/2024-12-use-b"]
    assert run("check").code == 0


def test_a_log_in_the_thousands_has_plain_numbers(repo, run):
    """Digits in a title are none of the number, from the index as well as from the files."""
    write_log(repo, "1999-use-a", "2000-100-percent", heading="# Use {number}")
    for _ in range(2):
        assert refs(run) == ["ADR-1999", "ADR-2000"]
    (repo.path / "docs/adr/1999-use-a.md").unlink()
    for _ in range(2):
        assert refs(run) == ["ADR-2000-100"]


@pytest.mark.parametrize(
    ("stem", "heading", "name", "title"),
    [
        ("{year}-{n}-use-x", "# ADR {year}-{n}: X", "2026-001-next.md", "# ADR 2026-001: Next"),
        ("{n}-use-x", "# {n}: X", "001-next.md", "# 001: Next"),
    ],
)
def test_a_new_folder_for_a_year_is_kept_as_the_others(repo, run, stem, heading, name, title):
    """Its first record has the name and the form of those in the folders of earlier years, and the number 1."""
    for year in ("2024", "2025"):
        for number in ("001", "002"):
            text = (
                f"{heading.format(year=year, n=number)}\n\n* Status: Accepted\n* Date: {year}-02-03\n\n{BODY}"
            )
            repo.write(f"docs/adr/{year}/{stem.format(year=year, n=number)}.md", text)
    repo.commit()
    run("adr", "new", "Next")
    assert repo.read(f"docs/adr/2026/{name}").startswith(
        f"{title}\n\n* Status: Accepted\n* Date: 2026-01-15\n"
    )


def test_a_digit_at_the_end_of_a_title_is_no_number(repo, run):
    """`Use HTTP 2` of the second record shows no place for a number."""
    for number, title in ((1, "Use HTTP 1"), (2, "Use HTTP 2"), (3, "Use HTTP 3")):
        repo.write(f"docs/adr/000{number}-x.md", f"# {title}\n\n* Status: Accepted\n\n{BODY}")
    run("adr", "new", "Next")
    assert repo.read("docs/adr/0004-next.md").startswith("# Next\n")


def test_an_id_of_letters_orders_records_too(repo, run):
    """A number within a year is told by digits; other names with a hyphen at that place are listed as they are."""
    repo.write(
        "history/prompts/general/feat-1-x.general.prompt.md", "---\nid: feat-1\ntitle: X\n---\n\nText\n"
    )
    repo.write("docs/adr/abcd-1-x.md", f"# X\n\n* Status: Accepted\n\n{BODY}")
    assert len(refs(run)) == 2
