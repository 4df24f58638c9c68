"""Hide a project's secrets: those of known formats, its own `.env` values, and what is marked private."""

from __future__ import annotations

import os

import records.regex as re
from records.errors import InvalidInput
from records.project.state_dir import clone_key
from records.regular_file import read_bytes
from records.secrets.redactor import PRIVATE, Redactor, map_texts
from records.static_types import Protocol, TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.state_dir import StateDir

T = TypeVar("T")


class Place(Protocol):
    """A project or its store: what has `.env` files and a key."""

    @property
    def root(self) -> str:
        """The absolute path."""

    @property
    def state_dir(self) -> StateDir | None:
        """Where the key is; None outside a repository."""


_ENV_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*\Z")
_EXAMPLE = re.compile(r"\.(?:example|sample|template|dist|defaults?|md|txt)\Z")
_PUBLIC = re.compile(
    r"(?i)(?:_ENV|ENV|_HOST|HOST|_PORT|PORT|_PATH|PATH|_DIR|_REGION|REGION|_MODE|_LEVEL|_NAME|_VERSION"
    r"|_LOCALE|_TZ|TZ|DEBUG|_ENABLED|_TIMEOUT|_PUBLIC|_PREFIX|_FORMAT|_BRANCH)\Z"
)
_PLAIN = re.compile(
    r"(?i)(?:true|false|yes|no|on|off|null|none|localhost|production|development|staging|test)\Z"
)


def redactor(project: Place) -> Redactor:
    """Return the redactor of a project: its clone's key, its own `.env` values, the user's home directory."""
    return Redactor.create(_key(project), env_values(project.root), os.path.expanduser("~"))


def hide_secrets(project: Place, value: T) -> tuple[T, tuple[str, ...]]:
    """Return a typed value with every secret in it replaced by `[REDACTED:rule#tag]`, and a note that says so.

    Every field is walked, unless it declares that it holds no free text (`secrets.redactor.NO_TEXT`). The same secret
    has the same tag on one clone, and a `<private>` part is dropped. Everything else stays byte for byte: paths of the
    home directory too, which are shortened only in what is captured automatically.
    """
    detector = Redactor.create(b"", env_values(project.root))
    names: set[str] = set()

    def collect(text: str) -> str:
        names.update(finding.rule for finding in detector.findings(text))
        if PRIVATE.search(text):
            names.add("<private>")
        return text

    map_texts(value, collect)
    if not names:
        return value, ()
    replace = Redactor.create(_key(project), detector.values).hide_secrets
    note = f"secrets were replaced before anything was written: {', '.join(sorted(names, key=_rules_first))}"
    return map_texts(value, replace), (note,)


def refuse_secrets(project: Place, what: str, value: str) -> None:
    """Refuse a value that would be committed as it is and that a tag must not replace: a setting, a folder, an address.

    Raises:
        InvalidInput: it holds a secret; the message names the rule, not the value.
    """
    findings = Redactor.create(b"", env_values(project.root)).findings(value)
    if findings:
        raise InvalidInput(
            f"{what} holds a secret ({findings[0].rule}), and it would be written to a file",
            "leave the secret out; nothing was written",
        )


def _rules_first(name: str) -> tuple[bool, str]:
    return name.startswith("<"), name


def _key(project: Place) -> bytes:
    return clone_key(project.state_dir.key) if project.state_dir else b"records"


def env_values(root: str | os.PathLike[str]) -> list[str]:
    """Return the secret values in the `.env` files at the top of a work tree; examples hold none.

    Values of public settings (a port, a mode, by their name) and plain words are skipped.
    """
    values: list[str] = []
    for name in sorted(os.listdir(root)):
        path = os.path.join(root, name)
        if not name.startswith(".env") or _EXAMPLE.search(name) or not os.path.isfile(path):
            continue
        for line in read_bytes(path).decode("utf-8", "replace").splitlines():
            match = _ENV_LINE.match(line)
            if match and not line.lstrip().startswith("#"):
                values += _secret(match[1], match[2])
    return values


def _secret(name: str, value: str) -> list[str]:
    quoted = value[:1] in ("'", '"') and value[-1:] == value[:1]
    value = value[1:-1] if quoted else value.split(" #", 1)[0].strip()
    harmless = _PLAIN.match(value) or value.isdigit() or "${" in value
    plain_url = re.match(r"https?://[^@]*\Z", value)
    if len(value) < 6 or harmless or plain_url or _PUBLIC.search(name):
        return []
    return [value]
