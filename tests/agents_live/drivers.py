"""How each agent is pointed at the model server and started: one class an agent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import programs
from model_server import PLAIN

Json = dict[str, Any]


def write_json(path: Path, value: Json) -> None:
    """Write settings, with the folders that lead to them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


SECOND = "second"
"""The folder, beside the repository, of a linked work tree."""
DEEP = "src/deep"
"""A folder in a work tree from which an agent is started."""


def work_trees(repository: Path) -> list[Path]:
    """Return the folders in which an agent is started: a repository, a linked work tree, and a folder in each."""
    return [tree / folder for tree in (repository, repository.parent / SECOND) for folder in ("", DEEP)]


class Driver:
    """One agent.

    Attributes:
        name: as `records capture install` knows it.
        hooks: whether it calls the capture hook.
        model: what its turns should say.
        cannot: stories that it cannot play, and why.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    hooks: ClassVar[bool] = True
    model: ClassVar[str] = "fake-model"
    settings_file: ClassVar[str] = ""
    """The file that `records` adds to; for an agent without hooks, its history in the repository."""
    cannot: ClassVar[dict[str, str]] = {}
    open_bugs: ClassVar[dict[str, str]] = {}
    """Stories that it plays and that capture gets wrong, and how."""
    own_command: ClassVar[tuple[str, ...]] = ()
    """A command of its own that adds the server `mine` to the project's settings; Codex and Copilot add to the user's."""
    own_file: ClassVar[str] = ""
    """The file that it writes."""
    package: ClassVar[tuple[str, ...]] = ()
    """The commands that install our plugin for the person; `{}` is this repository."""
    has_tools: ClassVar[bool] = True
    """Whether the model can call tools: edit files, run commands."""
    response: ClassVar[str] = "cart.py is written and its test passes."
    """What it answers when it has written `cart.py`."""
    ready: ClassVar[tuple[str, ...]] = ()
    """What the screen shows once a prompt can be typed."""
    stop: ClassVar[tuple[str, ...]] = ("escape",)
    """The keys that interrupt it."""
    stop_pause: ClassVar[float] = 1.0
    """The seconds between them."""
    stopped: ClassVar[tuple[str, ...]] = ()
    """What the screen shows then, where the connection to the model may stay open."""
    clear: ClassVar[str] = ""
    """The key that clears the line afterwards, where it offers the prompt again."""
    why: ClassVar[str] = "/why {}"
    """How our command is called."""
    compact: ClassVar[str] = "/compact"
    """The command that shortens a conversation."""
    answer_keys: ClassVar[tuple[str, str]] = ("down", "enter")
    """The key that moves on to the next answer of a question, and the one that gives it."""
    other_send_key: ClassVar[str] = ""
    """The key, besides Enter, that sends what is typed while it works: one steers, the other one queues."""
    asks: ClassVar[tuple[str, ...]] = ()
    """What the screen shows when a tool needs consent."""
    ask_environment: ClassVar[dict[str, str]] = {}
    """Variables that make it ask before it uses a tool."""
    first_command: ClassVar[tuple[str, ...]] = ()
    """A command that creates what two first starts at once would both create."""
    reads_stdin: ClassVar[bool] = False
    """Whether the prompt is passed on standard input."""

    def environment(self, url: str) -> dict[str, str]:
        """Return the variables that it needs."""
        raise NotImplementedError

    def prepare(self, home: Path, repository: Path, url: str) -> None:
        """Write the person's own settings: the model server, and the trust in the repository and what is beside it."""

    def prepare_work_tree(self, tree: Path) -> None:
        """Write what it needs in a further work tree before it is started there."""

    def command(self, prompt: str, *, resume: bool) -> list[str]:
        """Return the arguments that make it answer one prompt and end."""
        raise NotImplementedError

    resume_arguments: ClassVar[tuple[str, ...]] = ()
    """The arguments that make it carry on with the last session in a terminal."""

    def interactive(self, *, ask: bool = False) -> list[str]:
        """Return the arguments that start it in a terminal; with *ask*, it asks before it uses a tool."""
        return []

    def refuse(self, terminal: Any, words: str) -> None:
        """Refuse a tool with words, where the agent takes some."""
        raise NotImplementedError


class Claude(Driver):
    """Claude Code."""

    name, title, model = "claude", "Claude Code", "claude-sonnet-4-5"
    settings_file = ".claude/settings.json"
    own_command, own_file = ("mcp", "add", "-s", "project", "mine", "--", "true"), ".mcp.json"
    package = ("plugin marketplace add {}", "plugin install records@records")
    resume_arguments = ("--continue",)
    ready = ("? for shortcuts", "bypass permissions on", "accept edits on")
    asks = ("Do you want to create",)
    clear = "ctrl-u"

    def environment(self, url: str) -> dict[str, str]:
        """Return the variables that it needs."""
        return {
            "ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_KEY": "dummy", "ANTHROPIC_MODEL": self.model,
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1", "DISABLE_TELEMETRY": "1",
            "DISABLE_ERROR_REPORTING": "1", "IS_SANDBOX": "1",
        }  # fmt: skip

    def prepare(self, home: Path, repository: Path, url: str) -> None:
        """Answer what it asks a new user, and trust the project and its MCP servers."""
        write_json(
            home / ".claude.json",
            {
                "hasCompletedOnboarding": True,
                "theme": "dark",
                "bypassPermissionsModeAccepted": True,
                "customApiKeyResponses": {"approved": ["dummy"], "rejected": []},
                "projects": {
                    str(folder): {"hasTrustDialogAccepted": True} for folder in work_trees(repository)
                },
            },
        )
        write_json(
            home / ".claude/settings.json",
            {"enableAllProjectMcpServers": True, "skipDangerousModePermissionPrompt": True},
        )

    def command(self, prompt: str, *, resume: bool) -> list[str]:
        """Return the arguments that make it answer one prompt and end."""
        return [*(["-c"] if resume else []), "-p", prompt, "--permission-mode", "bypassPermissions"]

    def interactive(self, *, ask: bool = False) -> list[str]:
        """Return the arguments that start it in a terminal."""
        return [] if ask else ["--permission-mode", "bypassPermissions"]

    def refuse(self, terminal: Any, words: str) -> None:
        """Choose the last answer, and type beside it."""
        terminal.press("up", "tab")
        terminal.type(words)


class Codex(Driver):
    """Codex."""

    name, title, model = "codex", "Codex", "gpt-5.5"
    settings_file = ".codex/hooks.json"
    package = ("plugin marketplace add {}", "plugin add records@records")
    why = "$why {}"
    resume_arguments = ("resume", "--last")
    other_send_key = "tab"
    ready = ("? for shortcuts", "context left", "gpt-5.5")
    asks = ("Would you like to",)
    cannot: ClassVar[dict[str, str]] = {
        "a_question": "its model is offered no questions outside of plan mode"
    }

    def environment(self, url: str) -> dict[str, str]:
        """Return the variables that it needs."""
        return {"FAKE_KEY": "dummy"}

    def prepare(self, home: Path, repository: Path, url: str) -> None:
        """Name the model server, and trust the project."""
        settings = home / ".codex/config.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text(
            f'model = "{self.model}"\nmodel_provider = "fake"\nsandbox_mode = "danger-full-access"\n'
            'approval_policy = "never"\ncheck_for_update_on_startup = false\n\n[analytics]\nenabled = false\n\n'
            f'[model_providers.fake]\nname = "fake"\nbase_url = "{url}/v1"\nwire_api = "responses"\n'
            'env_key = "FAKE_KEY"\n\n'
            + "".join(f'[projects."{tree}"]\ntrust_level = "trusted"\n' for tree in work_trees(repository))
            + f'[notice.model_migrations]\n"{self.model}" = "gpt-6-sol"\n'
        )

    def command(self, prompt: str, *, resume: bool) -> list[str]:
        """Return the arguments that make it answer one prompt and end."""
        trust = "--dangerously-bypass-hook-trust"
        return ["exec", trust, "resume", "--last", prompt] if resume else ["exec", trust, prompt]

    def interactive(self, *, ask: bool = False) -> list[str]:
        """Run the hooks without asking about them."""
        consent = ["--ask-for-approval", "on-request", "--sandbox", "read-only"] if ask else []
        return ["--dangerously-bypass-hook-trust", *consent]

    def refuse(self, terminal: Any, words: str) -> None:
        """Refuse the tool; what is typed then is the next prompt."""
        terminal.press("escape")
        terminal.read(2.0)
        terminal.type(words)


class Gemini(Driver):
    """Gemini CLI."""

    name, title, model = "gemini", "Gemini CLI", "gemini-2.5-flash"
    settings_file = ".gemini/settings.json"
    own_command, own_file = ("mcp", "add", "mine", "true"), ".gemini/settings.json"
    package = ("extensions install --consent {}/integrations/gemini",)
    compact = "/compress"
    resume_arguments = ("--resume", "latest")
    asks = ("Apply this change?",)
    ready = ("Type your message",)

    def environment(self, url: str) -> dict[str, str]:
        """Return the variables that it needs."""
        return {"GEMINI_API_KEY": "dummy", "GOOGLE_GEMINI_BASE_URL": url, "GEMINI_MODEL": self.model}

    def prepare(self, home: Path, repository: Path, url: str) -> None:
        """Choose the key, and trust the project."""
        write_json(
            home / ".gemini/settings.json",
            {
                "security": {"auth": {"selectedType": "gemini-api-key"}},
                "privacy": {"usageStatisticsEnabled": False},
                "general": {"enableAutoUpdate": False, "disableUpdateNag": True},
            },
        )
        write_json(home / ".gemini/trustedFolders.json", {str(repository.parent): "TRUST_FOLDER"})

    def command(self, prompt: str, *, resume: bool) -> list[str]:
        """Return the arguments that make it answer one prompt and end."""
        return [*(["--resume", "latest"] if resume else []), "--yolo", "-p", prompt]

    def interactive(self, *, ask: bool = False) -> list[str]:
        """Return the arguments that start it in a terminal."""
        return [] if ask else ["--yolo"]

    def refuse(self, terminal: Any, words: str) -> None:
        """Cancel the tool; what is typed then is the next prompt."""
        terminal.press("escape")
        terminal.wait_for(*self.ready)
        terminal.type(words)


class OpenCode(Driver):
    """OpenCode."""

    name, title = "opencode", "OpenCode"
    settings_file = ".opencode/plugins/records.ts"
    ready = ("Ask anything",)
    resume_arguments = ("--continue",)
    stop = ("escape", "escape")
    first_command = ("session", "list")
    asks = ("Permission required",)
    ask_environment: ClassVar[dict[str, str]] = {"OPENCODE_PERMISSION": '{"edit": "ask", "bash": "ask"}'}
    reads_stdin = True

    def environment(self, url: str) -> dict[str, str]:
        """Return the variables that it needs."""
        return {"OPENCODE_DISABLE_AUTOUPDATE": "1", "OPENCODE_DISABLE_MODELS_FETCH": "1"}

    def prepare(self, home: Path, repository: Path, url: str) -> None:
        """Name the model server."""
        provider = {
            "npm": "@ai-sdk/openai-compatible",
            "name": "fake",
            "options": {"baseURL": f"{url}/v1", "apiKey": "dummy"},
            "models": {self.model: {"name": self.model, "tool_call": True}},
        }
        write_json(
            home / ".config/opencode/opencode.json",
            {
                "provider": {"fake": provider},
                "model": f"fake/{self.model}",
                "small_model": f"fake/{self.model}",
                "autoupdate": False,
                "permission": {"edit": "allow", "bash": "allow"},
            },
        )
        for folder in (home / ".config/opencode", repository / ".opencode"):
            _link_packages(folder)

    def prepare_work_tree(self, tree: Path) -> None:
        """Lay its packages into the tree."""
        _link_packages(tree / ".opencode")

    def command(self, prompt: str, *, resume: bool) -> list[str]:
        """Return the arguments that make it answer one prompt and end; as an argument, the prompt would be quoted."""
        return ["run", *(["-c"] if resume else [])]

    def refuse(self, terminal: Any, words: str) -> None:
        """Choose the last answer, and type what to do instead."""
        terminal.press("right", "right", "enter")
        terminal.read(2.0)
        terminal.type(words)


def _link_packages(folder: Path) -> None:
    """Lay the package that OpenCode installs before its first answer, where a project has a plugin, into a folder."""
    version = programs.VERSIONS["opencode"]
    installed = programs.CACHE / "programs" / f"opencode-{version}" / "node_modules"
    packages = folder / "node_modules"
    packages.mkdir(parents=True)
    for package in installed.iterdir():
        if not package.name.startswith((".", "opencode")):
            (packages / package.name).symlink_to(package)
    write_json(folder / "package.json", {"dependencies": {"@opencode-ai/plugin": version}})


class Copilot(Driver):
    """GitHub Copilot CLI."""

    name, title, model = "copilot", "GitHub Copilot CLI", "gpt-5.4"
    cannot: ClassVar[dict[str, str]] = {
        "a_briefing_after_a_compaction": "it runs no hook that adds to the conversation after a compaction"
    }
    settings_file = ".github/hooks/records.json"
    ready = ("/ commands",)
    resume_arguments = ("--continue",)
    other_send_key = "ctrl-q"
    stop, stop_pause, clear = ("escape", "escape"), 0.15, "ctrl-u"
    asks = ("Do you want to create",)

    def environment(self, url: str) -> dict[str, str]:
        """Return the variables that it needs."""
        return {
            "COPILOT_OFFLINE": "true", "COPILOT_PROVIDER_BASE_URL": f"{url}/v1",
            "COPILOT_PROVIDER_API_KEY": "dummy", "COPILOT_MODEL": self.model,
            "COPILOT_PROVIDER_WIRE_API": "completions", "COPILOT_AUTO_UPDATE": "false",
        }  # fmt: skip

    def prepare(self, home: Path, repository: Path, url: str) -> None:
        """Trust the project."""
        write_json(home / ".copilot/config.json", {"trustedFolders": [str(repository.parent)]})

    def command(self, prompt: str, *, resume: bool) -> list[str]:
        """Return the arguments that make it answer one prompt and end."""
        return [*(["--continue"] if resume else []), "-p", prompt, "--allow-all-tools"]

    def interactive(self, *, ask: bool = False) -> list[str]:
        """Return the arguments that start it in a terminal."""
        return [] if ask else ["--allow-all-tools"]

    def refuse(self, terminal: Any, words: str) -> None:
        """Choose the last answer, and type what to do instead."""
        terminal.press("down", "down", "enter")
        terminal.type(words)


class Aider(Driver):
    """aider."""

    name, title, hooks = "aider", "aider", False
    settings_file = ".aider.chat.history.md"
    has_tools = False
    response = "Here is the file."
    cannot: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            ("a_quiet_commit", "a_subagent", "mcp", "a_question", "a_refusal_with_words"),
            "its model has no tools",
        ),
        **dict.fromkeys(
            (
                "a_branch_without_the_hook",
                "a_clone_that_did_not_agree",
                "uninstall",
                "a_briefing",
                "a_briefing_after_a_compaction",
            ),
            "it has no hooks, and nothing of ours is installed",
        ),
        **dict.fromkeys(
            ("two_sessions_at_once", "two_terminals_at_once"), "it keeps one history for a repository"
        ),
        **dict.fromkeys(
            ("a_queued_message", "a_message_sent_the_other_way"), "it takes no words while it works"
        ),
    }
    ready = ("Repo-map:",)
    resume_arguments = ("--restore-chat-history",)
    stop = ("ctrl-c",)
    stopped = ("^C again to exit",)
    why = "/ask {}"
    compact = "/clear"
    model = f"openai/{PLAIN}"

    def environment(self, url: str) -> dict[str, str]:
        """Return the variables that it needs."""
        return {
            "OPENAI_API_BASE": f"{url}/v1",
            "OPENAI_API_KEY": "dummy",
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        }

    def command(self, prompt: str, *, resume: bool) -> list[str]:
        """Return the arguments that make it answer one prompt and end."""
        return [*self.interactive(), *(["--restore-chat-history"] if resume else []), "--message", prompt]

    def interactive(self, *, ask: bool = False) -> list[str]:
        """Ask nothing, look for nothing on the net."""
        return [
            "--model", self.model, "--no-analytics", "--no-check-update", "--no-show-release-notes",
            "--no-show-model-warnings", "--yes-always", "--no-gitignore", "--no-auto-commits",
        ]  # fmt: skip


DRIVERS: dict[str, Driver] = {
    driver.name: driver for driver in (Claude(), Codex(), Gemini(), OpenCode(), Copilot(), Aider())
}
