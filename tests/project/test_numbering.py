"""The next number of a folder."""

import pytest

from records.git import Git
from records.project.numbering import names_on_refs, next_number


def test_numbers_are_seen_on_many_branches(repo):
    """However many branches there are, every name of the folder is seen."""
    for number in range(1, 13):
        repo.git("checkout", "-q", "-B", f"b{number}", "main")
        repo.write(f"history/adr/{number:04d}-x.md", "# x\n")
        repo.commit(f"b{number}")
    repo.git("checkout", "-q", "main")
    names = names_on_refs(Git(str(repo.path)), "history/adr")
    assert names == {f"{number:04d}-x.md" for number in range(1, 13)}
    assert next_number(names) == (13, 4)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], (1, 4)),
        (["README.md", "notes.md"], (1, 4)),
        (["001-a.md", "002-b.md"], (3, 3)),
        (["1-a.md"], (2, 3)),
        (["0009-a.md", "PHR-0010-b.md", "010-c.md"], (11, 4)),
        (["20260101-a.md", "0003-b.md"], (4, 4)),
        (["0007-a.prompt.md.bak", ".0009-x.md"], (1, 4)),
    ],
)
def test_next_number(names, expected):
    """The next number and its width follow the names that exist."""
    assert next_number(names) == expected
