"""What a command printed, stored and printed again while nothing has changed."""

from __future__ import annotations

import os

from records.cli.invocation import look
from records.cli.output import echo_stored, note
from records.project.stamp import read_page, write_page

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.project.project import Project


def print_stored(name: str, *, at_root: bool = False) -> bool:
    """Print a page that was stored when it was last printed, where nothing has changed since; else return False.

    Args:
        name: of the page.
        at_root: whether it holds only for somebody who stands in the root of the project.
    """
    seen = look()
    if seen is None or (at_root and not os.path.exists(".git")):
        return False
    text = read_page(seen.folder, name, seen.generation)
    if text is None or not echo_stored(text):
        return False
    for line in (read_page(seen.folder, f"{name}-notes", seen.generation) or "").splitlines():
        note(line)
    return True


def store_page(project: Project, name: str, text: str, notes: Iterable[str] = ()) -> None:
    """Store a page that was printed, and the notes beside it, for `print_stored`."""
    generation = project.store.generation
    if generation and project.state_dir and project.location and project.root == project.location.root:
        write_page(project.state_dir.own, f"{name}-notes", generation, "\n".join(notes))
        write_page(project.state_dir.own, name, generation, text)
