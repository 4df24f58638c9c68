"""The rules about setting rules aside. The engine gives their findings, for it alone knows what was set aside."""

from __future__ import annotations

from records.check.rule import Context, Finding, Rule
from records.model.severity import WARNING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def _by_engine(_: Context) -> Iterator[Finding]:
    yield from ()


UNUSED = Rule(
    "REC020",
    "ignore-unused",
    WARNING,
    "A records-ignore comment that sets nothing aside is out of date: remove it.",
    _by_engine,
)
UNREASONED = Rule(
    "REC021",
    "ignore-without-reason",
    WARNING,
    "A records-ignore comment says why: `<!-- records-ignore ADR014: reason -->`. Without a reason it does nothing.",
    _by_engine,
)
RULES = (UNUSED, UNREASONED)
