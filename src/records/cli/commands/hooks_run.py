"""`records hooks run`, which git itself calls."""

from __future__ import annotations

import os

from records.capture.commit_message import after_commit, check_message, prepare_message
from records.cli.invocation import open_project
from records.cli.output import note
from records.cli.spec import Parameter, command
from records.errors import RecordsError


@command("run", Parameter("name", required=True), Parameter("arguments", multiple=True))
def run(*, name: str, arguments: tuple[str, ...]) -> int:
    r"""Do what a hook of git's is for; only a strict check of a message ever stops a commit.

    \b
    Example (git itself calls it):
      records hooks run commit-msg .git/COMMIT_EDITMSG
    """
    try:
        project = open_project()
        if name == "prepare-commit-msg" and arguments:
            index = os.environ.get("GIT_INDEX_FILE")
            source = os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE", "")  # pre-commit passes it like this
            prepare_message(project, arguments[0], arguments[1] if len(arguments) > 1 else source, index)
        elif name == "commit-msg" and arguments:
            problems = check_message(project, arguments[0])
            for problem in problems:
                note(problem)
            return int(bool(problems) and project.settings.hooks.strict)
        elif name == "post-commit":
            after_commit(project)
    except RecordsError as error:
        note(f"records: {error.message}")
    except OSError as error:  # the message that git names cannot be read
        note(f"records: {error}")
    return 0
