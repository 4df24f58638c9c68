"""`records spec-kit create-phr` and `create-adr`: what Spec-Kit Plus's scripts do, on every system."""

from __future__ import annotations

import click

from records.cli.inputs import read_input
from records.cli.invocation import open_project
from records.cli.lazy import LazyGroup
from records.cli.output import echo, note
from records.interchange.spec_kit import create_adr as spec_kit_create_adr
from records.interchange.spec_kit import create_phr as make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.interchange.spec_kit import ScriptResult


@click.group("spec-kit", cls=LazyGroup, path="spec-kit")
def spec_kit() -> None:
    """Spec-Kit Plus's create-phr and create-adr, with the same flags.

    Example: records spec-kit create-phr --title "Fix login" --stage green --json
    """


@click.command("create-phr")
@click.option("--title", required=True, help="Three to seven words.")
@click.option("--stage", required=True, help="constitution, spec, plan, tasks, red, green, …")
@click.option("--feature", metavar="NAME", help="Default: Spec Kit's, then the branch name.")
@click.option(
    "--prompt", metavar="TEXT", help="The prompt; without it a {{PROMPT_TEXT}} is left to be filled."
)
@click.option("--prompt-file", metavar="FILE", help="The file that holds the prompt; - for standard input.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on one line.")
def create_phr(
    title: str, stage: str, feature: str | None, prompt: str | None,
    prompt_file: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Make a prompt record for Spec-Kit Plus's commands; what is not known yet is left as its placeholders.

    Example: records spec-kit create-phr --title "Fix login" --stage green --feature 001-auth --json
    """
    if prompt_file is not None:
        if prompt is not None:
            raise click.UsageError("give --prompt or --prompt-file, not both")
        prompt = read_input(prompt_file)
    _tell(make(open_project(), title, stage, feature, prompt), as_json=as_json)


@click.command("create-adr")
@click.option("--title", help="The decision as a short phrase; or as words after the options.")
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on one line.")
def create_adr(title: str | None, words: tuple[str, ...], as_json: bool) -> None:
    """Make a proposed decision record for Spec-Kit Plus's commands.

    Example: records spec-kit create-adr --title "Use JWT" --json
    """
    title = title or " ".join(words)
    if not title:
        raise click.UsageError('missing: --title. Example: records spec-kit create-adr --title "Use JWT"')
    _tell(spec_kit_create_adr(open_project(), title), as_json=as_json)


def _tell(created: ScriptResult, *, as_json: bool) -> None:

    for warning in created.warnings:
        note(warning)
    if as_json:
        import json

        echo(json.dumps(created.as_json(), ensure_ascii=True))
    else:
        echo(f"✅ {created.kind} made → {created.path}")
