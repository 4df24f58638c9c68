"""The settings of a project: `.records/config.toml`, checked key by key, with defaults for all of it."""

from __future__ import annotations

import records.regex as re
from records.dataclass import Field, dataclass, field, fields, is_dataclass
from records.errors import ConfigError, nearest
from records.model.severity import Severity
from records.patterns import DATE
from records.project.fingerprint import CONFIG_PATH as CONFIG_PATH
from records.project.root import Root
from records.regular_file import read_bytes
from records.static_types import TypeVar
from records.text.data_text import parse_toml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

T = TypeVar("T")
OFF = "off"
"""The severity of a rule that does not hold."""


def _choice(default: str, *choices: str) -> Any:
    """A field whose value is one of a few words."""
    return field(default=default, metadata={"choices": (default, *choices)})


def _form(default: str, pattern: str, example: str) -> Any:
    """A field whose value has a form."""
    return field(default=default, metadata={"pattern": pattern, "example": example})


COLOUR = "#[0-9a-fA-F]{6}"


@dataclass(frozen=True, slots=True)
class AdrSettings:
    """`[adr]`: where decisions live and how new ones begin.

    Attributes:
        directory: where new ADRs go; empty for the log that exists, else `history/adr`.
        roots: more folders in which ADRs live (patterns, `*` is one folder).
        template: `nygard`, `madr`, `madr-minimal`, `madr2`, `y-statement`, or the name of a file in
            `.records/templates`; empty for the form of the log that exists, else `nygard`.
        status: the status of a new ADR.
        accept: what a change that accepts a decision needs: `anyone`, a `human`, or a `review` by another person.
    """

    directory: str = ""
    roots: tuple[str, ...] = ()
    template: str = ""
    status: str = "accepted"
    accept: str = _choice("anyone", "human", "review")


@dataclass(frozen=True, slots=True)
class PhrSettings:
    """`[phr]`: where prompts live and which stages there are.

    Attributes:
        directory: where new PHRs go.
        roots: more folders in which PHRs live.
        stages: stages beside Spec-Kit Plus's own.
    """

    directory: str = "history/prompts"
    roots: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """`[index]`: the Markdown page that lists all records.

    Attributes:
        path: where it is written.
        title: its heading when it is first made.
    """

    path: str = "history/README.md"
    title: str = "Records"


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """`[check]`: which rules hold.

    Attributes:
        ignore: ids of rules that are switched off.
        strict_from: records older than this date (`YYYY-MM-DD`) give warnings where others give errors.
        severity: another severity for a rule, or `off`: `{"ADR011" = "error"}`.
    """

    ignore: tuple[str, ...] = ()
    strict_from: str = _form("", rf"({DATE})?", "2026-01-31")
    severity: dict[str, str] = field(default_factory=dict, metadata={"choices": (*Severity, OFF)})


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """`[site]`: the pages that `records site` makes.

    Attributes:
        title: the name at the head of every page; empty for the repository's name, where its remote is known.
        tagline: a sentence below the title of the front page.
        base_url: the address of the site, for feeds and canonical links; links between pages need none.
        logo: an image in the repository (PNG, JPEG, GIF, WebP) that is beside the title.
        accent: the colour of links and marks, as `#rrggbb`; it is shifted until text in it can be read.
        repository: the address of the repository's pages on its forge; empty for that of the remote `origin`.
        forge: `github`, `gitlab`, `bitbucket` or `gitea`, where the address does not show it.
        output: the folder that pages are written to.
    """

    title: str = ""
    tagline: str = ""
    base_url: str = ""
    logo: str = ""
    accent: str = _form("#3451b2", COLOUR, "#3451b2")
    repository: str = ""
    forge: str = _choice("", "github", "gitlab", "bitbucket", "gitea")
    output: str = "site"


@dataclass(frozen=True, slots=True)
class CaptureSettings:
    """`[capture]`: what of an agent's session becomes a record.

    Attributes:
        policy: `all` prompts, `significant` ones (those that came to something), or `manual`: none by itself.
    """

    policy: str = _choice("significant", "all", "manual")


@dataclass(frozen=True, slots=True)
class HooksSettings:
    """`[hooks]`: what git's hooks do with commit messages.

    Attributes:
        trailers: write `PHR:` and `ADR:` trailers for the records that belong to a commit.
        strict: refuse a commit whose trailers name no record; otherwise only warn.
    """

    trailers: bool = True
    strict: bool = False


@dataclass(frozen=True, slots=True)
class DiscloseSettings:
    """`[disclose]`: what the project requires of a change that a coding agent had a part in.

    Attributes:
        policy: `linux`, `fedora`, `ansible`, `asf`, `kubernetes`, `ghostty`, `forbid` or `none`; empty for the rules
            that the other keys state.
        trailer: the key of a trailer that such a commit must carry (`Assisted-by`).
        form: its value, with `{agent}`, `{label}` and `{model}`; `{agent} ({model})` by default.
        sentence: the text for the description of the pull request, with `{agents}`, `{files}` and `{records}`.
        forbid_trailers: whether no commit may carry a sign of an agent.
        agents: the agents that the rules are about (`claude-code`, …); empty for all.
    """

    policy: str = ""
    trailer: str = ""
    form: str = ""
    sentence: str = ""
    forbid_trailers: bool = False
    agents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrgSettings:
    """`[org]`: other repositories whose decisions bind this one.

    Attributes:
        central: their paths (`../architecture`) or URLs; only `records org fetch` fetches a URL.
        name: what decisions of other repositories call this one; empty for the name of its remote and of its folder.
        group: the group that it belongs to.
    """

    central: tuple[str, ...] = ()
    name: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that `.records/config.toml` can say."""

    adr: AdrSettings = field(default_factory=AdrSettings)
    phr: PhrSettings = field(default_factory=PhrSettings)
    index: IndexSettings = field(default_factory=IndexSettings)
    hooks: HooksSettings = field(default_factory=HooksSettings)
    check: CheckSettings = field(default_factory=CheckSettings)
    site: SiteSettings = field(default_factory=SiteSettings)
    capture: CaptureSettings = field(default_factory=CaptureSettings)
    disclose: DiscloseSettings = field(default_factory=DiscloseSettings)
    org: OrgSettings = field(default_factory=OrgSettings)


def load(root: str) -> Settings:
    """Read the settings of the project at *root*; defaults where there is no file.

    Raises:
        OutsideRoot: the file is a link that leads outside.
        ConfigError: the file is not TOML, or says something that `records` does not know.
    """
    path = Root(root).resolve(CONFIG_PATH)
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ConfigError(f"cannot read {CONFIG_PATH}: {error.strerror}") from error
    try:
        return parse(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{CONFIG_PATH} is not valid TOML: {error}", "save it as UTF-8") from error


def parse(text: str) -> Settings:
    """Read settings from the text of their file.

    Raises:
        ConfigError: the text is not TOML, or says something that `records` does not know.
    """
    import tomllib

    try:
        values = parse_toml(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{CONFIG_PATH} is not valid TOML: {error}", "correct the line it names") from error
    return build(Settings, values, "")


def build(kind: type[T], values: dict[str, Any], place: str, file: str = CONFIG_PATH) -> T:
    """Make a settings value of a mapping, checking names and types.

    Args:
        kind: a dataclass.
        values: as TOML gives them.
        place: what stands before each name in messages.
        file: the file that they come from, for messages.

    Raises:
        ConfigError: an unknown key (with the nearest known one), or a value of the wrong type.
    """
    names = {item.name.replace("_", "-"): item for item in fields(kind)}  # type: ignore[arg-type]
    out: dict[str, Any] = {}
    for key, value in values.items():
        item = names.get(key.replace("_", "-"))
        if item is None:
            raise _unknown(key, place, list(names), file)
        out[item.name] = _value(item, value, f"{place}{key}", file)
    return kind(**out)


def _value(item: Field[Any], value: Any, place: str, file: str) -> Any:
    default = item.default_factory() if callable(item.default_factory) else item.default
    if is_dataclass(default) and not isinstance(default, type):
        if not isinstance(value, dict):
            raise ConfigError(f"{file}: {place} must be a table", f"write [{place}]")
        return build(type(default), value, f"{place}.", file)
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise ConfigError(f"{file}: {place} must be a list of strings", f'{place} = ["one", "two"]')
        return tuple(value)
    if type(value) is not type(default):
        raise ConfigError(f"{file}: {place} must be of type {type(default).__name__}")
    for name, word in value.items() if isinstance(value, dict) else [("", value)]:
        _check_word(item, word, f"{place}.{name}".rstrip("."), file)
    return value


def _check_word(item: Field[Any], value: Any, place: str, file: str) -> None:
    choices, pattern = item.metadata.get("choices"), item.metadata.get("pattern")
    if choices and value not in choices:
        names = ", ".join(choice for choice in choices if choice)
        raise ConfigError(f"{file}: {place} is {value!r}", f"one of: {names}")
    if pattern and not re.fullmatch(pattern, value):
        raise ConfigError(f"{file}: {place} is {value!r}", f"for example: {item.metadata['example']}")


def _unknown(key: str, place: str, names: list[str], file: str) -> ConfigError:
    near = nearest(key.replace("_", "-"), names)
    hint = f"did you mean {near!r}?" if near else f"known here: {', '.join(names)}"
    return ConfigError(f"{file}: unknown key {place + key!r}", hint)
