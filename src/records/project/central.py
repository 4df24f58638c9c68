"""Decisions of other repositories that bind this one: the accepted ones of the repositories that `[org] central` names.

They are read at the default branch of a clone on this machine, from git's objects; a URL only from the bare clone that
`records org fetch` keeps in the git directory. Nothing is fetched here, and no setting of the other repository counts
but where its records are.
"""

from __future__ import annotations

import os
from contextlib import suppress
from fnmatch import fnmatchcase
from functools import lru_cache

from records.adr.affects import GROUP, REPOSITORY, scope_of
from records.dataclass import dataclass, fields, replace
from records.errors import GitError, RecordsError
from records.git.location import open_location
from records.git.refs import default_commit, remote_url
from records.git.remotes import clone_name, is_url, parse_remote, repository_name
from records.git.run import Git
from records.model.record import Adr
from records.model.status import IN_FORCE
from records.project.central_decision import CentralAdr
from records.project.committed import open_committed
from records.project.settings import CONFIG_PATH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.git.location import Location
    from records.project.project import Project


@dataclass(frozen=True, slots=True)
class CentralDecisions:
    """What the repositories of `[org] central` give.

    Attributes:
        decisions: those that bind this repository, in their order.
        problems: repositories that cannot be read, each with the reason.
    """

    decisions: tuple[CentralAdr, ...] = ()
    problems: tuple[str, ...] = ()


def central_decisions(project: Project) -> CentralDecisions:
    """Return the decisions of other repositories that bind a project; none where its settings name no repository."""
    places = project.settings.org.central
    if not places:
        return CentralDecisions()
    records, problems = _read(project)
    identity = Identity.of(project)
    decisions: dict[str, CentralAdr] = {}
    for record in records:
        if binding := bind(record, identity):
            decisions.setdefault(binding.key, binding)
    return CentralDecisions(tuple(decisions.values()), problems)


def central_problems(project: Project) -> tuple[str, ...]:
    """Return the problems of `central_decisions` alone; what was read is kept for that."""
    return _read(project)[1]


def _read(project: Project) -> tuple[list[CentralAdr], tuple[str, ...]]:
    """Return the accepted decisions of the repositories that the settings name, and which cannot be read, and why."""
    records: list[CentralAdr] = []
    problems = []
    for place in dict.fromkeys(project.settings.org.central):
        try:
            name = repository_name(_name_source(project, place))
            accepted, unreadable = _accepted(*_find(project, place), name, place)
            records += accepted
            problems += [f"{place}: {path} cannot be read: {problem}" for path, problem in unreadable]
        except RecordsError as error:
            problems.append(f"{place}: {error.message}")
    return records, tuple(problems)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a decision may call a repository by.

    Attributes:
        names: its names: that of the settings, else that of its remote, with and without its owner, and its folder's.
        group: what it belongs to.
    """

    names: frozenset[str]
    group: str

    @classmethod
    def of(cls, project: Project) -> Identity:
        """Return the names of a project."""
        own = project.settings.org
        if own.name:
            return cls(frozenset((own.name.casefold(),)), own.group.casefold())
        git, names = project.git(), {os.path.basename(project.root)}
        with suppress(GitError):
            address = parse_remote(remote_url(git)) if git else None
            if address and address.names:
                names |= {address.names[-1], "/".join(address.names)}
        return cls(frozenset(name.casefold() for name in names), own.group.casefold())

    def has(self, kind: str, pattern: str) -> bool:
        """Whether a `repo:` or `group:` pattern means this repository."""
        names = self.names if kind == REPOSITORY else {self.group} if kind == GROUP and self.group else ()
        return any(fnmatchcase(name, pattern.casefold()) for name in names)


def bind(record: CentralAdr, identity: Identity) -> CentralAdr | None:
    """Return a decision with the globs that it governs in this repository; None where there is none."""
    globs = binding_globs(record.affects, identity)
    return replace(record, affects=globs) if globs else None


def binding_globs(affects: Iterable[str], identity: Identity) -> tuple[str, ...]:
    """Return the globs by which a central decision governs files of another repository; empty where it does not.

    Args:
        affects: the globs of the decision, and what it says of repositories and groups.
        identity: what the other repository is called.
    """
    globs: list[str] = []
    for entry in affects:
        sign, rest = ("!", entry[1:]) if entry.startswith("!") else ("", entry)
        scope = scope_of(rest)
        if scope is None:
            globs.append(entry)
        elif identity.has(scope.kind, scope.name):
            globs.append(sign + scope.glob)
    return () if all(glob.startswith("!") for glob in globs) else tuple(dict.fromkeys(globs))


def _name_source(project: Project, place: str) -> str:
    """The text from which the name of a central repository is taken: its place, or the folder that `..` stands for."""
    return (
        place if is_url(place) or place.strip("./\\") else os.path.realpath(os.path.join(project.root, place))
    )


def _find(project: Project, place: str) -> tuple[Location, str]:
    """Return the repository at a path or URL, and the newest commit of its default branch.

    Raises:
        RecordsError: it is not there, or has no commit.
    """
    location = None
    for path in _paths(project, place):
        location = location or open_location(path)
    if location is None:
        hint = "run: records org fetch" if is_url(place) else "clone it there, or correct [org] central"
        raise RecordsError("not fetched yet" if is_url(place) else "there is no repository", hint)
    commit = default_commit(Git.at(location), location)
    if not commit:
        raise RecordsError("it has no commit")
    return location, commit


def _paths(project: Project, place: str) -> list[str]:
    """The paths at which a central repository may be: a linked work tree also looks beside the main one."""
    if "\0" in place:
        raise RecordsError("a path holds no NUL character", "correct [org] central")
    if is_url(place):
        return [clone_path(project, place)] if project.state_dir else []
    path = os.path.expanduser(place)
    bases = [project.root]
    if project.location and os.path.basename(project.location.common_dir) == ".git":
        bases.append(os.path.join(os.path.dirname(project.location.common_dir), project.prefix))
    return [os.path.join(base, path) for base in bases]


def clone_path(project: Project, url: str) -> str:
    """Return where the bare clone of a central repository is kept: in the git directory of the clone."""
    state = project.state_dir
    if state is None:
        raise RecordsError(f"{project.root} is in no git repository", "run this in a clone")
    return os.path.join(os.path.realpath(state.shared), "central", clone_name(url))


@lru_cache(maxsize=8)
def _accepted(
    location: Location, commit: str, origin: str, place: str
) -> tuple[tuple[CentralAdr, ...], tuple[tuple[str, str], ...]]:
    """Read the accepted decisions of a commit that say what they affect; also what cannot be read, and why."""
    project, problem = open_committed(location, commit)
    decisions = [record for record in project.store.scan() if isinstance(record, Adr)]
    unreadable = [(record.path, record.problem or "") for record in decisions if not record.readable]
    accepted = tuple(
        CentralAdr(
            **{item.name: getattr(record, item.name) for item in fields(Adr)},
            origin=origin, place=place, text=project.store.text(record.path),
        )
        for record in decisions
        if record.readable and record.status in IN_FORCE and record.affects
    )  # fmt: skip
    return accepted, tuple(unreadable + ([(CONFIG_PATH, problem)] if problem else []))
