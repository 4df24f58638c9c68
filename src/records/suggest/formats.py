"""Format a report: an explanation of the score, Markdown, GitHub Actions commands, SARIF 2.1.0."""

from __future__ import annotations

from records._version import __version__
from records.suggest.engine import Report
from records.suggest.evidence import Evidence
from records.suggest.suggestion import Suggestion
from records.text.forge_formats import sarif_log, workflow_command
from records.text.markdown_escape import escape_code, escape_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.suggest.answers import Explanation, PointAnswer


def in_words(score: float) -> str:
    """Return a score as a word that people can act on."""
    if score >= 0.85:
        return "very likely"
    if score >= 0.7:
        return "likely"
    return "worth a look" if score >= 0.5 else "possible"


def explanation(report: Report) -> Explanation:
    """Return how the score of the whole change came about, as a JSON object."""
    first: dict[str, str] = {}
    for evidence in report.analysis.evidence:
        first.setdefault(evidence.signal, evidence.why)
    points: list[PointAnswer] = [
        {"feature": name, "points": round(value, 3), "why": first.get(name.rstrip("+~"), "")}
        for name, value in _points_by_size(report)
    ]
    return {"points": points, "set_aside": list(report.set_aside), "notes": list(report.notes)}


def explanation_lines(report: Report) -> list[str]:
    """Return how the score came about, as lines for people."""
    out = [f"score {report.analysis.score:.2f}, threshold {report.threshold:.2f}"]
    out += list(report.notes)
    first: dict[str, str] = {}
    for evidence in report.analysis.evidence:
        where = f" ({evidence.path}:{evidence.line})" if evidence.path else ""
        first.setdefault(evidence.signal, evidence.why + where)
    for name, value in _points_by_size(report):
        more = {"+": "more of the same", "~": "and the change is small"}.get(name[-1:], "")
        why = first.get(name, more)
        out.append(f"  {value:+.2f}  {name:28s} {why}".rstrip())
    without_weight = sorted({e.signal for e in report.analysis.evidence} - report.analysis.points.keys())
    if without_weight:
        out.append(f"seen, but without weight: {', '.join(without_weight)}")
    below = [s for s in report.suggestions if s.score < report.threshold]
    out += [f"below the threshold: {s.title} ({s.score:.2f})" for s in below]
    out += [f"set aside: {reason}" for reason in report.set_aside]
    return out


def _points_by_size(report: Report) -> list[tuple[str, float]]:
    points = report.analysis.points.items()
    return sorted(points, key=lambda item: (-abs(item[1]), item[0]))


def markdown(report: Report) -> list[str]:
    """Return the suggestions as Markdown; one line when there is none."""
    if not report.above_threshold:
        reason = "; ".join(report.set_aside) or "no decision that needs a record was found"
        return [f"No decision record suggested for `{escape_code(report.range)}`: {escape_text(reason)}."]
    out = ["### Decisions that deserve a record", ""]
    for number, suggestion in enumerate(report.above_threshold, 1):
        score = f"{in_words(suggestion.score)}, {suggestion.score:.2f}"
        out.append(f"{number}. **{escape_text(suggestion.title)}** ({score})")
        for heading in ("impact", "alternatives", "scope"):
            for evidence in suggestion.visible(heading)[0]:
                side = " (before)" if evidence.side == "old" else ""
                place = f"{escape_code(evidence.path)}:{evidence.line}"
                out.append(f"   - {heading}: {escape_text(evidence.why)} — `{place}`{side}")
        if suggestion.supersedes:
            out.append(f"   - supersedes {', '.join(suggestion.supersedes)}?")
    out += [
        "",
        "Write it with `records adr suggest --create 1`, or say `ADR: none (reason)` in a commit message.",
    ]
    out += [f"Set aside: {escape_text(reason)}." for reason in report.set_aside]
    related = [f"{record.ref} ({escape_text(record.title)})" for record in report.unnamed_related[:3]]
    return [*out, f"Related records: {', '.join(related)}."] if related else out


def github(report: Report) -> list[str]:
    """Return the suggestions as workflow commands: a notice at the first place of each."""
    out = []
    for suggestion in report.above_threshold:
        places = [e for e in suggestion.evidence if e.path and e.side == "new"]
        where: dict[str, str | int] = (
            {"file": places[0].path, "line": max(1, places[0].line)} if places else {}
        )
        reasons = "; ".join(dict.fromkeys(e.why for e in suggestion.evidence if e.path))[:400]
        text = f"{suggestion.title} ({in_words(suggestion.score)}, {suggestion.score:.2f}). {reasons}"
        out.append(workflow_command("notice", text, **where, title="A decision that deserves a record"))
    return out


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
    results = [_result(suggestion) for suggestion in report.above_threshold]
    return sarif_log({"version": __version__, "rules": [rule]}, results)


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
    from urllib.parse import quote

    place = {
        "artifactLocation": {"uri": quote(evidence.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": max(1, evidence.line)},
    }
    out: dict[str, Any] = {"physicalLocation": place}
    if with_message:
        out["message"] = {"text": evidence.why}
    return out
