"""Stage and feature of prompt records: known words, and the folder that they lead to."""

from __future__ import annotations

from records.check.rule import Context, Finding, Rule
from records.model.file_name import parse_name
from records.model.severity import WARNING
from records.model.stage import STAGES, canonical_stage
from records.text.yaml.values import text_or_none

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def _stage(context: Context) -> Iterator[Finding]:
    stages = {*STAGES, *context.project.settings.phr.stages}
    for record in context.phrs():
        reading = context.reading(record)
        value = text_or_none(reading.fields.get("stage"))
        if not record.readable or not value or value in stages:
            continue
        line = reading.key_lines.get("stage", 1)
        canonical = canonical_stage(value)
        if canonical in stages:
            yield Finding(
                record.path,
                line,
                f"the stage {value!r} is read as {canonical!r}",
                f"write stage: {canonical}",
            )
        else:
            hint = f"one of: {', '.join(STAGES)}; or add it to [phr] stages in .records/config.toml"
            yield Finding(record.path, line, f"the stage {value!r} is not known", hint)


def _route(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        reading = context.reading(record)
        if not record.readable:
            continue
        name = parse_name(record.filename)
        if name.stage and record.stage and canonical_stage(name.stage) != record.stage:
            message = f"the stage is {record.stage}, the file name says {name.stage}"
            yield Finding(record.path, reading.key_lines.get("stage", 1), message)
        feature = text_or_none(reading.fields.get("feature"))
        last = record.folder.rsplit("/", 1)[-1]
        if feature and last and not _same_feature(feature, last):
            message = f"the feature is {feature!r}, the folder {last!r}"
            yield Finding(record.path, reading.key_lines.get("feature", 1), message)


def _same_feature(feature: str, folder: str) -> bool:
    """Return whether a feature belongs in a folder; a number before the name may be left out."""
    plain = {text.casefold().lstrip("0123456789-") for text in (feature, folder)}
    return len(plain) == 1 or folder in ("general", "constitution")


RULES = (
    Rule("PHR007", "stage-unknown", WARNING,
         "Stages are Spec-Kit Plus's list and those that the settings add; other words cannot be filtered by.", _stage,
         is_local=True),
    Rule("PHR008", "stage-or-feature-elsewhere", WARNING,
         "Stage and feature are in front matter, file name and folder: they should agree.", _route,
         is_local=True),
)  # fmt: skip
