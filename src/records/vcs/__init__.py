"""Git, and only git: every process that `records` starts on a repository is started here."""

from records.vcs.git import Git
from records.vcs.location import Location, find_location

__all__ = ["Git", "Location", "find_location"]
