"""Suggestions as Markdown for a comment on a pull request, and as commands of GitHub Actions."""

from __future__ import annotations

from records.suggest.engine import Report
from records.suggest.explain import in_words
from records.text.escape import code, safe


def markdown(report: Report) -> list[str]:
    """Return the suggestions as Markdown; one line when there is none."""
    if not report.above_threshold:
        reason = "; ".join(report.set_aside) or "no decision that needs a record was found"
        return [f"No decision record suggested for `{code(report.range)}`: {safe(reason)}."]
    out = ["### Decisions that deserve a record", ""]
    for number, suggestion in enumerate(report.above_threshold, 1):
        score = f"{in_words(suggestion.score)}, {suggestion.score:.2f}"
        out.append(f"{number}. **{safe(suggestion.title)}** ({score})")
        for heading in ("impact", "alternatives", "scope"):
            for evidence in suggestion.visible(heading)[0]:
                side = " (before)" if evidence.side == "old" else ""
                place = f"{code(evidence.path)}:{evidence.line}"
                out.append(f"   - {heading}: {safe(evidence.why)} — `{place}`{side}")
        if suggestion.supersedes:
            out.append(f"   - supersedes {', '.join(suggestion.supersedes)}?")
    out += [
        "",
        "Write it with `records adr suggest --create 1`, or say `ADR: none (reason)` in a commit message.",
    ]
    out += [f"Set aside: {safe(reason)}." for reason in report.set_aside]
    return out


def github(report: Report) -> list[str]:
    """Return the suggestions as workflow commands: a notice at the first place of each."""
    out = []
    for suggestion in report.above_threshold:
        places = [e for e in suggestion.evidence if e.path and e.side == "new"]
        where = f"file={_property(places[0].path)},line={max(1, places[0].line)}," if places else ""
        reasons = "; ".join(dict.fromkeys(e.why for e in suggestion.evidence if e.path))[:400]
        text = f"{suggestion.title} ({in_words(suggestion.score)}, {suggestion.score:.2f}). {reasons}"
        out.append(f"::notice {where}title=A decision that deserves a record::{_data(text)}")
    return out


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
