"""The form of prompt records: sections, words that look like the prompt's own, names, and bytes."""

from __future__ import annotations

import records.regex as re
from records.check.rule import Context, Finding, Rule
from records.model.file_name import parse_name
from records.model.severity import INFO, WARNING
from records.text.lines import line_at
from records.text.yaml.values import text_or_none

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.record import Record

LARGE = 32 * 1024
_THIRD_PERSON = re.compile(
    r"(?:the )?user(?:'s)? (?:asked|requested|invoked|wants|wanted|ran|provided|said|prompt(?:ed)?|asks|requests)\b",
    re.IGNORECASE,
)
_TRUNCATED = re.compile(
    r"\[(?:\.\.\.|…|truncated|continued|abridged|omitted)[^\]\n]{0,40}\]|\((?:truncated|abridged)\)",
    re.IGNORECASE,
)
_COMMAND_ONLY = re.compile(r"/[\w.:-]+\Z")
_COMMAND_TEXT = re.compile(r"\$ARGUMENTS\b|^## User Input\b", re.MULTILINE)
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_PATTERN = re.compile(r"\d+-[^/]+\.[a-z][\w-]*\.prompt\.md")


def _line_of(context: Context, record: Record, prompt: str) -> int:
    text = context.text(record)
    offset = text.find(prompt[:80]) if prompt else -1
    return line_at(text, offset) if offset >= 0 else context.reading(record).body_line


def _paraphrases(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        prompt = (context.parts(record).prompt or "").strip() if record.readable else ""
        if not prompt or text_or_none(context.reading(record).fields.get("prompt_sha256")):
            continue
        line = _line_of(context, record, prompt)
        if _THIRD_PERSON.match(prompt.lstrip("\"'*_> ")):
            yield Finding(record.path, line, "the prompt is described in the third person, not quoted", _KEEP)
        elif _COMMAND_TEXT.search(prompt):
            yield Finding(record.path, line, "the prompt is the text of a command, not what was asked", _KEEP)
        elif _COMMAND_ONLY.match(prompt):
            yield Finding(
                record.path, line, f"the prompt is a bare command: {prompt[:40]}", _KEEP, severity=INFO
            )
        elif _TRUNCATED.search(prompt):
            yield Finding(record.path, line, "the prompt looks cut short", _KEEP)


_KEEP = "keep the prompt as it was typed: records phr new --prompt-file, or records capture"


def _sections(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        if not record.readable:
            continue
        parts = context.parts(record)
        sections = {"Prompt": parts.prompt, "Response snapshot": parts.response, "Outcome": parts.outcome}
        missing = [name for name, text in sections.items() if text is None]
        if missing:
            line = context.reading(record).body_line
            yield Finding(
                record.path, line, f"no section {', '.join(missing)}", "add it, with a heading of level two"
            )


def _name(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        name = record.filename
        if not _PATTERN.fullmatch(name):
            parsed_name = parse_name(name)
            missing = (
                "no number"
                if parsed_name.number is None
                else "no stage"
                if parsed_name.stage is None
                else "another form"
            )
            yield Finding(
                record.path, 1, f"the file name {name!r} has {missing}", "NNNN-title.stage.prompt.md"
            )


def _bytes(context: Context) -> Iterator[Finding]:
    """What is around the prompt: the prompt itself is kept as it was given, whatever its bytes."""
    for record in context.phrs():
        text = context.text(record)
        if len(text) <= LARGE and text.isascii() and "\r" not in text and text.endswith("\n"):
            continue
        prompt = context.parts(record).prompt if record.readable else None
        rest = text.replace(prompt, re.sub(r"[^\n]", " ", prompt).replace("\r", "")) if prompt else text
        if len(rest.strip()) - len(prompt or "") > LARGE:
            yield Finding(record.path, 1, f"the record is large: {len(text) // 1024} KB")
        if "\r\n" in rest:
            yield Finding(
                record.path, 1, "the lines end in CRLF", "git config core.autocrlf, or .gitattributes"
            )
        if text and not text.endswith("\n"):
            yield Finding(record.path, text.count("\n") + 1, "the last line has no end")
        match = _HIDDEN.search(rest, 1)
        if match:
            line = line_at(rest, match.start())
            yield Finding(record.path, line, f"an invisible sign is here: U+{ord(match[0]):04X}")


RULES = (
    Rule("PHR010", "prompt-not-verbatim", WARNING,
         "A prompt is worth keeping as it was given. A summary by the agent, a cut, or a command's own text is not it. "
         "A record with prompt_sha256 is believed.", _paraphrases,
         is_local=True),
    Rule("PHR011", "section-missing", WARNING,
         "A record holds what was asked, what was answered and what came of it: Prompt, Response snapshot, Outcome.",
         _sections,
         is_local=True),
    Rule("PHR015", "file-name", INFO,
         "Spec-Kit Plus names records 0003-add-login.green.prompt.md. Other names are read here, but not by it.",
         _name,
         is_local=True),
    Rule("PHR016", "bytes", INFO,
         "CRLF, a missing last line end, 32 KB around the prompt, invisible signs: kept here; other tools may not.",
         _bytes,
         is_local=True),
)  # fmt: skip
