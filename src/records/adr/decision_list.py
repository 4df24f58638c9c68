"""Count the decisions that one page holds: its sections, rows or dated entries, but not its links to other files."""

from __future__ import annotations

from collections import Counter

import records.regex as re
from records.adr.other_markup import as_markdown
from records.adr.record_layout import AdrView
from records.adr.references import links_in
from records.adr.vocabulary import CONTEXT_WORDS, DECISION_WORDS, field_of, is_section_title, plain_title
from records.model.record_paths import LINKED_PATTERN
from records.patterns import DATE
from records.text.headings import section_end
from records.text.slug import plain_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBERED = re.compile(
    r"\W*(?:[A-Za-z]{1,12}(?:[-_ ][A-Za-z]{1,12}){0,2}[-_ #№.:]*)?(?:\d{1,4}[-/.]\d\d?[-/.]\d{1,4}|\d{1,8})(?![\d.]*\d)"
)
_RELEASE = re.compile(r"\W*(?:v|version |release )?\d+\.\d+\.\d+", re.I)
_LABEL = re.compile(
    r"^[ \t>|*+-]*[*_]{0,2}(?P<label>[^\W\d_][^\n:：|*_]{0,30})[*_]{0,2}[ \t]*(?:[:：]|\|)", re.M
)
_DATED = re.compile(rf"^[*+-][ \t]+\W{{0,4}}{DATE}\b[^\n]*", re.M)
_TABLE = re.compile(
    r"^(?P<head>[^\n|]*\|[^\n]*+)\n(?=[^\n]*-{3})[ \t|:-]*+\n(?P<rows>(?:[^\n|]*\|[^\n]*+(?:\n|\Z))+)", re.M
)
_PAGE = re.compile(rf"\.(?:{LINKED_PATTERN}|html)(?:#|$)|\.\.?/", re.I)
_GUIDE = re.compile(
    r"\b(?:how|why|what|when|purpose|scope|process|template|format|guid\w+|usage|workflow)\b", re.I
)
_BLANK = re.compile(r"\{\{[ \t]*\w+[ \t]*\}\}")
"""What a program or a person fills in: `{{project_name}}`."""
_SEVERAL = 2


def count_decisions(text: str, filename: str) -> int:
    """Return how many decisions a page states; 0 where it states none, links to them or is to be filled in."""
    if len(set(_BLANK.findall(text))) >= _SEVERAL:
        return 0
    view = AdrView(as_markdown(text, filename), filename)
    numbered = _largest_level(
        view, [heading.title for heading in view.headings if _is_numbered(heading.title)]
    )
    parts = _parts(view)
    repeated = max(parts.values(), default=0)
    if max(numbered, repeated) >= _SEVERAL:
        return numbered if numbered >= _SEVERAL else repeated
    rows = max(_table_rows(view), len(_own(_DATED.findall(view.masked), view)))
    if rows >= _SEVERAL:
        return rows
    titles = [heading.title for heading in view.headings if not is_section_title(heading.title)]
    plain = _largest_level(view, titles)
    is_guide = any(_GUIDE.search(title) for title in titles)
    if plain >= _SEVERAL and not is_guide and "decision" in plain_letters(filename).casefold():
        return plain
    return int(len(parts) >= _SEVERAL)


def count_stated_decisions(text: str, filename: str) -> int:
    """Return how many numbered sections of a page state a status, or the context and what was decided; else 0.

    A single one is no list.
    """
    view = AdrView(as_markdown(text, filename), filename)
    counts: Counter[int] = Counter()
    for place, heading in enumerate(view.headings):
        if heading.start and _is_numbered(heading.title):
            end = section_end(view.text, view.headings, place)
            counts[heading.level] += _is_stated(view, heading.body, end)
    most = max(counts.values(), default=0)
    return most if most >= _SEVERAL else 0


def _is_stated(view: AdrView, start: int, end: int) -> bool:
    """Return whether a status is stated between two places, or both the context and what was decided."""
    labels = [heading.title for heading in view.headings if start <= heading.start < end]
    labels += [match["label"] for match in _LABEL.finditer(view.masked, start, end)]
    parts = set(map(_part_of, labels))
    return "status" in parts or {"context", "decision"} <= parts


def _is_numbered(title: str) -> bool:
    return _NUMBERED.match(title) is not None and not _RELEASE.match(title)


def _largest_level(view: AdrView, titles: list[str]) -> int:
    """How many of these headings are on the level that most are on, the page's own title and links aside."""
    own = set(_own(titles, view))
    levels = Counter(heading.level for heading in view.headings if heading.title in own and heading.start)
    return max(levels.values(), default=0)


def _parts(view: AdrView) -> Counter[str]:
    """How often a status, the context and what was decided are stated."""
    labels = [heading.title for place, heading in enumerate(view.headings) if place or heading.level > 1]
    labels += [match["label"] for match in _LABEL.finditer(view.masked)]
    return Counter(filter(None, map(_part_of, labels)))


def _part_of(label: str) -> str | None:
    words = plain_letters(plain_title(label))
    if field_of(label) == "status":
        return "status"
    if not is_section_title(label):
        return None
    stems = {"decision": DECISION_WORDS, "context": CONTEXT_WORDS}
    return next(
        (part for part, stem in stems.items() if words.startswith(stem) and len(words.split()) <= _SEVERAL),
        None,
    )


def _table_rows(view: AdrView) -> int:
    """How many rows the longest table of decisions has."""
    tables = [match for match in _TABLE.finditer(view.masked) if _is_of_decisions(match["head"])]
    return max((len(_own(match["rows"].splitlines(), view)) for match in tables), default=0)


def _is_of_decisions(head: str) -> bool:
    return any(stem in plain_letters(head).casefold() for stem in DECISION_WORDS)


def _own(entries: Iterable[str], view: AdrView) -> list[str]:
    """Those entries that do not lead to another file."""
    return [
        entry
        for entry in entries
        if not any(_PAGE.search(link.target) for link in links_in(entry, view.definitions))
    ]
