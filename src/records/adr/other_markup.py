"""Lay a decision in reStructuredText or AsciiDoc out as Markdown, line for line, so that it is read like any other.

Only what tells a record's structure is exchanged: headings, fields, links, code blocks. The rest stays as it is
written, every line keeps its number, and the file itself is never changed. Sources: the reStructuredText Markup
Specification of Docutils 0.22, and the AsciiDoc Language Documentation of Asciidoctor 2.
"""

from __future__ import annotations

import records.regex as re
from records.adr.vocabulary import field_of
from records.model.file_name import is_other_markup
from records.patterns import DATE

_UNDERLINE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\Z")
_ESCAPE = "\\"
_DIRECTIVE = re.compile(r"\.\. (?:code|code-block|sourcecode|highlight|parsed-literal)::[ \t]*([\w+-]*)\Z")
_RST_LONG_FIELD = re.compile(r":([A-Za-z][\w -]{0,30}):[ \t]*\Z")
_RST_CELL = re.compile(r"[ \t]+(?:\*[ \t]+)?-[ \t]+(\S.*?)[ \t]*\Z")
_RST_ROW = re.compile(r"[ \t]*(\S(?:[^\s]|[ ](?! ))*)[ ]{2,}(\S.*?)[ \t]*\Z")
_RST_RULE = re.compile(r"[ \t]*={2,}(?:[ ]+={2,})+[ \t]*\Z")
_RST_FIELD = re.compile(r":([A-Za-z][\w -]{0,30}):[ \t]+(?=\S)")
_RST_LINK = re.compile(r"`([^`<>]*[^`<>\s])(\s*)<([^<>`\s]+)>`__?(?!\w)")
_RST_DOC = re.compile(r":doc:`(?:([^`<>\n]{0,300}[^`<>\s])[ \t]{0,9}<)?([^<>`\s]{1,300})>?`")
_RST_NAMED = re.compile(r"(?<![\w`:])`([^`<>\n]+)`_(?![\w_])")
_RST_TARGET = re.compile(r"\.\. _`?([^:`\n]+)`?:[ \t]+(\S+)\Z")
_RST_ANCHOR = re.compile(r"\.\. _[^:\n]+:[ \t]*\Z")
_ADOC_HEADING = re.compile(r"(={1,6})[ \t]+(?=\S)")
_ADOC_REVISION = re.compile(rf"(?:v[\d.]+,[ \t]*)?({DATE})(?:[:,].*)?\Z")
_ADOC_ROW = re.compile(r"\|[ \t]*([^|]+?)[ \t]*\|[ \t]*([^|]+?)[ \t]*\Z")
_ADOC_CELL = re.compile(r"[a-z]?\|[ \t]*([^|]+?)[ \t]*\Z")
_ADOC_FIELD = re.compile(r":((?:adr-?)?status|(?:rev)?date|deciders|tags|labels):[ \t]+(?=\S)", re.I)
_ADOC_LINK = re.compile(
    r"(?<![\w:/])(?:(?:link|xref):([^\s\[\]]{1,2000})|(https?://[^\s\[\]<>]{1,2000}))\[([^\]\n]{0,500})\]"
)
_ADOC_REFERENCE = re.compile(r"<<([^\s<>,#]{1,300}\.adoc)#?[^<>,\n]{0,300},[ \t]{0,9}([^<>\n]{1,500})>>")
_ADOC_BOLD = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])")
_ADOC_SOURCE = re.compile(r"\[(?:source|listing)(?:,[ \t]*([\w+-]+))?[^\]]*\]\Z")
_ADOC_DELIMITER = re.compile(
    r"={4,}|\*{4,}|_{4,}|\+{4,}|--"
)  # of a block; Markdown would read a title above it
_ADOC_ITEM = re.compile(r"(\.{1,5}|\*{2,5})[ \t]+(?=\S)")


def as_markdown(text: str, name: str) -> str:
    """Give *text* laid out as Markdown with as many lines, as the ending of its file's *name* asks for.

    Markdown, and text of any other ending, comes back as it is.
    """
    if not is_other_markup(name):
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(_restructured_text(lines) if name.lower().endswith(".rst") else _asciidoc(lines))


# -- reStructuredText --------------------------------------------------------


def _restructured_text(lines: list[str]) -> list[str]:
    out = _rst_headings(_rst_fields(lines))
    _rst_blocks(out)
    targets = {match[1] for line in out if (match := _RST_TARGET.match(line))}
    text = "\n".join(_rst_line(line) for line in out)
    text = _RST_LINK.sub(lambda match: f"[{match[1]}]({match[3]}){_breaks(match[2])}", text)
    text = _RST_DOC.sub(lambda match: f"[{match[1] or match[2]}]({_document(match[2])})", text)
    return _RST_NAMED.sub(lambda match: f"[{match[1]}][]" if match[1] in targets else match[0], text).split(
        "\n"
    )


def _rst_fields(lines: list[str]) -> list[str]:
    """Write fields with the value below them, and the rows of tables of fields, on one line each."""
    out = list(lines)
    in_table = False
    for index in range(len(lines)):
        line, below = lines[index], lines[index + 1] if index + 1 < len(lines) else ""
        if _RST_RULE.match(line):
            in_table = bool(_RST_ROW.match(below)) or in_table
        elif not line.strip():
            in_table = False
        elif (field := _RST_LONG_FIELD.match(line)) and below[:1] in (" ", "\t") and below.strip():
            out[index], out[index + 1] = f":{field[1]}: {below.strip()}", ""
        elif (cell := _RST_CELL.match(line)) and (value := _RST_CELL.match(below)) and field_of(cell[1]):
            out[index], out[index + 1] = f"* {cell[1]}: {value[1]}", ""
        elif in_table and (row := _RST_ROW.match(line)) and field_of(row[1]):
            out[index] = f"* {row[1]}: {row[2]}"
    return out


def _rst_headings(lines: list[str]) -> list[str]:
    """Write every title as `# Title`, its level being the order in which its kind of line first came."""
    out = list(lines)
    levels: list[str] = []
    for index in range(1, len(lines)):
        title, under = lines[index - 1].rstrip(), lines[index].rstrip()
        match = _UNDERLINE.match(under)
        if not match or not title.strip() or _UNDERLINE.match(title):
            continue
        over = index > 1 and lines[index - 2].rstrip() == under
        alone = index == 1 or over or not lines[index - 2].strip() or out[index - 2].startswith("#")
        if not alone or (title[0].isspace() and not over):
            continue
        kind = match[1] * (1 + over)
        if kind not in levels:
            levels.append(kind)
        out[index - 1] = f"{'#' * min(levels.index(kind) + 1, 6)} {title.strip().removeprefix(_ESCAPE)}"
        out[index] = ""
        if over:
            out[index - 2] = ""
    return out


def _rst_blocks(lines: list[str]) -> None:
    """Put fences around code that a directive, or `::` at the end of a paragraph, begins."""
    index = 0
    while index < len(lines):
        line = lines[index].rstrip()
        directive = _DIRECTIVE.match(line)
        begins = directive or (line.endswith("::") and not line.startswith(("..", "#")))
        if begins and index + 1 < len(lines) and not lines[index + 1].strip():
            last = _last_indented(lines, index + 1)
            if last > index and last + 1 < len(lines) and not lines[last + 1].strip():
                lines[index if directive else index + 1] = f"```{directive[1] if directive else ''}"
                lines[last + 1] = "```"
                if not directive:
                    lines[index] = line[:-1]
            index = max(last, index)
        index += 1


def _last_indented(lines: list[str], start: int) -> int:
    """The last of the indented lines that follow, blank ones between them; 0 where there are none."""
    last = 0
    for index in range(start, len(lines)):
        if lines[index].strip():
            if not lines[index][0].isspace():
                break
            last = index
    return last


def _rst_line(line: str) -> str:
    if target := _RST_TARGET.match(line):
        return f"[{target[1]}]: {target[2]}"
    if _RST_ANCHOR.match(line):
        return ""  # a name for what follows; nobody sees it
    if field := _RST_FIELD.match(line):
        return f"* {field[1]}: {line[field.end() :]}"
    return f"1. {line[3:]}" if line.startswith("#. ") else line


def _document(target: str) -> str:
    return target if target.endswith(".rst") or "://" in target else f"{target}.rst"


def _breaks(blank: str) -> str:
    return "\n" * blank.count("\n")


# -- AsciiDoc ----------------------------------------------------------------


def _adoc_fields(lines: list[str]) -> list[str]:
    """Write the revision below the title, and the rows of tables of fields, as fields."""
    out = list(lines)
    in_table = False
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else ""
        if 0 < index < _HEADER_LINES and (revision := _ADOC_REVISION.match(line)):
            out[index] = f"* Date: {revision[1]}"
        elif line.startswith("|==="):
            in_table, out[index] = not in_table, ""
        elif in_table and (row := _ADOC_ROW.match(line)) and field_of(row[1]):
            out[index] = f"* {row[1]}: {row[2]}"
        elif (
            in_table
            and (cell := _ADOC_CELL.match(line))
            and field_of(cell[1])
            and (value := _ADOC_CELL.match(below))
        ):
            out[index], lines[index + 1] = f"* {cell[1]}: {value[1]}", ""
            out[index + 1] = ""
    return out


_HEADER_LINES = 3


def _asciidoc(lines: list[str]) -> list[str]:
    out: list[str] = []
    fence, language = "", ""
    for line in _adoc_fields(lines):
        plain = line.rstrip()
        if fence:
            out.append("```" if plain == fence else line)
            fence = "" if plain == fence else fence
        elif plain in ("----", "....") or (len(plain) > 4 and set(plain) in ({"-"}, {"."})):
            fence = plain
            out.append(f"```{language}")
        elif _ADOC_DELIMITER.fullmatch(plain):
            out.append("")
        elif source := _ADOC_SOURCE.match(plain):
            language = source[1] or ""
            out.append("")
            continue
        else:
            out.append(_adoc_line(line))
        language = ""
    return out


def _adoc_line(line: str) -> str:
    if heading := _ADOC_HEADING.match(line):
        return f"{'#' * len(heading[1])} {line[heading.end() :]}"
    if field := _ADOC_FIELD.match(line):
        line = f"* {field[1].removeprefix('rev')}: {line[field.end() :]}"
    line = _ADOC_LINK.sub(lambda match: f"[{match[3] or match[1] or match[2]}]({match[1] or match[2]})", line)
    line = _ADOC_BOLD.sub(r"**\1**", _ADOC_REFERENCE.sub(r"[\2](\1)", line))
    if item := _ADOC_ITEM.match(line):
        sign = "1." if item[1][0] == "." else "*"
        return f"{'   ' * (len(item[1]) - 1)}{sign} {line[item.end() :]}"
    return line
