"""Read `.specstory/history/*.md`: sessions of several agents, rendered as Markdown by SpecStory."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from records.agents import classify
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript
from records.agents.turn_builder import TurnBuilder
from records.model.turn import Utterance

AGENT = "specstory"
_SESSION = re.compile(r"<!-- (?P<tool>[\w .-]+?) Session (?P<id>[\w-]+)(?: \((?P<at>[^)]*)\))? -->")
_SPEAKER = re.compile(r"^_\*\*(?P<who>User|Agent|Assistant)(?: \((?P<about>[^)]*)\))?\*\*_[ \t]*$", re.M)
_RULE = re.compile(r"\n+---\s*\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?")
_TOOLS = {"Claude Code": "claude", "Codex CLI": "codex", "Cursor": "cursor", "Gemini CLI": "gemini"}


def read(source: Source) -> Transcript:
    """The turns of one history file, under the agent whose session it is.

    The file lists interruptions and notices as the user's words too; those are left out.
    """
    text = source.data.decode("utf-8", "replace").replace("\r\n", "\n")
    head = _SESSION.search(text)
    agent = _TOOLS.get(head["tool"], AGENT) if head else AGENT
    session = head["id"] if head else source.name
    drafts: list[TurnBuilder] = []
    marks = list(_SPEAKER.finditer(text))
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        body = _RULE.sub("", text[mark.end() : end].rstrip()).strip()
        about = mark["about"] or ""
        if mark["who"] == "User":
            _said(drafts, agent, session, body, about)
        elif drafts:
            _answered(drafts[-1], body, about)
    turns = tuple(replace(draft.freeze("completed"), evidence="export") for draft in drafts)
    return Transcript(agent, session, turns, "", "", len(marks))


def _said(drafts: list[TurnBuilder], agent: str, session: str, body: str, about: str) -> None:
    command = classify.command(body)
    words = command or ("" if classify.is_marker(body) else classify.spoken(body))
    if not words:
        return
    when = _TIME.search(about)
    made = hashlib.sha256(f"{session}\0{len(drafts)}\0{words}".encode()).hexdigest()[:16]
    draft = TurnBuilder(agent, session, f"s:{made}")
    at = stamp(when.group(0)) if when else ""
    draft.say(Utterance("command" if command else "typed", words, draft.key, at))
    drafts.append(draft)


def _answered(draft: TurnBuilder, body: str, about: str) -> None:
    draft.response = body or draft.response
    model = about.split(" ")[0] if about and not _TIME.match(about) else ""
    if model:
        draft.models[model] += 1
