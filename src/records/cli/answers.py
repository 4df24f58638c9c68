"""Which model describes the JSON of which command, the settings and the drafts."""

from __future__ import annotations

from records.cli.command_table import load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ANSWERS: dict[str, str] = {
    "adr for": "records.trace.answers:GoverningDecisions",
    "adr init": "records.history.answers:CreatedPath",
    "adr link": "records.project.answers:PathList",
    "adr list": "records.project.answers:PathList",
    "adr new": "records.model.answer:RecordAnswer",
    "adr suggest": "records.suggest.answers:SuggestReport",
    "agents status": "records.install.answers:AgentList",
    "capture doctor": "records.capture.answers:DoctorAnswer",
    "capture import": "records.capture.answers:TurnList",
    "capture log": "records.capture.answers:LedgerLog",
    "capture status": "records.capture.answers:CaptureStatus",
    "capture sync": "records.capture.answers:SyncAnswer",
    "capture verify": "records.capture.answers:VerifyAnswer",
    "check": "records.check.answers:CheckResult",
    "ci": "records.review.answers:ReviewAnswer",
    "due": "records.trace.answers:DueAnswer",
    "disclose": "records.trace.answers:DisclosureAnswer",
    "adr show": "records.model.answer:RecordDetail",
    "config show": "records.project.answers:SettingList",
    "doctor": "records.capture.answers:DoctorAnswer",
    "graph": "records.report.answers:GraphAnswer",
    "hooks check": "records.trace.answers:TrailerProblems",
    "hooks install": "records.install.answers:HookList",
    "hooks status": "records.install.answers:HookList",
    "hooks uninstall": "records.install.answers:HookList",
    "import": "records.interchange.answers:ImportAnswer",
    "index": "records.history.answers:IndexAnswer",
    "init": "records.history.answers:InitAnswer",
    "lessons": "records.report.answers:LessonsAnswer",
    "link": "records.history.answers:LinkResult",
    "list": "records.project.answers:RecordList",
    "org add": "records.org.answers:EntryList",
    "org check": "records.org.answers:OrgCheckResult",
    "org fetch": "records.org.answers:FetchList",
    "org index": "records.org.answers:IndexedAnswer",
    "org copy": "records.org.service.answers:CopyAnswer",
    "org key create": "records.org.service.answers:NewKeyAnswer",
    "org key list": "records.org.service.answers:KeyList",
    "org key revoke": "records.org.service.answers:KeyAnswer",
    "org list": "records.org.answers:RepositoryList",
    "org search": "records.org.answers:OrgSearchResult",
    "org show": "records.org.answers:OrgRecordDetail",
    "org site build": "records.site.answers:BuildAnswer",
    "org stats": "records.org.answers:OrgStats",
    "org remove": "records.org.answers:EntryList",
    "phr list": "records.project.answers:RecordList",
    "phr show": "records.model.answer:RecordDetail",
    "templates list": "records.history.answers:TemplateList",
    "phr finish": "records.model.answer:RecordDetail",
    "phr new": "records.model.answer:RecordDetail",
    "prime": "records.report.answers:BriefingAnswer",
    "renumber": "records.history.answers:RenumberAnswer",
    "rules": "records.check.answers:RuleList",
    "search": "records.project.answers:SearchResult",
    "show": "records.model.answer:RecordDetail",
    "site build": "records.site.answers:BuildAnswer",
    "spec-kit create-adr": "records.interchange.answers:ScriptAnswer",
    "spec-kit create-phr": "records.interchange.answers:ScriptAnswer",
    "stats": "records.report.answers:StatsAnswer",
    "why": "records.trace.answers:WhyAnswer",
    "why --commit": "records.trace.answers:CommitAnswer",
    "why --all": "records.trace.answers:AnnotatedFile",
}
"""The model of each command's `--json` output."""

INPUTS: dict[str, str] = {
    "settings": "records.project.settings:Settings",
    "phr draft": "records.model.drafts:PhrDraft",
    "adr draft": "records.model.drafts:AdrDraft",
}
"""The type of each document that records reads."""


def schema_names() -> list[str]:
    """Return the names that `json_schema` knows, sorted."""
    return sorted({**ANSWERS, **INPUTS})


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an answer, the settings or a draft.

    Args:
        name: a key of `ANSWERS` or `INPUTS`.

    Raises:
        KeyError: there is no such document.
    """
    if name == "settings":
        from records.project.settings_file import settings_schema

        return settings_schema()
    mode = "serialization" if name in ANSWERS else "validation"
    schema: dict[str, Any] = type_adapter(name).json_schema(mode=mode, by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def type_adapter(name: str) -> Any:
    """Return the pydantic type adapter of a document; raises as `json_schema` does."""
    from pydantic import TypeAdapter

    return TypeAdapter(load({**ANSWERS, **INPUTS}[name]))
