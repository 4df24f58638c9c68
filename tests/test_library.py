"""The library does what the command line does, with typed results."""

from __future__ import annotations

import inspect
import re
import types
import typing
from pathlib import Path

import pytest

import records
from records import AdrDraft, PhrDraft, Project, create_adr, create_phr, link, set_status, unlink
from records.cli.command_table import TABLE

FUNCTIONS = sorted(name for name in records.__all__ if inspect.isfunction(getattr(records, name)))


def parts(annotation):
    """An annotation and every annotation within it."""
    yield annotation
    for argument in typing.get_args(annotation):
        if not isinstance(argument, (str, list)):
            yield from parts(argument)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_results_are_typed(name):
    """No function returns Any, or a mapping to Any."""
    module = inspect.getmodule(getattr(records, name))
    annotation = getattr(records, name).__annotations__["return"]
    assert "Any" not in str(annotation), f"{module.__name__}: {annotation}"


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
    "demo", "edit", "open", "help", "man", "completion", "rules", "schema", "doctor", "mcp", "adr init", "adr edit",
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
