"""Secrets of the project itself are replaced in every record."""

import json


def test_a_secret_of_the_env_file_is_in_no_record(run, repo):
    """Neither in a prompt nor in a decision, whatever format it has."""
    repo.write(".env", "PAYMENT_TOKEN=correct-horse-battery\n")
    run(
        "phr",
        "new",
        "Pay",
        "--stage",
        "misc",
        "--prompt",
        "use correct-horse-battery <private>my mood</private>",
    )
    run("adr", "new", "Pay by card", "--body-file", "-", stdin="## Decision\n\nWith correct-horse-battery.\n")
    for path in ("history/prompts/general/0001-pay.misc.prompt.md", "history/adr/0001-pay-by-card.md"):
        text = repo.read(path)
        assert "[REDACTED:env-value#" in text
        assert "horse" not in text
        assert "mood" not in text


TOKEN = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"


def test_no_option_of_a_new_prompt_record_keeps_a_token(run, repo):
    """Command, ticket, acceptance, model, spec, pull request, surface, labels, tests, branch and file names."""
    repo.git("checkout", "-q", "-b", f"try-{TOKEN}")
    repo.write(f"src/{TOKEN}.py", "x = 1\n")
    result = run(
        "phr", "new", "--title", f"Use {TOKEN}", "--stage", "green", "--prompt", f"use {TOKEN}", "--response", TOKEN,
        "--outcome", TOKEN, "--accept", f"it works: curl -H 'Authorization: token {TOKEN}'", "--command", f"/go {TOKEN}",
        "--ticket", f"https://example.org/?token={TOKEN}", "--model", TOKEN, "--spec", TOKEN, "--pr", TOKEN,
        "--surface", TOKEN, "--label", TOKEN, "--test", f"pytest {TOKEN}", "--feature", f"007-{TOKEN}",
        "--link", f"relates-to=https://example.org/{TOKEN}",
    )  # fmt: skip
    [path] = (repo.path / "history").rglob("*.prompt.md")
    assert TOKEN not in path.read_text("utf-8")
    assert TOKEN not in str(path)
    assert "secrets were replaced before anything was written: github-token" in result.err


def test_the_feature_of_the_environment_is_redacted(run, repo, monkeypatch):
    """A folder's name has a tag of file-name characters."""
    monkeypatch.setenv("SPECIFY_FEATURE", f"007-{TOKEN}")
    path = run("phr", "new", "T", "--stage", "misc", "--prompt", "hi").out.strip()
    assert path.startswith("history/prompts/007-REDACTED-github-token-")


def test_the_words_of_a_link_are_redacted(run, repo):
    """A relation with a token in it is refused, and neither the file nor the message has the token."""
    run("adr", "new", "A")
    run("adr", "new", "B")
    result = run("link", "ADR-2", f"learns {TOKEN} from", "ADR-1", code=2)
    assert TOKEN not in result.err + repo.read("history/adr/0002-b.md")


def test_every_field_of_a_decision_is_redacted(run, repo):
    """Title, status, and the files that a decision affects."""
    run(
        "adr",
        "new",
        "--force",
        f"Use {TOKEN}",
        "--status",
        f"waiting for {TOKEN}",
        "--template",
        "native",
        "--affects",
        f"src/{TOKEN}.py",
    )
    [path] = (repo.path / "history" / "adr").glob("0001-*")
    assert TOKEN not in path.read_text("utf-8")
    assert TOKEN not in path.name


def test_an_imported_decision_is_redacted(run, repo):
    """What another program exported may hold a token in its title, which becomes the file's name, and in its text."""
    decision = {
        "number": 7,
        "title": f"Use {TOKEN}",
        "status": "accepted",
        "date": "2026-01-01",
        "context": f"c {TOKEN}",
    }
    repo.write("in.json", json.dumps({"adrs": [decision]}))
    run("import", "--from", "json-adr", "in.json")
    [path] = (repo.path / "history" / "adr").glob("0007-*")
    assert TOKEN.lower() not in path.name + path.read_text("utf-8").lower()
