"""What people mean by commands and options that do not exist: the names of other tools, and slips of the hand."""

from __future__ import annotations

import os
import shlex
from copy import copy

import click

import records.regex as re
from records.agents.registry import AGENTS
from records.cli.command_table import TABLE, load
from records.cli.paths import code_location
from records.cli.spec import Command
from records.errors import nearest
from records.model.stage import Stage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NEAR, _ALMOST = 0.7, 0.85
"""How like a command a word is at least that is taken for a slip, and one that is taken for it first of all."""
_MOST_WORDS = 6
_REFERENCE = re.compile(r"(?:[A-Za-z][\w-]*[-/])?\d+")
_GROUPS = ("", "adr", "phr", "site", "capture", "agents", "hooks", "templates", "org")
"""Where a command is looked for that its own group does not have, the first one that has it first."""
_GROUP_NAMES = {
    **dict.fromkeys(("decision", "decisions"), "adr"),
    **dict.fromkeys(("prompt", "prompts"), "phr"),
}
_FILE = (
    "A record is a file. To remove one that is not committed yet: rm PATH; one that is: git rm PATH. To undo an edit: "
    "git restore PATH. Its number is free again once no branch and no work tree has it."
)
_GIT = "Records are files: git add history, git commit and git push share them."
_STATUS = "A status has a command of its own: records adr accept, reject, deprecate or supersede REF."
_INSTALL = (
    "For prompts: records capture install AGENT. For an agent's tools: records agents install AGENT. For commit "
    "messages: records hooks install."
)
_DEFAULT = "A setting has its default again when its line is removed: records config show KEY names the line."
_SETTINGS = (
    "The settings are a file, .records/config.toml: open it in your editor, or: records config set KEY VALUE."
)
_TEMPLATE = (
    "A template is a file: records templates copy NAME puts one into .records/templates, where you change it."
)
_CHANGES = ("edit", "open", "change", "update", "modify")
_REMOVALS = ("rm", "remove", "delete", "del", "reset", "unset", "undo", "restore", "revert", "clear")
_ADVICE = {
    **dict.fromkeys((f"config {word}" for word in _REMOVALS), _DEFAULT),
    **dict.fromkeys((f"config {word}" for word in _CHANGES), _SETTINGS),
    **dict.fromkeys(
        (f"templates {word}" for word in (*_CHANGES, "new", "create", "add", *_REMOVALS)), _TEMPLATE
    ),
    **dict.fromkeys(("undo", "revert", "restore", "rm", "remove", "delete", "del"), _FILE),
    **dict.fromkeys(
        ("mv", "rename", "move"),
        "A number is changed by records renumber REF NUMBER, a title in the file: records edit REF.",
    ),
    **dict.fromkeys(("commit", "push", "pull", "clone"), _GIT),
    **dict.fromkeys(("adr status", "adr set", "adr set-status"), _STATUS),
    **dict.fromkeys(("install", "enable"), _INSTALL),
    **dict.fromkeys(("uninstall", "disable"), _INSTALL.replace(" install", " uninstall")),
    **dict.fromkeys(("upgrade", "self-update"), "To update the program: pipx upgrade records-history."),
    "status": "For the records: records list. For this clone: records doctor.",
    "propose": "A proposed decision is a new one: records adr new --status proposed TITLE.",
    "amend": "An amendment is a link: records link ADR-14 amends ADR-7.",
    "verify": "For records: records check. For prompts that were captured: records capture verify.",
    "fix": "records check --fix --dry-run shows what can be fixed.",
    "diff": "For a change: records ci --against main, or records adr suggest --diff main.",
    "tutorial": "records demo shows the main workflow in a new repository; docs/tutorial.md explains it.",
}
"""What does it, for words that are no other name of one command; a word after a group goes first."""
_SYNONYMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("create", "add", "write", "record"), ("new",)),
    **dict.fromkeys(("view", "cat", "print", "display", "info"), ("show", "status")),
    **dict.fromkeys(("get",), ("show", "list", "status")),
    **dict.fromkeys(("find", "grep"), ("search",)),
    **dict.fromkeys(("blame", "explain", "annotate", "whois"), ("why",)),
    **dict.fromkeys(("governs", "decisions-for"), ("adr for",)),
    **dict.fromkeys(("validate", "lint", "test"), ("check",)),
    **dict.fromkeys(("decisions", "adrs"), ("adr list",)),
    **dict.fromkeys(("prompts", "phrs"), ("phr list",)),
    "decide": ("adr new",),
    "decision": ("adr",),
    "prompt": ("phr new",),
    **dict.fromkeys(("log", "history", "ls", "list"), ("list", "show", "status")),
    **dict.fromkeys(("complete", "close", "done"), ("finish",)),
    **dict.fromkeys(("suggestions", "suggestion"), ("suggest",)),
    **dict.fromkeys(("approve", "approved", "confirm"), ("adr accept",)),
    **dict.fromkeys(("decline", "refuse"), ("adr reject",)),
    **dict.fromkeys(("replace", "supercede", "superseded"), ("adr supersede",)),
    **dict.fromkeys(("preview", "serve", "web", "ui", "open-browser"), ("site serve",)),
    **dict.fromkeys(("build", "publish", "html"), ("site build",)),
    **dict.fromkeys(("migrate", "adopt"), ("import",)),
    **dict.fromkeys(("setup", "begin", "start"), ("init",)),
    **dict.fromkeys(("docs", "manual"), ("man",)),
    **dict.fromkeys(("settings", "options"), ("config",)),
    **dict.fromkeys(("briefing", "brief", "context"), ("prime",)),
    **dict.fromkeys(("watch", "collect"), ("capture sync",)),
    **dict.fromkeys(("tree", "links"), ("graph",)),
    "specify": ("phr new --stage spec",),
    "implement": ("phr new --stage green",),
    **dict.fromkeys(("update", "change", "open", "modify"), ("edit",)),
    "toc": ("adr generate toc",),
    "version": ("--version",),
}
"""The commands that do what people call by other names, the best first; one of two words is always the same."""
_OPTIONS = {
    **dict.fromkeys(("--type", "--only"), ("--kind",)),
    **dict.fromkeys(("--tag", "--tags", "--labels", "--topic"), ("--label",)),
    **dict.fromkeys(("--state",), ("--status",)),
    **dict.fromkeys(("--max-count", "--max", "--head", "--count"), ("--limit",)),
    **dict.fromkeys(("--from", "--after"), ("--since",)),
    **dict.fromkeys(("--to", "--before"), ("--until",)),
    **dict.fromkeys(("--name", "--subject"), ("--title",)),
    **dict.fromkeys(("--text", "--message", "-m", "--input"), ("--prompt", "--body-file")),
    **dict.fromkeys(("--body", "--content", "-F"), ("--body-file", "--prompt-file")),
    **dict.fromkeys(("--author", "--owner", "--by"), ("--decider",)),
    **dict.fromkeys(("--path", "--paths", "--files"), ("--file", "--affects")),
    **dict.fromkeys(("--base", "--target", "--compare"), ("--against", "--diff")),
    **dict.fromkeys(("--range", "--commit", "--rev", "--revision"), ("--diff", "--at", "--against")),
    **dict.fromkeys(("--sort-by", "--order", "--order-by"), ("--sort",)),
    **dict.fromkeys(("--out", "--output", "--dest", "-d"), ("-o",)),
    **dict.fromkeys(("-n",), ("--dry-run",)),
    "-v": ("--version",),
    **dict.fromkeys(("--output-format", "--format"), ("--format", "--to")),
}
"""The options that do what options of other tools do; those that a command has are offered."""


def explain_unknown(group: str, words: Sequence[str]) -> str:
    """Return what to type instead of a command that does not exist; empty where nothing is near.

    Args:
        group: the words before the command: `""` for `records`, `"adr"` for `records adr`.
        words: the name that is no command of the group, and what follows it.
    """
    name, *rest = words
    if advice := _advice(group, name):
        return advice
    lines = _whole_line(group, name)
    if not lines and (inner := _in_a_group(group, name, rest)):
        lines = [_with_arguments(inner[:2], inner[2:]) if _are_arguments(inner) else " ".join(inner[:2])]
    if not lines and name == "help":
        return f"Did you mean 'records {' '.join(['help', group, *rest[:1]])}'?"
    if not lines:
        lines = _commands(group, name) or _near(group, name)
        if lines and lines[0] in _ADVICE:  # a slip in one of these words
            return _ADVICE[lines[0]]
        if len(lines) == 1 and lines[0] not in TABLE and _are_arguments(rest):
            lines = [_with_arguments(lines[0].split(), _with_kind(group, lines[0], rest))]
    quoted = " or ".join(f"'records {line}'" if "'" not in line else f"`records {line}`" for line in lines)
    return f"Did you mean {quoted}?" if quoted else ""


def explain_option(option: str, known: Iterable[str]) -> list[str]:
    """Return the options of a command that an option of another tool probably means."""
    names = set(known)
    return [name for name in _OPTIONS.get(option, ()) if name in names][:1]


def explain_place(option: str, group: str, arguments: Iterable[str], known: Iterable[str]) -> str:
    """Return where the word belongs that was typed as an option and is none; empty where it does not say.

    Args:
        option: as it was typed.
        group: the words before it: `"adr new"` for `records adr new --title X`.
        arguments: the arguments of the command, as its help calls them.
        known: the options that there are.
    """
    word = option.lstrip("-")
    for argument in arguments:
        names = re.findall(r"[A-Z]+", argument)
        if word.upper() in names or word in (name[0] for name in names):
            shown = re.sub(r"^\[(.*)\]$", r"\1", argument.rstrip("."))
            return f"Type it without an option: records {group} {shown}"
    if group not in TABLE or nearest(option, known, _ALMOST):
        return ""
    if word in TABLE[group]:
        return f"Did you mean 'records {f'{group} {word}'.strip()}'?"
    return f"Options stand behind the command: records {f'{group} COMMAND'.strip()} {option}"


def _advice(group: str, name: str) -> str:
    """Return the advice on a word, unless a command of the group does what it stands for."""
    return _ADVICE.get(f"{group} {name}") or ("" if _own(group, name) else _ADVICE.get(name, ""))


def _are_arguments(words: Sequence[str]) -> bool:
    """Return whether words are arguments that the command which is meant probably takes too."""
    return len(words) <= _MOST_WORDS and not any(word.startswith("-") for word in words)


def _with_arguments(command: Sequence[str], words: Sequence[str]) -> str:
    """Return a command with arguments that it takes; without them where it would refuse them."""
    count = next((n for n in range(len(command), 0, -1) if _place(command[:n])), 0)
    if not count or not words:
        return shlex.join(command)
    command_or_spec = load(_place(command[:count]))
    # a copy, because a command remembers the options for help of the first context that it is in
    parser: click.Command = (
        command_or_spec.to_click() if isinstance(command_or_spec, Command) else copy(command_or_spec)
    )
    context = click.Context(parser, info_name=command[count - 1], **parser.context_settings)
    try:
        parser.parse_args(context, [*command[count:], *words])
    except click.UsageError:
        return shlex.join(command)
    return shlex.join(command if context.args else [*command, *words])


def _place(words: Sequence[str]) -> str:
    """Return where the command of some words is found; empty where they are none."""
    return TABLE.get(" ".join(words[:-1]), {}).get(words[-1], ("", ""))[1]


def _with_kind(group: str, line: str, words: Sequence[str]) -> list[str]:
    """Return arguments of a group's command as those of a command outside it: `1` of `phr` is `PHR-1` there."""
    if group not in ("adr", "phr") or line.startswith(f"{group} "):
        return list(words)
    return [f"{group.upper()}-{word}" if word.isdecimal() else word for word in words]


def _own(group: str, name: str) -> list[str]:
    """Return the command of a group that a name is another one for; at most one."""
    lines = [f"{group} {word}".strip() for word in _SYNONYMS.get(name, ()) if word in TABLE[group]]
    return lines[:1]


def _in_a_group(group: str, name: str, rest: Sequence[str]) -> list[str]:
    """Return the words that are meant where a group is the first or second of two: `adr-new`, `create adr`."""
    if group:
        return []
    words = [*re.split(r"[-_]", name, maxsplit=1), *rest]
    for first, second in (words[:2], words[1::-1]) if len(words) > 1 else ():
        place = nearest(_GROUP_NAMES.get(first, first), _GROUPS[1:], _ALMOST)
        own = [f"{place} {second}"] if second in TABLE.get(place, {}) else _own(place, second)
        if place and own:
            return [*own[0].split(), *words[2:]]
    return []


def _commands(group: str, name: str) -> list[str]:
    """Return the commands that have a name, or that it is another name for: of the group, else elsewhere."""
    if own := "".join(_own(group, name)[:1]) or nearest(name, _shown(group), _ALMOST):
        return [" ".join([group, *own.split()[-1:]]).strip()]
    for word in _SYNONYMS.get(name, (name,)):
        if " " in word or word.startswith("-"):
            return [word]
        lines = [f"{place} {word}".strip() for place in _GROUPS if word in _shown(place)]
        if lines:
            return lines[:1] if lines[0] == word or len(lines) > 2 else lines
    return []


def _shown(group: str) -> list[str]:
    """Return the commands of a group that its help lists."""
    return [name for name, (help_, _) in TABLE[group].items() if help_]


def _whole_line(group: str, name: str) -> list[str]:
    """Return the whole command line where the name is an agent, a stage, a setting, a reference or a place in code."""
    if group in ("capture", "agents") and name in AGENTS:
        return [f"{group} install {name}"]
    if group in ("", "phr") and name in set(Stage):
        return [f"phr new --stage {name}"]
    if group == "config" and "." in name:
        return [f"config show {name}"]
    if not group and os.path.isfile(code_location(name).path):
        return [shlex.join(["why", name])]
    if group in ("", "adr", "phr") and _REFERENCE.fullmatch(name):
        return [f"{group} show {name}".strip()]
    return []


def _near(group: str, name: str) -> list[str]:
    """Return the command, or the key of the advice, that a name is a slip of: of the group, else of another one."""
    own = {row: f"{group} {row}".strip() for row in _shown(group)}
    others = {row: f"{place} {row}" for place in ("adr", "phr", "site", "capture") for row in _shown(place)}
    other_names = dict.fromkeys((*_SYNONYMS, *_ADVICE), "")
    for choices in (own, others if not group else {}, other_names):
        swapped = [word for word in choices if sorted(word) == sorted(name)]
        if word := "".join(swapped[:1]) or nearest(name, choices, _NEAR):
            return [choices[word]] if choices[word] else _commands(group, word) or [word]
    return []
