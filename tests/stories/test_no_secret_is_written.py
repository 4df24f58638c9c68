"""No way of writing passes the redactor by: a token in every text that a command or tool accepts is in no file afterwards.

The commands and their options come from the command table, the tools and their arguments from the server's own list,
so a new one is tried as soon as it exists.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from mcp import Client

from command_lines import command_lines, example_repository, prepare
from mcp_story import in_a_loop
from records.cli.main import main as run_records
from records.cli.root import cli
from records.mcp.arguments import example_of
from records.mcp.server import build
from records.site.server import Preview
from repository import Repo

TOKEN = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
INPUTS = "given"
"""The folder of the files that are handed to commands: what stands in them was there before."""
WAYS = (f"Use {TOKEN} now", TOKEN)
IGNORED = re.compile(r"/\.git/(?:objects/|records/(?:spool/|index-[^/]+$))")
UNTRIED = frozenset(
    ("demo", "org demo", "mcp", "site serve", "org serve", "completion", "man", "help", "adr help", "open")
)
"""Commands that write nothing that they are given, or serve until they are stopped."""


def command_of(words: list[str]) -> tuple[click.Command, int]:
    """Return the command of a command line, and how many of its words name it."""
    command: click.Command = cli
    for count, word in enumerate(words):
        inner = (
            command.get_command(click.Context(command), word) if isinstance(command, click.Group) else None
        )
        if inner is None:
            return command, count
        command = inner
    return command, len(words)


def takes_text(parameter: click.Parameter) -> bool:
    """Return whether a parameter takes words that a person may choose, a file's name included."""
    is_value = isinstance(parameter, click.Argument) or (
        isinstance(parameter, click.Option) and not (parameter.is_flag or parameter.count or parameter.hidden)
    )
    return is_value and not isinstance(parameter.type, (click.Choice, click.types.IntParamType))


def with_tokens(words: list[str]) -> list[list[str]]:
    """Return a command line with the token as the value of each option that takes text, and in place of each argument."""
    command, count = command_of(words)
    lines = []
    for option in (p for p in command.params if isinstance(p, click.Option) and takes_text(p)):
        for value in (*WAYS, f"{INPUTS}/{TOKEN}.txt"):
            lines.append([*words, max(option.opts, key=len), value])
    for position in range(count, len(words)):
        if not words[position].startswith("-"):
            lines += [[*words[:position], value, *words[position + 1 :]] for value in WAYS]
    return lines


def every_line() -> dict[str, list[list[str]]]:
    """Return the lines to try, by the command that they are of."""
    lines: dict[str, list[list[str]]] = {}
    for words in command_lines():
        name = shlex.join(words[: command_of(words)[1]])
        if name not in UNTRIED:
            lines.setdefault(name, []).extend(with_tokens(words))
    return {
        name: [shlex.split(line) for line in dict.fromkeys(map(shlex.join, own))]
        for name, own in lines.items()
    }


def files_with_the_token(top: Path) -> list[str]:
    """Return the files below a folder that hold the token, by name or content.

    Left out are the given files, git's own files with their names, and the spool: what hooks wrote waits there, as it
    came, for the next sync.
    """
    names = []
    for path in sorted(top.rglob("*")):
        name = path.relative_to(top).as_posix()
        if f"/{INPUTS}/" in name or IGNORED.search(name) or not path.is_file():
            continue
        if TOKEN in name or TOKEN.encode() in path.read_bytes():
            names.append(name)
    return names


def is_destination(words: list[str], name: str, top: Path) -> bool:
    """Return whether a file has the token only in the path that the command line names for output."""
    return f"repo/{words[-1]}" in (name, name[: len(f"repo/{words[-1]}")]) and (
        TOKEN.encode() not in (top / name).read_bytes()
    )


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """A repository in which every command finds something to do, and files to hand over that hold the token."""
    top = tmp_path_factory.mktemp("tokens")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(top / "home"))
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
        return example_repository(top / "repo")


@pytest.fixture
def prepared(pristine, tmp_path, monkeypatch):
    """A copy of it for one command."""
    top = pristine.path.parent
    shutil.copytree(top, tmp_path / "top", symlinks=True)
    repo = Repo(tmp_path / "top" / "repo")
    repo.write(f"{INPUTS}/{TOKEN}.txt", f"Use {TOKEN} now.\n")
    monkeypatch.setenv("HOME", str(tmp_path / "top" / "home"))
    monkeypatch.setenv("SHELL", "/bin/sh")
    monkeypatch.setenv("BROWSER", "true")
    monkeypatch.setenv("GIT_EDITOR", "true")
    monkeypatch.setattr(Preview, "run", lambda preview, say: preview.look(say))
    monkeypatch.chdir(repo.path)
    return repo


@pytest.mark.parametrize("name", sorted(every_line()))
def test_no_file_holds_a_token_that_a_command_was_given(prepared, name, capfd, monkeypatch):
    """Neither a record, nor an index, a site, settings, hooks, trailers or state; nor does any file have it in its name."""
    guilty = []
    for words in every_line()[name]:
        prepare(prepared, words, lambda line, _: run_records(line))
        with open(os.devnull, encoding="utf-8") as stdin, monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", stdin)
            code = run_records(words)
        printed = capfd.readouterr().err
        assert code in (0, 1, 2), (words, printed)
        top = prepared.path.parent
        holders = files_with_the_token(top)
        found = [path for path in holders if not is_destination(words, path, top)]
        if found or (code == 2 and TOKEN in printed):
            guilty.append(f"records {shlex.join(words)}: {found or printed}")
        for path in holders:
            (top / path).unlink()
    assert not guilty, "\n".join(guilty)


def test_no_file_holds_a_token_that_a_tool_was_given(prepared):
    """Each tool of the server, with the token in each of its texts; nor does an answer that is an error repeat it."""
    guilty = []

    async def call() -> None:
        async with Client(build(str(prepared.path))) as client:
            for tool in (await client.list_tools()).tools:
                for arguments in tool_calls(tool):
                    answer = await client.call_tool(tool.name, arguments)
                    found = files_with_the_token(prepared.path.parent)
                    if found or (answer.is_error and TOKEN in str(answer.content)):
                        guilty.append(f"{tool.name} {arguments}: {found or answer.content}")
                    for path in found:
                        (prepared.path.parent / path).unlink()

    in_a_loop(call())
    assert not guilty, "\n".join(guilty)


def tool_calls(tool: Any) -> Iterator[dict[str, Any]]:
    """Yield arguments for a tool: an example for each that is required, and the token in one that takes text."""
    properties = tool.input_schema["properties"]
    required = {name: example_of(tool.name, [name]) for name in tool.input_schema.get("required", [])}
    for name in properties:
        yield required | {name: with_token(example_of(tool.name, [name]))}


def with_token(example: Any) -> Any:
    """Return an example with the token in place of its texts."""
    if isinstance(example, str):
        return f"Use {TOKEN} now"
    if isinstance(example, dict):
        return {key: with_token(value) for key, value in example.items()}
    return [with_token(item) for item in example] if isinstance(example, list) else example
