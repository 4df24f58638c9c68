"""Print what a rule of `records check` finds, for `rules` and `check --explain`."""

from __future__ import annotations

import records.check as checks
from records.cli.output import echo, echo_text


def explain_rule(name: str) -> None:
    """Print what a rule of `records check` finds, by its id or name.

    Raises:
        ConfigError: there is no such rule.
    """
    rule = checks.rule_called(name)
    echo(f"{rule.id} {rule.name} ({rule.severity})")
    echo()
    echo_text(rule.explanation)
    if rule.fix is not None:
        echo()
        echo("records check --fix fixes it where that is safe.")
    if rule.opt_in:
        echo()
        echo(f'Off by default; in .records/config.toml, [check.severity]: {rule.id} = "{rule.severity}".')
    if rule.needs_other_side:
        echo()
        echo("Checked with --against REVISION only.")
