"""Which commits of a change an agent wrote, and whether the prompts behind them are recorded."""

from __future__ import annotations

from records.agents.commit_signs import by_agent
from records.dataclass import dataclass
from records.model.trailers import waivers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.log import Commit
    from records.trace.answers import CoverageAnswer
    from records.trace.commit_records import CommitPrompts


@dataclass(frozen=True, slots=True)
class Coverage:
    """The commits of a change that an agent wrote.

    Attributes:
        commits: how many the change has, merges left out.
        agents: those marked as written by an agent.
        bare: those of them without a prompt record.
        waivers: reasons given with `ADR: none (reason)`.
    """

    commits: int
    agents: tuple[Commit, ...]
    bare: tuple[Commit, ...]
    waivers: tuple[str, ...]

    def as_json(self) -> CoverageAnswer:
        """Return the figures as one JSON object."""
        return {
            "commits": self.commits,
            "agent_commits": len(self.agents),
            "recorded": len(self.agents) - len(self.bare),
            "bare": [{"commit": commit.id, "subject": commit.subject} for commit in self.bare],
            "waivers": list(self.waivers),
        }


def coverage(prompts: CommitPrompts) -> Coverage:
    """Return how far the prompts behind the commits of a change are recorded.

    A commit is recorded when it carries a prompt record, names one, or changes a file that a prompt record of the
    same change lists.
    """
    own = prompts.commits
    agents = tuple(commit for commit in own if by_agent(commit.message, commit.author, commit.email))
    bare = tuple(commit for commit in agents if not prompts.of(commit))
    waived = tuple(reason for commit in own for reason in waivers(commit.message))
    return Coverage(len(own), agents, bare, waived)
