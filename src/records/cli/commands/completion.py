"""`records completion`."""

from __future__ import annotations

import click

from records.cli.output import echo_text


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish", "powershell"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    r"""Print what a shell reads to complete commands, options and records by their titles.

    \b
    Examples:
      records completion bash >> ~/.bashrc
      records completion zsh >> ~/.zshrc
      records completion fish > ~/.config/fish/completions/records.fish
      records completion powershell >> $PROFILE
    """
    from records.cli.completion import script

    echo_text(script(context.find_root().command, shell))
