"""The paths of everything that `records` keeps outside the work tree: below the git directories of a clone.

Nothing in them is ever pushed. All of it can be deleted: what is derived is made again, and capture recognises what
it has recorded by the records' own front matter. `records/capture_hook.py`, which imports nothing of this package,
repeats the path of the spool; a test holds the two together.
"""

from __future__ import annotations

import os

from records.dataclass import dataclass
from records.digest import sha256
from records.errors import NotFound, StateError
from records.project.stamp import INDEX, STATE_FOLDER, make_state_folder, remove_state, state_place
from records.project.stamp import read_state as read_state
from records.static_types import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from records.git import Location


class _Project(Protocol):
    @property
    def root(self) -> str: ...

    @property
    def state_dir(self) -> StateDir | None: ...


@dataclass(frozen=True, slots=True)
class StateDir:
    """The state of one project.

    Attributes:
        shared: the folder of what all work trees of the clone share: ledger, spool, lock, key.
        own: the folder of what this work tree and root derive: cache, search index, pages.
    """

    shared: str
    own: str

    @classmethod
    def at(cls, location: Location, root: str) -> StateDir:
        """Return the state of the project whose root is *root*; projects in one work tree do not share files."""
        own = os.path.join(location.git_dir, STATE_FOLDER)
        real = os.path.realpath(root)
        if real != location.root:
            own = os.path.join(own, sha256(real)[:12])
        return cls(os.path.join(location.common_dir, STATE_FOLDER), own)

    @classmethod
    def of(cls, project: _Project) -> StateDir:
        """Return the state of a project that has to have one.

        Raises:
            NotFound: the project is in no git repository.
        """
        if project.state_dir is None:
            raise NotFound(
                f"{project.root} is not in a git repository",
                "capture keeps its spool and ledger in the git directory: git init",
            )
        return project.state_dir

    @property
    def base(self) -> Path:
        """The shared folder."""
        from pathlib import Path

        return Path(self.shared)

    @property
    def spool(self) -> Path:
        """Events that no sync has seen."""
        return self.base / "spool"

    @property
    def ledger_name(self) -> str:
        """The SQLite file with every utterance, for those that do without `pathlib`, which takes long to load."""
        return os.path.join(self.shared, "ledger.sqlite")

    @property
    def ledger(self) -> Path:
        """The SQLite file with every utterance."""
        return self.base / os.path.basename(self.ledger_name)

    @property
    def quarantine(self) -> Path:
        """Turns that could not be cleaned of secrets."""
        return self.base / "quarantine"

    @property
    def consent(self) -> Path:
        """The file that says that someone on this clone agreed to capture."""
        return self.base / "on"

    @property
    def paused(self) -> Path:
        """The file that stops the hook for now."""
        return self.base / "paused"

    @property
    def python(self) -> Path:
        """The file that names the interpreter with which the hook starts a sync."""
        return self.base / "python"

    @property
    def snapshot_script(self) -> Path:
        """The script with which the hook takes a snapshot without starting Python."""
        return self.base / "snapshot"

    @property
    def key(self) -> str:
        """The random key of the clone."""
        return os.path.join(self.shared, "key")

    @property
    def lock(self) -> str:
        """The file that a writer locks."""
        return os.path.join(self.shared, "lock")

    @property
    def suggestion_scores(self) -> str:
        """The scores of past commits."""
        return os.path.join(self.shared, "suggest-scores.json")

    @property
    def commit_log(self) -> str:
        """The commits up to the one that a command last looked back from, with their files."""
        return os.path.join(self.shared, "commit-log")

    @property
    def suggestions(self) -> str:
        """The drafts that the last `adr suggest` made."""
        return os.path.join(self.own, "suggestions.json")

    @property
    def index(self) -> str:
        """The index of all records: what their files gave, their names, links and full text."""
        return os.path.join(self.own, INDEX)

    @property
    def checked_trailers(self) -> str:
        """The trailers of the commit that is being made, as `prepare-commit-msg` has checked them."""
        return os.path.join(self.own, "trailers")

    def undo_log(self, name: str) -> str:
        """Return the path of the originals of files that an install changed."""
        return os.path.join(self.own, f"undo-{name}.json")

    def site_cache(self, name: str) -> str:
        """Return the path of what is remembered of one built site."""
        return os.path.join(self.own, f"site-{name}.sqlite")

    def make(self) -> None:
        """Create the shared folder, readable by its owner only."""
        make_state_folder(self.lock, 0o700)


def clone_key(path: str) -> bytes:
    """Return the key under which secrets of this clone get their tags; it is made when first needed.

    Args:
        path: where the key lies (`StateDir.key`).

    Raises:
        StateError: something that is no file has its name.
    """
    key = read_state(path)
    if key:
        return key
    if key is not None:  # a file that was cut to nothing
        remove_state(path)
    place = state_place(path)
    new_key = os.urandom(32)
    try:
        with place.folder.open(is_made=True, mode=0o700) as folder:
            folder.create(place.name, new_key, 0o600)
    except FileExistsError as error:
        key = read_state(path)  # another process was faster
        if key:
            return key
        raise StateError(
            f"the key of this clone is not a readable file: {path}", "remove it; a new one is made"
        ) from error
    return new_key
