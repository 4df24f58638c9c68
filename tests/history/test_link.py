"""Links between records: superseding is taken back byte for byte, and is spelled as the log spells it."""

from __future__ import annotations

import pytest

from repository import ANY_CODE

NYGARD = "# {number}. {title}\n\nDate: 2026-01-02\n\n## Status\n\n{status}\n\n## Context\n\nWords.\n"
FRONT_MATTER = "---\nstatus: {status}\ndate: 2026-01-02\n---\n\n# {title}\n\n## Context and Problem Statement\n\nWords.\n"


def decide(repo, folder: str, number: int, title: str, status: str = "Accepted", form: str = NYGARD) -> str:
    path = f"{folder}/{number:04d}-{title.lower().replace(' ', '-')}.md"
    repo.write(path, form.format(number=number, title=title, status=status))
    return path


@pytest.mark.parametrize("form", [NYGARD, FRONT_MATTER])
@pytest.mark.parametrize("status", ["Accepted", "accepted", "Deprecated"])
@pytest.mark.parametrize("is_committed", [True, False])
def test_unlink_restores_the_committed_text(repo, run, form, status, is_committed) -> None:
    """Superseding and taking it back leaves both files as they were, or accepted where nothing is committed."""
    old = decide(repo, "docs/adr", 12, "Use redis", status, form)
    new = decide(repo, "docs/adr", 17, "Use kafka", form=form)
    texts = repo.read(old), repo.read(new)
    if is_committed:
        repo.commit()
    for _ in range(2):
        assert run("adr", "supersede", "12", "--by", "17").code == 0
        assert run("unlink", "ADR-17", "supersedes", "ADR-12").code == 0
        if is_committed or status != "Deprecated":
            assert repo.read(old).lower() == texts[0].lower()
        if is_committed:
            assert (repo.read(old), repo.read(new)) == texts
    assert "ADR002" not in run("check", code=ANY_CODE).out


def test_unlink_keeps_other_edits(repo, run) -> None:
    """A file that was edited besides keeps the edit and has its committed status again."""
    old = decide(repo, "docs/adr", 12, "Use redis", "Accepted")
    decide(repo, "docs/adr", 17, "Use kafka")
    repo.commit()
    run("adr", "supersede", "12", "--by", "17")
    repo.write(old, repo.read(old).replace("Words.", "Other words."))
    assert run("unlink", "ADR-12", "ADR-17").code == 0
    assert repo.read(old) == NYGARD.format(number=12, title="Use redis", status="Accepted").replace(
        "Words.", "Other words."
    )


def test_unlink_of_one_of_two_successors_leaves_the_decision_superseded(repo, run) -> None:
    """A decision that another one still supersedes keeps that mark."""
    old = decide(repo, "docs/adr", 12, "Use redis")
    decide(repo, "docs/adr", 17, "Use kafka")
    decide(repo, "docs/adr", 18, "Use nats")
    repo.commit()
    run("adr", "supersede", "12", "--by", "17")
    run("adr", "supersede", "12", "--by", "18")
    assert run("unlink", "ADR-18", "supersedes", "ADR-12").code == 0
    assert "0017-use-kafka.md" in repo.read(old)
    assert "0018" not in repo.read(old)
    assert '"superseded"' in run("show", "ADR-12", "--json").out


@pytest.mark.parametrize(("precedent", "verb"), [("Superseded", "Supersede"), ("Superceded", "Supercede")])
def test_superseding_is_spelled_as_in_the_log(repo, run, precedent, verb) -> None:
    """Both ends are spelled as the log's other records spell the verb."""
    decide(repo, "docs/adr", 1, "Use xml", f"{precedent} by [2. Use json](0002-use-json.md)")
    decide(repo, "docs/adr", 2, "Use json")
    three = decide(repo, "docs/adr", 3, "Use redis")
    four = decide(repo, "docs/adr", 4, "Use kafka")
    run("adr", "supersede", "3", "--by", "4")
    assert f"{verb}d by [4. Use kafka]" in repo.read(three)
    assert f"{verb}s [3. Use redis]" in repo.read(four)
    run("adr", "new", "-s", "2", "Use protobuf")
    assert f"{verb}s [2. Use json]" in repo.read("docs/adr/0005-use-protobuf.md")
    assert f"{verb}d by [5. Use protobuf]" in repo.read("docs/adr/0002-use-json.md")
