"""Every place and spelling in which an author could state a status: it is read, and an edit changes nothing else."""

import difflib

import pytest

from records.adr.dialects import Target, add_link, read_adr, set_status
from records.errors import EditError

NAME = "0007-use-a-queue.md"
TITLE = "# 7. Use a queue\n\n"
BODY = "\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"
NEWER = Target("0011-newer", "Newer", "0011-newer.md", 11)
NINE = (("superseded-by", "0009-x.md"),)
PART = (("amended-by", "0009-x.md"),)


def section(text):
    """A record whose Status section is *text*."""
    return f"{TITLE}## Status\n\n{text}{BODY}"


PLACES = [
    ("```yaml\nstatus: accepted\ndate: 2024-01-02\n```\n\n" + TITLE + BODY, "accepted", "2024-01-02"),
    (TITLE + "```yaml\nstatus: accepted\ndate: 2024-01-02\n```\n" + BODY, "accepted", "2024-01-02"),
    (TITLE + "~~~yml\nStatus: Proposed\nDate: 2024-01-02\n~~~\n" + BODY, "proposed", "2024-01-02"),
    (TITLE + "```\nstatus: accepted\n```\n" + BODY, "accepted", None),
    (TITLE + '```toml\nstatus = "accepted"\ndate = 2024-01-02\n```\n' + BODY, "accepted", "2024-01-02"),
    (TITLE + "## Context\n\nc\n\n## Decision\n\n```yaml\nstatus: accepted\n```\n", None, None),
    (TITLE + "## Accepted" + BODY, "accepted", None),
    (section("### Accepted"), "accepted", None),
    (TITLE + "## ✅ Accepted" + BODY, "accepted", None),
    (TITLE + "## Accepted (2024-01-02)" + BODY, "accepted", "2024-01-02"),
    (TITLE + "**Accepted**" + BODY, "accepted", None),
    (TITLE + "Accepted" + BODY, "accepted", None),
    (TITLE + "*Accepted on 2024-01-02*" + BODY, "accepted", "2024-01-02"),
    (section("Accepted\n\n## Proposal\n\np\n"), "accepted", None),
    (TITLE + "## Context\n\nc\n\n## Draft agreements\n\nx\n", None, None),
    ("7. Use a queue\n==========\n\nStatus\n------\n\nAccepted\n\nContext\n-------\n\nc\n", "accepted", None),
    ("7. Use a queue\n===\nStatus\n---\nAccepted\n\nContext\n---\nc\n", "accepted", None),
    (TITLE + "Status : Accepted\nDate : 2024-01-02" + BODY, "accepted", "2024-01-02"),
    (TITLE + "**Status:** Accepted\n**Date:** 2024-01-02" + BODY, "accepted", "2024-01-02"),
    (TITLE + "**Status**: **Accepted**" + BODY, "accepted", None),
    (TITLE + "***Status:*** Accepted" + BODY, "accepted", None),
    (TITLE + "__Status:__ Accepted" + BODY, "accepted", None),
    (TITLE + "**_Status_:** Accepted" + BODY, "accepted", None),
    (TITLE + "> **Status:** Accepted" + BODY, "accepted", None),
    (TITLE + "> [!NOTE]\n> Status: Accepted" + BODY, "accepted", None),
    (TITLE + "Status = Accepted" + BODY, "accepted", None),
    (TITLE + "Status → Accepted" + BODY, "accepted", None),
    (TITLE + "STATUS: ACCEPTED" + BODY, "accepted", None),
    (TITLE + "[Status: Accepted]" + BODY, "accepted", None),
    (TITLE + "(Status: Accepted)" + BODY, "accepted", None),
    (TITLE + "`Status: accepted`" + BODY, "accepted", None),
    (
        TITLE
        + "<table>\n<tr><th>Status</th><td>Accepted</td></tr>\n<tr><th>Date</th><td>2024-01-02</td></tr>\n</table>"
        + BODY,
        "accepted",
        "2024-01-02",
    ),
    (
        TITLE
        + "<table>\n<tr><th>Status</th><th>Date</th></tr>\n<tr><td>Accepted</td><td>2024-01-02</td></tr>\n</table>"
        + BODY,
        "accepted",
        "2024-01-02",
    ),
    (
        TITLE + "<table><tr><td><b>Status</b></td><td><strong>Accepted</strong></td></tr></table>" + BODY,
        "accepted",
        None,
    ),
    (TITLE + "<dl><dt>Status</dt><dd>Accepted</dd></dl>" + BODY, "accepted", None),
    (
        TITLE + "<strong>Status:</strong> Accepted<br>\n<b>Date:</b> 2024-01-02" + BODY,
        "accepted",
        "2024-01-02",
    ),
    (TITLE + "<p>Status: Accepted</p>" + BODY, "accepted", None),
    (TITLE + "Status\n: Accepted\n\nDate\n: 2024-01-02" + BODY, "accepted", "2024-01-02"),
    (TITLE + "![Status](https://img.shields.io/badge/status-accepted-green)" + BODY, "accepted", None),
    (TITLE + "![status: accepted](https://img.shields.io/badge/x-y-green)" + BODY, "accepted", None),
    (
        TITLE + '<img alt="status" src="https://img.shields.io/badge/status-accepted-green.svg">' + BODY,
        "accepted",
        None,
    ),
    (section("- [ ] Proposed\n- [x] Accepted\n- [ ] Deprecated"), "accepted", None),
    (TITLE + "Status: [ ] proposed [x] accepted [ ] rejected" + BODY, "accepted", None),
    (section("☐ Proposed\n☑ Accepted"), "accepted", None),
    (TITLE + "2024-01-02\n\n## Status\n\nAccepted" + BODY, "accepted", "2024-01-02"),
    (TITLE + "*January 2, 2024*\n\n**Accepted**" + BODY, "accepted", "2024-01-02"),
    (TITLE + "Ann, Bob\n\n_2 janvier 2024_\n\n## Status\n\nAccepted" + BODY, "accepted", "2024-01-02"),
    (TITLE + "In 2024-01-02 we met.\n\n## Status\n\nAccepted" + BODY, "accepted", None),
    (TITLE + ":Status: Accepted\n:Date: 2024-01-02" + BODY, "accepted", "2024-01-02"),
    (TITLE + "## 1️⃣ Status\n\nAccepted" + BODY, "accepted", None),
    (TITLE + "## 1️⃣0️⃣ Status\n\nAccepted" + BODY, "accepted", None),
    (TITLE + "> 状态：已接受｜日期：2024-01-02｜作者：李雷" + BODY, "accepted", "2024-01-02"),
    ("---\nstate: accepted\n---\n" + TITLE + BODY, "accepted", None),
    ("---\ndecision-status: accepted\n---\n" + TITLE + BODY, "accepted", None),
    ("---\ndecision_status: accepted\n---\n" + TITLE + BODY, "accepted", None),
    ("---\nadr:\n  status: accepted\n  date: 2024-01-02\n---\n" + TITLE + BODY, "accepted", "2024-01-02"),
    ("---\nmetadata:\n  status: accepted\n---\n" + TITLE + BODY, "accepted", None),
    ("---\nstatus:\n  value: accepted\n  date: 2024-01-02\n---\n" + TITLE + BODY, "accepted", None),
    ("---\nstatus:\n  - proposed\n  - accepted\n---\n" + TITLE + BODY, "accepted", None),
    ("---\nStatus: Accepted\nDate: 2024-01-02\n---\n" + TITLE + BODY, "accepted", "2024-01-02"),
    ("---\nstatus: accepted # proposed | accepted\n---\n" + TITLE + BODY, "accepted", None),
    ("---\nlifecycle: accepted\n---\n" + TITLE + BODY, "accepted", None),
    ('+++\nstatus = "accepted"\ndate = 2024-01-02\n+++\n' + TITLE + BODY, "accepted", "2024-01-02"),
    (TITLE + "状态：已接受" + BODY, "accepted", None),
    (TITLE + "**ステータス**：承認済み\n**日付**：2024年1月2日" + BODY, "accepted", "2024-01-02"),
    (TITLE + "상태: 승인됨\n날짜: 2024년 1월 2일" + BODY, "accepted", "2024-01-02"),
    (TITLE + "## 상태\n\n승인됨" + BODY, "accepted", None),
    (TITLE + "## Estado\n\nAceito" + BODY, "accepted", None),
    (TITLE + "Situação: Aprovado" + BODY, "accepted", None),
    (section("Akzeptiert am 2. Januar 2024"), "accepted", "2024-01-02"),
    (section("Beschlossen"), "accepted", None),
    (TITLE + "## Statut\n\nAccepté le 2 janvier 2024" + BODY, "accepted", "2024-01-02"),
    (TITLE + "Statut : validé" + BODY, "accepted", None),
    (TITLE + "Estado: Aceptada" + BODY, "accepted", None),
    (TITLE + "## Статус\n\nПринято 2024-01-02" + BODY, "accepted", "2024-01-02"),
    (TITLE + "## Статус\n\nПрийнято" + BODY, "accepted", None),
    (TITLE + "## Stan\n\nZaakceptowana" + BODY, "accepted", None),
    (section("Accepted. Not superseded by [9](0009-x.md)"), "accepted", None),
    (section("Accepted. Will be superseded by [9](0009-x.md)"), "accepted", None),
    (section("Accepted\n\nMay be replaced by [9](0009-x.md)."), "accepted", None),
    (section("Accepted\n\nTo be superseded by [9](0009-x.md) once it ships."), "accepted", None),
    (section("Accepted\n\nExpected to be replaced by [9](0009-x.md)"), "accepted", None),
    (section("Accepted\n\nShould [9](0009-x.md) be accepted, this is superseded."), "accepted", None),
    (section("Accepted\n\nThis was never superseded by [9](0009-x.md)."), "accepted", None),
    (section("Accepted\n\nIf accepted, [9](0009-x.md) supersedes this."), "accepted", None),
    (section("Accepted\n\nPlanned to be superseded by ADR-9"), "accepted", None),
    (section("Accepted\n\nLikely superseded by ADR-9 in the future"), "accepted", None),
    (section("Accepted\n\nIt isn't replaced by ADR-9"), "accepted", None),
    (section("Accepted (is due to be superseded by ADR-9)"), "accepted", None),
    (section("Accepted\n\nScheduled for replacement by ADR-9"), "accepted", None),
    (section("Accepted\n\n[9](0009-x.md) proposes to supersede this"), "accepted", None),
    (section("Accepted, pending replacement by ADR-9"), "accepted", None),
    (section("Accepted\n\nA draft [9](0009-x.md) would supersede this decision."), "accepted", None),
]

RELATIONS = [
    (TITLE + "## ステータス\n\n[ADR-0009](0009-x.md) により廃止" + BODY, "superseded", NINE),
    (TITLE + "## 状态\n\n已被 [ADR-0009](0009-x.md) 取代" + BODY, "superseded", NINE),
    (TITLE + "## 상태\n\n[ADR-0009](0009-x.md)에 의해 대체됨" + BODY, "superseded", NINE),
    (section("Ersetzt durch [ADR-0009](0009-x.md)"), "superseded", NINE),
    (section("Abgelöst von ADR-0009"), "superseded", (("superseded-by", "ADR-0009"),)),
    (section("Remplacée par [ADR-0009](0009-x.md)"), "superseded", NINE),
    (section("Sustituida por [ADR-0009](0009-x.md)"), "superseded", NINE),
    (section("Substituído por [ADR-0009](0009-x.md)"), "superseded", NINE),
    (section("Заменено на [ADR-0009](0009-x.md)"), "superseded", NINE),
    (section("Sostituita da [ADR-0009](0009-x.md)"), "superseded", NINE),
    (section("Superseded by [[0009-x]]"), "superseded", (("superseded-by", "0009-x"),)),
    (section("Superseded by [[0009-x|the new one]]"), "superseded", (("superseded-by", "0009-x"),)),
    (
        TITLE
        + "## Status\n\nSuperseded by [ADR 9][nine]\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n\n[nine]: 0009-x.md\n",
        "superseded",
        NINE,
    ),
    (
        TITLE
        + "## Status\n\nSuperseded by [ADR 9]\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n\n[ADR 9]: 0009-x.md\n",
        "superseded",
        NINE,
    ),
    (section('Superseded by [ADR 9]({{< relref "0009-x.md" >}})'), "superseded", NINE),
    (section('Superseded by [ADR 9]({{% ref "0009-x" %}})'), "superseded", (("superseded-by", "0009-x"),)),
    (
        section("Superseded by [ADR 9]({% link adr/0009-x.md %})"),
        "superseded",
        (("superseded-by", "adr/0009-x.md"),),
    ),
    (
        section("Superseded by [ADR 9](0009-x.md#decision)"),
        "superseded",
        (("superseded-by", "0009-x.md#decision"),),
    ),
    (section("Superseded by [ADR 9](0009%20x%20y.md)"), "superseded", (("superseded-by", "0009 x y.md"),)),
    (section("Superseded by [ADR 9](<0009 x y.md>)"), "superseded", (("superseded-by", "0009 x y.md"),)),
    (section('Superseded by [ADR 9](0009-x.md "The new")'), "superseded", NINE),
    (section('Superseded by <a href="0009-x.md">ADR 9</a>'), "superseded", NINE),
    (
        section("Superseded by [ADR 9](https://github.com/o/r/blob/main/docs/adr/0009-x.md)"),
        "superseded",
        (("superseded-by", "https://github.com/o/r/blob/main/docs/adr/0009-x.md"),),
    ),
    (
        section("Superseded by <https://github.com/o/r/blob/main/docs/adr/0009-x.md>"),
        "superseded",
        (("superseded-by", "https://github.com/o/r/blob/main/docs/adr/0009-x.md"),),
    ),
    (
        section("Superseded by https://github.com/o/r/blob/main/docs/adr/0009-x.md"),
        "superseded",
        (("superseded-by", "https://github.com/o/r/blob/main/docs/adr/0009-x.md"),),
    ),
    (section("Superseded by ADR-9"), "superseded", (("superseded-by", "ADR-9"),)),
    (section("Superseded by #9"), "superseded", (("superseded-by", "9"),)),
    (section("Superseded by 0009"), "superseded", (("superseded-by", "0009"),)),
    (section("Superseded by `0009-x.md`"), "superseded", NINE),
    (section("Superseded by 0009-x.md"), "superseded", NINE),
    (section("Partially superseded by [9](0009-x.md)"), "accepted", PART),
    (section("Superseded in part by [9](0009-x.md)"), "accepted", PART),
    (section("Superseded by [9](0009-x.md) (partially)"), "accepted", PART),
    (section("Accepted, partly replaced by [9](0009-x.md)"), "accepted", PART),
    (section("Section 3 superseded by [9](0009-x.md)"), "accepted", PART),
    (section("Accepted\n\nThe section on caching is superseded by [9](0009-x.md)"), "accepted", PART),
    (section("Superseded, in part, by [9](0009-x.md)"), "accepted", PART),
    (section("Accepted; superseded by [9](0009-x.md) for the API only"), "accepted", PART),
    (section("Accepted (except for storage, superseded by [9](0009-x.md))"), "accepted", PART),
    (section("Teilweise ersetzt durch [9](0009-x.md)"), "accepted", PART),
    (section("Partiellement remplacé par [9](0009-x.md)"), "accepted", PART),
    (section("Accepted. Some parts were replaced by [9](0009-x.md)."), "accepted", PART),
    (section("Mostly superseded by [9](0009-x.md)"), "accepted", PART),
    (section("Largely replaced by [9](0009-x.md)"), "accepted", PART),
    (section("Superseded\nby [9](0009-x.md)"), "superseded", NINE),
    (section("Superseded: [9](0009-x.md)"), "superseded", NINE),
    (section("Superseded, see [9](0009-x.md)"), "superseded", NINE),
    (section("Superseded → [9](0009-x.md)"), "superseded", NINE),
    (section("Superseded (by [9](0009-x.md))"), "superseded", NINE),
    (section("Superseded\n\nSee [9](0009-x.md)"), "superseded", NINE),
    (section("⚠️ **Superseded** by **[9](0009-x.md)**"), "superseded", NINE),
    (section("This decision has been superseded by [9](0009-x.md)"), "superseded", NINE),
    (section("This ADR is no longer valid: superseded by [9](0009-x.md)"), "superseded", NINE),
    (section("~~Accepted~~ Superseded by [9](0009-x.md)"), "superseded", NINE),
    (section("Superseded-by: [9](0009-x.md)"), "superseded", NINE),
    (section("Replaced with [9](0009-x.md)"), "superseded", NINE),
    (section("Obsoleted by [9](0009-x.md)"), "superseded", NINE),
    (section("Superseded By\n[9](0009-x.md)"), "superseded", NINE),
    (section("[9](0009-x.md) supersedes this"), "superseded", NINE),
    (section("[9](0009-x.md) replaces this decision"), "superseded", NINE),
]


@pytest.mark.parametrize(("text", "status", "date"), PLACES)
def test_a_status_is_read_wherever_it_stands(text, status, date):
    """Status and date are read, talk about a supersession states none, and the title is not disturbed."""
    facts = read_adr(text, NAME)
    assert (facts.status, facts.title, facts.links) == (status, "Use a queue", ())
    assert date is None or facts.date == date


@pytest.mark.parametrize(("text", "status", "links"), RELATIONS)
def test_a_relation_is_read_in_every_form(text, status, links):
    """Whole and partial supersession, in every link form, language and order of words."""
    facts = read_adr(text, NAME)
    assert facts.status == status
    assert tuple(sorted((link.relation, link.target) for link in facts.links)) == links


@pytest.mark.parametrize("status", ["deprecated", "rejected", "superseded"])
@pytest.mark.parametrize("text", [text for text, status, _ in PLACES if status])
def test_an_edit_changes_the_status_and_nothing_else(text, status):
    """The new status is read back, no other one is left, few lines change, and doing it again changes nothing."""
    by = (NEWER,) if status == "superseded" else ()
    if read_adr(text, NAME).status == status:
        return
    if "lifecycle: accepted" in text and by:  # a key that is no status cannot hold the mark
        with pytest.raises(EditError):
            set_status(text, NAME, status, by=by)
        return
    after = set_status(text, NAME, status, by=by, today="2026-11-28")
    facts = read_adr(after, NAME)
    assert (facts.status, facts.title) == (status, "Use a queue")
    assert "status-disagrees" not in {finding.code for finding in facts.findings}
    assert set_status(after, NAME, status, by=by, today="2026-11-28") == after
    lines = list(difflib.ndiff(text.splitlines(), after.splitlines()))
    assert sum(line.startswith(("+ ", "- ")) and bool(line[2:].strip()) for line in lines) <= 4


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("```yaml\nstatus: accepted # or proposed\n```\n\n# 7. T\n", "```yaml\nstatus: rejected # or proposed\n```\n\n# 7. T\n"),
        ("---\nadr:\n  status: accepted\n  id: 7\n---\n# 7. T\n", "---\nadr:\n  status: rejected\n  id: 7\n---\n# 7. T\n"),
        ("---\nstatus: [proposed, accepted]\n---\n# 7. T\n", "---\nstatus: [proposed, accepted, rejected]\n---\n# 7. T\n"),
        ('+++\n[extra]\nstatus = "accepted"\n\n[other]\nstatus = "x"\n+++\n# 7. T\n',
         '+++\n[extra]\nstatus = "rejected"\n\n[other]\nstatus = "x"\n+++\n# 7. T\n'),
        ('+++\n[params.adr]\nstatus = "accepted"\n+++\n# 7. T\n', '+++\n[params.adr]\nstatus = "rejected"\n+++\n# 7. T\n'),
        ("# 7. T\n\n## Accepted\n\n## Context\n", "# 7. T\n\n## Rejected\n\n## Context\n"),
        ("# 7. T\n\n*Accepted on 2024-01-02*\n\n## Context\n", "# 7. T\n\nRejected (previously: *Accepted on 2024-01-02*)\n\n## Context\n"),
        ("# 7. T\n\n[Status: Accepted]\n\n## Context\n", "# 7. T\n\n[Status: Rejected]\n\n## Context\n"),
        ("# 7. T\n\nStatus\n: Accepted\n\n## Context\n", "# 7. T\n\nStatus\n: Rejected\n\n## Context\n"),
        ("# 7. T\n\nStatus: [x] Accepted [ ] Rejected\n\n## Context\n", "# 7. T\n\nStatus: [ ] Accepted [x] Rejected\n\n## Context\n"),
        ("# 7. T\n\n## Status\n\n☐ Rejected\n☑ Accepted\n\n## Context\n", "# 7. T\n\n## Status\n\n☑ Rejected\n☐ Accepted\n\n## Context\n"),
        ('# 7. T\n\n<img alt="status" src="https://x.example/badge/status-accepted-green.svg">\n',
         '# 7. T\n\n<img alt="status" src="https://x.example/badge/status-rejected-green.svg">\n'),
    ],
)  # fmt: skip
def test_exact_edits(before, after):
    """What is around the word stays, byte for byte."""
    assert set_status(before, "0007-t.md", "rejected", today="2026-11-28") == after


def test_a_table_of_toml_that_is_written_twice_is_not_edited():
    """An array of tables has no one place for a status."""
    text = '+++\n[extra]\nstatus = "accepted"\nlist = [\n  1,\n]\n+++\n# 7. T\n'
    assert 'status = "rejected"' in set_status(text, "0007-t.md", "rejected")
    with pytest.raises(EditError):
        set_status('+++\nextra = {status = "accepted"}\n+++\n# 7. T\n', "0007-t.md", "rejected")


def test_code_and_prose_are_no_status():
    """A block of code further down, a section that is called Proposal, and prose that begins with a status are none."""
    for text in (
        "# T\n\n## Context\n\nc\n\n```yaml\nstatus: accepted\n```\n",
        "# T\n\n```yaml\nkind: Service\nspec: x\n```\n",
        "# T\n\n## Proposal\n\nWe do it.\n",
        "# T\n\nAccepted wisdom has it that queues are slow.\n\n## Context\n\nc\n",
        "---\ntitle: Accepted\ntype: draft\n---\n\n# T\n\n## Context\n\nc\n",
        "---\nbuild:\n  status: passing\n---\n\n# T\n\n## Context\n\nc\n",
    ):
        assert read_adr(text, "0007-t.md").status is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("* **Status:** Accepted.", "* **Status:** Superseded by {0}, {1}."),
        ("- Status: [accepted]", "- Status: [superseded by {0}, {1}]"),
        ("Status: Accepted", "Status: Superseded by {0}, {1}"),
        (
            "Status: Accepted by the board",
            "Status: Superseded by {0}, {1} (previously: Accepted by the board)",
        ),
    ],
)
def test_a_second_successor_stands_beside_the_first(before, after):
    """It is put before what closes the status, and is read back."""
    text = f"# 7. T\n\n{before}\n\n## Context\n\nc\n"
    other = Target("0012-other", "Other", "0012-other.md", 12)
    once = set_status(text, "0007-t.md", "superseded", by=(NEWER,), today="2026-11-28")
    twice = set_status(once, "0007-t.md", "superseded", by=(other,), today="2026-11-28")
    links = [link.target for link in read_adr(twice, "0007-t.md").links]
    assert links == ["0011-newer.md", "0012-other.md"]
    form = after.format("[ADR-0011](0011-newer.md)", "[ADR-0012](0012-other.md)")
    stems = after.format("[0011-newer](0011-newer.md)", "[0012-other](0012-other.md)")
    assert form in twice or stems in twice


CONTAINERS = {
    "shortcode around": '## Status\n\n{{{{% alert color="success" %}}}}\n{}\n{{{{% /alert %}}}}\n',
    "shortcode in line": '## Status\n\n{{{{< callout type="info" >}}}}{}{{{{< /callout >}}}}\n',
    "shortcode with the word": '## Status\n\n{{{{< badge "{}" >}}}}\n',
    "directive": "## Status\n\n:::tip {}\nsince 2024\n:::\n",
    "alert": "## Status\n\n> [!IMPORTANT]\n> {}\n",
    "admonition": "## Status\n\n!!! note\n    {}\n",
    "below the title of an admonition": '!!! info "Status"\n    {}\n',
    "below the title of an old directive": ":::info Status\n{}\n:::\n",
    "below the title of a callout": "> [!info]+ Status\n> {}\n",
    "title of an admonition": '## Status\n\n!!! success "{}"\n    Since 2024.\n',
    "row of another label": "| **Stand** | {} |\n| --- | --- |\n| **Team** | A |\n",
    "columns without outer signs": "**Status** | **Date**\n:--:|:--:\n{} | 2024-01-02\n",
    "one row of fields": "| Status | Date | Author |\n| --- | --- | --- |\n| {} | 2024-01-02 | Ann |\n",
    "full-width comma": "Status：{}，Date：2024-03-05\n",
    "ideographic blank": "**状态**：{}　**日期**：2024年3月5日\n",
}


@pytest.mark.parametrize("place", CONTAINERS)
def test_only_the_word_changes_inside_the_marks_of_a_generator(place):
    """Shortcodes, directives, alerts, admonitions, tables and separators stay as they are."""
    form = f"# 1. T\n\n{CONTAINERS[place]}\n## Context\n\nx\n"
    text = form.format("Accepted")
    assert read_adr(text, "0001-t.md").status == "accepted"
    assert set_status(text, "0001-t.md", "deprecated", today="2026-01-15") == form.format("Deprecated")


def test_boxes_under_the_title_are_ticked():
    """They are the status without a heading that says so."""
    text = "# 1. T\n\n- [ ] Proposed\n- [x] Accepted\n- [ ] Deprecated\n\n## Context\n\nx\n"
    edited = set_status(text, "0001-t.md", "deprecated")
    assert edited == text.replace("[x] Accepted", "[ ] Accepted").replace("[ ] Deprecated", "[x] Deprecated")


def test_a_history_with_arrows_goes_on():
    """The last one holds, and the next one is added; four are all that there are."""
    form = "# 1. T\n\n## Status\n\n{}\n\n## Context\n\nx\n"
    assert read_adr(form.format("Proposed → Accepted → Deprecated"), "1.md").status == "deprecated"
    text = form.format("Proposed -> Accepted")
    assert set_status(text, "1.md", "deprecated") == form.format("Proposed -> Accepted -> Deprecated")
    assert read_adr(form.format("Draft → Proposed → Accepted → Deprecated"), "1.md").status is None


@pytest.mark.parametrize(
    "words",
    [
        "Accepted. We considered superseding it with [ADR-1](0001-a.md) but did not.",
        "Accepted (was: superseded by [ADR-1](0001-a.md), reverted)",
        "Accepted. Superseding [ADR-1](0001-a.md) was discussed; we thought about it but decided against it.",
    ],
)
def test_what_was_considered_or_undone_is_no_relation(words):
    """Only what holds is a link."""
    facts = read_adr(f"# 2. T\n\n## Status\n\n{words}\n\n## Context\n\nx\n", "0002-t.md")
    assert facts.status == "accepted"
    assert "superseded-by" not in {link.relation for link in facts.links}


def test_a_part_replaced_in_chinese_amends():
    """`部分被 … 取代` after the status is about a part."""
    text = "# 2. T\n\n## Status\n\n已接受，部分被 [1](0001-a.md) 取代\n\n## 背景\n\nx\n"
    facts = read_adr(text, "0002-t.md")
    assert (facts.status, [link.relation for link in facts.links]) == ("accepted", ["amended-by"])


def test_a_link_uses_the_key_that_is_there_and_escapes_blanks():
    """`Supersedes: []` is filled; a file name with a blank is a link that Markdown reads."""
    text = "---\nStatus: Accepted\nSupersedes: []\n---\n\n# T\n\n## Context\n\nx\n"
    target = Target("ADR 1 Old", "Old", "ADR 1 Old.md", 1)
    assert "Supersedes: [ADR 1 Old]\n---" in add_link(text, "0002-t.md", "supersedes", target)
    section = "# 2. T\n\n## Status\n\nAccepted\n\n## Context\n\nx\n"
    edited = set_status(section, "0002-t.md", "superseded", by=(target,))
    assert "](ADR%201%20Old.md)" in edited
    assert [link.target for link in read_adr(edited, "0002-t.md").links] == ["ADR 1 Old.md"]


def test_a_link_in_the_status_that_an_edit_puts_aside_still_holds():
    """A part that another decision replaced stays replaced when the rest is deprecated, and back again."""
    text = "# 12. X\n\n## Status\n\nPartially superseded by ADR-0014\n\n## Context\n\nT.\n"
    for status in ("deprecated", "accepted"):
        text = set_status(text, "0012-x.md", status)
        facts = read_adr(text, "0012-x.md")
        assert facts.status == status
        assert [(link.relation, link.target) for link in facts.links] == [("amended-by", "ADR-0014")]


@pytest.mark.parametrize(
    ("text", "status", "after"),
    [
        ("**Status: accepted.** Recorded in June.", "accepted", "**Status: deprecated.** Recorded in June."),
        ("__Status: Proposed__ until the review.", "proposed", "__Status: Rejected__ until the review."),
        ("**Status: accepted (design).** Built in *A*.", "accepted", "**Status: deprecated"),
        ("**Status: accepted.**", "accepted", "**Status: deprecated.**"),
    ],
)
def test_prose_may_follow_a_field_in_bold(text, status, after):
    """The field ends with its bold type, and what follows stays as it is."""
    old = f"# 1. T\n\n{text}\n\n## Context\n\nc\n"
    assert read_adr(old, "0001-t.md").status == status
    new = set_status(old, "0001-t.md", "deprecated" if status == "accepted" else "rejected")
    assert after in new
    assert new.count("tatus:") == 1


@pytest.mark.parametrize(
    "label", ["状态 (Status)", "Status / 状态", "状态（Status）", "Статус (Status)", "Estado | Status"]
)
def test_a_label_in_two_languages_is_one_label(label):
    """The second word is a translation, and no value."""
    text = f"# 1. T\n\n## {label}\n已接受 (Accepted) - 2026-01-16\n\n## Context\n\nc\n"
    facts = read_adr(text, "0001-t.md")
    assert (facts.status, facts.date, facts.findings) == ("accepted", "2026-01-16", ())


@pytest.mark.parametrize("level", [2, 3, 4])
def test_the_status_is_a_section_like_the_others(level):
    """Wherever it stands among them, and of whichever level they are."""
    mark = "#" * level
    sections = "".join(
        f"{mark} {title}\n\nx\n\n" for title in ("Context", "Options", "Decision", "Consequences")
    )
    text = f"# T\n\n{sections}{mark} Status\n\nAccepted ([#3](https://example.org/3))\n"
    assert read_adr(text, "0001-t.md").status == "accepted"
    assert "\n\nDeprecated" in set_status(text, "0001-t.md", "deprecated")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Accepte", "accepted"), ("Rejete", "rejected"), ("Obsolete", "deprecated"), ("已过时", "deprecated"),
        ("Supersedido por [2](0002-x.md)", "superseded"), ("作废", "deprecated"),
    ],
)  # fmt: skip
def test_statuses_are_read_as_people_type_them(word, status):
    """Without accents, and in the words of each language."""
    assert read_adr(f"# 1. T\n\n- Status: {word}\n", "0001-t.md").status == status


def test_a_status_that_was_followed_by_another_one_is_history():
    """`Accepted`, then `Superseded by` below it: the last one holds, and nothing disagrees."""
    text = "# 1. T\n\n## Status\n\nAccepted\n\n{}\n\n## Context\n\nc\n"
    for later in ("Superseded by [2. B](0002-b.md)", "* Superseded by [ADR 2](0002-b.md)"):
        facts = read_adr(text.format(later), "0001-t.md")
        assert (facts.status, facts.findings) == ("superseded", ())
    elsewhere = text.format("") + "\n## Links\n\n- Superseded by [2. B](0002-b.md)\n"
    assert [finding.code for finding in read_adr(elsewhere, "0001-t.md").findings] == ["status-disagrees"]


@pytest.mark.parametrize("form", ["- {}: {}", "{}: {}", "* **{}** {}"])
def test_a_dated_history_of_many_steps_is_no_menu(form):
    """However many statuses it names, each edit adds a step and changes none before it."""
    steps = [form.format("2024-01-01", "Draft"), form.format("2024-01-01", "Proposed")]
    text = "# 1. T\n\n## Status\n\n" + "\n".join(steps) + "\n\n## Context\n\nc\n"
    for status, by in (("accepted", ()), ("deprecated", ()), ("superseded", (NEWER,))):
        text = set_status(text, "0001-t.md", status, by=by, today="2024-05-06")
        assert read_adr(text, "0001-t.md").status == status
    assert all(step in text.split("\n") for step in steps)
    assert text.count("2024-05-06") == 3


def test_the_day_of_the_decision_goes_before_that_of_its_file():
    """`created` counts where nothing else states a date, and contradicts nothing."""
    front = "---\ncreated: 2025-11-23\nupdated: 2025-11-24\n---\n\n# 1. T\n\n**Status**: Accepted\n"
    facts = read_adr(front + "**Date**: 2024-08-15\n", "0001-t.md")
    assert (facts.date, facts.findings) == ("2024-08-15", ())
    assert read_adr(front, "0001-t.md").date == "2025-11-23"
