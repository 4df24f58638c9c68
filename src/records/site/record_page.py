"""The page of one record: conversation or decision, facts, links, chain."""

from __future__ import annotations

import records.regex as re
from records.model.record import Adr
from records.site.entries import entry, link_groups
from records.site.facts import commit_of, facts, steps, word
from records.site.html_elements import PageState, decorate
from records.site.markup import to_html
from records.site.page_names import root_of
from records.site.prompt_fidelity import differs, may_differ
from records.site.references import Resolver
from records.site.supersession import chain
from records.text.escape import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from records.model.record import Record
    from records.site.reading import Read, Section
    from records.site.site import Site

_LONGEST_RAW = 100_000
_LEFTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # Hebrew, Arabic, Syriac and their like
_MEANINGS = {
    "byte-order-mark": "it begins with a byte-order mark",
    "outer-fence": "the whole file is in a code fence",
    "missing-opening-fence": "its front matter is not opened",
    "unclosed-front-matter": "its front matter is not closed",
    "line-by-line": "its front matter is not valid YAML",
    "bold-header": "its facts are bold lines instead of front matter",
    "key-alias": "some of its keys have other names",
    "from-file-name": "something was taken from its file name",
}


def record_values(
    site: Site,
    record: Record,
    got: Read,
    contents: Mapping[str, bytes],
    around: tuple[Record | None, Record | None],
) -> tuple[dict[str, Any], PageState]:
    """What the template of a record's page is given.

    Args:
        site: the site.
        record: whose page.
        got: the record's file, read.
        contents: the bytes of earlier versions of decisions, by blob.
        around: the record before and the one after.
    """
    url = site.url(record)
    root = root_of(url)
    state = PageState(Resolver(site, record, root, commit_of(site, record, got.fields)))
    sections = [_section(section, state) for section in got.sections]
    _name_speakers(sections, got.fields)
    graph, (before, after) = site.graph, around
    values = {
        "root": root,
        "page": entry(site, record, got.summary),
        "problem": "" if record.readable else clean(record.problem or "it cannot be read"),
        "repairs": [_MEANINGS.get(step, step.replace("-", " ")) for step in record.repairs],
        "raw": "" if record.readable else clean(got.body[:_LONGEST_RAW]),
        "path": clean(record.path),
        "sections": sections,
        "outline": [item for item in state.outline if item[0] <= 3] if isinstance(record, Adr) else [],
        "facts": facts(site, record, got.fields, state.resolver),
        "steps": steps(site, record, contents),
        "links": link_groups(site, graph.links(record)),
        "backlinks": link_groups(site, graph.backlinks(record)),
        "chain": chain(site, record) if isinstance(record, Adr) else [],
        "before": entry(site, before) if before else None,
        "after": entry(site, after) if after else None,
        "up": site.up(record),
        "source": clean(site.source(record)) if record.readable else "",
    }
    return values, state


def _section(section: Section, state: PageState) -> dict[str, Any]:
    """A section as it is shown; a prompt also as it was typed, and first where its rendering loses something."""
    values: dict[str, Any] = {"name": section.name, "title": clean(section.title), "who": ""}
    values |= {"verbatim": "", "html": "", "typed": "", "typed_first": False}
    values["leftwards"] = not section.text.isascii() and _runs_leftwards(section.text)
    if section.verbatim:
        return {**values, "verbatim": clean(section.text)}
    prompt = section.name == "prompt"
    html = to_html(section.text, prompt=prompt)
    values["html"] = decorate(html, state, 2 if section.name or section.title else 1)
    text = section.text.strip("\n")
    if prompt and may_differ(text):
        values |= {"typed": clean(text), "typed_first": differs(text, html)}
    return values


def _runs_leftwards(text: str) -> bool:
    """Return whether most letters of a text are of a script that is written from the right."""
    return 2 * len(_LEFTWARDS.findall(text)) > sum(map(str.isalpha, text))


def _name_speakers(sections: list[dict[str, Any]], fields: dict[str, Any]) -> None:
    """Return who asked and who answered, where the record says so."""
    for section in sections:
        if section["name"]:
            section["who"] = clean(word(fields.get("user" if section["name"] == "prompt" else "model")))
