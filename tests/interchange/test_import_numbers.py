"""An imported log keeps its names and numbers."""


def test_importing_a_log_that_starts_at_zero_keeps_names_and_numbers(run, repo):
    """Number 0 is a number: names are not shifted."""
    for number in range(3):
        text = f"---\nstatus: accepted\ndate: 2026-01-01\n---\n\n# T{number}\n\nSee [one](0001-t1.md).\n"
        repo.write(f"docs/decisions/{number:04d}-t{number}.md", text)
    repo.commit()
    repo.write(".records/config.toml", '[adr]\ndirectory = "history/adr"\nroots = ["docs/decisions"]\n')
    run("import", "--kind", "adr")
    names = sorted(path.name for path in (repo.path / "history/adr").iterdir())
    assert names == ["0000-t0.md", "0001-t1.md", "0002-t2.md"]
