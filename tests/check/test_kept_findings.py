"""Findings of rules that look at single records are kept: only files that have changed are looked at again."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import replace

import pytest

import records.project.finding_store as finding_store
from records.check import kept_findings
from records.check.engine import check_records
from records.check.rule import Context
from records.check.rules import RULES
from records.project import stamp
from records.project.catalog import Catalog
from records.project.project import Project

PHR = "---\nid: {id}\ntitle: {title}\nstage: {stage}\ndate: {date}\nfeature: general\n{more}---\n\n## Prompt\n\n{prompt}\n\n## Outcome\n\nDone\n"
ADR = "# {0}. {1}\n\nDate: {2}\n\n## Status\n\n{3}\n\n## Context\n\n{4}\n\n## Decision\n\nWe do.\n\n## Consequences\n\nFine.\n"


def phr(**values):
    given = {
        "id": "'0001'",
        "title": "One",
        "stage": "green",
        "date": "2026-01-01",
        "more": "",
        "prompt": "Do it",
    }
    return PHR.format(**{**given, **values})


FILES = {
    "history/prompts/general/0001-good.green.prompt.md": phr(),
    "history/prompts/general/0002-octal.green.prompt.md": phr(id="0012"),
    "history/prompts/general/0003-stage.green.prompt.md": phr(stage="groen"),
    "history/prompts/general/0004-future.green.prompt.md": phr(date="2999-01-01"),
    "history/prompts/general/0005-mail.green.prompt.md": phr(prompt="Write to ann@firm.de in /home/ann/x"),
    "history/prompts/general/0006-bytes.green.prompt.md": phr().replace("\n", "\r\n") + "\u200b no end",
    "history/prompts/general/0007-lists.green.prompt.md": phr(more="files: [null, {a: b}]\n"),
    "history/prompts/general/0008-ignored.green.prompt.md": phr(stage="groen", more="# records-ignore PHR007: ours\n"),
    "history/prompts/general/0009-unused.green.prompt.md": phr(more="# records-ignore PHR004: none\n"),
    "history/prompts/general/0010-hash.green.prompt.md": phr(more=f"prompt_sha256: {'0' * 64}\n"),
    "history/prompts/general/0011-{{X}}.green.prompt.md": phr(title="'{{TITLE}}'"),
    "history/prompts/general/notes.md": "no front matter\n",
    "history/adr/0001-a.md": ADR.format(1, "A", "2026-01-01", "Accepted", "Text"),
    "history/adr/0002-b.md": ADR.format(3, "B", "13/01/2026", "proposed | accepted", ""),
    "history/adr/0003-c.md": ADR.format(3, "C", "2026-01-01", "Superceeds-ish [A](0001-a.md)", "{{CONTEXT}}"),
    "history/adr/0004-d.md": "",
}  # fmt: skip


@pytest.fixture
def shop(repo, monkeypatch, stored_index):
    """A repository in which most rules find something, whose files count as old enough at once; the index is used."""
    monkeypatch.setattr(finding_store, "RACY", 0)
    for path, text in FILES.items():
        (repo.path / path).parent.mkdir(parents=True, exist_ok=True)
        (repo.path / path).write_bytes(text.encode())
    repo.write("history/prompts/general/0012-token.green.prompt.md", phr(prompt="token ghp_" + "a1B2" * 9))
    repo.commit("records")
    return repo


def findings(repo, *, use_cache=True, paths=()):
    return check_records(Project.open(str(repo.path), use_cache=use_cache), paths, every=True)


def looked_at(monkeypatch, repo):
    """The paths that local rules were run on in a check."""
    seen = []
    original = kept_findings._find
    with monkeypatch.context() as patch:
        patch.setattr(
            kept_findings,
            "_find",
            lambda c, records, *rest: seen.extend(r.path for r in records) or original(c, records, *rest),
        )
        findings(repo)
    return seen


def test_local_rules_find_the_same_in_a_record_alone(shop):
    """A rule that is marked as local needs nothing but the record; each of them finds something in these records."""
    project = Project.open(str(shop.path))
    records = project.store.scan()
    found_something = set()
    for rule in (rule for rule in RULES if rule.is_local):
        together = {(item.path, item) for item in rule.check(Context(project, Catalog(records)))}
        alone = {
            (item.path, item)
            for record in records
            for item in rule.check(Context(project, Catalog([record])))
        }
        assert together == alone, rule.id
        found_something |= {rule.id} if together else set()
    assert len(found_something) > 15, sorted(found_something)


def test_the_stored_findings_are_those_of_the_files(shop, monkeypatch):
    """The first time, the second time, for some paths, and after each change, with and without the index."""
    for _ in range(2):
        assert findings(shop) == findings(shop, use_cache=False)
    assert looked_at(monkeypatch, shop) == []
    folder = ("history/adr",)
    assert findings(shop, paths=folder) == findings(shop, use_cache=False, paths=folder)
    shop.write("history/prompts/general/0001-good.green.prompt.md", phr(stage="rood"))
    (shop.path / "history/adr/0002-b.md").unlink()
    shop.write("history/adr/0005-new.md", ADR.format(5, "New", "2026-01-01", "Akzeptiert", "x"))
    time.sleep(0.01)
    expected = findings(shop, use_cache=False)
    assert sorted(looked_at(monkeypatch, shop)) == [
        "history/adr/0005-new.md", "history/prompts/general/0001-good.green.prompt.md",
    ]  # fmt: skip
    assert findings(shop) == expected
    with sqlite3.connect(shop.path / ".git/records/index.sqlite") as database:
        names = {row[0].decode() for row in database.execute("select path from findings")}
    database.close()
    assert "history/adr/0002-b.md" not in names


def compared(monkeypatch, repo):
    """The ids of the rules that compare records which were run in a check."""
    ids = []
    original = kept_findings.LogFindings.of_rule
    with monkeypatch.context() as patch:
        patch.setattr(
            kept_findings.LogFindings, "of_rule",
            lambda self, rule, check: original(self, rule, lambda: ids.append(rule.id) or check()),
        )  # fmt: skip
        findings(repo)
    return sorted(ids)


COMPARING = sorted(rule.id for rule in RULES if rule.compares_decisions)


def test_rules_that_compare_records_are_run_when_one_has_changed(shop, monkeypatch):
    """They give the same with and without what is stored, after a change, another setting and a damaged page."""
    shop.write("history/adr/0007-bare.md", "# 7. Bare\n\nWords.\n")
    shop.write("history/adr/0008-word.md", ADR.format(8, "Word", "2026-01-01", "Acceptd", "x"))
    shop.commit("more")
    monkeypatch.setattr(stamp, "RACY", 0)
    first = findings(shop)
    assert compared(monkeypatch, shop) == []
    assert first == findings(shop) == findings(shop, use_cache=False)
    assert {item.rule for item in first.diagnostics} & set(COMPARING) > {"ADR002"}
    (shop.path / "history/adr/0007-bare.md").unlink()
    shop.write("history/adr/0009-more.md", "# 9. More\n\nWords.\n")
    assert compared(monkeypatch, shop) == COMPARING
    assert findings(shop) == findings(shop, use_cache=False) != first
    shop.write(".records/config.toml", "[adr]\ndirectory = 'history/adr'\n")
    assert compared(monkeypatch, shop) == COMPARING
    page = shop.path / ".git/records/findings"
    head, _, text = page.read_bytes().partition(b"\n")
    assert json.loads(text)
    for damaged in (
        text.replace(b"[[", b"[{"),
        text.replace(b'"ADR', b"[ADR"),
        b"[]" + b" " * (len(text) - 2),
    ):
        page.write_bytes(head + b"\n" + damaged)
        assert findings(shop) == findings(shop, use_cache=False)
    monkeypatch.setattr(kept_findings, "code_state", lambda: "another version")
    assert compared(monkeypatch, shop) == COMPARING


def test_decisions_that_are_whole_are_not_read_again_for_another_one(repo, monkeypatch, stored_index):
    """After a change of one decision, the rules that compare parts, status and date read that one alone."""
    monkeypatch.setattr(finding_store, "RACY", 0)
    for number in range(1, 9):
        repo.write(f"history/adr/{number:04}-a.md", ADR.format(number, "A", "2026-01-01", "Accepted", "Text"))
    repo.commit("decisions")
    findings(repo)
    repo.write(
        "history/adr/0003-a.md", "# 3. A\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nText\n"
    )
    time.sleep(0.01)
    read = []
    original = Context.adr
    with monkeypatch.context() as patch:
        patch.setattr(
            Context, "adr", lambda self, record: read.append(record.number) or original(self, record)
        )
        result = findings(repo)
    assert result == findings(repo, use_cache=False)
    assert {item.rule for item in result.diagnostics} >= {"ADR005", "ADR006"}
    assert 3 in read
    repo.write("history/adr/0003-a.md", ADR.format(3, "A", "2026-01-01", "Accepted", "More"))
    time.sleep(0.01)
    read.clear()
    with monkeypatch.context() as patch:
        patch.setattr(
            Context, "adr", lambda self, record: read.append(record.number) or original(self, record)
        )
        findings(repo)
    assert set(read) == {3}


def test_rules_that_compare_records_need_nothing_else(shop, monkeypatch):
    """They read no file that is no record, and ask git for nothing."""
    project = Project.open(str(shop.path))
    records = project.store.scan()
    monkeypatch.setattr(Context, "exists", lambda *_: pytest.fail("a file was looked for"))
    monkeypatch.setattr(Project, "git", lambda _: pytest.fail("git was asked"))
    for rule in (rule for rule in RULES if rule.compares_decisions):
        assert list(rule.check(Context(project, Catalog(records)))) is not None
    assert len(COMPARING) >= 6


@pytest.mark.parametrize("what", ["settings", "day", "code", "roots"])
def test_what_else_the_findings_depend_on(shop, monkeypatch, what):
    """Other settings, another day, another version of the program: everything is looked at again."""
    findings(shop)
    assert looked_at(monkeypatch, shop) == []
    if what == "settings":
        shop.write(".records/config.toml", '[phr]\nstages = ["groen"]\n')
    elif what == "day":
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1868435200")
    elif what == "code":
        monkeypatch.setattr(kept_findings, "code_state", lambda: "other")
    else:
        shop.write(".adr-dir", "elsewhere\n")
    assert len(looked_at(monkeypatch, shop)) == len(Project.open(str(shop.path)).store.scan())
    assert findings(shop) == findings(shop, use_cache=False)


@pytest.mark.parametrize(
    "text", ["x", "[]", "{}", "[[1],[]]", '[[["PHR007",1,"m","h",false,"grave"]],[]]', "[[], [[1]]]"]
)
def test_damaged_rows_are_found_again(shop, text):
    """A row that does not parse counts as a file that has changed."""
    expected = findings(shop)
    with sqlite3.connect(shop.path / ".git/records/index.sqlite") as database:
        database.execute("update findings set data = ?", (text,))
    database.close()
    assert findings(shop) == expected
    assert findings(shop) == expected


def test_a_locked_or_foreign_index_is_done_without(shop):
    """The check finds the same."""
    expected = findings(shop)
    path = shop.path / ".git/records/index.sqlite"
    lock = sqlite3.connect(path)
    lock.execute("begin exclusive")
    shop.write("history/adr/0005-new.md", ADR.format(5, "New", "2026-01-01", "Akzeptiert", "x"))
    changed = findings(shop, use_cache=False)
    assert findings(shop) == changed != expected
    lock.rollback()
    lock.close()
    path.write_bytes(b"no database")
    assert findings(shop) == changed


def test_files_that_have_just_changed_are_not_kept(shop, monkeypatch):
    """Within two seconds of a change the next check looks at them again."""
    monkeypatch.setattr(finding_store, "RACY", 2_000_000_000)
    findings(shop)
    assert len(looked_at(monkeypatch, shop)) == len(FILES) + 1


def test_a_commit_is_checked_without_the_index(shop):
    """Findings of a revision are those of its files."""
    project = Project.open(str(shop.path))
    findings(shop)
    shop.write("history/prompts/general/0001-good.green.prompt.md", phr(stage="rood"))
    at_head = check_records(project.at("HEAD"), every=True)
    assert replace(at_head, skipped=()) != replace(findings(shop), skipped=())
    assert json.dumps([item.path for item in at_head.diagnostics])
