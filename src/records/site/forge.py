"""Where the repository's files and commits can be seen on its forge."""

from __future__ import annotations

from urllib.parse import quote

from records.dataclass import dataclass
from records.git.refs import remote_url
from records.git.remotes import HOST_ALIASES, SCP_ADDRESS, URL_ADDRESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git import Git
    from records.project.settings import SiteSettings

_HOSTS = (("github", "github"), ("gitlab", "gitlab"), ("bitbucket", "bitbucket"), ("codeberg", "gitea"),
          ("gitea", "gitea"), ("forgejo", "gitea"))  # fmt: skip
_BLOB = {
    "github": "blob/{commit}/{path}",
    "gitlab": "-/blob/{commit}/{path}",
    "bitbucket": "src/{commit}/{path}",
    "gitea": "src/commit/{commit}/{path}",
}
_COMMIT = {"github": "commit/", "gitlab": "-/commit/", "bitbucket": "commits/", "gitea": "commit/"}
_LINES = {
    "github": ("#L{0}", "-L{0}"),
    "gitlab": ("#L{0}", "-{0}"),
    "bitbucket": ("#lines-{0}", ":{0}"),
    "gitea": ("#L{0}", "-L{0}"),
}


@dataclass(frozen=True, slots=True)
class Forge:
    """The pages of one repository.

    Attributes:
        url: their address, without a slash at its end.
        kind: `github`, `gitlab`, `bitbucket` or `gitea`.
    """

    url: str
    kind: str

    @property
    def name(self) -> str:
        """Owner and name of the repository."""
        return self.url.split("/", 3)[3]

    def file(self, path: str, commit: str, line: str = "", last: str = "") -> str:
        """The address of a file as it was at a commit, at a line or at several."""
        url = f"{self.url}/{_BLOB[self.kind].format(commit=quote(commit), path=quote(path))}"
        first, more = _LINES[self.kind]
        if line:
            url += first.format(line)
            if last:
                url += more.format(last)
        return url

    def commit(self, sha: str) -> str:
        """The address of a commit."""
        return f"{self.url}/{_COMMIT[self.kind]}{quote(sha)}"


def origin_of(git: Git | None) -> str:
    """The address of the remote `origin`, spelled out; empty where there is none."""
    return "" if git is None else remote_url(git)


def find_forge(settings: SiteSettings, origin: str) -> Forge | None:
    """The forge that the settings name, else that of the remote's address; None where neither is known.

    Credentials in the remote's address are left out. Where git speaks http, the pages are at the same port.
    """
    address = settings.repository or origin
    if match := URL_ADDRESS.match(address):
        scheme, host, port, path = match.groups()
    elif match := SCP_ADDRESS.match(address):
        scheme, host, port, path = "ssh", match[1], None, match[2]
    else:
        return None
    host = host.lower()
    if not scheme.startswith("http"):
        if "." not in host:
            host = next((name for word, name in HOST_ALIASES if word in host), host)
        scheme, port = "https", None
    kind = settings.forge or next((kind for word, kind in _HOSTS if word in host), "")
    if kind not in _BLOB or ".." in path:
        return None
    return Forge(f"{scheme}://{host}{port or ''}/{path}", kind)
