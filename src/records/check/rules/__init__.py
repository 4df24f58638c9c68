"""Every rule, in the order of its id."""

from __future__ import annotations

from records.check.rules import (
    acceptance,
    adr_date,
    adr_form,
    adr_front_matter,
    adr_numbers,
    adr_relations,
    adr_scope,
    adr_sections,
    adr_status,
    due,
    governs,
    ignoring,
    merge,
    phr_form,
    phr_front_matter,
    phr_ids,
    phr_links,
    phr_prompt,
    phr_route,
    secrets,
)
from records.check.rules import graph as graph_rules

RULES = tuple(
    sorted(
        (
            *acceptance.RULES,
            *adr_date.RULES,
            *adr_front_matter.RULES,
            *adr_form.RULES,
            *adr_numbers.RULES,
            *adr_relations.RULES,
            *adr_scope.RULES,
            *adr_sections.RULES,
            *adr_status.RULES,
            *due.RULES,
            *governs.RULES,
            *phr_form.RULES,
            *phr_front_matter.RULES,
            *phr_ids.RULES,
            *phr_links.RULES,
            *phr_prompt.RULES,
            *phr_route.RULES,
            *graph_rules.RULES,
            *ignoring.RULES,
            *merge.RULES,
            *secrets.RULES,
        ),
        key=lambda rule: rule.id,
    )
)
