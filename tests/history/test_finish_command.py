"""`records phr finish` on the command line."""


def test_finishing_fills_what_is_open_and_nothing_else(run, repo):
    """The command line can do what the tool for agents does; saying it twice changes nothing."""
    path = run("phr", "new", "Begin", "--stage", "green", "--prompt", "p").out.strip()
    asked = (
        "phr",
        "finish",
        "general/1",
        "--outcome",
        "Works, key AKIAQ3EGTYZ7LBN4XKWD",
        "--test",
        "12 passed",
    )
    told = run(*asked)
    assert told.out.strip() == path
    assert "general/0001: filled impact, tests" in told.err
    assert "secrets were replaced" in told.err
    text = repo.read(path)
    assert "Impact: Works, key [REDACTED:aws-access-key#" in text
    assert "nothing was changed" in run(*asked).err
    assert repo.read(path) == text
    assert "already has impact" in run("phr", "finish", "general/1", "--outcome", "Other", code=2).err
