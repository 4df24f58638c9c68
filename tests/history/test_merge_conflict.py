"""A decision in which both sides of a merge still stand is reported, and not edited."""

from __future__ import annotations

import json

import pytest

STATUS = (
    "# {number}. {title}\n\nDate: 2026-01-02\n\n## Status\n\n{status}\n\n## Context\n\nWords.\n\n"
    "## Decision\n\nWords.\n\n## Consequences\n\nWords.\n"
)
TWO_SIDES = "<<<<<<< HEAD\nDeprecated\n=======\nRejected\n>>>>>>> other"
THREE_PARTS = "<<<<<<< HEAD\nDeprecated\n||||||| 1234567\nAccepted\n=======\nRejected\n>>>>>>> other"
IN_THE_TEXT = "Accepted\n\nDepends on [1. Use a](0001-a.md)\n\n<<<<<<< HEAD\nSo.\n=======\nOtherwise.\n>>>>>>> feature/x"
EDITS = ["adr accept 2", "adr deprecate 2", "link 2 refines 1", "adr supersede 2 --by 1", "adr supersede 1 --by 2",
         "renumber ADR-2 --to 9"]  # fmt: skip


def decide(repo, status: str, ends: str = "\n") -> str:
    repo.write("docs/adr/0001-a.md", STATUS.format(number=1, title="Use a", status="Accepted"))
    text = STATUS.format(number=2, title="Use b", status=status).replace("\n", ends)
    (repo.path / "docs/adr/0002-b.md").write_bytes(text.encode())
    return text


@pytest.mark.parametrize("status", [TWO_SIDES, THREE_PARTS, IN_THE_TEXT])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_conflict_is_reported_and_not_edited(repo, run, status, ends) -> None:
    """Whatever the style of the markers: check reports the line, and no command writes into the file."""
    text = decide(repo, status, ends)
    found = [item for item in json.loads(run("check", "--json", code=1).out) if item["rule"] == "ADR018"]
    assert [(item["path"], item["severity"]) for item in found] == [("docs/adr/0002-b.md", "error")]
    assert text.split(ends)[found[0]["line"] - 1].startswith("<<<<<<<")
    for edit in EDITS:
        assert "merge conflict" in run(*edit.split(), code=2).err
    if "Depends" in status:
        assert "merge conflict" in run("unlink", "2", "depends-on", "1", code=2).err
    run("check", "--fix", code=1)
    assert (repo.path / "docs/adr/0002-b.md").read_bytes() == text.encode()
    assert repo.read("docs/adr/0001-a.md") == STATUS.format(number=1, title="Use a", status="Accepted")


@pytest.mark.parametrize(
    "text", ["```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```", "a <<<<<<< b\n\n>>>>>>> x", "<<<<<<< alone"]
)
def test_what_only_looks_like_a_conflict(repo, run, text) -> None:
    """Markers in an example, within a line, or without an end are text of the author."""
    decide(repo, f"Accepted\n\n{text}")
    assert not [item for item in json.loads(run("check", "--json").out) if item["rule"] == "ADR018"]
    assert run("adr", "deprecate", "2").code == 0
    assert text in repo.read("docs/adr/0002-b.md")


def test_a_conflict_in_front_matter(repo, run) -> None:
    """There it is reported as well, and nothing is written."""
    text = "---\n<<<<<<< HEAD\nstatus: accepted\n=======\nstatus: rejected\n>>>>>>> x\ndate: 2026-01-02\n---\n\n# Use b\n\n## Context\n\nWords.\n"
    repo.write("docs/adr/0001-b.md", text)
    found = [
        item["message"] for item in json.loads(run("check", "--json", code=1).out) if item["rule"] == "ADR018"
    ]
    assert any("merge conflict" in message for message in found)
    assert run("adr", "deprecate", "1", code=2).err
    assert repo.read("docs/adr/0001-b.md") == text
