"""The figures of `stats` as a picture: one SVG without scripts, the same bytes for the same figures."""

from __future__ import annotations

from html import escape

from records.report.stats import share

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.report.stats import Stats

_WIDTH, _ROW, _LABEL, _BAR = 720, 26, 200, 320
_SHADES = {
    "accepted": "#3f9a57", "proposed": "#c9a227", "draft": "#c9a227", "rejected": "#c0504d",
    "deprecated": "#9aa0a6", "superseded": "#9aa0a6",
}  # fmt: skip
_PLAIN = "#4a7fc1"


def picture(stats: Stats) -> str:
    """Bars for coverage and for the statuses of decisions, with the figures beside them."""
    rows: list[tuple[str, int, int, str]] = []
    if stats.commits:
        rows.append(("commits with a record", stats.recorded, stats.commits, _PLAIN))
    if stats.turns:
        rows.append(("turns recorded or folded", stats.turns_recorded, stats.turns, _PLAIN))
    all_decisions = sum(stats.statuses.values())
    rows.extend(
        (f"decisions {status}", count, all_decisions, _SHADES.get(status, _PLAIN))
        for status, count in stats.statuses.items()
    )
    height = _ROW * max(1, len(rows)) + 16
    body = "".join(_bar(row_number, *row) for row_number, row in enumerate(rows))
    title = "; ".join(f"{label}: {count} of {total}" for label, count, total, _ in rows) or "no figures yet"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="13" fill="currentColor">'
        f"<title>{escape(title)}</title>{body}</svg>\n"
    )


def _bar(row_number: int, label: str, count: int, total: int, shade: str) -> str:
    top = 8 + row_number * _ROW
    full = round(_BAR * count / total) if total else 0
    return (
        f'<text x="{_LABEL - 10}" y="{top + 15}" text-anchor="end">{escape(label)}</text>'
        f'<rect x="{_LABEL}" y="{top + 3}" width="{_BAR}" height="16" rx="3" fill="#8884"/>'
        f'<rect x="{_LABEL}" y="{top + 3}" width="{full}" height="16" rx="3" fill="{shade}"/>'
        f'<text x="{_LABEL + _BAR + 10}" y="{top + 15}">{escape(share(count, total))}</text>'
    )
