"""`records phr new`."""

from __future__ import annotations

import records.regex as re
from records.cli.inputs import ask_line, ask_text, has_piped_input, is_interactive, read_input
from records.cli.invocation import open_project
from records.cli.notes import note_missing_files
from records.cli.output import echo_path, echo_raw, note, print_json, say
from records.cli.paths import files_from_root, path_from_here
from records.cli.spec import FORCE, JSON, Parameter, UsageError, command
from records.dataclass import replace
from records.encoding import encode
from records.errors import InvalidInput
from records.model.record import Phr
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from records.history.new_phr import CreatedRecord
    from records.model.drafts import PhrDraft
    from records.project.project import Project


_CODE_STAGES = ("red", "green", "refactor")
"""The stages of a prompt that changes code."""


@command(
    "new",
    Parameter("title_words", multiple=True, metavar="[TITLE]"),
    Parameter("title", "--title", help="A few words; instead of TITLE."),
    Parameter(
        "stage",
        "--stage",
        help="constitution (principles), spec (what is wanted), plan (how), tasks (steps), red (a failing test), green "
        "(code that makes it pass), refactor (same behaviour), explainer (a question answered), misc (other work on a "
        "feature), general (no feature).",
    ),
    Parameter(
        "feature",
        "--feature",
        metavar="NAME",
        help="Default: Spec Kit's ($SPECIFY_FEATURE, .specify/feature.json), then the branch name (007-login), then "
        "general.",
    ),
    Parameter("prompt", "--prompt", metavar="TEXT", help="The prompt, verbatim."),
    Parameter(
        "prompt_file",
        "--prompt-file",
        metavar="FILE",
        help="The file that holds the prompt; - for standard input.",
    ),
    Parameter("response", "--response", metavar="TEXT", help="What was answered, in a few sentences."),
    Parameter(
        "response_file",
        "--response-file",
        metavar="FILE",
        help="The file that holds the response; - for standard input.",
    ),
    Parameter("outcome", "--outcome", metavar="TEXT", help="What changed for the user or the code."),
    Parameter(
        "files", "--file", multiple=True, metavar="PATH", help="A file that changed. Default: from git."
    ),
    Parameter("since", "--since", metavar="REV", help="Files that changed since this revision."),
    Parameter("tests", "--test", multiple=True, metavar="TEXT", help="A test that was run, with its result."),
    Parameter("labels", "--label", multiple=True, metavar="LABEL", help="A label."),
    Parameter("links", "--link", multiple=True, metavar="REL=REF", help="A link: led-to=ADR-12."),
    Parameter(
        "accepted",
        "--accept",
        multiple=True,
        metavar="CRITERION: HOW",
        help="A criterion: how it was validated.",
    ),
    Parameter("model", "--model", help="The model that answered."),
    Parameter("surface", "--surface", default="agent", show_default=True, help="Where the prompt was given."),
    Parameter("command", "--command", metavar="TEXT", help="The slash command, if the prompt was one."),
    Parameter("spec", "--spec", metavar="PATH", help="The specification that it belongs to."),
    Parameter("ticket", "--ticket", metavar="URL", help="The ticket that it belongs to."),
    Parameter("pr", "--pr", metavar="URL", help="The pull request that it belongs to."),
    Parameter("next_prompts", "--next", metavar="TEXT", help="What to ask next."),
    Parameter("reflection", "--reflection", metavar="TEXT", help="What was learned."),
    Parameter(
        "from_session",
        "--from-session",
        empty="",
        metavar="[AGENT]",
        help="Take prompt, response, files, tests and model from the running agent's own transcript.",
    ),
    Parameter("template", "--template", metavar="NAME", help="A template in .records/templates, or a file."),
    Parameter("edit", "--edit", is_flag=True, help="Open the record in your editor before it is kept."),
    Parameter("dry_run", "--dry-run", is_flag=True, help="Print the record, write nothing."),
    FORCE,
    JSON,
)
def phr_new(**options: Any) -> None:
    r"""Record a prompt and its outcome.

    Branch, commit, user, date and changed files come from git and the clock. On a terminal, what is missing is
    asked for.

    \b
    Examples:
      records phr new --title "Fix login" --stage green --prompt-file prompt.txt
      pbpaste | records phr new "Fix login" --stage green --prompt-file - --outcome "Login works again"
      records phr new --title "Plan cache" --stage plan --prompt "…" --link led-to=ADR-12 \
          --accept "p99 below 50 ms: bench/cache.py"
    """
    edit, dry_run, as_json = options.pop("edit"), options.pop("dry_run"), options.pop("as_json")
    project = open_project()
    session, force = options.pop("from_session"), options.pop("force")
    named_files = options["files"]
    exclude = _inputs(project, options["prompt_file"], options["response_file"])
    draft = _draft(project, options, {} if session is None else _exchange(project, session))
    from records.history.new_phr import create_phr

    for link in () if force else draft.links:
        from records.history.known_words import check_relation

        check_relation(project, link.relation)
    created = create_phr(project, draft, exclude=exclude, dry_run=dry_run)
    note_missing_files(project, files_from_root(project, named_files))
    if created.record.stage in _CODE_STAGES and not created.record.files and project.location is not None:
        note(
            "no changed file is listed: is the change committed already? pass --since HEAD~1, or --file PATH"
        )
    for item in draft.acceptance:
        if not item.validated:
            note(f"{item.criterion!r} is not validated: --accept '{item.criterion}: HOW'")
    if dry_run:
        echo_raw(encode(created.text))
        return
    if edit:
        from records.cli.user_programs import edit_new_file

        record = edit_new_file(project, created.record.path, {})
        created = replace(created, record=record if isinstance(record, Phr) else created.record)
    _print_created(project, created, as_json)


def _print_created(project: Project, created: CreatedRecord[Phr], as_json: bool) -> None:

    for text in created.notes:
        note(text)
    record = created.record
    if as_json:
        from records.project.catalog import Catalog, detail

        print_json(detail(project, Catalog([record]), record).data)
        return
    echo_path(path_from_here(project, record.path))
    files = f", {counted(len(record.files), 'file')}" if record.files else ""
    say(f"recorded {record.ref}: {record.title} ({record.stage}{files})")


def _exchange(project: Project, agent: str) -> dict[str, Any]:
    """The last exchange in the running agent's transcript."""
    from records.capture import last_exchange as exchange

    fields = exchange.draft_fields(exchange.last_exchange(project, agent or None))
    if "state" in fields["extra"]:
        note(
            "the turn is still running: records capture sync adds its answer, or add it with records phr finish"
        )
    return fields


def _draft(project: Project, options: dict[str, Any], fields: dict[str, Any]) -> PhrDraft:
    from records.model.drafts import Criterion, LinkDraft, PhrDraft

    title, title_words = options.pop("title"), options.pop("title_words")
    words = " ".join(title_words)
    title = (words or None) if title is None else title
    text, name = options.pop("prompt"), options.pop("prompt_file")
    own = text is None and name is None and "prompt" in fields
    prompt, source = (fields["prompt"], fields["prompt_source"]) if own else _prompt(text, name)
    response = _response(options.pop("response"), options.pop("response_file"))
    response = response if response is not None else fields.get("response")
    stage = options.pop("stage")
    if prompt is None:
        _refuse_file_in_title(title_words)
    if None in (title, stage, prompt):
        asked = {"title": title, "stage": stage, "prompt": prompt, "response": response}
        answers = _ask(project, {**asked, "feature": options["feature"], "outcome": options["outcome"]})
        title, stage, prompt, response = (answers[name] for name in asked)
        options.update(feature=answers["feature"], outcome=answers["outcome"])
        source = source or "editor"
    links = [_pair(text, "=", "--link", "REL=REF") for text in options.pop("links")]
    accepted = [_criterion(text) for text in options.pop("accepted")]
    files = files_from_root(project, options.pop("files")) or fields.get("files")
    for name in ("tests", "model", "command", "branch", "extra"):
        options[name] = (
            options.get(name) or fields.get(name) or options.get(name, {} if name == "extra" else None)
        )
    return PhrDraft(
        title=title or "",
        stage=stage or "",
        prompt=prompt or "",
        prompt_source=source or "cli",
        response=response,
        files=files or None,
        links=tuple(LinkDraft(relation=relation, target=target) for relation, target in links),
        acceptance=tuple(Criterion(criterion=label, validated=how) for label, how in accepted),
        **options,
    )


def _refuse_file_in_title(words: tuple[str, ...]) -> None:
    """Refuse a file among the words of the title: it was probably meant as the prompt.

    Raises:
        UsageError: one of several words is an existing file.
    """
    import os
    import shlex

    for word in words[1:]:
        if os.path.isfile(word):
            raise UsageError(
                f"{word} is a file, not a title: did you mean --prompt-file {shlex.quote(word)}?"
            )


def _inputs(project: Project, *names: str | None) -> list[str]:
    """The files that texts are read from, as paths from the root: no work of the prompt."""
    import os

    return [os.path.relpath(os.path.realpath(name), project.root) for name in names if name and name != "-"]


def _prompt(text: str | None, name: str | None) -> tuple[str | None, str | None]:
    if text is not None and name is not None:
        raise UsageError("give --prompt or --prompt-file, not both")
    if text == "-":
        name, text = "-", None
    if text is not None:
        return text, "cli"
    if name is not None:
        return read_input(name), "stdin" if name == "-" else "file"
    if has_piped_input():
        read = read_input("-")
        return (read, "stdin") if read else (None, None)
    return None, None


def _response(text: str | None, name: str | None) -> str | None:
    return read_input(name) if name else text


def _ask(project: Project, fields: dict[str, Any]) -> dict[str, Any]:
    """Ask a person for the fields that are None, each by its name; without a terminal, say which are missing."""
    if not is_interactive():
        options = {"title": "--title", "stage": "--stage", "prompt": "--prompt or --prompt-file"}
        missing = ", ".join(option for name, option in options.items() if fields[name] is None)
        example = "records phr new --title 'Add login' --stage green --prompt-file prompt.txt"
        from records.history.new_phr import stages

        stage_note = f" Stages: {', '.join(stages(project))}." if fields["stage"] is None else ""
        raise UsageError(f"missing: {missing}.{stage_note} Example: {example}")
    from records.model.drafts import checked_title

    questions: dict[str, Callable[[], str | None]] = {
        "title": lambda: ask_line("Title (a few words)", check=checked_title),
        "stage": lambda: _ask_stage(project),
        "feature": lambda: _ask_feature(project),
        "prompt": _ask_prompt,
        "response": lambda: ask_line("Response (what was answered; empty: none)", default="") or None,
        "outcome": lambda: ask_line("Outcome (what changed; empty: none)", default="") or None,
    }
    return {name: ask() if fields[name] is None else fields[name] for name, ask in questions.items()}


def _ask_prompt() -> str:
    """Ask for the prompt; one without words ends the questions before the next one.

    Raises:
        InvalidInput: it is empty.
    """
    prompt = ask_text("Prompt", "what was asked, word for word")
    if not prompt.strip():
        raise InvalidInput("the prompt is empty: nothing was written", "save it with its text")
    return prompt


def _ask_stage(project: Project) -> str:
    from records.history.new_phr import known_stage, stages

    say(f"Stages: {', '.join(stages(project))}")
    return ask_line("Stage", default="general", check=lambda text: known_stage(project, text))


def _ask_feature(project: Project) -> str | None:
    from records.model.drafts import feature_name
    from records.project.catalog import features

    names = features(project.store.scan())
    if names:
        say("Features: " + ", ".join(names[:20]))

    def valid(text: str) -> str:
        return feature_name(text) if text else ""

    return ask_line("Feature (empty: from the branch)", default="", check=valid) or None


_REFERENCE_AFTER = re.compile(r"(?:(?P<relation>[a-z][a-z-]*)[ \t]*:(?!//)[ \t]*)?(?P<ref>.*[-/]\d.*)")
"""A reference, perhaps with a relation before it as `adr new --link` and front matter have it."""


def _pair(text: str, sign: str, option: str, form: str) -> tuple[str, str]:
    remainder, links, right = text.partition(sign)
    if not links or not remainder.strip() or not right.strip():
        example = ""
        if sign not in text and (match := _REFERENCE_AFTER.fullmatch(text)):
            example = f"; did you mean {match['relation'] or 'led-to'}={match['ref']}?"
        raise UsageError(f"{text!r} is not {form}{example}", option)
    return remainder.strip(), right.strip()


def _criterion(text: str) -> tuple[str, str]:
    label, _, how = text.partition(": ")
    return label.strip().rstrip(":"), how.strip()
