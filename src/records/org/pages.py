"""The pages of all repositories, made of the index alone: no clone is needed, and nothing else is read."""

from __future__ import annotations

import os
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from records.dataclass import dataclass
from records.model.kind import Kind
from records.model.record import Adr, adr_status
from records.model.severity import INFO
from records.model.status import Status
from records.org.checking import check_world
from records.org.database import FILE
from records.org.site import EVERY_OTHER, OrgSite, org_site
from records.org.visible import visible_repositories
from records.project.place import FolderPlace
from records.project.root import Root
from records.project.settings import SiteSettings
from records.project.templates import Renderer
from records.site import lists
from records.site.build import write_site
from records.site.build_cache import output_name
from records.site.entries import entry
from records.site.graph_data import graph_data
from records.site.listed_pages import write_for_programs
from records.site.output import require_own
from records.text.escape import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from sqlalchemy import Connection, Row

    from records.org.checking import OrgFinding
    from records.org.config import OrgConfig
    from records.org.scope import Scope
    from records.org.site import Repository
    from records.site.build import Built
    from records.site.entries import Entry
    from records.site.lists import Row as ListRow
    from records.site.output import Output
    from records.site.page_writer import PageWriter

_SHORT_LIST = 6
_BINDS = "binds"


def build_site(
    connection: Connection,
    scope: Scope,
    config: OrgConfig,
    output: str,
    progress: Callable[[int, int], None] = lambda count, total: None,
) -> Built:
    """Build the site of the repositories of an `org.toml` that may be seen.

    Args:
        connection: to the index.
        scope: which repositories may be seen; of others nothing is read.
        config: what the site is called, and where the cache of the output is.
        output: absolute path of the folder.
        progress: called with the number of records that are done, and of all.

    Raises:
        WriteError: the folder holds something else, or cannot be written.
        ConfigError: the settings name a colour that cannot be used.
        TemplateError: a template beside org.toml does not render.
    """
    cache = os.path.join(config.folder, f"{FILE}-site-{output_name(output)}")
    return build_pages(
        connection, visible_repositories(connection, scope), output,
        settings=config.site, templates=config.folder, cache=cache, progress=progress,
    )  # fmt: skip


def build_pages(
    connection: Connection,
    visible: Mapping[int, Row[Any]],
    folder: str,
    *,
    settings: SiteSettings | None = None,
    templates: str = "",
    cache: str = "",
    progress: Callable[[int, int], None] = lambda count, total: None,
) -> Built:
    """Build the site of some repositories; of all others nothing is read.

    Args:
        connection: to the index.
        visible: the rows of the repositories, by their keys, as `visible_repositories` returns them.
        folder: absolute path of the output; what an earlier build wrote there and is still right stays.
        settings: `[site]` of org.toml.
        templates: the folder whose `.records/templates` take the place of those that are packaged; empty for none.
        cache: the file that makes the next build quick; empty for none.
        progress: called with the number of records that are done, and of all.

    Raises:
        WriteError: the folder holds something else, or cannot be written.
        ConfigError: the settings name a colour that cannot be used.
        TemplateError: a template does not render.
    """
    require_own(folder, templates or os.devnull)
    renderer = Renderer(Root(templates or os.devnull))
    site = org_site(connection, visible, settings or SiteSettings(), renderer)
    return write_site(site, FolderPlace(folder), cache, partial(_write_listed, site), "", progress)


@dataclass(frozen=True, slots=True)
class _Contents:
    """What the pages about several records are made of; the keys are those of repositories.

    Attributes:
        site: the site.
        rows: all records, oldest first.
        by_repository: the same, by their repository.
        across: how many links there are between repositories.
        links_out: those that a repository states, as the entries of both ends and the relation.
        links_in: those that others state.
        binding: the central decisions that bind a repository; with the key 0 those that bind every other one.
        findings: what is wrong across repositories, each as its place in a list.
    """

    site: OrgSite
    rows: list[ListRow]
    by_repository: dict[int, list[ListRow]]
    across: int
    links_out: dict[int, list[tuple[Entry, str, Entry]]]
    links_in: dict[int, list[tuple[Entry, str, Entry]]]
    binding: dict[int, list[tuple[int, Entry]]]
    findings: list[dict[str, Any]]


def _collect(site: OrgSite, rows: list[ListRow]) -> _Contents:
    """Sort records, links and findings by repository."""
    by_repository, binding = defaultdict(list), defaultdict(list)
    for row in rows:
        repo_id = site.entries[row.record.path].repo_id
        by_repository[repo_id].append(row)
        for bound in site.members_bound.get(row.record.path, ()):
            binding[bound].append((repo_id, row.entry))
    across = site.across()
    links_out, links_in = defaultdict(list), defaultdict(list)
    for source, relation, target in across:
        link = (entry(site, source), relation, entry(site, target))
        links_out[site.entries[source.path].repo_id].append(link)
        links_in[site.entries[target.path].repo_id].append(link)
    by_name = {repository.row.name: repository for repository in site.repositories.values()}
    findings = [
        _finding(site, by_name[item.repository], item)
        for item in check_world(site.world, site.connection)
        if item.severity != INFO
    ]
    return _Contents(site, rows, by_repository, len(across), links_out, links_in, binding, findings)


def _write_listed(
    site: OrgSite, writer: PageWriter, output: Output, summaries: dict[str, str], shards: list[str]
) -> None:
    """Write every page and file about several records."""
    rows = lists.rows_of(site, summaries)
    contents = _collect(site, rows)
    writer.page("index.html", "org.html.j2", _front(contents))
    writer.page("findings.html", "org-findings.html.j2", {"root": "", "rules": _by_rule(contents.findings)})
    for repo_id, repository in site.repositories.items():
        writer.page(repository.url, "org-repository.html.j2", _repository_page(contents, repo_id))
    write_for_programs(site, writer, output, rows, shards, [], _graph(contents))


def _front(contents: _Contents) -> dict[str, Any]:
    """The values of the front page."""
    site, rows = contents.site, contents.rows
    decisions = [row for row in rows if isinstance(row.record, Adr)]
    prompts = [row for row in rows if not isinstance(row.record, Adr)]
    summaries = [_summary(contents, repo_id) for repo_id in site.repositories]
    waiting = [
        row.entry for row in reversed(decisions) if adr_status(row.record) in (Status.PROPOSED, Status.DRAFT)
    ]
    return {
        "root": "",
        "repositories": len(summaries),
        "groups": _groups([item for item in summaries if item["decisions"] or item["prompts"]]),
        "bare": [item for item in summaries if not (item["decisions"] or item["prompts"] or item["problem"])],
        "broken": [item for item in summaries if item["problem"]],
        "decisions": len(decisions),
        "prompts": len(prompts),
        "statuses": lists.shares(decisions, Kind.ADR),
        "stages": lists.shares(prompts, Kind.PHR),
        "last": max((row.entry["date"] for row in decisions), default=""),
        "across": contents.across,
        "waiting": waiting[:_SHORT_LIST],
        "waiting_more": max(0, len(waiting) - _SHORT_LIST),
        "superseded": lists.superseded(site, rows)[:_SHORT_LIST],
        "findings": contents.findings[:_SHORT_LIST],
        "finding_count": len(contents.findings),
        "newest": [row.entry for row in reversed(decisions[-_SHORT_LIST:])],
        "months": lists.chart(rows),
    }


def _groups(summaries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The repositories with records: central ones, then by group, then those without one."""
    groups: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for item in sorted(summaries, key=lambda item: (item["name"].casefold(), item["name"])):
        place = 0 if item["is_central"] else 1 if item["group"] else 2
        groups[(place, item["group"] if place == 1 else "")].append(item)
    headings = {0: "Central", 2: "Other repositories" if len(groups) > 1 else "Repositories"}
    return [
        {"name": group or headings[place], "repositories": groups[(place, group)]}
        for place, group in sorted(groups)
    ]


def _summary(contents: _Contents, repo_id: int) -> dict[str, Any]:
    """A repository as a line of a list."""
    repository, rows = contents.site.repositories[repo_id], contents.by_repository[repo_id]
    decisions = [row for row in rows if isinstance(row.record, Adr)]
    row = repository.row
    return {
        "name": repository.name,
        "url": repository.url,
        "group": clean(row.group_name),
        "is_central": row.is_central,
        "visibility": row.visibility,
        "problem": clean(row.problem),
        "decisions": len(decisions),
        "prompts": len(rows) - len(decisions),
        "statuses": lists.shares(decisions, Kind.ADR),
        "last": max((row.entry["date"] for row in decisions), default=""),
    }


def _repository_page(contents: _Contents, repo_id: int) -> dict[str, Any]:
    """The values of the page of a repository."""
    repository, rows = contents.site.repositories[repo_id], contents.by_repository[repo_id]
    every_other = [row for origin, row in contents.binding[0] if origin != repo_id]
    return {
        "root": "../",
        "repository": _summary(contents, repo_id),
        "forge": repository.forge.url if repository.forge else "",
        "commit": repository.row.commit_id,
        "groups": lists.decisions(rows)["groups"],
        "features": lists.features(rows),
        "binding": [*(row for _, row in contents.binding[repo_id]), *every_other],
        "links_out": contents.links_out[repo_id],
        "links_in": contents.links_in[repo_id],
        "findings": [item for item in contents.findings if item["folder"] == repository.folder],
    }


def _finding(site: OrgSite, repository: Repository, item: OrgFinding) -> dict[str, Any]:
    """A finding as a line of a list, with the page of its record or repository."""
    return {
        "folder": repository.folder,
        "name": clean(f"{item.repository}/{item.ref}" if item.ref else item.repository),
        "url": site.pages.get(f"{repository.folder}/{item.path}", "") or repository.url,
        "rule": item.rule,
        "severity": item.severity,
        "message": clean(item.message),
    }


def _by_rule(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings by their rule, in the order given."""
    rules: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in findings:
        rules[item["rule"]].append(item)
    return [{"rule": rule, "severity": rows[0]["severity"], "findings": rows} for rule, rows in rules.items()]


def _graph(contents: _Contents) -> dict[str, Any]:
    """The nodes and edges of the graph: records with their repositories, and what central decisions bind."""
    site = contents.site
    data = graph_data(site, contents.rows, site.members_bound)
    repository_names = {row.entry["url"]: site.repository(row.record).name for row in contents.rows}
    for node in data["nodes"]:
        node.append(repository_names[node[2]])
    index = {node[2]: number for number, node in enumerate(data["nodes"])}
    numbers: dict[int, int] = {}
    for path, bound in site.members_bound.items():
        source = index.get(site.pages[path])
        for repo_id in bound if source is not None else ():
            if repo_id not in numbers:
                numbers[repo_id] = len(data["nodes"])
                data["nodes"].append(_repository_node(site.repositories.get(repo_id)))
            data["edges"].append([source, numbers[repo_id], _BINDS])
    return data


def _repository_node(repository: Repository | None) -> list[Any]:
    """The node of a repository that a decision binds; without one, that of all the others."""
    name = repository.name if repository else EVERY_OTHER
    url = repository.url if repository else "index.html"
    return ["repository", name, url, "repository", "", "other", "", "", 0, name]
