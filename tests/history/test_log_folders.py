"""The folders of one log for periods, states and archives count together; packages do not."""

from logs_help import decision


def test_a_log_by_months_counts_on_in_the_folder_of_the_day(run, repo):
    """The number follows that of the newest month; the folder is named as the others are."""
    for month in (1, 2, 3):
        repo.write(f"docs/adr/2024/0{month}/000{month}-t.md", decision(month))
    assert run("adr", "new", "Foo").out == "docs/adr/2026/01/0004-foo.md\n"


def test_years_that_count_from_one_are_series_of_their_own(run, repo):
    """A number 1 in each year is no duplicate, and a new year has its own first."""
    for year in (2023, 2024):
        repo.write(f"docs/adr/{year}/0001-t{year}.md", decision(1))
    assert "ADR012" not in run("check", code=1).out
    assert run("adr", "new", "Foo").out == "docs/adr/2026/0001-foo.md\n"


def test_folders_for_states_share_one_series(run, repo):
    """A number is not taken that a folder for another state holds; one that is there twice is an error."""
    for number in (12, 13):
        repo.write(f"adr/accepted/2024-q1/ADR-{number}-t.md", decision(number))
    repo.write("adr/proposed/ADR-14-t.md", decision(14).replace("Accepted", "Proposed"))
    assert run("adr", "new", "Foo").out == "adr/accepted/2026-q1/ADR-15-foo.md\n"
    assert run("adr", "new", "--status", "proposed", "Bar").out == "adr/proposed/ADR-16-bar.md\n"
    repo.write("adr/accepted/2024-q1/ADR-14-u.md", decision(14))
    assert "number 14 is used twice in adr: " in run("check", "--all", code=1).out


def test_a_log_that_is_read_comes_before_one_that_is_not(run, repo):
    """An old log that nothing reads gets no new record, however its folder sorts."""
    for number in (1, 2, 3):
        repo.write(f"docs/archive/old-decisions/000{number}-t.md", decision(number))
        repo.write(f"docs/decisions/000{number}-t.md", decision(number))
    assert run("adr", "new", "Foo").out == "docs/decisions/0004-foo.md\n"


def test_a_package_without_a_log_uses_that_of_the_repository(run, repo, monkeypatch):
    """Not that of the package beside it."""
    repo.write("docs/adr/0001-t.md", decision(1))
    repo.write("packages/api/docs/adr/0001-t.md", decision(1))
    repo.write("packages/db/src/a.ts", "")
    monkeypatch.chdir(repo.path / "packages" / "db")
    run("adr", "new", "Foo")
    assert "# 2. Foo" in repo.read("docs/adr/0002-foo.md")
