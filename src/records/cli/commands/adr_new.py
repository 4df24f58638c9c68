"""`records adr new`."""

from __future__ import annotations

import os
import sys

from records.agents.running import running_agent
from records.cli.invocation import open_project
from records.cli.output import echo, echo_path, echo_text, is_terminal, note, print_json, say
from records.cli.paths import path_from_here
from records.cli.spec import JSON, Parameter, UsageError, command
from records.dataclass import replace
from records.model.status import IN_FORCE
from records.project.catalog import Catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.drafts import AdrDraft
    from records.model.record import Record
    from records.project.project import Project, WorkTreeProject


@command(
    "new",
    Parameter("title", multiple=True),
    Parameter(
        "supersedes",
        "-s",
        "--supersedes",
        multiple=True,
        metavar="REF",
        help="A decision that this one replaces.",
    ),
    Parameter(
        "links", "-l", "--link", multiple=True, metavar="TARGET:LINK[:REVERSE]", help="A link: 3:Amends."
    ),
    Parameter(
        "status",
        "--status",
        metavar="STATUS",
        help="accepted by default, proposed when an agent runs this; draft …",
    ),
    Parameter(
        "surface",
        "--surface",
        metavar="NAME",
        help="Where the decision was written; agent makes it proposed.",
    ),
    Parameter(
        "template",
        "--template",
        metavar="NAME",
        help="nygard, madr, madr-minimal, madr2, y-statement, native, or a file.",
    ),
    Parameter(
        "body_file", "--body-file", metavar="FILE", help="The text after the status; - for standard input."
    ),
    Parameter("deciders", "--decider", multiple=True, metavar="NAME", help="Who decides."),
    Parameter(
        "suggestion",
        "--from-suggestion",
        is_number=True,
        metavar="N",
        help="Fill in suggestion N of `adr suggest`.",
    ),
    Parameter("affects", "--affects", multiple=True, metavar="GLOB", help="Code that it governs."),
    Parameter("labels", "--label", multiple=True, metavar="LABEL", help="A label."),
    Parameter(
        "edit", "--edit", off="--no-edit", is_flag=True, help="Open your editor (on a terminal by default)."
    ),
    Parameter("dry_run", "--dry-run", is_flag=True, help="Print the record, write nothing."),
    Parameter(
        "force",
        "--force",
        is_flag=True,
        help="Keep a status or relation that looks misspelt; begin a log beside decisions in one file.",
    ),
    JSON,
)
def adr_new(
    *,
    title: tuple[str, ...],
    supersedes: tuple[str, ...],
    links: tuple[str, ...],
    status: str | None,
    surface: str | None,
    template: str | None,
    body_file: str | None,
    deciders: tuple[str, ...],
    suggestion: int | None,
    affects: tuple[str, ...],
    labels: tuple[str, ...],
    edit: bool | None,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> int:
    r"""Write a new decision record under the next free number; the title needs no quotes.

    On a terminal, a title that is missing is asked for, and the status with it.

    \b
    Examples:
      records adr new Use PostgreSQL for orders
      records adr new --status proposed --template madr "Adopt Redis for caching"
      records adr new -s 7 -l 3:Amends:"Amended by" Use events between services
    """
    from records.history.new_adr import create_adr
    from records.interchange.adr_tools import as_adr_tools_project, keeps_adr_tools_ways

    body = None
    if body_file:
        from records.cli.inputs import read_input

        body = read_input(body_file)
    here = open_project()
    project = as_adr_tools_project(here)
    fit_body, prompts = False, list[str]()
    if suggestion is not None:
        from records.adr.record_reader import files_referred_to
        from records.suggest.run import stored_draft

        suggested_title, suggested_body, prompts = stored_draft(project, suggestion)
        affects = affects or files_referred_to(suggested_body)
        title, status = title or (suggested_title,), status or "proposed"
        fit_body, body = body is None, body or suggested_body
    own_ways = keeps_adr_tools_ways(project)
    if own_ways and not " ".join(title).strip():
        echo("ERROR: no title given")  # adr-tools' own words, on standard output
        return 1
    if not status and (surface == "agent" or (surface is None and running_agent(os.environ))):
        status = "proposed"
    if not " ".join(title).strip():
        title, status = _ask(project, status)
    template = template or os.environ.get("ADR_TEMPLATE")
    draft = _draft(title, supersedes, links, status, template, body)
    draft = replace(draft, deciders=deciders, affects=affects, labels=labels)
    if not (force or own_ways):
        _check_words(project, draft)
    before = {record.path: project.store.text(record.path) for record in _ends(project, draft)}
    created = create_adr(
        project, draft, dry_run=dry_run, fit_body=fit_body, begin=force, as_adr_tools=own_ways
    )
    for text in created.notes:
        note(text)
    style = created.style
    if style and template is None and style.count and not (style.is_usual if own_ways else style.is_own):
        say(style.describe())
    for text in style.unread if style else ():
        note(text)
    if dry_run:
        say(f"would be written to {created.record.path}")
        echo_text(created.text)
        return 0
    path = path_from_here(project, created.record.path)
    if project is not here and is_terminal(sys.stderr):  # scripts for adr-tools compare what is printed
        note(
            f"no git repository and no records here yet: decisions are in {project.log}, as adr-tools has them "
            "(records init begins history/adr instead)"
        )
    record: Record = created.record
    # adr-tools opens the editor whatever standard input is
    if _is_edited(True if own_ways and edit is None and body is None else edit, has_body=body is not None):
        from records.cli.user_programs import edit_new_file

        record = edit_new_file(project, created.record.path, before)
    if as_json:
        print_json(Catalog(project.store.scan()).as_json(record))
        return 0
    echo_path(path)
    if not own_ways:
        say(f"{record.ref} is {record.state or 'without a status'}: {record.title}")
        for other, text in before.items():
            if project.store.text(other) != text:
                say(f"updated {path_from_here(project, other)}")
        has_text = fit_body or body is not None or project.store.text(record.path) != created.text
        if record.state in IN_FORCE and not has_text:
            note(f"it has the template's text only: records edit {record.ref}")
        _note_same_title(project, record)
    for prompt in prompts:
        say(f"next: records link {prompt} led-to {record.ref}")
    return 0


def _note_same_title(project: Project, record: Record) -> None:
    """Name the first other decision that has the title of a new one."""
    title = record.title.casefold()
    for other in project.store.scan():
        if other.kind is record.kind and other.path != record.path and other.title.casefold() == title:
            note(f"{other.ref} has the same title")
            return


def _ask(project: Project, status: str | None) -> tuple[tuple[str, ...], str]:
    """Ask a person for the title, and for the status where it is not given; without a terminal, say what is missing."""
    from records.cli.inputs import ask_line, is_interactive
    from records.history.known_words import check_status
    from records.model.drafts import checked_title

    if not is_interactive():
        raise UsageError("missing: TITLE. Example: records adr new Use PostgreSQL for orders")

    def known_status(text: str) -> str:
        check_status(project, text)
        return text

    title = ask_line("Title (what is decided, in a few words)", check=checked_title)
    default = project.settings.adr.status
    return (title,), status or ask_line("Status (accepted, proposed, …)", default=default, check=known_status)


def _check_words(project: Project, draft: AdrDraft) -> None:
    """Refuse a status and relations that look misspelt; a link with its reverse is in words of the author's own."""
    from records.history.known_words import check_relation, check_status

    if draft.status:
        check_status(project, draft.status)
    for link in draft.links:
        if not link.reverse:
            check_relation(project, link.relation)


def _draft(
    title: tuple[str, ...],
    supersedes: tuple[str, ...],
    links: tuple[str, ...],
    status: str | None,
    template: str | None,
    body: str | None,
) -> AdrDraft:
    from records.model.drafts import AdrDraft, LinkDraft

    return AdrDraft(
        title=" ".join(title),
        supersedes=supersedes,
        links=tuple(
            LinkDraft(relation=words, target=target, words=words, reverse=reverse)
            for target, words, reverse in map(_link, links)
        ),
        status=status,
        template=template,
        body=body,
    )


def _ends(project: WorkTreeProject, draft: AdrDraft) -> list[Record]:
    """The records that a new decision supersedes or is linked with: they are marked when it is created."""
    from records.model.kind import Kind

    if not (draft.supersedes or draft.links):
        return []
    catalog = Catalog(project.store.scan())
    index = catalog.graph.references
    targets = [*draft.supersedes, *(link.target for link in draft.links if "://" not in link.target)]
    kinds = {target: Kind.ADR if target.strip().isdecimal() else None for target in targets}
    return [record for target, kind in kinds.items() for record in index.matches(target, kind)]


def _link(text: str) -> tuple[str, str, str]:
    """`TARGET:LINK[:REVERSE]`; the reverse is derived, and written too where it is given, as adr-tools does."""
    parts = text.split(":")
    if len(parts) not in (2, 3) or not all(part.strip() for part in parts):
        raise UsageError(f"{text!r} is not TARGET:LINK or TARGET:LINK:REVERSE", "--link")
    return parts[0], parts[1], "".join(parts[2:])


def _is_edited(is_requested: bool | None, *, has_body: bool) -> bool:
    import sys

    return is_requested or (is_requested is None and not has_body and sys.stdin.isatty() and is_terminal())
