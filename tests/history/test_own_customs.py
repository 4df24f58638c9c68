"""What only one log does, its statuses, series, headings and section names, is followed and no error."""

import json

import pytest

BODY = "## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"


def test_a_log_of_one_status_of_its_own_gives_it_to_new_records(repo, run):
    """A status that somebody asks for goes first, and a log with other statuses keeps the default."""
    for number in (1, 2, 3):
        repo.write(
            f"docs/adr/000{number}-a.md",
            f"# {number}. A\n\n* Status: final\n* Date: 2024-01-0{number}\n\n{BODY}",
        )
    repo.commit()
    assert "* Status: final\n" in run("adr", "new", "--dry-run", "Next").out
    assert "* Status: final\n" in run("adr", "new", "--dry-run", "--status", "final", "Next").out
    assert "* Status: Proposed\n" in run(
        "adr", "new", "--dry-run", "--status", "proposed", "Next"
    ).out.replace("proposed", "Proposed")
    repo.write("docs/adr/0004-b.md", f"# 4. B\n\n* Status: accepted\n* Date: 2024-01-04\n\n{BODY}")
    assert "* Status: accepted\n" in run("adr", "new", "--dry-run", "Next").out


@pytest.mark.parametrize(
    ("status", "holder"),
    [("Superseded by DATA-002", "DATA-001"), ("Superseded by DATA-002.", "NET-001"), ("Superseded: see DATA-002", "DATA-001")],
)  # fmt: skip
def test_the_number_of_a_series_names_its_record(repo, run, status, holder):
    """`DATA-002` is the record of that series, not one of the others with the number 2."""
    for name in ("DATA-001", "DATA-002", "NET-001", "NET-002"):
        text = status if name == holder else "Accepted"
        repo.write(f"docs/adr/{name}-x.md", f"# {name}: X\n\nDate: 2024-01-01\n\nStatus: {text}\n\n{BODY}")
    repo.commit()
    record = json.loads(run("show", holder, "--json").out)
    assert record["links"] == [{"relation": "superseded-by", "target": "adr/DATA-002-x"}]
    assert run("show", "DATA-2", "--json").code == 0
    run("show", "DATA-003", code=2)


@pytest.mark.parametrize(
    "status",
    ["Superseded in part: see ADR-0002", "Superseded, partly, see ADR-0002", "Teilweise ersetzt: ADR-0002"],
)
def test_supersession_in_part_with_a_pointer_amends(repo, run, status):
    """The record stays in force, and the link says by what a part of it was changed."""
    repo.write("docs/adr/0001-a.md", f"# 1. A\n\nDate: 2024-01-01\n\n## Status\n\n{status}\n\n{BODY}")
    repo.write("docs/adr/0002-b.md", f"# 2. B\n\nDate: 2024-01-01\n\n## Status\n\nAccepted\n\n{BODY}")
    repo.commit()
    record = json.loads(run("show", "1", "--json").out)
    assert record["status"] == "accepted"
    assert record["links"] == [{"relation": "amended-by", "target": "adr/0002-b"}]


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("**Status: Accepted** (Date: 2024-01-31)", "**Status: Deprecated** (Date: 2024-01-31)"),
        ("_Status: Accepted_ (2024-01-31)", "_Status: Deprecated_ (2024-01-31)"),
        ("- **Status: Accepted** (Decided: 2024-01-31)", "- **Status: Deprecated** (Decided: 2024-01-31)"),
    ],
)
def test_a_label_in_one_emphasis_with_its_status_stays(repo, run, line, after):
    """The word alone is replaced; the date behind it is read."""
    repo.write("docs/adr/0001-a.md", f"# 1. A\n\n{line}\n\n{BODY}")
    repo.commit()
    assert json.loads(run("show", "1", "--json").out)["date"] == "2024-01-31"
    run("adr", "deprecate", "1")
    assert repo.read("docs/adr/0001-a.md") == f"# 1. A\n\n{after}\n\n{BODY}"


def test_a_template_with_underlined_headings_keeps_them(repo, run):
    """Title and rule are as long as each other, and nothing else of the template changes."""
    form = "ADR {0}: {1}\n{2}\n\nStatus: {3}\n\nContext\n-------\n\nWhy?\n\nDecision\n--------\n\nWhat?\n"
    for number in (1, 2, 3):
        repo.write(f"docs/adr/000{number}-x.md", form.format(number, "Use X", "=" * 12, "Accepted"))
    repo.write("docs/adr/template.md", form.format("NNN", "Title", "=" * 14, "proposed"))
    repo.commit()
    made = run("adr", "new", "--dry-run", "Use a queue").out
    assert made == form.format(4, "Use a queue", "=" * 18, "proposed")


def test_one_record_with_section_names_of_its_own_has_no_error(repo, run):
    """What seems to be missing may be there under another name: it is a note until the log has a custom."""
    text = "# 1. Use X\n\nDate: 2024-01-01\n\nStatus: Accepted\n\n## Forces\n\nf\n\n## What we do\n\nr\n"
    repo.write("docs/adr/0001-x.md", text)
    repo.commit()
    assert "info ADR004" in run("check").out
    repo.write("docs/adr/0001-x.md", text.replace("Forces", "Decision").replace("What we do", "Consequences"))
    assert "error ADR004" in run("check", code=1).out


@pytest.mark.parametrize("gap", ["\n", ""])
def test_a_block_for_the_status_is_closed_in_a_new_record(repo, run, gap):
    """The mark that ends the block of the status is copied with the one that begins it, blank lines as in the log."""
    for number in (1, 2, 3):
        block = f":::info Status\n{gap}**Accepted** (2024-05-0{number})\n{gap}:::"
        repo.write(f"docs/adr/000{number}-a.md", f"# {number}. A\n\n{block}\n\n{BODY}")
    repo.commit()
    shown = run("adr", "new", "--dry-run", "Next").out
    assert (
        shown.index(f":::info Status\n{gap}**Accepted** (")
        < shown.index(f"2026-01-15)\n{gap}:::\n")
        < shown.index("## Context")
    )


_HEAD = "# {0}. Title {0}\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n"


def test_records_that_share_hardly_a_section_leave_the_new_one_those_of_the_others(run, repo):
    """Sections of the newest records alone are no form while most records of the log state a decision."""
    for number in range(1, 20):
        own = f"## Own {number}\n\no\n\n## Other {number}\n\np\n"
        usual = "## Decision\n\nd\n\n## Consequences\n\ne\n"
        repo.write(f"docs/adr/{number:04d}-t.md", _HEAD.format(number) + (usual if number < 13 else own))
    result = run("adr", "new", "Next", "--dry-run")
    headings = [line for line in result.out.splitlines() if line.startswith("## ")]
    assert headings == ["## Status", "## Context", "## Decision", "## Consequences"]


@pytest.mark.parametrize("title", ["# ADR {0}: Title {0}", "# {0}. Title {0}"])
def test_what_was_learned_is_stated_where_a_log_of_adr_tools_has_a_form_of_its_own(run, repo, title):
    """The form of adr-tools itself is not worth a line there."""
    for number in range(1, 4):
        text = _HEAD.replace("# {0}. Title {0}", title).format(number)
        repo.write(f"doc/adr/{number:04d}-t.md", text + "## Decision\n\nd\n\n## Consequences\n\ne\n")
    repo.write(".adr-dir", "doc/adr\n")
    line = "following the newest 3 records: doc/adr/NNNN-some-words.md"
    assert (line in run("adr", "new", "Next", "--dry-run").err) == ("ADR" in title)


def test_what_was_learned_is_not_stated_where_adr_tools_has_a_template(run, repo):
    """adr-tools writes by the template of the project and prints the new file alone."""
    for number in range(1, 4):
        repo.write(
            f"doc/adr/{number:04d}-t.md",
            f"# Title {number}\n\n# Status\n\nAccepted\n\n# Info\n\nNumber {number}\n",
        )
    repo.write("doc/adr/templates/template.md", "# TITLE\n\n# Status\n\nSTATUS\n\n# Info\n\nNumber NUMBER\n")
    repo.write(".adr-dir", "doc/adr\n")
    made = run("adr", "new", "Next", "--dry-run")
    assert "# Info\n\nNumber 4" in made.out
    assert "following" not in made.err


@pytest.mark.parametrize(
    "block",
    [
        ":::info Status\n\n**Accepted** (2024-05-01)\n\n:::",
        ":::info Status\n\nAccepted\n\n:::",
        '!!! info "Status"\n    Accepted on 2024-05-01',
        "> [!NOTE] Status\n> Accepted",
    ],
)
def test_superseding_stays_in_the_block_of_the_status(repo, run, block):
    """The line of the status says what supersedes it, and what it was before with its day."""
    for number in (1, 2):
        repo.write(f"docs/adr/000{number}-a.md", f"# {number}. A\n\n{block}\n\n{BODY}")
    repo.commit()
    run("adr", "supersede", "1", "--by", "2")
    old = next(line for line in block.split("\n") if "ccepted" in line)
    words = old.strip(" >")
    mark = "Superseded by [2. A](0002-a.md)" + (f" (previously: {words})" if "2024" in words else "")
    assert repo.read("docs/adr/0001-a.md") == f"# 1. A\n\n{block}\n\n{BODY}".replace(words, mark)


def test_text_begins_below_its_heading_where_it_does_in_the_log(repo, run):
    """A log without blank lines below its headings gets none."""
    for number in (1, 2, 3):
        text = (
            f"# {number}. A\n\n## Status\nAccepted\n\n## Context\nc\n\n## Decision\nd\n\n## Consequences\ne\n"
        )
        repo.write(f"docs/adr/000{number}-a.md", text)
    repo.commit()
    shown = run("adr", "new", "--dry-run", "Next").out
    assert "\n\n## Status\nAccepted\n\n## Context\nThe issue" in shown


@pytest.mark.parametrize(
    ("names", "new"),
    [
        (("0001-USE-X", "0002-REST-API", "0003-NO-ORM"), "0004-USE-REST-FOR-Y.md"),
        (("0001_USE_X", "0002_REST_API", "0003_NO_ORM"), "0004_USE_REST_FOR_Y.md"),
        (("0001-Use-X", "0002-Rest-Api", "0003-No-Orm"), "0004-Use-Rest-For-Y.md"),
        (("0001-Use-X", "0002-REST-api", "0003-no-ORM"), "0004-Use-REST-for-Y.md"),
        (("0001-use-x", "0002-rest-api", "0003-no-orm"), "0004-use-rest-for-y.md"),
    ],
)
def test_words_of_file_names_have_the_case_of_the_log(repo, run, names, new):
    """All capitals, capitals of each word, those of the title, or none."""
    for name in names:
        repo.write(f"docs/adr/{name}.md", f"# {int(name[:4])}. A\n\n## Status\n\nAccepted\n\n{BODY}")
    repo.commit()
    assert f"docs/adr/{new}" in run("adr", "new", "--dry-run", "Use REST for Y").err


def test_a_history_in_a_table_begins_with_its_head_in_a_new_record(repo, run):
    """The names of the columns stay, and nobody's name is copied."""
    for number in (1, 2, 3):
        table = f"| Status | Date | Who |\n|---|---|---|\n| Proposed | 2024-01-0{number} | Ann |\n| Accepted | 2024-02-0{number} | Bob |"
        repo.write(f"docs/adr/000{number}-a.md", f"# {number}. A\n\n## Status\n\n{table}\n\n{BODY}")
    repo.commit()
    shown = run("adr", "new", "--dry-run", "Next").out
    assert "\n\n| Status | Date | Who |\n|---|---|---|\n| Accepted | 2026-01-15 |     |\n\n" in shown


@pytest.mark.parametrize("gap", ["\n", ""])
def test_underlined_headings_keep_the_spacing_of_the_log(repo, run, gap):
    """Fields as reStructuredText lists them are copied, and blank lines below headings are as in the log."""
    for number in (1, 2, 3):
        head = f"{number}. A\n====\n\n:Status: Accepted\n:Date: 2024-01-0{number}\n\n"
        sections = "".join(
            f"{name}\n{'-' * len(name)}\n{gap}x\n\n" for name in ("Context", "Decision", "Consequences")
        )
        repo.write(f"docs/adr/000{number}-a.md", head + sections)
    repo.commit()
    shown = run("adr", "new", "--dry-run", "Next").out
    assert shown.startswith(
        "4. Next\n=======\n\n:Status: Accepted\n:Date: 2026-01-15\n\nContext\n-------\n" + gap + "The issue"
    )


@pytest.mark.parametrize(
    ("heading", "new"),
    [
        ("决策 000{}：采用 X", "# 决策 0004：Use Queues"),
        ("Entscheidung Nr. {}: Wir nehmen X", "# Entscheidung Nr. 4: Use Queues"),
        ("Решение № {}. Берём X", "# Решение № 4. Use Queues"),
        ("결정 {} – X 사용", "# 결정 4 – Use Queues"),
    ],
)
def test_any_words_may_stand_before_the_number_of_a_heading(repo, run, heading, new):
    """They belong to the number, in whichever language, and not to the title."""
    for number in (1, 2, 3):
        text = f"# {heading.format(number)}\n\n* Status: accepted\n* Date: 2024-01-0{number}\n\n{BODY}"
        repo.write(f"docs/adr/000{number}-x.md", text)
    repo.commit()
    assert "2" not in json.loads(run("show", "2", "--json").out)["title"]
    assert new in run("adr", "new", "--dry-run", "Use Queues").out.split("\n")


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("000{}UseX.md", "0004UseBigQueues.md"),
        ("ADR00{}UseX.md", "ADR004UseBigQueues.md"),
        ("000{}-UseXAndY.md", "0004-UseBigQueues.md"),
    ],
)
def test_a_number_right_before_a_capital_is_a_number(repo, run, name, new):
    """The words of such a name have no signs between them, and those of the next record have none either."""
    for number in (1, 2, 3):
        text = f"# Use X\n\n* Status: accepted\n* Date: 2024-01-0{number}\n\n{BODY}"
        repo.write(f"docs/adr/{name.format(number)}", text)
    repo.commit()
    assert json.loads(run("show", "3", "--json").out)["number"] == 3
    run("adr", "new", "Use Big Queues")
    assert (repo.path / "docs/adr" / new).is_file()


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        ("**Status: accepted.** Recorded 2024-01-0{}.", ["**Status: accepted.**"]),
        ("---\nadr:\n  status: accepted\n  date: 2024-01-0{}\n---", ["  status: accepted", "  date: "]),
        ("## 状态 (Status)\n\n已接受 (Accepted) - 2024-01-0{}", ["## 状态 (Status)", "已接受 - "]),
        ("##Status\nAccepted\n\nDate: 2024-01-0{}", ["#4. Use Queues", "##Status"]),
    ],
)
def test_a_new_record_states_its_own_status_date_and_number(repo, run, head, lines):
    """In whichever notation; nothing of another record's is copied, and no mark is left open."""
    for number in (1, 2, 3):
        own = head.format(number)
        title = f"#{number}. A\n\n" if "##S" in head else f"# {number}. A\n\n"
        text = f"{own}\n\n{title}{BODY}" if own.startswith("---") else f"{title}{own}\n\n{BODY}"
        repo.write(f"docs/adr/000{number}-a.md", text)
    repo.commit()
    new = run("adr", "new", "--dry-run", "Use Queues").out
    assert all(any(row.startswith(line) for row in new.split("\n")) for line in lines), new
    assert "2024-01-0" not in new


def test_a_number_in_brackets_is_no_part_of_the_title(repo, run):
    """`[ADR-0001] Use X` is called `Use X`, as `ADR-0001: Use X` is; a link keeps its words."""
    repo.write("docs/adr/0001-a.md", f"# [ADR-0001] Use X\n\nStatus: Accepted\n\n{BODY}")
    repo.write("docs/adr/0002-b.md", f"# [2] - Use Y\n\nStatus: Accepted\n\n{BODY}")
    repo.write("docs/adr/0003-c.md", f"# [3rd party] libraries\n\nStatus: Accepted\n\n{BODY}")
    repo.commit()
    titles = [json.loads(run("show", number, "--json").out)["title"] for number in ("1", "2", "3")]
    assert titles == ["Use X", "Use Y", "[3rd party] libraries"]


def test_a_letter_that_tells_two_records_of_a_day_apart_begins_no_words(repo, run):
    """`250324A-x` is neither number 250324 nor a name of joined words."""
    repo.write("docs/adr/250324A-use-x.md", f"# Use X\n\nStatus: Accepted\n\n{BODY}")
    repo.write("docs/adr/250324B-use-y.md", f"# Use Y\n\nStatus: Accepted\n\n{BODY}")
    repo.commit()
    records = json.loads(run("list", "--json").out)
    assert [record["number"] for record in records] == [None, None]
