"""Which files of a log are records."""

from logs_help import decision


def test_templates_beside_decisions_are_none(run, repo):
    """Templates in a log are not listed."""
    for name in (
        "_template.md",
        "0000-adr-template.md",
        "YYYY-MM-DD-template.md",
        "adr-template-bare-minimal.md",
        "template.md",
    ):
        repo.write(f"docs/adr/{name}", decision(0, "{proposed | accepted}"))
    repo.write("docs/adr/0005-template.md", decision(5))
    assert run("list").out.split()[0] == "ADR-0005"
    assert len(run("list").out.splitlines()) == 1
