"""Validate every JSON answer that a test sees against the model of its command."""

from __future__ import annotations

import json

from records.cli.answers import ANSWERS, type_adapter

_ADAPTERS: dict[str, object] = {}


def check_answer(args: tuple[str, ...], out: str) -> None:
    """Validate what a command line printed, where it printed the JSON of an answer.

    Raises:
        ValidationError: the output is not what the command's model declares.
        AssertionError: the command declares no model.
    """
    asks_json = "--json" in args or ("--format" in args and "json" in args and args[0] in ("adr", "check"))
    if not asks_json or not out.strip() or "-h" in args or "--help" in args:
        return
    name = command_of(args)
    assert name in ANSWERS, f"{name}: declare the model of its JSON in records.cli.answers"
    if name not in _ADAPTERS:
        _ADAPTERS[name] = type_adapter(name)
    _ADAPTERS[name].validate_python(json.loads(out))


def command_of(args: tuple[str, ...]) -> str:
    """The command of a command line, without its options and arguments."""
    words = list(args)
    while words[:1] and words[0].startswith("-"):
        words = words[2 if words[0] in ("-C", "--directory") else 1 :]
    if words[0] == "why" and "--all" in words:
        return "why --all"
    if words[0] == "why" and "--commit" in words:
        return "why --commit"
    names = (" ".join(words[:count]) for count in (3, 2))
    return next((name for name in names if name in ANSWERS), words[0])
