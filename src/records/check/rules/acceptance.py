"""How the decisions of a change came into force; asked with `--against REVISION`."""

from __future__ import annotations

import records.regex as re
from records.adr.template_text import UNWRITTEN
from records.adr.vocabulary import DECISION_WORDS
from records.check.rule import Context, Finding, Rule
from records.model.severity import ERROR, INFO, WARNING
from records.text.document import without_comments
from records.text.headings import section_end
from records.text.slug import plain_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.adr.record_layout import AdrView
    from records.model.severity import Severity
    from records.trace.acceptance import StatusStep

_STRICT = ("human", "review")
_FIELD_HEADINGS = ("status", "date", "deciders", "decision-makers", "tags")
_MARKUP = re.compile(r"^#.*$|^[ \t]*+[*+-]?[ \t]*+\**(?:status|date|deciders)\**[ \t]*:.*$", re.I | re.M)
_WORD = re.compile(r"\w")


def _steps(context: Context) -> list[StatusStep]:
    return [step for step in context.status_steps() if context.selects(step.record.path)]


def _severity(context: Context) -> Severity | None:
    """Errors where the settings ask for evidence; else the rule's own severity."""
    return ERROR if context.project.settings.adr.accept in _STRICT else None


def _finding(context: Context, step: StatusStep, message: str, hint: str) -> Finding:
    source = context.adr(step.record).facts.source("status")
    line = source.line if source else 1
    return Finding(step.record.path, line, message, hint, severity=_severity(context))


def _by_agent(context: Context) -> Iterator[Finding]:
    for step in _last_acceptances(context):
        if step.is_by_agent and not step.evidence:
            message = (
                f"{step.record.ref} was accepted by an agent, in {step.commit.id[:10]} ({step.signs[0].text})"
            )
            yield _finding(
                context, step, message, "a person accepts it in a commit of their own, or reviews it"
            )


def _without_review(context: Context) -> Iterator[Finding]:
    if context.project.settings.adr.accept != "review":
        return
    for step in _last_acceptances(context):
        if step.is_reviewed:
            continue
        own = [item for item in step.evidence if item.kind != "person"]
        if own:
            message = f"{step.record.ref} was accepted by {step.commit.author}, who is the only reviewer too"
        else:
            message = f"{step.record.ref} was accepted in {step.commit.id[:10]} without a review"
        hint = (
            "another person approves it on the forge, in .records/reviews, or by a trailer ADR-accepted-by:"
        )
        yield _finding(context, step, message, hint)


def _own_decision(context: Context) -> Iterator[Finding]:
    """Decisions that their author accepted, where people are asked to accept but reviews are not."""
    if context.project.settings.adr.accept != "human":
        return
    proposers = {step.record.key: step for step in _steps(context) if step.change.before is None}
    for step in _last_acceptances(context):
        first = proposers.get(step.record.key)
        if (
            first
            and not step.is_by_agent
            and not step.is_reviewed
            and first.commit.email == step.commit.email
        ):
            source = context.adr(step.record).facts.source("status")
            message = f"{step.commit.author} wrote {step.record.ref} and accepted it"
            hint = 'a second person may approve it; accept = "review" asks for that'
            yield Finding(step.record.path, source.line if source else 1, message, hint)


def _empty(context: Context) -> Iterator[Finding]:
    for step in _last_acceptances(context):
        if _says_nothing(context.adr(step.record).view):
            message = (
                f"{step.record.ref} was accepted in {step.commit.id[:10]} and says nothing about the decision"
            )
            yield _finding(context, step, message, "write the decision, or leave it proposed")


def _says_nothing(view: AdrView) -> bool:
    """Whether a record has no word of its own under its decision; of a record without such a heading, anywhere."""
    texts = []
    for index, heading in enumerate(view.headings):
        if any(word in plain_letters(heading.title.casefold()) for word in DECISION_WORDS):
            texts.append(view.text[heading.body : section_end(view.text, view.headings, index)])
    if not texts:
        texts = [
            view.text[heading.body : following.start if following else len(view.text)]
            for heading, following in zip(view.headings, [*view.headings[1:], None], strict=True)
            if heading.title.casefold() not in _FIELD_HEADINGS
        ]
    return all(
        UNWRITTEN.search(text) or not _WORD.search(_MARKUP.sub("", without_comments(text))) for text in texts
    )


def _reverted(context: Context) -> Iterator[Finding]:
    for step in _steps(context):
        if step.reverts:
            message = (
                f"{step.record.ref} went from {step.change.before} back to {step.change.after} "
                f"in {step.commit.id[:10]} by {step.commit.author}"
            )
            yield _finding(context, step, message, "a decision that was made is deprecated or superseded")


def _last_acceptances(context: Context) -> list[StatusStep]:
    """The acceptances that hold at the end of the change, the last one of each decision."""
    last: dict[str, StatusStep] = {step.record.key: step for step in _steps(context)}
    return [step for step in last.values() if step.accepts]


RULES = (
    Rule("ADR032", "acceptance-by-agent", WARNING,
         "A decision comes into force when a person accepts it. A commit with signs of an agent is no evidence of it, "
         "unless a person stands for it: a review on the forge, a file in .records/reviews, or a trailer "
         "ADR-accepted-by: in a signed commit. An error where [adr] accept is human or review.",
         _by_agent, needs_other_side=True),
    Rule("ADR033", "acceptance-without-review", ERROR,
         "With [adr] accept = \"review\", somebody other than the author of the commit approves each decision that "
         "comes into force.", _without_review, needs_other_side=True),
    Rule("ADR034", "acceptance-by-its-author", INFO,
         "With [adr] accept = \"human\", a decision that its author accepted without a second person is shown.",
         _own_decision, needs_other_side=True),
    Rule("ADR035", "acceptance-of-nothing", WARNING,
         "A decision that is accepted says what was decided. An error where [adr] accept is human or review.",
         _empty, needs_other_side=True),
    Rule("ADR036", "acceptance-reverted", WARNING,
         "A decision that was made is not undone by its status: it is deprecated or superseded, so that a reader sees "
         "both. An error where [adr] accept is human or review.", _reverted, needs_other_side=True),
)  # fmt: skip
