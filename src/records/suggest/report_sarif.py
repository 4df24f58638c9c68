"""Suggestions as SARIF 2.1.0, which code-scanning pages read."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from records._version import __version__
from records.suggest.engine import Report
from records.suggest.evidence import Evidence
from records.suggest.suggestion import Suggestion

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_RULE = "decision-without-record"


def sarif(report: Report) -> dict[str, Any]:
    """Return the suggestions as one SARIF log."""
    rule = {
        "id": _RULE,
        "name": "DecisionWithoutRecord",
        "shortDescription": {"text": "A change holds a decision that has no record."},
        "help": {"text": "Run `records adr suggest --create`, or say `ADR: none (reason)` in the message."},
        "defaultConfiguration": {"level": "note"},
    }
    driver = {"name": "records", "version": __version__, "rules": [rule]}
    results = [_result(suggestion) for suggestion in report.above_threshold]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(suggestion: Suggestion) -> dict[str, Any]:
    places = [e for e in suggestion.evidence if e.path and e.side == "new"] or [
        e for e in suggestion.evidence if e.path
    ]
    result: dict[str, Any] = {
        "ruleId": _RULE,
        "ruleIndex": 0,
        "level": "note",
        "message": {"text": f"{suggestion.title} (score {suggestion.score:.2f})"},
        "rank": round(suggestion.score * 100, 2),
    }
    if places:
        result["locations"] = [_location(places[0])]
        result["relatedLocations"] = [_location(e, with_message=True) for e in places[1:10]]
    return result


def _location(evidence: Evidence, *, with_message: bool = False) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": quote(evidence.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": max(1, evidence.line)},
    }
    out: dict[str, Any] = {"physicalLocation": place}
    if with_message:
        out["message"] = {"text": evidence.why}
    return out
