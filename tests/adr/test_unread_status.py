"""An edit is refused where a file states a status that nothing reads: no file ends up with two."""

import pytest

from records.adr.dialects import Target, add_link, read_adr, set_status
from records.errors import EditError

NAME = "0005-x.md"
NEWER = Target("0009-new", "New", "0009-new.md", 9)
BODY = "\n\n## Context\n\nWords.\n\n## Decision\n\nMore words.\n"
TOP = "# 5. X\n\n"

UNREAD = {
    "a sentence": TOP + "The status of this decision is accepted." + BODY,
    "a component's text": TOP + "<Lifecycle.Phase>Accepted</Lifecycle.Phase>" + BODY,
    "a component's expression": TOP + "<Badge kind={states.accepted} />" + BODY,
    "a picture's name": TOP + "![](../img/accepted.svg)" + BODY,
    "a comment": TOP + "<!-- status=accepted -->" + BODY,
    "a comment by reference": TOP + "[//]: # (status: accepted)" + BODY,
    "a line at the end": "# 5. X" + BODY + "\n---\nStatus: accepted\n",
    "a step of a history at the end": "# 5. X" + BODY + "\n## History\n\n- 2024-01-02: accepted\n",
    "another heading": TOP + "## Approval\n\nAccepted" + BODY,
    "a heading far down": "# 5. X" + BODY + "\n## Notes\n\nx\n\n#### Status\n\nAccepted\n",
    "deep front matter": "---\na:\n  b:\n    c:\n      current: accepted\n---\n# 5. X" + BODY,
    "a flag": "---\nis_accepted: true\n---\n# 5. X" + BODY,
    "a tag": "---\ntags: [adr, accepted]\n---\n# 5. X" + BODY,
}


@pytest.mark.parametrize("text", UNREAD.values(), ids=UNREAD)
def test_an_unread_status_is_no_place_for_a_second_one(text):
    """The reason names the line; a link that retires nothing is still written."""
    assert read_adr(text, NAME).status is None
    for edit in (
        lambda: set_status(text, NAME, "deprecated"),
        lambda: set_status(text, NAME, "superseded", by=(NEWER,)),
        lambda: add_link(text, NAME, "superseded-by", NEWER),
    ):
        with pytest.raises(
            EditError, match=r"line \d+ states a status in a way that is not read: '.*ccepted"
        ):
            edit()
    assert read_adr(add_link(text, NAME, "amends", NEWER), NAME).status is None


@pytest.mark.parametrize(
    "line",
    [
        "<!-- status=accepted -->",
        "<Lifecycle.Status>Accepted</Lifecycle.Status>",
        "[//]: # (status: accepted)",
    ],
)
def test_a_label_that_repeats_the_status_in_front_matter_is_not_left_behind(line):
    """A second place with the status that holds would contradict the first one after an edit."""
    text = f"---\nstatus: accepted\n---\n{TOP}{line}{BODY}"
    with pytest.raises(EditError, match="line 6 states a status"):
        set_status(text, NAME, "deprecated")


def test_the_line_of_a_key_is_that_of_an_editor():
    """A line separator within a value ends no line."""
    text = f'---\ntitle: "a\u2028b"\nis_accepted: true\n---\n{TOP}{BODY}'
    with pytest.raises(
        EditError, match="line 3 states a status in a way that is not read: 'is_accepted: true'"
    ):
        set_status(text, NAME, "deprecated")


NO_STATUS = {
    "prose": "# 5. X\n\n## Context\n\nThe status quo is bad. Clients accepted that, we rejected it.\n",
    "status codes": "# 5. X\n\n## Context\n\nWords.\n\n### Status codes\n\n200 is returned.\n",
    "a title": "# 5. Prefer accepted standards\n\n## Context\n\nWords.\n",
    "an empty relation": TOP + "**Superseded by:** (link, if applicable)" + BODY,
    "an alternative": "# 5. X\n\n## Options\n\n- Rejected because of its price\n- Accepted by most teams so far\n",
    "a choice nobody made": TOP + "- Status: proposed | accepted | rejected" + BODY,
    "a description": "---\ntitle: Accepted\ndescription: rejected\n---\n# 5. X" + BODY,
    "an example in code": "# 5. X\n\n## Context\n\n```yaml\nstatus: accepted\n```\n",
}


@pytest.mark.parametrize("text", NO_STATUS.values(), ids=NO_STATUS)
def test_words_that_state_no_status_do_not_stop_an_edit(text):
    """Prose, titles, choices and examples are left alone, and the record gets its status."""
    edited = set_status(text, NAME, "deprecated")
    assert read_adr(edited, NAME).status == "deprecated"
    assert set_status(edited, NAME, "deprecated") == edited
