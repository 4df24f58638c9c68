"""Where other tools' configuration says that decisions live, so that their logs open unchanged.

Read, never written (but for adr-tools' `.adr-dir`, which `records adr init DIR` makes as adr-tools does).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from records.dataclass import dataclass
from records.errors import RecordsError
from records.project.fingerprint import DOC_ADR as DOC_ADR
from records.regular_file import read_bytes
from records.text.data_text import parse_json, parse_toml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True, slots=True)
class ForeignLog:
    """A folder of decisions that another tool's configuration names.

    Attributes:
        tool: whose configuration it is.
        config: the file's name.
        directory: the folder, POSIX, relative to the configuration's folder.
    """

    tool: str
    config: str
    directory: str


def foreign_logs(folder: str) -> list[ForeignLog]:
    """List the logs that configuration files in *folder* name; a file that cannot be read names none.

    A directory outside *folder* is left out: records stay within their project.
    """
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return logs_named_in(names, lambda name: read_bytes(os.path.join(folder, name)))


def logs_named_in(names: Iterable[str], read: Callable[[str], bytes]) -> list[ForeignLog]:
    """List the logs as `foreign_logs` does, of a folder whose files have these names and are read so."""
    logs: dict[str, ForeignLog] = {}
    for name in sorted(_READERS.keys() & set(names), key=list(_READERS).index):
        tool, reader = _READERS[name]
        try:
            directories = list(reader(read(name).decode("utf-8", "replace")))
        except (OSError, RecordsError, ValueError, LookupError, TypeError, AttributeError):
            continue
        for directory in directories:
            inner = _inside(directory)
            if inner:
                logs.setdefault(inner, ForeignLog(tool, name, inner))
    return list(logs.values())


def nearest_log(root: str, start: str) -> str:
    """The folder of decisions that *start* belongs to by another tool's rules, POSIX from *root*; "" for none.

    adr-tools looks for `.adr-dir`, or a folder `doc/adr`, in each folder upwards; so do we, up to *root*. Of several
    logs that one configuration names, that of the package which holds *start* is taken.
    """
    root, folder = os.path.realpath(root), os.path.realpath(start)
    origin = folder
    while True:
        logs = foreign_logs(folder)
        place = _of_package(logs, os.path.relpath(origin, folder)) if logs else _by_custom(folder)
        if place:
            return os.path.relpath(os.path.join(folder, place), root).replace(os.sep, "/")
        parent = os.path.dirname(folder)
        if folder in (root, parent):
            return ""
        folder = parent


def _of_package(logs: list[ForeignLog], start: str) -> str:
    """The log that lies in the nearest folder above *start*, else the first."""
    folder = "" if start == "." else start.replace(os.sep, "/")
    while folder:
        for log in logs:
            if log.directory.startswith(folder + "/"):
                return log.directory
        folder = folder.rpartition("/")[0]
    return logs[0].directory


def _by_custom(folder: str) -> str:
    """adr-tools' own default, where no log of ours is beside it."""
    ours = os.path.isdir(os.path.join(folder, "history/adr"))
    return DOC_ADR if not ours and os.path.isdir(os.path.join(folder, DOC_ADR)) else ""


def _inside(directory: str) -> str | None:
    """The directory as a POSIX path below its configuration, or None where it leads outside."""
    path = os.path.normpath(directory.strip().replace("\\", "/"))
    if not directory.strip() or os.path.isabs(path) or path == ".." or path.startswith("../"):
        return None
    return path.replace(os.sep, "/")


def _adr_dir(text: str) -> Iterator[str]:
    yield from text.splitlines()[:1]


def _toml_key(*keys: str) -> Callable[[str], Iterator[str]]:
    def read(text: str) -> Iterator[str]:
        value: Any = parse_toml(text)
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str):
            yield value

    return read


def _json_key(key: str) -> Callable[[str], Iterator[str]]:
    def read(text: str) -> Iterator[str]:

        value = parse_json(text).get(key)
        if isinstance(value, str):
            yield value

    return read


def _log4brains(text: str) -> Iterator[str]:
    from records.text.yaml import read_block

    project = read_block(text)["project"]
    for place in (project, *(project.get("packages") or [])):
        folder = place.get("adrFolder")
        if isinstance(folder, str):
            yield folder


def _pyadr(text: str) -> Iterator[str]:
    import configparser

    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    yield parser.get("adr", "records-dir", fallback="docs/adr")


_READERS: dict[str, tuple[str, Callable[[str], Iterator[str]]]] = {
    ".adr-dir": ("adr-tools", _adr_dir),
    "adrs.toml": ("adrs", _toml_key("adr_dir")),
    ".log4brains.yml": ("log4brains", _log4brains),
    ".adr": ("pyadr", _pyadr),
    ".adr.json": ("phodal/adr", _json_key("path")),
    "adr.config.json": ("dotnet-adr", _json_key("path")),
    ".adrinaline.toml": ("adrinaline", _toml_key("dir")),
}
