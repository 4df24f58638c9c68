"""`records phr finish`."""

from __future__ import annotations

import click

from records.cli.inputs import read_input
from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import echo_path, note, print_json, say
from records.cli.paths import files_from_root, path_from_here
from records.history.finish_phr import finish_phr
from records.model.drafts import PhrCompletion
from records.project.catalog import Catalog, detail

_OPTIONS = {"response": "--response", "impact": "--outcome", "tests": "--test", "files": "--file"}


@click.command("finish")
@click.argument("ref")
@click.option("--response", metavar="TEXT", help="What was answered, in a few sentences.")
@click.option(
    "--response-file", metavar="FILE", help="The file that holds the response; - for standard input."
)
@click.option("--outcome", metavar="TEXT", help="What changed for the user or the code.")
@click.option(
    "--file", "files", multiple=True, metavar="PATH", help="A file that changed. Default: from git."
)
@click.option("--test", "tests", multiple=True, metavar="TEXT", help="A test that was run, with its result.")
@click.option("--next", "next_prompts", metavar="TEXT", help="What to ask next.")
@click.option("--reflection", metavar="TEXT", help="What was learned.")
@json_option
def phr_finish(
    ref: str,
    response: str | None,
    response_file: str | None,
    outcome: str | None,
    files: tuple[str, ...],
    tests: tuple[str, ...],
    next_prompts: str | None,
    reflection: str | None,
    as_json: bool,
) -> None:
    r"""Fill what is still open in a prompt record: response, outcome, tests, files.

    What is written stays, and repeating the command changes nothing. Without --file, git reports what changed since
    the commit at which the record was begun.

    \b
    Example:
      records phr finish general/0003 --outcome "Login works again" --test "pytest tests/login: 12 passed"
    """
    project = open_project()
    if response_file:
        response = read_input(response_file)
    finish = PhrCompletion(
        response, outcome, tests, files_from_root(project, files) or None, next_prompts, reflection
    )
    result = finish_phr(project, ref, finish)
    for text in result.notes:
        note(text)
    if as_json:
        print_json(detail(project, Catalog([result.record]), result.record).data)
        return
    echo_path(path_from_here(project, result.record.path))
    outcome = f"filled {', '.join(result.filled)}" if result.filled else "nothing was changed"
    say(f"{result.record.ref}: {outcome}")
    if result.open:
        say(f"still open: {', '.join(f'{part} ({_OPTIONS[part]})' for part in result.open)}")
