"""Front matter that a person or an agent wrote in another way: what it says is read, and what was odd is told."""

from __future__ import annotations

from typing import Any

import pytest

from records.phr.front_matter_repair import read_front_matter

BLOCK = "---\nid: '0001'\ntitle: X\n---\n\n## Prompt\n\np\n"
READ = {"id": "0001", "title": "X"}


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        (BLOCK, []),
        (f"```markdown\n{BLOCK}```\n", ["outer-fence"]),
        (f"```markdown\n{BLOCK}", ["outer-fence"]),
        (f"~~~~\n{BLOCK}~~~~\n\n", ["outer-fence"]),
        (f"\n\n```md\n{BLOCK}```\n", ["outer-fence"]),
        (f"# X\n\n{BLOCK}", ["missing-opening-fence"]),
        (f"\n{BLOCK}", ["missing-opening-fence"]),
        (BLOCK.removeprefix("---\n"), ["missing-opening-fence"]),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_block_is_found_wherever_it_stands(text: str, steps: list[str], newline: str) -> None:
    """In a fence around the whole file, with or without its end; under a heading; without its opening marks."""
    reading = read_front_matter(text.replace("\n", newline))
    assert reading.fields == READ
    assert [problem.step for problem in reading.problems] == steps
    assert reading.body.replace("\r\n", "\n").strip("\n") == "## Prompt\n\np"


@pytest.mark.parametrize("text", ["```python\nprint(1)\n```\n", "```\n\n```\n", "````\n# A heading\n````\n"])
def test_a_fence_of_code_is_none_around_the_file(text: str) -> None:
    """Nothing in it is front matter."""
    reading = read_front_matter(text)
    assert reading.fields == {}
    assert reading.body == text
    assert "outer-fence" not in [problem.step for problem in reading.problems]


@pytest.mark.parametrize(
    ("block", "fields"),
    [
        ("adr_link: '0003'\n", {"links": {"adr": "0003"}}),
        ("adr_link: '0003'\nspec-link: a.md\n", {"links": {"adr": "0003", "spec": "a.md"}}),
        ("links:\n  adr: '0007'\nadr_link: '0003'\n", {"links": {"adr": "0007"}}),
        ("links: a.md\nadr_link: '0003'\n", {"links": {"relates-to": "a.md", "adr": "0003"}}),
        (
            "links: a.md\nadr_link: ['0003', '0004']\n",
            {"links": {"relates-to": "a.md", "adr": ["0003", "0004"]}},
        ),
        ("links: [a.md]\nadr_link: '0003'\n", {"links": {"relates-to": ["a.md"], "adr": "0003"}}),
        ("links:\nadr_link: '0003'\n", {"links": {"adr": "0003"}}),
        (
            "links:\n- spec: a.md\n- spec: b.md\nadr_link: '0003'\n",
            {"links": {"spec": ["a.md", "b.md"], "adr": "0003"}},
        ),
        ("tags: [a]\nlabels: [b]\n", {"labels": ["b"]}),
        ("tags: [a]\nlabels: []\n", {"labels": ["a"]}),
    ],
)
def test_other_names_of_keys_are_read_where_the_own_one_says_nothing(
    block: str, fields: dict[str, Any]
) -> None:
    """What the template's own key says is never replaced."""
    reading = read_front_matter(f"---\nid: '0001'\n{block}---\n\n## Prompt\n\np\n")
    assert reading.fields == {"id": "0001", **fields}
    assert {problem.step for problem in reading.problems} == {"key-alias"}


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("labels: []\ntags: [a]\n", "the key 'tags' is read as 'labels'"),
        ("labels: [b]\ntags: [a]\n", "the key 'tags' is not read beside 'labels'"),
        ("links:\n  adr: '0007'\nadr_link: ['0003']\n", "the key 'adr_link' is not read beside 'links.adr'"),
        ("links: a.md\nadr_link: ['0003']\n", "the key 'adr_link' is read as 'links.adr'"),
    ],
)
def test_only_what_is_read_is_said_to_be_read(block: str, message: str) -> None:
    """Another name of a key beside the key itself says nothing that is used."""
    reading = read_front_matter(f"---\nid: '0001'\n{block}---\n\n## Prompt\n\np\n")
    assert [problem.message for problem in reading.problems] == [message]


def test_a_block_that_is_no_yaml_is_read_line_by_line() -> None:
    """An item before the first key belongs to none; all keys are read."""
    reading = read_front_matter(
        '---\n- lost\nid: 0001\ntitle: "Say \\q\nfiles:\n- a.py\n- "b.py"\n---\n\np\n'
    )
    assert (reading.fields["id"], reading.fields["files"]) == ("0001", ["a.py", "b.py"])
    assert reading.fields["title"].endswith("Say \\q")
    assert reading.problems
