"""Which file of a repository a page on its forge shows."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from records.git.remotes import NO_NAMES, host_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.git.remotes import RemoteAddress


def paths_of_page(url: str, remotes: Iterable[RemoteAddress]) -> list[str]:
    """List the paths from the top of the repository that a page of its forge may show, the most likely first.

    A branch's name may hold slashes, so that only the files that there are decide where the path begins.
    """
    parts = urlsplit(url)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    host = host_of(parts.hostname or "")
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
        elif segment.lower() not in NO_NAMES:
            return None
    return [] if not wanted else None
