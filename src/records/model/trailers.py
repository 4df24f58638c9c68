"""The lines of a commit message that name records: `PHR: general/0003-add-login.green`, `ADR: 0012-use-jwt`."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.model.kind import Kind
from records.model.record_paths import LINKED_PATTERN
from records.patterns import BEHIND_RECORD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_OURS = re.compile(r"^(PHR|ADR):[ \t]*(\S.*)$", re.I | re.M)
_TRAILER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*:[ \t]*\S|[ \t]+\S|\(cherry picked from commit ")
_SCISSORS = re.compile(r"^(?:\S{1,20} )?-{8,99} >8 -{8,99}[ \t]*$", re.M)
_WAIVER = re.compile(r"^[ \t]*ADR:[ \t]*none\b(.*)$", re.I | re.M)
_REASON = re.compile(r"\(?([^)]*)\)?")
_MENTION = re.compile(rf"(?:(?<![\w/.-])|{BEHIND_RECORD})(ADR|PHR)[- ](\d{{1,9}})(?![\w-])")

_PATH = re.compile(rf"(?<![\w/.:@-])(?:\./)?((?:[\w.@+-]+/)*[\w.@+-]+\.{LINKED_PATTERN})(?![\w/-])", re.I)


@dataclass(frozen=True, slots=True)
class Trailer:
    """One record that a message names: `phr` or `adr`, the reference as written, and the line it is on."""

    kind: Kind
    ref: str
    line: int = 1

    def __str__(self) -> str:
        """The trailer as a line."""
        return f"{self.kind.label}: {self.ref}"


def trailers(message: str) -> list[Trailer]:
    """The records that a message names on lines of their own, wherever: a squash leaves them in the middle."""
    by_ref: dict[tuple[Kind, str], Trailer] = {}
    line, counted_to = 1, 0
    for match in _OURS.finditer(message):
        line += message.count("\n", counted_to, match.start())
        counted_to = match.start()
        for part in filter(None, (part.strip() for part in match[2].split(","))):
            trailer = Trailer(Kind(match[1].lower()), part, line)
            by_ref.setdefault((trailer.kind, trailer.ref), trailer)
    return list(by_ref.values())


def mentions(message: str) -> list[Trailer]:
    """The records that a message names in its prose: `ADR-0012`, `ADR 12`."""
    mentions_found = {(kind.lower(), number) for kind, number in _MENTION.findall(_OURS.sub("", message))}
    return [Trailer(Kind(kind), number) for kind, number in sorted(mentions_found)]


def named_files(message: str) -> list[str]:
    """The files that a message names in its prose and that may be records: `docs/adr/0012-use-jwt.md`."""
    return list(dict.fromkeys(_PATH.findall(_OURS.sub("", message))))


def waivers(message: str) -> list[str]:
    """The reasons of the `ADR: none (reason)` lines of a message, which say that a change needs no decision."""
    matches = (_REASON.fullmatch(match[1].strip()) for match in _WAIVER.finditer(message))
    return [match[1].strip() or "no reason given" for match in matches if match]


def authored_text(message: str, comment: str = "#", added: Collection[str] = ()) -> str:
    """What a person wrote: the message without comments, scissors, trailers of ours and the lines of *added*."""
    lines = [
        line
        for line in _cut(message)[0].split("\n")
        if not (comment and line.startswith(comment)) and line not in added
    ]
    return _OURS.sub("", "\n".join(lines)).strip()


def with_trailers(message: str, new: Iterable[Trailer], comment: str = "#") -> str:
    """The message with more trailers at its end, above git's comments; those that are there are not repeated.

    Args:
        message: as in the file that git hands to its hooks.
        new: what to add.
        comment: the character that begins git's comments.
    """
    existing = {(trailer.kind, trailer.ref) for trailer in trailers(_cut(message)[0])}
    lines = [str(trailer) for trailer in dict.fromkeys(new) if (trailer.kind, trailer.ref) not in existing]
    return with_lines(message, lines, comment)


def with_lines(message: str, lines: Iterable[str], comment: str = "#") -> str:
    """The message with more lines in the block of trailers at its end, above git's comments.

    Args:
        message: as in the file that git hands to its hooks.
        lines: whole lines; one that the message has is not repeated.
        comment: the character that begins git's comments.
    """
    text, rest = _cut(message)
    body, comments = _without_comments(text, comment)
    existing = {line.strip() for line in body.split("\n")}
    new = [line for line in lines if line not in existing]
    if not new:
        return message
    stem = body.rstrip("\n")
    paragraphs = stem.split("\n\n")
    is_block = len(paragraphs) > 1 and all(_TRAILER.match(line) for line in paragraphs[-1].split("\n"))
    with_new = stem + ("\n" if is_block else "\n\n") + "\n".join(new) + "\n"
    return with_new + ("\n" + comments if comments else "") + rest


def without_trailers(message: str, added: Collection[str] = ()) -> str:
    """The message without trailers of ours and without the lines of *added*."""
    lines = [line for line in message.splitlines(keepends=True) if line.rstrip("\r\n") not in added]
    return re.sub(r"^(?:PHR|ADR):[ \t]*\S.*\n?", "", "".join(lines), flags=re.I | re.M)


def _cut(message: str) -> tuple[str, str]:
    """The message, and what `commit --verbose` puts below its scissors."""
    cut = _SCISSORS.search(message)
    return (message[: cut.start()], message[cut.start() :]) if cut else (message, "")


def _without_comments(text: str, comment: str) -> tuple[str, str]:
    """Part the comments that end a message from what is above them."""
    lines = text.split("\n")
    index = len(lines)
    while comment and index and (lines[index - 1].startswith(comment) or not lines[index - 1].strip()):
        index -= 1
    while index < len(lines) and not lines[index].startswith(comment or "\0"):
        index += 1
    return "\n".join(lines[:index]), "\n".join(lines[index:])
