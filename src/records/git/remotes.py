"""Addresses of remotes: host, owner and repository."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.encoding import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.run import Git

SCP_ADDRESS = re.compile(r"(?:[\w.+-]+@)?([\w.-]+):(?!//)/?([\w.~/-]+?)(?:\.git)?/?$")
URL_ADDRESS = re.compile(r"(https?|ssh|git)://(?:[^@/]*@)?([\w.-]+)(:\d+)?/([\w.~/%-]+?)(?:\.git)?/?$")
# what the names of hosts in people's own ssh configurations stand for, as in `git@github-work:team/app`
HOST_ALIASES = (("github", "github.com"), ("bitbucket", "bitbucket.org"))
_OTHER_NAMES = re.compile(r"^(?:www|ssh|altssh)\.")
NO_NAMES = frozenset(("scm", "projects", "users", "repos", "_git", "v3", ""))
"""Parts of addresses that name no owner and no repository: Bitbucket Server, Azure DevOps."""


@dataclass(frozen=True, slots=True)
class RemoteAddress:
    """The host of a remote and the names of its owner and repository, all in lower case."""

    host: str
    names: tuple[str, ...]


def parse_remote(address: str) -> RemoteAddress | None:
    """Parse the address of a remote as git takes it; None for a path."""
    if match := URL_ADDRESS.match(address):
        host, path = match[2], match[4]
    elif match := SCP_ADDRESS.match(address):
        host, path = match[1], match[2]
    else:
        return None
    return RemoteAddress(host_of(host), tuple(_names(path)))


def remote_addresses(git: Git) -> list[RemoteAddress]:
    """Return the addresses of all remotes, with `insteadOf` applied."""
    lines = git.text("remote", "-v", check=False).splitlines()
    urls = dict.fromkeys(line.partition("\t")[2].rpartition(" ")[0] for line in lines)
    return [address for url in urls if (address := parse_remote(url))]


def host_of(name: str) -> str:
    """Return the host that a name stands for, in lower case: `www.github.com` and `github-work` are `github.com`."""
    host = name.lower()
    if "." not in host:
        return next((real for word, real in HOST_ALIASES if word in host), host)
    if host == "raw.githubusercontent.com":
        return "github.com"
    return _OTHER_NAMES.sub("", host)


def _names(path: str) -> list[str]:
    if "%" in path:
        from urllib.parse import unquote

        path = unquote(path)
    return [name.lower().lstrip("~") for name in path.split("/") if name.lower() not in NO_NAMES]


def is_url(place: str) -> bool:
    """Return whether a text is an address instead of a path: it has a scheme, or is of the form `user@host:path`."""
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?://|:)|[\w.-]+@[\w.-]+:", place))


def repository_name(place: str) -> str:
    """Return what a repository at a path or URL is called: the last part, without `.git`."""
    parts = [part for part in re.split(r"[/:\\]", place.rstrip("/\\")) if part and part != "."]
    return parts[-1].removesuffix(".git") if parts else place


def clone_name(url: str) -> str:
    """Return the name of the folder for our bare clone of a remote."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", url.rstrip("/").removesuffix(".git")).strip("-")[-60:]
    import hashlib  # loads OpenSSL

    return f"{words}-{hashlib.sha256(encode(url)).hexdigest()[:10]}.git"
