"""Fields in the places that few authors use: comments, JSON, badges by reference, titles, tables of other markups."""

import pytest

from records.adr.dialects import Target, read_adr, set_status

REST = "\n\n## Context\n\nc\n\n## Decision\n\nd\n"
NEWER = Target("0009-newer", "Newer", "0009-newer.md", 9)
BADGE = "\n[b]: https://img.shields.io/badge/status-accepted-green\n"

EDITABLE = [
    ('# 3. X\n\n```json\n{"status": "accepted", "date": "2024-01-31"}\n```', "accepted", "2024-01-31"),
    ('# 3. X\n\n```json\n{\n  "id": 3,\n  "status": "Proposed"\n}\n```', "proposed", None),
    ("<!-- status: accepted -->\n# 3. X", "accepted", None),
    ("# 3. X\n\n<!-- Status: Accepted -->\n<!-- Date: 2024-01-31 -->", "accepted", "2024-01-31"),
    ("# 3. X\n\n<!--\nstatus: proposed\ndate: 2024-01-31\ndeciders: Ada\n-->", "proposed", "2024-01-31"),
    ("# 3. X [Accepted]", "accepted", None),
    ("# 3. X (Proposed)", "proposed", None),
    ("# [ACCEPTED] 3. X", "accepted", None),
    ("# 3. X\n\n2024-01-31 – Accepted", "accepted", "2024-01-31"),
    ("# 3. X\n\n2024-01-30: Proposed\n2024-01-31: Accepted", "accepted", "2024-01-31"),
    ("# 3. X\n\n<details>\n<summary>Status: Accepted</summary>\n\nx\n\n</details>", "accepted", None),
    ("# 3. X\n\n## Status\n\n<del>Proposed</del> <ins>Accepted</ins>", "accepted", None),
    ("# 3. X\n\n## Status\n\n```\nAccepted\n```", "accepted", None),
    ("# 3. X\n\n## Status\n\nＡｃｃｅｐｔｅｄ", "accepted", None),
    ("# 3. X\n\nＳｔａｔｕｓ：Accepted", "accepted", None),
    ("# 3. X\n\n- Status: Accepted at first\n  and: for good\n- Date: 2024-01-31", "accepted", "2024-01-31"),
    ("# 3. X\n\n**状態**：採用\n**日付**：2024/01/31", "accepted", "2024-01-31"),
    ("# 3. X\n\n- 状态：第一阶段已采用", "accepted", None),
    ("# 3. X\n\n**الحالة:** مقبول\n**التاريخ:** 2024-01-31", "accepted", "2024-01-31"),
    ("# 3. X\n\n## סטטוס\n\nמאושר", "accepted", None),
    ("# 3. X\n\n## स्थिति\n\nस्वीकृत", "accepted", None),
    ("# 3. X\n\n- Durum: Kabul edildi\n- Tarih: 31 Ocak 2024", "accepted", "2024-01-31"),
    ("# 3. X\n\n- Trạng thái: Đã chấp nhận\n- Ngày: 31/01/2024", "accepted", "2024-01-31"),
    ("# 3. X\n\n- Κατάσταση: Εγκρίθηκε", "accepted", None),
    ("# 3. X\n\n- Status: Přijato\n- Datum: 31. 1. 2024", "accepted", "2024-01-31"),
]


@pytest.mark.parametrize(("head", "status", "date"), EDITABLE)
def test_a_field_in_an_unusual_place_is_read_and_edited_there(head, status, date):
    """The status is read, exchanged where it is, and the same edit again changes nothing."""
    text = head + REST
    facts = read_adr(text, "0003-x.md")
    assert (facts.number, facts.title, facts.status, facts.date) == (3, "X", status, date)
    after = set_status(text, "0003-x.md", "deprecated", today="2026-01-15")
    assert read_adr(after, "0003-x.md").status == "deprecated"
    assert read_adr(after, "0003-x.md").title == "X"
    assert after.endswith(REST)
    assert set_status(after, "0003-x.md", "deprecated", today="2026-01-15") == after


@pytest.mark.parametrize("picture", ["![Status: accepted][b]", "[![Status][b]][l]", "## Status\n\n![][b]"])
def test_a_badge_by_reference_is_read_and_changed_at_its_address(picture):
    """Words and address state the same status afterwards; a paragraph below says what supersedes a decision."""
    text = f"# 3. X\n\n{picture}{REST}{BADGE}[l]: https://example.org\n"
    assert read_adr(text, "0003-x.md").status == "accepted"
    after = set_status(text, "0003-x.md", "deprecated")
    assert "badge/status-deprecated-green" in after
    assert "accepted" not in after
    superseded = set_status(text, "0003-x.md", "superseded", by=(NEWER,))
    assert "badge/status-superseded-green" in superseded
    assert "accepted" not in superseded
    assert f"{picture.replace('accepted', 'superseded')}\n\nSuperseded by [" in superseded
    assert read_adr(superseded, "0003-x.md").status == "superseded"


@pytest.mark.parametrize(
    "head",
    [
        "# 3. X\n\n<!-- status: proposed | accepted -->",
        "# 3. X\n\n<!-- status: {status} -->",
        "# 3. X\n\n<!-- Note: the status: accepted is meant -->",
        "# 3. X\n\n```json\n[1, 2]\n```",
        "# 3. Use HTTP (deprecated in browsers)",
        "# 3. X [see the status]",
        "# 3. X\n\n```json\n{not json\n```",
        "# 3. X\n\n- 状态：尚未接受",
    ],
)
def test_what_is_no_filled_in_field_states_no_status(head):
    """Menus and advice in comments, other JSON, and brackets with more than a status are none."""
    assert read_adr(head + REST, "0003-x.md").status not in ("accepted", "proposed", "deprecated")


def test_a_visible_status_holds_against_one_in_a_comment():
    """A comment beside a stated status is a remark."""
    text = f"# 3. X\n\n<!-- status: accepted -->\n\nStatus: Proposed{REST}"
    facts = read_adr(text, "0003-x.md")
    assert (facts.status, facts.findings) == ("proposed", ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("0003-x.adoc", "= 3. X\n:adr-status: Accepted\n:revdate: 2024-01-31\n\n== Context\n\nc\n"),
        ("0003-x.adoc", "= 3. X\nAda <ada@example.org>\nv1.0, 2024-01-31\n\n*Status:* Accepted\n\n== Context\n"),
        ("0003-x.adoc", '= 3. X\n\n[cols="1,2"]\n|===\n|Status |Accepted\n|Date |2024-01-31\n|===\n\n== Context\n'),
        ("0003-x.adoc", "= 3. X\n\n|===\n|Status\n|Accepted\n\n|Date\n|2024-01-31\n|===\n\n== Context\n"),
        ("0003-x.rst", "3. X\n====\n\n:Status:\n    Accepted\n:Date:\n    2024-01-31\n\nContext\n-------\n\nc\n"),
        ("0003-x.rst", "3. X\n====\n\n.. list-table::\n\n   * - Status\n     - Accepted\n   * - Date\n     - 2024-01-31\n"),
        ("0003-x.rst", "3. X\n====\n\n====== ==========\nStatus  Accepted\nDate    2024-01-31\n====== ==========\n"),
    ],
)  # fmt: skip
def test_fields_of_other_markups_are_read_in_their_tables(name, text):
    """Attributes, revision lines, field lists with the value below, and rows of tables state fields."""
    facts = read_adr(text, name)
    assert (facts.number, facts.title, facts.status, facts.date) == (3, "X", "accepted", "2024-01-31")


@pytest.mark.parametrize(
    "written",
    ["2024-Jan-31", "31/Jan/2024", "2024, January 31", "31 января 2024", "31 stycznia 2024", "31. 1. 2024"],
)
def test_a_date_in_any_order_is_read(written):
    """The month may be a name, in the middle or after the year, and of several languages."""
    assert (
        read_adr(f"# 3. X\n\nDate: {written}\n\n## Status\n\nAccepted{REST}", "0003-x.md").date
        == "2024-01-31"
    )


@pytest.mark.parametrize(
    "words",
    [
        "Superseded on 2024-01-31 by [ADR-9](0009-newer.md)",
        "Superseded (2024-01-31) by [9](0009-newer.md)",
        "Superseded as of 2024-01-31, see [9](0009-newer.md)",
    ],
)
def test_the_day_of_a_supersession_is_that_of_the_status(words):
    """It stands between the word and the reference."""
    facts = read_adr(f"# 3. X\n\n## Status\n\n{words}{REST}", "0003-x.md")
    assert (facts.status, facts.date) == ("superseded", "2024-01-31")
    assert [link.relation for link in facts.links] == ["superseded-by"]


@pytest.mark.parametrize(
    "head",
    [
        "- Status: Accepted; external gate superseded by ADR-0009",
        "- Status: Accepted, the release part replaced by ADR-0009",
        "**Status:** Partially superseded.\n**Superseded by:** ADR-0009 (the cipher only)",
        "- Статус: заменено `ADR-0009` в части исполнителя",
        "- 状态：渲染基础已采用；单行布局由 ADR-0009 取代",
    ],
)
def test_a_part_that_was_superseded_leaves_the_decision_in_force(head):
    """What a clause names before the verb, or a restriction behind the reference, is a part: the link says amended."""
    facts = read_adr(f"# 3. X\n\n{head}{REST}", "0003-x.md")
    assert facts.status == "accepted"
    assert {(link.relation, link.target) for link in facts.links} == {("amended-by", "ADR-0009")}


@pytest.mark.parametrize(
    "line",
    [
        "**Superseded by:** N/A",
        "- Status: Proposed | Accepted | Superseded by ADR-XXXX",
        "- [ADR-5](0005-x.md), the first form (superseded by ADR-0009)",
        "- The KEP process, which uses `replaces`/`superseded-by` metadata: <https://example.org/x.md>",
    ],
)
def test_words_that_are_about_something_else_supersede_nothing(line):
    """Nothing, the blank of a template, another record in whose parentheses it stands, and the name of a key."""
    facts = read_adr(f"# 3. X\n\n{line}{REST}\n## More information\n\n{line}\n", "0003-x.md")
    assert "superseded-by" not in {link.relation for link in facts.links}


@pytest.mark.parametrize("title", ["ADR-0003：X", "ADR 3：X", "3．X", "3、X"])
def test_full_width_signs_part_the_number_from_the_title(title):
    """The title is what follows them."""
    facts = read_adr(f"# {title}{REST}", "0003-x.md")
    assert (facts.number, facts.title) == (3, "X")


def test_many_signs_before_a_relation_are_read_at_once():
    """Each sign fits one way only, so that the time does not double with every one of them."""
    line = "(*[>:!,.~-" * 12 + "The storage word is superseded by [9](0009-newer.md)"
    assert read_adr(f"# 3. X\n\n{line}{REST}", "0003-x.md").title == "X"


@pytest.mark.parametrize(
    ("heading", "name", "number", "title"),
    [
        ("DATA-001 — Iceberg tables", "0001-iceberg.md", 1, "Iceberg tables"),
        ("AE-003: Use X", "AE-003-use-x.md", 3, "Use X"),
        ("RFC0001 | Alpha store", "0001-alpha.md", 1, "Alpha store"),
        ("D010 - delta", "010-delta.md", 10, "delta"),
        ("HTTP-2: use it", "0002-http.md", 2, "HTTP-2: use it"),
        ("SHA-256 for all", "0003-x.md", 3, "SHA-256 for all"),
        ("DATA-007 — Another one", "0001-iceberg.md", 1, "DATA-007 — Another one"),
    ],
)
def test_the_name_of_a_series_is_no_part_of_a_title(heading, name, number, title):
    """A padded number that is the file's, behind the series' own letters; other names with numbers stay."""
    facts = read_adr(f"# {heading}\n\n## Status\n\nAccepted\n\n## Context\n\nx\n", name)
    assert (facts.number, facts.title) == (number, title)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("P3 体验已采用", "已弃用 (previously: P3 体验已采用)"),
        ("第一阶段已采用；见下文", "已弃用 (previously: 第一阶段已采用；见下文)"),
        ("已采用", "已弃用"),
    ],
)
def test_a_phrase_that_ends_in_a_status_keeps_its_language_and_its_words(before, after):
    """Letters of the phrase do not decide the case of the new status, and what the phrase said is kept."""
    text = f"# 3. X\n\n- 状态：{before}{REST}"
    assert set_status(text, "0003-x.md", "deprecated") == text.replace(before, after)
