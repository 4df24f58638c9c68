"""Every rule, in the order of its id."""

from __future__ import annotations

from records.services.check.rules import graph as graph_rules
from records.services.check.rules import phr_front, phr_identity, phr_links, phr_prompt, phr_route

RULES = tuple(
    sorted(
        (
            *phr_front.RULES,
            *phr_identity.RULES,
            *phr_links.RULES,
            *phr_prompt.RULES,
            *phr_route.RULES,
            *graph_rules.RULES,
        ),
        key=lambda rule: rule.id,
    )
)
