"""A log's own custom decides which findings are worth reading: what most of its records have is missed in the others."""

import json

import pytest

WHOLE = (
    "# {0}. Title {0}\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nd\n\n"
    "## Consequences\n\ne\n"
)


def rows(run, *words, code=0):
    """The rule, severity, file name and message of every finding."""
    found = json.loads(run("check", "--json", *words, code=code).out)
    return [(row["rule"], row["severity"], row["path"].rsplit("/", 1)[-1], row["message"]) for row in found]


def log(repo, texts):
    """Write a log of one record for each text."""
    for number, text in enumerate(texts, start=1):
        repo.write(f"docs/adr/{number:04d}-t.md", text.format(number))


BARE = WHOLE.replace("## Consequences\n\ne\n", "")


def test_a_section_that_most_records_lack_is_not_missed(run, repo):
    """In a log of which most records have no Consequences they are asked of none, a new one included."""
    log(repo, [BARE, BARE, BARE, WHOLE])
    assert rows(run) == []
    start = repo.commit("Begin")
    repo.write("docs/adr/0005-t.md", BARE.format(5))
    assert rows(run, "--against", start) == []


def test_a_section_that_one_record_lacks_is_an_error(run, repo):
    """Where the others have it, the record was not finished."""
    log(repo, [WHOLE, WHOLE, WHOLE, BARE])
    assert rows(run, code=1) == [("ADR006", "error", "0004-t.md", "there is no section Consequences")]


def test_what_one_record_lacks_is_one_finding(run, repo):
    """A record with neither status nor date, and without two sections, is one thing to look at."""
    bare = WHOLE.replace("Date: 2026-01-01\n\n## Status\n\nAccepted\n\n", "").replace(
        "## Decision", "## Talk"
    )
    log(repo, [WHOLE, WHOLE, bare.replace("## Consequences", "## End")])
    assert [(rule, message) for rule, _, _, message in rows(run, code=1)] == [
        (
            "ADR002",
            "no status is stated, no date is stated, there is no section Decision, there is no section Consequences",
        )
    ]
    assert len(rows(run, "--all", code=1)) == 4


@pytest.mark.parametrize(
    "headings",
    [
        ("Contexte", "Résultat de la décision", "Conséquences"),
        ("Kontext", "Entscheidung", "Folgen"),
        ("Contexto", "Decisão", "Consequências"),
        ("Problem", "Proposal", "Risks"),
        ("背景", "決定", "影響"),
    ],
)
def test_sections_in_other_languages(run, repo, headings):
    """A section counts in any language, with or without accents, composed or not."""
    text = WHOLE
    for old, new in zip(("Context", "Decision", "Consequences"), headings, strict=True):
        text = text.replace(f"## {old}", f"## {new}")
    log(repo, [text])
    assert rows(run) == []


def test_words_of_a_log_are_its_statuses(run, repo):
    """A status that three records have is a word of the log; a rare one is a remark, a misspelled one has a hint."""
    log(
        repo,
        [WHOLE.replace("Accepted", word) for word in ("Shipped", "Shipped", "Shipped", "Parked", "Acepted")],
    )
    assert [(name, message) for _, _, name, message in rows(run)] == [
        ("0004-t.md", "the status 'Parked' is not a standard status"),
        ("0005-t.md", "the status 'Acepted' is not a standard status"),
    ]
    assert "did you mean accepted?" in run("check").out


@pytest.mark.parametrize("date", ["21.07.2017", "April 10, 2025", "2021-10-5", "10 avril 2025"])
def test_a_date_that_is_read_without_doubt_is_no_finding(run, repo, date):
    """Dots, the name of a month and a short day leave no doubt; only day/month/year does."""
    log(repo, [WHOLE.replace("2026-01-01", date)])
    assert rows(run) == []


def test_many_errors_of_one_rule_are_one_finding(run, repo):
    """Ten numbers that are used twice have one cause, and a count; `--all` shows each."""
    for number in range(1, 11):
        for name in "ab":
            repo.write(f"docs/adr/{number:04d}-{name}.md", WHOLE.format(number))
    found = rows(run, code=1)
    assert [rule for rule, *_ in found] == ["ADR012"]
    assert "(10 times in docs/adr: also in 0002-b.md, 0003-b.md, and 7 more)" in found[0][3]
    assert len(rows(run, "--all", code=1)) == 10


def test_a_number_that_five_records_have_is_one_finding(run, repo):
    """It names the others, at the record that took it last."""
    for name in "abcde":
        repo.write(
            f"docs/adr/0007-{name}.md",
            WHOLE.format(7).replace("2026-01-01", f"2026-01-0{' edcba'.index(name)}"),
        )
    assert rows(run, code=1) == [
        ("ADR012", "error", "0007-a.md",
         "number 7 is used 5 times in docs/adr: 0007-b.md, 0007-c.md, 0007-d.md, 0007-e.md")
    ]  # fmt: skip


def test_words_that_are_no_template(run, repo):
    """A reference link alone in its line is text; brackets without a definition are a template's."""
    options = "## Options\n\n- [Styled components]\n\n[Styled Components]: https://example.org\n"
    log(repo, [WHOLE + options, WHOLE + "## Options\n\n- [name of the option]\n"])
    assert [(rule, name) for rule, _, name, _ in rows(run)] == [("ADR014", "0002-t.md")]


def test_a_heading_that_states_a_relation_is_not_empty(run, repo):
    """`## Superseded by …` is a statement, not a section without text."""
    log(repo, [WHOLE.replace("## Context", "## Superseded by [2](0002-t.md)\n\n## Context"), WHOLE])
    assert [rule for rule, *_ in rows(run)] == ["ADR028"]


@pytest.mark.parametrize(
    ("front", "heading"),
    [
        ("0001-Choice of the form", "# Choice of the form"),
        ("Use BibEntry.getId for the entry", "# Use `BibEntry.getId` for entries"),
        ("Retries", "# 1 Retries"),
        ("Event sources", "# Decision\n\nd\n\n# Other things"),
    ],
)
def test_titles_that_say_the_same(run, repo, front, heading):
    """Numbers, marks and a word more or less make no other title, and a section is no title."""
    text = WHOLE.replace("# {0}. Title {0}", f'---\ntitle: "{front}"\n---\n\n{heading}')
    log(repo, [text])
    assert rows(run) == []


def test_a_link_to_a_renamed_record_has_its_name_as_hint(run, repo):
    """The words of a name are looked for before its number."""
    log(repo, [WHOLE + "\nSee [it](0003-use-excel.md).\n", WHOLE, WHOLE])
    repo.write("docs/adr/0004-use-excel.md", WHOLE.format(4))
    assert "did you mean docs/adr/0004-use-excel.md?" in run("check").out


def test_options_that_are_no_list(run, repo):
    """Options in bold paragraphs or in a table are not counted; a list of one is a remark."""
    madr = WHOLE.replace("## Decision", "## Considered Options\n\n{{options}}\n\n## Decision Outcome")
    log(repo, [madr.replace("{{options}}", "**One:** a\n\n**Two:** b"), madr.replace("{{options}}", "* one")])
    assert [(rule, name) for rule, _, name, _ in rows(run)] == [("ADR016", "0002-t.md")]


def test_unread_logs_below_one_folder_are_one_finding(run, repo):
    """Their number and some of their folders are named."""
    for folder in "abcd":
        repo.write(f"handbook/{folder}-decisions/0001-x.md", WHOLE.format(1))
    found = rows(run, code=1)
    assert [rule for rule, *_ in found] == ["REC003"]
    assert (
        "handbook (handbook/a-decisions, handbook/b-decisions, handbook/c-decisions and 1 more)"
        in found[0][3]
    )
    assert "holds 4 decisions that nothing reads" in found[0][3]


def test_a_log_mostly_without_metadata_is_one_remark(run, repo):
    """What lacks status and date, and what lacks the date alone, have one cause."""
    bare = WHOLE.replace("Date: 2026-01-01\n\n## Status\n\nAccepted\n\n", "")
    undated = WHOLE.replace("Date: 2026-01-01\n\n", "")
    log(repo, [bare] * 5 + [undated] * 3)
    found = rows(run)
    assert [(rule, severity) for rule, severity, *_ in found] == [("ADR002", "info")]
    assert "no status is stated, no date is stated (5 times" in found[0][3]
    assert "; no date is stated (3 times" in found[0][3]


def test_a_heading_that_begins_with_a_status_is_not_empty(run, repo):
    """`## Superseded as the project was ended` is a statement, not a section without text."""
    log(repo, [WHOLE.replace("## Context", "## Superseded as the project was ended\n\n## Context")])
    assert "ADR014" not in [rule for rule, *_ in rows(run)]


def test_a_section_that_a_third_of_a_log_lacks_is_a_warning(run, repo):
    """Where all other records have it, it is an error."""
    log(repo, [BARE, BARE, WHOLE, WHOLE])
    assert {(rule, severity) for rule, severity, *_ in rows(run)} == {("ADR006", "warning")}
    log(repo, [WHOLE, BARE, WHOLE, WHOLE])
    assert [row[:3] for row in rows(run, code=1)] == [("ADR006", "error", "0002-t.md")]


@pytest.mark.parametrize("title", ["Links", "References", "More Information", "Related decisions"])
def test_an_empty_section_for_links_is_no_finding(run, repo, title):
    """A record without any keeps the heading of its template."""
    log(repo, [WHOLE + f"\n## {title}\n", WHOLE + "\n## Notes on x\n"])
    assert [(rule, name) for rule, _, name, _ in rows(run)] == [("ADR014", "0002-t.md")]


def test_an_empty_value_is_of_no_wrong_kind(run, repo):
    """`consulted: {}` states nothing, a mapping with an entry does."""
    front = "---\nstatus: accepted\nconsulted: {{}}\ntitle: []\n---\n\n"
    log(repo, [front + WHOLE, front.replace("{{}}", "{{a: b}}") + WHOLE])
    assert [(rule, name) for rule, _, name, _ in rows(run)] == [("ADR027", "0002-t.md")]


@pytest.mark.parametrize(
    "status",
    ["Deprecated", "Rejected", "Superseded by [1. Title 1](0001-t.md)", "Obsolete, replaced by ADR-1"],
)
def test_what_no_longer_holds_is_not_completed(run, repo, status):
    """A record out of force is not asked for the sections and the date that the others have."""
    old = f"# {{0}}. Title {{0}}\n\n## Status\n\n{status}\n\n## Context\n\nc\n"
    log(repo, [WHOLE, WHOLE, WHOLE, old])
    assert [row for row in rows(run) if row[0] in ("ADR003", "ADR005", "ADR006")] == []


@pytest.mark.parametrize("series", ["EPR", "RFC-OPS", "pdr"])
def test_a_series_of_its_own_has_a_custom_of_its_own(run, repo, series):
    """Three records of a series that all lack what the others have are no mistakes; one of four that has it is asked."""
    for number in (1, 2, 3, 4, 5):
        repo.write(f"docs/adr/ADR-{number:04d}-t.md", WHOLE.format(number))
    for number in (1, 2, 3):
        repo.write(f"docs/adr/{series}-{number:04d}-t.md", BARE.format(number))
    assert [row for row in rows(run) if row[0] == "ADR006"] == []
    repo.write(f"docs/adr/{series}-0004-t.md", WHOLE.format(4))
    assert [row[2] for row in rows(run) if row[0] == "ADR006"] == [f"{series}-0001-t.md"]


def test_what_several_logs_beside_each_other_lack_is_one_finding(run, repo):
    """Five folders of one log without a date are one remark, a log elsewhere is another one."""
    undated = WHOLE.replace("Date: 2026-01-01\n\n", "")
    for folder in ("docs/adrs/code", "docs/adrs/data", "docs/adrs/ops"):
        for number in (1, 2, 3):
            repo.write(f"{folder}/{number:04d}-t.md", undated.format(number))
    assert [(row[0], row[3]) for row in rows(run) if row[0] == "ADR003"] == [
        ("ADR003", "no date is stated in any of the 9 records of 3 logs in docs/adrs")
    ]
    assert len([row for row in rows(run, "--all") if row[0] == "ADR003"]) == 9


@pytest.mark.parametrize("status", ["Deprecated", "Rejected", "Superseded by [1. Title 1](0001-t.md)"])
def test_an_empty_section_of_what_no_longer_holds_is_not_told(run, repo, status):
    """Only that of a decision in force, or of one to come."""
    empty = WHOLE.replace("Accepted", status).replace("## Context\n\nc\n", "## Context\n")
    log(repo, [WHOLE, WHOLE, WHOLE, empty])
    assert [row for row in rows(run) if row[0] == "ADR014"] == []
    log(repo, [WHOLE, WHOLE, WHOLE, empty.replace(status, "Accepted")])
    assert [row for row in rows(run) if row[0] == "ADR014"] != []
