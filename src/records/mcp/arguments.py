"""Explain to a model which of its arguments are wrong: what was given, what is accepted, an example; one line each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.mcpserver.tools import Tool
from pydantic import ValidationError

from records.errors import nearest
from records.secrets.redactor import without_secrets
from records.text.envelope import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

EXAMPLES: dict[str, Any] = {
    "alternatives": "Memcached: nothing survives a restart.",
    "budget": 1500,
    "commits": "main..HEAD",
    "consequences": "Reads are quick; one more service runs.",
    "context": "Product pages read the same rows again and again.",
    "decision": "We keep query results in Redis for a minute.",
    "cursor": "1480000000000000000",
    "diff": "main...HEAD",
    "feature": "checkout",
    "file": "src/cache.py",
    "files": ["src/cache.py"],
    "kind": "adr",
    "labels": ["cache"],
    "limit": 20,
    "links": [{"relation": "led-to", "target": "ADR-7"}],
    "model": "the name you go by",
    "next_prompts": "Add a metric for hits.",
    "offset": 20,
    "outcome": "Pages load in half the time.",
    "paths": ["src/cache.py"],
    "policy": "linux",
    "prompt": "Please cache the product list.",
    "query": "cache redis",
    "ref": "ADR-7",
    "reflection": "Measure before caching.",
    "relation": "implements",
    "repository": "shop",
    "response": "Query results are kept in Redis now.",
    "sort": "newest",
    "source": "general/0003",
    "stage": "green",
    "status": "accepted",
    "target": "ADR-7",
    "tests": ["pytest: 12 passed"],
    "threshold": 0.5,
    "title": "Cache the product list",
    "within": 30,
}
"""An argument of each name, as it may be given; `_SPECIAL` has those that one tool takes otherwise."""
_SPECIAL: dict[tuple[str, str], Any] = {
    ("why", "target"): "src/cache.py:3-9", ("get_record", "limit"): 2000, ("finish_phr", "ref"): "general/0003",
    ("create_adr", "title"): "Use Redis for the product cache",
}  # fmt: skip
_EXCERPT = 80
_TYPES = {"string": "a text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
          "null": "null"}  # fmt: skip


class Strict(Tool):
    """A tool that refuses arguments which it does not know, and says of each one what would do."""

    async def run(self, arguments: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Run the tool.

        Raises:
            ToolError: an argument does not fit, or what the tool raises.
        """
        try:
            return await super().run(arguments, *args, **kwargs)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError) and cause.title == self.fn_metadata.arg_model.__name__:
                raise ToolError(without_secrets(self._explanation(cause))) from error
            if isinstance(error, UnexpectedToolError):
                raise UnexpectedToolError(self._fault(cause)) from cause
            raise

    def _fault(self, cause: BaseException | None) -> str:
        return (
            f"{self.name} failed with {type(cause).__name__}: a fault of records, not of your arguments. What to do: "
            "tell the user, whose log of this server has the details; the same command may work: "
            "records --help"
        )

    def _explanation(self, error: ValidationError) -> str:
        rows = [self._row(part) for part in error.errors(include_url=False, include_context=False)]
        fit = "an argument does not fit" if len(rows) == 1 else f"{len(rows)} arguments do not fit"
        return "\n".join([f"{self.name} did nothing: {fit}.", *dict.fromkeys(rows)])

    def _row(self, detail: ErrorDetails) -> str:
        top, *rest = detail["loc"]
        name = str(top) + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in rest)
        schema = _within(self.parameters, detail["loc"])
        if detail["type"] == "extra_forbidden" or schema is None:
            return f"- {line(name)}: unknown. {self._suggestion(str(detail['loc'][-1]), detail['loc'][:-1])}"
        received = "missing" if detail["type"] == "missing" else f"given {_excerpt(detail['input'])}"
        takes = accepted(schema, self.parameters)
        if detail["type"] == "missing" and "description" in schema:
            takes += f" ({schema['description'].rstrip('.')})"
        example = json.dumps(example_of(self.name, [str(part) for part in detail["loc"]]), ensure_ascii=False)
        return f"- {name}: {received}; accepted: {takes}; for example {example}"

    def _suggestion(self, name: str, place: tuple[int | str, ...]) -> str:
        holder = _within(self.parameters, place) or {}
        names = list(holder.get("properties", {}))
        near = nearest(name, names)
        return f"Did you mean {near}?" if near else f"Known: {', '.join(names)}."


def example_of(tool: str, place: list[str]) -> Any:
    """An example of an argument of a tool, or of a part of one."""
    example = _SPECIAL.get((tool, place[0]), EXAMPLES[place[0]])
    for part in place[1:]:
        if isinstance(example, list):
            example = example[0]
        elif isinstance(example, dict):
            example = example[part]
    return example


def accepted(schema: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    """What a JSON schema accepts, in words."""
    schema = _resolve(schema, root)
    if "anyOf" in schema:
        return " or ".join(accepted(choice, root) for choice in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(json.dumps(choice) for choice in schema["enum"])
    kind = schema.get("type", "")
    if kind == "array":
        return f"a list, each item {accepted(schema['items'], root)}"
    if kind == "object":
        parts = (f"{name} ({accepted(part, root)})" for name, part in schema["properties"].items())
        return f"an object with {' and '.join(parts)}"
    words = ((" from {:g}", "minimum"), (" to {:g}", "maximum"), (" of at most {} characters", "maxLength"))
    bounds = [word.format(schema[key]) for word, key in words if key in schema]
    return _TYPES[kind] + "".join(bounds)


def _within(schema: Mapping[str, Any], place: tuple[int | str, ...]) -> Mapping[str, Any] | None:
    """The part of a schema that describes what lies at a place; None where it describes no such thing."""
    subschema: Mapping[str, Any] | None = schema
    for part in place:
        if subschema is None:
            return None
        subschema = _resolve(subschema, schema)
        choices = [
            choice
            for choice in subschema.get("anyOf", ())
            if choice.get("type") in ("array", "object") or "$ref" in choice
        ]
        subschema = _resolve(choices[0], schema) if choices else subschema
        subschema = (
            subschema.get("items") if isinstance(part, int) else subschema.get("properties", {}).get(part)
        )
    return subschema and _resolve(subschema, schema)


def _resolve(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return root["$defs"][name] if name else schema


def _excerpt(value: Any) -> str:
    text = line(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"
