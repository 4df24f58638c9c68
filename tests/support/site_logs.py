"""Small logs to make sites of, written for these tests."""

from __future__ import annotations

from records.project.project import Project
from records.site.build import build

ADR_DIR = "history/adr"
PHR_DIR = "history/prompts"


def adr(
    number: int, title: str, status: str = "Accepted", body: str = "", date: str = "2026-01-10"
) -> tuple[str, str]:
    """Path and text of a decision."""
    name = title.lower().replace(" ", "-")
    context = body or "Things are as they are."
    text = f"# {number}. {title}\n\nDate: {date}\n\n## Status\n\n{status}\n\n## Context\n\n{context}\n"
    return f"{ADR_DIR}/{number:04d}-{name}.md", text


def phr(
    number: int, title: str, *, feature: str = "001-login", stage: str = "green", prompt: str = "Please do it.",
    response: str = "Done.", date: str = "2026-01-12", links: str = "", labels: str = "[]", files: str = "[]",
) -> tuple[str, str]:  # fmt: skip
    """Path and text of a prompt record."""
    name = title.lower().replace(" ", "-")
    text = (
        f'---\nid: "{number:04d}"\ntitle: "{title}"\nstage: "{stage}"\ndate: "{date}"\nmodel: "m-1"\n'
        f'feature: "{feature}"\nbranch: "main"\nuser: "Ada"\nlabels: {labels}\n'
        f"links:\n{links or '  adr: null'}\nfiles: {files}\ntests: []\n---\n\n"
        f"## Prompt\n\n{prompt}\n\n## Response snapshot\n\n{response}\n\n## Outcome\n\n- ✅ Impact: it works\n"
    )
    return f"{PHR_DIR}/{feature}/{number:04d}-{name}.{stage}.prompt.md", text


def small_log() -> list[tuple[str, str]]:
    """Three decisions in a chain, one that waits, three prompts, one file that cannot be read."""
    superseded = "Superseded by [2. Use PostgreSQL](0002-use-postgresql.md)"
    return [
        adr(1, "Use MySQL", superseded, "Orders need a home.", "2025-11-03"),
        adr(
            2,
            "Use PostgreSQL",
            "Accepted\n\nSupersedes [1. Use MySQL](0001-use-mysql.md)",
            DECISION,
            "2025-12-01",
        ),
        adr(
            3,
            "Adopt tokens for sessions",
            "Proposed",
            "Sessions outlive their users; see ADR-2.",
            "2026-01-09",
        ),
        phr(
            1,
            "Add the login form",
            prompt="Add a login form.\nKeep it plain.",
            labels="[auth, ui]",
            files="[src/login.py]",
        ),
        phr(
            2,
            "Fix the logout",
            stage="red",
            links='  led-to: "adr/0003-adopt-tokens-for-sessions"',
            date="2026-01-13",
        ),
        phr(
            1,
            "Plan the basket",
            feature="002-basket",
            stage="plan",
            prompt="Ein Körbchen, café-grün, 東京タワー.",
        ),
        (f"{PHR_DIR}/002-basket/0002-empty.green.prompt.md", " \n"),
    ]


DECISION = """\
Seven readers, one writer. `src/login.py:2` knows, and so does [the code](../../src/login.py).

| Option | Cost |
| --- | ---: |
| PostgreSQL | low |

- [x] measured
- [ ] told everybody

```python
def answer() -> int:
    return 42  # always
```

```mermaid
flowchart LR
  a --> b
```
"""


def write_log(repo, files=None):
    """Write a log into a repository and commit it."""
    for path, text in files if files is not None else small_log():
        repo.write(path, text)
    repo.commit("the log")


def build_site(repo, output="site", **settings):
    """Build the site of a repository and return what the build did."""
    return build(Project.open(str(repo.path)), str(repo.path / output), **settings)


def page(repo, name, output="site"):
    """A page of the built site."""
    return (repo.path / output / name).read_text(encoding="utf-8")


def tree(folder):
    """Every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
