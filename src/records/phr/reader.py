"""Parse the text of a PHR: fields come from its front matter, else its body, else its name."""

from __future__ import annotations

import records.regex as re
from records.model.file_name import NameParts, is_stage, number_in, parse_name
from records.model.link import Link, canonical_relation
from records.model.record import Phr, former_numbers
from records.model.stage import canonical_stage
from records.phr.body import Parts, split_body
from records.phr.front_matter_repair import Reading, mapping_of_links, read_front_matter
from records.text.yaml.values import is_none, is_placeholder, iso_date, path_list, text_list, text_or_none

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# The keys of the template's `links` and the relation each stands for.
_LINK_KEYS = {"adr": "relates-to", "phr": "relates-to", "prev": "follows", "previous": "follows"}
_H1 = re.compile(r"^# +(?=[^\s#])([^\r\n]+)", re.M)
_OWN_NAME = re.compile(r"^(?:PHR|Prompt History Record)[-\s]{0,9}[\d-]{0,20}\s{0,9}[:–—-]\s*", re.I)
_MARKUP = re.compile(r"[*_`]{1,3}")


def read_phr(text: str, path: str, folder: str) -> Phr:
    """Read one PHR; never raises, and names in `repairs` each step that was needed.

    Args:
        text: the file as decoded.
        path: its POSIX path from the repository's root.
        folder: the folder below the prompts root.
    """
    reading = read_front_matter(text)
    name = parse_name(path.rsplit("/", 1)[-1])
    fields = reading.fields
    if not fields and not _looks_like_a_record(name, path, reading.body):
        problem = "no front matter, and the name is not that of a record"
        return Phr.unreadable(path, folder, problem, reading.repairs)
    guesses: list[str] = []
    title = _title(fields, name, reading, guesses)
    number, identifier = _number(fields, name, guesses)
    stage = _stage(fields, name, folder, guesses)
    return Phr(
        path=path,
        folder=folder,
        stem=name.stem,
        number=number,
        id=identifier,
        title=title,
        date=_date(fields, name),
        stage=stage,
        feature=_feature(fields, folder),
        labels=text_list(fields.get("labels")),
        files=path_list(fields.get("files")),
        tests=text_list(fields.get("tests")),
        links=tuple(dict.fromkeys(_links(fields.get("links")))),
        repairs=reading.repairs + (("from-file-name",) if guesses else ()),
        renumbered=former_numbers(text),
    )


def phr_parts(reading: Reading) -> Parts:
    """Prompt, response and outcome of a PHR: from the body, else from front matter that holds them."""
    parts = split_body(reading.body, text_or_none(reading.fields.get("prompt_sha256")))
    values = {key: reading.fields.get(key) for key in ("prompt", "response", "outcome")}
    texts = {key: value.strip("\r\n") for key, value in values.items() if isinstance(value, str)}
    return Parts(
        parts.prompt if parts.prompt is not None else texts.get("prompt"),
        parts.response if parts.response is not None else texts.get("response"),
        parts.outcome if parts.outcome is not None else texts.get("outcome"),
        parts.headings,
    )


def _looks_like_a_record(name: NameParts, path: str, body: str) -> bool:
    return (
        name.number is not None
        or path.lower().endswith((".prompt.md", ".phr.md"))
        or bool(split_body(body).headings[:1])
    )


def _title(fields: dict[str, Any], name: NameParts, reading: Reading, guesses: list[str]) -> str:
    title = fields.get("title")
    if isinstance(title, str) and title.strip() and not is_placeholder(title):
        title = title.strip()
        return " ".join(_OWN_NAME.sub("", title).split()) or title
    heading = _H1.search(reading.body) if not fields else None
    guesses.append("title")
    if heading:
        plain = _MARKUP.sub("", heading[1].rstrip(" \t#")).strip()
        return _OWN_NAME.sub("", plain) or plain
    return name.words or name.stem


def _number(fields: dict[str, Any], name: NameParts, guesses: list[str]) -> tuple[int | None, str | None]:
    stated = text_or_none(fields.get("id"))
    number = number_in(stated) if stated else None
    if stated and number is not None:
        return number, stated if stated.isdecimal() else _digits(stated, number)
    if name.number is not None:
        guesses.append("id")
    return name.number, name.id


def _digits(stated: str, number: int) -> str:
    """The digits of *number* as they are in an id, padding included."""
    match = re.search(rf"0*{number}(?!\d)", stated)
    return match[0] if match else stated


def _stage(fields: dict[str, Any], name: NameParts, folder: str, guesses: list[str]) -> str | None:
    stated = text_or_none(fields.get("stage"))
    if stated:
        return canonical_stage(stated)
    guesses.append("stage")
    if name.stage:
        return canonical_stage(name.stage)
    last = folder.rsplit("/", 1)[-1]
    return canonical_stage(last) if is_stage(last) else None


def _date(fields: dict[str, Any], name: NameParts) -> str | None:
    stated = fields.get("date")
    return iso_date(stated) if not is_none(stated) else name.date


def _feature(fields: dict[str, Any], folder: str) -> str | None:
    value = fields.get("feature")
    if isinstance(value, str) and value.strip() and not (is_none(value) and "{{" in value):
        return value.strip()
    return folder.rsplit("/", 1)[-1] or None


def _links(value: Any) -> Iterator[Link]:
    rows = [(key, _targets(item)) for key, item in mapping_of_links(value).items()]
    for key, targets in rows:
        for target in targets:
            if key in _LINK_KEYS:
                end = "/" + target.rsplit("/", 1)[-1].removesuffix(".md")
                if not any(
                    other.endswith(end) for name, rest in rows if name not in _LINK_KEYS for other in rest
                ):
                    yield Link(_LINK_KEYS[key], target)
            elif str(key).strip():
                yield Link(canonical_relation(str(key)), target)


def _targets(item: Any) -> tuple[str, ...]:
    return tuple(text for text in text_list(item) if not is_none(text))
