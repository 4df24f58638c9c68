"""Choose and start the person's editor and pager, by git's rules; what a repository configures is never started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress

import records.regex as re
from records.capture_hook import find_program
from records.cli.output import capture_output, is_terminal, note, print_captured
from records.encoding import decode
from records.errors import GitError, InvalidInput

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from records.model.record import Record
    from records.project.project import WorkTreeProject

_SHELL_SIGNS = re.compile(
    r"[|&;<>()$`\\\"' \t\n*?\[#~=%]"
)  # git's own list: with one of them, a shell reads it
_NO_EDITOR = ":"
_NO_PAGER = ("", "cat")
_LESS = {"LESS": "FRX", "LV": "-c"}
_NOT_FOUND = (126, 127)


def editor_command() -> str | None:
    """Return the editor that git would start: `$GIT_EDITOR`, the user's `core.editor`, `$VISUAL`, `$EDITOR`, `vi`.

    `$VISUAL` and `vi` need a terminal that is not dumb; None where there is no editor.
    """
    is_dumb = os.environ.get("TERM", "dumb") == "dumb"
    command = os.environ.get("GIT_EDITOR") or _user_setting("core.editor")
    command = command or ("" if is_dumb else os.environ.get("VISUAL")) or os.environ.get("EDITOR")
    if not command and not is_dumb and sys.stdin.isatty() and sys.stdout.isatty():
        command = find_program("vi")
    return command or None


def _can_page() -> bool:
    """Return whether the terminal has what a pager needs; one without waits for a key before it shows anything."""
    return os.name == "nt" or os.environ.get("TERM", "") not in ("", "dumb")


def pager_command() -> str | None:
    """Return the pager that the person chose as for git: `$GIT_PAGER`, their `core.pager`, `$PAGER`; None for none.

    Without a choice it is `less`, on a terminal that is not dumb and whose height is known.
    """
    for command in (os.environ.get("GIT_PAGER"), _user_setting("core.pager"), os.environ.get("PAGER")):
        if command is not None:
            return None if command.strip() in _NO_PAGER else command
    is_usable = os.environ.get("TERM", "dumb") != "dumb" and _rows() > 0
    return (find_program("less") or find_program("more")) if is_usable else None


def _rows() -> int:
    """Return the height of the terminal; 0 where it is not known."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines
    except (OSError, ValueError, AttributeError):
        return 0


def _user_setting(name: str) -> str | None:
    from records.git.run import Git
    from records.git.work_tree import user_setting

    with suppress(GitError, OSError):
        return user_setting(Git(os.getcwd()), name)
    return None


def _arguments(command: str, *paths: str) -> list[str]:
    """Return what to execute: a command with signs of the shell is given to `sh`, as git does."""
    if not _SHELL_SIGNS.search(command):
        return [command, *paths]
    if os.name == "nt":
        import shlex

        return [*shlex.split(command, posix=False), *paths]
    return ["sh", "-c", f'{command} "$@"' if paths else command, command, *paths]


@contextmanager
def _program_in_front(
    arguments: list[str], stdin: int | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program, leave Ctrl-C to it as git does, and wait for it.

    Raises:
        OSError: it cannot be started.
        ValueError: an argument has a null character.
    """
    is_main = threading.current_thread() is threading.main_thread()
    # A handler, set before the start: a program inherits an ignored signal, and may be interrupted at once.
    before = signal.signal(signal.SIGINT, lambda *_: None) if is_main else None
    try:
        process = subprocess.Popen(arguments, stdin=stdin, env=environment)
        yield process
        process.wait()
    finally:
        if is_main:
            signal.signal(signal.SIGINT, before)


def edit_file(path: str, *, is_new: bool = False) -> None:
    """Open a file in the person's editor; nothing happens where there is none.

    Args:
        path: of the file.
        is_new: whether the caller removes the file when the editor fails, which the message says.

    Raises:
        InvalidInput: the editor cannot be started, or ends with an error, as when its user gives up.
        KeyboardInterrupt: the editor was interrupted.
    """
    command = editor_command()
    if not command or command == _NO_EDITOR:
        return
    try:
        with _program_in_front(_arguments(command, path)) as process:
            pass
    except (OSError, ValueError) as error:
        raise InvalidInput(
            f"cannot start the editor {command!r}: {getattr(error, 'strerror', None) or error}",
            "set $VISUAL or $EDITOR",
        ) from error
    if process.returncode in (-signal.SIGINT, 128 + signal.SIGINT):
        raise KeyboardInterrupt
    if process.returncode:
        outcome = ": nothing was written" if is_new else ""
        raise InvalidInput(f"the editor {command!r} ended with an error{outcome}", "exit it without one")


def edit_new_file(project: WorkTreeProject, path: str, before: Mapping[str, str]) -> Record:
    """Open a record that was just created in the person's editor, and return it as it is then.

    Where its user gives up, it is removed again.

    As with git's messages, a file that is empty afterwards means that nothing is to be recorded.

    Args:
        project: where.
        path: of the record, POSIX from the root.
        before: the texts that other files had before the record was created; they are put back with it.

    Raises:
        InvalidInput: the editor failed, or left no text; nothing is left of the record.
    """
    full = project.store.absolute(path)
    try:
        edit_file(os.path.relpath(full), is_new=True)
        if not os.path.isfile(full) or not project.store.text(path).strip():
            raise InvalidInput("the record was left empty: nothing was written", "save it with its text")
    except BaseException:
        project.writer.discard(path)
        project.writer.save(dict(before))
        raise
    project.store.forget()
    (record,) = (record for record in project.store.scan() if record.path == path)
    if not record.readable:
        note(f"{path} cannot be read: {record.problem}")
    return record


def edit_text(name: str) -> str:
    """Let a person write a text in their editor, in a temporary file that is called *name*.md.

    Raises:
        InvalidInput: the editor cannot be started, or ends with an error.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="records-") as folder:
        path = os.path.join(folder, f"{name}.md")
        with open(path, "xb"):
            pass
        edit_file(path, is_new=True)
        with open(path, "rb") as file:
            return decode(file.read()).removesuffix("\n")


@contextmanager
def paged(command: str | None = None) -> Iterator[None]:
    """Show what is printed to standard output in the person's pager, on a terminal only.

    Args:
        command: a pager to use whatever the output is; by default git's choice.
    """
    if command is None and not (is_terminal() and _can_page()):
        yield
        return
    pager = command or pager_command()
    if pager is None:
        yield
        return
    with capture_output() as text:
        yield
    if not _show_in_pager(pager, text.getvalue()):
        print_captured(text.getvalue())


def _show_in_pager(pager: str, text: str) -> bool:
    """Return whether the pager could be started."""
    content = text.encode(sys.stdout.encoding or "utf-8", "replace")
    try:
        with (
            _program_in_front(_arguments(pager), subprocess.PIPE, {**_LESS, **os.environ}) as process,
            suppress(BrokenPipeError),  # its user left before the end
        ):
            process.communicate(content)
    except (OSError, ValueError):
        return False
    return process.returncode not in _NOT_FOUND


def open_in_browser(address: str) -> None:
    """Open a page in the browser that `$BROWSER` or the desktop names; say so where there is none."""
    import webbrowser

    if not webbrowser.open(address):
        note("no browser could be started: set $BROWSER, or open the address by hand")
