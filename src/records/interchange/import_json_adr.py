"""Bring decisions in from a JSON-ADR file: one decision, or many; what is there already is left alone."""

from __future__ import annotations

from records.adr.dialects import Target, add_link
from records.adr.json_adr import from_json_adr
from records.errors import InvalidInput
from records.interchange.import_records import Step
from records.model.kind import Kind
from records.model.record import Adr
from records.project.redaction import hide_secrets
from records.text.data_text import parse_json
from records.text.slug import slug
from records.text.yaml import quote_scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.project.project import Project


def plan_json_adr(project: Project, text: str) -> list[Step]:
    """Return what an import of a JSON-ADR document would write, secrets replaced; nothing is written.

    A decision whose number is taken gets the next free one; its own is kept in `legacy_id`. One of the same title and
    date as a decision that is here already stays out.

    Raises:
        InvalidInput: the text is not JSON-ADR.
    """
    rows, _ = hide_secrets(project, _rows(text))
    decisions = [record for record in project.store.scan() if isinstance(record, Adr)]
    titles = {(record.title, record.date) for record in decisions}
    numbers = {record.number for record in decisions if record.number is not None}
    folder = project.directory(Kind.ADR)
    targets: dict[int, Target] = {}
    selection: list[tuple[dict[str, Any], Target]] = []
    for row in rows:
        if (row["title"], row.get("date")) in titles:
            continue
        number = row["number"] if row["number"] not in numbers else max(numbers, default=0) + 1
        numbers.add(number)
        stem = f"{number:04d}-{slug(row['title'])}"
        target = Target(stem, row["title"], f"{stem}.md", number)
        targets.setdefault(row["number"], target)
        selection.append((row, target))
    return [_step(row, target, targets, folder) for row, target in selection]


def _rows(text: str) -> list[dict[str, Any]]:
    try:
        data = parse_json(text)
    except ValueError as error:
        raise InvalidInput(f"this is not JSON: {error}", "give a file that adrs export wrote") from error
    rows = data if isinstance(data, list) else None
    if isinstance(data, dict):
        rows = data.get("adrs", [data["adr"]] if isinstance(data.get("adr"), dict) else None)
    if not isinstance(rows, list):
        raise InvalidInput("this is not JSON-ADR: it has neither 'adrs' nor 'adr'", "see docs/adr-tools.md")
    for row in rows:
        sound = (
            isinstance(row, dict)
            and isinstance(row.get("number"), int)
            and str(row.get("title") or "").strip()
        )
        if not sound:
            raise InvalidInput("this is not JSON-ADR: a decision has no number or no title")
    return rows


def _step(row: dict[str, Any], target: Target, targets: dict[int, Target], folder: str) -> Step:
    keys = [
        ("id", f"{target.number:04d}"),
        ("title", target.title),
        ("status", str(row.get("status") or "accepted").lower()),
    ]
    keys.append(("date", str(row.get("date") or "")))
    changes = []
    if target.number != row["number"]:
        keys.append(("legacy_id", f"{row['number']:04d}"))
        changes.append(f"number {row['number']} → {target.number}")
    lines = [
        f"{key}: {quote_scalar(value) if key in ('id', 'legacy_id', 'title') else value}"
        for key, value in keys
        if value
    ]
    for key, name in (
        ("deciders", "deciders"),
        ("consulted", "consulted"),
        ("informed", "informed"),
        ("tags", "labels"),
    ):
        values = [str(value) for value in row.get(key) or []]
        if values:
            lines.append(f"{name}: [{', '.join(quote_scalar(value) for value in values)}]")
    text = "---\n" + "\n".join(lines) + f"\n---\n\n# {target.title}\n\n{from_json_adr(row)}".rstrip() + "\n"
    for link in row.get("links") or []:
        number = link.get("target") if isinstance(link, dict) else None
        end = targets.get(number) if isinstance(number, int) else None
        relation = (
            str(link.get("description") or "relates-to") if end and link.get("type") == "custom" else None
        )
        if end and end != target:
            text = add_link(text, target.filename, relation or str(link.get("type")), end)
    return Step("", f"{folder}/{target.filename}", text, "adr", target.title, tuple(changes))
