"""A decision of another repository that binds this one; how it is found is told by `records.project.central`."""

from __future__ import annotations

from records.dataclass import dataclass, fields
from records.model.record import Adr


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralAdr(Adr):
    """An accepted decision of another repository, with the globs of this one that it governs as its `affects`.

    Attributes:
        origin: the name of the other repository; `ref` and `key` begin with it, so that numbers never mix.
        place: its path or URL, as the settings have it.
        text: the text of the decision.
    """

    origin: str
    place: str
    text: str

    @property
    def key(self) -> str:
        """The identity, behind the name of the repository."""
        return f"{self.origin}/{_plain(self).key}"

    @property
    def ref(self) -> str:
        """The short name, behind the name of the repository: `architecture/ADR-0012`."""
        return f"{self.origin}/{_plain(self).ref}"

    @property
    def sort_key(self) -> tuple[str, str, int, str]:
        """As of any decision, but behind all of this repository."""
        kind, folder, number, stem = _plain(self).sort_key
        return (f"{kind}~", f"{self.origin}/{folder}", number, stem)


def _plain(record: Adr) -> Adr:
    """The decision as its own repository has it."""
    return Adr(**{item.name: getattr(record, item.name) for item in fields(Adr)})
