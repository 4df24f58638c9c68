"""Decisions: made in several templates, moved along allowed ways, superseded and linked on the right side."""

import json

import pytest

from records.history.new_adr import create_adr
from records.model.drafts import AdrDraft, LinkDraft
from records.project.project import Project


def row(run, ref):
    return json.loads(run("show", ref, "--json").out)


def test_unquoted_title_and_path(run):
    """`adr new` takes an unquoted title and prints the path of the new record."""
    result = run("adr", "new", "Use", "PostgreSQL", "for", "orders")
    assert result.out == "history/adr/0001-use-postgresql-for-orders.md\n"
    assert row(run, "1")["status"] == "accepted"
    assert row(run, "ADR-1")["date"] == "2026-01-15"


@pytest.mark.parametrize("title", ["Use tar (Accepted)", "✅ Use tar", "**Use tar**"])
def test_a_title_with_marks_is_written_as_given(run, repo, title):
    """It is read without the mark of a status and without marks around the whole."""
    path = run("adr", "new", title).out.strip()
    assert title in repo.read(path)
    assert row(run, "1")["title"] == "Use tar"


@pytest.mark.parametrize("template", ["nygard", "madr", "madr-minimal", "madr2", "y-statement", "native"])
def test_every_template_reads_back(run, repo, template):
    """Title, status and number of a record of every template are read back."""
    run(
        "adr",
        "new",
        "--template",
        template,
        "--status",
        "proposed",
        "--decider",
        "Ann",
        "Use: 'tokens' | \"x\"",
    )
    data = row(run, "1")
    assert (data["title"], data["status"], data["number"]) == ("Use: 'tokens' | \"x\"", "proposed", 1)
    assert "{{" not in repo.read(data["path"])
    assert run("check", "--quiet").out == ""


@pytest.mark.parametrize("template", ["nygard", "madr", "madr-minimal", "madr2", "y-statement"])
def test_a_body_takes_the_place_of_the_templates_sections(run, template):
    """`--body-file` replaces the template's sections."""
    body = "## Context\n\nWe need it.\n\n## Decision\n\nTokens.\n\n## Consequences\n\nFine.\n"
    run("adr", "new", "--template", template, "--body-file", "-", "Use tokens", stdin=body)
    data = row(run, "1")
    assert data["body"].rstrip().endswith("## Consequences\n\nFine.")
    assert "motivating" not in data["body"]


def test_native_records_say_what_they_govern(run):
    """Native records have `affects` and labels in front matter."""
    run(
        "adr",
        "new",
        "--template",
        "native",
        "--affects",
        "src/a/**",
        "--affects",
        "b.py",
        "--label",
        "core",
        "X",
    )
    data = row(run, "1")
    assert data["fields"]["affects"] == ["src/a/**", "b.py"]
    assert data["labels"] == ["core"]


VALUES = (
    "--affects",
    "src/**",
    "--affects",
    "*.py",
    "--label",
    "core",
    "--label",
    "a, b",
    "--decider",
    "Lee, Jo",
)


@pytest.mark.parametrize("template", ["nygard", "madr", "madr-minimal", "madr2", "y-statement", None])
def test_values_without_a_place_in_the_form_go_into_front_matter(run, template):
    """What was asked for is in the record and is read back, whatever the form of the log is."""
    run("init")
    run("adr", "new", *(("--template", template) if template else ()), *VALUES, "Use tokens")
    data = row(run, "2")
    assert (data["title"], data["status"], data["number"]) == ("Use tokens", "accepted", 2)
    assert data["fields"]["affects"] == ["src/**", "*.py"]
    assert data["labels"] == ["core", "a, b"]
    assert "Lee, Jo" in run("show", "2", "--raw").out
    assert "ADR-0002" in run("adr", "for", "src/x.py").out


def test_values_of_other_records_are_not_taken_for_a_decisions_own(run):
    """A new record governs no code because the records before it do, and its own deciders replace theirs."""
    for title in ("One", "Two", "Three"):
        run("adr", "new", "--affects", "src/**", "--decider", "Ann", title)
    run("adr", "new", "--decider", "Bob", "--affects", "wc.py", "Four")
    run("adr", "new", "Five")
    assert row(run, "4")["fields"]["affects"] == ["wc.py"]
    assert row(run, "4")["fields"]["deciders"] == ["Bob"]
    assert row(run, "5")["fields"].get("affects", []) == []


def test_values_replace_a_line_of_text_in_front_matter(run, repo):
    """Deciders that a log keeps as one text are written as one text."""
    text = "---\nstatus: accepted\ndeciders: Team\n---\n\n# Use {}\n\n## Context\n\nWords.\n"
    for number, name in enumerate(("a", "b", "c"), 1):
        repo.write(f"docs/adr/000{number}-use-{name}.md", text.format(name))
    run("adr", "new", "--decider", "Ann", "--decider", "Bob", "Use d")
    assert "\ndeciders: Ann, Bob\n" in (repo.path / "docs/adr/0004-use-d.md").read_text()


def test_values_that_a_log_has_no_place_for_are_refused(run, repo):
    """A log that is not Markdown has no front matter: the error says what to do, and nothing is written."""
    repo.write("docs/adr/0001-use-x.adoc", "= 1. Use x\n\n== Status\n\nAccepted\n\n== Context\n\nWords.\n")
    err = run("adr", "new", "--affects", "src/**", "Use y", code=2).err
    assert "no place for affects" in err
    assert "--template native" in err
    assert len(list((repo.path / "docs/adr").iterdir())) == 1


def test_templates_of_ones_own(run, repo):
    """A file by path (adr-tools' words), or a template in .records/templates."""
    repo.write("docs/mine.md", "# NUMBER. TITLE\n\nDate: DATE\n\n## Status\n\nSTATUS\n\nMine: TITLE\n")
    run("adr", "new", "--template", "docs/mine.md", "One")
    assert "Mine: One" in row(run, "1")["body"]
    repo.write(".records/templates/short.md.j2", "# {{ number }}. {{ title }}\n\n## Status\n\n{{ status }}\n")
    run("adr", "new", "--template", "short", "Two")
    assert row(run, "2")["title"] == "Two"
    assert "no template called 'other'" in run("adr", "new", "--template", "other", "X", code=2).err


def test_settings_choose_folder_status_and_template(run, repo):
    """Settings choose the directory, status and template of a new decision."""
    repo.write(
        ".records/config.toml", '[adr]\ndirectory = "docs/choices"\nstatus = "proposed"\ntemplate = "madr"\n'
    )
    assert run("adr", "new", "X").out == "docs/choices/0001-x.md\n"
    assert row(run, "1")["status"] == "proposed"


def test_an_existing_log_is_continued_where_it_is(run, repo):
    """A new decision goes beside an existing log, with the next number."""
    repo.write("docs/decisions/0041-x.md", "# X\n")
    assert run("adr", "new", "Y").out == "docs/decisions/0042-y.md\n"


def test_editor_is_opened_on_demand(run, repo, monkeypatch):
    """`--edit` opens the editor, and its changes are kept."""
    repo.write("edit.sh", '#!/bin/sh\necho edited >> "$1"\n').chmod(0o755)
    monkeypatch.setenv("VISUAL", str(repo.path / "edit.sh"))
    run("adr", "new", "--edit", "X")
    assert row(run, "1")["body"].endswith("edited\n")
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    assert "cannot start the editor" in run("adr", "new", "--edit", "Y", code=2).err


MOVES = [
    ("proposed", "accept", "accepted"),
    ("proposed", "reject", "rejected"),
    ("accepted", "deprecate", "deprecated"),
    ("draft", "accept", "accepted"),
    ("deprecated", "accept", "accepted"),
]


@pytest.mark.parametrize("template", ["nygard", "madr"])
@pytest.mark.parametrize(("old", "verb", "new"), MOVES)
def test_allowed_moves(run, repo, old, verb, new, template):
    """Each allowed change of status is written and changes nothing else."""
    run("adr", "new", "--template", template, "--status", old, "X")
    path = row(run, "1")["path"]
    before = repo.read(path)
    assert run("adr", verb, "1").out == path + "\n"
    assert row(run, "1")["status"] == new
    after = repo.read(path)
    changed = [
        pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]
    ]
    assert len(changed) == 1
    assert "already" in run("adr", verb, "1").err
    assert repo.read(path) == after


@pytest.mark.parametrize(
    ("old", "verb", "told"),
    [
        ("accepted", "reject", "it may become: deprecated, superseded"),
        ("proposed", "deprecate", "it may become: draft, accepted, rejected"),
        ("superseded", "accept", "write a new decision"),
    ],
)
def test_forbidden_moves_change_nothing(run, repo, old, verb, told):
    """A forbidden change of status is refused and writes nothing."""
    run("adr", "new", "--status", old, "X")
    before = repo.read("history/adr/0001-x.md")
    assert told in run("adr", verb, "1", code=2).err
    assert repo.read("history/adr/0001-x.md") == before


def test_a_status_of_ones_own_may_move_anywhere(run):
    """A decision with a custom status may become any status."""
    run("adr", "new", "--force", "--status", "Parked", "X")
    assert row(run, "1")["status"] == "Parked"
    run("adr", "accept", "1")
    assert row(run, "1")["status"] == "accepted"


@pytest.mark.parametrize("how", ["new", "command", "link", "reverse link"])
def test_supersession_is_written_on_both(run, repo, how):
    """However it is said, the old record warns its reader and the new one names the old."""
    run("adr", "new", "Old")
    if how == "new":
        run("adr", "new", "-s", "1", "New")
    else:
        run("adr", "new", "New")
        steps = {
            "command": ("adr", "supersede", "1", "--by", "2"),
            "link": ("link", "2", "supersedes", "1"),
            "reverse link": ("link", "1", "superseded-by", "2"),
        }
        assert len(run(*steps[how]).out.splitlines()) == 2
    old, new = row(run, "1"), row(run, "2")
    assert old["status"] == "superseded"
    assert {"relation": "superseded-by", "target": "adr/0002-new"} in old["links"]
    assert {"relation": "supersedes", "target": "adr/0001-old"} in new["links"]
    assert old["backlinks"] == []
    assert run("check", "--quiet").out == ""
    before = repo.read(old["path"]), repo.read(new["path"])
    if how == "command":
        assert "already" in run("adr", "supersede", "1", "--by", "2").err
        assert (repo.read(old["path"]), repo.read(new["path"])) == before


def test_many_can_be_superseded_at_once(run):
    """One new decision supersedes several."""
    for title in ("A", "B", "C"):
        run("adr", "new", title)
    run("adr", "new", "-s", "1", "-s", "0003", "New")
    assert [row(run, str(n))["status"] for n in (1, 2, 3)] == ["superseded", "accepted", "superseded"]


def test_a_proposed_decision_cannot_retire_an_accepted_one(run, repo):
    """A proposed decision that supersedes an accepted one is refused."""
    run("adr", "new", "Old")
    run("adr", "new", "--status", "proposed", "New")
    before = repo.read("history/adr/0001-old.md")
    assert "cannot retire" in run("adr", "new", "--status", "proposed", "-s", "1", "X", code=2).err
    assert "cannot retire" in run("adr", "supersede", "1", "--by", "2", code=2).err
    assert "cannot retire" in run("link", "2", "supersedes", "1", code=2).err
    assert repo.read("history/adr/0001-old.md") == before
    assert len(json.loads(run("list", "--json").out)) == 2
    run("adr", "accept", "2")
    run("adr", "supersede", "1", "--by", "2")


def test_senseless_supersession_is_refused(run):
    """Superseding itself or in a cycle is refused."""
    run("adr", "new", "Old")
    run("adr", "new", "-s", "1", "New")
    assert "cannot supersede itself" in run("adr", "supersede", "1", "--by", "1", code=2).err
    assert "circle" in run("adr", "supersede", "2", "--by", "1", code=2).err
    run("adr", "new", "--status", "proposed", "Third")
    assert "only a decision that was in force" in run("adr", "supersede", "3", "--by", "2", code=2).err


def test_links_between_prompts_and_decisions(run, repo):
    """A link is written on one side; the other side shows its inverse."""
    run("adr", "new", "Use tokens")
    run("phr", "new", "Login", "--stage", "green", "--prompt", "p")
    path = "history/prompts/general/0001-login.green.prompt.md"
    before = repo.read(path)
    assert run("link", "general/1", "led-to", "ADR-1").out == path + "\n"
    assert row(run, "ADR-1")["backlinks"] == [
        {"relation": "led-by", "target": "phr/general/0001-login.green"}
    ]
    assert "already" in run("link", "general/1", "led-to", "ADR-1").err
    assert run("unlink", "general/1", "led-to", "ADR-1").out == path + "\n"
    assert repo.read(path).replace("  led-to: []\n", "") == before
    assert "no led-to link" in run("unlink", "general/1", "led-to", "ADR-1", code=2).err


def test_links_from_a_decision_to_a_prompt(run, repo):
    """A link from a decision to a prompt has a backlink."""
    run("adr", "new", "Use tokens")
    run("phr", "new", "Login", "--stage", "green", "--prompt", "p")
    run("link", "ADR-1", "relates-to", "general/1")
    data = row(run, "general/1")
    assert data["backlinks"] == [{"relation": "relates-to", "target": "adr/0001-use-tokens"}]
    assert "](../prompts/general/0001-login.green.prompt.md)" in repo.read("history/adr/0001-use-tokens.md")
    run("unlink", "general/1", "ADR-1")
    assert row(run, "general/1")["backlinks"] == []


def test_links_of_records_that_others_made(run, repo):
    """A link into front matter of Spec-Kit Plus adds a line and changes nothing else."""
    run("adr", "new", "Use tokens")
    text = "---\nid: 0001 # kept\ntitle: x\nstage: spec\nlinks:\n    spec: null\n    adr: null\n---\n\n## Prompt\n\np\n"
    repo.write("history/prompts/a/0001-x.spec.prompt.md", text.replace("\n", "\r\n"))
    run("link", "a/1", "led-to", "ADR-1")
    after = repo.read("history/prompts/a/0001-x.spec.prompt.md")
    added = "    led-to: [adr/0001-use-tokens]\r\n"
    assert added in after
    assert after.replace(added, "") == text.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no front matter at all\n", "no front matter"),
        ("---\nid: 1\ntitle: a: b: c\n---\n\n## Prompt\n\np\n", "not valid YAML"),
        ("---\nid: 1\ntitle: x\nlinks: some text\n---\n\n## Prompt\n\np\n", "not a mapping"),
    ],
)
def test_a_file_that_cannot_be_edited_safely_is_left_alone(run, repo, text, told):
    """A record whose front matter cannot be edited is refused and not changed."""
    run("adr", "new", "Use tokens")
    repo.write("history/prompts/a/0001-x.spec.prompt.md", text)
    assert told in run("link", "a/1", "led-to", "ADR-1", code=2).err
    assert repo.read("history/prompts/a/0001-x.spec.prompt.md") == text


def test_links_that_make_no_sense_are_refused(run):
    """A link to itself, and supersession between kinds, are refused."""
    run("adr", "new", "A")
    run("phr", "new", "P", "--stage", "misc", "--prompt", "p")
    assert "with itself" in run("link", "ADR-1", "amends", "ADR-1", code=2).err
    assert "different kinds" in run("link", "general/1", "supersedes", "ADR-1", code=2).err
    assert "no record matches" in run("link", "ADR-1", "amends", "ADR-77", code=2).err
    assert "needs a relation" in run("link", "ADR-1", " ", "general/1", code=2).err


def test_adr_link_option(run):
    """-l TARGET:LINK:REVERSE, adr-tools' form; the reverse need not be given."""
    run("adr", "new", "A")
    run("adr", "new", "-l", "1:Amends:Amended by", "B")
    assert row(run, "2")["links"] == [{"relation": "amends", "target": "adr/0001-a"}]
    assert "amended-by" in [link["relation"] for link in row(run, "1")["links"] + row(run, "1")["backlinks"]]
    assert "is not TARGET:LINK" in run("adr", "new", "-l", "1", "C", code=2).err


@pytest.mark.parametrize("title", ["", "  ", "{{TITLE}}"])
def test_a_title_is_needed(run, repo, title):
    """An empty title is refused before anything is created."""
    run("adr", "new", title, code=2)
    assert not (repo.path / "history/adr").exists()


@pytest.mark.parametrize(
    "title", ["a | b & c", "x" * 300, "یہ عنوان", "使用缓存", "🎉 party", "con", "new\nline", "`code` *b*"]
)
def test_any_title(run, title):
    """Any title is read back as it was given, and its file name stays short."""
    run("adr", "new", f"{title}")
    data = row(run, "1")
    assert data["title"] == " ".join(title.split())
    assert len(data["stem"]) < 80


def test_no_optional_edit_on_dry_run(run, repo):
    """`--dry-run` prints the text and creates nothing."""
    out = run("adr", "new", "--dry-run", "X").out
    assert out.startswith("# 1. X\n")
    assert not (repo.path / "history").exists()


def test_the_repository_does_not_choose_the_editor(run, repo, monkeypatch):
    """`core.editor` of its own configuration, included or of one work tree, counts for nothing."""
    repo.write("edit.sh", f"#!/bin/sh\ntouch {repo.path}/ran\n").chmod(0o755)
    repo.git("config", "core.editor", str(repo.path / "edit.sh"))
    repo.write(".git/more", f"[core]\n\teditor = {repo.path / 'edit.sh'}\n")
    repo.git("config", "include.path", "more")
    repo.git("config", "extensions.worktreeConfig", "true")
    repo.git("config", "--worktree", "core.editor", str(repo.path / "edit.sh"))
    monkeypatch.setenv("EDITOR", "true")
    run("adr", "new", "--edit", "New")
    run("phr", "new", "--title", "T", "--stage", "misc", "--prompt", "p", "--edit")
    assert not (repo.path / "ran").exists()


@pytest.mark.parametrize("script", [': > "$1"', 'printf " \\n\\n" > "$1"', 'rm "$1"'])
@pytest.mark.parametrize("command", ["adr new --edit -s 1 New", "phr new T --stage green --prompt p --edit"])
def test_a_record_that_is_left_empty_is_not_kept(run, repo, monkeypatch, command, script):
    """A person who empties or removes the file in the editor gives up, as with a message of git."""
    run("adr", "new", "Old")
    before = repo.read("history/adr/0001-old.md")
    monkeypatch.setenv("GIT_EDITOR", str(repo.write("edit.sh", f"#!/bin/sh\n{script}\n")))
    (repo.path / "edit.sh").chmod(0o755)
    assert "left empty: nothing was written" in run(*command.split(), code=2).err
    assert repo.read("history/adr/0001-old.md") == before
    assert [path.name for path in (repo.path / "history").rglob("*.md")] == ["0001-old.md"]


def test_an_editor_that_does_not_exist_is_named(run, repo, monkeypatch):
    """The message says which editor and why, without numbers of the system."""
    monkeypatch.setenv("GIT_EDITOR", "no-such-editor")
    error = run("adr", "new", "--edit", "New", code=2).err
    assert "cannot start the editor 'no-such-editor': No such file" in error
    assert "Errno" not in error


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("nygrad", "there is no template called 'nygrad'"),
        ("docs/none.md", "there is no template docs/none.md"),
        ("docs/none", "there is no template docs/none"),
        ("docs/folder", "docs/folder is a folder"),
        ("docs/empty.md", "docs/empty.md is empty"),
        ("docs/form.adoc", "docs/form.adoc is not Markdown"),
    ],
)
@pytest.mark.parametrize("command", ["adr new X", "phr new X --stage green --prompt p"])
def test_a_template_that_cannot_be_used_is_named(run, repo, command, template, message):
    """The refusal names the template as it was given, and nothing is written."""
    repo.write("docs/folder/x.md", "x")
    repo.write("docs/empty.md", "\n")
    repo.write("docs/form.adoc", "= TITLE\n")
    error = run(*command.split(), "--template", template, code=2).err
    assert message in error
    assert ".records/templates" not in error
    assert not (repo.path / "history").exists()


@pytest.mark.parametrize("how", ["GIT_EDITOR", "core.editor", "VISUAL", "EDITOR"])
def test_an_editor_that_fails_means_that_nothing_is_written(run, repo, monkeypatch, how):
    """The new record is removed and the superseded one is as it was; the editor is chosen as git chooses it."""
    run("adr", "new", "Old")
    before = repo.read("history/adr/0001-old.md")
    repo.write("edit.sh", '#!/bin/sh\necho half >> "$1"\nexit 1\n').chmod(0o755)
    for name in ("GIT_EDITOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    if how == "core.editor":
        own = repo.write("../own-settings", f"[core]\n\teditor = {repo.path / 'edit.sh'}\n")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
        monkeypatch.setenv("EDITOR", "true")
    else:
        monkeypatch.setenv(how, str(repo.path / "edit.sh"))
    assert (
        "ended with an error: nothing was written"
        in run("adr", "new", "--edit", "-s", "1", "New", code=2).err
    )
    assert repo.read("history/adr/0001-old.md") == before
    assert [path.name for path in (repo.path / "history/adr").iterdir()] == ["0001-old.md"]


@pytest.mark.parametrize("template", ["nygard", "madr", "native"])
def test_a_link_may_lead_to_an_address(repo, template):
    """Programs may give one; it is written as a link and read back, and no record is looked for."""
    draft = AdrDraft(
        title="Use zip",
        template=template,
        links=(LinkDraft(relation="relates-to", target="https://example.org/rfc/1"),),
    )
    made = create_adr(Project.open(str(repo.path)), draft)
    assert [(link.relation, link.target) for link in made.record.links] == [
        ("relates-to", "https://example.org/rfc/1")
    ]
    assert "https://example.org/rfc/1" in repo.read(made.record.path)


def test_a_name_without_a_number_that_is_taken_is_refused(repo, run):
    """A log whose names are words alone has one file for each title: nothing is written over."""
    for name in ("use-tar", "use-zip"):
        repo.write(
            f"history/adr/{name}.md",
            f"# {name}\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\ny\n",
        )
    before = repo.read("history/adr/use-tar.md")
    error = run("adr", "new", "Use tar", code=2).err
    assert "there is a file history/adr/use-tar.md already" in error
    assert "give the record another title" in error
    assert repo.read("history/adr/use-tar.md") == before


def test_a_log_that_names_records_by_the_minute_goes_on_so(repo, run):
    """With the day of the record and the time of the clock."""
    for stamp, name in (("20250101120000", "use-tar"), ("20250102130501", "use-zip")):
        repo.write(
            f"history/adr/{stamp}-{name}.md",
            f"# {name}\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\ny\n",
        )
    assert run("adr", "new", "Use rar").out == "history/adr/20260115000000-use-rar.md\n"


@pytest.mark.parametrize(
    ("first", "second", "new"),
    [
        ("20240105T101112Z-a", "20240106T101112Z-b", "20260115T090807Z-use-tar"),
        ("20240105-101112-a", "20240106-101112-b", "20260115-090807-use-tar"),
        ("20240105_101112_use_a", "20240106_101112_use_b", "20260115_090807_use_tar"),
        ("2024-01-05T10-11-12-a", "2024-01-06T10-11-12-b", "2026-01-15T09-08-07-use-tar"),
        ("2024-01-05-10-11-a", "2024-01-06-10-11-b", "2026-01-15-09-08-use-tar"),
        ("202401051011-a", "202401061011-b", "202601150908-use-tar"),
        # a number behind a day is none of these
        ("20240105-1011-a", "20240106-1012-b", "20260115-1013-use-tar"),
        ("2024-01-05-1-a", "2024-01-06-2-b", "2026-01-15-3-use-tar"),
    ],
)
def test_a_time_behind_the_day_is_no_number(repo, run, monkeypatch, first, second, new):
    """To the minute or second, in any form: it is no number, and the next name has it too."""
    monkeypatch.setenv("ADR_DATE", "2026-01-15")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768468087")
    form = "# {}\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"
    repo.write(f"docs/adr/{first}.md", form.format("Use a"))
    repo.write(f"docs/adr/{second}.md", form.format("Use b"))
    listed = json.loads(run("list", "--json").out)
    has_numbers = "-3-" in new or "1013" in new
    assert [item["date"] for item in listed] == ["2024-01-05", "2024-01-06"]
    assert has_numbers or [item["number"] for item in listed] == [None, None]
    assert run("adr", "new", "Use tar").out == f"docs/adr/{new}.md\n"
