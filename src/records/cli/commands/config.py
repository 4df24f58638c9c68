"""`records config show`, `set` and `schema`."""

from __future__ import annotations

import json

import click

from records.check.setting_values import setting_problems
from records.cli.invocation import open_project
from records.cli.lazy import LazyGroup
from records.cli.options import json_option
from records.cli.output import echo_path, print_json, say, table
from records.cli.paths import path_from_here
from records.errors import NotFound, nearest
from records.project.project import Project
from records.project.settings import CONFIG_PATH, Settings
from records.project.settings_file import SettingValue, set_value, setting_values, settings_schema


@click.group("config", cls=LazyGroup, path="config", invoke_without_command=True)
@click.pass_context
def config(context: click.Context) -> None:
    """The settings in .records/config.toml: show them with their origins, set one, print their schema.

    Example: records config set adr.template madr
    """
    if context.invoked_subcommand is None:
        context.invoke(show)


@click.command("show")
@click.argument("key", required=False)
@json_option
def show(key: str | None = None, as_json: bool = False) -> None:
    r"""Show every setting, or one, with its value and where that comes from.

    \b
    Examples:
      records config show
      records config show adr.template
      records config show --json
    """
    values = setting_values(open_project())
    if key is not None:
        values = [value for value in values if value.key == _known(key, values)]
    if as_json:
        print_json([{"key": v.key, "value": v.value, "origin": v.origin} for v in values])
        return
    rows = [(v.key, json.dumps(v.value, ensure_ascii=False), v.origin) for v in values]
    table(("setting", "value", "origin"), rows, flexible=1)


def _known(key: str, values: list[SettingValue]) -> str:
    names = [value.key for value in values]
    wanted = key.replace("_", "-")
    if wanted not in names:
        near = nearest(wanted, names)
        hint = f"did you mean {near!r}?" if near else "records config show lists them"
        raise NotFound(f"there is no setting {key!r}", hint)
    return wanted


@click.command("set")
@click.argument("key")
@click.argument("value")
def set_command(key: str, value: str) -> None:
    r"""Set one setting in .records/config.toml; every other line stays as it is.

    A list is written with commas; a key of a table, such as a rule's severity, has a third part.

    \b
    Examples:
      records config set adr.template madr
      records config set phr.stages incident,hotfix
      records config set check.severity.ADR011 error
    """
    project = open_project()
    if key.count(".") < 2:
        _known(key, setting_values(project))
    setting = set_value(project, key, value, lambda settings: _refuse(project, key, settings))
    echo_path(path_from_here(project, CONFIG_PATH))
    say(f"{setting.key} = {json.dumps(setting.value, ensure_ascii=False)}")


def _refuse(project: Project, key: str, settings: Settings) -> None:
    """Raise what keeps settings from holding, as far as it is about one key."""
    wanted = key.replace("_", "-")
    for place, error in setting_problems(project, settings):
        if wanted == place or wanted.startswith(f"{place}."):
            raise error


@click.command("schema")
def schema() -> None:
    r"""Print the JSON Schema of the settings, for editors and linters.

    \b
    Example:
      records config schema > settings.schema.json
    """
    print_json(settings_schema(), is_readable=True)
