"""`records lessons`."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import echo, echo_text, print_json, say, style
from records.model.graph import Graph
from records.report.lessons import Lesson, lessons
from records.text.markdown_escape import escape_text
from records.text.plural import counted

_SHOWN = 5


@click.command("lessons")
@click.option(
    "--least", metavar="N", type=click.IntRange(2), default=2, show_default=True,
    help="In how many prompts it must have been said.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text",
    help="markdown is a list for AGENTS.md.",
)  # fmt: skip
@json_option
def lessons_command(least: int, form: str, as_json: bool) -> None:
    r"""List what people had to tell agents more than once, as proposed rules for AGENTS.md.

    Corrections, prohibitions and steering from the prompt records and the capture ledger, quoted with references.
    Nothing is written: read them, and put what is a rule into AGENTS.md yourself.

    \b
    Examples:
      records lessons
      records lessons --least 3 --json
      records lessons --format markdown
    """
    project = open_project()
    all_lessons = lessons(project, Graph(project.store.scan()), least)
    if as_json or form == "json":
        print_json({"lessons": [lesson.as_json() for lesson in all_lessons]})
    elif not all_lessons:
        say("nothing was said more than once")
    elif form == "markdown":
        echo_text("".join(_bullet(lesson) for lesson in all_lessons))
    else:
        for lesson in all_lessons:
            _print_lesson(lesson)


def _bullet(lesson: Lesson) -> str:
    sources = list(dict.fromkeys(quote.source for quote in lesson.quotes))
    return f"- {escape_text(lesson.rule)} ({escape_text(', '.join(sources[:_SHOWN]))})\n"


def _print_lesson(lesson: Lesson) -> None:
    count = counted(len({quote.source for quote in lesson.quotes}), "prompt")
    echo(f"{style(lesson.rule, bold=True)}  ({count})")
    for quote in lesson.quotes[:_SHOWN]:
        place = f"{quote.path}:{quote.line}  " if quote.line else ""
        echo(f"  {place}{quote.source}  {quote.date}  “{quote.text}”")
    if len(lesson.quotes) > _SHOWN:
        echo(f"  and {len(lesson.quotes) - _SHOWN} more")
