"""What `stats` counts in the history is stored for the records and the commit that it was counted for."""

from __future__ import annotations

import pytest

from records.project import stamp

ADR = "---\naffects: [src/*]\n---\n\n# {0}. {1}\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n"


@pytest.fixture
def shop(repo, monkeypatch, stored_index):
    """A decision whose code has changed since; the index is used."""
    monkeypatch.setattr(stamp, "RACY", 0)
    repo.write("history/adr/0001-a\tb.md", ADR.format(1, "A"))
    repo.commit("a decision")
    repo.write("src/app.py", "x = 1\n")
    repo.commit("change ADR-1")
    return repo


def page(shop):
    """The file with the figures."""
    return shop.path / ".git/records/figures"


@pytest.mark.parametrize("options", [(), ("--json",), ("--svg",), ("--waiting-days", "0")])
def test_the_second_time_prints_the_same(run, shop, options):
    """In every form; and the figures come from the store."""
    expected = run("--no-cache", "stats", *options).out
    assert not page(shop).exists()
    for _ in range(3):
        assert run("stats", *options).out == expected
    data = page(shop).read_bytes()
    assert data.splitlines()[1] == b"3\t2"
    page(shop).write_bytes(data.replace(b"3\t2", b"9\t7"))
    assert run("stats", *options).out != expected
    assert run("--no-cache", "stats", *options).out == expected
    for damaged in (data.replace(b"3\t2", b"3\tx"), data.replace(b"0001", b"0002"), b"", data[:-4]):
        page(shop).write_bytes(damaged)
        assert run("stats", *options).out == expected


@pytest.mark.parametrize("name", ["commit", "record", "amended", "shallow"])
def test_another_commit_or_record_is_counted(run, shop, name):
    """Whatever the figures depend on: they are those of a run without an index."""
    before = run("stats").out
    assert page(shop).exists()
    if name == "commit":
        shop.write("src/app.py", "x = 2\n")
        shop.commit("again")
    elif name == "record":
        shop.write("history/adr/0001-a\tb.md", ADR.format(1, "A").replace("src/*", "lib/*"))
    elif name == "amended":
        shop.git("commit", "-q", "--amend", "--allow-empty", "-m", "no record is named")
        shop.git("reset", "-q", "--soft", "HEAD")
    else:
        (shop.path / ".git/shallow").write_text(shop.git("rev-parse", "HEAD"))
    after = run("stats").out
    assert after == run("--no-cache", "stats").out == run("stats").out
    assert after != before
    assert run("stats", "--since", "HEAD~0").out == run("--no-cache", "stats", "--since", "HEAD~0").out
    assert run("stats", "--at", "HEAD").out == run("--no-cache", "stats", "--at", "HEAD").out


def test_a_commit_that_is_made_meanwhile_is_counted_next_time(run, shop, monkeypatch):
    """Figures are stored for the commit that they were counted at, not for the one that HEAD names afterwards."""
    from records.report import stats

    read_log = stats.commit_log

    def commit_after(project):
        log = read_log(project)
        shop.git("commit", "-q", "--allow-empty", "-m", "meanwhile")
        return log

    with monkeypatch.context() as patch:
        patch.setattr(stats, "commit_log", commit_after)
        run("stats")
    assert run("stats").out == run("--no-cache", "stats").out
