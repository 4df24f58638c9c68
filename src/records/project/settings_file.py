"""The text of `.records/config.toml`: where a setting stands, how one is set, and its JSON Schema."""

from __future__ import annotations

import inspect
import json
import tomllib
from contextlib import suppress

import records.regex as re
from records.dataclass import dataclass, fields, is_dataclass
from records.errors import ConfigError, EditError, InvalidInput, NotFound
from records.project.redaction import refuse_secrets
from records.project.settings import CONFIG_PATH, Settings, build, load
from records.text.data_text import parse_toml, toml_key, toml_value
from records.text.lines import newline_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from records.project.project import WorkTreeProject

SCHEMA_PATH = ".records/settings.schema.json"
_HEADER = "#:schema ./settings.schema.json\n"
_DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class SettingValue:
    """One setting: its key (`adr.template`), its value, and where that comes from: `default`, or `PATH:LINE`."""

    key: str
    value: Any
    origin: str


def setting_values(project: WorkTreeProject) -> list[SettingValue]:
    """List every setting with its value and origin, as `Settings` orders them."""
    text = _text(project)
    lines = _lines(text)
    return [
        SettingValue(key, value, f"{CONFIG_PATH}:{lines[key]}" if key in lines else _DEFAULT)
        for key, value in _flat(project.settings)
    ]


def setting_keys() -> list[str]:
    """List the keys of all settings."""
    return [key for key, _ in _flat(Settings())]


def set_value(
    project: WorkTreeProject, key: str, words: str, check: Callable[[Settings], object] = lambda _: None
) -> SettingValue:
    """Write one setting into `.records/config.toml`; a new file names its JSON Schema, which is put beside it.

    Args:
        project: where.
        key: table and name, such as `adr.template`.
        words: the value as text: `true` or `false`, or the items of a list with commas between them.
        check: called with settings that have this value, before it is written; raises to refuse it.

    Raises:
        ConfigError: there is no such setting or no such choice, or the file is not TOML.
        InvalidInput: the value is of another type.
        EditError: the file is written so that the value cannot be set without touching more.
    """
    table, _, name = key.replace("-", "_").partition(".")
    value = _parse(key, words)
    refuse_secrets(project, key, words)
    check(build(Settings, _nested(table, name, value), ""))
    old = _text(project)
    texts = {CONFIG_PATH: with_value(old, table, name, value)}
    if not old:
        texts = new_settings(texts[CONFIG_PATH])
    project.writer.save(texts)
    settings = load(project.root)
    return next(
        SettingValue(k, v, CONFIG_PATH)
        for k, v in _flat(settings)
        if k.replace("-", "_") == f"{table}.{name.partition('.')[0]}"
    )


def new_settings(text: str) -> dict[str, str]:
    """Return the files of new settings by their paths: the JSON Schema, and the settings, which name it."""
    schema = json.dumps(settings_schema(), indent=2, ensure_ascii=False) + "\n"
    return {SCHEMA_PATH: schema, CONFIG_PATH: _HEADER + text}


def with_value(text: str, table: str, name: str, value: Any) -> str:
    """Return the TOML text with one value set, every other line as it was.

    Args:
        text: of the file.
        table: its table.
        name: its key in the table; with a dot, a key of a table within it.
        value: a text, a truth value, a number or a list of texts.

    Raises:
        ConfigError: the text is not TOML.
        EditError: the value cannot be set without touching more.
    """
    try:
        before = parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{CONFIG_PATH} is not valid TOML: {error}", "correct the line it names") from error
    first, _, rest = name.partition(".")
    wanted = {**before, table: {**before.get(table, {}), **_nested(first, rest, value)}} if not rest else None
    if wanted is None:
        inner = {**before.get(table, {}).get(first, {}), rest: value}
        wanted = {**before, table: {**before.get(table, {}), first: inner}}
    header, key = (f"{table}.{first}", rest) if rest else (table, name)
    for candidate in _candidates(text, header, key, toml_value(value)):
        try:
            if parse_toml(candidate) == wanted:
                return candidate
        except tomllib.TOMLDecodeError:
            continue
    raise EditError(
        f"{CONFIG_PATH} is written so that {table}.{name} cannot be set",
        f"write it by hand: {name} = {toml_value(value)} in [{table}]",
    )


def _candidates(text: str, table: str, name: str, value: str) -> Iterator[str]:
    newline = newline_of(text)
    lines = text.splitlines(keepends=True)
    header = next((n for n, line in enumerate(lines) if line.split("#")[0].strip() == f"[{table}]"), None)
    if header is not None:
        ends = (n for n in range(header + 1, len(lines)) if lines[n].lstrip().startswith("["))
        end = next(ends, len(lines))
        pattern = re.compile(rf"\s*[\"']?{re.escape(name).replace('_', '[-_]')}[\"']?\s*=")
        for start in range(header + 1, end):
            if match := pattern.match(lines[start]):
                for stop in range(start + 1, end + 1):
                    for comment in (*_comments("".join(lines[start:stop])), ""):
                        changed = f"{match[0]} {value}{comment}{newline}"
                        yield "".join([*lines[:start], changed, *lines[stop:]])
        ending = "" if lines[header].endswith("\n") else newline
        added = f"{lines[header]}{ending}{toml_key(name)} = {value}{newline}"
        yield "".join([*lines[:header], added, *lines[header + 1 :]])
    gap = "" if not text else newline if text.endswith("\n") else newline * 2
    yield f"{text}{gap}[{table}]{newline}{toml_key(name)} = {value}{newline}"


def _comments(setting: str) -> Iterator[str]:
    """Yield the comment at the end of a setting, where it has one; a number sign within a text begins none."""
    for match in re.finditer(r"[ \t]*#(?=[^\n]*\n?\Z)", setting):
        with suppress(tomllib.TOMLDecodeError):
            if parse_toml(setting[: match.start()]) == parse_toml(setting):
                yield setting[match.start() :].rstrip("\r\n")
                return


def _text(project: WorkTreeProject) -> str:
    try:
        return project.store.text(CONFIG_PATH)
    except NotFound:
        return ""


def _flat(settings: Settings) -> Iterator[tuple[str, Any]]:
    for table in fields(settings):
        values = getattr(settings, table.name)
        for item in fields(values):
            yield f"{table.name}.{item.name.replace('_', '-')}", getattr(values, item.name)


def _lines(text: str) -> dict[str, int]:
    """Find the line of each setting that the text states."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if match := re.match(r"\s*\[([\w.-]+)\]", line):
            table = f"{match[1]}."
            lines.setdefault(".".join(match[1].replace("_", "-").split(".")[:2]), number)
        elif match := re.match(r"\s*([\w.-]+)\s*=", line):
            lines.setdefault(".".join(f"{table}{match[1]}".replace("_", "-").split(".")[:2]), number)
    return lines


def _nested(table: str, name: str, value: Any) -> dict[str, Any]:
    for part in reversed(name.split(".") if name else []):
        value = {part: value}
    return {table: value}


def _parse(key: str, words: str) -> Any:
    """Read a value of the type that the default of a setting has."""
    table, _, name = key.replace("-", "_").partition(".")
    default = getattr(getattr(Settings(), table, None), name.partition(".")[0], None)
    if isinstance(default, bool):
        if words.lower() not in ("true", "false"):
            raise InvalidInput(f"{key} is true or false, not {words!r}")
        return words.lower() == "true"
    if isinstance(default, tuple):
        return _parse_list(key, words)
    if isinstance(default, dict) and "." not in name:
        raise InvalidInput(f"{key} is a table", f"name a key of it: records config set {key}.NAME VALUE")
    return words


def _parse_list(key: str, words: str) -> Any:
    """Read items with commas between them, or a list as TOML has it."""
    if not words.strip().startswith("["):
        return [item.strip() for item in words.split(",") if item.strip()]
    try:
        return parse_toml(f"list = {words}")["list"]
    except tomllib.TOMLDecodeError as error:
        items = ",".join(re.findall(r"[^\s\[\],\"']+", words)) or "ITEM,ITEM"
        raise InvalidInput(f"{key}: {words!r} is no list", f"records config set {key} {items}") from error


def settings_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the settings; a key may have `-` or `_` between its words."""
    tables = {}
    for table in fields(Settings):
        values = getattr(Settings(), table.name)
        about, _, rest = (inspect.getdoc(type(values)) or "").partition("Attributes:")
        meanings = dict(re.findall(r"^\s+(\w+): (.*(?:\n\s{6,}.*)*)", rest, re.M))
        properties: dict[str, Any] = {}
        for item in fields(values):
            default = getattr(values, item.name)
            part = {
                **_type(default, item.metadata),
                "description": " ".join(meanings.get(item.name, "").split()),
            }
            properties[item.name.replace("_", "-")] = part
            properties[item.name] = part
        description = " ".join(about.partition(":")[2].split())
        tables[table.name] = {
            "type": "object", "description": description, "properties": properties, "additionalProperties": False,
        }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Settings",
        "description": f"What {CONFIG_PATH} can say.", "type": "object", "properties": tables,
        "additionalProperties": False,
    }  # fmt: skip


def _type(default: Any, metadata: Mapping[str, Any]) -> dict[str, Any]:
    words: dict[str, Any] = {"type": "string"}
    if choices := metadata.get("choices"):
        words["enum"] = list(choices)
    if pattern := metadata.get("pattern"):
        words["pattern"] = f"^(?:{pattern})$"
    if isinstance(default, bool):
        return {"type": "boolean", "default": default}
    if isinstance(default, tuple):
        return {"type": "array", "items": words, "default": list(default)}
    if isinstance(default, dict) or is_dataclass(default):
        return {"type": "object", "additionalProperties": words}
    return {**words, "default": default}
