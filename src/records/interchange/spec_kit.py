"""Answer as Spec-Kit Plus's create-phr.sh and create-adr.sh do, so that its commands go on working.

Flags and JSON are those of specifyplus 0.0.17 to 0.0.20.post1, of which ours is a superset. What the scripts guess
(the highest-numbered feature) is not guessed; what they overwrite is not overwritten.
"""

from __future__ import annotations

from records.dataclass import dataclass
from records.history.new_adr import create_adr as new_adr_create_adr
from records.history.new_phr import create_phr as make
from records.model.drafts import AdrDraft, PhrDraft
from records.text.slug import slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.project.project import WorkTreeProject

_OPEN = "phr-open.md.j2"
_PLACEHOLDERS = {
    "prompt": "{{PROMPT_TEXT}}",
    "response": "{{RESPONSE_TEXT}}",
    "outcome": "{{OUTCOME_IMPACT}}",
}


@dataclass(frozen=True, slots=True)
class ScriptResult:
    """A record that was created, as the scripts report it.

    Attributes:
        kind: `PHR` or `ADR`.
        path: absolute.
        facts: the other members of the JSON object.
        warnings: what the caller should know.
    """

    kind: str
    path: str
    facts: dict[str, Any]
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The JSON object: the scripts' own members first."""
        first = {"id": self.facts["id"], "path": self.path}
        return {**first, **self.facts, "warnings": list(self.warnings)}


def create_phr(
    project: WorkTreeProject, title: str, stage: str, feature: str | None = None, prompt: str | None = None
) -> ScriptResult:
    """Make a prompt record; without a prompt, with placeholders that the caller fills.

    Raises:
        InvalidInput: title, stage or feature cannot be used.
    """
    fields: dict[str, Any] = {"title": title, "stage": stage, "feature": feature, "prompt_source": "agent"}
    if prompt is None:
        fields.update(_PLACEHOLDERS, template=_OPEN)
    else:
        fields["prompt"] = prompt
    outcome = make(project, PhrDraft(**fields))
    record = outcome.record
    folder = record.folder.rsplit("/", 1)[-1]
    context = folder if folder in ("constitution", "general") else "feature"
    warnings = list(outcome.notes)
    if context == "general" and stage != "general" and not feature:
        warnings.append("no feature is known here, so the record is in general; give --feature NAME")
    facts = {
        "id": record.id,
        "context": context,
        "stage": record.stage,
        "feature": folder if context == "feature" else "none",
        "template": "phr",
        "relpath": record.path,
        "title": record.title,
        "date": record.date,
        "slug": slug(record.title),
    }
    return ScriptResult("PHR", project.store.absolute(record.path), facts, tuple(warnings))


def create_adr(project: WorkTreeProject, title: str) -> ScriptResult:
    """Make a proposed decision record.

    Raises:
        InvalidInput: the title cannot be used.
    """
    outcome = new_adr_create_adr(project, AdrDraft(title=title, status="proposed"))
    record = outcome.record
    facts = {
        "id": record.id, "template": "adr", "relpath": record.path, "title": record.title,
        "date": record.date, "status": record.status, "slug": slug(record.title),
    }  # fmt: skip
    return ScriptResult("ADR", project.store.absolute(record.path), facts, outcome.notes)
