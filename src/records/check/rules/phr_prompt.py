"""The prompt of a record is unchanged: its hash matches."""

from __future__ import annotations

from records.check.rule import Context, Finding, Rule
from records.model.severity import ERROR
from records.phr.body import prompt_is_intact
from records.text.yaml.values import text_or_none

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def _changed(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        expected = text_or_none(context.reading(record).fields.get("prompt_sha256"))
        if expected and not prompt_is_intact(context.parts(record).prompt, expected):
            line = context.reading(record).body_line
            message = "the prompt is not the one that was recorded: its hash differs from prompt_sha256"
            yield Finding(record.path, line, message, "restore the prompt from git, or remove prompt_sha256")


RULES = (
    Rule("PHR017", "prompt-changed", ERROR,
         "A prompt is kept byte for byte, and prompt_sha256 proves it. Line ends that git converted do not count.",
         _changed,
         is_local=True),
)  # fmt: skip
