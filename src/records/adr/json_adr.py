"""JSON-ADR v1, the interchange form of joshrotenberg/adrs: a decision to it, and a decision from it.

Source: schema/json-adr/v1.json of that project. Its own program writes `consequences` as one text, which its schema
refuses; we write what the schema asks for, and the program's form where it is asked for. Both are read.
"""

from __future__ import annotations

import records.regex as re
from records.patterns import LIST_MARKER
from records.text.headings import section_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from records.adr.dialects import ReadAdr
    from records.adr.record_layout import AdrView

VERSION = "1.0.0"
SCHEMA = "https://raw.githubusercontent.com/joshrotenberg/adrs/main/schema/json-adr/v1.json"
LINK_TYPES = ("supersedes", "superseded-by", "amends", "amended-by", "relates-to")
_BULLET = re.compile(rf"^[ \t]*{LIST_MARKER}[ \t]+(.*(?:\n(?![ \t]*{LIST_MARKER}[ \t]|[ \t]*\n).+)*)", re.M)
_SIDES = {
    "positive": re.compile(r"\b(?:positive|good|pros?)\b"),
    "negative": re.compile(r"\b(?:negative|bad|cons?)\b"),
    "risks": re.compile(r"\brisks?\b"),
}
_KNOWN = frozenset((
    "status", "context", "decision", "consequences", "links", "decision drivers", "considered options",
    "more information", "validation",
))  # fmt: skip
_CONTEXT = ("context and problem statement", "context", "background", "problem")
_DECISION = ("decision outcome", "decision", "solution")


def sections_of(view: AdrView) -> dict[str, str]:
    """The texts under the second-level headings (first-level ones where there are no others), by folded title."""
    found = [heading for heading in view.headings if heading.title]
    level = 2 if any(heading.level == 2 for heading in found) else 1
    texts: dict[str, str] = {}
    for index, heading in enumerate(found):
        if heading.level == level and (level == 2 or index):
            end = section_end(view.text, found, index)
            text = view.text[heading.body : end].replace("\r\n", "\n").strip()
            texts.setdefault(heading.title.casefold().rstrip(":"), text)
    return texts


def to_json_adr(
    read: ReadAdr, *, number: int, date: str, path: str, links: list[dict[str, Any]], compatible: bool = False
) -> dict[str, Any]:
    """Write one decision as a JSON-ADR object; what it does not state is left out.

    Args:
        read: the record.
        number: its number; the schema asks for one from 1.
        date: its date, which the schema asks for.
        path: its path, POSIX from the root.
        links: `{"type", "target", "description"?}` objects with numbers as targets.
        compatible: write `consequences` as one text, as the program `adrs` reads it.
    """
    facts, texts = read.facts, sections_of(read.view)
    context = next((texts[name] for name in _CONTEXT if texts.get(name)), "")
    decision = next((texts[name] for name in _DECISION if texts.get(name)), "")
    data: dict[str, Any] = {
        "number": number,
        "title": facts.title,
        "status": facts.status or "unknown",
        "date": date,
        "deciders": list(facts.deciders),
        "tags": list(facts.labels),
        "context": _without_inner(context),
        "decision_drivers": _bullets(texts.get("decision drivers", "")),
        "considered_options": [{"name": name} for name in _bullets(texts.get("considered options", ""))],
        "decision": _without_inner(decision),
        "consequences": _consequences(texts, decision, compatible=compatible),
        "confirmation": _inner(decision, "confirmation") or texts.get("validation", ""),
        "links": links,
        "custom_sections": {
            name: text for name, text in texts.items()
            if text and name not in _KNOWN and name not in (*_CONTEXT, *_DECISION)
        },
        "path": path,
    }  # fmt: skip
    return {
        key: value for key, value in data.items() if value or key in ("number", "title", "status", "date")
    }


def _consequences(texts: dict[str, str], decision: str, *, compatible: bool) -> Any:
    text = texts.get("consequences") or _inner(decision, "consequences")
    by_heading = list(_heading_of(f"{text}\n{decision}"))
    sides = {
        side: [item for name, inner in by_heading if words.search(name) for item in _bullets(inner)]
        for side, words in _SIDES.items()
    }
    if compatible:
        return text
    kept = {side: items for side, items in sides.items() if items}
    if kept:
        return kept
    return _bullets(text) or [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def _heading_of(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a text under its inner headings, with their folded titles."""
    found = list(re.finditer(r"^#{3,6}[ \t]+(\S.*)$", text, re.MULTILINE))
    for index, heading in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        yield heading[1].rstrip("#").rstrip(" \t").casefold(), text[heading.end() : end].strip()


def _inner(text: str, title: str) -> str:
    return next((inner for name, inner in _heading_of(text) if name == title), "")


def _without_inner(text: str) -> str:
    found = re.search(r"^#{3,6}[ \t]", text, re.MULTILINE)
    return (text[: found.start()] if found else text).strip()


def _bullets(text: str) -> list[str]:
    return [" ".join(item.split()) for item in _BULLET.findall(text)]


def from_json_adr(data: dict[str, Any]) -> str:
    """Write a JSON-ADR object as the Markdown behind a record's status: the sections that it has, in MADR's order.

    `consequences` may be a text, a list, or an object of lists.
    """
    options = [option for option in data.get("considered_options") or [] if isinstance(option, dict)]
    parts = [
        ("Context", str(data.get("context") or "")),
        ("Decision Drivers", _as_bullets(data.get("decision_drivers"))),
        ("Considered Options", "\n".join(_option(option) for option in options)),
        ("Decision", str(data.get("decision") or "")),
        ("Consequences", _as_consequences(data.get("consequences"))),
        ("Confirmation", str(data.get("confirmation") or "")),
        *((str(name), str(text)) for name, text in sorted((data.get("custom_sections") or {}).items())),
    ]
    shown = [f"## {title[:1].upper() + title[1:]}\n\n{text.strip()}" for title, text in parts if text.strip()]
    return "\n\n".join(shown)


def _option(option: dict[str, Any]) -> str:
    lines = [f"* {option.get('name', '')}"]
    if option.get("description"):
        lines.append(f"  {' '.join(str(option['description']).split())}")
    lines += [f"  * Good, because {item}" for item in option.get("pros") or []]
    lines += [f"  * Bad, because {item}" for item in option.get("cons") or []]
    return "\n".join(lines)


def _as_bullets(items: Any) -> str:
    return "\n".join(f"* {item}" for item in items) if isinstance(items, list) else ""


def _as_consequences(value: Any) -> str:
    if isinstance(value, dict):
        kept = [(side, items) for side, items in value.items() if isinstance(items, list) and items]
        shown = [f"### {side.title()}\n\n{_as_bullets(items)}" for side, items in kept]
        return "\n\n".join(shown)
    return _as_bullets(value) if isinstance(value, list) else str(value or "")
