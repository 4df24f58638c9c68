"""`init` finds logs in unusual folders and adopts them where they are."""

import json

import pytest

from logs_help import decision
from records import Project
from records.project.work_tree import tree_files


def test_a_log_in_an_unusual_folder_is_adopted_where_it_is(run, repo):
    """Nothing is begun beside it: the next decision goes where the others are."""
    for number in (1, 2, 3):
        repo.write(f"guide/architecture/adr-00{number}-choice.md", decision(number))
    repo.commit()
    assert "guide/architecture holds 3 decisions not read yet: `records init` adopts them" in run("list").err
    started = run("init")
    assert "found 3 decisions in guide/architecture: read where they are" in started.err
    assert started.out == (
        ".records/settings.schema.json\n.records/config.toml\nguide/architecture/README.md\n"
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


@pytest.mark.parametrize(
    ("names", "following"),
    [
        (("0001-a.md", "0002-b.md"), "0003-next.md"),
        (("ADR-001.md", "ADR-002.md", "ADR-003.md"), "ADR-004.md"),
        (("2024-01-31-a/README.md", "2024-02-01-b/README.md"), "2026-01-15-next/README.md"),
        (("0001-a.adoc", "0002-b.adoc"), "0003-next.adoc"),
    ],
)
def test_a_log_in_the_top_directory_is_pointed_out_adopted_and_continued(run, repo, names, following):
    """A check of nothing fails, `init` reads the numbered files there and no others, and the next one goes beside them."""
    for number, name in enumerate(names, 1):
        text = decision(number)
        repo.write(name, text.replace("## ", "== ").replace("# ", "= ") if name.endswith(".adoc") else text)
    repo.write("NOTES.md", "# Notes\n\n## Status\n\nAccepted\n")
    repo.write("CHANGELOG.md", "# Changelog\n\n## 1.0.0\n\nx\n")
    repo.commit()
    held = f"the top directory holds {len(names)} decisions"
    check = run("check", code=1)
    assert f"error REC003 {held} that nothing reads" in check.out
    for command in (("list",), ("adr", "new", "Next", "--dry-run")):
        assert f"note: {held} not read yet: `records init` adopts them" in run(*command).err
    assert f"note: {held} not read yet" in run("index", "--check", code=1).err
    assert f"found {len(names)} decisions in the top directory" in run("init").err
    assert 'directory = "."' in repo.read(".records/config.toml")
    assert len(run("list").out.splitlines()) == len(names)
    assert run("adr", "new", "Next").out == f"{following}\n"
    assert not (repo.path / "history").exists()
    repo.commit()
    assert len(json.loads(run("list", "--at", "HEAD", "--json").out)) == len(names) + 1
    run("index")
    assert "NOTES" not in repo.read("README.md")


def test_a_pointer_of_adr_tools_to_the_top_directory_is_followed(run, repo):
    """`.adr-dir` may name the directory that it is in."""
    repo.write(".adr-dir", ".\n")
    repo.write("0001-a.md", decision(1))
    repo.write("src/0002-notes.md", "# Notes\n")
    repo.commit()
    assert run("list", "--format", "paths").out == "0001-a.md\n"
    assert run("adr", "new", "B").out == "0002-b.md\n"


@pytest.mark.parametrize("folder", [".adr", ".github/decisions", ".docs/adr", "rfcs"])
def test_a_log_in_a_hidden_folder_or_one_of_proposals_is_found(run, repo, folder):
    """A hidden folder counts where its name says what it holds; whole decisions among proposals need no number."""
    repo.write(f"{folder}/use-a-queue.md", decision(1))
    repo.write(".cache/adr/0001-x.md", decision(1))
    repo.commit()
    assert f"{folder} holds 1 decision not read yet" in run("list").err
    assert json.loads(run("init", "--json").out)["adopted"] == [{"directory": folder, "files": 1}]


def _complete(number):
    """A decision that `check` finds nothing in."""
    return decision(number).replace("## Status", "Date: 2024-01-31\n\n## Status") + "\n## Consequences\n\nz\n"


_SECTIONS = "# Decisions\n\n## ADR-1: Bees\n\n**Status:** Accepted\n\nx\n\n## ADR-2: Ants\n\n**Status:** Rejected\n\ny\n"
_DATED = "# Log\n\n## 2024-01-31 Bees\n\nWe keep bees.\n\n## 2024-02-01 Ants\n\nNo ants.\n"
_ROWS = "# Log\n\n| # | Decision | Why |\n|---|---|---|\n| 1 | Bees | honey |\n| 2 | No ants | bites |\n"
_PARTS = "# Log\n\n## Bees\n\n### Context\n\nx\n\n### Decision\n\ny\n\n## Ants\n\n### Context\n\nx\n\n### Decision\n\ny\n"
_ITEMS = "# Log\n\n- 2024-01-31: We keep bees.\n- 2024-02-01: No ants.\n"
_TITLES = "# Our decisions\n\n## Bees\n\nThey make honey.\n\n## Ants\n\nThey bite.\n"
_ASCIIDOC = "= Log\n\n== ADR-1: Bees\n\nx\n\n== ADR-2: Ants\n\ny\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("DECISIONS.md", _SECTIONS),
        ("docs/decisions.md", _DATED),
        ("docs/decision-log.md", _ROWS),
        ("ADR.md", _PARTS),
        ("docs/architecture/adr.md", _SECTIONS),
        ("docs/adr/README.md", _SECTIONS),
        ("decision_log.md", _ITEMS),
        ("docs/tech-decisions.md", _TITLES),
        ("docs/decisions.adoc", _ASCIIDOC),
        ("docs/entscheidungen.md", _SECTIONS),
        ("docs/arc42/09_architecture_decisions.md", _SECTIONS),
        ("docs/9-design.md", _SECTIONS),
        ("docs/adr-overview.md", _SECTIONS),
        ("docs/entwurfsentscheidungen.md", _SECTIONS),
    ],
)
def test_a_page_with_many_decisions_is_pointed_out_and_no_log_is_begun(run, repo, path, text):
    """It is not read; a check fails, every command says so, and `init` writes nothing."""
    repo.write(path, text)
    repo.commit()
    said = f"{path} holds 2 decisions in one file, which is not read"
    check = run("check", code=1)
    assert f"error REC003 {said}" in check.out
    for command in (("list",), ("adr", "new", "Next", "--dry-run", "--force"), ("init",)):
        assert f"note: {said}" in run(*command).err
    for command in (("adr", "new", "Next"), ("adr", "init")):
        refused = run(*command, code=2)
        assert f"there are decisions in {path}" in refused.err
        assert "records adr init DIRECTORY" in refused.err
    assert f"note: {said}" in run("index", "--check", code=1).err
    assert json.loads(run("init", "--json").out) == {"root": str(repo.path), "made": [], "adopted": []}
    assert not (repo.path / "history").exists()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("DECISIONS.md", "# Decisions\n\n- [1. Bees](docs/adr/0001-a.md)\n- [2. Ants](docs/adr/0002-b.md)\n"),
        ("docs/adrs.md", "# ADRs\n\nWe write them in docs/adr.\n\n## Why\n\nx\n"),
        ("docs/decisions.md", "# T\n\n| Decision | State |\n|---|---|\n| [Bees](adr/0001-a.md) | done |\n| [B](adr/0002-b.md) | x |\n"),
        ("docs/decisions.md", "# Decisions of {{project}}\n\n### 1. Ask {{user_name}}\n\nx\n\n### 2. Write it down\n\nx\n"),
        ("flows/step-04-decisions.md", "# Step 4\n\n## 1. Decide\n\nIn {{language}}.\n\n## 2. Record\n\nAs {{ file }}.\n"),
        ("decisions.md", "# Decisions\n\n## D-1\n\nStatus: {{status}}\n\n## D-2\n\nStatus: {{state}}\n"),
        ("tests/DECISIONS.md", _SECTIONS),
        ("docs/guide.md", _SECTIONS),
    ],
)  # fmt: skip
def test_a_page_that_lists_or_explains_decisions_holds_none(run, repo, path, text):
    """Links to the records, an introduction, blanks to fill in, pages of tests and those of another name are no log."""
    repo.write(path, text)
    repo.write("docs/adr/0001-a.md", _complete(1))
    repo.write("docs/adr/0002-b.md", _complete(2))
    repo.commit()
    assert "REC003" not in run("check").out


def test_a_second_log_beside_decisions_in_one_file_begins_where_somebody_says_so(run, repo):
    """`--force` and a named folder begin it, and the next record needs neither."""
    repo.write("DECISIONS.md", _SECTIONS)
    repo.commit()
    assert run("adr", "new", "Next", "--dry-run", "--force").code == 0
    run("adr", "init", "docs/adr")
    assert run("adr", "new", "Next").out == "docs/adr/0002-next.md\n"


@pytest.mark.parametrize(
    "text",
    [
        "# Page\n\n## ADR-1: Bees\n\nx\n\n## ADR-2: Ants\n\ny\n",
        "# Page\n\n## 1. Bees\n\n**Status:** Accepted\n\nx\n\n## Status\n\nx\n",
        "# Page\n\n## Bees\n\n### Status\n\nx\n\n## Ants\n\n### Status\n\ny\n",
    ],
)
def test_a_page_whose_name_only_contains_the_word_needs_several_stated_decisions(run, repo, text):
    """Numbers without a status, a single section with both, and statuses without numbers are no list of decisions."""
    repo.write("docs/decision-making.md", text)
    repo.commit()
    assert "REC003" not in run("check").out
    run("adr", "new", "Next", "--dry-run")


def test_a_page_with_many_decisions_beside_a_log_is_only_an_info(run, repo):
    """Where decisions are read, the page fails no check."""
    repo.write("DECISIONS.md", _SECTIONS)
    repo.write("docs/adr/0001-a.md", _complete(1))
    repo.commit()
    check = run("check")
    assert "info REC003 DECISIONS.md holds 2 decisions in one file" in check.out
    assert " error " not in check.out.replace("0 errors", "")


def test_a_page_with_a_single_decision_beside_a_log_is_a_draft(run, repo):
    """A text that is about to be recorded is not reported; where nothing is read, it is."""
    repo.write("decision.md", "# Bees\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\ny\n")
    repo.commit()
    assert "decision.md holds 1 decision in one file" in run("list").err
    repo.write("docs/adr/0001-a.md", _complete(1))
    repo.commit()
    assert "decision.md" not in run("check").out + run("list").err
    assert "decision.md" not in run("adr", "new", "Next", "--body-file", "decision.md", "--dry-run").err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("000{0}-a.md", "# {0}. A\n\n_Status:_ **Accepted** · _Date:_ 2024-01-0{0}\n\n### Why\n\nw\n\n### What\n\nx\n"),
        ("000{0}-a.md", "# A\n\n| | |\n|---|---|\n| **Stand** | Angenommen |\n\n## Lage\n\nw\n\n## Folgen\n\ny\n"),
        ("2024-01-0{0}-a.md", "# A\n\nStatus: Accepted\n\nWe chose it.\n"),
        ("00{0}-a/decision.md", "# A\n\nStatus: Accepted\n\n## Context\n\nw\n\n## Decision\n\nx\n"),
    ],
)  # fmt: skip
def test_a_series_with_statuses_is_a_log_wherever_it_is(run, repo, name, text):
    """Numbers or days, and statuses that are not all drafts, are enough in a folder whose name says nothing."""
    for number in (1, 2, 3):
        repo.write(f"eng/choices/{name.format(number)}", text.format(number))
    repo.commit()
    note = "note: eng/choices holds 3 decisions not read yet: `records init` adopts them\n"
    assert run("list").err == note
    run("init")
    assert len(run("list").out.splitlines()) == 3
    made = run("adr", "new", "--dry-run", "Next").err
    assert f"eng/choices/{name.split('{')[0]}" in made or "YYYY" in made
    assert made.count("/decision.md") == 2 * name.count("/decision.md")


@pytest.mark.parametrize(
    ("folder", "status"), [("notes", "Draft"), ("notes", "Approved"), ("specs", "Accepted")]
)
def test_a_series_of_plans_is_no_log(run, repo, folder, status):
    """Specifications and plans are numbered too: they are drafts, or approved, or their folder says what they are."""
    for number in (1, 2, 3):
        repo.write(f"eng/{folder}/000{number}-a.md", f"# A\n\nStatus: {status}\n\nWe plan it.\n")
    repo.commit()
    assert run("list").err == "note: there are no records here yet: records init\n"


def test_list_and_index_announce_a_log_beside_the_one_that_is_read(run, repo):
    """A list from the index names it too."""
    repo.write("docs/adr/0001-a.md", decision(1))
    repo.write("libs/core/decisions/0001-b.md", decision(1))
    repo.commit()
    note = "note: libs/core/decisions holds 1 decision not read yet: `records init` adopts it\n"
    assert [run("list").err, run("list").err] == [note, note]
    assert run("index").err.startswith(note)


@pytest.mark.parametrize("other", ["README.md", "index.md", "notes.md"])
def test_the_file_named_as_a_decision_is_the_record_of_its_directory(run, repo, other):
    """Pages beside it are no records of their own, in the work tree and at a commit."""
    repo.write("docs/adr/0001-a/decision.md", decision(1))
    repo.write(f"docs/adr/0001-a/{other}", "# More\n\nStatus: Accepted\n")
    repo.commit()
    for line in (("list", "--format", "paths"), ("list", "--at", "HEAD", "--format", "paths")):
        assert "docs/adr/0001-a/decision.md" in run(*line).out
    if other != "notes.md":
        assert len(run("list", "--at", "HEAD").out.splitlines()) == 1


def test_without_git_a_large_folder_is_not_read_to_its_end(tmp_path, monkeypatch):
    """A home directory may hold millions of files: the first ones are listed."""
    for folder in ("a", "b", "c"):
        (tmp_path / folder).mkdir()
        for number in range(3):
            (tmp_path / folder / f"{number}.txt").write_text("x")
    monkeypatch.setattr("records.project.work_tree._MOST_FILES", 4)
    paths = tree_files(Project.open(str(tmp_path)))
    assert len(paths) == 4
    assert {path[0] for path in paths} == {"a", "b"}
