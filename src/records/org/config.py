"""`org.toml`: which repositories belong together. The file belongs to its author; an edit changes one entry."""

from __future__ import annotations

import os
import tomllib
from typing import Any
from urllib.parse import urlsplit

import records.regex as re
from records.dataclass import dataclass, field, replace
from records.errors import ConfigError, EditError, InvalidInput, NotFound
from records.git.remotes import repository_name
from records.org.service_settings import ServiceSettings, service_settings
from records.project import files
from records.project.place import Place
from records.project.settings import SiteSettings, build
from records.secrets.redactor import Redactor
from records.text.data_text import parse_toml, toml_value
from records.text.lines import newline_of

FILE = "org.toml"
VISIBILITIES = ("public", "internal", "restricted")
"""Who may see a repository, from everybody to few people."""
_TABLE = "repository"
_TABLES = ("service", "site")
_SITE_KEYS = ("title", "tagline", "base_url", "accent", "output")
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*[\"']?repository[\"']?[ \t]*\]\][ \t]*(?:#.*)?$", re.M)
_ANY_HEADER = re.compile(r"^[ \t]*\[", re.M)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """`[[repository]]`: one repository, or all that a pattern matches.

    Attributes:
        path: a clone, work tree or bare repository, from the folder of `org.toml`; `*` matches within a folder name.
        url: an address, of which `records org fetch` keeps a bare clone.
        name: what it is called; by default the last part of its path or address.
        group: what it belongs to.
        visibility: `public`, `internal` or `restricted`; restricted records are in no public output.
        central: whether its accepted decisions bind other repositories.
    """

    path: str = ""
    url: str = ""
    name: str = ""
    group: str = ""
    visibility: str = field(default="internal", metadata={"choices": VISIBILITIES})
    central: bool = False

    @property
    def place(self) -> str:
        """The path or URL, as written."""
        return self.path or self.url

    @property
    def is_pattern(self) -> bool:
        """Whether the path may match several repositories."""
        return has_wildcard(self.path)


@dataclass(frozen=True, slots=True)
class OrgConfig:
    """What `org.toml` says.

    Attributes:
        folder: the absolute path of its folder.
        entries: in the order of the file.
        text: of the file; empty where there is none.
        database: the URL of a database of PostgreSQL that holds the index; empty for the file in the folder.
        service: `[service]`: who may ask the service, and how often.
        site: `[site]`: what its pages are called, and where they are written.
    """

    folder: str
    entries: tuple[Entry, ...] = ()
    text: str = ""
    database: str = ""
    service: ServiceSettings = field(default_factory=ServiceSettings)
    site: SiteSettings = field(default_factory=SiteSettings)

    @property
    def path(self) -> str:
        """The absolute path of the file."""
        return os.path.join(self.folder, FILE)


def has_wildcard(path: str) -> bool:
    """Return whether a path, or a part of one, may match several."""
    return any(sign in path for sign in "*?[")


def load(folder: str) -> OrgConfig:
    """Read `org.toml` in a folder; no repositories where there is none.

    Raises:
        NotFound: there is no such folder.
        ConfigError: the file cannot be read, is not TOML, or says something unknown.
    """
    folder = os.path.realpath(os.path.expanduser(folder))
    if not os.path.isdir(folder):
        raise NotFound(f"there is no folder {folder}", "name an existing folder with --org")
    try:
        text = files.read_text(os.path.join(folder, FILE))
    except FileNotFoundError:
        return OrgConfig(folder)
    except OSError as error:
        raise ConfigError(f"cannot read {FILE}: {error.strerror}") from error
    entries, values = parse(text), parse_toml(text)
    return OrgConfig(
        folder, entries, text,
        service=service_settings(values.get("service", {}), FILE), site=_site_settings(values.get("site", {})),
    )  # fmt: skip


def parse(text: str) -> tuple[Entry, ...]:
    """Read the entries of an `org.toml`.

    Raises:
        ConfigError: the text is not TOML, or says something unknown.
    """
    try:
        values = parse_toml(text)
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        raise ConfigError(f"{FILE} is not valid TOML: {error}", "correct the line it names") from error
    rows = values.pop(_TABLE, [])
    unknown = next((name for name in values if name not in _TABLES), "")
    if unknown:
        raise ConfigError(
            f"{FILE}: unknown key {unknown!r}", "known here: [[repository]], [service] and [site]"
        )
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{FILE}: repository must be a list of tables", "write [[repository]]")
    return tuple(_entry(row, f"repository {number}: ") for number, row in enumerate(rows, start=1))


def _site_settings(values: Any) -> SiteSettings:
    """The settings of the pages: those of `[site]` of a project that do not come from the repository.

    Raises:
        ConfigError: it is no table, a key is unknown, or a value of the wrong type.
    """
    if not isinstance(values, dict):
        raise ConfigError(f"{FILE}: site must be a table", "write [site]")
    if unknown := next((name for name in values if name.replace("-", "_") not in _SITE_KEYS), ""):
        raise ConfigError(f"{FILE}: site.{unknown} is not a setting", f"known here: {', '.join(_SITE_KEYS)}")
    return build(SiteSettings, values, "site.", FILE)


def _entry(row: dict[str, Any], place: str) -> Entry:
    entry = build(Entry, row, place, FILE)
    check_entry(entry, f"{FILE}: {place}")
    return entry


def check_entry(entry: Entry, place: str = "") -> None:
    """Refuse an entry that names no repository, or holds a credential.

    Raises:
        ConfigError: it does; the message starts with *place*.
    """
    if bool(entry.path) == bool(entry.url):
        raise ConfigError(f"{place}one of path and url has to be given", 'for example path = "../shop"')
    for name in ("path", "url", "name", "group"):
        if _CONTROL.search(getattr(entry, name)):
            raise ConfigError(f"{place}{name} holds a control character", "remove it")
    if entry.url:
        check_url(entry.url, place)
    if entry.name.strip("/") != entry.name or ".." in entry.name.split("/"):
        raise ConfigError(
            f"{place}{entry.name!r} cannot be the name of a repository", "use letters, digits and -"
        )


def check_url(url: str, place: str = "") -> None:
    """Refuse an address that git would take for something else, or that holds a password.

    Raises:
        ConfigError: as said.
    """
    if url.startswith("-") or "::" in url.partition("/")[0]:
        raise ConfigError(f"{place}{url!r} is not an address that is fetched from", "use https, ssh or git")
    try:
        parts = urlsplit(url)
        has_password = bool(parts.password) or (parts.scheme.startswith("http") and bool(parts.username))
    except ValueError as error:
        raise ConfigError(f"{place}{url!r} is not a URL", "use https, ssh or git") from error
    if has_password:
        raise ConfigError(
            f"{place}the URL holds a user name or password", "remove it; git's credential helper keeps it"
        )


def add_entry(config: OrgConfig, entry: Entry) -> OrgConfig:
    """Return the file with an entry appended, to be saved; all that is there stays as it is.

    Raises:
        ConfigError: the entry names no repository.
        InvalidInput: it is there already, or holds a secret.
        EditError: the file is written so that nothing can be appended.
    """
    check_entry(entry)
    if any(entry_there.place == entry.place for entry_there in config.entries):
        raise InvalidInput(f"{entry.place} is in {FILE} already", "records org list")
    values = {"path": entry.path, "url": entry.url, "name": entry.name, "group": entry.group}
    if entry.visibility != Entry().visibility:
        values["visibility"] = entry.visibility
    for name, value in values.items():
        refuse_secrets(name, value)
    rows = [f"{name} = {toml_value(value)}" for name, value in values.items() if value]
    rows += ["central = true"] if entry.central else []
    newline = newline_of(config.text)
    gap = "" if not config.text else newline if config.text.endswith("\n") else newline * 2
    text = config.text + gap + newline.join([f"[[{_TABLE}]]", *rows, ""])
    return _changed(config, text, (*config.entries, entry))


def remove_entry(config: OrgConfig, name: str) -> OrgConfig:
    """Return the file without the entry of a name, path or URL, to be saved; everything else stays as it is.

    Raises:
        NotFound: there is no such entry.
        EditError: the file is written so that it cannot be removed alone.
    """
    matches = [
        n for n, entry in enumerate(config.entries) if name in (entry.name, entry.place, default_name(entry))
    ]
    if not matches:
        raise NotFound(f"no entry of {FILE} is called {name!r}", "records org list")
    index = matches[0]
    starts = [match.start() for match in _HEADER.finditer(config.text)]
    if len(starts) != len(config.entries):
        raise EditError(f"{FILE} is written so that the entry cannot be removed", "remove it by hand")
    after = _ANY_HEADER.search(config.text, config.text.index("\n", starts[index]))
    end = after.start() if after else len(config.text)
    text_before = config.text[: starts[index]]
    text = (text_before.rstrip("\r\n") + ("\n" if text_before.strip() else "")) if not after else text_before
    text += config.text[end:]
    return _changed(config, text, (*config.entries[:index], *config.entries[index + 1 :]))


def with_base(config: OrgConfig, base_url: str) -> OrgConfig:
    """Return the settings with *base_url* as the address of the site; unchanged where that is empty.

    Raises:
        InvalidInput: it holds a secret.
    """
    refuse_secrets("the address of the site", base_url, "the pages")
    return replace(config, site=replace(config.site, base_url=base_url)) if base_url else config


def default_name(entry: Entry) -> str:
    """The name of an entry that states none: the last part of its path or address, without `.git`."""
    return repository_name(entry.place)


def save(config: OrgConfig) -> None:
    """Write the file, all changes at once.

    Raises:
        WriteError: it cannot be written.
    """
    files.replace(Place.named(config.path), config.text)


def _changed(config: OrgConfig, text: str, entries: tuple[Entry, ...]) -> OrgConfig:
    if _entries_or_none(text) != entries:
        raise EditError(f"{FILE} is written so that it cannot be changed", "change it by hand")
    return replace(config, entries=entries, text=text)


def _entries_or_none(text: str) -> tuple[Entry, ...] | None:
    try:
        return parse(text)
    except ConfigError:
        return None


def refuse_secrets(name: str, value: str, place: str = FILE) -> None:
    """Refuse a text that holds a secret.

    Args:
        name: what it is.
        value: the text.
        place: where it would be written.

    Raises:
        InvalidInput: it does.
    """
    findings = Redactor.create(b"", ()).findings(value)
    if findings:
        raise InvalidInput(
            f"{name} holds a secret ({findings[0].rule}), and it would be written to {place}",
            "leave the secret out; nothing was written",
        )
