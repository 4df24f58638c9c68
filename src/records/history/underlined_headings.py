"""Underlined headings (setext) as `#` headings, and back."""

from __future__ import annotations

from records.adr.record_layout import AdrView


def without_underlines(text: str) -> tuple[str, bool]:
    """A text whose underlined headings are written with `#`, and whether it had any."""
    is_underlined = False
    headings = AdrView(text, "record.md").headings
    if any(heading.level <= 2 and text[heading.start :].lstrip(" ").startswith("#") for heading in headings):
        return text, False  # a rule below a paragraph, beside headings of the other kind
    for heading in reversed(headings):
        lines = text[heading.start : heading.body].rstrip("\n").split("\n")
        if len(lines) == 2 and not lines[0].lstrip().startswith("#"):
            is_underlined = True
            end = heading.start + len("\n".join(lines))
            text = f"{text[: heading.start]}{'#' * heading.level} {lines[0].strip()}{text[end:]}"
    return text, is_underlined


def with_underlines(text: str) -> str:
    """A text whose headings of the first two levels are underlined."""
    for heading in reversed(AdrView(text, "record.md").headings):
        line = text[heading.start : heading.body].split("\n")[0]
        end = heading.start + len(line)
        if heading.level <= 2 and line.startswith("#"):
            words = line.lstrip("# ").rstrip()
            rule = "=-"[heading.level - 1] * len(words)
            below = text[end:].removeprefix("\n")
            text = f"{text[: heading.start]}{words}\n{rule}\n{below}"
    return text
