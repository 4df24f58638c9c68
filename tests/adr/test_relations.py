"""Which relations a sentence states, whole or in part, and which it only talks about."""

from __future__ import annotations

import pytest

from records.adr.references import references
from records.adr.relations import stated_relations

NAME = "0005-x.md"


def stated(text: str) -> list[tuple[str, str]]:
    return [(relation.relation, relation.target) for relation in stated_relations(text)]


@pytest.mark.parametrize("verb", ["Retiring", "Revoking", "Replacing", "Superseding", "Obsoleting"])
def test_a_participle_in_front_states_a_relation(verb: str) -> None:
    """Each form of a verb is looked for, whatever it begins with."""
    assert stated(f"{verb} ADR-3, we use tar.") == [("supersedes", "ADR-3")]


@pytest.mark.parametrize(
    "text",
    [
        "May be superseded by ADR-1 later.", "Accepted. Will be superseded by [1](0001-a.md) once it ships.",
        "Not superseded by ADR-1.", "accepted (to be superseded by ADR-1)", "accepted, to be replaced by ADR-0001",
        "This does not supersede ADR-1.", "If accepted, this supersedes ADR-1.", "Never superseded by ADR-3",
        "isn't superseded by ADR-3", "might one day be replaced by ADR-3", "no plans to supersede ADR-3",
        "Superseded by ADR-3 if that is accepted.", "Superseded by ADR-3?", "Accepted until superseded by ADR-3",
        "planned to be superseded by ADR-4", "Pending supersession by ADR-3", "It neither amends nor supersedes ADR-3",
        "Superseded by events", "Superseded by: none", "Is expected to be obsoleted by ADR-3", "It may, one day, be superseded by ADR-3", "It could (in theory) be replaced by ADR-3", "[4](0004-a.md) is superseded by ADR-3",
    ],
)  # fmt: skip
def test_talk_of_a_supersession_is_none(text: str) -> None:
    """Denied, possible, future, conditional and asked relations, and those of other records, are not stated."""
    assert not stated(text)


@pytest.mark.parametrize(
    "text",
    [
        "Superseded by\n[1. Use\nGo](ADR-3)", "Superseded\nby ADR-3", "Superseded on 2024-01-02 by ADR-3",
        "Superseded (2024-01-02): see ADR-3", "Superseded, see ADR-3", "Superseded. See ADR-3.", "Superseded: ADR-3",
        "Superseded → ADR-3", "Invalidated by ADR-3", "Replaced with ADR-3", "Overridden by ADR-3", "Obsoleted by ADR-3",
        "Made obsolete by ADR-3", "Deprecated in favour of ADR-3", "Merged into ADR-3", "Reverted by ADR-3",
        "> **Note**: This ADR was superseded by ADR-3 on 2024-01-02.", "[Superseded by ADR-9](ADR-3)",
        "Superseded by the decision to move to Kafka (ADR-3)", "被 ADR-3 取代", "Ersetzt durch ADR-3", "Remplacé par ADR-3",
        "Sustituido por ADR-3", "Superceded by ADR No. 3", "superseded-by ADR-3", "Accepted (superseded by ADR-3)",
    ],
)  # fmt: skip
def test_a_supersession_in_any_words_is_stated(text: str) -> None:
    """Verbs of every kind, wrapped or parted by a day, a colon or `see`, and other languages."""
    assert stated(text) == [("superseded-by", "ADR-3")]


@pytest.mark.parametrize(
    ("active", "passive"),
    [
        ("Ersetzt ADR-3", "Ersetzt durch ADR-3"), ("Akzeptiert. Ersetzt ADR-3", "Akzeptiert. Ersetzt durch ADR-3"),
        ("Ersetzt [3. C](ADR-3)", "Ersetzt durch [3. C](ADR-3)"), ("Löst ADR-3 ab", "Abgelöst durch ADR-3"),
        ("Diese Entscheidung ersetzt die Entscheidung aus ADR-3", "Abgelöst von ADR-3"),
        ("Ersetzt **ADR-3**", "Ersetzt, siehe ADR-3"), ("Vervangt ADR-3", "Vervangen door ADR-3"),
        ("Erstatter ADR-3", "Erstattet af ADR-3"), ("Ersätter ADR-3", "Ersatt av ADR-3"),
        ("Zastępuje ADR-3", "Zastąpione przez ADR-3"),
    ],
)  # fmt: skip
def test_the_active_and_the_passive_of_a_language_are_opposites(active: str, passive: str) -> None:
    """German `ersetzt` with an object is active; `durch` or `von`, and a sign behind it, make it the participle."""
    assert stated(active) == [("supersedes", "ADR-3")]
    assert stated(passive) == [("superseded-by", "ADR-3")]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("superseded-in-part by ADR-3", "amended-by"), ("Superseded (in part) by ADR-3", "amended-by"),
        ("Partly replaced by ADR-3", "amended-by"), ("Superseded by ADR-3 in part", "amended-by"),
        ("Section 3 is superseded by ADR-3", "amended-by"), ("The queue design was superseded by ADR-3", "amended-by"),
        ('Supersedes the "armed only" part of ADR-3', "amends"), ("Supersedes section 3 of ADR-3", "amends"),
        ("Supersedes the naming rule of ADR-3", "amends"), ("Replaces ADR-3 (partially)", "amends"),
        ("**Supersedes (partial):** ADR-3", "amends"), ("Teilweise ersetzt durch ADR-3", "amended-by"),
    ],
)  # fmt: skip
def test_a_partial_supersession_amends(text: str, relation: str) -> None:
    """What supersedes a part leaves the decision in force, however the part is named."""
    assert stated(text) == [(relation, "ADR-3")]


def test_whole_supersessions_and_lists_are_no_partial_ones() -> None:
    """`all of` is the whole; a list gives one relation for each; `by this decision` turns the sense."""
    assert stated("Supersedes all of ADR-4") == [("supersedes", "ADR-4")]
    assert stated("Superseded by ADR-1\nand ADR-2") == [
        ("superseded-by", "ADR-1"),
        ("superseded-by", "ADR-2"),
    ]
    assert stated("superseded by #3, 4 and 5") == [("superseded-by", number) for number in "345"]
    assert stated("ADR-7 is superseded by this decision.") == [("supersedes", "ADR-7")]
    assert stated("Accepted, superseding ADR-3; amended by ADR-4.") == [
        ("supersedes", "ADR-3"),
        ("amended-by", "ADR-4"),
    ]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ('[ADR-3]({{< ref "0003-x.md" >}})', "0003-x.md"), ("[ADR-3]({{% relref '0003-x' %}})", "0003-x"),
        ("[ADR-3]({% link _adr/0003-x.md %})", "_adr/0003-x.md"), ("[ADR-3]({{ '/adr/0003-x' | relative_url }})", "/adr/0003-x"),
        ("[[0003-x|the third]]", "0003-x"), ("[ADR-3](<0003 x.md>)", "0003 x.md"), ("[ADR-3](0003-x.md 'X')", "0003-x.md"),
        ("[ADR-3](0003-%78.html)", "0003-x"), ("[ADR-3](/adr/0003-x/)", "/adr/0003-x"), ("[the [third]](a(b)c.md)", "a(b)c.md"),
        ("[ADR-3][three]", "0003-x.md"), ("[Three][]", "0003-x.md"), ("[three]", "0003-x.md"), ("<0003-x.md>", "0003-x.md"),
        ('<a href="0003-x.md">ADR-3</a>', "0003-x.md"), ("`docs/adr/0003-x.md`", "docs/adr/0003-x.md"), ("ADR no. 3", "ADR-3"),
        ("decision 12", "ADR-12"), ("ODH-ADR-0001", "ODH-ADR-0001"), ("2024-01-15-use-x.md", "2024-01-15-use-x.md"),
    ],
)  # fmt: skip
def test_every_form_of_a_reference_leads_to_its_target(text: str, target: str) -> None:
    """Links of CommonMark and of site generators, wiki links, anchors in HTML, file names and mentions."""
    assert [reference.target for reference in references(text, {"three": "0003-x.md"})] == [target]


@pytest.mark.parametrize("text", ["2024-01-02", "versions 100-200", "![ADR-3](x.png)", "[a note]", "UTF-8"])
def test_what_only_looks_like_a_reference_is_none(text: str) -> None:
    """Days, ranges, pictures and brackets lead nowhere."""
    assert not list(references(text))


@pytest.mark.parametrize("words", ["Prompted by", "prompted-by", "**Prompted by**:", "Led by"])
def test_prompted_by_is_read_as_the_relation_to_a_prompt(words: str) -> None:
    """An author may write the relation to a prompt as it is shown or as it is stored."""
    (relation,) = stated_relations(f"{words} [general/0001](../prompts/general/0001-a.green.prompt.md)")
    assert relation.relation == "led-by"


LONG = "word " * 400
SENTENCES = [
    "It is superseded by ADR-3", "It is not superseded by ADR-3", "If it fails, it is superseded by ADR-3",
    "It is superseded by ADR-3 if that holds", "It is superseded by ADR-3?", "Superseded by ADR-3, ADR-4 and ADR-5",
    "It may, one day, be superseded by ADR-3", "ADR-7 is superseded by this decision", "It supersedes 12",
    "Part of ADR-7 is superseded by this decision", "ADR-9 supersedes this one", "被 ADR-3 取代",
]  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("before", [f"{LONG}end. ", f"{LONG}end.\n\n", f"{LONG}end! {LONG}end. "])
def test_a_sentence_means_the_same_after_a_long_text(sentence: str, before: str) -> None:
    """Sentences before it, however long, change nothing; nor do those after it."""
    assert stated(f"{before}{sentence}.") == stated(f"{sentence}.")
    assert stated(f"{sentence}. {before}") == stated(f"{sentence}.")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_long_sentence_is_read_to_its_ends(sentence: str) -> None:
    """What stands far away in the same sentence, with a comma between, is read as what stands near."""
    assert stated(f"{LONG}, {sentence}.") == stated(f"word, {sentence}.")
    assert stated(f"If this holds {LONG}, it is superseded by ADR-3.") == []
    assert stated(f"It is superseded by ADR-3, {LONG} if that holds.") == []


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See [superseded by ADR-5](0005-x.md).", [("superseded-by", "0005-x.md")]),
        ("See [partially superseded by ADR-5](0005-x.md).", [("amended-by", "0005-x.md")]),
        ("It may be [superseded by ADR-5](0005-x.md) some day.", []),
        ("See [how to supersede a record](0005-x.md).", []),
    ],
)
def test_the_words_of_a_link_state_its_relation(text: str, links: list[tuple[str, str]]) -> None:
    """In part where they say so; not where the sentence is hedged, or where they name no record."""
    assert stated(text) == links


@pytest.mark.parametrize(
    "text",
    [
        "- SPEC-0038: Integration (archived; superseded by SPEC-0108)",
        "- [5. Use X](0005-x.md) (2024, later superseded by ADR-9)",
        "ADR-0004 (draft. Superseded by ADR-0005)",
    ],
)
def test_what_is_said_in_brackets_is_about_the_reference_before_them(text):
    """The superseded one is the other record, also behind a semicolon."""
    assert not stated(text)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("被ADR-0003取代", ["ADR-0003"]),
        ("ADR-0008에 의해 대체됨", ["ADR-0008"]),
        ("由ADR-3和ADR-4取代", ["ADR-3", "ADR-4"]),
        ("已被取代，详见 [5](0005-x.md)、[6](0006-y.md)", ["0005-x.md", "0006-y.md"]),
    ],
)
def test_references_join_the_words_of_scripts_without_blanks(text, targets):
    """Several references before one verb, or after `see`, are all what supersedes the record."""
    assert stated(text) == [("superseded-by", target) for target in targets]


@pytest.mark.parametrize(
    "text",
    [
        "Accepted, provisioning + namespace decision superseded by ADR-40",
        "Accepted; the gate superseded by ADR-40",
    ],
)
def test_a_clause_behind_the_status_names_the_part_that_was_superseded(text):
    """The decision itself stays in force."""
    assert stated(text) == [("amended-by", "ADR-40")]


@pytest.mark.parametrize(
    "text",
    [
        "Supersede o [ADR 0003](0003-x.md) **somente no recorte do Capacitor** (major 6)",
        "Ersetzt ADR-3 nur für den Cache.",
        "Supersedes ADR-3 only for the cache.",
        "ADR-3 (superseded in part by this ADR; D1 goes, the rest stays)",
    ],
)
def test_only_behind_a_reference_limits_the_supersession(text: str) -> None:
    """In any language; `only` at the end says that no other one is superseded."""
    assert [relation.relation for relation in stated_relations(text)] == ["amends"]
    assert [relation.relation for relation in stated_relations("Supersedes ADR-3 only.")] == ["supersedes"]


@pytest.mark.parametrize("words", ["3/4", "2024-01-31", "12/2024", "ADR-4/3"])
def test_what_may_be_a_day_or_a_fraction_names_no_successor(words: str) -> None:
    """A name of a record has a letter, or a number of its year: `2024-001`."""
    assert stated(f"Superseded by {words}") == []
    assert stated("Superseded by 2024-001") == [("superseded-by", "2024-001")]
