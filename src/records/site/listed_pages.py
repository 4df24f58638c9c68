"""Write the pages and files about several records: lists, months, search, graph, feeds."""

from __future__ import annotations

from records.site import lists
from records.site.due import due_entries, due_items, due_page
from records.site.feeds import atom, llms, records_json
from records.site.graph_data import graph_data
from records.site.search_data import write_facets, write_results
from records.site.shards import script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.site.entries import Entry
    from records.site.gather import ProjectSite
    from records.site.lists import Row
    from records.site.output import Output
    from records.site.page_writer import PageWriter
    from records.site.site import Site
    from records.trace.due.item import DueItem


def write_listed(
    site: ProjectSite, writer: PageWriter, output: Output, summaries: dict[str, str], shards: list[str]
) -> None:
    """Write every page and file about several records of a project.

    Args:
        site: the site.
        writer: renders the pages.
        output: takes the files.
        summaries: the first words of each record, by path.
        shards: the names of the files of the search index.
    """
    rows = lists.rows_of(site, summaries)
    items = due_items(site)
    _write_lists(site, writer, rows, items)
    write_for_programs(site, writer, output, rows, shards, due_entries(site, items), graph_data(site, rows))


def _write_lists(site: ProjectSite, writer: PageWriter, rows: list[Row], items: list[DueItem]) -> None:
    features = lists.features(rows)
    for feature in features:
        writer.page(feature["url"], "feature.html.j2", {"root": "../", "feature": feature})
    brief = [{**feature, "entries": []} for feature in features]
    writer.page(
        "prompts.html",
        "prompts.html.j2",
        {"root": "", "features": brief, "count": sum(f["count"] for f in brief)},
    )
    writer.page("decisions.html", "decisions.html.j2", lists.decisions(rows))
    writer.page("repairs.html", "repairs.html.j2", {"root": "", **lists.repairs(site, rows)})
    writer.page("due.html", "due.html.j2", due_page(site, items))
    writer.page("index.html", "index.html.j2", lists.front(site, rows, items))


def write_for_programs(
    site: Site, writer: PageWriter, output: Output, rows: list[Row], shards: list[str], due: list[Entry],
    graph: dict[str, Any],
) -> None:  # fmt: skip
    """Write months, search, graph and feeds, which every site has.

    Args:
        site: the site.
        writer: renders the pages.
        output: takes the files.
        rows: all records, oldest first.
        shards: the names of the files of the search index.
        due: what is due, for the feed.
        graph: the data of the graph.
    """
    write_facets(site, rows, shards, output)
    write_results(rows, output)
    for url, values in lists.month_pages(rows).items():
        writer.page(url, "month.html.j2", values)
    writer.page("search.html", "search.html.j2", {"root": ""})
    writer.page("graph.html", "graph.html.j2", {"root": ""})
    output.write("data/graph.js", script("graph", graph))
    output.write("records.json", records_json(site, rows))
    output.write(".nojekyll", b"")
    writer.page("decisions.atom", "decisions.atom.j2", atom(site, rows, due))
    writer.page("llms.txt", "llms.txt.j2", llms(site, rows), html=False)
