"""A drafted decision is written in the form of its log."""

from __future__ import annotations

import re

import pytest

from records.history.body_sections import decision_of, with_sections
from suggest_help import replace_cache

LOGS = {
    "nygard": (
        "# {0}. Choice {0}\n\nDate: 2024-01-0{0}\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\ny\n\n"
        "## Consequences\n\nz\n",
        ["Status", "Context", "Decision", "Consequences", "References", "Open questions"],
    ),
    "madr": (
        "---\nstatus: accepted\ndate: 2024-01-0{0}\n---\n\n# Choice {0}\n\n## Context and Problem Statement\n\nx\n\n"
        "## Decision Drivers\n\n* d\n\n## Considered Options\n\n* a\n* b\n\n## Decision Outcome\n\na\n\n"
        "### Consequences\n\n* good\n\n## More Information\n\nm\n",
        [
            "Context and Problem Statement", "Decision Drivers", "Considered Options", "Decision Outcome",
            "Consequences", "More Information", "Open questions",
        ],
    ),
    "german": (
        "# ADR-00{0}: Wahl {0}\n\n## Status\n\nakzeptiert\n\n## Kontext\n\nx\n\n## Optionen\n\n- a\n\n## Entscheidung\n\n"
        "y\n\n## Konsequenzen\n\nz\n\n## Offene Fragen\n\nq\n",
        ["Status", "Kontext", "Optionen", "Entscheidung", "Konsequenzen", "Offene Fragen", "References"],
    ),
    "status last": (
        "# {0} - Choice {0}\n\n## Decision\n\ny\n\n## Why (background)\n\nx\n\n## Impact\n\nz\n\n## Status\n\nAccepted\n",
        ["Decision", "Why (background)", "Impact", "Status", "References", "Open questions"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("log", LOGS)
def test_a_suggestion_is_drafted_under_the_headings_of_the_log(run, repo, log):
    """Context, options, decision and consequences go under the log's own headings; open questions come last."""
    text, expected = LOGS[log]
    for number in (1, 2, 3):
        repo.write(f"docs/adr/000{number}-choice-{number}.md", text.format(number))
    replace_cache(repo)
    draft = repo.read(run("adr", "suggest", "--create").out.strip())
    headings = re.findall(r"(?m)^#{2,3} (.+)$", draft)
    assert headings == expected
    sections = dict(re.findall(r"(?ms)^#{2,3} ([^\n]+)\n\n(.*?)(?=\n\n#|\Z)", draft))
    context = next(s for name, s in sections.items() if re.search("Kontext|Context|background", name))
    decision = next(
        s for name, s in sections.items() if re.fullmatch("Entscheidung|Decision( Outcome)?", name)
    )
    assert "> Sessions have to outlive a restart." in context
    assert decision == "Replace memcached with Redis."
    options = next((s for name, s in sections.items() if "Option" in name), context)
    assert "- Redis (the change adds it)\n- Memcached (the change removes it)" in options.replace("* ", "- ")
    assert "**Open question:**" in sections.get("Open questions", sections.get("Offene Fragen"))


def test_a_template_of_the_log_is_filled_in(run, repo):
    """The hints of the log's own template give way to what the draft says; what it does not say stays asked."""
    repo.write(
        "docs/adr/template.md",
        "# NUMBER. TITLE\n\nStatus: STATUS\n\n## Background\n\n[why]\n\n## Decision\n\n[what]\n\n## Rollout\n\n[when]\n",
    )
    repo.write(
        "docs/adr/0001-a.md",
        "# 1. A\n\nStatus: Accepted\n\n## Background\n\nx\n\n## Decision\n\ny\n\n## Rollout\n\nz\n",
    )
    repo.write("requirements.txt", "flask==3.0\n")
    repo.commit("Begin")
    repo.write("requirements.txt", "flask==3.0\nredis==5.0\n")
    repo.write("app/cache.py", "import redis\n")
    repo.commit("Cache in Redis")
    draft = repo.read(run("adr", "suggest", "--create", "--threshold", "0").out.strip())
    assert "[why]" not in draft
    assert "[what]" not in draft
    assert "## Decision\n\nCache in Redis.\n\n## Rollout\n\n[when]\n\n## Consequences\n" in draft


BODY = "## Context\n\nc\n\n## Options found in the change\n\n- o\n\n## Decision\n\nd\n\n## Open questions\n\n- q\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# T\n", f"# T\n\n{BODY}"),
        ("# T\n\n## Context\n", "# T\n\n## Context\n\nc\n\nOptions found in the change:\n\n- o\n\n## Decision\n\nd\n\n"
         "## Open questions\n\n- q\n"),
        ("# Decision T\n\n### Alternatives\n\n### Decision drivers\n\nx\n\n### Solution\n\nhint\n\n#### Risks\n\nr\n",
         "# Decision T\n\n### Alternatives\n\n- o\n\n### Decision drivers\n\nx\n\n### Solution\n\nd\n\n#### Risks\n\nr\n\n"
         "### Context\n\nc\n\n### Open questions\n\n- q\n"),
        ("# T\n\n## Decision summary and scope\n\ns\n\n## Decision\n\n## Decision date\n\n2024-01-01\n",
         "# T\n\n## Decision summary and scope\n\ns\n\n## Decision\n\nd\n\n## Decision date\n\n2024-01-01\n\n"
         "## Context\n\nc\n\n## Options found in the change\n\n- o\n\n## Open questions\n\n- q\n"),
    ],
)  # fmt: skip
def test_sections_go_under_the_headings_that_a_text_has(text, expected):
    """A part without a heading is added at the end; options without one close the context."""
    assert with_sections(text, BODY, "T") == expected


@pytest.mark.parametrize(
    ("body", "decision"),
    [
        ("## Context\n\nx\n\n## Decision\n\nWe keep bees.\n\n## Consequences\n\nz\n", "We keep bees."),
        (
            "## Decision Drivers\n\n* d\n\n## Decision Outcome\n\nChosen: a\n\n### Consequences\n\n* c\n",
            "Chosen: a",
        ),
        ("## Kontext\n\nx\n\n## Entscheidung\n\n<!-- kurz -->\nWir halten Bienen.\n", "Wir halten Bienen."),
        ("## Decision\n\nThe change that we're proposing or have agreed to implement.\n", ""),
        ("## Why\n\nx\n\n## What\n\ny\n", ""),
        ("We keep bees.\n", ""),
    ],
)
def test_what_was_decided_is_taken_from_its_section(body, decision):
    """Sections beside it, comments and what a template came with are left out."""
    assert decision_of(f"# 7. Bees\n\n## Status\n\nAccepted\n\n{body}", "Bees") == decision
