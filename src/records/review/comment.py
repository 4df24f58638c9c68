"""A review as the Markdown of one comment: short, the same bytes for the same change, nothing in it rings a bell."""

from __future__ import annotations

from records.text.markdown_escape import escape_code, escape_text
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.review.review import Review

MARK = "<!-- records -->"
_MOST = 20


def markdown(review: Review) -> str:
    """The comment: its mark (by which the next run finds it), figures, and what a reviewer is asked to look at."""
    parts = [
        _figures(review),
        *filter(
            None,
            (
                _problems(review),
                _suggestions(review),
                _decisions(review),
                _statuses(review),
                _requested(review),
                _due(review),
                _bare(review),
                _disclosure(review),
            ),
        ),
    ]
    return "\n\n".join([MARK, "## Records", *parts]) + "\n"


def _figures(review: Review) -> str:
    check, cover = review.checked, review.coverage
    rows = [
        ("Records checked", f"{check.checked}: {counted(check.count('error'), 'error')}, "
                            f"{counted(check.count('warning'), 'warning')}"),
        ("Decisions that deserve a record", str(len(review.suggested.above_threshold))),
        ("Accepted decisions that govern this change", str(len(review.governing.records))),
        ("Agents' commits with a prompt record", _share(len(cover.agents) - len(cover.bare), len(cover.agents))),
    ]  # fmt: skip
    if cover.waivers:
        reasons = "; ".join(escape_text(reason) for reason in cover.waivers[:5])
        rows.append(("Waived with `ADR: none`", f"{len(cover.waivers)}: {reasons}"))
    return "\n".join(["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows)])


def _problems(review: Review) -> str:
    problems = [problem for problem in review.problems if problem.severity != "info"]
    lines = [
        f"- {problem.severity} **{problem.rule}** `{escape_code(problem.path)}:{problem.line}` "
        + escape_text(problem.message)
        + (f" — {escape_text(problem.hint)}" if problem.hint else "")
        for problem in problems
    ]
    rest = review.elsewhere
    more = f"{counted(rest, 'finding')} from before this change: `records check`" if rest else ""
    return "\n\n".join(filter(None, (_section("Problems", lines) if lines else "", more)))


def _suggestions(review: Review) -> str:
    lines: list[str] = []
    for number, suggestion in enumerate(review.suggested.above_threshold[:5], 1):
        lines.append(f"{number}. **{escape_text(suggestion.title)}** ({suggestion.score:.2f})")
        for heading in ("impact", "alternatives", "scope"):
            for evidence in suggestion.under(heading)[:3]:
                lines.append(
                    f"   - {heading}: {escape_text(evidence.why)} `{escape_code(evidence.path)}:{evidence.line}`"
                )
    if not lines:
        return ""
    how = "Write it with `records adr suggest --create 1`, or say `ADR: none (reason)` in a commit message."
    return _section("Decisions that deserve a record", lines, len(lines)) + f"\n\n{how}"


def _decisions(review: Review) -> str:
    names: dict[str, list[str]] = {}
    for file in review.governing.files:
        for bond in file.bonds:
            names.setdefault(bond.record.key, []).append(f"`{escape_code(review.outer(file.path))}`")
    lines = []
    for record in review.governing.records:
        paths = list(dict.fromkeys(names.get(record.key, [])))
        more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
        lines.append(
            f"- **{escape_text(record.ref)}** {escape_text(record.title)}: {', '.join(paths[:3])}{more}".rstrip(
                ": "
            )
        )
    for removal in review.governing.broken:
        lines.append(
            f"- ⚠️ **{escape_text(removal.record.ref)}** names `{escape_code(review.outer(removal.path))}`, which goes: "
            + escape_text(removal.reason)
        )
    return _section("Decisions that govern this change", lines) if lines else ""


def _bare(review: Review) -> str:
    lines = [f"- `{commit.id[:10]}` {escape_text(commit.subject)}" for commit in review.coverage.bare]
    how = "Record them with `records phr new`, or let `records capture install AGENT` do it from now on."
    return _section("Agents' commits without a prompt record", lines) + f"\n\n{how}" if lines else ""


def _statuses(review: Review) -> str:
    lines = [f"- {escape_text(step.describe())}" for step in review.checked.statuses]
    return _section("Statuses that this change sets", lines) if lines else ""


def _requested(review: Review) -> str:
    lines = [
        f"- `{escape_code(gap.path)}:{gap.line}` {escape_text(gap.describe())}: `{escape_code(gap.quote)}`"
        for gap in review.requested
    ]
    return _section("Requested versus changed", lines) if lines else ""


def _due(review: Review) -> str:
    lines = [
        f"- `{escape_code(review.outer(item.path))}:{item.line}` {escape_text(item.describe())}"
        for item in review.due
    ]
    return _section("Due in what this change touches", lines) if lines else ""


def _disclosure(review: Review) -> str:
    lines = [
        f"- {f'`{commit.id[:10]}` ' if commit else ''}**{finding.code}**: {escape_text(finding.message)}"
        for commit, finding in review.disclosure.problems
    ]
    if not lines:
        return ""
    how = f"Policy `{review.disclosure.policy.name}`; `records disclose` prints what it requires."
    return _section("Disclosure of agents", lines) + f"\n\n{how}"


def _section(title: str, lines: list[str], most: int = _MOST) -> str:
    return "\n".join([f"### {title}", "", *_cut(lines, most)])


def _cut(lines: list[str], most: int) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"- and {len(lines) - most} more"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole else "no commit says that an agent wrote it"
