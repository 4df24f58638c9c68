"""Small changes for the tests of suggestions, written down in a few lines each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from repository import Repo


@dataclass
class Case:
    """One synthetic change with what must be seen in it, and what must not."""

    name: str
    message: str = ""
    expect: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    diff: str = ""


def file_diff(path: str, body: list[str], status: str = "modified", old: str = "") -> str:
    """A unified diff of one file whose single hunk starts at line 1 on both sides."""
    before = sum(1 for line in body if line[:1] in (" ", "-"))
    after = sum(1 for line in body if line[:1] in (" ", "+"))
    head = [f"diff --git a/{old or path} b/{path}"]
    if status == "added":
        head += ["new file mode 100644", "--- /dev/null", f"+++ b/{path}"]
    elif status == "deleted":
        head += ["deleted file mode 100644", f"--- a/{path}", "+++ /dev/null"]
    elif status == "renamed":
        head += ["similarity index 90%", f"rename from {old}", f"rename to {path}"]
        head += [f"--- a/{old}", f"+++ b/{path}"] if body else []
    else:
        head += [f"--- a/{path}", f"+++ b/{path}"]
    start = f"@@ -{1 if before else 0},{before} +{1 if after else 0},{after} @@"
    return "\n".join([*head, *([start, *body] if body else [])]) + "\n"


_FILE = re.compile(r"(file|new|gone|moved): (.*)")
_STATUS = {"file": "modified", "new": "added", "gone": "deleted", "moved": "renamed"}


def read_cases(path: Path) -> list[Case]:
    """Read the cases of one family.

    `## name` begins a case; `message:`, `expect:` and `never:` are one line each; `file:`, `new:`, `gone:` and
    `moved: old -> new` begin a file, and the marked lines after it are its hunk.
    """
    cases: list[Case] = []
    files: list[tuple[str, str, list[str]]] = []

    def close() -> None:
        if cases:
            cases[-1].diff = "".join(_one(kind, name, body) for kind, name, body in files)
        files.clear()

    for line in path.read_text(encoding="utf-8").split("\n"):
        opened = _FILE.fullmatch(line)
        if line.startswith("## "):
            close()
            cases.append(Case(line[3:]))
        elif opened:
            files.append((opened[1], opened[2], []))
        elif line.startswith("message: "):
            cases[-1].message = line[9:].replace("\\n", "\n")
        elif line.startswith("expect: "):
            cases[-1].expect.append(line[8:])
        elif line.startswith("never: "):
            cases[-1].never.append(line[7:])
        elif line[:1] in ("+", "-", " ") and files:
            files[-1][2].append(line)
    close()
    return cases


def _one(kind: str, name: str, body: list[str]) -> str:
    old, _, new = name.partition(" -> ")
    return file_diff(new or old, body, _STATUS[kind], old if new else "")


def replace_cache(repo: Repo) -> None:
    """Commit what is there, then a change that deserves a decision: one cache in the place of another."""
    repo.write("requirements.txt", "flask==3.0\nmemcached==1.0\n")
    repo.write("app/cache.py", "import memcached\n")
    repo.commit("Begin")
    repo.write("requirements.txt", "flask==3.0\nredis==5.0\n")
    repo.write("app/cache.py", "import redis\n")
    repo.commit("Replace memcached with Redis\n\nSessions have to outlive a restart.")
