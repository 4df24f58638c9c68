"""Addresses of remotes, and which file of the repository a page on its forge shows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import records.regex as re
from records.dataclass import dataclass
from records.encoding import encode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.git.run import Git

SCP_ADDRESS = re.compile(r"(?:[\w.+-]+@)?([\w.-]+):(?!//)/?([\w.~/-]+?)(?:\.git)?/?$")
URL_ADDRESS = re.compile(r"(https?|ssh|git)://(?:[^@/]*@)?([\w.-]+)(:\d+)?/([\w.~/%-]+?)(?:\.git)?/?$")
# what the names of hosts in people's own ssh configurations stand for, as in `git@github-work:team/app`
HOST_ALIASES = (("github", "github.com"), ("bitbucket", "bitbucket.org"))
_OTHER_NAMES = re.compile(r"^(?:www|ssh|altssh)\.")
# parts of addresses that name no owner and no repository: Bitbucket Server, Azure DevOps
_NOISE = frozenset(("scm", "projects", "users", "repos", "_git", "v3", ""))


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
    return RemoteAddress(_host(host), tuple(_names(path)))


def remote_addresses(git: Git) -> list[RemoteAddress]:
    """Return the addresses of all remotes, with `insteadOf` applied."""
    lines = git.text("remote", "-v", check=False).splitlines()
    urls = dict.fromkeys(line.partition("\t")[2].rpartition(" ")[0] for line in lines)
    return [address for url in urls if (address := parse_remote(url))]


def paths_of_page(url: str, remotes: Iterable[RemoteAddress]) -> list[str]:
    """List the paths from the top of the repository that a page of its forge may show, the most likely first.

    A branch's name may hold slashes, so that only the files that there are decide where the path begins.
    """
    parts = urlsplit(url)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    host = _host(parts.hostname or "")
    for remote in remotes:
        if remote.host != host:
            continue
        rest = _after(segments, remote.names)
        if rest is None:
            continue
        query = parse_qs(parts.query).get("path")  # Azure DevOps
        if query:
            return [query[0].lstrip("/")]
        return ["/".join(rest[index:]) for index in range(1, len(rest))]
    return []


def _after(segments: list[str], names: tuple[str, ...]) -> list[str] | None:
    """What follows the names of owner and repository in the parts of a page's path."""
    wanted = list(names)
    for index, segment in enumerate(segments):
        if not wanted:
            return segments[index:]
        if segment.lower().removesuffix(".git").lstrip("~") == wanted[0]:
            wanted.pop(0)
        elif segment.lower() not in _NOISE:
            return None
    return [] if not wanted else None


def _host(name: str) -> str:
    host = name.lower()
    if "." not in host:
        return next((real for word, real in HOST_ALIASES if word in host), host)
    if host == "raw.githubusercontent.com":
        return "github.com"
    return _OTHER_NAMES.sub("", host)


def _names(path: str) -> list[str]:
    return [name.lower().lstrip("~") for name in unquote(path).split("/") if name.lower() not in _NOISE]


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
