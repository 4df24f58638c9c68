"""Fetch the repositories of `org.toml`: addresses into bare clones beside it, and clones from their `origin`."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from records.dataclass import dataclass
from records.errors import NotFound, RecordsError
from records.git.fetch import fetch_clone, fetch_origin
from records.git.remotes import is_url
from records.org.members import members
from records.project.central import clone_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from records.org.config import OrgConfig
    from records.org.members import Member
    from records.project.project import Project

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What came of one repository.

    Attributes:
        repository: its name.
        moved: how many branches have moved; None where it has no remote.
        problem: why it could not be fetched; empty where it could.
    """

    repository: str
    moved: int | None = None
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the result as one JSON object."""
        return {"repository": self.repository, "moved": self.moved, "problem": self.problem}


def fetch_members(
    config: OrgConfig,
    names: Iterable[str] = (),
    progress: Callable[[int, int], object] = lambda count, total: None,
) -> list[FetchResult]:
    """Fetch all repositories, or those with some names, a few at once; one that fails keeps no other from it.

    Raises:
        NotFound: there is none of such a name.
    """
    all_members = members(config)
    wanted_names = frozenset(names)
    if missing := sorted(wanted_names - {member.name for member in all_members}):
        raise NotFound(f"no repository is called {missing[0]!r}", "records org list")
    chosen_members = [member for member in all_members if not wanted_names or member.name in wanted_names]
    results = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for count, result in enumerate(pool.map(_fetch, chosen_members), start=1):
            results.append(result)
            progress(count, len(chosen_members))
    return results


def fetch_central(project: Project) -> list[FetchResult]:
    """Fetch the repositories of `[org] central` that are URLs into bare clones in the git directory of a project."""
    return [
        _attempt(url, partial(fetch_clone, clone_path(project, url), url))
        for url in dict.fromkeys(project.settings.org.central)
        if is_url(url)
    ]


def _fetch(member: Member) -> FetchResult:
    if member.url:
        return _attempt(member.name, partial(fetch_clone, member.path, member.url))
    if member.location is None:
        return FetchResult(member.name, None, member.problem)
    return _attempt(member.name, partial(fetch_origin, member.location))


def _attempt(name: str, fetch: Callable[[], int | None]) -> FetchResult:
    try:
        return FetchResult(name, fetch())
    except RecordsError as error:
        return FetchResult(name, None, error.message)
    except OSError as error:
        return FetchResult(name, None, f"{error.filename or os.curdir}: {error.strerror}")
