"""`records adr list`, as adr-tools has it."""

from __future__ import annotations

import os

from records.cli.filters import FILTERS, explain_nothing, make_filter, suggest_filter
from records.cli.invocation import CURRENT, open_project
from records.cli.notes import note_unread_decisions
from records.cli.output import echo, echo_lines, note, path_line, print_json
from records.cli.paths import paths_from_here
from records.cli.spec import JSON, command
from records.cli.stored_output import print_stored, store_page
from records.errors import NotFound
from records.model.kind import Kind

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from typing import Any

_PAGE = "adr-list"
_OF_PROMPTS = ("kind", "stage", "feature")
_FILTERS = tuple(parameter for parameter in FILTERS if parameter.name not in _OF_PROMPTS)


@command("list", *_FILTERS, JSON, suggest=suggest_filter)
def adr_list(*, as_json: bool, **filters: Any) -> int:
    r"""List the files of the log, as paths from the current folder.

    \b
    Examples:
      records adr list
      records adr list --status accepted,proposed
    """
    is_filtered = any(filters.values())
    is_plain = not as_json and not is_filtered and CURRENT.directory == "."
    if is_plain and print_stored(_PAGE, at_root=True):
        return 0
    from records.interchange.adr_tools import as_adr_tools_project, log_names, log_path

    project = as_adr_tools_project(open_project())
    try:
        names = log_names(project)
    except NotFound as error:  # adr-tools says this on standard output
        echo(error.message)
        note_unread_decisions(project)
        return 1
    paths = [log_path(project, name) for name in names]
    if not paths:  # a log whose files adr-tools would not find
        paths = [record.path for record in project.store.scan() if record.kind == Kind.ADR]
    if is_filtered:
        from records.project.catalog import list_records

        wanted = make_filter({**dict.fromkeys(_OF_PROMPTS), **filters, "kind": "adr"}, project)
        matching = {record.path for record in list_records(project, wanted)}
        paths = [path for path in paths if path in matching]
        if not paths:
            note(explain_nothing(project, wanted))
    if as_json:
        print_json(paths)
        return 0
    text = "".join(map(path_line, paths_from_here(project, paths)))
    echo_lines(text)
    if is_plain and paths and os.path.realpath(".") == project.root:
        project.store.scan()
        store_page(project, _PAGE, text)
    return 0
