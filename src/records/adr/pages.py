"""Recognise the pages beside decisions that are none, by what they say: templates, index pages, change logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import records.regex as re
from records.adr.facts import AdrFacts
from records.adr.record_layout import AdrView
from records.adr.references import links_in, references
from records.adr.status_text import is_status
from records.adr.template_text import UNWRITTEN
from records.adr.vocabulary import (
    CONTEXT_WORDS,
    DECISION_WORDS,
    field_of,
    is_section_title,
    number_in_reference,
    plain_title,
    words_of,
)
from records.model.status import STATUSES
from records.patterns import LIST_MARKER
from records.text.headings import Heading
from records.text.slug import plain_letters

_PLACEHOLDER = re.compile(
    r"\{[^{}\n]{2,80}\}|\[[^\[\]\n]{3,80}\](?![(\[:])|<[a-z][^<>\n]{1,80}>|\b(?:NNNN?|XXXX?|YYYY)\b"
)
_PROMPT = re.compile(
    r"\A(?:[\s>*_#.(\[{<-]|\d+[.)])*(?:what|which|why|how|who|when|where|describe|explain|list|provide|state|summari[sz]e|"
    r"write|add|fill|insert|include|give|discuss|outline|your|replace|optional|e\.g|here|this section|in this section|"
    r"use this|the (?:issue|change|context|forces|decision) (?:motivating|that|and|we)|tbd|todo|\.\.\.|…)\b",
    re.I,
)
_TEMPLATE_TITLE = re.compile(
    r"\btemplate\b|^\W*(?:title|adr title|short title|decision title|record title|name of (?:the )?decision|"
    r"title of (?:the )?(?:decision|adr|solution)|adr|architecture decision record|decision record)\W*$",
    re.I,
)
_BLANK_NUMBER = re.compile(
    r"\W{0,20}(?:M?ADR|RFC|Decision)[-_ #]{0,3}(?:N{2,9}|X{2,9}|#{2,9}|\?{2,9})\]?\W{0,20}(?=.*[<\[{])"
    r"|^(?:N{2,}|X{2,})[.:)\s—–-]+(?=[<\[{])",
    re.I,
)
_LIST_WORDS = words_of(
    "index log logs list overview toc contents summary readme changelog history introduction about guide guidelines "
    "process glossary conventions backlog roadmap faq template templates example sample catalog catalogue register "
    "records decisions adrs adr architecture"
)
_LONGEST_TITLE = 300  # characters, behind which a title says nothing about what a page is
_EXAMPLE = r"(?:example|sample|beispiel|exemple|ejemplo|exemplo|esempio|voorbeeld|пример|示例|例)"
_EXAMPLE_TITLE = re.compile(rf"^\W*{_EXAMPLE}\s*(?:[:：–—)\]]|-(?=\s))|[(\[]{_EXAMPLE}[)\]]\W*$", re.I)
_EXAMPLE_INTRO = re.compile(
    r"\b(?:this|it)(?: record| page| file| adr| one)? is (?:only |just |merely )?an? (?:[\w-]+ )?(?:example|sample)\b",
    re.I,
)
_SEVERAL = 2
_UNCHOSEN = frozenset(("status-menu", "date-unread", "date-placeholder", "placeholder"))
"""Findings about what nobody has filled in."""
_ABOUT_LOG = 5
"""Decisions that a page without a number and a status cites where it is about their log."""
_RELEASE = re.compile(r"^(?:\[?v?\d+\.\d+|\[?unreleased|\[?\d{4}-\d\d(?:-\d\d)?\b|release\b|version\b)", re.I)
_TABLE_HEAD = re.compile(r"^[^|\n]*+\|[^\n]*+\n(?=[ \t|:-]*?---)[ \t|:-]++$", re.M)
_ENTRY = re.compile(rf"^[ \t]*(?:{LIST_MARKER}|\|)[^\n]*", re.M)


def page_kind(facts: AdrFacts, view: AdrView) -> str | None:
    """Name what a file is that is no decision (`template`, `index`, `change log`); None for a decision."""
    number, status, title = facts.number, facts.status, facts.title
    if _is_example(view, title):
        return "example"
    if status is not None and number and not _TEMPLATE_TITLE.search(title[:_LONGEST_TITLE]):
        return None
    is_unchosen = any(finding.code == "status-menu" for finding in facts.findings)
    if _is_template(view, status, title, is_unchosen) or (number == 0 and (is_unchosen or _is_blank(view))):
        return "template"
    sections = [
        heading
        for place, heading in enumerate(view.headings)
        if (place or heading.level > 1) and _is_decision_section(heading)
    ]
    if not sections and not number and _lists_others(view):
        return "index"
    has_only_status = all("status" in plain_title(heading.title) for heading in sections)
    if not number and has_only_status and _is_about_others(view, status):
        return "index"
    if status is not None or sections or facts.date is not None or facts.deciders:
        return None
    if _is_change_log(view):
        return "change log"
    return "index" if _is_index(view, number, title) else None


def has_form(facts: AdrFacts, view: AdrView) -> bool:
    """Return whether a file has a status that every tool knows, or is divided as a decision is and no blank to fill."""
    if facts.status in STATUSES:
        return True
    if _is_blank(view) and any(finding.code in _UNCHOSEN for finding in facts.findings):
        return False
    titles = [heading.title for heading in view.headings if heading.level > 1]
    names = [plain_letters(plain_title(title)) for title in titles]
    is_defined = any(field_of(title) == "status" for title in titles)  # and its text is no known status
    if is_defined and len(names) > _SEVERAL and names == sorted(names):
        return False  # terms in the order of the alphabet
    words = " ".join(names)
    if all(any(word in words for word in stems) for stems in (DECISION_WORDS, CONTEXT_WORDS)):
        return True
    return 2 * sum(map(is_section_title, titles)) > len(titles)


def shared_titles(views: Sequence[AdrView]) -> list[str]:
    """The titles of the sections that most of several records have, where these are a structure; fields are none."""
    if len(views) < _FEWEST_RECORDS:
        return []
    titles = [
        [
            plain_title(heading.title)
            for heading in view.headings
            if heading.level > 1 and not field_of(heading.title)
        ]
        for view in views
    ]
    counts = Counter(title for record_titles in titles for title in dict.fromkeys(record_titles))
    common = [title for title, count in counts.items() if count >= _MOST * len(views)]
    return common if len(common) >= _FEWEST_SECTIONS else []


def own_titles(views: Sequence[AdrView]) -> list[str]:
    """Those titles by which a log divides its records that are words of its own."""
    return [title for title in shared_titles(views) if not is_section_title(title)]


_FEWEST_RECORDS = 3
_FEWEST_SECTIONS = 3
_MOST = 0.6


def _is_blank(view: AdrView) -> bool:
    """Return whether several sections are there, and nobody has written any of them."""
    written_sections, prompts = _sections(view)
    return not written_sections and prompts >= _SEVERAL


def _is_example(view: AdrView, title: str) -> bool:
    """Return whether a title is marked as an example, or the lines below it say that the page is one."""
    first = view.headings[0] if view.headings else None
    intro = view.masked[first.body if first else view.body : view.header[1]]
    return bool(_EXAMPLE_TITLE.search(title[:_LONGEST_TITLE]) or _EXAMPLE_INTRO.search(intro))


def _is_decision_section(heading: Heading) -> bool:
    return is_section_title(heading.title) and plain_title(heading.title).split()[0] not in (
        "links", "references", "related", "notes", "overview", "summary", "introduction", "decisions",
    )  # fmt: skip


def _is_template(view: AdrView, status: str | None, title: str, is_unchosen: bool) -> bool:
    """Return whether the title is a blank to fill in, or names a template, and what follows is prompts and choices.

    A status that nobody has chosen says so in any language.
    """
    title = _BLANK_NUMBER.sub("", " ".join(title.split())[:_LONGEST_TITLE])
    blank_title = bool(_PLACEHOLDER.fullmatch(title.strip(" `*\"'"))) or bool(
        _PLACEHOLDER.search(title) and not re.search(r"[^\W\d_]{3}", _PLACEHOLDER.sub("", title))
    )
    is_template_title = bool(_TEMPLATE_TITLE.search(title)) or (
        title.isupper() and _TEMPLATE_TITLE.search(title.title()) is not None
    )
    from_name = not view.text[view.body :].strip() or "template" in view.filename.lower()
    if not (blank_title or is_template_title or from_name):
        return False
    written_sections, prompts = _sections(view)
    if status is None and (blank_title or is_unchosen):
        return True
    if (is_template_title or from_name) and status is None and prompts:
        return prompts >= written_sections
    return prompts > written_sections


def _sections(view: AdrView) -> tuple[int, int]:
    """Count the sections that somebody wrote, and those that are a prompt, a choice or nothing."""
    written_sections = prompts = 0
    headings = view.headings
    for index, heading in enumerate(headings):
        end = headings[index + 1].start if index + 1 < len(headings) else len(view.text)
        text = view.masked[heading.body : end].strip()
        if not is_section_title(heading.title) and field_of(heading.title) is None:
            continue
        bare = _PLACEHOLDER.sub("", text).strip(" \t\r\n*-+.#|")
        if (
            not bare
            or UNWRITTEN.search(text)
            or _PROMPT.match(text)
            or text.rstrip().endswith(("?", "…", "..."))
        ):
            prompts += 1
        elif field_of(heading.title) is None:
            written_sections += 1
    return written_sections, prompts


def _is_change_log(view: AdrView) -> bool:
    later = [heading for heading in view.headings if heading.level > 1]
    releases = [heading for heading in later if _RELEASE.match(plain_title(heading.title))]
    return len(releases) >= 1 and len(releases) * 2 > len(later)


def _lists_others(view: AdrView) -> bool:
    """Return whether several entries of the page's lists and tables, and most of them, lead to other files."""
    entries, linking, prose = _entries(view)
    return len(linking) > 1 and len(linking) * 2 > len(entries) and len(linking) >= prose


def _is_about_others(view: AdrView, status: str | None) -> bool:
    """Return whether a page without a known status cites so many decisions that it is about their log."""
    if status is not None and is_status(status):
        return False
    numbers = {
        number_in_reference(item.target) for item in references(view.masked[view.body :], view.definitions)
    }
    return len(numbers - {None}) >= _ABOUT_LOG


def _entries(view: AdrView) -> tuple[list[str], list[str], int]:
    """The entries of lists and tables, those of them with a link, and the number of other lines."""
    text = view.masked[view.body :]
    entries = [entry for entry in _ENTRY.findall(_TABLE_HEAD.sub("", text)) if entry.strip(" \t|-:")]
    linking = [entry for entry in entries if any(links_in(entry, view.definitions))]
    lines = [line.lstrip() for line in text.splitlines() if line.strip()]
    return entries, linking, sum(not line.startswith(("#", "|", "-", "*")) for line in lines)


def _is_index(view: AdrView, number: int | None, title: str) -> bool:
    """Return whether a page without any decision's content lists other files, or is titled as such a list."""
    entries, linking, prose = _entries(view)
    if linking and len(linking) * 2 > len(entries) and len(linking) >= prose:
        return True
    if number:
        return False
    heading = next(iter(view.headings), None)
    words = re.findall(r"[^\W\d_]+", f"{title} {'' if heading else view.stem}".casefold())
    return (heading is None and not prose) or any(word in _LIST_WORDS for word in words)
