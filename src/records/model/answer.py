"""The base of the models that describe JSON answers.

Code that produces an answer builds plain dictionaries, because importing pydantic takes longer than most commands; each
package with answers describes them in its module `answers`. The tests validate every `--json` output against its
model, `records schema` prints the models as JSON Schema, and the reference is generated from them.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from records.model.diagnostic import Severity
from records.model.kind import Kind


class Answer(BaseModel):
    """A JSON object with exactly the declared members, of exactly the declared types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_enum_values=True)


class LinkAnswer(Answer):
    """A link to another record, or to anything else that the author linked."""

    relation: str = Field(description="Canonical (`supersedes`, `led-to`, …), or the author's own words.")
    target: str = Field(description="`adr/STEM`, `phr/FEATURE/STEM`, or the text as written.")


class RecordName(Answer):
    """What identifies a record, and its state."""

    kind: Kind = Field(strict=False)
    ref: str
    title: str
    path: str
    status: str | None = Field(description="Of a decision.")
    stage: str | None = Field(description="Of a prompt.")
    date: str | None


class FindingAnswer(Answer):
    """One finding of `records check`."""

    rule: str
    severity: Severity = Field(strict=False)
    path: str
    line: int
    column: int
    message: str
    hint: str
    fixable: bool = Field(description="Whether `records check --fix` repairs it.")
