"""Tools that write: a prompt, its end, a proposed decision, a link. None accepts, rejects or deletes anything."""

from __future__ import annotations

from typing import Annotated, Any

from mcp_types import CallToolResult
from pydantic import BaseModel, ConfigDict, Field

from records.errors import InvalidInput
from records.history.finish_phr import finish_phr
from records.history.link import link
from records.history.new_adr import create_adr
from records.history.new_phr import create_phr
from records.mcp import answers
from records.mcp.paths import changed
from records.mcp.reading import record_name, result
from records.mcp.session import Session, reports_errors
from records.model.drafts import AdrDraft, LinkDraft, PhrCompletion, PhrDraft
from records.model.kind import Kind
from records.model.link import canonical_relation as canonical
from records.model.record import Record
from records.text.envelope import line

_RETIRING = frozenset((
    "supersedes", "superseded-by", "obsoletes", "obsoleted-by", "deprecates", "deprecated-by", "rejects",
    "rejected-by", "accepts", "accepted-by",
))  # fmt: skip
_NAME = "ADR-7, general/0003 or a path."


Title = Annotated[str, Field(description="Three to seven words.", max_length=300)]
Relation = Annotated[
    str,
    Field(description="led-to, implements, amends, depends-on, relates-to …", max_length=60),
]
Response = Annotated[str | None, Field(description="What you answered, one to three sentences.")]
Outcome = Annotated[str | None, Field(description="What changed for the user or the code.")]
Tests = Annotated[list[str], Field(description="Tests that ran, with their result.")]
Labels = Annotated[list[str], Field(description="Free words.")]


class LinkGiven(BaseModel):
    """A link to write."""

    model_config = ConfigDict(extra="forbid")

    relation: Relation
    target: Annotated[str, Field(description=_NAME)]


Links = Annotated[list[LinkGiven], Field(description="Links to other records.")]


class Writing:
    """The tools that make and complete records; each is a function over a service."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @reports_errors
    def create_phr(
        self,
        title: Title,
        stage: Annotated[
            str,
            Field(
                description="constitution, spec, plan, tasks, red, green, refactor, explainer, misc or general."
            ),
        ],
        prompt: Annotated[str, Field(description="The user's prompt, verbatim and whole.")],
        response: Response = None,
        outcome: Outcome = None,
        files: Annotated[
            list[str] | None, Field(description="Paths that changed; from git when absent.")
        ] = None,
        tests: Tests = [],  # noqa: B006
        labels: Labels = [],  # noqa: B006
        links: Links = [],  # noqa: B006
        feature: Annotated[str | None, Field(description="The feature; from the branch when absent.")] = None,
        model: Annotated[str | None, Field(description="Your model's name.")] = None,
    ) -> Annotated[CallToolResult, answers.Written]:
        """Record a prompt. Branch, commit, user, date and changed files come from git: leave them out."""
        project = self._session.fresh()
        file_paths, notes = (None, ()) if files is None else changed(project, files)
        fields: dict[str, Any] = {
            "title": title, "stage": stage, "prompt": prompt, "response": response, "outcome": outcome,
            "files": file_paths, "tests": tuple(tests), "labels": tuple(labels),
            "feature": feature, "model": model,
            "links": _links(links), "surface": "agent", "prompt_source": "agent",
        }  # fmt: skip
        created = create_phr(project, PhrDraft(**fields))
        return _result(created.record, (created.record.path,), (*created.notes, *notes), "recorded")

    @reports_errors
    def finish_phr(
        self,
        ref: Annotated[str, Field(description="general/0003 or a path.")],
        response: Response = None,
        outcome: Outcome = None,
        files: Annotated[
            list[str] | None,
            Field(description="Paths that changed; from git when absent."),
        ] = None,
        tests: Tests = [],  # noqa: B006
        next_prompts: Annotated[str | None, Field(description="What to ask next.")] = None,
        reflection: Annotated[str | None, Field(description="What was learned.")] = None,
    ) -> Annotated[CallToolResult, answers.Written]:
        """Fill what is still open in a prompt record: response, outcome, tests, files. What is written stays."""
        project = self._session.fresh()
        path = self._session.snapshot(project).record(ref, Kind.PHR).path
        file_paths, notes = (None, ()) if files is None else changed(project, files)
        finish = PhrCompletion(response, outcome, tuple(tests), file_paths, next_prompts, reflection)
        result = finish_phr(project, path, finish)
        written_paths = (result.record.path,) if result.changed else ()
        verb = "finished" if result.changed else "nothing was open in"
        return _result(result.record, written_paths, (*result.notes, *notes), verb)

    @reports_errors
    def create_adr(
        self,
        title: Annotated[
            str,
            Field(description="The decision as a short phrase: Use PostgreSQL for orders.", max_length=300),
        ],
        context: Annotated[str, Field(description="The forces at play, and why a decision is needed now.")],
        decision: Annotated[str, Field(description="What is to be done, in full sentences.")],
        consequences: Annotated[str, Field(description="What becomes easier and harder.")],
        alternatives: Annotated[str, Field(description="What else was considered, and why not.")] = "",
        links: Links = [],  # noqa: B006
    ) -> Annotated[CallToolResult, answers.Written]:
        """Propose a decision. Its status is `proposed`: only a person accepts it, or lets it supersede another."""
        for link_input in links:
            _refuse_retiring(link_input.relation)
        sections = {
            "Context": context, "Decision": decision, "Alternatives considered": alternatives,
            "Consequences": consequences,
        }  # fmt: skip
        empty = [name.lower() for name, text in sections.items() if not text.strip() and name[0] != "A"]
        if empty:
            raise InvalidInput(f"{', '.join(empty)} is empty", "write a sentence or two for each part")
        body = "\n\n".join(f"## {name}\n\n{text.strip()}" for name, text in sections.items() if text.strip())
        draft = AdrDraft(title=title, status="proposed", body=body, links=_links(links))
        created = create_adr(self._session.fresh(), draft)
        ask = f"Ask the user to review it, then to run: records adr accept {created.record.ref}"
        return _result(created.record, (created.record.path,), (*created.notes, ask), "proposed")

    @reports_errors
    def link_records(
        self,
        source: Annotated[str, Field(description=f"The record that came later: {_NAME}")],
        relation: Relation,
        target: Annotated[str, Field(description=_NAME)],
    ) -> Annotated[CallToolResult, answers.Written]:
        """Write a link between two records; its inverse is derived. Saying it twice changes nothing."""
        _refuse_retiring(relation)
        project = self._session.fresh()
        ends = [self._session.snapshot(project).record(ref).path for ref in (source, target)]
        result = link(project, ends[0], relation, ends[1])
        return _result(result.source, result.changed, (), f"{result.relation} {line(result.target.ref)}:")


def _refuse_retiring(relation: str) -> None:
    if canonical(relation) in _RETIRING:
        raise InvalidInput(
            "superseding retires a decision, and that is for a person to do",
            "link with 'amends', or ask the user to run: records adr supersede OLD --by NEW",
        )


def _links(fields: list[LinkGiven]) -> tuple[LinkDraft, ...]:
    return tuple(LinkDraft(relation=link_input.relation, target=link_input.target) for link_input in fields)


def _result(record: Record, paths: tuple[str, ...], notes: tuple[str, ...], verb: str) -> CallToolResult:
    name = record_name(record)
    answer: answers.Written = {
        "record": name,
        "changed": [line(path) for path in paths],
        "notes": [line(note) for note in notes],
    }
    head = f"{verb} {name['ref']} ({name['path']}): {name['title']}"
    return result(answer, "\n".join([head, *answer["notes"]]))
