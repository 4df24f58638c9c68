"""Front matter of decision records: values of the kind that tools expect, keys that are not misspelled relations."""

from __future__ import annotations

import os

from records.adr.relation_words import is_relation
from records.check.rule import Context, Finding, Rule
from records.errors import nearest
from records.model.link import RELATIONS
from records.model.severity import ERROR, WARNING
from records.project.templates import packaged_templates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS = frozenset(("title", "status", "date", "id", "number", "adr_status"))
_LISTS = frozenset(("deciders", "decision-makers", "consulted", "informed", "tags", "labels"))
_SPELLINGS = tuple(sorted({*RELATIONS, "supersededBy", "relatesTo", "conflictsWith", "dependsOn"}))


def _kinds(context: Context) -> Iterator[Finding]:
    for record in context.adrs():
        if not record.readable or "---" not in context.text(record)[:5]:
            continue
        view = context.adr(record).view
        for key, value in view.data.items():
            if key in _TEXTS and value and isinstance(value, (list, dict)):
                message = f"{key} holds {'a list' if isinstance(value, list) else 'a mapping'}, where one text belongs"
                yield Finding(record.path, view.key_line(key), message, f"write {key}: TEXT")
            elif key in _LISTS and value and isinstance(value, dict):
                message = f"{key} holds a mapping, where a list belongs"
                yield Finding(record.path, view.key_line(key), message, f"write {key}: [A, B]")


def _misspelled_keys(context: Context) -> Iterator[Finding]:
    suggestions: dict[str, str] = {}
    for record in context.adrs():
        if not record.readable or "---" not in context.text(record)[:5]:
            continue
        view = context.adr(record).view
        for key, value in view.data.items():
            if key not in suggestions:
                suggestions[key] = "" if is_relation(key) else nearest(key, _SPELLINGS, 0.85)
            if suggestions[key] and value:
                message = f"the key {key!r} is no relation that anybody reads"
                yield Finding(record.path, view.key_line(key), message, f"did you mean {suggestions[key]}?")


def _template(context: Context) -> Iterator[Finding]:
    name = context.project.settings.adr.template
    if not name or context.only:
        return
    inner = name if name.endswith(".j2") else f"{name}.md.j2"

    own = context.is_file(name) or context.is_file(f".records/templates/{inner}")
    if not own and not os.path.isfile(os.path.join(packaged_templates(), inner)):
        message = f"the template {name!r} of new decisions is not there"
        yield Finding(
            ".records/config.toml", 1, message, "nygard, madr, madr-minimal, madr2, y-statement, or a file"
        )


RULES = (
    Rule("ADR023", "template-missing", ERROR,
         "[adr] template in .records/config.toml names a template that ships, or a file of the repository.", _template),
    Rule("ADR027", "field-of-another-kind", WARNING,
         "A title, a status and a date are texts, people and labels are lists; other tools drop a file over it.",
         _kinds,
         is_local=True),
    Rule("ADR031", "relation-misspelled", WARNING,
         "A key that is nearly a relation is read by nobody, and the link is lost.", _misspelled_keys,
         is_local=True),
)  # fmt: skip
