"""JSON lines of programs that were killed."""

from __future__ import annotations

from records.agents.hook_settings import HOOK
from records.agents.json_lines import amount, mapping, number, objects, text_of


def test_rows_are_read_as_far_as_they_go() -> None:
    """Small helpers that never ask."""
    assert list(objects(b'{"a":1}{"b":2}\n[1] {"c":3}\n{"d"')) == [{"a": 1}, {"b": 2}, {"c": 3}]
    assert text_of(["a", {"text": "b"}, {"type": "image"}, 3]) == "a\nb"
    assert (text_of({"text": "x"}), text_of(3), mapping([]), number("x"), number(2.0)) == ("x", "", {}, 0, 2)
    assert HOOK == ".records/hook"


def test_a_number_that_json_cannot_count_to_is_zero() -> None:
    """Nor is one that is none: databases and files take no more than 64 bits."""
    odd = (10**400, 10**20, float("inf"), float("nan"), 1e300, "7", None)
    assert [number(value) for value in odd] == [0] * len(odd)
    assert (number(7), number(7.9), number(2**53)) == (7, 7, 2**53)


def test_an_amount_that_is_none_is_left_out() -> None:
    """Costs are fractions; a number that is too large for one is no cost."""
    assert [amount(value) for value in (10**400, float("nan"), float("inf"), True, "7", None)] == [None] * 6
    assert (amount(7), amount(0.25)) == (7.0, 0.25)
