"""Texts that come from files, standard input or the person's editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile

from records.cli.output import say
from records.errors import InvalidInput


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


def edit_file(path: str) -> None:
    """Open a file in `$VISUAL`, else `$EDITOR`; nothing happens where neither is set.

    Raises:
        InvalidInput: the editor cannot be started.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        return
    try:
        subprocess.run([*shlex.split(editor), path], check=False)
    except (OSError, ValueError) as error:
        raise InvalidInput(
            f"cannot start the editor {editor!r}: {error}", "set $VISUAL or $EDITOR"
        ) from error


def write_in_editor(start: str = "") -> str:
    """Let a person write a text in their editor, or line by line where there is none.

    Raises:
        InvalidInput: the editor cannot be started.
    """
    if not (os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        say("End with Ctrl-D on a line of its own.")
        return sys.stdin.read()
    handle, path = tempfile.mkstemp(suffix=".md", text=False)
    with os.fdopen(handle, "wb") as file:
        file.write(start.encode())
    try:
        edit_file(path)
        with open(path, "rb") as text_file:
            return text_file.read().decode("utf-8", "surrogateescape").removesuffix("\n")
    finally:
        os.unlink(path)
