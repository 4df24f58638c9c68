"""Small repositories for the tests of `records org`."""

from __future__ import annotations

import json
from pathlib import Path

from repository import Repo, make_repo

PROMPT = "---\nid: '0001'\ntitle: Add tar\nstage: green\ndate: 2026-02-03\nlabels: [Packing]\nfiles: [src/tar.py]\nfeature: packs\n---\n\n## Prompt\n\nDo redis.\n"
"""The text of a prompt record."""


def decision(
    number: int, title: str, status: str = "Accepted", *, front: str = "", text: str = "We do it."
) -> str:
    """The text of a decision."""
    head = f"---\n{front}\n---\n\n" if front else ""
    return (
        f"{head}# {number}. {title}\n\nDate: 2026-01-{number:02d}\n\n## Status\n\n{status}\n\n## Context\n\nWhy.\n\n"
        f"## Decision\n\n{text}\n\n## Consequences\n\nSome.\n"
    )


def repository(path: Path, **titles: str) -> Repo:
    """A repository with a decision for each title, by the name of its file without the number."""
    repo = make_repo(path)
    repo.write("README.md", f"# {path.name}\n")
    for number, (name, title) in enumerate(titles.items(), start=1):
        repo.write(f"history/adr/{number:04d}-{name.replace('_', '-')}.md", decision(number, title))
    repo.commit("begin")
    return repo


def bare_clone(repo: Repo, path: Path) -> Path:
    """A bare clone of a repository."""
    repo.git("clone", "-q", "--bare", str(repo.path), str(path))
    return path


def put(repo: Repo, number: int, title: str, status: str = "accepted", **links: str) -> None:
    """Write and commit a decision with links."""
    front = "".join(
        f"  {relation.replace('_', '-')}: {json.dumps(target)}\n" for relation, target in links.items()
    )
    text = (
        f"---\ntitle: {title}\nstatus: {status}\ndate: 2026-03-01\n"
        + (f"links:\n{front}" if front else "")
        + "---\n\n# "
        + title
    )
    repo.write(
        f"history/adr/{number:04d}-{title.lower().replace(' ', '-')}.md", text + "\n\n## Decision\n\nd\n"
    )
    repo.commit(title)
