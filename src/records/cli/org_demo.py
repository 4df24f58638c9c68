"""The demonstration of `records org`: three small repositories, and the real commands run on them."""

from __future__ import annotations

import os

from records.cli.demo import Step, run_step, write_files
from records.git.work_tree import commit_all, create_repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MEMBER = '[org]\ncentral = ["../architecture"]\n'


def _decision(title: str, decision: str, status: str = "accepted", more: str = "") -> str:
    return (
        f'---\ntitle: "{title}"\nstatus: {status}\ndate: 2026-01-15\n{more}---\n\n# {title}\n\n'
        f"## Context\n\nSeveral services need the same answer.\n\n## Decision\n\n{decision}\n\n"
        "## Consequences\n\nReviews look for it.\n"
    )


_REPOSITORIES = {
    "architecture": {
        "README.md": "# Decisions of all teams\n",
        "history/adr/0001-use-rest-between-services.md": _decision(
            "Use REST between services", "Services call each other over REST.", "superseded",
            "links:\n  superseded-by: adr/0003-use-grpc-between-services\n",
        ),
        "history/adr/0002-keep-money-in-integer-cents.md": _decision(
            "Keep money in integer cents", "Amounts are integers; floats are not used for money.",
            more='affects: ["group:payments"]\n',
        ),
        "history/adr/0003-use-grpc-between-services.md": _decision(
            "Use gRPC between services", "Services call each other over gRPC.", more='affects: ["repo:*:src/api/**"]\n'
        ),
    },
    "shop": {
        ".records/config.toml": _MEMBER,
        "src/api/cart.py": "def add(item):\n    return call('stock', item)\n",
        "history/adr/0001-cache-search-results-in-redis.md": _decision(
            "Cache search results in Redis", "We cache search results in Redis for one minute."
        ),
    },
    "pay": {
        ".records/config.toml": _MEMBER + 'group = "payments"\n',
        "src/ledger.py": "def total(amounts):\n    return sum(amounts)\n",
        "history/adr/0001-call-the-shop-over-rest.md": _decision(
            "Call the shop over REST", "The ledger calls the shop over REST.",
            more="links:\n  implements: architecture/ADR-1\n",
        ),
    },
}  # fmt: skip


def play_org(folder: str) -> Iterator[Step]:
    """Create three repositories in an empty *folder* and run the commands on them, step by step.

    Raises:
        GitError: git is missing.
        WriteError: the folder cannot be written.
    """
    for name, texts in _REPOSITORIES.items():
        path = os.path.join(folder, name)
        write_files(path, texts)
        git = create_repository(path, "Ada", "ada@example.org")
        commit_all(git, "Begin")
    yield run_step(
        "Three repositories: the decisions of all teams, a shop and its payments", folder,
        "records org add architecture --central",
        "records org add shop",
        "records org add pay --group payments --visibility restricted",
    )  # fmt: skip
    yield run_step("Read their records into one index", folder, "records org index", "records org list")
    yield run_step(
        "Where did anyone decide something about money, or about Redis?", folder,
        "records org search money", "records org search 'redis OR grpc' kind:adr status:accepted",
    )  # fmt: skip
    yield run_step(
        "Which decisions bind a file? Those of the architects count in every member", folder,
        "records -C pay adr for src/ledger.py", "records -C shop adr for src/api/cart.py",
    )  # fmt: skip
    yield run_step("Who still relies on what was superseded?", folder, "records org check")
    yield run_step("Figures, without the restricted repository", folder, "records org stats --public-only")
