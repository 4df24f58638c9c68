"""A link to another record is written as the records of the log write theirs."""

import pytest

TEXT = "# {0}. Use {1}\n\n**Status:** {2}\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Links\n\n{3}"


def fill(repo, forms, ending="md"):
    """A log of four records; the second and the third amend the one before them in these forms."""
    for number, word in enumerate("abcd", 1):
        form = forms[number - 2] if number in (2, 3) else ""
        link = form.format(
            n=number - 1, stem=f"000{number - 1}-use-{'abcd'[number - 2]}", word="abcd"[number - 2]
        )
        links = f"- Amends {link}\n" if link else "- None\n"
        repo.write(f"docs/adr/000{number}-use-{word}.{ending}", TEXT.format(number, word, "Accepted", links))
    repo.commit()


@pytest.mark.parametrize(
    ("form", "again"),
    [
        ("[[{stem}|Use {word}]]", "[[0004-use-d|Use d]]"),
        ("[[{stem}]]", "[[0004-use-d]]"),
        ("[ADR-{n}]({stem}.md)", "[ADR-4](0004-use-d.md)"),
        ("[ADR 00{n}]({stem}.md)", "[ADR 004](0004-use-d.md)"),
        ("[{n}. Use {word}](./{stem}.md)", "[4. Use d](./0004-use-d.md)"),
        ("[{stem}]({stem}.md)", "[0004-use-d](0004-use-d.md)"),
        ("[ADR-000{n}](/adr/000{n})", "[ADR-0004](/adr/0004)"),
        ("[ADR-000{n}](/decisions/{stem}/)", "[ADR-0004](/decisions/0004-use-d/)"),
    ],
)
def test_label_width_and_address_are_those_of_the_log(repo, run, form, again):
    """In the mark of a superseded record, in the link of the new one, and in a link of another kind."""
    fill(repo, (form, form))
    run("adr", "supersede", "1", "--by", "4")
    assert f"**Status:** Superseded by {again}\n" in repo.read("docs/adr/0001-use-a.md")
    run("link", "2", "amends", "4")
    assert f"- Amends {again}\n" in repo.read("docs/adr/0002-use-b.md")
    before = repo.read("docs/adr/0002-use-b.md")
    run("link", "2", "amends", "4")
    assert repo.read("docs/adr/0002-use-b.md") == before
    assert run("unlink", "2", "amends", "4").code == 0
    assert again not in repo.read("docs/adr/0002-use-b.md")
    run("adr", "new", "-s", "2", "Use e")
    assert again.replace("4", "2").replace("use-d", "use-b").replace("Use d", "Use b") in repo.read(
        "docs/adr/0005-use-e.md"
    )


@pytest.mark.parametrize(
    "forms",
    [
        ("[what we had]({stem}.md)", "[our rule]({stem}.md)"),  # words of an author's own
        ("[ADR-{n}]({stem}.md)", "[[{stem}]]"),  # no custom
        ("", ""),
    ],
)
def test_a_log_without_a_form_gets_the_usual_one(repo, run, forms):
    """Labels with words of their own, and two forms as often as each other, are no custom."""
    fill(repo, forms)
    run("adr", "supersede", "1", "--by", "4")
    assert "Superseded by [ADR-0004](0004-use-d.md)\n" in repo.read("docs/adr/0001-use-a.md")


@pytest.mark.parametrize("title", ["Use [d]", "a|b"])
def test_a_title_that_does_not_fit_into_the_form_is_written_in_the_usual_one(repo, run, title):
    """Brackets or a bar would end the link."""
    fill(repo, ("[[{stem}|Use {word}]]",) * 2)
    repo.write("docs/adr/0004-use-d.md", repo.read("docs/adr/0004-use-d.md").replace("Use d", title))
    run("adr", "supersede", "1", "--by", "4")
    assert "Superseded by [ADR-0004](0004-use-d.md)\n" in repo.read("docs/adr/0001-use-a.md")


@pytest.mark.parametrize(
    "address", ["/adr/3", "/adr/0003/", "../adr/0003-use-c/", "/docs/use-c", "/decisions/adr-3#why"]
)
def test_the_address_of_a_page_is_a_link_to_its_record(repo, run, address):
    """Site generators serve a record by its number, its stem, or its words."""
    fill(repo, ("", ""))
    text = repo.read("docs/adr/0001-use-a.md").replace("- None", f"- Amends [it]({address})")
    repo.write("docs/adr/0001-use-a.md", text)
    assert '"adr/0003-use-c"' in run("show", "ADR-1", "--json").out


def test_a_link_on_both_sides_has_the_form_of_the_log_on_both(repo, run):
    """`adr new --link` writes the reverse as `records link` would."""
    fill(repo, ("[[{stem}|Use {word}]]",) * 2)
    run("adr", "new", "--link", "4:Amends:Amended by", "Use e")
    assert " Amends [[0004-use-d|Use d]]\n" in repo.read("docs/adr/0005-use-e.md")
    assert "- Amended by [[0005-use-e|Use e]]\n" in repo.read("docs/adr/0004-use-d.md")


def test_the_reverse_of_a_link_to_a_prompt_is_in_its_front_matter(repo, run):
    """Where links of prompt records are; nothing of its text changes."""
    path = run("phr", "new", "--title", "Ask", "--stage", "general", "--prompt", "Do it.").out.strip()
    body = repo.read(path).split("\n---\n", 1)[1]
    run("adr", "new", "--link", "PHR-1:Prompted by:Led to", "Use e")
    text = repo.read(path)
    assert "led-to" in text.split("\n---\n", 1)[0]
    assert text.split("\n---\n", 1)[1] == body
