"""Records in other encodings have pages."""


def test_a_prompt_that_is_not_utf8_has_a_page(run, repo, tmp_path):
    """A prompt in Latin-1 is shown on a page like any other."""
    repo.write("p.txt", b"caf\xe9 and more")
    run("phr", "new", "Latin1", "--stage", "misc", "--prompt-file", "p.txt")
    run("site", "build", "-o", str(tmp_path / "out"))
    assert list((tmp_path / "out").rglob("*latin1*.html"))
