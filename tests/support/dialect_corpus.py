"""Decision records as real projects write them, made small and synthetic: one row a form, with its truth.

`source` names the project or tool whose form the text has; the words are ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sample:
    source: str
    filename: str
    text: str
    dialect: str
    number: int | None
    title: str
    status: str | None
    date: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
    deciders: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)


NYGARD = """# 3. Use a queue

Date: 2024-05-06

## Status

Accepted

## Context

Mails are slow.

## Decision

We put them into a queue.

## Consequences

One service more.
"""

SAMPLES: tuple[Sample, ...] = (
    Sample(
        "npryce/adr-tools (plain)", "0003-use-a-queue.md", NYGARD,
        "nygard", 3, "Use a queue", "accepted", "2024-05-06", lines={"status": 7, "date": 3, "title": 1},
    ),
    Sample(
        "npryce/adr-tools (CRLF)", "0003-use-a-queue.md", NYGARD.replace("\n", "\r\n"),
        "nygard", 3, "Use a queue", "accepted", "2024-05-06", lines={"status": 7},
    ),
    Sample(
        "npryce/adr-tools (byte-order mark, no final newline)", "0003-use-a-queue.md", "\ufeff" + NYGARD.rstrip("\n"),
        "nygard", 3, "Use a queue", "accepted", "2024-05-06",
    ),
    Sample(
        "npryce/adr-tools (superseded: the link takes the word's place)", "0001-use-mail.md",
        "# 1. Use mail\n\nDate: 2024-05-06\n\n## Status\n\nSuperceded by [3. Use a queue](0003-use-a-queue.md)\n\n"
        "## Context\n\nText.\n",
        "nygard", 1, "Use mail", "superseded", "2024-05-06", (("superseded-by", "0003-use-a-queue.md"),),
    ),
    Sample(
        "npryce/adr-tools (several links, own words)", "0003-use-a-queue.md",
        NYGARD.replace("Accepted\n", "Accepted\n\nSupercedes [1. Use mail](0001-use-mail.md)\n\n"
                       "Polishes [2. Use [pipes]](0002-use-pipes.md)\n"),
        "nygard", 3, "Use a queue", "accepted", "2024-05-06",
        (("supersedes", "0001-use-mail.md"), ("polishes", "0002-use-pipes.md")),
    ),
    Sample(
        "joshrotenberg/adrs fixture 0010 (prose status)", "0010-prose.md",
        "# 10. Prose\n\nDate: 2024-05-06\n\n## Status\n\nAccepted. It was later discussed whether it is\n"
        "superseded by an informal agreement.\n\n## Context\n\nText.\n",
        "nygard", 10, "Prose", "accepted", "2024-05-06",
    ),
    Sample(
        "joshrotenberg/adrs fixture 0006 (deprecated, with a successor)", "0006-old.md",
        "# 6. Old\n\nDate: 2024-05-06\n\n## Status\n\nDeprecated\n\nSuperseded by [9. New](0009-new.md)\n\n## Context\n\nT.\n",
        "nygard", 6, "Old", "deprecated", "2024-05-06", (("superseded-by", "0009-new.md"),),
    ),
    Sample(
        "joshrotenberg/adrs#376 (a full stop, and a link in the sentence)", "0004-x.md",
        "# 4. X\n\nDate: 2024-05-06\n\n## Status\n\nAccepted. Amended by [7. Y](0007-y.md).\n\n## Context\n\nT.\n",
        "nygard", 4, "X", "accepted", "2024-05-06", (("amended-by", "0007-y.md"),),
    ),
    Sample(
        "a board's words, the date in the status", "0005-board.md",
        "# 5. Board\n\n## Status\n\nApproved by the board 2024-01-02\n\n## Context\n\nT.\n",
        "nygard", 5, "Board", "accepted", "2024-01-02",
    ),
    Sample(
        "kamp-us/phoenix (amended in part)", "0215-x.md",
        "# 215. X\n\n## Status\n\namended-in-part by [0216](0216-y.md)\n\n## Context\n\nT.\n",
        "nygard", 215, "X", "accepted", None, (("amended-by", "0216-y.md"),),
    ),
    Sample(
        "rigortype/rigor (partially superseded)", "0012-x.md",
        "# ADR-0012: X\n\n## Status\n\nPartially superseded by ADR-0014\n\n## Context\n\nT.\n",
        "nygard", 12, "X", "accepted", None, (("amended-by", "ADR-0014"),),
    ),
    Sample(
        "adr/madr 2.1.2", "0005-use-dashes.md",
        "# Use dashes in file names\n\n* Status: superseded by [0007-use-slugs](0007-use-slugs.md)\n"
        "* Deciders: Ada, Grace\n* Date: 2018-04-02\n* Tags: names, files\n\nTechnical Story: #12\n\n"
        "## Context and Problem Statement\n\nT.\n\n## Considered Options\n\n* a\n* b\n\n## Decision Outcome\n\nb\n\n"
        "### Positive Consequences\n\n* short\n\n## Links\n\n* Refined by [ADR-0008](0008-example.md)\n",
        "madr2", 5, "Use dashes in file names", "superseded", "2018-04-02",
        (("superseded-by", "0007-use-slugs.md"), ("refined-by", "0008-example.md")),
        ("names", "files"), ("Ada", "Grace"), lines={"status": 3, "deciders": 4},
    ),
    Sample(
        "adr/madr 3.0.0", "0005-use-dashes.md",
        "---\nstatus: superseded by [ADR-0007](0007-use-slugs.md)\ndate: 2022-10-09\n"
        "deciders: Ada, Grace\nconsulted: Alan\ninformed: all\n---\n# Use dashes\n\n"
        "## Context and Problem Statement\n\nT.\n\n## Considered Options\n\n* a\n* b\n\n## Decision Outcome\n\nb\n\n"
        "## Validation\n\nA check.\n",
        "madr3", 5, "Use dashes", "superseded", "2022-10-09", (("superseded-by", "0007-use-slugs.md"),),
        (), ("Ada", "Grace"), lines={"status": 2, "date": 3},
    ),
    Sample(
        "adr/madr 4.0.0", "0005-use-dashes.md",
        '---\nstatus: "superseded by ADR-0123"\ndate: 2024-09-17\ndecision-makers: [Ada, Grace]\n---\n\n# Use dashes\n\n'
        "## Context and Problem Statement\n\nT.\n\n## Considered Options\n\n* a\n* b\n\n## Decision Outcome\n\nb\n\n"
        "### Confirmation\n\nA check.\n",
        "madr4", 5, "Use dashes", "superseded", "2024-09-17", (("superseded-by", "ADR-0123"),), (), ("Ada", "Grace"),
    ),
    Sample(
        "adr/madr 4.0.0 (no metadata at all)", "0006-bare.md",
        "# Bare\n\n## Context and Problem Statement\n\n## Considered Options\n\n* a\n* b\n\n## Decision Outcome\n\na\n",
        "madr4", 6, "Bare", None,
    ),
    Sample(
        "JabRef/jabref (Jekyll pages: parent and nav_order only)", "0015-support-queries.md",
        "---\nnav_order: 15\nparent: Decision Records\n---\n# Query syntax design\n\n"
        "## Context and Problem Statement\n\n```\n---\n# not a heading\n```\n\n## Considered Options\n\n* a\n* b\n",
        "madr4", 15, "Query syntax design", None,
    ),
    Sample(
        "thomvaill/log4brains", "20200926-use-the-slug.md",
        "# Use the slug as identity\n\n- Status: superseded by [20201016-use-x](20201016-use-x.md)\n"
        "- Deciders: Ada\n- Date: 2020-09-26\n- Tags: api\n\n## Links\n\n- Supersedes [20200101-use-y](20200101-use-y.md)\n",
        "log4brains", None, "Use the slug as identity", "superseded", "2020-09-26",
        (("superseded-by", "20201016-use-x.md"), ("supersedes", "20200101-use-y.md")), ("api",), ("Ada",),
    ),
    Sample(
        "joshrotenberg/adrs NextGen", "0002-use-rust.md",
        "---\nnumber: 2\ntitle: Use Rust\ndate: 2024-03-01\nstatus: accepted\nlinks:\n  - target: 1\n    kind: supersedes\n"
        "  - target: 3\n    kind: amendedby\n    description: in part\ntags:\n  - lang\n---\n\n## Context\n\nT.\n",
        "adrs-nextgen", 2, "Use Rust", "accepted", "2024-03-01", (("supersedes", "1"), ("amended-by", "3")), ("lang",),
        lines={"title": 3, "status": 5},
    ),
    Sample(
        "adrinaline", "0007-use-uv.md",
        "---\nstatus: accepted\ndate: 2025-02-03\nsupersedes: [3]\ndepends-on:\n  - 2\nscope:\n  - pyproject.toml\n"
        "  - src/**/*.py\n---\n\n# Use uv\n\n## Context\n\nT.\n",
        "adrinaline", 7, "Use uv", "accepted", "2025-02-03", (("supersedes", "3"), ("depends-on", "2")),
        (), (), ("pyproject.toml", "src/**/*.py"),
    ),
    Sample(
        "mbeacom/adrkit", "0042-use-ports.md",
        '---\nid: "0042"\ntitle: Use ports\nstatus: accepted\ndate: 2026-01-05\nsupersededBy: []\nrelatesTo: ["0007"]\n'
        "affects:\n  - path: src/ports/**\n---\n\n## Context\n\nT.\n",
        "adrkit", 42, "Use ports", "accepted", "2026-01-05", (("relates-to", "0007"),), (), (), ("src/ports/**",),
    ),
    Sample(
        "panaversity/spec-kit-plus", "0020-use-nx.md",
        "# ADR-0020: Use Nx\n\n> **Scope**: one cluster.\n\n- **Status:** Accepted\n- **Date:** 2025-12-15\n"
        "- **Feature:** 041-nx\n- **Context:** Builds.\n\n<!-- Significance checklist\n## Status\nRejected\n-->\n\n"
        "## Decision\n\nNx.\n\n## References\n\n- Feature Spec: none\n- Related ADRs: ADR-0019, ADR-0007\n",
        "spec-kit", 20, "Use Nx", "accepted", "2025-12-15", (("relates-to", "ADR-0019"), ("relates-to", "ADR-0007")),
        lines={"status": 5},
    ),
    Sample(
        "panaversity/spec-kit-plus (the raw template)", "0002-x.md",
        "# ADR-{{ID}}: {{TITLE}}\n\n- **Status:** Proposed | Accepted | Superseded | Rejected\n- **Date:** {{DATE_ISO}}\n",
        "spec-kit", 2, "ADR-{{ID}}: {{TITLE}}", None, None, findings=("placeholder", "status-menu", "date-placeholder"),
    ),
    Sample(
        "bold lines", "0019-use-bazel.md",
        "# ADR-0019: Use Bazel\n\n**Status**: Superseded by ADR-0020\n**Date**: 2025-12-15\n**Deciders:** Ada, Grace\n\n"
        "## Context\n\nT.\n",
        "bold", 19, "Use Bazel", "superseded", "2025-12-15", (("superseded-by", "ADR-0020"),), (), ("Ada", "Grace"),
    ),
    Sample(
        "an arrow, and an emoji", "001-stack.md",
        "# ADR-001: Stack\n\n**Status:** ✅ Proposed → Accepted on 2025-12-16\n\n## Context\n\nT.\n",
        "bold", 1, "Stack", "accepted", "2025-12-16",
    ),
    Sample(
        "DependencyTrack (a table)", "0001-table.md",
        "# Table\n\n| Status | Date | Author(s) |\n|:--|:--|:--|\n| Accepted | 2025-01-30 | Ada |\n\n## Context\n\nT.\n",
        "table", 1, "Table", "accepted", "2025-01-30",
    ),
    Sample(
        "talo (a table with the history)", "ADR0003-x.md",
        "# ADR0003 X\n\n## Status\n\n| Status | Time |\n|---|---|\n| Proposed | 2025-01-01 |\n| Accepted | 2025-02-01 |\n\n"
        "## Context\n\nT.\n",
        "table", 3, "X", "accepted", "2025-02-01",
    ),
    Sample(
        "phodal/adr (dated lines)", "0007-用队列.md",
        "# 7. 用队列\n\n日期: 2017-11-20\n\n## 状态\n\n2017-11-20 提议\n\n2017-11-26 通过\n\n## 背景\n\nT.\n",
        "dated", 7, "用队列", "accepted", "2017-11-20",
    ),
    Sample(
        "Decentraland (EIP style)", "ADR-115-x.md",
        "---\nlayout: adr\nadr: 115\ntitle: Deploy scenes\ndate: 2022-11-23\nstatus: Living\ntype: RFC\n---\n\n## Abstract\n\nT.\n",
        "eip", 115, "Deploy scenes", "Living", "2022-11-23",
    ),
    Sample(
        "pmd/pmd", "adr-1.md",
        "---\ntitle: Use records\npermalink: x.html\nadr: true\nadr_status: \"Accepted\"\nlast_updated: July 2022\n---\n\n"
        "## Context\n\nT.\n",
        "adr-status", 1, "Use records", "accepted",
    ),
    Sample(
        "backstage/backstage", "adr011-plugin-structure.md",
        "---\nid: adrs-adr011\ntitle: 'ADR011: Plugin structure'\ndescription: how\n---\n\n## Context\n\nT.\n\n## Decision\n\nD.\n",
        "nygard", 11, "Plugin structure", None,
    ),
    Sample(
        "BrighterCommand/Brighter (front matter and section)", "0058-roles.md",
        "---\nid: 0058-roles\ntitle: \"Roles\"\nstatus: Accepted\ncreated: 2026-05-07\ntags:\n  - box\n---\n\n# 0058. Roles\n\n"
        "Date: 2026-05-07\n\n## Status\n\nAccepted\n\n> **Approval state**: rounds one to four.\n\n## Context\n\nT.\n",
        "native", 58, "Roles", "accepted", "2026-05-07", (), ("box",),
    ),
    Sample(
        "two places that disagree", "0004-x.md",
        "---\nid: 5\ntitle: X\nstatus: accepted\ndate: 2026-01-01\n---\n\n# 6. Y\n\nDate: 2026-01-02\n\n## Status\n\nRejected\n",
        "native", 4, "X", "accepted", "2026-01-01",
        findings=("number-disagrees", "number-disagrees", "title-disagrees", "date-disagrees", "status-disagrees"),
    ),
    Sample(
        "native", "0012-use-x.md",
        "---\nid: \"0012\"\ntitle: Use X\nstatus: proposed\ndate: 2026-01-01\nsupersedes: [\"0003-use-y\"]\n"
        "affects: [\"src/**\"]\n---\n\n# Use X\n\n## Context\n\nT.\n",
        "native", 12, "Use X", "proposed", "2026-01-01", (("supersedes", "0003-use-y"),), (), (), ("src/**",),
    ),
    Sample(
        "cardano-scaling/hydra (dates and numbers in names, links to pages)", "2022-03-28_017-udp.md",
        "---\nslug: 17\ntitle: |\n  17. Use UDP\nauthors: []\n---\n\n## Status\n\nSuperseded by [ADR 32](/adr/32)\n\n## Context\n\nT.\n",
        "nygard", 17, "Use UDP", "superseded", None, (("superseded-by", "/adr/32"),),
    ),
    Sample(
        "check boxes", "0009-boxes.md",
        "# Boxes\n\n## Status\n\n- [ ] Proposed\n- [x] Accepted\n- [ ] Rejected\n\n## Context\n\nT.\n",
        "nygard", 9, "Boxes", "accepted",
    ),
    Sample(
        "check boxes, none chosen", "0009-boxes.md",
        "# Boxes\n\n## Status\n\n- [ ] Proposed\n- [ ] Accepted\n\n## Context\n\nT.\n",
        "nygard", 9, "Boxes", None, findings=("status-menu",),
    ),
    Sample(
        "adr-tools before 2.0 (day first)", "0002-x.md", "# 2. X\n\nDate: 12/01/1992\n\n## Status\n\nAccepted\n",
        "nygard", 2, "X", "accepted", "1992-01-12",
    ),
    Sample(
        "dates in words", "0002-x.md", "# 2. X\n\nDate: January 2nd, 2024\n\n## Status\n\nPending review\n",
        "nygard", 2, "X", "Pending review", "2024-01-02",
    ),
    Sample(
        "a date that is none", "0002-x.md", "# 2. X\n\nDate: 2024-02-31\n\n## Status\n\nAccepted\n",
        "nygard", 2, "X", "accepted", None, findings=("date-unread",),
    ),
    Sample(
        "Buildbarn (sections as first-level headings)", "0003-storage.md",
        "# Buildbarn Design Record #3: Storage\n\nAuthor: Ada<br/>\nDate: 2020-01-09\n\n# Context\n\nT.\n",
        "nygard", 3, "Storage", None, "2020-01-09",
    ),
    Sample(
        "underlined headings", "0008-under.md", "8. Underlined\n=============\n\nStatus\n------\n\nRejected\n\nContext\n-------\n\nT.\n",
        "nygard", 8, "Underlined", "rejected",
    ),
    Sample(
        "broken front matter", "0008-broken.md", "---\ntitle: Use: it\nstatus: accepted\n---\n\n# Use: it\n",
        "native", 8, "Use: it", "accepted", findings=("front-matter-broken",),
    ),
    Sample(
        "front matter never closed", "0008-open.md", "---\ntitle: Open\nstatus: accepted\n\n# Open\n",
        "line", 8, "Open", "accepted", findings=("front-matter-unclosed",),
    ),
    Sample("an empty file", "0009-empty-file.md", "", "nygard", 9, "Empty file", None, findings=("no-title",)),
    Sample(
        "a plain line", "0009-line.md", "# Line\n\nStatus: Rejected\nDate: 2020-02-02\n\n## Context\n\nStatus: 200\n",
        "line", 9, "Line", "rejected", "2020-02-02",
    ),
    Sample(
        "archgate", "ARCH-001-api.md",
        "---\nid: ARCH-001\ntitle: API first\ndomain: architecture\nrules: true\nfiles: [\"src/api/**\"]\n---\n\n## Context\n\nT.\n",
        "nygard", 1, "API first", None, affects=("src/api/**",),
    ),
)  # fmt: skip
