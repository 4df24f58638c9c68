"""What a first-time user types is done, or answered with what to type instead."""

from __future__ import annotations

import json

import pytest

from repository import ANY_CODE
from why_help import put_adr, put_phr

ADR = "# {number}. {title}\n\nDate: {date}\n\n## Status\n\n{status}\n\n## Context\n\nWords.\n\n## Decision\n\nWords.\n\n## Consequences\n\nWords.\n"
PROMPT = ("phr", "new", "--title", "Ask", "--prompt", "the withdrawal of money")


def decide(repo, name: str, status: str = "Accepted", date: str = "2026-01-02") -> None:
    number, _, title = name.partition("-")
    text = ADR.format(number=int(number), title=title.capitalize(), status=status, date=date)
    repo.write(f"docs/adr/{name}.md", text)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("undo",), "not committed yet: rm PATH; one that is: git rm PATH"),
        (("rm",), "git rm PATH"),
        (("delete", "3"), "git rm PATH"),
        (("phr", "delete"), "free again once no branch and no work tree has it"),
        (("adr", "undo"), "git restore PATH"),
        (("adr", "propose"), "records adr new --status proposed"),
        (("accept", "3"), "records adr accept"),
        (("supersede", "3"), "records adr supersede"),
        (("adr", "check"), "records check"),
        (("chek",), "'records check'"),
        (("agents", "list"), "'records agents status'"),
        (("config", "get"), "'records config show'"),
        (("config", "adr.template"), "'records config show adr.template'"),
        (("adr", "ls"), "'records adr list'"),
        (("status",), "records list. For this clone: records doctor"),
        (("adr", "toc"), "'records adr generate toc'"),
        (("adr", "8"), "'records adr show 8'"),
        (("export", "csv"), "records export --to csv"),
        ((*PROMPT, "--stage", "red", "--link", "ADR-2"), "did you mean led-to=ADR-2?"),
        ((*PROMPT, "--stage", "red", "--link", "amends: ADR-2"), "did you mean amends=ADR-2?"),
        (
            (*PROMPT, "--stage", "red", "--link", "https://a.example/b/2"),
            "did you mean led-to=https://a.example/b/2?",
        ),
        (("suggestions",), "'records adr suggest'"),
        (("adr", "suggestion"), "'records adr suggest'"),
    ],
)
def test_a_command_that_does_not_exist(repo, run, words, answer) -> None:
    """A command that people look for is answered with the one that does it."""
    result = run(*words, code=2)
    assert any(
        problem in result.err for problem in ("No such command", "unexpected argument", "is not REL=REF")
    )
    assert answer in result.err


@pytest.mark.parametrize("words", [("edit", "5"), ("adr", "edit", "5")])
def test_edit_says_where_a_title_is_changed(run, words) -> None:
    """`edit` opens the file, and takes no new title."""
    assert "a title is changed in the file" in run(*words, "--title", "X", code=2).err


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("general/2", "ADR-2"), "missing: RELATION. Example: records link general/2 led-to ADR-2"),
        (("general/2", "led-to"), "missing: TARGET. Example"),
        (("general/2",), "missing: RELATION and TARGET. Example"),
    ],
)
def test_link_says_which_word_is_missing(repo, run, words, problem) -> None:
    """`link` names the missing word, an example and the relations."""
    err = run("link", *words, code=2).err
    assert problem in err
    assert "depends-on" in err


def test_supersede_takes_two_decisions(repo, run) -> None:
    """`supersede OLD NEW` does what `supersede OLD --by NEW` does, and repeating it names the successor."""
    decide(repo, "0001-use-redis")
    decide(repo, "0002-use-kafka")
    assert "missing: the decision that takes its place" in run("adr", "supersede", "1", code=2).err
    assert "not both" in run("adr", "supersede", "1", "2", "--by", "2", code=2).err
    assert "ADR-0001 is superseded by ADR-0002" in run("adr", "supersede", "1", "2").err
    assert "ADR-0001 was superseded by ADR-0002 already" in run("adr", "supersede", "1", "--by", "2").err


def test_adr_link_says_what_it_linked(repo, run) -> None:
    """`adr link` prints the link on standard error."""
    decide(repo, "0001-use-redis")
    decide(repo, "0002-use-kafka")
    result = run("adr", "link", "2", "Amends", "1")
    assert (result.out, result.err.strip()) == ("", "linked: 2 Amends 1")
    assert "linked already" in run("adr", "link", "2", "Amends", "1").err


def test_new_prompt_without_a_stage_lists_the_stages(repo, run) -> None:
    """The first error lists the stages."""
    assert "missing: --stage. Stages: constitution, spec, plan" in run(*PROMPT, code=2).err


def test_a_prompt_file_among_the_words_of_the_title(repo, run, monkeypatch) -> None:
    """A file among the title's words is asked about."""
    repo.write("prompt.txt", "words")
    monkeypatch.chdir(repo.path)
    err = run("phr", "new", "Todo CLI", "prompt.txt", "--stage", "red", code=2).err
    assert "did you mean --prompt-file prompt.txt?" in err


def test_a_file_that_is_nowhere_is_noted(repo, run) -> None:
    """A file that is not there and never was is noted; one that git knew is not."""
    decide(repo, "0001-use-redis")
    repo.write("old/gone.py", "x = 1\n")
    repo.commit()
    (repo.path / "old/gone.py").unlink()
    repo.commit()
    note = "note: there is no file nosuch.py, now or in git"
    assert note in run("adr", "for", "nosuch.py").err
    assert "there is no file" not in run("adr", "for", "old/gone.py", "old", "docs").err
    result = run(*PROMPT, "--stage", "red", "--file", "nosuch.py", "--file", "old/gone.py")
    assert result.err.count("there is no file") == 1
    assert note in result.err


def test_a_file_that_git_knew_is_not_called_missing_below_the_top(repo, run) -> None:
    """In a project in a subdirectory, git is asked for the file there."""
    repo.write("sub/.records/config.toml", "")
    repo.write("sub/gone.py", "one = 1\n")
    repo.commit("begin")
    (repo.path / "sub/gone.py").unlink()
    repo.commit("Remove it")
    assert "there is no file" not in run("-C", "sub", "adr", "for", "gone.py").err
    assert "there is no file other.py" in run("-C", "sub", "adr", "for", "other.py").err


def test_search_retries_the_words_as_prefixes(repo, run) -> None:
    """Where no record holds the words, records with words that begin so are listed, and said so."""
    run(*PROMPT, "--stage", "red")
    for _ in range(2):
        result = run("search", "withdraw")
        assert "general/0001" in result.out
        assert "no whole word; words that begin so:" in result.err
    assert "no record holds 'withdrawn'" in run("search", "withdrawn").err
    assert "whole word" not in run("search", "withdrawal").err
    assert run("search", '"withdraw"').out == ""


def test_check_does_not_renumber_what_upstream_has(repo, run) -> None:
    """Of two decisions with one number, the one that the upstream branch lacks is to be renumbered."""
    decide(repo, "0001-zebra")
    repo.commit()
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    decide(repo, "0001-apple")
    assert "records renumber docs/adr/0001-apple.md" in run("check", code=ANY_CODE).out
    repo.git("update-ref", "-d", "refs/remotes/origin/main")
    out = run("check", code=ANY_CODE).out
    assert (
        "one of the two: records renumber docs/adr/0001-zebra.md, or records renumber docs/adr/0001-apple.md"
        in out
    )
    decide(repo, "0001-apple", date="2026-02-02")
    out = run("check", code=ANY_CODE).out
    assert "records renumber docs/adr/0001-apple.md" in out
    assert "one of the two" not in out


def test_agents_go_by_their_products_names(repo, run) -> None:
    """`claude-code` is `claude`, for `agents` and for `capture`; removing the hooks is said in plain words."""
    run("agents", "install", "claude-code", "--yes")
    settings = repo.path / ".claude/settings.json"
    settings.unlink()
    err = run("agents", "status").err
    assert ".claude/settings.json is missing (records agents install claude)" in err
    run("capture", "install", "claude-code", "--yes")
    assert "capture's hook is removed from claude" in run("capture", "uninstall", "claude-code", "--yes").err
    run("capture", "install", "git", "--yes")
    assert "capture's git hooks are removed" in run("capture", "uninstall", "git", "--yes").err
    run("hooks", "install", "--yes")


@pytest.mark.parametrize("command", [("list",), ("search", "login"), ("export", "--to", "csv")])
def test_a_file_filter_takes_a_path_from_the_current_folder(repo, run, command):
    """As git does: `app.py` within `src` is `src/app.py`; a path from the root still works, at the root and below."""
    repo.write("src/app.py", "x = 1\n")
    put_phr(repo, 1, "add-login", files=("src/app.py",), prompt="login")
    put_phr(repo, 2, "add-cart", files=("src/cart.py",), prompt="login")
    for folder, name in (
        ("src", "app.py"),
        (".", "src/app.py"),
        ("src", "src/app.py"),
        ("src", "../src/app.py"),
    ):
        out = run("-C", str(repo.path / folder), *command, "--file", name).out
        assert "0001" in out
        assert "0002" not in out


def test_a_limited_list_says_how_many_there_are(repo, run):
    """On standard error, and only where some are left out."""
    for number in (1, 2, 3):
        put_phr(repo, number, f"step-{number}")
    assert "2 of 3 records: --limit N shows more" in run("list", "--limit", "2").err
    assert "of 3" not in run("list", "--limit", "3").err
    assert run("list", "--limit", "2", "--json").err == ""


def test_renumber_shows_the_move_and_leaves_a_built_site_alone(repo, run):
    """Pages that name the record are made again by the next build, wherever the site was built."""
    put_adr(repo, 1, "use-tokens")
    repo.write("notes.md", "See ADR-0001.\n")
    repo.commit("Begin")
    run("site", "build")
    run("site", "build", "-o", "public/pages")
    before = {
        path: path.read_bytes()
        for folder in ("site", "public")
        for path in (repo.path / folder).rglob("*.html")
    }
    arrow = "history/adr/0001-use-tokens.md → history/adr/0006-use-tokens.md"
    assert (
        f"would move: {arrow}\nwould follow in notes.md\n"
        == run("renumber", "ADR-1", "--to", "6", "--dry-run").err
    )
    assert f"moved: {arrow}\nfollowed in notes.md\n" == run("renumber", "ADR-1", "--to", "6").err
    assert {path: path.read_bytes() for path in before} == before


def test_accepting_a_decision_names_what_its_author_left_unwritten(repo, run):
    """The sections of the template that are empty, each with its line; a written decision gets no note."""
    repo.write(
        "history/adr/0001-use-x.md",
        "# 1. Use X\n\n## Status\n\nProposed\n\n## Context\n\n## Decision\n\nUse X.\n",
    )
    done = run("adr", "accept", "1")
    assert done.err.count("note: ") == 1
    assert "note: history/adr/0001-use-x.md:7: the section 'Context' is empty" in done.err
    text = repo.read("history/adr/0001-use-x.md").replace("Accepted", "Proposed")
    repo.write("history/adr/0002-use-y.md", text.replace("## Context\n", "## Context\n\nWhy.\n"))
    assert "note: history" not in run("adr", "accept", "2").err


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("list", "adr"), "records list --kind adr"),
        (("list", "Prompts"), "records list --kind phr"),
        (("phr", "list", "green"), "records list --stage green"),
        (("list", "superseded"), "records list --status superseded"),
        (("list", "app.py"), "records list --file app.py"),
        (("list", "signed", "cookies"), "records search signed cookies"),
        (("why", "app.py", "3"), "records why app.py:3"),
        (("why", "app.py", "3", "5"), "records why app.py:3-5"),
        (("why", "app.py", "3-5"), "records why app.py:3-5"),
    ],
)
def test_a_word_too_many_is_answered_with_the_command_line(repo, run, monkeypatch, words, meant):
    """A kind, status, stage, path or line without its option or colon is refused with the command line that is meant."""
    repo.write("app.py", "x = 1\n")
    monkeypatch.chdir(repo.path)
    assert f"did you mean {meant}?" in run(*words, code=2).err


def test_a_word_too_many_without_a_meaning_is_named(repo, run):
    """Where no command line is near, the refusal names the word alone."""
    for words, extra in ((("app.py", "other.py"), "other.py"), (("app.py:3", "4"), "4")):
        err = run("why", *words, code=2).err
        assert f"unexpected argument {extra!r}\n" in err
        assert "did you mean" not in err


def test_an_empty_list_of_one_kind_names_the_command_that_begins_it(repo, run):
    """`phr list` without prompts and `list --kind adr` without decisions; with some, other conditions are explained."""
    assert "no prompts are recorded yet (records phr new --help)" in run("phr", "list").err
    assert "no decisions are recorded yet (records adr new TITLE)" in run("list", "--kind", "adr").err
    run(*PROMPT, "--stage", "red")
    assert "there are: red" in run("phr", "list", "--stage", "spec").err


def test_rules_explains_one_rule(run):
    """By id or name, in any case; one that does not exist is refused with the nearest."""
    assert run("rules", "rec001").out == run("check", "--explain", "REC001").out
    assert [rule["id"] for rule in json.loads(run("rules", "link-to-no-record", "--json").out)] == ["REC001"]
    assert "did you mean ADR012?" in run("rules", "ADR0012", code=2).err


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("history/adr", "records adr new TITLE adds one"),
        ("backend/decisions", "records init reads them where they are"),
    ],
)
def test_a_second_log_is_not_begun_by_accident(repo, run, path, hint):
    """`adr init` without a directory refuses where another folder has decisions, read or not; a named one is begun."""
    text = ADR.format(number=1, title="Use Redis", date="2026-01-02", status="Accepted")
    repo.write(f"{path}/0001-use-redis.md", text)
    err = run("adr", "init", code=2).err
    assert f"there are decisions in {path}" in err
    assert hint in err
    assert not (repo.path / "doc").exists()
    assert run("adr", "init", "doc/other").out == "doc/other/0001-record-architecture-decisions.md\n"


def test_a_skipped_number_is_explained(repo, run):
    """A number that another branch has is named with its file; a number that follows is not mentioned."""
    decide(repo, "0001-use-redis")
    repo.commit()
    repo.git("switch", "-qc", "kafka")
    decide(repo, "0002-use-kafka")
    put_phr(repo, 1, "add-kafka")
    repo.commit()
    repo.git("switch", "-q", "-")
    note = "the number is {}, not {}: {} is on another branch or in another work tree"
    assert note.format(3, 2, "docs/adr/0002-use-kafka.md") in run("adr", "new", "Use files").err
    assert "the number is" not in run("adr", "new", "Use tables").err
    prompt = "history/prompts/general/0001-add-kafka.green.prompt.md"
    assert note.format(2, 1, prompt) in run(*PROMPT, "--stage", "red").err
    assert "the number is" not in run(*PROMPT, "--stage", "red").err


def test_a_gap_in_a_log_is_not_explained_by_branches(repo, run):
    """Where the highest record is here, the number that follows needs no explanation."""
    decide(repo, "0007-use-redis")
    repo.commit()
    assert "the number is" not in run("adr", "new", "Use files").err


def test_finish_says_what_it_filled_and_what_is_open(repo, run):
    """Each call names the parts that it filled, then those that are still open with their options."""
    run(*PROMPT, "--stage", "red")
    assert run("phr", "finish", "general/1").err == (
        "general/0001: nothing was changed\n"
        "still open: response (--response), impact (--outcome), tests (--test), files (--file)\n"
    )
    err = run("phr", "finish", "general/1", "--outcome", "o", "--response", "r", "--file", "a.py").err
    assert "general/0001: filled response, impact, files\nstill open: tests (--test)\n" in err
    assert (
        run("phr", "finish", "general/1", "--test", "pytest: 1 passed").err == "general/0001: filled tests\n"
    )
    assert (
        run("phr", "finish", "general/1", "--test", "pytest: 1 passed").err
        == "general/0001: nothing was changed\n"
    )


def test_a_site_that_would_be_committed_is_noted(repo, run):
    """A build within the work tree names the line of .gitignore; ignored or tracked pages, or others outside, need none."""
    put_adr(repo, 1, "use-tokens")
    repo.commit()
    assert "add the line /site/ to .gitignore" in run("site", "build").err
    repo.write(".gitignore", "/site/\n")
    assert ".gitignore" not in run("site", "build").err
    assert ".gitignore" not in run("site", "build", "-o", str(repo.path.parent / "pages")).err
    run("site", "build", "-o", "public")
    repo.commit()
    put_adr(repo, 2, "use-keys")
    assert ".gitignore" not in run("site", "build", "-o", "public").err


def test_a_site_is_built_beside_a_damaged_index_of_git(repo, run):
    """What git cannot say is no reason to fail when the pages are there."""
    put_adr(repo, 1, "use-tokens")
    repo.commit()
    (repo.path / ".git/index").write_bytes(b"damaged")
    assert run("site", "build").out == "site/index.html\n"


def test_a_site_of_a_project_in_a_subfolder_is_noted_as_well(repo, run):
    """The line is one for the .gitignore of the project's folder."""
    repo.write("sub/.records/config.toml", "")
    repo.write(
        "sub/history/adr/0001-a.md", ADR.format(number=1, title="A", date="2026-01-02", status="Accepted")
    )
    assert "add the line /site/ to .gitignore" in run("-C", "sub", "site", "build").err


def test_init_outside_a_repository_says_what_is_missing(run, tmp_path, repo):
    """A note says what is not recorded there; in a repository there is none."""
    folder = tmp_path / "plain"
    folder.mkdir()
    assert "this folder is in no git repository" in run("-C", str(folder), "init").err
    assert "no git repository" not in run("init").err


def test_paths_are_printed_as_the_shell_in_a_subfolder_names_them(repo, run, monkeypatch):
    """Result lines of text are relative to the current folder, and JSON is relative to the root."""
    repo.write("pkg/m.py", "one = 1\n")
    repo.commit()
    run("init")
    monkeypatch.chdir(repo.path / "pkg")
    first = "../history/adr/0001-record-prompts-and-decisions.md"
    created = run("adr", "new", "--affects", "pkg/**", "Use m").out.strip()
    assert created == "../history/adr/0002-use-m.md"
    prompt = run(*PROMPT, "--stage", "spec").out.strip()
    assert prompt == "../history/prompts/general/0001-ask.spec.prompt.md"
    for words in (
        ("phr", "finish", "general/1", "--outcome", "x"), ("link", "general/1", "led-to", "ADR-2"), ("adr", "deprecate", "1"),
        ("index",), ("list", "--format", "paths"), ("show", "ADR-2"), ("adr", "for", "m.py"), ("why", "m.py:1"),
    ):  # fmt: skip
        lines = [line.strip() for line in run(*words).out.splitlines() if "history/" in line]
        assert lines
        assert all(" ../history/" in f" {line}" for line in lines), words
    assert run("why", "m.py:1").out.startswith("m.py:1\n")
    assert first in run("list", "--format", "paths").out
    assert json.loads(run("show", "ADR-2", "--json").out)["path"] == "history/adr/0002-use-m.md"
    assert json.loads(run("why", "m.py:1", "--json").out)["path"] == "pkg/m.py"


def test_a_criterion_without_validation_is_noted(run):
    """A criterion that nothing validates is recorded and noted."""
    assert "'works' is not validated" in run(*PROMPT, "--stage", "red", "--accept", "works").err
    assert "not validated" not in run(*PROMPT, "--stage", "red", "--accept", "works: by hand").err


def test_code_is_not_the_end_of_a_link(repo, run):
    """A file as a target is answered with the ways to tie code to a decision; a relation of one's own is noted once."""
    repo.write("wc.py", "one = 1\n")
    decide(repo, "0001-use-redis")
    decide(repo, "0002-use-kafka")
    for words in (("ADR-2", "wc.py"), ("ADR-2", "explains", "wc.py")):
        err = run("link", *words, code=2).err
        assert "a link joins two records" in err
        assert "affects: [wc.py]" in err
    assert "'suports' is not a standard relation" in run("link", "ADR-2", "suports", "ADR-1").err
    assert "standard relation" not in run("link", "ADR-1", "suports", "ADR-2").err
    assert "standard relation" not in run("link", "ADR-1", "amends", "ADR-2").err


def test_unlink_names_the_relation_as_typed(repo, run):
    """The error has the word that was typed, also where it is another spelling of a standard relation."""
    decide(repo, "0001-use-redis")
    decide(repo, "0002-use-kafka")
    assert "there is no Replaces link" in run("unlink", "ADR-2", "Replaces", "ADR-1", code=2).err


def test_adr_for_takes_a_line_number(repo, run):
    """`FILE:LINE` is FILE, unless a file has that name."""
    decide(repo, "0001-use-redis")
    repo.write("src/a.py", "# @adr 1\none = 1\n")
    repo.commit()
    for place in ("src/a.py:2", "src/a.py:1-2", "src/a.py:2:7"):
        result = run("adr", "for", place)
        assert "ADR-0001" in result.out
        assert "there is no file" not in result.err
    assert "there is no file src/b.py, now or in git" in run("adr", "for", "src/b.py:2").err


def test_supersede_with_a_title_names_the_command_for_it(repo, run):
    """A title in the place of the new decision is answered with the command that records it."""
    decide(repo, "0002-use-kafka")
    assert "records adr new -s 2 Use JWT" in run("adr", "supersede", "2", "Use JWT", code=2).err


def test_a_prompt_on_code_without_a_file_is_noted(repo, run) -> None:
    """Where a change is meant and git shows none, the note names the options; other stages need none."""
    note = "no changed file is listed: is the change committed already? pass --since HEAD~1"
    repo.write("a.py", "one = 1\n")
    repo.commit()
    assert note in run(*PROMPT, "--stage", "green").err
    assert note not in run(*PROMPT, "--stage", "plan").err
    repo.commit()
    repo.write("a.py", "one = 2\n")
    assert note not in run(*PROMPT, "--stage", "green").err


def test_a_new_decision_with_the_templates_text_is_noted(repo, run) -> None:
    """An accepted record without a text of its own, and a title that another one has, are noted."""
    first = run("adr", "new", "Use Redis").err
    assert "note: it has the template's text only: records edit ADR-0001" in first
    assert "same title" not in first
    second = run("adr", "new", "--body-file", "-", "use redis", stdin="## Context\n\nSpeed.\n").err
    assert "note: ADR-0001 has the same title" in second
    assert "template's text" not in second
    assert "template's text" not in run("adr", "new", "--status", "proposed", "Use Kafka").err


def test_the_form_of_a_log_is_said_where_it_is_not_our_own(repo, run) -> None:
    """A log as `init` makes it needs no line about its form; another one does."""
    run("init")
    assert "following" not in run("adr", "new", "Use Redis").err
    for number, title in ((3, "Use x"), (4, "Use y"), (5, "Use z")):
        text = f"# ADR {number}: {title}\n\nStatus: Accepted\n\n## Why\n\nWords.\n"
        repo.write(f"history/adr/000{number}-{title.lower().replace(' ', '-')}.md", text)
    assert "following the newest" in run("adr", "new", "Use q").err


def test_code_without_a_decision_says_how_to_tie_or_record_one(repo, run) -> None:
    """`why` and `adr for` name the file in the commands; where there is no decision yet, a new one is enough."""
    repo.write("a.py", "one = 1\n")
    repo.commit()
    for words in (("why", "a.py:1"), ("adr", "for", "a.py")):
        err = run(*words).err
        assert "note: to record one: records adr new --affects a.py TITLE" in err
        assert "to tie a decision" not in err
    decide(repo, "0001-use-redis")
    assert "note: to tie a decision to it: affects: [a.py] in the record" in run("why", "a.py:1").err


def test_ci_says_what_it_compares_with(repo, run) -> None:
    """The revision is named, and where it was chosen, the option that chooses another."""
    repo.write("a.py", "one = 1\n")
    repo.commit()
    assert "compared with main (--against REV compares with another)\n" in run("ci").err
    assert "compared with HEAD\n" in run("ci", "--against", "HEAD").err


def test_check_counts_findings_and_their_causes(repo, run) -> None:
    """A finding that stands for several counts as many; an old log is told how to judge changes only."""
    for number in range(1, 13):
        text = ADR.format(number=number, title=f"Use {number}", status="Accepted", date="2026-01-01")
        text = text.replace("Date: 2026-01-01\n\n", "") if number > 7 else text
        repo.write(f"docs/adr/{number:04d}-use-{number}.md", text)
    repo.commit()
    every = run("check", "--all", code=ANY_CODE).err
    grouped = run("check", code=ANY_CODE).err
    assert (" errors, " in every, " causes)" in every) == (True, False)
    total = every.partition(" checked: ")[2].partition(" error")[0]
    assert f" checked: {total} errors (" in grouped
    assert "an existing log? --against REV judges what changed since REV" in grouped
    assert "an existing log?" not in run("check", "--against", "HEAD", code=ANY_CODE).err


def test_a_file_of_a_repository_below_names_the_command(repo, run, tmp_path, monkeypatch) -> None:
    """Outside of any repository, `why` of a file in one says where to ask; a file in none is answered."""
    repo.write("src/a.py", "one = 1\n")
    repo.commit()
    monkeypatch.chdir(repo.path.parent)
    name = repo.path.name
    err = run("why", f"{name}/src/a.py:1", code=2).err
    assert f"{name}/src/a.py lies in the repository {name}\nhint: records -C {name} why src/a.py:1" in err
    assert run("-C", name, "why", "src/a.py:1").out.startswith("src/a.py:1\n")
    (repo.path.parent / "alone.py").write_text("one = 1\n")
    assert "not committed yet" in run("why", "alone.py:1").out


def test_a_new_decision_says_which_records_it_updated(repo, run) -> None:
    """The decision that is superseded is named by its path; without one nothing is."""
    run("init")
    assert "updated" not in run("adr", "new", "Use SQLite").err
    assert "updated history/adr/0002-use-sqlite.md" in run("adr", "new", "-s", "2", "Use files").err


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        (("--status", "accepted", "--status", "proposed"), {"ADR-0001", "ADR-0002"}),
        (("-k", "phr", "-k", "adr"), {"ADR-0001", "ADR-0002", "ADR-0003", "general/0001"}),
        (("--label", "x", "--label", "y,z"), set()),
        (("--stage", "misc", "--stage", "green"), {"general/0001"}),
    ],
)
def test_a_condition_that_is_repeated_accepts_either(repo, run, words, refs) -> None:
    """As with commas."""
    for number, status in enumerate(("accepted", "proposed", "rejected"), start=1):
        run("adr", "new", f"Decision {number}", "--status", status)
    run("phr", "new", "Prompt", "--stage", "misc", "--prompt", "p")
    assert {record["ref"] for record in json.loads(run("list", *words, "--json").out)} == refs


def test_why_takes_a_path_from_the_root_in_a_folder_below(repo, run, monkeypatch) -> None:
    """As git's messages and the JSON of `why` print it; a path from the current folder counts first."""
    repo.write("app/a.py", "x = 1\n")
    repo.write("app/app/b.py", "y = 1\n")
    repo.commit()
    monkeypatch.chdir(repo.path / "app")
    for place, found in (("app/a.py:1", "app/a.py"), ("a.py:1", "app/a.py"), ("app/b.py:1", "app/app/b.py")):
        assert json.loads(run("why", place, "--json").out)["path"] == found
    assert "no file app/app/c.py" in run("why", "app/c.py", code=2).err


def test_stats_before_the_first_commit(repo, run) -> None:
    """A repository without commits has no commit without a record."""
    repo.git("update-ref", "-d", "HEAD")
    run("adr", "new", "First")
    assert json.loads(run("stats", "--json").out)["commits"] == {"all": 0, "recorded": 0}
