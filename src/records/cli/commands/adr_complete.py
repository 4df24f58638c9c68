"""`records adr complete`: the words that adr-tools' shell completion offers."""

from __future__ import annotations

import click

from records.cli.output import echo

_WORDS: dict[str, tuple[str, ...]] = {
    "": ("config", "generate", "help", "init", "link", "list", "new", "upgrade-repository"),
    "generate": ("graph", "toc"),
}


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def complete(words: tuple[str, ...]) -> None:
    r"""Print the words that may follow WORDS, on one line.

    \b
    Example:
      records adr complete adr li
    """
    _, command, argument, *_ = (*words, "", "", "")
    fitting = [word for word in _WORDS[""] if word.startswith(command)]
    if len(words) <= 2 and fitting != [command]:
        echo(" ".join(fitting))
        return
    fitting = [word for word in _WORDS.get(command, ()) if word.startswith(argument)]
    if fitting and fitting != [argument]:
        echo(" ".join(fitting))
