"""An emoji beside a status belongs to that status: it goes with the old one, and comes with the new one as the log has it."""

import pytest

BODY = "## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"


def write_log(repo, form, statuses):
    """Write a record for each status, `{}` in *form* being its place."""
    for number, status in enumerate(statuses, start=1):
        text = f"# {number}. A\n\n{form.format(status)}\n\n{BODY}"
        if form.startswith("---"):
            text = f"{form.format(status)}\n# A\n\n{BODY}"
        repo.write(f"docs/adr/000{number}-a.md", text)
    repo.commit()


FORMS = ["## Status\n\n{}", "* Status: {}", "**Status**: {}", "---\nstatus: '{}'\ndate: 2024-01-01\n---\n"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("others", "old", "after"),
    [
        (["✅ Accepted", "❌ Rejected"], "🟡 Proposed", "✅ Accepted"),
        (["✅ Accepted", "❌ Rejected"], "✅ Proposed", "✅ Accepted"),
        (["❌ Rejected", "🟡 Proposed"], "🟡 Proposed", "Accepted"),
        (["📌 Rejected", "📌 Deprecated"], "📌 Proposed", "📌 Accepted"),
        (["Accepted ✅", "Rejected ❌"], "Proposed 🟡", "Accepted ✅"),
        ([":white_check_mark: Accepted", ":x: Rejected"], ":hourglass: Proposed", ":white_check_mark: Accepted"),
        (["✔️ Accepted", "Rejected"], "Proposed", "✔️ Accepted"),
        (["✅ Angenommen"], "🟡 Vorgeschlagen", "✅ Angenommen"),
    ],
)  # fmt: skip
def test_an_edit_writes_the_emoji_that_others_have_for_the_new_status(repo, run, form, others, old, after):
    """No emoji of the old status stays, and one that stands beside every status does."""
    write_log(repo, form, [*others, old])
    path = f"docs/adr/000{len(others) + 1}-a.md"
    before = repo.read(path)
    run("adr", "accept", str(len(others) + 1))
    assert repo.read(path) == before.replace(old, after)
    run("adr", "accept", str(len(others) + 1))
    assert repo.read(path) == before.replace(old, after)


@pytest.mark.parametrize("form", FORMS)
def test_no_emoji_of_an_old_status_is_beside_the_new_one(repo, run, form):
    """`✅` says nothing about a decision that is rejected, behind the word or before it, within emphasis or outside."""
    statuses = ["✅ Proposed", "Proposed ✅", "✅ **Proposed**", "**✅ Proposed**", "**Proposed** ✅"]
    write_log(repo, form, statuses)
    for number in range(1, len(statuses) + 1):
        run("adr", "reject", str(number))
        text = repo.read(f"docs/adr/000{number}-a.md")
        assert "✅" not in text, text
        assert "Rejected" in text


def test_a_superseded_record_gets_the_emoji_of_superseded_ones(repo, run):
    """The emoji stands before the words, whichever record supersedes."""
    statuses = ["🔁 Superseded by [2. A](0002-a.md)", "✅ Accepted", "✅ Accepted", "✅ Accepted"]
    write_log(repo, "## Status\n\n{}", statuses)
    run("adr", "supersede", "3", "--by", "4")
    assert "## Status\n\n🔁 Superseded by [4. A](0004-a.md)\n\n## Context" in repo.read("docs/adr/0003-a.md")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("statuses", "status", "written"),
    [
        (["✅ Accepted", "🟡 Proposed", "✅ Accepted"], "proposed", "🟡 Proposed"),
        (["✅ Accepted", "✅ Accepted", "✅ Accepted"], "proposed", "Proposed"),
        (["📌 Accepted", "📌 Rejected", "📌 Accepted"], "deprecated", "📌 Deprecated"),
        (["Accepted ✅", "Rejected ❌", "Accepted ✅"], "rejected", "Rejected ❌"),
        (["✅ **Accepted**", "❌ **Rejected**", "✅ **Accepted**"], "rejected", "❌ **Rejected**"),
        (["Accepted", "Accepted", "Accepted"], "proposed", "Proposed"),
    ],
)
def test_a_new_record_has_the_emoji_of_its_status(repo, run, form, statuses, status, written):
    """The newest records show the place of the emoji, those of the same status which one it is."""
    write_log(repo, form, statuses)
    text = run("adr", "new", "--dry-run", "--status", status, "Next").out
    assert form.format(written).splitlines()[-1 if "## " in form else 0 if form[0] in "*" else 1] in text


def test_a_log_in_the_form_of_a_packaged_template_keeps_its_emoji(repo, run):
    """The word after the emoji has the capital that it has in the others, whatever else they say."""
    for number in (1, 2, 3):
        text = f"# {number}. A\n\nDate: 2024-02-0{number}\n\n## Status\n\n🔵 Accepted (v1.{number})\n\n{BODY}"
        repo.write(f"docs/adr/000{number}-a.md", text)
    run("adr", "new", "Next")
    assert "\n## Status\n\n🔵 Accepted\n\n## Context\n" in repo.read("docs/adr/0004-next.md")
