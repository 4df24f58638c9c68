"""Write the packages for the marketplaces of agents from the code: `python ci/packages.py`; the tests compare them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from records._version import __version__
from records.agents.home import CommandFolder, CommandFormat
from records.agents.hook_settings import HOOK
from records.agents.registry import AGENTS
from records.install.agent_texts import RULES, SKILL, folder_files

ROOT = Path(__file__).parent.parent
DESCRIPTION = "Records prompts and decisions in the repository, and explains why code is the way it is"
SERVER = {"command": "records", "args": ["mcp"]}
CLAUDE, CODEX, GEMINI, SPEC_KIT = (
    f"integrations/{host}" for host in ("claude", "codex", "gemini", "spec-kit")
)
STAGES = {"constitution": "constitution", "specify": "spec", "clarify": "spec", "plan": "plan", "tasks": "tasks",
          "implement": "green"}  # fmt: skip


def packages() -> dict[str, str]:
    """Every file of the packages, by its path."""
    return {
        **claude(),
        **gemini(),
        **codex(),
        **spec_kit(),
        "skills/records/SKILL.md": SKILL,
        "server.json": server(),
    }


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def claude() -> dict[str, str]:
    """The plugin of Claude Code, and the marketplace that lists it."""
    plugin = {
        "name": "records", "version": __version__, "description": DESCRIPTION, "author": {"name": "The records authors"},
        "license": "Apache-2.0", "keywords": ["adr", "phr", "decisions", "prompts"],
    }  # fmt: skip
    marketplace = {
        "name": "records", "owner": {"name": "The records authors"}, "metadata": {"description": DESCRIPTION},
        "plugins": [{"name": "records", "source": f"./{CLAUDE}", "description": DESCRIPTION, "version": __version__}],
    }  # fmt: skip
    commands = CommandFolder(f"{CLAUDE}/commands", CommandFormat.MARKDOWN)
    return {
        ".claude-plugin/marketplace.json": _json(marketplace),
        f"{CLAUDE}/.claude-plugin/plugin.json": _json(plugin),
        f"{CLAUDE}/.mcp.json": _json({"mcpServers": {"records": SERVER}}),
        f"{CLAUDE}/README.md": _README.format(
            agent="claude", commands="three commands (`phr`, `adr`, `why`) and\n", trust=""
        ),
        f"{CLAUDE}/hooks/hooks.json": _hooks("claude", "$CLAUDE_PROJECT_DIR"),
        f"{CLAUDE}/skills/records/SKILL.md": SKILL,
        **folder_files(commands),
    }


def _hooks(agent: str, folder: str) -> str:
    """The hooks that store events through the installed command; silent where the project has hooks of its own.

    Args:
        agent: its short name.
        folder: of the project, as the shell is to read it.
    """
    settings = AGENTS[agent].module.SETTINGS
    entries = json.loads(json.dumps(dict(settings.entries)))
    own = f'grep -q {HOOK} "{folder}/{settings.path}" 2>/dev/null'
    for event, entry in entries.items():
        entry["hooks"][0]["command"] = f"{own} || records capture hook {agent} {event} 2>/dev/null || true"
    return _json({"hooks": {event: [entry] for event, entry in entries.items()}})


def gemini() -> dict[str, str]:
    """The extension of Gemini CLI."""
    manifest = {
        "name": "records", "version": __version__, "description": DESCRIPTION, "contextFileName": "GEMINI.md",
        "mcpServers": {"records": SERVER},
    }  # fmt: skip
    commands = CommandFolder(f"{GEMINI}/commands/records", CommandFormat.TOML)
    return {
        f"{GEMINI}/gemini-extension.json": _json(manifest), f"{GEMINI}/GEMINI.md": RULES,
        f"{GEMINI}/hooks/hooks.json": _hooks("gemini", "$GEMINI_PROJECT_DIR"), **folder_files(commands),
    }  # fmt: skip


def codex() -> dict[str, str]:
    """The plugin of Codex, in a folder of its own, since it runs every `hooks/hooks.json`; and the marketplace."""
    plugin = {
        "name": "records", "version": __version__, "description": DESCRIPTION, "license": "Apache-2.0",
        "skills": "./skills/", "mcpServers": "./.mcp.json",
        "interface": {"displayName": "records", "shortDescription": DESCRIPTION, "category": "Productivity"},
    }  # fmt: skip
    entry = {
        "name": "records", "source": {"source": "local", "path": f"./{CODEX}"},
        "policy": {"installation": "AVAILABLE", "authentication": "ON_INSTALL"}, "category": "Productivity",
    }  # fmt: skip
    return {
        f"{CODEX}/.codex-plugin/plugin.json": _json(plugin),
        f"{CODEX}/.mcp.json": _json({"mcpServers": {"records": SERVER}}),
        f"{CODEX}/README.md": _README.format(
            agent="codex",
            commands="and\n",
            trust=" Codex runs them once you trusted them: it asks when it starts.",
        ),
        f"{CODEX}/hooks/hooks.json": _hooks("codex", "$(git rev-parse --show-toplevel)"),
        f"{CODEX}/skills/records/SKILL.md": SKILL,
        ".agents/plugins/marketplace.json": _json({"name": "records", "plugins": [entry]}),
    }


def server() -> str:
    """The entry for the MCP registry; whoever publishes it sets the owner of the repository."""
    package = {
        "registryType": "pypi", "identifier": "records-history", "version": __version__, "runtimeHint": "uvx",
        "runtimeArguments": [{"type": "named", "name": "--from", "value": "records-history[mcp]"}],
        "packageArguments": [{"type": "positional", "value": "mcp"}], "transport": {"type": "stdio"},
    }  # fmt: skip
    return _json({
        "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
        "name": "io.github.OWNER/records", "title": "records", "description": DESCRIPTION, "version": __version__,
        "packages": [package],
    })  # fmt: skip


def spec_kit() -> dict[str, str]:
    """The extension of Spec Kit: a prompt record after each step, suggestions after implementation."""
    hooks = "".join(
        f"  after_{step}:\n"
        f"    - command: speckit.records.phr\n      optional: false\n"
        f'      description: "Record the prompt of this step (stage {stage})"\n'
        + (
            "    - command: speckit.records.suggest\n      optional: true\n"
            '      prompt: "Look for a decision in the change?"\n'
            '      description: "Suggest decisions for the implemented change"\n'
            if step == "implement" else ""
        )
        for step, stage in STAGES.items()
    )  # fmt: skip
    stages = "\n".join(f"| {step} | {stage} |" for step, stage in STAGES.items())
    return {
        f"{SPEC_KIT}/extension.yml": _EXTENSION.format(
            version=__version__, description=DESCRIPTION, hooks=hooks
        ),
        f"{SPEC_KIT}/commands/speckit.records.phr.md": _PHR.format(stages=stages),
        f"{SPEC_KIT}/commands/speckit.records.suggest.md": _SUGGEST,
    }


_README = """\
# records

Keeps what was asked and why it was decided in your repository, as Markdown: prompt records, decision records, and the
answer to *why is this line so?* The plugin brings the MCP server, a skill, {commands}hooks that record prompts.{trust}
It needs the command `records` with its MCP server: `pipx install 'records-history[mcp]'`.
Prompts are recorded only in clones where you agreed: `records capture on`. A project that has hooks of its own
(`records capture install {agent}`) is left to them.
"""
_EXTENSION = """\
schema_version: "1.0"

extension:
  id: records
  name: "Prompt and decision records"
  version: "{version}"
  description: "{description}"
  author: "The records authors"
  repository: https://github.com/OWNER/records
  license: Apache-2.0

requires:
  speckit_version: ">=0.9.0"
  tools:
    - name: records
      required: true

provides:
  commands:
    - name: speckit.records.phr
      file: commands/speckit.records.phr.md
      description: "Record the prompt of the step that was just done"
    - name: speckit.records.suggest
      file: commands/speckit.records.suggest.md
      description: "Suggest decisions for the change, and draft those that the user agrees to"

hooks:
{hooks}
tags:
  - "decisions"
  - "history"
"""
_PHR = """\
---
description: "Record the prompt of the step that was just done"
---

# Record this step

```text
$ARGUMENTS
```

1. Take the user's prompt of this step verbatim and whole; do not shorten or translate it. Write it to a temporary file outside the repository.
2. Choose the stage by the step:

| Step | Stage |
| --- | --- |
{stages}

3. Run once, with a title of three to seven words, one to three sentences of response, and what changed:

   `records phr new --title TITLE --stage STAGE --prompt-file FILE --response TEXT --outcome TEXT`

   Leave out feature, branch, user, date and files: the feature is Spec Kit's own, the rest comes from git.
4. Give the path that it prints. If the command is missing, say `pipx install records-history`, and go on with the workflow.
"""
_SUGGEST = """\
---
description: "Suggest decisions for the change, and draft those that the user agrees to"
---

# Look for decisions

1. Run `records adr suggest --diff HEAD` (where the work is committed: `--diff main...HEAD`).
2. For each suggestion show the title and the evidence, and ask whether it should be recorded. Nothing to suggest: say so and stop.
3. With consent, write context, decision, consequences and the alternatives that were considered to a file, and run
   `records adr new --status proposed --body-file FILE TITLE`, then `records link PHR led-to ADR` with the records of this feature.
4. It stays proposed: a person accepts it with `records adr accept REF`.
"""

if __name__ == "__main__":
    for path, text in packages().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8", newline="\n")
