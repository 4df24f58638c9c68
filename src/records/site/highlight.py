"""Colour source text with Pygments, as spans with short class names."""

from __future__ import annotations

from functools import cache
from html import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Longer blocks are logs and dumps more often than code; colouring them costs more than it gives.
LONGEST = 20_000
_PLAIN = frozenset(("", "text", "txt", "plain", "plaintext", "markdown", "md", "output", "log", "mermaid"))


def highlight(code: str, language: str) -> str:
    """HTML for the inside of `<pre><code>`: coloured where the language is known, escaped always."""
    lexer = _lexer(language) if language not in _PLAIN and len(code) <= LONGEST else None
    if lexer is None:
        return escape(code, quote=False)
    names = _names()
    parts: list[str] = []
    open_class = ""
    for kind, text in lexer.get_tokens(code):
        name = "" if text.isspace() else names(kind)
        if name != open_class and not (text.isspace() and "\n" not in text):
            if open_class:
                parts.append("</span>")
            if name:
                parts.append(f'<span class="{name}">')
            open_class = name
        parts.append(escape(text, quote=False))
    if open_class:
        parts.append("</span>")
    return "".join(parts)


@cache
def _lexer(language: str) -> Any:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _names() -> Any:
    """A function from a kind of token to one of the few class names that the style sheet knows."""
    from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, String

    lexer_names = (
        (Comment, "c"), (Keyword, "k"), (String, "s"), (Number, "n"), (Operator.Word, "k"),
        (Name.Function, "f"), (Name.Class, "f"), (Name.Tag, "t"), (Name.Attribute, "a"), (Name.Builtin, "b"),
        (Name.Decorator, "a"), (Generic.Deleted, "gd"), (Generic.Inserted, "gi"), (Generic.Heading, "f"),
        (Generic.Subheading, "f"),
    )  # fmt: skip

    @cache
    def name(kind: Any) -> str:
        return next((short for base, short in lexer_names if kind in base), "")

    return name
