"""`records man`."""

from __future__ import annotations

import click

from records.cli.manual import manual_page, markdown
from records.cli.output import echo_text


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["man", "markdown"]), default="man", show_default=True,
    help="A manual page, or one Markdown page.",
)  # fmt: skip
@click.pass_context
def man(context: click.Context, form: str) -> None:
    r"""Print the manual: every command with its options and examples.

    \b
    Examples:
      records man > ~/.local/share/man/man1/records.1
      records man --format markdown
    """
    cli = context.find_root().command
    echo_text(manual_page(cli) if form == "man" else markdown(cli))
