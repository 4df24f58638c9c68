"""Give every rule for secrets: those of `records` itself, and a generated table of vendors' formats.

A rule is tried only where one of its keywords occurs. What is hidden is its group `secret` (or `bare`), else the group
that the table names.
"""

from __future__ import annotations

from functools import cache

from records.regular_file import read_beside
from records.secrets.place_rules import PLACE_RULES
from records.secrets.rule import Rule
from records.secrets.token_rules import TOKEN_RULES

_ENTROPY_MARGIN = 0.75  # the table's thresholds reject too many random strings of short alphabets
OWN_RULES = (*TOKEN_RULES, *PLACE_RULES)


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, those of `records` itself first: where two match the same text, the first one names it."""
    return (*OWN_RULES, *_vendor_rules())


def _vendor_rules() -> list[Rule]:
    """Read the generated table."""
    table = read_beside(__file__, "vendor_rules.tsv").decode("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line[:1] != "#")
    return [
        Rule(
            name, tuple(keywords.split(",")), source, None, float(least) * _ENTROPY_MARGIN, int(group),
            "b" in marks, "k" in marks,
        )
        for name, marks, least, group, keywords, source in rows
    ]  # fmt: skip
