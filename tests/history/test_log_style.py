"""A new decision is written as its log is."""

import pytest

from logs_help import decision


def test_a_new_decision_takes_the_form_of_its_log(run, repo):
    """That of most of the latest; one record in another form changes nothing."""
    madr = "# T{0}\n\n* Status: accepted\n* Date: 2024-01-0{0}\n\n## Context and Problem Statement\n\nx\n\n## Considered Options\n\n* a\n* b\n\n## Decision Outcome\n\na\n"
    for number in (1, 2):
        repo.write(f"docs/decisions/000{number}-t.md", madr.format(number))
    repo.write("docs/decisions/0003-n.md", decision(3))
    path = run("adr", "new", "Foo").out.strip()
    assert repo.read(path).startswith(
        "# Foo\n\n* Status: accepted\n* Date: 2026-01-15\n\n## Context and Problem"
    )
    for number in (5, 6, 7):
        repo.write(f"docs/decisions/000{number}-n.md", decision(number))
    assert repo.read(run("adr", "new", "Bar").out.strip()).startswith(
        "# 8. Bar\n\n## Status\n\nAccepted\n\n## Context\n"
    )


def test_the_number_of_a_decision_in_another_markup_is_taken(run, repo):
    """Decisions in reStructuredText count for the next number; one without sections is followed in its markup alone."""
    repo.write("docs/decisions/0007-shards.rst", "Shards\n======\n")
    assert run("adr", "new", "Next").out.strip().endswith("0008-next.rst")
    text = repo.read("docs/decisions/0008-next.rst")
    assert text.startswith("8. Next\n=======\n")
    assert "\nStatus\n------\n\nAccepted\n" in text


MADR = "---\nstatus: accepted\n---\n\n# T{0}\n\n## Context and Problem Statement\n\nx\n\n## Decision Outcome\n\ny\n"


def test_a_log_that_is_not_read_is_continued_and_pointed_out(run, repo):
    """A new decision goes beside those that stand in a folder of no usual name, and the adopting command is named."""
    for number in (1, 2, 3):
        repo.write(f"site/pages/decisions/00{number}-t.md", MADR.format(number))
    result = run("adr", "new", "Use a queue")
    assert result.out == "site/pages/decisions/004-use-a-queue.md\n"
    assert (
        "note: site/pages/decisions holds 3 decisions not read yet: `records init` adopts them" in result.err
    )


def test_archived_numbers_and_those_of_state_folders_are_taken(run, repo):
    """One row of numbers runs through a log's folders; a new record goes where its status belongs."""
    repo.write("docs/adr/accepted/0001-a.md", decision(1))
    repo.write("docs/adr/accepted/0002-b.md", decision(2))
    repo.write("docs/adr/proposed/0003-c.md", decision(3))
    repo.write("docs/adr/archive/0004-d.md", decision(4))
    assert run("adr", "new", "E").out == "docs/adr/accepted/0005-e.md\n"
    assert run("adr", "new", "--status", "proposed", "F").out == "docs/adr/proposed/0006-f.md\n"


def test_decisions_that_are_directories_are_read_and_made(run, repo):
    """The directory's name is the record's; its README holds the text."""
    repo.write(
        "docs/adr/2024-01-31-use-bees/README.md", "# Use bees\n\nStatus: Accepted\n\n## Context\n\nx\n"
    )
    repo.write(
        "docs/adr/2024-02-28-use-ants/README.md", "# Use ants\n\nStatus: Accepted\n\n## Context\n\ny\n"
    )
    repo.write("docs/adr/2024-02-28-use-ants/figures.md", "# Figures\n")
    assert run("adr", "new", "Use wasps").out == "docs/adr/2026-01-15-use-wasps/README.md\n"
    titles = [line.split("  ")[-1] for line in run("list", "--kind", "adr").out.splitlines()]
    assert len(titles) == 3
    assert run("show", "2024-01-31-use-bees").out


def test_the_logs_own_template_is_followed_where_the_records_follow_it(run, repo):
    """A template beside the records is filled in; one that the newest records left behind is not."""
    repo.write(
        "docs/adr/template.md",
        "# ADR-NNN: [title]\n\n* Status: [proposed | accepted]\n\n## Reasons\n\n[why]\n",
    )
    assert run("adr", "new", "One").out == "docs/adr/0001-one.md\n"
    assert (
        repo.read("docs/adr/0001-one.md") == "# ADR-001: One\n\n* Status: Accepted\n\n## Reasons\n\n[why]\n"
    )
    for number in (2, 3, 4, 5, 6):
        repo.write(f"docs/adr/000{number}-t.md", MADR.format(number))
    (repo.path / "docs/adr/0001-one.md").unlink()
    assert "## Reasons" not in repo.read(run("adr", "new", "Seven").out.strip())


def test_a_package_has_its_own_log(run, repo, monkeypatch):
    """Inside a package the new record goes into the package's log, at the top into the repository's."""
    repo.write("docs/adr/0001-a.md", decision(1))
    repo.write("packages/web/docs/adr/0007-b.md", decision(7))
    monkeypatch.chdir(repo.path / "packages/web")
    assert run("adr", "new", "C").out == "docs/adr/0008-c.md\n"
    assert run("-C", str(repo.path), "adr", "new", "D").out.endswith("docs/adr/0002-d.md\n")
    assert "D" in repo.read("docs/adr/0002-d.md")


def test_a_new_decision_has_the_logs_own_word_for_its_status(run, repo):
    """`angenommen` and `Approved` where earlier records say so; an edit writes the same word."""
    for number in (1, 2, 3):
        repo.write(f"docs/adr/000{number}-t.md", decision(number).replace("Accepted", "Approved"))
    path = run("adr", "new", "--status", "accepted", "Foo").out.strip()
    assert "\n## Status\n\nApproved\n" in repo.read(path)
    proposed = run("adr", "new", "--status", "proposed", "Bar").out.strip()
    assert "\n## Status\n\nProposed\n" in repo.read(proposed)
    run("adr", "accept", "5")
    assert "\n## Status\n\nApproved\n" in repo.read(proposed)
    repo.write("docs/adr/0002-t.md", decision(2).replace("Accepted", "Replaced by [4. Foo](0004-foo.md)"))
    run("adr", "supersede", "3", "4")
    assert "Replaced by [4. Foo](0004-foo.md)" in repo.read("docs/adr/0003-t.md")


def test_an_older_records_word_is_used_where_no_newer_one_has_the_status(run, repo):
    """The newest records are all accepted; one long ago was `vorgeschlagen`."""
    repo.write("docs/adr/0001-t.md", decision(1).replace("Accepted", "Vorgeschlagen"))
    for number in range(2, 16):
        repo.write(f"docs/adr/{number:04d}-t.md", decision(number).replace("Accepted", "Angenommen"))
    assert "\nVorgeschlagen\n" in repo.read(run("adr", "new", "--status", "proposed", "Foo").out.strip())


def test_an_annotation_of_one_status_is_not_copied(run, repo):
    """`Accepted (v1.3)` in a table or in front matter says something of that record alone."""
    table = "# {0}. T\n\n| Field | Value |\n| --- | --- |\n| Status | **Accepted** (v1.{0}) |\n| Date | 2024-01-0{0} |\n\n## Context\n\nx\n"
    front = "---\nstatus: accepted (v1.{0})\ndate: 2024-01-0{0}\n---\n\n# T{0}\n\n## Context\n\nx\n"
    for number in (1, 2, 3):
        repo.write(f"docs/adr/000{number}-t.md", table.format(number))
    assert "\n| Status | **Accepted** |\n" in repo.read(run("adr", "new", "Foo").out.strip())
    for number in (1, 2, 3, 4):
        repo.write(f"docs/adr/000{number}-{'foo' if number == 4 else 't'}.md", front.format(number))
    assert "\nstatus: accepted\n" in repo.read(run("adr", "new", "Bar").out.strip())


def test_a_number_that_only_headings_state_goes_on(run, repo):
    """Files are named by their titles, headings count."""
    for number in (1, 2, 3):
        repo.write(f"docs/adr/title-{number}.md", decision(number))
    assert repo.read(run("adr", "new", "Next").out.strip()).startswith("# 4. Next\n")


def test_a_title_in_front_matter_is_quoted_where_it_must_be(run, repo):
    """Quotes of the newest records are kept; a title that YAML would read otherwise is quoted."""
    front = "---\ntitle: {0}\nstatus: accepted\n---\n\n## Context\n\nx\n"
    for quote, title, written in (
        ('"', 'Say "yes"', r'title: "Say \"yes\""'),
        ("'", "Don't cache", "title: 'Don''t cache'"),
        ("", "Use X: now", 'title: "Use X: now"'),
    ):
        for number in (1, 2, 3):
            repo.write(f"docs/adr/000{number}-t.md", front.format(f"{quote}Use a {'cache' * number}{quote}"))
        path = run("adr", "new", title).out.strip()
        assert f"\n{written}\n" in repo.read(path)
        (repo.path / path).unlink()


def test_a_status_in_a_heading_is_written_there(run, repo):
    """`## Status: Accepted`, with what stands behind it left to the record that said so."""
    for number in (1, 2, 3):
        repo.write(f"docs/adr/000{number}-t.md", f"# {number}. T\n\n## Status: Accepted\n\n## Context\n\nx\n")
    text = repo.read(run("adr", "new", "--status", "rejected", "Foo").out.strip())
    assert text.startswith("# 4. Foo\n\n## Status: Rejected\n\n## Context\n")


def test_a_record_in_the_status_folder_of_no_state_goes_beside_it(run, repo):
    """An archive gets no new record; the folder of the years is that of the day."""
    repo.write("docs/adr/archive/0001-t.md", decision(1))
    assert run("adr", "new", "Foo").out == "docs/adr/0002-foo.md\n"


def test_a_template_is_named_by_its_path_too(run, repo, monkeypatch):
    """From the root or from the current directory; a path without a file is an error."""
    repo.write("tools/form.md", "# NUMBER. TITLE\n\nStatus: STATUS\n\n## Why\n\nx\n\n## What\n\ny\n")
    body = "## Why\n\nbecause\n"
    words = ("adr", "new", "--template", "tools/form.md", "--body-file", "-", "Foo")
    text = repo.read(run(*words, stdin=body).out.strip())
    assert text == "# 1. Foo\n\nStatus: Accepted\n\n## Why\n\nbecause\n"
    run("adr", "new", "--template", "form.md", "Bar", code=2)
    monkeypatch.chdir(repo.path / "tools")
    run("adr", "new", "--template", "form.md", "Bar")
    assert "## What" in repo.read("history/adr/0002-bar.md")


def test_a_status_is_added_where_the_form_has_no_place_for_it(run, repo):
    """A log that states no status gets one for the record that was asked to have it."""
    for number in (1, 2, 3):
        repo.write(f"docs/adr/000{number}-t.md", f"# {number}. T\n\n## Context\n\nx\n\n## Decision\n\ny\n")
    assert "Status" not in repo.read(run("adr", "new", "Foo").out.strip())
    assert "## Status\n\nProposed\n" in repo.read(
        run("adr", "new", "--status", "proposed", "Bar").out.strip()
    )


def test_a_section_that_only_others_have_comes_after_those_before_it(run, repo):
    """The newest record lacks a section that most have; it is put where they have it."""
    for number in range(1, 7):
        extra = "" if number == 6 else "## Options\n\no\n\n"
        repo.write(
            f"docs/adr/000{number}-t.md", decision(number).replace("## Decision", f"{extra}## Decision")
        )
    text = repo.read(run("adr", "new", "Foo").out.strip())
    assert text.index("## Context") < text.index("## Options") < text.index("## Decision")


PARTS = "## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"


@pytest.mark.parametrize(
    ("head", "new"),
    [
        ("# {0}. T{0}\n\n## Status\n\n- 2024-01-0{0}: Proposed\n- 2024-02-0{0}: Accepted\n", "- 2026-01-15: Accepted\n"),
        ("# {0}. T{0}\n\n## Status\n\n- 2024-02-0{0}: Accepted\n", "- 2026-01-15: Accepted\n"),
        ("# {0}. T{0}\n\n## Status\n\n2024-02-0{0} accepted\n", "\n2026-01-15 accepted\n"),
        ("<h1>ADR-{0}: T{0}</h1>\n\n**Status:** Accepted\n", "<h1>ADR-4: Use X</h1>\n\n**Status:** Accepted\n"),
        ('<h1 align="center">{0}. T{0}</h1>\n\n**Status:** Accepted\n', '<h1 align="center">4. Use X</h1>\n'),
        ("# {0}. T{0}\n\nDate: 2024-01-0{0}\n\n## Status\n\n**Accepted**\n", "\n**Accepted**\n"),
    ],
)  # fmt: skip
def test_the_status_and_the_title_are_written_as_the_log_writes_them(run, repo, head, new):
    """A history with days, a status in emphasis, a title in HTML: also where all else is as adr-tools has it."""
    for number in (1, 2, 3):
        repo.write(f"docs/adr/000{number}-t.md", f"{head}\n{PARTS}".format(number))
    assert new in repo.read(run("adr", "new", "Use X").out.strip())


@pytest.mark.parametrize(("mark", "empty"), [("[x]", "[ ]"), ("[X]", "[ ]"), ("☑", "☐")])
def test_a_list_of_boxes_is_kept_and_its_mark_moved(run, repo, mark, empty):
    """The box of the new record's status is marked, and no other one."""
    boxes = f"- {empty} Proposed\n- {mark} Accepted\n- {empty} Deprecated\n"
    for number in (1, 2, 3):
        repo.write(f"docs/adr/000{number}-t.md", f"# {number}. T\n\n## Status\n\n{boxes}\n{PARTS}")
    assert boxes in repo.read(run("adr", "new", "Use X").out.strip())
    proposed = repo.read(run("adr", "new", "Use Y", "--status", "proposed").out.strip())
    assert f"- {mark} Proposed\n- {empty} Accepted\n- {empty} Deprecated\n" in proposed
    rejected = repo.read(run("adr", "new", "Use Z", "--status", "rejected").out.strip())
    assert rejected.count(mark) == 1
