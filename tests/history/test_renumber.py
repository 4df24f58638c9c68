"""A record gets another number, and everything that cites it follows; what could mean another record is listed."""

from __future__ import annotations

import json

import pytest

from records.model.citations import RecordMove, move_citations


def decide(run, *titles: str, more: tuple[str, ...] = ()) -> None:
    for title in titles:
        run("adr", "new", *more, title)


def test_file_heading_links_and_citations_follow(repo, run) -> None:
    """Renumbering changes the file's name, heading, links and citations in code and docs."""
    decide(run, "Use jwt", "Use redis")
    run("adr", "new", "-s", "1", "-l", "2:Amends", "Use kafka")
    repo.write(
        "docs/why.md",
        "See [ADR-0003](../history/adr/0003-use-kafka.md), ADR-3, ADR-0031, X-ADR-0003 and 0003.\n",
    )
    repo.write("src/app.py", "# @adr 0003\n# history/adr/0003-use-kafka.md says why (ADR 0003)\n")
    repo.commit()
    done = run("renumber", "ADR-3", "--to", "12")
    assert done.out == "history/adr/0012-use-kafka.md\n"
    text = repo.read("history/adr/0012-use-kafka.md")
    assert text.startswith(
        "# 12. Use kafka\n\nDate: 2026-01-15\n\nRenumbered: from 0003 on 2026-01-15\n\n## Status\n"
    )
    assert "Superseded by [12. Use kafka](0012-use-kafka.md)" in repo.read("history/adr/0001-use-jwt.md")
    assert repo.read("docs/why.md") == (
        "See [ADR-0012](../history/adr/0012-use-kafka.md), ADR-12, ADR-0031, X-ADR-0003 and 0003.\n"
    )
    assert repo.read("src/app.py") == "# @adr 0012\n# history/adr/0012-use-kafka.md says why (ADR 0012)\n"
    assert not (repo.path / "history/adr/0003-use-kafka.md").exists()
    shown = json.loads(run("show", "ADR-12", "--json").out)
    assert {link["relation"] for link in shown["links"]} == {"supersedes", "amends"}
    assert "ADR020" not in run("check").out


def test_a_duplicate_is_moved_and_bare_citations_are_listed(repo, run) -> None:
    """Of two records with one number one moves, and ambiguous citations are listed."""
    decide(run, "Use jwt")
    text = repo.read("history/adr/0001-use-jwt.md").replace("Use jwt", "Use redis")
    repo.write("history/adr/0001-use-redis.md", text)
    repo.write("notes.md", "ADR-0001 decides.\nSee [ADR-0001](history/adr/0001-use-redis.md).\n")
    done = run("renumber", "history/adr/0001-use-redis.md", "--json")
    data = json.loads(done.out)
    assert data["path"] == "history/adr/0002-use-redis.md"
    assert data["ambiguous"] == [{"path": "notes.md", "line": 1, "text": "ADR-0001"}]
    assert repo.read("notes.md") == "ADR-0001 decides.\nSee [ADR-0002](history/adr/0002-use-redis.md).\n"
    assert "number-taken-twice" not in run("check").out


def test_a_dry_run_writes_nothing(repo, run) -> None:
    """A dry run prints the new path and what would change, and writes nothing."""
    decide(run, "Use jwt")
    repo.write("notes.md", "ADR-0001\n")
    done = run("renumber", "1", "--to", "7", "--dry-run")
    assert done.out == "history/adr/0007-use-jwt.md\n"
    assert "would follow in notes.md" in done.err
    assert repo.read("notes.md") == "ADR-0001\n"
    assert (repo.path / "history/adr/0001-use-jwt.md").exists()


def test_front_matter_numbers_keep_their_form(repo, run) -> None:
    """Numbers in front matter change and keep their form."""
    repo.write(
        "history/adr/0002-a.md",
        "---\nnumber: 2\ntitle: A\nstatus: accepted\ndate: 2026-01-01\n---\n\n## Context\n",
    )
    repo.write(
        "history/adr/0003-b.md",
        "---\nnumber: 3\ntitle: B\nstatus: accepted\ndate: 2026-01-01\n"
        "links:\n  - target: 2\n    kind: amends\n---\n\nT.\n",
    )
    repo.write(
        "history/adr/0004-c.md",
        '---\nid: "0004"\ntitle: C\nstatus: accepted\nrelatesTo: ["0002"]\n---\n\nT.\n',
    )
    run("renumber", "ADR-2", "--to", "20")
    assert "number: 20\n" in repo.read("history/adr/0020-a.md")
    assert "renumbered: from 0002 on 2026-01-15\n" in repo.read("history/adr/0020-a.md").replace('"', "")
    assert "  - target: 20\n" in repo.read("history/adr/0003-b.md")
    assert 'relatesTo: ["0020"]' in repo.read("history/adr/0004-c.md")


def test_a_prompt_moves_without_a_change_to_its_prompt(repo, run) -> None:
    """Renumbering a prompt record leaves its prompt unchanged."""
    run(
        "phr",
        "new",
        "--title",
        "Add login",
        "--stage",
        "green",
        "--prompt",
        "Add PHR-0001 login\n## Response\n",
    )
    run("renumber", "phr/general/1", "--to", "5")
    path = "history/prompts/general/0005-add-login.green.prompt.md"
    assert 'id: "0005"' in repo.read(path)
    shown = json.loads(run("show", "phr/general/5", "--json").out)
    assert shown["prompt"] == "Add PHR-0001 login\n## Response\n"
    assert "PHR017" not in run("check").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ADR-1", "--to", "2"), "is taken"),
        (("ADR-1", "--to", "1"), "no new number"),
        (("use-tabs",), "has no number"),
        (("ADR-9",), "no record matches"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_written(repo, run, words, said) -> None:
    """An impossible renumbering is an error and changes nothing."""
    decide(run, "Use jwt", "Use redis")
    repo.write("history/adr/use-tabs.md", "# Use tabs\n\n## Status\n\nAccepted\n")
    before = sorted(path.name for path in (repo.path / "history/adr").iterdir())
    assert said in run("renumber", *words, code=2).err
    assert sorted(path.name for path in (repo.path / "history/adr").iterdir()) == before


def test_a_record_without_date_or_heading_gets_its_note(repo, run) -> None:
    """The note about the old number is added where there is no date line."""
    repo.write("history/adr/0001-a.md", "# 1. A\n\n## Status\n\nAccepted\n")
    run("renumber", "ADR-1", "--to", "3")
    assert repo.read("history/adr/0003-a.md").startswith(
        "# 3. A\n\nRenumbered: from 0001 on 2026-01-15\n\n## Status"
    )


def test_citations_are_those_of_this_record() -> None:
    """Only citations of the moved record change, in every spelling."""
    moved = RecordMove("ADR", "0012-use-x", "0031-use-x", 12, 31)
    for same in ("ADR-0120", "ADR-12.5", "XADR-12", "10012-use-x", "0012-use-xy", "RFC-12", "ADR-12a"):
        assert move_citations(f"see {same} there", moved).text == f"see {same} there"
    for old, new in (
        ("ADR-0012", "ADR-0031"),
        ("adr-12", "adr-31"),
        ("ADR 12", "ADR 31"),
        ("ADR#12", "ADR#31"),
        ("[12. Use X](0012-use-x.md)", "[31. Use X](0031-use-x.md)"),
        ("(0012-use-x.md#why)", "(0031-use-x.md#why)"),
    ):
        assert move_citations(f"see {old}.", moved).text == f"see {new}."


def test_a_renumbering_that_was_stopped_is_completed_by_the_next(run, repo):
    """The copy is there and cited nowhere: the citations follow, and the old file goes."""
    run("adr", "new", "A")
    run("adr", "new", "B")
    repo.write("notes.md", "ADR-1 says so.\n")
    original = repo.read("history/adr/0001-a.md")
    run("renumber", "ADR-1")
    copy = repo.read("history/adr/0003-a.md")
    repo.write("history/adr/0001-a.md", original)
    repo.write("notes.md", "ADR-1 says so.\n")
    run("renumber", "ADR-1")
    assert sorted(path.name for path in (repo.path / "history/adr").iterdir()) == ["0002-b.md", "0003-a.md"]
    assert repo.read("history/adr/0003-a.md") == copy
    assert repo.read("notes.md") == "ADR-3 says so.\n"


def test_a_file_without_a_number_is_refused(repo, run) -> None:
    """A record that is named by its title alone has to be renamed first."""
    repo.write("docs/adr/use-a-queue.md", "# 3. Use a queue\n\n## Status\n\nAccepted\n\n## Context\n\nx\n")
    repo.commit()
    result = run("renumber", "ADR-3", "--to", "5", code=2)
    assert "'use-a-queue.md' has no number" in result.err


def test_files_that_cannot_be_read_are_passed_over(repo, run) -> None:
    """A tracked file that is no text cites nothing, and the others follow."""
    decide(run, "Use jwt")
    repo.write("docs/why.md", "See ADR-0001.\n")
    repo.write("docs/other.md", b"\xff\xfe\x00ADR-0001")
    repo.commit()
    (repo.path / "docs/gone.md").write_text("ADR-0001")
    repo.git("add", "docs/gone.md")
    (repo.path / "docs/gone.md").unlink()
    run("renumber", "ADR-1", "--to", "7")
    assert repo.read("docs/why.md") == "See ADR-0007.\n"


def test_the_number_may_follow_the_record(run):
    """`renumber REF NUMBER` does what `--to NUMBER` does."""
    run("adr", "new", "One")
    assert run("renumber", "ADR-1", "7").out == "history/adr/0007-one.md\n"


BROKEN = {
    "a quote without end": b'a: "b',
    "bytes that are not UTF-8": b"a: '\xff' x",
    "a control character": b'a: "\x00"',
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("words", ["renumber general/1 --to 8", "phr finish general/1 --outcome done"])
def test_front_matter_that_is_not_yaml_is_named(repo, run, line, words) -> None:
    """A prompt whose front matter cannot be edited is left alone, with the reason."""
    path = repo.path / "history/prompts/general/0001-a.green.prompt.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"---\nid: 1\ntitle: A\nstage: green\n" + line + b"\n---\n\n## Prompt\n\np\n")
    before = path.read_bytes()
    result = run(*words.split(), code=2)
    assert "the front matter is not valid YAML" in result.err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("folder", "ending", "text"),
    [
        ("history/prompts/general", ".general.prompt.md", "Only a note.\n\nSecond paragraph.\n"),
        ("history/adr", ".md", "We use zip.\r\n\r\nStatus: Accepted\r\n\r\nSo it is.\r\n"),
    ],
)
def test_a_record_without_front_matter_and_heading_gets_its_note_at_the_top(repo, run, folder, ending, text):
    """In its own line ends; nothing else of it changes."""
    for name in ("0001-a", "0001-b"):
        repo.write(f"{folder}/{name}{ending}", text)
    assert run("renumber", f"{folder}/0001-b{ending}").out == f"{folder}/0002-b{ending}\n"
    newline = "\r\n" if "\r\n" in text else "\n"
    assert repo.read(f"{folder}/0002-b{ending}") == f"Renumbered: from 0001 on 2026-01-15{newline * 2}{text}"
    assert repo.read(f"{folder}/0001-a{ending}") == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_the_encoding_stays(repo, run, codec) -> None:
    """A record in UTF-16 stays in it, under another number and with another status."""
    (repo.path / "docs/adr").mkdir(parents=True)
    text = "\ufeff# 1. Use café\n\nDate: 2026-01-02\n\n## Status\n\nProposed\n\n## Context\n\nWords.\n"
    (repo.path / "docs/adr/0001-use-cafe.md").write_bytes(text.encode(codec))
    assert run("adr", "accept", "1").code == 0
    accepted = text.replace("Proposed", "Accepted")
    assert (repo.path / "docs/adr/0001-use-cafe.md").read_bytes() == accepted.encode(codec)
    assert run("renumber", "1", "--to", "4").code == 0
    moved = (repo.path / "docs/adr/0004-use-cafe.md").read_bytes().decode(codec)
    assert moved.startswith("\ufeff# 4. Use café\n")
    assert moved.endswith("Accepted\n\n## Context\n\nWords.\n")
