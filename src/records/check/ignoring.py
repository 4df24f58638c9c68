"""Findings that an author sets aside in the file itself, with a reason; reasons that no longer hold are reported.

In the text `<!-- records-ignore ADR014: the section is empty on purpose -->`, in front matter
`# records-ignore PHR004: an importer wrote it`. It holds for the whole file; `records-ignore-next-line` for one line.
"""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.model.record import Phr
from records.text.fences import without_fences
from records.text.lines import line_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.check.rule import Context
    from records.model.diagnostic import Diagnostic
    from records.model.record import Record

_MARK = re.compile(
    r"(?:<!--|^[ \t]*#|[ \t]#)[ \t]*records-ignore(?P<next>-next-line)?[ \t]+"
    r"(?P<ids>[A-Z]{2,5}\d{3}(?:[ \t]*,[ \t]*[A-Z]{2,5}\d{3})*)[ \t]*+:?(?P<reason>[^\n]*?)(?:-->|\r?$)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Ignore:
    """One rule that a file sets aside: on one line, or everywhere (`only` is 0)."""

    path: str
    rule: str
    line: int
    only: int
    reason: str

    def covers(self, diagnostic: Diagnostic) -> bool:
        """Return whether this sets *found* aside."""
        same = diagnostic.path == self.path and diagnostic.rule == self.rule
        return same and bool(self.reason) and self.only in (0, diagnostic.line)


def ignores(context: Context, records: Iterable[Record]) -> Iterator[Ignore]:
    """List what the files of *records* set aside; a prompt that talks about it sets nothing aside."""
    for record in records:
        text = context.text(record)
        if "records-ignore" not in text:
            continue
        if isinstance(record, Phr) and (prompt := context.parts(record).prompt):
            text = text.replace(prompt, re.sub(r"[^\n]", " ", prompt))
        for match in _MARK.finditer(without_fences(text)):
            line = line_at(text, match.start("ids"))
            for rule in re.split(r"[ \t]*,[ \t]*", match["ids"]):
                only = line + 1 if match["next"] else 0
                yield Ignore(record.path, rule, line, only, match["reason"].strip())
