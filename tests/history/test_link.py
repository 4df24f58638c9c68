"""Links between records: superseding is taken back byte for byte, and is spelled as the log spells it."""

from __future__ import annotations

import json

import pytest

from repository import ANY_CODE

NYGARD = "# {number}. {title}\n\nDate: 2026-01-02\n\n## Status\n\n{status}\n\n## Context\n\nWords.\n"
FRONT_MATTER = "---\nstatus: {status}\ndate: 2026-01-02\n---\n\n# {title}\n\n## Context and Problem Statement\n\nWords.\n"


def decide(repo, folder: str, number: int, title: str, status: str = "Accepted", form: str = NYGARD) -> str:
    path = f"{folder}/{number:04d}-{title.lower().replace(' ', '-')}.md"
    repo.write(path, form.format(number=number, title=title, status=status))
    return path


@pytest.mark.parametrize("form", [NYGARD, FRONT_MATTER])
@pytest.mark.parametrize(
    "words", ["superseded-by", "superseded by", "Superseded_By", "superceded-by", "replaced by"]
)
def test_superseded_by_leaves_the_successor_in_force(repo, run, form, words) -> None:
    """In any spelling, and when it is said twice: the link is written as the successor says it."""
    old = decide(repo, "docs/adr", 1, "Use redis", form=form)
    new = decide(repo, "docs/adr", 2, "Use kafka", form=form)
    assert run("link", "ADR-1", words, "ADR-2").code == 0
    statuses = {record["ref"]: record["status"] for record in json.loads(run("list", "--json").out)}
    assert statuses == {"ADR-0001": "superseded", "ADR-0002": "accepted"}
    assert "uperseded by" not in repo.read(new)
    texts = repo.read(old), repo.read(new)
    assert run("link", "ADR-1", words, "ADR-2").code == 0
    assert (repo.read(old), repo.read(new)) == texts


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


@pytest.mark.parametrize("directory", ["docs/adr", "doc/adr"])
def test_superseding_is_spelled_as_in_a_dictionary_where_the_log_has_no_precedent(
    repo, run, directory
) -> None:
    """Also in the folder of adr-tools, and in a repair of `check --fix`; only `adr new -s` writes there as adr-tools."""
    one, two, three = (decide(repo, directory, number, f"Use {number}") for number in (1, 2, 3))
    run("adr", "supersede", "1", "--by", "2")
    assert "Superseded by [2. Use 2]" in repo.read(one)
    assert "Supersedes [1. Use 1]" in repo.read(two)
    repo.write(one, repo.read(one).replace("Superseded by [2. Use 2](0002-use-2.md)", "Accepted"))
    repo.write(two, repo.read(two).replace("Supersedes [1. Use 1](0001-use-1.md)\n\n", ""))
    repo.write(
        three, repo.read(three).replace("Accepted\n", "Accepted\n\nReplaces [2. Use 2](0002-use-2.md)\n")
    )
    run("check", "--fix")
    assert "Superseded by [3. Use 3]" in repo.read(two)


def test_a_superseding_record_is_written_as_adr_tools_does_in_its_own_logs(repo, run) -> None:
    """`adr new -s` says `Superceded by` in `doc/adr`, unless the log has the usual spelling or another form."""
    form = NYGARD + "\n## Decision\n\nYes.\n\n## Consequences\n\nFew.\n"
    one = decide(repo, "doc/adr", 1, "Use 1", form=form)
    run("adr", "new", "-s", "1", "Use 2")
    assert "Superceded by [2. Use 2]" in repo.read(one)
    assert "Supercedes [1. Use 1]" in repo.read("doc/adr/0002-use-2.md")
    for number in (1, 2):
        path = f"doc/adr/000{number}-use-{number}.md"
        text = repo.read(path).replace("Superceded by [2. Use 2](0002-use-2.md)", "Accepted")
        repo.write(path, text.replace("# ", "# ADR ").replace("\nSupercedes [1. Use 1](0001-use-1.md)\n", ""))
    run("adr", "new", "-s", "1", "Use 3")
    assert "Superseded by [3. Use 3]" in repo.read(one)


@pytest.mark.parametrize("relation", ["superseded-by", "supersedes", "replaces", "superceded by"])
def test_a_prompt_and_a_decision_supersede_each_other_nowhere(run, repo, relation):
    """The rule is the same for a link, a new prompt and a new decision; nothing is written, other relations are."""
    run("adr", "new", "A")
    run("phr", "new", "T", "--stage", "green", "--prompt", "p")
    new_phr = ("phr", "new", "U", "--stage", "green", "--prompt", "q")
    for command in (
        ("link", "general/1", relation, "ADR-1"),
        ("link", "ADR-1", relation, "general/1"),
        (*new_phr, "--link", f"{relation}=ADR-1"),
        ("adr", "new", "B", "--link", f"general/1:{relation}"),
    ):
        error = run(*command, code=2).err
        assert "of different kinds" in error
        assert "hint: a prompt leads to a decision: records link PHR led-to ADR" in error
    assert len(json.loads(run("list", "--json").out)) == 2
    run(*new_phr, "--link", f"{relation}=general/1", "--link", "led-to=ADR-1")
