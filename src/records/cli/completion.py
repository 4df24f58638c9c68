"""Complete commands, options and records in a shell: bash, zsh and fish as click does, PowerShell as well.

Records are completed by their reference and by words of their title.
"""

from __future__ import annotations

import os
import re
from copy import copy

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
)

from records.cli.candidates import (
    PAGE,
    RECORD_PARAMETERS,
    VARIABLE,
    kind_of_group,
    matching,
    page_of,
    rows_of,
)
from records.cli.invocation import open_project
from records.cli.stored_output import store_page
from records.errors import RecordsError
from records.model.link import RELATIONS
from records.model.record import Adr
from records.project.catalog import SORT_KEYS
from records.text.escape import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import ClassVar

    from records.project.project import Project

SHELLS = ("bash", "zsh", "fish", "powershell")
_PATHS = frozenset(
    ("path", "paths", "place", "file", "prompt_file", "response_file", "body_file", "directory")
)

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:%(complete_var)s = "powershell_complete"
    $env:COMP_WORDS = ($commandAst.CommandElements | ForEach-Object { $_.Extent.Text }) -join "`n"
    $env:COMP_CWORD = $wordToComplete
    try {
        %(prog_name)s | ForEach-Object {
            $kind, $value, $help = $_ -split "`t", 3
            if ($kind -eq "file" -or $kind -eq "dir") {
                Get-ChildItem "$value*" | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new((Resolve-Path -Relative $_.FullName))
                }
            } elseif ($value) {
                if (-not $help) { $help = $value }
                [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $help)
            }
        }
    } finally {
        Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_CWORD
    }
}
"""


class PowerShellComplete(ShellComplete):
    """Completion for PowerShell: one line a candidate, its kind, value and help between tabs."""

    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is being completed, and that one."""
        words = os.environ["COMP_WORDS"].split("\n")
        incomplete = os.environ.get("COMP_CWORD", "")
        if incomplete and words[-1] == incomplete:
            words.pop()
        return words[1:], incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """One candidate as a line."""
        return f"{item.type}\t{item.value}\t{' '.join((item.help or '').split())}"


class Bash(BashComplete):
    """Completion for bash, which takes `=` and `:` for words of their own and completes what is behind them."""

    _SIGNS = ("=", ":")
    _is_parted = False

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is being completed, and that one, as they stand in the line."""
        args, incomplete = super().get_completion_args()
        words: list[str] = []
        for part in (*args, incomplete):
            self._is_parted = bool(words) and (part in self._SIGNS or words[-1].endswith(self._SIGNS))
            if self._is_parted:
                words[-1] += part
            else:
                words.append(part)
        return words[:-1], words[-1]

    def format_completion(self, item: CompletionItem) -> str:
        """One candidate as a line; of a word that bash has parted only what is behind the last sign."""
        value = re.split("[=:]", str(item.value))[-1] if self._is_parted else item.value
        return f"{item.type},{value}"


class RecordName(click.ParamType[str]):
    """A reference to a record; completed by reference, file name and words of the title."""

    name = "record"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The records that fit what was typed; none where there is no project."""
        return _records(incomplete, kind_of_group(ctx.command_path.split()))


def _records(incomplete: str, kind: str, before: str = "") -> list[CompletionItem]:
    """The records of a kind that fit what was typed, behind what stands before them in the same word."""
    try:
        project = open_project()
        records = project.store.scan()
    except RecordsError:
        return []
    rows = rows_of(records)
    text = page_of(rows)
    if text is not None:
        store_page(project, PAGE, text)
    return [CompletionItem(before + ref, help=title) for ref, title in matching(rows, incomplete, kind)]


class LinkWord(click.ParamType[str]):
    """A link: `RELATION=REF` of a prompt record, `REF:RELATION` of a decision."""

    name = "link"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The relations and the records that fit what was typed."""
        if kind_of_group(ctx.command_path.split()) == "adr":
            target, colon, relation = incomplete.partition(":")
            return _words(RELATIONS, relation, target + colon) if colon else _records(target, "")
        relation, sign, target = incomplete.partition("=")
        relations = [relation] if sign else [name for name in RELATIONS if name.startswith(relation.lower())]
        if len(relations) == 1:
            return _records(target, "", relations[0] + "=")
        return [CompletionItem(name + "=") for name in relations]


def _words(words: Iterable[str], incomplete: str, before: str) -> list[CompletionItem]:
    """The words that begin with what was typed, behind what stands before them in the same word."""
    return [CompletionItem(escape(before + word)) for word in words if word.startswith(incomplete.lower())]


class Word(click.ParamType[str]):
    """One of the words that a project knows; where several may be given with commas, the last is completed."""

    name = "word"

    def __init__(self, words_of: Callable[[Project, str], Iterable[str]]) -> None:
        self._words_of = words_of

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The words that begin with what was typed; none where there is no project."""
        head, comma, last = incomplete.rpartition(",")
        try:
            words = list(self._words_of(open_project(), kind_of_group(ctx.command_path.split())))
        except RecordsError:
            return []
        return _words(words, last, head + comma)


def _stages(project: Project, _: str) -> Iterable[str]:
    from records.history.new_phr import stages

    return stages(project)


def _statuses(project: Project, _: str) -> Iterable[str]:
    from records.model.status import STATUSES

    own = {record.status for record in project.store.scan() if isinstance(record, Adr) and record.status}
    return (*STATUSES, *sorted(own - set(STATUSES)))


def _features(project: Project, _: str) -> Iterable[str]:
    from records.project.catalog import features

    return features(project.store.scan())


def _labels(project: Project, _: str) -> Iterable[str]:
    return sorted({label for record in project.store.scan() for label in record.labels})


def _templates(project: Project, kind: str) -> Iterable[str]:
    from records.history.template_files import template_files

    return [file.name for file in template_files(project) if kind in ("", file.kind)]


def _settings(project: Project, _: str) -> Iterable[str]:
    from records.project.settings_file import setting_keys

    return setting_keys()


_WORDS: dict[str, Callable[[Project, str], Iterable[str]]] = {
    "stage": _stages, "status": _statuses, "feature": _features, "label": _labels, "labels": _labels,
    "template": _templates, "relation": lambda *_: RELATIONS, "key": _settings, "kind": lambda *_: ("adr", "phr"),
    "sort": lambda *_: SORT_KEYS,
}  # fmt: skip
"""The words that the value of a parameter of this name is one of."""


def with_completion(command: click.Command) -> click.Command:
    """A copy of the command whose parameters for records and files can complete themselves."""
    command = copy(command)
    command.params = [copy(param) for param in command.params]
    for param in command.params:
        if param.name in RECORD_PARAMETERS and isinstance(param.type, click.types.StringParamType):
            param.type = RecordName()
        elif param.name == "links":
            param.type = LinkWord()
        elif param.name in _WORDS and isinstance(param.type, click.types.StringParamType):
            param.type = Word(_WORDS[param.name])
        elif param.name in _PATHS and isinstance(param.type, click.types.StringParamType):
            param.type = click.Path()
    return command


def script(cli: click.Command, shell: str) -> str:
    """What a shell has to read to complete a command line."""
    shell_class = get_completion_class(shell)
    if shell_class is None:
        raise click.BadParameter(f"{shell!r} is no shell that is known", param_hint="SHELL")
    if shell == "bash":  # click asks bash for its version to write this; what it writes is the same
        return shell_class.source_template % shell_class(cli, {}, "records", VARIABLE).source_vars()
    text = shell_class(cli, {}, "records", VARIABLE).source()
    return (
        text.replace("string split ", "string split --max 1 ") if shell == "fish" else text
    )  # titles have commas


add_completion_class(PowerShellComplete)
add_completion_class(Bash)
