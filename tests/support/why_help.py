"""A repository whose every line has a known reason, and small records to write into others."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from repository import Repo, make_repo


def phr(
    number: int, slug: str, *, files: tuple[str, ...] = (), links: str = "", prompt: str = "", date: str = ""
) -> str:
    """The text of a PHR."""
    listed = "".join(f"\n  - {path}" for path in files) or " []"
    return (
        f'---\nid: "{number:04d}"\ntitle: {slug.replace("-", " ").capitalize()}\nstage: green\n'
        f"date: {date or f'2026-01-{number % 28 + 1:02d}'}\nfeature: general\nfiles:{listed}\n"
        f"{links}---\n\n## Prompt\n\n{prompt or slug.replace('-', ' ')}\n\n## Outcome\n\ndone\n"
    )


def adr(
    number: int,
    title: str,
    *,
    status: str = "accepted",
    affects: tuple[str, ...] = (),
    extra: str = "",
    body: str = "",
) -> str:
    """The text of an ADR."""
    globs = f"affects: [{', '.join(repr(glob) for glob in affects)}]\n" if affects else ""
    return (
        f'---\nid: "{number:04d}"\ntitle: {title}\nstatus: {status}\ndate: 2026-01-{number % 28 + 1:02d}\n'
        f"{globs}{extra}---\n\n# {number}. {title}\n\n## Decision\n\n{body or f'We {title.lower()}.'}\n"
    )


def put_phr(repo: Repo, number: int, slug: str, **facts) -> str:
    """Write a PHR; its identity."""
    repo.write(f"history/prompts/general/{number:04d}-{slug}.green.prompt.md", phr(number, slug, **facts))
    return f"phr/general/{number:04d}-{slug}.green"


def put_adr(repo: Repo, number: int, slug: str, **facts) -> str:
    """Write an ADR; its identity."""
    repo.write(
        f"history/adr/{number:04d}-{slug}.md", adr(number, slug.replace("-", " ").capitalize(), **facts)
    )
    return f"adr/{number:04d}-{slug}"


@dataclass
class Labelled:
    """A repository and, for marked lines, the record that explains each (None for none)."""

    repo: Repo
    labels: dict[str, str | None] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)
    _count: int = 0

    def lines(self, case: str, record: str | None, count: int, words: str = "value") -> str:
        """So many new lines, each with a word of its own by which it is found again."""
        out = []
        for _ in range(count):
            self._count += 1
            mark = f"mark_{self._count:03d}"
            self.labels[mark] = record
            self.cases[mark] = case
            out.append(f"{words}_{self._count} = register('{mark}', 'an entry that is long enough')\n")
        return "".join(out)

    def places(self) -> list[tuple[str, str, int]]:
        """Where each marked line stands now: mark, path, number."""
        found = []
        for path in sorted((self.repo.path / "src").rglob("*.py")):
            for number, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
                for mark in self.labels:
                    if f"'{mark}'" in text:
                        found.append((mark, path.relative_to(self.repo.path).as_posix(), number))
        return found

    def clone(self, path: Path) -> Labelled:
        """A fresh clone, with the same files not committed; it has no ledger."""
        self.repo.git("clone", "-q", str(self.repo.path), str(path))
        other = Repo(path)
        for name in self.loose:
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.repo.path / name, path / name)
        return Labelled(other, self.labels, self.cases, self.loose)


def labelled(path: Path) -> Labelled:
    """Every way in which a line can come to stand where it stands."""
    repo = make_repo(path)
    made = Labelled(repo)
    repo.write("README.md", "# A shop\n")
    repo.write("src/plain_extra.py", made.lines("none", None, 2))
    repo.commit("begin (#12)")
    for build in (
        _plain,
        _trailers,
        _squash,
        _rebase,
        _picked,
        _moved,
        _reverted,
        _ignored,
        _merged,
        _governed,
        _none,
    ):
        build(made)
    _loose(made)
    return made


def _plain(made: Labelled) -> None:
    repo = made.repo
    key = put_phr(repo, 1, "add-plain", files=("src/plain.py",))
    repo.write("src/plain.py", made.lines("same commit", key, 5))
    repo.commit("Add the plain module")
    # the record came later, alone, and lists the file
    key = "phr/general/0002-listed-later.green"
    repo.write("src/listed.py", made.lines("listed", key, 3))
    repo.commit("Listed module")
    put_phr(repo, 2, "listed-later", files=("./src/listed.py:1-3",))
    repo.commit("Prompts of the week")


def _trailers(made: Labelled) -> None:
    repo = made.repo
    put_adr(repo, 1, "use-tokens", status="superseded", extra='superseded-by: ["0002-use-sessions"]\n')
    put_adr(repo, 2, "use-sessions", extra='supersedes: ["0001-use-tokens"]\n')
    key = put_phr(repo, 3, "named-by-trailer", links="links:\n  led-to:\n    - adr/0001-use-tokens\n")
    repo.commit("Records first")
    repo.write("src/named.py", made.lines("trailer", key, 3))
    repo.commit("Code after\n\nPHR: general/0003-named-by-trailer.green\nSigned-off-by: Ada <a@example.org>")
    repo.write("src/decided.py", made.lines("trailer", "adr/0001-use-tokens", 2))
    repo.commit("Use tokens\n\nADR: 1")
    repo.write("src/mentioned.py", made.lines("mention", "adr/0002-use-sessions", 2))
    repo.commit("Sessions, as ADR-0002 says")


def _squash(made: Labelled) -> None:
    repo = made.repo
    repo.git("switch", "-q", "-c", "shop")
    cart = put_phr(repo, 4, "build-the-cart", files=("src/cart.py",))
    repo.write("src/cart.py", made.lines("squash", cart, 3))
    repo.commit("cart")
    mail = put_phr(repo, 5, "send-the-mail", files=("src/mail.py",))
    repo.write("src/mail.py", made.lines("squash", mail, 3))
    repo.commit("mail")
    tax = put_phr(
        repo, 6, "compute-taxes", files=("src/both.py",), prompt="Compute taxes with tax_rate_table."
    )
    repo.write("src/both.py", made.lines("squash, one file", tax, 2, "tax_rate_table"))
    repo.commit("tax")
    ship = put_phr(
        repo, 7, "plan-shipping", files=("src/both.py",), prompt="Plan shipping with ship_zone_list."
    )
    repo.write(
        "src/both.py", repo.read("src/both.py") + made.lines("squash, one file", ship, 2, "ship_zone_list")
    )
    repo.commit("ship")
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--squash", "shop")
    repo.commit("The shop (#7)")
    repo.git("branch", "-q", "-D", "shop")
    key = put_phr(repo, 8, "kept-in-the-middle")
    repo.commit("Prompts")
    repo.write("src/middle.py", made.lines("squash, trailer in the middle", key, 2))
    repo.commit("Middle (#8)\n\n* first\n\nPHR: general/0008\n\n* second step\n\nIt has more words after it.")


def _rebase(made: Labelled) -> None:
    repo = made.repo
    repo.git("switch", "-q", "-c", "topic")
    key = put_phr(repo, 9, "rebased-work", files=("src/topic.py",))
    repo.write("src/topic.py", made.lines("rebase", key, 4))
    repo.commit("Topic")
    repo.git("switch", "-q", "main")
    repo.write("src/other.py", "x = 1\n")
    repo.commit("Meanwhile")
    repo.git("switch", "-q", "topic")
    repo.git("rebase", "-q", "main")
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "topic")
    repo.git("branch", "-q", "-d", "topic")


def _picked(made: Labelled) -> None:
    repo = made.repo
    repo.git("switch", "-q", "-c", "dev")
    key = put_phr(repo, 10, "written-on-dev", files=("src/elsewhere.py",))
    text = made.lines("cherry-pick", key, 3)
    repo.write("src/pick.py", text)
    there = repo.commit("Pick me")
    repo.git("switch", "-q", "main")
    repo.git("checkout", "-q", "dev", "--", "history")
    repo.commit("Prompts of dev")
    repo.write("src/pick.py", text)
    repo.commit(f"Pick me\n\n(cherry picked from commit {there})")
    put_phr(repo, 11, "lists-the-pick", files=("src/pick.py",))
    repo.commit("Another prompt")
    repo.git("switch", "-q", "dev")
    key = put_phr(repo, 12, "picked-whole", files=("src/whole.py",))
    repo.write("src/whole.py", made.lines("cherry-pick", key, 2))
    whole = repo.commit("Whole")
    repo.git("switch", "-q", "main")
    repo.git("cherry-pick", whole)


def _moved(made: Labelled) -> None:
    repo = made.repo
    key = put_phr(repo, 13, "first-name", files=("src/old_name.py",))
    repo.write("src/old_name.py", made.lines("rename", key, 4))
    repo.commit("Old name")
    repo.git("mv", "src/old_name.py", "src/new_name.py")
    put_phr(repo, 14, "rename-modules", files=("src/new_name.py",))
    repo.commit("Rename")
    key = put_phr(repo, 15, "write-the-block", files=("src/big.py",))
    block = "def block():\n" + made.lines("move", key, 4)
    repo.write("src/big.py", "import os\n\n" + block + "\n\ndef rest():\n    return os.sep\n")
    repo.write("src/small.py", "import sys\n\n\ndef here():\n    return sys.path\n")
    repo.commit("Big")
    repo.write("src/big.py", "import os\n\n\ndef rest():\n    return os.sep\n")
    repo.write("src/small.py", repo.read("src/small.py") + "\n\n" + block)
    put_phr(repo, 16, "split-the-module", files=("src/big.py", "src/small.py"))
    repo.commit("Move the block")


def _reverted(made: Labelled) -> None:
    repo = made.repo
    key = put_phr(repo, 17, "first-limits", files=("src/limits.py",))
    old = made.lines("revert", key, 3)
    repo.write("src/limits.py", "import os\n\n" + old + "\nEND = 1\n")
    repo.commit("Limits")
    put_phr(repo, 18, "drop-limits", files=("src/limits.py",))
    repo.write("src/limits.py", "import os\n\nEND = 1\n")
    gone = repo.commit("Drop limits")
    repo.write("src/other.py", "x = 2\n")
    repo.commit("Between")
    repo.git("revert", "--no-edit", "-n", gone)
    repo.git("reset", "-q", "HEAD", "--", "history")
    repo.git("checkout", "-q", "--", "history")
    repo.commit(f'Revert "Drop limits"\n\nThis reverts commit {gone}.')
    # a revert that has a record of its own
    repo.write("src/back.py", "A = 1\n")
    repo.commit("Back")
    key = put_phr(repo, 19, "bring-it-back", files=("src/back.py",))
    repo.write("src/back.py", "A = 1\n" + made.lines("revert with a record", key, 2))
    repo.commit(f"Revert the removal\n\nThis reverts commit {gone}.")


def _ignored(made: Labelled) -> None:
    repo = made.repo
    key = put_phr(repo, 20, "before-format", files=("src/style.py",))
    text = made.lines("ignored revision", key, 4)
    repo.write("src/style.py", text)
    repo.commit("Style")
    put_phr(repo, 21, "format-everything", files=("src/style.py",))
    repo.write("src/style.py", text.replace("register('", "register( '").replace("')", "' )"))
    commit = repo.commit("Format")
    repo.write("src/style.py", repo.read("src/style.py") + "\nEND = 1\n")
    repo.write(".git-blame-ignore-revs", f"# formatting\n{commit}\n")
    repo.commit("Ignore the formatting")


def _merged(made: Labelled) -> None:
    repo = made.repo
    repo.git("switch", "-q", "-c", "pr")
    key = put_phr(repo, 22, "the-pull-request", files=("src/pr.py",))
    put_phr(repo, 23, "another-of-it", files=("src/somewhere.py",))
    repo.commit("Prompts of the branch")
    repo.write("src/pr.py", made.lines("merge", key, 4))
    repo.commit("Code of the branch")
    repo.git("switch", "-q", "main")
    repo.write("src/other.py", "x = 3\n")
    repo.commit("Main goes on")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge pull request #42 from x/pr", "pr")
    repo.git("branch", "-q", "-d", "pr")
    put_phr(repo, 24, "lists-it-too", files=("src/pr.py",))
    repo.commit("A later prompt")


def _governed(made: Labelled) -> None:
    repo = made.repo
    pool = put_adr(repo, 3, "pool-connections", affects=("src/db/**", "!src/db/legacy/**"))
    marked = put_adr(repo, 4, "keep-it-simple")
    put_adr(repo, 5, "not-yet", status="proposed", affects=("src/db/**", "src/quiet/**"))
    repo.commit("Decisions")
    repo.write("src/db/pool.py", made.lines("governed", pool, 3))
    repo.commit("Pool")
    repo.write("src/tools/run.py", "# @adr 0004\n\n" + made.lines("marker", marked, 2))
    repo.commit("Run")
    repo.write(
        "src/tools/old.py", "# @adr 1\n" + made.lines("marker, superseded", "adr/0002-use-sessions", 1)
    )
    repo.commit("Old")
    repo.write("src/db/legacy/x.py", made.lines("none", None, 1))
    repo.commit("Legacy")


def _none(made: Labelled) -> None:
    repo = made.repo
    repo.write("src/quiet/one.py", made.lines("none", None, 2))
    repo.commit("Quiet work (#13)")
    put_phr(repo, 25, "about-others", files=("src/quiet/one.pyc", "src/qui"))
    repo.commit("Prompt")
    repo.write("src/quiet/two.py", made.lines("none", None, 2))
    repo.commit("More quiet work\n\nPHR: general/9999\nSee ADR-0099 and docs/adr-7x")


def _loose(made: Labelled) -> None:
    """Lines that are not committed; the last thing made, since nothing is committed after it."""
    repo = made.repo
    put_phr(repo, 30, "older-prompt", files=("src/wip.py",))
    repo.write("src/wip.py", "A = 1\n")
    repo.commit("Begin the work")
    key = put_phr(repo, 31, "work-in-progress", files=("src/wip.py", "src/fresh.py"))
    repo.write("src/wip.py", "A = 1\n" + made.lines("uncommitted", key, 3))
    repo.write("src/fresh.py", made.lines("uncommitted, new file", key, 2))
    made.loose = [
        "src/wip.py",
        "src/fresh.py",
        "history/prompts/general/0031-work-in-progress.green.prompt.md",
    ]


def make_project(repo: Repo):
    """The project of a repository, read anew."""
    from records.project.project import Project

    return Project.open(str(repo.path), use_cache=False)


def ledger(repo, turns, links):
    """A capture ledger with turns (id, record, files) and links (turn, commit, patch)."""
    folder = repo.path / ".git" / "records"
    folder.mkdir(exist_ok=True)
    with contextlib.closing(sqlite3.connect(folder / "ledger.sqlite")) as base, base:
        base.execute(
            "create table turns (id integer primary key, agent, session, key, at, turn, disposition, reason, "
            "record default '', digest)"
        )
        base.execute("create table commits (turn, sha, patch)")
        for number, record, files in turns:
            turn = {
                "files": files,
                "state": "completed",
                "utterances": [{"text": f"Ask {number}\nplease " + "x" * 300}],
            }
            base.execute(
                "insert into turns (id, agent, session, at, turn, record) values (?, 'claude', 's', ?, ?, ?)",
                (number, f"2026-01-{number:02d}T00:00:00Z", json.dumps(turn), record),
            )
        base.executemany("insert into commits values (?, ?, ?)", links)
    base.close()
