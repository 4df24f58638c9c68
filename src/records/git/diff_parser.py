"""Read a unified diff, as git or diff prints it, into values; whatever it holds, nothing is raised."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import records.regex as re
from records.encoding import encode
from records.git.diff_model import Diff, FileChange, Hunk, Numbered
from records.patterns import DIGITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.diff_model import Status

_HUNK = re.compile(rf"@@ -({DIGITS})(?:,({DIGITS}))? \+({DIGITS})(?:,({DIGITS}))? @@ ?(.*)")
_COMBINED = re.compile(rf"@@@+ .*?\+({DIGITS})(?:,({DIGITS}))? @@@+")
_ESCAPE = re.compile(r"\\([abfnrtv\"\\]|[0-7]{3})")
_PLAIN = {"a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, '"': 34, "\\": 92}
_MAIL = re.compile(r"^Subject: (?:\[PATCH[^\]]*\] ?)?(.*(?:\n[ \t].*)*)", re.MULTILINE)
LONGEST = 2_000
"""Characters of a line that are kept; minified files have lines of megabytes."""
LONGEST_OF_MANIFEST = 100_000
"""The same of a manifest, which may be on one line and is read to its end."""


def parse_diff(text: str, whole: Callable[[str], bool] = lambda path: False) -> Diff:
    """Return the change that a unified diff describes, files sorted by path.

    Text before the first file, as `git show` and `git format-patch` print it, becomes the message.
    Hunks that are cut short are read as far as they go.

    Args:
        text: the diff.
        whole: decides by its path whether the lines of a file are kept whole (up to `LONGEST_OF_MANIFEST`).
    """
    reader = _Reader(text.split("\n"), whole)
    files = reader.files()
    files.sort(key=lambda change: (change.path, change.old_path))
    return Diff(tuple(files), _message(reader.lines[: reader.first]))


def unquote(path: str) -> str:
    r"""Return a path as it is, from the C-quoted form git prints for unusual names.

    Bytes that are not UTF-8 are shown as `\xNN`.
    """
    if not (path.startswith('"') and path.endswith('"') and len(path) > 1):
        return path
    raw = bytearray()
    position = 0
    body = path[1:-1]
    for match in _ESCAPE.finditer(body):
        raw += encode(body[position : match.start()])
        code = match[1]
        raw.append(_PLAIN[code] if code in _PLAIN else int(code, 8) & 0xFF)
        position = match.end()
    raw += encode(body[position:])
    return raw.decode("utf-8", "backslashreplace")


class _Reader:
    """A cursor over the lines of a diff."""

    def __init__(self, lines: list[str], keeps_whole: Callable[[str], bool]) -> None:
        self.whole = [line[:LONGEST_OF_MANIFEST] for line in lines]
        self.lines = [line[:LONGEST] for line in lines]
        self.keeps_whole = keeps_whole
        self.at = 0
        self.first = len(lines)

    def files(self) -> list[FileChange]:
        """Read every file section."""
        out: list[FileChange] = []
        total = len(self.lines)
        while self.at < total:
            line = self.lines[self.at]
            if line.startswith(("diff --git ", "diff --cc ", "diff --combined ")):
                self.first = min(self.first, self.at)
                out.append(self._file(line))
            elif line.startswith("--- ") and self._is_plain_header():
                self.first = min(self.first, self.at)
                out.append(self._file(""))
            else:
                self.at += 1
        return out

    def _is_plain_header(self) -> bool:
        after = self.lines[self.at + 1 : self.at + 3]
        return len(after) == 2 and after[0].startswith("+++ ") and after[1].startswith("@@ ")

    def _file(self, header: str) -> FileChange:
        """Read one file: its extended header, then its hunks."""
        facts: dict[str, str] = {}
        if header:
            self.at += 1
        total = len(self.lines)
        while self.at < total:
            line = self.lines[self.at].removesuffix("\r")
            if line.startswith(("diff --git ", "@@")):
                break
            if not _fact(line, facts):
                break
            self.at += 1
        return _change(header, facts, tuple(self._hunks(*_names(header, facts))))

    def _hunks(self, old_path: str, path: str) -> Iterator[Hunk]:
        cut = self.whole if self.keeps_whole(old_path) or self.keeps_whole(path) else self.lines
        while self.at < len(self.lines) and self.lines[self.at].startswith("@@"):
            hunk = self._hunk(cut)
            if hunk is not None:
                yield hunk

    def _hunk(self, lines: list[str]) -> Hunk | None:
        head = self.lines[self.at]
        self.at += 1
        match = _HUNK.match(head)
        if match is None:
            return self._combined(head)
        old, new = int(match[1]), int(match[3])
        old_left = int(match[2]) if match[2] is not None else 1
        new_left = int(match[4]) if match[4] is not None else 1
        return self._body(lines, (old, new, old_left, new_left), match[5].rstrip("\r"))

    def _body(self, lines: list[str], counts: tuple[int, int, int, int], section: str) -> Hunk:
        old, new, old_left, new_left = counts
        offset, total = self.at, len(lines)
        old_start, new_start = old, new
        hunk_lines: list[str] = []
        added: list[Numbered] = []
        removed: list[Numbered] = []
        while offset < total and (old_left > 0 or new_left > 0):
            line = lines[offset]
            mark = line[:1]
            if mark == "+":
                added.append((new, line[1:].rstrip("\r")))
                new, new_left = new + 1, new_left - 1
            elif mark == "-":
                removed.append((old, line[1:].rstrip("\r")))
                old, old_left = old + 1, old_left - 1
            elif mark in {" ", ""}:
                if mark == "" and offset == total - 1:
                    break
                old, new, old_left, new_left = old + 1, new + 1, old_left - 1, new_left - 1
            elif line.startswith(("diff --git ", "@@ -")):
                break
            else:
                offset += 1
                continue
            hunk_lines.append(line.rstrip("\r") or " ")
            offset += 1
        while offset < total and lines[offset][:1] == "\\":
            offset += 1
        self.at = offset
        return Hunk(old_start, new_start, section, tuple(hunk_lines), tuple(added), tuple(removed))

    def _combined(self, head: str) -> Hunk | None:
        """Read a hunk of a merge's combined diff: only lines new to every parent are added."""
        match = _COMBINED.match(head)
        parents = len(head) - len(head.lstrip("@")) - 1
        start = number = int(match[1]) if match else 0
        hunk_lines: list[str] = []
        added: list[Numbered] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.startswith(("diff --", "@@")) or line[:1] not in {"+", "-", " "}:
                break
            self.at += 1
            marks, body = line[:parents], line[parents:].rstrip("\r")
            if "-" in marks:
                continue
            if marks == "+" * parents:
                added.append((number, body))
                hunk_lines.append("+" + body)
            else:
                hunk_lines.append(" " + body)
            number += 1
        if match is None:
            return None
        return Hunk(start, start, "", tuple(hunk_lines), tuple(added), ())


_FACTS = {
    "--- ": "old",
    "+++ ": "new",
    "rename from ": "from",
    "rename to ": "to",
    "copy from ": "copy",
    "copy to ": "to",
    "new file mode ": "created",
    "deleted file mode ": "gone",
    "old mode ": "mode-",
    "new mode ": "mode+",
    "Binary files ": "binary",
    "GIT binary patch": "binary",
    "similarity index ": "same",
    "dissimilarity index ": "same",
    "index ": "index",
    "mode ": "index",
}


def _fact(line: str, facts: dict[str, str]) -> bool:
    """Note what one line of the extended header says; false when it is no such line."""
    for start, name in _FACTS.items():
        if line.startswith(start):
            facts[name] = line[len(start) :]
            return True
    return "binary" in facts


def _change(header: str, facts: dict[str, str], hunks: tuple[Hunk, ...]) -> FileChange:
    old, new = _names(header, facts)
    status: Status = "modified"
    if "created" in facts or old == "":
        status = "added"
    elif "gone" in facts or new == "":
        status = "deleted"
    elif "copy" in facts:
        status = "copied"
    elif "from" in facts:
        status = "renamed"
    index_mode = facts.get("index", "").rpartition(" ")[2] if " " in facts.get("index", "") else ""
    old_mode = facts.get("mode-", facts.get("gone", index_mode))
    new_mode = facts.get("mode+", facts.get("created", index_mode))
    return FileChange(
        path=new or old,
        old_path=old or new,
        status=status,
        hunks=hunks,
        binary="binary" in facts,
        submodule="160000" in {old_mode, new_mode},
        old_mode=old_mode,
        new_mode=new_mode,
    )


def _names(header: str, facts: dict[str, str]) -> tuple[str, str]:
    """Return the old and the new path; an empty one means there is no such side."""
    if "to" in facts:
        return unquote(facts.get("from", facts.get("copy", ""))), unquote(facts["to"])
    if "old" in facts and "new" in facts:
        return _side(facts["old"]), _side(facts["new"])
    if header.startswith("diff --git "):
        return _symmetric(header.removeprefix("diff --git ").rstrip("\r"))
    name = unquote(header.rstrip("\r").partition(" ")[2].partition(" ")[2])
    return name, name


def _side(text: str) -> str:
    name = unquote(text.partition("\t")[0].rstrip("\r"))
    if name == "/dev/null":
        return ""
    return name[2:] if re.match(r"[a-z]/", name) else name


def _symmetric(pair: str) -> tuple[str, str]:
    """Split `a/X b/X`, or `X X` without prefixes, where both names are the same but may hold blanks."""
    if pair.startswith('"'):
        first, _, second = pair[1:].partition('" ')
        name = _side(second.strip() if second else f'"{first}')
        return name, name
    half = len(pair) // 2
    first, blank, second = pair[:half], pair[half : half + 1], pair[half + 1 :]
    if blank == " " and _side(first) == _side(second):
        name = first if first == second else _side(first)
        return name, name
    name = pair.rpartition(" b/")[2]
    return name, name


def _message(head: list[str]) -> str:
    """Return the commit message in what `git show` or `git format-patch` prints before a diff."""
    text = "\n".join(line.rstrip("\r") for line in head)
    mail = _MAIL.search(text)
    if mail:
        subject = re.sub(r"\n[ \t]+", " ", mail[1])
        body = text[mail.end() :].partition("\n\n")[2].partition("\n---\n")[0]
        return f"{subject}\n\n{body}".strip()
    if text.startswith("commit "):
        return "\n".join(line[4:] for line in head if not line or line.startswith("    ")).strip()
    return ""
