"""Complete commands, options and records in a shell: bash, zsh and fish as click does, PowerShell as well.

Records are completed by their reference and by words of their title.
"""

from __future__ import annotations

import os
from copy import copy
from typing import TYPE_CHECKING, ClassVar

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, get_completion_class

from records.cli.output import escape

if TYPE_CHECKING:
    from records.model.record import Record

VARIABLE = "_RECORDS_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell")
_RECORDS = frozenset(("ref", "refs", "source", "target", "old", "new", "by", "supersedes", "src", "dst"))
_PATHS = frozenset(
    ("path", "paths", "place", "file", "prompt_file", "response_file", "body_file", "directory")
)
_MOST = 60

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


class RecordName(click.ParamType[str]):
    """A reference to a record; completed by reference, file name and words of the title."""

    name = "record"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The records that fit what was typed; none where there is no project."""
        from records.cli.options import open_project
        from records.errors import RecordsError

        try:
            records = open_project(ctx).store.scan()
        except RecordsError:
            return []
        prefix = incomplete.casefold()
        kind = "adr" if "adr" in ctx.command_path.split() else ""
        candidates = [record for record in records if kind in ("", record.kind)]
        first = [record for record in candidates if record.ref.casefold().startswith(prefix)]
        first_keys = {record.key for record in first}
        also = [
            record
            for record in candidates
            if record.key not in first_keys
            and (prefix in record.title.casefold() or prefix in f"{record.folder}/{record.stem}".casefold())
        ]
        return [CompletionItem(escape(record.ref), help=_title(record)) for record in (*first, *also)[:_MOST]]


def _title(record: Record) -> str:
    """The title as a shell may show it: on one line, with nothing in it that a terminal would obey."""
    return escape(" ".join(record.title.split()))


def with_completion(command: click.Command) -> click.Command:
    """A copy of the command whose parameters for records and files can complete themselves."""
    command = copy(command)
    command.params = [copy(param) for param in command.params]
    for param in command.params:
        if param.name in _RECORDS and isinstance(param.type, click.types.StringParamType):
            param.type = RecordName()
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
