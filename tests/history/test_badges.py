"""Badges of a log are read, written again and changed: status, date and colour."""

import pytest

from records.adr.dialects import read_adr, set_date, set_status
from records.errors import EditError

SHIELD = "https://img.shields.io/badge"
TEXT = (
    "# {0}. Use {0}\n\n![Status: {1}]({shield}/status-{2}-{3}) ![Date]({shield}/date-2024--01--0{0}-blue)\n\n"
    "## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"
)


def fill(repo, *rows):
    """A log of one record for each status and colour."""
    for number, (status, colour) in enumerate(rows, 1):
        text = TEXT.format(number, status.capitalize(), status, colour, shield=SHIELD)
        repo.write(f"docs/adr/000{number}-use-{number}.md", text)
    repo.commit()


def test_a_new_record_has_the_badges_of_the_log(repo, run):
    """Words, addresses and days are those of the new record."""
    fill(repo, ("accepted", "green"), ("proposed", "yellow"), ("accepted", "green"))
    shown = run("adr", "new", "--dry-run", "Next").out
    assert (
        f"![Status: Accepted]({SHIELD}/status-accepted-green) ![Date]({SHIELD}/date-2026--01--15-blue)"
        in shown
    )
    shown = run("adr", "new", "--dry-run", "Next", "--status", "rejected").out
    assert f"![Status: Rejected]({SHIELD}/status-rejected-" in shown


def test_the_colour_follows_the_status_where_the_log_says_how(repo, run):
    """Another record of the new status has it; without one the old colour stays, and a note says so."""
    fill(repo, ("accepted", "green"), ("proposed", "yellow"), ("superseded", "lightgrey"))
    run("adr", "accept", "2")
    assert f"![Status: Accepted]({SHIELD}/status-accepted-green)" in repo.read("docs/adr/0002-use-2.md")
    result = run("adr", "supersede", "1", "--by", "2")
    assert "note" not in result.err
    text = repo.read("docs/adr/0001-use-1.md")
    assert f"![Status: Superseded]({SHIELD}/status-superseded-lightgrey)" in text
    assert "date-2024--01--01-blue)\n\nSuperseded by [ADR-0002](0002-use-2.md)\n\n## Context" in text
    assert (
        "the badge is still green: no other record of the log is deprecated"
        in run("adr", "deprecate", "2").err
    )
    assert f"{SHIELD}/status-deprecated-green" in repo.read("docs/adr/0002-use-2.md")
    assert run("check").code == 0


def test_one_colour_for_every_status_stays_without_a_word(repo, run):
    """A log that has one colour only tells nothing by it."""
    fill(repo, ("accepted", "blue"), ("proposed", "blue"), ("accepted", "blue"))
    assert "badge" not in run("adr", "deprecate", "1").err
    assert f"{SHIELD}/status-deprecated-blue" in repo.read("docs/adr/0001-use-1.md")


BODY = "\n\n## Context\n\nc\n\n## Decision\n\nd\n"


@pytest.mark.parametrize(
    ("head", "status", "date"),
    [
        ('<Status value="accepted" date="2024-01-02" />', "accepted", "2024-01-02"),
        ("<StatusBadge status={'accepted'} />", "accepted", None),
        ("<AdrStatus>Accepted</AdrStatus>", "accepted", None),
        (
            f"![Accepted]({SHIELD}/status-accepted-green) ![Date: 2024-01-02]({SHIELD}/x-y-blue)",
            "accepted",
            "2024-01-02",
        ),
        (
            f"![status]({SHIELD}/status-accepted-green)\n![]({SHIELD}/decided-2024--01--02-blue.svg)",
            "accepted",
            "2024-01-02",
        ),
    ],
)
def test_a_component_or_badge_is_read_and_changed_in_its_place(head, status, date):
    """Only the word changes; what supersedes the record is a paragraph below."""
    text = f"# 3. X\n\n{head}{BODY}"
    facts = read_adr(text, "0003-x.md")
    assert (facts.status, facts.date) == (status, date)
    changed = head.replace("accepted", "rejected").replace("Accepted", "Rejected")
    assert set_status(text, "0003-x.md", "rejected") == f"# 3. X\n\n{changed}{BODY}"
    if date:
        dated = head.replace("2024-01-02", "2025-06-07").replace("2024--01--02", "2025--06--07")
        assert set_date(text, "0003-x.md", "2025-06-07") == f"# 3. X\n\n{dated}{BODY}"


@pytest.mark.parametrize(
    "tag", ['<Tabs value="accepted" />', "<Status value={state} />", '<img alt="x" src="accepted.png">']
)
def test_other_tags_state_no_status(tag):
    """A tag without a label for the status, or without a word, is none."""
    assert read_adr(f"# 3. X\n\n{tag}{BODY}", "0003-x.md").status is None


def test_a_status_in_the_title_names_no_other_decision():
    """The edit is refused with the reason."""
    from records.adr.dialects import Target

    with pytest.raises(EditError, match="word in a title"):
        set_status(
            f"# 3. X [Accepted]{BODY}", "0003-x.md", "superseded", by=(Target("0009-n", "N", "0009-n.md", 9),)
        )
