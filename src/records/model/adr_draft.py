"""What a caller hands in to make a decision record: checked whole, as `PhrDraft` is."""

from __future__ import annotations

from dataclasses import dataclass, field

from records.errors import InvalidInput
from records.model.phr_draft import NOTHING_MORE, LinkDraft, check_types, checked_title
from records.secrets.redactor import NO_TEXT


@dataclass(frozen=True, kw_only=True)
class AdrDraft:
    """A decision record to be made; what is None comes from the settings and the clock.

    Attributes:
        title: what is decided; made one line.
        status: `proposed`, `accepted`, … or a word of your own.
        template: `nygard`, `madr`, `madr-minimal`, `madr2`, `y-statement`, or a template's or file's name.
        body: Markdown from the first section after the status on.
        supersedes: references to the decisions that this one replaces.
        links: edges to other records.
        deciders: who decides.
        affects: globs of the code that the decision governs, for templates with front matter.
        labels: free words, for templates with front matter.
        date: `YYYY-MM-DD`.

    Raises:
        InvalidInput: an empty title or status, or a placeholder.
    """

    __pydantic_config__ = NOTHING_MORE

    title: str
    status: str | None = None
    template: str | None = field(default=None, metadata=NO_TEXT)
    body: str | None = None
    supersedes: tuple[str, ...] = ()
    links: tuple[LinkDraft, ...] = ()
    deciders: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    date: str | None = None

    def __post_init__(self) -> None:
        """Check everything, and tell all that is wrong at once."""
        check_types(self)
        problems: list[str] = []
        title = checked_title(self.title, problems)
        if self.status is not None and not self.status.strip():
            problems.append("status is empty")
        if problems:
            raise InvalidInput("; ".join(problems))
        object.__setattr__(self, "title", title)
