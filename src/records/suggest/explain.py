"""Say how a score came about: every signal with its weight, and what was set aside."""

from __future__ import annotations

from typing import Any

from records.suggest.engine import Report


def in_words(score: float) -> str:
    """Return a score as a word that people can act on."""
    if score >= 0.85:
        return "very likely"
    if score >= 0.7:
        return "likely"
    return "worth a look" if score >= 0.5 else "possible"


def explanation(report: Report) -> dict[str, Any]:
    """Return how the score of the whole change came about, as a JSON object."""
    first: dict[str, str] = {}
    for evidence in report.analysis.evidence:
        first.setdefault(evidence.signal, evidence.why)
    points = [
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
