"""The agents that `records agents` sets up, and Spec-Kit Plus, whose scripts are replaced by ours."""

from __future__ import annotations

from records.agents import registry
from records.agents.home import Home
from records.errors import NotFound

_SH = """\
#!/usr/bin/env sh
# Made by `records agents install spec-kit`; the same flags and more of the same JSON.
exec records spec-kit {name} "$@"
"""
_PS1 = """\
# Made by `records agents install spec-kit`; the same flags and more of the same JSON.
records spec-kit {name} @args
exit $LASTEXITCODE
"""

_SPEC_KIT = Home(
    name="spec-kit",
    title="Spec-Kit Plus",
    files={
        f".specify/scripts/{folder}/{name}.{ending}": text.format(name=name)
        for folder, ending, text in (("bash", "sh", _SH), ("powershell", "ps1", _PS1))
        for name in ("create-phr", "create-adr")
    },
)


def homes() -> dict[str, Home]:
    """Return each agent that can be set up, by its short name."""
    homes = [agent.module.HOME for agent in registry.AGENTS.values() if agent.hooks]
    return {home.name: home for home in (*homes, _SPEC_KIT)}


def home(name: str) -> Home:
    """Return the agent called *name*.

    Raises:
        NotFound: there is no such agent.
    """
    by_name = homes()
    if name not in by_name:
        raise NotFound(f"no agent is called {name!r}", "one of: " + ", ".join(by_name))
    return by_name[name]
