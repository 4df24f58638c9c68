"""Every signal, on small changes that show it and on small ones that only look like it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from records.suggest.analysis import FAMILIES, gather
from records.suggest.change import Change
from records.suggest.series import read_diff
from records.suggest.signals import (
    data,
    dependencies,
    infrastructure,
    interfaces,
    message,
    naming,
    noise,
    rationale,
    security,
    structure,
    tooling,
    types,
    wiring,
)
from suggest_help import read_cases

FOLDER = Path(__file__).parent / "signals"
MODULES = (
    data, dependencies, infrastructure, interfaces, message, naming, noise, rationale, security, structure,
    tooling, types, wiring,
)  # fmt: skip
CASES = [
    pytest.param(case, id=f"{path.stem}: {case.name}")
    for path in sorted(FOLDER.glob("*.txt"))
    for case in read_cases(path)
]


def seen(case):
    """Each finding as `signal path:line (before) why`."""
    return [
        f"{e.signal} {e.path}:{e.line}{' (before)' if e.side == 'old' else ''} {e.why}"
        for e in gather(Change(read_diff(case.diff), case.message))
    ]


@pytest.mark.parametrize("case", CASES)
def test_evidence_is_exact(case):
    """What is expected is found word for word at its line; what is not to be seen is not."""
    found = seen(case)
    for line in case.expect:
        assert line in found, "\n".join(found)
    for signal in case.never:
        assert not [f for f in found if f.startswith(signal + " ")], "\n".join(found)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_every_signal_has_good_and_bad_examples(module):
    """Every signal has positive and negative examples, and they hold."""
    cases = read_cases(FOLDER / f"{module.__name__.rpartition('.')[2]}.txt")
    shown = {line.split()[0] for case in cases for line in case.expect}
    refused = {signal for case in cases for signal in case.never}
    assert sorted(set(module.SIGNALS) - shown) == []
    assert sorted(set(module.SIGNALS) - refused) == []


def test_every_family_is_in_the_registry():
    """The registry has every family of signals."""
    assert {family.__module__ for family in FAMILIES} == {module.__name__ for module in MODULES}


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_files_does_not_matter(case):
    """The same files in any order give the same findings."""
    pieces = re.split(r"(?m)^(?=diff --git )", case.diff)[1:]
    again = type(case)(case.name, case.message, diff="".join(reversed(pieces)))
    assert seen(again) == seen(case)


@pytest.mark.parametrize(
    ("module", "signal", "line"),
    [
        (types, "types.pattern", "class OrderService:"),
        (infrastructure, "infra.service", "  image: acme/shop"),
        (interfaces, "interface.endpoint", "  path('orders/', view)"),
    ],
)
def test_a_rule_looks_at_one_line_at_a_time(module, signal, line):
    """Else a file of many lines without a match would be read once from each of its lines on."""
    found = [
        match[0]
        for rule in module._RULES
        if rule.signal == signal and (match := rule.anywhere.search("kind: x\n\n\n" + line))
    ]
    assert found
    assert not [text for text in found if "\n" in text]
