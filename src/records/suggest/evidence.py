"""What a signal reports: the place, the observation, the heading it counts under, and its strength."""

from __future__ import annotations

from records.dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Heading = Literal["impact", "alternatives", "scope"]
    Side = Literal["new", "old"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation in a change.

    `signal` is its name in the weights (`family.kind`); `topic` says which kind of decision it
    speaks for, `subject` the thing that it is about, in the words of the code, and `detail` what that
    thing replaces (or, of Kubernetes manifests, what they deploy).
    """

    signal: str
    path: str
    line: int
    why: str
    heading: Heading = "impact"
    topic: str = ""
    subject: str = ""
    side: Side = "new"
    detail: str = ""


NO_PLACE = ""
"""The path of evidence that is not in a file: the message, or the change as a whole."""


_ORDER = (
    "dependency.rival dependency.replaced data.store dependency.added structure.top interface.contract-added",
    "data.store-gone dependency.removed data.migration data.table infra.container-added infra.cluster "
    "infra.pipeline-added infra.code-added tooling.added tooling.gone structure.removed infra.variable "
    "dependency.major rationale.choice dependency.manifest",
    "dependency.tool security.added structure.package tooling.flag types.abstract types.abstract-gone data.model "
    "interface.endpoint interface.event interface.command interface.version infra.watch tooling.settings-added "
    "rationale.comment dependency.used",
    "interface.contract infra.service infra.resource wiring.swap wiring.rollout wiring.import structure.moved "
    "structure.folder infra.container tooling.script security.term types.pattern structure.modules",
    "structure.deleted types.new types.gone naming.file wiring.edge infra.pipeline infra.code tooling.touched "
    "tooling.settings wiring.vanished interface.export security.touched",
)
_RANK = {signal: rank for rank, names in enumerate(_ORDER) for signal in names.split()}
STRONG = 1
"""Evidence of this rank or a stronger one is never left out for want of room."""


def rank(evidence: Evidence) -> int:
    """Return 0 for the evidence that says most about a decision, more for what only accompanies one."""
    return _RANK.get(evidence.signal, len(_ORDER))
