"""Names of other tools and slips of the hand are answered with the command line that is meant."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import records
from records.cli.command_table import TABLE
from records.cli.other_names import _ADVICE, _SYNONYMS, explain_unknown
from records.cli.root import cli


def lines_of(answer: str) -> list[str]:
    """Return the command lines that an answer quotes."""
    return [line.strip("'`") for line in answer.removeprefix("Did you mean ").removesuffix("?").split(" or ")]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("blame a.py:6", "records why a.py:6"),
        ("whois a.py", "records why a.py"),
        ("log", "records list"),
        ("ls -l", "records list"),
        ("adr log", "records adr list"),
        ("config list", "records config show"),
        ("agents list", "records agents status"),
        ("adr approve 2", "records adr accept 2"),
        ("adr replace 1 2", "records adr supersede 1 2"),
        ("adr update 2", "records adr edit 2"),
        ("phr open 1", "records phr edit 1"),
        ("phr graph 1", "records graph PHR-1"),
        ("adr graph 2", "records graph ADR-2"),
        ("phr help", "records help phr"),
        ("capture help install", "records help capture install"),
        ("stats 1 2", "records stats"),
        ("config get adr.template", "records config show adr.template"),
        ("adr update 1 2", "records adr edit"),
        ("decisions", "records adr list"),
        ("prompts", "records phr list"),
        ("for src/a.py", "records adr for src/a.py"),
        ("governs src/a.py", "records adr for src/a.py"),
        ("toc", "records adr generate toc"),
        ("version", "records --version"),
        ("plan", "records phr new --stage plan"),
        ("specify", "records phr new --stage spec"),
        ("capture claude", "records capture install claude"),
        ("agents codex", "records agents install codex"),
        ("sync", "records capture sync"),
        ("ADR-2", "records show ADR-2"),
        ("general/0003", "records show general/0003"),
        ("adr 8", "records adr show 8"),
        ("config adr.template", "records config show adr.template"),
        ("hook", "records hooks"),
        ("agent", "records agents"),
        ("wyh a.py", "records why a.py"),
        ("lsit", "records list"),
        ("adr nwe X", "records adr new X"),
        ("sugest", "records adr suggest"),
        ("vaildate", "records check"),
        ("web", "records site serve"),
    ],
)
def test_the_whole_command_line_is_given(words: str, line: str) -> None:
    """What follows the name is repeated, unless options are among it."""
    group, *rest = words.split()
    path, rest = (group, rest) if group in TABLE and rest and group != "for" else ("", words.split())
    assert explain_unknown(path, rest) == f"Did you mean '{line}'?"


@pytest.mark.parametrize("name", ["xyzzy", "run", "frobnicate", "login2x", "clones"])
def test_what_is_not_near_is_not_guessed(name: str) -> None:
    """A name that resembles no command, or one that is not for people, leads to no guess that is wrong."""
    answer = explain_unknown("", [name])
    assert not answer or "git push" in answer


@pytest.mark.parametrize("name", sorted(_SYNONYMS))
def test_every_other_name_leads_to_commands_that_exist(name: str) -> None:
    """Each line that is offered begins with words of the table of commands."""
    for line in lines_of(explain_unknown("", [name])):
        words = line.split()[1:]
        if words[0].startswith("-"):
            continue
        assert words[0] in TABLE[""], line
        assert len(words) == 1 or words[0] not in TABLE or words[1] in TABLE[words[0]], line


def context_of(words: list[str]) -> tuple[click.Context, list[str]]:
    """The command that words name, as far as they do, and what is left of them."""
    context, rest = click.Context(cli, info_name="records", **cli.context_settings), list(words)
    while isinstance(context.command, click.Group) and rest:
        command = context.command.get_command(context, rest[0])
        if command is None:
            break
        context = click.Context(command, parent=context, info_name=rest.pop(0), **command.context_settings)
    return context, rest


NAMES = sorted(
    {name.rpartition(" ")[2] for name in (*_SYNONYMS, *_ADVICE)}
    | {name for rows in TABLE.values() for name in rows}
)


@pytest.mark.parametrize("group", TABLE)
def test_what_is_offered_works_when_it_is_typed(group: str) -> None:
    """For every name in every group: a line with arguments is one that the command accepts as it stands."""
    for name in (*NAMES, "help", "hlep", "shwo"):
        for rest in ([], ["1"], ["adr.template"], ["a", "b", "c"]) if name not in TABLE[group] else ():
            for line in re.findall(r"[`'](records [^'`]*)[`']", explain_unknown(group, [name, *rest])):
                context, arguments = context_of(shlex.split(line)[1:])
                assert not isinstance(context.command, click.Group) or arguments in ([], ["--version"]), line
                if arguments and context.command is not cli:
                    context.command.parse_args(context, arguments)
                    assert not context.args, line


_SUGGESTION = re.compile(
    r"(?:^|[`'(:;]\s*|\b(?:run|or|then|and|see|try) )records ([a-z][\w-]*(?: [^\s`'();,]+)*)"
)
_PROSE = frozenset(("have", "cannot", "are", "reads", "only", "in", "briefing"))


def suggestions() -> Iterator[tuple[str, list[str]]]:
    """The words of each command line in the messages of the source, and where it stands."""
    for path in sorted(Path(records.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if node in docs:
                continue
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            words = [part.value if isinstance(part, ast.Constant) else "{}" for part in parts]
            is_text = isinstance(node, (ast.JoinedStr, ast.Constant)) and all(
                isinstance(w, str) for w in words
            )
            if is_text:
                text = "".join(words)
                for match in _SUGGESTION.finditer(text):
                    yield (
                        f"{path.name}:{getattr(node, 'lineno', 0)}",
                        re.split(r":? or |: ", match[1])[0].rstrip(".:").split(),
                    )


def test_every_command_line_in_a_message_exists() -> None:
    """The command of each, and its options; words of prose are told apart by what follows them."""
    wrong, count = [], 0
    for place, words in suggestions():
        if words[0] in _PROSE or any("{" in word for word in words[:2]):
            continue
        count += 1
        context, rest = context_of(words)
        command = context.command
        if isinstance(command, click.Group):
            if command is cli or (rest and rest[0].islower() and not rest[0].startswith("-")):
                wrong.append(f"{place}: records {' '.join(words)}")
            continue
        options = {flag for param in command.params for flag in (*param.opts, *param.secondary_opts)}
        named = {word.partition("=")[0] for word in rest if re.match(r"--[a-z]", word)} - {"--help"}
        wrong += [f"{place}: records {' '.join(words)}: {name}" for name in named - options]
    assert wrong == []
    assert count > 150


@pytest.mark.parametrize("name", sorted(_ADVICE))
def test_advice_is_given_as_it_is(name: str) -> None:
    """A word that no one command stands for is answered with advice, in its group and after a slip."""
    group, _, word = name.rpartition(" ")
    assert explain_unknown(group, [word]) == _ADVICE[name]


def test_a_quote_in_a_word_is_kept_for_the_shell() -> None:
    """A title of two words is quoted for the shell, and the line is set in other quotes."""
    assert explain_unknown("", ["decide", "Use X"]) == "Did you mean `records adr new 'Use X'`?"


def test_a_file_in_the_place_of_a_command(repo, run, monkeypatch) -> None:
    """A file, with or without a line, is asked about with `why`."""
    repo.write("a.py", "one = 1\n")
    monkeypatch.chdir(repo.path)
    assert "'records why a.py:1'" in run("a.py:1", code=2).err
    assert "'records why a.py'" in run("a.py", code=2).err


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("list", "--type", "adr"), "--kind"),
        (("list", "--max-count", "3"), "--limit"),
        (("phr", "new", "-m", "words"), "--prompt"),
        (("adr", "new", "--body", "words"), "--body-file"),
        (("check", "--base", "main"), "--against"),
        (("-v",), "--version"),
    ],
)
def test_an_option_of_another_tool(run, words, option) -> None:
    """An option that a command has under another name is named."""
    assert f"Did you mean '{option}'?" in run(*words, code=2).err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("create", "adr", "Cache"), "adr new Cache"),
        (("new", "phr", "Cache"), "phr new Cache"),
        (("adr-new", "Cache"), "adr new Cache"),
        (("capture_install", "claude"), "capture install claude"),
        (("agent", "install", "claude"), "agents install claude"),
        (("prompt", "new"), "phr new"),
        (("decisions", "list"), "adr list"),
        (("adr-list", "--json"), "adr list"),
    ],
)
def test_a_group_and_its_command_in_other_words(words, line) -> None:
    """A group that is misspelt, joined to its command, or behind it, is found; what follows stays."""
    assert lines_of(explain_unknown("", words)) == [f"records {line}"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("adr", "new", "--title", "X"), "Type it without an option: records adr new TITLE\n"),
        (("why", "--line", "2", "a"), "Type it without an option: records why PATH[:LINE[-LINE]]\n"),
        (("why", "-L", "2", "a"), "Type it without an option: records why PATH[:LINE[-LINE]]\n"),
        (("show", "--ref", "ADR-1"), "Type it without an option: records show REF\n"),
        (("--list",), "Did you mean 'records list'?\n"),
        (("adr", "--list"), "Did you mean 'records adr list'?\n"),
        (("--json", "list"), "Options stand behind the command: records COMMAND --json\n"),
        (
            ("capture", "--yes", "install"),
            "Options stand behind the command: records capture COMMAND --yes\n",
        ),
        (("--verison",), "Did you mean '--version'?\n"),
        (("export", "--format", "json"), "Did you mean '--to'?\n"),
    ],
)
def test_an_option_in_the_wrong_place(run, words, answer) -> None:
    """An argument or a command that is typed as an option, and an option before its command, are told apart."""
    assert run(*words, code=2).err.endswith(answer)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("show", "adr", "1"), "records adr show 1"),
        (("show", "PHR", "2"), "records phr show 2"),
        (("link", "ADR-2", "relates", "to", "ADR-1"), "records link ADR-2 relates-to ADR-1"),
        (("link", "ADR-2", "depends", "on", "ADR-1"), "records link ADR-2 depends-on ADR-1"),
    ],
)
def test_words_that_belong_together(run, words, line) -> None:
    """A kind and its number, and a relation of two words, are joined in the line that is offered."""
    assert f"did you mean {line}?" in run(*words, code=2).err


def test_choices_that_are_missing_stand_on_one_line(run) -> None:
    """The values and the example follow the name of the argument."""
    assert "Choose from: claude, codex, " in run("capture", "install", code=2).err
    assert "powershell. Example: records completion bash" in run("completion", code=2).err


def test_man_takes_a_command_as_help_does(run) -> None:
    """`man why` and `man adr new` show the help of these commands."""
    for words in (("why",), ("adr", "new")):
        assert run("man", *words).out == run("help", *words).out


def test_what_is_disabled_is_uninstalled(run) -> None:
    """The advice for `uninstall` names commands that uninstall."""
    error = run("uninstall", code=2).err
    assert "records capture uninstall AGENT" in error
    assert "records hooks uninstall" in error


def test_help_takes_the_command_behind_it(run) -> None:
    """`records --help why` is `records help why`; options behind it are left to click."""
    assert run("--help", "why").out == run("why", "--help").out
    assert run("-h", "adr", "new").out == run("adr", "new", "--help").out
    assert "Commands:" in run("--help", "--no-cache").out


def test_a_missing_word_is_named_with_an_example(run) -> None:
    """The first example of the help stands behind the error."""
    assert "Missing argument 'REF'. Example: records show ADR-12" in run("show", code=2).err
    assert "Example: records edit" in run("edit", code=2).err


def test_records_and_files_are_told_apart(repo, run, monkeypatch) -> None:
    """`why` of a record and `show` of a file name the other command; a record among files is none."""
    repo.write("a.py", "one = 1\n")
    run("adr", "new", "Use X")
    repo.commit()
    monkeypatch.chdir(repo.path)
    assert "ADR-1 is a record, not a file\nhint: records show ADR-1" in run("why", "ADR-1", code=2).err
    assert "it is a file: records why a.py:1" in run("show", "a.py:1", code=2).err
    assert "records why --at REV" in run("why", "b.py", code=2).err
    assert run("why", "a.py#1").out.startswith("a.py:1\n")


def test_check_says_what_a_word_that_is_no_path_is(repo, run) -> None:
    """A rule, a record and a revision are each answered with the command for them."""
    run("adr", "new", "Use X")
    repo.commit()
    assert "records rules ADR014" in run("check", "ADR014", code=2).err
    assert "records check history/adr/0001-use-x.md" in run("check", "ADR-1", code=2).err
    assert "records check --against main" in run("check", "main..HEAD", code=2).err
    assert "records check --against HEAD" in run("check", "HEAD", code=2).err
    assert "name what is there" in run("check", "nothing", code=2).err


def test_adr_list_takes_the_filters_of_list(repo, run) -> None:
    """Statuses choose among the files; JSON is chosen alike; nothing that matches is explained."""
    run("adr", "new", "Use X")
    run("adr", "new", "--status", "proposed", "Use Y")
    assert run("adr", "list", "--status=proposed,rejected").out == "history/adr/0002-use-y.md\n"
    assert run("adr", "list", "--status", "accepted", "--json").out == '["history/adr/0001-use-x.md"]\n'
    nothing = run("adr", "list", "--status", "rejected")
    assert (nothing.out, "no record has the status 'rejected'" in nothing.err) == ("", True)
    assert run("adr", "list").out.count("\n") == 2
    assert "records list --status accepted" in run("adr", "list", "accepted", code=2).err
