"""Drafts are checked as a whole before anything is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records import AdrDraft, Criterion, Filter, InvalidInput, LinkDraft, PhrDraft
from records.model.drafts import PhrCompletion, from_json

GOOD = {"title": "T", "stage": "green", "prompt": "p"}


def test_all_mistakes_are_told_at_once():
    """Every mistake in a draft is reported in one error."""
    with pytest.raises(InvalidInput) as raised:
        PhrDraft(title=" ", stage="", prompt="\n", feature="a/b")
    assert raised.value.message.startswith(
        "title is empty; stage is empty; prompt is empty; feature 'a/b' is not"
    )


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", 3, "title must be a text"),
        ("labels", "auth", "labels must be a tuple"),
        ("tests", (1,), "tests must hold texts"),
        ("prompt", None, "prompt must be a text"),
        ("links", ["ADR-1"], "links must hold LinkDraft objects"),
        ("links", "ADR-1", "links must be a tuple"),
        ("acceptance", ["it works"], "acceptance must hold Criterion objects"),
        ("acceptance", [LinkDraft(relation="amends", target="1")], "acceptance must hold Criterion objects"),
        ("extra", ["x"], "extra must be a mapping with texts as keys"),
        ("extra", {1: "x"}, "extra must be a mapping with texts as keys"),
        ("extra", {"x": object()}, "extra must hold plain values"),
        ("extra", {"a b": "x"}, "extra must have plain words as keys, not 'a b'"),
        ("extra", {"#": "x"}, "extra must have plain words as keys, not '#'"),
        ("extra", {"x": [{"y": {1, 2}}]}, "extra must hold plain values"),
    ],
)
def test_types_are_held_to(field, value, message):
    """A field of another type is refused by its name."""
    with pytest.raises(InvalidInput, match=message):
        PhrDraft(**{**GOOD, field: value})


def test_lists_are_taken_for_tuples():
    """Lists of texts are accepted where tuples are declared; empty labels are dropped."""
    draft = PhrDraft(**GOOD, labels=["a", " b ", ""], tests=["t"])
    assert (draft.labels, draft.tests) == (("a", "b"), ("t",))


def test_titles_become_one_printable_line():
    """Line breaks and control characters in a title are replaced."""
    assert PhrDraft(**{**GOOD, "title": " a\n b\x1b[31m "}).title == "a b\ufffd[31m"
    assert AdrDraft(title="a\r\nb").title == "a b"


def test_links_and_statuses_need_words():
    """Empty relations, targets and statuses and template placeholders are refused."""
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


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        (lambda: LinkDraft(relation=1, target="x"), "relation must be a text"),
        (lambda: LinkDraft(relation="amends", target=None), "target must be a text"),
        (lambda: Criterion(criterion=None), "criterion must be a text"),
        (lambda: PhrCompletion(tests="all"), "tests must be a tuple"),
        (lambda: PhrCompletion(outcome=2, files=[1]), "outcome must be a text; files must hold texts"),
        (
            lambda: AdrDraft(title="x", supersedes=[3], links=["ADR-1"]),
            "supersedes must hold texts; links must",
        ),
    ],
)
def test_every_draft_checks_its_types(draft, message):
    """Links, criteria, completions and decisions refuse wrong types as prompts do."""
    with pytest.raises(InvalidInput, match=message):
        draft()


@pytest.mark.parametrize("kind", ["decision", "adrs", "prompts", "*"])
def test_a_filter_of_no_kind_is_refused(kind):
    """A kind that does not exist is an error instead of an empty list."""
    with pytest.raises(InvalidInput, match="there is no kind of record"):
        Filter(kind=kind)


_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=4), st.just("x"), st.lists(st.text(max_size=3), max_size=2),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
    st.lists(st.fixed_dictionaries({"relation": st.just("amends"), "target": st.text(max_size=2)}), max_size=2),
    st.lists(st.fixed_dictionaries({"criterion": st.text(max_size=2)}), max_size=2),
)  # fmt: skip
_DATA = st.dictionaries(st.sampled_from([*PhrDraft.__dataclass_fields__, "other"]), _VALUES, max_size=4)


@settings(deadline=None, max_examples=200)
@given(changes=_DATA)
def test_pydantic_and_the_drafts_accept_the_same_input(changes):
    """What arrives as JSON is accepted by pydantic exactly when the dataclasses accept it, with the same result."""
    data = {**GOOD, **changes}

    def outcome(make):
        try:
            return make(PhrDraft, data)
        except (InvalidInput, TypeError):
            return None

    assert outcome(from_json) == outcome(_by_hand)


def _by_hand(kind, data):
    """Make a draft of JSON data without pydantic."""
    parts = {"links": LinkDraft, "acceptance": Criterion}
    return kind(**{
        name: tuple(parts[name](**item) if isinstance(item, dict) else item for item in value)
        if name in parts and isinstance(value, list)
        else value
        for name, value in data.items()
    })  # fmt: skip
