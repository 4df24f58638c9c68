"""Say what is meant where a word that should be a path is something else."""

from __future__ import annotations

from records.check.rules import RULES
from records.git.refs import commit_ids
from records.project.catalog import Catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project


def explain_word(project: Project, word: str) -> str:
    """Return what to type where a word that should be a path is a rule, a record or a revision; else nothing."""
    if any(word.casefold() in (rule.id.casefold(), rule.name) for rule in RULES):
        return f"records rules {word} explains the rule"
    if found := Catalog(project.store.scan()).graph.references.matches(word):
        return f"records check {' '.join(record.path for record in found[:3])}"
    start = word.partition("..")[0]
    git = project.git()
    if git is not None and any(commit_ids(git, [start])):
        return f"records check --against {start}"
    return ""
