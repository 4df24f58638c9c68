"""Front matter is edited by exchanging characters; an edit that would touch anything else is refused."""

import pytest

from records.errors import EditError
from records.text.front_matter import FrontMatter

BLOCK = "title: A\nlabels:\n  - x\n  - y\nlinks:\n  adr: [1]\nnote: |\n  two\n  lines\nempty:\n"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda front: front.set("labels", "z"), "more than one value"),
        (lambda front: front.append("title", "z"), "is not a list"),
        (lambda front: front.append("links", "z"), "is not a list"),
        (lambda front: front.set("nothing.here", "z"), "no 'nothing' in the front matter"),
        (lambda front: front.set("title.below", "z"), "cannot add a key to an empty value"),
    ],
    ids=["list", "text", "mapping", "missing", "scalar"],
)
def test_an_edit_of_another_kind_of_value_is_refused(edit, message):
    """The message names what is there."""
    with pytest.raises(EditError, match=message):
        edit(FrontMatter(BLOCK))


@pytest.mark.parametrize(
    "edit", [lambda f: f.set("a", "1"), lambda f: f.append("a", "1")], ids=["set", "append"]
)
def test_front_matter_that_is_no_yaml_is_not_edited(edit):
    """The error says so; nothing is guessed."""
    with pytest.raises(EditError, match="not valid YAML"):
        edit(FrontMatter("a: [1\nb: 2\n"))


def test_values_are_exchanged_in_their_own_style():
    """A block scalar keeps its last line break, an empty value gets a blank, a quoted one stays quoted."""
    assert FrontMatter(BLOCK).set("empty", "now").text == BLOCK.replace("empty:\n", "empty: now\n")
    assert FrontMatter("t: 'a'\nu: 1\n").set("t", "b").text == "t: 'b'\nu: 1\n"
    assert FrontMatter("a: 1\nlist: null\n").append("list", "x").text == "a: 1\nlist: [x]\n"
    assert FrontMatter("{}\n").set("a", "1").text == '{a: "1"}\n'


def test_items_are_taken_out_of_lists():
    """The last item of a block list leaves an empty list; what is not there changes nothing."""
    front = FrontMatter(BLOCK).discard("labels", "x").discard("labels", "y")
    assert front.data()["labels"] == []
    assert FrontMatter(BLOCK).discard("labels", "z").text == BLOCK
    assert FrontMatter(BLOCK).discard("other", "z").text == BLOCK
    assert FrontMatter("a: [x, y]\n").discard("a", "x").text == "a: [y]\n"
