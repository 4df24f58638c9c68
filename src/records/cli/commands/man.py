"""`records man`."""

from __future__ import annotations

import click

from records.cli.manual import help_of, manual_page, markdown, plain_text
from records.cli.output import echo_text, is_terminal
from records.cli.user_programs import paged

_WRITERS = {"man": manual_page, "markdown": markdown, "text": plain_text}


@click.command()
@click.argument("command", nargs=-1)
@click.option(
    "--format", "form", type=click.Choice(list(_WRITERS)), default=None,
    help="A manual page, one Markdown page, or text. Default: text on a terminal, else a manual page.",
)  # fmt: skip
@click.pass_context
def man(context: click.Context, command: tuple[str, ...], form: str | None) -> None:
    r"""Show the manual: every command with its options and examples; in your pager on a terminal.

    With a COMMAND, its help.

    \b
    Examples:
      records man
      records man adr new
      records man > ~/.local/share/man/man1/records.1
      records man --format markdown
    """
    form = form or ("text" if is_terminal() else "man")
    root = context.find_root()
    text = help_of(root, command) if command else _WRITERS[form](root.command)
    with paged():
        echo_text(text)
