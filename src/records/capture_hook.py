"""The capture hook where there is no POSIX shell: the payload on stdin goes into the spool.

Standard library only, and little of it, since an agent waits for this at every prompt. It prints
nothing and always succeeds; `capture_hook.sh` is the same in POSIX sh.
"""

from __future__ import annotations

import os
import sys

_WAKES = frozenset(("Stop", "AfterAgent", "agentStop", "stop", "session.idle", "SessionStart"))
_ASKS = frozenset(
    (
        "UserPromptSubmit",
        "BeforeAgent",
        "beforeSubmitPrompt",
        "userPromptSubmitted",
        "chat.message",
    )
)


def spool(agent: str, event: str, payload: bytes, cwd: str) -> str | None:
    """Store one payload and return the event's name; None when nobody here agreed to capture.

    Raises:
        OSError: the spool cannot be written.
    """
    if os.environ.get("RECORDS_CAPTURE") == "0":
        return None
    common = common_dir(cwd)
    if common is None:
        return None
    records = os.path.join(common, "records")
    if not os.path.exists(os.path.join(records, "on")) or os.path.exists(os.path.join(records, "paused")):
        return None
    if not _is_trusted(os.path.join(records, "on"), cwd):
        return None
    folder = os.path.join(records, "spool")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    name = f"{_plain(agent)}.{_plain(event)}.{os.urandom(5).hex()}"
    hidden = os.path.join(folder, "." + name)
    handle = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(payload)
        os.replace(hidden, os.path.join(folder, name + ".json"))
    except BaseException:
        os.unlink(hidden)
        raise
    return name


def _is_trusted(path: str, cwd: str) -> bool:
    """Whether a file of the git directory is the user's own, or git itself trusts the repository."""
    if not hasattr(os, "geteuid") or os.stat(path).st_uid == os.geteuid():
        return True
    import subprocess

    git = find_program("git")
    if git is None:
        return False
    command = [git, "-c", "safe.bareRepository=explicit", "rev-parse", "--git-dir"]
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False).returncode == 0


def find_program(name: str) -> str | None:
    """Return the absolute path of a program on PATH, or None.

    Unlike `shutil.which`, and the search of Windows, never one in the current directory, which a repository fills:
    entries of PATH that depend on it do not count.
    """
    endings = (".exe", ".com") if sys.platform == "win32" else ("",)
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        for ending in endings:
            path = os.path.join(folder.strip('"'), name + ending)
            if os.path.isabs(path) and os.path.isfile(path) and os.access(path, os.X_OK):
                return path
    return None


def common_dir(start: str) -> str | None:
    """Return the git directory that all work trees of the clone share, found without starting git.

    A tracked folder that looks like a repository is none: only `.git` counts.
    """
    folder = os.path.realpath(start)
    while True:
        dot_git = os.path.join(folder, ".git")
        if os.path.isfile(os.path.join(dot_git, "HEAD")):
            return dot_git
        if os.path.isfile(dot_git):
            return _linked(dot_git)
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _linked(dot_git: str) -> str | None:
    link = _line(dot_git)
    if not link.startswith("gitdir:"):
        return None
    git_dir = os.path.join(os.path.dirname(dot_git), link[7:].strip())
    common = _line(os.path.join(git_dir, "commondir"))
    return os.path.normpath(os.path.join(git_dir, common) if common else git_dir)


def _line(path: str) -> str:
    try:
        if not os.path.isfile(path):  # a pipe may never answer
            return ""
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            line = file.readline(65_536).strip()
    except OSError:
        return ""
    return "" if "\0" in line else line


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isalnum() or c in "-_.")[:60].strip(".") or "unknown"


def nudge(start: str) -> bool:
    """Start a sync, detached, when events wait in the spool; return whether one was started.

    Every command of `records` does this when it has done its own work.
    """
    if os.environ.get("RECORDS_CAPTURE") == "0":
        return False
    common = common_dir(start)
    records = os.path.join(common or "", "records")
    if common is None or not os.path.exists(os.path.join(records, "on")):
        return False
    try:
        waiting = any(name.endswith(".json") for name in os.listdir(os.path.join(records, "spool")))
    except OSError:
        return False
    if waiting and not os.path.exists(os.path.join(records, "paused")):
        _detach(["capture", "sync", "--quiet"], start)
        return True
    return False


def wake(event: str, name: str, cwd: str) -> None:
    """Start what follows an event, detached: a snapshot after a prompt, a sync after an answer."""
    job = "sync" if event in _WAKES else "snapshot" if event in _ASKS else ""
    if job:
        _detach(["capture", job, "--quiet", "--event", name], cwd)


def _detach(words: list[str], cwd: str) -> None:
    import subprocess

    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "records", *words],
        cwd=cwd,
        env={**os.environ, "RECORDS_CAPTURE": "0"},
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
    )
    process.returncode = 0  # nobody waits for it: no warning that it still runs


def main(arguments: list[str] | None = None) -> int:
    """Spool the payload on stdin; the exit code is 0 whatever happens.

    usage: capture_hook.py AGENT [EVENT]
    """
    try:
        words = sys.argv[1:] if arguments is None else arguments
        agent, event = (*words, "", "")[:2]
        cwd = os.getcwd()
        name = spool(agent, event or "unknown", sys.stdin.buffer.read(), cwd)
        if name:
            wake(event, name, cwd)
    except Exception:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
