"""Prompt and decision records, kept in the repository as Markdown.

The names below are the library; each is imported when it is first used, so that importing `records` costs nothing.

    from records import PhrDraft, Project, create_phr

    project = Project.open(".")
    made = create_phr(project, PhrDraft(title="Fix login", stage="green", prompt="Please fix the login."))
    print(made.record.path)
"""

from __future__ import annotations

from records._version import __version__ as __version__

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from typing import Any

    from records.check import check_records as check_records
    from records.errors import Ambiguous as Ambiguous
    from records.errors import ConfigError as ConfigError
    from records.errors import EditError as EditError
    from records.errors import GitError as GitError
    from records.errors import InvalidInput as InvalidInput
    from records.errors import NotFound as NotFound
    from records.errors import RecordsError as RecordsError
    from records.errors import TemplateError as TemplateError
    from records.errors import WriteError as WriteError
    from records.history.finish_phr import finish_phr as finish_phr
    from records.history.index_page import index as index
    from records.history.init import initialise as _initialise
    from records.history.link import link as link
    from records.history.link import unlink as unlink
    from records.history.new_adr import create_adr as create_adr
    from records.history.new_phr import CreatedRecord as CreatedRecord
    from records.history.new_phr import create_phr as create_phr
    from records.history.renumber import renumber as renumber
    from records.history.set_status import set_status as set_status
    from records.history.set_status import supersede as supersede
    from records.interchange.export import export_objects as export_objects
    from records.interchange.import_records import apply as _apply
    from records.interchange.import_records import plan as _plan
    from records.model.diagnostic import Diagnostic as Diagnostic
    from records.model.drafts import AdrDraft as AdrDraft
    from records.model.drafts import Criterion as Criterion
    from records.model.drafts import LinkDraft as LinkDraft
    from records.model.drafts import PhrDraft as PhrDraft
    from records.model.graph import Graph as Graph
    from records.model.kind import Kind as Kind
    from records.model.link import Link as Link
    from records.model.link import Relation as Relation
    from records.model.record import Adr as Adr
    from records.model.record import Phr as Phr
    from records.model.record import Record as Record
    from records.model.severity import Severity as Severity
    from records.model.stage import Stage as Stage
    from records.model.status import Status as Status
    from records.project.catalog import Catalog as Catalog
    from records.project.catalog import Filter as Filter
    from records.project.catalog import list_records as list_records
    from records.project.catalog import show as show
    from records.project.project import Project as Project
    from records.project.project import WorkTreeProject as WorkTreeProject
    from records.project.search import search as search
    from records.project.settings import Settings as Settings
    from records.report.briefing import prime as prime
    from records.report.commit_evidence import commit_evidence as commit_evidence
    from records.report.graph import neighbourhood as _neighbourhood
    from records.report.lessons import lessons as lessons
    from records.report.stats import stats as stats
    from records.review.review import review as _review
    from records.secrets.scanner import scan as _scan
    from records.site.build import build as _build
    from records.suggest.engine import suggest_diff as suggest_diff
    from records.suggest.run import suggest_in as _suggest_in
    from records.text.slug import slug as slug
    from records.trace.disclosure.policy import policy_of as _policy_of
    from records.trace.disclosure.statement import disclose as disclose
    from records.trace.due.list import due as due
    from records.trace.governs.asking import decisions_for as decisions_for
    from records.trace.governs.asking import decisions_for_diff as decisions_for_diff
    from records.trace.requested.change import explain_commit as explain_commit
    from records.trace.status_history import status_history as status_history
    from records.trace.why import annotate as annotate
    from records.trace.why import why as why

    init = _initialise
    apply_import = _apply
    plan_import = _plan
    graph = _neighbourhood
    ci = _review
    find_secrets = _scan
    build_site = _build
    suggest_change = _suggest_in
    disclosure_policy = _policy_of

_HOMES = {
    "records.project.settings": ("Settings",),
    "records.errors": (
        "Ambiguous", "ConfigError", "EditError", "GitError", "InvalidInput", "NotFound", "RecordsError",
        "TemplateError", "WriteError",
    ),
    "records.model.diagnostic": ("Diagnostic",),
    "records.model.severity": ("Severity",),
    "records.model.drafts": ("AdrDraft", "Criterion", "LinkDraft", "PhrDraft"),
    "records.model.graph": ("Graph",),
    "records.model.kind": ("Kind",),
    "records.model.link": ("Link", "Relation"),
    "records.model.record": ("Adr", "Phr", "Record"),
    "records.model.stage": ("Stage",),
    "records.model.status": ("Status",),
    "records.text.slug": ("slug",),
    "records.project.project": ("Project", "WorkTreeProject"),
    "records.check": ("check_records",),
    "records.history.new_phr": ("CreatedRecord", "create_phr"),
    "records.history.new_adr": ("create_adr",),
    "records.interchange.export": ("export_objects",),
    "records.history.index_page": ("index",),
    "records.history.link": ("link", "unlink"),
    "records.project.catalog": ("Catalog", "Filter", "list_records", "show"),
    "records.project.search": ("search",),
    "records.history.init": ("init=initialise",),
    "records.history.finish_phr": ("finish_phr",),
    "records.history.renumber": ("renumber",),
    "records.report.stats": ("stats",),
    "records.report.briefing": ("prime",),
    "records.report.commit_evidence": ("commit_evidence",),
    "records.report.graph": ("graph=neighbourhood",),
    "records.report.lessons": ("lessons",),
    "records.trace.disclosure.policy": ("disclosure_policy=policy_of",),
    "records.trace.disclosure.statement": ("disclose",),
    "records.trace.due.list": ("due",),
    "records.trace.requested.change": ("explain_commit",),
    "records.trace.status_history": ("status_history",),
    "records.interchange.import_records": ("apply_import=apply", "plan_import=plan"),
    "records.secrets.scanner": ("find_secrets=scan",),
    "records.suggest.run": ("suggest_change=suggest_in",),
    "records.review.review": ("ci=review",),
    "records.site.build": ("build_site=build",),
    "records.trace.governs.asking": ("decisions_for", "decisions_for_diff"),
    "records.trace.why": ("annotate", "why"),
    "records.suggest.engine": ("suggest_diff",),
    "records.history.set_status": ("set_status", "supersede"),
}  # fmt: skip
_HOME = {
    name.partition("=")[0]: (module, name.rpartition("=")[2])
    for module, names in _HOMES.items()
    for name in names
}

__all__ = sorted([*_HOME, "__version__"])


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(_no_attribute(name))
    from importlib import import_module

    module, attribute = _HOME[name]
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def _no_attribute(name: str) -> str:
    """Say that there is no such name; and why, where the other project `records` is in this environment too."""
    from records.distributions import explanation, other_version

    message = f"module 'records' has no attribute {name!r}"
    other = None if name.startswith("__") else other_version()
    return f"{message}: {'; '.join(explanation(other))}" if other else message


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)
