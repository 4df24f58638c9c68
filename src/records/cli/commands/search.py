"""`records search`."""

from __future__ import annotations

from records.cli.columns import shorten
from records.cli.filters import FILTERS, make_filter
from records.cli.invocation import look, project_at
from records.cli.notes import note_unread_decisions
from records.cli.output import echo, echo_wrapped, note, print_json, style, terminal_width
from records.cli.spec import AT, JSON, Parameter, command

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from records.project.search import StoredHit


@command(
    "search",
    Parameter("words", multiple=True, required=True),
    *FILTERS,
    Parameter(
        "limit",
        "-n",
        "--limit",
        minimum=1,
        is_number=True,
        default=20,
        show_default=True,
        help="Show at most N.",
    ),
    AT,
    JSON,
)
def search(*, words: tuple[str, ...], limit: int, at: str | None, as_json: bool, **options: Any) -> None:
    r"""Search the full text of all records, best first.

    Words must all occur; "a phrase", prefix* and OR are understood, and -word, within quotes, must not occur.
    Conditions may stand among the words: kind:adr status:accepted stage:green feature:NAME label:NAME since:DATE
    until:DATE file:PATH. Where no record holds the whole words, those with words that begin so are listed.

    \b
    Examples:
      records search cache redis
      records search '"session token" OR jwt' --kind adr
    """
    from records.project.search import as_prefixes, search_stored

    query = " ".join(words)
    may_be_plain = not any(sign in f" {query}" for sign in (":", " -"))
    is_plain = may_be_plain and not (at or as_json or any(options.values()))
    seen = look() if is_plain else None
    hits: Sequence[StoredHit] = (search_stored(seen, query, limit) or ()) if seen else ()
    if not hits:
        from records.project.query import parse_query
        from records.project.search import search as find

        project = project_at(at)
        parsed = parse_query(query)
        if parsed.conditions or parsed.has_negations:
            query = parsed.expression
            options |= {name: options[name] or text for name, text in parsed.conditions.items()}
        filters = make_filter(options, project)
        found = find(project, query, filters, limit=limit)
        if not found and (prefixes := as_prefixes(query)):
            found = find(project, prefixes, filters, limit=limit)
            if found:
                note("no whole word; words that begin so:")
        if as_json:
            from records.project.catalog import Catalog

            catalog = Catalog(project.store.scan())
            print_json([{**catalog.as_json(h.record), "score": h.score, "excerpt": h.excerpt} for h in found])
            return
        hits = found
    _print_hits(hits, query)
    if not hits:
        note_unread_decisions(project)


def _print_hits(hits: Sequence[StoredHit], query: str) -> None:
    for hit in hits:
        echo_wrapped(f"{style(hit.ref, bold=True)}  {hit.title}")
        echo("    " + shorten(hit.excerpt, terminal_width() - 4))
    if not hits:
        note(f"no record holds {query!r}")
