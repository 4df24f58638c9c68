"""`records prime`."""

from __future__ import annotations

from records.agents import registry
from records.cli.central import note_central_problems
from records.cli.invocation import open_project
from records.cli.output import echo_text, note, print_json
from records.cli.paths import path_from_root
from records.cli.spec import JSON, Parameter, command
from records.report.briefing import prime as brief


@command(
    "prime",
    Parameter("paths", multiple=True, metavar="[PATH…]"),
    Parameter(
        "budget", "--budget", is_number=True, minimum=0, default=1500, show_default=True,
        help="Limit of the briefing in tokens.",
    ),
    Parameter("for_hook", "--hook", is_flag=True, help="Print it as the hook of an agent returns it, or nothing."),
    Parameter("agent", "--agent", default="claude", hidden=True, help="The agent whose hook it is."),
    JSON,
)  # fmt: skip
def prime(*, paths: tuple[str, ...], budget: int, for_hook: bool, agent: str, as_json: bool) -> None:
    r"""Brief an agent before it starts: the decisions that govern its files first, one a line.

    Tokens are counted high, so the budget holds for any model.

    \b
    Examples:
      records prime --budget 800
      records prime src/db src/api/users.py
    """
    project = open_project()
    briefing = brief(project, [path_from_root(project, path) for path in paths], budget)
    if for_hook:
        if briefing.text:
            print_json(registry.agent(agent).briefing_output(briefing.text))
        return
    note_central_problems(project)
    if as_json:
        print_json(briefing.as_json(budget))
        return
    echo_text(briefing.text)
    if briefing.left_out:
        note(f"{briefing.left_out} binding decisions did not fit into {budget} tokens: records adr for PATH")
    elif not briefing.text:
        inside_paths = any(record.readable for record in project.store.scan())
        note(
            f"nothing fits into {budget} tokens: give more with --budget"
            if inside_paths
            else "there is nothing to report"
        )
