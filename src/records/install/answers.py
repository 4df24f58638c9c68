"""The JSON of `hooks` and `agents`."""

from __future__ import annotations

from pydantic import RootModel

from records.model.answer import Answer


class HookAnswer(Answer):
    """One git hook."""

    hook: str
    path: str
    installed: bool
    others: bool
    changed: bool


class HookList(RootModel[list[HookAnswer]]):
    """The git hooks that records uses."""


class AgentAnswer(Answer):
    """One agent, and whether it is set up."""

    agent: str
    state: str
    title: str


class AgentList(RootModel[list[AgentAnswer]]):
    """Every agent that can be set up."""
