"""A key of front matter is found in every spelling, and no second one is written beside it."""

import pytest

from records.adr.dialects import Target, add_link, read_adr, remove_link, set_status
from records.adr.facts import KeyCustom

NEW = Target("0005-b", "B", "0005-b.md", 5)
NAME = "0001-a.md"
BODY = "\n# A\n\n## Context\n\nc\n\n## Decision\n\nd\n"
SPELLINGS = ("superseded-by", "superseded_by", "supersededBy", "Superseded-By", "SupersededBy", "replaced_by")


def yaml(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", BODY])


def toml(*lines: str) -> str:
    return "\n".join(["+++", *lines, "+++", BODY])


@pytest.mark.parametrize("key", SPELLINGS)
@pytest.mark.parametrize("extra", [[], ["title: A"], ["decision-makers: Ada"], ["adr_id: 1"]])
@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("", ' ["0005-b"]'), (" null", ' ["0005-b"]'), (" []", ' ["0005-b"]'), (' ""', ' "0005-b"'), (" none", ' "0005-b"'),
        (" [ADR-0003]", " [ADR-0003, ADR-0005]"), (" [3]", " [3, 5]"), (" ADR-3", " ADR-3, ADR-5"),
        (" [0003-x.md]", ' [0003-x.md, "0005-b.md"]'), (' ["[[0003-x]]"]', ' ["[[0003-x]]", "[[0005-b]]"]'),
        (' ["[ADR-0003](0003-x.md)"]', ' ["[ADR-0003](0003-x.md)", "[ADR-0005](0005-b.md)"]'),
    ],
)  # fmt: skip
def test_a_superseding_record_goes_to_the_key_that_is_there(key, extra, value, after):
    """The key keeps its spelling and the kind of its value, and the reference is written as those beside it are."""
    text = yaml("status: accepted", *extra, f"{key}:{value}")
    result = set_status(text, NAME, "superseded", by=(NEW,))
    assert result == yaml("status: superseded", *extra, f"{key}:{after}")
    assert set_status(result, NAME, "superseded", by=(NEW,)) == result
    facts = read_adr(result, NAME)
    assert facts.status == "superseded"
    assert facts.links[-1].relation == "superseded-by"


@pytest.mark.parametrize("key", SPELLINGS)
@pytest.mark.parametrize("table", ["", "[extra]", "[taxonomies]"])
@pytest.mark.parametrize(
    ("value", "after"), [("[]", '["0005-b"]'), ('""', '"0005-b"'), ('["0003-x"]', '["0003-x", "0005-b"]')]
)
def test_toml_keys_are_found_in_tables_too(key, table, value, after):
    """TOML has the same spellings, at the top and in a table."""
    head = ['title = "A"', *([table] if table else []), 'status = "accepted"']
    result = set_status(toml(*head, f"{key} = {value}"), NAME, "superseded", by=(NEW,))
    assert result == toml(*head[:-1], 'status = "superseded"', f"{key} = {after}")


@pytest.mark.parametrize(
    ("key", "relation"), [("related_to", "relates-to"), ("dependsOn", "depends-on"), ("Amends", "amends")]
)
@pytest.mark.parametrize("extra", [[], ["title: A"], ["decision-makers: Ada"]])
def test_other_relations_go_to_their_keys_and_out_again(key, relation, extra):
    """A link is added at the key that the file has for its relation, and removed there."""
    text = yaml("status: accepted", *extra, f"{key}: []")
    result = add_link(text, NAME, relation, NEW)
    assert result == yaml("status: accepted", *extra, f'{key}: ["0005-b"]')
    assert remove_link(result, NAME, relation, NEW) == text


def test_a_reference_in_a_text_is_removed():
    """Of several in one text the others stay."""
    text = yaml("status: superseded", "superseded_by: 0003-x, 0005-b")
    assert remove_link(text, NAME, "superseded-by", NEW) == yaml(
        "status: superseded", 'superseded_by: "0003-x"'
    )


def test_links_in_a_mapping_stay_there():
    """`links:` with a key for each relation gets the reference, in any spelling."""
    text = yaml("status: accepted", "links:", "  superseded_by: []")
    result = set_status(text, NAME, "superseded", by=(NEW,))
    assert result == yaml("status: superseded", "links:", '  superseded_by: ["0005-b"]')


@pytest.mark.parametrize("key", ["Status", "adr_status", "adr-status", "decisionStatus", "STATE"])
def test_an_empty_key_for_the_status_is_filled_in(key):
    """No second `status` is written beside it."""
    if key == "decisionStatus":
        key = "Decision-Status"
    assert set_status(yaml(f"{key}:", "tags: [a]"), NAME, "accepted") == yaml(f"{key}: accepted", "tags: [a]")
    assert set_status(yaml(f'{key}: ""'), NAME, "accepted") == yaml(f'{key}: "accepted"')


def test_a_log_shows_the_key_for_a_file_that_has_none(repo, run):
    """The spelling, the kind of value and the form of a reference are those of the other records."""
    body = "# A\n\n## Context\n\nc\n\n## Decision\n\nd\n"
    repo.write("docs/adr/0001-a.md", f"---\nstatus: superseded\nsupersededBy: ADR-0002\n---\n\n{body}")
    for number in (2, 3, 4):
        repo.write(f"docs/adr/000{number}-a.md", f"---\nstatus: accepted\n---\n\n{body}")
    repo.commit()
    run("adr", "supersede", "3", "--by", "4")
    assert repo.read("docs/adr/0003-a.md").startswith(
        "---\nstatus: superseded\nsupersededBy: ADR-0004\n---\n"
    )


def test_a_key_of_the_log_is_no_reason_for_front_matter():
    """A file without front matter keeps its own form."""
    target = Target(
        "0005-b", "B", "0005-b.md", 5, custom=KeyCustom("supersededBy", "ADR-0003", is_list=False)
    )
    result = set_status("# 1. A\n\n## Status\n\nAccepted\n", NAME, "superseded", by=(target,))
    assert result == "# 1. A\n\n## Status\n\nSuperseded by [5. B](0005-b.md)\n"


def test_a_committed_mark_is_removed_from_both_records(repo, run):
    """The status is accepted again, and the newer record does not say that it supersedes."""
    body = "# A\n\n## Context\n\nc\n\n## Decision\n\nd\n"
    for number, state in ((1, "superseded\nsuperseded_by: [0002-a]"), (2, "accepted\nsupersedes: [0001-a]")):
        repo.write(f"docs/adr/000{number}-a.md", f"---\ntitle: A\nstatus: {state}\n---\n\n{body}")
    repo.commit()
    run("unlink", "1", "superseded-by", "2")
    assert "status: accepted\nsuperseded_by: []\n" in repo.read("docs/adr/0001-a.md")
    assert "supersedes: []\n" in repo.read("docs/adr/0002-a.md")
