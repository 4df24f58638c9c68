"""Open a project as a commit of any repository has it: settings and records are read from git's objects.

Neither a work tree nor a checkout is needed, so bare clones and repositories that belong to other people can be read.
"""

from __future__ import annotations

from records.encoding import decode_file
from records.errors import ConfigError, RecordsError
from records.git.objects import list_tree
from records.git.run import Git
from records.git.snapshot import Snapshot
from records.project.foreign_config import DOC_ADR, logs_named_in
from records.project.project import Project, record_roots
from records.project.revision_store import RevisionStore
from records.project.settings import CONFIG_PATH, Settings, parse
from records.project.templates import Renderer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.location import Location


def open_committed(location: Location, commit: str) -> tuple[Project, str]:
    """Return the project at the top of a commit, and what is wrong with its settings; defaults then take their place.

    Files whose objects are missing or damaged are unreadable records.

    Args:
        location: the repository.
        commit: full id.

    Raises:
        GitError: git is missing or refuses the repository, or the commit cannot be read.
    """
    files = _snapshot(location, commit)
    settings, problem = _settings(files)
    foreign = logs_named_in(files.blobs, files.read)
    has_own = any(path.startswith("history/adr/") for path in files.blobs)
    has_doc_adr = not has_own and any(path.startswith(f"{DOC_ADR}/") for path in files.blobs)
    log = foreign[0].directory if foreign else DOC_ADR if has_doc_adr else ""
    store = RevisionStore(
        location.root,
        location,
        record_roots(settings, log, foreign),
        use_cache=False,
        files=files,
        is_partial=True,
    )
    renderer = Renderer(store.checked_root)
    return Project(location.root, settings, store, location, renderer, log=log, revision=commit), problem


def _snapshot(location: Location, commit: str) -> Snapshot:
    entries = list_tree(Git.at(location), commit)
    return Snapshot(location, commit, "", {entry.path: entry.id for entry in entries if entry.is_file})


def _settings(files: Snapshot) -> tuple[Settings, str]:
    if CONFIG_PATH not in files.blobs:
        return Settings(), ""
    try:
        return parse(decode_file(files.read(CONFIG_PATH))), ""
    except ConfigError as error:
        return Settings(), error.message
    except RecordsError as error:
        return Settings(), f"{CONFIG_PATH} cannot be read: {error.message}"
