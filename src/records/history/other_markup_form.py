"""Write a new record in the markup of its log, AsciiDoc or reStructuredText, from the form that is learned as Markdown.

Records in other markups are read laid out as Markdown line for line (`records.adr.other_markup`). A line of the form
is written as the line of a record that was read so; headings and what the form adds itself by the rules of the markup.
"""

from __future__ import annotations

import records.regex as re
from records.adr.other_markup import as_markdown
from records.dataclass import dataclass, field
from records.history.form_signs import fill_signs
from records.history.read_form import with_signs
from records.patterns import CODE_FENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<title>.*)")
_FENCE = re.compile(rf"[ \t]*{CODE_FENCE}[ \t]*(?P<language>[\w+-]*)[^\n]*")
_LINK = re.compile(r"\[(?P<text>[^\[\]\n]+)\]\((?P<target>[^()\s]+)\)")
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_CODE = re.compile(r"(?<!`)`(?!`)([^`\n]+)`(?!`)")
_DEFAULT_RULES = ("=", "-", "~", "^", '"', "'")


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a file that read as one line of Markdown, and whether blank lines are around them."""

    text: str
    has_blank_before: bool
    has_blank_behind: bool


@dataclass(frozen=True, slots=True)
class Markup:
    """How the records of a log in another markup are written.

    Attributes:
        ending: of their files: `.adoc`, `.asciidoc` or `.rst`.
        lines: the source of a line, that with signs for what differs from record to record.
        rules: the signs that underline a title in reStructuredText, by its level; two for one that is overlined too.
    """

    ending: str
    lines: Mapping[str, Source] = field(default_factory=dict)
    rules: tuple[str, ...] = ()

    def text(self, form_text: str, values: dict[str, str]) -> str:
        """Write the Markdown *form_text*, which still holds signs, in this markup, with what the signs stand for."""
        out: list[str] = []
        language: str | None = None
        is_tight = False  # what follows stands directly below
        for line in form_text.split("\n"):
            fence = _FENCE.fullmatch(line)
            source = self.lines.get(line)
            if language is not None or fence:
                out += self._code_line(line, fence, language)
                language = (
                    None if fence and language is not None else fence["language"] if fence else language
                )
            elif source is not None:
                if out[-1:] == [""] and not source.has_blank_before:
                    out.pop()
                out.append(fill_signs(source.text, values))
            elif line.strip() or not is_tight:
                out.append(self._line(fill_signs(line, values)))
            is_tight = source is not None and not source.has_blank_behind
        return "\n".join(out)

    def _code_line(self, line: str, fence: re.Match[str] | None, language: str | None) -> list[str]:
        if self.ending == ".rst":
            if fence is None:
                return [f"   {line}" if line.strip() else ""]
            return [""] if language is not None else [f".. code-block:: {fence['language'] or 'text'}", ""]
        if fence is None:
            return [line]
        head = [f"[source,{fence['language']}]"] if fence["language"] and language is None else []
        return [*head, "----"]

    def _line(self, line: str) -> str:
        heading = _HEADING.fullmatch(line)
        if self.ending != ".rst":
            if heading:
                return f"{'=' * len(heading['marks'])} {heading['title']}"
            return _BOLD.sub(r"*\1*", _LINK.sub(r"link:\g<target>[\g<text>]", line))
        if heading:
            return self._underlined(heading["title"], len(heading["marks"]))
        return _LINK.sub(r"`\g<text> <\g<target>>`__", _CODE.sub(r"``\1``", line))

    def _underlined(self, title: str, level: int) -> str:
        rules = (*self.rules, *(rule for rule in _DEFAULT_RULES if rule not in "".join(self.rules)))
        rule = rules[min(level, len(rules)) - 1]
        width = max(len(title), 3)
        lines = [title, rule[0] * width]
        return "\n".join([rule[0] * width, *lines] if len(rule) > 1 else lines)


def learn_markup(records: Iterable[tuple[str, str]], ending: str) -> Markup:
    """Learn how records in another markup are written.

    Args:
        records: the name from the log's directory and the text of each, from the oldest to the newest.
        ending: of their files.
    """
    lines: dict[str, Source] = {}
    rules: dict[int, str] = {}
    for name, text in records:
        sources = text.replace("\r\n", "\n").split("\n")
        markdown = as_markdown(text, name)
        marked = with_signs(markdown, name).split("\n")
        plain = markdown.split("\n")
        if not len(sources) == len(plain) == len(marked):
            continue
        lines |= dict(_translations(sources, plain, marked))
        rules |= _rules(sources, plain)
    levels = range(1, max(rules, default=0) + 1)
    return Markup(ending, lines, tuple(rules.get(level, _DEFAULT_RULES[level - 1]) for level in levels))


def _translations(sources: list[str], plain: list[str], marked: list[str]) -> Iterable[tuple[str, Source]]:
    """Pair each line that reads otherwise as Markdown with its source, and the lines around it that read as nothing."""
    is_gone = [bool(source.strip()) and not line.strip() for source, line in zip(sources, plain, strict=True)]
    last = -1  # the last line that went to another one
    for index, line in enumerate(plain):
        is_heading = line.startswith("#")
        first, end = index, index + 1
        while first - 1 > last and is_gone[first - 1]:
            first -= 1
        while end < len(plain) and is_gone[end]:
            end += 1
        if is_heading:
            last = max(last, min(end, index + 2) - 1)  # the rule below it
        if is_heading or not line.strip() or (line == sources[index] and end - first == 1):
            continue
        source = "\n".join(sources[first:end])
        for value, sign in _values(line, marked[index]):
            before, found, after = source.rpartition(value)
            source = f"{before}{sign}{after}" if found else source
        last = end - 1
        blank_before = first == 0 or not sources[first - 1].strip()
        blank_behind = end >= len(sources) or not sources[end].strip()
        yield marked[index], Source(source, blank_before, blank_behind)


def _values(line: str, marked: str) -> list[tuple[str, str]]:
    """What stands in a line where its marked form has signs, with each sign."""
    pieces = re.split("([\ue000-\ue006]+)", marked)
    pattern = "".join("(.*?)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces))
    match = re.fullmatch(pattern, line)
    return list(zip(match.groups(), pieces[1::2], strict=True)) if match and len(pieces) > 1 else []


def _rules(sources: list[str], plain: list[str]) -> dict[int, str]:
    """The sign under the titles of each level; twice where it is above them too."""
    rules = {}
    for index, line in enumerate(plain[:-1]):
        heading = _HEADING.fullmatch(line)
        under = sources[index + 1].strip()
        if heading and under and not plain[index + 1].strip():
            is_over = (
                index > 0 and sources[index - 1].strip()[:1] == under[0] and not plain[index - 1].strip()
            )
            rules[len(heading["marks"])] = under[0] * (1 + is_over)
    return rules
