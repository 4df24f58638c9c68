"""What a caller hands in to make a decision record: strict, as `PhrDraft` is."""

from __future__ import annotations

from pydantic import Field

from records.models.drafts import LinkDraft, Titled, Word


class AdrDraft(Titled):
    """A decision record to be made; what is None comes from the settings and the clock."""

    status: Word | None = None
    template: str | None = None
    body: str | None = Field(default=None, description="Markdown from the first section after the status on.")
    supersedes: tuple[Word, ...] = ()
    links: tuple[LinkDraft, ...] = ()
    deciders: tuple[Word, ...] = ()
    date: str | None = None
