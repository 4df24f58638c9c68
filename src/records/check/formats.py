"""Write a report for other programs: JSON, GitHub, SARIF, GitLab, JUnit — the same findings in each.

Sources: SARIF 2.1.0 (OASIS); GitHub workflow commands (docs.github.com, "Workflow commands"); GitLab code quality
report format (docs.gitlab.com); JUnit XML as Jenkins' junit-10.xsd has it.
"""

from __future__ import annotations

from records._version import __version__
from records.check.known_findings import digest, fingerprint
from records.check.rules import RULES
from records.encoding import replace_surrogates
from records.text.data_text import readable_json
from records.text.forge_formats import sarif_log, workflow_command
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from records.check.report import Report
    from records.model.diagnostic import Diagnostic

_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_GITHUB_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_GITLAB_LEVELS = {"error": "major", "warning": "minor", "info": "info"}


def as_json(report: Report) -> str:
    """One array of findings, as `design/cli` shows them."""
    return _to_json([diagnostic.as_json() for diagnostic in report.diagnostics])


def as_github(report: Report) -> str:
    """One workflow command a finding: GitHub shows it beside the line."""
    lines = []
    for diagnostic in report.diagnostics:
        lines.append(
            workflow_command(
                _GITHUB_LEVELS[diagnostic.severity],
                _sentence(diagnostic),
                file=diagnostic.path,
                line=diagnostic.line,
                col=diagnostic.column,
                title=f"{diagnostic.rule} {_name(diagnostic.rule)}",
            )
        )
    return "".join(f"{line}\n" for line in lines)


def as_sarif(report: Report) -> str:
    """One SARIF 2.1.0 log with one run; every rule is described, also those that found nothing."""
    index = {rule.id: number for number, rule in enumerate(RULES)}
    driver = {
        "semanticVersion": __version__,
        "rules": [
            {
                "id": rule.id,
                "name": rule.name,
                "shortDescription": {"text": rule.name.replace("-", " ")},
                "fullDescription": {"text": rule.explanation},
                "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity], "enabled": not rule.opt_in},
            }
            for rule in RULES
        ],
    }
    results = [_sarif_result(diagnostic, index) for diagnostic in report.diagnostics]
    return _to_json(sarif_log(driver, results))


def _sarif_result(diagnostic: Diagnostic, index: dict[str, int]) -> dict[str, Any]:
    from urllib.parse import quote

    result: dict[str, Any] = {"ruleId": diagnostic.rule}
    if diagnostic.rule in index:
        result["ruleIndex"] = index[diagnostic.rule]
    result |= {
        "level": _SARIF_LEVELS[diagnostic.severity],
        "message": {"text": replace_surrogates(_sentence(diagnostic))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(diagnostic.path, errors="surrogateescape")},
                    "region": {"startLine": diagnostic.line, "startColumn": diagnostic.column},
                }
            }
        ],
        "partialFingerprints": {"recordsFinding/v1": fingerprint(diagnostic)},
    }
    return result


def as_gitlab(report: Report) -> str:
    """GitLab's code quality report: one array."""
    counts: dict[str, int] = {}
    rows = []
    for diagnostic in report.diagnostics:
        mark = fingerprint(diagnostic)
        counts[mark] = counts.get(mark, 0) + 1
        rows.append(
            {
                "description": replace_surrogates(_sentence(diagnostic)),
                "check_name": diagnostic.rule,
                "fingerprint": mark if counts[mark] == 1 else digest(f"{mark} {counts[mark]}"),
                "severity": _GITLAB_LEVELS[diagnostic.severity],
                "location": {
                    "path": replace_surrogates(diagnostic.path),
                    "lines": {"begin": diagnostic.line},
                },
            }
        )
    return _to_json(rows)


def as_junit(report: Report) -> str:
    """JUnit XML: an error is a failed case, a warning or a remark a passed one that says so."""
    from xml.sax.saxutils import escape, quoteattr

    cases = []
    for diagnostic in report.diagnostics:
        name = quoteattr(_xml(f"{diagnostic.rule} {diagnostic.path}:{diagnostic.line}:{diagnostic.column}"))
        text = _xml(_sentence(diagnostic))
        if diagnostic.severity == "error":
            inner = (
                f'<failure message={quoteattr(text)} type="{diagnostic.severity}">{escape(text)}</failure>'
            )
        else:
            inner = f"<system-out>{escape(f'{diagnostic.severity}: {text}')}</system-out>"
        cases.append(f'    <testcase classname="{diagnostic.rule}" name={name}>{inner}</testcase>\n')
    if not cases:
        checked = counted(report.checked, "record")
        cases = [f'    <testcase classname="records" name="{checked} checked"/>\n']
    counts = f'tests="{len(cases)}" failures="{report.count("error")}" errors="0"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites {counts}>\n  <testsuite name="records check" {counts}>\n'
        + "".join(cases)
        + "  </testsuite>\n</testsuites>\n"
    )


def _sentence(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.message} — {diagnostic.hint}" if diagnostic.hint else diagnostic.message


def _name(rule_id: str) -> str:
    return next((rule.name for rule in RULES if rule.id == rule_id), "")


def _xml(text: str) -> str:
    """Text without the characters that XML 1.0 forbids."""
    return "".join(
        sign
        if sign in "\t\n\r" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign > "\uffff"
        else "?"
        for sign in text
    )


def _to_json(value: Any) -> str:
    return readable_json(value) + "\n"


FORMATS: dict[str, Callable[[Report], str]] = {
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "gitlab": as_gitlab,
    "junit": as_junit,
}
