"""`init` finds logs in unusual folders and adopts them where they are."""

import json

from logs_help import decision


def test_a_log_in_an_unusual_folder_is_adopted_where_it_is(run, repo):
    """Nothing is begun beside it: the next decision goes where the others are."""
    for number in (1, 2, 3):
        repo.write(f"guide/architecture/adr-00{number}-choice.md", decision(number))
    repo.commit()
    assert "files in guide/architecture are written as decisions" in run("list").err
    started = run("init")
    assert "found 3 decisions in guide/architecture: read where they are" in started.err
    assert started.out == (
        ".records/config.toml\n.records/settings.schema.json\nguide/architecture/README.md\n"
    )
    assert len(run("list").out.splitlines()) == 3
    assert run("adr", "new", "Next").out == "guide/architecture/adr-004-next.md\n"
    assert json.loads(run("init", "--json").out)["made"] == []


def test_a_folder_of_decision_records_is_adopted_whatever_their_form(run, repo):
    """The name of a folder is enough where its files have no usual sections."""
    for number in (1, 2, 3):
        repo.write(
            f"guide/architectural-decision-records/00{number}-x.md", f"# Use {number}\n\n## Why\n\nx\n"
        )
    repo.commit()
    assert "found 3 decisions in guide/architectural-decision-records" in run("init").err


def test_a_second_log_is_read_beside_the_first(run, repo):
    """One file is enough in a folder with the name of a log; a third one is added to the settings."""
    repo.write("docs/adr/0001-a.md", decision(1))
    repo.write("packages/api/docs/adr/0001-b.md", decision(1))
    repo.commit()
    assert "found 1 decision in packages/api/docs/adr" in run("init").err
    assert repo.read(".records/config.toml").endswith('[adr]\nroots = ["packages/api/docs/adr"]\n')
    assert len(run("list").out.splitlines()) == 2
    repo.write("packages/web/docs/adr/0001-c.md", decision(1))
    assert "found 1 decision in packages/web/docs/adr" in run("init").err
    roots = '[adr]\nroots = ["packages/api/docs/adr", "packages/web/docs/adr"]\n'
    assert repo.read(".records/config.toml").endswith(roots)


def test_numbered_pages_that_are_no_decisions_are_no_log(run, repo):
    """Nor are the decisions in tests, examples and templates."""
    for number in (1, 2, 3, 4):
        repo.write(f"book/0{number}-chapter.md", f"# Chapter {number}\n\n## Summary\n\nText.\n")
        repo.write(f"tests/fixtures/adr/000{number}-x.md", decision(number))
    repo.commit()
    assert "there are no records here yet" in run("list").err
    assert json.loads(run("init", "--json").out)["adopted"] == []


def test_a_small_log_is_adopted_where_each_file_is_a_whole_decision(run, repo):
    """One complete decision is enough for a log."""
    repo.write("docs/rfcs/0001-shards.md", decision(1))
    repo.commit()
    assert "found 1 decision in docs/rfcs" in run("init").err
