"""Find the references to other records in a text, in every form that Markdown and site generators know.

Inline links with any destination, reference links, wiki links, HTML anchors, autolinks, `ref` shortcodes, file
names, and plain mentions such as `ADR-0012` or `ADR No. 12`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import records.regex as re
from records.dataclass import dataclass
from records.model.record_paths import LINKED_PATTERN, without_query
from records.patterns import DATE, LETTERS, NUMBER_SIGN

_LABEL = r"(?:[^\[\]\\]|\\.|\[[^\[\]]{0,300}\]){0,500}"
_SHORTCODE = r"\{\{[^{}\n]{0,300}\}\}|\{%[^{}\n]{0,300}%\}"
_DESTINATION = rf"<[^<>\n]{{0,2000}}>|(?:{_SHORTCODE}|[^\s()<>]|\([^\s()]{{0,300}}\)){{0,2000}}+"
_LINK_TITLE = r"(?:\s{1,9}(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|\([^()\n]{0,500}\)))?"
LINK_PATTERN = rf"\[{_LABEL}\]\(\s{{0,9}}(?:{_DESTINATION}){_LINK_TITLE}\s{{0,9}}\)"

_BEFORE_NUMBER = (
    r"(?:M?ADR|adr|Adr|[Dd]ecision(?:[ \t][Rr]ecord)?|DR)s?[-_ \t#\u2010-\u2015]{0,3}"
    rf"(?:{NUMBER_SIGN}[ \t]?)?#?"
)
_FOLDERS = r"(?<![\w/.-])(?:[\w.-]{1,60}/){0,9}"
_FILE_END = rf"(?:\.(?:{LINKED_PATTERN}|mdx|html))?(?![\w/])"
# no part of a longer word; scripts without blanks between words join a reference to the next one: `被ADR-0003取代`
_BEGIN = r"(?<![/.-])(?<![^\W\u2e80-\ud7ff])"
_END = r"(?![^\W\u2e80-\ud7ff])"
_PLAIN = (
    rf"{_FOLDERS}(?:{DATE}|(?:{LETTERS}[-_]){{0,3}}\d{{3,14}})[-_]"
    rf"(?=[\w-]{{0,200}}[^\W\d_])[\w-]*\w{_FILE_END}"
    rf"|{_BEGIN}[A-Z][A-Za-z]{{1,11}}-0\d{{1,5}}{_END}(?![/-]|\.\w)"  # the number of a series: `DATA-002`
    rf"|{_BEGIN}(?:[A-Z][A-Za-z]{{1,11}}-){{0,2}}"
    rf"{_BEFORE_NUMBER}(?P<number>\d{{1,6}})"
    rf"{_END}(?:-[\w-]*\w(?:\.\w{{2,4}})?)?(?![\d/])"
)
_TOKEN = re.compile(
    rf"(?P<wiki>\[\[(?P<page>[^\[\]|\n]{{1,300}})(?:\|[^\[\]\n]{{0,300}})?\]\])"
    rf"|\[(?P<label>{_LABEL})\](?:\(\s{{0,9}}(?P<dest>{_DESTINATION}){_LINK_TITLE}\s{{0,9}}\)|\[(?P<named>[^\[\]\n]{{0,300}})\])?"
    r"|<a\s[^<>]{0,500}?href\s*=\s*[\"']?(?P<href>[^\"'<>\s]{1,2000})[\"']?[^<>]{0,500}>(?:.{0,500}?</a>)?"
    r"|<(?P<auto>[^\s<>]{1,2000}\.(?:md|mdx|rst|adoc|html)(?:\#[^\s<>]*)?|https?://[^\s<>]{1,2000})>"
    rf"|(?P<code>\{{\{{[<%]\s*(?:rel)?ref\b[^{{}}\n]{{1,300}}\}}\}}|\{{%-?\s*(?:link|post_url)\s[^{{}}\n]{{1,300}}%\}})"
    r"|(?P<url>https?://[^\s<>()\[\]|`]{1,2000})"
    rf"|(?P<joined>{_BEGIN}{_BEFORE_NUMBER}\d{{1,6}}(?:/(?:{_BEFORE_NUMBER})?\d{{1,6}}){{1,5}}{_END}(?![-/]|\.\w))"
    rf"|(?P<plain>{_PLAIN})",
    re.S,
)
_PART_OF_JOINED = re.compile(r"(?P<bare>(?<=/)\d+)(?=/|\Z)|[^/]+?(?P<number>\d+)(?=/|\Z)")
_PADDED = 3  # digits, from which a number that has as many as those beside it is no part of a day
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)([^\[\]\n]{1,300})\]:[ \t]*+\n?[ \t]*+(<[^<>\n]{1,2000}>|\S{1,2000})", re.M
)
_REF = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?[\"'`]?([^\"'`\s>%]++)[\"'`]?[^{}]*+\}\}")
_LIQUID = re.compile(r"\{%-?\s*(?:link|post_url)\s+(\S+?)\s*-?%\}")
_FILTERED = re.compile(r"\{\{-?\s*[\"']([^\"']+)[\"']\s*(?:\|[^{}]*)?\}\}")
_EXPRESSION = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_RESOLVABLE = re.compile(r"(?:[A-Za-z]+-)*(?:M?ADR|adr|Adr)[-_ #]?\d")
_ENDING = re.compile(r"(?:/index)?\.html?$|/index\.mdx?$|/$")
_SIGNS = re.compile(r"[\[<{\d]|https?:")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference to something else.

    Attributes:
        target: where it leads, without the dress of the destination: a path, a URL, or the words of a plain mention.
        start: index of its first character.
        end: index behind its last character.
        label: the words that a reader sees.
        label_start: index of the first character of the label, -1 where the reference has none of its own.
        is_link: whether it is a link and no plain mention.
    """

    target: str
    start: int
    end: int
    label: str
    label_start: int = -1
    is_link: bool = True


def definitions(text: str) -> dict[str, str]:
    """Collect the link reference definitions of a document: label (folded) to destination."""
    if "]:" not in text:
        return {}
    return {_fold_label(match[1]): match[2] for match in _DEFINITION.finditer(text)}


def references(text: str, definitions_by_label: Mapping[str, str] | None = None) -> Iterator[Reference]:
    """List the references in *text*, in order.

    Args:
        text: a piece of a record, code fences and comments blanked.
        definitions_by_label: the link reference definitions of the whole document.
    """
    if not _SIGNS.search(text):
        return
    for match in _TOKEN.finditer(text):
        if match["joined"]:
            yield from _joined_references(match)
            continue
        image = match.start() and text[match.start() - 1] == "!"
        reference = None if image else _reference(match, definitions_by_label or {})
        if reference is not None:
            yield reference
        elif match["label"] is not None and not image:
            offset = match.start() + 1
            for inner in references(
                match["label"], definitions_by_label
            ):  # brackets that are no link: read what is in them
                yield Reference(
                    inner.target, inner.start + offset, inner.end + offset, inner.label,
                    inner.label_start + offset if inner.label_start >= 0 else -1, inner.is_link,
                )  # fmt: skip


def links_in(text: str, definitions_by_label: Mapping[str, str] | None = None) -> Iterator[Reference]:
    """List the references of *text* that are links."""
    return (reference for reference in references(text, definitions_by_label) if reference.is_link)


def _joined_references(match: re.Match[str]) -> Iterator[Reference]:
    """`ADR-3/ADR-4` and `ADR-3/4` are one reference each; small numbers that do not rise are something else."""
    parts = list(_PART_OF_JOINED.finditer(match["joined"]))
    digits = [part["number"] or part["bare"] for part in parts]
    numbers, lengths = [int(number) for number in digits], set(map(len, digits))
    is_padded = len(lengths) == 1 and min(lengths) >= _PADDED
    is_rising = numbers == sorted(set(numbers)) and max(lengths) - min(lengths) < _PADDED - 1
    if any(part["bare"] for part in parts) and not is_rising and not is_padded:
        return
    for part in parts:
        start, end = match.start() + part.start(), match.start() + part.end()
        yield Reference(
            _plain_target(part[0], part["number"] or part["bare"]), start, end, part[0], is_link=False
        )


def _plain_target(words: str, number: str | None) -> str:
    """What a plain mention leads to: its words where they are usual ones for a decision, else those for its number."""
    return words if number is None or _RESOLVABLE.match(words) else f"ADR-{number}"


def _reference(match: re.Match[str], definitions_by_label: Mapping[str, str]) -> Reference | None:
    start, end = match.span()
    if match["label"] is not None:
        label, label_start = match["label"], match.start("label")
        if match["dest"] is not None:
            return Reference(destination(match["dest"]), start, end, label, label_start)
        target = definitions_by_label.get(_fold_label(match["named"] or label))
        return Reference(destination(target), start, end, label, label_start) if target else None
    if match["wiki"]:
        return Reference(destination(match["page"]), start, end, match["page"])
    raw = match["href"] or match["auto"] or match["code"]
    if raw:
        return Reference(destination(raw), start, end, raw)
    if match["url"]:
        url = match["url"].rstrip(".,;:!?*_'\"")
        return Reference(destination(url), start, start + len(url), url)
    plain = match["plain"]
    return Reference(_plain_target(plain, match["number"]), start, end, plain, is_link=False)


def destination(raw: str) -> str:
    """Give the path or URL that a link destination means: shortcodes, escapes, `<>` and `.html` undone."""
    text = raw.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip()
    if "{" in text:
        for pattern in (_REF, _LIQUID, _FILTERED):
            text = pattern.sub(r"\1", text)
        text = _EXPRESSION.sub("", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if "&" in text:
        text = text.replace("&amp;", "&")
    if "%" in text:
        from urllib.parse import unquote

        text = unquote(text)
    path, mark, fragment = without_query(text).partition("#")
    if path.endswith(("html", "htm", "/", "/index.md", "/index.mdx")) and not path.endswith("://"):
        path = _ENDING.sub("", path) or path
    return f"{path}{mark}{fragment}"


def _fold_label(label: str) -> str:
    return " ".join(label.split()).casefold()
