"""Which code a decision governs, as each tool that has a word for it documents it."""

from __future__ import annotations

import pytest

from records.adr.affects import affects_entry
from records.adr.dialects import read_adr
from records.text.yaml import read_block
from records.trace.governs.asking import decisions_for
from why_help import make_project


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("src/db/x-1.py", "src/db/x-1.py"),
        ("app/[id]/page, x.tsx", '"app/[id]/page, x.tsx"'),
        ("my app/ä b.py", '"my app/ä b.py"'),
        ("yes", '"yes"'),
        ("1.5", '"1.5"'),
        ('a"b.py', '"a\\"b.py"'),
    ],
)
def test_path_is_written_as_an_entry_that_reads_as_that_path(path, entry):
    """The entry that is offered for `affects` can be copied: it is read as the path, whatever its letters."""
    assert affects_entry(path) == entry
    assert read_block(f"affects: [{entry}]\n") == {"affects": [path]}


def governed(repo, *paths):
    """The titles of the decisions that bind each path."""
    report = decisions_for(make_project(repo), paths)
    return [[bond.record.title for bond in file.bonds] for file in report.files]


ADRKIT = """---
schemaVersion: 0.1.0
id: "0009"
title: Pin resolution
status: {status}
date: 2026-07-18
scope: org
relatesTo: ["0002"]
affects:
  - type: path
    pattern: "packages/core/src/affects/**"
  - type: path
    pattern: "packages/adapters/catalog-*/**"
  - type: path
    negate: true
    pattern: "packages/**/*.test.ts"
  - type: package
    pattern: "left-pad@^1"
  - type: path
    repo: payments
    pattern: "elsewhere/**"
---

# ADR-0009: Pin resolution
"""


@pytest.mark.parametrize(
    ("path", "binds"),
    [
        ("packages/core/src/affects/index.ts", True),
        ("packages/core/src/affects/matchers/path.ts", True),
        ("packages/adapters/catalog-backstage/src/x.ts", True),
        ("packages/adapters/other/src/x.ts", False),
        ("packages/core/src/affects/index.test.ts", False),
        ("packages/core/src/affects/.hidden/x.ts", False),
        ("packages/core/src/affects/.env", False),
        ("packages/core/src/Affects/index.ts", False),
        ("elsewhere/x.ts", False),
        ("left-pad@^1", False),
        ("org", False),
    ],
)
def test_adrkit(repo, path, binds):
    """Typed matchers; `**` crosses folders, a dot only when written, one negation takes the file out, case counts."""
    repo.write("docs/adr/0009-pin.md", ADRKIT.format(status="accepted"))
    assert governed(repo, path) == [["Pin resolution"] if binds else []]


def test_adrkit_only_accepted_decisions_govern(repo):
    """A proposed or superseded record does not bind."""
    repo.write("docs/adr/0009-pin.md", ADRKIT.format(status="proposed"))
    assert governed(repo, "packages/core/src/affects/index.ts") == [[]]


def test_adrkit_dot_folders_count_when_a_pattern_names_one(repo):
    """A pattern with a segment that begins with a dot sees hidden files."""
    text = ADRKIT.format(status="accepted").replace("packages/core/src/affects/**", ".github/**")
    repo.write("docs/adr/0009-pin.md", text)
    assert governed(repo, ".github/workflows/ci.yml") == [["Pin resolution"]]


def test_adrinaline(repo):
    """`scope` is a list of globs; files at any depth below are governed."""
    repo.write(
        "docs/adr/0002-use-postgresql.md",
        '---\nstatus: accepted\ndate: 2026-01-02\ntags: [storage]\nscope: ["src/db/**", "migrations/**"]\n---\n\n'
        "# Use PostgreSQL\n",
    )
    assert governed(repo, "src/db/pool.py", "migrations/0001.sql", "src/app.py") == [
        ["Use PostgreSQL"], ["Use PostgreSQL"], [],
    ]  # fmt: skip


def test_archgate(repo):
    """`files` are the globs; its decisions have no status, and hold."""
    repo.write(
        ".archgate/adrs/BE-001-api-response-envelope.md",
        "---\nid: BE-001\ntitle: API Response Envelope\ndomain: backend\nrules: true\n"
        'files: ["src/api/**/*.ts"]\n---\n\n'
        "## Context\n\nText.\n",
    )
    assert governed(repo, "src/api/users.ts", "src/api/v1/users.ts", "src/api/users.js", "src/web/x.ts") == [
        ["API Response Envelope"], ["API Response Envelope"], [], [],
    ]  # fmt: skip


GUARDIAN = """# Decisions

<!-- DECISION-DB-001 -->
## Decision: Database Pool Configuration

**Status**: Active
**Date**: 2024-01-15
**Severity**: Critical

**Files**:
- `src/db/pool.ts`
- config/database.yml

### Context

Text.

---

<!-- decision-all-002 -->
## Decision: Everything else

**Files**:
- `package.json`                # Exact file
- `src/**/*.ts`                 # All TypeScript
- `config/*.{yml,yaml}`         # Config files
- `test[0-9].ts`
- `migrations/**/*.sql`
- `!migrations/**/test_*.sql`   # Exclude tests

---

<!-- DECISION-OLD-003 -->
## Decision: Gone

**Status**: Superseded

**Files**:
- `**`
"""


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("src/db/pool.ts", ["Database Pool Configuration", "Everything else"]),
        ("config/database.yml", ["Database Pool Configuration", "Everything else"]),
        ("config/x.yaml", ["Everything else"]),
        ("config/deep/x.yaml", []),
        ("package.json", ["Everything else"]),
        ("web/package.json", []),
        ("test4.ts", ["Everything else"]),
        ("migrations/a/b.sql", ["Everything else"]),
        ("migrations/a/test_b.sql", []),
        ("README.md", []),
    ],
)
def test_decision_guardian(repo, path, titles):
    """Many decisions in a file, patterns with or without back-ticks, `!` excludes, only active ones count."""
    repo.write(".decispher/decisions.md", GUARDIAN)
    repo.write(".decispher/.hidden/more.md", GUARDIAN)
    assert sorted(governed(repo, path)[0]) == titles


def test_decision_guardian_at_a_commit(repo, run):
    """The files of another tool are read from the past as well."""
    repo.write(".decispher/team/decisions.md", GUARDIAN)
    repo.commit("decide")
    repo.git("rm", "-rq", ".decispher")
    repo.commit("gone")
    assert governed(repo, "package.json") == [[]]
    past = make_project(repo).at("HEAD~1")
    assert [bond.record.ref for bond in decisions_for(past, ["package.json"]).files[0].bonds] == [
        "ADR-DECISION-ALL-002"
    ]


def test_one_decision_of_decision_guardian_in_a_log(repo):
    """Its list of files counts in a record of its own; without its mark such a list is prose."""
    text = GUARDIAN.split("---")[0]
    assert read_adr(text, "0001-x.md").affects == ("src/db/pool.ts", "config/database.yml")
    assert read_adr(text.replace("DECISION-DB-001", "x"), "0001-x.md").affects == ()


@pytest.mark.parametrize(
    ("front", "globs"),
    [
        ("affects: src/**", ("src/**",)),
        ("affects: [src/**]\nscope: [lib/**]\nfiles: [x]", ("src/**",)),
        ("scope: component", ()),
        ("scope: [src/db]\nfiles: ['a.py']", ("src/db", "a.py")),
        (
            "affects:\n  - path: src/x\n  - glob: lib/**\n  - type: entity\n    pattern: a:b/c",
            ("src/x", "lib/**"),
        ),
        ("affects: []", ()),
        ("affects: [3]", ()),
    ],
)
def test_spellings(front, globs):
    """Text or list, plain or typed; `affects` stands before all other keys."""
    text = f"---\nstatus: accepted\ntitle: X\n{front}\n---\n\n# X\n"
    found = tuple(glob for glob in read_adr(text, "0001-x.md").affects if not glob.startswith("!"))
    assert found == globs or (front == "affects: [3]" and found == ("3",))
