"""Texts that come from files, standard input or the person's editor."""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING

from records.cli.output import say
from records.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.project.project import WorkTreeProject


def read_input(name: str) -> str:
    """The text of a file, or of standard input for `-`; bytes that are not UTF-8 are kept as surrogates.

    Raises:
        InvalidInput: the file cannot be read.
    """
    if name == "-":
        return sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    try:
        with open(name, "rb") as file:
            return file.read().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise InvalidInput(
            f"cannot read {name}: {error.strerror}", "name a file, or - for standard input"
        ) from error


def editor_command() -> str | None:
    """The editor that git would start: `$GIT_EDITOR`, `core.editor`, `$VISUAL`, `$EDITOR`, on a terminal `vi`."""
    from records.git.run import Git
    from records.git.work_tree import configured_editor

    command = os.environ.get("GIT_EDITOR") or configured_editor(Git(os.getcwd()))
    command = command or os.environ.get("VISUAL") or os.environ.get("EDITOR")
    is_screen = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    if not command and is_screen:
        import shutil

        command = shutil.which("vi")
    return command or None


def edit_file(path: str) -> None:
    """Open a file in the person's editor; nothing happens where there is none.

    Raises:
        InvalidInput: the editor cannot be started, or ends with an error, as when its user gives up.
    """
    command = editor_command()
    if not command:
        return
    try:
        import subprocess

        status = subprocess.run([*shlex.split(command), path], check=False).returncode
    except (OSError, ValueError) as error:
        raise InvalidInput(
            f"cannot start the editor {command!r}: {error}", "set $VISUAL or $EDITOR"
        ) from error
    if status:
        raise InvalidInput(
            f"the editor {command!r} ended with an error: nothing was written", "exit it without one"
        )


def edit_new_file(project: WorkTreeProject, path: str, before: Mapping[str, str]) -> None:
    """Open a record that was just created in the person's editor; remove it again where the editor fails.

    Args:
        project: where.
        path: of the record, POSIX from the root.
        before: the texts that other files had before the record was created; they are put back with it.

    Raises:
        InvalidInput: the editor failed; nothing is left of the record.
    """
    full = project.store.absolute(path)
    try:
        edit_file(os.path.relpath(full))
    except InvalidInput:
        os.unlink(full)
        project.writer.save(dict(before))
        raise


def write_in_editor(start: str = "") -> str:
    """Let a person write a text in their editor, or line by line where there is none.

    Raises:
        InvalidInput: the editor cannot be started, or ends with an error.
    """
    if not editor_command():
        say("End with Ctrl-D on a line of its own.")
        return sys.stdin.read()
    import tempfile

    handle, path = tempfile.mkstemp(suffix=".md", text=False)
    with os.fdopen(handle, "wb") as file:
        file.write(start.encode())
    try:
        edit_file(path)
        with open(path, "rb") as text_file:
            return text_file.read().decode("utf-8", "surrogateescape").removesuffix("\n")
    finally:
        os.unlink(path)
