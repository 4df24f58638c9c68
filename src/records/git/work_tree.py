"""Ask git about the work tree and its index: state, files, text searches, staging, snapshots of all files."""

from __future__ import annotations

import os

from records.dataclass import dataclass
from records.encoding import decode, encode
from records.errors import GitError
from records.git.background import submit
from records.git.refs import resolve
from records.git.run import Git, create_git_dir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from records.git.log import Change

_PATHSPEC_LIMIT = 400
_MOST_CALLS = 200


@dataclass(frozen=True, slots=True)
class WorkTreeState:
    """The state of a work tree at one moment.

    Attributes:
        branch: its name; None when detached.
        commit: the full id of HEAD; None before the first commit.
        user: the name that git would write into a commit; None where none is configured.
        changed: POSIX paths from the top that differ from HEAD, untracked ones included, sorted.
    """

    branch: str | None
    commit: str | None
    user: str | None
    changed: tuple[str, ...]


def work_tree_state(git: Git) -> WorkTreeState:
    """Return branch, commit and changes (`status --porcelain=v2`), and the person's name.

    Raises:
        GitError: git is missing or refuses.
    """
    output = decode(git.run("status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all"))
    branch = commit = None
    changed: set[str] = set()
    entries = iter(output.split("\0"))
    for entry in entries:
        if entry.startswith("# branch.head "):
            branch = None if entry[14:] == "(detached)" else entry[14:]
        elif entry.startswith("# branch.oid "):
            commit = None if entry[13:] == "(initial)" else entry[13:]
        elif entry.startswith("1 "):
            changed.add(entry.split(" ", 8)[8])
        elif entry.startswith("2 "):
            changed.add(entry.split(" ", 9)[9])
            next(entries, None)  # the old name
        elif entry.startswith("u "):
            changed.add(entry.split(" ", 10)[10])
        elif entry.startswith("? "):
            changed.add(entry[2:])
    user = os.environ.get("GIT_AUTHOR_NAME") or git.text("config", "user.name", check=False)
    return WorkTreeState(branch, commit, user or None, tuple(sorted(changed)))


def user_setting(git: Git, name: str) -> str | None:
    """Return what the person's own git settings say; None without such a setting, or without git.

    What the repository's configuration says does not count: a program that it names would be run.
    """
    try:
        output = git.run("config", "--show-scope", "-z", "--get-all", name, check=False)
    except GitError:
        return None
    parts = decode(output).split("\0")
    own = [
        value for scope, value in zip(parts[::2], parts[1::2], strict=False) if scope in ("global", "system")
    ]
    return own[-1] if own else None


def changed_since(git: Git, revision: str) -> tuple[str, ...]:
    """Return the paths that differ between *revision* and the work tree, untracked ones included, sorted.

    Raises:
        GitError: there is no such revision.
    """
    (commit,) = resolve(git, revision)
    changed = git.run("diff", "--name-only", "-z", "--no-renames", commit, "--")
    return tuple(sorted({*_paths(changed), *untracked(git)}))


def changes_since(git: Git, old: str, new: str | None = None) -> tuple[Change, ...]:
    """Return what differs between a commit and the work tree, or another commit; untracked files count as added.

    Args:
        git: in the repository.
        old: full id.
        new: full id; None for the work tree.

    Raises:
        GitError: git refuses.
    """
    from records.git.log import Change, changes_between

    untracked_paths = submit(lambda: [] if new else untracked(git, top=False))
    changes = changes_between(git, old, new)
    changes.extend(Change("A", path) for path in untracked_paths.result())
    return tuple(sorted(changes, key=lambda change: (change.path, change.status)))


def untracked(git: Git, *, top: bool = False) -> list[str]:
    """Return the files that git neither tracks nor ignores, POSIX from the top; other repositories are left out.

    Args:
        git: in the repository.
        top: list the whole work tree, not only the folder in which git is run.

    Raises:
        GitError: git refuses.
    """
    whole = ("--", ":/") if top else ()
    output = git.run("ls-files", "--others", "--exclude-standard", "-z", "--full-name", *whole)
    return [path for path in _paths(output) if not path.endswith("/")]


def tracked(git: Git, revision: str | None = None) -> list[str]:
    """Return all files that git tracks or may track (new ones that it does not ignore), or that a commit (an id) holds.

    Raises:
        GitError: git refuses.
    """
    if revision:
        from records.git.objects import list_tree

        return sorted({entry.path for entry in list_tree(git, revision)})
    return sorted({*_paths(git.run("ls-files", "--cached", "--others", "--exclude-standard", "-z"))})


def tracked_among(git: Git, paths: Iterable[str] = ()) -> list[str]:
    """Return the tracked files at or below *paths* (literal), relative to where git is run; all by default.

    Raises:
        GitError: git refuses.
    """
    return _paths(git.run("--literal-pathspecs", "ls-files", "-z", "--cached", "--", *paths))


def left_out(git: Git, git_dir: str) -> list[str]:
    """Return the tracked files that git's sparse checkout leaves out of the work tree, from where git is run.

    Args:
        git: in the work tree.
        git_dir: its git directory; without patterns of a sparse checkout in it git is not asked.
    """
    if not os.path.isfile(os.path.join(git_dir, "info", "sparse-checkout")):
        return []
    rows = _paths(git.run("ls-files", "-z", "-t", "--cached", check=False))
    return sorted({row[2:] for row in rows if row.startswith("S ")})


def tracked_matching(git: Git, patterns: Iterable[str]) -> list[str]:
    """Return the tracked files that glob patterns match, sorted; none where git refuses."""
    return sorted({*_paths(git.run("ls-files", "-z", "--cached", "--", *patterns, check=False))})


def staged_paths(git: Git, index: str | None = None, *, deleted: bool = True) -> set[str]:
    """Return the paths whose staged version differs from HEAD, from the top of the work tree.

    Args:
        git: in the repository.
        index: another index file than the repository's, as git names it to its hooks.
        deleted: list files that are staged for removal too.

    Raises:
        GitError: git refuses.
    """
    environment = {"GIT_INDEX_FILE": os.path.abspath(index)} if index else None
    only = () if deleted else ("--diff-filter=d",)
    return {*_paths(git.run("diff", "--cached", "--name-only", "-z", "--no-renames", *only, env=environment))}


def stage(git: Git, paths: Iterable[str]) -> None:
    """Stage the state of files, removed ones included.

    Raises:
        GitError: git refuses.
    """
    git.run("--literal-pathspecs", "add", "--all", "--", *paths)


def grep(
    git: Git, word: str, revision: str | None = None, paths: Iterable[str] = ()
) -> list[tuple[str, int, str]]:
    """Return every line of a text file that holds *word*: path from the top, number, text. Case is ignored.

    Args:
        git: in the repository; tracked files and new ones that are not ignored.
        word: plain text.
        revision: at this commit (an id); in the work tree by default.
        paths: only these, relative to where git is run; all when empty or very many.
    """
    scope = [revision] if revision else ["--untracked"]
    only = [f":(literal){path}" for path in paths]
    output = decode(
        git.run(
            "grep", "-I", "-i", "-n", "-z", "--full-name", "-F", "-e", word,
            *scope, "--", *(only if len(only) <= _PATHSPEC_LIMIT else ()), check=False,
        )
    )  # fmt: skip
    matches = []
    for row in output.split("\n"):
        path, first, rest = row.partition("\0")
        number, second, text = rest.partition("\0")
        if first and second and number.isdigit():
            matches.append((path.partition(":")[2] if revision else path, int(number), text))
    return matches


def lines_holding(
    git: Git, texts: Iterable[str], revision: str, names: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """Return the lines of text files that hold one of some texts, each with its path from the top.

    Fixed strings are searched, which is many times faster than words of an expression.

    Args:
        git: in the repository.
        texts: any of which may be in a line; case is ignored.
        revision: a commit or a tree (an id).
        names: globs, one of which the name of a file has to match, in any folder; any file by default.
    """
    arguments = [argument for text in texts for argument in ("-e", text)]
    scope = [f":(top,glob)**/{name}" for name in names] or [":(top)"]
    output = decode(
        git.run(
            "grep", "-I", "-i", "-z", "-F", "--full-name", "--no-line-number", *arguments,
            revision, "--", *scope, check=False,
        )
    )  # fmt: skip
    rows = (row.partition("\0") for row in output.split("\n"))
    return [(path.partition(":")[2], line) for path, _, line in rows if line]


def files_holding(
    git: Git, words: Iterable[str], revision: str | None, folders: Iterable[str]
) -> frozenset[str]:
    """Return the text files of some folders that hold one of the words, as paths from the top of the work tree.

    Args:
        git: in the repository; tracked files and new ones, ignored or not.
        words: plain texts.
        revision: at this commit (an id); in the work tree where it is None.
        folders: relative to where git is run.
    """
    patterns = [argument for word in words for argument in ("-e", word)]
    scope = [revision] if revision else ["--untracked", "--no-exclude-standard"]
    only = [f":(literal){folder}" for folder in folders]
    output = decode(
        git.run("grep", "-I", "-l", "-z", "--full-name", "-F", *patterns, *scope, "--", *only, check=False)
    )
    paths = (path for path in output.split("\0") if path)
    return frozenset(path.partition(":")[2] if revision else path for path in paths)


def files_by_word(
    git: Git, words: Iterable[str], revision: str | None, suffix: str
) -> dict[str, frozenset[str]]:
    """Return for each of some words the tracked text files that hold it, as paths from the top of the work tree.

    Args:
        git: where the files are looked for, and below.
        words: of letters, digits and underscores; case counts.
        revision: at this commit (an id); in the work tree where it is None.
        suffix: how the files' names end.
    """
    found: dict[str, set[str]] = {word: set() for word in words}
    if not found:
        return {}
    patterns = [argument for word in found for argument in ("-e", word)]
    scope = [revision] if revision else []
    output = decode(
        git.run(
            "grep", "-I", "-o", "-w", "-z", "--full-name", "--no-line-number", "-F", *patterns,
            *scope, "--", f":(glob)**/*{suffix}", check=False,
        )
    )  # fmt: skip
    for row in output.split("\n"):
        path, _, word = row.partition("\0")
        if word in found:
            found[word].add(path.partition(":")[2] if revision else path)
    return {word: frozenset(paths) for word, paths in found.items()}


def lines_starting_with(git: Git, text: str, revisions: Iterable[str], folder: str) -> set[str]:
    """Return the lines of committed files that begin with a text.

    Args:
        git: in the repository.
        text: letters, blanks and colons only.
        revisions: full ids of commits.
        folder: a path from the top of the work tree.
    """
    ids = list(revisions)
    if not ids:
        return set()
    command = (
        "grep",
        "-I",
        "-h",
        "--no-line-number",
        "-e",
        f"^{text}",
        *ids,
        "--",
        f":(top,literal){folder}",
    )
    return set(decode(git.run(*command, check=False)).splitlines())


def write_tree(git: Git, environment: Mapping[str, str]) -> str:
    """Write all files that are not ignored as a tree, and return its id. Submodules are left as the index has them.

    The tree names the files' contents, which are not stored: it serves to be compared with other trees.

    Args:
        git: at the top of the work tree.
        environment: names an index and an object store that are not the repository's own (`GIT_INDEX_FILE` …).

    Raises:
        GitError: git refuses.
    """
    # `git add` is slower, and asks each submodule for its status, which would run the submodule's own filters
    listing = git.run("ls-files", "--others", "--modified", "--exclude-standard", "-z", env=environment)
    changed = sorted({path for path in _paths(listing) if not _is_folder(os.path.join(git.cwd, path))})
    _add(git, changed, environment)
    return write_tree_of_index(git, environment)


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


def _add(git: Git, paths: list[str], environment: Mapping[str, str]) -> None:
    """Bring files into an index as they are now: those that are gone go, those that cannot be added stay out."""
    command = ("update-index", "--add", "--remove", "--replace", "--info-only", "-z", "--stdin")
    batches = [paths] if paths else []
    for _ in range(_MOST_CALLS):  # git stops at the first file that it cannot add
        if not batches:
            return
        batch = batches.pop()
        stdin = encode("".join(f"{path}\0" for path in batch))
        if git.call(*command, stdin=stdin, env=environment).returncode and len(batch) > 1:
            middle = len(batch) // 2
            batches += [batch[middle:], batch[:middle]]


def write_tree_of_index(git: Git, environment: Mapping[str, str]) -> str:
    """Write an index as a tree, and return its id.

    Args:
        git: at the top of the work tree.
        environment: names the index and the object store (`GIT_INDEX_FILE` …).

    Raises:
        GitError: an object is missing.
    """
    return git.run("write-tree", "--missing-ok", env=environment).decode("ascii").strip()


def paths_between_trees(git: Git, before: str, after: str, environment: Mapping[str, str]) -> set[str]:
    """Return the paths that differ between two trees.

    Raises:
        GitError: a tree is missing.
    """
    return {
        *_paths(
            git.run("diff-tree", "-r", "--name-only", "--no-renames", "-z", before, after, env=environment)
        )
    }


def tree_objects(git: Git, trees: Iterable[str], environment: Mapping[str, str]) -> set[str]:
    """Return the ids of trees, and of all trees in them.

    Args:
        git: in the repository.
        trees: full ids.
        environment: names the object store that has the trees (`GIT_OBJECT_DIRECTORY` …).

    Raises:
        GitError: a tree is missing.
    """
    objects: set[str] = set()
    for tree in trees:
        output = git.run("ls-tree", "-r", "-d", "-z", tree, env=environment)
        rows = [row.partition(b"\t")[0].split() for row in output.split(b"\0")[:-1]]
        objects |= {tree, *(row[2].decode("ascii") for row in rows if row[1] == b"tree")}
    return objects


def create_repository(folder: str, user: str, email: str) -> Git:
    """Create a repository with the branch `main` in a folder, and return git in it.

    Raises:
        GitError: git is missing or refuses.
    """
    root = os.path.abspath(folder)
    create_git_dir(os.path.join(root, ".git"), "-b", "main")
    git = Git(root)
    for name, value in (("user.name", user), ("user.email", email), ("commit.gpgsign", "false")):
        git.run("config", name, value)
    return git


def commit_all(git: Git, message: str) -> None:
    """Commit the state of all files.

    Raises:
        GitError: git refuses.
    """
    git.run("add", "-A")
    git.run("commit", "-q", "-m", message)


def _paths(output: bytes) -> list[str]:
    return [path for path in decode(output).split("\0") if path]
