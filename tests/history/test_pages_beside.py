"""What has nothing in common with the records of a log is counted as a page beside them, and never dropped silently."""

import pytest

LISTED = 3
PAGES = {
    "glossary.md": "# Glossary\n\n**Record**: a file.\n\n**Status**: where a choice stands.\n",
    "terms.md": "# Glossar\n\n## Entscheidung\n\nEtwas.\n\n## Kontext\n\nDas Umfeld.\n\n## Status\n\nDer Stand.\n",
    "how-we-work.md": "# How we work\n\nOne file for each choice.\n\n## When\n\nAlways.\n\n## Steps\n\n1. Copy\n2. Ask\n",
    "drawings.md": "# Drawings\n\n![all](all.png)\n",
    "meeting-2024-02-03.md": "# Meeting 2024-02-03\n\nPresent: A, B\n\n- Status: fine\n",
    "vorlage.md": "# N. <Titel>\n\nStatus: Proposed | Accepted\n\nDate: JJJJ-MM-TT\n\n## Context\n\n## Decision\n",
    "0099-hammer.md": "# 99. Example: use a hammer\n\nStatus: Accepted\n\n## Context\n\nA nail.\n\n## Decision\n\nHit it.\n",
    "0098-screw.md": "# 98. Use a screw\n\nStatus: Accepted\n\n> This is an example of a record.\n\n## Context\n\nA hole.\n",
    "0000-modelo.md": "# 0. Título\n\nStatus: Proposed\n\n## Context\n\n## Decision\n\n## Consequences\n",
}  # fmt: skip


def record(number: int) -> str:
    return f"# {number}. Choice\n\nDate: 2024-01-0{number}\n\nStatus: Accepted\n\n## Context\n\nc\n\n## Decision\n\nd\n"


@pytest.fixture
def log(repo):
    for number in range(1, LISTED + 1):
        repo.write(f"docs/adr/000{number}-choice.md", record(number))
    return repo


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_unlike_the_log_is_counted_and_not_listed(log, run, name):
    """`list` names it on standard error, from the index too, and `check` counts it."""
    log.write(f"docs/adr/{name}", PAGES[name])
    log.commit()
    note = f"note: 1 page beside the decisions is not listed: docs/adr/{name}\n"
    for _ in range(2):
        result = run("list")
        assert len(result.out.splitlines()) == LISTED
        assert result.err == note
    assert "3 records checked (1 page beside the decisions not checked): 0 errors" in run("check").err
    assert len(run("list", "--at", "HEAD").out.splitlines()) == LISTED
    run("show", name.removesuffix(".md"), code=2)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("use-go.md", "# Use Go\n\nStatus: Accepted\n"),
        ("use-go.md", "# Use Go\n\n## Context\n\nc\n\n## Decision\n\nd\n"),
        ("0004-use-go.md", "# 4. Use Go\n\nSo we do.\n"),
        ("2024-05-06-use-go.md", "# Use Go\n\nSo we do.\n"),
        ("use-go.md", "# Use Go\n\nStatus: Accepted\n\n## Context\n\n## Decision\n\n## Consequences\n"),
    ],
)
def test_a_record_with_anything_of_its_log_is_listed(log, run, name, text):
    """A number, a day, a known status or a decision's sections are enough."""
    log.write(f"docs/adr/{name}", text)
    log.commit()
    result = run("list")
    assert len(result.out.splitlines()) == LISTED + 1
    assert result.err == ""


def test_a_log_of_plain_texts_has_no_pages(repo, run):
    """Where no record has a number, a status or sections, none is unlike the others."""
    for word in ("go", "rust", "zig"):
        repo.write(f"docs/adr/use-{word}.md", f"# Use {word}\n\nWe do.\n")
    repo.commit()
    assert len(run("list").out.splitlines()) == LISTED
    repo.write("docs/adr/use-c.md", "# Use C\n\nStatus: Accepted\n")
    repo.commit()
    assert len(run("list").out.splitlines()) == LISTED + 1


def test_the_deletion_of_a_page_removes_no_record(log, run):
    """A change that deletes a page beside the decisions is no removal of a decision."""
    log.write("docs/adr/glossary.md", PAGES["glossary.md"])
    log.commit()
    log.git("checkout", "-q", "-b", "change")
    (log.path / "docs/adr/glossary.md").unlink()
    log.commit()
    result = run("check", "--against", "main")
    assert "removed" not in result.out
    assert result.code == 0
