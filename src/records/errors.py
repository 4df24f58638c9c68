"""The errors that `records` raises: facts in, a sentence out, and a hint beside it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class RecordsError(Exception):
    """Something could not be done; the message says what and where, `hint` what to do next.

    Args:
        message: what happened and where, as one sentence without a final full stop.
        hint: what the reader can do about it, or an empty string.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidInput(RecordsError):
    """What the caller handed in cannot be used: an empty title, an unknown stage, a bad link."""


class OutsideRoot(InvalidInput):
    """A path leads outside the repository, or into its git directory."""


class NotFound(RecordsError):
    """Nothing matches what the caller named."""


class Ambiguous(RecordsError):
    """More than one record matches what the caller named; `candidates` lists them."""

    def __init__(self, message: str, candidates: list[str], hint: str = "") -> None:
        super().__init__(message, hint or "one of: " + ", ".join(candidates))
        self.candidates = candidates


class ConfigError(RecordsError):
    """A configuration file says something that `records` does not understand."""


class EditError(RecordsError):
    """An edit would have changed more of a file than it should; nothing was written."""


class GitError(RecordsError):
    """Git is missing, refused, or answered something unexpected."""


class WriteError(RecordsError):
    """A file could not be written; what was there before is untouched."""


class StateError(RecordsError):
    """A file that records keeps in the git directory cannot be used; the message names it."""


class OutputError(RecordsError):
    """Standard output cannot be written: it is closed, or its disk is full."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"cannot write the output: {reason}", "redirect it to a file or program that takes it"
        )


class TemplateError(RecordsError):
    """A template is missing, breaks the sandbox, or does not render."""


def nearest(word: str, choices: Iterable[str], least: float = 0.6) -> str:
    """Return the choice that a word was probably meant as, for a hint; empty where none is near.

    Args:
        word: as somebody wrote it.
        choices: what there is.
        least: how alike they are at least, from 0 to 1 (`difflib.SequenceMatcher.ratio`).
    """
    from difflib import get_close_matches  # most words are among the choices

    return next(iter(get_close_matches(word, list(choices), 1, least)), "")
