"""What a caller hands in is checked whole before anything is written."""

import pytest

from records import AdrDraft, Criterion, InvalidInput, LinkDraft, PhrDraft
from records.model.phr_draft import from_json

GOOD = {"title": "T", "stage": "green", "prompt": "p"}


def test_all_mistakes_are_told_at_once():
    with pytest.raises(InvalidInput) as told:
        PhrDraft(title=" ", stage="", prompt="\n", feature="a/b")
    assert told.value.message.startswith(
        "title is empty; stage is empty; prompt is empty; feature 'a/b' is not"
    )


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", 3, "title must be a text"),
        ("labels", "auth", "labels must be a tuple"),
        ("tests", (1,), "tests must hold texts"),
        ("prompt", None, "prompt must be a text"),
    ],
)
def test_types_are_held_to(field, value, told):
    with pytest.raises(InvalidInput, match=told):
        PhrDraft(**{**GOOD, field: value})


def test_lists_are_taken_for_tuples():
    draft = PhrDraft(**GOOD, labels=["a", " b ", ""], tests=["t"])
    assert (draft.labels, draft.tests) == (("a", "b"), ("t",))


def test_titles_become_one_printable_line():
    assert PhrDraft(**{**GOOD, "title": " a\n b\x1b[31m "}).title == "a b\ufffd[31m"
    assert AdrDraft(title="a\r\nb").title == "a b"


def test_links_and_statuses_need_words():
    for made in (
        lambda: LinkDraft(relation=" ", target="1"),
        lambda: LinkDraft(relation="amends", target=" "),
        lambda: AdrDraft(title="x", status=" "),
        lambda: AdrDraft(title="{{TITLE}}"),
    ):
        with pytest.raises(InvalidInput):
            made()
    assert LinkDraft(relation="Superceded by", target="1").relation == "superseded-by"


def test_json_is_read_strictly():
    """A program's JSON becomes the same draft; unknown keys and wrong types are refused with their place."""
    data = {**GOOD, "links": [{"relation": "Led to", "target": "ADR-1"}], "acceptance": [{"criterion": "c"}]}
    draft = from_json(PhrDraft, data)
    assert draft == PhrDraft(
        **GOOD, links=(LinkDraft(relation="led-to", target="ADR-1"),), acceptance=(Criterion(criterion="c"),)
    )
    with pytest.raises(InvalidInput, match="promt"):
        from_json(PhrDraft, {**GOOD, "promt": "x"})
    with pytest.raises(InvalidInput, match=r"links\.0\.target"):
        from_json(PhrDraft, {**GOOD, "links": [{"relation": "amends"}]})
    with pytest.raises(InvalidInput, match="title is empty"):
        from_json(AdrDraft, {"title": " "})
