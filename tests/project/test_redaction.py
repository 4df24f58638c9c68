"""Secrets of the project itself are replaced in every record."""


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
