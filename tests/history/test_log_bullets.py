"""The sign of lists: what is written into a record has the bullets that its log or the record itself has."""

from __future__ import annotations

import re

import pytest

from records.adr.dialects import Target, add_link
from suggest_help import replace_cache

RECORD = """# Use {0}

* Status: accepted
* Date: 2024-01-0{1}

## Context and Problem Statement

We need {0}.

## Considered Options

{2} {0}
{2} nothing

## Decision Outcome

Chosen option: "{0}", because it is there.
"""


@pytest.mark.parametrize("sign", ["-", "*", "+"])
def test_a_suggested_draft_has_the_bullets_of_the_log(run, repo, sign):
    """The lists below the first section decide, not those of the fields above it."""
    for number, word in enumerate(("go", "rust", "zig"), 1):
        repo.write(f"docs/adr/000{number}-use-{word}.md", RECORD.format(word, number, sign))
    replace_cache(repo)
    text = repo.read(run("adr", "suggest", "--create").out.strip())
    sections = text[text.index("\n## ") :]
    assert set(re.findall(r"^([-*+]) ", sections, re.M)) == {sign}


@pytest.mark.parametrize("sign", ["-", "*", "+"])
@pytest.mark.parametrize("end", ["", "\n## Links\n", "\n## Related\n\nNone yet.\n"])
def test_a_link_has_the_bullet_of_the_other_lists(sign, end):
    """Also where its section is new, or has no list yet."""
    text = RECORD.format("go", 1, sign).replace("* Status: accepted\n* Date: 2024-01-01\n", "") + end
    target = Target("0003-new", "New", "0003-new.md", 3)
    new = add_link(text, "0001-use-go.md", "Amends", target)
    assert [line[0] for line in new.split("\n") if "0003-new.md" in line] == [sign]
