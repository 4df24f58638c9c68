"""The library does what the command line does, with typed results."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import records
from records import AdrDraft, PhrDraft, Project, create_adr, create_phr, link, set_status, unlink
from records.cli.command_table import TABLE

FUNCTIONS = sorted(name for name in records.__all__ if inspect.isfunction(getattr(records, name)))


def words(annotation: Any) -> set[str]:
    """The names in an annotation."""
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__forward_arg__", None)
    if text is None:
        text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    return {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}


def class_named(module: str, name: str) -> type | None:
    """The class of ours that a module means by a name, imported for type checkers alone or not."""
    home = importlib.import_module(module)
    value = getattr(home, name, None)
    if value is None:
        imported = {
            alias.asname or alias.name: (str(node.module), alias.name)
            for node in ast.walk(ast.parse(inspect.getsource(home)))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        source, attribute = imported.get(name, (module, name))
        value = getattr(importlib.import_module(source), attribute, None)
    return value if isinstance(value, type) and value.__module__.startswith("records") else None


def results_of(value: Any) -> Iterator[tuple[str, str, Any]]:
    """What a function returns, or a class has: the place, the module, and the annotation."""
    if inspect.isfunction(value):
        yield value.__qualname__, value.__module__, value.__annotations__["return"]
        return
    for base in value.__mro__:
        if base.__module__.startswith("records"):
            for name, annotation in vars(base).get("__annotations__", {}).items():
                if not name.startswith("_"):
                    yield f"{base.__qualname__}.{name}", base.__module__, annotation
            for name, member in vars(base).items():
                function = next(
                    (
                        part
                        for key in ("fget", "func", "__func__")
                        if (part := getattr(member, key, None)) is not None
                    ),
                    member,
                )
                if inspect.isfunction(function) and not name.startswith("_"):
                    yield function.__qualname__, base.__module__, function.__annotations__["return"]


def test_everything_that_the_library_hands_out_is_typed():
    """From what is exported no function, method, property or attribute leads to Any; JSON has its own types."""
    waiting = [value for name in records.__all__ if callable(value := getattr(records, name))]
    seen: list[Any] = []
    while waiting:
        value = waiting.pop()
        if value in seen:
            continue
        seen.append(value)
        for place, module, annotation in results_of(value):
            names = words(annotation)
            assert not names & {"Any", "Incomplete"}, f"{module}: {place}: {annotation}"
            waiting += [kind for name in names if (kind := class_named(module, name))]
    handed_out = {value.__name__ for value in seen}
    assert {"WhyAnswer", "GoverningDecisions", "StatsAnswer", "ReviewAnswer", "FindingAnswer"} <= handed_out


def test_reading_the_types_of_answers_costs_no_start_up_time(repo):
    """What commands run imports neither pydantic nor the modules that declare the answers."""
    script = (
        "import sys, records; project = records.Project.open('.');"
        "records.stats(project).as_json(); records.decisions_for(project, ['x']).as_json();"
        "[finding.as_json() for finding in records.check_records(project).diagnostics];"
        "print([name for name in sys.modules if name.startswith('pydantic') or name.endswith('.answers')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=repo.path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


COMMANDS = {
    "init": "init", "phr new": "create_phr", "phr finish": "finish_phr", "phr list": "list_records", "phr show": "show",
    "adr new": "create_adr", "adr suggest": "suggest_change", "adr accept": "set_status", "adr reject": "set_status",
    "adr deprecate": "set_status", "adr supersede": "supersede", "adr for": "decisions_for", "adr list": "list_records",
    "adr show": "show", "adr link": "link", "list": "list_records", "show": "show", "search": "search", "link": "link",
    "unlink": "unlink", "why": "why", "prime": "prime", "graph": "graph", "stats": "stats", "due": "due",
    "lessons": "lessons", "index": "index", "site build": "build_site", "check": "check_records", "renumber": "renumber",
    "import": "plan_import", "export": "export_objects", "ci": "ci", "disclose": "disclose", "secrets": "find_secrets",
}  # fmt: skip
FOR_PEOPLE = frozenset((
    "demo", "edit", "open", "help", "man", "completion", "rules", "schema", "doctor", "mcp", "adr init", "adr edit", "phr edit",
    "adr generate", "adr upgrade-repository", "adr help", "adr config", "adr complete", "site serve",
))  # fmt: skip
"""Commands that print for people, open a program, or are adr-tools' own."""
SET_UP = frozenset(("capture", "agents", "hooks", "config", "templates", "org", "spec-kit"))
"""Groups that set up a clone, its agents and its index of repositories."""
DOCS = Path(__file__).parents[1] / "docs"


def test_every_command_has_a_function_or_a_reason() -> None:
    """A command that is added is exported, or named among those that are on the command line alone."""
    names = {
        f"{group} {name}".strip()
        for group, rows in TABLE.items()
        for name in rows
        if f"{group} {name}".strip() not in TABLE or f"{group} {name}".strip() == "adr generate"
    }
    of_records = {
        name for name in names if name.split()[0] not in SET_UP and not name.startswith("adr generate ")
    }
    assert of_records == {*COMMANDS, *FOR_PEOPLE}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_commands_have_functions(command):
    """Each is exported under its documented name, and is a function of the package."""
    function = getattr(records, COMMANDS[command])
    assert isinstance(function, types.FunctionType)
    assert COMMANDS[command] in dir(records)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_in_the_docs(name):
    """The page of the library names each function in code."""
    page = (DOCS / "library.md").read_text("utf-8")
    assert re.search(rf"`{name}`|^    {name},$|import .*\b{name}\b", page, re.M), name


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_what_the_docs_import_is_exported(page):
    """Each name behind `from records import` in a page can be imported, and so can each function in the table."""
    text = page.read_text("utf-8")
    names = re.findall(r"^from records import \(?([^)]*?)\)?$", text, re.M)
    imported = {name.strip() for part in names for name in part.split(",") if name.strip()}
    if page.name == "library.md":
        cells = re.findall(r"^\| `.*\| (.*) \|$", text, re.M)
        imported |= {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
        assert len(cells) == 9
    assert imported <= set(records.__all__)


def test_links_and_statuses_return_records_as_they_are_now(repo):
    """What is returned is what a new reading finds; saying it twice returns the same."""
    project = Project.open(str(repo.path))
    decision = create_adr(project, AdrDraft(title="Use Redis", status="proposed")).record
    prompt = create_phr(project, PhrDraft(title="Cache", stage="green", prompt="p")).record
    linked = link(project, prompt.ref, "led-to", decision.ref)
    assert [edge.relation for edge in linked.source.links] == ["led-to"]
    assert link(project, prompt.ref, "led-to", decision.ref).source == linked.source
    assert linked.source in Project.open(str(repo.path)).store.scan()
    assert unlink(project, prompt.ref, "led-to", decision.ref).source.links == ()
    change = set_status(project, decision.ref, "accepted")
    assert (change.record.status, change.old, change.new) == ("accepted", "proposed", "accepted")
    newer = create_adr(project, AdrDraft(title="Use Valkey")).record
    assert records.supersede(project, decision.ref, newer.ref).record.status == "superseded"


@pytest.mark.parametrize(
    "call",
    [
        lambda project: records.show(project, 1),
        lambda project: set_status(project, 1, "accepted"),
        lambda project: records.supersede(project, "adr/1", 2),
        lambda project: link(project, 1, "amends", "adr/2"),
        lambda project: link(project, "adr/1", "amends", 2),
        lambda project: records.renumber(project, None, 7),
    ],
    ids=["show", "set_status", "supersede", "link source", "link target", "renumber"],
)
def test_a_reference_of_another_type_is_refused_with_an_error_of_ours(repo, call):
    """A number in place of a text is no crash; the hint shows how a reference is written."""
    project = Project.open(str(repo.path))
    for title in ("One", "Two"):
        create_adr(project, AdrDraft(title=title))
    with pytest.raises(records.InvalidInput, match="must be a text"):
        call(project)


def test_an_unknown_name_is_an_attribute_error():
    """As for every module."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = records.nothing
