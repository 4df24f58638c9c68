"""Change the front matter of a decision record, in YAML or TOML, and prove that nothing else in it changed."""

from __future__ import annotations

from collections.abc import Callable

import records.regex as re
from records.adr.record_layout import AdrView
from records.adr.toml_front_matter import TomlBlock
from records.errors import EditError
from records.text.front_matter import FrontMatter
from records.text.lines import newline_of
from records.text.yaml import YamlProblem

Block = FrontMatter | TomlBlock
_BEGIN = "x: x\n"  # a key cannot be added to nothing


def front(view: AdrView, change: Callable[[Block], Block]) -> str:
    """Change the front matter and give the whole new text; a block is made where the file has none."""
    if view.toml:
        start, end = view.toml
        return view.text[:start] + change(TomlBlock(view.text[start:end])).text + view.text[end:]
    document = view.document
    if document.front is None:
        newline = view.newline
        body = change(FrontMatter(_BEGIN)).text.removeprefix(_BEGIN).replace("\n", newline)
        mark = view.text[: document.body]
        return f"{mark}---{newline}{body}---{newline}{newline}{view.text[document.body :]}"
    start, end = document.front
    old = FrontMatter(view.text[start:end])
    new = change(old)
    return view.text[:start] + new.text + view.text[end:]


def append_bare(block: Block, key: str, lines: list[str]) -> Block:
    """Add an item written exactly as *lines* at the end of the block list *key*.

    For values that must stay YAML numbers or mappings, which `FrontMatter.append` would write as text.

    Raises:
        EditError: the list is written in a way that this cannot extend.
    """
    if isinstance(block, TomlBlock):
        raise EditError("links in a TOML front matter are not written in this form", "edit the file by hand")
    newline = newline_of(block.text)
    old = block.values().get(key)
    head = re.search(rf"^{re.escape(key)}:[ \t]*(.*?)[ \t]*\r?$", block.text, re.M)
    text = block.text if block.text.endswith("\n") else block.text + newline
    if head is None:
        if len(lines) == 1:
            new = f"{text}{key}: [{lines[0]}]{newline}"
        else:
            new = f"{text}{key}:{newline}" + _block_item(lines, "  ", newline)
    elif head[1].endswith("]") and len(lines) == 1:
        offset = head.end(1) - 1
        new = text[:offset] + (", " if old else "") + lines[0] + text[offset:]
    elif head[1] in ("", "[]", "null", "~"):
        start, end = head.end(), head.end()
        if head[1]:
            start = head.start(1) - 1
        rest = re.compile(r"(?:\r?\n(?:[ \t]+\S|- )[^\n]*|\r?\n[ \t]*(?=\r?\n[ \t]+\S))*").match(text, end)
        stop = rest.end() if rest else end
        if stop < len(text) and text[stop - 1] == "\r":
            stop -= 1
        indent = re.match(r"[ \t]*", text[end:stop].lstrip("\r\n"))
        item = _block_item(lines, indent[0] if indent and stop > end else "  ", newline).removesuffix(newline)
        new = text[:start] + text[end:stop] + newline + item + text[stop:]
    else:
        raise EditError(f"{key!r} is not a list that can be extended", "edit the file by hand")
    result = FrontMatter(new)
    _check_appended(result, block, key, old)
    return result


def drop_item(block: Block, key: str, index: int) -> Block:
    """Take item number *index* out of the block list *key*, lines and all.

    Raises:
        EditError: the list is not written as a block, or anything else would change.
    """
    old = block.data().get(key)
    head = re.search(rf"^{re.escape(key)}:[ \t]*\r?\n", block.text, re.M)
    if head is None or not isinstance(old, list):
        raise EditError(f"{key!r} is not a block list", "edit the file by hand")
    indent = re.match(r"[ \t]*", block.text[head.end() :])
    column = indent[0] if indent else ""
    item = re.compile(rf"{column}-[ \t][^\n]*(?:\n|\Z)(?:{column}[ \t]+[^\n]*(?:\n|\Z))*")
    offset = head.end()
    for number in range(len(old)):
        item_match = item.match(block.text, offset)
        if item_match is None:
            raise EditError(f"{key!r} is not a block list", "edit the file by hand")
        if number == index:
            start = head.start() if len(old) == 1 else offset
            result = FrontMatter(block.text[:start] + block.text[item_match.end() :])
            remaining = [*old[:index], *old[index + 1 :]]
            expected = {name: value for name, value in block.data().items() if name != key}
            if remaining:
                expected[key] = remaining
            if result.data() == expected:
                return result
            break
        offset = item_match.end()
    raise EditError(f"{key!r} cannot be shortened safely", "edit the file by hand")


def _block_item(lines: list[str], indent: str, newline: str) -> str:
    first, *rest = lines
    return "".join([f"{indent}- {first}{newline}", *(f"{indent}  {line}{newline}" for line in rest)])


def _check_appended(result: FrontMatter, block: FrontMatter, key: str, old: object) -> None:
    try:
        data = result.data()
    except YamlProblem as problem:
        raise EditError(f"{key!r} cannot be extended safely") from problem
    items = data.get(key)
    old_items = old if isinstance(old, list) else []
    unrelated = {name: value for name, value in block.data().items() if name != key}
    if (
        not isinstance(items, list)
        or items[:-1] != old_items
        or unrelated != {k: v for k, v in data.items() if k != key}
    ):
        raise EditError(f"{key!r} cannot be extended safely", "edit the file by hand")
