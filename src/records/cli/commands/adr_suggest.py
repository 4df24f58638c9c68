"""`records adr suggest`."""

from __future__ import annotations

import re
import sys

import click

from records.adr.record_reader import files_referred_to
from records.cli.columns import shorten, width_of
from records.cli.invocation import open_project
from records.cli.output import (
    echo,
    echo_data,
    echo_path,
    note,
    print_json,
    say,
    style,
    terminal_width,
)
from records.cli.paths import path_from_here
from records.cli.spec import explain_extra
from records.encoding import decode_file, encode
from records.history.new_adr import create_adr
from records.model.drafts import AdrDraft
from records.suggest import formats
from records.suggest.formats import explanation, explanation_lines, in_words, sarif
from records.suggest.run import ChangeReport, draft_at, store_drafts, suggest_in, suggest_text
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.suggest.engine import Report
    from records.suggest.evidence import Evidence
    from records.suggest.suggestion import Suggestion


@click.command("suggest", context_settings={"allow_extra_args": True})
@click.option(
    "--diff", "spec", metavar="REV",
    help="Everything after REV up to HEAD, or A..B, A...B; HEAD is the work tree. One commit: REV~1..REV.",
)  # fmt: skip
@click.option("--staged", is_flag=True, help="Look at what is staged.")
@click.option("--stdin", "from_stdin", is_flag=True, help="Read a unified diff; needs no repository.")
@click.option("-m", "--message", metavar="TEXT", help="Commit message of a diff read with --stdin.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown", "github", "sarif"]), default="text",
    show_default=True, help="Output format.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--threshold", type=click.FloatRange(0, 1), metavar="X", help="Lowest score to suggest.")
@click.option(
    "--level", type=click.Choice(["quiet", "normal", "curious"]), default="normal", show_default=True,
    help="Suggest for about 2, 5 or 8 of 100 ordinary changes.",
)  # fmt: skip
@click.option("--fail-on", type=click.FloatRange(0, 1), metavar="X", help="Exit 1 at this score or above.")
@click.option(
    "--create",
    is_flag=False,
    flag_value=1,
    type=int,
    metavar="[N]",
    help="Write suggestion N as a proposed ADR.",
)
@click.option("--explain", is_flag=True, help="Show every signal with its weight, and what was set aside.")
@click.pass_context
def adr_suggest(
    context: click.Context,
    spec: str | None,
    staged: bool,
    from_stdin: bool,
    message: str | None,
    form: str,
    as_json: bool,
    threshold: float | None,
    level: str,
    fail_on: float | None,
    create: int | None,
    explain: bool,
) -> int:
    r"""Find the decision in a change that deserves a record, with its evidence; nothing is written unasked.

    Without --diff it looks at the last commit (HEAD~1..HEAD).
    A line `ADR: none (reason)` in a commit message says that there is nothing to record.

    \b
    Examples:
      records adr suggest --diff main...HEAD
      git diff | records adr suggest --stdin
      records adr suggest --level quiet --format github --fail-on 0.8
      records adr suggest --create 1
    """
    if context.args:
        raise click.UsageError(_explain_extra(context.args))
    if sum((spec is not None, staged, from_stdin)) > 1:
        raise click.UsageError("choose one of --diff, --staged and --stdin")
    if message is not None and not from_stdin:
        raise click.UsageError("--message belongs to --stdin; a commit has its own")
    change_report = _ask(spec, staged, message, threshold, level, keep=create is None, from_stdin=from_stdin)
    if create is not None:
        _create(change_report, create)
        return 0
    _show(change_report, "json" if as_json else form, explain)
    worst = max((s.score for s in change_report.report.suggestions), default=-1.0)
    if fail_on is None or worst < fail_on:
        return 0
    strongest = max(change_report.report.suggestions, key=lambda suggestion: suggestion.score)
    say(f"{strongest.title}: {strongest.score:.2f} reaches --fail-on {fail_on:g}")
    return 1


def _explain_extra(words: list[str]) -> str:
    """Return what is wrong with words that belong to no option: a revision belongs to --diff."""
    word = words[0]
    change = word if ".." in word else f"{word}~1..{word}"
    line = f"records adr suggest --diff {change}"
    if "~" in word or "^" in word:  # a commit before, as the start of a range is often named
        line = f"records adr suggest --diff {word} (all since then), or --diff {change} (that commit)"
    return explain_extra(words, "" if len(words) > 1 else line)


def _ask(
    spec: str | None,
    staged: bool,
    message: str | None,
    threshold: float | None,
    level: str,
    *,
    keep: bool,
    from_stdin: bool,
) -> ChangeReport:
    """Read the change from standard input or from git; what git's changes suggest is kept for `adr new`."""
    if from_stdin:
        text = encode(decode_file(sys.stdin.buffer.read())).decode("utf-8", "replace").removeprefix("\ufeff")
        return ChangeReport(suggest_text(text, message=message, threshold=threshold, level=level))
    project = open_project()
    change_report = suggest_in(
        project, "HEAD~1" if spec is None else spec, staged=staged, threshold=threshold, level=level
    )
    if keep:
        store_drafts(project, change_report)
    return change_report


def _create(change_report: ChangeReport, number: int) -> None:
    project = open_project()
    project.writer.remove_abandoned()
    title, body, prompts = draft_at([dict(d) for d in change_report.drafts()], number)
    affects = files_referred_to(body)
    draft = AdrDraft(title=title, status="proposed", body=body, affects=affects)
    created = create_adr(project, draft, fit_body=True)
    for text in created.notes:
        note(text)
    echo_path(path_from_here(project, created.record.path))
    say(f"{created.record.ref} is {created.record.status}: {created.record.title}")
    for prompt in prompts:
        say(f"next: records link {prompt} led-to {created.record.ref}")


def _show(change_report: ChangeReport, form: str, explain: bool) -> None:

    report = change_report.report
    if form == "json":
        data = report.as_json()
        if explain:
            data["explain"] = explanation(report)
        print_json(data)
        return
    if form == "sarif":
        print_json(sarif(report))
        return
    if form == "text":
        for line in render(report, explain=explain):
            echo(line)
        return

    lines = formats.github(report) if form == "github" else formats.markdown(report)
    if lines:
        echo_data("".join(f"{line}\n" for line in lines))


def render(report: Report, *, explain: bool = False) -> Iterator[str]:
    """Yield the lines of a report: its range, and the suggestions, the most confident one first."""
    suggestions = report.above_threshold
    if suggestions:
        yield f"{_range_name(report)}: {counted(len(suggestions), 'suggestion')}"
    else:
        yield _nothing(report)
    for number, suggestion in enumerate(suggestions, 1):
        if number > 1:
            yield ""
        yield from _block(number, suggestion)
    if suggestions:
        yield from (f"set aside: {reason}" for reason in report.set_aside)
    for record in report.unnamed_related[:3]:
        yield f"related: {record.ref} {record.title} ({record.path})"
    if explain:
        yield ""
        yield from (shorten(line, terminal_width()) for line in explanation_lines(report))


def _range_name(report: Report) -> str:
    """Return the range of a report, long commit ids shortened."""
    return re.sub(r"\b([0-9a-f]{12})[0-9a-f]{28,}", r"\1", report.range)


def _nothing(report: Report) -> str:
    name = _range_name(report)
    if report.set_aside:
        return f"{name}: nothing to suggest — {'; '.join(report.set_aside)}"
    near, limit = report.nearest, report.threshold
    summary = f"{name}: no decision that needs a record"
    if near is not None:
        return f"{summary}; nearest: {near.title} (score {_below(near.score, limit)}, threshold {limit:.2f})"
    return f"{summary} (score {report.analysis.score:.2f}, threshold {limit:.2f})"


def _below(score: float, limit: float) -> str:
    """A score that does not reach the threshold, with a digit more where two would look the same."""
    return f"{score:.2f}" if f"{score:.2f}" != f"{limit:.2f}" else f"{score:.3f}"


def _block(number: int, suggestion: Suggestion) -> Iterator[str]:

    title = style(f"{number}. {suggestion.title}", bold=True)
    yield f"{title}  {style(f'{in_words(suggestion.score)} ({suggestion.score:.2f})', fg='yellow')}"
    for heading in ("impact", "alternatives", "scope"):
        evidence, hidden_count = suggestion.visible(heading)
        if not evidence:
            continue
        yield f"   {style(heading, fg='cyan')}"
        yield from _places(evidence)
        if hidden_count:
            yield f"     and {hidden_count} more"
    if suggestion.supersedes:
        yield f"   supersedes {', '.join(suggestion.supersedes)}?"
    yield f"   next: records adr new --from-suggestion {number}"


def _places(evidence: list[Evidence]) -> Iterator[str]:
    places = [f"{e.path}:{e.line}" + (" (before)" if e.side == "old" else "") for e in evidence]
    width = min(max(map(width_of, places)), 48)
    for place, item in zip(places, evidence, strict=True):
        gap = " " * max(0, width - width_of(place))
        yield shorten(f"     {place}{gap}  {item.why}", terminal_width())
