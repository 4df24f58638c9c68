"""The library does what the command line does, with typed results."""

from __future__ import annotations

import inspect
import types
import typing

import pytest

import records
from records import AdrDraft, PhrDraft, Project, create_adr, create_phr, link, set_status, unlink

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
    "init": "init", "phr new": "create_phr", "phr finish": "finish_phr", "adr new": "create_adr", "adr suggest": "suggest_change",
    "adr accept": "set_status", "adr supersede": "supersede", "adr for": "decisions_for", "list": "list_records",
    "show": "show", "search": "search", "link": "link", "unlink": "unlink", "why": "why", "why --all": "annotate",
    "prime": "prime", "graph": "graph", "stats": "stats", "index": "index", "site build": "build_site",
    "check": "check_records", "renumber": "renumber", "import": "plan_import", "export": "export_objects", "ci": "ci",
    "secrets": "find_secrets",
}  # fmt: skip


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_commands_have_functions(command):
    """Each is exported under its documented name, and is a function of the package."""
    function = getattr(records, COMMANDS[command])
    assert isinstance(function, types.FunctionType)
    assert COMMANDS[command] in dir(records)


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
