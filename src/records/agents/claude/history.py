"""Read `history.jsonl`, the list of all prompts that Claude Code keeps when it deletes transcripts."""

from __future__ import annotations

from pathlib import Path

import records.regex as re
from records.agents import prompt_history
from records.agents.json_lines import mapping, objects, text_of
from records.agents.transcript import Transcript
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PLACEHOLDER = re.compile(r"\[Pasted text #(\d+)[^\]]*\]")
_LOCAL = re.compile(
    r"/(?:add-dir|agents|bashes|bug|chrome|clear|compact|config|context|copy|cost|doctor|exit|export|feedback|help|hooks"
    r"|ide|keybindings|login|logout|mcp|memory|model|new|output-style|permissions|plugin|privacy-settings|quit|release-notes"
    r"|rename|reset|resume|rewind|sandbox|settings|skills|stats|status|statusline|stickers|tasks|terminal-setup|theme|todos"
    r"|upgrade|usage|vim)(?:\s|\Z)"
)


def read_history(path: Path) -> list[Transcript]:
    """Return the prompts that reached the model, by session; pasted texts are where they were pasted.

    Raises:
        OSError: the file cannot be read.
    """
    prompts = []
    for row in objects(read_bytes(path)):
        text = text_of(row.get("display"))
        if _LOCAL.match(text) or text.startswith("!"):
            continue
        text = _with_pastes(text, mapping(row.get("pastedContents")), path.parent / "paste-cache")
        session, project = str(row.get("sessionId") or ""), str(row.get("project") or "")
        prompts.append(prompt_history.ListedPrompt(session, project, row.get("timestamp"), text))
    return prompt_history.transcripts("claude", prompts)


def _with_pastes(text: str, pastes: dict[str, Any], cache: Path) -> str:
    def content(match: re.Match[str]) -> str:
        paste = mapping(pastes.get(match.group(1)))
        if isinstance(paste.get("content"), str):
            return str(paste["content"])
        name = str(paste.get("contentHash") or "")
        try:
            return (
                read_bytes(cache / f"{name}.txt").decode("utf-8")
                if re.fullmatch(r"\w+", name)
                else match.group()
            )
        except (OSError, UnicodeDecodeError):
            return match.group()

    return _PLACEHOLDER.sub(content, text)
