"""`records man`."""

from __future__ import annotations

import click

from records.cli.manual import manual_page, markdown, plain_text
from records.cli.output import echo_text, is_terminal
from records.cli.user_programs import paged

_WRITERS = {"man": manual_page, "markdown": markdown, "text": plain_text}


@click.command()
@click.option(
    "--format", "form", type=click.Choice(list(_WRITERS)), default=None,
    help="A manual page, one Markdown page, or text. Default: text on a terminal, else a manual page.",
)  # fmt: skip
@click.pass_context
def man(context: click.Context, form: str | None) -> None:
    r"""Show the manual: every command with its options and examples; in your pager on a terminal.

    \b
    Examples:
      records man
      records man > ~/.local/share/man/man1/records.1
      records man --format markdown
    """
    form = form or ("text" if is_terminal() else "man")
    text = _WRITERS[form](context.find_root().command)
    with paged():
        echo_text(text)
