"""A status is written in the words of the language, or of the log, that the record is written in."""

import pytest

from records.adr.dialects import Target, add_link, read_adr, set_status
from records.adr.status_words import write_status

NEW = Target("0003-new", "New", "0003-new.md", 3)
SECTION = "# 1. T\n\n## Status\n\n{}\n\n## Context\n\nx\n"
LIST = "# T\n\n* Status: {}\n* Date: 2024-01-02\n\n## Context\n\nx\n"
FRONT = '---\nstatus: "{}"\n---\n\n# T\n\n## Context\n\nx\n'
TABLE = "# T\n\n| Status | {} |\n| --- | --- |\n| Date | 2024-01-02 |\n\n## Context\n\nx\n"

# proposed, accepted, rejected, deprecated, superseded by
LANGUAGES = {
    "German": ("Vorgeschlagen", "Angenommen", "Abgelehnt", "Veraltet", "Ersetzt durch {}"),
    "French": ("Proposé", "Accepté", "Rejeté", "Déprécié", "Remplacé par {}"),
    "Spanish": ("Propuesto", "Aceptado", "Rechazado", "Obsoleto", "Reemplazado por {}"),
    "Dutch": ("Voorgesteld", "Geaccepteerd", "Afgewezen", "Verouderd", "Vervangen door {}"),
    "Polish": ("Zaproponowany", "Zaakceptowany", "Odrzucony", "Przestarzały", "Zastąpiony przez {}"),
    "Swedish": ("Föreslagen", "Accepterad", "Avvisad", "Föråldrad", "Ersatt av {}"),
    "Danish": ("Foreslået", "Accepteret", "Afvist", "Forældet", "Erstattet af {}"),
    "Russian": ("Предложено", "Принято", "Отклонено", "Устарело", "Заменено на {}"),
    "Chinese": ("提议", "已接受", "已拒绝", "已弃用", "已被 {} 取代"),
    "Japanese": ("提案", "承認", "却下", "非推奨", "{} により置き換え"),
    "Korean": ("제안", "승인", "거부", "폐기", "{}에 의해 대체됨"),
}


@pytest.mark.parametrize("form", [SECTION, LIST, FRONT, TABLE], ids=["section", "list", "front", "table"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_status_is_in_the_language_of_the_old_one(language, form):
    """Every status, and the mark of the record that replaces one; once more changes nothing."""
    proposed, *words, mark = LANGUAGES[language]
    for status, word in zip(("accepted", "rejected"), words[:2], strict=True):
        text = set_status(form.format(proposed), "0001-t.md", status)
        assert text == form.format(word)
    accepted = form.format(words[0])
    assert set_status(accepted, "0001-t.md", "deprecated") == form.format(words[2])
    text = set_status(accepted, "0001-t.md", "superseded", by=(NEW,))
    before, after = mark.split("{}")
    assert f"{before}[" in text
    assert f"(0003-new.md){after}" in text
    facts = read_adr(text, "0001-t.md")
    assert (facts.status, [link.target for link in facts.links]) == ("superseded", ["0003-new.md"])
    assert set_status(text, "0001-t.md", "superseded", by=(NEW,)) == text


def test_a_language_that_cannot_be_told_gets_the_standard_word():
    """Italian and Portuguese share `proposto`; Norwegian has no word for deprecated here."""
    assert "Accepted" in set_status(SECTION.format("Proposto"), "0001-t.md", "accepted")
    assert "Deprecated" in set_status(SECTION.format("Akseptert"), "0001-t.md", "deprecated")
    assert write_status("accepted", "proposto", {"rejected": "rifiutato"}) == "accettato"


def test_the_gender_of_the_old_status_is_kept():
    """`Proposée` becomes `Acceptée`, `propuesta` becomes `aceptada`."""
    assert set_status(LIST.format("Proposée"), "t.md", "accepted") == LIST.format("Acceptée")
    assert set_status(LIST.format("propuesta"), "t.md", "accepted") == LIST.format("aceptada")


def test_the_words_of_the_log_come_before_those_of_the_language():
    """A log that says `approved` gets `approved`, with the capitals of the place."""
    own = {"accepted": "approved", "superseded": "replaced"}
    assert set_status(SECTION.format("Proposed"), "1.md", "accepted", own_words=own) == SECTION.format(
        "Approved"
    )
    text = set_status(LIST.format("approved"), "0001-t.md", "superseded", by=(NEW,), own_words=own)
    assert "* Status: replaced by [" in text


def test_words_that_would_not_be_read_back_are_not_written():
    """The standard word is written where the log's own one does not say it in this place."""
    own = {"accepted": "in kraft seit dem beschluss"}
    assert set_status(SECTION.format("Proposed"), "1.md", "accepted", own_words=own) == SECTION.format(
        "Accepted"
    )


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ("* Status: Angenommen", "Ersetzt durch [0003-new](0003-new.md), [0005-y](0005-y.md)"),
        ("* 状态：已接受", "已被 [0003-new](0003-new.md)、[0005-y](0005-y.md) 取代"),
        ("* 状态：已取代，见 [3](0003-new.md)", "见 [3](0003-new.md)、[0005-y](0005-y.md)"),
        ("* ステータス: 承認", "[0003-new](0003-new.md)、[0005-y](0005-y.md) により置き換え"),
        ("* 상태: 승인됨", "[0003-new](0003-new.md), [0005-y](0005-y.md)에 의해 대체됨"),
        ("## 状态\n\n由 [3](0003-new.md) 取代", "由 [3](0003-new.md) 取代\n"),
        ("## Status\n\nErsetzt durch [3](0003-new.md)", "Ersetzt durch [5. Y](0005-y.md)"),
    ],
)
def test_a_second_successor_is_named_in_the_words_of_the_language(head, named):
    """Beside the first one where the verb comes last, else behind it; both are read back."""
    text = f"# 1. T\n\n{head}\n\n## Context\n\nc\n"
    later = Target("0005-y", "Y", "0005-y.md", 5)
    for target in (NEW, later):
        text = set_status(text, "0001-t.md", "superseded", by=(target,))
    assert named in text
    facts = read_adr(text, "0001-t.md")
    assert (facts.status, {link.relation for link in facts.links}, len(facts.links)) == (
        "superseded",
        {"superseded-by"},
        2,
    )
    assert set_status(text, "0001-t.md", "superseded", by=(later,)) == text


def test_a_link_to_what_a_record_replaces_is_in_its_language():
    """`Remplace` under a Status section in French, `Ersetzt` in German, which is read back as what it says."""
    assert "Remplace [3. New](0003-new.md)" in add_link(SECTION.format("Accepté"), "1.md", "Supersedes", NEW)
    german = add_link(SECTION.format("Angenommen"), "1.md", "Supersedes", NEW)
    assert "Ersetzt [3. New](0003-new.md)" in german
    facts = read_adr(german, "1.md")
    assert (facts.status, [link.relation for link in facts.links]) == ("accepted", ["supersedes"])


def test_what_a_record_replaces_is_no_status():
    """`Ersetzt ADR-0003` below `Angenommen` does not contradict it."""
    facts = read_adr(SECTION.format("Angenommen\n\nErsetzt ADR-0003"), "1.md")
    assert (facts.status, facts.findings) == ("accepted", ())


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ('!!! success "Status: Accepted"', "accepted"),
        (":::note[Status: Proposed]", "proposed"),
        ('??? info "Status: superseded by [ADR-3](0003-new.md)"', "superseded"),
    ],
)
def test_the_title_of_a_block_states_a_status(line, status):
    """Admonitions of site generators; the closing sign stays after an edit."""
    text = f"# Use X\n\n{line}\n\n## Context\n\nx\n"
    assert read_adr(text, "0001-use-x.md").status == status
    edited = set_status(text, "0001-use-x.md", "deprecated")
    assert read_adr(edited, "0001-use-x.md").status == "deprecated"
    assert edited.split("\n")[2][-1] == line[-1]


@pytest.mark.parametrize(
    "accepted",
    [
        "承認",
        "승인",
        "已接受",
        "Kabul edildi",
        "Elfogadva",
        "Angenommen",
        "Zaakceptowano",
        "Geaccepteerd",
        "Принято",
    ],
)
def test_the_mark_of_a_supersession_is_the_status_in_every_word_order(accepted):
    """The mark takes the place of the status also where the link precedes the verb, and is read as what it says."""
    text = set_status(SECTION.format(accepted), "0001-t.md", "superseded", by=(NEW,))
    facts = read_adr(text, "0001-t.md")
    assert accepted not in text
    assert "Previously" not in text
    assert (facts.status, [(link.relation, link.target) for link in facts.links]) == (
        "superseded",
        [("superseded-by", "0003-new.md")],
    )
    assert facts.findings == ()


@pytest.mark.parametrize(
    "block", [":::info Status\n\n{}\n\n:::", "**Status**\n\n{}", ":::note[Status]\n{}\n:::"]
)
def test_a_status_in_bold_below_its_label_is_read_and_changed(block):
    """A bold status is no label of its own: the text around it, and the block that it stands in, stay."""
    text = '---\ntitle: "ADR-002: Use B"\n---\n\n' + block + "\n\n## Context\n\nx\n"
    old = text.format("**Proposed** (2024-05-02)")
    facts = read_adr(old, "002-use-b.mdx")
    assert (facts.status, facts.date) == ("proposed", "2024-05-02")
    edited = set_status(old, "002-use-b.mdx", "accepted", today="2024-06-07")
    before, after = text.split("{}")
    assert edited.startswith(before)
    assert edited.endswith(after)
    facts = read_adr(edited, "002-use-b.mdx")
    assert (facts.status, facts.findings) == ("accepted", ())


@pytest.mark.parametrize(
    "head",
    [
        "Status: Angenommen",
        "Принято 2026-08-03.",
        "Accepted",
        "## ステータス\n\n承認",
    ],
)
def test_a_second_successor_is_named_beside_the_first(head):
    """Also where the status is a line below the title; no second status is begun."""
    text = f"# 1. T\n\n{head}\n\n## Context\n\nc\n"
    once = set_status(text, "0001-t.md", "superseded", by=(NEW,))
    twice = set_status(once, "0001-t.md", "superseded", by=(Target("0004-x", "X", "0004-x.md", 4),))
    assert twice.count("\n## ") == text.count("\n## ")
    facts = read_adr(twice, "0001-t.md")
    assert (facts.status, [link.target for link in facts.links]) == (
        "superseded",
        ["0003-new.md", "0004-x.md"],
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("accepted-provisional", "accepted"),
        ("Accepted-in-principle", "accepted"),
        ("rejected-for-now", "rejected"),
        ("proposed-accepted", "proposed-accepted"),
        ("concept-only", "concept-only"),
    ],
)
def test_a_status_with_a_remark_behind_a_hyphen_is_that_status(word: str, status: str) -> None:
    """An edit replaces it as a whole; two statuses in one word, and words that say something else, are none."""
    text = f"---\nstatus: {word}\n---\n# 1. T\n\n## Context\n\nC.\n"
    assert read_adr(text, "0001-t.md").status == status
    if status == "accepted":
        assert "\nstatus: deprecated\n" in set_status(text, "0001-t.md", "deprecated").lower()


@pytest.mark.parametrize(
    ("accepted", "deprecated", "superseded"),
    [("مقبول", "مهمل", "مستبدل بـ"), ("معتمدة", "مهملة", "مستبدلة بـ"), ("مقبولة", "مهملة", "مستبدلة بـ")],
)
def test_an_arabic_log_gets_arabic_words(accepted: str, deprecated: str, superseded: str) -> None:
    """Also for what supersedes a record, in the gender that its log has; a second time changes nothing."""
    text = f"# 1. T\n\n## الحالة\n\n{accepted}\n\n## السياق\n\nc\n"
    assert set_status(text, "0001-t.md", "deprecated") == text.replace(accepted, deprecated)
    edited = set_status(text, "0001-t.md", "superseded", by=(NEW,))
    assert f"{superseded} [" in edited
    assert read_adr(edited, "0001-t.md").status == "superseded"
    assert set_status(edited, "0001-t.md", "superseded", by=(NEW,)) == edited
