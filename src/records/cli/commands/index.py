"""`records index`."""

from __future__ import annotations

from records.cli.invocation import open_project
from records.cli.output import echo_path, note, print_json, say
from records.cli.paths import path_from_here
from records.cli.spec import JSON, Parameter, command
from records.history.find_logs import find_unread
from records.history.index_page import index as write
from records.text.plural import counted


@command(
    "index",
    Parameter("check", "--check", is_flag=True, help="Write nothing; exit 1 when the page is out of date."),
    JSON,
)
def index(*, check: bool, as_json: bool) -> int:
    r"""Write one Markdown page that lists every record: history/README.md, or beside a log of decisions alone.

    What you write around the two markers stays. The same records give the same bytes.

    \b
    Examples:
      records index
      records index --check
    """
    project = open_project()
    result = write(project, check=check)
    for text in find_unread(project).notes:
        note(text)
    if as_json:
        print_json({"path": result.path, "changed": result.changed, "records": result.records})
    elif check:
        say(f"{result.path} is {'out of date: run records index' if result.changed else 'up to date'}")
    else:
        echo_path(path_from_here(project, result.path))
        say(
            f"{counted(result.records, 'record')}; the page {'was written' if result.changed else 'was up to date'}"
        )
        if result.resolved:
            line = f"{result.path} merge=union"
            note(f"its merge conflict is resolved; the line `{line}` in .gitattributes avoids the next")
    return int(check and result.changed)
