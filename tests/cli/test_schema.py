"""Every JSON document has one model, and its schema accepts what it should."""

from __future__ import annotations

import json
from dataclasses import fields

import jsonschema
import pytest
from pydantic import ValidationError

from records.cli.answers import ANSWERS, INPUTS, json_schema, schema_names, type_adapter
from records.cli.command_table import TABLE
from records.errors import InvalidInput
from records.model.drafts import PhrDraft


def test_every_command_with_json_declares_its_model():
    """A command that takes --json and no model would print JSON that nothing checks."""
    from records.cli.root import cli

    missing = []
    for group, entries in TABLE.items():
        for name in entries:
            command = cli
            for word in [*group.split(), name]:
                command = command.get_command(None, word)
            takes_json = any("--json" in option.opts for option in command.params)
            if takes_json and f"{group} {name}".strip() not in ANSWERS:
                missing.append(f"{group} {name}".strip())
    assert missing == []


@pytest.mark.parametrize("name", schema_names())
def test_a_schema_is_valid(name):
    """Each schema is itself valid JSON Schema of the draft that it names."""
    schema = json_schema(name)
    jsonschema.validators.validator_for(schema).check_schema(schema)


def test_an_answer_with_an_undeclared_member_is_refused():
    """A model accepts exactly what it declares."""
    adapter = type_adapter("index")
    adapter.validate_python({"path": "x", "changed": True, "records": 1})
    with pytest.raises(ValidationError):
        adapter.validate_python({"path": "x", "changed": True, "records": 1, "more": 1})
    with pytest.raises(ValidationError):
        adapter.validate_python({"path": "x", "changed": "yes", "records": 1})


def test_schema_on_the_command_line(run):
    """Without a name the names are listed; a explain_no_match name is answered with a suggestion."""
    assert run("schema").out.splitlines() == schema_names()
    assert json.loads(run("schema", "adr", "suggest").out)["title"] == "SuggestReport"
    assert "did you mean 'settings'?" in run("schema", "setings", code=2).err


GOOD = {"title": "Add login", "stage": "green", "prompt": "Please add a login."}
CASES = [
    {},
    {"title": ""},
    {"title": 7},
    {"stage": "purple"},
    {"stage": None},
    {"prompt": ""},
    {"prompt": ["x"]},
    {"labels": ["a", "b"]},
    {"labels": "a"},
    {"labels": [1]},
    {"tests": ["x: passed"]},
    {"files": ["a.py"]},
    {"files": None},
    {"links": [{"relation": "led-to", "target": "ADR-1"}]},
    {"links": [{"relation": "", "target": "ADR-1"}]},
    {"links": ["ADR-1"]},
    {"acceptance": [{"criterion": "x"}]},
    {"acceptance": ["x"]},
    {"feature": "001-auth"},
    {"feature": "../x"},
    {"feature": 3},
    {"unknown": 1},
]


@pytest.mark.parametrize("change", CASES, ids=[json.dumps(case) for case in CASES])
def test_dataclass_and_pydantic_accept_the_same_drafts(change):
    """The checks of `PhrDraft` and pydantic's reading of its JSON accept and refuse the same values."""
    data = GOOD | change
    assert _by_dataclass(data) == _by_pydantic(data)


def _by_dataclass(data: dict[str, object]) -> bool:
    from records.model.drafts import Criterion, LinkDraft

    try:
        known = dict(data)
        for name, kind in (("links", LinkDraft), ("acceptance", Criterion)):
            if isinstance(known.get(name), list):
                known[name] = tuple(kind(**one) if isinstance(one, dict) else one for one in known[name])
        known = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
        if set(known) - {field.name for field in fields(PhrDraft)}:
            return False
        PhrDraft(**known)
    except InvalidInput:
        return False
    return True


def _by_pydantic(data: dict[str, object]) -> bool:
    try:
        type_adapter("phr draft").validate_json(json.dumps(data))
    except (ValidationError, InvalidInput):
        return False
    return True


def test_inputs_are_known_by_name():
    """Settings and drafts have schemas, so that editors and agents can check them."""
    assert set(INPUTS) == {"settings", "phr draft", "adr draft"}
