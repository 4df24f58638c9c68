"""`records rules`."""

from __future__ import annotations

import records.check as checks
from records.cli.output import print_json, table
from records.cli.rule_explanation import explain_rule
from records.cli.spec import JSON, Parameter, command


@command("rules", Parameter("name", metavar="[RULE]"), JSON)
def rules(*, name: str | None, as_json: bool) -> None:
    r"""List the rules of `records check`, or explain one, by its id or name.

    \b
    Examples:
      records rules
      records rules REC001
      records rules --json
    """
    if name and not as_json:
        explain_rule(name)
        return
    if as_json:
        print_json([
            {
                "id": rule.id,
                "name": rule.name,
                "severity": rule.severity,
                "explanation": rule.explanation,
                "fixable": rule.fix is not None,
                "needs_against": rule.needs_other_side,
            }
            for rule in ([checks.rule_called(name)] if name else checks.RULES)
        ])  # fmt: skip
        return
    rows = [
        (rule.id, "off" if rule.opt_in else rule.severity, rule.name, rule.explanation)
        for rule in checks.RULES
    ]
    table(("rule", "severity", "name", "explanation"), rows, flexible=3, colour_column=1)
