"""Prompt and decision records, kept in the repository as Markdown.

The names below are the library; each is imported when it is first used, so that importing `records` costs nothing.

    from records import PhrDraft, Project, create_phr

    project = Project.open(".")
    made = create_phr(project, PhrDraft(title="Fix login", stage="green", prompt="Please fix the login."))
    print(made.record.path)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from records.config import Settings as Settings
    from records.errors import Ambiguous as Ambiguous
    from records.errors import ConfigError as ConfigError
    from records.errors import EditError as EditError
    from records.errors import GitError as GitError
    from records.errors import InvalidInput as InvalidInput
    from records.errors import NotFound as NotFound
    from records.errors import RecordsError as RecordsError
    from records.errors import TemplateError as TemplateError
    from records.errors import WriteError as WriteError
    from records.markdown.yaml_text import text_handler as text_handler
    from records.models.adr_draft import AdrDraft as AdrDraft
    from records.models.diagnostics import Diagnostic as Diagnostic
    from records.models.drafts import Criterion as Criterion
    from records.models.drafts import LinkDraft as LinkDraft
    from records.models.drafts import PhrDraft as PhrDraft
    from records.models.graph import Graph as Graph
    from records.models.links import Link as Link
    from records.models.record import Record as Record
    from records.models.slug import slug as slug
    from records.project import Project as Project
    from records.services.check import check as check
    from records.services.create import create_phr as create_phr
    from records.services.decide import create_adr as create_adr
    from records.services.exporting import export_objects as export_objects
    from records.services.indexing import index as index
    from records.services.linking import link as link
    from records.services.linking import unlink as unlink
    from records.services.query import Catalog as Catalog
    from records.services.query import Filter as Filter
    from records.services.query import list_records as list_records
    from records.services.query import show as show
    from records.services.searching import search as search
    from records.services.starting import start as start
    from records.services.suggest.engine import suggest_diff as suggest_diff
    from records.services.transition import move as move
    from records.services.transition import supersede as supersede

_HOMES = {
    "records.config": ("Settings",),
    "records.errors": (
        "Ambiguous", "ConfigError", "EditError", "GitError", "InvalidInput", "NotFound", "RecordsError",
        "TemplateError", "WriteError",
    ),
    "records.markdown.yaml_text": ("text_handler",),
    "records.models.adr_draft": ("AdrDraft",),
    "records.models.diagnostics": ("Diagnostic",),
    "records.models.drafts": ("Criterion", "LinkDraft", "PhrDraft"),
    "records.models.graph": ("Graph",),
    "records.models.links": ("Link",),
    "records.models.record": ("Record",),
    "records.models.slug": ("slug",),
    "records.project": ("Project",),
    "records.services.check": ("check",),
    "records.services.create": ("create_phr",),
    "records.services.decide": ("create_adr",),
    "records.services.exporting": ("export_objects",),
    "records.services.indexing": ("index",),
    "records.services.linking": ("link", "unlink"),
    "records.services.query": ("Catalog", "Filter", "list_records", "show"),
    "records.services.searching": ("search",),
    "records.services.starting": ("start",),
    "records.services.suggest.engine": ("suggest_diff",),
    "records.services.transition": ("move", "supersede"),
}  # fmt: skip
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted([*_HOME, "__version__"])


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'records' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)
